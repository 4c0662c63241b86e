"""The parts in which primal-dual iterations differ, as float64 evaluation needs them.

A step is ``x+ = soft(x - tau K^T u, tau t)``, ``u+ = P(u + sigma (K (2 x+ - x) - y))``. What
:mod:`computable.firenet.evaluation.float_ball` proves of it holds for every K and for every P that
is the proximal map of a convex function; it needs their values, and bounds of how they are rounded.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np

from computable.exact import Vector
from computable.firenet.iteration import Block
from computable.nullspace import Matrix
from computable.recovery.rounding import UP, Array, U, gamma

__all__ = ["Ball", "DualMap", "Products", "Steps"]


class Steps(Protocol):
    """What blocks of steps have besides K and P."""

    @property
    def thresholds(self) -> Vector:
        """``t``, shape (N,)."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """At least one."""

    @property
    def keeps_dual(self) -> bool:
        """Whether a block starts from the last u of the one before; P must be ``Ball(1)``."""

    @property
    def start(self) -> Vector:
        """Where the first block starts, shape (N,), float64 numbers."""


class DualMap(Protocol):
    """P in float64, at ``h = fl(u + k)``."""

    def apply(self, h: Array) -> float:
        """Replace h by the computed P(h), and return a number n: a computed norm."""

    def sizes(self, norms: Array) -> Array:
        """Return at least the norms of the computed P(h), from the numbers n."""

    def errors(self, norms: Array) -> Array:
        """Return at least the l2 distances of these from the exact ``P(u + k)``."""


@dataclass(frozen=True, kw_only=True)
class Ball:
    r"""The projection to a ball: ``h`` or ``radius h / |h|``.

    The sum h is off by ``1.01 u0 n``, where n is its computed norm. That n, its quotient with the
    radius, the radius and the quotients of h are rounded ``m / 2 + 2``, 1, 1 and 1 times, so the
    projection of h is off by less than ``radius (2 gamma(m + 3) + 2 u0)``, and so is its norm.

    Attributes
    ----------
    radius : float
        Nearest to the exact one.
    size : int
        m: how many entries h has.

    Examples
    --------
    >>> h = np.array([3.0, 4.0])
    >>> Ball(radius=1.0, size=2).apply(h), h
    (5.0, array([0.6, 0.8]))
    """

    radius: float
    size: int

    def apply(self, h: Array) -> float:
        """Project in place."""
        n = math.sqrt(np.dot(h, h))
        if n > self.radius:
            np.divide(h, n / self.radius, out=h)
        return n

    def sizes(self, norms: Array) -> Array:
        """Return the radius with its surplus."""
        return np.full(len(norms), self.radius * (1 + 2 * gamma(self.size + 3) + 2 * U))

    def errors(self, norms: Array) -> Array:
        """Return both parts."""
        own = self.radius * (2 * gamma(self.size + 3) + 2 * U)
        return np.asarray(1.01 * U * norms + own)


@dataclass(frozen=True, kw_only=True, eq=False)
class Products:
    """The products with K in float64, and what their errors depend on.

    Each is a sum of products in any order of summation, in which zeros may be left out: adding
    them is exact.

    Attributes
    ----------
    forward, back : callable
        ``forward(x, out)`` with the float64 matrix nearest to K, ``back(u, out)`` with its
        transpose.
    shape : (m, N)
    bound : Fraction
        At least ``||K||``.
    rounding, column, absolute : float
        At least the l2 norms of what the matrix is off by, of each of its columns, and of the
        matrix of its absolute values.
    """

    forward: Callable[[Array, Array], object]
    back: Callable[[Array, Array], object]
    shape: tuple[int, int]
    bound: Fraction
    rounding: float
    column: float
    absolute: float

    @classmethod
    def of(cls, matrix: Matrix) -> Products:
        """Return the products with a dense matrix."""
        A, m = matrix.array, matrix.shape[0]
        columns = np.sqrt(np.einsum("ij,ij->j", A, A))
        return cls(
            forward=A.dot,
            back=A.T.dot,
            shape=matrix.shape,
            bound=matrix.norm,
            rounding=matrix.rounding,
            column=float(columns.max()) * (1 + 2 * (m + 4) * U) * UP + 1e-150,
            absolute=matrix.absolute,
        )
