r"""The iteration of WARPd, scaled so that the theorems of FIRENET hold for it as they are.

Let K = A, or K = [A; c D] with an analysis operator
(:mod:`computable.firenet.warpd.analysis_stack`), let ``y = (b, 0)`` and u = (u_1, u_2) accordingly.
In the notation of :mod:`computable.firenet.warpd.sharpness`, the objective Phi, divided by ``s >
0``, is at z at most the greatest value over the dual set

    ``U = { ||u_1|| <= ball, |u_2| <= box }``,  ``ball = C2 / s``,  ``box = w / (c s)``

of ``l(z, u) = ||z||_1,t + <u, K z - y> - epsilon ||u_1||``, ``t = w / s`` (and zero with an
operator; then J is in the part of u_2): take u_1 = 0, if ``||A z - b|| <= epsilon``, and otherwise
of norm ball, in the direction of ``A z - b``. With ``s = C2``, or
``s >= sqrt(C2**2 + |w|**2 / c**2)`` with an operator, U is in the unit ball. A step is

    ``x+ = soft(x - tau K^T u, tau t)``,  ``u+ = P(u + sigma (K (2 x+ - x) - y))``,

where P projects u_1 to its ball for the square-root LASSO; for QCBP it shrinks u_1 to
``max(0, 1 - sigma epsilon / ||u_1||) u_1``; and it clips u_2 to its box. Both are proximal maps
of ``sigma`` times the convex function that l has with a minus, so the theorem in
:mod:`computable.firenet.schedule` holds: for the averages (x', u') of p steps from (x_0, 0)

    ``l(x', u) - l(x, u') <= (1 + theta) (||x - x_0||**2 / tau + ||u||**2 / sigma) / (2 p)``

for every x and u. Now ``l(x, u') <= Phi(x) / s``: u_2' is in the box; u_1' is in the ball for the
square-root LASSO; and for QCBP ``<u_1', A x - b> <= epsilon ||u_1'||``, as x is feasible, however
long u_1' is. The greatest left side over U is at least ``(Phi(x') - Phi(x)) / s``, and there
``||u|| <= 1``. So (1) of :mod:`computable.firenet.warpd.sharpness` gives (2) of
:mod:`computable.firenet.schedule` with ``B = C1 s``, d = 1 and the offset ``C1 c``.

In the unscaled problem the dual is ``s u``, the steps are ``tau / s`` and ``sigma s``: x is the
same. So this is the published iteration (Colbrook 2022), there with ``tau sigma L**2 = 1``; and for
the square-root LASSO without an operator it is that of a FIRENET with ``lam = 1 / C2``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from computable.errors import DomainError, UndecidedError
from computable.exact import Vector, as_fraction, as_vector, rounded_text
from computable.firenet.evaluation.block_ball import BlockBall
from computable.firenet.evaluation.float_ball import norm_balls
from computable.firenet.evaluation.float_parts import Ball, DualMap, Products
from computable.firenet.iteration import Block, block_tuple, start_point
from computable.firenet.warpd.analysis_stack import Stack, balance, stacked
from computable.firenet.warpd.dual import Clipped, Shrinkage
from computable.firenet.warpd.sharpness import ApproximateSharpness
from computable.nullspace import Matrix
from computable.nullspace.provenance import Provenance
from computable.recovery.outward import l2_above, significant
from computable.recovery.rounding import Array

__all__ = ["Saddle", "WarpdIteration"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Saddle:
    """The scaled problem: the function l and its dual set.

    Attributes
    ----------
    operator : Matrix or Stack, shape (m + q, N)
        K.
    thresholds : Vector, shape (N,)
        t.
    ball : Fraction
        Positive.
    box : Vector, shape (q,)
        Empty without an analysis operator.
    epsilon : Fraction or None
        Of QCBP; ``None`` for the square-root LASSO.
    scale : Fraction
        s.
    """

    operator: Matrix | Stack
    thresholds: Vector
    ball: Fraction
    box: Vector
    epsilon: Fraction | None
    scale: Fraction

    @classmethod
    def of(cls, matrix: Matrix, sharpness: ApproximateSharpness[Provenance]) -> Saddle:
        """Return it for a matrix A and what is known of it.

        Raises
        ------
        DomainError
            If the numbers of columns differ.
        """
        N = matrix.shape[1]
        if sharpness.size != N:
            name = "weights" if sharpness.operator is None else "D"
            raise DomainError(f"{name}: got {sharpness.size} columns, but A has {N}")
        C2, w, D = sharpness.C2, sharpness.weights, sharpness.operator
        if D is None:
            return cls(
                operator=matrix,
                thresholds=tuple(v / C2 for v in w),
                ball=Fraction(1),
                box=(),
                epsilon=sharpness.epsilon,
                scale=C2,
            )
        size = l2_above(w)
        c = balance(matrix, D, C2=C2, box=size)
        s = significant(l2_above((C2, size / c)), up=True, bits=24)
        return cls(
            operator=stacked(matrix, D, c),
            thresholds=(Fraction(0),) * N,
            ball=C2 / s,
            box=tuple(v / (c * s) for v in w),
            epsilon=sharpness.epsilon,
            scale=s,
        )

    @property
    def measurements(self) -> int:
        """The length m of b."""
        return self.operator.shape[0] - len(self.box)

    def products(self) -> Products:
        """Return the products with K."""
        K = self.operator
        return Products.of(K) if isinstance(K, Matrix) else K.products()

    def dual_map(self, block: Block) -> DualMap:
        """Return P."""
        m, data = self.measurements, self._data_map(block)
        return Clipped(data, m, np.array([_float64(v) for v in self.box])) if self.box else data

    def _data_map(self, block: Block) -> DualMap:
        m = self.measurements
        if self.epsilon is None:
            return Ball(radius=_float64(self.ball), size=m)
        return Shrinkage(amount=_float64(block.sigma * self.epsilon), size=m)


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class WarpdIteration:
    """Blocks of steps of WARPd, as an exact function of b; each block starts with u = 0.

    Attributes
    ----------
    saddle : Saddle
    blocks : tuple of Block
        At least one.
    start : Vector, shape (N,), optional
        Where the first block starts, float64 numbers; zero by default.

    Raises
    ------
    DomainError
        If sizes do not fit.
    """

    saddle: Saddle
    blocks: tuple[Block, ...]
    start: Vector = ()

    def __post_init__(self) -> None:
        N = self.saddle.operator.shape[1]
        object.__setattr__(self, "start", start_point(self.start, N))
        object.__setattr__(self, "blocks", block_tuple(self.blocks))

    @property
    def thresholds(self) -> Vector:
        """Those of the soft threshold."""
        return self.saddle.thresholds

    @property
    def keeps_dual(self) -> bool:
        """No: for QCBP the dual is in no ball."""
        return False

    @property
    def steps(self) -> int:
        """The number of steps of all blocks."""
        return sum(block.steps for block in self.blocks)

    def norm_balls(self, b: Vector, b_error: object = 0) -> Iterator[BlockBall[Array]]:
        """Yield the value of each block in float64, with proved radii.

        Parameters
        ----------
        b : Vector, shape (m,)
        b_error : rational
            At least the l2 distance of b from what the exact iteration is given.

        Raises
        ------
        DomainError
            If the steps are too long for a metric: ``tau sigma ||K||**2 >= 1``.
        UndecidedError
            If numbers beyond 1e75 are met.
        """
        saddle = self.saddle
        y = (*as_vector(b, name="b", length=saddle.measurements), *(Fraction(0),) * len(saddle.box))
        error = as_fraction(b_error, name="b_error")
        if error < 0:
            raise DomainError(f"b_error: got {rounded_text(error)}, need >= 0")
        return norm_balls(self, saddle.products(), saddle.dual_map, y, error)

    def __repr__(self) -> str:
        m, N = self.saddle.measurements, self.saddle.operator.shape[1]
        return f"WarpdIteration({m} x {N}, {len(self.blocks)} blocks, {self.steps} steps)"


def _float64(value: Fraction) -> float:
    """Return the float64 number nearest to what the dual is projected, shrunk or clipped by."""
    if value > 10**75:
        raise UndecidedError(
            f"float64: the dual map has the number {rounded_text(value)}, need at most 1e75"
        )
    return float(value)
