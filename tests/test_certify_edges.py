"""Edges of ``certify``: answers far away, numbers beyond float64, certificates that are large."""

import math
import random
from fractions import Fraction

import pytest

from computable import (
    BasisPursuit,
    Budget,
    Certified,
    Lasso,
    LinearProgram,
    Malformed,
    Minimisers,
    Refuted,
    SquareRootLasso,
    Unknown,
    certify,
    solve,
    solve_exact,
)
from proofs import checker_digits


def test_without_a_minimiser_nothing_is_claimed():
    outcome = certify(BasisPursuit(), [[0.0]], [1.0], [0.0])
    assert isinstance(outcome, Unknown)
    assert "infeasible" in outcome.reason
    outcome = certify(LinearProgram([-1]), [[0.0]], [0.0], [0.0])
    assert isinstance(outcome, Unknown)
    assert "unbounded" in outcome.reason


@pytest.mark.parametrize("seed", range(40))
def test_scales_from_2_to_the_minus_1060_on(seed):
    """Underflow and overflow of float64 may cost proofs, never truth; nothing crashes."""
    rng = random.Random(seed)
    m = rng.randint(1, 2)
    N = m if rng.random() < 0.7 else m + 1
    size = rng.choice((-1060, -1040, -1000, -550, -300, 300, 500, 1000))
    A = [[rng.gauss(0, 1) * (1 + 2.0**-8 * rng.random()) for _ in range(N)] for _ in range(m)]
    if m == 2 and rng.random() < 0.7:  # nearly singular
        A[1] = [v * (1 + 2.0**-10 * rng.random()) for v in A[0]]
    A = [[math.ldexp(v, size) for v in row] for row in A]
    y = [math.ldexp(rng.gauss(0, 1), min(1000, size + rng.choice((-20, -10, 0, 5)))) for _ in A]
    lam = Fraction(2) ** (2 * size) * Fraction(rng.random())
    for problem in (
        BasisPursuit(),
        LinearProgram(),
        SquareRootLasso(Fraction(2) ** size),
        Lasso(lam),
    ):
        solved = solve_exact(problem, A, y)
        if not isinstance(solved, Minimisers) or not solved.rational:
            continue
        near = [v if rng.random() < 0.5 else Fraction(float(v)) for v in solved.x]
        for answer in (solved.x, near, [2 * v for v in solved.x]):
            for digits in (None, 3, 16, 60):
                outcome = certify(problem, A, y, answer, digits=digits)
                assert repr(outcome)
                if isinstance(outcome, Unknown):
                    continue
                square = solved.distance_squared(answer)
                assert outcome.distance.lower**2 <= square <= outcome.distance.upper**2


@pytest.mark.parametrize(
    "problem",
    [Lasso(10**400), SquareRootLasso(10**400), BasisPursuit(10**400), LinearProgram([10**400, 1])],
)
def test_numbers_beyond_float64_are_solved_exactly(problem):
    solved = solve_exact(problem, [[1, 2]], [1])
    assert isinstance(solved, Minimisers)
    assert isinstance(certify(problem, [[1, 2]], [1], solved.x), Certified)
    assert isinstance(certify(problem, [[1, 2]], [1], [10**400, 0], digits=1), Refuted)


@pytest.mark.parametrize(
    ("problem", "A", "y", "answer"),
    [
        (SquareRootLasso("1/2"), [[1, 2], [3, 4]], [1, 5], [0, 0.5]),
        (SquareRootLasso("1/2"), [[1, 2], [3, 4]], [1, 5], [0, 0]),
        (BasisPursuit("1/2"), [[-3, -3, -2, -1], [2, 3, -2, -4]], [-3, 0], [-1, 1, 1, 0]),
    ],
)
def test_an_answer_far_away_does_not_mislead(problem, A, y, answer):
    """Floats begin at the answer; the exact minimiser, irrational here, is another way."""
    outcome = certify(problem, A, y, answer, digits=1)
    assert isinstance(outcome, Refuted) and outcome.certificate.check()
    exactly = certify(problem, A, y, solve_exact(problem, A, y))
    assert isinstance(exactly, Certified) and exactly.digits >= 70
    assert exactly.certificate.check()


def test_numbers_beyond_float64_are_no_error():
    for problem in (
        SquareRootLasso("1/4", weights=[1, 10**400]),
        BasisPursuit(weights=[Fraction(1, 10**400), 1]),
    ):
        found = solve(problem, [[1, 2], [3, 4]], [1, 5], digits=3, budget=Budget(depth=64))
        assert isinstance(found, (Certified, Unknown))


def test_decimals_in_lowest_terms_are_no_great_work(tmp_path):
    """Their denominators are the 49 divisors of 10^6; the certificate's sums stay short."""
    rng = random.Random(4)
    A = [[Fraction(rng.randrange(-(10**6), 10**6), 10**6) for _ in range(10)] for _ in range(80)]
    y = [rng.randrange(5) for _ in range(80)]
    outcome = certify(Lasso("1/10"), A, y, solve_exact(Lasso("1/10"), A, y))
    assert isinstance(outcome, Certified)
    assert outcome.certificate.save(tmp_path / "proof.json").exists()
    assert checker_digits.SPENT[0] < 1e8  # 3e9 with a product of all denominators


def test_what_the_checker_refuses_is_not_saved(tmp_path, monkeypatch):
    outcome = certify(Lasso("1/2"), [[1, "1/3"]], [1], ["3/4", 0])
    monkeypatch.setattr(checker_digits, "WORK", 1.0)
    with pytest.raises(Malformed, match="work"):
        outcome.certificate.save(tmp_path / "proof.json")
    assert not (tmp_path / "proof.json").exists()
