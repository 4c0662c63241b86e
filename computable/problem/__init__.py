"""The four problems, their instances, exact optimality, and the family of ties."""

from computable.problem.instance import Column, Instance
from computable.problem.optimality import is_minimiser, is_unique_minimiser, witness
from computable.problem.problems import (
    BasisPursuit,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
    dot,
    norm_squared,
    weighted_norm,
)
from computable.problem.tie import TieFamily

__all__ = [
    "BasisPursuit",
    "Column",
    "Instance",
    "Lasso",
    "LinearProgram",
    "Problem",
    "SquareRootLasso",
    "TieFamily",
    "dot",
    "is_minimiser",
    "is_unique_minimiser",
    "norm_squared",
    "weighted_norm",
    "witness",
]
