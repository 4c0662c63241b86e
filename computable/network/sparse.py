"""Sparse rational matrices: rows of (column, value), and the same rows as integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from operator import mul
from typing import NamedTuple

from computable.errors import DomainError
from computable.exact import as_vector
from computable.network.ratios import Ratios, shared

__all__ = ["IntegerMatrix", "Row", "added", "check_rows", "product", "sparse"]

Row = tuple[tuple[int, Fraction], ...]
"""The non-zero entries (column, value) of one row, columns ascending."""


def sparse(rows: Iterable[Iterable[object]], *, name: str) -> tuple[tuple[Row, ...], int]:
    """Return a matrix that is given by its rows, and the number of its columns.

    Raises
    ------
    DomainError
        If the rows differ in length or an entry is no rational.

    Examples
    --------
    >>> sparse([[0, "1/2"], [0, 0]], name="W")
    ((((1, Fraction(1, 2)),), ()), 2)
    """
    dense = [as_vector(row, name=f"{name}[{i}]") for i, row in enumerate(rows)]
    lengths = sorted({len(row) for row in dense})
    if len(lengths) > 1:
        raise DomainError(f"{name}: got rows of lengths {lengths[0]} to {lengths[-1]}, need one")
    matrix = tuple(tuple((k, v) for k, v in enumerate(row) if v) for row in dense)
    return matrix, lengths[0] if lengths else 0


def check_rows(rows: tuple[Row, ...], columns: int, *, name: str) -> None:
    """Refuse rows that are not sorted, have other columns, or entries that are zero or inexact.

    Raises
    ------
    DomainError
    """
    for i, row in enumerate(rows):
        last = -1
        for k, v in row:
            if type(k) is not int or not last < k < columns:
                rule = f"ascending columns below {columns}"
                raise DomainError(f"{name}[{i}]: got column {k!r} after {last}, need {rule}")
            if type(v) is not Fraction or not v:
                raise DomainError(f"{name}[{i}]: got the entry {v!r}, need a Fraction, not 0")
            last = k


def added(left: Row, right: Row) -> Row:
    """Return the sum of two rows."""
    entries = dict(left)
    for k, v in right:
        entries[k] = entries.get(k, Fraction(0)) + v
    return tuple((k, v) for k, v in sorted(entries.items()) if v)


def product(left: Sequence[Row], right: Sequence[Row]) -> tuple[Row, ...]:
    """Return the product of two matrices, exactly.

    Examples
    --------
    >>> two = Fraction(2)
    >>> product([((0, two), (1, -two))], [((3, two),), ((3, two), (4, two))])
    (((4, Fraction(-4, 1)),),)
    """
    image = []
    for row in left:
        entries: dict[int, Fraction] = {}
        for i, a in row:
            for k, b in right[i]:
                entries[k] = entries.get(k, Fraction(0)) + a * b
        image.append(tuple((k, v) for k, v in sorted(entries.items()) if v))
    return tuple(image)


class _IntegerRow(NamedTuple):
    places: tuple[int, ...]
    entries: tuple[int, ...]
    denominator: int


class IntegerMatrix:
    """Rows of rationals as integers over one denominator, or each over its own.

    Examples
    --------
    >>> half, third = Fraction(1, 2), Fraction(1, 3)
    >>> IntegerMatrix([((0, half), (1, third))]).times(Ratios([1, 1], 1))
    Ratios(numerators=[5], denominator=6)
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        listed = list(rows)
        denominators = [lcm(*(v.denominator for _, v in row)) for row in listed]
        self._common = shared(set(denominators))
        if self._common is not None:
            denominators = [self._common] * len(listed)
        self._rows = [
            _IntegerRow(
                tuple(k for k, _ in row),
                tuple(v.numerator * (d // v.denominator) for _, v in row),
                d,
            )
            for row, d in zip(listed, denominators, strict=True)
        ]

    def times(self, x: Ratios) -> Ratios:
        """Return the product with a vector; a negative column counts from its end."""
        p, q = x
        if isinstance(q, int):
            entry = p.__getitem__
            sums = [sum(map(mul, row.entries, map(entry, row.places))) for row in self._rows]
            if self._common is not None:
                return Ratios(sums, self._common * q)
            return Ratios.united(sums, [row.denominator * q for row in self._rows])
        sums, denominators = [], []
        for row in self._rows:
            common = lcm(*(q[k] for k in row.places))
            terms = (w * p[k] * (common // q[k]) for k, w in zip(row.places, row.entries))
            sums.append(sum(terms))
            denominators.append(row.denominator * common)
        return Ratios.united(sums, denominators)
