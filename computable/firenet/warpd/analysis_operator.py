"""Analysis operators: D in ``||D x||_1``, sparse, with exact entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from computable.errors import DomainError
from computable.exact import as_fraction
from computable.inputs.reading import LARGEST
from computable.network.norm import operator_norm
from computable.network.sparse import Row, check_rows
from computable.nullspace.shown import shown

__all__ = ["SparseOperator", "differences", "differences_2d"]


@dataclass(frozen=True, init=False)
class SparseOperator:
    """A matrix of shape (q, N), given by the entries of its rows that are not zero.

    Parameters
    ----------
    rows : iterable of iterables of pairs (int, rational)
        Columns, ascending, and entries.
    columns : int
        N.

    Raises
    ------
    DomainError
        If the rows do not fit, an entry is zero, beyond 1e75 or not rational, or there is none.

    Examples
    --------
    >>> D = SparseOperator([[(0, -1), (1, 1)], [(1, "1/2")]], columns=2)
    >>> D, D.dense()
    (SparseOperator(2 x 2, 3 entries), [[Fraction(-1, 1), Fraction(1, 1)], \
[Fraction(0, 1), Fraction(1, 2)]])
    """

    rows: tuple[Row, ...]
    columns: int

    def __init__(self, rows: Iterable[Iterable[tuple[int, object]]], *, columns: int) -> None:
        if type(columns) is not int or columns < 1:
            raise DomainError(f"columns: got {shown(columns)}, need an integer >= 1")
        exact = tuple(
            tuple((j, as_fraction(v, name=f"D[{i},{j}]")) for j, v in row)
            for i, row in enumerate(rows)
        )
        check_rows(exact, columns, name="D")
        if not any(exact):
            raise DomainError("D: got no entry that is not zero, need one")
        if any(abs(v) > 10**75 for row in exact for _, v in row):
            raise DomainError("D: got an entry beyond 1e75, need smaller ones")
        object.__setattr__(self, "rows", exact)
        object.__setattr__(self, "columns", columns)

    @property
    def shape(self) -> tuple[int, int]:
        """(q, N)."""
        return len(self.rows), self.columns

    @cached_property
    def norm(self) -> Fraction:
        """A rational upper bound of ``||D||``: the root of a row sum times a column sum."""
        return operator_norm(self.rows)

    def dense(self) -> list[list[Fraction]]:
        """Return all entries."""
        found = [[Fraction(0)] * self.columns for _ in self.rows]
        for line, row in zip(found, self.rows, strict=True):
            for j, v in row:
                line[j] = v
        return found

    def __repr__(self) -> str:
        q, N = self.shape
        return f"SparseOperator({q} x {N}, {sum(map(len, self.rows))} entries)"


def differences(size: int) -> SparseOperator:
    """Return D with ``(D x)_i = x_(i+1) - x_i``: then ``||D x||_1`` is the total variation.

    Parameters
    ----------
    size : int
        N >= 2; D has shape (N - 1, N).

    Examples
    --------
    >>> differences(3).dense() == [[-1, 1, 0], [0, -1, 1]], float(differences(50).norm)
    (True, 2.0)
    """
    if type(size) is not int or size < 2:
        raise DomainError(f"size: got {shown(size)}, need an integer >= 2")
    if size > LARGEST:
        raise DomainError(f"size: got {shown(size)}, need at most 2^24")
    return SparseOperator(([(i, -1), (i + 1, 1)] for i in range(size - 1)), columns=size)


def differences_2d(height: int, width: int) -> SparseOperator:
    """Return the differences of neighbours in an image, whose rows follow one another in x.

    ``||D x||_1`` is the anisotropic total variation. First the differences within rows, then those
    within columns: ``q = height (width - 1) + (height - 1) width``.

    Examples
    --------
    >>> D = differences_2d(2, 2)
    >>> D.dense() == [[-1, 1, 0, 0], [0, 0, -1, 1], [-1, 0, 1, 0], [0, -1, 0, 1]]
    True
    >>> float(differences_2d(9, 7).norm) == 8**0.5
    True
    """
    for name, value in (("height", height), ("width", width)):
        if type(value) is not int or value < 2:
            raise DomainError(f"{name}: got {shown(value)}, need an integer >= 2")
    if height * width > LARGEST:
        raise DomainError(f"height, width: got {shown(height * width)} pixels, need at most 2^24")
    within_rows = [(i * width + j, 1) for i in range(height) for j in range(width - 1)]
    within_columns = [(i * width + j, width) for i in range(height - 1) for j in range(width)]
    pairs = within_rows + within_columns
    return SparseOperator(([(k, -1), (k + d, 1)] for k, d in pairs), columns=height * width)
