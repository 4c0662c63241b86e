"""Turing machines that cannot reach a halt from far away: looking back from it.

From "state and symbol read halt" one goes back step by step; cells that have not been touched are
unknown. Where each way back ends in a contradiction after fewer than k steps, a run of k steps or
more never halts.
"""

from __future__ import annotations

from computable.machine.deciding.witness import Backward
from computable.machine.turing.plain import Plain
from computable.machine.turing.table import Table

__all__ = ["find_backward"]

Partial = tuple[int, int, tuple[tuple[int, int], ...]]
"""State, head, and the known cells with their symbols, ascending."""


def find_backward(table: Table, depth: int, width: int = 10_000) -> Backward | None:
    """Return a proof by looking back at most ``depth`` steps, at ``width`` possibilities at most.

    Examples
    --------
    >>> from computable.machine.turing.table import parse_table
    >>> find_backward(parse_table("1RB0LA_1LA1RZ"), 20)
    Backward(depth=4)
    """
    level: set[Partial] = {
        (q, 0, ((0, s),))
        for q, row in enumerate(table)
        for s, v in enumerate(row)
        if v is None or v.state >= len(table)
    }
    for k in range(1, depth + 1):  # the level halts in its k-th step
        if len(level) > width:
            return None
        level = {before for partial in level for before in _before(table, partial)}
        if not level:
            run = Plain(table)
            run.advance(k + 1)
            return None if run.halted else Backward(depth=k + 1)
    return None


def _before(table: Table, partial: Partial) -> list[Partial]:
    """Return what one step leads to the partial configuration, relative to its own head."""
    state, head, cells = partial
    found = []
    for q, row in enumerate(table):
        for s, v in enumerate(row):
            if v is None or v.state != state:
                continue
            known, there = dict(cells), head - v.move
            if known.get(there, v.write) == v.write:
                known[there] = s
                found.append((q, 0, tuple(sorted((c - there, w) for c, w in known.items()))))
    return found
