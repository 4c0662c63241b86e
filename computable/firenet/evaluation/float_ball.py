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

The loop computes no bound: it keeps points (:mod:`computable.firenet.evaluation.float_loop`), and
norms, counts and errors are found for some hundred steps at once, whatever their blocks. ``1 +
2**-40`` covers the roundings of the bounds themselves, ``1e-150`` underflow.

*Other iterations.* Of P only this was used: it is the proximal map of a convex function, so that
(1) is a resolvent; and there are U and e_P. Of the products: each term of a sum is rounded as
often as in some order of summation. So :func:`norm_balls` takes both from
:mod:`computable.firenet.evaluation.float_parts`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from computable.errors import DomainError, UndecidedError
from computable.exact import rounded_text
from computable.firenet.evaluation.block_ball import BlockBall
from computable.firenet.evaluation.float_loop import Batch, batches
from computable.firenet.evaluation.float_parts import Ball, DualMap, Products, Steps
from computable.firenet.iteration import Block, Iteration
from computable.inputs.arrays import as_point
from computable.network.norm import root_above
from computable.recovery.rounding import UP, Array, U, above, gamma, moderate, norm

__all__ = ["float_norm_balls", "norm_balls"]

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
        If numbers beyond 1e75 are given as thresholds or error, or met.
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
    theta, conversion = problem.theta, problem.conversion
    m = products.shape[0]
    r_x = r_u = 0.0
    outside = 2 * gamma(m + 3) + 2 * U if steps.keeps_dual else 0.0
    total = last = sizes = 0.0
    for batch in batches(steps, products, dual, problem.y, problem.weights):
        errors, norms = _errors(problem, batch)
        weighted = errors * batch.left
        for piece in batch.pieces:
            total += float(weighted[piece.steps].sum()) * MORE
            last += float(errors[piece.steps].sum()) * MORE
            sizes += float(norms[piece.steps].sum()) * MORE
            if piece.average is None:
                continue
            tau, sigma, p = float(piece.block.tau), float(piece.block.sigma), piece.block.steps
            if steps.keeps_dual:
                start = math.sqrt((1 + theta) * (r_x**2 / tau + r_u**2 / sigma))
            else:
                start = r_x / math.sqrt(tau)
            width = math.sqrt(tau) * conversion
            # the theorem's dual is in the unit ball, a computed one that is kept almost
            moved = math.sqrt((1 + theta) / sigma) * outside
            rounding = (gamma(p + 1) + 2 * U) * sizes / p * MORE + TINY
            fresh = (width * (moved + total / p) + rounding) * MORE
            r_x = (width * (start + total / p) + rounding) * MORE
            r_u = math.sqrt(sigma) * conversion * (start + last) * MORE
            if not (math.isfinite(r_x + r_u) and moderate(piece.average, batch.norms)):
                raise UndecidedError("float64: numbers beyond 1e75 were met; give a number of bits")
            yield BlockBall(centre=piece.average, radius=Fraction(r_x), fresh=Fraction(fresh))
            total = last = sizes = 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class _Problem:
    """What is the same in all blocks; theta is that of the longest steps."""

    products: Products
    y: Array
    weights: Array
    y_error: float
    y_norm: float
    theta: float
    conversion: float

    @classmethod
    def of(cls, steps: Steps, products: Products, y: object, y_error: Fraction) -> _Problem:
        given, exact = as_point(y, products.shape[0], name="y")
        lost = 0.0
        if given is None:
            if max(map(abs, exact)) > 10**75:
                raise DomainError("y: got an entry beyond 1e75, need smaller ones")
            given = np.array([float(v) for v in exact])
            lost = above(root_above(Fraction(sum((Fraction(float(v)) - v) ** 2 for v in exact))))
        if not moderate(given):
            raise DomainError("y: got an entry beyond 1e75, need smaller ones")
        square = max(block.tau * block.sigma for block in steps.blocks) * products.bound**2
        if square >= 1:
            raise DomainError(
                f"tau, sigma: got tau * sigma * L**2 = {rounded_text(square)} with the proved "
                f"bound L = {rounded_text(products.bound)} of ||A||, need < 1 for norm balls"
            )
        conversion = root_above(1 / (1 - square))
        for name, value in (("y_error", y_error), ("thresholds", max(steps.thresholds))):
            if value > 10**75:
                raise UndecidedError(
                    f"float64: {name} is {rounded_text(value)}, need at most 1e75; give a number "
                    "of bits"
                )
        if conversion > 10**75:
            raise UndecidedError("float64: tau * sigma * L**2 is too near to 1 for norm balls")
        return cls(
            products=products,
            y=given,
            weights=np.array([float(t) for t in steps.thresholds]),
            y_error=(lost + above(y_error)) * UP,
            y_norm=norm(given),
            theta=above(root_above(square)),
            conversion=above(conversion),
        )


def _errors(problem: _Problem, batch: Batch) -> tuple[Array, Array]:
    """Return d_i of each step, and the norms of its points x+."""
    products, (m, N) = problem.products, problem.products.shape
    tau, sigma, L = batch.tau, batch.sigma, above(products.bound)
    X, new = batch.points, batch.new
    grown = (1 + 2 * (N + 4) * U) * UP
    l2 = np.sqrt(np.einsum("ij,ij->i", X, X)) * grown + TINY
    l1 = np.abs(X).sum(axis=1) * grown + TINY
    filled = np.count_nonzero(X, axis=1)
    t = tau[:, None] * problem.weights
    largest = t.max(axis=1)
    eta = tau * (gamma(m + 2) * products.column + products.rounding) * batch.dual_sizes * UP + TINY
    active = (np.abs(batch.moved) > t - ((eta + 4 * U * largest) * UP)[:, None]).sum(axis=1)
    l2_new = l2[new]
    e_x = np.sqrt(active) * (eta + 4 * U * largest) + 2.01 * U * l2_new
    w2, w1 = 2 * l2_new + l2[new - 1], 2 * l1[new] + l1[new - 1]
    z = np.minimum(filled[new] + filled[new - 1], N).astype(np.float64)
    g_z = z * U / (1 - z * U) * UP
    G = np.minimum(products.column * w1, products.absolute * w2)
    residual = (1 + g_z) * G + problem.y_norm
    inner = (L * U + products.rounding) * w2 + g_z * G + 2.01 * U * residual + problem.y_error
    e_o = sigma * inner + batch.dual_errors + TINY
    a, b = e_x / np.sqrt(tau), (2 * sigma * L * e_x + e_o) / np.sqrt(sigma)
    errors: Any = np.sqrt(a * a + b * b + 2 * problem.theta * a * b) * MORE
    return errors, l2_new
