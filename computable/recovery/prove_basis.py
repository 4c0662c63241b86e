"""A basis from a float solver is optimal: proved in float64 where that is enough, else exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from computable.errors import DomainError
from computable.exact import Vector
from computable.inputs import as_given
from computable.problem import LinearProgram
from computable.recovery.basis_pursuit import linear_program
from computable.recovery.box import Box
from computable.recovery.float_basis import enclose_on_basis
from computable.recovery.pair import Pair
from computable.recovery.proposing import if_floats_can
from computable.recovery.rounding import Array, moderate
from computable.recovery.solve_exact import float_weights

__all__ = ["OptimalBasis", "prove_basis"]


@dataclass(frozen=True, kw_only=True, eq=False)
class OptimalBasis:
    """*Proved:* these columns are an optimal basis of a linear program.

    Attributes
    ----------
    columns : tuple of int
    x : array, shape (N,)
        About the basic solution.
    radius : float
        The exact basic solution, the only minimiser then, is within this l2 distance of ``x``; 0 if
        ``exact`` is there.
    exact : Vector, shape (N,), or None
        The exact basic solution, where float64 was not enough for the proof.
    """

    columns: tuple[int, ...]
    x: Array
    radius: float
    exact: Vector | None = None


def prove_basis(
    problem: LinearProgram, A: Any, y: Any, columns: Sequence[int]
) -> OptimalBasis | None:
    """Prove that a basis of a linear program is optimal, as exactly the given numbers have it.

    With ``A_B u = y``, u > 0, and ``p = A_B^-T cost_B``, ``cost_j > a_j . p`` for every other j,
    the basic solution is the only minimiser. All signs are proved from verified float64 bounds of
    u and p; if that is not enough (degenerate or ill-conditioned bases), by exact solves.

    Parameters
    ----------
    A, y : shapes (m, N) and (m,)
        In any form that :func:`computable.inputs.as_given` takes.
    columns : m column numbers

    Returns
    -------
    OptimalBasis or None
        ``None``: the basis is not optimal (or singular).

    Examples
    --------
    >>> prove_basis(LinearProgram(), [[1.0, 2.0]], [1.0], [1]).x
    array([0. , 0.5])
    >>> prove_basis(LinearProgram(), [[1.0, 2.0]], [1.0], [0]) is None
    True
    """
    box = Box(given=as_given(A, y))
    m, N = box.shape
    chosen = np.array(list(columns), dtype=np.intp)
    if len(set(columns)) != m or len(chosen) != m or not all(0 <= j < N for j in columns):
        raise DomainError(f"columns: got {list(columns)[:10]}, need {m} different ones below {N}")
    if box.floats is not None:
        floats, right, radius = box.floats
        weights = if_floats_can(lambda: float_weights(problem, N))
        if weights is not None and moderate(floats, right, weights):
            found = if_floats_can(
                lambda: enclose_on_basis(
                    problem,
                    floats,
                    right,
                    chosen,
                    weights[chosen],
                    np.ones(m, dtype=bool),
                    weights=weights,
                    radius=radius,
                )
            )
            if found is not None:
                x = np.zeros(N)
                x[chosen] = found.x
                return OptimalBasis(columns=tuple(columns), x=x, radius=found.radius)
    pair = linear_program(problem, box.instance, basis=list(columns))
    if not isinstance(pair, Pair) or any(v and j not in set(columns) for j, v in enumerate(pair.x)):
        return None
    return OptimalBasis(
        columns=tuple(columns),
        x=np.array([float(v) for v in pair.x]),
        radius=0.0,
        exact=pair.x,
    )
