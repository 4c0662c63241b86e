r"""Which contrast vectors to take: from the pseudo-inverse to the least largest inner product.

Nothing here is proved: any vectors may be tried. What is wanted of d_i, with ``<d_i, a_i> = 1``, is
that ``|<d_i, a_j>| / w_j`` is small for all other j (then rho is) and that d_i is short (then gamma
is). In a metric M, the d with the least ``d^T M d`` among those with ``|<d, a_j>| <= t w_j`` for
every other j is, up to a factor, ``M^-1`` times the residual of a LASSO: of a_i on the other
columns, in the norm of ``M^-1``, with the weights w and a parameter that grows with t (the KKT
conditions; the nodewise LASSO of Meinshausen and Buhlmann, Ann. Statist. 2006). Here
``M = C + mu trace(C) / m I`` with ``C = A W^-2 A^T``: the sum of all ``(<d, a_j> / w_j)**2``, and
mu times as much of ``||d||**2``. Three families:

* ``pseudo-inverse``: ``d = a_i``, the limit of large mu and t.
* ``whitened``: ``d = M^-1 a_i``, no bound t.
* ``nodewise``: the LASSO, for a falling sequence of t. With small t and mu the largest inner
  product is about the least possible, and for one non-zero entry rho is about the best there is: by
  duality of linear programs, ``max |x_i| / ||x||_1,w`` off i, over the kernel of A.

All N problems are solved at once by accelerated proximal gradient steps, each from the solution
before; an inexact solution is as valid as an exact one.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

import numpy as np

from computable.errors import DomainError
from computable.nullspace.contrast import Contrast, Flags, contrast_of
from computable.nullspace.levels import Levels
from computable.nullspace.matrix import Matrix
from computable.nullspace.shown import shown
from computable.recovery.rounding import Array

__all__ = ["FAMILIES", "contrasts"]

FAMILIES = ("pseudo-inverse", "whitened", "nodewise")
METRICS = (1.0, 0.1, 0.01)
"""Values of mu."""
BOUNDS = (0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08)
"""Parameters of the LASSO, as parts of the least one with the solution 0."""
STEPS = 20
MANY = 512
"""For more columns one metric has to do: each takes N**3 operations a hundred times."""
LARGE = 1024
"""For more columns the LASSO takes minutes: it is only done if it is asked for."""


def contrasts(A: Matrix, levels: Levels, family: str | None = None) -> Iterator[Contrast]:
    """Yield contrast matrices to try, the cheap ones first.

    Parameters
    ----------
    A : Matrix, shape (m, N)
    levels : Levels
        Of N coordinates.
    family : str, optional
        'pseudo-inverse', 'whitened' or 'nodewise'; all by default (up to 1024 columns).

    Raises
    ------
    DomainError
        If there is no such family.

    Examples
    --------
    >>> A = Matrix([[1, 0, 1], [0, 1, 1]])
    >>> pseudo, *others = contrasts(A, Levels.single(3, 1))
    >>> (pseudo.vectors.T @ A.array).tolist()
    [[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.5, 0.5, 1.0]]
    >>> best = min(others, key=lambda c: abs(c.H - np.eye(3)).max())
    >>> (best.vectors.T @ A.array).round(3).tolist()
    [[1.0, -0.5, 0.5], [-0.5, 1.0, 0.5], [0.5, 0.5, 1.0]]
    """
    if family is not None and not (isinstance(family, str) and family in FAMILIES):
        raise DomainError(f"inverses: got {shown(family)}, need one of {', '.join(FAMILIES)}")
    used = np.repeat(np.array(levels.sparsities) > 0, levels.sizes)
    for name, vectors in _vectors(A.array, _weights(levels), used, family):
        found = contrast_of(A, vectors, used, name)
        if found is not None:
            yield found


def _vectors(
    A: Array, weights: Array, used: Flags, family: str | None
) -> Iterator[tuple[str, Array]]:
    if family in {None, "pseudo-inverse"}:
        yield "pseudo-inverses", A
    if family == "pseudo-inverse":
        return
    with np.errstate(all="ignore"):
        plain = A / weights
    if not np.isfinite(plain).all():
        return
    white: Any
    try:
        if family != "nodewise":
            white = np.asarray(np.linalg.pinv(plain, rcond=1e-12).T)
            yield "whitened left inverses", white
        C = plain @ plain.T
        spread = np.linalg.eigvalsh(C)
        alike = spread[-1] <= 1.001 * spread[0] or A.shape[1] > MANY
        for mu in METRICS[:1] if alike else METRICS:
            M = C + mu * np.trace(C) / len(C) * np.eye(len(C))
            white = np.linalg.solve(M, A)
            if family != "nodewise":
                yield "whitened left inverses", white
            if family == "nodewise" or (family is None and A.shape[1] <= LARGE):
                for vectors in _path(A, white, weights, used):
                    yield "nodewise LASSO left inverses", vectors
    except np.linalg.LinAlgError:
        return


def _path(A: Array, white: Array, weights: Array, used: Flags) -> Iterator[Array]:
    """Yield the residuals of the LASSO for the sequence of parameters, shape (m, N) each."""
    chosen = np.flatnonzero(used)
    own = (chosen, np.arange(len(chosen)))
    gram = A.T @ white
    gram = (gram + gram.T) / 2
    right = gram[:, chosen]
    largest = float(np.linalg.eigvalsh(gram)[-1])
    scale = weights[:, None] * np.diag(gram)[chosen]
    with np.errstate(all="ignore"):
        first = np.abs(right) / scale
    first[own] = 0
    if not np.isfinite(first).all():
        return
    x = np.zeros_like(right)
    for part in BOUNDS:
        threshold = part * first.max() * scale / largest
        ahead, t = x, 1.0
        for _ in range(STEPS):
            moved = ahead - (gram @ ahead - right) / largest
            after = moved - np.clip(moved, -threshold, threshold)
            after[own] = 0
            t, before = (1 + sqrt(1 + 4 * t * t)) / 2, t
            ahead = after + (before - 1) / t * (after - x)
            x = after
        vectors = np.zeros_like(A)
        vectors[:, chosen] = white[:, chosen] - white @ x
        yield vectors


def _weights(levels: Levels) -> Array:
    """Return about the weights, the largest scaled to 1."""
    largest = max(levels.weights)
    return np.repeat([float(w / largest) for w in levels.weights], levels.sizes)
