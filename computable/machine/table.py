"""The table of a Turing machine with one tape, in the standard text format.

``1RB1LB_1LA1RZ`` says for each state (A, B, ..., divided by underscores) and each symbol read (0,
1, ...) what to write, where to move and which state comes next. A state beyond the last halts, as
does ``---``, where nothing is defined.
"""

from __future__ import annotations

import string
from typing import NamedTuple

from computable.errors import DomainError

__all__ = ["Instruction", "Table", "parse_table", "table_text"]

STATES, SYMBOLS = string.ascii_uppercase, string.digits


class Instruction(NamedTuple):
    """Write a symbol, move (1: right, -1: left), go to a state (their number: halt)."""

    write: int
    move: int
    state: int


Table = tuple[tuple[Instruction | None, ...], ...]
"""For each state and each symbol read an instruction, ``None`` where undefined."""


def parse_table(text: str) -> Table:
    """Read a table from its text.

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
    rows = text.split("_")
    symbols = len(rows[0]) // 3
    if len(rows) >= len(STATES):
        raise DomainError(f"machine: got {len(rows)} states, need at most {len(STATES) - 1}")
    if not 2 <= symbols <= len(SYMBOLS):
        raise DomainError(
            f"machine: got {symbols} instructions before position {len(rows[0]) + 1}, "
            f"need 2 to {len(SYMBOLS)}, one for each symbol"
        )
    table, at = [], 1
    for row in rows:
        if len(row) != 3 * symbols:
            raise DomainError(
                f"machine: position {at}: got {len(row)} characters for a state, "
                f"need {3 * symbols}, {symbols} instructions of 3"
            )
        starts = range(0, len(row), 3)
        found = (_instruction(row[k : k + 3], at + k, symbols) for k in starts)
        table.append(tuple(v and v._replace(state=min(v.state, len(rows))) for v in found))
        at += len(row) + 1
    return tuple(table)


def _instruction(text: str, at: int, symbols: int) -> Instruction | None:
    if text == "---":
        return None
    write, move, state = text[0], text[1], text[2]
    for k, (found, allowed, name) in enumerate(
        (
            (write, SYMBOLS[:symbols], f"a symbol from 0 to {symbols - 1}, or ---"),
            (move, "LR", "the move L or R"),
            (state, STATES, "a state from A to Z"),
        )
    ):
        if found not in allowed:
            raise DomainError(f"machine: position {at + k}: got {found!r}, need {name}")
    return Instruction(int(write), 1 if move == "R" else -1, STATES.index(state))


def table_text(table: Table) -> str:
    """Return the text, with Z for every state that halts.

    Examples
    --------
    >>> table_text(parse_table("1RB1LH"))
    '1RZ1LZ'
    """
    return "_".join("".join(_text(v, len(table)) for v in row) for row in table)


def _text(instruction: Instruction | None, states: int) -> str:
    if instruction is None:
        return "---"
    write, move, state = instruction
    return f"{write}{'R' if move > 0 else 'L'}{STATES[state] if state < states else 'Z'}"
