"""Activations: scalar functions as values, evaluated exactly or on exact reals.

An activation evaluates a rational number without reducing it: from ``p/q`` to a quotient of two
integers that need not be in lowest terms, because a network keeps the numbers of a layer over
one common denominator, where every reduction would be a greatest common divisor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt
from typing import ClassVar, Protocol

from computable.errors import DomainError
from computable.exact import as_fraction, number_text
from computable.real import Real, maximum, minimum, sqrt

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "Ratio",
    "ReciprocalRoot",
    "Relu",
    "SoftThreshold",
    "Square",
    "exact",
]

Ratio = tuple[int, int]
"""A numerator and a positive denominator, not necessarily coprime."""


class Activation(Protocol):
    """A scalar function of a network."""

    @property
    def name(self) -> str:
        """What it is called in files and tables."""
        ...

    @property
    def lipschitz(self) -> Fraction | None:
        """The least global Lipschitz constant, ``None`` if there is none."""
        ...

    def ratio(self, p: int, q: int) -> Ratio | None:
        """Return the value at p/q, q > 0; ``None`` if it is irrational."""
        ...

    def on_real(self, x: Real) -> Real:
        """Return the value at an exact real number."""
        ...


def exact(activation: Activation, x: Fraction) -> Fraction | None:
    """Return the exact value of an activation at a rational; ``None`` if it is irrational.

    Examples
    --------
    >>> exact(Relu(), Fraction(-1, 2)), exact(SoftThreshold("1/3"), Fraction(-1, 2))
    (Fraction(0, 1), Fraction(-1, 6))
    >>> exact(ReciprocalRoot(), Fraction(9, 4)), exact(ReciprocalRoot(), Fraction(2)) is None
    (Fraction(2, 3), True)
    """
    value = activation.ratio(x.numerator, x.denominator)
    return None if value is None else Fraction(*value)


@dataclass(frozen=True)
class Relu:
    """``max(x, 0)``."""

    name: ClassVar[str] = "relu"
    lipschitz: ClassVar[Fraction] = Fraction(1)

    def ratio(self, p: int, q: int) -> Ratio:
        """Return the value at p/q."""
        return (p if p > 0 else 0), q

    def on_real(self, x: Real) -> Real:
        """Return the value at an exact real number."""
        return maximum(x, 0)


@dataclass(frozen=True)
class SoftThreshold:
    """``sign(x) max(|x| - step, 0)``, the proximal map of ``step |.|``.

    Attributes
    ----------
    step : Fraction
        At least zero.

    Examples
    --------
    >>> SoftThreshold(-1)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: soft threshold: got the step -1, need >= 0
    """

    step: Fraction
    name: ClassVar[str] = "soft-threshold"
    lipschitz: ClassVar[Fraction] = Fraction(1)

    def __init__(self, step: object) -> None:
        value = as_fraction(step, name="soft threshold: step")
        if value < 0:
            raise DomainError(f"soft threshold: got the step {number_text(value)}, need >= 0")
        object.__setattr__(self, "step", value)

    def ratio(self, p: int, q: int) -> Ratio:
        """Return the value at p/q."""
        left, right = p * self.step.denominator, q * self.step.numerator
        rest = max(abs(left) - right, 0)
        return (rest if p > 0 else -rest), q * self.step.denominator

    def on_real(self, x: Real) -> Real:
        """Return the value at an exact real number: at most one of the two terms is not zero."""
        return maximum(x - self.step, 0) + minimum(x + self.step, 0)


@dataclass(frozen=True)
class Square:
    """``x**2``, which has no global Lipschitz constant."""

    name: ClassVar[str] = "square"
    lipschitz: ClassVar[None] = None

    def ratio(self, p: int, q: int) -> Ratio:
        """Return the value at p/q."""
        return p * p, q * q

    def on_real(self, x: Real) -> Real:
        """Return the value at an exact real number."""
        return x * x


@dataclass(frozen=True)
class ReciprocalRoot:
    """``min(1, x**(-1/2))``, continued by 1 to all x <= 1: ``1 / sqrt(max(1, x))``.

    Its value at ``||u||**2`` is the factor of the projection of u to the unit ball.
    It is rational exactly where max(1, x) is the square of a rational.
    """

    name: ClassVar[str] = "reciprocal-root"
    lipschitz: ClassVar[Fraction] = Fraction(1, 2)

    def ratio(self, p: int, q: int) -> Ratio | None:
        """Return the value at p/q; ``None`` if it is irrational."""
        if p <= q:
            return 1, 1
        common = gcd(p, q)
        above, below = isqrt(p // common), isqrt(q // common)
        if above * above * common != p or below * below * common != q:
            return None
        return below, above

    def on_real(self, x: Real) -> Real:
        """Return the value at an exact real number."""
        return 1 / sqrt(maximum(x, 1))


ACTIVATIONS: dict[str, Callable[..., Activation]] = {
    kind.name: kind for kind in (Relu, SoftThreshold, Square, ReciprocalRoot)
}
"""The known activations by name; a soft threshold is made with its step."""
