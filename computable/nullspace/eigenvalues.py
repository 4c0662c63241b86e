"""One proved upper bound for the eigenvalues of very many small matrices, in float64.

If the Cholesky factorisation of a symmetric X of size k runs to its end in floating point, then
``X = R^T R + F`` with ``|F| <= gamma(k + 1) |R|^T |R|`` (Higham, Thm 10.3), so that
``||F|| <= gamma(k + 1) ||R||_F**2 <= g / (1 - g) trace(X)`` with ``g = gamma(k + 2)``, and no
eigenvalue of X is below that with a minus. Here ``X = c I - M``, for all M at once.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from computable.recovery.rounding import UP, Array, U, gamma

__all__ = ["proved_bound", "raised"]


def raised(c: float, matrices: Array) -> float:
    """Return a number >= c with which every ``c I - M`` has a Cholesky factorisation.

    Parameters
    ----------
    c : float
        At least 0: the same for the matrices before these, or zero.
    matrices : ndarray, shape (n, k, k)
        Of each the lower triangle counts.

    Returns
    -------
    float
        Infinite if none was found. It is the greatest eigenvalue, up to roundings, if c is not.

    Examples
    --------
    >>> M = np.array([[[2.0, 1.0], [1.0, 2.0]], [[4.0, 0.0], [0.0, 1.0]]])
    >>> raised(3.0, M[:1]) < 3.0001 <= 4 <= raised(3.0, M) < 4.0001, raised(5.0, M)
    (True, 5.0)
    """
    if not np.isfinite(matrices).all():
        return math.inf
    left = matrices
    for surplus in (1e-13, 1e-11, 1e-9, 1e-6, 1e-3):
        left = left[~_factorises(c, left)]
        if not len(left):
            return c
        c = max(c, float(np.linalg.eigvalsh(left)[:, -1].max()) * (1 + surplus) + 1e-300)
    return c if _factorises(c, left).all() else math.inf


def proved_bound(c: float, size: int, error: float) -> float:
    """Return an upper bound of the eigenvalues, from what :func:`raised` returned.

    Parameters
    ----------
    c : float
    size : int
        k.
    error : float
        At least the spectral norm of the difference between each M, its lower triangle mirrored,
        and the positive semidefinite matrix that it stands for.

    Notes
    -----
    No diagonal entry of M is above c or below ``-error``: ``trace(X) <= k (c + error)`` up to its
    roundings, for which there is another factor 2; forming X has moved its diagonal by as much as
    ``u (c + error)``.
    """
    g = gamma(size + 2)
    lost = (g / (1 - g) + 2 * U) * 2 * size * (c + error)
    return (c + lost + error) * UP + 1e-150


def _factorises(c: float, matrices: Array) -> NDArray[np.bool_]:
    """Tell for each M whether the Cholesky factorisation of ``c I - M`` runs to its end."""
    k = matrices.shape[1]
    runs = np.ones(len(matrices), dtype=bool)
    factor: dict[tuple[int, int], Any] = {}
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        for j in range(k):
            pivot = c - matrices[:, j, j]
            for p in range(j):
                pivot -= factor[j, p] ** 2
            runs &= pivot > 0
            root = np.sqrt(pivot)
            for i in range(j + 1, k):
                entry = -matrices[:, i, j]
                for p in range(j):
                    entry -= factor[i, p] * factor[j, p]
                factor[i, j] = entry / root
    return runs
