"""What can become a ``Real``: numbers of every exact kind, oracles, limits, intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from computable.ball import Constant, Rational
from computable.errors import DomainError
from computable.exact import as_fraction, exact_value
from computable.oracle import RealOracle, checked_depth, from_function
from computable.real.number import Real, leaf
from computable.real.operand import exactly
from computable.real.source import DigitStream, Input, Intervals

__all__ = ["as_real", "from_digits", "from_intervals", "from_oracle", "limit"]

_MPMATH_CONSTANTS = {
    "pi": "pi",
    "e = exp(1)": "e",
    "Euler's constant": "euler",
    "Catalan's constant": "catalan",
    "Khinchin's constant": "khinchin",
    "Glaisher's constant": "glaisher",
    "ln(2)": "log2",
    "ln(10)": "log10",
}


def as_real(value: object) -> Real:
    """Return ``value`` as an exact real number.

    Parameters
    ----------
    value
        A Real; an int, Fraction, Decimal, fmpq; a string ('0.1' and '1/10' are one tenth); a
        float or NumPy number (its exact binary value); an mpmath number (the dyadic that it
        is) or constant; a sympy expression (its tree is translated); an object with
        ``query(n)``, or a callable n -> rational within ``2**-n``.

    Raises
    ------
    DomainError
        For NaN, infinities, complex numbers, truth values and whatever is no number.

    Examples
    --------
    >>> import sympy
    >>> as_real(sympy.sqrt(2) + sympy.Rational(1, 2)).digits(10)
    '1.9142135624'
    >>> as_real(float("nan"))
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: value: got nan, need a finite number
    """
    if isinstance(value, Real):
        return value
    if isinstance(value, type):
        raise DomainError(f"value: got the type {value.__name__}, need a number")
    if isinstance(value, str):
        return leaf(Rational(as_fraction(value)))
    if str(type(value).__module__).startswith("mpmath") and hasattr(value, "func"):
        return _mpmath_constant(value)
    if hasattr(value, "is_Rational") and not getattr(value, "is_Rational", True):
        from computable.real.symbolic import from_sympy

        return from_sympy(value)
    if hasattr(value, "query"):
        return from_oracle(value)
    if callable(value):
        return from_oracle(from_function(value))
    return leaf(Rational(exact_value(value)))


def from_oracle(oracle: RealOracle) -> Real:
    """Return the number that an oracle answers for: ``|oracle.query(n) - x| <= 2**-n``.

    That is assumed of it; answers that contradict each other raise ``DomainError``. While it is
    asked, other threads wait that compute with exact reals, so it must not wait for one.

    Examples
    --------
    >>> third = from_oracle(from_function(lambda n: Fraction(2**n // 3, 2**n)))
    >>> (3 * third).digits(6), [query.depth for query in third.transcript]
    ('1.000000', [28])
    """
    if isinstance(oracle, Real):
        return oracle
    if not callable(getattr(oracle, "query", None)):
        raise DomainError(f"oracle: got {type(oracle).__name__}, need an object with query(n)")
    return leaf(Input(oracle))


def from_digits(digits: Iterable[int], *, integer: int = 0, base: int = 10) -> Real:
    """Return ``integer + d_1/base + d_2/base^2 + ...`` from a stream that is read when needed.

    Parameters
    ----------
    digits : iterable of int
        Without end, each with ``|d| < base`` (negative ones make the stream redundant, as
        signed digits are).
    integer : int
        What stands before the point.
    base : int
        At least 2.

    Examples
    --------
    >>> from itertools import cycle
    >>> from_digits(cycle([1, 4, 2, 8, 5, 7])).digits(15), float(from_digits(cycle([3])))
    ('0.142857142857143', 0.3333333333333333)
    """
    if isinstance(base, bool) or not isinstance(base, int) or base < 2:
        raise DomainError(f"base: got {base!r}, need an integer >= 2")
    if isinstance(integer, bool) or not isinstance(integer, int):
        raise DomainError(f"integer: got {integer!r}, need an integer")
    try:
        stream = iter(digits)
    except TypeError:
        raise DomainError(f"digits: got {digits!r}, need an iterable of digits") from None
    return from_oracle(DigitStream(stream, integer=integer, base=base))


def from_intervals(function: Callable[[int], tuple[object, object]]) -> Real:
    """Return the number in all of the intervals ``function(0), function(1), ...``.

    Their end points are rationals or Reals; that their widths tend to zero is assumed, that
    they have a point in common is seen.

    Examples
    --------
    >>> from_intervals(lambda k: (Fraction(1, 3) - Fraction(1, 2**k), Fraction(1, 3))).digits(5)
    '0.33333'
    """
    if not callable(function):
        raise DomainError(f"intervals: got {type(function).__name__}, need a function")
    return from_oracle(Intervals(function))


class _Limit:
    def __init__(self, terms: Callable[[int], Any], modulus: Callable[[int], int]) -> None:
        self._terms = terms
        self._modulus = modulus

    def query(self, depth: int) -> Fraction:
        index = self._modulus(checked_depth(depth) + 1)
        return exactly(Real, self._terms(index)).query(depth + 1)


def limit(terms: Callable[[int], Any], *, modulus: Callable[[int], int] | None = None) -> Real:
    """Return the limit of a sequence of real numbers that comes with a modulus of convergence.

    Parameters
    ----------
    terms : callable
        k -> the k-th term, a Real or what a Real is made of, but for floats. Asked for about
        3.3 n + 10 bits when n digits are wanted: let the modulus grow slowly.
    modulus : callable, optional
        n -> an index from which on all terms are within ``2**-n`` of the limit; the identity
        by default. It is assumed: without one the limit is not computable (Specker).

    Examples
    --------
    >>> from math import factorial
    >>> limit(lambda k: sum(Fraction(1, factorial(i)) for i in range(k + 2))).digits(20)
    '2.71828182845904523536'
    """
    if not callable(terms):
        raise DomainError(f"terms: got {type(terms).__name__}, need a function")
    if modulus is not None and not callable(modulus):
        raise DomainError(f"modulus: got {type(modulus).__name__}, need a function")
    return from_oracle(_Limit(terms, modulus or (lambda n: n)))


def _mpmath_constant(value: Any) -> Real:
    """Mpmath's constants round themselves to the current precision when looked at."""
    name = _MPMATH_CONSTANTS.get(getattr(value, "name", ""))
    if name is None:
        raise DomainError(f"value: got the mpmath constant {value!r}, which is not known here")
    return leaf(Constant(name))
