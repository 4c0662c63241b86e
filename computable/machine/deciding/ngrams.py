"""Turing machines whose neighbourhoods stay in a finite set: closed tape languages by n-grams.

What a head can have around it is overestimated: n cells on each side and, beyond, any cells that
make n-grams which have been seen there. If the closure of the start holds no halt, the machine
never halts.
"""

from __future__ import annotations

from computable.machine.deciding.witness import Context, NGrams
from computable.machine.turing.table import Table

__all__ = ["find_ngrams"]


def find_ngrams(table: Table, n: int, most: int = 20_000) -> NGrams | None:
    """Return a closed set of contexts with n cells on each side, if it has no halt.

    Parameters
    ----------
    most : int
        Contexts; with more the search is given up.

    Examples
    --------
    >>> from computable.machine.turing.table import parse_table
    >>> len(find_ngrams(parse_table("1RB0LA_1LA1RZ"), 1).contexts)
    4
    >>> find_ngrams(parse_table("1RB1LB_1LA1RZ"), 3) is None
    True
    """
    blank = bytes(n)
    sides: dict[int, set[bytes]] = {-1: {blank}, 1: {blank}}
    start: Context = (blank, 0, 0, blank)
    contexts, waiting = {start}, [start]
    while True:
        sizes = len(sides[-1]), len(sides[1])
        while waiting:
            context = waiting.pop()
            after = _after(table, context, sides)
            if after is None or len(contexts) > most:
                return None
            fresh = [c for c in after if c not in contexts]
            contexts.update(fresh)
            waiting += fresh
        if sizes == (len(sides[-1]), len(sides[1])):
            left, right = frozenset(sides[-1]), frozenset(sides[1])
            return NGrams(n=n, contexts=frozenset(contexts), left=left, right=right)
        waiting = list(contexts)  # what is new beyond may follow any of them


def _after(table: Table, context: Context, sides: dict[int, set[bytes]]) -> list[Context] | None:
    """Return what may come next, and note what is lost beyond; ``None`` if it halts."""
    left, state, symbol, right = context
    instruction = table[state][symbol]
    if instruction is None or instruction.state >= len(table):
        return None
    written, symbols = bytes([instruction.write]), range(len(table[0]))
    if instruction.move > 0:
        sides[-1].add(left)
        inner = left[1:] + written
        more = (right[1:] + bytes([x]) for x in symbols)
        return [(inner, instruction.state, right[0], r) for r in more if r in sides[1]]
    sides[1].add(right)
    inner = written + right[:-1]
    more = (bytes([x]) + left[:-1] for x in symbols)
    return [(l, instruction.state, left[-1], inner) for l in more if l in sides[-1]]
