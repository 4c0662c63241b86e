"""Rounding to decimals: correct, or said to be a tie that cannot be broken."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint

from computable.ball.approximate import ANY_DEPTH, approximate, deeper
from computable.ball.arithmetic import Ball, working_precision
from computable.ball.conversion import size_exponent, upper_exponent
from computable.ball.effort import Effort, current_effort
from computable.ball.expression import Node
from computable.ball.known import rational_value
from computable.errors import UndecidedError
from computable.truth import Truth

__all__ = ["leading_decimal", "rounded_decimal"]


def rounded_decimal(
    root: Node, places: int, effort: Effort | None = None, *, size: int = 0
) -> tuple[str, Truth]:
    """Return the integer nearest to ``x * 10**places`` in decimal, and whether x is a tie.

    On a tie, which is known (``YES``) or cannot be told from one (``UNKNOWN``), the digits
    are those of ``x * 10**(places + 1)``, and the last of them is a 5.

    Raises
    ------
    UndecidedError
        If the effort is spent first.
    """
    effort = effort or current_effort()
    depth = _bits_of_power_of_ten(places)
    extra = 6
    while True:
        ball = approximate(root, depth + extra, effort, size=size)
        nearest = _nearest(ball, places, depth + extra)
        if nearest is not None:
            return nearest, Truth.NO
        known = rational_value(root) if extra <= 6 else None
        if known is not None:
            return _rounded_rational(known, places)
        if extra >= effort.separation:
            tie = _nearest(ball, places + 1, depth + extra)
            if tie is None:
                raise UndecidedError(f"decimal {places}: the effort's separation is too small")
            return tie, Truth.UNKNOWN
        extra = min(4 * extra, max(effort.separation, 8))


def leading_decimal(root: Node, effort: Effort | None = None) -> tuple[int, int] | None:
    """Return k with ``10**k <= |x| < 10**(k+1)``, give or take one, and m with ``|x| <= 2**m``.

    ``None`` for zero.

    Raises
    ------
    UndecidedError
        If x cannot be told from zero.
    """
    effort = effort or current_effort()
    depth, step = ANY_DEPTH, 8
    while True:
        ball = approximate(root, depth, effort)
        size = size_exponent(ball)
        if size is not None and ball.rel_accuracy_bits() >= 4:
            with working_precision(size.bit_length() + 64):
                logarithm = abs(ball).log() / flint.arb(10).log()
                leading = int(logarithm.mid().floor().unique_fmpz())
            return leading, upper_exponent(ball)
        if size is None and rational_value(root) == 0:
            return None
        if depth >= effort.separation:
            raise UndecidedError(
                f"significant digits: the number is within 2^-{effort.separation} of zero and "
                "cannot be told from it; ask for decimals instead"
            )
        depth, step = deeper(depth, step, ball, effort), 2 * step


def _bits_of_power_of_ten(places: int) -> int:
    """Return ``places * log2(10)``, rounded up, for up to 2^100 places (else a little more)."""
    return (places * (_LOG2_10 + (places > 0)) >> 128) + 1


with working_precision(192):
    _scaled: Any = (flint.arb(10).log() / flint.arb(2).log() * 2**128).floor().unique_fmpz()
    _LOG2_10 = int(_scaled)
    """The integer part of ``2**128 * log2(10)``."""


def _nearest(ball: Ball, places: int, depth: int) -> str | None:
    """Return the integer nearest to ``x * 10**places``, if it is the same for the whole ball."""
    with working_precision(max(0, depth + upper_exponent(ball)) + 64):
        power = flint.arb(10) ** abs(places)
        scaled = ball * power if places >= 0 else ball / power
        half = flint.arb(0.5)
        nearest = (scaled + half).floor().unique_fmpz()
        if scaled.is_exact() and (scaled + half).is_integer():
            return None
    return None if nearest is None else str(nearest.str())


def _rounded_rational(value: Fraction, places: int) -> tuple[str, Truth]:
    scaled = value * Fraction(10) ** places
    doubled = 2 * scaled
    if doubled.denominator == 1 and doubled.numerator % 2:
        return _text(int(scaled * 10)), Truth.YES
    return _text(round(scaled)), Truth.NO


def _text(value: int) -> str:
    return str(flint.fmpz(value).str())
