"""Ways to answer within ``2**-n``: best rounding is only one of many valid oracles.

Delta_1 information of a real number f is *any* map n -> q_n with
``|q_n - f| <= 2**-n``. An algorithm must cope with all of them, so the tests
(and whoever attacks an algorithm) can choose among these.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from computable.oracle.transcript import Entry

__all__ = ["Answers", "alternating", "exact", "highest", "lowest", "nearest_dyadic", "scattered"]

Answers = Callable[[Entry, Fraction, int], Fraction]
"""(entry, true value, n) -> a rational within ``2**-n`` of the true value."""


def exact(entry: Entry, value: Fraction, n: int) -> Fraction:
    """Answer with the value itself."""
    return value


def nearest_dyadic(entry: Entry, value: Fraction, n: int) -> Fraction:
    """Answer with the nearest multiple of ``2**-n`` (error at most ``2**-(n+1)``)."""
    return Fraction(round(value * (1 << n)), 1 << n)


def lowest(entry: Entry, value: Fraction, n: int) -> Fraction:
    """Answer as low as is valid: ``value - 2**-n``."""
    return value - Fraction(1, 1 << n)


def highest(entry: Entry, value: Fraction, n: int) -> Fraction:
    """Answer as high as is valid: ``value + 2**-n``."""
    return value + Fraction(1, 1 << n)


def alternating(entry: Entry, value: Fraction, n: int) -> Fraction:
    """Answer too high at even and too low at odd depths: valid, never nested nor monotone."""
    return (lowest if n % 2 else highest)(entry, value, n)


def scattered(seed: int, *, bits: int = 20) -> Answers:
    """Return an oracle that answers anywhere in the interval, reproducibly from ``seed``.

    Every answer is ``value + u * 2**-n`` with u a multiple of ``2**-bits`` in [-1, 1],
    the end points included.
    """

    def answer(entry: Entry, value: Fraction, n: int) -> Fraction:
        scale = 1 << bits
        u = random.Random(f"{seed}|{entry}|{n}").randint(-scale, scale)
        return value + Fraction(u, scale << n)

    return answer
