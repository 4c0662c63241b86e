"""ExactLasso is an estimator like any other, and its minimiser is exact."""

import pickle
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from computable.errors import DomainError
from computable.recovery.estimator import ExactLasso


def exact(array):
    return [[Fraction(v) for v in row] for row in np.asarray(array, dtype=float).tolist()]


def objective(X, y, w, b, alpha):
    """Evaluate scikit-learn's objective at rationals, exactly."""
    rows, right = exact(X), [Fraction(v) for v in np.asarray(y, dtype=float).tolist()]
    rest = [r - b - sum(a * v for a, v in zip(row, w)) for row, r in zip(rows, right)]
    return sum(v * v for v in rest) / (2 * len(rest)) + Fraction(alpha) * sum(map(abs, w))


def check_optimal(model, X, y, alpha):
    """Check the optimality conditions on the data as they were given, exactly."""
    rows, right = exact(X), [Fraction(v) for v in np.asarray(y, dtype=float).tolist()]
    w, b = model.coef_exact_, model.intercept_exact_
    rest = [r - b - sum(a * v for a, v in zip(row, w)) for row, r in zip(rows, right)]
    assert sum(rest) == 0 if model.fit_intercept else b == 0
    for column, v in zip(zip(*rows), w):
        pull = sum(a * r for a, r in zip(column, rest)) / len(rest)
        assert abs(pull) <= Fraction(alpha)
        assert not v or pull == (alpha if v > 0 else -alpha)
    assert model.coef_.tolist() == [float(v) for v in w] and model.intercept_ == float(b)


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_scikit_learns_own_checks(fit_intercept):
    """No check is expected to fail."""
    estimator = ExactLasso(alpha=0.01, fit_intercept=fit_intercept)
    results = check_estimator(estimator, expected_failed_checks={}, on_skip=None)
    assert len(results) > 40
    assert {r["status"] for r in results} <= {"passed", "skipped"}


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize(("m", "N"), [(1, 3), (6, 2), (5, 5), (4, 9)])
def test_the_conditions_of_optimality_hold_exactly(m, N, fit_intercept):
    rng = np.random.default_rng(m * N)
    for alpha in (2.0, 0.25, 2.0**-7):
        X, y = rng.standard_normal((m, N)), rng.standard_normal(m)
        model = ExactLasso(alpha, fit_intercept=fit_intercept).fit(X, y)
        check_optimal(model, X, y, Fraction(alpha))
        assert model.unique_ and model.n_iter_ == 1 and model.n_features_in_ == N


def test_of_many_minimisers_the_least_is_taken():
    rng = np.random.default_rng(1)
    A, y = rng.integers(-4, 5, (4, 3)).astype(float), rng.integers(-9, 10, 4).astype(float)
    X = np.hstack([A, A[:, :1], -A[:, :1]])
    model = ExactLasso(alpha=0.125).fit(X, y)
    check_optimal(model, X, y, Fraction(1, 8))
    assert not model.unique_ and model.coef_exact_[0]
    assert model.coef_exact_[0] == model.coef_exact_[3] == -model.coef_exact_[4]
    order = [4, 2, 0, 3, 1]
    again = ExactLasso(alpha=0.125).fit(X[:, order], y)
    assert again.coef_exact_ == tuple(model.coef_exact_[j] for j in order)
    assert model.certificate_.check()


def test_on_diabetes_it_is_what_coordinate_descent_tends_to():
    """F - F* <= gap, and as F - F* >= ||X (w - w*)||**2 / 2m, an error of sqrt(2 m gap) / sigma."""
    X, y = load_diabetes(return_X_y=True)
    centred = X - X.mean(axis=0)
    sigma = np.linalg.svd(centred)[1][-1]
    for alpha in (1.0, 2.0**-4):
        model = ExactLasso(alpha).fit(X, y)
        other = Lasso(alpha, tol=1e-12, max_iter=100_000).fit(X, y)
        w, b = [Fraction(v) for v in other.coef_.tolist()], Fraction(float(other.intercept_))
        least = objective(X, y, model.coef_exact_, model.intercept_exact_, alpha)
        gap = objective(X, y, w, b, alpha) - least
        assert gap >= 0, "nothing is below a minimum"
        bound = np.sqrt(2 * len(y) * float(gap)) / sigma
        assert np.linalg.norm(model.coef_ - other.coef_) <= bound * (1 + 1e-6) + 1e-12
        assert bound < 1e-2 and model.unique_
        assert model.score(X, y) == pytest.approx(other.score(X, y), abs=1e-6)
    assert model.certificate_.digits >= 12
    assert model.certificate_.check()


def test_sparse_data_and_other_types_are_the_numbers_that_they_are():
    from scipy.sparse import coo_array, csr_array

    rng = np.random.default_rng(2)
    X = rng.integers(-3, 4, (7, 4)).astype(np.float32) / 8
    y = rng.integers(-9, 10, 7)
    dense = ExactLasso(alpha=0.03125).fit(X, y)
    check_optimal(dense, X, y, Fraction(1, 32))
    sparse = ExactLasso(alpha=0.03125).fit(csr_array(X), y)
    assert sparse.coef_exact_ == dense.coef_exact_
    assert sparse.predict(csr_array(X)) == pytest.approx(dense.predict(X), abs=1e-12)
    twice = coo_array((np.ones(2), ([0, 0], [0, 0])), shape=(2, 1))
    halves = ExactLasso(alpha=0.125, fit_intercept=False).fit(twice, [1.0, 0.0])
    assert halves.coef_exact_ == (Fraction(7, 16),)


def test_alpha_is_an_exact_number():
    X, y = [[1.0], [0.0]], [1.0, 0.0]
    tenth = ExactLasso(alpha="1/10", fit_intercept=False).fit(X, y)
    assert tenth.coef_exact_ == (Fraction(4, 5),)
    assert ExactLasso(alpha=Fraction(1, 10), fit_intercept=False).fit(X, y).coef_exact_ == (
        Fraction(4, 5),
    )
    assert ExactLasso(alpha=0.1, fit_intercept=False).fit(X, y).coef_exact_ == (
        1 - 2 * Fraction(0.1),
    )
    for alpha in (0, -1.0, float("nan"), float("inf"), None, "a"):
        with pytest.raises(DomainError, match="alpha"):
            ExactLasso(alpha=alpha).fit(X, y)


def test_a_coefficient_without_digits_has_no_certificate():
    model = ExactLasso(alpha="1/3", fit_intercept=False).fit([[2.0**-60]], [1.0])
    assert model.coef_exact_ == (0,) and model.certificate_.digits > 12
    large = ExactLasso(alpha="2^-100", fit_intercept=False).fit([[3 * 2.0**-60]], [1.0])
    with pytest.raises(DomainError, match="coef_"):
        large.certificate_  # noqa: B018


def test_it_is_cloned_pickled_and_fitted_again():
    X, y = load_diabetes(return_X_y=True)
    X, y = X[:30, :4], y[:30]
    model = ExactLasso(alpha=Fraction(1, 3))
    assert clone(model).alpha == Fraction(1, 3)
    first = model.fit(X, y).coef_exact_
    again = pickle.loads(pickle.dumps(model))
    assert again.coef_exact_ == first and again.certificate_.digits == model.certificate_.digits
    assert model.fit(X[:, :2], y).coef_exact_ != first and len(model.certificate_.output) == 2
    search = GridSearchCV(ExactLasso(), {"alpha": [0.1, 10.0]}, cv=3).fit(X, y)
    assert search.best_estimator_.coef_exact_
    scaled = make_pipeline(StandardScaler(), ExactLasso(alpha=0.5)).fit(X, y)
    assert scaled.predict(X).shape == (30,)


def test_columns_keep_their_names():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1.0, 0.0, 2.0], "b": [0.0, 1.0, 1.0]})
    assert ExactLasso(0.1).fit(frame, [1.0, 0.0, 2.0]).feature_names_in_.tolist() == ["a", "b"]


def run(program):
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )


def test_without_scikit_learn_one_error_says_what_to_install():
    done = run("import sys; sys.modules['sklearn'] = None; import computable.recovery.estimator")
    last = done.stderr.splitlines()[-1]
    assert done.returncode and done.stderr.count("Traceback") == 1
    assert last.startswith("computable.errors.DomainError: ExactLasso") and "'solvers'" in last
    idle = run("import sys, computable.recovery; sys.exit('sklearn' in sys.modules)")
    assert idle.returncode == 0, "recovery does not need it"
