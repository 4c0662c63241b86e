"""Numbers on the tracks of a tape, and what an operation on them is for a Turing machine.

The tape is a sequence of groups of ``width`` cells. Cell t of the groups 0, 1, ... is *track* t and
holds a number: the bit of worth 2^i, written 1 (bit 0) or 2 (bit 1), lies in group i, and the cells
from its length on are blank. The highest bit is always 1, so a number is 0 if and only if its track
is blank in group 0. To the left of group 0 all is blank for ever: on its way back an operation
knows group -1 by the tracks that are blank there and nowhere before, so no mark is needed.

An operation goes to the right and comes back. It is given by what it does in a state ``info`` on a
symbol: write, move by some cells, and go on in another state; or leave to another operation.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from computable.errors import DomainError
from computable.machine.turing.plain import Configuration

__all__ = ["SYMBOLS", "Go", "Info", "Leave", "Operation", "number_on_track"]

SYMBOLS = 3
"""Of a compiled machine: blank, bit 0, bit 1."""

Info = tuple[int, ...]


class Go(NamedTuple):
    """Write, move by ``distance != 0`` cells, go on with ``info``."""

    write: int
    distance: int
    info: Info


class Leave(NamedTuple):
    """Write; the head is ``at`` cells to the right of the start of group 0; take a way on."""

    write: int
    at: int
    way: int


class Operation(Protocol):
    """A part of a Turing machine."""

    @property
    def ways(self) -> tuple[int, ...]:
        """The numbers of the operations that it can leave to; -1 halts."""

    def begin(self) -> tuple[int, Info]:
        """Return the cell of group 0 where it starts, and its first state."""

    def act(self, info: Info, symbol: int, width: int) -> Go | Leave:
        """Return what it does."""


def number_on_track(configuration: Configuration, track: int, *, width: int, first: int = 0) -> int:
    """Return the number on a track, where group 0 starts at the cell ``first``.

    Raises
    ------
    DomainError
        If there is no number on it.

    Examples
    --------
    >>> tape = Configuration(state=0, head=0, first=0, tape=bytes([1, 2, 2, 0, 2]))
    >>> [number_on_track(tape, track, width=2) for track in (0, 1)]
    [6, 1]
    """
    cells = configuration.cells(first, configuration.first + len(configuration.tape))
    bits = cells[track::width].rstrip(b"\0")
    if bits and (not set(bits) <= {1, 2} or bits[-1] != 2):
        raise DomainError(
            f"track {track}: got symbols that end with {[*bits[-5:]]}, need 1s, 2s, 2"
        )
    return sum((bit - 1) << i for i, bit in enumerate(bits))
