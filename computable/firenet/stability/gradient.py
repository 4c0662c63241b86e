"""Vector-Jacobian products of networks in float64, for the search of bad perturbations.

Reverse mode, written out. Nothing here is proved: a search may use any direction. Where a soft
threshold, a ReLU or the projection has a kink, one of the one-sided derivatives is taken.

A step of the iteration, with ``d = x - tau A^T u``, ``x+ = soft(d, tau t)``, ``w = 2 x+ - x``,
``h = u + sigma (A w - y)``, ``n = max(1, ||h||)``, ``u+ = h / n``, takes the cotangents (a, b) of
(x+, u+) to those of (x, u) and y by

    ``c = b``, or ``(b - <b, u+> u+) / n`` where ``||h|| > 1``,
    ``s = sigma A^T c``,  ``g = a + 2 s`` where ``|d| > tau t``, else 0,
    ``x: g - s``,  ``u: c - tau A g``,  ``y: - sigma c``,

and a is raised by its share 1 / p of the mean. Only the start of each block is kept; its steps are
computed again on the way back. Many inputs go together, one a row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from computable.errors import DomainError
from computable.firenet.firenet import Firenet
from computable.firenet.iteration import Block, Iteration
from computable.network import Network
from computable.recovery.rounding import Array

__all__ = ["Pullback", "forward", "input_size"]

Target = Firenet[Any] | Iteration | Network
"""What can be searched."""

Pullback = Callable[[Array], Array]
"""From cotangents of the values, shape (K, N), to those of the inputs, shape (K, m)."""


def input_size(network: Target) -> int:
    """Return m."""
    if isinstance(network, Firenet):
        network = network.iteration
    return network.input_size if isinstance(network, Network) else network.matrix.shape[0]


def forward(network: Target, inputs: Array) -> tuple[Array, Pullback]:
    """Return values of a network in float64, and the transpose of its derivative there.

    Parameters
    ----------
    network : Firenet, Iteration or Network
        A Network must be a plain one with ReLU at all units of a layer or at none.
    inputs : ndarray, shape (K, m)
        K points.

    Returns
    -------
    values : ndarray, shape (K, N)
    pullback : callable

    Raises
    ------
    DomainError
        If the shapes do not fit, or the network is of another kind.

    Examples
    --------
    >>> from computable.network import soft_thresholded
    >>> net = soft_thresholded([[2, 0], [0, 3]], [0, 0], [1, 1])
    >>> values, pullback = forward(net, np.array([[2.0, 0.25], [1.0, -1.0]]))
    >>> values.tolist(), pullback(np.ones((2, 2))).tolist()
    ([[3.0, 0.0], [1.0, -2.0]], [[2.0, 0.0], [2.0, 3.0]])
    """
    if inputs.ndim != 2 or inputs.shape[1] != input_size(network):
        raise DomainError(f"inputs: got shape {inputs.shape}, need (K, {input_size(network)})")
    if isinstance(network, Network):
        return _perceptron(network, inputs)
    return _iteration(network.iteration if isinstance(network, Firenet) else network, inputs)


class _Kept(NamedTuple):
    """What a step leaves for the way back."""

    moves: NDArray[np.bool_]
    unit: Array
    length: Array


def _iteration(iteration: Iteration, y: Array) -> tuple[Array, Pullback]:
    A, t = iteration.matrix.array, np.array([float(v) for v in iteration.thresholds])
    count, m = len(y), A.shape[0]
    x, u = np.tile([float(v) for v in iteration.start], (count, 1)), np.zeros((count, m))
    starts = []
    for block in iteration.blocks:
        if not iteration.keeps_dual:
            u = np.zeros((count, m))
        starts.append((x, u))
        x, u, _ = _block(A, t, y, block, x, u, keep=False)

    def pullback(cotangents: Array) -> Array:
        a, b, found = np.array(cotangents), np.zeros((count, m)), np.zeros((count, m))
        for block, (first, dual) in zip(iteration.blocks[::-1], starts[::-1], strict=True):
            _, _, kept = _block(A, t, y, block, first, dual, keep=True)
            if not iteration.keeps_dual:
                b = np.zeros((count, m))
            a, b, part = _block_back(A, block, kept, a, b)
            found += part
        return found

    return x, pullback


def _block(
    A: Array, t: Array, y: Array, block: Block, x: Array, u: Array, *, keep: bool
) -> tuple[Array, Array, list[_Kept]]:
    """Return the mean of the points, the last dual, and what the way back needs."""
    tau, sigma = float(block.tau), float(block.sigma)
    total, kept = np.zeros_like(x), []
    for _ in range(block.steps):
        d = x - tau * (u @ A)
        new = d - np.clip(d, -tau * t, tau * t)
        h = u + sigma * ((2 * new - x) @ A.T - y)
        length = np.sqrt(np.einsum("ij,ij->i", h, h)).clip(min=1)[:, None]
        x, u = new, h / length
        total += x
        if keep:
            kept.append(_Kept((np.abs(d) > tau * t) | (t == 0), u, length))
    return total / block.steps, u, kept


def _block_back(
    A: Array, block: Block, kept: list[_Kept], mean: Array, last: Array
) -> tuple[Array, Array, Array]:
    """Return the cotangents of x, u and y from those of the mean and of the last dual."""
    tau, sigma, share = float(block.tau), float(block.sigma), mean / block.steps
    a, b, y = np.zeros_like(mean), last, np.zeros_like(last)
    for moves, unit, length in reversed(kept):
        a = a + share
        inner = np.einsum("ij,ij->i", b, unit)[:, None]
        c = np.where(length > 1, (b - inner * unit) / length, b)
        s = sigma * (c @ A)
        g = np.where(moves, a + 2 * s, 0.0)
        y -= sigma * c
        a, b = g - s, c - tau * (g @ A.T)
    return a, b, y


def _perceptron(network: Network, y: Array) -> tuple[Array, Pullback]:
    if not network.is_relu:
        raise DomainError("network: got one with skips or other functions, need ReLU layers")
    weights, active = [], []
    x = y
    for j, layer in enumerate(network.maps):
        W = np.zeros((layer.rows, layer.columns))
        for i, row in enumerate(layer.weights):
            for k, v in row:
                W[i, k] = float(v)
        x = x @ W.T + np.array([float(c) for c in layer.shift])
        weights.append(W)
        if j < len(network.activations):
            all_pass = not network.activations[j].units
            active.append((x > 0) | all_pass)
            x = np.where(active[-1], x, 0.0)

    def pullback(cotangents: Array) -> Array:
        found = cotangents @ weights[-1]
        for W, on in zip(weights[-2::-1], active[::-1], strict=True):
            found = np.where(on, found, 0.0) @ W
        return found

    return x, pullback
