r"""Gradient ascent with momentum on the change of a network's output, in float64.

What is returned is a proposal: nothing is claimed of it here.
"""

from __future__ import annotations

import math

import numpy as np

from computable.errors import DomainError
from computable.firenet.stability.gradient import Target, forward
from computable.nullspace.shown import shown
from computable.recovery.rounding import Array, moderate

__all__ = ["ascend", "ascend_penalised"]

MOMENTUM = 0.5
FIRST, LAST = 1.0, 0.1
"""The lengths of the first and the last step in a ball, for radius 1."""
SMALL = 1e-3
"""The norm of the points to start from, for radius 1."""


def ascend(
    network: Target,
    y: Array,
    directions: Array,
    *,
    radii: Array,
    steps: int,
    starts: int,
    seed: int,
) -> Array:
    """Return for each radius the r with ``||r|| <= radius`` that changes the output most.

    All radii and starts go together. A step has a length that is a share of the radius, which
    falls geometrically, in the direction of the gradient with momentum; then r is projected to
    the ball. The best of all points met is returned.

    Parameters
    ----------
    network : Firenet, Iteration or Network
    y : ndarray, shape (m,)
    directions : ndarray, shape (m, n)
        M: the input is ``y + M r``.
    radii : ndarray, shape (k,)
        Positive.
    steps, starts, seed : int

    Returns
    -------
    ndarray, shape (k, n)

    Raises
    ------
    DomainError
        If steps or starts is no integer >= 1.

    Examples
    --------
    >>> from computable.network import linear
    >>> stretch = linear([[3, 0], [0, 1]])
    >>> r = ascend(stretch, np.zeros(2), np.eye(2), radii=np.ones(1), steps=40, starts=1, seed=0)
    >>> bool(abs(r[0, 0]) > 0.999)
    True
    """
    for name, value in (("steps", steps), ("starts", starts)):
        if type(value) is not int or value < 1:
            raise DomainError(f"{name}: got {shown(value)}, need an integer >= 1")
    k, n = len(radii), directions.shape[1]
    limits = np.repeat(radii, starts)[:, None]
    r = _unit(_generator(seed).standard_normal((k * starts, n))) * SMALL * limits
    velocity, base = np.zeros_like(r), forward(network, y[None])[0]
    best, found = np.full(k * starts, -1.0), r
    for step in range(steps + 1):
        values, pullback = forward(network, y + r @ directions.T)
        change = values - base
        sizes = np.sqrt(np.einsum("ij,ij->i", change, change))
        better = sizes > best
        best, found = np.where(better, sizes, best), np.where(better[:, None], r, found)
        if step < steps:
            length = FIRST * (LAST / FIRST) ** (step / steps)
            uphill = _unit(pullback(_unit(change)) @ directions)
            velocity = MOMENTUM * velocity + (1 - MOMENTUM) * uphill
            r = _projected(r + length * limits * _unit(velocity), limits)
    chosen = np.argmax(best.reshape(k, starts), axis=1) + np.arange(k) * starts
    return np.asarray(found[chosen])


def ascend_penalised(
    network: Target,
    y: Array,
    directions: Array,
    *,
    weight: float,
    rate: float,
    momentum: float,
    scale: float,
    steps: int,
    seed: int,
) -> Array:
    """Return r after ascent on ``||phi(y + M r) - phi(y)||**2 - weight ||r||**2``.

    ``v' = momentum v + rate * gradient``, ``r' = r + v'``, from a random r with norm ``scale``.

    Returns
    -------
    ndarray, shape (n,)

    Raises
    ------
    DomainError
        If a number is outside its range, or r leaves that of moderate numbers.
    """
    if type(steps) is not int or steps < 1:
        raise DomainError(f"steps: got {shown(steps)}, need an integer >= 1")
    for name, value in (("weight", weight), ("rate", rate), ("scale", scale)):
        if not 0 < value < math.inf:
            raise DomainError(f"{name}: got {value}, need > 0")
    if not 0 <= momentum < 1:
        raise DomainError(f"momentum: got {momentum}, need >= 0 and < 1")
    r = _unit(_generator(seed).standard_normal((1, directions.shape[1]))) * scale
    velocity, base = np.zeros_like(r), forward(network, y[None])[0]
    for _ in range(steps):
        values, pullback = forward(network, y + r @ directions.T)
        gradient = 2 * (pullback(values - base) @ directions) - 2 * weight * r
        velocity = momentum * velocity + rate * gradient
        r = r + velocity
        if not moderate(r):
            raise DomainError("rate: r grows beyond 1e75, need a smaller rate or fewer steps")
    return np.asarray(r[0])


def _generator(seed: int) -> np.random.Generator:
    if type(seed) is not int or seed < 0:
        raise DomainError(f"seed: got {shown(seed)}, need an integer >= 0")
    return np.random.default_rng(seed)


def _unit(rows: Array) -> Array:
    """Return rows of norm 1; zero stays zero."""
    largest = np.abs(rows).max(axis=1, initial=0, keepdims=True)
    safe = rows / np.where(largest > 0, largest, 1.0)
    sizes = np.sqrt(np.einsum("ij,ij->i", safe, safe))[:, None]
    return np.asarray(safe / np.where(sizes > 0, sizes, 1.0))


def _projected(rows: Array, limits: Array) -> Array:
    sizes = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    return np.asarray(rows * np.minimum(1.0, limits / np.where(sizes > 0, sizes, 1.0)))
