"""The ways out of ``Real``: intervals, floats, integers; each correct or refused."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from computable.ball import (
    approximate,
    current_effort,
    end_points,
    rational_value,
    sign,
    sources,
    trimmed,
)
from computable.errors import UndecidedError
from computable.oracle import Transcript
from computable.real.source import Input

if TYPE_CHECKING:
    from computable.real.number import Real

__all__ = ["Enclosure", "enclosure", "floor", "inputs", "joint_transcript", "nearest_float"]


class Enclosure(NamedTuple):
    """A closed interval with rational end points that contains a number.

    Examples
    --------
    >>> interval = Enclosure(Fraction(1, 4), Fraction(1, 2))
    >>> Fraction(1, 3) in interval, interval.width, interval.midpoint
    (True, Fraction(1, 4), Fraction(3, 8))
    """

    lower: Fraction
    upper: Fraction

    @property
    def width(self) -> Fraction:
        """The difference of the end points."""
        return self.upper - self.lower

    @property
    def midpoint(self) -> Fraction:
        """The middle, within half the width of the number."""
        return (self.lower + self.upper) / 2

    def __contains__(self, value: object) -> bool:
        return self.lower <= value <= self.upper  # type: ignore[operator]


def enclosure(x: Real, n: int) -> Enclosure:
    """Return an interval of width at most ``2**(1 - n)`` around x."""
    return Enclosure(*end_points(trimmed(approximate(x, n), n)))


def nearest_float(x: Real) -> float:
    """Return the float64 nearest to x, a tie (only if it is a known rational) to the even one.

    Raises
    ------
    OverflowError
        If x is beyond the largest float.
    UndecidedError
        If x cannot be told from a tie between two floats.
    """
    depth, most = 64, 1100 + current_effort().separation
    while True:
        lower, upper = enclosure(x, depth)
        low, high = _float(lower), _float(upper)
        if low == high:
            if math.isinf(low):
                raise OverflowError("float: the number is beyond the largest float")
            return low or 0.0  # never -0.0
        if depth == 64 and (value := rational_value(x)) is not None:
            return float(value) or 0.0
        if depth >= most:
            raise UndecidedError(
                f"float: within 2^-{depth} of a tie between {low!r} and {high!r}, and not to be "
                "told from it"
            )
        depth = min(2 * depth, most)


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def floor(x: Real) -> int:
    """Return the greatest integer that is at most x.

    The floor is not computable: at an integer that is not known to be one it is undecided.

    Raises
    ------
    UndecidedError
        If x cannot be told from an integer.
    """
    lower, upper = enclosure(x, 3)
    if lower.__floor__() == upper.__floor__():
        return lower.__floor__()
    near = upper.__floor__()
    side = sign(x - near)
    if side is None:
        raise UndecidedError(
            f"integer part: within 2^-{current_effort().separation} of {near}, and not to be told "
            "from it"
        )
    return near if side >= 0 else near - 1


def truncated(x: Real) -> int:
    """Return the integer part towards zero; raises as :func:`floor` does."""
    lower, upper = enclosure(x, 2)
    if lower > -1 and upper < 1:
        return 0
    return floor(x) if upper > 0 else -floor(-x)


def inputs(x: Real) -> list[Input]:
    """Return the oracles that x is made of, each once, in the order of their use."""
    return [source for source in sources(x) if isinstance(source, Input)]


def joint_transcript(x: Real) -> Transcript:
    """Return what the inputs of x were asked: input k as entry ``('x', k)``."""
    joint = Transcript()
    for k, source in enumerate(inputs(x)):
        joint.asked += source.transcript.asked
        for query in source.transcript:
            joint.record(("x", k), query.depth, query.answer)
    return joint
