"""The four problems, their instances, exact optimality, and the family of ties."""

from computable.problem.halting import HaltingInstance, instance_of
from computable.problem.halting_digit import HaltingDigit, halting_digit
from computable.problem.instance import Column, Instance
from computable.problem.omega import Omega
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
from computable.problem.training import TrainingSet

__all__ = [
    "BasisPursuit",
    "Column",
    "HaltingDigit",
    "HaltingInstance",
    "Instance",
    "Lasso",
    "LinearProgram",
    "Omega",
    "Problem",
    "SquareRootLasso",
    "TieFamily",
    "TrainingSet",
    "dot",
    "halting_digit",
    "instance_of",
    "is_minimiser",
    "is_unique_minimiser",
    "norm_squared",
    "weighted_norm",
    "witness",
]
