"""Clarabel, an interior point method for conic programs, through CVXPY."""

from __future__ import annotations

from typing import assert_never

import cvxpy as cp
import numpy as np
from numpy.typing import NDArray

from computable.algorithm import Answer
from computable.problem import BasisPursuit, Lasso, LinearProgram, Problem, SquareRootLasso

__all__ = ["clarabel"]


def clarabel(A: NDArray[np.float64], y: NDArray[np.float64], *, problem: Problem) -> Answer:
    """Solve any of the four problems by Clarabel with its default tolerances."""
    N = A.shape[1]
    bounds = np.array([float(b) for b in problem.bounds(N)])
    x = cp.Variable(N)
    residual = A @ x - y
    penalty = bounds @ cp.abs(x)
    constraints = []
    match problem:
        case BasisPursuit():
            objective = penalty
            epsilon = float(problem.epsilon)
            constraints = [cp.norm2(residual) <= epsilon] if epsilon else [residual == 0]
        case Lasso():
            objective = penalty + cp.sum_squares(residual)
        case SquareRootLasso():
            objective = penalty + cp.norm2(residual)
        case LinearProgram():
            objective, constraints = bounds @ x, [residual == 0, x >= 0]
        case _:
            assert_never(problem)
    program = cp.Problem(cp.Minimize(objective), constraints)
    program.solve(solver=cp.CLARABEL)
    if x.value is None:
        raise RuntimeError(f"Clarabel: {program.status}")
    return Answer(
        values=x.value,
        status=str(program.status),
        claim="tol 1e-8",
        success=program.status == "optimal",
    )
