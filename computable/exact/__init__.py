"""Exact rational values, their entrances and exits, and linear algebra over Q."""

from computable.exact.linear import independent, inverse, rank, solve, solve_columns
from computable.exact.quadratic import Quadratic
from computable.exact.rational import (
    Vector,
    as_fraction,
    as_vector,
    ceil_log2,
    coprime,
    exact_binary,
    exact_value,
    is_float64,
    power_of_two,
    rounded_down,
)
from computable.exact.sums import integers, surely_at_most, weighted_sums
from computable.exact.surd import Surd
from computable.exact.text import (
    accuracy_text,
    counted,
    distance_text,
    number_text,
    power_text,
    probability_text,
    root_text,
    rounded_text,
    size_text,
)

__all__ = [
    "accuracy_text",
    "Quadratic",
    "Surd",
    "Vector",
    "as_fraction",
    "as_vector",
    "ceil_log2",
    "coprime",
    "counted",
    "distance_text",
    "exact_binary",
    "exact_value",
    "integers",
    "independent",
    "inverse",
    "is_float64",
    "number_text",
    "power_of_two",
    "power_text",
    "probability_text",
    "rank",
    "root_text",
    "rounded_text",
    "size_text",
    "rounded_down",
    "solve",
    "solve_columns",
    "surely_at_most",
    "weighted_sums",
]
