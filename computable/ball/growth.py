r"""How many bits steps on balls will lose: a pilot run in float64, which proves nothing.

Radii obey, to first order and with ``d``, ``h`` the arguments of the threshold and of P,

    ``r_x+ = r_x + tau |A|^T r_u`` where ``|d| > t``, and 0 elsewhere,
    ``r_h = r_u + sigma |A| (2 r_x+ + r_x)``, ``r_u+ = (r_h + |u+| <|u+|, r_h>) / max(1, |h|)``,

the last without its second term if ``|h| <= 1``. Only ratios matter, so they are scaled now and
then, and never let die out: rounding errors come in everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from computable.ball.primal_dual import Sizes

__all__ = ["lost_bits"]

GUESS = 3.0
"""Bits lost in a step, where floats cannot tell."""
FAINT = 2.0**-20
"""No radius is this much smaller than the largest one."""

Array = NDArray[np.float64]


def lost_bits(
    A: Array,
    y: Array,
    thresholds: Array,
    start: Array,
    blocks: Sequence[Sizes],
    *,
    keeps_dual: bool,
    each: int,
) -> list[list[float]]:
    """Return, for every ``each`` steps of every block, the bits lost from there on, at worst.

    That is, until the end of the block where most is lost.

    Examples
    --------
    >>> from fractions import Fraction
    >>> one, block = np.ones(1), Sizes(steps=20, tau=Fraction(1), sigma=Fraction(1, 2))
    >>> [[most, less]] = lost_bits(
    ...     np.eye(1), one, 0 * one, one, [block], keeps_dual=False, each=10
    ... )
    >>> round(most), round(less)
    (25, 10)
    """
    with np.errstate(all="ignore"):
        grown = _grown(A, y, thresholds, start, blocks, keeps_dual, each)
    if not all(math.isfinite(k) for block in grown for k in block):
        grown, done = [], 0
        for block in blocks:
            ends = [*range(0, block.steps, each), block.steps]
            grown.append([GUESS * (done + k) for k in ends])
            done += block.steps
    most, losses = -math.inf, []
    for sizes in reversed(grown):
        most = max(most, sizes[-1])
        losses.append([max(0.0, most - k) for k in sizes[:-1]])
    return losses[::-1]


def _grown(
    A: Array,
    y: Array,
    thresholds: Array,
    start: Array,
    blocks: Sequence[Sizes],
    keeps_dual: bool,
    each: int,
) -> list[list[float]]:
    """Return log2 of the largest radius before every ``each`` steps, and in the average."""
    size, x, u = np.abs(A), start, np.zeros_like(y)
    r_x, r_u, log = np.ones_like(x), np.zeros_like(u), 0.0
    found = []
    for block in blocks:
        tau, sigma = float(block.tau), float(block.sigma)
        unit = math.sqrt(tau) / math.sqrt(sigma)  # an error of u is worth so much of x
        t = tau * thresholds
        if not keeps_dual:
            u, r_u = np.zeros_like(u), np.zeros_like(u)
        points, radii = np.zeros_like(x), np.zeros_like(x)
        sizes = []
        for k in range(block.steps):
            if k % each == 0:
                largest = max(float(r_x.max()), unit * float(r_u.max()), 1e-300)
                log += math.log2(largest)
                sizes.append(log)
                radii /= largest
                r_x = np.maximum(r_x / largest, FAINT)
                r_u = np.maximum(r_u / largest, FAINT / unit)
            d = x - tau * (A.T @ u)
            new = d - np.clip(d, -t, t)
            r_new = np.where(np.abs(d) > t, r_x + tau * (size.T @ r_u), 0.0)
            h = u + sigma * (A @ (2 * new - x) - y)
            r_u = r_u + sigma * (size @ (2 * r_new + r_x))
            n = max(1.0, math.sqrt(float(h @ h)))
            u = h / n
            if n > 1:
                r_u = (r_u + np.abs(u) * (np.abs(u) @ r_u)) / n
            x, r_x = new, r_new
            points, radii = points + x, radii + r_x
        x, r_x = points / block.steps, radii / block.steps
        found.append([*sizes, log + math.log2(max(float(r_x.max()), FAINT))])
    return found
