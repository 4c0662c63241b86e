"""Balls (midpoints with radii), and expressions that are evaluated on them. The home of flint."""

from computable.ball.approximate import approximate, decided_sign, sign
from computable.ball.arithmetic import Ball, exclusive
from computable.ball.conversion import ball_between, end_points, midpoint, trimmed
from computable.ball.effort import Effort, current_effort, using_effort
from computable.ball.expression import (
    Constant,
    Node,
    Rational,
    Source,
    operation,
    postorder,
    sources,
)
from computable.ball.known import rational_value

__all__ = [
    "Ball",
    "Constant",
    "Effort",
    "Node",
    "Rational",
    "Source",
    "approximate",
    "ball_between",
    "current_effort",
    "decided_sign",
    "end_points",
    "exclusive",
    "midpoint",
    "operation",
    "postorder",
    "rational_value",
    "sign",
    "sources",
    "trimmed",
    "using_effort",
]
