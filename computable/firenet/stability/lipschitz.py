r"""How far the output can move with y: for every pair of inputs, whatever they are.

Two inputs y, y' with ``||y - y'|| <= e``, the same start: let ``d = (dx, du)`` be the difference
of the two iterations, ``D_i`` its norm after step i of a block in the metric M of
:mod:`computable.firenet.evaluation.float_ball`, ``r >= ||dx||`` and ``v >= ||du||`` where the block
starts, and ``k = 1 / sqrt(1 - tau sigma L**2)``. Of the mean of the points of a block there are
three bounds, and the least one is used.

1. A step expands nothing in M, and a change of y by e changes u+ by at most sigma e, which is
   ``sqrt(sigma) e`` in M: ``D_i <= D_0 + i sqrt(sigma) e``.
2. A step is the resolvent of a monotone operator plus (0, y), so
   ``|d+|_M**2 <= <d+, M d> - <du+, y - y'> <= |d+|_M**2 / 2 + |d|_M**2 / 2 + 2 e``, both u in the
   unit ball: ``D_i**2 <= D_0**2 + 4 i e``. The mean of their roots is at most the root of their
   mean.
3. ``||dx+|| <= ||dx|| + tau L ||du||``, as soft thresholds expand nothing, and ``||du|| <= 2``.

With ``q**2 = tau D_0**2``, which is ``r**2`` if v = 0 and at most
``(1 + theta) (r**2 + v**2 tau / sigma)`` otherwise, and ``||dx|| <= k sqrt(tau) |d|_M``:

    ``r' = min(k (q + (p + 1) / 2 sqrt(tau sigma) e),  k sqrt(q**2 + 2 (p + 1) tau e),``
    ``         r + tau L (v + p - 1)),``
    ``v' = min(2,  k sqrt(sigma / tau) (q + p sqrt(tau sigma) e),``
    ``            k sqrt(sigma / tau) sqrt(q**2 + 4 p tau e)).``

A small e is multiplied by a constant that grows with the number of blocks (the first bound); for
every e the rest is at most of the order of the last step sizes (the third).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from computable.errors import DomainError
from computable.exact import as_fraction, rounded_text
from computable.firenet.iteration import Block, Iteration
from computable.recovery.outward import root, rounded_up

__all__ = ["change_bounds", "lipschitz_bound"]


def change_bounds(
    iteration: Iteration, size: object, *, known: Sequence[Fraction] = ()
) -> tuple[Fraction, ...]:
    """Return upper bounds of the l2 change of each block's value, for every pair of inputs.

    Parameters
    ----------
    iteration : Iteration
        With ``tau sigma L**2 < 1`` for every block.
    size : rational
        ``||y - y'|| <= size``.
    known : sequence of Fraction, optional
        Other upper bounds of the same changes, valid for the pairs that one means: one for the
        start, which is not read, and one for each block. Where they are less they are used, and
        then the result is valid for these pairs.

    Returns
    -------
    tuple of Fraction
        One more than blocks; the first is 0, the last is that of the output.

    Raises
    ------
    DomainError
        If the size is negative, or the steps are too long for a metric.

    Examples
    --------
    >>> from computable.nullspace import Matrix
    >>> blocks = [Block(steps=4, tau=t, sigma="1/4") for t in ("1/2", "1/8")]
    >>> toy = Iteration(matrix=Matrix([[1, 0.5]]), thresholds=["1/8", "1/8"], blocks=blocks)
    >>> [round(float(bound), 4) for bound in change_bounds(toy, "1/100")]
    [0.0, 0.0096, 0.0143]
    """
    e = as_fraction(size, name="size")
    if e < 0:
        raise DomainError(f"size: got {rounded_text(e)}, need >= 0")
    r = v = Fraction(0)
    found = [r]
    for k, block in enumerate(iteration.blocks, start=1):
        if not iteration.keeps_dual:
            v = Fraction(0)
        r, v = _after(block, r, v, e, iteration.matrix.norm)
        if known:
            r = min(r, known[k])
        found.append(r)
    return tuple(found)


def lipschitz_bound(iteration: Iteration) -> Fraction:
    """Return an upper bound of the l2 Lipschitz constant of the iteration, as a function of y.

    By the first of the three bounds, which is homogeneous.

    Examples
    --------
    >>> from computable.nullspace import Matrix
    >>> block = Block(steps=4, tau="1/2", sigma="1/4")
    >>> toy = Iteration(matrix=Matrix([[1, 0.5]]), thresholds=["1/8", "1/8"], blocks=[block])
    >>> 0.962 < lipschitz_bound(toy) < 0.963
    True
    """
    r = v = Fraction(0)
    for block in iteration.blocks:
        if not iteration.keeps_dual:
            v = Fraction(0)
        r, v = _linearly(block, r, v, Fraction(1), iteration.matrix.norm)
    return r


def _after(
    block: Block, r: Fraction, v: Fraction, e: Fraction, L: Fraction
) -> tuple[Fraction, Fraction]:
    """Return r' and v'."""
    tau, sigma, p = block.tau, block.sigma, block.steps
    k, square = _conversion(block, L), _start(block, r, v, L)
    linear, dual = _linearly(block, r, v, e, L)
    rooted = k * root(square + 2 * (p + 1) * tau * e, up=True)
    moved = r + tau * L * (v + p - 1)
    dual_rooted = k * root(sigma / tau * (square + 4 * p * tau * e), up=True)
    return rounded_up(min(linear, rooted, moved)), rounded_up(min(Fraction(2), dual, dual_rooted))


def _linearly(
    block: Block, r: Fraction, v: Fraction, e: Fraction, L: Fraction
) -> tuple[Fraction, Fraction]:
    """Return r' and v' by the first bound."""
    tau, sigma, p = block.tau, block.sigma, block.steps
    k, step = _conversion(block, L), root(tau * sigma, up=True)
    q = root(_start(block, r, v, L), up=True) if v else r
    point = k * (q + Fraction(p + 1, 2) * step * e)
    return rounded_up(point), rounded_up(k * root(sigma / tau, up=True) * (q + p * step * e))


def _start(block: Block, r: Fraction, v: Fraction, L: Fraction) -> Fraction:
    """Return ``q**2``."""
    if not v:
        return r**2
    tau, sigma = block.tau, block.sigma
    theta = root(tau * sigma * L**2, up=True)
    return (1 + theta) * (r**2 + v**2 * tau / sigma)


def _conversion(block: Block, L: Fraction) -> Fraction:
    """Return k, rounded up."""
    square = block.tau * block.sigma * L**2
    if square >= 1:
        raise DomainError(
            f"tau, sigma: got tau * sigma * L**2 = {rounded_text(square)} with the proved bound "
            f"L = {rounded_text(L)} of ||A||, need < 1 for a metric"
        )
    return root(1 / (1 - square), up=True)
