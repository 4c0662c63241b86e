"""A member of the class of ties, as it is read: known zeros, all other entries within ``2**-n``."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from computable.errors import DomainError
from computable.exact import Vector
from computable.firenet.tie.null_space import pattern_first, tie_matrix
from computable.network.norm import root_above
from computable.nullspace import Matrix
from computable.oracle import ProblemData
from computable.problem import SquareRootLasso

__all__ = ["TieReading", "plain_lam", "tie_reading"]


@dataclass(frozen=True, kw_only=True)
class TieReading:
    """What was read of a member of the class, all entries within ``2**-depth``.

    Attributes
    ----------
    depth : int
    row : Vector, shape (q,)
    diagonal, y : Vector, shapes (m - 1,) and (m,)
    """

    depth: int
    row: Vector
    diagonal: Vector
    y: Vector

    @property
    def unit(self) -> Fraction:
        """``2**-depth``."""
        return Fraction(1, 1 << self.depth)

    @property
    def largest(self) -> int:
        """The column with the largest entry, the first of them: no other can be proved."""
        return max(range(len(self.row)), key=self.row.__getitem__)

    @property
    def rows_in_use(self) -> tuple[int, ...]:
        """The rows l >= 1 where y is surely not zero."""
        return tuple(l for l in range(1, len(self.y)) if abs(self.y[l]) > self.unit)

    def order(self) -> tuple[int, ...]:
        """Return the columns, those of the pattern first, shape (N,)."""
        q, m = len(self.row), len(self.y)
        return pattern_first(q + m - 1, [self.largest, *(q + l - 1 for l in self.rows_in_use)])

    @property
    def error(self) -> Fraction:
        """At least the operator norm of the error of A: ``sqrt(q) u``, as the diagonal has u."""
        return root_above(Fraction(len(self.row))) * self.unit

    def matrix(self) -> Matrix:
        """Return what was read of A, with its columns in this order."""
        return tie_matrix(self.row, self.diagonal, self.order()[: 1 + len(self.rows_in_use)])


def tie_reading(data: ProblemData, depth: int) -> TieReading:
    """Read the entries of A that may be non-zero on the class, and y."""
    m, N = data.shape
    q = N - m + 1
    return TieReading(
        depth=depth,
        row=tuple(data.A.query(0, j, depth) for j in range(q)),
        diagonal=tuple(data.A.query(l, q + l - 1, depth) for l in range(1, m)),
        y=tuple(data.y.query(l, depth) for l in range(m)),
    )


def plain_lam(problem: object) -> Fraction:
    """Return lam of a square-root LASSO without weights.

    Raises
    ------
    DomainError
        If it is another problem.
    """
    if not isinstance(problem, SquareRootLasso) or problem.weights is not None:
        raise DomainError("problem: need a square-root LASSO with weights 1")
    return problem.lam
