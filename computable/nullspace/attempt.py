"""What an attempt to prove the null space property has found: it may fall short of rho < 1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import inf, isfinite

import numpy as np

from computable.errors import DomainError
from computable.network.norm import root_above
from computable.nullspace.constants import RecoveryConstants
from computable.nullspace.levels import Levels
from computable.nullspace.matrix import Matrix
from computable.nullspace.property import NullSpaceProperty
from computable.nullspace.provenance import Proved
from computable.nullspace.shown import shown
from computable.recovery.rounding import Array, above

__all__ = ["Attempt", "best", "factors", "fitting", "refused"]

FAINT = 1e-70
"""Below that the bounds of the rounding errors, at least 1e-150, hide squares of entries."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Attempt:
    """Proved: the inequality of the null space property holds with this rho and gamma.

    Attributes
    ----------
    matrix : Matrix
    levels : Levels
    rho, gamma : float
        Rounded up; both infinite if nothing was found.
    method : str
    """

    matrix: Matrix
    levels: Levels
    rho: float
    gamma: float
    method: str

    @property
    def cost(self) -> tuple[float, float]:
        """C2, infinite if rho is not below 1, and rho: less is better."""
        if not (self.rho < 1 and isfinite(self.gamma)):
            return inf, self.rho
        C2 = RecoveryConstants(null_space=self.proved()).C2
        return float(C2) if C2 < 10**300 else inf, self.rho

    def proved(self) -> NullSpaceProperty[Proved]:
        """Return the property.

        Raises
        ------
        DomainError
            If rho is not below 1.
        """
        if not (self.rho < 1 and isfinite(self.gamma)):
            raise refused(self.matrix, [self.shortfall])
        return NullSpaceProperty(
            levels=self.levels,
            rho=Fraction(self.rho),
            gamma=Fraction(self.gamma),
            provenance=Proved(method=self.method, matrix=self.matrix),
        )

    @property
    def shortfall(self) -> str:
        """What was got, in words."""
        got = f"rho = {self.rho:.4g}" if isfinite(self.rho) else "no bound of rho"
        return f"got {got} for {self.levels} by {self.method}"


def refused(A: Matrix, reasons: Iterable[str]) -> DomainError:
    """Return the error that says what was got, and what may help."""
    hint = "fewer non-zero entries, more rows or other weights may help"
    if np.abs(A.array).max() < FAINT:
        hint = f"no entry of A is above {FAINT}, too faint for float64: scale A and y"
    return DomainError(f"null space property: {'; '.join(reasons)}; need rho < 1: {hint}")


def best(attempts: Iterable[Attempt]) -> Attempt:
    """Return the attempt with the least C2, or with the least rho if none has rho < 1.

    The first of those that differ by less than 1e-9: the last bits depend on the processor.
    """
    given = [(attempt.cost, attempt) for attempt in attempts]
    least = min(cost for cost, _ in given)
    near = tuple(v * (1 + 1e-9) for v in least)
    return next(attempt for cost, attempt in given if cost <= near)


def fitting(A: object, levels: Levels | int) -> tuple[Matrix, Levels]:
    """Return A as a Matrix, and levels with as many coordinates as it has columns.

    An integer s is one level of weight 1, of vectors with at most s entries.

    Raises
    ------
    DomainError
        If they do not fit, or A is no matrix of finite numbers.
    """
    matrix = A if isinstance(A, Matrix) else Matrix(A)
    if type(levels) is int:
        levels = Levels.single(matrix.shape[1], levels)
    if not isinstance(levels, Levels):
        raise DomainError(f"levels: got {shown(levels)}, need Levels or an integer")
    if matrix.shape[1] != levels.size:
        raise DomainError(
            f"levels: got {levels.size} coordinates, need {matrix.shape[1]}: one for each column "
            "of A"
        )
    return matrix, levels


def factors(levels: Levels) -> Array:
    """Return upper bounds of ``sqrt(xi) / w_j``, perhaps infinite, shape (N,)."""
    root = root_above(levels.xi)
    found: list[float] = []
    for w, n in zip(levels.weights, levels.sizes, strict=True):
        ratio = root / w
        found += [above(ratio) if ratio < 10**300 else inf] * n
    return np.array(found)
