"""One rigorous evaluation of a FIRENET: the output, and how far it is from what it stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic

from computable.errors import DomainError
from computable.exact import Vector, rounded_text
from computable.firenet.evaluation.block_ball import BlockBall, exact_point
from computable.firenet.schedule import Schedule, after_block
from computable.inputs.arrays import as_point
from computable.network.norm import root_above
from computable.nullspace.provenance import P_co
from computable.problem import norm_squared
from computable.recovery.outward import root, significant

if TYPE_CHECKING:
    from computable.firenet.firenet import Firenet

__all__ = ["Run", "computed_bounds"]


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Run(Generic[P_co]):
    """One rigorous evaluation: what was computed, and how far it is from what it stands for.

    Attributes
    ----------
    firenet : Firenet
    balls : tuple of BlockBall
        The computed value of each block.
    y : Vector, shape (m,)
        What it was evaluated at.
    y_error : Fraction
        At least the l2 distance of y from what the theorem is about.
    """

    firenet: Firenet[P_co]
    balls: tuple[BlockBall[Any], ...]
    y: Vector
    y_error: Fraction = Fraction(0)

    @cached_property
    def contradiction(self) -> str | None:
        """Why no x of the theorem can belong to y; ``None`` if nothing is seen.

        The bounds are about every x with ``sigma(x) <= distance``, ``||x - start|| <= radius`` and
        ``||A x - y|| <= noise``: also if there is none. For such an x, with e the bound of the
        output z, ``||A z - y|| <= noise + L e`` and ``sigma(z) <= distance + ||w|| e``, since
        ``||z - x||_1,w <= ||w|| ||z - x||``; and ``||z - start|| <= radius + e``. All of this is
        decided exactly, and the first with the start for z and the radius for e, too. (There may
        be no x, and none of it is broken.)
        """
        net = self.firenet
        noise, L = net.noise + self.y_error, net.iteration.matrix.norm
        if self._residual_squared(net.iteration.start) > (noise + L * net.bounds[0]) ** 2:
            return "||A start - y|| is larger than L radius + noise"
        e, point = min(self._bounds[1:]), self.point
        moved = norm_squared([a - b for a, b in zip(point, net.iteration.start, strict=True)])
        if moved > (net.bounds[0] + e) ** 2:
            return "the output z is farther from the start than the radius and its bound"
        if self._residual_squared(point) > (noise + L * e) ** 2:
            return "||A z - y|| is larger for the output z than L times its bound + noise"
        levels = net.sharpness.levels
        weights = root_above(sum((w * w for w in levels.weight_vector), Fraction(0)))
        if levels.distance(point) > net.distance + weights * e:
            return "more entries of the output are larger than its bound than the levels allow"
        return None

    @property
    def fits(self) -> bool:
        """Whether nothing contradicts that an x of the theorem belongs to y."""
        return self.contradiction is None

    def _residual_squared(self, point: Vector) -> Fraction:
        return self.firenet.iteration.matrix.residual_squared(point, self.y)

    @cached_property
    def blocks(self) -> int:
        """After how many blocks the output is taken: where the bound is least.

        After the last one, unless the bits do not suffice for the steps that were planned.
        """
        least = min(self._bounds[1:])
        return max(k for k, bound in enumerate(self._bounds) if k and bound == least)

    @property
    def point(self) -> Vector:
        """The computed output, exactly."""
        return exact_point(self.balls[self.blocks - 1].centre)

    @property
    def floats(self) -> list[float]:
        """The output as float64 numbers, rounded if it has more digits."""
        return [float(v) for v in self.balls[self.blocks - 1].centre]

    @property
    def radius(self) -> Fraction:
        """At least the l2 distance of the output from the exact network's value (there)."""
        return self.balls[self.blocks - 1].radius

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        """Upper bounds of the l2 error of each block's computed value, as an approximation of x.

        The smaller of two: what the exact block makes of the error before, and what its
        computation adds (rounding errors are multiplied by nothing but the rate); or the bound of
        the exact network, and the radius. Valid for the x of the theorem, and as well known as the
        null space property.

        Raises
        ------
        DomainError
            If no x of the theorem can belong to y.
        """
        if self.contradiction is not None:
            raise DomainError(
                f"y: {self.contradiction}, so no x of the theorem belongs to it "
                f"({self.provenance}); need more noise, distance, sparsity or radius"
            )
        return self._bounds

    @cached_property
    def _bounds(self) -> tuple[Fraction, ...]:
        """The bounds, also if they are about nothing."""
        net = self.firenet
        offset = net.sharpness.offset(distance=net.distance, noise=net.noise)
        return computed_bounds(net.schedule, self.balls, B=net.sharpness.B, offset=offset)

    def distances(self, x: object) -> tuple[Fraction, ...]:
        """Return the l2 distances of the start and of each block's computed value from an x.

        Parameters
        ----------
        x : shape (N,)
            As y: floats are their exact binary values.

        Returns
        -------
        tuple of Fraction
            Rounded up to about 64 bits.
        """
        start = self.firenet.iteration.start
        _, exact = as_point(x, len(start))
        points = [start, *(exact_point(ball.centre) for ball in self.balls)]
        return tuple(
            root(sum(((a - b) ** 2 for a, b in zip(p, exact)), Fraction(0)), up=True)
            for p in points
        )

    @property
    def bound(self) -> Fraction:
        """The bound of the output: the least of the bounds."""
        return self.bounds[self.blocks]

    @property
    def provenance(self) -> P_co:
        """How the bounds are known."""
        return self.firenet.provenance

    def __repr__(self) -> str:
        if not self.fits:
            return "Run(no x of the theorem belongs to this y)"
        return f"Run(error <= {rounded_text(self.bound, 3)}, {self.provenance})"


def computed_bounds(
    schedule: Schedule, balls: Iterable[BlockBall[Any]], *, B: Fraction, offset: Fraction
) -> tuple[Fraction, ...]:
    """Return the bounds of the start and of each block's computed value.

    Of a block the smaller of two: (2) of :mod:`computable.firenet.schedule` for the bound before,
    and what computing the block adds; or the bound of the exact block, and the radius.
    """
    found = [schedule.bounds[0]]
    dual = 2 if schedule.keeps_dual else 1
    for block, exact, ball in zip(schedule.blocks, schedule.bounds[1:], balls, strict=True):
        new = after_block(block, found[-1], B=B, theta=schedule.theta, dual=dual, offset=offset)
        least = min(new + ball.fresh, exact + ball.radius)
        # rounded, since the square of each bound is in the next one
        found.append(significant(least, up=True, bits=48))
    return tuple(found)
