"""Supports and bases read off an exact minimiser: proposals that floats are too short for."""

from __future__ import annotations

from computable.exact import Vector
from computable.problem import Instance, Problem, SquareRootLasso
from computable.recovery.columns import independent_columns
from computable.recovery.face import Face

__all__ = ["basis_of", "support_of"]


def support_of(x: Vector) -> tuple[list[int], str]:
    """Return the support of a point and the signs on it.

    Examples
    --------
    >>> from fractions import Fraction
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
    m = instance.shape[0]
    basis = independent_columns(instance.columns, m, support + others)
    if basis[: len(support)] != support or len(basis) < m:
        return None
    if any(slack[j] <= 0 for j in basis[len(support) :]):
        return None
    return basis, tuple(c[j] for j in basis)
