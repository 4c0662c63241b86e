"""Programs with the arguments of SciPy's linprog."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import Bounds, linprog
from scipy.sparse import csr_array

from computable import Certified, DomainError, Minimisers, certify, solve_exact
from computable.inputs import linprog_form


def drawn(seed):
    """Return a feasible program with rows and bounds of all kinds, in quarters."""
    rng = np.random.default_rng(seed)
    n, p, q = rng.integers(2, 6), rng.integers(1, 5), rng.integers(0, 3)
    x = rng.integers(-4, 5, n) / 4
    A_ub, A_eq = (rng.integers(-8, 9, (k, n)) / 4 for k in (p, q))
    bounds = [
        (None if rng.random() < 0.2 else v - rng.integers(0, 3), v + rng.integers(0, 3))
        for v in x.tolist()
    ]
    given = {"A_ub": A_ub, "b_ub": A_ub @ x + rng.integers(0, 3, p), "bounds": bounds}
    if q:
        given |= {"A_eq": A_eq, "b_eq": A_eq @ x}
    return rng.integers(-8, 9, n) / 4, given


@pytest.mark.parametrize("seed", range(60))
def test_optimal_values_are_those_of_highs(seed):
    c, given = drawn(seed)
    form, floats = linprog_form(c, **given), linprog(c, **given)
    solved = solve_exact(form.problem, form.instance)
    if floats.status == 3:
        assert not isinstance(solved, Minimisers)
        return
    x = form.recover(solved.x)
    assert abs(form.program.objective(x) - Fraction(floats.fun)) < 1e-9
    assert form.embed(x) == solved.x or not solved.unique


def test_an_answer_of_scipy_is_certified():
    A_ub, b_ub = csr_array(np.array([[1.0, 2.0], [3.0, 1.0]])), np.array([4.0, 6.0])
    result = linprog([-1.0, -1.0], A_ub, b_ub)
    form = linprog_form([-1.0, -1.0], A_ub, b_ub)
    outcome = certify(form.problem, form.instance, None, form.embed(result.x), digits=12)
    assert isinstance(outcome, Certified)
    assert form.recover(solve_exact(form.problem, form.instance).x) == (
        Fraction(8, 5),
        Fraction(6, 5),
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"A_ub": [[1, 1]]}, "A_ub, b_ub: got one of them, need both or none"),
        ({"A_ub": [[1]], "b_ub": [1]}, "A_ub: got 1 columns, need 2"),
        ({"A_eq": [[1, 1]], "b_eq": [1, 2]}, "y"),
        ({"bounds": [(0, 1, 2), (0, 1)]}, "bounds: need one pair (least, largest), or 2 of them"),
        ({"bounds": [(0, 1)] * 3}, "bounds: need one pair"),
        ({"bounds": 5}, "bounds: need one pair"),
        ({"bounds": [(0, 1), 5]}, "bounds: need one pair"),
        ({"bounds": [(0, 1), None]}, "bounds: need one pair"),
        ({"bounds": ("0", "1")}, "bounds of x0: got the string '0'"),
        ({"bounds": (1, 0)}, "x0: got the lower bound 1 above 0"),
        ({"bounds": (float("nan"), 0)}, "bounds of x0: got nan"),
        ({"bounds": (float("inf"), None)}, "bounds of x0: got inf"),
        ({"bounds": None}, "program: need a row"),
    ],
)
def test_bad_programs(given, message):
    with pytest.raises(DomainError) as error:
        linprog_form([1, 2], **given)
    assert message in str(error.value)


def test_bounds_as_scipy_takes_them():
    both = {"A_ub": [[1, 1]], "b_ub": [3]}
    expected = linprog_form([1, 2], **both, bounds=[(0, 1), (0, 1)])
    for bounds in ([(0, 1)], (0, 1), np.array([0, 1]), Bounds(0, 1), (np.array(0), np.array(1))):
        assert linprog_form([1, 2], **both, bounds=bounds) == expected
    unbounded = linprog_form([1, 2], **both, bounds=(0, np.float32(np.inf)))
    assert unbounded == linprog_form([1, 2], **both)


def test_there_and_back_with_results_as_they_are():
    given = {"A_ub": [[1, 1]], "b_ub": [4], "bounds": [(0, 3), (0, None)]}
    form, result = linprog_form([-1, -2], **given), linprog([-1, -2], **given)
    solved = solve_exact(form.problem, form)
    assert form.recover(solved) == (0, 4)
    outcome = certify(form.problem, form, None, form.embed(result), digits=9)
    assert isinstance(outcome, Certified)
