"""Exact rational values, their entrances and exits, and linear algebra over Q."""

from computable.exact.linear import rank, solve
from computable.exact.rational import (
    Vector,
    as_fraction,
    as_vector,
    ceil_log2,
    exact_binary,
    exact_value,
    is_float64,
    power_of_two,
)
from computable.exact.surd import Surd

__all__ = [
    "Surd",
    "Vector",
    "as_fraction",
    "as_vector",
    "ceil_log2",
    "exact_binary",
    "exact_value",
    "is_float64",
    "power_of_two",
    "rank",
    "solve",
]
