"""Numbers of Turing tables: every table has one, and no two have the same.

A *writer* of the bit b with gap g, in a table with three or more symbols, is g states one after
another in which a blank is overwritten, by 1 + b in the first and by 0 in the others, the head goes
to the right and the next state follows; for the other symbols nothing is defined. A table begins
with some writers (perhaps none): the gap is as long as it can be in the first one, all have the
same, the last one writes 1, and there are as many as possible. The rest is described by bits.

The number of a table is the number in whose binary digits, from the lowest on, those of two numbers
take turns: first a digit of P, then one of R.

- P is the sum of b_i 2^i over the writers i = 0, 1, ...; it is 0 if there are none.
- R is 2^k plus the sum of r_i 2^i over the k bits r_0, r_1, ... of the description. These are the
  number of symbols, the gap plus 1 (just 1 if there are no writers), then the instructions of all
  states of the rest, for the symbols 0, 1, ... in turn. An instruction is described by what it
  writes minus what it reads (modulo the number of symbols), its move, and the number of its next
  state (one more than the last if it halts) minus that of its state. If all this is as in the
  instruction before, its bit is 1. Else it is 0, and then 0 where nothing is defined, or 1, the
  first difference plus 1, a bit that is 1 for a move to the right, and the second difference d as
  2d - 1 if d > 0, else as 2 - 2d. (Before the first instruction there is one where nothing is
  defined.) Numbers n > 0 are written in Elias' gamma code: one zero less than n has binary digits,
  then these from the highest on.

All this can be undone: R tells the gap and the rest, the digits of P the writers. The description
never mentions how many writers there are. So a description R can be written by writers in front of
the rest that it describes: they make P = R and change no bit of R, and the number of that table is
R with every digit doubled (:mod:`computable.machine.diagonal.table`).
"""

from __future__ import annotations

from computable.errors import DomainError
from computable.machine.turing.table import SYMBOLS, Instruction, Table

__all__ = ["description", "table_number", "table_of_number", "writer"]

Relative = tuple[int, int, int] | None
"""What an instruction writes minus what it reads, its move, how many states it goes ahead."""
LONGEST = 10_000_000
"""States of a table that is made from its number."""


def table_number(table: Table) -> int:
    """Return the number of a table.

    Examples
    --------
    >>> from computable.machine.turing.table import parse_table
    >>> table_number(parse_table("1RB1LB_1LA1RZ"))
    49143842670253738120
    """
    bits, gap = _writers(table)
    written = sum(bit << i for i, bit in enumerate(bits))
    first = gap * len(bits)
    described = description(table[first:], symbols=len(table[0]), gap=gap, first=first)
    return _spread(written) | _spread(described) << 1


def _spread(number: int) -> int:
    """Put a 0 after each binary digit: they are read as digits of base 4."""
    return int(f"{number:b}", 4)


def writer(bit: int, *, gap: int, first: int, symbols: int) -> Table:
    """Return the states, from number ``first`` on, that write a bit and go ``gap`` cells on."""
    return tuple(
        (Instruction(0 if k else 1 + bit, 1, first + k + 1), *[None] * (symbols - 1))
        for k in range(gap)
    )


def _writers(table: Table) -> tuple[list[int], int]:
    """Return the bits of the writers that a table begins with, and their gap, 0 if there are none.

    Examples
    --------
    >>> table = writer(1, gap=2, first=0, symbols=3) + writer(0, gap=2, first=2, symbols=3)
    >>> _writers(table + writer(1, gap=2, first=4, symbols=3)), _writers(table)
    (([1, 0, 1], 2), ([1], 2))
    """
    written = [_written(row, state) for state, row in enumerate(table)]
    gap, bits = 1, list[int]()
    while gap < len(written) and written[gap] == 0:
        gap += 1
    for i in range(0, len(written) - gap + 1, gap):
        if written[i] not in (1, 2) or any(written[i + 1 : i + gap]):
            break
        bits.append(written[i] - 1)
    while bits and not bits[-1]:
        bits.pop()
    return bits, gap if bits else 0


def _written(row: tuple[Instruction | None, ...], state: int) -> int:
    """Return what a state of a writer writes, -1 for other states."""
    if len(row) < 3 or row[0] is None or any(v is not None for v in row[1:]):
        return -1
    write, move, following = row[0]
    return write if (move, following) == (1, state + 1) else -1


def description(rest: Table, *, symbols: int, gap: int, first: int = 0) -> int:
    """Return the number R that describes the states from number ``first`` on, after writers."""
    bits, before = [_gamma(symbols), _gamma(gap + 1)], _relative(None, 0, 0, symbols)
    for state, row in enumerate(rest, first):
        for read, instruction in enumerate(row):
            this = _relative(instruction, state, read, symbols)
            bits.append("1" if this == before else "0" + _code(this))
            before = this
    return int("1" + "".join(bits)[::-1], 2)


def _relative(instruction: Instruction | None, state: int, read: int, symbols: int) -> Relative:
    if instruction is None:
        return None
    write, move, following = instruction
    return (write - read) % symbols, move, following - state


def _code(this: Relative) -> str:
    if this is None:
        return "0"
    change, move, ahead = this
    jump = 2 * ahead - 1 if ahead > 0 else 2 - 2 * ahead
    return f"1{_gamma(change + 1)}{int(move > 0)}{_gamma(jump)}"


def _gamma(number: int) -> str:
    digits = f"{number:b}"
    return "0" * (len(digits) - 1) + digits


def table_of_number(number: int) -> Table:
    """Return the table with a given number.

    Raises
    ------
    DomainError
        If no table (of at most 10^7 states) has this number.

    Examples
    --------
    >>> table_of_number(table_number(((None, None),)))
    ((None, None),)
    """
    digits = f"{max(0, number):b}"
    digits = digits.zfill(len(digits) + len(digits) % 2)[::-1]
    try:
        table = _table(digits[0::2].rstrip("0"), _Reader(digits[1::2].rstrip("0")[:-1]))
    except IndexError:
        table = ()
    known = all(v is None or 0 <= v.state <= len(table) for row in table for v in row)
    if not (table and known and table_number(table) == number):
        raise DomainError(f"number: got one of {len(digits)} binary digits, need that of a table")
    return table


class _Reader:
    """Reads the bits of a description; after the last there are no more, which is an error."""

    def __init__(self, bits: str) -> None:
        self.bits, self.at = bits, 0

    def bit(self) -> bool:
        self.at += 1
        return self.bits[self.at - 1] == "1"

    def number(self) -> int:
        length, found = 1, 1
        while not self.bit():
            length += 1
        for _ in range(length - 1):
            found = 2 * found + self.bit()
        return found

    def relative(self) -> Relative:
        if not self.bit():
            return None
        change, move, jump = self.number() - 1, 1 if self.bit() else -1, self.number()
        return change, move, (jump + 1) // 2 if jump % 2 else 1 - jump // 2


def _table(written: str, reader: _Reader) -> Table:
    """Return the table from the bits that its writers write and the description of the rest."""
    symbols, gap = reader.number(), reader.number() - 1
    if not 2 <= symbols <= SYMBOLS or gap * len(written) > LONGEST:
        return ()
    rows = [
        row
        for i, bit in enumerate(written)
        for row in writer(int(bit), gap=gap, first=gap * i, symbols=symbols)
    ]
    before: Relative = None
    while reader.at < len(reader.bits):
        row = list[Instruction | None]()
        for read in range(symbols):
            before = before if reader.bit() else reader.relative()
            if before is None:
                row.append(None)
            else:
                change, move, ahead = before
                row.append(Instruction((read + change) % symbols, move, len(rows) + ahead))
        rows.append(tuple(row))
    return tuple(rows)
