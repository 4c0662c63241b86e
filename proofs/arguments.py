"""The arguments for claims about a given answer: points, separations, enclosures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from computable.exact import Vector, coprime
from computable.recovery.rounding import Array
from proofs import writing

__all__ = [
    "Argument",
    "BasisArgument",
    "Minimiser",
    "PathArgument",
    "Separation",
    "scaled",
    "shortened",
]


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


@dataclass(frozen=True, kw_only=True)
class PathArgument:
    """The minimisers of a box by their support and signs (FORMAT.md, argument ``path``).

    Attributes
    ----------
    bits : int
        The checker's intervals are in units of ``2**-bits``.
    support : tuple of k column indices
    signs : str
        Of k characters + and -.
    base, slope : Vector, shape (k,)
        About G^-1 A_S^T y and G^-1 (s w)_S.
    inverse : tuple of k Vectors, shape (k,)
        The rows of about G^-1.
    """

    bits: int
    support: tuple[int, ...]
    signs: str
    base: Vector
    slope: Vector
    inverse: tuple[Vector, ...]
    kind = "path"

    def document(self) -> dict[str, Any]:
        """Return the argument as JSON values."""
        return {
            "kind": self.kind,
            "bits": self.bits,
            "support": list(self.support),
            "signs": self.signs,
            "base": writing.rationals(self.base),
            "slope": writing.rationals(self.slope),
            "inverse": [writing.rationals(row) for row in self.inverse],
        }


@dataclass(frozen=True, kw_only=True)
class BasisArgument:
    """The minimisers of a box by a basis and its dual values (FORMAT.md, argument ``basis``).

    Attributes
    ----------
    bits : int
    basis : tuple of m column indices
    dual : Vector, shape (m,)
        The values of A^T p on the basis.
    free : tuple of column indices
        Of the basis, whose dual values may be any.
    point, witness : Vector, shape (m,)
        About A_B^-1 y and A_B^-T g.
    inverse : tuple of m Vectors, shape (m,)
        The rows of about A_B^-1.
    """

    bits: int
    basis: tuple[int, ...]
    dual: Vector
    free: tuple[int, ...] = ()
    point: Vector
    witness: Vector
    inverse: tuple[Vector, ...]
    kind = "basis"

    def document(self) -> dict[str, Any]:
        """Return the argument as JSON values."""
        return {
            "kind": self.kind,
            "bits": self.bits,
            "basis": list(self.basis),
            **({"free": list(self.free)} if self.free else {}),
            "dual": writing.rationals(self.dual),
            "point": writing.rationals(self.point),
            "witness": writing.rationals(self.witness),
            "inverse": [writing.rationals(row) for row in self.inverse],
        }


Argument = Minimiser | Separation | PathArgument | BasisArgument


def scaled(values: Sequence[int], bits: int) -> Vector:
    """Return the numbers that integers in units of ``2**-bits`` are.

    Examples
    --------
    >>> scaled([3, 4, 0], 2)
    (Fraction(3, 4), Fraction(1, 1), Fraction(0, 1))
    """
    return tuple(_dyadic(v, bits) for v in values)


def shortened(inverse: Array, bits: int) -> tuple[Vector, ...]:
    """Return the matrix, finite, with entries of about 40 bits, none finer than ``2**-bits``.

    Any matrix near the inverse serves. The file and the search for a proof use the same one.

    Examples
    --------
    >>> shortened(np.array([[1 / 3]]), 2)
    ((Fraction(1, 4),),)
    """
    size = float(np.abs(inverse).max(initial=0.0)) or 1.0
    fine = max(0, min(bits, 40 - Fraction(size).__ceil__().bit_length()))
    if size < 1:
        fine = min(bits, 40 + (1 / Fraction(size)).__floor__().bit_length())
    # A power of two as a factor is exact, and the product is an integer up to 2**41 or was one.
    rows = np.rint(np.ldexp(inverse, fine)).tolist()
    return tuple(scaled([int(v) for v in row], fine) for row in rows)


def _dyadic(value: int, bits: int) -> Fraction:
    """Return ``value / 2**bits``; of long numbers the greatest common divisor would take long."""
    shift = min(bits, (value & -value).bit_length() - 1) if value else bits
    return coprime(value >> shift, 1 << bits - shift)
