r"""The null space property from a restricted isometry constant (Foucart & Rauhut, Thm 6.13).

Let ``(1 - delta) ||z||**2 <= ||A z||**2 <= (1 + delta) ||z||**2`` for all z with at most 2 s
entries, and let S_0 hold the s largest entries of v, S_1 the s next ones, and so on. With
``||A v_S0||**2 = (1 + t) ||v_S0||**2``, each ``|<A v_S0, A v_Sk>|`` is at most
``sqrt(delta**2 - t**2) ||v_S0|| ||v_Sk||``: in the span of these two, ``A^T A - I`` has a matrix
whose first column is t and this inner product, normalised, and its norm is at most delta. The sum
of the ``||v_Sk||``, k >= 1, is at most ``||v_Sc||_1 / sqrt(s) + ||v_S|| / 4`` for S = S_0 (the
square root lifting inequality, with entries off S that are at most those of S). Then

    ``(1 + t) ||v_S|| <= sqrt(1 + t) ||A v|| + sqrt(delta**2 - t**2) (||v_Sc||_1 / sqrt(s) +
    ||v_S|| / 4)``,

and ``sqrt(delta**2 - t**2) / (1 + t) <= delta / sqrt(1 - delta**2)`` gives ``||v_S|| <=
(delta ||v_Sc||_1 / sqrt(s) + sqrt(1 + delta) ||A v||) / (sqrt(1 - delta**2) - delta / 4)``; any
other S with s entries has a smaller left and a larger right side. That is rho and gamma for one
level and unit weights; rho < 1 where ``delta < 4 / sqrt(41)``. For levels, with s the sum of all
s_l, ``||v_Sc||_1 <= ||v_Sc||_1,w / w_min`` turns rho into ``rho sqrt(xi) / (w_min sqrt(s))``.

The property of c A is that of A with gamma divided by c: so delta is taken of the c A for which it
is least, ``(upper - lower) / (upper + lower)`` for the extreme squared singular values.
"""

from __future__ import annotations

from math import ceil, comb, inf

from computable.network.norm import root_above
from computable.nullspace.attempt import Attempt, fitting
from computable.nullspace.isometry import Isometry, isometry_by_coherence, restricted_isometry
from computable.nullspace.levels import Levels
from computable.nullspace.matrix import Matrix
from computable.nullspace.property import NullSpaceProperty
from computable.nullspace.provenance import Proved
from computable.nullspace.supports import LIMIT, check_limit
from computable.recovery.outward import root
from computable.recovery.rounding import above

__all__ = ["attempt_by_isometry", "prove_by_isometry"]


def prove_by_isometry(
    A: object, levels: Levels | int, *, limit: int = LIMIT
) -> NullSpaceProperty[Proved]:
    """Prove the null space property by the restricted isometry constant delta_2s.

    Parameters
    ----------
    A : Matrix, shape (m, N), or what Matrix() takes
    levels : Levels or int
        Of N coordinates; an integer is one level of weight 1; s is the sum of their sparsities.
    limit : int
        The most supports of 2 s columns; if there are more, coherence bounds delta_2s.

    Raises
    ------
    DomainError
        If rho is not below 1, or if the sizes do not fit.

    Examples
    --------
    >>> A = [[4, 0, 1], [0, 4, 1], [0, 0, 4]]
    >>> print(prove_by_isometry(A, Levels.single(3, 1)))
    rho = 0.2667, gamma = 0.2973 for Levels(3 coordinates, sparsities 1), proved by
    delta_2 <= 0.2426 (3 supports)
    """
    matrix, levels = fitting(A, levels)
    check_limit(limit)
    size = min(2 * levels.sparsity, levels.size)
    if comb(levels.size, size) <= limit:
        found = restricted_isometry(matrix, size, limit=limit)
    else:
        found = isometry_by_coherence(matrix, size)
    return attempt_by_isometry(matrix, levels, found).proved()


def attempt_by_isometry(A: Matrix, levels: Levels, isometry: Isometry) -> Attempt:
    """Return what an isometry of size ``min(2 s, N)`` says of the null space property."""
    delta = isometry.delta
    figures = ceil(delta * 10**4) / 10**4
    method = f"delta_{isometry.size} <= {figures} ({isometry.method})"
    room = root(1 - delta * delta, up=False) - delta / 4
    rho, gain = inf, inf
    if room > 0:
        weighted = root_above(levels.xi / levels.sparsity) / levels.least_weight
        ratio = delta / room * weighted
        rho = above(ratio) if ratio < 10**300 else inf
        # sqrt(1 + delta) / room for c A, c**2 = 2 / (upper + lower), times c
        gain = above(root_above((1 + delta) * 2 / (isometry.upper + isometry.lower)) / room)
    return Attempt(matrix=A, levels=levels, rho=rho, gamma=gain, method=method)
