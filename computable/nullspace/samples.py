"""Matrices to try things on: rows of a Hadamard matrix, and Gaussian ones, by a seed."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt, sqrt

import numpy as np

from computable.errors import DomainError
from computable.inputs.reading import LARGEST
from computable.nullspace.matrix import Matrix
from computable.nullspace.shown import shown

__all__ = ["gaussian_sample", "hadamard_sample"]

FAINT = 2.0**-10


def hadamard_sample(size: int, rows: int, *, seed: int = 0, faint: int = 0) -> Matrix:
    """Return some rows of Sylvester's Hadamard matrix, drawn uniformly, in their order.

    The entries are ``+-c``, c the float64 number nearest to ``1 / sqrt(rows)``, so that the columns
    have about unit norm and the rows are exactly orthogonal. Faint rows are ``2**-10`` times as
    strong: they have information about x that is lost if y is off by that much.

    Parameters
    ----------
    size : int
        N, a power of two.
    rows : int
        m, from 1 to N.
    seed : int
        Of NumPy's default generator.
    faint : int
        How many of the rows, the last ones, are faint.

    Raises
    ------
    DomainError
        If the numbers do not fit.

    Examples
    --------
    >>> A = hadamard_sample(8, 4)
    >>> A, (A.array @ A.array.T).tolist() == (2 * np.eye(4)).tolist()
    (Matrix(4 x 8), True)
    >>> hadamard_sample(12, 4)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: size: got 12, need a power of two
    """
    if type(size) is not int or size < 1 or size & (size - 1):
        raise DomainError(f"size: got {shown(size)}, need a power of two")
    if size > LARGEST:
        raise DomainError(f"size: got {shown(size)}, need at most 2^24")
    if type(rows) is not int or not 1 <= rows <= size:
        raise DomainError(f"rows: got {shown(rows)}, need an integer from 1 to size = {size}")
    if type(faint) is not int or not 0 <= faint <= rows:
        raise DomainError(f"faint: got {shown(faint)}, need an integer from 0 to rows = {rows}")
    _check_entries(rows, size)
    chosen = np.sort(_generator(seed).choice(size, rows, replace=False))
    # entry (i, j) is negative if i and j have an odd number of binary ones in common
    common = chosen[:, None] & np.arange(size)
    for shift in (32, 16, 8, 4, 2, 1):
        common ^= common >> shift
    # 300 bits: no midpoint of two float64 numbers is as near to an irrational root
    c = float(Fraction(isqrt((1 << 600) // rows), 1 << 300))
    entries = c * (1.0 - 2 * (common & 1))
    entries[rows - faint :] *= FAINT
    return Matrix(entries)


def gaussian_sample(rows: int, columns: int, *, seed: int = 0) -> Matrix:
    """Return a matrix of independent normal entries with variance ``1 / rows``, rounded.

    Parameters
    ----------
    rows, columns : int
        m and N, at least 1.
    seed : int
        Of NumPy's default generator.

    Raises
    ------
    DomainError
        If the numbers do not fit.

    Examples
    --------
    >>> A = gaussian_sample(400, 3)
    >>> A, bool((abs((A.array**2).sum(axis=0) - 1) < 0.2).all())
    (Matrix(400 x 3), True)
    """
    for name, value in (("rows", rows), ("columns", columns)):
        if type(value) is not int or value < 1:
            raise DomainError(f"{name}: got {shown(value)}, need an integer >= 1")
    _check_entries(rows, columns)
    return Matrix(_generator(seed).standard_normal((rows, columns)) / sqrt(rows))


def _check_entries(rows: int, columns: int) -> None:
    if rows * columns > LARGEST:
        raise DomainError(
            f"rows: got {shown(rows)} of {shown(columns)} entries, need at most 2^24 entries"
        )


def _generator(seed: int) -> np.random.Generator:
    if type(seed) is not int or seed < 0:
        raise DomainError(f"seed: got {shown(seed)}, need an integer >= 0")
    return np.random.default_rng(seed)
