r"""Vectors of long fixed-point numbers as rows of float64, on which matrix products are exact.

With ``B = 2**b``, a vector is an array of L rows, its limbs: integers of at most ``5 B / 8``, those
of row k with the weight ``B**(L - 1 - k)`` (so a number has many forms). A float64 sum or product
of integers is exact if no partial result is above ``2**53``. Hence so are a product of limbs with
a matrix of small integers, a product with the limbs of a number (a triangular Toeplitz matrix),
and a carry: at the speed of float64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["EXACT", "Array", "Slices", "carries", "carry", "joined", "split", "toeplitz"]

Array = NDArray[np.float64]
EXACT = 2.0**52
"""Partial results are kept below half of what float64 can hold."""
RANGE = 500
"""No slices are made of entries that differ by more than so many powers of two."""


def split(values: Sequence[int], rows: int, b: int) -> Array:
    """Return integers as limbs of at most ``B / 2``; the first row takes what is left.

    Examples
    --------
    >>> split([5, -1000], 3, 4).tolist()
    [[0.0, -4.0], [0.0, 2.0], [5.0, -8.0]]
    """
    limbs = np.zeros((rows, len(values)))
    base, half = 1 << b, 1 << (b - 1)
    for j, value in enumerate(values):
        left, k = value, rows - 1
        while left and k:
            low = (left + half) % base - half
            limbs[k, j] = low
            left, k = (left - low) >> b, k - 1
        limbs[0, j] += left
    return limbs


def joined(limbs: Array, b: int) -> list[int]:
    """Return the integers.

    Examples
    --------
    >>> joined(split([5, -1000], 3, 4), 4)
    [5, -1000]
    """
    found = [0] * limbs.shape[1]
    filled = np.flatnonzero(limbs.any(axis=0))
    for j, column in zip(filled.tolist(), limbs[:, filled].T.tolist(), strict=True):
        value = 0
        for limb in column:
            value = (value << b) + int(limb)
        found[j] = value
    return found


def carries(most: float, b: int) -> int:
    """Return how many carries bring limbs from ``most`` to at most ``5 B / 8``.

    A carry leaves at most B / 2 of each, and adds 1 / B of the one below, rounded.
    """
    base, count = 2.0**b, 0
    while most > 0.625 * base:
        most, count = base / 2 + most / base + 1, count + 1
    return count


def carry(limbs: Array, room: Array, b: int, times: int) -> None:
    """Carry in place, in all rows at once; the first row takes what comes."""
    base = 2.0**b
    shift = 1.5 * 2.0**52 * base  # adding this rounds to the nearest multiple of B
    below, above, room = limbs[1:], limbs[:-1], room[1:]
    for _ in range(times):
        np.add(below, shift, out=room)
        np.subtract(room, shift, out=room)
        np.subtract(below, room, out=below)
        np.multiply(room, 1 / base, out=room)
        np.add(above, room, out=above)


def toeplitz(number: int, rows: int, b: int) -> Array:
    """Return the matrix that multiplies limbs by ``number / B**(rows - 1)``, up to low products.

    Left out are products of weight 1 / B, relative to the last row, and less. If limbs in rows
    after the first are at most C, they sum up to less than ``0.51 rows C``: of weight 1 / B there
    are ``rows - 1``, each with a limb of the number, at most B / 2; fewer of ``B**-2``; and so on.
    """
    limbs = np.concatenate([np.zeros(rows), split([number], rows, b)[:, 0]])
    index = np.arange(rows)
    matrix: Array = limbs[np.maximum(index[:, None] - index[None, :], -1) + rows]
    return matrix


@dataclass(frozen=True, kw_only=True, eq=False)
class Slices:
    """A matrix as ``g K``, ``K = K_0 / B**o + K_1 / B**(o + 1) + ...``, with integer matrices K_s.

    Attributes
    ----------
    unit : Fraction
        g > 0.
    parts : tuple of ndarray, shape (m, N)
    offset : int
        o: 0 for one slice, 1 for more.
    largest : float
        Bounds the entries of all slices; at most ``B / 2``.
    """

    unit: Fraction
    parts: tuple[Array, ...]
    offset: int
    largest: float

    @classmethod
    def of(cls, array: Array, b: int, *, most: int) -> Slices | None:
        """Return float64 numbers, exactly, if no more slices than that are needed.

        One is enough for small integers times g.
        """
        half = 2.0 ** (b - 1)
        unit, whole = _common_unit(array)
        if whole is not None and np.abs(whole).max() <= half:
            largest = float(np.abs(whole).max())
            return cls(unit=unit, parts=(whole,), offset=0, largest=largest)
        exponents = np.frexp(array[array != 0])[1]
        exponent = int(exponents.max())
        if exponent - int(exponents.min()) > RANGE:
            return None
        left = np.ldexp(array, b - 1 - exponent)  # by powers of two: everything here is exact
        parts: list[Array] = []
        while left.any():
            if len(parts) == most:
                return None
            parts.append(np.rint(left))
            left = (left - parts[-1]) * 2.0**b
        unit = Fraction(2) ** (exponent + 1)
        return cls(unit=unit, parts=tuple(parts), offset=1, largest=half)

    @cached_property
    def transposed(self) -> tuple[Array, ...]:
        """The slices of the transpose."""
        return tuple(np.ascontiguousarray(part.T) for part in self.parts)


def _common_unit(array: Array) -> tuple[Fraction, Array | None]:
    """Return g and integers K with ``array = g K``, or no K if they would have over 62 bits."""
    mantissa, exponent = np.frexp(array)
    filled = array != 0
    if not filled.any():
        return Fraction(1), np.zeros_like(array)
    least = int(exponent[filled].min())
    if int(exponent[filled].max()) - least > 9:
        return Fraction(1), None
    integers = (mantissa * 2.0**53).astype(np.int64) << np.where(filled, exponent - least, 0)
    divisor = int(np.gcd.reduce(integers, axis=None))
    return divisor * Fraction(2) ** (least - 53), (integers // divisor).astype(np.float64)
