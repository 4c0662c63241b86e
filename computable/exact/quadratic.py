"""The field Q(sqrt d): numbers a + b*sqrt(d), added, multiplied, divided and compared exactly.

Square-root LASSO and quadratically constrained basis pursuit have minimisers with one
square root (Theorem F): their entries are numbers of this kind, all with the same d.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from computable.errors import DomainError
from computable.exact.rational import as_fraction
from computable.exact.text import number_text

__all__ = ["Quadratic"]

_ZERO = Fraction(0)
_SHORT_BITS = 64
"""A number with a longer part is written in decimals."""


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Quadratic:
    """The real number ``a + b * sqrt(d)``.

    A rational value (b = 0, or d the square of a rational) is stored as ``(value, 0, 0)``. It
    equals, and hashes like, its ``Fraction``, and may meet any other number. Two irrational
    numbers may be added, multiplied or ordered only if they have the same d, as it was given.

    Parameters
    ----------
    a, b, d : rational
        ``d >= 0``.

    Raises
    ------
    DomainError
        If d is negative; by an operation, if both numbers are irrational and their d differ.

    Examples
    --------
    >>> golden = Quadratic(Fraction(1, 2), Fraction(1, 2), 5)
    >>> golden, golden**2 - golden, 1 / golden
    ((1 + sqrt(5))/2, 1, (-1 + sqrt(5))/2)
    >>> Fraction(8, 5) < golden < Fraction(5, 3), Quadratic(1, 2, 9) == 7
    (True, True)
    >>> golden + Quadratic(0, 1, 2)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: d: got 5 and 2, need the same square root in both numbers
    """

    a: Fraction
    b: Fraction
    d: Fraction

    def __post_init__(self) -> None:
        a, b, d = (as_fraction(getattr(self, name), name=name) for name in "abd")
        if d < 0:
            raise DomainError(f"d: got {number_text(d)}, need a rational >= 0")
        root = Fraction(math.isqrt(d.numerator), math.isqrt(d.denominator))
        if root * root == d:
            a, b = a + b * root, _ZERO
        for name, value in (("a", a), ("b", b), ("d", d if b else _ZERO)):
            object.__setattr__(self, name, value)

    @property
    def is_rational(self) -> bool:
        """Whether the number is rational, and then it is ``a``."""
        return not self.b

    def __add__(self, other: Quadratic | Fraction | int) -> Quadratic:
        if (right := _lifted(other)) is None:
            return NotImplemented
        return _made(self.a + right.a, self.b + right.b, _radicand(self, right))

    __radd__ = __add__

    def __neg__(self) -> Quadratic:
        return _made(-self.a, -self.b, self.d)

    def __pos__(self) -> Quadratic:
        return self

    def __sub__(self, other: Quadratic | Fraction | int) -> Quadratic:
        right = _lifted(other)
        return NotImplemented if right is None else self + -right

    def __rsub__(self, other: Fraction | int) -> Quadratic:
        return -self + other

    def __mul__(self, other: Quadratic | Fraction | int) -> Quadratic:
        if (right := _lifted(other)) is None:
            return NotImplemented
        d = _radicand(self, right)
        a, b = self.a * right.a, _ZERO
        if self.b:
            b = self.b * right.a
        if right.b:
            a, b = a + self.b * right.b * d, b + self.a * right.b
        return _made(a, b, d)

    __rmul__ = __mul__

    def __truediv__(self, other: Quadratic | Fraction | int) -> Quadratic:
        right = _lifted(other)
        return NotImplemented if right is None else self * right._inverse()

    def __rtruediv__(self, other: Fraction | int) -> Quadratic:
        return self._inverse() * other

    def _inverse(self) -> Quadratic:
        """Return ``(a - b sqrt(d)) / (a**2 - b**2 d)``, whose denominator is 0 for 0 alone."""
        norm = self.a**2 - self.b**2 * self.d
        return _made(self.a / norm, -self.b / norm, self.d)

    def __pow__(self, exponent: int) -> Quadratic:
        if not isinstance(exponent, int):
            return NotImplemented
        power, square, rest = _made(Fraction(1), _ZERO, _ZERO), self, abs(exponent)
        while rest:
            power, square, rest = power * square if rest & 1 else power, square * square, rest >> 1
        return power if exponent >= 0 else power._inverse()

    def sign(self) -> int:
        """Return -1, 0 or 1.

        Opposite signs of a and b are decided by ``a**2`` and ``b**2 d``, which differ.
        """
        a, b = self.a.numerator, self.b.numerator
        if a >= 0 <= b or a <= 0 >= b:
            return (a + b > 0) - (a + b < 0)
        left = (a * self.b.denominator) ** 2 * self.d.denominator
        right = (b * self.a.denominator) ** 2 * self.d.numerator
        return 1 if (left > right) == (a > 0) else -1

    def __bool__(self) -> bool:
        return bool(self.a or self.b)

    def __abs__(self) -> Quadratic:
        return -self if self.sign() < 0 else self

    def __eq__(self, other: object) -> bool:
        """Compare the values, also those with another d.

        If a + u = a' + u' with irrational square roots u, u' of either sign, then u = u':
        otherwise ``u'**2 = (a - a' + u)**2`` were irrational.
        """
        right = _lifted(other)
        return NotImplemented if right is None else self._key() == right._key()

    def __hash__(self) -> int:
        return hash(self._key()) if self.b else hash(self.a)

    def _key(self) -> tuple[Fraction, bool, Fraction]:
        return self.a, self.b > 0, self.b**2 * self.d

    def __lt__(self, other: Quadratic | Fraction | int) -> bool:
        return NotImplemented if _lifted(other) is None else (self - other).sign() < 0

    def __le__(self, other: Quadratic | Fraction | int) -> bool:
        return NotImplemented if _lifted(other) is None else (self - other).sign() <= 0

    def __gt__(self, other: Quadratic | Fraction | int) -> bool:
        return NotImplemented if _lifted(other) is None else (self - other).sign() > 0

    def __ge__(self, other: Quadratic | Fraction | int) -> bool:
        return NotImplemented if _lifted(other) is None else (self - other).sign() >= 0

    def near(self, bits: int) -> Fraction:
        """Return a rational within ``2**-bits``: the number itself, or a dyadic one.

        Examples
        --------
        >>> Quadratic(0, 1, 2).near(4), Quadratic("1/3", 1, 4).near(4)
        (Fraction(45, 32), Fraction(7, 3))
        """
        if not self.b:
            return self.a
        k = max(bits, 0) + 1
        # b sqrt(d) is truncated to k + 1 bits, and the sum rounded to k: 2**-(k+1) each.
        square = self.b**2 * self.d
        root = math.isqrt((square.numerator << 2 * k + 2) // square.denominator)
        value = self.a + Fraction(root if self.b > 0 else -root, 1 << k + 1)
        return Fraction(round(value * (1 << k)), 1 << k)

    def __float__(self) -> float:
        """Return a float of relative error below ``2**-52``, unless it underflows."""
        return float(self._rounded())

    def _rounded(self) -> Fraction:
        """Return a rational of relative error at most ``2**-60``, however much cancels.

        An irrational number is not 0, so doubling the bits ends.
        """
        bits = 128
        while self.b and abs(self.near(bits)) < Fraction(2, 1 << bits - 60):
            bits *= 2
        return self.near(bits)

    def __repr__(self) -> str:
        parts = [n for q in (self.a, self.b, self.d) for n in (q.numerator, q.denominator)]
        if max(n.bit_length() for n in parts) > _SHORT_BITS:
            text = number_text(self._rounded())
            return text if text.startswith("~") else f"~ {text}"
        n = self.a.denominator if self.a.denominator == self.b.denominator else 1
        a, b = self.a * n, self.b * n
        if not b:
            return str(self.a)
        size = "" if abs(b) == 1 else f"{abs(b)}*"
        start = f"{a} {'-' if b < 0 else '+'} " if a else "-" if b < 0 else ""
        text = f"{start}{size}sqrt({self.d})"
        return text if n == 1 else f"({text})/{n}"


def _made(a: Fraction, b: Fraction, d: Fraction) -> Quadratic:
    """Return the number without asking once more whether d, from another number, is a square."""
    number = object.__new__(Quadratic)
    for name, value in (("a", a), ("b", b), ("d", d if b else _ZERO)):
        object.__setattr__(number, name, value)
    return number


def _lifted(value: object) -> Quadratic | None:
    if isinstance(value, Quadratic):
        return value
    return _made(Fraction(value), _ZERO, _ZERO) if isinstance(value, (int, Fraction)) else None


def _radicand(left: Quadratic, right: Quadratic) -> Fraction:
    if left.b and right.b and left.d != right.d:
        got = f"{number_text(left.d)} and {number_text(right.d)}"
        raise DomainError(f"d: got {got}, need the same square root in both numbers")
    return left.d if left.b else right.d
