"""Exercises of notebook 01: true oracles, products, integer parts, signs, argmax."""

import random
import sys
import time
from fractions import Fraction
from itertools import product
from math import floor

import cloudpickle
import numpy as np
import pytest
from judged_answers import assert_accepted, assert_rejected, name_of

from computable import Real, select
from computable.algorithm import Budget
from computable.oracle import from_rational
from computable.real import approx_argmax, approx_sign
from computable.teaching import check, given, trial
from computable.teaching.exercises_01 import floor_50
from computable.teaching.trial import MANNERS

# The functions below go to child processes, which cannot import this file by its name.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

THIRD = Fraction(1, 3)


def power(n):
    return Fraction(1, 1 << n)


def up_and_down(n):
    return Fraction(2**n // 3 + (n % 2 == 0), 2**n)


def down_and_up(n):
    return Fraction(2**n // 3 + n % 2, 2**n)


def sign_by_reading(share, spread):
    """Return f(x, eps) that reads x within ``share * eps`` and calls it small up to ``spread``."""

    def sign(x, eps):
        n = 0
        while power(n) > share * eps:
            n += 1
        q = x.query(n)
        return 0 if abs(q) <= spread * eps else 1 if q > 0 else -1

    return sign


def sign_by_selection(x, eps):
    return (1, -1, 0)[select(lambda: x > 0, lambda: x < 0, lambda: abs(x) < eps)]


def sign_by_deepening(x, eps):
    n = 0
    while True:
        q = x.query(n)
        if abs(q) > power(n):
            return 1 if q > 0 else -1
        if abs(q) + power(n) < eps:
            return 0
        n += 1


def sign_undecided_at(share):
    return lambda x, eps: 1 if x > share * eps else -1 if x < -share * eps else 0


def sign_at_random(x, eps):
    q = approx_sign(x, eps / 2)
    return q if abs(q) * abs(x.query(60)) > eps * Fraction(3, 4) else q * random.randint(0, 1)


def largest_answer(bits):
    """Return the argmax that reads so many bits."""

    def argmax(numbers):
        answers = [x.query(bits) for x in numbers]
        return answers.index(max(answers))

    return argmax


def largest_float(numbers):
    return np.argmax([float(x) for x in numbers])


def largest_if_ahead(numbers):
    n = 16
    while True:
        answers = [x.query(n) for x in numbers]
        first, second = sorted(answers, reverse=True)[:2]
        if first - second > 2 * power(n):
            return answers.index(first)
        n *= 2


def loops_for_ever(*arguments):
    while True:
        pass


def sleeps(*arguments):
    time.sleep(60)


def leaves(*arguments):
    sys.exit(0)


ACCEPTED = [
    ("01-1", up_and_down),
    ("01-1", lambda n: str(up_and_down(n))),
    ("01-2", 32),
    ("01-2", "32"),
    ("01-2", 32.0),
    ("01-3", 1 - power(50)),
    ("01-3", 1 - 2.0**-53),
    ("01-3", -3 - power(1000)),
    ("01-4", sign_by_reading(Fraction(1, 4), Fraction(1, 2))),
    ("01-4", sign_by_reading(Fraction(1, 100), Fraction(3, 4))),
    ("01-4", sign_by_selection),
    ("01-4", sign_by_deepening),
    ("01-4", approx_sign),
    ("01-4", lambda x, eps: np.int64(approx_sign(x, eps))),
    ("01-5", largest_answer(22)),
    ("01-5", largest_answer(3000)),
    ("01-5", lambda numbers: approx_argmax(numbers, "2^-21")),
    ("01-5", largest_float),
    ("01-5", largest_if_ahead),
    ("01-5", lambda numbers: numbers.index(max(numbers))),
]

REJECTED = [
    ("01-1", down_and_up, "around q(1) = 1/2 lies within"),
    ("01-1", lambda n: Fraction(2**n // 3, 2**n), "lies within"),
    ("01-1", lambda n: THIRD, "no multiple of 1"),
    ("01-1", lambda n: THIRD + (-power(1)) ** n, "no multiple of 1"),
    ("01-1", lambda n: round(2**n / 3) / 2**n, "A float has 53 bits"),
    ("01-1", lambda n: float(up_and_down(n)), "A float has 53 bits"),
    ("01-1", lambda n: 1, "q(1) = 1 is no answer: its distance from 1/3 is 2/3, more than 1/2"),
    ("01-1", lambda n: float("nan"), "need a finite number"),
    ("01-1", lambda n: 1 / (n - 5), "ZeroDivisionError"),
    ("01-1", lambda n: None, "q(0)"),
    ("01-1", lambda: 0, "TypeError"),
    ("01-1", leaves, "SystemExit"),
    ("01-1", THIRD, "need a function"),
    ("01-2", 31, "wrong by (2^42 + 1)/2^62, more than 2^-20"),
    ("01-2", 0, "answered by 2^10 + 1."),
    ("01-2", 33, "not the least"),
    ("01-2", 1000, "not the least"),
    ("01-2", 1001, "need an integer"),
    ("01-2", 31.5, "need an integer"),
    ("01-3", 1, "that is right"),
    ("01-3", 1 - 2**-60, "floor_50 says 1 at x = 1, and that is right"),
    ("01-3", "0.99", "The next integer above x is 1/100 away"),
    ("01-3", 1 - power(50) - power(200), "that is right"),
    ("01-4", lambda x, eps: 0, "promises |x| < eps"),
    ("01-4", lambda x, eps: 1, "said 1, which promises x > 0"),
    ("01-4", lambda x, eps: -1, "said -1, which promises x < 0"),
    ("01-4", lambda x, eps: 0.5, "need one of -1, 0, 1"),
    ("01-4", sign_by_reading(Fraction(1, 2), Fraction(1, 2)), "as low as is true"),
    ("01-4", sign_by_reading(Fraction(1, 4), Fraction(1, 8)), "promises x"),
    ("01-4", lambda x, eps: 1 if x > 0 else -1 if x < 0 else 0, "UndecidedError"),
    ("01-4", sign_undecided_at(THIRD), "at x = 1/3, eps = 1, read exactly, your function gave no"),
    ("01-4", lambda x: 0, "TypeError"),
    ("01-5", lambda numbers: 0, "the largest is number 1"),
    ("01-5", largest_answer(21), "as misleadingly as is true"),
    ("01-5", lambda numbers: -1, "need one of 0, 1"),
    ("01-5", len, "need one of 0, 1"),
    ("01-5", lambda numbers: None, "need one of 0, 1"),
    ("01-5", lambda numbers: float("nan"), "need one of 0, 1"),
    ("01-5", leaves, "SystemExit"),
    ("01-5", "argmax", "need a function"),
]


@pytest.mark.parametrize("case", ACCEPTED, ids=name_of)
def test_correct_answers_are_accepted(case, capsys):
    assert_accepted(case, capsys)


@pytest.mark.parametrize("case", REJECTED, ids=name_of)
def test_wrong_answers_get_the_reason(case, capsys):
    assert_rejected(case, capsys)


@pytest.mark.parametrize("name", ["01-1", "01-4", "01-5"])
@pytest.mark.parametrize("function", [loops_for_ever, sleeps])
def test_endless_functions_are_stopped(name, function, monkeypatch):
    monkeypatch.setattr(trial, "LIMITS", Budget(seconds=1))
    checked = check(name, function)
    assert checked.correct is False
    assert "ran longer than 1 seconds" in checked.message


@pytest.mark.parametrize("name", ["01-4", "01-5"])
def test_endless_reading_is_stopped(name):
    def reads_on(first, eps=None):
        x = first[0] if eps is None else first
        n = 1
        while x.query(n) is not None:
            n *= 2

    assert "asked for more than 100000 bits" in check(name, reads_on).message


def test_01_1_has_one_solution_to_every_depth():
    answers = [[Fraction(2**n // 3 + side, 2**n) for side in (0, 1)] for n in range(12)]
    found = [
        choice
        for choice in product((0, 1), repeat=12)
        if all(
            abs(answers[n + 1][choice[n + 1]] - answers[n][choice[n]]) > power(n + 1)
            for n in range(11)
        )
    ]
    assert found == [(1, 0) * 6]


def test_01_2_is_the_least_depth():
    size, wanted = 1 << given("01-2")["size"], power(given("01-2")["wanted"])
    ends = [Fraction(v) for v in (-size, size, 0, 1)]

    def worst(d, cut):
        near = {x: [x - power(d), x, x + power(d)] for x in ends}
        clip = (lambda q: min(max(q, -size), size)) if cut else (lambda q: q)
        return max(
            abs(clip(p) * clip(q) - x * y)
            for x, y in product(ends, repeat=2)
            for p, q in product(near[x], near[y])
        )

    assert worst(32, cut=False) <= wanted < worst(31, cut=False)
    assert worst(31, cut=True) <= wanted < worst(30, cut=True)


def test_01_3_the_given_function_is_right_at_integers():
    for k, answers in product((-2, 0, 1, 1000), MANNERS.values()):
        assert floor_50(Real(from_rational(k, answers=answers))) == k
    for x in (Fraction(1, 2), Fraction(-7, 3), 1 - power(49)):
        assert floor_50(Real(x)) == floor(x)


@pytest.mark.parametrize(
    "sign",
    [
        sign_by_reading(Fraction(1, 4), Fraction(1, 2)),
        sign_by_reading(Fraction(1, 1000), Fraction(5, 7)),
        sign_by_selection,
        sign_by_deepening,
        approx_sign,
    ],
)
def test_01_4_shows_a_number_with_two_answers(sign):
    message = check("01-4", sign).message
    assert "it is no function of x" in message
    assert "says 1 if the oracle answers exactly, and 0 if" in message


def test_01_4_gives_up_a_search_that_would_take_as_long_as_the_function_reads():
    checked = check("01-4", lambda x, eps: approx_sign(Real(x.query(2000)), eps))
    assert checked.correct is True
    assert "given up after 300 steps near 1/2, where it reads to depth 2000" in checked.message


def test_01_4_says_so_if_it_meets_chance():
    checked = check("01-4", sign_at_random)
    assert checked.correct is True
    ends = ("no function of x", "does not always say the same", "was given up")
    assert any(words in checked.message for words in ends)


def test_01_5_the_adversary_has_the_last_word():
    def last_word(argmax):
        return check("01-5", argmax).message.partition("). ")[2]

    assert last_word(largest_answer(22)).startswith(
        "And yet it is defeated: argmax of 1, 1 + 2^-22: 1, not 0 (2 answers, to depth 22"
    )
    assert "the checker says: '1 x 2, " in check("01-5", largest_answer(22)).message
    assert "argmax of 1, 1 + 2^-3000" in last_word(largest_answer(3000))
    assert "2^-66" in last_word(largest_float)
    assert last_word(largest_if_ahead).startswith("At the tie of 1 and 1 it did not halt")
    assert last_word(lambda numbers: numbers.index(max(numbers))).startswith(
        "At the tie of 1 and 1 it gives no answer"
    )
