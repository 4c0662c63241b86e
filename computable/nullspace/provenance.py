"""How a property of a matrix is known: it is part of the type of everything that rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from computable.exact import number_text
from computable.nullspace.matrix import Matrix

__all__ = ["Assumed", "P_co", "Proved", "Provenance"]


@dataclass(frozen=True, kw_only=True)
class Proved:
    """Proved here, with rigorous bounds, of one matrix and of those near it.

    Attributes
    ----------
    method : str
        What was done, with its size.
    matrix : Matrix
        Of which matrix.
    within : Fraction
        And of every matrix whose difference from it has at most this l2 operator norm.
    """

    method: str
    matrix: Matrix
    within: Fraction = Fraction(0)

    def covers(self, matrix: Matrix) -> bool:
        """Tell whether it is proved of this matrix: the same one, or one that is near enough.

        The distance is bounded by the Frobenius norm of the difference, exactly.

        Examples
        --------
        >>> A, near = Matrix([[1, 0]]), Matrix([[1, "1/8"]])
        >>> Proved(method="hand", matrix=A).covers(near)
        False
        >>> Proved(method="hand", matrix=A, within=Fraction(1, 8)).covers(near)
        True
        """
        if matrix == self.matrix:
            return True
        if not self.within or matrix.shape != self.matrix.shape:
            return False
        pairs = zip(matrix.rows, self.matrix.rows, strict=True)
        square = sum((a - b) ** 2 for p, q in pairs for a, b in zip(p, q, strict=True))
        return bool(square <= self.within**2)

    def __str__(self) -> str:
        near = f", and all within {number_text(self.within)}" if self.within else ""
        return f"proved by {self.method}{near}"


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """Taken from somebody: nothing here has checked it.

    Attributes
    ----------
    source : str
        Who says so, and under which conditions.
    probability : Fraction, optional
        That it holds, where the source says only this, over the choice of the matrix.
    """

    source: str
    probability: Fraction | None = None

    def __str__(self) -> str:
        if self.probability is None:
            return f"assumed: {self.source}"
        return f"assumed: {self.source}, with probability {number_text(self.probability)}"


Provenance = Proved | Assumed
P_co = TypeVar("P_co", bound=Provenance, covariant=True)
"""``Proved`` or ``Assumed``: what a statement rests on."""
