"""The float64 loop of all blocks: points and numbers, no bounds.

It keeps the points of some hundred steps, so that their errors can be bounded together: a block is
often shorter than what a vector operation costs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from computable.firenet.evaluation.float_parts import DualMap, Products, Steps
from computable.firenet.iteration import Block
from computable.recovery.rounding import Array

__all__ = ["Batch", "Piece", "batches"]

ROWS = 256
"""So many steps are kept at once."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Piece:
    """Steps of one block: all of them, or what fits into a batch.

    Attributes
    ----------
    block : Block
    done, count : int
        How many steps of the block came before, and how many are here.
    steps : slice
        Their places in the batch.
    average : ndarray, shape (N,), or None
        Of the points of the whole block, if it ends here.
    """

    block: Block
    done: int
    count: int
    steps: slice
    average: Array | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """Steps whose errors are bounded together, S of them, with their points.

    Attributes
    ----------
    points : ndarray, shape (R, N)
        The point before the first step of each run of steps, and the points x+.
    new : ndarray of int, shape (S,)
        The row of each step's x+; the row above is the point before.
    moved : ndarray, shape (S, N)
        ``x - tau K^T u`` as computed.
    tau, sigma, left : ndarray, shape (S,)
        Of each step; ``left`` counts it and what is left of its block.
    dual_sizes, dual_errors : ndarray, shape (S,)
        What the dual map says of the u before, and of the one after the step.
    norms : ndarray, shape (S,)
        Its numbers n, of the step.
    pieces : list of Piece
    """

    points: Array
    new: NDArray[np.intp]
    moved: Array
    tau: Array
    sigma: Array
    left: Array
    dual_sizes: Array
    dual_errors: Array
    norms: Array
    pieces: list[Piece]


def batches(
    steps: Steps,
    products: Products,
    dual: Callable[[Block], DualMap],
    y: Array,
    weights: Array,
) -> Iterator[Batch]:
    """Run all blocks, some hundred steps a batch."""
    loop = _Loop(steps, products, dual, y, weights)
    for pieces in _cut(steps.blocks):
        yield loop.run(pieces)


def _cut(blocks: Iterable[Block]) -> Iterator[list[Piece]]:
    """Yield pieces for each batch: short blocks together, a long one in parts."""
    waiting: list[Piece] = []
    used = 0
    for block in blocks:
        for done in range(0, block.steps, ROWS):
            count = min(ROWS, block.steps - done)
            if used + count > ROWS:
                yield waiting
                waiting, used = [], 0
            place = slice(used, used + count)
            waiting.append(Piece(block=block, done=done, count=count, steps=place))
            used += count
    yield waiting


class _Loop:
    """The state between batches: the last point, the dual, the sum of a block's points."""

    def __init__(
        self,
        steps: Steps,
        products: Products,
        dual: Callable[[Block], DualMap],
        y: Array,
        weights: Array,
    ) -> None:
        self._steps, self._products, self._dual = steps, products, dual
        self._y, self._weights = y, weights
        self._x = np.array([float(v) for v in steps.start])
        self._u, self._sum = np.zeros(len(y)), np.zeros(len(self._x))

    def run(self, pieces: list[Piece]) -> Batch:
        """Return the batch of these pieces."""
        counts = [piece.count for piece in pieces]
        total, N = sum(counts), len(self._x)
        points, moved = np.empty((total + len(pieces), N)), np.empty((total, N))
        sizes, errors, all_norms = np.empty(total), np.empty(total), np.empty(total)
        ended = []
        for i, piece in enumerate(pieces):
            part, row = piece.steps, piece.steps.start + i
            if not piece.done:
                self._sum.fill(0)
                if not self._steps.keeps_dual:
                    self._u.fill(0)
            own = points[row : row + piece.count + 1]
            P = self._dual(piece.block)
            norms = self._piece(piece, P, own, moved[part])
            sizes[part], errors[part] = P.sizes(norms[:-1]), P.errors(norms[1:])
            all_norms[part] = norms[1:]
            self._sum += own[1:].sum(axis=0)
            if piece.done + piece.count == piece.block.steps:
                self._x = self._sum / piece.block.steps
                ended.append(replace(piece, average=self._x))
            else:
                self._x = own[-1]
                ended.append(piece)
        each = [(float(piece.block.tau), float(piece.block.sigma)) for piece in pieces]
        left = [np.arange(p.block.steps - p.done, 0, -1.0)[: p.count] for p in pieces]
        return Batch(
            points=points,
            new=np.arange(1, total + 1) + np.repeat(np.arange(len(pieces)), counts),
            moved=moved,
            tau=np.repeat([tau for tau, _ in each], counts),
            sigma=np.repeat([sigma for _, sigma in each], counts),
            left=np.concatenate(left),
            dual_sizes=sizes,
            dual_errors=errors,
            norms=all_norms,
            pieces=ended,
        )

    def _piece(self, piece: Piece, P: DualMap, points: Array, moved: Array) -> Array:
        """Fill in the points, and what was moved; return the dual map's numbers n."""
        forward, back, apply = self._products.forward, self._products.back, P.apply
        tau, sigma, y, u = float(piece.block.tau), float(piece.block.sigma), self._y, self._u
        t = tau * self._weights
        minus = -t
        g, clip, ahead = np.empty_like(y), np.empty_like(t), np.empty_like(t)
        norms = np.empty(piece.count + 1)
        points[0], norms[0] = self._x, math.sqrt(np.dot(u, u))
        for k in range(piece.count):
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
        return norms
