"""The operations on balls, each with the rule of its domain.

A ball is a ``flint.arb``: a midpoint and a radius that enclose one real number. Total
operations are flint's own. A partial one either returns a finite ball, or raises
:class:`NotSeparated` because its argument still meets the edge of the domain, or
:class:`~computable.errors.DomainError` because the argument lies outside for certain. Hence
no NaN and no infinite ball ever enters an expression.
"""

from __future__ import annotations

import operator
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import flint

from computable.errors import DomainError, UndecidedError

__all__ = ["Ball", "NotSeparated", "exclusive", "working_precision"]

Ball = Any
"""A ``flint.arb`` (the library has no types)."""

_LOCK = threading.RLock()

LARGE = 10_000
"""From this argument on Gamma is computed by Stirling's series."""


class NotSeparated(Exception):
    """A ball meets the edge of a domain: nothing can be said at this precision."""

    def __init__(self, rule: str, ball: Ball, *, mendable: bool = True) -> None:
        super().__init__(rule)
        self.rule = rule
        self.ball = ball
        self.mendable = mendable
        """Whether the argument of ``node`` is to blame."""
        self.node: Any = None
        """The operation that failed, filled in by who evaluates an expression."""


def exclusive() -> threading.RLock:
    """Return the one lock under which everything is computed and read."""
    return _LOCK


@contextmanager
def working_precision(bits: int) -> Iterator[None]:
    """Let flint round to ``bits`` in this block; other threads wait: its context is global."""
    with _LOCK:
        before = flint.ctx.prec
        flint.ctx.prec = bits
        try:
            yield
        finally:
            flint.ctx.prec = before


# Total on the reals, and finite on finite balls: flint's own.
add = operator.add
subtract = operator.sub
multiply = operator.mul
negate = operator.neg
sine = flint.arb.sin
cosine = flint.arb.cos
arctangent = flint.arb.atan
minimum = flint.arb.min
maximum = flint.arb.max


def absolute(x: Ball) -> Ball:
    """|x|, without the negative part that a ball around zero would keep."""
    return abs(x).nonnegative_part()


def divide(x: Ball, y: Ball) -> Ball:
    """The quotient of x and y, for y other than 0."""
    quotient = x / y
    if quotient.is_finite():
        return quotient
    if y.is_zero():
        raise DomainError("division: the divisor is zero")
    raise NotSeparated("division: the divisor cannot be told from zero", y)


def square_root(x: Ball) -> Ball:
    """The square root of a number whose ball is nonnegative."""
    root = x.sqrt()
    if root.is_finite():
        return root
    if x < 0:
        raise DomainError(f"sqrt: the argument is {shown(x)}, need >= 0")
    raise NotSeparated("sqrt: the argument cannot be told from a negative number", x)


def root_of_nonnegative(x: Ball) -> Ball:
    """The square root of a number that is known to be nonnegative, though its ball may not be."""
    root = x.sqrt()
    return root if root.is_finite() else _from_zero_to(_upper_root(x, 2))


def nth_root(x: Ball, k: Ball) -> Ball:
    """The real k-th root, odd for odd k."""
    n = int(k.unique_fmpz())
    root = x.root(n)
    if root.is_finite():
        return root
    if n % 2 == 0:
        if x < 0:
            raise DomainError(f"root {n}: the argument is {shown(x)}, need >= 0")
        raise NotSeparated(f"root {n}: the argument cannot be told from a negative number", x)
    if x < 0:
        return -((-x).root(n))
    return flint.arb(0, _upper_root(x, n))


def nth_root_of_nonnegative(x: Ball, k: Ball) -> Ball:
    """The k-th root of a number that is known to be nonnegative."""
    n = int(k.unique_fmpz())
    root = x.root(n)
    return root if root.is_finite() else _from_zero_to(_upper_root(x, n))


def power(x: Ball, k: Ball) -> Ball:
    """x**k for an integer k."""
    exponent = k.unique_fmpz()
    if exponent is None:
        raise NotSeparated("power: the exponent is longer than the precision", k)
    n = int(exponent)
    if n >= 0:
        return _integer_power(x, n)
    return divide(flint.arb(1), _integer_power(x, -n))


def _integer_power(x: Ball, n: int) -> Ball:
    result = x**n  # squares faster than x * x from some thousand bits on
    if result.is_finite():
        return result
    # flint's power fails on balls around zero
    if n >= 1 << 64:
        bound = x.abs_upper()
        if not bound < 1:
            raise NotSeparated("power: the base cannot be told from one", x)
        return flint.arb(0, (bound ** (1 << 64)).abs_upper())
    result = flint.arb(1)
    while n:
        if n & 1:
            result = result * x
        n >>= 1
        x = x * x
    return result


def real_power(x: Ball, y: Ball) -> Ball:
    """x**y for x > 0."""
    result = x**y
    if result.is_finite() and x > 0:
        return result
    if x <= 0:
        raise DomainError(f"power: the base is {shown(x)}, need > 0 for a real exponent")
    _check_size("power", y * abs(x).log())
    raise NotSeparated("power: the base cannot be told from zero, or the result is too large", x)


def exponential(x: Ball) -> Ball:
    """exp(x)."""
    result = x.exp()
    if result.is_finite():
        return result
    _check_size("exp", x)
    raise NotSeparated("exp: the argument is too large", x)


def logarithm(x: Ball) -> Ball:
    """The natural logarithm of x > 0."""
    result = x.log()
    if result.is_finite():
        return result
    if x <= 0:
        raise DomainError(f"log: the argument is {shown(x)}, need > 0")
    raise NotSeparated("log: the argument cannot be told from zero", x)


def tangent(x: Ball) -> Ball:
    """tan(x) away from the odd multiples of pi/2."""
    result = x.tan()
    if result.is_finite():
        return result
    raise NotSeparated("tan: the argument cannot be told from a pole", x)


def gamma(x: Ball) -> Ball:
    """Euler's Gamma away from its poles 0, -1, -2, ..."""
    _check_size("gamma", x)
    if abs(x) < LARGE:
        result = x.gamma()
    elif x > 0:
        result = x.lgamma().exp()  # flint multiplies integers up to x
    else:
        result = flint.arb.pi() / (x.sin_pi() * (1 - x).lgamma().exp())
    if result.is_finite():
        return result
    if x <= 0 and x.is_exact() and x.is_integer():
        raise DomainError(f"gamma: {shown(x)} is a pole")
    raise NotSeparated("gamma: the argument cannot be told from a pole, or is too large", x)


def zeta(x: Ball) -> Ball:
    """Riemann's zeta at a real argument other than 1."""
    _check_size("zeta", x)
    if x < -LARGE:
        s = 1 - x
        result = 2 * (2 * flint.arb.pi()) ** -s * (s / 2).cos_pi() * gamma(s) * s.zeta()
    else:
        result = x.zeta()
    if result.is_finite():
        return result
    if x == 1:
        raise DomainError("zeta: 1 is a pole")
    raise NotSeparated("zeta: the argument cannot be told from the pole at 1", x)


def _check_size(name: str, x: Ball) -> None:
    """Refuse an argument whose function value has an exponent that flint cannot hold."""
    if abs(x) > 1 << 40:
        raise UndecidedError(f"{name}: the result of the argument {shown(x)} is too large")


def shown(x: Ball) -> str:
    """A ball for an error message."""
    return str(x.str(6))


def _upper_root(x: Ball, n: int) -> Ball:
    """Bound the n-th root of |x|: for a radius a few bits are enough."""
    bits, flint.ctx.prec = flint.ctx.prec, 64
    try:
        upper = (+x).abs_upper()
        return upper if upper.is_zero() else upper.root(n).abs_upper()
    finally:
        flint.ctx.prec = bits


def _from_zero_to(upper: Ball) -> Ball:
    half = upper / 2  # contains upper / 2: the midpoint may be too low by its radius
    return flint.arb(half.mid(), (half + half.rad()).abs_upper())
