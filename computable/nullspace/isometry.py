"""Restricted isometry constants: proved bounds, by enumeration or by inner products."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb

import numpy as np

from computable.errors import DomainError
from computable.exact import counted
from computable.nullspace.contrast import column_norms
from computable.nullspace.eigenvalues import proved_bound, raised
from computable.nullspace.levels import Levels
from computable.nullspace.matrix import Matrix
from computable.nullspace.shown import shown
from computable.nullspace.supports import LIMIT, Supports, check_limit
from computable.recovery.rounding import UP, Array, U, gamma

__all__ = ["Isometry", "isometry_by_coherence", "restricted_isometry"]

CHUNK = 1 << 14


@dataclass(frozen=True, kw_only=True)
class Isometry:
    """Proved: ``lower ||z||**2 <= ||A z||**2 <= upper ||z||**2`` if z has at most ``size`` entries.

    Attributes
    ----------
    size : int
    lower, upper : Fraction
        lower is 0 if nothing better was found.
    method : str
    """

    size: int
    lower: Fraction
    upper: Fraction
    method: str

    @property
    def delta(self) -> Fraction:
        """An upper bound of the restricted isometry constant of c A, for the best c."""
        return (self.upper - self.lower) / (self.upper + self.lower)

    @property
    def unscaled(self) -> Fraction:
        """An upper bound of the restricted isometry constant of A."""
        return max(self.upper - 1, 1 - self.lower)


@np.errstate(all="ignore")
def restricted_isometry(A: object, size: int, *, limit: int = LIMIT) -> Isometry:
    """Bound the singular values of all submatrices with so many columns, by enumeration.

    Parameters
    ----------
    A : Matrix, shape (m, N), or what Matrix() takes
    size : int
        From 1 to N.
    limit : int
        The most supports.

    Raises
    ------
    DomainError
        If there are more.

    Examples
    --------
    >>> found = restricted_isometry([[1, 0, 1], [0, 1, 1]], 2)
    >>> found.method, round(float(found.lower), 9), round(float(found.upper), 9)
    ('3 supports', 0.381966011, 2.618033989)
    """
    matrix = _checked(A, size)
    check_limit(limit)
    count = comb(matrix.shape[1], size)
    if count > limit:
        raise DomainError(
            f"size: got {size}, so {shown(count)} supports, need at most limit = {limit}"
        )
    supports = Supports(Levels.single(matrix.shape[1], size))
    gram, most, error = _gram(matrix, size)
    # the least eigenvalue is `most` less the greatest of `turned`, whose diagonal was rounded
    turned = most * np.eye(len(gram)) - gram
    upper = lower = 0.0
    for S in supports.chunks(CHUNK):
        rows, columns = S[:, :, None], S[:, None, :]
        upper = raised(upper, gram[rows, columns])
        lower = raised(lower, turned[rows, columns])
    upper = min(proved_bound(upper, size, error), (most + error) * UP)
    lower = min(proved_bound(lower, size, error + 2 * U * most), most)
    return _isometry(size, Fraction(most) - Fraction(lower), upper, counted(count, "support"))


@np.errstate(all="ignore")
def isometry_by_coherence(A: object, size: int) -> Isometry:
    """Bound them by the sums of the largest inner products of each column with others.

    By Gershgorin's discs; for unit columns ``delta <= mu_1(size - 1) <= (size - 1) mu``
    (Foucart & Rauhut, Prop. 6.2).

    Parameters
    ----------
    A : Matrix, shape (m, N), or what Matrix() takes
    size : int
        From 1 to N.

    Examples
    --------
    >>> found = isometry_by_coherence([[1, 0, "3/5"], [0, 1, "4/5"]], 2)
    >>> f"{float(found.lower):.9f} {float(found.delta):.9f}"
    '0.200000000 0.800000000'
    """
    matrix = _checked(A, size)
    gram, _, error = _gram(matrix, size)
    spread = np.abs(gram)
    np.fill_diagonal(spread, 0)
    radii = np.sort(spread, axis=1)[:, len(gram) - size + 1 :].sum(axis=1)
    squares = np.diag(gram)
    upper, lower = float((squares + radii).max()), float((squares - radii).min())
    # the sums of size numbers have been rounded
    error = (error + gamma(size + 4) * upper) * UP
    return _isometry(size, Fraction(lower) - Fraction(error), (upper + error) * UP, "coherence")


def _checked(A: object, size: int) -> Matrix:
    matrix = A if isinstance(A, Matrix) else Matrix(A)
    if type(size) is not int or not 1 <= size <= matrix.shape[1]:
        raise DomainError(f"size: got {shown(size)}, need an integer from 1 to {matrix.shape[1]}")
    return matrix


def _gram(matrix: Matrix, size: int) -> tuple[Array, float, float]:
    """Return ``A^T A`` in float64, and bounds of the norms of its blocks and of their errors.

    The rounded inner products of a block are within ``gamma(m)`` times those of the lengths, a
    matrix of rank one whose norm is the sum of squares; ``array - A`` of norm r changes the Gram
    matrix of a block of norm b by at most ``2 b r + r**2``.
    """
    lengths = column_norms(matrix.array)
    most = float(np.sort(lengths**2)[-size:].sum()) * (1 + gamma(size + 2)) * UP
    r = matrix.rounding
    error = (gamma(matrix.shape[0]) * most + (2 * most**0.5 + r) * r) * UP + 1e-150
    return matrix.array.T @ matrix.array, most, error


def _isometry(size: int, lower: Fraction, upper: float, method: str) -> Isometry:
    return Isometry(size=size, lower=max(lower, Fraction(0)), upper=Fraction(upper), method=method)
