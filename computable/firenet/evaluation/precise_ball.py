r"""Norm balls at any precision: a centre, and one radius in the metric of the iteration.

The radius is that of :mod:`computable.firenet.evaluation.float_ball`: a step expands nothing in the
metric M of ``|x|**2 / tau - 2 <u, A x> + |u|**2 / sigma``, so within a block ``D_i <= D_(i-1) +
d_i``, and the average of the points is within the average of the D_i. With ``s = tau sigma L**2 <
1``,

* M-length D is at most ``sqrt(tau / (1 - s)) D`` long in x and ``sqrt(sigma / (1 - s)) D`` in u;
* what is within ``r_x`` and ``r_u`` has an M-length of at most
  ``sqrt(r_x**2 / tau + 2 L r_x r_u + r_u**2 / sigma)``;
* a y within ``e`` moves u+ by ``sigma e`` at most, which has the M-length ``sqrt(sigma) e``.

What differs is the rounding of a step (:mod:`computable.ball.primal_dual`, and for large matrices
:mod:`computable.ball.limb_steps`): by ``e_x`` in x+, and by ``e_u`` in a u+ that is computed from
that x+. From the exact x+ it would differ by another ``2 sigma L e_x`` at most, as P expands
nothing. With ``a = e_x / sqrt(tau)`` the first and the last of these together have an M-length of
at most ``sqrt(a**2 + (2 sqrt(s) a)**2 + 2 sqrt(s) a (2 sqrt(s) a)) = sqrt(1 + 8 s) a``; ``e_u`` has
``e_u / sqrt(sigma)``. d_i is the sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from computable.ball.limb_steps import LimbSteps, limb_layout
from computable.ball.primal_dual import CentredBlock, CentredSteps, Sizes
from computable.errors import DomainError
from computable.exact import Vector
from computable.firenet.evaluation.block_ball import BlockBall
from computable.firenet.iteration import Block, Iteration
from computable.inputs.arrays import as_point
from computable.network.norm import root_above, rounded_up
from computable.nullspace import Matrix

__all__ = ["Metric", "check_bits", "exact_rows", "precise_norm_balls"]

LEAST_BITS, MOST_BITS = 64, 1 << 16
LARGE = 2000
"""From so many entries on limbs are faster than balls, at 128 bits."""


def precise_norm_balls(
    iteration: Iteration, y: object, *, bits: int, y_error: Fraction = Fraction(0)
) -> Iterator[BlockBall[Vector]]:
    """Yield the value of each block at so many bits, with proved radii.

    Parameters
    ----------
    iteration : Iteration
        With ``tau sigma L**2 < 1`` for every block.
    y : shape (m,)
        As in :func:`computable.inputs.as_given`.
    bits : int
        From 64 to 65536. Those of every number; for a float64 matrix with 2000 entries or more
        those after the point, if ``sqrt(tau / sigma)`` is 1 in the first block: that is the size
        of x for which the block is planned.
    y_error : Fraction
        At least the l2 distance of y from what the exact iteration is given.

    Raises
    ------
    DomainError
        If y does not fit, the bits are not in that range, or the steps are too long for a metric.
    UndecidedError
        If numbers are met that are much larger than those that a block was planned for.
    """
    check_bits(bits)
    matrix, keeps = iteration.matrix, iteration.keeps_dual
    metrics = [Metric.of(matrix, block) for block in iteration.blocks]
    given = as_point(y, matrix.shape[0])[1]
    run = _engine(iteration, given, bits)
    r_x = r_u = outside = Fraction(0)
    for metric in metrics:
        p = metric.sizes.steps
        found = run.block(metric.sizes, keeps_dual=keeps)
        start = metric.length(r_x, r_u if keeps else Fraction(0))
        total, last = metric.added(found, y_error)
        # the theorem's dual is in the unit ball, a computed one that is kept almost
        moved = metric.length(Fraction(0), outside if keeps else Fraction(0))
        fresh = metric.in_x * (moved + total / p) + found.rounding
        r_x = rounded_up(metric.in_x * (start + total / p) + found.rounding)
        r_u = rounded_up(metric.in_u * (start + last))
        outside = found.outside
        yield BlockBall(centre=found.centre, radius=r_x, fresh=rounded_up(fresh))


def _engine(iteration: Iteration, y: Vector, bits: int) -> CentredSteps | LimbSteps:
    """Return what computes the steps: balls, or limbs where a matrix is large enough for them."""
    matrix, start, thresholds = iteration.matrix, iteration.start, iteration.thresholds
    if matrix.array.size >= LARGE and not matrix.rounding:
        layout = limb_layout(matrix.array, bits)
        if layout is not None:
            return LimbSteps(layout, y, thresholds, start=start, bits=bits)
    return CentredSteps(exact_rows(matrix), y, thresholds, start=start, bits=bits)


def check_bits(bits: object) -> None:
    """Refuse what is no number of bits."""
    if type(bits) is not int or not LEAST_BITS <= bits <= MOST_BITS:
        raise DomainError(
            f"bits: got {bits!r}, need an integer from {LEAST_BITS} to {MOST_BITS}, or None"
        )


def exact_rows(matrix: Matrix) -> Sequence[Sequence[float | Fraction]]:
    """Return the exact entries, as float64 numbers if they are."""
    rows: list[list[float]] = matrix.array.tolist()
    return matrix.rows if matrix.rounding else rows


@dataclass(frozen=True, kw_only=True)
class Metric:
    """The metric M of a block; all lengths are upper bounds.

    Attributes
    ----------
    sizes : Sizes
    square : Fraction
        ``tau sigma L**2``, below 1.
    bound : Fraction
        ``L >= ||A||``.
    in_x, in_u : Fraction
        How long something of M-length 1 can be.
    only_x : Fraction
        ``1 / sqrt(tau)``.
    of_x, of_u : Fraction
        The M-lengths of errors ``e_x`` and ``e_u`` of 1.
    """

    sizes: Sizes
    square: Fraction
    bound: Fraction
    in_x: Fraction
    in_u: Fraction
    only_x: Fraction
    of_x: Fraction
    of_u: Fraction

    @classmethod
    def of(cls, matrix: Matrix, block: Block) -> Metric:
        """Return the metric of a block.

        Raises
        ------
        DomainError
            If the steps are too long for one.
        """
        bound = matrix.norm
        square = block.tau * block.sigma * bound**2
        if square >= 1:
            raise DomainError(
                f"tau, sigma: got tau * sigma * L**2 = {float(square):.4g} with the proved bound "
                f"L = {float(bound):.4g} of ||A||, need < 1 for norm balls"
            )
        return cls(
            sizes=Sizes(steps=block.steps, tau=block.tau, sigma=block.sigma),
            square=square,
            bound=bound,
            in_x=root_above(block.tau / (1 - square)),
            in_u=root_above(block.sigma / (1 - square)),
            only_x=root_above(1 / block.tau),
            of_x=root_above((1 + 8 * square) / block.tau),
            of_u=root_above(1 / block.sigma),
        )

    def length(self, r_x: Fraction, r_u: Fraction) -> Fraction:
        """Bound the M-length of what is within ``r_x`` in x and ``r_u`` in u."""
        if not r_u:
            return r_x * self.only_x
        mixed = 2 * self.bound * r_x * r_u
        return root_above(rounded_up(r_x**2 / self.sizes.tau + mixed + r_u**2 / self.sizes.sigma))

    def added(self, found: CentredBlock, y_error: Fraction) -> tuple[Fraction, Fraction]:
        """Bound the sum of all ``d_1 + ... + d_i``, and ``d_1 + ... + d_p``."""
        p, per_step = self.sizes.steps, self.sizes.sigma * y_error
        in_u = found.in_u.total + per_step * (p * (p + 1) // 2), found.in_u.last + per_step * p
        total = self.of_x * found.in_x.total + self.of_u * in_u[0]
        return total, self.of_x * found.in_x.last + self.of_u * in_u[1]
