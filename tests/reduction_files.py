"""The claim 'reduction' from the format's text, in fractions; and whether it is true.

It shares no code with the checkers.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brute_force import Problem, sole_minimiser
from file_values import a_list, expect, integer, named, rational, vector

__all__ = ["Other", "Reduction"]

MOST = 4_000_000


class Other(Exception):
    """An argument of another kind."""


class Reduction:
    """An instance of one row, and what is said of it; a ValueError means that it is malformed."""

    def __init__(self, document: Any) -> None:
        names = "kind error steps column offset centre"
        _, error, steps, column, offset, centre = named(document["claim"], names)
        self.error, self.centre = rational(error), rational(centre)
        self.steps, self.offset = integer(steps, 1, MOST), integer(offset, 0, MOST - steps)
        expect(self.error >= 0 and self.centre > 0)
        shape, entries, y = named(document["instance"], "shape A y")
        m, N = (integer(v, 1, 10**18) for v in a_list(shape, 2))
        expect(m == 1)
        self.column = integer(column, 0, N - 1)
        row: dict[int, Fraction] = {}
        for entry in a_list(entries):
            i, j, value = a_list(entry, 3)
            expect(integer(i, 0, 0) == 0 and integer(j, 0, N - 1) not in row)
            row[j] = rational(value)
        self.output, (self.y,) = vector(document["output"], N), vector(y, 1)
        self.row = tuple(row.get(j, Fraction(0)) for j in range(N))
        self.problem = read_problem(document["problem"], N)
        kind, x, witness = named(document["argument"], "kind x witness", "modulus")
        if kind != "unique-minimiser":
            raise Other(kind)
        self.x, (self.witness,) = vector(x, N), vector(witness, 1)
        integer(document["argument"].get("modulus", 2), 2, 10**18 - 1)
        self.told: dict[Any, Fraction] = {}
        for kind, *place, depth, answer in map(a_list, a_list(document["transcript"])):
            expect((kind, len(place)) in (("A", 2), ("y", 1)) and integer(place[0], 0, 0) == 0)
            key = (*(integer(v, 0, N - 1) for v in place[1:]), integer(depth, 0, MOST))
            expect(self.told.setdefault(key, rational(answer)) == rational(answer))

    def is_made(self) -> bool:
        """Condition 2: the entry is that of a machine that halts."""
        raised = self.centre * (1 + Fraction(1, 1 << self.steps + self.offset))
        return self.row[self.column] == raised

    def is_legitimate(self) -> bool:
        """Condition 3."""
        for (*place, depth), answer in self.told.items():
            trues = [self.row[place[0]]] if place else [self.y]
            if place == [self.column]:
                trues.append(self.centre)
            if any(abs(answer - true) > Fraction(1, 1 << depth) for true in trues):
                return False
        return True

    def is_argued(self) -> bool:
        """Condition 4: the format's table, and the injective part of one row."""
        (name, parameter, weights), p = self.problem, self.witness
        bounds = [w * parameter if "lasso" in name else w for w in weights]
        for a, bound, v in zip(self.row, bounds, self.x):
            c = a * p
            if name == "linear-program":
                good = c == bound if v > 0 else c < bound and v == 0
            else:
                good = c == (bound if v > 0 else -bound) if v else abs(c) < bound
            if not good:
                return False
        r = self.y - sum(a * v for a, v in zip(self.row, self.x))
        match name:
            case "lasso":
                fits = p == 2 * r
            case "square-root-lasso":
                fits = p * p == 1 and r / p > 0 if r else p * p < 1
            case "basis-pursuit" if parameter:
                reached = r * r == parameter**2
                fits = r * r <= parameter**2 and (p == 0 or (reached and p / r >= 0))
            case _:
                fits = r == 0
        columns = [a for a, v in zip(self.row, self.x) if v]
        if name == "square-root-lasso" and r and columns:
            columns.append(self.y)
        return fits and len(columns) < 2 and 0 not in columns

    def is_missed(self) -> bool:
        """Condition 5: the output is farther than the error from x."""
        return sum((a - b) ** 2 for a, b in zip(self.output, self.x)) > self.error**2

    def is_solved(self) -> bool:
        """Tell without the witness whether x is the only minimiser."""
        return sole_minimiser(self.problem, (self.row,), (self.y,)) == self.x


def read_problem(value: Any, N: int) -> Problem:
    expect(isinstance(value, dict))
    name = value.get("name")
    if name == "linear-program":
        return Problem(name, Fraction(0), vector(named(value, "name cost")[1], N))
    expect(name in ("basis-pursuit", "lasso", "square-root-lasso"))
    least = "lambda" * (name != "basis-pursuit")
    named(value, f"name {least}", "weights" + " epsilon" * (not least))
    parameter = rational(value[least] if least else value.get("epsilon", "0"))
    weights = vector(value.get("weights", ["1"] * N), N)
    expect(parameter >= 0 and min(weights) > 0 and (parameter > 0 or not least))
    return Problem(name, parameter, weights)
