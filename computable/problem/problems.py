"""The four problems, with their exact parameters, objectives and dual values.

For unknown x of shape (N,), weights w > 0 and ``||x||_1,w = sum of w_i |x_i|``:

====================  ======================================================
basis pursuit         minimise ``||x||_1,w`` subject to ``||A x - y|| <= epsilon``
LASSO                 minimise ``lam ||x||_1,w + ||A x - y||**2``
square-root LASSO     minimise ``lam ||x||_1,w + ||A x - y||``
linear program        minimise ``cost . x`` subject to ``A x = y``, ``x >= 0``
====================  ======================================================

The norm without an index is l2. Norms are square roots, so objectives are
:class:`~computable.exact.Surd` values, which compare exactly.

Source: Colbrook, Antun, Hansen (PNAS 2022), problems P1 to P3; Bastounis,
Hansen, Vlacic (arXiv 2110.15734) for linear programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar

from computable.errors import DomainError
from computable.exact import Surd, Vector, as_fraction, as_vector, number_text
from computable.problem.instance import Instance

__all__ = [
    "BasisPursuit",
    "Lasso",
    "LinearProgram",
    "Problem",
    "SquareRootLasso",
    "dot",
    "norm_squared",
    "weighted_norm",
]


def _checked_weights(weights: Any, name: str) -> Vector | None:
    if weights is None:
        return None
    vector = as_vector(weights, name=name)
    for i, w in enumerate(vector):
        if w <= 0:
            raise DomainError(f"{name}[{i}]: got {number_text(w)}, need a positive rational")
    return vector


def _expanded(weights: Vector | None, length: int, name: str) -> Vector:
    if weights is None:
        return (Fraction(1),) * length
    if len(weights) != length:
        raise DomainError(f"{name}: got {len(weights)} entries for {length} columns")
    return weights


@dataclass(frozen=True)
class BasisPursuit:
    """Minimise ``||x||_1,w`` subject to ``||A x - y|| <= epsilon`` (quadratically constrained).

    Parameters
    ----------
    epsilon : rational >= 0
        l2 bound of the misfit; 0 is basis pursuit proper.
    weights : N positive rationals, optional
        All 1 by default.

    Examples
    --------
    >>> BasisPursuit(epsilon="1/10").epsilon
    Fraction(1, 10)
    """

    name: ClassVar[str] = "basis-pursuit"
    epsilon: Fraction = Fraction(0)
    weights: Vector | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        object.__setattr__(self, "epsilon", as_fraction(self.epsilon, name="epsilon"))
        object.__setattr__(self, "weights", _checked_weights(self.weights, "weights"))
        if self.epsilon < 0:
            raise DomainError(f"epsilon: got {number_text(self.epsilon)}, need a rational >= 0")

    def bounds(self, length: int) -> Vector:
        """Return the bounds of the dual constraints ``|A^T p|_i <= w_i``, shape (N,)."""
        return _expanded(self.weights, length, "weights")

    def is_feasible(self, instance: Instance, x: Sequence[Fraction]) -> bool:
        """Tell whether ``||A x - y|| <= epsilon``."""
        return norm_squared(instance.residual(x)) <= self.epsilon**2

    def objective(self, instance: Instance, x: Sequence[Fraction]) -> Surd:
        """Return ``||x||_1,w`` (whether or not x is feasible)."""
        return Surd(weighted_norm(x, self.bounds(len(x))))

    def dual_value(self, instance: Instance, p: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
        """Return (a, b): ``a - sqrt(b)``, that is p.y - epsilon ||p||, bounds the minimum below."""
        return dot(p, instance.y), self.epsilon**2 * norm_squared(p)


@dataclass(frozen=True)
class Lasso:
    """Minimise ``lam ||x||_1,w + ||A x - y||**2``.

    Parameters
    ----------
    lam : rational > 0
    weights : N positive rationals, optional
        All 1 by default.

    Examples
    --------
    >>> Lasso(0)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: lam: got 0, need a positive rational
    """

    name: ClassVar[str] = "lasso"
    lam: Fraction
    weights: Vector | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lam", _positive(self.lam, "lam"))
        object.__setattr__(self, "weights", _checked_weights(self.weights, "weights"))

    def bounds(self, length: int) -> Vector:
        """Return the bounds of the dual constraints ``|A^T p|_i <= lam w_i``, shape (N,)."""
        return _scaled(self.lam, self.weights, length)

    def is_feasible(self, instance: Instance, x: Sequence[Fraction]) -> bool:
        """Tell whether x is admissible: every x is."""
        return True

    def objective(self, instance: Instance, x: Sequence[Fraction]) -> Surd:
        """Return ``lam ||x||_1,w + ||A x - y||**2``."""
        residual = norm_squared(instance.residual(x))
        return Surd(weighted_norm(x, self.bounds(len(x))) + residual)

    def dual_value(self, instance: Instance, p: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
        """Return (a, 0) for the lower bound a = p.y - ||p||**2 / 4 of the minimum."""
        return dot(p, instance.y) - norm_squared(p) / 4, Fraction(0)


@dataclass(frozen=True)
class SquareRootLasso:
    """Minimise ``lam ||x||_1,w + ||A x - y||``.

    Parameters
    ----------
    lam : rational > 0
    weights : N positive rationals, optional
        All 1 by default.
    """

    name: ClassVar[str] = "square-root-lasso"
    lam: Fraction
    weights: Vector | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lam", _positive(self.lam, "lam"))
        object.__setattr__(self, "weights", _checked_weights(self.weights, "weights"))

    def bounds(self, length: int) -> Vector:
        """Return the bounds of the dual constraints ``|A^T p|_i <= lam w_i``, shape (N,)."""
        return _scaled(self.lam, self.weights, length)

    def is_feasible(self, instance: Instance, x: Sequence[Fraction]) -> bool:
        """Tell whether x is admissible: every x is."""
        return True

    def objective(self, instance: Instance, x: Sequence[Fraction]) -> Surd:
        """Return ``lam ||x||_1,w + ||A x - y||``."""
        return Surd(weighted_norm(x, self.bounds(len(x))), norm_squared(instance.residual(x)))

    def dual_value(self, instance: Instance, p: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
        """Return (a, 0) for the lower bound a = p.y of the minimum (if ``||p|| <= 1``)."""
        return dot(p, instance.y), Fraction(0)


@dataclass(frozen=True)
class LinearProgram:
    """Minimise ``cost . x`` subject to ``A x = y`` and ``x >= 0``.

    Parameters
    ----------
    cost : N rationals, optional
        All 1 by default.
    """

    name: ClassVar[str] = "linear-program"
    cost: Vector | None = None

    def __post_init__(self) -> None:
        if self.cost is not None:
            object.__setattr__(self, "cost", as_vector(self.cost, name="cost"))

    def bounds(self, length: int) -> Vector:
        """Return the bounds of the dual constraints ``(A^T p)_i <= cost_i``, shape (N,)."""
        return _expanded(self.cost, length, "cost")

    def is_feasible(self, instance: Instance, x: Sequence[Fraction]) -> bool:
        """Tell whether ``A x = y`` and ``x >= 0``."""
        return min(x) >= 0 and not any(instance.residual(x))

    def objective(self, instance: Instance, x: Sequence[Fraction]) -> Surd:
        """Return ``cost . x`` (whether or not x is feasible)."""
        return Surd(dot(self.bounds(len(x)), x))

    def dual_value(self, instance: Instance, p: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
        """Return (a, 0) for the lower bound a = p.y of the minimum."""
        return dot(p, instance.y), Fraction(0)


def _scaled(lam: Fraction, weights: Vector | None, length: int) -> Vector:
    if weights is None:
        return (lam,) * length
    return tuple(lam * w for w in _expanded(weights, length, "weights"))


Problem = BasisPursuit | Lasso | SquareRootLasso | LinearProgram


def _positive(value: object, name: str) -> Fraction:
    number = as_fraction(value, name=name)
    if number <= 0:
        raise DomainError(f"{name}: got {number_text(number)}, need a positive rational")
    return number


def dot(u: Sequence[Fraction], v: Sequence[Fraction]) -> Fraction:
    """Return the inner product; zeros cost nothing."""
    return sum((a * b for a, b in zip(u, v, strict=True) if a and b), Fraction(0))


def norm_squared(v: Sequence[Fraction]) -> Fraction:
    """Return the square of the l2 norm (norms themselves are rarely rational)."""
    return dot(v, v)


def weighted_norm(x: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    """Return the weighted l1 norm."""
    return dot(tuple(abs(v) for v in x), weights)
