"""Formulas of bounds in rationals, roots from below: what a computed bound must not fall short of.

A bound has to be at least its formula, and is at most ``1 + 1e-6`` times as large: so a term that
was left out or halved is seen as soon as it matters.
"""

from fractions import Fraction
from math import isqrt

UNIT = Fraction(1, 2**53)
CLOSE = 1 + Fraction(1, 10**6)
TINY = Fraction(1, 10**140)


def root(square):
    """Return the root of a rational, less at most 1 part in ``2**250``."""
    p, q = Fraction(square).as_integer_ratio()
    bits = max(0, 256 + (q.bit_length() - p.bit_length()) // 2)
    return Fraction(isqrt((p << 2 * bits) // q), 1 << bits)


def norm(values):
    return root(sum((Fraction(v) ** 2 for v in values), Fraction(0)))


def gamma(n):
    return n * UNIT / (1 - n * UNIT)


def is_close(bound, formula):
    """Tell whether a bound is at least a formula, and hardly more."""
    return formula <= Fraction(bound) <= formula * CLOSE + TINY


def seen(formula, changed):
    """Tell whether no code can be close to both formulas."""
    return changed * CLOSE + TINY < formula
