"""The table of a Turing machine with one tape, in the standard text format.

``1RB1LB_1LA1RZ`` says for each state (A, B, ..., divided by underscores) and each symbol read (0,
1, ...) what to write, where to move and which state comes next. A state beyond the last halts, as
does ``---``, where nothing is defined. After Z come the states AA, AB, ...; after 9 the symbol 10.
"""

from __future__ import annotations

import re
import string
from typing import NamedTuple, NoReturn

from computable.errors import DomainError

__all__ = ["Instruction", "Table", "parse_table", "state_name", "table_text"]

LETTERS = string.ascii_uppercase
SYMBOLS = 256
"""Symbols are the bytes of a tape."""
LONGEST = 10_000_000
"""Characters of a text."""
PARTS = (
    (re.compile("[0-9]+"), "a symbol from 0 to {last}, or ---"),
    (re.compile("[LR]"), "the move L or R"),
    (re.compile("[A-Z]+"), "a state, {states}"),
)


class Instruction(NamedTuple):
    """Write a symbol, move (1: right, -1: left), go to a state (their number: halt)."""

    write: int
    move: int
    state: int


Table = tuple[tuple[Instruction | None, ...], ...]
"""For each state and each symbol read an instruction, ``None`` where undefined."""


def state_name(number: int) -> str:
    """Return the name of a state, numbered from 0.

    Examples
    --------
    >>> [state_name(k) for k in (0, 25, 26, 52, 701, 702)]
    ['A', 'Z', 'AA', 'BA', 'ZZ', 'AAA']
    """
    name = ""
    while number >= 0:
        number, letter = divmod(number, len(LETTERS))
        name, number = LETTERS[letter] + name, number - 1
    return name


def _state_number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * len(LETTERS) + LETTERS.index(letter) + 1
    return number - 1


def parse_table(text: str) -> Table:
    """Read a table from its text.

    With less than 26 states the name of a state is one letter, and Z halts; else it has up to six.

    Raises
    ------
    DomainError
        With the position (from 1) at which something else was expected.

    Examples
    --------
    >>> parse_table("1RB---")
    ((Instruction(write=1, move=1, state=1), None),)
    >>> parse_table("1RB1XB")
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: machine: position 5: got 'X', need the move L or R
    """
    if not isinstance(text, str):
        raise DomainError(f"machine: got {type(text).__name__}, need a text like '1RB1LB_1LA1RZ'")
    if len(text) > LONGEST:
        raise DomainError(f"machine: got {len(text)} characters, need at most {LONGEST}")
    return _Reader(text).table()


class _Reader:
    """Reads one text; all it needs to know beforehand is how many states there are."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.states = text.count("_") + 1
        self.longest = 1 if self.states < len(LETTERS) else 6
        self.symbols = 0
        self.writes: list[tuple[int, str]] = []  # where each symbol is written

    def table(self) -> Table:
        rows = []
        for k in range(self.states):
            start, row = self.at, self._row()
            self.symbols = self.symbols or len(row)
            if not 2 <= self.symbols <= SYMBOLS:
                raise DomainError(
                    f"machine: got {self.symbols} instructions before position {self.at + 1}, "
                    f"need 2 to {SYMBOLS}, one for each symbol"
                )
            if len(row) != self.symbols:
                raise DomainError(
                    f"machine: position {start + 1}: got {len(row)} instructions for state "
                    f"{state_name(k)}, need {self.symbols}, as for state A"
                )
            rows.append(tuple(row))
            self.at += 1
        for at, symbol in self.writes:
            if len(symbol) > 3 or int(symbol) >= self.symbols or symbol != str(int(symbol)):
                self.at = at
                self._refuse(symbol, PARTS[0][1])
        return tuple(rows)

    def _row(self) -> list[Instruction | None]:
        row: list[Instruction | None] = []
        while self.at < len(self.text) and self.text[self.at] != "_":
            if self.text.startswith("---", self.at):
                self.at += 3
                row.append(None)
                continue
            start = self.at
            write, move, state = (self._part(pattern, need) for pattern, need in PARTS)
            if len(state) > self.longest:
                self.at -= len(state)
                self._refuse(state, PARTS[2][1])
            self.writes.append((start, write))
            number = min(_state_number(state), self.states)
            short = int(write) if len(write) <= 3 else 0
            row.append(Instruction(short, 1 if move == "R" else -1, number))
        return row

    def _part(self, pattern: re.Pattern[str], need: str) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            self._refuse(self.text[self.at : self.at + 1], need)
        self.at = found.end()
        return found[0]

    def _refuse(self, got: str, need: str) -> NoReturn:
        names = "A to Z" if self.longest == 1 else f"A to {state_name(self.states)} (halts)"
        last = self.symbols - 1 if self.symbols else "the last"
        shown = repr(got[:12]) if got else "the end"
        need = need.format(last=last, states=names)
        raise DomainError(f"machine: position {self.at + 1}: got {shown}, need {need}")


def table_text(table: Table) -> str:
    """Return the text; where less than 26 states leave Z free, Z is the state that halts.

    Examples
    --------
    >>> table_text(parse_table("1RB1LH"))
    '1RZ1LZ'
    """
    names = [state_name(k) for k in range(len(table) + 1)]
    if len(table) < len(LETTERS):
        names[-1] = LETTERS[-1]
    return "_".join("".join(_text(v, names) for v in row) for row in table)


def _text(instruction: Instruction | None, names: list[str]) -> str:
    if instruction is None:
        return "---"
    write, move, state = instruction
    return f"{write}{'R' if move > 0 else 'L'}{names[state]}"
