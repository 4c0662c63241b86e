"""Exercises of notebooks 06 and 07: networks, flags."""

import sys
from fractions import Fraction
from math import isqrt

import cloudpickle
import misbehaving
import pytest
from judged_answers import assert_accepted, assert_rejected, name_of
from misbehaving import leaves, loops_for_ever, sleeps

from computable.algorithm import Budget
from computable.learning import (
    CentroidLearner,
    WinnerLearner,
    memorise_labels,
)
from computable.solvers import flags
from computable.teaching import check, exercises_06, given, trials_07
from computable.truth import Truth

# The functions below go to child processes, which cannot import these files by their names.
for module in (sys.modules[__name__], misbehaving):
    cloudpickle.register_pickle_by_value(module)


def power(n):
    return Fraction(1, 1 << n)


# -- 06: networks ------------------------------------------------------------

LASSO = given("06-1")["omega"]


def soft(v, k):
    return (1 if v > 0 else -1) * max(abs(v) - k, 0)


def centroid_by_hand(*, depth=40, shift=True, thresholds=True, more=()):
    """Return the learner of Theorem C written out, or with something left out."""

    def learner(training):
        sample = training.read(0, depth)
        for n in more:
            training.read(0, n)
        c, lam = min(sample.A[0][:3]), training.problem.lam

        def network(y):
            rho = lam / (2 * c) if shift else 0
            block = []
            for l in (1, 2):
                b = sample.A[l][2 + l]
                block.append(soft(y[l], lam / (2 * b) if thresholds else 0) / b)
            return [(y[0] - rho) / (3 * c)] * 3 + block

        return network

    return learner


ACCEPTED = [
    ("06-1", centroid_by_hand()),
    ("06-1", centroid_by_hand(more=[41])),
    ("06-1", CentroidLearner(LASSO)),
    ("06-2", 600),
    ("06-2", 614),
    ("06-2", "6001/10"),
    ("06-3", (0, 0, 1)),
    ("06-3", ["0", 0.0, Fraction(1)]),
]

REJECTED = [
    ("06-1", centroid_by_hand(more=[41, 42]), "your learner read 3 samples, to depth 42"),
    ("06-1", centroid_by_hand(shift=False), "away from every minimiser, more than 1/100"),
    ("06-1", centroid_by_hand(thresholds=False), "away from every minimiser"),
    ("06-1", centroid_by_hand(depth=2), "than 1/100 (it read 1 sample, to depth 2)"),
    ("06-1", WinnerLearner(LASSO), "to depth 1028; at most 2 are allowed"),
    ("06-1", memorise_labels, "at most 2 are allowed"),
    ("06-1", lambda training: [0] * 5, "need a network"),
    ("06-1", 5, "need a function f(training)"),
    ("06-2", 615, "more than that proves"),
    ("06-2", 10**9, "more than that proves"),
    ("06-2", 599, "prove at least 600"),
    ("06-2", -5, "prove at least 600"),
    ("06-3", (1, 0, 0), "the squared distance of your p from (1/2, 1/2, 0) is 1/2"),
    ("06-3", (0, 0, 0), "is 1/2"),
    ("06-3", (0, 0), "got 2 entries, need 3"),
]


@pytest.mark.parametrize("function", [loops_for_ever, sleeps])
def test_06_1_endless_learners_are_stopped(function, monkeypatch):
    monkeypatch.setattr(exercises_06, "LIMITS", Budget(seconds=1))
    checked = check("06-1", function)
    assert checked.correct is False
    assert "ran longer than 1 seconds" in checked.message


def test_06_2_accepts_exactly_what_is_proved():
    family, eta = given("06-2")["family"], given("06-2")["gap"]

    def is_proved(constant):
        """Compare sqrt(2) eta L with sqrt(2) t_j - 2 * 10^-3, sqrt(2) to 60 decimals."""
        root = Fraction(isqrt(2 * 10**120), 10**60)
        return root * eta * constant <= root * family.amplitude(0, eta) - Fraction(2, 1000)

    low, high = Fraction(600), Fraction(700)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if is_proved(middle) else (low, middle)
    assert check("06-2", low).correct
    assert not check("06-2", high).correct


# -- 07: flags ---------------------------------------------------------------


def flag_reading(depth, *, slack=2, sure=Fraction(1, 1 << 20), at_tie=None):
    """Return the flag that knows the minimiser within ``sure``, or says ``at_tie``."""

    def flag(data, answer):
        row = [data.A.query(0, j, depth) for j in (0, 1)]
        if abs(row[0] - row[1]) <= slack * power(depth):
            return at_tie
        j = row.index(max(row))
        x = data.y.query(0, depth) / row[j]
        square = sum((v - (x if i == j else 0)) ** 2 for i, v in enumerate(answer))
        e = Fraction(1, 1000)
        if square <= (e - sure) ** 2:
            return True
        return False if square >= (e + sure) ** 2 else None

    return flag


def patient_flag(data, answer):
    n = 32
    while abs(data.A.query(0, 0, n) - data.A.query(0, 1, n)) <= 2 * power(n):
        n *= 2
    return flag_reading(n)(data, answer)


def in_truth_values(data, answer):
    said = flag_reading(30)(data, answer)
    return Truth.UNKNOWN if said is None else Truth.YES if said else Truth.NO


ACCEPTED += [
    ("07-1", ("1/1000", "1/1000")),
    ("07-1", (0.001, 0.001)),
    ("07-1", ["11/10000", "9/10000"]),
    ("07-2", (1, 0)),
    ("07-2", (0, 0)),
    ("07-2", ("-1/500", "1/500")),
    ("07-3", power(127)),
    ("07-4", flag_reading(30)),
    ("07-4", flag_reading(2000)),
    ("07-4", in_truth_values),
]

REJECTED += [
    ("07-1", (0, 0), "at the centre its squared distance from the nearest minimiser is 1/500000"),
    ("07-1", ("1/500", 0), "its squared distance from 1/500 e_0 is 0"),
    ("07-1", ("3/2000", "1/2000"), "its squared distance from 1/625 e_0"),
    ("07-2", ("1/1000", "1/1000"), "there it has 3 digits, and 'wrong' is false"),
    ("07-2", ("1/500", "1/1000"), "there it has 3 digits"),
    ("07-2", ("1/1000", 0), "at most 10^-6"),
    ("07-3", power(126), "the flag is sure, and speaks"),
    ("07-3", power(128), "there it is silent, and so it is at 2^-127"),
    ("07-3", "1/3", "need 0 < gap"),
    ("07-3", "1/5", "must be a power of two"),
    ("07-4", flag_reading(21), "and could not tell. The gap is at least 2^-20"),
    ("07-4", flag_reading(22), "as misleadingly as is true"),
    ("07-4", flag_reading(30, slack=0), "and said"),
    ("07-4", flag_reading(30, at_tie=True), "and said True"),
    ("07-4", flag_reading(2000, at_tie=True), "at the centre about the centroid, your flag says T"),
    ("07-4", flag_reading(2000, at_tie=False), "is true of the centre itself as well"),
    ("07-4", flag_reading(400, sure=0), "and said"),
    ("07-4", patient_flag, "must say so after a finite time"),
    ("07-4", lambda data, answer: None, "could not tell"),
    ("07-4", flags.trust, "was asked about the centroid, (1/1000, 1/1000), and said True"),
    ("07-4", flags.optimality_test, "and said False"),
    ("07-4", flags.second_opinion, "your flag was asked about"),
    ("07-4", lambda data, answer: 1, "need True, False or None"),
    ("07-4", lambda data, answer: "yes", "got 'yes'"),
    ("07-4", lambda data, answer: 1 / 0, "your flag said nothing: ZeroDivisionError"),
    ("07-4", lambda data: True, "your flag said nothing: TypeError"),
    ("07-4", leaves, "your flag said nothing: SystemExit"),
    ("07-4", True, "need a function f(data, answer)"),
]


@pytest.mark.parametrize("function", [loops_for_ever, sleeps])
def test_07_4_endless_flags_are_stopped(function, monkeypatch):
    monkeypatch.setattr(trials_07, "LIMITS", Budget(seconds=1))
    checked = check("07-4", function)
    assert checked.correct is False
    assert "ran longer than 1 seconds" in checked.message


def test_07_1_and_2_judge_the_limit_of_small_gaps():
    family, e = given("07-1")["family"], Fraction(1, 1000)
    t = family.amplitude(0)
    for gap in (power(2), power(10), power(100)):  # (t - e, 0) is within e of t / (1 + gap)
        assert abs(family.amplitude(0, gap) - (t - e)) <= e
    assert not check("07-2", (t - e, 0)).correct
    assert not check("07-2", (t + e, 0)).correct  # at the centre; at D_0 it is farther
    assert check("07-2", (t + e + power(60), 0)).correct


# -- all of them -------------------------------------------------------------


@pytest.mark.parametrize("case", ACCEPTED, ids=name_of)
def test_correct_answers_are_accepted(case, capsys):
    assert_accepted(case, capsys)


@pytest.mark.parametrize("case", REJECTED, ids=name_of)
def test_wrong_answers_get_the_reason(case, capsys):
    assert_rejected(case, capsys)
