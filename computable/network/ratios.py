"""The numbers of one layer as integers over denominators, one for all of them if possible.

Sums of rationals over a common denominator need no greatest common divisors, which would take
quadratic time where the numbers of a deep network have many thousands of digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from computable.exact import Vector

__all__ = ["Ratios", "shared"]

ROOM = 1024
"""Bits that a shared denominator may be longer than twice the longest one."""


class Ratios(NamedTuple):
    """Rational numbers: numerators, and one positive denominator or one for each.

    Examples
    --------
    >>> Ratios.of([Fraction(1, 2), Fraction(1, 3)])
    Ratios(numerators=[3, 2], denominator=6)
    """

    numerators: list[int]
    denominator: int | list[int]

    @classmethod
    def of(cls, values: Iterable[Fraction]) -> Ratios:
        """Return rationals, over one denominator if that is not long."""
        listed = list(values)
        return cls.united([v.numerator for v in listed], [v.denominator for v in listed])

    @classmethod
    def united(cls, numerators: list[int], denominators: list[int]) -> Ratios:
        """Return quotients, over one denominator if that is not much longer than theirs."""
        distinct = set(denominators)
        common = shared(distinct)
        if common is None:
            divisors = list(map(gcd, numerators, denominators))
            return cls(
                [p // g for p, g in zip(numerators, divisors, strict=True)],
                [q // g for q, g in zip(denominators, divisors, strict=True)],
            )
        if len(distinct) > 1:
            factors = {q: common // q for q in distinct}
            numerators = [p * factors[q] for p, q in zip(numerators, denominators, strict=True)]
        return cls(numerators, common)

    def joined(self, other: Ratios) -> Ratios:
        """Return these numbers and the others behind them."""
        p, q = self.numerators + other.numerators, self.denominator
        if isinstance(q, int) and q == other.denominator:
            return Ratios(p, q)
        return Ratios.united(p, self.denominators + other.denominators)

    @property
    def denominators(self) -> list[int]:
        """The denominator of each number."""
        if isinstance(self.denominator, list):
            return self.denominator
        return [self.denominator] * len(self.numerators)

    @property
    def bits(self) -> int:
        """The length of the longest denominator."""
        if isinstance(self.denominator, list):
            return max(q.bit_length() for q in self.denominator)
        return self.denominator.bit_length()

    def reduced(self) -> Ratios:
        """Return the same numbers without the divisor that all of them have in common."""
        if isinstance(self.denominator, list):
            return self
        common = gcd(self.denominator, *self.numerators)
        if common == 1:
            return self
        return Ratios([p // common for p in self.numerators], self.denominator // common)

    def fractions(self) -> Vector:
        """Return the numbers in lowest terms."""
        return tuple(map(Fraction, self.numerators, self.denominators))


def shared(denominators: Iterable[int]) -> int | None:
    """Return the least common multiple, ``None`` if it is too long to be shared.

    Examples
    --------
    >>> shared([4, 6]), shared(3**k + 2 for k in range(100))
    (12, None)
    """
    common = 1
    longest = 0
    for q in sorted(denominators, reverse=True):
        longest = longest or q.bit_length()
        if common % q:
            common = lcm(common, q)
            if common.bit_length() > 2 * longest + ROOM:
                return None
    return common
