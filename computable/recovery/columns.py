"""Columns of sparse rational matrices: bases among them, coordinates, relations, sums.

Numbers are summed in integers over one denominator, and systems are solved with the columns
themselves, so that all results are quotients of determinants of the data (Cramer).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from computable.exact import Vector, independent, solve_columns, weighted_sums
from computable.problem import Column, Instance

__all__ = [
    "column_basis",
    "coordinates",
    "dense",
    "image",
    "independent_columns",
    "kernel",
    "solutions",
    "sparse",
    "starting_basis",
    "times",
]


def starting_basis(columns: Sequence[Column], rows: int, first: Iterable[int]) -> list[int]:
    """Return a basis from [A, I]: of the proposed columns each that is independent, then units.

    Independence is tested modulo a prime (:func:`~computable.exact.independent`): the result is a
    basis; at worst (never seen) an independent proposal is left out.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> starting_basis([((0, one),), ((0, two),), ()], 2, [2, 1, 0, 7])
    [1, 4]
    """
    N = len(columns)
    proposed = (int(j) for j in first if 0 <= j < N + rows)
    return independent_columns(columns, rows, [*proposed, *range(N, N + rows)])


def independent_columns(columns: Sequence[Column], rows: int, order: Iterable[int]) -> list[int]:
    """Return the columns of [A, I] that are independent of those before them, at most ``rows``.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> independent_columns([((0, one),), ((0, two),), ((1, one),)], 2, [0, 1, 2])
    [0, 2]
    """
    distinct = list(dict.fromkeys(order))
    vectors = (dense(columns, rows, [j])[0] for j in distinct)
    return [distinct[k] for k in independent(vectors, rows)]


def coordinates(
    columns: Sequence[Column], basis: Sequence[int], vectors: Sequence[Sequence[Fraction]]
) -> list[Vector]:
    """Return the coordinates of vectors of shape (m,) in a basis from [A, I], each (m,)."""
    return solutions(list(zip(*dense(columns, len(basis), basis))), vectors)


def image(instance: Instance, x: Sequence[Fraction]) -> Vector:
    """Return A x, shape (m,), by inner products with the rows."""
    rows: list[list[tuple[int, Fraction]]] = [[] for _ in instance.y]
    for j, column in enumerate(instance.columns):
        for i, v in column if x[j] else ():
            rows[i].append((j, v))
    return weighted_sums([tuple(row) for row in rows], x)


def dense(columns: Sequence[Column], rows: int, chosen: Sequence[int]) -> list[Vector]:
    """Return columns of [A, I], each of shape (m,); for a basis B they are the rows of B^T."""
    zero, unit = Fraction(0), Fraction(1)
    sparse = (dict(columns[j] if j < len(columns) else [(j - len(columns), unit)]) for j in chosen)
    return [tuple(column.get(i, zero) for i in range(rows)) for column in sparse]


def sparse(vector: Vector) -> Column:
    """Return the non-zero entries with their positions."""
    return tuple((i, v) for i, v in enumerate(vector) if v)


def times(factor: int, column: Column) -> Column:
    """Return the multiple of a column."""
    return tuple((i, factor * v) for i, v in column)


def column_basis(columns: Sequence[Column], rows: int) -> tuple[list[int], dict[int, Vector]]:
    """Return a basis from [A, I] with rank of A columns, and coordinates of the other columns.

    The basis has ``rows`` numbers; those from the number of columns upwards are unit vectors.
    """
    n = len(columns)
    basis = starting_basis(columns, rows, range(n))
    while True:
        rest = sorted(set(range(n)).difference(basis))
        found = coordinates(columns, basis, dense(columns, rows, rest)) if rest else []
        # A column that needs a unit vector is independent: it takes its place, m times at most.
        missed = (
            (r, j) for j, v in zip(rest, found) for r, k in enumerate(basis) if v[r] and k >= n
        )
        if (swap := next(missed, None)) is None:
            return basis, dict(zip(rest, found))
        basis[swap[0]] = swap[1]


def kernel(columns: Sequence[Column], rows: int) -> list[Vector]:
    """Return a basis of the linear relations between columns, each as long as there are columns.

    Examples
    --------
    >>> one = Fraction(1)
    >>> kernel([((0, one),), ((0, -one),), ((1, one),)], 2)
    [(Fraction(1, 1), Fraction(1, 1), Fraction(0, 1))]
    """
    basis, others = column_basis(columns, rows)
    relations = []
    for j, values in others.items():
        relation = {b: -v for b, v in zip(basis, values)} | {j: Fraction(1)}
        relations.append(tuple(relation.get(i, Fraction(0)) for i in range(len(columns))))
    return relations


def solutions(
    rows: Sequence[Sequence[Fraction]], right: Sequence[Sequence[Fraction]]
) -> list[Vector]:
    """Return the solution of ``rows X = right`` for each right-hand side, each (m,)."""
    solved = solve_columns(rows, list(zip(*right)))
    if solved is None:
        raise ArithmeticError("a basis became singular, which no step of the method can do")
    return list(zip(*solved))
