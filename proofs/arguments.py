"""The arguments for claims about a given answer: points, separations, enclosures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.exact import Vector
from computable.recovery.rounding import Array
from proofs import writing

__all__ = ["Argument", "BasisArgument", "Minimiser", "PathArgument", "Separation"]


@dataclass(frozen=True, kw_only=True)
class Minimiser:
    """A rational minimiser, perhaps one of many, with its dual witness.

    Attributes
    ----------
    x : Vector, shape (N,)
    witness : Vector, shape (m,)
    """

    x: Vector
    witness: Vector
    kind = "minimiser"

    def document(self) -> dict[str, Any]:
        """Return the argument as JSON values."""
        return {
            "kind": self.kind,
            "x": writing.rationals(self.x),
            "witness": writing.rationals(self.witness),
        }


@dataclass(frozen=True, kw_only=True)
class Separation:
    """A half-space that contains all minimisers, and not the answer.

    Attributes
    ----------
    x, witness : as for :class:`Minimiser`
    direction : Vector, shape (N,)
        h: from the nearest minimiser to the answer.
    multipliers : Vector, shape (m,)
        mu: ``<h, z> <= <mu, A z>`` for every minimiser z.
    """

    x: Vector
    witness: Vector
    direction: Vector
    multipliers: Vector
    kind = "separation"

    def document(self) -> dict[str, Any]:
        """Return the argument as JSON values."""
        point = Minimiser(x=self.x, witness=self.witness).document()
        return point | {
            "kind": self.kind,
            "direction": writing.rationals(self.direction),
            "multipliers": writing.rationals(self.multipliers),
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class PathArgument:
    """The minimisers of a box by their support and signs (FORMAT.md, argument ``path``).

    Attributes
    ----------
    bits : int
        The checker's intervals are in units of ``2**-bits``.
    support : k column indices
    signs : str
        Of k characters + and -.
    base, slope : k integers
        About G^-1 A_S^T y and G^-1 (s w)_S, in units of ``2**-bits``.
    inverse : array, shape (k, k)
        About G^-1.
    """

    bits: int
    support: Sequence[int]
    signs: str
    base: Sequence[int]
    slope: Sequence[int]
    inverse: Array
    kind = "path"

    def document(self) -> dict[str, Any]:
        """Return the argument as JSON values."""
        return {
            "kind": self.kind,
            "bits": self.bits,
            "support": list(self.support),
            "signs": self.signs,
            "base": writing.rationals(scaled(self.base, self.bits)),
            "slope": writing.rationals(scaled(self.slope, self.bits)),
            "inverse": [writing.rationals(row) for row in shortened(self.inverse, self.bits)],
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class BasisArgument:
    """The minimisers of a box by a basis and its dual values (FORMAT.md, argument ``basis``).

    Attributes
    ----------
    bits : int
    basis : m column indices
    dual : Vector, shape (m,)
        The values of A^T p on the basis.
    free : column indices
        Of the basis, whose dual values may be any.
    point, witness : m integers
        About A_B^-1 y and A_B^-T g, in units of ``2**-bits``.
    inverse : array, shape (m, m)
        About A_B^-1.
    """

    bits: int
    basis: Sequence[int]
    dual: Vector
    free: Sequence[int] = ()
    point: Sequence[int]
    witness: Sequence[int]
    inverse: Array
    kind = "basis"

    def document(self) -> dict[str, Any]:
        """Return the argument as JSON values."""
        return {
            "kind": self.kind,
            "bits": self.bits,
            "basis": list(self.basis),
            **({"free": list(self.free)} if self.free else {}),
            "dual": writing.rationals(self.dual),
            "point": writing.rationals(scaled(self.point, self.bits)),
            "witness": writing.rationals(scaled(self.witness, self.bits)),
            "inverse": [writing.rationals(row) for row in shortened(self.inverse, self.bits)],
        }


Argument = Minimiser | Separation | PathArgument | BasisArgument


def scaled(values: Sequence[int], bits: int) -> Vector:
    """Return the numbers that integers in units of ``2**-bits`` are."""
    return tuple(Fraction(v, 1 << bits) for v in values)


def shortened(inverse: Array, bits: int) -> list[Vector]:
    """Return the matrix with entries of about 40 bits, none finer than ``2**-bits``.

    Any matrix near the inverse serves. The file and the search for a proof use the same one.
    """
    size = max((abs(v) for v in inverse.ravel().tolist()), default=1.0) or 1.0
    fine = max(0, min(bits, 40 - Fraction(size).__ceil__().bit_length()))
    if size < 1:
        fine = min(bits, 40 + (1 / Fraction(size)).__floor__().bit_length())
    unit = Fraction(1, 1 << fine)
    return [tuple(round(Fraction(v) / unit) * unit for v in row) for row in inverse.tolist()]
