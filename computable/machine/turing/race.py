"""The block size that suits a Turing machine, found by running several at once."""

from __future__ import annotations

from computable.machine.turing.accelerated import Accelerated
from computable.machine.turing.plain import Configuration
from computable.machine.turing.table import Table

__all__ = ["Race"]

SIZES = (1, 2, 3, 4, 5, 6, 8)
FIRST = 64
"""Work of the first round; each round doubles it."""


class Race:
    """A computation of a Turing machine on blocks of the size that gets farthest with little work.

    All sizes run at once; after each round the slower half is left behind. At any number of steps
    all of them are in the same configuration, so nothing that is seen depends on the size.

    Attributes
    ----------
    size : int
        Of the blocks of the computation that is ahead.
    steps, halted, endless, work, nonzero : as for :class:`Accelerated`

    Examples
    --------
    >>> from computable.machine.turing.table import parse_table
    >>> run = Race(parse_table("1RB2LA1RA1RA_1LB1LA3RB1RZ"))
    >>> run.advance(10**7)
    >>> run.halted, run.steps, run.nonzero
    (True, 3932964, 2050)
    """

    def __init__(self, table: Table) -> None:
        self._runs = [Accelerated(table, size) for size in SIZES]
        self._work = FIRST
        self._front = self._runs[0]

    def advance(self, limit: int, work: int | None = None) -> None:
        """Run until it halts, ``limit`` steps have been taken, or about that much work is done."""
        end = None if work is None else self.work + work
        while not self.halted and self.steps < limit:
            if len(self._runs) == 1:
                self._front.advance(limit, None if end is None else max(0, end - self.work))
                return
            for run in self._runs:
                run.advance(limit, self._work)
            self._front = min(self._runs, key=lambda run: (not run.halted, -run.steps, run.work))
            if self.halted or self.steps >= limit or (end is not None and self.work >= end):
                return
            ahead = sorted(self._runs, key=lambda run: -run.steps)
            self._runs, self._work = ahead[: len(ahead) // 2], 2 * self._work

    @property
    def size(self) -> int:
        """Of the blocks of the computation that is ahead."""
        return self._front.size

    @property
    def steps(self) -> int:
        """How many steps have been taken."""
        return self._front.steps

    @property
    def halted(self) -> bool:
        """Whether the last of them was the halting step."""
        return self._front.halted

    @property
    def endless(self) -> bool:
        """A rule or a crossing repeats itself for ever, so it never halts (no witness is kept)."""
        return self._front.endless

    @property
    def work(self) -> int:
        """What the computation that is ahead did."""
        return self._front.work

    @property
    def nonzero(self) -> int:
        """How many cells are not 0."""
        return self._front.nonzero

    def configuration(self) -> Configuration:
        """Return where the computation is."""
        return self._front.configuration()
