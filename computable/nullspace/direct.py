"""The null space property, support by support, with a left inverse for each."""

from __future__ import annotations

import math
from collections.abc import Iterable
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from computable.errors import DomainError
from computable.exact import counted
from computable.nullspace.attempt import Attempt, best, factors, fitting
from computable.nullspace.contrast import Contrast
from computable.nullspace.eigenvalues import proved_bound, raised
from computable.nullspace.levels import Levels
from computable.nullspace.matrix import Matrix
from computable.nullspace.nodewise import contrasts
from computable.nullspace.property import NullSpaceProperty
from computable.nullspace.provenance import Proved
from computable.nullspace.shown import shown
from computable.nullspace.supports import LIMIT, Indices, Supports, check_limit
from computable.recovery.rounding import UP, Array, gamma, moderate

__all__ = ["attempt_directly", "prove_directly"]

SAMPLE = 4096
"""On how many supports the contrasts compete."""
FINALISTS = 3
"""How many of them go through all supports."""
ENTRIES = 1 << 18
"""How many entries ``B a_j`` are held at a time."""


def prove_directly(
    A: object, levels: Levels | int, *, inverses: str | None = None, limit: int = LIMIT
) -> NullSpaceProperty[Proved]:
    r"""Prove the null space property by one left inverse for every support.

    With the ``B = K D_S^T`` of :mod:`computable.nullspace.contrast`, K the inverse of H_SS in
    float64, ``rho = sqrt(xi) max ||B a_j|| / (w_j (1 - ||E||))``, over all supports S with exactly
    s_l entries in each level and all j outside, and ``gamma = max ||B|| / (1 - ||E||)``. That is
    enough for all smaller supports.

    Parameters
    ----------
    A : Matrix, shape (m, N), or what Matrix() takes
    levels : Levels or int
        Of N coordinates; an integer is one level of weight 1.
    inverses : str, optional
        'pseudo-inverse', 'whitened' or 'nodewise' (see :mod:`computable.nullspace.nodewise`). By
        default all of them compete on a few thousand supports, and the one with the least C2 is
        taken.
    limit : int
        The most supports.

    Raises
    ------
    DomainError
        If rho is not below 1, if there are too many supports, or if the sizes do not fit.

    Examples
    --------
    >>> tie = Levels(sizes=[1, 1], sparsities=[0, 1])
    >>> found = prove_directly([[1, 1.25]], tie)
    >>> f"{float(found.rho):.4f} {float(found.gamma):.4f} by {found.provenance.method}"
    '0.8000 0.8000 by 1 support, pseudo-inverses'
    >>> prove_directly([[1, 1.25]], Levels.single(2, 1))
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: null space property: got rho = 1.25 for
    Levels(2 coordinates, sparsities 1) by 2 supports, pseudo-inverses; need rho < 1: fewer
    non-zero entries, more rows or other weights may help
    """
    matrix, levels = fitting(A, levels)
    check_limit(limit)
    if levels.count > limit:
        raise DomainError(
            f"levels: got {shown(levels.count)} supports, need at most limit = {limit}"
        )
    return attempt_directly(matrix, levels, inverses).proved()


@np.errstate(all="ignore")  # what is not finite is found and refused
def attempt_directly(A: Matrix, levels: Levels, inverses: str | None = None) -> Attempt:
    """Bound rho and gamma with the contrast that does best on a sample of supports."""
    supports = Supports(levels)
    size = max(1, ENTRIES // (levels.sparsity * levels.size))
    scale = factors(levels)
    nothing = Attempt(
        matrix=A, levels=levels, rho=inf, gamma=inf, method=_method(levels, "pseudo-inverses")
    )

    def attempt(contrast: Contrast, chunks: Iterable[Indices]) -> Attempt:
        rho, gain = _bounds(contrast, scale, chunks)
        method = _method(levels, contrast.name)
        return Attempt(matrix=A, levels=levels, rho=rho, gamma=gain, method=method)

    sample = supports.spread(SAMPLE)
    parts = [sample[start : start + size] for start in range(0, len(sample), size)]
    rated = []
    for contrast in contrasts(A, levels, inverses):
        worst = [] if len(sample) == supports.count else [_aligned(contrast, levels)]
        rated.append((attempt(contrast, [*worst, *parts]), contrast))
    if len(sample) == supports.count:
        return best([found for found, _ in rated] or [nothing])
    rated.sort(key=lambda pair: pair[0].cost)
    final = nothing
    for _, contrast in rated[:FINALISTS]:
        final = best([final, attempt(contrast, supports.chunks(size))])
    if final.rho >= 1 and len(rated) > FINALISTS:
        _, contrast = min(rated[FINALISTS:], key=lambda pair: pair[0].rho)
        final = best([final, attempt(contrast, supports.chunks(size))])
    return final


def _bounds(contrast: Contrast, scale: Array, chunks: Iterable[Indices]) -> tuple[float, float]:
    """Return rho and gamma for these supports, both infinite if E is too large for one of them.

    Roundings: P = fl(K H_S) has columns within ``||K||_F ||reach_S|| seen_j`` of ``B a_j`` (see
    :class:`Contrast`; k more roundings), and ``fl(K J_SS K^T)`` has entries within
    ``gamma(m + 2 k)`` times those of ``(|K| reach_S) (|K| reach_S)^T`` of ``B B^T``, so that the
    norm of the difference is at most that times ``(||K||_F ||reach_S||)**2``. ``slack`` is for the
    roundings of the norms themselves, less than ``k**2 + 20`` one after the other.
    """
    m = contrast.matrix.shape[0]
    rho = most = error = 0.0
    k = 1
    for S in chunks:
        k = S.shape[1]
        slack = (1 + gamma(k * k + 20)) * UP
        seen = contrast.seen(k)
        rows, columns = S[:, :, None], S[:, None, :]
        try:
            K = np.linalg.inv(contrast.H[rows, columns])
        except np.linalg.LinAlgError:
            return inf, inf
        if not moderate(K):
            return inf, inf
        P = K @ contrast.H[S]
        share = _norms(K) * np.sqrt(np.square(contrast.reach[S]).sum(axis=1)) * slack + 1e-150
        E = np.take_along_axis(P, columns, axis=2) - np.eye(k)
        lost = (_norms(E) + share * np.sqrt(np.square(seen[S]).sum(axis=1))) * slack + 1e-150
        room = 1 - lost
        if not room.min() > 0:
            return inf, inf
        sizes = np.sqrt(np.einsum("bij,bij->bj", P, P))
        sizes += share[:, None] * seen + 1e-150
        sizes *= scale
        np.put_along_axis(sizes, S, 0, axis=1)
        rho = max(rho, float((sizes.max(axis=1) / room).max()) * slack)
        square = K @ contrast.J[rows, columns] @ K.transpose(0, 2, 1)
        square /= np.square(room)[:, None, None]
        most = raised(most, square)
        error = max(error, float(np.square(share / room).max()) * slack)
    # seven more roundings: those of room, of its square and of the division
    error = error * gamma(m + 2 * k + 7) * UP + 1e-150
    gain = math.sqrt(proved_bound(most, k, error)) * UP
    return rho, gain


def _norms(matrices: NDArray[np.floating[Any]]) -> Array:
    """Return the Frobenius norms, up to roundings, shape (n,)."""
    return np.asarray(np.sqrt(np.einsum("bij,bij->b", matrices, matrices)))


def _aligned(contrast: Contrast, levels: Levels) -> Indices:
    """Return for each j the support whose d_i see most of a_j: where rho is likely to be large."""
    size = np.abs(contrast.H)
    np.fill_diagonal(size, 0)
    order = [
        r.start + np.argsort(-size[r.start : r.stop], axis=0)[:s]
        for r, s in zip(levels.ranges, levels.sparsities, strict=True)
    ]
    return np.sort(np.concatenate(order).T, axis=1)


def _method(levels: Levels, name: str) -> str:
    return f"{counted(levels.count, 'support')}, {name}"
