"""Supports and bases read off an exact minimiser: proposals that floats are too short for."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from computable.exact import Vector
from computable.problem import Instance, Problem, SquareRootLasso
from computable.recovery.face import Face

__all__ = ["basis_of", "independent_columns", "support_of"]

PRIME = (1 << 61) - 1


def support_of(x: Vector) -> tuple[list[int], str]:
    """Return the support of a point and the signs on it.

    Examples
    --------
    >>> support_of((Fraction(0), Fraction(-1, 2), Fraction(3)))
    ([1, 2], '-+')
    """
    support = [j for j, v in enumerate(x) if v]
    return support, "".join("+" if x[j] > 0 else "-" for j in support)


def basis_of(problem: Problem, instance: Instance, face: Face) -> tuple[list[int], Vector] | None:
    """Return m independent columns that contain the support, and their dual values (without lam).

    ``None`` if A has not full row rank, or the witness is not strict off the support.
    """
    c = instance.adjoint(face.witness)
    bounds = problem.bounds(len(c))
    if isinstance(problem, SquareRootLasso):
        c, bounds = (tuple(v / problem.lam for v in u) for u in (c, bounds))
    support = [j for j, v in enumerate(face.x) if v]
    slack = {j: b - abs(v) for j, (b, v) in enumerate(zip(bounds, c, strict=True))}
    others = sorted(set(slack) - set(support), key=lambda j: -slack[j])
    basis = independent_columns(instance, support + others)
    m = instance.shape[0]
    if basis[: len(support)] != support or len(basis) < m:
        return None
    if any(slack[j] <= 0 for j in basis[len(support) :]):
        return None
    return basis, tuple(c[j] for j in basis)


def independent_columns(instance: Instance, order: Iterable[int]) -> list[int]:
    """Return columns that are independent of those before them, at most m.

    They are independent modulo a prime, hence over Q; a few may be missed.

    Examples
    --------
    >>> independent_columns(Instance.from_dense([[1, 2, 0], [1, 2, 1]], [0, 0]), [0, 1, 2])
    [0, 2]
    """
    chosen: list[int] = []
    reduced: list[tuple[int, dict[int, int]]] = []  # pivot row, and a column that is 1 there
    for j in order:
        if len(chosen) == instance.shape[0]:
            break
        column = _modular(instance.columns[j])
        if column is None:
            continue
        for pivot, other in reduced:
            if factor := column.get(pivot, 0):
                for i, v in other.items():
                    column[i] = (column.get(i, 0) - factor * v) % PRIME
        row = next((i for i, v in column.items() if v), None)
        if row is not None:
            inverse = pow(column[row], -1, PRIME)
            reduced.append((row, {i: v * inverse % PRIME for i, v in column.items() if v}))
            chosen.append(j)
    return chosen


def _modular(column: tuple[tuple[int, Fraction], ...]) -> dict[int, int] | None:
    if any(v.denominator % PRIME == 0 for _, v in column):
        return None
    return {i: v.numerator * pow(v.denominator, -1, PRIME) % PRIME for i, v in column}
