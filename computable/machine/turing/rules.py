"""Proved rules: what a block machine does to run lengths, over and over.

A *shape* is all of a configuration but the lengths of runs longer than 1. A rule says: from this
shape, with lengths ``n_i >= least_i``, the machine returns to this shape with the lengths
``n_i + change_i``, in ``fixed + sum of rate_i n_i`` steps. It is proved by running the machine once
on lengths that are unknowns: a run is crossed as a whole, or loses a block, which needs ``n >= 2``.
Applied r times, it jumps over

    r (fixed + sum of rate_i n_i) + r (r - 1) / 2 (sum of rate_i change_i)   steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from computable.machine.turing.blocks import Block, Blocks

__all__ = ["Rule", "Side", "prove"]

Side = tuple[list[Block], list[int]]
"""Symbols and lengths of the runs on one side of the head, the nearest last; then zeros follow."""
Length = tuple[int, int]
"""An unknown (its number, or -1 for none) plus a constant."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What once around changes; ``moves`` is like ``rates``, for blocks that the head moves."""

    least: list[int]
    change: list[int]
    fixed: int
    rates: list[int]
    fixed_move: int
    moves: list[int]

    def times(self, lengths: list[int]) -> int | None:
        """Return how often the rule applies; ``None`` for ever."""
        times: int | None = None
        for n, least, change in zip(lengths, self.least, self.change, strict=True):
            if n < least:
                return 0
            if change < 0:
                often = (n - least) // -change + 1
                times = often if times is None else min(times, often)
        return times

    def steps(self, lengths: list[int], times: int) -> int:
        """Return the steps that so many applications take."""
        return _total(self.fixed, self.rates, lengths, self.change, times)

    def move(self, lengths: list[int], times: int) -> int:
        """Return how many blocks to the right the head moves."""
        return _total(self.fixed_move, self.moves, lengths, self.change, times)

    def times_within(self, lengths: list[int], times: int | None, steps: int) -> int:
        """Return how often, at most ``times``, the rule applies within so many steps."""
        if times is not None and self.steps(lengths, times) <= steps:
            return times
        once = self.steps(lengths, 1)
        growth = sum(a * c for a, c in zip(self.rates, self.change, strict=True))
        if growth == 0:
            return steps // once
        if growth > 0:  # r once + r (r - 1)/2 growth <= steps: a quadratic inequality for r
            middle = 2 * once - growth
            return (isqrt(middle * middle + 8 * growth * steps) - middle) // (2 * growth)
        low, high = 0, times or 1  # a shrinking run ends it; up to there the sum increases
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.steps(lengths, middle) <= steps else (low, middle)
        return low


def _total(fixed: int, rates: list[int], lengths: list[int], change: list[int], times: int) -> int:
    once = fixed + sum(a * n for a, n in zip(rates, lengths, strict=True))
    growth = sum(a * c for a, c in zip(rates, change, strict=True))
    return times * once + times * (times - 1) // 2 * growth


def prove(
    blocks: Blocks, state: int, way: int, left: Side, right: Side, crossings: int
) -> Rule | None:
    """Prove a rule from a configuration that so many crossings may lead back to its shape."""
    start = state, way, list(left[0]), list(right[0])
    before = _unknowns([*left[1], *right[1]])
    count = len(left[0])
    runs: dict[int, tuple[list[Block], list[Length]]] = {
        -1: (list(left[0]), before[:count]),
        1: (list(right[0]), before[count:]),
    }
    n = sum(unknown >= 0 for unknown, _ in before)
    least, rates, moves = [2] * n, [0] * n, [0] * n
    fixed = fixed_move = 0
    for _ in range(crossings):
        symbols, lengths = runs[way]
        found = blocks.crossing(state, way, symbols[-1] if symbols else blocks.blank)
        if not found.way:
            return None
        if (found.state, found.way) == (state, way):  # a whole run
            if not symbols:
                return None
            symbols.pop()
            unknown, constant = lengths.pop()
            fixed += found.steps * constant
            fixed_move += way * constant
            if unknown >= 0:
                rates[unknown] += found.steps
                moves[unknown] += way
            if not _push(runs[-way], found.block, (unknown, constant), blocks.blank):
                return None
            continue
        if symbols:
            unknown, constant = lengths[-1]
            if unknown < 0 and constant == 1:
                symbols.pop()
                lengths.pop()
            else:
                lengths[-1] = unknown, constant - 1
                if unknown >= 0:
                    least[unknown] = max(least[unknown], 2 - constant)
        fixed += found.steps
        if found.way == way:
            fixed_move += way
        state, way = found.state, found.way
        _push(runs[-way], found.block, (-1, 1), blocks.blank)
    if (state, way, runs[-1][0], runs[1][0]) != start:
        return None
    change = []
    for (unknown, constant), (now, other) in zip(before, [*runs[-1][1], *runs[1][1]], strict=True):
        if now != unknown or (unknown < 0 and other != constant):
            return None
        if unknown >= 0:
            change.append(other)
    return Rule(
        least=least, change=change, fixed=fixed, rates=rates, fixed_move=fixed_move, moves=moves
    )


def _unknowns(lengths: list[int]) -> list[Length]:
    """Return an unknown for each length that is not 1."""
    number = -1
    found = []
    for n in lengths:
        number += n != 1
        found.append((-1, 1) if n == 1 else (number, 0))
    return found


def _push(
    side: tuple[list[Block], list[Length]], block: Block, length: Length, blank: Block
) -> bool:
    """Put a run on a side; false if its length and that of the same block there are unknown."""
    symbols, lengths = side
    if symbols and symbols[-1] == block:
        (one, a), (two, b) = lengths[-1], length
        if one >= 0 and two >= 0:
            return False
        lengths[-1] = max(one, two), a + b
    elif symbols or block != blank:
        symbols.append(block)
        lengths.append(length)
    return True
