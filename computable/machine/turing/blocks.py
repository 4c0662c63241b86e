"""Turing machines that read several cells at once: what happens in a block until it is left.

The head of a *block machine* is between two blocks of ``size`` cells, and looks left or right. The
block there is entered, and the machine runs in it until it leaves it, halts, or never does either.
"""

from __future__ import annotations

from typing import NamedTuple

from computable.machine.turing.table import Table

__all__ = ["Block", "Blocks", "Crossing", "within"]

Block = bytes
"""The symbols of a block, from left to right."""


class Crossing(NamedTuple):
    """What becomes of a block, and where the head leaves it.

    Attributes
    ----------
    state : int
    way : int
        1 if the head leaves to the right, -1 to the left; 0 if it halts in the block or stays for
        ever, and then ``block`` is empty.
    block : Block
    steps : int
        Also those of a halt; 0 if the machine stays for ever.
    """

    state: int
    way: int
    block: Block
    steps: int


class Blocks:
    """The crossings of a table, found when they are first needed."""

    def __init__(self, table: Table, size: int) -> None:
        self.table, self.size = table, size
        self.blank = bytes(size)
        self._known: dict[tuple[int, int, Block], Crossing] = {}

    def crossing(self, state: int, way: int, block: Block) -> Crossing:
        """Return what happens to a block that is entered in a state, moving right (1) or left."""
        key = state, way, block
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._cross(state, way, block)
        return found

    def _cross(self, state: int, way: int, block: Block) -> Crossing:
        cells, seen = bytearray(block), set[tuple[int, int, bytes]]()
        at, steps = 0 if way > 0 else self.size - 1, 0
        while 0 <= at < self.size:
            here = state, at, bytes(cells)
            if here in seen:
                return Crossing(state, 0, b"", 0)
            seen.add(here)
            instruction = self.table[state][cells[at]]
            steps += 1
            if instruction is None or instruction.state >= len(self.table):
                return Crossing(state, 0, b"", steps)
            cells[at], move, state = instruction
            at += move
        return Crossing(state, 1 if at > 0 else -1, bytes(cells), steps)


def within(
    table: Table, state: int, way: int, block: Block, steps: int
) -> tuple[int, int, Block, bool]:
    """Return state, head (0 to size - 1, or just outside), block and halt after some steps in it.

    Parameters
    ----------
    steps : int
        No more than until the block is left or the machine halts; any number if it never does.
    """
    cells, at = bytearray(block), 0 if way > 0 else len(block) - 1
    seen: dict[tuple[int, int, bytes], int] = {}
    left = steps
    while left:
        here = state, at, bytes(cells)
        if here in seen:  # it goes round; the steps that are left after whole rounds remain
            left %= seen[here] - left
            seen.clear()
            continue
        seen[here] = left
        instruction = table[state][cells[at]]
        left -= 1
        if instruction is None:
            return state, at, bytes(cells), True
        cells[at], move, state = instruction
        at += move
        if state >= len(table):
            return state, at, bytes(cells), True
    return state, at, bytes(cells), False
