"""Hypothesis strategies for exact rationals, oracles, reals, instances, ties and algorithms."""

from computable.testing.algorithms import DecisionProcedure, algorithms
from computable.testing.strategies import (
    answer_styles,
    instances,
    members,
    omegas,
    problems,
    rationals,
    reals,
    tie_families,
)

__all__ = [
    "DecisionProcedure",
    "algorithms",
    "answer_styles",
    "instances",
    "members",
    "omegas",
    "problems",
    "rationals",
    "reals",
    "tie_families",
]
