"""Exact numbers for human eyes; nothing here is read back."""

from __future__ import annotations

from fractions import Fraction

from computable.exact.rational import ceil_log2

__all__ = ["number_text", "power_text", "root_text"]

SHORT = 22
"""A rational with so many characters is written out."""


def number_text(value: Fraction) -> str:
    """Write a rational in plain characters: exactly if that is short, else ``~`` and six digits.

    What differs from an integer by little is written as that integer and the difference.

    Examples
    --------
    >>> number_text(Fraction(3, 4)), number_text(1 - Fraction(1, 2**15))
    ('3/4', '1 - 2^-15')
    >>> number_text(1 / (1 + Fraction(1, 2**50))), number_text(Fraction(10**40, 3))
    ('~ 1 - 8.88178e-16', '~ 3.33333e+39')
    """
    p, q = value.numerator, value.denominator
    whole = round(value)
    rest = value - whole
    short = p.bit_length() + q.bit_length() < 4 * SHORT and len(str(value)) <= SHORT
    if short and q <= 1 << 10:
        return str(value)
    sign = "+" if rest > 0 else "-"
    if q & (q - 1) == 0:
        k = q.bit_length() - 1
        if whole and abs(rest.numerator) == 1 and abs(whole).bit_length() <= 32:
            return f"{whole} {sign} 2^-{k}"
        if abs(p).bit_length() <= 20:
            return f"{'' if p == 1 else '-' if p == -1 else f'{p}*'}2^-{k}"
    if short:
        return str(value)
    if 0 < abs(rest) < Fraction(1, 1 << 20) and 0 < abs(whole) < 1 << 20:
        return f"~ {whole} {sign} {_decimal(abs(rest))}"
    return "~ " + _decimal(value)


def root_text(square: Fraction, digits: int = 3) -> str:
    """Write the square root of a rational in so many significant digits, rounded.

    Examples
    --------
    >>> root_text(Fraction(1, 2)), root_text(Fraction(2, 10**800))
    ('0.707', '1.41e-400')
    """
    import mpmath

    with mpmath.workprec(80):
        root = mpmath.sqrt(mpmath.mpf(square.numerator) / mpmath.mpf(square.denominator))
        return str(mpmath.nstr(root, digits, min_fixed=-3, max_fixed=digits))


def _decimal(value: Fraction) -> str:
    """Six significant digits, rounded, of a number of any size."""
    import mpmath

    with mpmath.workprec(80):
        number = mpmath.mpf(value.numerator) / mpmath.mpf(value.denominator)
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
