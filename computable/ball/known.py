"""What an expression is known to be without looking at balls: a rational, or nonnegative.

Both are used where balls are helpless: at zero. ``1/3 - 1/3`` is exactly zero, and
``sqrt(abs(x - x))`` is a number, although every ball around its argument is partly negative.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint

from computable.ball import arithmetic as op
from computable.ball.expression import Node, Rational, operation, postorder
from computable.ball.rules import RULES
from computable.errors import DomainError

__all__ = ["clamp_roots", "is_mended", "is_nonnegative", "rational_value"]

LIMIT = 1 << 16
"""Bits of the largest numerator or denominator that is followed."""
STORED_LIMIT = 1 << 28
"""Bits of all of them together."""


def rational_value(root: Node) -> Fraction | None:
    """Return the value of ``root`` if it is made of rationals by field operations, and short.

    Raises
    ------
    DomainError
        If it divides by zero.
    """
    if root._operation is None:
        return root._first.fraction() if isinstance(root._first, Rational) else None
    values: dict[int, Any] = {}
    stored = 0
    for node in postorder(root):
        if node._operation is None:
            if not isinstance(node._first, Rational):
                return None
            q = node._first.value
            values[id(node)] = flint.fmpq(q.numerator, q.denominator)
            continue
        rule = RULES.get(node._operation)
        if rule is None or rule.exact is None:
            return None
        arguments = [values[id(a)] for a in (node._first, node._second) if a is not None]
        if node._operation is op.power and _is_long_power(*arguments):
            return None
        try:
            value = rule.exact(*arguments)
        except ZeroDivisionError:
            raise DomainError("division: the divisor is zero") from None
        stored += value.height_bits()
        if value.height_bits() > LIMIT or stored > STORED_LIMIT:
            return None
        values[id(node)] = value
    return Fraction(int(values[id(root)].p), int(values[id(root)].q))


def _is_long_power(x: Any, k: Any) -> bool:
    return bool(x.height_bits() * abs(int(k.p)) > 2 * LIMIT)


_ROOTS: dict[Any, Any] = {
    op.square_root: op.root_of_nonnegative,
    op.nth_root: op.nth_root_of_nonnegative,
}


def is_mended(node: Node, root: Node) -> bool:
    """Write a node whose argument meets the edge of its domain in a form that evaluates.

    A rational argument is replaced by its value, so that the operation can judge it; the
    root of an argument that is nonnegative by its form by one that ignores negative parts.

    Raises
    ------
    DomainError
        If the argument divides by zero.
    """
    slot = "_second" if node._operation is op.divide else "_first"
    argument = getattr(node, slot)
    if argument._operation is not None:
        value = rational_value(argument)
        if value is not None:
            setattr(node, slot, operation(type(argument), None, Rational(value)))
            return True
    clamped: Any = _ROOTS.get(node._operation)
    if clamped is None or not is_nonnegative(argument):
        return False
    node._operation = clamped
    clamp_roots(root)
    return True


def clamp_roots(root: Node) -> None:
    """Let every root below ``root`` whose argument is nonnegative by its form ignore the rest."""
    known = _nonnegative(root)
    for node in postorder(root):
        clamped: Any = _ROOTS.get(node._operation)
        if clamped is not None and known[id(node._first)]:
            node._operation = clamped


def is_nonnegative(root: Node) -> bool:
    """Tell whether ``root`` is nonnegative by the form of its expression."""
    return _nonnegative(root)[id(root)]


def _nonnegative(root: Node) -> dict[int, bool]:
    known: dict[int, bool] = {}
    for node in postorder(root):
        first, second = node._first, node._second
        function: Any = node._operation
        if function is None:
            sure = isinstance(first, Rational) and first.value >= 0
        elif function in (op.absolute, op.exponential, op.square_root, op.root_of_nonnegative):
            sure = True
        elif function in (op.power, op.nth_root, op.nth_root_of_nonnegative):
            sure = known[id(first)] or second._first.value % 2 == 0
        elif function is op.maximum:
            sure = known[id(first)] or known[id(second)]
        elif function is op.multiply and first is second:
            sure = True
        elif function in (op.add, op.multiply, op.divide, op.minimum):
            sure = known[id(first)] and known[id(second)]
        else:
            sure = False
        known[id(node)] = sure
    return known
