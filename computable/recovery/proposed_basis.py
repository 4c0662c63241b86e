"""A basis with its dual values, proposed in floating point: nothing here is proved."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from computable.problem import LinearProgram, Problem
from computable.recovery.active_set import SMALL
from computable.recovery.rounding import Array
from computable.recovery.settled_columns import settled_columns

__all__ = ["Basis", "full_basis", "linear_programming_basis", "propose_basis"]


class Basis(NamedTuple):
    """m columns with dual values: weight or cost, up to the sign, where ``on_support``."""

    columns: NDArray[np.intp]
    dual: Array
    on_support: NDArray[np.bool_]


def propose_basis(
    problem: Problem, A: Array, y: Array, *, weights: Array, start: Array | None = None
) -> Basis | None:
    """Return a basis that the minimiser probably has.

    An answer with m non-zero entries is taken at its word. One with fewer needs a witness: the one
    of least norm that fits its signs, or else that of a linear program (HiGHS, if SciPy is there).

    Parameters
    ----------
    problem : BasisPursuit with epsilon = 0, LinearProgram, SquareRootLasso
    A, y : float64 arrays, shapes (m, N) and (m,)
    weights : array, shape (N,)
        Weights (without lam) or costs.
    start : array, shape (N,), optional
        An answer to begin with.
    """
    one_sided = isinstance(problem, LinearProgram)
    if start is not None:
        support = _largest(np.array(start, dtype=np.float64), len(y))
        signs = np.ones(len(support)) if one_sided else np.sign(start[support])
        found = _with_witness(A, support, signs * weights[support], weights, one_sided)
        if found is not None:
            return found
    solved = _by_linear_program(A, y, weights, one_sided)
    if solved is None:
        return None
    x, p = solved
    support = _largest(x, len(y))
    signs = np.ones(len(support)) if one_sided else np.sign(x[support])
    W = signs * weights[support]
    found = _with_witness(A, support, W, weights, one_sided)
    if found is not None or one_sided:
        return found
    flat = _flattest(A, support, W, weights) if len(support) < len(y) else p
    return None if flat is None else _completed(A, support, W, A.T @ flat, weights)


def _largest(x: Array, most: int) -> NDArray[np.intp]:
    sizes = np.abs(x)
    support = np.flatnonzero(sizes > SMALL * sizes.max(initial=0.0))
    return np.sort(support[np.argsort(-sizes[support])[:most]])


def _with_witness(
    A: Array, support: NDArray[np.intp], W: Array, weights: Array, one_sided: bool
) -> Basis | None:
    """Return the basis if the witness of least norm is strict off the support."""
    m = len(A)
    if one_sided and len(support) < m:
        return None
    A_S = A[:, support]
    try:
        if len(support) == m:
            p = np.linalg.solve(A_S.T, W)
        else:  # of least norm
            p = A_S @ np.linalg.solve(A_S.T @ A_S, W) if len(support) else np.zeros(m)
    except np.linalg.LinAlgError:
        return None
    c = A.T @ p
    slack = weights - (c if one_sided else np.abs(c))
    slack[support] = np.inf
    if slack.min(initial=np.inf) <= 0:
        return None
    return _completed(A, support, W, c, weights)


def _completed(
    A: Array, support: NDArray[np.intp], W: Array, c: Array, weights: Array
) -> Basis | None:
    """Add columns until the basis is square: those farthest from the span, with slack to spare."""
    m = len(A)
    if len(support) == m:
        return Basis(support, W, np.ones(m, dtype=bool))
    Q, _ = np.linalg.qr(A[:, support]) if len(support) else (np.zeros((m, 0)), None)
    rest = A - Q @ (Q.T @ A)
    slack = np.clip(1 - np.abs(c) / np.where(weights, np.abs(weights), 1.0), 0.0, 1.0)
    slack[support] = 0.0
    added: list[int] = []
    for _ in range(m - len(support)):
        score = np.einsum("ij,ij->j", rest, rest) * slack
        j = int(np.argmax(score))
        if not score[j] > 0:
            return None
        direction = rest[:, j] / np.linalg.norm(rest[:, j])
        rest = rest - np.outer(direction, direction @ rest)
        slack[j] = 0.0
        added.append(j)
    columns = np.concatenate([support, np.array(added, dtype=np.intp)])
    on_support = np.arange(m) < len(support)
    return Basis(columns, np.concatenate([W, c[added]]), on_support)


def _flattest(A: Array, support: NDArray[np.intp], W: Array, weights: Array) -> Array | None:
    """Return the witness p whose largest ``|a_j . p| / w_j`` off the support is least."""
    from scipy.optimize import linprog

    outside = np.delete(np.arange(A.shape[1]), support)
    m, T = len(A), A[:, outside].T
    column = -weights[outside][:, np.newaxis]
    solved = linprog(
        np.append(np.zeros(m), 1.0),
        A_ub=np.vstack([np.hstack([T, column]), np.hstack([-T, column])]),
        b_ub=np.zeros(2 * len(outside)),
        A_eq=np.hstack([A[:, support].T, np.zeros((len(support), 1))]),
        b_eq=W,
        bounds=(None, None),
    )
    return None if solved.x is None else np.asarray(solved.x[:m])


def linear_programming_basis(
    A: Array, y: Array, weights: Array, *, one_sided: bool
) -> tuple[list[int], int] | None:
    """Return columns of the linear program's basis, the most trusted first, and how many are sure.

    They are columns of [A, I], or for basis pursuit (not ``one_sided``) of [A, -A, I]: the support,
    those with slack 0, units where the dual solution is 0, the next by slack. Sure are those of the
    support. ``None`` without SciPy, or if HiGHS finds no solution.
    """
    solved = _by_linear_program(A, y, weights, one_sided)
    if solved is None:
        return None
    x, p = solved
    both = np.hstack([A, -A]) if not one_sided else A
    x = np.where(np.abs(x) > SMALL * np.abs(x).max(initial=0.0), x, 0.0)
    parts = np.maximum(x if one_sided else np.concatenate([x, -x]), 0.0)
    cost = weights if one_sided else np.concatenate([weights, weights])
    support, better = settled_columns(both, y, cost, parts)
    p = p if better is None else better
    slack = cost - both.T @ p
    ranks = np.full(len(cost), len(cost))
    ranks[support] = np.arange(len(support))
    order = np.lexsort((slack, ranks))
    tight = slack < 1e-9 * (1 + np.abs(cost))
    count = int(np.count_nonzero((ranks < len(cost)) | tight))
    units = len(cost) + np.flatnonzero(np.abs(p) < 1e-9 * np.abs(p).max(initial=0.0))
    ordered = [int(j) for j in (*order[:count], *units, *order[count : count + len(y)])]
    return ordered, len(support)


def full_basis(problem: Problem, A: Array, y: Array, *, weights: Array) -> Basis | None:
    """Return a basis of m non-zero entries, if the minimiser probably has so many.

    Where y is ``A x`` for a sparse x, but rounded, nearly all of them are as small as the rounding.
    """
    one_sided = isinstance(problem, LinearProgram)
    solved = linear_programming_basis(A, y, weights, one_sided=one_sided)
    if solved is None or solved[1] != len(y):
        return None
    N, columns = len(weights), np.array(solved[0][: len(y)], dtype=np.intp)
    sides = np.where(columns < N, 1.0, -1.0)
    return Basis(columns % N, sides * weights[columns % N], np.ones(len(y), dtype=bool))


def _by_linear_program(
    A: Array, y: Array, weights: Array, one_sided: bool
) -> tuple[Array, Array] | None:
    """Return a vertex and a dual solution by HiGHS; ``None`` without SciPy or a solution."""
    if find_spec("scipy") is None:
        return None
    from scipy.optimize import linprog

    both = A if one_sided else np.hstack([A, -A])
    cost = weights if one_sided else np.concatenate([weights, weights])
    solved = linprog(cost, A_eq=both, b_eq=y, method="highs-ds")
    if solved.x is None or solved.status != 0:
        return None
    x = solved.x if one_sided else solved.x[: A.shape[1]] - solved.x[A.shape[1] :]
    return np.asarray(x), np.asarray(solved.eqlin.marginals)
