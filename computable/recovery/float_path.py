"""A proved enclosure of the minimiser of LASSO, square-root LASSO or QCBP in float64.

For an instance (A, y), a support S with signs s and W = (s w)_S let
``a* = G**-1 A_S^T y``, ``b* = G**-1 W``, G = A_S^T A_S. On the solution path of LASSO the minimiser
is ``x = a* - t b*`` with residual ``r = (y - A_S a*) + t A_S b*``, ``A_S^T r = t W``:

===================  ===========================================================
LASSO                t = lam / 2
square-root LASSO    t = lam rho / sqrt(1 - lam**2 q)
QCBP                 t = sqrt((epsilon**2 - rho**2) / q)
===================  ===========================================================

with ``rho = ||y - A_S a*||`` and ``q = ||A_S b*||**2``. If the signs of x are s and
``|a_j . r| < t w_j`` off S, x is the only minimiser. Floats a, b near a*, b* serve: for
the computed residual r0 and image v, let ``y' - A' a = r0 + f`` and ``A' b = v + g`` for the
instance (A', y') of a box, and sigma the least singular value of A'_S. Since
``a* - a = G'**-1 A'^T (r0 + f)``, with ``e_a = ||A'^T r0||``,

    ``||a* - a|| <= e_a / sigma**2 + ||f|| / sigma``,
    ``||y' - A' a* - r0|| <= e_a / sigma + ||f||``,

and with ``e_b = ||W - A'^T v||`` the same for b, ||g|| and v. All of that is bounded for all
instances of the box at once: ``||A'_S - A_S|| <= E``, ``||y' - y|| <= eta``.

The same statement as the argument ``path`` of the certificate format, checked in another way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from computable.problem import BasisPursuit, Lasso, Problem, SquareRootLasso
from computable.recovery.rounding import (
    UP,
    Array,
    U,
    above,
    below,
    gamma,
    least_eigenvalue,
    norm,
    norm_below,
)

__all__ = ["FloatPath", "enclose_on_path"]


@dataclass(frozen=True, kw_only=True, eq=False)
class FloatPath:
    """*Proved:* the minimiser vanishes off the support and is within ``radius`` (l2) of ``x``.

    Attributes
    ----------
    support : int array, shape (k,)
    signs : array of 1.0 and -1.0, shape (k,)
    x : array, shape (k,)
        The entries on the support.
    radius : float
    base, slope : array, shape (k,)
        a and b: for the certificate.
    """

    support: NDArray[np.intp]
    signs: Array
    x: Array
    radius: float
    base: Array
    slope: Array


def enclose_on_path(
    problem: Problem,
    A: Array,
    y: Array,
    support: NDArray[np.intp],
    signs: Array,
    *,
    weights: Array,
    radius: tuple[float, float] = (0.0, 0.0),
) -> FloatPath | None:
    """Prove in float64 that the minimiser has this support and these signs, and enclose it.

    Parameters
    ----------
    problem : Lasso, SquareRootLasso, or BasisPursuit with epsilon > 0
    A, y : float64 arrays, shapes (m, N) and (m,), moderate
    support, signs : arrays, shape (k,)
    weights : array, shape (N,)
        The problem's weights rounded to float64 (relative error at most 2**-53).
    radius : pair of floats
        How much any entry of A, of y may deviate.

    Returns
    -------
    FloatPath or None
        ``None``: nothing is proved.
    """
    m, k = len(y), len(support)
    A_S, W = np.ascontiguousarray(A[:, support]), signs * weights[support]
    E, eta = radius[0] * math.sqrt(m * k) * UP, radius[1] * math.sqrt(m) * UP
    solved = _solved(A_S, y, W)
    if solved is None:
        return None
    a, b, gram, guess = solved
    sizes, frobenius = np.abs(A_S), norm(A_S) ** 2 * UP
    square = least_eigenvalue(gram, gamma(m) * frobenius, guess) if k else 1.0
    sigma = math.sqrt(max(square, 0.0)) * (1 - 4 * U) - E
    if sigma <= 0:
        return None
    # y' - A' a is within off_a of r0, A' b within off_b of v, for every instance of the box
    r0, v = y - A_S @ a, A_S @ b
    off_a = gamma(k + 3) * norm(np.abs(y) + sizes @ np.abs(a)) + eta + E * norm(a)
    off_b = gamma(k + 2) * norm(sizes @ np.abs(b)) + E * norm(b)
    e_a = norm(A_S.T @ r0) + gamma(m + 2) * norm(sizes.T @ np.abs(r0)) + E * norm(r0)
    e_b = norm(W - A_S.T @ v) + E * norm(v)
    e_b += gamma(m + 4) * norm(np.abs(W) + sizes.T @ np.abs(v))
    error_a = e_a / sigma**2 + off_a / sigma
    error_b = e_b / sigma**2 + off_b / sigma
    off_a, off_b = (off_a + e_a / sigma) * UP, (off_b + e_b / sigma) * UP  # now of a*, b*
    if (
        not k
        and isinstance(problem, BasisPursuit)
        and norm(r0) + off_a <= below(problem.epsilon) / UP
    ):
        return FloatPath(support=support, signs=signs, x=a, radius=0.0, base=a, slope=b)
    t = _parameter(
        problem,
        (max(0.0, norm_below(r0) - off_a) / UP, (norm(r0) + off_a) * UP),
        (max(0.0, norm_below(v) - off_b) / UP, (norm(v) + off_b) * UP),
    )
    if t is None:
        return None
    low, high = t
    middle = low + (high - low) / 2
    spread = max(high - middle, middle - low) * UP
    x, r = a - middle * b, r0 + middle * v
    radius_x = error_a + high * error_b + spread * norm(b)
    radius_x = (radius_x + 3 * U * norm(np.abs(a) + high * np.abs(b))) * UP
    off_r = off_a + high * off_b + spread * norm(v) + 3 * U * norm(np.abs(r0) + high * np.abs(v))
    if not np.all(signs * x > radius_x * UP):
        return None
    norms = np.sqrt(np.einsum("ij,ij->j", A, A)) * (1 + gamma(m + 4)) + 1e-150
    correlations = np.abs(A.T @ r) + norms * ((gamma(m + 2) * norm(r) + off_r) * UP)
    correlations = (correlations + radius[0] * math.sqrt(m) * (norm(r) + off_r)) * UP
    room = low * weights * (1 - 4 * U)
    inside = correlations < room
    inside[support] = True
    if not inside.all():
        return None
    return FloatPath(support=support, signs=signs, x=x, radius=float(radius_x), base=a, slope=b)


def _solved(A_S: Array, y: Array, W: Array) -> tuple[Array, Array, Array, float] | None:
    """Return approximations of a*, b*, the Gram matrix and its least eigenvalue, unproved."""
    gram = A_S.T @ A_S
    if not len(W):
        return W, W, gram, 1.0
    try:
        inverse = np.linalg.inv(gram)
    except np.linalg.LinAlgError:
        return None
    a, b = inverse @ (A_S.T @ y), inverse @ W
    for _ in range(2):
        a = a + inverse @ (A_S.T @ (y - A_S @ a))
        b = b + inverse @ (W - A_S.T @ (A_S @ b))
    direction = np.ones(len(W))
    for _ in range(30):  # the power method
        image = inverse @ direction
        size = float(np.linalg.norm(image))
        if not 0 < size < math.inf:
            return None
        direction = image / size
    return a, b, gram, 1 / size


def _parameter(
    problem: Problem, rho: tuple[float, float], image: tuple[float, float]
) -> tuple[float, float] | None:
    """Return bounds of t from bounds of rho and of the square root of q."""
    (low_rho, high_rho), (low_q, high_q) = rho, image
    match problem:
        case Lasso():
            return below(problem.lam / 2), above(problem.lam / 2)
        case SquareRootLasso():
            low_lam, high_lam = below(problem.lam), above(problem.lam)
            least = 1 - (high_lam * high_q) ** 2 * UP
            if least <= 0 or low_rho <= 0:
                return None
            low = low_lam * low_rho / math.sqrt(1 - (low_lam * low_q) ** 2 / UP) / UP
            return low, high_lam * high_rho / math.sqrt(least / UP) * UP
        case BasisPursuit():
            low_eps, high_eps = below(problem.epsilon), above(problem.epsilon)
            least = (low_eps - high_rho) * (low_eps + high_rho)
            if least <= 0 or low_q <= 0:
                return None
            most = (high_eps - low_rho) * (high_eps + low_rho) * UP
            return math.sqrt(least / UP) / high_q / UP, math.sqrt(most) / low_q * UP
    return None
