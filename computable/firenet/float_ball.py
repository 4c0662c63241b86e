r"""Norm balls in float64: a centre, and one radius in the metric in which a step expands nothing.

A step (1) of :mod:`computable.firenet.iteration` is a resolvent in the metric M of
``|x|**2 / tau - 2 <u, A x> + |u|**2 / sigma``, hence non-expansive there, so within a block the
errors of the steps only add: ``D_i <= D_(i-1) + d_i``, and the average of the points is within the
average of the D_i. As ``||(x, u)||_M**2 >= (1 - theta**2) |x|**2 / tau`` for
``tau sigma L**2 <= theta**2``, an M-radius D is an l2 radius ``sqrt(tau / (1 - theta**2)) D`` of x
(with sigma for tau: of u). At a restart D is ``r_x / sqrt(tau)`` if u = 0 exactly, and at most
``sqrt((1 + theta) (r_x**2 / tau + r_u**2 / sigma))`` otherwise.

*One step.* It is computed as ``q = tau fl(A^T u)``, ``d = x - q``, ``x+ = soft(d, t)``,
``w = 2 x+ - x``, ``g = fl(A w) - y``, ``h = u + sigma g``, ``u+ = h`` or ``h / |h|``. Let
``u0 = 2**-53``, ``gamma(n)`` as in :mod:`computable.recovery.rounding`, c the greatest norm of a
column, e_A the rounding of A, and ``||u|| <= U = 1 + 2 gamma(m + 3) + 2 u0``.

* Each entry of d is off by at most ``eta = tau (gamma(m + 2) c + e_A) U`` and ``u0 |d|``. Where
  ``|d| <= t - eta - 4 u0 t``, both the exact and the computed x+ are zero. So only the k other
  entries are off, together by ``e_x = sqrt(k) (eta + 4 u0 t) + 2.01 u0 ||x+||``: there
  ``|d| <= |x+| + t``, and t, a product of two rounded numbers, is itself off by ``2.01 u0 t``.
* A product with z entries of w that are not zero rounds each term at most z times (adding a zero is
  exact), so ``fl(A w)`` is off by ``gamma(z) G`` with ``G = min(c ||w||_1, || |A| || ||w||)``, and
  ``||g|| <= (1 + gamma(z)) G + ||y||``. With the rounding of w, of the product with sigma, of the
  sum h (its computed norm is n) and of the projection (of its norm, then of the quotients), u+ is
  off by ``e_u = 2 sigma L e_x + e_o``,
  ``e_o = sigma (L u0 ||w|| + gamma(z) G + e_A ||w|| + 2.01 u0 ||g|| + e_y) + e_P``,
  ``e_P = 1.01 u0 n + 2 gamma(m + 3) + 2 u0``.
* Then ``d_i = sqrt(a**2 + b**2 + 2 theta a b)`` with ``a = e_x / sqrt(tau)`` and
  ``b = e_u / sqrt(sigma)``.

The loop computes no bound: it keeps the points of a block, and norms, counts and errors of all its
steps are found at its end, a few vector operations for all together. ``1 + 2**-40`` covers the
roundings of the bounds themselves, ``1e-150`` underflow.

*Other iterations.* Of P only this was used: it is the proximal map of a convex function, so that
(1) is a resolvent; and there are U and e_P. Of the products: each term of a sum is rounded as
often as in some order of summation. So :func:`norm_balls` takes both from
:mod:`computable.firenet.warpd_steps`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from computable.errors import DomainError, UndecidedError
from computable.firenet.block_ball import BlockBall
from computable.firenet.iteration import Block, Iteration
from computable.firenet.warpd_steps import Ball, DualMap, Products, Steps
from computable.inputs.arrays import as_point
from computable.network.norm import root_above
from computable.recovery.rounding import UP, Array, U, above, gamma, moderate, norm

__all__ = ["float_norm_balls", "norm_balls"]

CHUNK = 256
"""So many points of a block are kept at once."""
MORE = 1 + 2.0**-40
TINY = 1e-150


def float_norm_balls(
    iteration: Iteration, y: object, *, y_error: Fraction = Fraction(0)
) -> Iterator[BlockBall[Array]]:
    """Yield the value of each block in float64, with proved radii.

    Parameters
    ----------
    iteration : Iteration
        With ``tau sigma L**2 < 1`` for every block.
    y : shape (m,)
        As in :func:`computable.inputs.as_given`.
    y_error : Fraction
        At least the l2 distance of y from what the exact iteration is given.

    Raises
    ------
    DomainError
        If y does not fit, or the steps are too long for a metric.
    UndecidedError
        If numbers beyond 1e75 are met.
    """
    projection = Ball(radius=1.0, size=iteration.matrix.shape[0])
    return norm_balls(iteration, Products.of(iteration.matrix), lambda _: projection, y, y_error)


def norm_balls(
    steps: Steps,
    products: Products,
    dual: Callable[[Block], DualMap],
    y: object,
    y_error: Fraction,
) -> Iterator[BlockBall[Array]]:
    """Yield what :func:`float_norm_balls` does, for these products and the P of each block."""
    problem = _Problem.of(steps, products, y, y_error)
    x, u = np.array([float(v) for v in steps.start]), np.zeros(products.shape[0])
    r_x = r_u = 0.0
    outside = 2 * gamma(len(u) + 3) + 2 * U if steps.keeps_dual else 0.0
    for block in steps.blocks:
        numbers = _Sizes.of(products, block)
        if not steps.keeps_dual:
            u, r_u = np.zeros_like(u), 0.0
        x, u, total, last, rounding = _run(problem, numbers, dual(block), x, u)
        theta, p = numbers.theta, block.steps
        if r_u:
            start = math.sqrt((1 + theta) * (r_x**2 / numbers.tau + r_u**2 / numbers.sigma))
        else:
            start = r_x / math.sqrt(numbers.tau)
        width = math.sqrt(numbers.tau) * numbers.conversion
        # the theorem's dual is in the unit ball, a computed one that is kept almost
        moved = math.sqrt((1 + theta) / numbers.sigma) * outside
        fresh = (width * (moved + total / p) + rounding) * MORE
        r_x = (width * (start + total / p) + rounding) * MORE
        r_u = math.sqrt(numbers.sigma) * numbers.conversion * (start + last) * MORE
        if not math.isfinite(r_x + r_u) or not moderate(x, u):
            raise UndecidedError("float64: numbers beyond 1e75 were met; give a number of bits")
        yield BlockBall(centre=x, radius=Fraction(r_x), fresh=Fraction(fresh))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Problem:
    """What is the same in all blocks."""

    products: Products
    y: Array
    weights: Array
    y_error: float
    y_norm: float

    @classmethod
    def of(cls, steps: Steps, products: Products, y: object, y_error: Fraction) -> _Problem:
        given, exact = as_point(y, products.shape[0])
        lost = 0.0
        if given is None:
            if max(map(abs, exact)) > 10**75:
                raise DomainError("y: got an entry beyond 1e75, need smaller ones")
            given = np.array([float(v) for v in exact])
            square = sum((Fraction(float(v)) - v) ** 2 for v in exact)
            lost = above(root_above(Fraction(square)))
        if not moderate(given):
            raise DomainError("y: got an entry beyond 1e75, need smaller ones")
        return cls(
            products=products,
            y=given,
            weights=np.array([float(t) for t in steps.thresholds]),
            y_error=(lost + above(y_error)) * UP,
            y_norm=norm(given),
        )


@dataclass(frozen=True, kw_only=True)
class _Sizes:
    """The numbers of one block."""

    steps: int
    tau: float
    sigma: float
    theta: float
    conversion: float
    norm: float

    @classmethod
    def of(cls, products: Products, block: Block) -> _Sizes:
        square = block.tau * block.sigma * products.bound**2
        if square >= 1:
            raise DomainError(
                f"tau, sigma: got tau * sigma * L**2 = {float(square):.4g} with the proved bound "
                f"L = {float(products.bound):.4g} of ||A||, need < 1 for norm balls"
            )
        return cls(
            steps=block.steps,
            tau=float(block.tau),
            sigma=float(block.sigma),
            theta=above(root_above(square)),
            conversion=above(root_above(1 / (1 - square))),
            norm=above(products.bound),
        )


def _run(
    problem: _Problem, sizes: _Sizes, dual: DualMap, x: Array, u: Array
) -> tuple[Array, Array, float, float, float]:
    """Return the average point, the last u, the sum of all D_i, the last D, and e of the average.

    D starts at zero here.
    """
    forward, back, apply = problem.products.forward, problem.products.back, dual.apply
    y, tau, sigma, p, N = problem.y, sizes.tau, sizes.sigma, sizes.steps, len(x)
    t = tau * problem.weights
    minus = -t
    points, moved = np.empty((min(p, CHUNK) + 1, N)), np.empty((min(p, CHUNK), N))
    norms = np.empty(len(points))
    total_x = np.zeros(N)
    total = last = mean = 0.0
    u = u.copy()
    g, clip, ahead = np.empty_like(u), np.empty_like(x), np.empty_like(x)
    points[0], norms[0] = x, math.sqrt(np.dot(u, u))
    for done in range(0, p, CHUNK):
        count = min(CHUNK, p - done)
        for k in range(count):
            x, d, new = points[k], moved[k], points[k + 1]
            back(u, d)
            np.multiply(d, tau, out=d)
            np.subtract(x, d, out=d)
            np.maximum(d, minus, out=clip)
            np.minimum(clip, t, out=clip)
            np.subtract(d, clip, out=new)
            np.add(new, new, out=ahead)
            np.subtract(ahead, x, out=ahead)
            forward(ahead, g)
            np.subtract(g, y, out=g)
            np.multiply(g, sigma, out=g)
            np.add(u, g, out=u)
            norms[k + 1] = apply(u)
        errors, sizes_of_points = _errors(problem, sizes, dual, t, points, moved, norms, count)
        left = np.arange(p - done, p - done - count, -1, dtype=np.float64)
        total += float(left @ errors) * MORE
        last += float(errors.sum()) * MORE
        mean += float(sizes_of_points.sum()) * MORE
        total_x += points[1 : count + 1].sum(axis=0)
        points[0], norms[0] = points[count], norms[count]
    average = total_x / p
    rounding = (gamma(p + 1) + 2 * U) * mean / p * MORE + TINY
    return average, u, total, last, rounding


def _errors(
    problem: _Problem,
    sizes: _Sizes,
    dual: DualMap,
    t: Array,
    points: Array,
    moved: Array,
    norms: Array,
    count: int,
) -> tuple[Array, Array]:
    """Return d_i of each step, and the norms of its points x+."""
    products, (m, N) = problem.products, problem.products.shape
    tau, sigma, L = sizes.tau, sizes.sigma, sizes.norm
    X, largest = points[: count + 1], float(t.max())
    grown = (1 + 2 * (N + 4) * U) * UP
    l2 = np.sqrt(np.einsum("ij,ij->i", X, X)) * grown + TINY
    l1 = np.abs(X).sum(axis=1) * grown + TINY
    filled = np.count_nonzero(X, axis=1)
    most_u = dual.sizes(norms[:count])
    eta = tau * (gamma(m + 2) * products.column + products.rounding) * most_u * UP + TINY
    active = (np.abs(moved[:count]) > t - (eta + 4 * U * largest)[:, None] * UP).sum(axis=1)
    e_x = np.sqrt(active) * (eta + 4 * U * largest) + 2.01 * U * l2[1:]
    w2, w1 = 2 * l2[1:] + l2[:-1], 2 * l1[1:] + l1[:-1]
    z = (filled[1:] + filled[:-1]).clip(max=N).astype(np.float64)
    g_z = z * U / (1 - z * U) * UP
    G = np.minimum(products.column * w1, products.absolute * w2)
    residual = (1 + g_z) * G + problem.y_norm
    inner = (L * U + products.rounding) * w2 + g_z * G + 2.01 * U * residual + problem.y_error
    e_o = sigma * inner + dual.errors(norms[1 : count + 1]) + TINY
    a, b = e_x / math.sqrt(tau), (2 * sigma * L * e_x + e_o) / math.sqrt(sigma)
    errors: Any = np.sqrt(a * a + b * b + 2 * sizes.theta * a * b) * MORE
    return errors, l2[1:]
