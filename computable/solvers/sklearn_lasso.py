"""Coordinate descent, scikit-learn's ``Lasso``."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Lasso as Estimator

from computable.algorithm import Answer
from computable.errors import DomainError
from computable.problem import Lasso, Problem

__all__ = ["coordinate_descent"]


def coordinate_descent(
    A: NDArray[np.float64], y: NDArray[np.float64], *, problem: Problem
) -> Answer:
    """Solve by scikit-learn's ``Lasso`` with its default settings.

    Its objective is ``||y - A x||**2 / (2 m) + alpha ||x||_1``, so alpha = lam / (2 m).
    Weights are columns divided by w.
    """
    if not isinstance(problem, Lasso):
        raise DomainError("problem: sklearn:lasso solves lasso")
    weights = np.array([float(b / problem.lam) for b in problem.bounds(A.shape[1])])
    estimator = Estimator(alpha=float(problem.lam) / (2 * len(y)), fit_intercept=False)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ConvergenceWarning)
        estimator.fit(A / weights, y)
    converged = not any(issubclass(w.category, ConvergenceWarning) for w in caught)
    return Answer(
        values=estimator.coef_ / weights,
        status="converged" if converged else "not converged (it warns)",
        claim=f"gap {float(estimator.dual_gap_):.0e}",
        success=converged,
    )
