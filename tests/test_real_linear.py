"""Arrays of exact reals: solutions against exact and known ones, problem data, zeros."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import computable.exact as exact_algebra
from computable import BasisPursuit, DomainError, Real, Refuted, UndecidedError, refute
from computable.oracle import from_rational
from computable.real import cos, exp, from_oracle, maximum, minimum, pi, sqrt, zero_between
from computable.real.linear import inverse, matrix, problem_data, solve, vector
from computable.testing import answer_styles, rationals


@st.composite
def systems(draw, most=4):
    n = draw(st.integers(1, most))
    rows = draw(st.lists(st.lists(rationals(), min_size=n, max_size=n), min_size=n, max_size=n))
    right = draw(st.lists(rationals(), min_size=n, max_size=n))
    assume(exact_algebra.rank(rows) == n)
    return rows, right


@given(systems())
@settings(max_examples=40)
def test_rational_systems_are_solved_exactly(system):
    rows, right = system
    found = solve(rows, right)
    assert tuple(x.rational for x in found) == exact_algebra.solve(rows, right)
    product = matrix(rows) @ inverse(rows)
    assert [[x.rational for x in row] for row in product] == np.eye(len(rows)).tolist()


@given(systems(), answer_styles())
@settings(max_examples=40)
def test_solutions_from_oracles_enclose_the_exact_one(system, answers):
    rows, right = system
    oracles = [[from_oracle(from_rational(v, answers=answers)) for v in row] for row in rows]
    found = solve(oracles, right)
    for x, truth in zip(found, exact_algebra.solve(rows, right), strict=True):
        interval = x.enclosure(60)
        assert truth in interval and interval.width <= Fraction(2, 2**60)
        assert x.rational is None  # an oracle is never known to be rational
    assert all(x.inputs for x in found)


def test_irrational_systems():
    A = matrix([[sqrt(i + j + 1) for j in range(5)] for i in range(5)])
    x = solve(A, vector(range(5)))
    residual = A @ x - vector(range(5))
    assert [r.digits(40) for r in residual] == ["0." + "0" * 40] * 5
    identity = A @ inverse(A)
    assert identity[2, 2].digits(30) == "1." + "0" * 30


def test_the_hilbert_matrix():
    n = 30
    H = matrix([[Fraction(1, i + j + 1) for j in range(n)] for i in range(n)])
    assert sum(x.rational for x in inverse(H).flat) == n * n  # a known identity


def test_singular_matrices():
    with pytest.raises(DomainError, match="singular"):
        inverse([[1, 2], [2, 4]])
    x = solve([[sqrt(2), 2], [1, sqrt(2)]], [1, 0])
    with pytest.raises(UndecidedError, match="determinant"):
        x[0].digits(3)


@pytest.mark.parametrize(
    "call",
    [
        lambda: matrix([[1, 2], [3]]),
        lambda: matrix(5),
        lambda: matrix([[1, None]]),
        lambda: vector([float("nan")]),
        lambda: inverse([[1, 2]]),
        lambda: inverse([]),
        lambda: solve([[1]], [1, 2]),
        lambda: matrix([[1]]) + 0.5,
        lambda: problem_data([[1, 2]], [1, 2], BasisPursuit()),
    ],
)
def test_wrong_shapes_and_entries(call):
    with pytest.raises(DomainError):
        call()


def test_arrays_index_and_compute_as_numpy_does():
    A = matrix([[1, 2, 3], [4, 5, 6]])
    assert A.shape == (2, 3) and A.T.shape == (3, 2)
    assert [x.rational for x in A[:, 1]] == [2, 5] and A[1, -1].rational == 6
    assert (A[:, ::2] @ vector([1, -1]))[0].rational == -2
    assert np.sqrt(A)[1, 0].digits(5) == "2.00000"
    assert np.exp(vector([0, 1])).sum().digits(5) == "3.71828"
    assert (2 * A - A / 2)[0, 0].rational == Fraction(3, 2)


@given(st.integers(0, 200))
def test_problem_data_answer_for_their_numbers(n):
    data = problem_data([[1, sqrt(2)], [pi, 0]], ["1/3", exp(1)], BasisPursuit())
    assert data.shape == (2, 2)
    assert abs(data.A.query(0, 1, n) - sqrt(2).query(n + 10)) <= Fraction(1, 2**n) * 2
    A, y = data.read(n)
    assert A[0][0] == 1 and abs(y[0] - Fraction(1, 3)) <= Fraction(1, 2**n)
    again = matrix(data.A)
    assert (again[1, 0] - pi).digits(30) == "0." + "0" * 30


def test_an_algorithm_in_exact_reals_is_refuted_too():
    def solver(data):
        row, y = matrix(data.A)[0], vector(data.y)[0]
        largest = max(range(len(row)), key=lambda j: row[j].query(100))
        x = y / row[largest]
        return [x.query(100) if j == largest else 0 for j in range(len(row))]

    outcome = refute(solver, problem="bp", digits=3)
    assert isinstance(outcome, Refuted)
    outcome.certificate.check()


@given(st.lists(rationals(), min_size=1, max_size=4, unique=True))
def test_zeros_of_polynomials(roots):
    roots = sorted(roots)

    def product(x):
        result = x - roots[0]
        for root in roots[1:]:
            result = result * (x - root) ** 2
        return result

    assume(len(roots) == 1 or roots[0] + 1 < roots[1])
    found = zero_between(product, roots[0] - 1, roots[0] + Fraction(1, 2))
    assert roots[0] in found.enclosure(200)


def test_zeros_of_other_functions():
    assert zero_between(cos, 1, 2).digits(60) == (pi / 2).digits(60)
    assert (zero_between(lambda x: exp(x) - 10, 0, 3) - Real(10).log()).digits(
        99
    ) == "0." + "0" * 99
    hidden = zero_between(lambda x: sqrt(abs(x)) - Fraction(1, 2), 0, 1)
    assert hidden.digits(40) == "0.25" + "0" * 38
    flat = zero_between(lambda x: maximum(x - 1, 0) + minimum(x + 1, 0), -3, 4)
    assert -1 <= flat.query(50) <= 1
    with pytest.raises(DomainError, match="positive at -1 and at 1"):
        zero_between(lambda x: x * x + 1, -1, 1)
    with pytest.raises(UndecidedError):
        zero_between(lambda x: sqrt(2) ** 2 - 2 + 0 * x, -1, 1)
