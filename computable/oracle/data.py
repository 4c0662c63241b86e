"""Problem data as an algorithm sees them: entries of A and y to any finite precision."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

from computable.errors import DomainError
from computable.oracle.coins import Coins
from computable.oracle.number import checked_depth
from computable.oracle.transcript import Entry

__all__ = ["Ask", "AskAll", "MatrixOracle", "ProblemData", "VectorOracle", "all_entries"]

Ask = Callable[[Entry, int], Fraction]
"""(entry, n) -> a rational within ``2**-n`` of the entry. Whoever answers keeps the record."""

AskAll = Callable[[list[Entry], int], list[Fraction]]
"""The same for many entries at one depth."""


class MatrixOracle:
    """Delta_1 information of a real matrix, entry by entry."""

    def __init__(self, shape: tuple[int, int], ask: Ask) -> None:
        self.shape = shape
        self._ask = ask

    def query(self, i: int, j: int, n: int) -> Fraction:
        """Return a rational within ``2**-n`` of entry (i, j), indices from 0.

        Raises
        ------
        DomainError
            If an index is out of range or the depth is no integer >= 0.
        """
        i, j = checked_index(i, self.shape[0], "row"), checked_index(j, self.shape[1], "column")
        return self._ask(("A", i, j), checked_depth(n))


class VectorOracle:
    """Delta_1 information of a real vector, entry by entry."""

    def __init__(self, length: int, ask: Ask) -> None:
        self.shape = (length,)
        self._ask = ask

    def query(self, i: int, n: int) -> Fraction:
        """Return a rational within ``2**-n`` of entry i, indices from 0.

        Raises
        ------
        DomainError
            If the index is out of range or the depth is no integer >= 0.
        """
        return self._ask(("y", checked_index(i, self.shape[0], "row")), checked_depth(n))


class ProblemData:
    """The input of an algorithm: the shape and the problem exactly, A and y as oracles.

    Attributes
    ----------
    shape : (m, N)
    problem : object
        The problem to be solved with its exact rational parameters.
    A : MatrixOracle, shape (m, N)
    y : VectorOracle, shape (m,)
    coins : Coins
        For a randomised algorithm.

    Parameters
    ----------
    ask : function of (entry, n)
        Returns a rational within ``2**-n`` of the entry, which is ``("A", i, j)`` or ``("y", i)``.

    Examples
    --------
    >>> def ask(entry, n):
    ...     return Fraction(1) if entry[0] == "y" else Fraction(entry[2], 3)
    >>> data = ProblemData(shape=(1, 2), problem=None, ask=ask)
    >>> data.A.query(0, 1, 10), data.y.query(0, 5)
    (Fraction(1, 3), Fraction(1, 1))
    """

    def __init__(
        self,
        *,
        shape: tuple[int, int],
        problem: object,
        ask: Ask,
        flip: Callable[[], int] | None = None,
        ask_all: AskAll | None = None,
    ) -> None:
        self.shape = shape
        self.problem = problem
        self.A = MatrixOracle(shape, ask)
        self.y = VectorOracle(shape[0], ask)
        self.coins = Coins(flip)
        self._ask_all = ask_all

    def read(self, n: int) -> tuple[list[list[Fraction]], list[Fraction]]:
        """Query every entry once within ``2**-n``: the rows of A, and y.

        The same as so many queries, in one message if they cross a process boundary. (A
        learner reads samples: its parameter must be called ``training``.)
        """
        n, (m, N) = checked_depth(n), self.shape
        if self._ask_all is None:
            A = [[self.A.query(i, j, n) for j in range(N)] for i in range(m)]
            return A, [self.y.query(i, n) for i in range(m)]
        answers = self._ask_all(all_entries(self.shape), n)
        return [answers[i * N : (i + 1) * N] for i in range(m)], answers[m * N :]


def all_entries(shape: tuple[int, int]) -> list[Entry]:
    """Return the entries of A, row by row, and then those of y."""
    m, N = shape
    matrix: list[Entry] = [("A", i, j) for i in range(m) for j in range(N)]
    return [*matrix, *(("y", i) for i in range(m))]


def checked_index(index: object, length: int, name: str) -> int:
    """Return an index as a plain int in ``range(length)``; negative ones are refused."""
    try:
        plain = operator.index(index)  # type: ignore[arg-type]
    except TypeError:
        raise DomainError(f"{name}: got {index!r}, need an integer") from None
    if isinstance(index, bool) or not 0 <= plain < length:
        raise DomainError(f"{name}: got {index!r}, need 0 <= {name} < {length}")
    return plain
