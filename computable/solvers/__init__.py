"""Floating-point solvers as algorithms: ready-made adapters and anybody's own function."""

from computable.solvers.adapters import ADAPTERS, Adapter, adapter
from computable.solvers.float_solver import FloatSolver
from computable.solvers.load import Learner, NamedSolver, as_algorithm, split_file_name

__all__ = [
    "ADAPTERS",
    "Adapter",
    "FloatSolver",
    "Learner",
    "NamedSolver",
    "adapter",
    "as_algorithm",
    "split_file_name",
]
