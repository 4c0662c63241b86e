"""Exact numbers for human eyes; nothing here is read back."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, isqrt
from typing import Any

from computable.exact.rational import ceil_log2

__all__ = [
    "accuracy_text",
    "counted",
    "distance_text",
    "number_text",
    "power_text",
    "probability_text",
    "root_text",
    "rounded_text",
    "size_text",
]

SHORT = 22
"""A rational with so many characters is written out."""

FACTORED_BITS = 20_000
"""Longer integers are not searched for small factors."""

LONGER = 4
"""A form with powers of two may be that much longer than the plain quotient."""

SMALL = 1 << 20
"""Integers below this are written in decimal inside a formula."""


LONG = 10**30
"""Integers below this are written out."""

NORMAL = 1020
"""Between ``2**-NORMAL`` and ``2**NORMAL`` float64 numbers lose nothing that is written."""


def counted(count: int, noun: str) -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> counted(1, "digit"), counted(2, "sample")
    ('1 digit', '2 samples')
    """
    return f"{count} {noun}{'s' * (count != 1)}"


def size_text(value: int) -> str:
    """Write an integer, a long one by its first figures and how many bits it has.

    Examples
    --------
    >>> size_text(47176870), size_text(3**100)
    ('47176870', '5.15377e47 (exactly a number of 159 bits)')
    """
    if value < LONG:
        return str(value)
    bits = value.bit_length()
    power = int((bits - 1) * 0.30102999566398120)  # near the number of figures, minus one
    while 10**power > value:
        power -= 1
    while 10 ** (power + 1) <= value:
        power += 1
    head = value // 10 ** (power - 5)
    return f"{head // 10**5}.{head % 10**5:05}e{power} (exactly a number of {bits} bits)"


def accuracy_text(digits: int) -> str:
    """Write an l2 accuracy of ``10**-digits``.

    Examples
    --------
    >>> accuracy_text(2), accuracy_text(-1)
    ('2 digits', 'an error of at most 10^1')
    """
    return counted(digits, "digit") if digits > 0 else f"an error of at most 10^{-digits}"


def probability_text(value: Fraction) -> str:
    """Write a probability exactly, and roughly in decimals.

    Examples
    --------
    >>> probability_text(Fraction(85, 128)), probability_text(Fraction(1))
    ('85/128 (0.6641)', '1')
    """
    exact = number_text(value)
    return exact if value.denominator < 10 else f"{exact} ({float(value):.4f})"


def number_text(value: Fraction) -> str:
    """Write a rational in plain characters: exactly if it has a short form, else ``~``.

    Integers have the short forms 2^k, m*2^k, m*2^k + d, and small multiples and squares of them.
    What has none is rounded to six digits; if it is near an integer, so is the difference.

    Examples
    --------
    >>> number_text(Fraction(3, 4)), number_text(1 - Fraction(1, 2**15))
    ('3/4', '1 - 2^-15')
    >>> number_text(1 / (1 + Fraction(1, 2**50))), number_text(Fraction(3, 2**70))
    ('2^50/(2^50 + 1)', '3*2^-70')
    >>> number_text(Fraction(3**50, 3**50 + 1)), number_text(Fraction(10**40 + 5**30, 3))
    ('~ 1 - 1.39296e-24', '~ 3.33333e+39')
    >>> number_text(Fraction(17, 12_500_000))
    '17/12500000'
    """
    p, q = value.numerator, value.denominator
    whole = round(value)
    rest = value - whole
    short = p.bit_length() + q.bit_length() < 4 * SHORT and len(str(value)) <= SHORT
    if short and q <= 1 << 10:
        return str(value)
    if q & (q - 1) == 0:
        k = q.bit_length() - 1
        if whole and abs(rest.numerator) == 1 and abs(whole) < SMALL:
            return f"{whole} {'+' if rest > 0 else '-'} 2^-{k}"
        if abs(p) < SMALL:
            return f"{'' if p == 1 else '-' if p == -1 else f'{p}*'}2^-{k}"
    exact = _quotient(p, q)
    if exact is not None and not (short and len(str(value)) + LONGER < len(exact)):
        return exact
    if short:
        return str(value)
    if 0 < abs(rest) < Fraction(1, SMALL) and 0 < abs(whole) < SMALL:
        return f"~ {whole} {'+' if rest > 0 else '-'} {_decimal(abs(rest))}"
    return "~ " + _decimal(value)


def _quotient(p: int, q: int) -> str | None:
    top = _integer(abs(p))
    bottom = _integer(q) if top is not None else None
    if top is None or bottom is None:
        return None
    top = f"({top})" if " " in top and "(" not in top and q != 1 else top
    whole = (" " in bottom and "(" not in bottom) or "*" in bottom
    bottom = f"({bottom})" if whole else bottom
    return f"{'-' if p < 0 else ''}{top}" + ("" if q == 1 else f"/{bottom}")


def _integer(n: int) -> str | None:
    """Write a positive integer shortly and exactly, if it has one of the short forms."""
    if n < 10**6:
        return str(n)
    if (sparse := _sparse(n)) is not None or n.bit_length() > FACTORED_BITS:
        plain = sparse is not None and n < 10**9 and len(sparse) > len(str(n)) + 2
        return str(n) if plain else sparse
    k = (n & -n).bit_length() - 1
    odd = n >> k
    for m in range(1, 1000, 2):
        if odd % m:
            continue
        factors = [str(m)] * (m > 1) + [f"2^{k}"] * (k > 0)
        if (sparse := _sparse(odd // m)) is not None:
            return "*".join([*factors, f"({sparse})" if " " in sparse else sparse])
        root = isqrt(odd // m)
        if root * root * m == odd and (sparse := _sparse(root)) is not None:
            return "*".join([*factors, f"({sparse})^2"])
    return None


def _sparse(n: int) -> str | None:
    """Write n as m*2^k + d with small m and d, if it is of that form."""
    d = (n + SMALL) % (2 * SMALL) - SMALL
    rest = n - d
    if rest <= 0:
        return None
    k = (rest & -rest).bit_length() - 1
    m = rest >> k
    if m * max(abs(d), 1) >= SMALL or (d and gcd(m, d) > 1):  # a common factor goes in front
        return None
    power = f"2^{k}" if m == 1 else f"{m}*2^{k}"
    return power + ("" if not d else f" + {d}" if d > 0 else f" - {-d}")


def root_text(square: Fraction, digits: int = 3) -> str:
    """Write the square root of a rational in so many significant digits, rounded.

    Examples
    --------
    >>> root_text(Fraction(1, 2)), root_text(Fraction(2, 10**800))
    ('0.707', '1.41e-400')
    """
    return distance_text([square], [Fraction(0)], digits, power=1)


def rounded_text(value: Fraction, digits: int = 4) -> str:
    """Write a rational as ``format(float(value), '.4g')`` does, whatever its size.

    Examples
    --------
    >>> rounded_text(Fraction(1, 3)), rounded_text(Fraction(-(10**5000))), rounded_text(Fraction(0))
    ('0.3333', '-1e+5000', '0')
    >>> rounded_text(Fraction(2, 3) / 10**400), rounded_text(Fraction(10**9), 12)
    ('6.667e-401', '1000000000')
    """
    if -NORMAL <= ceil_log2(abs(value) or Fraction(1)) <= NORMAL:
        return f"{float(value):.{digits}g}"
    import mpmath

    with mpmath.workprec(80):
        number = _float(value.numerator) / _float(value.denominator)
        return str(mpmath.nstr(number, digits)).replace(".0e", "e")


def distance_text(
    u: Sequence[Fraction], v: Sequence[Fraction], digits: int = 3, *, power: int = 2
) -> str:
    """Write the l2 distance of two vectors in so many significant digits, rounded.

    In time linear in the length of the numbers, which no exact rational would be.

    Examples
    --------
    >>> distance_text([Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)])
    '1.41'
    """
    import mpmath

    with mpmath.workprec(80):
        total = mpmath.mpf(0)
        for a, b in zip(u, v, strict=True):
            top = a.numerator * b.denominator - b.numerator * a.denominator  # no cancellation
            total += (_float(top) / _float(a.denominator * b.denominator)) ** power
        return str(mpmath.nstr(mpmath.sqrt(total), digits, min_fixed=-3, max_fixed=digits))


def _float(n: int) -> Any:
    """Return the integer as mpmath's float; 128 bits are kept, since mpf strips zeros slowly."""
    import mpmath

    shift = max(0, n.bit_length() - 128)
    return mpmath.ldexp(mpmath.mpf(n >> shift), shift)


def _decimal(value: Fraction) -> str:
    """Six significant digits, rounded, of a number of any size."""
    import mpmath

    with mpmath.workprec(80):
        number = _float(value.numerator) / _float(value.denominator)
        return str(mpmath.nstr(number, 6, min_fixed=-5, max_fixed=7))


def power_text(value: Fraction) -> str:
    """Write a positive power of two as such.

    Examples
    --------
    >>> power_text(Fraction(1, 4)), power_text(Fraction(1, 3))
    ('2^-2', '1/3')
    """
    k = ceil_log2(value)
    return f"2^{k}" if value == Fraction(2) ** k else number_text(value)
