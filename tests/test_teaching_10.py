"""Exercises of notebook 10: weights, sharpness, plans with noise, assumptions near a tie."""

from fractions import Fraction

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from judged_answers import assert_accepted, assert_rejected, name_of

from computable.exact import inverse
from computable.firenet import Schedule
from computable.nullspace import prove_null_space
from computable.problem import dot, norm_squared
from computable.teaching import check, exercises_10, given
from computable.testing import rationals

ACCEPTED = [
    ("10-1", ("1/2", 1)),
    ("10-1", [1, 2]),
    ("10-1", (5, 6)),
    ("10-1", (0.25, 1)),
    ("10-1", ("1/100", 100)),
    ("10-1", ("894427/1000000", 1)),
    ("10-2", (0, "5/4")),
    ("10-2", ["1/2", "5/8"]),
    ("10-2", (0.75, 0.3125)),
    ("10-2", ("1/2", "6/10")),
    ("10-3", ("15/16", "1/5")),
    ("10-3", [0.99, 0.2]),
    ("10-3", ("999/1000", "22/100")),
    ("10-4", ("1024/1025", 2**-20)),
    ("10-4", [Fraction(1025, 1026), "1/32768"]),
    ("10-4", ("1024/1025", Fraction(1, 3**12))),
]

REJECTED = [
    ("10-1", (1, 1), "needs rho^2 >= 10/9 there"),
    ("10-1", ("9/10", 1), "no rho below 1"),
    ("10-1", ("894428/1000000", 1), "no rho below 1"),
    ("10-1", (1, "1/2"), "no rho below 1"),
    ("10-1", (0, 1), "need > 0"),
    ("10-1", (-1, 1), "need > 0"),
    ("10-1", ("1/101", 1), "between 1/100 and 100"),
    ("10-1", (1, 101), "between 1/100 and 100"),
    ("10-1", (1, 2, 3), "more than 2 entries, need 2"),
    ("10-2", (1, 0), "no error at all"),
    ("10-2", (0, 0), "the quotient is 4.0, not more than"),
    ("10-2", (2, "-5/4"), "not more than 2/3 B"),
    ("10-2", (-1, "5/2"), "not more than 2/3 B"),
    ("10-2", (0, 1), "the quotient is 5.66"),
    ("10-2", (0,), "got 1 entries, need 2"),
    ("10-3", ("1/2", "3/8"), "need > 0.0012068, which is what noise"),
    ("10-3", ("1/2", "1/5"), "with 1033 layers"),
    ("10-3", ("15/16", "1/50"), "this plan reaches 10^-3, with"),
    ("10-3", (1, "1/5"), "theta: got 1, need > 0 and < 1"),
    ("10-3", ("15/16", 0), "rate: got 0, need > 0 and < 1"),
    ("10-3", ("15/16", Fraction(1, 10**40)), "more than 10000000"),
    ("10-3", "15/16", "need a list of 2 numbers"),
    ("10-4", ("9/10", 2**-20), "9/10 is false (and it is refuted there)"),
    ("10-4", ("99/100", 2**-20), "right by luck"),
    ("10-4", ("1023/1024", 2**-20), "1023/1024 is false"),
    ("10-4", ("1024/1025", 2**-10), "rho is still true"),
    ("10-4", ("1024/1025", 2**-12), "rho is false by now"),
    ("10-4", ("1024/1025", 2**-61), "from 2^-60 to 1/4"),
    ("10-4", ("1024/1025", 20), "from 2^-60 to 1/4"),
    ("10-4", ("4096/4097", 2**-20), "from 0 to 4095/4096"),
    ("10-4", (-1, 2**-20), "from 0 to 4095/4096"),
]


@pytest.mark.parametrize("case", ACCEPTED, ids=name_of)
def test_correct_answers_are_accepted(case, capsys):
    assert_accepted(case, capsys)


@pytest.mark.parametrize("case", REJECTED, ids=name_of)
def test_wrong_answers_get_the_reason(case, capsys):
    assert_rejected(case, capsys)


def test_10_1_the_kernel_is_what_is_said():
    rows, kernel = given("10-1")["matrix"].rows, exercises_10.KERNEL
    assert not any(dot(row, kernel) for row in rows)
    assert inverse([row[1:] for row in rows]) is not None


WEIGHTS = rationals(least=Fraction(1, 90), most=10, size=90)


@drawn(WEIGHTS, WEIGHTS)
@settings(deadline=None, max_examples=50)
def test_10_1_accepts_exactly_what_the_worst_support_allows(first, second):
    """By hand: for D = (0, j) it is ``5 (w_0^2 + w_1^2) < (3 w_1)^2``; other D need less."""
    accepted = check("10-1", (first, second)).correct
    assert accepted is (5 * first**2 < 4 * second**2)
    if accepted and 5 * first**2 < Fraction(399, 100) * second**2:
        levels = given("10-1")["levels"].with_weights((first, second))
        found = prove_null_space(given("10-1")["matrix"], levels)
        assert found.rho**2 * 9 * second**2 >= 5 * (first**2 + second**2)


@drawn(st.tuples(rationals(least=-2, most=2, size=40), rationals(least=-2, most=2, size=40)))
@settings(deadline=None, max_examples=200)
def test_10_2_two_thirds_of_B_fail_and_B_does_not(z):
    B = given("10-2")["sharpness"].B
    square = norm_squared([z[0] - 1, z[1]])
    excess = abs(z[0]) + abs(z[1]) - 1 + abs(Fraction(5, 4) * z[0] + z[1] - Fraction(5, 4))
    assert square <= (B * excess) ** 2 and excess >= 0
    assert check("10-2", z).correct is (square > (2 * B * excess / 3) ** 2)


@pytest.mark.parametrize("s", ["1/1000", "1/3", 1])
def test_10_2_accepts_the_kernel_direction_as_long_as_x_0_is_not_negative(s):
    s = Fraction(s)
    message = check("10-2", (1 - s, Fraction(5, 4) * s)).message
    assert message.startswith("correct") and "sqrt(41)" in message
    # the error is sqrt(41) s / 4, the excess s / 4
    assert (2 * given("10-2")["sharpness"].B / 3) ** 2 < 41


@pytest.mark.parametrize("theta", ["1/2", "4/5", "15/16", "99/100"])
def test_10_3_accepts_exactly_the_plans_that_are_short_enough(theta):
    data, verdicts = given("10-3"), set()
    offset = data["sharpness"].offset(noise=data["noise"])
    for rate in (Fraction(k, 200) for k in range(5, 49)):
        found = Schedule.plan(
            B=data["sharpness"].B, norm=data["norm"], radius=data["radius"], offset=offset,
            accuracy=data["accuracies"][0], theta=theta, rate=rate,
        )  # fmt: skip
        assert found.bounds[-1] <= Fraction(1, 1000) < found.bounds[-2]
        accepted = check("10-3", (theta, rate)).correct
        assert accepted is (3 * found.steps + 1 <= 800)
        verdicts.add(accepted)
    assert verdicts == ({False} if theta == "1/2" else {False, True})


def test_10_4_says_from_which_gap_on_the_assumption_is_true():
    message = check("10-4", ("2048/2049", 2**-24)).message
    assert "true from the gap 1/rho - 1 = 2^-11 on" in message
    assert "Refuted: not 3 digits; given gap, gap 2^-24" in message
    assert "farther than 10^-3 from the only minimiser" in message
