"""Instances near a given one at which columns tie: candidates, not verified here.

Let S be the support of a minimiser with signs s (or, for an exact fit, a basis on which a dual
witness attains its bounds), and W the signed bounds ``(s_j bound_j)`` on a set E of columns that
contains S. If d lives on E, ``A'_E d = 0`` and ``W . d = 0``, a minimiser x' of (A', y') with
support S and these signs is not alone: a witness p' has ``A_S'^T p' = W_S``, hence also
``a_j' . p' = W_j`` for the one j in E outside S, and x' + tau d is a minimiser for all small tau
of one sign.

The least change of A_E (of its largest entry) that makes a given d with ``W . d = 0`` a relation is

    A'_E = A_E - g sgn(d)^T / ||d||_1  with  g = A_E d:  it is  ||g||_inf / ||d||_1,

since every D with ``D d = -g`` has ``|g_i| <= max |D| ||d||_1``. This moves both sides of the tie,
and the minimiser with them; it may lose its support before. If j alone moves, the minimiser stays
one, since j is just at its bound: such an example never fails, but it is farther.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from computable.exact import Vector, power_of_two
from computable.problem import Column, Instance
from computable.recovery.columns import dense, sparse
from computable.recovery.rounding import Array

__all__ = [
    "Relation",
    "distance_between",
    "entry_size",
    "largest",
    "rounded",
    "scaled_floats",
    "with_columns",
]


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A vector d that is made a relation of the columns: ``A'_E d = 0``.

    Attributes
    ----------
    columns : tuple of int
        E; the last one is j, if E is not S alone.
    values : Vector, shape (|E|,)
        d, where ``W . d = 0``.
    defect : Vector, shape (m,)
        ``g = A_E d``.
    """

    columns: tuple[int, ...]
    values: Vector
    defect: Vector

    @property
    def distance(self) -> Fraction:
        """How far an entry of A has to move."""
        return max(map(abs, self.defect)) / sum(map(abs, self.values), Fraction(0))

    def shared(self, instance: Instance) -> Instance:
        """Return the instance with the least change of A, shared by all columns of E."""
        total = sum(map(abs, self.values), Fraction(0))
        parts = zip(self.columns, self.values, strict=True)
        return self._moved(instance, {j: total if v > 0 else -total for j, v in parts if v})

    def alone(self, instance: Instance) -> Instance:
        """Return the instance with a change of the last column of d alone."""
        parts = zip(self.columns, self.values, strict=True)
        return self._moved(instance, dict([(j, v) for j, v in parts if v][-1:]))

    def _moved(self, instance: Instance, parts: dict[int, Fraction]) -> Instance:
        old = dense(instance.columns, len(self.defect), list(parts))
        moved = (
            [a - g / part for a, g in zip(column, self.defect, strict=True)]
            for column, part in zip(old, parts.values(), strict=True)
        )
        return with_columns(instance, dict(zip(parts, moved, strict=True)))


def with_columns(
    instance: Instance, columns: dict[int, list[Fraction]], y: Vector | None = None
) -> Instance:
    """Return the instance with some columns, and perhaps y, replaced."""
    changed: list[Column] = list(instance.columns)
    for j, values in columns.items():
        changed[j] = sparse(tuple(values))
    return Instance(columns=tuple(changed), y=instance.y if y is None else y)


def distance_between(one: Instance, other: Instance) -> Fraction:
    """Return the largest difference of two entries of A or of y.

    Examples
    --------
    >>> distance_between(Instance.from_dense([[1, 2]], [3]), Instance.from_dense([[1, 0]], [4]))
    Fraction(2, 1)
    """
    most = max(abs(a - b) for a, b in zip(one.y, other.y, strict=True))
    zero = Fraction(0)
    for left, right in zip(one.columns, other.columns, strict=True):
        if left is not right and left != right:
            u, v = dict(left), dict(right)
            most = max([most, *(abs(u.get(i, zero) - v.get(i, zero)) for i in {*u, *v})])
    return most


def largest(values: Iterable[Fraction]) -> Fraction:
    """Return a power of two near the largest absolute value from above; 1 if all are 0.

    Examples
    --------
    >>> largest([Fraction(-3), Fraction(1)])
    Fraction(4, 1)
    """
    most = max(map(abs, values), default=Fraction(0))
    return power_of_two(most) if most else Fraction(1)


def entry_size(instance: Instance) -> Fraction:
    """Return :func:`largest` of the entries of A."""
    return largest(v for column in instance.columns for _, v in column)


def rounded(values: Iterable[Fraction], error: Fraction) -> Vector:
    """Return the values rounded to multiples of a power of two, by at most ``error``."""
    unit = power_of_two(error)
    return tuple(round(v / unit) * unit for v in values)


def scaled_floats(instance: Instance) -> Array:
    """Return A over :func:`entry_size` in floating point, shape (m, N)."""
    unit, A = entry_size(instance), np.zeros(instance.shape)
    for j, column in enumerate(instance.columns):
        for i, v in column:
            A[i, j] = v / unit
    return A
