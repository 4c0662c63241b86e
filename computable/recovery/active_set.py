"""A support and its signs, proposed in floating point: nothing here is proved.

The minimisers of LASSO, square-root LASSO and QCBP are points of one path, ``x = a - t b`` on the
support S with signs s (see ``float_path.py``). At a given t an active-set method finds S: if the
candidate changes a sign, go towards it until the first entry vanishes, and drop that; else add the
column that breaks its dual condition most. Square-root LASSO and QCBP look for their t between
bounds, by the formula of the support that was found last. Started at an answer that somebody has, a
few steps suffice.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from computable.problem import BasisPursuit, Lasso, Problem, SquareRootLasso
from computable.recovery.rounding import Array

__all__ = ["propose_support"]

SMALL = 1e-6
"""An entry of an answer below this part of the largest is taken for zero at first."""
ROUNDS = 100
"""How often t is tried."""


def propose_support(
    problem: Problem, A: Array, y: Array, *, weights: Array, start: Array | None = None
) -> tuple[NDArray[np.intp], Array]:
    """Return columns S and signs s that the minimiser probably has.

    Parameters
    ----------
    problem : Lasso, SquareRootLasso, or BasisPursuit with epsilon > 0
    A, y : float64 arrays, shapes (m, N) and (m,)
    weights : array, shape (N,)
    start : array, shape (N,), optional
        An answer to begin with.

    Examples
    --------
    >>> A, y = np.array([[2.0, 1.0], [0.0, 1.0]]), np.array([2.0, -3.0])
    >>> [v.tolist() for v in propose_support(Lasso(1), A, y, weights=np.ones(2))]
    [[0, 1], [1.0, -1.0]]
    """
    x = np.zeros(A.shape[1]) if start is None else np.array(start, dtype=np.float64)
    x[np.abs(x) <= SMALL * np.abs(x).max(initial=0.0)] = 0.0
    if np.count_nonzero(x) > min(A.shape):
        x[np.argsort(np.abs(x))[: len(x) - min(A.shape)]] = 0.0
    if isinstance(problem, Lasso):
        support, signs, _, _ = _at(float(problem.lam) / 2, A, y, weights, x)
        return support, signs
    low, high = 0.0, float(np.max(np.abs(A.T @ y) / weights, initial=0.0))
    if not high or _too_high(problem, high, y) is False:
        return np.flatnonzero(np.zeros(0)), np.zeros(0)
    residual = y - A @ x
    t = float(np.max(np.abs(A.T @ residual) / weights, initial=0.0))
    if isinstance(problem, SquareRootLasso):
        t = float(problem.lam) * float(np.linalg.norm(residual))
    t = t if low < t < high else high / 2
    for _ in range(ROUNDS):
        support, signs, r0, v = _at(t, A, y, weights, x)
        if _too_high(problem, t, r0 + t * v):
            high = t
        else:
            low = t
        wanted = _parameter(problem, float(r0 @ r0), float(v @ v))
        if wanted is not None and abs(wanted - t) <= 1e-12 * t:
            break
        inside = wanted is not None and low < wanted < high
        t = float(wanted) if inside and wanted else (low + high) / 2
    return support, signs


def _at(
    t: float, A: Array, y: Array, weights: Array, x: Array
) -> tuple[NDArray[np.intp], Array, Array, Array]:
    """Find the support at t; return it with signs, r0 and v: the residual is r0 + t v.

    ``x`` is where to start, and is changed to where the search ended.
    """
    signs, most = np.sign(x), min(A.shape)
    for _ in range(3 * most + 20):
        support = np.flatnonzero(signs)
        A_S, W = A[:, support], signs[support] * weights[support]
        try:
            both = np.linalg.solve(A_S.T @ A_S, np.column_stack([A_S.T @ y, W]))
        except np.linalg.LinAlgError:
            both = np.linalg.lstsq(A_S.T @ A_S, np.column_stack([A_S.T @ y, W]))[0]
        a, b = both[:, 0], both[:, 1]
        target, r0, v = a - t * b, y - A_S @ a, A_S @ b
        wrong = target * signs[support] <= 0
        if wrong.any():
            now = x[support]
            steps = np.full(len(now), math.inf)
            steps[wrong] = now[wrong] / np.where(now == target, 1.0, now - target)[wrong]
            x[support] = now + min(1.0, float(steps.min())) * (target - now)
            gone = support[int(np.argmin(steps))]
            x[gone] = signs[gone] = 0.0
            continue
        x[support] = target
        correlations = A.T @ (r0 + t * v)
        excess = np.abs(correlations) - t * weights
        excess[support] = 0.0
        j = int(np.argmax(excess))
        if not excess[j] > 1e-12 * t * weights[j] or len(support) == most:
            break
        signs[j] = np.sign(correlations[j])
    kept = signs[support] != 0
    return support[kept], signs[support][kept], r0, v


def _too_high(problem: Problem, t: float, residual: Array) -> bool:
    """Tell whether the minimiser lies at a smaller t, given the residual at t."""
    size = float(np.linalg.norm(residual))
    if isinstance(problem, BasisPursuit):
        return size > float(problem.epsilon)
    return isinstance(problem, SquareRootLasso) and t > float(problem.lam) * size


def _parameter(problem: Problem, rho: float, q: float) -> float | None:
    """Return t of the minimiser if it has the support whose squares rho and q these are."""
    if isinstance(problem, SquareRootLasso):
        lam = float(problem.lam)
        rest = 1 - lam * lam * q
        return lam * math.sqrt(rho / rest) if rest > 0 else None
    rest = float(getattr(problem, "epsilon", 0)) ** 2 - rho
    return math.sqrt(rest / q) if rest > 0 and q > 0 else None
