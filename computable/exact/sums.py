"""Sums of products of rationals, in integers over one denominator.

The entries of an exact solution share a denominator of thousands of bits; sums of fractions would
look for common divisors at each term.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm

from computable.exact.rational import Vector

__all__ = ["integers", "surely_at_most", "weighted_sums"]


def integers(values: Sequence[Fraction]) -> tuple[int, list[int]]:
    """Return a common denominator D and the integers ``D v``.

    Examples
    --------
    >>> integers([Fraction(1, 2), Fraction(-2, 3)])
    (6, [3, -4])
    """
    common = lcm(*(v.denominator for v in values))
    return common, [v.numerator * (common // v.denominator) for v in values]


def surely_at_most(
    rows: Sequence[Sequence[tuple[int, Fraction]]],
    values: Sequence[Fraction],
    bounds: Sequence[Fraction],
    bits: int = 128,
) -> bool:
    """Tell whether numbers of about 128 bits prove that each sum is at most its bound.

    The values are rounded down to multiples of a unit; each is less than one unit larger. False
    may also mean that this was not precise enough.

    Parameters
    ----------
    rows, values : as for :func:`weighted_sums`
    bounds : as many as there are rows

    Examples
    --------
    >>> row = [(0, Fraction(1)), (1, Fraction(-1))]
    >>> third = Fraction(1, 3)
    >>> surely_at_most([row], [third, third], [Fraction(1, 10)])
    True
    >>> surely_at_most([row], [third, third], [Fraction(0)])
    False
    """
    largest = max((abs(v.numerator) // v.denominator for v in values), default=0)
    unit = max(0, bits - largest.bit_length())
    short = [(v.numerator << unit) // v.denominator for v in values]
    for row, bound in zip(rows, bounds, strict=True):
        scale, entries = integers([v for _, v in row])
        total = sum(v * (short[i] + (v > 0)) for v, (i, _) in zip(entries, row, strict=True))
        if total * bound.denominator > bound.numerator * scale << unit:
            return False
    return True


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
