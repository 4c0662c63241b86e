"""The two kinds of nonlinear maps between the affine ones.

Source: Colbrook, Antun, Hansen (PNAS 2022), SI 1.2.1: (i) a scalar function at some units, the
identity at the others; (ii) the gate ``(x_0, X, Y) -> (0, f(x_0) X, Y)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.errors import DomainError
from computable.network.activation import Activation
from computable.network.ratios import Ratios
from computable.real import Real

__all__ = ["Gate", "Pointwise"]

IRRATIONAL = "is irrational there; on_reals evaluates the network to any precision"


@dataclass(frozen=True)
class Pointwise:
    """A scalar function at some units, the identity at the others.

    Attributes
    ----------
    function : Activation
    units : tuple of int
        Sorted here; none of them: the identity.

    Examples
    --------
    >>> from computable.network.activation import Relu
    >>> Pointwise(Relu(), range(2)).on_ratios(Ratios([-1, 1, -1], 3)).fractions()
    (Fraction(0, 1), Fraction(1, 3), Fraction(-1, 3))
    """

    function: Activation
    units: tuple[int, ...]

    def __init__(self, function: Activation, units: Iterable[int]) -> None:
        _initialise(self, function=function, units=_sorted_units(units))

    @property
    def last(self) -> int:
        """The greatest unit."""
        return self.units[-1] if self.units else -1

    @property
    def lipschitz(self) -> Fraction | None:
        """The function's constant, at least 1 for units that stay as they are."""
        constant = self.function.lipschitz
        if not self.units:
            return Fraction(1)
        return None if constant is None else max(constant, Fraction(1))

    def on_ratios(self, x: Ratios) -> Ratios:
        """Return the image of quotients of integers.

        Raises
        ------
        DomainError
            If a value is irrational; the message names the unit.
        """
        p, q = x.numerators.copy(), x.denominators
        for k in self.units:
            value = self.function.ratio(p[k], q[k])
            if value is None:
                raise DomainError(f"unit {k}: {self.function.name} {IRRATIONAL}")
            p[k], q[k] = value
        return Ratios.united(p, q)

    def on_reals(self, x: Sequence[Real]) -> list[Real]:
        """Return the image of exact reals."""
        image = list(x)
        for k in self.units:
            image[k] = self.function.on_real(x[k])
        return image


@dataclass(frozen=True)
class Gate:
    """The map ``(x_0, X, Y) -> (0, f(x_0) X, Y)``: one unit scales others and is cleared.

    Attributes
    ----------
    function : Activation
    control : int
        The index of x_0.
    units : tuple of int
        The indices of X.

    Examples
    --------
    >>> from computable.network.activation import ReciprocalRoot
    >>> gate = Gate(ReciprocalRoot(), 0, (1,))
    >>> gate.on_ratios(Ratios([4, 3, 5], 1)).fractions()
    (Fraction(0, 1), Fraction(3, 2), Fraction(5, 1))
    """

    function: Activation
    control: int
    units: tuple[int, ...]

    def __init__(self, function: Activation, control: int, units: Iterable[int]) -> None:
        _initialise(self, function=function, control=control, units=_sorted_units(units))
        if type(control) is not int or control < 0 or control in self.units:
            raise DomainError(
                f"gate: got the control {control!r}, need an index >= 0 outside its units"
            )

    @property
    def last(self) -> int:
        """The greatest unit, the control included."""
        return max((self.control, *self.units[-1:]))

    @property
    def lipschitz(self) -> None:
        """There is none: the gate is a product."""
        return None

    def on_ratios(self, x: Ratios) -> Ratios:
        """Return the image of quotients of integers; raises as that of ``Pointwise``."""
        p, q = x.numerators.copy(), x.denominators
        value = self.function.ratio(p[self.control], q[self.control])
        if value is None:
            raise DomainError(f"unit {self.control}: {self.function.name} {IRRATIONAL}")
        p[self.control], q[self.control] = 0, 1
        for k in self.units:
            p[k], q[k] = p[k] * value[0], q[k] * value[1]
        return Ratios.united(p, q)

    def on_reals(self, x: Sequence[Real]) -> list[Real]:
        """Return the image of exact reals."""
        image, value = list(x), self.function.on_real(x[self.control])
        image[self.control] = Real(0)
        for k in self.units:
            image[k] = value * x[k]
        return image


def _initialise(self: object, **fields: Any) -> None:
    for name, value in fields.items():
        object.__setattr__(self, name, value)


def _sorted_units(units: Iterable[int]) -> tuple[int, ...]:
    listed = list(units)
    if any(type(k) is not int or k < 0 for k in listed) or len(set(listed)) < len(listed):
        raise DomainError("units: need different integers >= 0")
    return tuple(sorted(listed))
