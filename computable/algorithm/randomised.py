"""Two kinds of randomised algorithms, and how often each can succeed at a tie (Theorem A')."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from computable.algorithm.run import Algorithm

__all__ = ["AlwaysHalting", "MayRunForever", "Randomised"]


@dataclass(frozen=True)
class AlwaysHalting:
    """A randomised algorithm that halts with probability 1 on every oracle (it is assumed to).

    Examples
    --------
    >>> AlwaysHalting.most(2)
    Fraction(1, 2)
    """

    algorithm: Algorithm

    @staticmethod
    def most(columns: int) -> Fraction:
        """Return 1/q: somewhere its success probability is not larger (up to every delta > 0)."""
        return Fraction(1, columns)


@dataclass(frozen=True)
class MayRunForever:
    """A randomised algorithm that may run for ever, which counts as a failure.

    Examples
    --------
    >>> MayRunForever.most(2)
    Fraction(2, 3)
    """

    algorithm: Algorithm

    @staticmethod
    def most(columns: int) -> Fraction:
        """Return q/(2q-1): somewhere its success probability is not larger; this is attained."""
        return Fraction(columns, 2 * columns - 1)


Randomised = AlwaysHalting | MayRunForever
