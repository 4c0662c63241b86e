"""Between balls and rationals: exact in both directions, or rounded outward."""

from __future__ import annotations

from fractions import Fraction

import flint

from computable.ball.arithmetic import Ball, working_precision
from computable.exact import coprime

__all__ = [
    "ball_between",
    "ball_of",
    "dyadic",
    "end_points",
    "midpoint",
    "radius_exponent",
    "size_exponent",
    "trimmed",
    "upper_exponent",
]


def ball_of(value: Fraction | int) -> Ball:
    """Return the rational at the working precision: exactly if it is dyadic and short enough."""
    p, q = value.numerator, value.denominator
    if q == 1:
        return +flint.arb(p)
    return flint.arb(p) / q


def ball_between(lower: Fraction, upper: Fraction) -> Ball:
    """Return a ball around the interval [lower, upper], rounded outward."""
    radius = (upper - lower) / 2
    return ball_of(lower + radius) + flint.arb(0, ball_of(radius).abs_upper())


def dyadic(mantissa: int, exponent: int) -> Fraction:
    """Return ``mantissa * 2**exponent`` for an odd mantissa (or 0), without computing a gcd.

    A gcd of two numbers of a million digits takes seconds, and here it is known to be 1.

    Examples
    --------
    >>> dyadic(3, -2), dyadic(-5, 3), dyadic(0, 0)
    (Fraction(3, 4), Fraction(-40, 1), Fraction(0, 1))
    """
    return coprime(mantissa << max(0, exponent), 1 << max(0, -exponent))


def midpoint(ball: Ball) -> Fraction:
    """Return the midpoint, exactly."""
    mantissa, exponent = ball.mid().man_exp()
    return dyadic(int(mantissa), int(exponent))


def end_points(ball: Ball) -> tuple[Fraction, Fraction]:
    """Return the end points of the interval that the ball is, exactly."""
    centre = midpoint(ball)
    mantissa, exponent = ball.rad().man_exp()
    radius = dyadic(int(mantissa), int(exponent))
    return (centre - radius, centre + radius) if radius else (centre, centre)


def trimmed(ball: Ball, depth: int) -> Ball:
    """Return a ball with a short midpoint around the same number, of radius at most ``2**-depth``.

    The given one must be as small; it is returned if it leaves no room for rounding.
    """
    upper = upper_exponent(ball)
    if upper < -depth - 1:
        return flint.arb(0, flint.arb(2) ** -(depth + 1))
    with working_precision(max(2, depth + upper + 8)):
        short = +ball
    exponent = radius_exponent(short)
    if exponent is None or -depth - 64 < exponent <= -depth:
        return short
    # a radius like 2**-10**9 is as good as none, and its end points fill the memory
    return ball if exponent > -depth else flint.arb(short.mid(), flint.arb(2) ** (-depth - 8))


def radius_exponent(ball: Ball) -> int | None:
    """Return the least k with radius <= 2**k; ``None`` if the radius is zero.

    Examples
    --------
    >>> radius_exponent(flint.arb(1, 0.24)), radius_exponent(flint.arb(1)) is None
    (-2, True)
    """
    radius = ball.rad()
    return None if radius.is_zero() else _ceil_log2(radius)


def size_exponent(ball: Ball) -> int | None:
    """Return the greatest k with |x| >= 2**k for every x in the ball; ``None`` if 0 is in it."""
    least = ball.abs_lower()
    if least <= 0:
        return None
    mantissa, exponent = least.mid().man_exp()
    return int(exponent) + int(mantissa).bit_length() - 1


def upper_exponent(ball: Ball) -> int:
    """Return a k with |x| <= 2**k for every x in the ball (0 for the number zero)."""
    most = ball.abs_upper().mid()
    return 0 if most.is_zero() else _ceil_log2(most)


def _ceil_log2(value: Ball) -> int:
    mantissa, exponent = value.man_exp()
    bits, shift = int(mantissa).bit_length(), int(exponent)
    return shift + (bits - 1 if mantissa == 1 else bits)
