"""HiGHS, as SciPy ships it, for linear programs and basis pursuit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from computable.algorithm import Answer
from computable.errors import DomainError
from computable.problem import BasisPursuit, LinearProgram, Problem

__all__ = ["dual_simplex", "interior_point"]

Array = NDArray[np.float64]


def dual_simplex(A: Array, y: Array, *, problem: Problem) -> Answer:
    """Solve by HiGHS' dual simplex method with its default tolerances."""
    return _solve(A, y, problem, "highs-ds")


def interior_point(A: Array, y: Array, *, problem: Problem) -> Answer:
    """Solve by HiGHS' interior point method (with crossover) and its default tolerances."""
    return _solve(A, y, problem, "highs-ipm")


def _solve(A: Array, y: Array, problem: Problem, method: str) -> Answer:
    N = A.shape[1]
    bounds = np.array([float(b) for b in problem.bounds(N)])
    if isinstance(problem, LinearProgram):
        result: Any = linprog(bounds, A_eq=A, b_eq=y, bounds=(0, None), method=method)
        x = result.x
    elif isinstance(problem, BasisPursuit) and problem.epsilon == 0:
        # x = u - v with u, v >= 0
        split = np.hstack([A, -A])
        result = linprog(
            np.concatenate([bounds, bounds]), A_eq=split, b_eq=y, bounds=(0, None), method=method
        )
        x = None if result.x is None else result.x[:N] - result.x[N:]
    else:
        raise DomainError(
            f"problem: {method} solves linear programs and basis pursuit (epsilon = 0)"
        )
    if x is None:
        raise RuntimeError(f"HiGHS: {result.message}")
    return Answer(
        values=x,
        status="optimal" if result.status == 0 else f"status {result.status}",
        claim="tol 1e-7",
        success=result.status == 0,
    )
