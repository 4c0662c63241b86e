"""Sums of products of rationals, in integers over one denominator.

The entries of an exact solution share a denominator of thousands of bits; sums of fractions would
look for common divisors at each term.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm

from computable.exact.rational import Vector

__all__ = ["integers", "weighted_sums"]


def integers(values: Sequence[Fraction]) -> tuple[int, list[int]]:
    """Return a common denominator D and the integers ``D v``.

    Examples
    --------
    >>> integers([Fraction(1, 2), Fraction(-2, 3)])
    (6, [3, -4])
    """
    common = lcm(*(v.denominator for v in values))
    return common, [v.numerator * (common // v.denominator) for v in values]


def weighted_sums(
    rows: Iterable[Sequence[tuple[int, Fraction]]], values: Sequence[Fraction]
) -> Vector:
    """Return for each row of pairs (i, a) the sum of ``a * values[i]``.

    Examples
    --------
    >>> weighted_sums([[(0, Fraction(1, 2)), (1, Fraction(3))], []], [Fraction(1, 3), Fraction(1)])
    (Fraction(19, 6), Fraction(0, 1))
    """
    shared, whole = integers(values)
    sums = []
    for row in rows:
        scale, entries = integers([v for _, v in row])
        total = sum(v * whole[i] for v, (i, _) in zip(entries, row, strict=True))
        sums.append(Fraction(total, scale * shared))
    return tuple(sums)
