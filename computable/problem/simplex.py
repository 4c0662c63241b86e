"""The minimisers at the centre of a tie: a simplex, and its point nearest to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from computable.exact import Vector
from computable.problem.tie import TieFamily

__all__ = ["nearest_minimiser"]


def nearest_minimiser(family: TieFamily, output: Sequence[Fraction]) -> Vector:
    """Return the minimiser of the centre that is nearest (l2) to ``output``, shape (N,).

    The minimisers are ``{x >= 0: sum of g_j x_j = t}`` and the block. The projection is
    ``x_j = max(0, z_j - theta g_j)`` (its optimality condition), positive for the columns with the
    largest z_j / g_j: theta is found by adding them in this order.

    Examples
    --------
    >>> from computable.problem import BasisPursuit
    >>> family = TieFamily.rational(BasisPursuit(), digits=1)  # x_1 + x_2 = 1/5
    >>> nearest_minimiser(family, (Fraction(1, 10), Fraction(0)))
    (Fraction(3, 20), Fraction(1, 20))
    """
    q, gauge = family.columns, family.gauge[: family.columns]
    t, z = family.amplitude(0) * gauge[0], output[:q]
    theta, height, weight = Fraction(0), -t, Fraction(0)
    for j in sorted(range(q), key=lambda j: z[j] / gauge[j], reverse=True):
        if weight and z[j] <= theta * gauge[j]:
            break
        height += gauge[j] * z[j]
        weight += gauge[j] ** 2
        theta = height / weight
    tie = (max(Fraction(0), v - theta * g) for v, g in zip(z, gauge, strict=True))
    return (*tie, *family.centroid()[q:])
