r"""What a perturbation of a network's input does, rigorously.

The perturbation r consists of float64 numbers, so it is exactly what it is, and so is the input
``y + M r``. A FIRENET is run rigorously at both inputs: the change is the distance of two computed
points, up to the sum of their radii. A ReLU network is evaluated exactly.

So a FIRENET's change above its bound would disprove this program, and a change of another network
above that bound is a proved one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from computable.errors import DomainError
from computable.exact import Vector
from computable.firenet.firenet import Firenet
from computable.firenet.stability.change import change_bound, check_truth
from computable.firenet.stability.error_bounds import error_bounds
from computable.firenet.stability.gradient import input_size
from computable.firenet.stability.lipschitz import change_bounds
from computable.inputs.arrays import as_point
from computable.network import Network
from computable.nullspace import Matrix
from computable.problem import dot, norm_squared
from computable.recovery.outward import l2_above, root

__all__ = ["Between", "Found", "Judge"]


class Between(NamedTuple):
    """A number that is proved to be from ``least`` to ``most``."""

    least: Fraction
    most: Fraction


@dataclass(frozen=True, kw_only=True)
class Found:
    """A perturbation, and what it does: proved.

    Attributes
    ----------
    budget : Fraction
        ``||r|| <= budget``.
    perturbation : Vector
        r, float64 numbers, exactly.
    moved : Fraction
        ``||M r||``, by how much y is moved, rounded up.
    change : Between
        ``||phi(y + M r) - phi(y)||``.
    bound : Fraction, optional
        Of a FIRENET: nothing that moves y by that much changes the output by more. With a truth
        it is that of :func:`change_bound` and rests on the null space property; without one it is
        that of :func:`change_bounds` and rests on nothing.
    error : Between, optional
        ``||phi(y + M r) - x||``, with a truth x.
    error_bound : Fraction, optional
        Of a FIRENET with a truth: see :func:`error_bounds`.
    """

    budget: Fraction
    perturbation: Vector
    moved: Fraction
    change: Between
    bound: Fraction | None = None
    error: Between | None = None
    error_bound: Fraction | None = None

    @property
    def ratio(self) -> float:
        """How many times as large as that of y the change is, at least, to float64 precision."""
        return float(self.change.least / self.moved) if self.moved else 0.0

    def exceeds_change(self, firenet: Firenet[Any]) -> bool:
        """Tell whether the change is proved to be above what a FIRENET's can be, for such a move.

        This means something if y is of the theorem of that network: see :func:`check_truth`.
        """
        return self.change.least > change_bound(firenet, self.moved).last

    def exceeds_error(self, firenet: Firenet[Any]) -> bool:
        """Tell whether the error is proved to be above what a FIRENET's can be, for such data.

        Without a truth there is no error, and the answer is no. An inaccurate network exceeds it,
        however stable it is.
        """
        if self.error is None:
            return False
        bounds = error_bounds(firenet, noise=firenet.noise + self.moved)
        return self.error.least > bounds.last

    def exceeds(self, firenet: Firenet[Any]) -> bool:
        """Tell whether the change or the error is: see the two methods above."""
        return self.exceeds_change(firenet) or self.exceeds_error(firenet)

    @property
    def crossed(self) -> bool:
        """Whether it is above one of its own bounds: never, if the program is right."""
        return (self.bound is not None and self.change.least > self.bound) or (
            self.error is not None
            and self.error_bound is not None
            and self.error.least > self.error_bound
        )


class Judge:
    """Evaluates perturbations of one input of one network.

    Parameters
    ----------
    network : Firenet or Network
    y : shape (m,)
        As in :func:`computable.inputs.as_given`; floats are their exact binary values.
    image : Matrix, shape (m, N), optional
        M; the identity if it is not given.
    truth : shape (N,), optional
        An x that y is the data of. For a FIRENET it is checked that its theorem is about them.

    Raises
    ------
    DomainError
        If something does not fit.

    Examples
    --------
    >>> from computable.network import linear
    >>> judge = Judge(linear([[3, 0], [0, 4]]), [1, 1], truth=[3, 4])
    >>> judge([Fraction(1), Fraction(1)], budget=Fraction(2)).change
    Between(least=Fraction(5, 1), most=Fraction(5, 1))
    """

    def __init__(
        self,
        network: Firenet[Any] | Network,
        y: object,
        *,
        image: Matrix | None = None,
        truth: object = None,
    ) -> None:
        if not isinstance(network, (Firenet, Network)):
            raise DomainError(f"network: got {type(network).__name__}, need a Firenet or Network")
        m = input_size(network)
        floats, self.y = as_point(y, m)
        self.floats = np.array([float(v) for v in self.y]) if floats is None else floats
        if image is not None and image.shape[0] != m:
            raise DomainError(f"image: got a matrix with {image.shape[0]} rows, need {m}")
        self.network, self.image = network, image
        self.directions = np.eye(m) if image is None else image.array
        self.centre, self.radius = self._value(self.y)
        self.truth = None if truth is None else as_point(truth, len(self.centre))[1]
        if self.truth is not None and isinstance(network, Firenet):
            check_truth(network, self.truth, self.y)

    def _value(self, y: Vector) -> tuple[Vector, Fraction]:
        if isinstance(self.network, Network):
            return self.network(y), Fraction(0)
        run = self.network.run(y)
        return run.point, run.radius

    def __call__(self, perturbation: Sequence[Fraction], *, budget: Fraction) -> Found:
        """Return what a perturbation does.

        Raises
        ------
        DomainError
            If it has another size.
        """
        r, net = tuple(perturbation), self.network
        if len(r) != self.directions.shape[1]:
            raise DomainError(f"r: got {len(r)} entries, need {self.directions.shape[1]}")
        move = r if self.image is None else tuple(dot(row, r) for row in self.image.rows)
        moved, bound, error_bound = l2_above(move), None, None
        if isinstance(net, Firenet) and self.truth is None:
            bound = change_bounds(net.iteration, moved)[-1]
        elif isinstance(net, Firenet):
            bound = change_bound(net, moved).last
            error_bound = error_bounds(net, noise=net.noise + moved).last
        centre, radius = self._value(tuple(a + b for a, b in zip(self.y, move, strict=True)))
        return Found(
            budget=budget,
            perturbation=r,
            moved=moved,
            change=_distance(centre, self.centre, radius + self.radius),
            bound=bound,
            error=None if self.truth is None else _distance(centre, self.truth, radius),
            error_bound=error_bound,
        )


def _distance(point: Vector, other: Vector, radius: Fraction) -> Between:
    """Return the distance of two points, one of them or both known up to a radius in all."""
    square = norm_squared([a - b for a, b in zip(point, other, strict=True)])
    least = root(square, up=False) - radius
    return Between(least=max(least, Fraction(0)), most=root(square, up=True) + radius)
