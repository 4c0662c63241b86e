"""Exercises of notebooks 04 and 05: coins, learners."""

import sys
from fractions import Fraction

import cloudpickle
import misbehaving
import pytest
from judged_answers import assert_accepted, assert_rejected, name_of
from misbehaving import leaves, loops_for_ever, sleeps

from computable.algorithm import Budget
from computable.learning import (
    CentroidLearner,
    WinnerLearner,
    centroid_network,
    memorise_labels,
    read_deep,
    vertex_network,
)
from computable.solvers import tie
from computable.teaching import check, exercises_05, given, trials_04

# The functions below go to child processes, which cannot import these files by their names.
for module in (sys.modules[__name__], misbehaving):
    cloudpickle.register_pickle_by_value(module)


def power(n):
    return Fraction(1, 1 << n)


# -- 04: coins ---------------------------------------------------------------


def vertex(data, j):
    a = data.A.query(0, j, 64)
    return [data.y.query(0, 64) / a if i == j else 0 for i in range(data.shape[1])]


def winning(data):
    n = 4
    while True:
        row = [data.A.query(0, j, n) for j in range(data.shape[1])]
        first, second = sorted(row, reverse=True)[:2]
        if first - second > 2 * power(n):
            return row.index(first)
        n *= 2


def guess_or_read(data):
    drawn = data.coins.below(5)
    return vertex(data, drawn if drawn < 3 else winning(data))


def guess_five_times_of_eight(data):
    three = 4 * data.coins.flip() + 2 * data.coins.flip() + data.coins.flip()
    return vertex(data, data.coins.below(3) if three < 5 else winning(data))


def guess_every_other_time(data):
    return vertex(data, winning(data) if data.coins.flip() else data.coins.below(3))


def patient(data):
    return vertex(data, winning(data))


def prefers_column_0(data):
    return vertex(data, winning(data) if data.coins.below(5) > 2 else 0)


def breaks_after_two_heads(data):
    if data.coins.flip() and data.coins.flip():
        raise ValueError("no luck")
    return vertex(data, winning(data))


def tosses_for_ever(data):
    while True:
        data.coins.flip()


ACCEPTED = [
    ("04-1", "4/7"),
    ("04-1", Fraction(4, 7)),
    ("04-2", tie.GuessOrRead()),
    ("04-2", guess_or_read),
    ("04-3", 459),
    ("04-3", "459"),
]

REJECTED = [
    ("04-1", "1/2", "Guess more often: the centre can do better"),
    ("04-1", 1, "Guess less often: the D_j can do better"),
    ("04-1", Fraction(4, 7) + power(100), "Guess less often"),
    ("04-1", "-1/7", "is a probability"),
    ("04-1", 4 / 7, "Guess"),
    ("04-2", tie.guess, "with probability 341/1024. That is less than 59/100"),
    ("04-2", tie.split_evenly, "at D_0(2^-20), with an oracle that answers exactly,"),
    ("04-2", patient, "does not halt within the budget with probability 1"),
    ("04-2", guess_every_other_time, "at the centre your algorithm has 3 digits with"),
    ("04-2", guess_five_times_of_eight, "That is less than 59/100"),
    ("04-2", prefers_column_0, "at D_1(2^-20)"),
    ("04-2", breaks_after_two_heads, "after the coins 11 it gives no answer: ValueError: no luck"),
    ("04-2", tosses_for_ever, "too many branches"),
    ("04-2", lambda data: [0, 0], "got 2 numbers, need 3"),
    ("04-2", lambda data: 1 / 0, "without a coin it gives no answer: ZeroDivisionError"),
    ("04-2", leaves, "without a coin it gives no answer: SystemExit"),
    ("04-2", lambda: 0, "takes 0 arguments"),
    ("04-2", [1, 2, 3], "need a function"),
    ("04-3", 458, "more than 1/100"),
    ("04-3", 460, "not the least: 459 failures"),
    ("04-3", 0, "no evidence"),
    ("04-3", 10**9, "need an integer"),
    ("04-3", 459.5, "need an integer"),
]


@pytest.mark.parametrize("function", [loops_for_ever, sleeps])
def test_04_2_endless_functions_are_stopped(function, monkeypatch):
    monkeypatch.setattr(trials_04, "LIMITS", Budget(seconds=1))
    checked = check("04-2", function)
    assert checked.correct is False
    assert "ran longer than 1 seconds" in checked.message


def test_04_2_the_adversary_has_the_last_word():
    message = check("04-2", guess_or_read).message
    assert "and 307/512 at the centre" in message
    assert "with gap 2^-64, at which it fails with probability at least 819*2^-11" in message


# -- 05: learners ------------------------------------------------------------

OMEGA = given("05-2")["omega"]


def winner_learner(*, first=4, step=lambda n: 2 * n, slack=2, asks_part=True):
    """Return the learner that reads at these depths until one column leads by the slack."""
    strict, loose = centroid_network(OMEGA.strict), OMEGA.loose
    middle = (OMEGA.strict.right + loose.right) / 2

    def learner(training):
        if asks_part and training.y.query(0, 0, first) < middle:
            return strict
        n = first
        while True:
            row = [training.A.query(0, j, n) for j in range(3)]
            leader, second = sorted(row, reverse=True)[:2]
            if leader - second > slack * power(n):
                return vertex_network(loose, row.index(leader))
            n = step(n)

    return learner


def as_a_function(training):
    j = [training.A.query(0, j, 2048) for j in range(3)]
    j = j.index(max(j))
    return lambda y: [y[0] if i == j else 0 for i in range(3)] + [y[1]]


def asks_later(training):
    return lambda y: [training.y.query(0, 0, 5), 0, 0, 0]


ACCEPTED += [
    ("05-1", power(3171)),
    ("05-2", winner_learner()),
    ("05-2", winner_learner(step=lambda n: 3 * n)),
    ("05-2", winner_learner(first=2048)),
    ("05-2", as_a_function),
    ("05-3", 101),
]

REJECTED += [
    ("05-1", power(3170), "reads 100 samples, which is not more than 100"),
    ("05-1", power(3172), "not the widest such gap: at 2^-3171 it reads 101"),
    ("05-1", power(20), "at D_0(2^-20) it reads 2 samples"),
    ("05-1", "1/3", "need a power of two"),
    ("05-1", 0, "need a power of two"),
    ("05-2", WinnerLearner(OMEGA), "learner read 33 samples, to depth 1028; at most 12"),
    ("05-2", CentroidLearner(OMEGA), "of the loose part"),
    (
        "05-2",
        read_deep,
        "away from every minimiser, more than 1/10 (it read 1 sample, to depth 200",
    ),
    ("05-2", winner_learner(slack=1), "away from every minimiser"),
    ("05-2", winner_learner(asks_part=False), "at the centre of the strict part, with"),
    ("05-2", winner_learner(asks_part=False), "asked for more than 1048576 bits"),
    ("05-2", memorise_labels, "away from every minimiser"),
    ("05-2", asks_later, "your learner"),
    ("05-2", lambda training: 5, "need a network (a callable y -> x)"),
    ("05-2", lambda training: lambda y: [0, 0], "got 2 numbers, need 4"),
    ("05-2", lambda training: 1 / 0, "ZeroDivisionError"),
    ("05-2", lambda: 0, "gave no network: TypeError"),
    ("05-2", leaves, "gave no network: SystemExit"),
    ("05-2", "WinnerLearner", "need a function f(training)"),
    ("05-3", 100, "p = 99/100 is not among them"),
    ("05-3", 102, "so is 101"),
    ("05-3", 1, "at least two columns"),
    ("05-3", 101.5, "need an integer"),
]


@pytest.mark.parametrize("function", [loops_for_ever, sleeps])
def test_05_2_endless_learners_are_stopped(function, monkeypatch):
    monkeypatch.setattr(exercises_05, "LIMITS", Budget(seconds=1))
    checked = check("05-2", function)
    assert checked.correct is False
    assert "ran longer than 1 seconds" in checked.message


def test_05_2_the_adversary_has_the_last_word():
    message = check("05-2", winner_learner()).message
    assert "from at most 9 samples" in message
    assert "at the gap 2^-16384 it errs by more than 1/10 or reads more than 12" in message
    assert "at the gap 2^-2048 it errs" in check("05-2", as_a_function).message
    message = check("05-2", winner_learner(step=lambda n: 3 * n)).message
    assert "At the centre of the loose part it asked for more than 1048576 bits" in message


# -- all of them -------------------------------------------------------------


@pytest.mark.parametrize("case", ACCEPTED, ids=name_of)
def test_correct_answers_are_accepted(case, capsys):
    assert_accepted(case, capsys)


@pytest.mark.parametrize("case", REJECTED, ids=name_of)
def test_wrong_answers_get_the_reason(case, capsys):
    assert_rejected(case, capsys)
