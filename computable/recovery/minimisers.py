"""What an exact solver returns: a minimiser with its proof, and the set of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from computable.exact import Surd, Vector
from computable.inputs import as_point
from computable.problem import Instance, Problem, norm_squared
from computable.recovery.face import Face, all_minimisers
from computable.recovery.nearest import Nearest, nearest
from computable.recovery.pair import Pair

__all__ = ["Minimisers"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Minimisers:
    """*Proved, exactly:* a minimiser with its dual witness, and with them all minimisers.

    Attributes
    ----------
    problem : Problem
    instance : Instance
    x : Vector, shape (N,)
        A minimiser. Its entries are Fractions, or all of one field Q(sqrt d) (``Quadratic``).
    witness : Vector, shape (m,)
        Proves that x is a minimiser (:func:`computable.problem.is_minimiser`).
    """

    problem: Problem
    instance: Instance
    x: Vector
    witness: Vector

    @cached_property
    def face(self) -> Face:
        """The set of all minimisers, a polytope (for linear programs perhaps unbounded)."""
        return all_minimisers(self.problem, self.instance, Pair(x=self.x, witness=self.witness))

    @property
    def unique(self) -> bool:
        """Whether x is the only minimiser."""
        return self.face.is_point

    @property
    def rational(self) -> bool:
        """Whether all entries of x and of the witness are rational."""
        return all(isinstance(v, Fraction) for v in (*self.x, *self.witness))

    @property
    def objective(self) -> Surd:
        """The minimum, of a rational x."""
        return self.problem.objective(self.instance, self.x)

    def nearest(self, point: Any) -> Nearest:
        """Return the minimiser nearest (l2) to a point of shape (N,), with its proof."""
        return nearest(self.face, as_point(point, len(self.x))[1])

    def distance_squared(self, point: Any) -> Fraction:
        """Return the exact square of the l2 distance of a point from the set of minimisers."""
        exact = as_point(point, len(self.x))[1]
        near = nearest(self.face, exact).point
        return norm_squared([a - b for a, b in zip(exact, near, strict=True)])

    def __repr__(self) -> str:
        m, N = self.instance.shape
        support = sum(map(bool, self.x))
        numbers = "rational" if self.rational else "with a square root"
        return f"Minimisers({self.problem.name}, {m} x {N}; x has {support} non-zeros, {numbers})"
