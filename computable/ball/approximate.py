"""The precision loop: evaluate deeper and deeper until a ball is small enough.

The first round reads inputs two bits deeper than is asked and rounds 32 bits below that, so
that rounding never shows. Later rounds go deeper by what was measured to be lacking: in
working precision only, as long as that helps, then in the inputs too.
"""

from __future__ import annotations

from computable.ball.arithmetic import Ball, NotSeparated, divide
from computable.ball.conversion import radius_exponent, size_exponent, upper_exponent
from computable.ball.effort import Effort, current_effort, power_of_two_text
from computable.ball.expression import Node, Rational, evaluate, postorder, sources
from computable.ball.known import is_mended, rational_value
from computable.errors import UndecidedError

__all__ = ["ANY_DEPTH", "GUARD", "approximate", "decided_sign", "deeper", "sign"]

GUARD = 32
"""Bits more than are asked for, against the errors of a few operations."""

ANY_DEPTH = -(1 << 4200)
"""Any finite ball will do."""
COUNT_FROM = 1 << 13
"""From this precision on, the nodes are counted before balls are stored in them."""


def approximate(root: Node, depth: int, effort: Effort | None = None, *, size: int = 0) -> Ball:
    """Return a ball around ``root`` with radius at most ``2**-depth``; depth may be negative.

    If it is known that ``|root| <= 2**size`` is tiny, fewer bits will do at first.

    Raises
    ------
    DomainError
        If an argument lies outside the domain of an operation.
    UndecidedError
        If the effort is spent first.
    """
    effort = effort or current_effort()
    reach = max(depth, 0) + 2
    bits = max(2, reach + min(0, size)) + GUARD
    inputs: bool | None = None
    before = added = failures = 0
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
            if inputs and bits > reach + GUARD:
                _forget_precision(root, reach + GUARD)
            return ball
        if inputs is None:
            inputs = any(source.reads for source in sources(root))
        lacking = exponent + depth + 1
        if added and before - lacking < added // 2:
            failures += 1  # what was added last did not help
        else:
            failures = 0
        before, added = lacking, min(lacking, 3 * bits)
        if failures:  # as for the sine of a large number, which needs all bits of its argument
            held = _largest_size(root) + depth + GUARD
            if held > bits + added:
                bits = held
                continue
        if failures > 1:
            added = max(added, bits // 2)
        if inputs and failures:
            reach += min(added, max(lacking, reach // 2))
        bits += added


def _largest_size(root: Node) -> int:
    """Return the exponent of the largest number that is known to be on the way."""
    sizes = (size_exponent(node._ball) for node in postorder(root) if node._bits)
    return max((size for size in sizes if size is not None), default=0)


def _forget_precision(root: Node, bits: int) -> None:
    """Let balls that owe their size to inputs count as no better than these."""
    for node in postorder(root):
        node._bits = min(node._bits, bits)


def sign(root: Node, effort: Effort | None = None) -> int | None:
    """Return 1, -1 or 0 if that is the proved sign of ``root``, ``None`` if it is not known.

    Zero is only found exactly: if ``root`` is made of rationals by field operations.
    """
    try:
        return decided_sign(root, effort)
    except UndecidedError:
        return None


def decided_sign(root: Node, effort: Effort | None = None) -> int:
    """Return the sign as :func:`sign` does.

    Raises
    ------
    UndecidedError
        If it is not known; the message tells why.
    """
    effort = effort or current_effort()
    depth, step = ANY_DEPTH, 8
    while True:
        ball = approximate(root, depth, effort)
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        if depth < 0 and (value := rational_value(root)) is not None:
            return (value > 0) - (value < 0)
        if depth >= effort.separation:
            raise UndecidedError(
                f"it is within 2^-{effort.separation} of zero; look deeper with "
                "using_effort(separation=...), or use select or approx_less"
            )
        depth, step = deeper(depth, step, ball, effort), 2 * step


def deeper(depth: int, step: int, ball: Ball, effort: Effort) -> int:
    """Return the next depth at which to look at a number that may be zero.

    Relative to the number's size, so that large numbers need few bits; then, with a step that
    the caller doubles, towards the depth at which it counts as undecided.
    """
    return min(max(8 - upper_exponent(ball), depth + step), effort.separation)


def _check_separation(obstacle: NotSeparated, effort: Effort) -> None:
    if obstacle.node is not None and obstacle.mendable:
        node = obstacle.node
        argument = node._second if node._operation is divide else node._first
        if argument._operation is None and isinstance(argument._first, Rational):
            return  # a known number will be separated in the end
    exponent = radius_exponent(obstacle.ball)
    if exponent is not None and exponent < -effort.separation:
        raise UndecidedError(
            f"{obstacle.rule} although it is known to within "
            f"{power_of_two_text(exponent)} "
            f"(look deeper with using_effort(separation=...), now {effort.separation})"
        ) from None


def _check_sizes(nodes: list[Node], depth: int, effort: Effort) -> None:
    """Stop early if a number is so large that the budget cannot hold its leading bits."""
    for node in nodes:
        size = size_exponent(node._ball) if node._bits else None
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
