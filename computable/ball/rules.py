"""What is known of each operation besides its ball: its name, exact value and derivative."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flint

from computable.ball import arithmetic as op
from computable.ball.arithmetic import Ball

__all__ = ["RULES", "Rule", "function_named"]

Partials = Callable[[Ball, Ball, Ball], tuple[Ball, ...]]
"""(value, first, second) -> enclosures of the partial derivatives."""


@dataclass(frozen=True)
class Rule:
    """One operation: its name, its rational function if it is one, its partial derivatives."""

    name: str
    exact: Callable[..., Any] | None = None
    partials: Partials | None = None


ONE = flint.arb(1)
MINUS_ONE = flint.arb(-1)
ZERO = flint.arb(0)
EITHER = flint.arb(0.5, 0.5)
SIGN = flint.arb(0, 1)


def _absolute(v: Ball, x: Ball, _: Ball) -> tuple[Ball]:
    return (ONE if x > 0 else MINUS_ONE if x < 0 else SIGN,)


def _maximum(v: Ball, x: Ball, y: Ball) -> tuple[Ball, Ball]:
    return (ONE, ZERO) if x > y else (ZERO, ONE) if x < y else (EITHER, EITHER)


def _minimum(v: Ball, x: Ball, y: Ball) -> tuple[Ball, Ball]:
    return (ONE, ZERO) if x < y else (ZERO, ONE) if x > y else (EITHER, EITHER)


def _power(v: Ball, x: Ball, k: Ball) -> tuple[Ball, Ball]:
    n = int(k.unique_fmpz())
    return (k * op.power(x, flint.arb(n - 1)) if n else ZERO, ZERO)


RULES: dict[Any, Rule] = {
    op.add: Rule("add", operator.add, lambda v, x, y: (ONE, ONE)),
    op.subtract: Rule("subtract", operator.sub, lambda v, x, y: (ONE, MINUS_ONE)),
    op.multiply: Rule("multiply", operator.mul, lambda v, x, y: (y, x)),
    op.divide: Rule("divide", operator.truediv, lambda v, x, y: (1 / y, -v / y)),
    op.negate: Rule("negate", operator.neg, lambda v, x, _: (MINUS_ONE,)),
    op.absolute: Rule("absolute", abs, _absolute),
    op.minimum: Rule("minimum", min, _minimum),
    op.maximum: Rule("maximum", max, _maximum),
    op.power: Rule("power", lambda x, k: x ** int(k.p), _power),
    op.square_root: Rule("sqrt", None, lambda v, x, _: (1 / (2 * v),)),
    op.root_of_nonnegative: Rule("sqrt of nonnegative", None, lambda v, x, _: (1 / (2 * v),)),
    op.nth_root: Rule("root", None, lambda v, x, k: (v / (k * x), ZERO)),
    op.nth_root_of_nonnegative: Rule(
        "root of nonnegative", None, lambda v, x, k: (v / (k * x), ZERO)
    ),
    op.real_power: Rule("real power", None, lambda v, x, y: (y * v / x, v * x.log())),
    op.exponential: Rule("exp", None, lambda v, x, _: (v,)),
    op.logarithm: Rule("log", None, lambda v, x, _: (1 / x,)),
    op.sine: Rule("sin", None, lambda v, x, _: (x.cos(),)),
    op.cosine: Rule("cos", None, lambda v, x, _: (-x.sin(),)),
    op.tangent: Rule("tan", None, lambda v, x, _: (1 + v * v,)),
    op.arctangent: Rule("atan", None, lambda v, x, _: (1 / (1 + x * x),)),
    op.gamma: Rule("gamma", None, lambda v, x, _: (v * x.digamma(),)),
    op.zeta: Rule("zeta"),
}

_FUNCTIONS = {rule.name: function for function, rule in RULES.items()}


def function_named(name: str) -> Any:
    """Return the operation with this name.

    Examples
    --------
    >>> RULES[function_named("sqrt")].name
    'sqrt'
    """
    return _FUNCTIONS[name]
