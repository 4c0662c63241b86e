"""Upper bounds of l2 operator norms, as rationals."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt, lcm

from computable.network.sparse import Row

__all__ = ["operator_norm", "root_above", "rounded_up"]

BITS = 128
"""Significant bits of what is rounded up."""


def operator_norm(rows: Sequence[Row]) -> Fraction:
    r"""Return a rational upper bound of the l2 operator norm of a matrix.

    The matrix is split into the blocks that its non-zero entries connect, rows and columns
    permuted; its norm is the largest of theirs. That of a block is at most
    ``min(sqrt(||B||_1 ||B||_inf), ||B||_F)``, and equal to the Frobenius norm if the block is one
    row, one column or one entry. Hence the bound is exact (up to the rounding of a root,
    outward, by less than 1 part in 2^126) if every block is one row or one column; it is
    ``max |entry|`` if no row and no column has two entries.

    Examples
    --------
    >>> one, three, four = Fraction(1), Fraction(3), Fraction(4)
    >>> operator_norm([((0, three), (1, four)), ((2, -one),)])
    Fraction(5, 1)
    >>> operator_norm([((0, one), (1, one)), ((0, -one), (1, one))]) == root_above(four)
    True
    """
    common = lcm(*(v.denominator for row in rows for _, v in row))
    largest = 0
    for block in _blocks(rows):
        sums: dict[int, int] = {}
        frobenius = widest = 0
        for i in block:
            entries = [(k, abs(v.numerator) * (common // v.denominator)) for k, v in rows[i]]
            widest = max(widest, sum(v for _, v in entries))
            frobenius += sum(v * v for _, v in entries)
            for k, v in entries:
                sums[k] = sums.get(k, 0) + v
        largest = max(largest, min(widest * max(sums.values()), frobenius))
    return root_above(Fraction(largest)) / common


def root_above(square: Fraction) -> Fraction:
    """Return the square root of a rational >= 0, rounded up if it is irrational.

    Examples
    --------
    >>> root_above(Fraction(9, 4)), 0 < root_above(Fraction(2)) ** 2 - 2 < Fraction(1, 2**125)
    (Fraction(3, 2), True)
    """
    p, q = square.numerator, square.denominator
    above, below = isqrt(p), isqrt(q)
    if above * above == p and below * below == q:
        return Fraction(above, below)
    shift = max(0, BITS + (q.bit_length() - p.bit_length()) // 2 + 1)
    return Fraction(isqrt((p << 2 * shift) // q) + 1, 1 << shift)


def rounded_up(value: Fraction) -> Fraction:
    """Return a rational >= 0 itself if it is short, rounded up to 128 significant bits if not.

    Examples
    --------
    >>> rounded_up(Fraction(1, 3))
    Fraction(1, 3)
    >>> 0 < rounded_up(Fraction(1, 3**200)) * 3**200 - 1 < Fraction(1, 2**126)
    True
    """
    p, q = value.numerator, value.denominator
    if max(p.bit_length(), q.bit_length()) <= 2 * BITS:
        return value
    shift = BITS + q.bit_length() - p.bit_length()
    if shift >= 0:
        return Fraction(-(-(p << shift) // q), 1 << shift)
    return Fraction(-(-p // (q << -shift)) << -shift)


def _blocks(rows: Sequence[Row]) -> list[list[int]]:
    """Return the indices of the rows of each block: rows that share a column are in one."""
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[int, int] = {}
    for i, row in enumerate(rows):
        for k, _ in row:
            parent[root(i)] = root(first.setdefault(k, i))
    blocks: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        if row:
            blocks.setdefault(root(i), []).append(i)
    return list(blocks.values())
