"""Data sets as scikit-learn has them, float64 taken exactly: solved exactly, answers certified."""

import warnings
from fractions import Fraction

import numpy as np
import pytest
from sklearn import datasets
from sklearn.linear_model import Lasso as Solver

from computable import Certified, Lasso, Minimisers, Refuted, SquareRootLasso, certify, solve_exact
from computable.problem import is_minimiser, is_unique_minimiser


def loaded(name):
    X, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    return X.astype(float), y.astype(float)


@pytest.mark.parametrize("part", [0.5, 0.1, 0.01, 0.001])
@pytest.mark.parametrize("name", ["diabetes", "breast_cancer", "digits"])
def test_scikit_learn_against_the_exact_minimiser(name, part):
    X, y = loaded(name)
    m, N = X.shape
    alpha = part * float(np.abs(X.T @ y).max()) / m
    problem = Lasso(2 * m * Fraction(alpha))
    solved = solve_exact(problem, X, y)
    assert isinstance(solved, Minimisers)
    assert is_unique_minimiser(problem, solved.instance, solved.x, solved.witness)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = Solver(alpha=alpha, fit_intercept=False).fit(X, y)
    outcome = certify(problem, X, y, model)
    square = solved.distance_squared(model.coef_)
    assert outcome.distance.lower**2 <= square <= outcome.distance.upper**2
    if isinstance(outcome, Certified):
        assert square <= Fraction(1, 100**outcome.digits)
        assert square > Fraction(1, 100 ** (outcome.digits + 1))
    else:
        assert isinstance(outcome, Refuted)
        assert square > Fraction(1, 100)
    if m * N < 5000:
        assert outcome.certificate.check()


def test_a_solver_that_calls_it_converged_has_no_digit():
    """Diabetes, alpha a hundredth of the largest, default tolerance: no warning, error 0.58."""
    X, y = loaded("diabetes")
    m, _ = X.shape
    alpha = 0.01 * float(np.abs(X.T @ y).max()) / m
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = Solver(alpha=alpha, fit_intercept=False).fit(X, y)
    outcome = certify(Lasso(2 * m * Fraction(alpha)), X, y, model)
    assert isinstance(outcome, Refuted)
    assert outcome.digits == 1
    assert "farther than 10^-1 from every minimiser" in outcome.certificate.check()


def test_square_root_lasso_needs_one_root():
    X, y = loaded("diabetes")
    lam = Fraction(1, 10) * Fraction(float(np.abs(X.T @ y).max() / np.linalg.norm(y)))
    solved = solve_exact(SquareRootLasso(lam), X, y)
    assert not solved.rational
    assert is_minimiser(solved.problem, solved.instance, solved.x, solved.witness)
    outcome = certify(SquareRootLasso(lam), X, y, [float(v) for v in solved.x])
    assert isinstance(outcome, Certified)
    assert outcome.digits >= 12
