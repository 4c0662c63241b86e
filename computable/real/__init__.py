"""Exact real numbers: what an algorithm can do with inputs that are oracles."""

from computable.real.comparison import select, sign_of
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
from computable.real.iteration import iterate
from computable.real.number import Real
from computable.real.printing import Digits
from computable.real.tolerant import (
    approx_argmax,
    approx_equal,
    approx_less,
    approx_sign,
    integer_near,
)
from computable.real.zero import zero_between

__all__ = [
    "Digits",
    "Enclosure",
    "Real",
    "approx_argmax",
    "approx_equal",
    "approx_less",
    "approx_sign",
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
    "integer_near",
    "iterate",
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
    "zero_between",
    "zeta",
]
