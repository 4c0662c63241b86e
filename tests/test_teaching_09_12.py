"""Exercises of notebooks 09 and 12: machines, digits of one's own answers."""

import sys
from fractions import Fraction

import cloudpickle
import misbehaving
import numpy as np
import pytest
from judged_answers import assert_accepted, assert_rejected, name_of
from misbehaving import leaves, loops_for_ever, sleeps

from computable import Lasso, SquareRootLasso, certify, solve_exact
from computable.algorithm import Budget
from computable.exact import Quadratic
from computable.problem import is_minimiser
from computable.teaching import check, exercises_09, given, trials_09, trials_12
from proofs.outcome import Refuted

# The functions below go to child processes, which cannot import these files by their names.
for module in (sys.modules[__name__], misbehaving):
    cloudpickle.register_pickle_by_value(module)


# -- 09: the real RAM, depths, knots, roots ----------------------------------


def at(j, value, length):
    return [value if i == j else 0 for i in range(length)]


def keeps_the_largest(a, y):
    best = 0
    for j in range(1, len(a)):
        if a[best] < a[j]:
            best = j
    return at(best, y / a[best], len(a))


def by_pairs(a, y):
    rows = list(range(len(a)))
    while len(rows) > 1:
        pairs = zip(rows[::2], rows[1::2])
        rows = [j if a[i] < a[j] else i for i, j in pairs] + rows[len(rows) - len(rows) % 2 :]
    return at(rows[0], y / a[rows[0]], len(a))


def with_max(a, y):
    j = max(range(len(a)), key=lambda i: a[i])
    return at(j, y / a[j], len(a))


def compares_all_pairs(a, y):
    j = max(range(len(a)), key=lambda i: sum([a[i] >= v for v in a]))
    return at(j, y / a[j], len(a))


def least_quotient(a, y):
    quotients = [abs(y / v) for v in a]
    j = min(range(len(a)), key=lambda i: quotients[i])
    return at(j, y / a[j], len(a))


def looks_inside(a, y):
    values = [v.value for v in a]
    j = values.index(max(values))
    return at(j, y / a[j], len(a))


def ignores_small_gaps(a, y):
    best = 0
    for j in range(1, len(a)):
        if a[best] < a[j] and a[best].value + Fraction(1, 1000) < a[j].value:
            best = j
    return at(best, y / a[best], len(a))


ACCEPTED = [
    ("09-1", keeps_the_largest),
    ("09-1", by_pairs),
    ("09-1", with_max),
    ("09-2", 304),
    ("09-2", "303"),
    ("09-3", "8/7"),
    ("09-3", Fraction(8, 7)),
    ("09-4", "21/29"),
    ("09-4", Fraction(72, 97)),
]

REJECTED = [
    ("09-1", compares_all_pairs, "with 4 comparisons; at most 2 (q - 1) = 2 are allowed"),
    ("09-1", least_quotient, "operations; one division is enough"),
    ("09-1", looks_inside, "do not connect all entries"),
    ("09-1", ignores_small_gaps, "wins by 2^-20, your program answered (1/500, 0): its l1"),
    ("09-1", lambda a, y: at(0, y / a[0], len(a)), "do not connect all entries"),
    ("09-1", lambda a, y: at(len(a) - 1, y / a[-1], len(a)), "its l1 norm is 1/500, but 1/625 is"),
    ("09-1", lambda a, y: [y / len(a)] * len(a), "a . x is 9/4000, not 1/500"),
    ("09-1", lambda a, y: [y / a[0]], "got 1 entries, need 2"),
    ("09-1", lambda a, y: a[0], "need a list of 2 numbers"),
    ("09-1", lambda a, y: at(0, float(y), len(a)), "TypeError"),
    ("09-1", lambda a, y: a[0].machine.sqrt(y), "this machine has no square roots"),
    ("09-1", lambda a: a, "takes 1 positional argument"),
    ("09-1", leaves, "gave no answer: SystemExit"),
    ("09-1", "max", "need a function"),
    ("09-2", 300, "also of (1, 1 + 2^-300), where the other column wins"),
    ("09-2", 0, "the other column wins"),
    ("09-2", 330, "it has stopped before"),
    ("09-2", 10**6, "need an integer from 0 to 100000"),
    ("09-2", "303.5", "need an integer"),
    ("09-3", 28, "x is still 0"),
    ("09-3", 100, "x is still 0"),
    ("09-3", "288/13", "x_2 is -"),
    ("09-3", 1, "but so it is at a larger lam"),
    ("09-3", "4/5", "but so it is at a larger lam"),
    ("09-3", 8 / 7, "write '8/7'"),
    ("09-3", 0, "must be positive"),
    ("09-3", -1, "must be positive"),
    ("09-4", "3/4", "(0, 4 - sqrt(81/7))"),
    ("09-4", "1/2", "no residual"),
    ("09-4", "4/5", "a dull reason"),
    ("09-4", 2, "a dull reason"),
    ("09-4", 0, "need a positive rational"),
    ("09-4", 21 / 29, "write '21/29'"),
]


@pytest.mark.parametrize("function", [loops_for_ever, sleeps])
def test_09_1_endless_programs_are_stopped(function, monkeypatch):
    monkeypatch.setattr(trials_09, "LIMITS", Budget(seconds=1))
    checked = check("09-1", function)
    assert checked.correct is False
    assert "ran longer than 1 seconds" in checked.message


def test_09_1_the_same_program_is_given_oracles():
    message = check("09-1", keeps_the_largest).message
    assert "at the gap 2^-20 it reads to depth" in message
    assert "at the centre your function gave no answer: UndecidedError" in message


def test_09_2_no_depth_that_shows_nothing_is_accepted(monkeypatch):
    for depth in (301, 299):
        monkeypatch.setattr(exercises_09, "_depth_read", lambda depth=depth: depth)
        assert check("09-2", 301).correct
        assert not check("09-2", 300).correct


def test_09_3_is_the_largest_zero_of_the_entry():
    instance, column = given("09-3")["instance"], given("09-3")["column"]

    def entry(lam):
        return solve_exact(Lasso(lam), instance).x[column]

    first, zero = Fraction(28), Fraction(8, 7)
    assert entry(first) == entry(zero) == 0
    for k in range(1, 200):
        assert entry(zero + (first - zero) * Fraction(k, 200))
    message = check("09-3", zero).message
    assert "It ends with: Unknown: at depth 128" in message


@pytest.mark.parametrize(
    "lam", ["20/29", "21/29", "48/73", "72/97", "77/106", "3/4", "39/89", "1/3"]
)
def test_09_4_accepts_a_rational_minimiser_with_a_residual(lam):
    """Between 1/sqrt(2) and 4/5 it is (0, 4 - 3 lam / sqrt(1 - lam^2)), below it is y."""
    lam = Fraction(lam)
    between = 2 * lam**2 > 1 and lam < Fraction(4, 5)
    root = Quadratic(Fraction(0), Fraction(1), 1 - lam**2)
    solved = solve_exact(SquareRootLasso(lam), given("09-4")["instance"])
    assert solved.x == ((0, 4 - 3 * lam / root) if between else (3, 4))
    assert check("09-4", lam).correct is (between and root.is_rational)


# -- 12: digits of one's own answers -----------------------------------------


def scikit_learn(tol, most=1000):
    def solver(A, y, lam):
        from sklearn.linear_model import Lasso

        alpha = lam / (2 * len(y))
        return Lasso(alpha=alpha, fit_intercept=False, tol=tol, max_iter=most).fit(A, y).coef_

    return solver


def on_the_support(A, y, lam):
    rough = scikit_learn(1e-8, 10**5)(A, y, lam)
    S = np.flatnonzero(np.abs(rough) > 1e-7)
    x = np.zeros(len(rough))
    gram, right = A[:, S].T @ A[:, S], A[:, S].T @ y - lam / 2 * np.sign(rough[S])
    x[S] = np.linalg.lstsq(gram, right, rcond=None)[0]
    return x


def exactly(A, y, lam):
    return solve_exact(Lasso(Fraction(lam)), A, y).x


def half_the_parameter(A, y, lam):
    return exactly(A, y, lam / 2)


LOW, HIGH = ("9/4", "9/10000"), ("9/4", "11/10000")

ACCEPTED += [
    ("12-1", ("11/10", "9/10")),
    ("12-1", [1.1, 0.9]),
    ("12-1", (2, 0)),
    ("12-2", (LOW, HIGH)),
    ("12-2", [list(HIGH), list(LOW)]),
    ("12-2", (("22499/10000", "9/10000"), HIGH)),
    ("12-3", ("101/200", "3/4", "3/4")),
    ("12-3", (0.505, 0.75, 0.75)),
    ("12-3", ("1/2", 1, "101/200")),
    ("12-4", scikit_learn(1e-14, 10**6)),
    ("12-4", on_the_support),
    ("12-4", exactly),
]

REJECTED += [
    ("12-1", (1, 1), "is 0.0: it has a digit"),
    ("12-1", ("101/100", "99/100"), "it has a digit"),
    ("12-1", ("11/10", 1), "more than 10^-6"),
    ("12-1", (0, 0), "more than 10^-6"),
    ("12-1", (3, -1), "more than 10^-6"),
    ("12-1", (1,), "got 1 entries, need 2"),
    ("12-2", (LOW, LOW), "are 0.0 apart"),
    ("12-2", (LOW, ("9/4", "1/1000")), "which is not more than 2/10"),
    ("12-2", (("9/4", 0), HIGH), "is 1/1000 away from 1/1000, more than 10^-4"),
    ("12-2", (("2249/1000", "1/1000"), HIGH), "y_0[0] = 2249/1000 is 1/1000 away"),
    ("12-2", LOW, "y_0: got str"),
    ("12-2", (LOW, HIGH, LOW), "need a pair"),
    ("12-2", ((1,), (2,)), "got 1 entries, need 2"),
    ("12-3", ("1/2", "3/4", "3/4"), "is 0.0; 2 digits and not 3"),
    ("12-3", ("101/200", "3/2", 0), "away from the end (1/2, 3/2, 0)"),
    ("12-3", ("1/2", 2, "-1/2"), "is 0.707; 2 digits"),
    ("12-3", ("1/2", "3/4", "3/5"), "2 digits and not 3"),
    ("12-3", ("1001/2000", "3/4", "3/4"), "2 digits and not 3"),
    ("12-3", (0, 0), "got 2 entries, need 3"),
    ("12-4", scikit_learn(1e-4), "on random data (8 x 5) it is proved: Refuted: not 6 digits"),
    ("12-4", scikit_learn(1e-8, 10**6), "where y is large"),
    ("12-4", scikit_learn(1e-14, 100), "it is proved: Refuted: not 6 digits"),
    ("12-4", half_the_parameter, "Refuted: not 6 digits"),
    ("12-4", lambda A, y, lam: [0] * A.shape[1], "Refuted: not 6 digits"),
    ("12-4", lambda A, y, lam: [0], "output: got 1 numbers, need 5"),
    ("12-4", lambda A, y, lam: [float("nan")] * A.shape[1], "need a finite number"),
    ("12-4", lambda A, y: 0, "takes 2 positional arguments"),
    ("12-4", lambda A, y, lam: 1 / 0, "ZeroDivisionError"),
    ("12-4", leaves, "gave no answer: SystemExit"),
    ("12-4", [1, 2, 3], "need a function"),
]


@pytest.mark.parametrize("function", [loops_for_ever, sleeps])
def test_12_4_endless_solvers_are_stopped(function, monkeypatch):
    monkeypatch.setattr(trials_12, "LIMITS", Budget(seconds=2))
    checked = check("12-4", function)
    assert checked.correct is False
    assert "ran longer than 2 seconds" in checked.message


def test_12_1_what_is_accepted_is_refuted_by_the_checker():
    problem, instance = given("12-1")["problem"], given("12-1")["instance"]
    outcome = certify(problem, instance, None, ("11/10", "9/10"), digits=1)
    assert isinstance(outcome, Refuted)
    assert "farther than 10^-1" in outcome.certificate.check()


def test_12_1_accepts_exactly_what_it_says():
    """(1 + d, 1 - d) has the excess d^2 / 10^6 for d <= 1, and the error sqrt(2) d."""
    problem, instance = given("12-1")["problem"], given("12-1")["instance"]
    one = (Fraction(1), Fraction(1))
    assert is_minimiser(problem, instance, one, tuple(2 * r for r in instance.residual(one)))
    tiny = Fraction(1, 1 << 60)
    for d, accepted in (("7/100", False), ("71/1000", True), (1, True), (1 + tiny, False)):
        z = (1 + Fraction(d), 1 - Fraction(d))
        assert check("12-1", z).correct is accepted


def test_12_2_says_what_certify_says():
    assert "which is the minimiser for y itself: Unknown.)" in check("12-2", (LOW, HIGH)).message


def test_12_4_the_data_are_floats_and_cover_what_is_said():
    sets = list(trials_12._data_sets())
    assert len(sets) == 8
    solved = {}
    for data in sets:
        entries = [v for column in data.instance.columns for _, v in column]
        assert all(Fraction(float(v)) == v for v in (*entries, *data.instance.y, data.lam))
        solved[data.name] = solve_exact(Lasso(data.lam), data.instance)
    assert solved["where two columns are equal"].face.dimension == 1
    assert not any(solved["where lam is so large that x = 0"].x)
    knot = solved["at a knot"]
    pulls = [abs(v) for v in knot.instance.adjoint(knot.witness)]
    assert knot.x[1] == 0 and pulls[1] == knot.problem.lam


# -- all of them -------------------------------------------------------------


@pytest.mark.parametrize("case", ACCEPTED, ids=name_of)
def test_correct_answers_are_accepted(case, capsys):
    assert_accepted(case, capsys)


@pytest.mark.parametrize("case", REJECTED, ids=name_of)
def test_wrong_answers_get_the_reason(case, capsys):
    assert_rejected(case, capsys)
