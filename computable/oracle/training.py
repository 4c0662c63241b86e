r"""A training set as a learner sees it: samples, matrix and labels to any finite precision.

A training set of a matrix A and samples y_1, ..., y_R consists of ``(y_{k,n}, A_n, x_{k,n})``
for all k and n: ``y_{k,n}`` and ``A_n`` are within ``2**-n`` of y_k and A, and the *label*
``x_{k,n}`` is within ``2**-n`` (l2) of a minimiser of the approximate problem
``(A_n, y_{k,n})``. Source: Colbrook, Antun, Hansen (PNAS 2022), Section "training data".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from computable.errors import DomainError
from computable.oracle.coins import Coins
from computable.oracle.data import Ask, MatrixOracle, checked_index
from computable.oracle.number import checked_depth
from computable.oracle.transcript import Entry, Query

__all__ = [
    "Sample",
    "SampleCount",
    "SampleOracle",
    "TrainingData",
    "sample_entries",
    "samples_read",
]


class Sample(NamedTuple):
    """What one sample (k, n) says: rows of A_n, y_{k,n} and the label x_{k,n}."""

    A: list[list[Fraction]]
    y: list[Fraction]
    x: list[Fraction]


class SampleOracle:
    """The R samples y_k, or their labels x_k: vectors, entry by entry."""

    def __init__(self, kind: str, count: int, length: int, ask: Ask) -> None:
        self.shape = (count, length)
        self._kind, self._ask = kind, ask

    def query(self, k: int, i: int, n: int) -> Fraction:
        """Return entry i of ``y_{k,n}`` (or of the label ``x_{k,n}``), indices from 0.

        Raises
        ------
        DomainError
            If an index is out of range or the depth is no integer >= 0.
        """
        k, i = checked_index(k, self.shape[0], "sample"), checked_index(i, self.shape[1], "entry")
        return self._ask((self._kind, k, i), checked_depth(n))


class TrainingData:
    """The input of a learner.

    Attributes
    ----------
    shape : (m, N)
    samples : int
        R, how many there are.
    problem : object
        The problem with its exact rational parameters.
    A : MatrixOracle, shape (m, N)
    y : SampleOracle, shape (R, m)
    x : SampleOracle, shape (R, N)
        The labels.
    coins : Coins
    """

    def __init__(
        self,
        *,
        shape: tuple[int, int],
        samples: int,
        problem: object,
        ask: Ask,
        flip: Callable[[], int] | None = None,
        ask_all: Callable[[list[Entry], int], list[Fraction]] | None = None,
    ) -> None:
        if samples < 1:
            raise DomainError(f"samples: got {samples}, need at least one")
        self.shape, self.samples, self.problem = shape, samples, problem
        self.A = MatrixOracle(shape, ask)
        self.y = SampleOracle("y", samples, shape[0], ask)
        self.x = SampleOracle("x", samples, shape[1], ask)
        self.coins = Coins(flip)
        self._ask, self._ask_all = ask, ask_all

    def __len__(self) -> int:
        return self.samples

    def read(self, k: int, n: int) -> Sample:
        """Read the whole sample (k, n): every entry of A_n, y_{k,n} and x_{k,n} once.

        The same as so many queries, in one message if they cross a process boundary.
        """
        k, n = checked_index(k, self.samples, "sample"), checked_depth(n)
        entries = sample_entries(self.shape, k)
        if self._ask_all is None:
            values = [self._ask(entry, n) for entry in entries]
        else:
            values = self._ask_all(entries, n)
        m, N = self.shape
        rows = [values[i * N : (i + 1) * N] for i in range(m)]
        return Sample(rows, values[m * N : m * N + m], values[m * N + m :])


def sample_entries(shape: tuple[int, int], k: int) -> list[Entry]:
    """Return the entries of A, row by row, then those of y_k and of its label."""
    m, N = shape
    matrix: list[Entry] = [("A", i, j) for i in range(m) for j in range(N)]
    return [*matrix, *(("y", k, i) for i in range(m)), *(("x", k, j) for j in range(N))]


@dataclass
class SampleCount:
    """Counts samples as they are read: pairs (k, n), and A_n alone once for each n."""

    _pairs: set[tuple[int, int]] = field(default_factory=set)
    _with_pair: set[int] = field(default_factory=set)
    _alone: set[int] = field(default_factory=set)

    def with_query(self, entry: Entry, depth: int) -> int:
        """Return the count after one more query."""
        if entry[0] != "A":
            self._pairs.add((entry[1], depth))
            self._with_pair.add(depth)
            self._alone.discard(depth)
        elif depth not in self._with_pair:
            self._alone.add(depth)
        return len(self._pairs) + len(self._alone)


def samples_read(queries: Iterable[Query]) -> int:
    """Return how many samples were read: pairs (k, n), and A_n alone once for each n.

    Examples
    --------
    >>> rows = [(("y", 0, 0), 4), (("x", 0, 1), 4), (("A", 0, 0), 4), (("A", 0, 0), 9)]
    >>> samples_read(Query(entry, n, Fraction(0)) for entry, n in rows)
    2
    """
    count, read = SampleCount(), 0
    for entry, depth, _ in queries:
        read = count.with_query(entry, depth)
    return read
