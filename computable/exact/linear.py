"""Exact linear algebra over the rationals, with flint's matrices."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint

from computable.exact.rational import Vector, coprime

__all__ = ["inverse", "rank", "solve", "solve_columns"]


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


def _fractions(matrix: flint.fmpq_mat) -> list[list[Fraction]]:
    return [[coprime(int(v.p), int(v.q)) for v in row] for row in matrix.tolist()]


def _matrix(rows: Sequence[Sequence[Fraction]]) -> flint.fmpq_mat:
    entries = [flint.fmpq(v.numerator, v.denominator) for row in rows for v in row]
    return flint.fmpq_mat(len(rows), len(rows[0]), entries)
