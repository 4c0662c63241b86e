"""What a space-time diagram of a Turing machine shows: time runs downwards, the tape across.

A short run is shown step by step and cell by cell. A longer one is seen at evenly spaced steps, and
cells that share a column of the picture share their colour, as its mean. What is shown of a step
comes from its exact configuration.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from computable.errors import DomainError
from computable.machine.turing.plain import Configuration, Plain
from computable.machine.turing.race import Race
from computable.machine.turing.table import Table

__all__ = ["MOST_STEPS", "SpaceTime", "space_time"]

Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 1."""
SIDE = 2000
"""Rows and columns, at most."""
PLAIN = 10**6
"""Longer runs are accelerated."""
MOST_STEPS = 10**9
MOST_CELLS = 10**6


@dataclass(frozen=True, kw_only=True, eq=False)
class SpaceTime:
    """The configurations of a run, as many as there is room for.

    Attributes
    ----------
    steps : int
        Of the whole run.
    halted : bool
        Its last step was the halting step.
    stride : int
        Row r shows the configuration after ``stride * r`` steps.
    first, cells : int
        All that are shown: from the cell ``first`` on.
    share : int
        Column c shows so many of them, from ``first + share * c`` on.
    heads, states : tuple of int
        Of each row.
    colours : array of float32, shape (rows, columns, 3)
        The mean colour of the symbols.
    nonzero : int
        Cells that are not 0 after all steps.
    """

    steps: int
    halted: bool
    stride: int
    first: int
    cells: int
    share: int
    heads: tuple[int, ...]
    states: tuple[int, ...]
    colours: npt.NDArray[np.float32]
    nonzero: int

    def columns(self) -> tuple[int, ...]:
        """Return the column of the head in each row."""
        return tuple((head - self.first) // self.share for head in self.heads)


def space_time(
    table: Table, steps: int, palette: Sequence[Colour], *, side: int = SIDE
) -> SpaceTime:
    """Return what a picture of so many steps from a tape of zeros shows.

    Parameters
    ----------
    table : Table
    steps : int
        0 to 10^9; fewer if the machine halts.
    palette : sequence of (red, green, blue)
        The colour of each symbol.
    side : int
        Rows and columns, at most.

    Raises
    ------
    DomainError
        If there are more steps, or the tape gets longer than 10^6 cells.

    Examples
    --------
    >>> from computable.machine.turing.table import parse_table
    >>> found = space_time(parse_table("1RB1LB_1LA1RZ"), 1000, [(1, 1, 1), (0, 0, 0)])
    >>> found.steps, found.halted, found.first, found.cells, found.heads
    (6, True, -2, 4, (0, 1, 0, -1, -2, -1, 0))
    >>> found.colours[:, :, 0].astype(int)
    array([[1, 1, 1, 1],
           [1, 1, 0, 1],
           [1, 1, 0, 0],
           [1, 1, 0, 0],
           [1, 0, 0, 0],
           [0, 0, 0, 0],
           [0, 0, 0, 0]])
    """
    if not 0 <= steps <= MOST_STEPS:
        raise DomainError(f"picture: got {steps} steps, need 0 to {MOST_STEPS}")
    run = _run(table, steps)
    run.advance(steps)
    stride = run.steps // side + 1
    heads, states, low, high = [], [], 0, 0
    for there in _seen(table, run.steps, stride):
        heads.append(there.head)
        states.append(there.state)
        low = min(low, there.first, there.head)
        high = max(high, there.first + len(there.tape) - 1, there.head)
        if high - low >= MOST_CELLS:
            raise DomainError(f"picture: the tape gets longer than {MOST_CELLS} cells")
    cells = high + 1 - low
    share = (cells - 1) // side + 1
    columns = -(-cells // share)
    shades = np.array(palette, dtype=np.float32)
    colours = np.empty((len(heads), columns, 3), dtype=np.float32)
    base = np.repeat(np.arange(columns) * len(shades), share)
    for row, there in enumerate(_seen(table, run.steps, stride)):
        line = base + np.frombuffer(there.cells(low, low + columns * share), dtype=np.uint8)
        counts = np.bincount(line, minlength=columns * len(shades))
        colours[row] = counts.reshape(columns, len(shades)) @ shades / share
    return SpaceTime(
        steps=run.steps,
        halted=run.halted,
        stride=stride,
        first=low,
        cells=cells,
        share=share,
        heads=tuple(heads),
        states=tuple(states),
        colours=colours,
        nonzero=run.configuration().nonzero,
    )


def _run(table: Table, steps: int) -> Plain | Race:
    return Plain(table) if steps <= PLAIN else Race(table)


def _seen(table: Table, steps: int, stride: int) -> Iterator[Configuration]:
    run = _run(table, steps)
    for step in range(0, steps + 1, stride):
        run.advance(step)
        yield run.configuration()
