"""One rigorous evaluation of WARPd: the output, and how far it is from what it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Generic

from computable.errors import DomainError
from computable.exact import Vector, rounded_text
from computable.firenet.evaluation.block_ball import BlockBall, exact_point
from computable.firenet.run import computed_bounds
from computable.nullspace.provenance import P_co
from computable.problem import norm_squared
from computable.recovery.rounding import Array

if TYPE_CHECKING:
    from computable.firenet.warpd.warpd import Warpd

__all__ = ["WarpdRun"]


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class WarpdRun(Generic[P_co]):
    """One rigorous evaluation: what was computed, and how far it is from what it stands for.

    Attributes
    ----------
    warpd : Warpd
    balls : tuple of BlockBall
        The computed value of each block, and its distances from the exact ones.
    b : Vector, shape (m,)
        What it was evaluated at.
    b_error : Fraction
        At least the l2 distance of b from what the sharpness refers to.
    """

    warpd: Warpd[P_co]
    balls: tuple[BlockBall[Array], ...]
    b: Vector
    b_error: Fraction

    @cached_property
    def fits(self) -> bool:
        """Whether nothing contradicts that an x with ``||A x - b|| <= epsilon`` is meant.

        With e the last bound, the output z is then within the radius and e of the start, and for
        QCBP it has ``||A z - b|| <= epsilon + L e``.
        """
        net, e = self.warpd, self._bounds[-1]
        start = net.iteration.start
        away = norm_squared([a - b for a, b in zip(self.point, start, strict=True)])
        if away > (net.bounds[0] + e) ** 2:
            return False
        if net.sharpness.epsilon is None:
            return True
        most = net.sharpness.epsilon + self.b_error + net.matrix.norm * e
        return net.matrix.residual_squared(self.point, self.b) <= most**2

    @property
    def point(self) -> Vector:
        """The computed output, exactly."""
        return exact_point(self.balls[-1].centre)

    @property
    def floats(self) -> list[float]:
        """The output as float64 numbers, which it consists of."""
        return [float(v) for v in self.balls[-1].centre]

    @property
    def radius(self) -> Fraction:
        """At least the l2 distance of the output from the exact iteration's value."""
        return self.balls[-1].radius

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        """Upper bounds of the l2 distances of the start and of each computed block from x.

        The smaller of two: what the exact block makes of the bound before, and what its
        computation adds; or the bound of the exact iteration, and the radius.

        Raises
        ------
        DomainError
            If the output shows that no x has this b.
        """
        if not self.fits:
            raise DomainError(
                "b: the output and its bound are too far from the start, or from A z = b, so no x "
                f"of the theorem belongs to it ({self.provenance}); need a larger epsilon, "
                "distance, sparsity or radius"
            )
        return self._bounds

    @cached_property
    def _bounds(self) -> tuple[Fraction, ...]:
        """The bounds, also if they are about nothing."""
        net = self.warpd
        scaled = net.sharpness.C1 * net.iteration.saddle.scale
        return computed_bounds(net.schedule, self.balls, B=scaled, offset=net.sharpness.offset)

    @property
    def bound(self) -> Fraction:
        """The last of the bounds."""
        return self.bounds[-1]

    @property
    def provenance(self) -> P_co:
        """How the bounds are known."""
        return self.warpd.provenance

    def __repr__(self) -> str:
        if not self.fits:
            return "WarpdRun(no x of the theorem belongs to this b)"
        return f"WarpdRun(error <= {rounded_text(self.bound, 3)}, {self.provenance})"
