"""Confidence bounds for a success probability, in exact rationals."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from computable.errors import DomainError

__all__ = ["binomial_tail", "largest_likely_probability"]

GRID = 20


def binomial_tail(successes: int, runs: int, probability: Fraction) -> Fraction:
    """Return ``P(X <= successes)`` for X binomial, exactly.

    Examples
    --------
    >>> binomial_tail(1, 3, Fraction(1, 2))
    Fraction(1, 2)
    """
    a, d = probability.numerator, probability.denominator
    total = sum(comb(runs, i) * a**i * (d - a) ** (runs - i) for i in range(successes + 1))
    return Fraction(total, d**runs)


def largest_likely_probability(successes: int, runs: int, confidence: Fraction) -> Fraction:
    """Return the Clopper-Pearson upper bound of a success probability, rounded up.

    For every larger p, at most ``successes`` successes in that many runs have a probability of
    at most ``1 - confidence``: that is verified in exact rationals.

    Returns
    -------
    Fraction
        A multiple of ``2**-20``, at most 1; less than ``2**-20`` above the exact bound.

    Raises
    ------
    DomainError
        If a number is out of range.

    Examples
    --------
    >>> float(largest_likely_probability(0, 100, Fraction(95, 100)))  # 1 - 0.05^(1/100)
    0.02951335906982422
    """
    if not 0 <= successes <= runs or runs < 1:
        raise DomainError(f"successes: got {successes} of {runs} runs")
    if not 0 < confidence < 1:
        raise DomainError(f"confidence: got {confidence}, need 0 < confidence < 1")
    if successes == runs:
        return Fraction(1)
    low, high = 0, 1 << GRID  # the tail is 1 at 0, 0 at 1, and falls
    while high - low > 1:
        middle = (low + high) // 2
        if binomial_tail(successes, runs, Fraction(middle, 1 << GRID)) <= 1 - confidence:
            high = middle
        else:
            low = middle
    return Fraction(high, 1 << GRID)
