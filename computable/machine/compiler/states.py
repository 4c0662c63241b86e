"""Operations on tracks put together to the table of a Turing machine."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from computable.errors import DomainError
from computable.machine.compiler.sweeps import SYMBOLS, Go, Info, Operation
from computable.machine.turing.table import Instruction, Table

__all__ = ["assemble"]

MOST = 20_000
"""States of the table of a program."""


class At(NamedTuple):
    """An operation is in the state ``info``."""

    operation: int
    info: Info


class Deed(NamedTuple):
    """Write, move by ``distance`` cells (0: to and fro), go on with ``then``, or halt if None."""

    write: int
    distance: int
    then: At | None


Deeds = dict[At, tuple[Deed, ...]]
"""What is done on each symbol."""


class Walk(NamedTuple):
    """The head has ``distance`` cells to go (0: it is there) to where a class of states begins."""

    distance: int
    then: int


def assemble(operations: Sequence[Operation], first: int, *, width: int, head: int) -> Table:
    """Return a table that takes up an operation and goes on, without states that do the same.

    Parameters
    ----------
    operations : sequence of Operation
        Their ways lead to indices of this sequence, or to -1, which halts.
    first : int
        The operation that comes first.
    width : int
        Cells of a group.
    head : int
        The cell where the head is at first, counted from the start of group 0.

    Examples
    --------
    >>> from computable.machine.compiler.forms import Form, Set
    >>> from computable.machine.turing.table import table_text
    >>> five = Set(track=0, form=Form({}, 5), following=-1)
    >>> print(table_text(assemble([five], 0, width=1, head=0)))
    2RB2RB2RB_1RC1RC1RC_2RD2RD2RD_0LE1RD1RD_0RZ0LE2LF_0RZ1LF2LF
    """
    if first < 0:
        return (tuple(Instruction(symbol, 1, 1) for symbol in range(SYMBOLS)),)
    cell, info = operations[first].begin()
    deeds, todo = Deeds(), [At(first, info)]
    while todo:
        state = todo.pop()
        if state not in deeds:
            if len(deeds) > MOST:
                raise DomainError(f"program: got more than {MOST} states, too large for a table")
            deeds[state] = _deeds(operations, state, width)
            todo += [deed.then for deed in deeds[state] if deed.then is not None]
    classes = _classes(deeds)
    return _table(deeds, classes, Walk(cell - head, classes[At(first, info)]))


def _deeds(operations: Sequence[Operation], state: At, width: int) -> tuple[Deed, ...]:
    operation, found = operations[state.operation], []
    for symbol in range(SYMBOLS):
        act = operation.act(state.info, symbol, width)
        if isinstance(act, Go):
            found.append(Deed(act.write, act.distance, At(state.operation, act.info)))
        elif (following := operation.ways[act.way]) < 0:
            found.append(Deed(act.write, 1, None))
        else:
            cell, info = operations[following].begin()
            found.append(Deed(act.write, cell - act.at, At(following, info)))
    return tuple(found)


def _classes(deeds: Deeds) -> dict[At | None, int]:
    """Divide the states as finely as needed for equal classes to do equal things.

    States of one class write and move the same and go on with states of one class: by induction,
    putting one for another changes nothing but names.
    """
    found: dict[At | None, int] = {**dict.fromkeys(deeds, 0), None: -1}
    count, before = 1, 0
    while count != before:
        names = dict[Hashable, int]()
        new: dict[At | None, int] = {None: -1}
        for state, row in deeds.items():
            does = found[state], tuple((write, move, found[then]) for write, move, then in row)
            new[state] = names.setdefault(does, len(names))
        count, before, found = len(names), count, new
    return found


def _table(deeds: Deeds, classes: dict[At | None, int], start: Walk) -> Table:
    """Write out every step; number the states so that often the next one has the next number."""
    members = {classes[state]: row for state, row in deeds.items()}

    def step(distance: int, then: int) -> tuple[int, Walk]:
        way = -1 if distance < 0 else 1  # a machine cannot stay where it is
        return way, Walk(distance - way, then)

    def row(state: Walk) -> list[tuple[int, int, Walk]]:
        if state.distance:
            return [(symbol, *step(*state)) for symbol in range(SYMBOLS)]
        return [(d.write, *step(d.distance, classes[d.then])) for d in members[state.then]]

    places, order, todo = dict[Walk, int](), list[list[tuple[int, int, Walk]]](), [start]
    while todo:
        state = todo.pop()
        if len(order) > MOST:
            raise DomainError(f"program: got more than {MOST} states, too large for a table")
        if state.then >= 0 and state not in places:
            places[state] = len(order)
            order.append(row(state))
            todo += [then for _, _, then in order[-1]]
    places[Walk(0, -1)] = len(order)
    return tuple(
        tuple(Instruction(write, move, places[then]) for write, move, then in row) for row in order
    )
