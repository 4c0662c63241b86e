"""Norms of rational vectors, bounded from the safe side by short numbers."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isqrt

from computable.problem import norm_squared

__all__ = ["l1_above", "l2_above", "root", "rounded_up", "significant"]

BITS = 64
"""To how many bits is rounded."""


def rounded_up(value: Fraction) -> Fraction:
    """Return a number of about 64 bits that is at least ``value`` >= 0, or the value if short.

    Examples
    --------
    >>> third = Fraction(3**50, 3**51 + 1)
    >>> 0 < rounded_up(third) - third < Fraction(1, 2**62)
    True
    """
    p, q = value.numerator, value.denominator
    shift = BITS + q.bit_length() - p.bit_length()
    if max(p.bit_length(), q.bit_length()) <= BITS:
        return value
    if shift <= 0:
        return Fraction(-(-p // (q << -shift)) << -shift)
    return Fraction(-((-p << shift) // q), 1 << shift)


def significant(value: Fraction, *, up: bool, bits: int) -> Fraction:
    """Return a positive number, rounded to that many significant bits.

    Examples
    --------
    >>> significant(Fraction(1, 3), up=True, bits=2), significant(Fraction(100), up=False, bits=3)
    (Fraction(3, 8), Fraction(96, 1))
    """
    shift = bits - (value.numerator.bit_length() - value.denominator.bit_length())
    if shift >= 0:
        p, q = value.numerator << shift, value.denominator
    else:
        p, q = value.numerator, value.denominator << -shift
    n = -(-p // q) if up else p // q
    return Fraction(n << max(-shift, 0), 1 << max(shift, 0))


def root(square: Fraction, *, up: bool) -> Fraction:
    """Return the square root, rounded up or down to about 64 bits.

    Examples
    --------
    >>> root(Fraction(9, 4), up=True), root(Fraction(2), up=False) ** 2 < 2
    (Fraction(3, 2), True)
    """
    p, q = square.numerator, square.denominator
    bits = max(0, BITS + (q.bit_length() - p.bit_length()) // 2)
    low = isqrt((p << 2 * bits) // q)
    return Fraction(low + (up and low**2 * q != p << 2 * bits), 1 << bits)


def l1_above(values: Iterable[Fraction]) -> Fraction:
    """Return an upper bound of the l1 norm."""
    return sum((rounded_up(abs(v)) for v in values), Fraction(0))


def l2_above(values: Iterable[Fraction]) -> Fraction:
    """Return an upper bound of the l2 norm."""
    return root(norm_squared(tuple(values)), up=True)
