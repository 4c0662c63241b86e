r"""Centred steps (:mod:`computable.ball.primal_dual`) on limbs, for matrices that are not small.

With ``A = g K`` (:class:`~computable.ball.limbs.Slices`) and ``x = tau g z`` a step is

    ``d = z - K^T u``,  ``z+ = soft(d, t / g)``,  ``h = u + c v - sigma y``,
    ``v = K (2 z+ - z)``,  ``c = tau sigma g**2``,  ``u+ = h / max(1, |h|)``.

All vectors have the same grid, L rows of limbs, I of them in front of the point. The limbs are at
most C after carries (:mod:`computable.ball.limb_loop`). In units of the grid,

* ``K^T u`` is exact if K is an integer matrix; with S slices (offset 1), products of weight 1 / B
  and less are left out, at most ``1.02 S m C k / B`` in each entry, where k is the largest entry of
  a slice. The same holds for v, with N for m and 3 C for C. And ``t / g`` is off by 1/2;
* ``sigma y`` is off by 1/2, c v by ``0.51 L G`` for what a product with limbs of at most G leaves
  out (:func:`~computable.ball.limbs.toeplitz`); and by ``|v| / 2`` for the rounding of c, if v is
  counted in ``B**(I - 1)``;
* ``h / |h|`` is off by ``0.51 L C`` in each entry, and by B / 2 in all, since ``1 / |h|`` is off by
  less than ``B**(1 - L)``, and ``|h| <= B**I / 2``.

All sums are exact as long as no d is above a limit. The loop keeps float64 values of all d: a block
where one is larger is repeated with another limb in front. By the same values it tells what is
beyond its threshold, and where they cannot tell, steps are repeated with comparisons of integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import isqrt, lcm, sqrt

from computable.ball.limb_loop import Layout, Loop
from computable.ball.limbs import EXACT, Array, Slices
from computable.ball.primal_dual import CentredBlock, Errors, Sizes
from computable.errors import UndecidedError
from computable.exact import Vector, coprime

__all__ = ["LimbSteps", "limb_layout"]

LARGEST = 24
"""Bits of a limb; with more, sums would not be exact."""
MOST_FRONT = 16
"""Limbs in front of the point."""
MOST_SLICES = 5
_ZERO = Fraction(0)
RESERVE = 12
"""Bits for the rounding errors of a step, besides those of one limb."""


def limb_layout(array: Array, bits: int) -> Layout | None:
    """Return the longest limbs for a float64 matrix with which all sums are exact.

    None where they would be short, or the matrix would need many slices.
    """
    for b in range(LARGEST, RESERVE, -1):
        rows = (bits + b + RESERVE) // b + 4
        C = 0.625 * 2.0**b
        if max(len(array) * rows * C * C, (rows + 1) * C * 2.0 ** (b - 1)) <= EXACT:
            matrix = Slices.of(array, b, most=MOST_SLICES)
            if matrix is None:
                return None
            layout = Layout(matrix=matrix, b=b, rows=rows, front=1)
            if layout.is_exact:
                return layout
    return None


class LimbSteps:
    """Blocks of centred steps, one after the other.

    Parameters
    ----------
    layout : Layout
        Of A, from :func:`limb_layout`.
    y, thresholds, start : Vector, shape (m,), shape (N,), shape (N,)
    bits : int
        Rounding errors are about ``2**-bits`` of ``sqrt(tau / sigma)`` in the first block.
    """

    def __init__(
        self, layout: Layout, y: Vector, thresholds: Vector, *, start: Vector, bits: int
    ) -> None:
        self._bits = bits
        self._common = lcm(*(v.denominator for v in y))
        self._y = [int(v * self._common) for v in y]
        self._distinct = list(set(thresholds))
        where = {v: k for k, v in enumerate(self._distinct)}
        self._which = [where[v] for v in thresholds]
        self._layout = layout
        self._unit: int | None = None
        self._places = max(v.denominator.bit_length() - 1 for v in start)
        self._x = [int(v * (1 << self._places)) for v in start]
        self._u, self._dual_places = [0] * len(y), 0

    def block(self, sizes: Sizes, *, keeps_dual: bool) -> CentredBlock:
        """Run a block from the average before, and from u = 0 or the last u.

        Raises
        ------
        UndecidedError
            If numbers are much larger than ``sqrt(tau / sigma)``.
        """
        g, b = self._layout.matrix.unit, self._layout.b
        size = _log2(sizes.tau / sizes.sigma) // 2
        self._unit = size if self._unit is None else self._unit
        tail = max(2, -(-(self._bits + b + RESERVE + size - self._unit) // b))
        places, step = b * tail, sizes.tau * g  # x = step z
        z = _scaled(self._x, Fraction(1 << places, 1 << self._places) / step)
        u = [0] * len(self._y)
        if keeps_dual:
            u = _scaled(self._u, Fraction(1 << places, 1 << self._dual_places))
        shift = _scaled(self._y, sizes.sigma * (1 << places) / self._common)
        t = [round(v / g * (1 << places)) for v in self._distinct]
        thresholds = [t[k] for k in self._which]
        largest = max(1 << places, *map(abs, z), *map(abs, shift), *thresholds)
        for front in range(1, MOST_FRONT + 1):
            layout = replace(self._layout, rows=front + tail, front=front)
            if 2 * largest > int(layout.limit) << b * (layout.rows - 1):
                continue
            factor = round(sizes.tau * sizes.sigma * g**2 * (1 << b * (layout.rows - 1)))
            loop = Loop(layout, factor=factor, thresholds=thresholds, shift=shift, z=z, u=u)
            if layout.is_exact and loop.run(sizes.steps):
                return self._result(sizes, layout, loop, keeps_dual=keeps_dual)
        raise UndecidedError(
            f"norm balls: numbers above 2^{b * MOST_FRONT} times sqrt(tau / sigma) were met"
        )

    def _result(
        self, sizes: Sizes, layout: Layout, loop: Loop, *, keeps_dual: bool
    ) -> CentredBlock:
        p, grid, step = sizes.steps, Fraction(1, 1 << layout.places), sizes.tau * layout.matrix.unit
        self._places = max(0, self._bits + RESERVE - (self._unit or 0))
        self._x = _scaled(loop.sum, step * grid * (1 << self._places) / p)
        e_x, e_u = _errors(sizes, layout, loop.largest)
        root_m, root_N = (_above(sqrt(len(v))) for v in (self._y, self._x))
        from_u, length = _ZERO, _ZERO
        if keeps_dual:
            self._u, self._dual_places = loop.dual, layout.places
            from_u = grid * root_m / 2
            length = (isqrt(sum(v * v for v in self._u)) + 1) * grid
        return CentredBlock(
            centre=tuple(_dyadic(v, self._places) for v in self._x),
            in_x=_added(e_x, step * grid * root_N / 2, p),
            in_u=_added(e_u, from_u, p),
            rounding=root_N / (2 << self._places),
            outside=max(_ZERO, length - 1),
        )


def _errors(sizes: Sizes, layout: Layout, largest: float) -> tuple[Fraction, Fraction]:
    """Bound the errors e_x and e_u of every step of a block, in which d was at most ``largest``."""
    matrix = layout.matrix
    (m, N), S = matrix.parts[0].shape, len(matrix.parts) * matrix.offset
    C, base, k = layout.most, 2.0**layout.b, matrix.largest
    step, grid = sizes.tau * matrix.unit, Fraction(1, 1 << layout.places)
    left_out = 1.02 * S * C * k / base
    v = sqrt(m) * N * (1.02 * k / base if S else k) * 3 * largest
    c = float(sizes.tau * sizes.sigma * matrix.unit**2)
    in_h = c * 3 * N * left_out + 0.5 + 0.51 * layout.rows * (layout.product + C)
    e_x = step * grid * _above(sqrt(N) * (m * left_out + 0.5))
    e_u = grid * _above(sqrt(m) * in_h + v / 2 + base / 2)
    return e_x, e_u


def _added(error: Fraction, at_start: Fraction, steps: int) -> Errors:
    """Add up equal errors of all steps, and one that was there before."""
    total = error * (steps * (steps + 1) // 2) + at_start * steps
    return Errors(last=error * steps + at_start, total=total)


def _scaled(values: Sequence[int], factor: Fraction) -> list[int]:
    """Return the nearest integers to multiples of integers."""
    p, q = factor.numerator, factor.denominator
    return [(2 * v * p + q) // (2 * q) if v else 0 for v in values]


def _dyadic(value: int, places: int) -> Fraction:
    """Return ``value / 2**places``."""
    if not value:
        return _ZERO
    zeros = min((value & -value).bit_length() - 1, places)
    return coprime(value >> zeros, 1 << (places - zeros))


def _above(value: float) -> Fraction:
    """Return a bound of what was computed in a few float64 operations."""
    return Fraction(value * (1 + 2.0**-40))


def _log2(value: Fraction) -> int:
    """Return log2 of a positive number, up to 1."""
    return value.numerator.bit_length() - value.denominator.bit_length()
