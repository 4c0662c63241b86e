"""The transcript: everything that an algorithm has been told about its input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

__all__ = ["Entry", "Query", "Transcript"]

Entry = tuple[str, int, int] | tuple[str, int]
"""``("A", i, j)`` or ``("y", i)``; of a training set ``("y", k, i)`` or ``("x", k, i)``, from 0."""


class Query(NamedTuple):
    """One answered query: ``answer`` is within ``2**-depth`` of the value of ``entry``."""

    entry: Entry
    depth: int
    answer: Fraction


@dataclass
class Transcript:
    """The queries of one run in the order of their first asking.

    A query that is asked again gets the recorded answer again, so that an oracle
    is a function of (entry, depth) whatever stands behind it.
    """

    _answers: dict[tuple[Entry, int], Fraction] = field(default_factory=dict)
    asked: int = 0
    """How often the algorithm asked, repetitions counted."""
    coins: str = ""
    """The fair coins that it flipped, as characters 0 and 1."""

    def recorded(self, entry: Entry, depth: int) -> Fraction | None:
        """Return the recorded answer to a query, if it was asked before."""
        return self._answers.get((entry, depth))

    def record(self, entry: Entry, depth: int, answer: Fraction) -> None:
        """Add one answered query."""
        self._answers[entry, depth] = answer

    def copy(self) -> Transcript:
        """Return a transcript that later queries do not change."""
        return Transcript(dict(self._answers), self.asked, self.coins)

    def __len__(self) -> int:
        return len(self._answers)

    def __iter__(self) -> Iterator[Query]:
        for (entry, depth), answer in self._answers.items():
            yield Query(entry, depth, answer)

    @property
    def depth(self) -> int | None:
        """The deepest depth asked for, ``None`` if nothing was asked."""
        return max((depth for _, depth in self._answers), default=None)
