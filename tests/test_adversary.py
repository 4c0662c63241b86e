"""Whatever halts is refuted, with a proof; what reads deep enough for a gap survives it."""

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import Answer, Budget, DomainError, Failed, Refuted, Unknown, refute
from computable.algorithm import Deadline, InProcess
from computable.exact import is_float64
from computable.problem import BasisPursuit, LinearProgram, TieFamily
from computable.testing import algorithms, answer_styles, problems, tie_families
from proofs.adversary import below_precision
from proofs.replay import replay

ZERO = Fraction(0)


def exact_on_raised(family, gap):
    """Return the algorithm that reads deep enough to be exact on all ``raised(j, gap)``."""
    unit = family.centre_entry * min(family.gauge[: family.columns]) * gap
    depth = 3 + max(0, unit.denominator.bit_length() - unit.numerator.bit_length() + 1)

    def solve(data):
        entries = [data.A.query(0, j, depth) for j in range(family.columns)]
        excess = [a - family.centre_entry * g for a, g in zip(entries, family.gauge)]
        return family.minimiser(excess.index(max(excess)), gap)

    return solve


def assert_refuted(outcome, digits):
    assert isinstance(outcome, Refuted), outcome
    outcome.certificate.check()
    assert outcome.certificate.error_squared > Fraction(1, 100**digits)


@settings(max_examples=300, deadline=None)
@given(algorithms(), tie_families(), answer_styles())
def test_every_halting_algorithm_is_refuted(algorithm, family, answers):
    runner = InProcess(algorithm)
    outcome = below_precision(
        runner, family, answers=answers, deadline=Deadline(None), about={"algorithm": "drawn"}
    )
    assert_refuted(outcome, family.digits)


@settings(max_examples=100, deadline=None)
@given(algorithms(depth=60), problems(), st.integers(1, 9), st.integers(2, 5), st.integers(1, 3))
def test_refute_needs_no_preparation(algorithm, problem, digits, columns, rows):
    outcome = refute(algorithm, problem=problem, digits=digits, columns=columns, rows=rows)
    assert_refuted(outcome, digits)
    if not algorithm.memory:
        assert replay(outcome.certificate, algorithm).reproduced


@settings(max_examples=100, deadline=None)
@given(tie_families(), st.integers(0, 60), answer_styles())
def test_what_reads_deep_enough_survives_its_gap_and_no_smaller_one(family, k, answers):
    gap = family.largest_gap / 2**k
    size = {"digits": family.digits, "columns": family.columns, "rows": family.shape[0]}
    family = TieFamily.rational(family.problem, **size)
    gap = min(gap, family.largest_gap)
    solve = exact_on_raised(family, gap)
    outcome = refute(solve, problem=family.problem, gap=gap, answers=answers, **size)
    assert isinstance(outcome, Unknown)
    assert "survived" in outcome.reason
    assert_refuted(refute(solve, problem=family.problem, answers=answers, **size), family.digits)


@given(st.integers(1, 6), st.integers(2, 5))
def test_one_digit_less_survives(digits, columns):
    """The centroid of the family for K has K - 1 digits on all of it."""
    family = TieFamily.rational(BasisPursuit(), digits=digits, columns=columns)
    centroid = family.centroid()
    for j in range(columns):
        for k in (2, 10, 100):
            x = family.minimiser(j, Fraction(1, 2**k))
            error = sum((a - b) ** 2 for a, b in zip(centroid, x))
            assert Fraction(1, 100**digits) < error <= Fraction(1, 100 ** (digits - 1))


@pytest.mark.parametrize("columns", [2, 50, 1000])
@pytest.mark.parametrize("depth", [0, 1, 10_000, 100_000])
def test_wide_and_deep(columns, depth):
    def largest(data):
        entries = [data.A.query(0, j, depth) for j in range(columns)]
        return [Fraction(1, 100) if j == entries.index(max(entries)) else 0 for j in range(columns)]

    outcome = refute(largest, problem="sr-lasso", digits=3, columns=columns)
    assert_refuted(outcome, 3)
    assert outcome.gap.denominator.bit_length() >= depth


def test_weights_and_costs_decide_the_size():
    for problem in (BasisPursuit(weights=[1, 2, 3, 5]), LinearProgram([5, 1, 1])):
        outcome = refute(lambda data: [0] * data.shape[1], problem=problem, digits=2)
        assert_refuted(outcome, 2)
        given = getattr(problem, "cost", None) or problem.weights
        assert len(outcome.certificate.output) == len(given)


def test_a_depth_that_no_certificate_holds_is_unknown():
    for depth in (3_900_001, 10**30, 10**5000):
        assert isinstance(refute(lambda d, n=depth: [d.A.query(0, 0, n), 0]), Unknown)


def test_an_output_that_no_certificate_holds_is_a_failure():
    assert isinstance(refute(lambda data: [1 << 5_000_000, 0]), Failed)


def test_in_precision_means_float64_data():
    outcome = refute(lambda A, y: [y[0] / A[0, 0], 0], attack="in precision")
    assert_refuted(outcome, 1)
    assert outcome.attack == "in precision"
    instance = outcome.certificate.instance
    assert all(is_float64(v) for column in instance.columns for _, v in column)
    assert all(is_float64(v) for v in instance.y)


def test_an_exact_float_method_survives_in_precision_and_falls_below_it():
    def exact(A, y):
        j = A[0].argmax()
        return [Fraction(y[0]) / Fraction(A[0, j]) if i == j else 0 for i in range(A.shape[1])]

    assert isinstance(refute(exact, attack="in precision"), Unknown)
    outcome = refute(exact)
    assert_refuted(outcome, 1)
    assert outcome.attack == "below precision"
    assert outcome.gap < Fraction(1, 2**53)


def test_honest_failure_in_precision_is_no_refutation():
    def honest(A, y):
        return Answer(values=[0.0, 0.0], status="did not converge", success=False)

    outcome = refute(honest, attack="in precision")
    assert isinstance(outcome, Unknown)
    assert "warning" in outcome.reason
    outcome = refute(honest)
    assert isinstance(outcome, Failed)
    assert "did not converge" in outcome.reason


def test_a_survivor_is_not_credited_with_runs_that_gave_no_answer():
    def fragile(A, y):
        if A.max() - 1 < 2.0**-20:
            raise ArithmeticError("too close")
        j = A[0].argmax()
        return [Fraction(y[0]) / Fraction(A[0, j]) if i == j else 0 for i in range(2)]

    outcome = refute(fragile, attack="in precision")
    assert isinstance(outcome, Unknown)
    assert "38 answers" in outcome.reason  # gaps 2^-2 to 2^-20, both columns
    assert "64 runs gave no answer" in outcome.reason
    assert "too close" in outcome.reason


BAD = [
    {"problem": "tv"},
    {"problem": 3},
    {"digits": 0},
    {"columns": 1},
    {"rows": 0},
    {"attack": "brute force"},
    {"gap": "1/2"},
    {"gap": 0.001},
    {"problem": BasisPursuit(weights=[1, 1]), "columns": 5},
]


@pytest.mark.parametrize("arguments", BAD, ids=str)
def test_misuse_is_one_clear_error(arguments):
    with pytest.raises(DomainError):
        refute(lambda data: [0, 0], **arguments)


def test_a_budget_ends_the_search_in_precision():
    def slow(A, y):
        time.sleep(0.05)
        j = A[0].argmax()
        return [Fraction(y[0]) / Fraction(A[0, j]) if i == j else 0 for i in range(2)]

    outcome = refute(slow, attack="in precision", budget=Budget(seconds=0.2))
    assert isinstance(outcome, Unknown)
    assert "longer" in outcome.reason


def test_the_search_runs_the_widest_gap_first():
    seen = []

    def spy(A, y):
        seen.append(Fraction(A.max()) - 1)
        j = A[0].argmax()
        return [Fraction(y[0]) / Fraction(A[0, j]) if i == j else 0 for i in range(2)]

    refute(spy, attack="in precision")
    assert len(seen) == 2 * 51  # gaps 2^-2 to 2^-52, both columns
    assert seen == sorted(seen, reverse=True)
