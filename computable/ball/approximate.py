"""The precision loop: evaluate deeper and deeper until a ball is small enough.

The first round reads inputs two bits deeper than is asked and rounds 32 bits below that, so
that rounding never shows. Later rounds go deeper by what was measured to be lacking: first
in working precision only, then, if that was not the reason, in the inputs too.
"""

from __future__ import annotations

from computable.ball.arithmetic import Ball, NotSeparated
from computable.ball.conversion import radius_exponent, size_exponent
from computable.ball.effort import Effort, current_effort, power_of_two_text
from computable.ball.expression import Node, evaluate, postorder, sources
from computable.ball.known import is_mended, rational_value
from computable.errors import UndecidedError

__all__ = ["approximate", "sign"]

GUARD = 32
COUNT_FROM = 1 << 15
"""From this precision on, the nodes are counted before balls are stored in them."""


def approximate(root: Node, depth: int, effort: Effort | None = None) -> Ball:
    """Return a ball around ``root`` with radius at most ``2**-depth``; depth may be negative.

    Raises
    ------
    DomainError
        If an argument lies outside the domain of an operation.
    UndecidedError
        If the effort is spent first.
    """
    effort = effort or current_effort()
    reach = max(depth, 0) + 2
    bits = reach + GUARD
    inputs: bool | None = None
    deepen_inputs = False
    rounds = 0
    while True:
        _check_budget(root, bits, depth, effort)
        try:
            ball = evaluate(root, bits, reach)
        except NotSeparated as obstacle:
            if obstacle.mendable and is_mended(obstacle.node, root):
                continue
            _check_separation(obstacle, effort)
            reach, bits = 2 * reach, 2 * bits
            continue
        exponent = radius_exponent(ball)
        good = exponent is None or exponent <= -depth
        _check_sizes([root] if good or bits < COUNT_FROM else postorder(root), depth, effort)
        if exponent is None or good:
            return ball
        lacking = min(exponent + depth + 1, 3 * bits)
        rounds += 1
        if rounds > 2:  # what is lacking does not predict what is lost, as for sin of 10^9
            lacking = max(lacking, bits // 2)
        if deepen_inputs:
            reach += lacking
        bits += lacking
        if inputs is None:
            inputs = any(source.reads for source in sources(root))
        deepen_inputs = inputs and not deepen_inputs


def sign(root: Node, effort: Effort | None = None) -> int | None:
    """Return 1, -1 or 0 if that is the proved sign of ``root``, ``None`` if it is not known.

    Zero is only found exactly: if ``root`` is made of rationals by field operations.
    """
    effort = effort or current_effort()
    depth = min(4, effort.separation)
    while True:
        try:
            ball = approximate(root, depth, effort)
        except UndecidedError:
            return None
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        if depth <= 4 and (value := rational_value(root)) is not None:
            return (value > 0) - (value < 0)
        if depth >= effort.separation:
            return None
        depth = min(2 * depth, effort.separation)


def _check_separation(obstacle: NotSeparated, effort: Effort) -> None:
    exponent = radius_exponent(obstacle.ball)
    if exponent is not None and exponent < -effort.separation:
        raise UndecidedError(
            f"{obstacle.rule} although it is known to within "
            f"{power_of_two_text(exponent)} "
            f"(raise effort.separation = {effort.separation} to look deeper)"
        ) from None


def _check_sizes(nodes: list[Node], depth: int, effort: Effort) -> None:
    """Stop early if a number is so large that the budget cannot hold its leading bits."""
    for node in nodes:
        size = size_exponent(node._ball)
        if size is not None and size + depth > effort.bits:
            large = power_of_two_text(size)
            what = "the number" if node is nodes[-1] else "a number on the way to it"
            raise UndecidedError(
                f"stopped at the budget: {what} is at least {large}, so that an error of "
                f"{power_of_two_text(-depth)} needs more than {effort.bits} bits (effort.bits)"
            )


def _check_budget(root: Node, bits: int, depth: int, effort: Effort) -> None:
    if bits > effort.bits + 2 * GUARD:
        raise UndecidedError(
            f"stopped at the budget: an error of {power_of_two_text(-depth)} needs more than "
            f"{effort.bits} bits of working precision (effort.bits)"
        )
    if bits > COUNT_FROM and bits * len(postorder(root)) > effort.storage:
        raise UndecidedError(
            f"stopped at the budget: {bits} bits in each of {len(postorder(root))} operations "
            f"are more than {effort.storage} bits of memory (effort.storage)"
        )
