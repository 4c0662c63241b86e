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
from computable.recovery.rounding import Array, above

__all__ = ["Attempt", "best", "factors", "fitting"]


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
        return float(RecoveryConstants(null_space=self.proved()).C2), self.rho

    def proved(self) -> NullSpaceProperty[Proved]:
        """Return the property.

        Raises
        ------
        DomainError
            If rho is not below 1.
        """
        if not (self.rho < 1 and isfinite(self.gamma)):
            raise DomainError(f"null space property: {self.shortfall}, need rho < 1; {HINT}")
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


HINT = "fewer non-zero entries, more rows or other weights may help"


def best(attempts: Iterable[Attempt]) -> Attempt:
    """Return the attempt with the least C2, or with the least rho if none has rho < 1.

    The first of those that differ by less than 1e-9: the last bits depend on the processor.
    """
    given = [(attempt.cost, attempt) for attempt in attempts]
    least = min(cost for cost, _ in given)
    near = tuple(v * (1 + 1e-9) for v in least)
    return next(attempt for cost, attempt in given if cost <= near)


def fitting(A: object, levels: Levels) -> Matrix:
    """Return A as a Matrix with as many columns as the levels have coordinates.

    Raises
    ------
    DomainError
        If it has not, or is no matrix of finite numbers.
    """
    matrix = A if isinstance(A, Matrix) else Matrix(A)
    if matrix.shape[1] != levels.size:
        raise DomainError(
            f"levels: got {levels.size} coordinates, need {matrix.shape[1]}: one for each column "
            "of A"
        )
    return matrix


def factors(levels: Levels) -> Array:
    """Return upper bounds of ``sqrt(xi) / w_j``, perhaps infinite, shape (N,)."""
    root = root_above(levels.xi)
    found: list[float] = []
    for w, n in zip(levels.weights, levels.sizes, strict=True):
        ratio = root / w
        found += [above(ratio) if ratio < 10**300 else inf] * n
    return np.array(found)
