"""Exercises of notebook 11: perturbations, a bound attained by half, plans, matrices that tie."""

from fractions import Fraction

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from judged_answers import assert_accepted, assert_rejected, name_of

from computable.exact import inverse
from computable.firenet import (
    Firenet,
    attack,
    change_bound,
    float_norm_balls,
    lipschitz_bound,
)
from computable.firenet.stability.change import check_truth
from computable.problem import dot, norm_squared
from computable.recovery import solve_exact
from computable.teaching import check, exercises_11, given
from computable.testing import rationals

TINY = Fraction(1, 2**22)
HALF = Fraction(1, 2)

ACCEPTED = [
    ("11-1", [0, 0, 0, 0, 0, 0, "1/1000"]),
    ("11-1", [0, 0, 0, 0, 0, 0, "-1/1000"]),
    ("11-1", [0, 0, 0, 0, 0, "7/10000", "-7/10000"]),
    ("11-1", [0, 0, 0, 0, 0, 2**-11, 2**-11 + 2**-12]),
    ("11-2", ("1/4", "1/2")),
    ("11-2", [0.5, 0.75]),
    ("11-2", (HALF, HALF + Fraction(1, 2**100))),
    ("11-2", ("-3/4", "-4/5")),
    ("11-3", ("1/4", "1/10")),
    ("11-3", [0.125, 0.125]),
    ("11-3", ("1/5", "1/9")),
    ("11-4", ((1 + TINY, 1), (1, 1 + TINY))),
    ("11-4", [[-1 - TINY, 1], [-1, 1 + TINY]]),
    ("11-4", ((HALF + TINY, 0), (HALF - TINY, 0))),
    ("11-4", ((HALF - TINY, "1/4"), (HALF + TINY, "1/4"))),
]

REJECTED = [
    ("11-1", [0] * 7, "the output moves by 0.0, less than 1/2"),
    ("11-1", ["1/1000"] + [0] * 6, "less than 1/2"),
    ("11-1", [0] * 6 + ["1/999"], "more than 1/1000"),
    ("11-1", [0] * 6 + [0.001], "The float 0.001 was read as its exact binary value"),
    ("11-1", [0] * 5 + ["3/10000", "3/10000"], "less than 1/2"),
    ("11-1", [0] * 8, "more than 7 entries, need 7"),
    ("11-1", "1/1000", "need a list of 7 numbers"),
    ("11-1", [0] * 6 + [float("nan")], "r[6]"),
    ("11-2", (0, "1/100"), "is 0.000 of the bound"),
    ("11-2", (5, 6), "need at least a half"),
    ("11-2", (0, 1), "is 0.481 of the bound 1.4090"),
    ("11-2", (HALF, "1/2"), "must differ"),
    ("11-2", (HALF, HALF + Fraction(1, 2**250)), "farther apart"),
    ("11-2", (1001, 0), "at most 1000"),
    ("11-2", (HALF,), "got 1 entries, need 2"),
    ("11-3", ("1/2", "3/8"), "too much is the change, the Lipschitz bound."),
    ("11-3", ("1/2", "1/10"), "too much is the Lipschitz bound."),
    ("11-3", ("1/4", "1/5"), "too much is the change."),
    ("11-3", ("1/64", "1/10"), "too much is the number of layers."),
    ("11-3", (1, "1/10"), "theta: got 1, need > 0 and < 1"),
    ("11-3", ("1/4", 0), "rate: got 0, need > 0 and < 1"),
    ("11-3", ("1/4", "91/100"), "rate must be at most 9/10"),
    ("11-3", ("1/4", Fraction(1, 10**40)), "more than 10000000"),
    ("11-3", "1/4", "need a list of 2 numbers"),
    ("11-4", ((1, 0), (0, 1)), "||A - A'|| = 1.41, more than 10^-6"),
    ("11-4", ((1, 1), (1, 1 + TINY)), "A has more than one minimiser"),
    ("11-4", ((1, 1 + TINY), (1, 1)), "A' has more than one minimiser"),
    ("11-4", ((HALF, 0), (HALF + TINY, 0)), "A has more than one minimiser"),
    ("11-4", ((2, 1), (2, 1)), "the minimisers are 0.0 apart, less than 1"),
    ("11-4", ((9 + TINY, 9), (9, 9 + TINY)), "the minimisers are 0.157 apart"),
    ("11-4", ((1, 2), (3,)), "A': got 1 entries, need 2"),
    ("11-4", ((1, 2), (3, 4), (5, 6)), "need two lists of 2 numbers"),
    ("11-4", (1, 2), "A: got int"),
    ("11-4", 3, "got int, need two lists of 2 numbers"),
]


@pytest.mark.parametrize("case", ACCEPTED, ids=name_of)
def test_correct_answers_are_accepted(case, capsys):
    assert_accepted(case, capsys)


@pytest.mark.parametrize("case", REJECTED, ids=name_of)
def test_wrong_answers_get_the_reason(case, capsys):
    assert_rejected(case, capsys)


def test_11_1_the_network_is_what_is_said():
    """The pseudo-inverse of A is ``A^T (A A^T)^-1``, then the threshold 1/8."""
    data = given("11-1")
    A, y = data["matrix"].rows, data["y"]
    gram = inverse([[dot(a, b) for b in A] for a in A])
    plain = [dot(column, [dot(row, y) for row in gram]) for column in zip(*A, strict=True)]
    shrunk = [max(abs(v) - Fraction(1, 8), 0) * (1 if v > 0 else -1) for v in plain]
    assert list(data["network"](y)) == shrunk
    check_truth(data["firenet"], exercises_11.PLANTED, y)  # raises unless y is of the theorem


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_11_1_accepts_what_an_attack_finds(seed):
    data = given("11-1")
    found = attack(data["network"], data["y"], budgets=["1/1000"], seed=seed).found[0]
    assert check("11-1", found.perturbation).correct
    assert found.change.least >= HALF > 20 * change_bound(data["firenet"], found.moved).last


@drawn(st.lists(rationals(least=-1, most=1, size=30), min_size=7, max_size=7))
@settings(deadline=None, max_examples=30)
def test_11_1_accepts_exactly_what_moves_the_output_by_a_half(entries):
    r = [v / 2700 for v in entries]  # of norm below 1/1000: 7 < 2.7**2
    data = given("11-1")
    after = data["network"]([a + b for a, b in zip(data["y"], r, strict=True)])
    moved = [a - b for a, b in zip(after, data["network"](data["y"]), strict=True)]
    assert check("11-1", r).correct is (norm_squared(moved) >= HALF**2)


@drawn(rationals(least=-2, most=2, size=60), rationals(least=-2, most=2, size=60))
@settings(deadline=None, max_examples=40)
def test_11_2_agrees_with_float64_and_nothing_is_above_the_bound(first, second):
    if first == second:
        return
    iteration = given("11-2")["iteration"]
    balls = [list(float_norm_balls(iteration, [y]))[-1] for y in (first, second)]
    ends = [list(map(Fraction, ball.centre.tolist())) for ball in balls]
    square = norm_squared([a - b for a, b in zip(*ends, strict=True)])
    scaled = lipschitz_bound(iteration) * abs(first - second)
    slack = sum(ball.radius for ball in balls)
    assert square <= (scaled + slack) ** 2
    accepted = check("11-2", (first, second)).correct
    if square > (scaled / 2 + slack) ** 2:
        assert accepted
    elif slack < scaled / 2 and square < (scaled / 2 - slack) ** 2:
        assert not accepted


def test_11_3_accepts_exactly_the_plans_that_keep_all_three():
    verdicts = set()
    for theta in (Fraction(1, k) for k in (2, 3, 4, 6, 8, 16)):
        for rate in (Fraction(1, k) for k in (3, 5, 8, 9, 10, 12)):
            net = Firenet.plan(**given("11-3"), theta=theta, rate=rate)
            kept = (
                change_bound(net, "1e-4").last <= Fraction("0.00045"),
                lipschitz_bound(net.iteration) <= 100,
                net.depth <= 5000,
            )
            assert check("11-3", (theta, rate)).correct is all(kept)
            verdicts.add(kept)
    assert {(True, True, True), (False, True, True), (True, False, True)} <= verdicts


SHIFTS = [(TINY, 0), (0, TINY), (-TINY, 0), (0, 0)]
ENTRIES = rationals(least=-3, most=3, size=30)


@drawn(
    st.one_of(ENTRIES, st.just(HALF)),
    st.one_of(ENTRIES, st.sampled_from(["same", "opposite"])),
    st.sampled_from(SHIFTS),
    st.sampled_from(SHIFTS),
)
@settings(deadline=None, max_examples=100)
def test_11_4_accepts_exactly_those_that_are_near_with_minimisers_apart(a, b, first, second):
    """By hand: the larger entry m in size wins if m > 1/2, with 1 / m; otherwise x = 0."""
    b = {"same": a, "opposite": -a}.get(b, b)
    matrices = [(a + p, b + q) for p, q in (first, second)]
    ends = []
    for row in matrices:
        sizes = [abs(v) for v in row]
        tie = sizes[0] == sizes[1] and sizes[0] > HALF
        ends.append(None if tie or max(sizes) == HALF else _winner(row))
    accepted = check("11-4", matrices).correct
    if None in ends:
        assert accepted is False
        return
    for row, end in zip(matrices, ends, strict=True):
        assert solve_exact(given("11-4")["problem"], [row], [1]).x == end
    far = norm_squared([p - q for p, q in zip(*ends, strict=True)])
    assert accepted is (far >= 1)


def _winner(row):
    j = 0 if abs(row[0]) > abs(row[1]) else 1
    if abs(row[j]) < HALF:
        return (Fraction(0), Fraction(0))
    return tuple(1 / row[j] if i == j else Fraction(0) for i in range(2))
