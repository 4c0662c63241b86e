"""Turing machines on runs of blocks, with proved rules: steps are counted without taking them.

The tape is written in blocks of a few cells, equal neighbours as one run. A run that the head
crosses without a turn is crossed at once. Where a shape comes again and again, a rule is proved
(:mod:`computable.machine.turing.rules`) and applied as often as it holds. At any number of steps
the configuration is that of the plain computation.
"""

from __future__ import annotations

from computable.errors import DomainError
from computable.machine.turing.blocks import Blocks, within
from computable.machine.turing.plain import Configuration, trimmed
from computable.machine.turing.rules import Rule, Side, prove
from computable.machine.turing.table import Table

__all__ = ["Accelerated"]

Shape = tuple[object, ...]
WIDEST = 64
"""With more runs than this no rules are sought."""
LONGEST = 1 << 28
"""Cells of a tape that is written out."""


class Accelerated:
    """A computation of a Turing machine on runs of blocks.

    Attributes
    ----------
    steps : int
    halted : bool
    endless : bool
        A rule or a crossing repeats itself for ever, so it never halts (no witness is kept).
    work : int
        Crossings and applications of rules so far: what it costs.

    Examples
    --------
    >>> from computable.machine.turing.table import parse_table
    >>> run = Accelerated(parse_table("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA"), size=3)
    >>> run.advance(10**8)
    >>> run.halted, run.steps, run.nonzero, run.work < 1000
    (True, 47176870, 4098, True)
    """

    def __init__(self, table: Table, size: int) -> None:
        self.halted = self.endless = False
        self.work = 0
        self._blocks = Blocks(table, size)
        self._state, self._way = 0, 1
        self._left: Side = [], []
        self._right: Side = [], []
        self._at = 0  # blocks to the right of where the head started
        self._taken = self._inside = 0  # steps until the head was between blocks, and since then
        self._rules: dict[Shape, Rule] = {}
        self._seen: dict[Shape, tuple[int, int]] = {}  # when, and how long after the time before

    @property
    def steps(self) -> int:
        """How many steps have been taken."""
        return self._taken + self._inside

    @property
    def size(self) -> int:
        """Of a block."""
        return self._blocks.size

    def advance(self, limit: int, work: int | None = None) -> None:
        """Run until it halts, ``limit`` steps have been taken, or that much work is done."""
        if self.halted or limit <= self.steps:
            return
        end = None if work is None else self.work + work
        while self._taken < limit:
            if end is not None and self.work >= end:
                return
            self.work += 1
            if not self._jump(limit) and not self._cross(limit):
                break
        if not self.halted:
            self._inside = limit - self._taken

    def _jump(self, limit: int) -> bool:
        """Apply a rule if there is one, or prove one; false if nothing moved."""
        left, right = self._left, self._right
        if len(left[0]) + len(right[0]) > WIDEST:
            return False
        ones = (*(n == 1 for n in left[1]), *(n == 1 for n in right[1]))
        shape = self._state, self._way, tuple(left[0]), tuple(right[0]), ones
        rule = self._rules.get(shape)
        if rule is None:
            when, gap = self._seen.get(shape, (0, 0))
            self._seen[shape] = self.work, self.work - when if when else 0
            if not gap or self.work - when != gap:
                return False
            rule = prove(self._blocks, self._state, self._way, left, right, gap)
            if rule is None:
                return False
            self._rules[shape] = rule
        lengths = [n for n in (*left[1], *right[1]) if n != 1]
        times = rule.times(lengths)
        self.endless |= times is None
        times = rule.times_within(lengths, times, limit - self._taken) if times != 0 else 0
        if not times:
            return False
        self._taken += rule.steps(lengths, times)
        self._inside = 0
        self._at += rule.move(lengths, times)
        after = iter([n + times * c for n, c in zip(lengths, rule.change, strict=True)])
        for _, counts in (left, right):
            counts[:] = [n if n == 1 else next(after) for n in counts]
        self._seen.clear()
        return True

    def _cross(self, limit: int) -> bool:
        """Cross a block or a run; false if it halts, or the limit does not allow it."""
        state, way, rest = self._state, self._way, limit - self._taken
        symbols, lengths = self._right if way > 0 else self._left
        block = symbols[-1] if symbols else self._blocks.blank
        found = self._blocks.crossing(state, way, block)
        if not found.way:
            self.endless |= not found.steps
            if 0 < found.steps <= rest:
                self.halted, self._inside = True, found.steps
            return False
        if found.steps > rest:
            return False
        turned = found.way != way
        count = 1
        if not turned and found.state == state:
            self.endless |= not symbols
            count = rest // found.steps  # of zeros there are as many as anybody wants
            if symbols:
                count = min(count, lengths[-1])
        if symbols:
            lengths[-1] -= count
            if not lengths[-1]:
                symbols.pop()
                lengths.pop()
        if not turned:
            self._at += way * count
        self._taken += found.steps * count
        self._inside = 0
        self._state, self._way = found.state, found.way
        symbols, lengths = self._left if found.way > 0 else self._right
        if symbols and symbols[-1] == found.block:
            lengths[-1] += count
        elif symbols or found.block != self._blocks.blank:
            symbols.append(found.block)
            lengths.append(count)
        return True

    @property
    def nonzero(self) -> int:
        """How many cells are not 0."""
        both = (self._left, self._right)
        total = sum((len(s) - s.count(0)) * n for side in both for s, n in zip(*side, strict=True))
        before = self._block()
        _, _, after, _ = within(self._blocks.table, self._state, self._way, before, self._inside)
        return total + before.count(0) - after.count(0)

    def configuration(self) -> Configuration:
        """Return where the computation is.

        Raises
        ------
        DomainError
            If the tape is too long to be written out.
        """
        size = self._blocks.size
        if sum(self._left[1]) + sum(self._right[1]) > LONGEST // size:
            raise DomainError("tape: got more than 2^28 cells; nonzero counts without writing them")
        left = b"".join(s * n for s, n in zip(*self._left, strict=True))
        right = b"".join([s * n for s, n in zip(*self._right, strict=True)][::-1])
        table, edge = self._blocks.table, self._at * size
        state, at, block, _ = within(table, self._state, self._way, self._block(), self._inside)
        if self._way > 0:
            tape, start = left + block + right[size:], edge
        else:
            tape, start = left[:-size] + block + right, edge - size
        blank = size if self._way < 0 and not left else 0  # the block came from beyond the tape
        return trimmed(state, start + at, edge - len(left) - blank, tape)

    def _block(self) -> bytes:
        symbols, _ = self._right if self._way > 0 else self._left
        return symbols[-1] if symbols else self._blocks.blank
