"""The iteration as a network: three layers a step, of widths 2N + m, 2(N + m), 2N + m + 1.

With the running sum X of a block's points, a step of (1) in :mod:`computable.firenet.iteration` is

1. ``((x - tau A^T u) / (tau t), X, v)``, where ``v = u - sigma A x - sigma y``, and a soft
   threshold 1 at the first N units, as ``soft(d, c) = c soft(d / c, 1)``;
2. ``(x+, X + x+, h, h)``, where x+ is ``tau t`` times the first units and
   ``h = v + 2 sigma A x+``, squares at the copy;
3. ``(sum of squares, h, x+, X)``, gate ``min(1, x_0^(-1/2))`` on h.

The state between steps is ``(0, u, x, X)``. Where a block ends, the first layer of the next takes
``X / p`` for x and zero for X: this costs no layer.

So three nonlinear maps are enough, whatever the blocks and the weights. (A coordinate with
threshold zero is left as it is.)

Source: Colbrook, Antun, Hansen (PNAS 2022), SI, proof of Theorem 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from computable.firenet.iteration import Block, Iteration
from computable.network import (
    AffineMap,
    Gate,
    Network,
    Pointwise,
    ReciprocalRoot,
    SoftThreshold,
    Square,
)
from computable.network.sparse import Row

__all__ = ["unrolled"]

ONE = Fraction(1)


def unrolled(iteration: Iteration) -> Network:
    """Return the network that computes the iteration's last average, exactly."""
    m, N = iteration.matrix.shape
    rows = [_sparse(row) for row in iteration.matrix.rows]
    columns = [_sparse(column) for column in zip(*iteration.matrix.rows)]
    three = (
        Pointwise(SoftThreshold(1), (j for j, t in enumerate(iteration.thresholds) if t)),
        Pointwise(Square(), range(2 * N + m, 2 * (N + m))),
        Gate(ReciprocalRoot(), 0, range(1, 1 + m)),
    )
    dual = _dual(m, N)
    maps: list[AffineMap] = []
    before: Block | None = None
    for block in iteration.blocks:
        unit = [block.tau * t or ONE for t in iteration.thresholds]
        primal = _primal(rows, unit, block)
        within = _first(columns, rows, unit, block, restart=None)
        if before is None:
            first = _start(rows, unit, iteration, block)
        else:
            keep = iteration.keeps_dual
            first = _first(columns, rows, unit, block, restart=before.steps, keep=keep)
        maps += [first, primal, dual, *(within, primal, dual) * (block.steps - 1)]
        before = block
    share = Fraction(1, iteration.blocks[-1].steps)
    average = tuple(((1 + m + N + j, share),) for j in range(N))
    maps.append(AffineMap(columns=2 * N + m + 1, weights=average))
    return Network(maps=tuple(maps), activations=three * iteration.steps)


def _sparse(values: Sequence[Fraction]) -> Row:
    return tuple((k, v) for k, v in enumerate(values) if v)


def _scaled(row: Row, factor: Fraction, shift: int) -> Row:
    return tuple((shift + k, factor * v) for k, v in row)


def _skip(m: int, N: int, block: Block) -> tuple[Row, ...]:
    return ((),) * (2 * N) + tuple(((i, -block.sigma),) for i in range(m))


def _start(
    rows: Sequence[Row], unit: Sequence[Fraction], iteration: Iteration, block: Block
) -> AffineMap:
    """Return the first layer of all: a function of y alone."""
    m, N = iteration.matrix.shape
    images = (sum((v * iteration.start[k] for k, v in row), Fraction(0)) for row in rows)
    shift = (
        *(v / c for v, c in zip(iteration.start, unit, strict=True)),
        *(Fraction(0),) * N,
        *(-block.sigma * v for v in images),
    )
    return AffineMap(columns=m, weights=_skip(m, N, block), shift=shift)


def _first(
    columns: Sequence[Row],
    rows: Sequence[Row],
    unit: Sequence[Fraction],
    block: Block,
    *,
    restart: int | None,
    keep: bool = True,
) -> AffineMap:
    """Return layer 1, within a block or after one of ``restart`` steps."""
    m, N = len(rows), len(columns)
    u, x, X = 1, 1 + m, 1 + m + N
    point, share = (x, ONE) if restart is None else (X, Fraction(1, restart))
    moved = tuple(
        (_scaled(column, -block.tau / c, u) if keep else ()) + ((point + j, share / c),)
        for j, (column, c) in enumerate(zip(columns, unit, strict=True))
    )
    total = tuple(((X + j, ONE),) if restart is None else () for j in range(N))
    ahead = tuple(
        (((u + i, ONE),) if keep else ()) + _scaled(row, -block.sigma * share, point)
        for i, row in enumerate(rows)
    )
    return AffineMap(
        columns=2 * N + m + 1,
        weights=moved + total + ahead,
        skip=_skip(m, N, block),
        inputs=m,
    )


def _primal(rows: Sequence[Row], unit: Sequence[Fraction], block: Block) -> AffineMap:
    """Return layer 2."""
    m, N = len(rows), len(unit)
    point = tuple(((j, c),) for j, c in enumerate(unit))
    total = tuple(((j, c), (N + j, ONE)) for j, c in enumerate(unit))
    ahead = tuple(
        (*((k, 2 * block.sigma * unit[k] * v) for k, v in row), (2 * N + i, ONE))
        for i, row in enumerate(rows)
    )
    return AffineMap(columns=2 * N + m, weights=point + total + ahead + ahead)


def _dual(m: int, N: int) -> AffineMap:
    """Return layer 3."""
    squares = tuple((2 * N + m + i, ONE) for i in range(m))
    v = tuple(((2 * N + i, ONE),) for i in range(m))
    rest = tuple(((j, ONE),) for j in range(2 * N))
    return AffineMap(columns=2 * (N + m), weights=(squares, *v, *rest))
