r"""A ball for every number: the iteration as it is, at as many bits as it loses.

No metric makes these balls, so they are evidence of its own for what norm balls say, and the step
sizes may be any. The price: radii grow by a factor in every step (0.7 to 3 bits), however the
iteration may damp its errors. So many bits must be there at the beginning, and fewer later: a pilot
run (:mod:`computable.ball.growth`) proposes the bits of every 32 steps. What is proved are the
radii of the run with balls; if they are too large, it is repeated with more.

A block is not restarted from exact numbers, so ``fresh`` needs a bound of how far the exact block
may move apart what it starts from. It is that of the metric where ``theta**2 = tau sigma L**2 < 1``
(:mod:`computable.firenet.evaluation.precise_ball`). Otherwise, with ``a = |x| / sqrt(tau)`` and
``b = |u| / sqrt(sigma)``, a step moves differences a, b, and e of y, to

    ``a+ <= a + theta b``,  ``b+ <= 3 theta a + (1 + 2 theta**2) b + sqrt(sigma) e``,

so that the larger of a and b becomes at most ``g = (1 + theta) (1 + 2 theta)`` times itself, and
``sqrt(sigma) e``: true, but a large number after some steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from computable.ball.growth import needed_bits
from computable.ball.primal_dual import BallBlock, BallSteps, Sizes
from computable.errors import DomainError, UndecidedError
from computable.exact import Vector, as_fraction
from computable.firenet.evaluation.block_ball import BlockBall
from computable.firenet.evaluation.precise_ball import (
    LEAST_BITS,
    MOST_BITS,
    Metric,
    check_bits,
    exact_rows,
)
from computable.firenet.iteration import Block, Iteration
from computable.inputs.arrays import as_point
from computable.network.norm import root_above, rounded_up
from computable.nullspace import Matrix

__all__ = ["componentwise_balls"]

EACH = 32
"""Steps with the same number of bits."""
HUGE = 10**75
RESERVE = 24
"""Bits for the sizes of the numbers, and what rounding errors add up to."""


def componentwise_balls(
    iteration: Iteration,
    y: object,
    *,
    bits: int | None = None,
    accuracy: object = None,
    y_error: Fraction = Fraction(0),
) -> tuple[BlockBall[Vector], ...]:
    """Return the value of each block, from a ball for every number.

    Parameters
    ----------
    iteration : Iteration
        With any step sizes.
    y : shape (m,)
        As in :func:`computable.inputs.as_given`.
    bits : int, optional
        Significant bits of all numbers, from 64 to 65536. Found if not given.
    accuracy : rational, optional
        Bounds the l2 norm of the radii of each block's value. If neither this nor the bits are
        given, ``2**-53 (||y|| / L + ||start||)``: no x with ``A x = y`` is shorter than
        ``||y|| / L``.
    y_error : Fraction
        At least the l2 distance of y from what the exact iteration is given. It is not in the
        balls (where it would grow): what it can change is added to radii, as in ``fresh``.

    Returns
    -------
    tuple of BlockBall
        Where a dual is kept, ``fresh`` is of its projection to the unit ball.

    Raises
    ------
    DomainError
        If y does not fit, the bits are not in that range, or the accuracy is not positive.
    UndecidedError
        If the bits, or the most that are tried, do not suffice.

    Examples
    --------
    >>> step = Block(steps=40, tau=1, sigma="1/2")
    >>> A = Matrix([[1, "1/3"]])
    >>> toy = Iteration(matrix=A, thresholds=["1/8", "1/8"], blocks=[step, step])
    >>> last = componentwise_balls(toy, [1], accuracy="1e-30")[-1]
    >>> [round(float(v), 4) for v in last.centre], last.radius < Fraction(1, 10**30)
    ([0.993, 0.0], True)
    """
    matrix = iteration.matrix
    if bits is not None:
        check_bits(bits)
    goal = None if accuracy is None else as_fraction(accuracy, name="accuracy")
    if goal is not None and goal <= 0:
        raise DomainError(f"accuracy: got {float(goal):.4g}, need > 0")
    given = as_point(y, matrix.shape[0])[1]
    if bits is None:
        size = _norm(given) / matrix.norm + _norm(iteration.start)
        blocks = _adapted(iteration, given, size, size / 2**53 if goal is None else goal)
    else:
        precisions = [[bits]] * len(iteration.blocks)
        blocks = _evaluate(iteration, given, precisions, each=None) or []
        if not blocks or (goal is not None and _worst(blocks) > goal):
            raise UndecidedError(f"componentwise: {_shortage(bits, blocks, goal)}")
    return _with_distances(iteration, blocks, y_error)


def _adapted(iteration: Iteration, y: Vector, size: Fraction, goal: Fraction) -> list[BallBlock]:
    """Evaluate with more and more bits, until no radius is above the goal."""
    needed = _needed(iteration, y, _log2(goal) if goal else 0)
    reserve, tried, blocks = RESERVE, 0, list[BallBlock]()
    while True:
        precisions = [[max(LEAST_BITS, v + reserve) for v in block] for block in needed]
        most = max(map(max, precisions))
        if most > MOST_BITS:
            before = f"{_shortage(tried, blocks, goal)}; " if tried else ""
            raise UndecidedError(
                f"componentwise: {before}{most} bits may be needed, more than {MOST_BITS}"
            )
        tried, blocks = most, _evaluate(iteration, y, precisions, each=EACH) or []
        worst = _worst(blocks) if blocks else None
        if worst is not None and worst <= goal:
            return blocks
        # what is missing can be seen, unless so little was left that radii grew by themselves
        seen = worst is not None and size > worst > goal > 0
        reserve += RESERVE + (_log2(worst / goal) if worst and seen else most)


def _needed(iteration: Iteration, y: Vector, accuracy: int) -> list[list[int]]:
    def nearest(values: Vector) -> NDArray[np.float64]:
        return np.array([float(v) if abs(v) < 10**300 else math.inf for v in values])

    return needed_bits(
        iteration.matrix.array,
        nearest(y),
        nearest(iteration.thresholds),
        nearest(iteration.start),
        [_sizes(block) for block in iteration.blocks],
        keeps_dual=iteration.keeps_dual,
        each=EACH,
        accuracy=accuracy,
    )


def _evaluate(
    iteration: Iteration, y: Vector, precisions: Sequence[Sequence[int]], *, each: int | None
) -> list[BallBlock] | None:
    """Return the blocks, or None if nothing is left of some number."""
    run = BallSteps(
        exact_rows(iteration.matrix),
        y,
        iteration.thresholds,
        start=iteration.start,
        bits=max(map(max, precisions)),
    )
    blocks = []
    for block, bits in zip(iteration.blocks, precisions, strict=True):
        keeps = iteration.keeps_dual
        found = run.block(_sizes(block), bits, each or block.steps, keeps_dual=keeps)
        if found is None or found.radius > HUGE:
            return None
        blocks.append(found)
    return blocks


def _with_distances(
    iteration: Iteration, blocks: Sequence[BallBlock], y_error: Fraction
) -> tuple[BlockBall[Vector], ...]:
    """Return the balls with what is known of the exact blocks, and of a y that is near."""
    zero = Fraction(0)
    own, moved = (zero, zero), (zero, zero)
    balls = []
    for block, found in zip(iteration.blocks, blocks, strict=True):
        if not iteration.keeps_dual:
            own, moved = (own[0], zero), (moved[0], zero)
        apart = _apart(iteration.matrix, block, own, y_error)
        moved = _apart(iteration.matrix, block, moved, y_error)
        own = found.radius, found.dual_radius
        balls.append(
            BlockBall(
                centre=found.centre,
                radius=rounded_up(found.radius + moved[0]),
                fresh=rounded_up(found.radius + apart[0]),
            )
        )
    return tuple(balls)


def _apart(
    matrix: Matrix, block: Block, start: tuple[Fraction, Fraction], e: Fraction
) -> tuple[Fraction, Fraction]:
    """Bound how far apart a block takes what starts within two l2 distances, of x and u."""
    p, per_step = block.steps, root_above(block.sigma) * e
    if block.tau * block.sigma * matrix.norm**2 < 1:
        metric = Metric.of(matrix, block)
        length = metric.length(*start)
        mean, last = length + per_step * (p + 1) / 2, length + per_step * p
        return rounded_up(metric.in_x * mean), rounded_up(metric.in_u * last)
    theta = root_above(block.tau * block.sigma) * matrix.norm
    size = max(start[0] * root_above(1 / block.tau), start[1] * root_above(1 / block.sigma))
    size = rounded_up(_power((1 + theta) * (1 + 2 * theta), p) * (size + p * per_step))
    return rounded_up(root_above(block.tau) * size), rounded_up(root_above(block.sigma) * size)


def _power(base: Fraction, exponent: int) -> Fraction:
    """Return a power of a number >= 1, rounded up."""
    result, base = Fraction(1), rounded_up(base)
    while exponent:
        if exponent & 1:
            result = rounded_up(result * base)
        base, exponent = rounded_up(base * base), exponent >> 1
    return result


def _sizes(block: Block) -> Sizes:
    return Sizes(steps=block.steps, tau=block.tau, sigma=block.sigma)


def _worst(blocks: Sequence[BallBlock]) -> Fraction:
    return max(block.radius for block in blocks)


def _shortage(bits: int, blocks: Sequence[BallBlock], goal: Fraction | None) -> str:
    left = "nothing is left of some number"
    if blocks:
        left = f"the l2 norm of the radii is about 2^{_log2(_worst(blocks))}"
    need = f", need 2^{_log2(goal)}" if goal else ""
    return f"{bits} bits were tried, where {left}{need}"


def _log2(value: Fraction) -> int:
    """Return about log2 of a positive number, rounded up."""
    return value.numerator.bit_length() - value.denominator.bit_length() + 1


def _norm(values: Vector) -> Fraction:
    return root_above(sum((v * v for v in values), Fraction(0)))
