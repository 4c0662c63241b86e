"""Inputs of exact computations: oracles that are read as deep as needed, and recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from computable.ball import Ball, Node, ball_between
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

    __slots__ = ("_contradiction", "_lower", "_upper", "oracle", "transcript")
    reads = True
    parts: Sequence[Node] = ()

    def __init__(self, oracle: RealOracle) -> None:
        self.oracle = oracle
        self.transcript = Transcript()
        self._contradiction = ""
        self._lower: Fraction | None = None
        self._upper: Fraction | None = None

    def read(self, depth: int) -> Fraction:
        """Return an answer within ``2**-depth``, one that is known if there is one.

        Raises
        ------
        DomainError
            If the oracle answers no rational, or contradicts itself.
        """
        if self._contradiction:
            raise DomainError(self._contradiction)
        known = [query for query in self.transcript if query.depth >= depth]
        if known:
            return min(known, key=lambda query: query.depth).answer
        answer = exact_value(self.oracle.query(depth), name=f"answer at depth {depth}")
        radius = Fraction(1, 1 << depth)
        lower = answer - radius if self._lower is None else max(self._lower, answer - radius)
        upper = answer + radius if self._upper is None else min(self._upper, answer + radius)
        self.transcript.asked += 1
        self.transcript.record(ENTRY, depth, answer)
        if lower > upper:
            depths = ", ".join(str(query.depth) for query in self.transcript)
            self._contradiction = (
                f"answer at depth {depth}: no real number fits the answers at depths {depths}"
            )
            raise DomainError(self._contradiction)
        self._lower, self._upper = lower, upper
        return answer

    def ball(self, bits: int, depth: int) -> Ball:
        """Return a ball around all that is known after a reading at ``depth``."""
        self.read(depth)
        assert self._lower is not None and self._upper is not None
        return ball_between(self._lower, self._upper)

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
        self._value = integer
        self._scale = 1
        self._length = 0

    def query(self, depth: int) -> Fraction:
        """Return the number cut off after enough digits: the rest is below one unit."""
        while self._scale < 1 << checked_depth(depth):
            self._value = self._value * self._base + self._next()
            self._scale *= self._base
            self._length += 1
        return Fraction(self._value, self._scale)

    def _next(self) -> int:
        try:
            digit = next(self._digits)
        except StopIteration:
            raise DomainError(f"digit stream: it ended after {self._length} digits") from None
        number = exact_value(digit, name=f"digit {self._length + 1}")
        if number.denominator != 1 or abs(number) >= self._base:
            rule = f"an integer with |digit| < {self._base}"
            raise DomainError(f"digit {self._length + 1}: got {digit!r}, need {rule}")
        return int(number)


class Intervals:
    """An oracle of the number in all intervals ``function(0), function(1), ...``."""

    MOST = 1 << 20

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
