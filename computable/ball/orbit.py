"""Iterating a map n times: many bits where errors grow, few where they shrink.

An error in the k-th iterate reaches the last one multiplied by the derivatives in between. A
pilot run in floating point estimates these, and gives each step the bits that it needs; the
run itself proves its error bound, and if the pilot misjudged it, it is repeated with what was
measured. So a chaotic map costs what its orbit costs, and a contraction next to nothing.

The proof is the mean value theorem: the midpoint is mapped with rounding errors only, and the
error is multiplied by an enclosure of the derivative over the ball (64 bits are plenty), so
that ``x`` occurring twice in a formula does not count twice. A quadratic map is conjugate to
``z -> z^2 + c``, where plain balls do the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

import flint

from computable.ball.approximate import approximate
from computable.ball.arithmetic import Ball, NotSeparated, working_precision
from computable.ball.conversion import ball_of, radius_exponent, upper_exponent
from computable.ball.effort import Effort, current_effort, power_of_two_text
from computable.ball.expression import Node
from computable.ball.known import is_mended
from computable.ball.program import Program, Vertex
from computable.errors import UndecidedError

__all__ = ["general_orbit", "quadratic_orbit"]

BLOCK = 32
"""Steps with one precision."""
LEAST = 64
"""Bits of the pilot, of derivatives, and of steps whose errors do not matter."""
SQUARE_FROM = 3000
"""Bits from which on flint squares faster as a power than as a product."""
LARGE_BITS = 20
"""Beyond ``2**20`` the orbit of a quadratic map is left to the general method."""

Run = Callable[[list[int]], list[Ball]]
"""Bits of each block (the first is how precisely to start) -> the last iterate."""


def quadratic_orbit(vertex: Vertex, start: Node, steps: int, depth: int) -> Ball | None:
    """Return the iterate of ``a (x - h)^2 + k`` within ``2**-depth``; ``None`` if it is large.

    With ``z = a (x - h)`` the map is ``z -> z^2 + c``, ``c = a (k - h)``.
    """
    a, h, k = vertex
    c = a * (k - h)
    with working_precision(LEAST):
        first = float((ball_of(a) * (approximate(start, LEAST) - ball_of(h))).mid())
        grown = max(0, upper_exponent(ball_of(a)), upper_exponent(1 / ball_of(a)))
    large = abs(c) >= 1 << LARGE_BITS or abs(first) >= 1 << LARGE_BITS
    losses = None if large else _quadratic_pilot(float(c), first, steps)
    if losses is None:
        return None

    def run(schedule: list[int]) -> list[Ball]:
        x = approximate(start, schedule[0] + grown)
        with working_precision(schedule[0] + grown + LEAST):
            z = ball_of(a) * (x - ball_of(h))
            left = steps
            for bits in schedule:
                flint.ctx.prec = bits + LARGE_BITS
                constant = ball_of(c)
                if bits < SQUARE_FROM:
                    for _ in range(min(BLOCK, left)):
                        z = z * z + constant
                else:
                    for _ in range(min(BLOCK, left)):
                        z = z**2 + constant
                left -= BLOCK
                if not z.rad() < 1:
                    break
            flint.ctx.prec = schedule[-1] + grown + LEAST
            return [z / ball_of(a) + ball_of(h)]

    return _proved(run, losses, depth + grown, depth)[0]


def general_orbit(program: Program, start: Sequence[Node], steps: int, depth: int) -> list[Ball]:
    """Return the iterates of a map of d real numbers, each within ``2**-depth``."""
    slopes = program.differentiable

    def run(schedule: list[int]) -> list[Ball]:
        box = [approximate(x, schedule[0]) for x in start]
        left = steps
        with working_precision(LEAST):
            for bits in schedule:
                if any(_is_lost(x) for x in box):
                    break
                size = max(0, *(upper_exponent(x) for x in box))
                _check_size(size, current_effort())
                flint.ctx.prec = bits + size
                constants = program.constants_at(bits + size)
                for _ in range(min(BLOCK, left)):
                    box = _step(program, box, constants, bits + size, slopes)
                left -= BLOCK
        return box

    return _proved(run, _general_pilot(program, start, steps), depth, depth)


def _step(
    program: Program, box: list[Ball], constants: list[Ball], bits: int, slopes: bool
) -> list[Ball]:
    """Map a box: the midpoint exactly but for rounding, the errors by the mean value theorem."""
    if slopes:
        flint.ctx.prec = LEAST
        try:
            rows = program.jacobian([+x for x in box], [_short(x) for x in constants])
        except NotSeparated:
            rows = []
        errors = [
            sum((abs(slope) * x.rad() for slope, x in zip(row, box, strict=True)), flint.arb(0))
            for row in rows
        ]
        flint.ctx.prec = bits
        if rows and all(error.is_finite() for error in errors):
            images = program.results([x.mid() for x in box], constants)
            return [
                image + flint.arb(0, error.abs_upper())
                for image, error in zip(images, errors, strict=True)
            ]
    flint.ctx.prec = bits
    return program.results(box, constants)


def _proved(run: Run, losses: list[float], need: int, depth: int) -> list[Ball]:
    """Run with the bits that the pilot's losses call for, and with more until it suffices."""
    effort = current_effort()
    slack = _first_slack(losses)
    before: int | None = None
    added = 0
    while True:
        schedule = _schedule(losses, need, slack)
        if max(schedule) > effort.bits:
            raise UndecidedError(
                f"stopped at the budget: the iteration needs more than {effort.bits} bits "
                f"(effort.bits) for an error of {power_of_two_text(-depth)}"
            )
        try:
            balls = run(schedule)
        except NotSeparated as obstacle:
            node = obstacle.node
            if node is not None and obstacle.mendable and is_mended(node, node):
                continue
            exponent = radius_exponent(obstacle.ball)
            if exponent is not None and exponent < -effort.separation:
                raise UndecidedError(f"iteration: {obstacle.rule}") from None
            slack += max(schedule)
            continue
        lacking = max(schedule)
        if all(ball.is_finite() for ball in balls):
            exponents = [radius_exponent(ball) for ball in balls]
            lacking = max((e + depth for e in exponents if e is not None), default=0)
            if lacking <= 0:
                return balls
        helped = before is None or before - lacking >= added // 2
        before, added = lacking, min(max(lacking, LEAST) + LEAST, max(schedule))
        if not helped:  # what is lacking does not tell what is lost
            added = max(added, *schedule)
        slack += added


def _schedule(losses: list[float], need: int, slack: int) -> list[int]:
    """Return the bits of each block: those of the result, and what is lost until then."""
    to_come = list(accumulate(reversed(losses), initial=0.0))[::-1]
    return [
        max(LEAST, need + slack + math.ceil(max(before, after)))
        for before, after in pairwise(to_come)
    ]


def _first_slack(losses: list[float]) -> int:
    """Return what rounding adds up to, and two standard deviations of the pilot's estimate."""
    count = len(losses)
    mean = sum(losses) / count
    variance = sum((loss - mean) ** 2 for loss in losses) / count
    return 16 + (BLOCK * count).bit_length() + math.ceil(2 * math.sqrt(variance * count))


def _quadratic_pilot(c: float, z: float, steps: int) -> list[float] | None:
    """Return the bits lost in each block of ``z -> z^2 + c``: log2 of the product of all 2z."""
    losses = []
    for first in range(0, steps, BLOCK):
        product, largest = 1.0, abs(z)
        count = min(BLOCK, steps - first)
        for _ in range(count):
            product *= z
            z = z * z + c
        largest = max(largest, abs(z))
        if not largest < 1 << LARGE_BITS:
            return None
        mantissa = abs(product)
        losses.append(count + math.log2(mantissa) if mantissa else -float(LEAST))
    return losses


def _general_pilot(program: Program, start: Sequence[Node], steps: int) -> list[float]:
    """Return the bits lost in each block, by following an error vector through the derivatives."""
    losses = []
    x = [approximate(node, LEAST).mid() for node in start]
    error = [flint.arb(1)] * len(x)
    noise = flint.arb(2) ** -LEAST  # a derivative that is zero once does not stay zero
    with working_precision(LEAST):
        try:
            constants = program.constants_at(LEAST)
        except NotSeparated:
            return [float(BLOCK)] * -(-steps // BLOCK)
        x = [+value for value in x]
        for first in range(0, steps, BLOCK):
            try:
                for _ in range(min(BLOCK, steps - first)):
                    rows = program.jacobian(x, constants)
                    error = [
                        sum((abs(s) * e for s, e in zip(row, error, strict=True)), noise).mid()
                        for row in rows
                    ]
                    if not all(e.is_finite() for e in error):
                        raise NotSeparated("a derivative is infinite", error[0])
                    x = [value.mid() for value in program.results(x, constants)]
            except (NotSeparated, TypeError):  # TypeError: no derivative is known
                losses.append(float(BLOCK))
                error = [flint.arb(1)] * len(x)
                continue
            _check_size(max(upper_exponent(value) for value in x), current_effort())
            size = max((upper_exponent(e) for e in error if not e.is_zero()), default=-LEAST)
            losses.append(float(max(size, -LEAST * BLOCK)))
            scale = flint.arb(2) ** -size
            error = [e * scale for e in error]
    return losses


def _short(constant: Ball) -> Ball:
    """Round a constant to the working precision, but for integers: they may be exponents."""
    return constant if constant.is_exact() and constant.is_integer() else +constant


def _is_lost(ball: Ball) -> bool:
    """Tell whether nothing is left of a number: to go on would only make its error explode."""
    return not ball.is_finite() or bool(ball.rad() > 1 and ball.rel_accuracy_bits() < 1)


def _check_size(size: int, effort: Effort) -> None:
    if size > effort.bits:
        raise UndecidedError(
            f"stopped at the budget: an iterate reaches {power_of_two_text(size)}, and the "
            f"effort has {effort.bits} bits"
        )
