"""Inputs of exact computations: oracles that are read as deep as needed, and recorded."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

from computable.ball import Ball, Node, ball_between, exclusive
from computable.errors import DomainError, UndecidedError
from computable.exact import exact_value
from computable.oracle import (
    MatrixOracle,
    RealOracle,
    Transcript,
    VectorOracle,
    checked_depth,
)

__all__ = ["DigitStream", "EntryOracle", "Input", "Intervals"]

ENTRY = ("x", 0)


class Input:
    """A leaf that is an oracle: what it has said is kept, and intersected.

    Attributes
    ----------
    transcript : Transcript
        The queries so far. An answer is asked for only if none as deep is known.
    """

    __slots__ = ("_bounds", "_contradiction", "_depths", "oracle", "transcript")
    reads = True
    parts: Sequence[Node] = ()

    def __init__(self, oracle: RealOracle) -> None:
        self.oracle = oracle
        self.transcript = Transcript()
        self._contradiction = ""
        self._depths: list[int] = []
        self._bounds: tuple[Fraction, Fraction] | None = None

    def read(self, depth: int) -> Fraction:
        """Return an answer within ``2**-depth``, one that is known if there is one.

        Raises
        ------
        DomainError
            If the oracle answers no rational, or contradicts itself.
        """
        with exclusive():
            if self._contradiction:
                raise DomainError(self._contradiction)
            place = bisect_left(self._depths, depth)
            if place < len(self._depths):
                known = self.transcript.recorded(ENTRY, self._depths[place])
                if known is not None:
                    return known
            answer = exact_value(self.oracle.query(depth), name=f"answer at depth {depth}")
            self._accept(depth, answer)
        return answer

    def _accept(self, depth: int, answer: Fraction) -> None:
        radius = Fraction(1, 1 << depth)
        lower, upper = answer - radius, answer + radius
        if self._bounds is not None:
            lower, upper = max(lower, self._bounds[0]), min(upper, self._bounds[1])
        if lower > upper:
            depths = ", ".join(map(str, [*self._depths, depth]))
            self._contradiction = (
                f"answer at depth {depth}: no real number fits the answers at depths {depths}"
            )
            raise DomainError(self._contradiction)
        self._bounds = (lower, upper)
        self.transcript.asked += 1
        self.transcript.record(ENTRY, depth, answer)
        insort(self._depths, depth)

    def ball(self, bits: int, depth: int) -> Ball:
        """Return a ball around all that is known after a reading at ``depth``."""
        answer = self.read(depth)
        return ball_between(*(self._bounds or (answer, answer)))

    def __reduce__(self) -> tuple[type[Input], tuple[RealOracle]]:
        return Input, (self.oracle,)


class EntryOracle:
    """One entry of an oracle of a vector or matrix, such as ``data.y`` or ``data.A``."""

    def __init__(self, array: VectorOracle | MatrixOracle, *index: int) -> None:
        self._array: Any = array
        self._index = index

    def query(self, depth: int) -> Fraction:
        """Return a rational within ``2**-depth`` of the entry."""
        answer: Fraction = self._array.query(*self._index, depth)
        return answer


class DigitStream:
    """An oracle that reads digits one by one, most significant first, and remembers them."""

    def __init__(self, digits: Iterator[int], *, integer: int, base: int) -> None:
        self._digits = digits
        self._base = base
        self._read: list[object] = []
        self._known = (0, integer, 1)
        """How many digits are counted, the number that they are, and base**count."""
        self._broken = ""

    def query(self, depth: int) -> Fraction:
        """Return the number cut off after enough digits: the rest is below one unit."""
        count, value, scale = self._known
        while scale < 1 << checked_depth(depth):
            value, scale = value * self._base + self._digit(count), scale * self._base
            count += 1
        self._known = (count, value, scale)
        return Fraction(value, scale)

    def _digit(self, index: int) -> int:
        """Return a digit; what the stream has given once is never lost, not even an error."""
        if self._broken:
            raise DomainError(self._broken)
        try:
            while len(self._read) <= index:
                before = len(self._read)
                self._read.extend(islice(self._digits, 1))  # one step, even for Ctrl-C
                if len(self._read) == before:
                    raise DomainError(f"digit stream: it ended after {before} digits")
            number = exact_value(self._read[index], name=f"digit {index + 1}")
            if number.denominator != 1 or abs(number) >= self._base:
                rule = f"an integer with |digit| < {self._base}"
                raise DomainError(f"digit {index + 1}: got {self._read[index]!r}, need {rule}")
        except Exception as error:
            self._broken = str(error) or f"digit stream: it raised {type(error).__name__}"
            raise
        return int(number)


class Intervals:
    """An oracle of the number in all intervals ``function(0), function(1), ...``."""

    MOST = 1 << 18

    def __init__(self, function: Callable[[int], tuple[object, object]]) -> None:
        self._function = function
        self._next = 0
        self._lower: Fraction | None = None
        self._upper: Fraction | None = None

    def query(self, depth: int) -> Fraction:
        """Return the midpoint once the intersection is at most ``2**(1 - depth)`` wide."""
        checked_depth(depth)
        while self._lower is None or self._upper is None or self._wider(depth):
            if self._next > self.MOST:
                raise UndecidedError(
                    f"nested intervals: wider than 2^{1 - depth} after {self.MOST} intervals"
                )
            self._look(depth)
        return (self._lower + self._upper) / 2

    def _wider(self, depth: int) -> bool:
        return self._upper - self._lower > Fraction(2, 1 << depth)  # type: ignore[operator]

    def _look(self, depth: int) -> None:
        k = self._next
        pair = self._function(k)
        try:
            low, high = pair
        except (TypeError, ValueError):
            raise DomainError(f"interval {k}: got {pair!r}, need a pair (lower, upper)") from None
        lower, _ = _bounds(low, depth, f"lower end of interval {k}")
        _, upper = _bounds(high, depth, f"upper end of interval {k}")
        lower = lower if self._lower is None else max(lower, self._lower)
        upper = upper if self._upper is None else min(upper, self._upper)
        if lower > upper:
            raise DomainError(f"interval {k}: it has no point in common with those before it")
        self._lower, self._upper, self._next = lower, upper, k + 1


def _bounds(end: object, depth: int, name: str) -> tuple[Fraction, Fraction]:
    """Return bounds of an end point: itself if it is rational, a little apart otherwise."""
    query = getattr(end, "query", None)
    if query is None:
        value = exact_value(end, name=name)
        return value, value
    value, radius = query(depth + 2), Fraction(1, 4 << depth)
    return value - radius, value + radius
