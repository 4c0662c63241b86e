"""Least squares on a support: one exact solve gives a whole line of points.

Let A have the columns a_j, let the columns of A_S be independent, ``G = A_S^T A_S``, and let W
be the vector ``(s_j w_j)_S`` of signed weights. For every t one point x with support in S has

    ``A_S^T (y - A x) = t W``,  and it is  ``x(t) = a - t b``,  ``G a = A_S^T y``,  ``G b = W``.

Its residual is ``r(t) = r0 + t v`` with ``r0 = y - A a`` and ``v = A b``. As r0 is orthogonal to
the range of A_S, ``||r(t)||**2 = rho**2 + t**2 q``, ``rho**2 = r0 . y``, ``q = b . W``.

*Integers.* With D_j a common denominator of a_j, D of y and D_w of all ``D_j w_j``, the data
``D_j a_j``, ``D y``, ``D_w D_j w_j`` are integers, and their line has ``(D / D_j) x_j`` for x_j,
``D r`` for r and ``(D / D_w) t`` for t. Everything below is done over one common denominator,
because the greatest common divisor of long integers costs more than their product.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import flint

from computable.errors import DomainError
from computable.exact.rational import Vector, coprime

__all__ = ["Line", "NormalEquations"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """The points x(t) of one support with signs, in the integers of :class:`NormalEquations`.

    Attributes
    ----------
    support, signs : tuple of int, length |S|
        Column numbers, and 1 or -1.
    scale : int
        Positive: the denominator of all that follows.
    base, slope : tuple of int, length |S|
        ``x(t) = (base - t * slope) / scale`` on S.
    rest, push : tuple of int, length m
        ``r(t) = (rest + t * push) / scale``.
    fixed, turning : tuple of int, length N
        ``A^T r(t) = (fixed + t * turning) / scale``.
    """

    support: tuple[int, ...]
    signs: tuple[int, ...]
    scale: int
    base: tuple[int, ...]
    slope: tuple[int, ...]
    rest: tuple[int, ...]
    push: tuple[int, ...]
    fixed: tuple[int, ...]
    turning: tuple[int, ...]


class NormalEquations:
    """The columns, y and the weights as integers, ready for a least-squares solve on any support.

    Parameters
    ----------
    columns : sequence of columns, length N
        Each with its non-zero entries (row, value).
    y : Vector, shape (m,)
    weights : Vector, shape (N,)

    Attributes
    ----------
    weights : tuple of int, length N
        ``D_w D_j w_j`` in the notation of this module.
    unit : Fraction
        ``D_w / D``, the real t of the integer t = 1.

    Examples
    --------
    >>> half, one = Fraction(1, 2), Fraction(1)
    >>> equations = NormalEquations([((0, half),), ((0, one),)], (one,), (one, one))
    >>> line = equations.line((1,), (1,))
    >>> equations.point(line)
    ((Fraction(0, 1), Fraction(1, 1)), (Fraction(0, 1), Fraction(1, 1)))
    >>> equations.line((0, 1), (1, 1)) is None
    True
    """

    def __init__(
        self,
        columns: Sequence[Iterable[tuple[int, Fraction]]],
        y: Vector,
        weights: Vector,
    ) -> None:
        if len(weights) != len(columns):
            raise DomainError(f"weights: got {len(weights)} entries for {len(columns)} columns")
        sparse = [tuple(column) for column in columns]
        self._own = [lcm(*(v.denominator for _, v in column)) for column in sparse]
        self._common = lcm(*(v.denominator for v in y))
        scaled = [w * own for w, own in zip(weights, self._own, strict=True)]
        self._weight = lcm(*(w.denominator for w in scaled))
        self.weights = tuple(int(w * self._weight) for w in scaled)
        self.unit = Fraction(self._weight, self._common)
        self._y = flint.fmpz_mat(len(y), 1, [int(v * self._common) for v in y])
        self._columns: list[list[int]] = []
        for column, own in zip(sparse, self._own, strict=True):
            dense = [0] * len(y)
            for i, v in column:
                dense[i] = int(v * own)
            self._columns.append(dense)
        self._adjoint = self._rows(range(len(sparse)))

    def _rows(self, support: Sequence[int]) -> flint.fmpz_mat:
        entries = [v for j in support for v in self._columns[j]]
        return flint.fmpz_mat(len(support), self._y.nrows(), entries)

    def line(self, support: Sequence[int], signs: Sequence[int]) -> Line | None:
        """Return the line of this support and these signs; ``None`` if A_S is not injective."""
        rows = self._rows(support)
        signed = [s * self.weights[j] for j, s in zip(support, signs, strict=True)]
        pulls = (rows * self._y).entries()
        right = [v for pair in zip(pulls, signed, strict=True) for v in pair]
        gram = flint.fmpq_mat(rows * rows.transpose())
        try:
            solution = gram.solve(flint.fmpq_mat(len(support), 2, right))
        except ZeroDivisionError:
            return None
        numerators, scale = solution.numer_denom()
        images = (rows.transpose() * numerators).tolist()
        residuals = [
            v
            for (b,), (u, push) in zip(self._y.tolist(), images, strict=True)
            for v in (scale * b - u, push)
        ]
        turns = (self._adjoint * flint.fmpz_mat(len(images), 2, residuals)).entries()
        values, residual, pull = (
            tuple(int(v) for v in entries) for entries in (numerators.entries(), residuals, turns)
        )
        return Line(
            support=tuple(support),
            signs=tuple(signs),
            scale=int(scale),
            base=values[::2],
            slope=values[1::2],
            rest=residual[::2],
            push=residual[1::2],
            fixed=pull[::2],
            turning=pull[1::2],
        )

    def point(self, line: Line) -> tuple[Vector, Vector]:
        """Return a and b, both of shape (N,) and zero off S, of ``x(t) = a - t b``."""
        base, slope = [Fraction(0)] * len(self.weights), [Fraction(0)] * len(self.weights)
        for j, a, b in zip(line.support, line.base, line.slope, strict=True):
            base[j] = _quotient(self._own[j] * a, self._common * line.scale)
            slope[j] = _quotient(self._own[j] * b, self._weight * line.scale)
        return tuple(base), tuple(slope)

    def residual(self, line: Line) -> tuple[Vector, Vector]:
        """Return r0 and v, both of shape (m,), of ``y - A x(t) = r0 + t v``."""
        rest, push = self._common * line.scale, self._weight * line.scale
        return tuple(_quotient(v, rest) for v in line.rest), tuple(
            _quotient(v, push) for v in line.push
        )

    def misfit(self, line: Line) -> tuple[Fraction, Fraction]:
        """Return ``rho**2`` and q of ``||y - A x(t)||**2 = rho**2 + t**2 q``."""
        rest = sum(v * int(b) for v, b in zip(line.rest, self._y.entries(), strict=True))
        push = sum(
            s * b * self.weights[j]
            for j, s, b in zip(line.support, line.signs, line.slope, strict=True)
        )
        return (
            _quotient(rest, self._common**2 * line.scale),
            _quotient(push, self._weight**2 * line.scale),
        )


def _quotient(numerator: int, denominator: int) -> Fraction:
    """Return the quotient in lowest terms; flint finds the common divisor of long integers."""
    value = flint.fmpq(numerator, denominator)
    return coprime(int(value.p), int(value.q))
