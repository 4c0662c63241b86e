"""Numbers a + sqrt(b) with rational a and b >= 0, compared exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering

from computable.errors import DomainError

__all__ = ["Surd"]


@total_ordering
@dataclass(frozen=True, eq=False)
class Surd:
    """The real number ``rational + sqrt(radicand)``, the value of every objective here.

    Examples
    --------
    >>> Surd(Fraction(1), Fraction(2)) < Surd(Fraction(0), Fraction(6))
    True
    >>> Surd(Fraction(1), Fraction(4)) == Surd(Fraction(3))
    True
    """

    rational: Fraction
    radicand: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if self.radicand < 0:
            raise DomainError(f"radicand: got {self.radicand}, need a rational >= 0")

    def _sign_of_difference(self, other: Surd) -> int:
        """Return the sign of ``self - other``, that is of d + sqrt(b) - sqrt(c)."""
        d, b, c = self.rational - other.rational, self.radicand, other.radicand
        sign = _sign(d, 1, b)
        if sign <= 0 or c == 0:
            return sign if c == 0 else -1
        # Both d + sqrt(b) and sqrt(c) are positive: compare their squares.
        return _sign(d * d + b - c, 1 if d > 0 else -1, 4 * d * d * b)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Surd) and self._sign_of_difference(other) == 0

    __hash__ = None  # type: ignore[assignment]  # equal surds can be written differently

    def __lt__(self, other: Surd) -> bool:
        return self._sign_of_difference(other) < 0

    def __float__(self) -> float:
        return float(self.rational) + math.sqrt(self.radicand)


def _sign(a: Fraction, t: int, b: Fraction) -> int:
    """Return the sign of ``a + t * sqrt(b)`` for t = 1 or -1 and b >= 0."""
    if b == 0:
        return (a > 0) - (a < 0)
    if t < 0:
        return -_sign(-a, 1, b)
    return 1 if a >= 0 else (b > a * a) - (b < a * a)
