"""Exact linear algebra over the rationals: the one place where flint's matrices are used."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint

from computable.exact.rational import Vector

__all__ = ["rank", "solve"]


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
    try:
        x = _matrix(rows).solve(_matrix([[v] for v in right]))
    except ZeroDivisionError:
        return None
    return tuple(Fraction(int(x[i, 0].p), int(x[i, 0].q)) for i in range(len(rows)))


def _matrix(rows: Sequence[Sequence[Fraction]]) -> flint.fmpq_mat:
    entries = [flint.fmpq(v.numerator, v.denominator) for row in rows for v in row]
    return flint.fmpq_mat(len(rows), len(rows[0]), entries)
