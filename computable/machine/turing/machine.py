"""Turing machines with one two-way infinite tape."""

from __future__ import annotations

from dataclasses import dataclass

from computable.machine.turing.plain import Plain
from computable.machine.turing.race import Race
from computable.machine.turing.table import Table, parse_table, table_text

__all__ = ["TuringMachine"]


@dataclass(frozen=True)
class TuringMachine:
    """A Turing machine: it starts in state A on a tape of zeros.

    The halting step counts: that into a state beyond the last, and that of reading a symbol for
    which nothing is defined (which changes nothing).

    Attributes
    ----------
    table : Table

    Examples
    --------
    >>> champion = TuringMachine.parse("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA")
    >>> run = champion.start()
    >>> run.advance(10**10)
    >>> run.halted, run.steps, run.nonzero
    (True, 47176870, 4098)
    """

    table: Table

    @classmethod
    def parse(cls, text: str) -> TuringMachine:
        """Read a machine in the standard text format, ``1RB1LB_1LA1RZ``.

        Raises
        ------
        DomainError
            With the position at which something else was expected.
        """
        return cls(parse_table(text))

    @property
    def text(self) -> str:
        """The machine in the standard text format."""
        return table_text(self.table)

    @property
    def states(self) -> int:
        """How many states there are, without those that halt."""
        return len(self.table)

    @property
    def symbols(self) -> int:
        """How many symbols there are."""
        return len(self.table[0])

    def start(self) -> Race:
        """Return a new computation, accelerated."""
        return Race(self.table)

    def start_plain(self) -> Plain:
        """Return a new computation that takes every step."""
        return Plain(self.table)

    def __str__(self) -> str:
        return self.text
