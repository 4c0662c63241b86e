"""An instance (A, y) with exact rational entries; A is sparse, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from computable.errors import DomainError
from computable.exact import Vector, as_fraction, as_vector, weighted_sums
from computable.oracle import Answers, Ask, Entry, exact

__all__ = ["Column", "Instance"]

Column = tuple[tuple[int, Fraction], ...]
"""The non-zero entries (row, value) of one column, rows ascending."""
SHORT = 40
"""An instance with more numbers than this is not printed in full."""


@dataclass(frozen=True, kw_only=True)
class Instance:
    """The data of an inverse problem: A of shape (m, N) and y of shape (m,), all rational.

    Attributes
    ----------
    columns : tuple of Column, length N
    y : Vector, shape (m,)

    Examples
    --------
    >>> instance = Instance.from_dense([[1, 2]], ["1/2"])
    >>> instance.shape, instance.apply((Fraction(1), Fraction(1))), instance.adjoint((Fraction(2),))
    ((1, 2), (Fraction(3, 1),), (Fraction(2, 1), Fraction(4, 1)))
    """

    columns: tuple[Column, ...]
    y: Vector

    def __repr__(self) -> str:
        entries = sum(map(len, self.columns))
        if entries + len(self.y) <= SHORT:
            return f"Instance(columns={self.columns!r}, y={self.y!r})"
        m, N = self.shape
        return f"<Instance of {m} x {N}, {entries} entries not 0>"

    def __post_init__(self) -> None:
        if not self.y or not self.columns:
            raise DomainError(f"shape: got {self.shape}, need at least one row and one column")
        for j, column in enumerate(self.columns):
            rows = [i for i, _ in column]
            if rows != sorted(set(rows)) or any(not 0 <= i < len(self.y) for i in rows):
                raise DomainError(f"A: column {j} has rows {rows}, need ascending rows < m")

    @classmethod
    def from_dense(cls, A: Iterable[Iterable[object]], y: Iterable[object]) -> Instance:
        """Build an instance from rows of rationals.

        Raises
        ------
        DomainError
            If the rows differ in length, y does not fit, or an entry is no rational.
        """
        right = as_vector(y, name="y")
        rows = [as_vector(row, name=f"A[{i}]") for i, row in enumerate(A)]
        if len(rows) != len(right) or len({len(row) for row in rows}) != 1:
            lengths = sorted({len(row) for row in rows})
            raise DomainError(
                f"A: got {len(rows)} rows of lengths {lengths}, need {len(right)} of one length"
            )
        return cls(
            columns=tuple(
                tuple((i, row[j]) for i, row in enumerate(rows) if row[j])
                for j in range(len(rows[0]))
            ),
            y=right,
        )

    @property
    def shape(self) -> tuple[int, int]:
        """(m, N)."""
        return len(self.y), len(self.columns)

    def value(self, entry: Entry) -> Fraction:
        """Return the exact value of an entry of A or y."""
        if entry[0] == "y":
            return self.y[entry[1]]
        return self._entries.get((entry[1], entry[2]), Fraction(0))  # type: ignore[misc]

    @cached_property
    def _entries(self) -> dict[tuple[int, int], Fraction]:
        return {(i, j): v for j, column in enumerate(self.columns) for i, v in column}

    def oracle(self, answers: Answers = exact) -> Ask:
        """Return Delta_1 information of this instance, answered in the given way."""
        return lambda entry, n: answers(entry, self.value(entry), n)

    def apply(self, x: Sequence[Fraction]) -> Vector:
        """Return A x, shape (m,)."""
        if len(x) != len(self.columns):
            raise DomainError(f"x: got {len(x)} entries, need {len(self.columns)}")
        used = [(j, column) for j, column in enumerate(self.columns) if x[j]]
        if all(type(v) is Fraction for v in x):
            rows: list[list[tuple[int, Fraction]]] = [[] for _ in self.y]
            for j, column in used:
                for i, a in column:
                    rows[i].append((j, a))
            return weighted_sums(rows, x)
        image = [Fraction(0)] * len(self.y)
        for j, column in used:
            for i, a in column:
                image[i] += a * x[j]
        return tuple(image)

    def adjoint(self, p: Sequence[Fraction]) -> Vector:
        """Return the transpose of A applied to p, shape (N,)."""
        if len(p) != len(self.y):
            raise DomainError(f"p: got {len(p)} entries, need {len(self.y)}")
        if all(type(v) is Fraction for v in p):
            return weighted_sums(self.columns, p)
        return tuple(sum((a * p[i] for i, a in c if p[i]), Fraction(0)) for c in self.columns)

    def residual(self, x: Sequence[Fraction]) -> Vector:
        """Return y - A x, shape (m,)."""
        return tuple(b - v for b, v in zip(self.y, self.apply(x), strict=True))

    def rows(self, columns: Sequence[int]) -> list[list[Fraction]]:
        """Return the dense rows of the submatrix with these columns."""
        chosen = [dict(self.columns[j]) for j in columns]
        return [[c.get(i, Fraction(0)) for c in chosen] for i in range(len(self.y))]

    def with_entry(self, i: int, j: int, value: object) -> Instance:
        """Return the instance that differs in the one entry A[i, j]."""
        number = as_fraction(value, name="value")
        column = {**dict(self.columns[j]), i: number}
        changed = tuple((row, v) for row, v in sorted(column.items()) if v)
        return Instance(columns=(*self.columns[:j], changed, *self.columns[j + 1 :]), y=self.y)
