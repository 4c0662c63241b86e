"""Turing machines that come back to where they were, or to the same place farther on."""

from __future__ import annotations

from typing import NamedTuple

from computable.machine.deciding.witness import Cycle, TranslatedCycle
from computable.machine.turing.plain import Configuration, Plain
from computable.machine.turing.table import Table

__all__ = ["find_cycle"]

BACK = 40
"""Records that are compared with the newest one."""


class Record(NamedTuple):
    """The head is farther to one side than ever before.

    ``lowest`` is how far it was on this side, at least, since the record before this one.
    """

    step: int
    there: Configuration
    lowest: int


def find_cycle(table: Table, limit: int) -> Cycle | TranslatedCycle | None:
    """Return a cycle or a translated cycle that shows within ``limit`` steps, if there is one.

    Configurations are compared when the head reaches a new cell (a translated cycle has infinitely
    many such steps) and with those after 1, 3, 7, 15, ... steps (Brent's method).

    Examples
    --------
    >>> from computable.machine.turing.table import parse_table
    >>> find_cycle(parse_table("1RB0LB_1RA0RA"), 100)
    TranslatedCycle(start=0, period=2, shift=2)
    >>> find_cycle(parse_table("0RB1RA_0LA1LA"), 100)
    Cycle(start=1, period=2)
    """
    run = Plain(table)
    anchor, at, following = run.configuration(), 0, 1
    records = {side: [Record(0, anchor, 0)] for side in (-1, 1)}
    lowest = {-1: 0, 1: 0}
    for step in range(1, limit + 1):
        run.advance(step)
        if run.halted:
            return None
        if (run.state, run.head) == (anchor.state, anchor.head) and run.configuration() == anchor:
            return Cycle(start=at, period=step - at)
        if step == following:
            anchor, at, following = run.configuration(), step, 2 * step + 1
        for side in (-1, 1):
            place = side * run.head
            lowest[side] = min(lowest[side], place)
            if place > side * records[side][-1].there.head:
                new = Record(step, run.configuration(), lowest[side])
                found = _recurrence(records[side], new, side)
                if found is not None:
                    return found
                records[side].append(new)
                lowest[side] = place
    return None


def _recurrence(records: list[Record], new: Record, side: int) -> TranslatedCycle | None:
    """Compare a record with those before it, as far back as the head went in between."""
    lowest = new.lowest
    for old in records[: -BACK - 1 : -1]:
        if old.there.state == new.there.state:
            shift, ends = new.there.head - old.there.head, sorted((side * lowest, old.there.head))
            window = old.there.cells(ends[0], ends[1] + 1)
            if window == new.there.cells(ends[0] + shift, ends[1] + shift + 1):
                period = new.step - old.step
                return TranslatedCycle(start=old.step, period=period, shift=shift)
        lowest = min(lowest, old.lowest)
    return None
