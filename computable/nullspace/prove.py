"""The null space property of a matrix, proved in the best way that is affordable."""

from __future__ import annotations

from collections.abc import Iterable
from math import comb

from computable.errors import DomainError
from computable.nullspace.attempt import Attempt, best, fitting, refused
from computable.nullspace.by_isometry import attempt_by_isometry
from computable.nullspace.coherence import attempt_by_coherence
from computable.nullspace.direct import attempt_directly
from computable.nullspace.isometry import restricted_isometry
from computable.nullspace.levels import Levels
from computable.nullspace.matrix import Matrix
from computable.nullspace.property import NullSpaceProperty
from computable.nullspace.provenance import Proved
from computable.nullspace.shown import shown
from computable.nullspace.supports import LIMIT, check_limit

__all__ = ["METHODS", "prove_null_space"]

METHODS = ("direct", "coherence", "isometry")


def prove_null_space(
    A: object, levels: Levels | int, *, methods: Iterable[str] = METHODS, limit: int = LIMIT
) -> NullSpaceProperty[Proved]:
    """Prove the weighted robust null space property in levels, or say how far the proof got.

    Parameters
    ----------
    A : Matrix, shape (m, N), or what Matrix() takes
    levels : Levels or int
        Of N coordinates; an integer is one level of weight 1.
    methods : iterable of str
        Of 'direct' (:func:`prove_directly`), 'coherence' (:func:`prove_by_coherence`) and
        'isometry' (:func:`prove_by_isometry`). The one with the least C2 is returned.
    limit : int
        'direct' and 'isometry' are left out if they have more supports than that: 10**6 by
        default, a few seconds for N = 64.

    Returns
    -------
    NullSpaceProperty
        With rho and gamma rounded up, and the method in its provenance.

    Raises
    ------
    DomainError
        If no method proves rho < 1, or if the sizes do not fit.

    Examples
    --------
    >>> from computable.nullspace.samples import hadamard_sample
    >>> found = prove_null_space(hadamard_sample(16, 14), Levels.single(16, 2))
    >>> f"rho = {float(found.rho):.3f}, gamma = {float(found.gamma):.3f}"
    'rho = 0.333, gamma = 1.080'
    >>> prove_null_space([[1, 1, 1], [1, 2, 3]], Levels.single(3, 2), limit=2)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: null space property: got no bound of rho for
    Levels(3 coordinates, sparsities 2) by coherence; 'direct' has 3 supports, more than limit = 2;
    need rho < 1: fewer non-zero entries, more rows or other weights may help
    """
    matrix, levels = fitting(A, levels)
    check_limit(limit)
    names = [methods] if isinstance(methods, str) or not isinstance(methods, Iterable) else methods
    attempts: list[Attempt] = []
    left_out: list[str] = []
    for name in names:
        if not isinstance(name, str) or name not in METHODS:
            need = f"need some of {', '.join(METHODS)}"
            raise DomainError(f"methods: got {shown(name)}, {need}")
        found = _attempt(matrix, levels, name, limit)
        if isinstance(found, Attempt):
            attempts.append(found)
        else:
            left_out.append(found)
    if attempts:
        chosen = best(attempts)
        if chosen.rho < 1:
            return chosen.proved()
        left_out.insert(0, chosen.shortfall)
    if not left_out:
        raise DomainError(f"methods: got none, need some of {', '.join(METHODS)}")
    raise refused(matrix, left_out)


def _attempt(A: Matrix, levels: Levels, name: str, limit: int) -> Attempt | str:
    """Return what a method finds, or why it is left out."""
    if name == "coherence":
        return attempt_by_coherence(A, levels)
    if name == "direct":
        if levels.count > limit:
            return _too_many(name, levels.count, limit)
        return attempt_directly(A, levels)
    size = min(2 * levels.sparsity, levels.size)
    count = comb(levels.size, size)
    if count > limit:
        return _too_many(name, count, limit)
    return attempt_by_isometry(A, levels, restricted_isometry(A, size, limit=limit))


def _too_many(name: str, count: int, limit: int) -> str:
    return f"'{name}' has {shown(count)} supports, more than limit = {limit}"
