"""Turing machines from the format's text, and what shows that they never halt: slow and plain.

It shares no code with the checkers. A run stops in front of the halting step.
"""

from __future__ import annotations

import re
from typing import Any

from file_values import expect

__all__ = ["Run", "Table", "TooMany", "comes_back", "is_closed", "looks_back", "parsed"]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST = 100_000
"""Partial configurations of a level; with more there is no answer."""
Table = tuple[dict[tuple[int, int], tuple[int, int, int] | None], int]
"""The instructions, and the number of states."""
Gram = tuple[int, ...]


class TooMany(Exception):
    """There is no answer."""


def parsed(text: str) -> Table:
    """Return the instructions; a ValueError means that the text is malformed."""
    rows = [re.findall("---|[^LR]+[LR][A-Z]+|.", row, re.DOTALL) for row in text.split("_")]
    states, symbols = len(rows), len(rows[0])
    expect(2 <= symbols <= 256 and all(len(row) == symbols for row in rows))
    written = {str(s): s for s in range(symbols)}
    rules: dict[tuple[int, int], tuple[int, int, int] | None] = {}
    for q, row in enumerate(rows):
        for s, part in enumerate(row):
            rules[q, s] = None
            if part == "---":
                continue
            write, way, name = re.split("([LR])", part, maxsplit=1)
            expect(write in written and (len(name) == 1 or (states >= 26 and len(name) <= 6)))
            number = -1
            for letter in name:
                number = (number + 1) * 26 + LETTERS.index(letter)
            rules[q, s] = written[write], {"L": -1, "R": 1}[way], number
    return rules, states


def halting(table: Table, state: int, symbol: int) -> bool:
    """Tell whether the step in this state that reads this symbol is a halting step."""
    rule = table[0][state, symbol]
    return rule is None or rule[2] >= table[1]


class Run:
    """A run, with the cells that it read."""

    def __init__(self, table: Table) -> None:
        self.table, self.tape, self.head, self.state = table, dict[int, int](), 0, 0
        self.steps, self.read = 0, list[int]()

    def step(self) -> bool:
        """Take a step, if it is not the halting step."""
        symbol = self.tape.get(self.head, 0)
        rule = self.table[0][self.state, symbol]
        if rule is None or halting(self.table, self.state, symbol):
            return False
        self.read.append(self.head)
        self.tape[self.head], move, self.state = rule
        self.head, self.steps = self.head + move, self.steps + 1
        return True

    def takes(self, steps: int) -> bool:
        """Take so many steps; false if one of them is the halting step."""
        return all(self.step() for _ in range(steps))


def comes_back(table: Table, start: int, period: int, shift: int) -> bool:
    """Tell whether a cycle (shift 0) or a translated cycle is one."""
    run = Run(table)
    if not run.takes(start):
        return False
    state, head, tape = run.state, run.head, dict(run.tape)
    run.read.clear()
    if not run.takes(period) or (run.state, run.head - shift) != (state, head):
        return False
    cells = {*tape, *(c - shift for c in run.tape)}
    if shift:
        least, most = min(run.read), max(run.read)
        cells = {c for c in cells if (c >= least if shift > 0 else c <= most)}
    return all(tape.get(c, 0) == run.tape.get(c + shift, 0) for c in cells)


def looks_back(table: Table, depth: int) -> bool:
    """Tell whether level ``depth`` is empty, and the machine itself takes so many steps."""
    before: dict[int, list[tuple[int, int, int, int]]] = {q: [] for q in range(table[1])}
    for (q, s), rule in table[0].items():
        if rule is not None and not halting(table, q, s):
            before[rule[2]].append((q, s, *rule[:2]))
    level = {(q, frozenset({(0, s)})) for q, s in table[0] if halting(table, q, s)}
    for _ in range(depth - 1):
        earlier = set()
        for state, cells in level:
            for q, s, write, move in before[state]:
                known = {c + move: v for c, v in cells}
                if known.get(0, write) == write:
                    earlier.add((q, frozenset({**known, 0: s}.items())))
        level = earlier
        if len(level) > MOST:
            raise TooMany
    return not level and Run(table).takes(depth)


def is_closed(table: Table, n: int, contexts: set[Any], left: set[Gram], right: set[Gram]) -> bool:
    """Tell whether the contexts hold the start, no halt, and whatever comes next."""
    zeros = (0,) * n
    if (zeros, 0, 0, zeros) not in contexts or zeros not in left or zeros not in right:
        return False
    symbols = {s for _, s in table[0]}
    for l, q, s, r in contexts:
        rule = table[0][q, s]
        if rule is None or halting(table, q, s) or (l not in left, r not in right)[rule[1] < 0]:
            return False
        write, move, then = rule
        cells = [*l, write, *r]
        for x in symbols:
            if move > 0 and (*r[1:], x) in right:
                after = [*cells[1:], x]
            elif move < 0 and (x, *l[:-1]) in left:
                after = [x, *cells[:-1]]
            else:
                continue
            if (tuple(after[:n]), then, after[n], tuple(after[n + 1 :])) not in contexts:
                return False
    return True
