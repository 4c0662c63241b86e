"""Exact solutions, and proved enclosures of minimisers (Theorem F and THEORY, 'Digits')."""

from computable.recovery.box import Box
from computable.recovery.face import Face
from computable.recovery.lasso_path import LassoPath, lasso_path
from computable.recovery.minimisers import Minimisers
from computable.recovery.on_path import InfeasibleBall
from computable.recovery.simplex import Infeasible, Unbounded
from computable.recovery.solve_exact import solve_exact

__all__ = [
    "Box",
    "Face",
    "Infeasible",
    "InfeasibleBall",
    "LassoPath",
    "Minimisers",
    "Unbounded",
    "lasso_path",
    "solve_exact",
]
