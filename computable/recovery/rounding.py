"""Rigorous bounds for float64 arithmetic: what a computed norm or product may be off by.

Assumed: IEEE 754 double precision, round to nearest, no flush to zero, matrix products by sums of
products in any order (no Strassen). Every bound is multiplied by ``UP = 1 + 2**-46`` for the
few dozen operations that it took itself; magnitudes, those of an approximate inverse too, are at
most 1e75 (:func:`moderate`). Underflow is gradual: an operation loses 2**-1075 more at most, which
fewer than 1e9 operations and products with two such magnitudes keep below the ``1e-150`` that
every norm is raised by.

Source: Higham, Accuracy and Stability of Numerical Algorithms, chapters 3 and 10; Rump,
Verification of positive definiteness (BIT 2006) for the smallest eigenvalue.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Array",
    "above",
    "below",
    "gamma",
    "greatest_eigenvalue",
    "least_eigenvalue",
    "moderate",
    "norm",
    "norm_below",
]

Array = NDArray[np.float64]
U = 2.0**-53
UP = 1 + 2.0**-46
MOST = 1e75


def gamma(n: int) -> float:
    """Return an upper bound of ``n u / (1 - n u)``: the relative error of n roundings."""
    return n * U / (1 - n * U) * UP


def above(value: Fraction) -> float:
    """Return a float64 that is at least the value."""
    near = float(value)
    return near if Fraction(near) >= value else math.nextafter(near, math.inf)


def below(value: Fraction) -> float:
    """Return a float64 that is at most the value."""
    return -above(-value)


def moderate(*arrays: Any) -> bool:
    """Tell whether every entry has a magnitude of at most 1e75.

    Examples
    --------
    >>> moderate([0.0, 1e-3]), moderate([1e80])
    (True, False)
    """
    found = [np.asarray(array, dtype=np.float64) for array in arrays]
    return all(v.min(initial=0) >= -MOST and v.max(initial=0) <= MOST for v in found)


def norm(vector: NDArray[np.floating[Any]]) -> float:
    """Return an upper bound of the l2 norm.

    Examples
    --------
    >>> 5 <= norm(np.array([3.0, 4.0])) <= 5.0001
    True
    """
    flat = vector.ravel()
    return math.sqrt(float(flat @ flat)) * (1 + 2 * (flat.size + 4) * U) * UP + 1e-150


def norm_below(vector: Array) -> float:
    """Return a lower bound of the l2 norm, at least 0."""
    return max(0.0, norm(vector) - 3e-150) * (1 - 4 * (vector.size + 6) * U) / UP / UP


def least_eigenvalue(gram: Array, error: float, guess: float) -> float:
    """Return a lower bound of the least eigenvalue of every symmetric matrix near ``gram``.

    Parameters
    ----------
    gram : ndarray, shape (k, k)
    error : float
        Spectral norm of the deviations from ``gram``.
    guess : float
        About the eigenvalue.

    Returns
    -------
    float
        Not positive if nothing could be proved.

    Notes
    -----
    If a Cholesky factorisation of M runs to its end in floating point, then M is, up to an error
    of spectral norm at most ``g / (1 - g) trace(M)``, ``g = gamma(k + 2)``, a product of a matrix
    with its transpose: its least eigenvalue is at least minus that.
    """
    k = len(gram)
    trace = float(np.trace(gram)) * (1 + gamma(k)) * UP
    g = gamma(k + 2)
    lost = (g / (1 - g) * trace + 2 * U * (trace + guess) + error) * UP
    for part in (0.9, 0.5, 0.1):
        shift = part * guess
        try:
            np.linalg.cholesky(gram - shift * np.eye(k))
        except np.linalg.LinAlgError:
            continue
        return (shift - lost) * (2 - UP) if shift > lost else 0.0
    return 0.0


def greatest_eigenvalue(gram: Array, error: float) -> float:
    """Return an upper bound of the greatest eigenvalue of every symmetric matrix near ``gram``.

    Parameters
    ----------
    gram : ndarray, shape (k, k)
        Positive semidefinite up to its errors.
    error : float
        Spectral norm of the deviations from ``gram``.

    Notes
    -----
    As in :func:`least_eigenvalue`, for ``c I - gram``: if its factorisation runs to its end, its
    least eigenvalue is at least minus ``g / (1 - g)`` times its trace, which is at most ``k c``
    up to roundings. Where no c succeeds, the trace is the bound.

    Examples
    --------
    >>> 3 <= greatest_eigenvalue(np.array([[2.0, 1.0], [1.0, 2.0]]), 1e-12) < 3.0001
    True
    """
    k = len(gram)
    trace = float(np.abs(np.diag(gram)).sum()) * (1 + gamma(k)) * UP
    guess = max(float(np.linalg.eigvalsh(gram)[-1]), 0.0)
    g = gamma(k + 2)
    for surplus in (1e-12, 1e-9, 1e-6, 1e-3, 0.1):
        shift = guess * (1 + surplus) + 1e-300
        try:
            np.linalg.cholesky(shift * np.eye(k) - gram)
        except np.linalg.LinAlgError:
            continue
        lost = (g / (1 - g) * (k * shift + trace) + 2 * U * (trace + shift) + error) * UP
        return (shift + lost) * UP
    return (trace + k * error) * UP
