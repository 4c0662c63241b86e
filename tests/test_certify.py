"""Certified digits are compared with exact solutions, on matrices of many kinds."""

import random
from fractions import Fraction

import numpy as np
import pytest

from computable import (
    BasisPursuit,
    Budget,
    Certified,
    DomainError,
    Instance,
    Lasso,
    LinearProgram,
    Minimisers,
    Refuted,
    SquareRootLasso,
    Unknown,
    certify,
    solve,
    solve_exact,
)
from computable.inputs import centred_data
from computable.oracle import ProblemData
from computable.problem import norm_squared

KINDS = ("gaussian", "hadamard", "vandermonde", "duplicated", "deficient")
PROBLEMS = ("bp", "qcbp", "lasso", "sr-lasso", "lp")


def matrix(kind, m, N, rng):
    if kind == "hadamard":
        H = np.ones((1, 1))
        while len(H) < N:
            H = np.block([[H, H], [H, -H]])
        return H[rng.permutation(len(H))[:m], :N]
    if kind == "vandermonde":
        nodes = np.sort(rng.uniform(-1, 1, N))
        return np.vander(nodes, min(m, 12), increasing=True).T.copy()
    A = rng.standard_normal((m, N))
    if kind == "duplicated":
        A[:, rng.integers(N)] = A[:, rng.integers(N)]
    if kind == "deficient" and m > 1:
        A[-1] = A[0]
    return A


def drawn(name, kind, m, N, seed):
    """Return a problem with float64 data that has a minimiser."""
    rng = np.random.default_rng([seed, KINDS.index(kind), PROBLEMS.index(name)])
    A = matrix(kind, m, N, rng)
    m = len(A)
    x = np.zeros(N)
    x[rng.permutation(N)[: max(1, m // 4)]] = rng.integers(-3, 4, max(1, m // 4))
    if kind in ("gaussian", "duplicated", "deficient"):
        A = np.round(A * 64) / 64  # so that A x is exact
    if kind == "vandermonde":
        A = np.round(A * 2**20) / 2**20
    y = A @ (np.abs(x) if name == "lp" else x)
    if name in ("qcbp", "lasso", "sr-lasso"):
        y = y + np.round(rng.standard_normal(m) * 8) / 64
        if kind == "deficient":
            y[-1] = y[0]
    scale = Fraction(float(np.abs(A.T @ y).max())) or Fraction(1)
    part = Fraction(int(rng.integers(1, 9)), 16)
    problem = {
        "bp": BasisPursuit(),
        "qcbp": BasisPursuit(part * Fraction(float(np.linalg.norm(y)))),
        "lasso": Lasso(part * scale),
        "sr-lasso": SquareRootLasso(part * scale / (Fraction(float(np.linalg.norm(y))) or 1)),
        "lp": LinearProgram(),
    }[name]
    return problem, A, y


def judged(problem, A, y, seed):
    """Certify answers around the exact solution; return how many outcomes were decided."""
    rng = random.Random(seed)
    solved = solve_exact(problem, A, y)
    assert isinstance(solved, Minimisers)
    decided = 0
    x = [Fraction(float(v)) for v in solved.x]
    if not solved.rational and not solved.unique:
        return 0
    for error in (Fraction(0), Fraction(1, 10**8), Fraction(1, 1000), Fraction(1)):
        answer = [v + error * rng.randint(-8, 8) / 8 if rng.random() < 0.3 else v for v in x]
        digits = rng.choice((None, 1, 3, 7, 14))
        outcome = certify(problem, A, y, answer, digits=digits)
        if isinstance(outcome, Unknown):
            continue
        decided += 1
        bound = Fraction(1, 100**outcome.digits)
        if solved.rational:
            square = solved.distance_squared(answer)
        else:
            off = [a - (v.near(200) if hasattr(v, "near") else v) for a, v in zip(answer, solved.x)]
            square = norm_squared(off)  # within 2^-190 of the truth
        assert (square <= bound) == isinstance(outcome, Certified)
        low, high = outcome.distance.lower, outcome.distance.upper
        slack = Fraction(1, 1 << 180)
        assert low**2 <= square + slack and square <= high**2 + slack
    return decided


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PROBLEMS)
def test_no_wrong_digit_on_small_instances(name, kind):
    decided = 0
    for seed in range(6):
        m, N = (4, 8) if kind == "hadamard" else (3 + seed, 8 + seed)
        decided += judged(*drawn(name, kind, m, N, seed), seed)
    assert decided >= 16  # of 24


@pytest.mark.campaign
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PROBLEMS)
def test_no_wrong_digit_on_large_instances(name, kind):
    """Forty of each kind, 200 of each problem, up to N = 400."""
    decided, sizes = 0, random.Random(f"{name} {kind}")
    for seed in range(40):
        N = sizes.choice((20, 40, 80, 128, 200, 400) if seed % 8 == 0 else (20, 40, 64, 100))
        m = sizes.randint(N // 4, N // 2)
        decided += judged(*drawn(name, kind, m, N, 1000 + seed), seed)
    assert decided >= 80  # of 160


def test_all_precisions_agree():
    """The same claim, by float64, by the checkers' intervals and exactly."""
    A, y = np.array([[1.0, 0.5], [0.25, 1.0]]), np.array([1.0, 0.5])
    problem = Lasso("1/2")
    x = [float(v) for v in solve_exact(problem, A, y).x]
    for digits in (3, 12):
        outcome = certify(problem, A, y, x, digits=digits)
        assert isinstance(outcome, Certified)
        assert outcome.certificate.check()
    thirds = certify(problem, [["1/3", 1]], ["1/7"], [0, 0], digits=20)
    assert isinstance(thirds, Certified)
    assert thirds.certificate.check()
    assert isinstance(certify(problem, A, y, x, digits=40), Refuted)


def test_a_box_is_certified_as_a_whole():
    rng = np.random.default_rng(0)
    A, y = rng.standard_normal((6, 12)), rng.standard_normal(6)
    problem = Lasso(2)
    x = [float(v) for v in solve_exact(problem, A, y).x]
    outcome = certify(problem, A, y, x, A_error="1e-9", y_error=[1e-9] * 6, digits=6)
    assert isinstance(outcome, Certified)
    assert "the box" in outcome.certificate.check()
    corner = solve_exact(problem, A + 1e-9 * rng.choice([-1, 1], A.shape), y - 1e-9)
    assert float(corner.distance_squared(x)) <= 1e-12
    assert isinstance(certify(problem, A, y, x, A_error=0.5, digits=6), Unknown)


@pytest.mark.parametrize(
    ("A", "y", "x", "options", "message"),
    [
        ([[1.0, 2.0]], [1.0, 2.0], [0, 0], {}, "A"),
        ([[1.0, float("nan")]], [1.0], [0, 0], {}, "A[0,1]: got nan"),
        ([[1.0, float("inf")]], [1.0], [0, 0], {}, "A[0,1]: got inf"),
        ([], [], [], {}, "A"),
        ([[1.0, 2.0]], [1.0], [0], {}, "x"),
        ([[1.0, 2.0]], [1.0], [0, 0], {"digits": 0}, "digits: got 0"),
        ([[1.0, 2.0]], [1.0], [0, 0], {"digits": True}, "digits: got True"),
        ([[1.0, 2.0]], [1.0], [0, 0], {"y_error": -1}, "y_error: got -1"),
        ([[1.0, 2.0]], [1.0], [0, 0], {"A_error": [1, 2]}, "A_error: got shape (2,)"),
        ([[1.0, 2.0]], [1.0], [0, float("nan")], {}, "x"),
    ],
)
def test_bad_input_gets_one_clear_error(A, y, x, options, message):
    with pytest.raises(DomainError) as caught:
        certify(Lasso(1), A, y, x, **options)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_lambda_must_be_positive_and_integers_may_be_large():
    for bad in (0, -1):
        with pytest.raises(DomainError, match=f"lam: got {bad}"):
            Lasso(bad)
    outcome = certify(Lasso(1), [[10**400]], [1], [Fraction(1, 10**400)], digits=5)
    assert isinstance(outcome, Certified)


def test_oracles_may_have_errors_on_top():
    instance = Instance.from_dense([[1]], [1])
    data = ProblemData(shape=(1, 1), problem=BasisPursuit(), ask=instance.oracle())
    assert isinstance(certify(BasisPursuit(), data.A, data.y, [1]), Certified)
    wide = certify(BasisPursuit(), data.A, data.y, [1], A_error="1/2", y_error="1/2")
    assert isinstance(wide, Unknown)
    with pytest.raises(DomainError, match="need an oracle"):
        certify(BasisPursuit(), data.A, [1], [1])
    with pytest.raises(DomainError, match="A_error"):
        certify(BasisPursuit(), [[1, 2]], [1], [1, 0], A_error=[[1], [1, 2]])


def test_a_box_whose_small_entries_need_their_real_dual_values():
    problem = BasisPursuit(weights=(1, 1, 1, 2, Fraction(1, 3)))
    A = [[-2, -1, -1, 2, -1], [0, 2, 1, -2, -1], [-2, 0, 0, -2, 1]]
    y = [0, 1, 2]
    x = solve_exact(problem, A, y).x
    outcome = certify(problem, A, y, x, A_error="1e-9", y_error="1e-9", digits=6)
    assert isinstance(outcome, Certified)
    assert outcome.certificate.check()
    honest = solve(problem, Instance.from_dense(A, y), digits=2, budget=Budget(depth=200))
    assert isinstance(honest, Certified)


def test_no_depth_is_promised_that_was_read_already():
    """The matrix has rank 1: no depth will do."""
    tie = Instance.from_dense([[1, 2], [2, 4]], [1, 2])
    outcome = solve(BasisPursuit(), tie, digits=2, budget=Budget(depth=64))
    assert isinstance(outcome, Unknown)
    assert "would settle" not in outcome.reason


def test_a_table_with_a_method_query_is_no_oracle():
    class Table(np.ndarray):
        def query(self, expression):
            raise AssertionError("this is pandas' query")

    A = np.array([[1.0, 0.5], [0.25, 1.0]]).view(Table)
    assert isinstance(certify(Lasso("1/2"), A, [1.0, 0.5], [0.0, 0.0]), Refuted)


def test_a_model_with_an_intercept_belongs_to_centred_data():
    from sklearn.linear_model import Lasso as Solver

    rng = np.random.default_rng(0)
    A = rng.standard_normal((20, 3)) + 5
    y = A @ [1.0, 0.0, -2.0] + 3
    model = Solver(alpha=0.25, tol=1e-12).fit(A, y)
    problem = Lasso(2 * 20 * Fraction(1, 4))
    with pytest.raises(DomainError, match="the model has an intercept"):
        certify(problem, A, y, model)
    assert isinstance(certify(problem, A, y, model.coef_), Refuted)
    outcome = certify(problem, centred_data(A, y), None, model)
    assert isinstance(outcome, Certified)
    assert outcome.digits >= 4


def test_the_honest_solver_takes_plain_data():
    solved = solve(Lasso("1/2"), [[1.0, 0.5], [0.25, 1.0]], [1.0, 0.5], digits=5)
    assert isinstance(solved, Certified)
    with pytest.raises(DomainError, match="oracle: got list"):
        solve(Lasso("1/2"), [[1.0]], digits=5)
