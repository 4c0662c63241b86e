r"""A and D as one operator K = [A; c D], for which one dual step size is enough.

Dual step sizes sigma for A and ``c**2 sigma`` for D are one step size for K: with ``u_2 = c v``,

    ``v+ = clip(v + sigma c D w, beta / c)``  is  ``u_2+ = clip(u_2 + c**2 sigma D w, beta)``,

and ``<D x, u_2> = <c D x, v>``, ``|u_2|**2 / (c**2 sigma) = |v|**2 / sigma``. So the theorems on
one operator hold with ``||K||**2 <= L_A**2 + c**2 L_D**2``, and with the dual set
``||u|| <= C2, |v_i| <= w_i / c`` of radius ``d = sqrt(C2**2 + |w|**2 / c**2)``. Its steps are
proportional to ``||K|| d``, whose square is, with that bound,

    ``(L_A C2)**2 + (L_D |w|)**2 + c**2 (L_D C2)**2 + (L_A |w|)**2 / c**2``,

least for ``c**2 = L_A |w| / (L_D C2)``, where ``||K|| d = L_A C2 + L_D |w|``. With the sizes of one
operator, ``tau = theta R / (||K|| d)`` and ``sigma = theta d / (||K|| R)``, that is Colbrook's
choice (2022, for ``|w| = sqrt(q)``): as ``||K||**2 = L_A (L_A C2 + L_D |w|) / C2`` and
``d**2 = C2 (L_A C2 + L_D |w|) / L_A``,

    ``tau = theta R / (L_A C2 + L_D |w|)``,  ``sigma = theta C2 / (L_A R)``,
    ``c**2 sigma = theta |w| / (L_D R)``.

There ``tau sigma L_A**2 + tau c**2 sigma L_D**2 = theta**2``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from computable.errors import DomainError
from computable.firenet.evaluation.float_parts import Products
from computable.firenet.warpd.analysis_operator import SparseOperator
from computable.network.norm import root_above
from computable.network.sparse import Row
from computable.nullspace import Matrix
from computable.recovery.outward import root, significant
from computable.recovery.rounding import UP, Array, above, gamma, moderate

__all__ = ["Stack", "balance", "stacked"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Stack:
    """K = [A; c D] with a sparse D.

    Attributes
    ----------
    matrix : Matrix, shape (m, N)
    operator : SparseOperator, shape (q, N)
    scale : Fraction
        c > 0.
    """

    matrix: Matrix
    operator: SparseOperator
    scale: Fraction

    @property
    def shape(self) -> tuple[int, int]:
        """(m + q, N)."""
        m, N = self.matrix.shape
        return m + len(self.operator.rows), N

    @cached_property
    def norm(self) -> Fraction:
        """A rational upper bound of ``||K||``."""
        return root_above(self.matrix.norm**2 + (self.scale * self.operator.norm) ** 2)

    def products(self) -> Products:
        """Return the products, those with D through the entries that are not zero."""
        A, (m, N) = self.matrix.array, self.matrix.shape
        rows = [tuple((j, self.scale * v) for j, v in row) for row in self.operator.rows]
        across: list[list[tuple[int, Fraction]]] = [[] for _ in range(N)]
        for i, row in enumerate(rows):
            for j, v in row:
                across[j].append((i, v))
        places, values = _padded(rows)
        back_places, back_values = _padded([tuple(column) for column in across])
        if not moderate(values):
            raise DomainError("D: got an entry beyond 1e75 times c, need smaller ones")
        seen, back_seen, part = np.empty_like(values), np.empty_like(back_values), np.empty(N)

        def forward(x: Array, out: Array) -> None:
            A.dot(x, out[:m])
            np.take(x, places, out=seen, mode="clip")
            np.einsum("ij,ij->i", values, seen, out=out[m:])

        def back(u: Array, out: Array) -> None:
            A.T.dot(u[:m], out)
            np.take(u[m:], back_places, out=back_seen, mode="clip")
            np.einsum("ij,ij->i", back_values, back_seen, out=part)
            np.add(out, part, out=out)

        lost = sum(((Fraction(float(v)) - v) ** 2 for row in rows for _, v in row), Fraction(0))
        squares = np.einsum("ij,ij->j", A, A) + np.square(back_values).sum(axis=1)
        down = np.abs(A).sum(axis=0) + np.abs(back_values).sum(axis=1)
        along = max(float(np.abs(A).sum(axis=1).max()), float(np.abs(values).sum(axis=1).max()))
        more = (1 + gamma(m + len(rows) + N)) * UP
        return Products(
            forward=forward,
            back=back,
            shape=self.shape,
            bound=self.norm,
            rounding=math.hypot(self.matrix.rounding, above(root_above(lost))) * UP,
            column=math.sqrt(float(squares.max())) * more + 1e-150,
            absolute=math.sqrt(float(down.max()) * along) * more + 1e-150,
        )


def stacked(matrix: Matrix, operator: Matrix | SparseOperator, scale: Fraction) -> Matrix | Stack:
    """Return [A; c D]: a dense matrix if D is one, which is slow to make for millions of entries.

    Examples
    --------
    >>> stacked(Matrix([[1, 2]]), Matrix([[1, 0], [0, 1]]), Fraction(1, 2)).rows[2]
    (Fraction(0, 1), Fraction(1, 2))
    """
    if isinstance(operator, SparseOperator):
        return Stack(matrix=matrix, operator=operator, scale=scale)
    lower = tuple(tuple(scale * v for v in row) for row in operator.rows)
    return Matrix([*matrix.rows, *lower])


def balance(
    matrix: Matrix, operator: Matrix | SparseOperator, *, C2: Fraction, box: Fraction
) -> Fraction:
    """Return c > 0, near the best one, with four bits: then ``c D`` mostly is in float64, too.

    Parameters
    ----------
    matrix, operator
        A and D.
    C2, box : Fraction
        The radius of u, and at least ``|w|``.

    Examples
    --------
    >>> balance(Matrix([[1, 1]]), Matrix([[1, -1]]), C2=Fraction(4), box=Fraction(1))
    Fraction(1, 2)
    """
    square = matrix.norm * box / (operator.norm * C2)
    return significant(root(square, up=True), up=False, bits=4)


def _padded(rows: Sequence[Row]) -> tuple[NDArray[np.intp], Array]:
    """Return columns and entries of each row, with zeros at the end of the shorter ones."""
    width = max(1, *map(len, rows))
    places, values = np.zeros((len(rows), width), dtype=np.intp), np.zeros((len(rows), width))
    for i, row in enumerate(rows):
        for k, (j, v) in enumerate(row):
            places[i, k], values[i, k] = j, float(v)
    return places, values
