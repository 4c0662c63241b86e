"""A proved enclosure of the minimisers of basis pursuit or a linear program in float64.

Let B be m columns with A_B invertible and g_B the values that the dual constraints take there:
``|g_i| = w_i`` on a part S of B, ``|g_i| < w_i`` on the rest T (linear program: ``g_i = cost_i`` on
all of B). For an instance (A, y) let ``u* = A_B**-1 y`` and ``p* = A_B**-T g``. If u* has the signs
of g on S and ``theta_j = w_j - |a_j . p*| > 0`` off S (linear program: ``cost_j - a_j . p*``, and
u* > 0), then every minimiser x satisfies, with ``kappa = sum over T of (w_i + |g_i|) |u*_i|``,

    sum over j not in S of theta_j |x_j| <= kappa   (square-root LASSO: plus nu ||y - A x||),

because the left side is at most ``||x||_1,w - p* . y``, the right side at least
``||u*||_1,w - p* . y``. So x is near u*: ``A_B (x - u*)_B = - sum over j not in B of a_j x_j - r``.
Square-root LASSO belongs here if its minimiser solves the system: ``nu = 1/lam - ||p*||``.

An approximate inverse R with ``||I - R A_B|| <= kappa' < 1`` (largest row sum) encloses u* and p*
for every instance of a box at once. The same statement as the argument ``basis`` of the format.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from computable.problem import LinearProgram, Problem, SquareRootLasso
from computable.recovery.rounding import MOST, UP, Array, U, above, gamma, moderate, norm

__all__ = ["FloatBasis", "enclose_on_basis"]


@dataclass(frozen=True, kw_only=True, eq=False)
class FloatBasis:
    """*Proved:* every minimiser is within ``radius`` (l2) of the point with ``x`` on ``columns``.

    Attributes
    ----------
    columns : int array, shape (m,)
        B.
    x : array, shape (m,)
        About u*.
    dual : array, shape (m,)
        g; exactly the problem's weight or cost, or its negative, on S.
    on_support : bool array, shape (m,)
        Which of B are S.
    radius : float
    witness : array, shape (m,)
        About p*.
    """

    columns: NDArray[np.intp]
    x: Array
    dual: Array
    on_support: NDArray[np.bool_]
    radius: float
    witness: Array


def enclose_on_basis(
    problem: Problem,
    A: Array,
    y: Array,
    columns: NDArray[np.intp],
    dual: Array,
    on_support: NDArray[np.bool_],
    *,
    weights: Array,
    radius: tuple[float, float] = (0.0, 0.0),
) -> FloatBasis | None:
    """Prove in float64 that the minimisers belong to this basis, and enclose them.

    Parameters
    ----------
    problem : BasisPursuit with epsilon = 0, LinearProgram, SquareRootLasso
    A, y : float64 arrays, shapes (m, N) and (m,), moderate
    columns, dual, on_support : arrays, shape (m,)
        As in :class:`FloatBasis`.
    weights : array, shape (N,)
        Weights (without lam) or costs rounded to float64.
    radius : pair of floats
        How much any entry of A, of y may deviate.

    Returns
    -------
    FloatBasis or None
        ``None``: nothing is proved.
    """
    m, one_sided = len(y), isinstance(problem, LinearProgram)
    A_B = np.ascontiguousarray(A[:, columns])
    if one_sided and not on_support.all():
        return None
    try:
        R = np.linalg.inv(A_B)
    except np.linalg.LinAlgError:
        return None
    lightest = float(weights.min()) if not on_support.all() else 1.0
    if not moderate(R) or lightest < 1 / MOST:
        return None
    sizes, R_sizes = np.abs(A_B), np.abs(R)
    E, eta = radius[0] * UP, radius[1] * UP
    # K = I - R A_B for all instances: largest row sum
    K = np.abs(np.eye(m) - R @ A_B).sum(axis=1)
    rows = R_sizes.sum(axis=1)
    K = K * (1 + gamma(m)) + gamma(m + 2) * (R_sizes @ sizes.sum(axis=1) + 1) + m * E * rows
    kappa = float(K.max()) * UP
    if not kappa < 0.5:
        return None
    grown = kappa / (1 - kappa) * UP
    u, p = R @ y, R.T @ dual
    u = u + R @ (y - A_B @ u)
    p = p + R.T @ (dual - A_B.T @ p)
    if not moderate(u, p):
        return None
    # |u* - u| <= |R d| + grown max |R d|, d = y' - A_B' u
    d = np.abs(y - A_B @ u) + gamma(m + 3) * (np.abs(y) + sizes @ np.abs(u))
    d = d + eta + E * np.abs(u).sum()
    off = R_sizes @ d * (1 + gamma(m + 2))
    off_u = (off + grown * off.max()) * UP + 1e-150
    # |p* - p|: the same with R^T, for which the largest row sum becomes the l1 norm of d
    d = np.abs(dual - A_B.T @ p) + gamma(m + 3) * (np.abs(dual) + sizes.T @ np.abs(p))
    d = d + 4 * U * np.abs(dual) + E * np.abs(p).sum()
    grown_p = grown * float(d.sum()) * R_sizes.max(axis=0)
    off_p = (R_sizes.T @ d * (1 + gamma(m + 2)) + grown_p) * UP + 1e-150
    sides = np.ones(m) if one_sided else np.sign(dual)
    if not np.all((sides * u > off_u)[on_support]):
        return None
    slack = _slack(problem, A, p, off_p, weights, E)
    slack[columns] = (weights[columns] - np.abs(dual)) * (1 - 4 * U) - 8 * U * weights[columns]
    slack[columns[on_support]] = math.inf
    nu = math.inf
    if isinstance(problem, SquareRootLasso):
        nu = (1 / above(problem.lam) / UP - norm(np.abs(p) + off_p)) / UP
    if not (slack > 0).all() or nu <= 0:
        return None
    T = ~on_support
    gap = float(((weights[columns] + np.abs(dual)) * (np.abs(u) + off_u))[T].sum())
    gap *= 1 + gamma(m + 8)
    total = norm(off_u[on_support])
    if T.any():
        norms = np.sqrt(np.einsum("ij,ij->j", A, A)) * (1 + gamma(m + 4)) + E * math.sqrt(m)
        outside = np.ones(A.shape[1], dtype=bool)
        outside[columns] = False
        most = max(float((norms / slack)[outside].max(initial=0.0)), 1 / nu) * UP
        inverse = norm(R[on_support]) + grown * math.sqrt(m) * norm(R)  # of the rows of A_B^-1 on S
        rest = gap / float(slack.min()) + norm(u[T])
        total = math.hypot(total + gap * most * inverse * UP, rest) * UP
    return FloatBasis(
        columns=columns,
        x=u,
        dual=dual,
        on_support=on_support,
        radius=total * UP,
        witness=p,
    )


def _slack(problem: Problem, A: Array, p: Array, off_p: Array, weights: Array, E: float) -> Array:
    """Return lower bounds of ``w_j - |a_j . p*|`` (linear program: ``cost_j - a_j . p*``)."""
    m = len(p)
    c = A.T @ p
    size = c if isinstance(problem, LinearProgram) else np.abs(c)
    norms = np.sqrt(np.einsum("ij,ij->j", A, A)) * (1 + gamma(m + 4)) + 1e-150
    off = norms * (gamma(m) * norm(p) + norm(off_p)) + E * math.sqrt(m) * norm(np.abs(p) + off_p)
    slack: Array = weights - size - (off + 4 * U * (np.abs(weights) + np.abs(c))) * UP
    return slack
