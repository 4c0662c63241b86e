"""Exercises of notebook 08: depths, late machines, deciders, maps of sequences."""

import sys
from fractions import Fraction
from itertools import pairwise

import cloudpickle
import misbehaving
import pytest
from judged_answers import assert_accepted, assert_rejected, name_of
from misbehaving import leaves, loops_for_ever, sleeps

from computable import RegisterProgram, TuringMachine
from computable.algorithm import Budget
from computable.machine import halting_after
from computable.machine.catalogue import CATALOGUE
from computable.machine.deciding.witness import Cycle
from computable.teaching import check, exercises_08, given, trials_08
from proofs.machine_proof import MachineProof

# The functions below go to child processes, which cannot import these files by their names.
for module in (sys.modules[__name__], misbehaving):
    cloudpickle.register_pickle_by_value(module)


def power(n):
    return Fraction(1, 1 << n)


# -- 08-1, 08-2: depths, and a machine that halts late -----------------------


def odometer(digits):
    """Count to digits^2 with two cells; the second one goes on when the first begins again."""
    last = digits - 1
    first = "".join(f"{k + 1}RB" for k in range(last)) + "0RC"
    back = "".join(f"{k}LA" for k in range(digits))
    carry = "".join(f"{k + 1}LA" for k in range(last)) + f"{last}LZ"
    return f"{first}_{back}_{carry}"


def mirrored(name):
    text = CATALOGUE[name].text
    return text.translate(str.maketrans("LR", "RL"))


ACCEPTED = [
    ("08-1", (24, 25)),
    ("08-1", ["24", Fraction(25)]),
    ("08-2", odometer(8)),
    ("08-2", TuringMachine.parse(odometer(6))),
    ("08-2", mirrored("BB(4)")),
]

REJECTED = [
    ("08-1", (23, 25), "at depth n = 23 the answer is still 1"),
    ("08-1", (0, 25), "is still 1"),
    ("08-1", (25, 25), "at depth 25 the answer is 1 + 2^-23, but so it is before"),
    ("08-1", (24, 24), "may answer 1 + 2^-24, which is within 2^-24 of 1 and of 1 + 2^-23"),
    ("08-1", (24, 0), "at depth N = 0 an oracle may answer 1 + 2^-24"),
    ("08-1", (24, 26), "but so it is at depth 25"),
    ("08-1", 24, "need a pair (n, N)"),
    ("08-1", (24, 25, 26), "need a pair (n, N)"),
    ("08-1", (24, "x"), "N: cannot read 'x'"),
    ("08-1", (-1, 25), "n: got -1"),
    ("08-2", odometer(5), "halts after 50 steps, so its entry is 1 + 2^-52. The solver sees"),
    ("08-2", CATALOGUE["BB(4)"].text, "this is BB(4). Give one that has no name"),
    ("08-2", mirrored("bouncer"), "it has not halted after 1000000 steps"),
    ("08-2", halting_after(62).text, "got 6 states and 3 symbols, need at most 4 and 8"),
    ("08-2", odometer(9), "got 3 states and 9 symbols"),
    ("08-2", "1RB1LB_1LA1R", "position 13"),
    ("08-2", 107, "need the text of a Turing machine"),
]


def test_08_1_is_about_every_oracle():
    made = given("08-1")["made"]
    value = made.instance(21).value(("A", 0, 0))
    for n in range(1, 40):
        hidden = made.ask()(("A", 0, 0), n) == 1
        can_hide = value - power(n) <= 1 + power(n)
        assert hidden is (n < 24) and can_hide is (n < 25)


@pytest.mark.parametrize("steps", [1, 30, 61, 62, 200])
def test_08_2_the_decider_is_right_up_to_61_steps(steps):
    assert given("08-2")["decider"](halting_after(steps)) is (steps <= 61)


def test_08_2_the_shortest_run_that_is_accepted(monkeypatch):
    monkeypatch.setattr(exercises_08, "STATES", 62)
    assert check("08-2", halting_after(62).text).correct
    assert not check("08-2", halting_after(61).text).correct


# -- 08-3: deciders ----------------------------------------------------------

NUMBERS = {name: program.number for name, program in given("08-3")["programs"].items()}


def halts_but_for(*names):
    """Return a decider that says 'never halts' of these programs alone."""
    lines = [f"if machine == {NUMBERS[name]}:\n    halts = 0" for name in names]
    return "\n".join(["halts = 1", *lines])


def only(*names):
    lines = [f"if machine == {NUMBERS[name]}:\n    halts = 1" for name in names]
    return "\n".join(lines)


ENDLESS = ("idle", "to and fro", "fixed point")
HALTING = ("at once", "three times", "square")
SILENT = (
    f"{halts_but_for(*ENDLESS)}\nif machine > {max(NUMBERS.values())}:\n    while 1:\n        pass"
)

ACCEPTED += [
    ("08-3", halts_but_for(*ENDLESS)),
    ("08-3", RegisterProgram(halts_but_for(*ENDLESS))),
    ("08-3", f"{halts_but_for(*ENDLESS)}\nhalt()"),
]

REJECTED += [
    ("08-3", halts_but_for(*ENDLESS[1:]), "says 'halts' of the program 'idle', which never halts"),
    ("08-3", "halts = 0", "says 'never halts' of the program 'at once', which halts"),
    ("08-3", only(*HALTING), "of its own diagonal it says 'never halts', and that halts after"),
    ("08-3", SILENT, "it says nothing (the decider has not answered within 1000000 steps)"),
    ("08-3", "while 1:\n    pass", "your decider has not answered about 'at once'"),
    ("08-3", "halts = 1 / 2", "line 1"),
    ("08-3", "halts =", "line 1"),
    ("08-3", "x = 3\nwhile 1:\n    x = x * x", "more than 2^22 bits"),
    ("08-3", lambda text: True, "need the text of a register program"),
]


def test_08_3_what_is_said_of_the_programs_is_proved():
    for text, halts in trials_08.PROGRAMS.values():
        machine = RegisterProgram(text)
        run = machine.start()
        run.advance(1000)
        assert run.halted is halts
        witness = None if halts else Cycle(start=20, period=4)
        steps = run.steps if halts else None
        MachineProof(machine=machine, steps=steps, witness=witness).check()


def test_08_3_slow_deciders_are_stopped(monkeypatch):
    monkeypatch.setattr(trials_08, "LIMITS", Budget(seconds=1))
    square = "x = 3\nwhile n < 21:\n    x = x * x\n    n += 1\n"  # three million bits
    checked = check("08-3", f"{square}while 1:\n    y = x // 7\n")
    assert checked.correct is False
    assert "ran longer than 1 seconds" in checked.message


# -- 08-4: maps of sequences -------------------------------------------------


def blending(instances, k, n):
    """Go from the centroid to the vertex of the larger column while the gap grows to 2^-102.

    The weight is continuous in the entries, so the answer depends on the numbers, not on their
    names.
    """
    depth = max(130, n + 110)
    a = [instances.query(k, ("A", 0, j), depth) for j in range(3)]
    y = instances.query(k, ("y", 0), depth)
    j = a.index(max(a))
    second = max(v for i, v in enumerate(a) if i != j)
    weight = max(0, min(1, (a[j] - second) * 2**104 - 2))
    return [weight * y / a[i] * (i == j) + (1 - weight) * y / 3 for i in range(3)]


def with_threshold(depth, *, lead=2, answer=None):
    """Answer with a vertex if a column wins at this depth for sure, else with the centroid."""

    def f(instances, k, n):
        a = [instances.query(k, ("A", 0, j), depth) for j in range(3)]
        j, y = a.index(max(a)), instances.query(k, ("y", 0), n + 9)
        if a[j] - sorted(a)[-2] > lead * power(depth):
            entry = instances.query(k, ("A", 0, j), n + 9)
            return [y / entry if i == j else 0 for i in range(3)]
        return answer or [y / 3] * 3

    f.__name__ = f"reads {depth}, lead {lead}, {answer}"
    return f


def threshold_moves(instances, k, n):
    return with_threshold(n)(instances, k, n)


def of_the_next_term(instances, k, n):
    return with_threshold(110)(instances, k + 1, n)


def too_rough(instances, k, n):
    values = with_threshold(110)(instances, k, n)
    return [values[0] + power(n - 1), *values[1:]]


T = Fraction(1, 50)

ACCEPTED += [
    ("08-4", blending),
    ("08-4", with_threshold(105)),
    ("08-4", with_threshold(3000)),
    ("08-4", with_threshold(110, answer=[T / 3] * 3)),
    ("08-4", with_threshold(110, answer=[T * Fraction("0.335")] * 3)),
]

REJECTED += [
    ("08-4", lambda instances, k, n: [T / 3] * 3, "the machine that halts after 1 step your"),
    (
        "08-4",
        with_threshold(104),
        "column 0: about the machine that halts after 100 steps",
    ),
    ("08-4", with_threshold(60), "the machine that halts after 100 steps your map says"),
    ("08-4", with_threshold(110, lead=0), "more than 1.01 times the bound"),
    ("08-4", with_threshold(110, answer=[0, 0, 0]), "more than 1.01 times the bound"),
    ("08-4", with_threshold(110, answer=[T, 0, 0]), "more than 1.01 times the bound"),
    ("08-4", with_threshold(110, answer=[T / 2, T / 2, 0]), "more than 1.01 times the bound"),
    ("08-4", threshold_moves, "for n = 8, but"),
    ("08-4", too_rough, "these are not approximations of one answer within 2^-n"),
    ("08-4", of_the_next_term, "the machine that halts after 1 step your map says"),
    ("08-4", lambda instances, k, n: [0, 0], "got 2 numbers, need 3"),
    ("08-4", lambda instances, k, n: 1 / 0, "your map gave no answer: ZeroDivisionError"),
    ("08-4", lambda instances: [0, 0, 0], "your map gave no answer: TypeError"),
    ("08-4", leaves, "your map gave no answer: SystemExit"),
    ("08-4", "split", "need f(instances, k, n)"),
]


@pytest.mark.parametrize("function", [loops_for_ever, sleeps])
def test_08_4_endless_maps_are_stopped(function, monkeypatch):
    monkeypatch.setattr(trials_08, "LIMITS", Budget(seconds=1))
    checked = check("08-4", function)
    assert checked.correct is False
    assert "ran longer than 1 seconds" in checked.message


def test_08_4_the_split_comes_up_to_the_bound_and_stays_below_it():
    """Its squared error at D_j(2^-n), (t/(1 + 2^-n) - t/3)^2 + 2 (t/3)^2, increases to rho^2."""
    family, split = given("08-4")["family"], [T / 3] * 3
    square = family.breakdown_radius_squared()

    def error(n):
        x = family.minimiser(1, power(n))
        return sum((a - b) ** 2 for a, b in zip(split, x))

    errors = [error(n) for n in range(2, 200)]
    assert all(a < b < square for a, b in pairwise(errors))
    assert square - errors[-1] < power(190)


# -- all of them -------------------------------------------------------------


@pytest.mark.parametrize("case", ACCEPTED, ids=name_of)
def test_correct_answers_are_accepted(case, capsys):
    assert_accepted(case, capsys)


@pytest.mark.parametrize("case", REJECTED, ids=name_of)
def test_wrong_answers_get_the_reason(case, capsys):
    assert_rejected(case, capsys)
