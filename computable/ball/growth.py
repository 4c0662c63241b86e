r"""How many bits steps on balls will need: a pilot run in float64, which proves nothing.

Radii obey, to first order and with ``d``, ``h`` the arguments of the threshold and of P,

    ``r_x+ = r_x + tau |A|^T r_u`` where ``|d| > t``, and 0 elsewhere,
    ``r_h = r_u + sigma |A| (2 r_x+ + r_x)``, ``r_u+ = (r_h + |u+| <|u+|, r_h>) / max(1, |h|)``,

the last without its second term if ``|h| <= 1``. Only ratios matter, so they are scaled now and
then, and never let die out: rounding errors come in everywhere. An error of u counts as
``sqrt(tau / sigma)`` times as much of x.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from computable.ball.primal_dual import Sizes

__all__ = ["needed_bits"]

GUESS = 3.0
"""Bits lost in a step, where floats cannot tell."""
FAINT = 2.0**-20
"""No radius is this much smaller than the largest one."""
LEFT = 4
"""So many bits of u must be left: where it loses all, nothing comes after it."""

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class _Part:
    """Some steps: log2 of the largest radius before them, of numbers, and of what is too much."""

    radius: float
    size: float
    excess: float


def needed_bits(
    A: Array,
    y: Array,
    thresholds: Array,
    start: Array,
    blocks: Sequence[Sizes],
    *,
    keeps_dual: bool,
    each: int,
    accuracy: int,
) -> list[list[int]]:
    """Return the significant bits for every ``each`` steps of every block.

    Parameters
    ----------
    A, y, thresholds, start : ndarray, shape (m, N), (m,), (N,), (N,)
    blocks : sequence of Sizes
    keeps_dual : bool
    each : int
    accuracy : int
        Averages should be within about ``2**accuracy``.

    Examples
    --------
    >>> from fractions import Fraction
    >>> one, block = np.ones(1), Sizes(steps=20, tau=Fraction(1), sigma=Fraction(1, 2))
    >>> needed_bits(
    ...     np.eye(1), one, 0 * one, one, [block], keeps_dual=False, each=10, accuracy=-50
    ... )
    [[76, 61]]
    """
    with np.errstate(all="ignore"):
        parts = _parts(A, y, thresholds, start, blocks, keeps_dual, each, accuracy)
    if not all(math.isfinite(v) for block in parts for p in block for v in vars(p).values()):
        left = [block.steps for block in blocks]
        return [
            [
                math.ceil(GUESS * (sum(left[k:]) - done)) - accuracy
                for done in range(0, block.steps, each)
            ]
            for k, block in enumerate(blocks)
        ]
    most, bits = -math.inf, []
    for block in reversed(parts):
        found = []
        for part in reversed(block):
            most = max(most, part.excess)
            found.append(math.ceil(most - part.radius + part.size))
        bits.append(found[::-1])
    return bits[::-1]


def _parts(
    A: Array,
    y: Array,
    thresholds: Array,
    start: Array,
    blocks: Sequence[Sizes],
    keeps_dual: bool,
    each: int,
    accuracy: int,
) -> list[list[_Part]]:
    absolute, x, u = np.abs(A), start, np.zeros_like(y)
    r_x, r_u, log = np.ones_like(x), np.zeros_like(u), 0.0
    found = []
    for block in blocks:
        tau, sigma = float(block.tau), float(block.sigma)
        unit = math.sqrt(tau) / math.sqrt(sigma)
        t = tau * thresholds
        if not keeps_dual:
            u, r_u = np.zeros_like(u), np.zeros_like(u)
        points, radii = np.zeros_like(x), np.zeros_like(x)
        parts = []
        for done in range(0, block.steps, each):
            largest = max(float(r_x.max()), unit * float(r_u.max()), 1e-300)
            log += math.log2(largest)
            radii /= largest
            r_x = np.maximum(r_x / largest, FAINT)
            r_u = np.maximum(r_u / largest, FAINT / unit)
            size = max(unit, float(np.abs(x).max()))
            for _ in range(min(each, block.steps - done)):
                d = x - tau * (A.T @ u)
                new = d - np.clip(d, -t, t)
                r_new = np.where(np.abs(d) > t, r_x + tau * (absolute.T @ r_u), 0.0)
                w = 2 * new - x
                size = max(size, math.sqrt(tau * sigma) * float((absolute @ np.abs(w)).max()))
                h = u + sigma * (A @ w - y)
                r_u = r_u + sigma * (absolute @ (2 * r_new + r_x))
                n = max(1.0, math.sqrt(float(h @ h)))
                u = h / n
                if n > 1:
                    r_u = (r_u + np.abs(u) * (np.abs(u) @ r_u)) / n
                x, r_x = new, r_new
                points, radii = points + x, radii + r_x
            after = max(float(r_x.max()), unit * float(r_u.max()), FAINT)
            excess = log + math.log2(after) - (math.log2(unit) - LEFT)
            parts.append(_Part(radius=log, size=math.log2(size), excess=excess))
        x, r_x = points / block.steps, radii / block.steps
        average = log + math.log2(max(float(r_x.max()), FAINT)) - accuracy
        last = parts.pop()
        parts.append(_Part(radius=last.radius, size=last.size, excess=max(last.excess, average)))
        found.append(parts)
    return found
