"""A proved interval for the distance of an answer from the minimisers, and its digits."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from computable.exact import number_text

__all__ = ["Distance"]


@dataclass(frozen=True, kw_only=True)
class Distance:
    """*Proved:* the l2 distance from the set of minimisers lies in [lower, upper].

    For a box: on every instance of it, from every minimiser (``lower``), from some (``upper``).

    Examples
    --------
    >>> near = Distance.of_squares(Fraction(0), Fraction(1, 50_000))
    >>> near.digits, near.has(2), near.lacks(4)
    (2, True, False)
    """

    lower: Fraction
    upper: Fraction

    @classmethod
    def of_squares(cls, lower: Fraction, upper: Fraction) -> Distance:
        """Take square roots, rounded outward to about 60 bits (exact roots stay exact)."""
        return cls(lower=_root(lower, up=False), upper=_root(upper, up=True))

    @property
    def width(self) -> Fraction:
        """How wide the interval is."""
        return self.upper - self.lower

    @property
    def digits(self) -> int | None:
        """The largest K with ``upper <= 10**-K`` (perhaps negative); ``None`` if upper is 0."""
        return _digits(self.upper)

    def has(self, digits: int) -> bool:
        """Tell whether ``digits`` digits are proved."""
        return self.upper <= Fraction(1, 10**digits)

    def lacks(self, digits: int) -> bool:
        """Tell whether ``digits`` digits are refuted."""
        return self.lower > Fraction(1, 10**digits)

    def settles(self, digits: int | None) -> bool:
        """Tell whether the question is answered: of ``digits`` digits, or of the most there are."""
        if digits is not None:
            return self.has(digits) or self.lacks(digits)
        return self.upper == 0 or (self.lower > 0 and _digits(self.lower) == self.digits)

    def __str__(self) -> str:
        return f"{_text(self.lower)} and {_text(self.upper)}"

    def __repr__(self) -> str:
        return f"Distance({_text(self.lower)} to {_text(self.upper)})"


def _digits(value: Fraction) -> int | None:
    if not value:
        return None
    ratio = value.denominator / value.numerator if value > Fraction(1, 10**300) else 0
    digits = len(str(int(ratio))) - 1 if ratio >= 1 else 0
    while value * 10 ** (digits + 1) <= 1:
        digits += 1
    while digits > 0 and value * 10**digits > 1:
        digits -= 1
    return digits if value <= Fraction(1, 10**digits) else -1


def _text(value: Fraction) -> str:
    if not value:
        return "0"
    plain = Fraction(1, 10**300) < value < 10**300
    return f"{float(value):.2e}" if plain else number_text(value)


def _root(square: Fraction, *, up: bool) -> Fraction:
    p, q = square.numerator, square.denominator
    exact = isqrt(p), isqrt(q)
    if exact[0] ** 2 == p and exact[1] ** 2 == q:
        return Fraction(*exact)
    bits = max(0, 60 + (q.bit_length() - p.bit_length()) // 2)
    low = isqrt((p << 2 * bits) // q)
    return Fraction(low + up, 1 << bits)
