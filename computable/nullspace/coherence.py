r"""The null space property from sums of the largest inner products: any size, no enumeration.

With the d_i and ``H = D^T A`` of :mod:`computable.nullspace.contrast` and ``B = H_SS^-1 D_S^T``,

    ``||x_S|| <= ||B|| ||A x|| + max over j not in S of (||B a_j|| / w_j) ||x_Sc||_1,w``.

Let e < 1 bound ``||H_SS - I||`` for all S, and ``k = 1 / (1 - e)``: the inverse exists and has a
norm of at most k, so that ``||B a_j|| <= k ||H_Sj||``. With ``J = D^T D`` and ``K = H_SS^-1``,
``B B^T = K J_SS K^T``, so ``||B||**2 <= k**2 ||J_SS||``; or, with any diagonal T >= 0, here that of
J, and ``X = J - H T``: ``B B^T = T_SS K^T + K X_SS K^T``, so ``||B||**2 <= k max T_ii + k**2
||X_SS||``. For the pseudo-inverse, ``d_i = a_i / ||a_i||**2``, X is zero: with unit columns
``||B||**2 <= 1 / (1 - e)``, as Gershgorin's discs have it for ``(A_S^T A_S)^-1``.

Norms of blocks are bounded by ``||M_SS||**2 <= ||M_SS||_1 ||M_SS||_inf``: of each row and column
the diagonal entry and the largest others count, s_l from each level, one less from its own. That
is the cumulative coherence (Babel function) of Tropp, in levels.

With ``D = A``, unit columns and inner products of at most mu, ``rho = s mu / (1 - (s - 1) mu)`` is
below 1 where ``(2 s - 1) mu < 1``. The detour by ``delta_2s <= delta = (2 s - 1) mu``
(:mod:`computable.nullspace.by_isometry`) never gives less: ``rho <= delta / (1 - delta / 4)``,
since ``(s - 1) delta - s delta / 4 <= s - 1``, and ``gamma**2 = 1 / (1 - (s - 1) mu)`` is at most
``1 / (1 - delta)``.
"""

from __future__ import annotations

import math
from math import inf

import numpy as np

from computable.nullspace.attempt import Attempt, best, factors, fitting
from computable.nullspace.contrast import Contrast, Flags
from computable.nullspace.levels import Levels
from computable.nullspace.matrix import Matrix
from computable.nullspace.nodewise import contrasts
from computable.nullspace.property import NullSpaceProperty
from computable.nullspace.provenance import Proved
from computable.recovery.rounding import UP, Array, U, gamma

__all__ = ["attempt_by_coherence", "prove_by_coherence"]


def prove_by_coherence(
    A: object, levels: Levels | int, *, inverses: str | None = None
) -> NullSpaceProperty[Proved]:
    """Prove the null space property by sums of inner products, as this module says.

    Parameters
    ----------
    A : Matrix, shape (m, N), or what Matrix() takes
    levels : Levels or int
        Of N coordinates; an integer is one level of weight 1.
    inverses : str, optional
        'pseudo-inverse' (the classical coherence), 'whitened' or 'nodewise' (see
        :mod:`computable.nullspace.nodewise`). By default that with the least C2.

    Raises
    ------
    DomainError
        If rho is not below 1, or if the sizes do not fit.

    Examples
    --------
    The kernel is spanned by (1, 2, 3, -4), so that rho is at least 4/6.

    >>> A = [[4, 0, 0, 1], [0, 4, 0, 2], [0, 0, 4, 3]]
    >>> for family in "pseudo-inverse", "nodewise":
    ...     print(prove_by_coherence(A, Levels.single(4, 1), inverses=family))
    rho = 0.8571, gamma = 0.2673 for Levels(4 coordinates, sparsities 1), proved by coherence,
    pseudo-inverses
    rho = 0.6667, gamma = 0.2887 for Levels(4 coordinates, sparsities 1), proved by coherence,
    nodewise LASSO left inverses
    """
    return attempt_by_coherence(*fitting(A, levels), inverses).proved()


@np.errstate(all="ignore")  # what is not finite is found and refused
def attempt_by_coherence(A: Matrix, levels: Levels, inverses: str | None = None) -> Attempt:
    """Bound rho and gamma with the contrast that does best."""
    attempts = [Attempt(matrix=A, levels=levels, rho=inf, gamma=inf, method="coherence")]
    scale = factors(levels)
    for contrast in contrasts(A, levels, inverses):
        rho, gain = _bounds(contrast, levels, scale)
        method = f"coherence, {contrast.name}"
        attempts.append(Attempt(matrix=A, levels=levels, rho=rho, gamma=gain, method=method))
    return best(attempts)


def _bounds(contrast: Contrast, levels: Levels, scale: Array) -> tuple[float, float]:
    """Return rho and gamma; ``slack`` is for sums of N numbers, and of N squares."""
    m, N = contrast.matrix.shape
    slack = (1 + gamma(2 * N + 30)) * UP
    used = np.repeat(np.array(levels.sparsities) > 0, levels.sizes)
    H, J = contrast.H, contrast.J
    off_H = np.outer(contrast.reach, contrast.seen(1))
    off_J = np.outer(contrast.reach, contrast.reach) * gamma(m + 1)
    e = _norm(np.abs(H - np.diag(used)) + off_H, levels, used) * slack
    if not e < 1:
        return inf, inf
    k = slack / (1 - e)
    size = np.abs(H) + off_H
    np.fill_diagonal(size, 0)
    full = np.repeat(np.array(levels.sparsities) == np.array(levels.sizes), levels.sizes)
    seen = (np.sqrt(_sums(np.square(size).T, levels)) + 1e-150) * scale
    rho = float(np.max(seen[~full], initial=0)) * k * slack
    T = np.diag(J)
    X = np.abs(J - H * T) + off_J + off_H * T + 2 * U * (np.abs(J) + np.abs(H * T))
    plain = k * k * _norm(np.abs(J) + off_J, levels, used)
    split = k * float(T.max()) + k * k * _norm(X, levels, used)
    return rho, math.sqrt(min(plain, split) * slack + 1e-150) * UP


def _norm(M: Array, levels: Levels, used: Flags) -> float:
    """Return the root of the largest row sum times the largest column sum of a block M_SS >= 0."""
    diagonal = np.diag(M).copy()
    off = M.copy()
    np.fill_diagonal(off, 0)
    rows, columns = (
        float((diagonal + _sums(part, levels, own=1))[used].max()) for part in (off, off.T)
    )
    return math.sqrt(rows * columns)


def _sums(M: Array, levels: Levels, own: int = 0) -> Array:
    """Return for each row the sum of its s_l largest entries in each level, shape (N,).

    In the level of the row itself there are ``own`` fewer.
    """
    total = np.zeros(len(M))
    for r, s in zip(levels.ranges, levels.sparsities, strict=True):
        if not s:
            continue
        part = np.sort(M[:, r.start : r.stop], axis=1)[:, ::-1]
        sums = part[:, :s].sum(axis=1)
        inside = slice(r.start, r.stop)
        sums[inside] = part[inside, : s - own].sum(axis=1)
        total += sums
    return total
