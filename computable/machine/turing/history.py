"""The configurations of a Turing machine after each step, and how they are written in a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from computable.machine.turing.plain import Configuration, Plain
from computable.machine.turing.table import Table, state_name

__all__ = ["Moment", "Window", "history", "history_lines", "row_text", "visited"]

WIDTH = 80
"""Columns of a line."""
BEYOND = "..."
"""Written where a window cuts off cells that are not 0."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Where a computation is after some steps.

    Attributes
    ----------
    step : int
    configuration : Configuration
    halted : bool
        This step was the halting step.
    """

    step: int
    configuration: Configuration
    halted: bool


class Window(NamedTuple):
    """The cells from ``first`` up to, not including, ``end``."""

    first: int
    end: int

    def around(self, head: int, cells: int) -> Window:
        """Return the part of the window with so many cells that has the head nearest its middle."""
        if self.end - self.first <= cells:
            return self
        first = min(max(self.first, head - cells // 2), self.end - cells)
        return Window(first, first + cells)


def history(
    table: Table, steps: int, configuration: Configuration | None = None
) -> Iterator[Moment]:
    """Yield the moments before the first step and after each of so many, or until it halts.

    Examples
    --------
    >>> from computable.machine.turing.table import parse_table
    >>> for moment in history(parse_table("1RB1LB_1LA1RZ"), 100):
    ...     print(row_text(moment, states=2, symbols=2, window=Window(-2, 2)))
    0 A     0 0[0]0
    1 B     0 0 1[0]
    2 A     0 0[1]1
    3 B     0[0]1 1
    4 A    [0]1 1 1
    5 B     1[1]1 1
    6 halt  1 1[1]1
    """
    run = Plain(table, configuration)
    while True:
        yield Moment(step=run.steps, configuration=run.configuration(), halted=run.halted)
        if run.halted or run.steps >= steps:
            return
        run.advance(run.steps + 1)


def visited(table: Table, steps: int, configuration: Configuration | None = None) -> Window:
    """Return the cells that the head visits in so many steps, and all others that are not 0."""
    run = Plain(table, configuration)
    start = run.configuration()
    low, high = start.head, start.head
    if start.tape:
        low, high = min(low, start.first), max(high, start.first + len(start.tape) - 1)
    while not run.halted and run.steps < steps:
        run.advance(run.steps + 1)
        low, high = min(low, run.head), max(high, run.head)
    return Window(low, high + 1)


def row_text(
    moment: Moment,
    *,
    states: int,
    symbols: int,
    window: Window,
    digits: int = 1,
    width: int = WIDTH,
) -> str:
    """Write a moment in a line: its step, its state, and the window on the tape.

    The cell that is read is in brackets. If the window is too wide the line shows as much of it as
    there is room for, around the head, and dots where it cuts off cells that are not 0.

    Parameters
    ----------
    moment : Moment
    states, symbols : int
        Of the machine.
    window : Window
        The cells that are shown, if there is room.
    digits : int
        Columns for the step.
    width : int
        Of the line.

    Examples
    --------
    >>> start = Moment(step=0, configuration=Configuration(
    ...     state=0, head=3, first=0, tape=bytes([1, 2] * 20)), halted=False)
    >>> print(row_text(start, states=2, symbols=3, window=Window(0, 40), width=30))
    0 A        1 2 1[2]1 2 1 2 ...
    """
    there = moment.configuration
    cell = len(str(symbols - 1))
    places = max(4, len(state_name(states - 1)))
    state = "halt" if moment.halted else state_name(there.state)
    front = f"{moment.step:>{digits}} {state:<{places}}"
    room = width - len(front) - 2 - 2 * len(BEYOND)
    part = window.around(there.head, max(1, room // (cell + 1)))
    text = " "
    for place, symbol in enumerate(there.cells(part.first, part.end), part.first):
        text = f"{text[:-1]}[" if place == there.head else text
        text += f"{symbol:>{cell}}{']' if place == there.head else ' '}"
    last = there.first + len(there.tape)
    left = BEYOND if there.first < part.first and any(there.cells(there.first, part.first)) else ""
    right = BEYOND if last > part.end and any(there.cells(part.end, last)) else ""
    pad = "" if part == window else " " * len(BEYOND)
    return f"{front} {left or pad}{text}{right}".rstrip()


def history_lines(table: Table, steps: int, width: int = WIDTH) -> Iterator[str]:
    """Yield a line for each moment of the run from a tape of zeros, none longer than ``width``.

    Cells are below each other, unless the head visits more of them than a line can show: then the
    window follows the head.
    """
    window, digits = visited(table, steps), len(str(steps))
    for moment in history(table, steps):
        yield row_text(
            moment,
            states=len(table),
            symbols=len(table[0]),
            window=window,
            digits=digits,
            width=width,
        )
