"""Results of solvers: the answer they hold, the problem they state, centred data."""

import math
from fractions import Fraction

import numpy as np
import pytest
from given_data import Frame, dense, exactly
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import linprog

from computable import (
    BasisPursuit,
    DomainError,
    ExactLasso,
    LinearProgram,
    certify,
    solve,
    solve_exact,
)
from computable.inputs import as_given, as_point, centred_data, solution_of
from computable.inputs import problem_of as stated
from computable.problem import Lasso

FINITE = st.floats(allow_nan=False, allow_infinity=False)
SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=5)
HALF = Fraction(1, 2)


def fitted(name, **parameters):
    from sklearn import linear_model

    rng = np.random.default_rng(5)
    A = rng.normal(size=(8, 4))
    y = A @ [1, 0, 0, -2] + rng.normal(size=8) / 10 + 1
    return getattr(linear_model, name)(**parameters).fit(A, y), as_given(A, y)


@pytest.mark.parametrize("name", ["Lasso", "LassoLars", "ElasticNet"])
@pytest.mark.parametrize("intercept", [False, True])
def test_a_fitted_lasso_minimises_the_problem_that_it_states(name, intercept):
    """The stated objective, in exact arithmetic, is least at the answer, near enough.

    The objective is strictly convex here, and a step of t along e_j changes it by
    ``t (gradient) + t**2 ||a_j||**2``: with t = 1/100 the second term exceeds what a gradient of
    1e-3, far beyond what the solvers stop at, can take away.
    """
    more = {"l1_ratio": 1} if name == "ElasticNet" else {}
    if name != "LassoLars":
        more["tol"] = 1e-10
    model, data = fitted(name, alpha=0.1, fit_intercept=intercept, **more)
    problem = stated(model, rows=8, centred=intercept)
    assert problem == Lasso(16 * Fraction(0.1))
    instance = (centred_data(data) if intercept else data).instance()
    x = as_point(solution_of(model, 4), 4)[1]
    assert x == tuple(Fraction(v) for v in model.coef_)
    least = problem.objective(instance, x)
    for j in range(4):
        for step in (Fraction(1, 100), Fraction(-1, 100)):
            other = [v + (step if i == j else 0) for i, v in enumerate(x)]
            assert least < problem.objective(instance, other)


def test_models_chosen_by_cross_validation():
    model, _ = fitted("LassoCV", cv=2, fit_intercept=False)
    assert stated(model, rows=8) == Lasso(16 * Fraction(float(model.alpha_)))


def test_a_class_of_ones_own_is_the_lasso_that_it_is_derived_from():
    from sklearn.linear_model import Lasso as Estimator

    class Mine(Estimator):
        pass

    model = Mine(alpha=0.5, fit_intercept=False).fit([[1.0], [2.0]], [3.0, 4.0])
    assert stated(model, rows=2) == Lasso(2)
    assert solution_of(model, 1)[0] == model.coef_[0]


def test_models_whose_problem_is_none_of_ours():
    for name, parameters, message in [
        ("Lasso", {}, "Lasso: got fit_intercept=True, need centred data"),
        ("Lasso", {"fit_intercept": False, "positive": True}, "Lasso: got positive=True"),
        ("LassoLars", {"fit_intercept": False, "positive": True}, "LassoLars: got positive=True"),
        ("ElasticNet", {"fit_intercept": False}, "ElasticNet: got l1_ratio = 0.5, need 1"),
    ]:
        model, _ = fitted(name, **parameters)
        assert solution_of(model, 4).shape == (4,)
        with pytest.raises(DomainError, match=message):
            stated(model, rows=8)
    model, _ = fitted("Lasso", fit_intercept=False)
    with pytest.raises(DomainError, match="got fit_intercept=False, need the data"):
        stated(model, rows=8, centred=True)
    for rows in (None, 0, True, 2.0):
        with pytest.raises(DomainError, match=f"Lasso: got rows = {rows}, need the number m"):
            stated(model, rows=rows)
    model.alpha = 0
    with pytest.raises(DomainError, match="lam: got 0, need a positive rational"):
        stated(model, rows=8)


def test_estimators_without_an_answer():
    from sklearn.cluster import KMeans
    from sklearn.linear_model import Lasso as Estimator
    from sklearn.linear_model import MultiTaskLasso, Ridge
    from sklearn.pipeline import make_pipeline

    for use in (solution_of, stated):
        with pytest.raises(DomainError, match="Lasso: is not fitted"):
            use(Estimator())
    with pytest.raises(DomainError, match="Pipeline: got several steps, need the last one"):
        solution_of(make_pipeline(Estimator()))
    with pytest.raises(DomainError, match="KMeans: is not fitted or not linear"):
        solution_of(KMeans())
    ridge = Ridge().fit(np.eye(2), [1.0, 2.0])
    assert solution_of(ridge, 2).shape == (2,)
    assert stated(ridge) is None
    several = MultiTaskLasso(alpha=0.1).fit(np.eye(3), np.eye(3)[:, :2])
    with pytest.raises(DomainError, match="MultiTaskLasso: is none of our problems"):
        stated(several)
    with pytest.raises(DomainError, match=r"x: got shape \(2, 3\), need one column"):
        solution_of(several)


def test_centred_data_are_exact():
    values = np.random.default_rng(1).normal(size=(3, 2))
    found = centred_data(as_given(Frame(a=values[:, 0], b=values[:, 1]), [0.1, 0.2, 0.7]))
    assert found.names == ("a", "b")
    rows = exactly(values)
    means = [sum(column) / 3 for column in zip(*rows)]
    expected = [[v - mean for v, mean in zip(row, means)] for row in rows]
    assert dense(found.instance()) == expected
    assert sum(found.instance().y) == 0
    half = centred_data(as_given([[1, 2], [3, 2]], [0, 1]))
    assert half.A.tolist() == [[-1, 0], [1, 0]] and half.y.tolist() == [-0.5, 0.5]


def test_centred_data_have_a_limit(monkeypatch):
    from computable.inputs import results

    monkeypatch.setattr(results, "LARGEST", 3)
    with pytest.raises(DomainError, match=r"A: got shape \(2, 2\), need at most 2\^24 entries"):
        centred_data(as_given(np.eye(2), [1, 2]))


def test_linprog():
    result = linprog([1, 2], A_eq=[[1, 1]], b_eq=[1], bounds=(0, None))
    assert solution_of(result, 2).tolist() == [1, 0]
    assert stated(result) is None
    infeasible = linprog([1], A_eq=[[1]], b_eq=[-1], bounds=(0, None))
    with pytest.raises(
        DomainError, match=r"OptimizeResult: got status 2 .*, need a solved problem"
    ):
        solution_of(infeasible)
    infeasible.success = True
    with pytest.raises(DomainError, match="OptimizeResult: got status 2"):
        solution_of(infeasible)


def test_cvxpy():
    import cvxpy as cp

    x, z = cp.Variable(2, name="x"), cp.Variable(name="z")
    problem = cp.Problem(cp.Minimize(cp.norm1(x)), [x[0] + 2 * x[1] == 1])
    for unsolved, message in [
        (x, "Variable: has no value, need a solved problem"),
        (problem, "Problem: got status None, need a solved problem"),
    ]:
        with pytest.raises(DomainError, match=message):
            solution_of(unsolved)
    problem.solve(solver=cp.CLARABEL)
    assert (solution_of(problem, 2) == x.value).all()
    assert (solution_of(x, 2) == x.value).all()
    assert stated(problem) is None
    single = cp.Problem(cp.Minimize(z), [z >= 3])
    single.solve(solver=cp.CLARABEL)
    assert solution_of(single, 1).tolist() == [z.value]
    two = cp.Problem(cp.Minimize(cp.norm1(x) + z), [x[0] == 1, z >= 0])
    two.solve(solver=cp.CLARABEL)
    with pytest.raises(DomainError, match=r"Problem: got the variables .*, need one"):
        solution_of(two)
    infeasible = cp.Problem(cp.Minimize(z), [z >= 1, z <= 0])
    infeasible.solve(solver=cp.CLARABEL)
    with pytest.raises(DomainError, match="Problem: got status infeasible"):
        solution_of(infeasible)


class Tensor:
    """PyTorch's manners: no array while there is a gradient, or of some types."""

    def __init__(self, values, gradient=True, error=None):
        self.values, self.gradient, self.error = values, gradient, error

    def detach(self):
        return Tensor(self.values, False, self.error)

    def numpy(self):
        if self.gradient:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")
        if self.error:
            raise self.error
        return np.array(self.values, dtype=np.float32)

    def __array__(self, dtype=None, copy=None):
        return self.numpy()


def test_tensors():
    assert solution_of(Tensor([0.1]), 1).tolist() == [float(np.float32(0.1))]
    with pytest.raises(DomainError, match="Tensor: has no NumPy array: unsupported ScalarType"):
        solution_of(Tensor([1], error=TypeError("unsupported ScalarType BFloat16")))
    assert as_given(Tensor([[0.5]], gradient=False), [1]).A.tolist() == [[0.5]]
    with pytest.raises(DomainError, match="A: got no NumPy array: Can't call numpy"):
        as_given(Tensor([[0.5]]), [1])


def test_plain_numbers():
    assert solution_of([0.5, 1], 2).dtype == np.float64
    assert solution_of(np.array([[1, 2]]), 2).tolist() == [1, 2]
    assert solution_of(("1/3", 2)).tolist() == [Fraction(1, 3), 2]
    assert stated([1, 2]) is None
    with pytest.raises(ValueError, match="read-only"):
        solution_of(["1/3"])[0] = 1
    for x, message in [
        ([0.5], "x: got 1 entries, need 2"),
        (None, "x: got NoneType"),
        ([1, math.nan], r"x\[1\]: got nan"),
    ]:
        with pytest.raises(DomainError, match=message):
            solution_of(x, 2)


def test_what_this_library_returned():
    A, y, problem = [[1, 2], [0, 3]], [1, 2], Lasso("1/2")
    solved = solve_exact(problem, A, y)
    assert list(solution_of(solved, 2)) == list(solved.x)
    found = solve(problem, A, y, digits=4)
    assert list(solution_of(found)) == list(found.answer)
    wrong = certify(problem, A, y, [5, 5], digits=1)
    for result in (wrong, solve_exact(BasisPursuit(), [[0, 0]], [1])):
        with pytest.raises(DomainError, match="need a minimiser or an answer"):
            solution_of(result)


def test_arrays_of_floats_are_data_in_problems_too():
    cost = np.array([0.1, 2])
    assert LinearProgram(cost).cost == (Fraction(0.1), 2)
    assert BasisPursuit(weights=cost).weights == (Fraction(0.1), 2)
    with pytest.raises(DomainError, match=r"cost\[0\]: got the float 0.1; write"):
        LinearProgram(cost.tolist())  # decimals, perhaps
    with pytest.raises(DomainError, match=r"cost\[1\]: got nan, need a finite number"):
        LinearProgram(np.array([1, np.nan]))
    for bad in (5, np.array(1.0), {1: 2}, b"12", "12"):
        with pytest.raises(DomainError, match=r"weights: got .*, need a list of rationals"):
            BasisPursuit(weights=bad)


def test_classes_are_no_data():
    with pytest.raises(DomainError, match="x: got the class Lasso, need an answer"):
        solution_of(Lasso)
    with pytest.raises(DomainError, match="A: got the class Lasso, need data"):
        as_given(Lasso, [1])


def test_the_exact_estimator_states_its_problem():
    from sklearn.pipeline import make_pipeline

    model = ExactLasso(alpha=0.5, fit_intercept=False).fit([[1.0, 2.0], [0.5, 1.0]], [1.0, 2.0])
    assert stated(model, rows=2) == Lasso(2)
    with pytest.raises(DomainError, match="got several steps, need the last one"):
        stated(make_pipeline(model), rows=2)
