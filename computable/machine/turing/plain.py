"""Turing machines step by step, and what a tape looks like."""

from __future__ import annotations

from dataclasses import dataclass

from computable.machine.turing.table import Table

__all__ = ["Configuration", "Plain", "trimmed"]

ROOM = 1024
"""Cells that the tape grows by at first; then it doubles."""
NEAR = 64
"""It grows when the head is so near to an end."""


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """All that determines what a Turing machine does next.

    Attributes
    ----------
    state : int
        From 0; the number of states or more if the halting step led there.
    head : int
        The cell that is read, counted from the one where the machine started.
    first : int
        The cell of the first symbol; 0 if the tape is blank.
    tape : bytes
        The symbols from the first to the last that is not 0.
    """

    state: int
    head: int
    first: int
    tape: bytes

    @property
    def nonzero(self) -> int:
        """How many cells are not 0."""
        return len(self.tape) - self.tape.count(0)

    def cells(self, first: int, end: int) -> bytes:
        """Return the symbols in the cells from ``first`` up to, not including, ``end``."""
        low, high = max(first, self.first), min(end, self.first + len(self.tape))
        if low >= high:
            return bytes(max(0, end - first))
        inner = self.tape[low - self.first : high - self.first]
        return bytes(low - first) + inner + bytes(end - high)


def trimmed(state: int, head: int, first: int, tape: bytes) -> Configuration:
    """Return the configuration without zeros at the ends of the tape.

    Examples
    --------
    >>> trimmed(0, 3, -2, bytes([0, 0, 1, 2, 0]))
    Configuration(state=0, head=3, first=0, tape=b'\\x01\\x02')
    """
    right = tape.rstrip(b"\0")
    core = right.lstrip(b"\0")
    start = first + len(right) - len(core) if core else 0
    return Configuration(state=state, head=head, first=start, tape=core)


class Plain:
    """A computation of a Turing machine, step by step.

    Parameters
    ----------
    table : Table
    configuration : Configuration, optional
        Where to start, instead of state A at cell 0 of a blank tape.

    Examples
    --------
    >>> from computable.machine.turing.table import parse_table
    >>> run = Plain(parse_table("1RB1LB_1LA1RZ"))
    >>> run.advance(100)
    >>> run.halted, run.steps, run.configuration().nonzero
    (True, 6, 4)
    """

    def __init__(self, table: Table, configuration: Configuration | None = None) -> None:
        start = configuration or Configuration(state=0, head=0, first=0, tape=b"")
        self.steps, self.halted = 0, start.state >= len(table)
        low = min(start.first, start.head) - ROOM
        high = max(start.first + len(start.tape), start.head + 1) + ROOM
        self._tape = bytearray(high - low)
        self._tape[start.first - low : start.first - low + len(start.tape)] = start.tape
        self._low, self._head, self._state = low, start.head - low, start.state
        self._symbols = len(table[0])
        self._states = len(table)
        flat = (v for row in table for v in row)
        self._table = [None if v is None else (v.write, v.move, v.state) for v in flat]

    def advance(self, limit: int) -> None:
        """Run until it halts or ``limit`` steps have been taken."""
        tape, head, state, steps = self._tape, self._head, self._state, self.steps
        table, symbols, states = self._table, self._symbols, self._states
        while steps < limit and not self.halted:
            room = min(head, len(tape) - 1 - head)  # for as many steps the tape is long enough
            if room < NEAR:
                grow = max(ROOM, len(tape))
                tape[:0] = tape[len(tape) :] = bytes(grow)
                self._low, head = self._low - grow, head + grow
                continue
            for _ in range(min(limit - steps, room)):
                steps += 1
                instruction = table[state * symbols + tape[head]]
                if instruction is None:
                    self.halted = True
                    break
                tape[head], move, state = instruction
                head += move
                if state >= states:
                    self.halted = True
                    break
        self._head, self._state, self.steps = head, state, steps

    @property
    def state(self) -> int:
        """The state; the number of states if the halting step led there."""
        return self._state

    @property
    def head(self) -> int:
        """The cell that is read, counted from the one where the machine started."""
        return self._head + self._low

    def configuration(self) -> Configuration:
        """Return where the computation is."""
        return trimmed(self._state, self._head + self._low, self._low, bytes(self._tape))
