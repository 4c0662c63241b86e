"""The honest solver: right wherever it answers, as deep as needed, and refuted by nobody."""

import math
import random
from fractions import Fraction

import pytest

from computable import (
    Budget,
    Certified,
    DomainError,
    Honest,
    Instance,
    Lasso,
    Refuted,
    SquareRootLasso,
    TieFamily,
    Unknown,
    refute,
    solve,
)
from computable.oracle import (
    ProblemData,
    Transcript,
    alternating,
    exact,
    highest,
    lowest,
    nearest_dyadic,
    scattered,
)
from computable.problem import norm_squared
from proofs.adversary import problem_named

PROBLEMS = ("bp", "qcbp", "lasso", "sr-lasso", "lp")
WAYS = (exact, nearest_dyadic, lowest, highest, alternating, scattered(7))


def listening(instance, problem, answers):
    """Return data and the transcript of what is read of them."""
    transcript, ask = Transcript(), instance.oracle(answers)

    def answer(entry, n):
        value = ask(entry, n)
        transcript.record(entry, n, value)
        return value

    return ProblemData(shape=instance.shape, problem=problem, ask=answer), transcript


def least_depth(family, gap, digits):
    """Return the least n with 2^-n < c eta / 2 (before, the box contains another winner), 10^-K."""
    tie = math.floor(-math.log2(float(family.centre_entry * gap) / 2)) + 1
    return max(tie, math.ceil(digits * math.log2(10)))


@pytest.mark.parametrize(("digits", "gap"), [(1, 12), (1, 64), (6, 31), (6, 140)])
@pytest.mark.parametrize("rows", [1, 3, 6])
@pytest.mark.parametrize("name", PROBLEMS)
def test_it_reads_at_most_8_bits_deeper_than_needed(name, digits, rows, gap):
    problem = problem_named(name)
    family = TieFamily.rational(problem, digits=digits, columns=3, rows=rows)
    if name == "lp" and rows > 1:  # a block entry of 0 is degenerate: the next test
        block = (Fraction(1, 2),) * (rows - 1)
        family = TieFamily(
            problem=problem, digits=digits, columns=3, right=family.right, block_right=block
        )
    eta = min(Fraction(1, 1 << gap), family.largest_gap)
    for answers in WAYS:
        data, transcript = listening(family.raised(1, eta), problem, answers)
        solved = solve(problem, data, digits=digits, budget=Budget(depth=gap + 60))
        assert isinstance(solved, Certified)
        assert solved.depth == transcript.depth
        assert solved.depth <= least_depth(family, eta, digits) + 8
        x = family.minimiser(1, eta)
        assert norm_squared([a - b for a, b in zip(solved.answer, x)]) <= Fraction(1, 100) ** digits
        assert "the box" in solved.certificate.check()


def test_a_degenerate_linear_program_is_unknown():
    """With y_1 = 0 some instances of every box have no solution, or one far away."""
    family = TieFamily.rational(problem_named("lp"), digits=1, columns=2, rows=2)
    instance = family.raised(0, Fraction(1, 1 << 10))
    outcome = solve(family.problem, instance, digits=1, budget=Budget(depth=60))
    assert isinstance(outcome, Unknown)


@pytest.mark.parametrize("digits", [1, 5, 20])
@pytest.mark.parametrize("name", PROBLEMS)
def test_the_digits_hold_on_random_regular_instances(name, digits):
    rng, problem = random.Random(f"{name} {digits}"), problem_named(name)
    proved = 0
    for _ in range(6):
        m, N = rng.randint(1, 3), rng.randint(3, 5)
        A = [[Fraction(rng.randint(-64, 64), 32) for _ in range(N)] for _ in range(m)]
        x = [Fraction(rng.randint(0, 8), 4) * (rng.random() < 0.5) for _ in range(N)]
        instance = Instance.from_dense(A, Instance.from_dense(A, [0] * m).apply(x))
        data, _ = listening(instance, problem, rng.choice(WAYS))
        outcome = solve(problem, data, digits=digits, budget=Budget(depth=256))
        if isinstance(outcome, Certified):
            proved += 1
            assert outcome.certificate.check()
            exactly = solve(problem, instance, digits=digits + 3, budget=Budget(depth=400))
            off = [a - b for a, b in zip(outcome.answer, exactly.answer)]
            assert norm_squared(off) <= (Fraction(1, 10**digits) * (1 + Fraction(1, 1000))) ** 2
    assert proved >= 2


@pytest.mark.parametrize("name", PROBLEMS)
def test_nobody_refutes_it(name):
    for digits in (1, 4):
        for options in ({}, {"gap": "2^-20"}, {"rows": 2}, {"columns": 4}):
            outcome = refute(
                Honest(digits=digits, depth=96), problem=name, digits=digits, **options
            )
            assert not isinstance(outcome, Refuted)


def test_at_a_tie_it_says_so():
    problem = Lasso("1/2")
    family = TieFamily.rational(problem, digits=2, columns=3)
    outcome = solve(problem, family.centre, digits=2, budget=Budget(depth=200))
    assert isinstance(outcome, Unknown)
    assert "a tie as far as was read" in outcome.reason


@pytest.mark.parametrize("name", PROBLEMS)
def test_it_estimates_the_depth_that_it_was_not_given(name):
    problem = problem_named(name)
    family = TieFamily.rational(problem, digits=1, columns=2)
    instance = family.raised(0, Fraction(1, 1 << 40))
    outcome = solve(problem, instance, digits=1, budget=Budget(depth=30))
    assert isinstance(outcome, Unknown)
    words = outcome.reason.split()
    estimate = int(words[words.index("depth", 3) + 3]) if "about" in words else 0
    assert abs(estimate - 42) <= 8


def test_budgets_and_bad_input():
    instance = Instance.from_dense([[1, 2]], [1])
    problem = SquareRootLasso("1/8")
    assert isinstance(solve(problem, instance, digits=2, budget=Budget(queries=2)), Unknown)
    assert isinstance(solve(problem, instance, digits=50, budget=Budget(depth=20)), Unknown)
    for digits in (0, True, 2.5, 10**6):
        with pytest.raises(DomainError, match="digits"):
            solve(problem, instance, digits=digits)
    with pytest.raises(DomainError, match="oracle"):
        solve(problem, [[1, 2]], digits=1)
    with pytest.raises(DomainError, match="problem"):
        solve("lasso", instance, digits=1)
