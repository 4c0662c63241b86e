"""Edges of ``certify``: answers far away, numbers beyond float64, certificates that are large."""

import random
from fractions import Fraction

import pytest

from computable import (
    BasisPursuit,
    Budget,
    Certified,
    Lasso,
    Malformed,
    Refuted,
    SquareRootLasso,
    Unknown,
    certify,
    solve,
    solve_exact,
)
from proofs import checker_digits


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
