r"""Steps of a primal-dual iteration on balls, centred after every step or left as they are.

A step is

    ``x+ = soft(x - tau A^T u, tau t)``,  ``u+ = P(u + sigma (A (2 x+ - x) - y))``,

P the projection to the unit ball, on columns of balls: each half is evaluated so that its result
holds the exact one for all numbers in its arguments.

*Centred.* A step is computed from exact numbers, and its midpoints are the next ones. Its radii
are then bounds of its own rounding errors: of x+ in the l2 norm by ``e_x``, and of u+, computed
from the midpoints of x+, by ``e_u``.

Only squares are added up in the loop: ``R^T R``, for a column R of balls around zero, is a ball
around zero whose radius is the sum of their squares, rounded up; and by Cauchy and Schwarz
``sum (w_i e_i) <= sqrt(sum w_i) sqrt(sum (w_i e_i**2))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from computable.ball.arithmetic import Ball, working_precision
from computable.ball.conversion import ball_of, midpoint
from computable.exact import Vector

__all__ = ["BallBlock", "BallSteps", "CentredBlock", "CentredSteps", "Errors", "Sizes"]

Column = Any
"""A ``flint.arb_mat`` with one column."""
Number = float | Fraction
_ZERO, _ONE = flint.arb(0), flint.arb(1)


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """p steps with the same tau and sigma."""

    steps: int
    tau: Fraction
    sigma: Fraction


class _Data:
    """A, y and t, rounded to the precision that is set where they have more digits."""

    def __init__(
        self, rows: Sequence[Sequence[Number]], y: Sequence[Number], thresholds: Sequence[Number]
    ) -> None:
        self.A = flint.arb_mat([[_ball(v) for v in row] for row in rows])
        self.transposed = self.A.transpose()
        self.y = _column(y)
        self.thresholds = [_ball(v) for v in thresholds]


class _Maps:
    """The halves of a step with these sizes."""

    def __init__(self, data: _Data, sizes: Sizes) -> None:
        tau, sigma = ball_of(sizes.tau), ball_of(sizes.sigma)
        self.back = data.transposed * tau
        self.forward = data.A * sigma
        self.shift = data.y * sigma
        self.limits = [(j, -t, t) for j, t in enumerate(tau * t for t in data.thresholds)]

    def primal(self, x: Column, u: Column) -> Column:
        """Return x+."""
        found = flint.arb_mat(len(self.limits), 1)
        for v, (j, low, high) in zip((x - self.back * u).entries(), self.limits, strict=True):
            # a comparison of balls is True only if it holds for certain
            if low < v < high:
                continue
            if high < v:
                found[j, 0] = v + low
            elif v < low:
                found[j, 0] = v + high
            else:
                found[j, 0] = _near_threshold(v, high)
        return found

    def dual(self, x: Column, new: Column, u: Column) -> Column:
        """Return u+, from x and x+."""
        h = (u - self.shift) + self.forward * (new + new - x)
        square = _square(h)[0, 0]
        return h if square <= 1 else h * square.rsqrt().min(_ONE)


def _near_threshold(v: Ball, t: Ball) -> Ball:
    """Return a ball around soft(v, t): it is that of the midpoints, up to both radii."""
    a, b = v.mid(), t.mid()
    image = a - b if a > b else a + b if a < -b else _ZERO
    return image + flint.arb(0, (v.rad() + t.rad()).abs_upper())


@dataclass(frozen=True, kw_only=True)
class Errors:
    """What was added up of the errors e_i of p steps, rounded up.

    Attributes
    ----------
    last : Fraction
        ``e_1 + ... + e_p``.
    total : Fraction
        ``p e_1 + (p - 1) e_2 + ... + e_p``: the sum of the sums of the first i.
    """

    last: Fraction
    total: Fraction


@dataclass(frozen=True, kw_only=True)
class CentredBlock:
    """What a block of centred steps comes to.

    Attributes
    ----------
    centre : Vector, shape (N,)
        The computed average of the points, dyadic.
    in_x, in_u : Errors
        The numbers ``e_x`` and ``e_u``.
    rounding : Fraction
        At least what the average itself is off by, in the l2 norm.
    outside : Fraction
        At least the distance of the last u from the unit ball.
    """

    centre: Vector
    in_x: Errors
    in_u: Errors
    rounding: Fraction
    outside: Fraction


class CentredSteps:
    """Blocks of centred steps, one after the other, at so many bits.

    Parameters
    ----------
    rows : sequence of sequences of float or Fraction, shape (m, N)
    y, thresholds : sequence of float or Fraction, shape (m,), shape (N,)
    start : sequence of float64 numbers, shape (N,)
    bits : int
    """

    def __init__(
        self,
        rows: Sequence[Sequence[Number]],
        y: Sequence[Number],
        thresholds: Sequence[Number],
        *,
        start: Sequence[Number],
        bits: int,
    ) -> None:
        self._bits = bits
        with working_precision(bits):
            self._data = _Data(rows, y, thresholds)
            self._x, self._u = _column(start), flint.arb_mat(len(rows), 1)

    def block(self, sizes: Sizes, *, keeps_dual: bool) -> CentredBlock:
        """Run a block from the average before, and from u = 0 or the last u."""
        with working_precision(self._bits):
            maps, p, x, u = _Maps(self._data, sizes), sizes.steps, self._x, self._u
            if not keeps_dual:
                u = flint.arb_mat(u.nrows(), 1)
            points = flint.arb_mat(x.nrows(), 1)
            in_x, in_u = flint.arb_mat(1, 1), flint.arb_mat(1, 1)
            weighted_x, weighted_u = in_x, in_u
            for _ in range(p):
                new = maps.primal(x, u)
                centre = new.mid()
                dual = maps.dual(x, centre, u)
                x, u = centre, dual.mid()
                points += x
                in_x += _square(new - x)
                in_u += _square(dual - u)
                weighted_x += in_x
                weighted_u += in_u
            average = points * (1 / flint.arb(p))
            self._x, self._u = average.mid(), u
            return CentredBlock(
                centre=_midpoints(self._x),
                in_x=_errors(p, in_x, weighted_x),
                in_u=_errors(p, in_u, weighted_u),
                rounding=_upper(_root(_square(average - self._x))),
                outside=max(Fraction(0), _upper(_square(u)[0, 0].sqrt()) - 1),
            )


def _errors(steps: int, squares: Any, weighted: Any) -> Errors:
    return Errors(
        last=_upper(flint.arb(steps).sqrt() * _root(squares)),
        total=_upper(flint.arb(steps * (steps + 1) // 2).sqrt() * _root(weighted)),
    )


@dataclass(frozen=True, kw_only=True)
class BallBlock:
    """What a block of steps on balls comes to.

    Attributes
    ----------
    centre : Vector, shape (N,)
        The midpoints of the average of the points.
    radius, dual_radius : Fraction
        The l2 norms of the radii of the average and of the last u, rounded up.
    """

    centre: Vector
    radius: Fraction
    dual_radius: Fraction


class BallSteps:
    """Blocks of steps on balls, one after the other; data as of :class:`CentredSteps`."""

    def __init__(
        self,
        rows: Sequence[Sequence[Number]],
        y: Sequence[Number],
        thresholds: Sequence[Number],
        *,
        start: Sequence[Number],
        bits: int,
    ) -> None:
        with working_precision(bits):
            self._data = _Data(rows, y, thresholds)
            self._x, self._u = _column(start), flint.arb_mat(len(rows), 1)

    def block(
        self, sizes: Sizes, precisions: Sequence[int], each: int, *, keeps_dual: bool
    ) -> BallBlock | None:
        """Run a block from the average before, and from u = 0 or the last u.

        Parameters
        ----------
        sizes : Sizes
        precisions : sequence of int
            The bits of the first ``each`` steps, of the next ones, and so on.
        each : int
        keeps_dual : bool

        Returns
        -------
        BallBlock or None
            None if nothing is left of some number.
        """
        with working_precision(precisions[0]):
            maps, x, u = _Maps(self._data, sizes), self._x, self._u
            if not keeps_dual:
                u = flint.arb_mat(u.nrows(), 1)
            points = flint.arb_mat(x.nrows(), 1)
            left = sizes.steps
            for bits in precisions:
                flint.ctx.prec = bits
                for _ in range(min(each, left)):
                    new = maps.primal(x, u)
                    u = maps.dual(x, new, u)
                    x = new
                    points += x
                left -= each
                if not all(v.is_finite() for v in (*x.entries(), *u.entries())):
                    return None
            self._x, self._u = points * (1 / flint.arb(sizes.steps)), u
            return BallBlock(
                centre=_midpoints(self._x),
                radius=_upper(_root(_square(self._x - self._x.mid()))),
                dual_radius=_upper(_root(_square(u - u.mid()))),
            )


def _square(values: Column) -> Any:
    """Return the sum of the squares, a matrix of one ball."""
    return values.transpose() * values


def _root(square: Any) -> Ball:
    """Return a ball around the root of the radius."""
    return square[0, 0].rad().sqrt()


def _ball(value: Number) -> Ball:
    return flint.arb(value) if isinstance(value, float) else ball_of(value)


def _column(values: Sequence[Number]) -> Column:
    return flint.arb_mat(len(values), 1, [_ball(v) for v in values])


def _midpoints(values: Column) -> Vector:
    return tuple(midpoint(v) for v in values.entries())


def _upper(ball: Ball) -> Fraction:
    """Return the upper end of a ball around a number that is not negative."""
    return midpoint(ball.abs_upper())
