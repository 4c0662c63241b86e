"""Numbers as students write them, read exactly; and exact numbers as students read them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice

from computable.errors import DomainError
from computable.exact import Vector, as_fraction, exact_value, number_text

__all__ = ["float_remark", "gap", "number", "vector", "vector_text", "whole"]

LARGEST_BITS = 40_000
"""Enough for every exercise, little enough to compute with at once."""

SHORT_DECIMAL = 10**9
"""A float whose shortest decimal has so small a denominator was probably meant as that."""


def number(value: object, *, name: str) -> Fraction:
    """Read an int, a Fraction, a string such as '1/500', or a float by its exact binary value.

    Raises
    ------
    DomainError
        If it is no finite number, or has too many digits.

    Examples
    --------
    >>> number("1/500", name="t"), number(0.375, name="t")
    (Fraction(1, 500), Fraction(3, 8))
    """
    is_text = isinstance(value, str)
    exact = as_fraction(value, name=name) if is_text else exact_value(value, name=name)
    if max(exact.numerator.bit_length(), exact.denominator.bit_length()) > LARGEST_BITS:
        raise DomainError(f"{name}: has more than {LARGEST_BITS} bits, fewer will do")
    return exact


def gap(value: object) -> Fraction:
    """Read a gap 2^-n, and refuse its n.

    Raises
    ------
    DomainError
        If it is no number, or 1 or more.

    Examples
    --------
    >>> gap(127)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: gap: got 127, need 2^-n itself, as Fraction(1, 2**n), not n
    """
    exact = number(value, name="gap")
    if exact >= 1:
        got = number_text(exact)
        raise DomainError(f"gap: got {got}, need 2^-n itself, as Fraction(1, 2**n), not n")
    return exact


def whole(value: object, *, name: str, most: int) -> int:
    """Read an integer from 0 to ``most``.

    Raises
    ------
    DomainError
        If it is anything else.
    """
    exact = number(value, name=name)
    if exact.denominator != 1 or not 0 <= exact <= most:
        raise DomainError(f"{name}: got {number_text(exact)}, need an integer from 0 to {most}")
    return int(exact)


def vector(values: object, *, name: str, length: int) -> Vector:
    """Read exactly ``length`` numbers.

    Raises
    ------
    DomainError
        If it is no sequence of so many numbers.

    Examples
    --------
    >>> vector(["1/5", 0], name="p", length=2)
    (Fraction(1, 5), Fraction(0, 1))
    >>> vector(5, name="p", length=2)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: p: got int, need a list of 2 numbers
    """
    if isinstance(values, (str, bytes, dict, set, frozenset)) or not hasattr(values, "__iter__"):
        raise DomainError(f"{name}: got {type(values).__name__}, need a list of {length} numbers")
    entries = list(islice(iter(values), length + 1))
    if len(entries) != length:
        count = len(entries) if len(entries) < length else f"more than {length}"
        raise DomainError(f"{name}: got {count} entries, need {length}")
    return tuple(number(v, name=f"{name}[{i}]") for i, v in enumerate(entries))


def float_remark(answer: object) -> str:
    """Warn of a float that is not the decimal that it looks like; '' if there is none.

    Examples
    --------
    >>> float_remark([0.5, 0.2])
    " (The float 0.2 was read as its exact binary value, which is not 1/5: write '1/5'.)"
    >>> float_remark(4 / 7)[-25:]
    "is not 4/7: write '4/7'.)"
    >>> float_remark(0.5)
    ''
    """
    entries = answer if isinstance(answer, (list, tuple)) else [answer]
    for value in entries:
        if isinstance(value, (list, tuple)):
            if remark := float_remark(value):
                return remark
        elif isinstance(value, float) and value - value == 0:
            meant = Fraction(repr(float(value)))
            if meant.denominator > SHORT_DECIMAL:
                simple = Fraction(value).limit_denominator(1000)  # 4/7, for instance
                meant = simple if float(simple) == value else meant
            if meant != Fraction(value) and meant.denominator <= SHORT_DECIMAL:
                return (
                    f" (The float {float(value)!r} was read as its exact binary value, "
                    f"which is not {meant}: write '{meant}'.)"
                )
    return ""


def vector_text(values: Sequence[Fraction]) -> str:
    """Write a short vector.

    Examples
    --------
    >>> vector_text((Fraction(1, 500), Fraction(0)))
    '(1/500, 0)'
    """
    return "(" + ", ".join(number_text(v) for v in values) + ")"
