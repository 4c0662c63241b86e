"""Elementary functions and constants, powers and roots, sums and polynomials."""

from __future__ import annotations

import operator
from collections.abc import Iterable

from computable.ball import Constant, operation, rational_value
from computable.ball import arithmetic as op
from computable.errors import DomainError
from computable.exact import number_text
from computable.real.number import Real, leaf
from computable.real.operand import exactly, negative

__all__ = [
    "atan",
    "cos",
    "dot",
    "e",
    "euler_gamma",
    "exp",
    "gamma",
    "log",
    "maximum",
    "minimum",
    "pi",
    "polynomial",
    "power",
    "root",
    "sin",
    "sqrt",
    "tan",
    "total",
    "zeta",
]

pi = leaf(Constant("pi"))
"""The ratio of a circle's circumference to its diameter."""
e = leaf(Constant("e"))
"""Euler's number."""
euler_gamma = leaf(Constant("euler"))
"""The Euler-Mascheroni constant."""


def sqrt(x: object) -> Real:
    """Return the square root of x >= 0.

    Raises
    ------
    DomainError
        As soon as x is known to be negative.
    UndecidedError
        (When evaluated) if x cannot be told from a negative number and is not nonnegative by
        its form, as ``abs(x)``, ``x**2`` or ``maximum(x, 0)`` are.
    """
    return exactly(Real, x).sqrt()


def exp(x: object) -> Real:
    """Return e**x."""
    return exactly(Real, x).exp()


def log(x: object) -> Real:
    """Return the natural logarithm of x > 0."""
    return exactly(Real, x).log()


def sin(x: object) -> Real:
    """Return the sine of x radians."""
    return exactly(Real, x).sin()


def cos(x: object) -> Real:
    """Return the cosine of x radians."""
    return exactly(Real, x).cos()


def tan(x: object) -> Real:
    """Return the tangent of x radians."""
    return exactly(Real, x).tan()


def atan(x: object) -> Real:
    """Return the inverse tangent in (-pi/2, pi/2)."""
    return exactly(Real, x).atan()


def gamma(x: object) -> Real:
    """Return Euler's Gamma at x, no pole."""
    return exactly(Real, x).gamma()


def zeta(x: object) -> Real:
    """Return Riemann's zeta at a real x other than 1."""
    return exactly(Real, x).zeta()


def maximum(x: object, y: object) -> Real:
    """Return the larger of x and y: computable, although *which* one it is, is not."""
    result: Real = operation(Real, op.maximum, exactly(Real, x), exactly(Real, y))
    return result


def minimum(x: object, y: object) -> Real:
    """Return the smaller of x and y."""
    result: Real = operation(Real, op.minimum, exactly(Real, x), exactly(Real, y))
    return result


def root(x: object, k: int) -> Real:
    """Return the real k-th root of x; for odd k x may be negative.

    Examples
    --------
    >>> root(-8, 3).digits(5)
    '-2.00000'
    """
    try:
        index = operator.index(k)
    except TypeError:
        raise DomainError(f"root: got k = {k!r}, need an integer >= 1") from None
    if isinstance(k, bool) or not 1 <= index < 1 << 30:
        raise DomainError(f"root: got k = {k!r}, need an integer >= 1 (and < 2^30)")
    number = exactly(Real, x)
    if index == 1:
        return number
    if index == 2:
        return number.sqrt()
    if index % 2 == 0 and negative(number):
        raise DomainError(
            f"root {index}: the argument is {number_text(number._first.value)}, need >= 0"
        )
    result: Real = operation(Real, op.nth_root, number, Real(index))
    return result


def power(base: object, exponent: object) -> Real:
    """Return ``base ** exponent``.

    An integer exponent is repeated multiplication (``x**0 = 1``); a known rational p/q with
    q below 2^30 is the p-th power of the q-th root; any other needs a base > 0.

    Examples
    --------
    >>> power(2, "1/2").digits(10), power(pi, e).digits(10), power(10, -3).rational
    ('1.4142135624', '22.4591577184', Fraction(1, 1000))
    """
    x, y = exactly(Real, base), exactly(Real, exponent)
    value = rational_value(y)
    result: Real
    if value is None or value.denominator >= 1 << 30:
        result = operation(Real, op.real_power, x, y)
        return result
    if value.denominator > 1:
        return power(root(x, value.denominator), value.numerator)
    result = operation(Real, op.power, x, Real(value.numerator))
    return result


def total(terms: Iterable[object]) -> Real:
    """Return the sum of the terms.

    Examples
    --------
    >>> total(1 / Real(k) for k in range(1, 5)).rational
    Fraction(25, 12)
    """
    result = Real(0)
    for term in terms:
        result = result + (term if term.__class__ is Real else exactly(Real, term))
    return result


def dot(x: Iterable[object], y: Iterable[object]) -> Real:
    """Return the sum of the products of equally many numbers.

    Raises
    ------
    DomainError
        If one has more entries than the other.
    """
    left, right = [exactly(Real, v) for v in x], [exactly(Real, v) for v in y]
    if len(left) != len(right):
        raise DomainError(f"dot: got {len(left)} and {len(right)} entries, need equally many")
    return total(a * b for a, b in zip(left, right, strict=True))


def polynomial(coefficients: Iterable[object], x: object) -> Real:
    """Return c_0 + c_1 x + c_2 x^2 + ..., by Horner's rule.

    Examples
    --------
    >>> polynomial([1, 0, 2], Real(3)).rational
    Fraction(19, 1)
    """
    argument, result = exactly(Real, x), Real(0)
    for c in reversed([exactly(Real, v) for v in coefficients]):
        result = result * argument + c
    return result
