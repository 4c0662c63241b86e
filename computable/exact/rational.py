"""Where numbers of other kinds become ``fractions.Fraction``, exactly or not at all.

Two named doors: :func:`as_fraction` admits what is rational by its type and
refuses floats, because ``0.1`` is rarely what its writer means;
:func:`exact_value` also admits floats and takes their exact binary value, which
is right for the *output* of an algorithm and for measured data.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational
from typing import Any

from computable.errors import DomainError

__all__ = [
    "Vector",
    "as_fraction",
    "as_vector",
    "ceil_log2",
    "coprime",
    "exact_binary",
    "exact_value",
    "is_float64",
    "power_of_two",
]

_ADMITTED = "int, Fraction, fmpq, sympy Rational, mpmath mpf or a string such as '1/3'"
Vector = tuple[Fraction, ...]
_from_coprime: Any = getattr(Fraction, "_from_coprime_ints", None)  # Python 3.12 and later

# The exponent is bounded because '1e999999999' would be a gigabyte of digits.
_POWER = re.compile(r"2\^(-?[0-9]{1,7})")
_TEXT = re.compile(
    r"[+-]?[0-9]{1,4000}(?:/[0-9]{1,4000}|(?:\.[0-9]{0,4000})?(?:[eE][+-]?[0-9]{1,4})?)"
)


def as_fraction(value: object, *, name: str = "value") -> Fraction:
    """Return ``value``, a number that is rational by its type, as a ``Fraction``.

    Parameters
    ----------
    value : int, Fraction, flint.fmpz, flint.fmpq, sympy Rational, mpmath mpf or str
        An mpf enters as the dyadic number that it is; a string is ``p/q``, ``2^k`` or a
        decimal such as ``0.1`` (which is one tenth).
    name : str
        What the number is, for the error message.

    Raises
    ------
    DomainError
        For floats (say :func:`exact_binary`), booleans, non-finite or other values.

    Examples
    --------
    >>> as_fraction("0.1"), as_fraction(3)
    (Fraction(1, 10), Fraction(3, 1))
    >>> as_fraction(0.1, name="lam")
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: lam: got the float 0.1; write '1/10' or a Fraction, \
or exact_binary(0.1) for its exact binary value
    """
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "BooleanAtom"):
        raise DomainError(f"{name}: got the truth value {value!r}, need a number")
    if type(value) is Fraction:
        return value
    if isinstance(value, (Integral, Rational)):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, str):
        if power := _POWER.fullmatch(value):
            return _shift(int(power[1]))
        if not _TEXT.fullmatch(value):
            raise DomainError(f"{name}: cannot read {value[:60]!r} as a rational such as 1/3")
        try:
            return Fraction(value)
        except ZeroDivisionError:
            raise DomainError(f"{name}: the denominator of {value[:60]!r} is zero") from None
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 10_000:
        return Fraction(value)
    if isinstance(value, (float, Decimal)) or hasattr(value, "as_integer_ratio"):
        raise DomainError(
            f"{name}: got the float {value}; write {str(_simplest(value))!r} or a Fraction, "
            f"or exact_binary({value}) for its exact binary value"
        )
    foreign = _foreign_fraction(value)
    if foreign is None:
        hint = "; x.query(n) is a rational near x" if hasattr(value, "query") else ""
        raise DomainError(f"{name}: got {type(value).__name__}, need {_ADMITTED}{hint}")
    return foreign


def exact_binary(value: float, *, name: str = "value") -> Fraction:
    """Return the exact binary value of a finite float (or NumPy floating number).

    Raises
    ------
    DomainError
        If ``value`` is NaN, infinite, or no floating-point number.

    Examples
    --------
    >>> exact_binary(0.75)
    Fraction(3, 4)
    """
    try:
        return Fraction(*value.as_integer_ratio())
    except (ValueError, OverflowError):
        raise DomainError(f"{name}: got {value}, need a finite number") from None
    except AttributeError:
        raise DomainError(f"{name}: got {type(value).__name__}, need a float") from None


def exact_value(value: object, *, name: str = "value") -> Fraction:
    """Return any finite number as the rational that it is, floats included.

    Raises
    ------
    DomainError
        If ``value`` is NaN, infinite or not a number. Strings are refused.

    Examples
    --------
    >>> exact_value(0.5) + exact_value(2)
    Fraction(5, 2)
    """
    if isinstance(value, str):
        raise DomainError(f"{name}: got the string {value[:60]!r}, need a number")
    if isinstance(value, Decimal):
        return as_fraction(value, name=name)
    if isinstance(value, float) or (
        hasattr(value, "as_integer_ratio") and not isinstance(value, (int, Rational))
    ):
        return exact_binary(value, name=name)  # type: ignore[arg-type]
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        return exact_value(value.item(), name=name)  # type: ignore[attr-defined]
    return as_fraction(value, name=name)


def as_vector(values: Iterable[object], *, name: str, length: int | None = None) -> Vector:
    """Return ``values`` as a tuple of Fractions, by :func:`as_fraction`.

    An array of floats (anything with such a ``dtype``) is data: each is the binary number it is.

    Raises
    ------
    DomainError
        If an entry is no rational, or there are not ``length`` of them.
    """
    if isinstance(values, (str, bytes, bytearray, Mapping)) or not hasattr(values, "__iter__"):
        got = "a string" if isinstance(values, str) else type(values).__name__
        raise DomainError(f"{name}: got {got}, need a list of rationals")
    if getattr(values, "shape", None) == ():
        raise DomainError(f"{name}: got one number, need a list of rationals")
    floats = getattr(getattr(values, "dtype", None), "kind", None) == "f"
    read = exact_value if floats else as_fraction
    vector = tuple(read(v, name=f"{name}[{i}]") for i, v in enumerate(values))
    if length is not None and len(vector) != length:
        raise DomainError(f"{name}: got {len(vector)} entries, need {length}")
    return vector


def is_float64(value: Fraction) -> bool:
    """Tell whether ``value`` is exactly a float64.

    Examples
    --------
    >>> is_float64(Fraction(3, 8)), is_float64(Fraction(1, 10)), is_float64(Fraction(10) ** 400)
    (True, False, False)
    """
    try:
        return Fraction(float(value)) == value
    except OverflowError:
        return False


def coprime(numerator: int, denominator: int) -> Fraction:
    """Return a Fraction of coprime integers, denominator > 0, without looking for a divisor."""
    if _from_coprime is None:
        return Fraction(numerator, denominator, _normalize=False)  # type: ignore[call-overload,no-any-return]
    value: Fraction = _from_coprime(numerator, denominator)
    return value


def power_of_two(bound: Fraction) -> Fraction:
    """Return the least power of two (of any sign of exponent) that is at least ``bound`` > 0.

    Examples
    --------
    >>> power_of_two(Fraction(3)), power_of_two(Fraction(1, 5)), power_of_two(Fraction(1, 4))
    (Fraction(4, 1), Fraction(1, 4), Fraction(1, 4))
    """
    return _shift(ceil_log2(bound))


def rounded_down(value: Fraction, bits: int) -> Fraction:
    """Return the value rounded down to a multiple of ``2**-bits``, itself if it is short.

    Examples
    --------
    >>> rounded_down(Fraction(2, 3), 8), rounded_down(Fraction(2, 3), 1)
    (Fraction(2, 3), Fraction(1, 2))
    """
    if value.denominator.bit_length() <= bits:
        return value
    return Fraction((value.numerator << bits) // value.denominator, 1 << bits)


def ceil_log2(value: Fraction) -> int:
    """Return the least integer k with ``value <= 2**k``, for value > 0.

    Examples
    --------
    >>> ceil_log2(Fraction(3)), ceil_log2(Fraction(1, 5)), ceil_log2(Fraction(1, 4))
    (2, -2, -2)
    """
    if value <= 0:
        raise DomainError("value: need a positive rational")
    p, q = value.numerator, value.denominator
    k = p.bit_length() - q.bit_length() - 1  # 2**k < value < 2**(k + 2)
    while (p > q << k) if k >= 0 else (p << -k > q):
        k += 1
    return k


def _shift(exponent: int) -> Fraction:
    return Fraction(1 << exponent) if exponent >= 0 else Fraction(1, 1 << -exponent)


def _simplest(value: Any) -> Fraction | str:
    """Suggest the decimal that the writer of a float probably meant."""
    number = float(value)
    return Fraction(repr(number)) if math.isfinite(number) else "1/10"


def _foreign_fraction(value: Any) -> Fraction | None:
    """Read fmpz, fmpq, mpf and sympy Rational by their public attributes, without imports."""
    module = type(value).__module__.partition(".")[0]
    if module == "flint" and type(value).__name__ == "fmpz":
        return Fraction(int(value))
    if module == "flint" and type(value).__name__ == "fmpq":
        return Fraction(int(value.p), int(value.q))
    if module == "sympy" and getattr(value, "is_Rational", False):
        return Fraction(int(value.p), int(value.q))
    if module == "mpmath" and hasattr(value, "func"):  # it rounds itself when looked at
        raise DomainError(f"value: got the mpmath constant {value!r}, which is not rational")
    if hasattr(value, "_mpf_"):  # mpmath mpf and sympy Float: sign, mantissa, exponent
        sign, mantissa, exponent, _ = value._mpf_
        if not mantissa and exponent:
            raise DomainError(f"value: got {value}, need a finite number")
        if abs(exponent) > 10**7:
            raise DomainError(f"value: an mpf with exponent {exponent} is too long to write out")
        return Fraction((-1) ** sign * int(mantissa)) * _shift(int(exponent))
    return None
