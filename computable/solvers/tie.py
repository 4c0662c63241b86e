r"""Solvers of tie instances: even splitting, guessing, and guessing with the best odds.

``GuessOrRead`` attains the bound of Theorem A' for algorithms that need not halt: with
probability q/(2q-1) it answers at once with a vertex drawn uniformly; otherwise it reads until
a column wins. At ``D_j`` it is right with probability
``1/(2q-1) + (q-1)/(2q-1) = q/(2q-1)``; at the centre every vertex is right, and it answers with
probability q/(2q-1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.oracle import ProblemData
from computable.problem import winner

__all__ = ["GuessOrRead", "guess", "split_evenly"]


def split_evenly(data: ProblemData, *, depth: int = 64) -> list[Fraction]:
    """Return the centroid of the tie, from one reading: right at the centre up to ``2**-depth``."""
    return _point(data, depth, None)


def guess(data: ProblemData, *, depth: int = 64) -> list[Fraction]:
    """Return one of the q vertices, each with the same probability."""
    m, N = data.shape
    return _point(data, depth, data.coins.below(N - m + 1))


@dataclass(frozen=True)
class GuessOrRead:
    """Guess with probability q/(2q-1), otherwise read until a column wins.

    Attributes
    ----------
    depth : int
        Bits of the answer.
    """

    depth: int = 64

    def __call__(self, data: ProblemData) -> list[Fraction]:
        """Return a vertex; never, with probability (q-1)/(2q-1), at the centre."""
        m, N = data.shape
        q = N - m + 1
        drawn = data.coins.below(2 * q - 1)
        return _point(data, self.depth, drawn if drawn < q else _winning(data, q))


def _winning(data: ProblemData, q: int) -> int:
    gauge = winner.gauge(_problem(data), data.shape[1])
    depth = 4
    while True:
        found = winner.certain_winner([data.A.query(0, j, depth) for j in range(q)], gauge, depth)
        if found is not None:
            return found
        depth *= 2


def _point(data: ProblemData, depth: int, column: int | None) -> list[Fraction]:
    """Return the vertex of one column, or the centroid, from a reading at this depth."""
    (m, N), problem = data.shape, _problem(data)
    q, gauge, bounds = N - m + 1, winner.gauge(problem, N), problem.bounds(N)
    row = [data.A.query(0, j, depth) for j in range(q)]
    chosen: Sequence[int] = range(q) if column is None else [column]
    x = [Fraction(0)] * q
    for j in chosen:
        c = row[j] / gauge[j]
        amplitude = data.y.query(0, depth) - winner.residual(problem, c)
        x[j] = amplitude / (row[j] * len(chosen))
    for l in range(1, m):
        b, right = data.A.query(l, q + l - 1, depth), data.y.query(l, depth)
        x += winner.block_solution(problem, b, (right,), (bounds[q + l - 1],))
    return x


def _problem(data: ProblemData) -> Any:
    return data.problem
