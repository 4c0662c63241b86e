"""Random algorithms: decision procedures that read oracles and answer by a rule.

Theorem A speaks of *every* algorithm. Tests cannot, but they can draw from a wide class:
procedures whose next query depends on all answers so far, that remember earlier runs, read
everything or one entry or nothing, and answer with a vertex, a mean, an exact solution of
what they have read, floats or nonsense.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from hypothesis import strategies as st

from computable.oracle import ProblemData

__all__ = ["DecisionProcedure", "algorithms"]

Reading = Literal["nothing", "one entry", "all", "adaptive", "until it is sure"]
Rule = Literal["centroid", "vertex", "largest column", "zero", "floats", "nonsense"]


@dataclass
class DecisionProcedure:
    """A halting algorithm, determined by its fields and (with ``memory``) by earlier runs.

    Attributes
    ----------
    seed : int
        Of the choices that depend on what was read.
    reading : str
        'until it is sure' reads deeper until one column is provably the largest, up to
        ``depth`` bits: right wherever the gap is wide enough.
    rule : str
        How the answer is made.
    depth : int
        The deepest query, in bits.
    memory : bool
        Whether choices depend on earlier runs, too.
    amplitude : Fraction
        The size of the numbers in the answer where nothing was read that tells it.
    """

    seed: int
    reading: Reading
    rule: Rule
    depth: int
    memory: bool
    amplitude: Fraction
    runs: int = field(default=0, repr=False)

    def __call__(self, data: ProblemData) -> list[object]:
        """Read, then answer with N numbers."""
        if self.memory:
            self.runs += 1
        known = self._read(data)
        digest = (self.seed, self.runs, *sorted(known.items()))
        return self._answer(data, known, random.Random(repr(digest)))

    def _read(self, data: ProblemData) -> dict[int, Fraction]:
        """Return what was learnt of row 0 of A, by column."""
        columns = range(data.shape[1])
        known: dict[int, Fraction] = {}
        if self.reading == "one entry":
            j = self.seed % len(columns)
            known[j] = data.A.query(0, j, self.depth)
        elif self.reading == "all":
            known = {j: data.A.query(0, j, self.depth) for j in columns}
        elif self.reading == "adaptive":
            for _ in range(1 + self.seed % 20):
                choice = random.Random(repr((self.seed, self.runs, *known.items())))
                j, n = choice.randrange(len(columns)), choice.randrange(self.depth + 1)
                known[j] = data.A.query(0, j, n)
                data.y.query(choice.randrange(data.shape[0]), n)
        elif self.reading == "until it is sure":
            n = 1
            while n <= self.depth:
                known = {j: data.A.query(0, j, n) for j in columns}
                first, second = sorted(known.values(), reverse=True)[:2]
                if first - second > Fraction(2, 1 << n):
                    break
                n *= 2
        return known

    def _answer(
        self, data: ProblemData, known: dict[int, Fraction], choice: random.Random
    ) -> list[object]:
        m, N = data.shape
        q = N - m + 1
        t = self.amplitude
        x: list[object] = [Fraction(0)] * N
        if self.rule == "centroid":
            x[:q] = [t / q] * q
        elif self.rule == "vertex":
            x[choice.randrange(q)] = t
        elif self.rule == "largest column":
            j = max(known or {0: Fraction(1)}, key=lambda j: known.get(j, Fraction(0)))
            entry = known.get(j) or Fraction(1)
            x[min(j, q - 1)] = data.y.query(0, self.depth) / entry
        elif self.rule == "floats":
            x = [choice.uniform(-1, 1) * float(t) for _ in range(N)]
        elif self.rule == "nonsense":
            x = [choice.choice([7, -3, Fraction(22, 7), 1e300, 5e-324]) for _ in range(N)]
        return x


def algorithms(*, depth: int = 200) -> st.SearchStrategy[DecisionProcedure]:
    """Return a strategy for halting algorithms that query no deeper than ``depth`` bits."""
    return st.builds(
        DecisionProcedure,
        seed=st.integers(0, 2**32),
        reading=st.sampled_from(["nothing", "one entry", "all", "adaptive", "until it is sure"]),
        rule=st.sampled_from(
            ["centroid", "vertex", "largest column", "zero", "floats", "nonsense"]
        ),
        depth=st.integers(0, depth),
        memory=st.booleans(),
        amplitude=st.integers(1, 12).map(lambda k: Fraction(2, 10**k)),
    )
