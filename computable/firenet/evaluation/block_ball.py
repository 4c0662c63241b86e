"""What an evaluation returns: after each block a point, and two proved distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from computable.exact import Vector
from computable.recovery.rounding import Array

__all__ = ["BlockBall", "Point_co", "exact_point"]

Point_co = TypeVar("Point_co", bound=Array | Vector, covariant=True)


@dataclass(frozen=True, kw_only=True, eq=False)
class BlockBall(Generic[Point_co]):
    """The computed value of a block.

    Attributes
    ----------
    centre : ndarray or Vector, shape (N,), shape (N,)
        What was computed: float64 numbers, or dyadic rationals.
    radius : Fraction
        At least its l2 distance from the value of the exact iteration.
    fresh : Fraction
        At least its l2 distance from the value of the exact block at the *computed* point and
        dual that the block started from.
    """

    centre: Point_co
    radius: Fraction
    fresh: Fraction


def exact_point(values: Sequence[float] | Sequence[Fraction] | Array) -> Vector:
    """Return a computed point as rationals, exactly."""
    return tuple(Fraction(v) for v in (values.tolist() if hasattr(values, "tolist") else values))
