"""Exact real numbers: what an algorithm can do with inputs that are oracles."""

from computable.real.comparison import approx_less, select, sign_of
from computable.real.elementary import (
    atan,
    cos,
    dot,
    e,
    euler_gamma,
    exp,
    gamma,
    log,
    maximum,
    minimum,
    pi,
    polynomial,
    power,
    root,
    sin,
    sqrt,
    tan,
    total,
    zeta,
)
from computable.real.entrances import from_digits, from_intervals, from_oracle, limit
from computable.real.exits import Enclosure
from computable.real.number import Real
from computable.real.printing import Digits

__all__ = [
    "Digits",
    "Enclosure",
    "Real",
    "approx_less",
    "atan",
    "cos",
    "dot",
    "e",
    "euler_gamma",
    "exp",
    "from_digits",
    "from_intervals",
    "from_oracle",
    "gamma",
    "limit",
    "log",
    "maximum",
    "minimum",
    "pi",
    "polynomial",
    "power",
    "root",
    "select",
    "sign_of",
    "sin",
    "sqrt",
    "tan",
    "total",
    "zeta",
]
