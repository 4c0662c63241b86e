"""Solvers as halting deciders, and the machines on which they are wrong."""

import json
import random
import time
from fractions import Fraction

import pytest
from test_machine_turing import drawn

import computable
from computable import DomainError, TuringMachine, Unknown, WrongDecider, decider_from
from computable.algorithm import Budget
from computable.machine import NeverHalts, decide, halting_after
from computable.solvers import ADAPTERS
from computable.testing import algorithms
from proofs import checker, checker_reduction
from proofs.adversary import problem_named
from proofs.adversary.halting import SolverDecider
from proofs.outcome import Failed

PROBLEMS = ("bp", "qcbp", "lasso", "sr-lasso", "lp")
REAL = [(name, problem) for name, one in ADAPTERS.items() for problem in one.problems]


def reading(depth):
    """Return a solver that reads so many bits and takes the largest entry."""

    def solve(data):
        N = data.shape[1]
        a = [data.A.query(0, j, depth) for j in range(N)]
        j = a.index(max(a))
        return [data.y.query(0, depth) / a[j] if i == j else 0 for i in range(N)]

    return solve


@pytest.mark.parametrize(("solver", "problem"), REAL)
def test_every_real_solver_is_wrong_about_a_machine_within_a_minute(solver, problem, tmp_path):
    began = time.monotonic()
    decider = decider_from(solver, problem=problem, digits=2)
    wrong = decider.refute()
    assert time.monotonic() - began < 60
    assert isinstance(wrong, WrongDecider) and not wrong.said
    plain = wrong.machine.start_plain()
    plain.advance(10**6)
    assert plain.halted and plain.steps == wrong.steps
    assert decider(wrong.machine) is False
    assert decider(TuringMachine.parse("1RA1RA")) is False
    path = wrong.certificate.save(tmp_path / "wrong.json")
    assert checker_reduction.check(path.read_bytes())
    assert computable.load(path) == wrong.certificate
    assert computable.replay(wrong.certificate, solver).reproduced


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("depth", [0, 1, 20, 333, 3000])
def test_the_deeper_a_solver_reads_the_longer_its_machine_runs(problem, depth):
    for columns in (2, 4):
        wrong = decider_from(reading(depth), problem=problem, digits=3, columns=columns).refute()
        assert isinstance(wrong, WrongDecider)
        claim = json.loads(wrong.certificate.text())["claim"]
        assert wrong.steps == max(1, claim["steps"]) == wrong.certificate.steps
        assert depth - 30 <= wrong.steps <= max(1, depth + 2)


def test_the_machine_is_the_first_that_is_hidden():
    """One step less is seen, and the decider is right about that machine."""
    decider = decider_from(reading(50), digits=2)
    wrong = decider.refute()
    assert decider(halting_after(wrong.steps)) is False
    assert decider(halting_after(wrong.steps - 1)) is True


def test_it_is_right_about_machines_that_it_sees_halt():
    decider, rng = decider_from(reading(60), problem="lasso", digits=1), random.Random(4)
    halted = endless = 0
    for _ in range(150):
        machine = TuringMachine(drawn(rng))
        plain = machine.start_plain()
        plain.advance(40)
        if plain.halted:
            assert decider(machine) is True
            halted += 1
        elif isinstance(decide(machine), NeverHalts):
            assert decider(machine) is False
            endless += 1
    assert min(halted, endless) >= 10


def test_the_file_is_a_refutation_with_a_machine():
    wrong = decider_from(reading(25), problem="sr-lasso", digits=4).refute()
    document = json.loads(wrong.certificate.text())
    assert Fraction(document["claim"]["error"]) == Fraction(1, 10**4)
    document["claim"] = {"kind": "refutation", "digits": 4}
    del document["machine"]
    assert checker.check(json.dumps(document).encode())


def test_random_algorithms_are_wrong():
    from hypothesis import given, settings

    @settings(max_examples=60, deadline=None)
    @given(algorithms(depth=300))
    def check(algorithm):
        wrong = decider_from(algorithm, problem="bp", digits=2).refute()
        if algorithm.memory and isinstance(wrong, Unknown):
            assert "another answer" in wrong.reason
            return
        assert isinstance(wrong, WrongDecider) and wrong.certificate.check()

    check()


def test_what_changes_its_answers_is_no_decider():
    answers = iter(range(10**6))
    decider = decider_from(lambda data: [next(answers), 0], digits=1)
    outcome = decider.refute()
    assert isinstance(outcome, Unknown) and "another answer" in outcome.reason


def test_no_answer_is_no_decider():
    def loop(data):
        n = 0
        while True:
            n += 1
            data.A.query(0, 0, n)

    budget = Budget(depth=200)
    assert isinstance(decider_from(loop, budget=budget), Unknown)
    failed = decider_from(lambda data: 1 / 0)
    assert isinstance(failed, Failed) and "ZeroDivisionError" in failed.reason
    nobody = decider_from(lambda data: computable.Answer(values=[0, 0], success=False))
    assert isinstance(nobody, Failed) and "says itself" in nobody.reason


def test_too_deep_for_a_certificate():
    outcome = decider_from(reading(4_000_001), budget=Budget(depth=10**7)).refute()
    assert isinstance(outcome, Unknown) and "no certificate can hold it" in outcome.reason


def test_isolated_solvers(tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text("def solve(A, y):\n    return [y[0] / A[0, 0], 0]\n")
    decider = decider_from(f"{mine}:solve", isolate=True)
    assert isinstance(decider, SolverDecider) and "basis-pursuit" in repr(decider)
    assert isinstance(decider.refute(), WrongDecider)


def test_misuse():
    with pytest.raises(DomainError, match="problem: got int"):
        decider_from(reading(3), problem=3)
    with pytest.raises(DomainError, match="learner"):
        decider_from(lambda training: lambda y: [0, 0])
    with pytest.raises(DomainError, match="vouches"):
        decider_from(lambda data, answer: True)
    with pytest.raises(DomainError, match="digits: got 0\\.5"):
        decider_from(reading(3), digits=0.5)
    assert problem_named("bp") == computable.BasisPursuit()
