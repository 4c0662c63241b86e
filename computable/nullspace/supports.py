"""All supports of a pattern of levels, as the rows of arrays."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from computable.errors import DomainError
from computable.nullspace.levels import Levels
from computable.nullspace.shown import shown

__all__ = ["LIMIT", "Indices", "Supports", "check_limit"]

LIMIT = 1_000_000
"""The most supports that are gone through by default."""

Indices = NDArray[np.intp]


class Supports:
    """The supports with exactly s_l entries in every level, in the order of ``levels.supports()``.

    Memory: the choices within each level are held, their products over the levels are not.

    Examples
    --------
    >>> supports = Supports(Levels(sizes=[2, 3], sparsities=[1, 2]))
    >>> [chunk.tolist() for chunk in supports.chunks(4)]
    [[[0, 2, 3], [0, 2, 4], [0, 3, 4], [1, 2, 3]], [[1, 2, 4], [1, 3, 4]]]
    >>> supports.spread(2).tolist()
    [[0, 2, 3], [1, 2, 3]]
    """

    def __init__(self, levels: Levels) -> None:
        self.count = levels.count
        pairs = zip(levels.ranges, levels.sparsities, strict=True)
        self._choices = [_choices(coordinates, s) for coordinates, s in pairs if s]

    def at(self, numbers: Indices) -> Indices:
        """Return the supports with these numbers, shape (n, s), each sorted."""
        places = np.unravel_index(numbers, tuple(map(len, self._choices)))
        chosen = [c[place] for c, place in zip(self._choices, places, strict=True)]
        return np.concatenate(chosen, axis=1)

    def chunks(self, size: int) -> Iterator[Indices]:
        """Yield all supports, at most ``size`` at a time."""
        for start in range(0, self.count, size):
            yield self.at(np.arange(start, min(start + size, self.count)))

    def spread(self, most: int) -> Indices:
        """Return at most so many of them, evenly spread: all, if there are no more."""
        n = min(most, self.count)
        return self.at(np.arange(n) * self.count // n)


def check_limit(limit: object) -> None:
    """Refuse what is no number of supports.

    Raises
    ------
    DomainError
        If it is not an integer of at least 0; with 0 no support is gone through.
    """
    if type(limit) is not int or limit < 0:
        raise DomainError(f"limit: got {shown(limit)}, need an integer >= 0")


def _choices(coordinates: range, s: int) -> Indices:
    flat = chain.from_iterable(combinations(coordinates, s))
    return np.fromiter(flat, dtype=np.intp).reshape(-1, s)
