"""The instance that a machine makes: legitimate answers, and the minimiser that knows."""

import random
from fractions import Fraction

import pytest

from computable import DomainError
from computable.machine import Program, TuringMachine
from computable.machine.catalogue import CATALOGUE
from computable.problem import HaltingInstance, TieFamily, instance_of
from computable.recovery import solve_exact
from proofs.adversary import problem_named

PROBLEMS = ("bp", "qcbp", "lasso", "sr-lasso", "lp")


def waiting(steps):
    """Return a program that halts in exactly so many steps."""
    text = f"def wait():\n    for _ in range({steps - 1}):\n        yield\n"
    return Program(text)


@pytest.mark.parametrize("digits", [1, 4])
@pytest.mark.parametrize("name", PROBLEMS)
def test_answers_are_legitimate_at_every_depth(name, digits):
    rng = random.Random(f"{name} {digits}")
    for steps in (1, 2, 7, 30, 107):
        problem = problem_named(name)
        made = instance_of(waiting(steps), problem, digits, column=rng.randrange(2))
        exact = made.instance(steps)
        data, depths = made.data(), [*range(1, 160)]
        rng.shuffle(depths)
        for n in depths:
            bound = Fraction(1, 1 << n)
            for j in range(2):
                true = dict(exact.columns[j])[0]
                assert abs(data.A.query(0, j, n) - true) <= bound
            assert data.y.query(0, n) == exact.y[0]
        assert data.A.query(0, made.column, 400) == dict(exact.columns[made.column])[0]


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_minimiser_knows(name):
    made = instance_of(waiting(9), problem_named(name), 2, column=1)
    halted = solve_exact(made.family.problem, made.instance(9))
    assert halted.unique and [j for j, v in enumerate(halted.x) if v] == [1]
    assert halted.x == made.family.minimiser(1, made.gap(9))
    never = solve_exact(made.family.problem, made.instance(None))
    assert not never.unique


def test_what_never_halts_looks_like_the_centre():
    endless = TuringMachine.parse("1RA1RA")
    made = instance_of(endless, problem_named("bp"), 3)
    for data in (made.data(), instance_of(waiting(10**6), problem_named("bp"), 3).data()):
        rows, right = data.read(500)
        assert (rows, right) == ([[1, 1]], [Fraction(1, 500)])


def test_a_long_run_is_read_to_great_depth_at_once():
    """By acceleration: 3 932 964 steps in a moment."""
    known = CATALOGUE["BB(2, 4)"]
    data = instance_of(known.machine, problem_named("bp"), 2).data()
    assert data.A.query(0, 0, known.steps) == 1
    assert data.A.query(0, 0, known.steps + 10) == 1 + Fraction(1, 1 << (known.steps + 2))


def test_bad_input():
    family = TieFamily.rational(problem_named("bp"), digits=1)
    with pytest.raises(DomainError, match="machine: got str, need one with a text"):
        HaltingInstance(machine="1RB", family=family)
    with pytest.raises(DomainError, match="column: got 2, need 0 to 1"):
        HaltingInstance(machine=waiting(3), family=family, column=2)
