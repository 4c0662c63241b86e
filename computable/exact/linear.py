"""Exact linear algebra over the rationals, with flint's matrices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import islice

import flint

from computable.exact.rational import Vector, coprime
from computable.exact.sums import integers

__all__ = ["independent", "inverse", "rank", "solve", "solve_columns"]

PRIME = (1 << 61) - 1
"""Independence is tested modulo this prime."""


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    """Return the rank over Q of the matrix with these rows.

    Examples
    --------
    >>> rank([[Fraction(1), Fraction(2)], [Fraction(1, 2), Fraction(1)]])
    1
    """
    if not rows or not rows[0]:
        return 0
    return int(_matrix(rows).rank())


def solve(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> Vector | None:
    """Solve a square system exactly; ``None`` if the matrix is singular.

    Examples
    --------
    >>> solve([[Fraction(2), Fraction(1)], [Fraction(0), Fraction(4)]], [Fraction(1), Fraction(1)])
    (Fraction(3, 8), Fraction(1, 4))
    """
    if not rows:
        return ()
    solution = solve_columns(rows, [[v] for v in right])
    return None if solution is None else tuple(x for (x,) in solution)


def solve_columns(
    rows: Sequence[Sequence[Fraction]], right: Sequence[Sequence[Fraction]]
) -> list[list[Fraction]] | None:
    """Return the X with ``rows X = right`` for a square matrix; ``None`` if it is singular."""
    try:
        return _fractions(_matrix(rows).solve(_matrix(right)))
    except ZeroDivisionError:
        return None


def inverse(rows: Sequence[Sequence[Fraction]]) -> list[list[Fraction]] | None:
    """Return the inverse of a square matrix; ``None`` if it is singular.

    Examples
    --------
    >>> inverse([[Fraction(1), Fraction(1, 2)], [Fraction(0), Fraction(2)]])
    [[Fraction(1, 1), Fraction(-1, 4)], [Fraction(0, 1), Fraction(1, 2)]]
    """
    try:
        return _fractions(_matrix(rows).inv())
    except ZeroDivisionError:
        return None


def independent(vectors: Iterable[Sequence[Fraction]], length: int) -> list[int]:
    """Return the positions of vectors that are independent of those before them.

    Tested modulo a prime: what is independent there is independent over Q; at worst (never seen)
    one too few is found. No more vectors are looked at than it takes to find ``length``.

    Parameters
    ----------
    vectors : iterable of Vectors, shape (length,)

    Examples
    --------
    >>> one, two, three = Fraction(1), Fraction(2), Fraction(3)
    >>> independent([(one, two), (two, two + two), (three, one)], 2)
    [0, 2]
    """
    chosen: list[tuple[int, list[int]]] = []
    remaining = enumerate(vectors)
    while len(chosen) < length and (batch := list(islice(remaining, length))):
        chosen += [(k, [n % PRIME for n in integers(v)[1]]) for k, v in batch]
        columns = [column for _, column in chosen]
        entries = [v for row in zip(*columns, strict=True) for v in row]
        reduced, found = flint.nmod_mat(length, len(columns), entries, PRIME).rref()
        chosen = [chosen[k] for k in _pivots(reduced, found)]
    return [k for k, _ in chosen]


def _pivots(reduced: flint.nmod_mat, rank: int) -> list[int]:
    """Return the columns of the leading entries of a reduced row echelon form."""
    pivots: list[int] = []
    for i in range(rank):
        j = pivots[-1] + 1 if pivots else 0
        while not int(reduced[i, j]):
            j += 1
        pivots.append(j)
    return pivots


def _fractions(matrix: flint.fmpq_mat) -> list[list[Fraction]]:
    return [[coprime(int(v.p), int(v.q)) for v in row] for row in matrix.tolist()]


def _matrix(rows: Sequence[Sequence[Fraction]]) -> flint.fmpq_mat:
    entries = [flint.fmpq(v.numerator, v.denominator) for row in rows for v in row]
    return flint.fmpq_mat(len(rows), len(rows[0]), entries)
