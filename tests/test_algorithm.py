"""Runs: what comes out, what is recorded, and that nothing escapes from a child process."""

import itertools
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import algorithms_for_isolation as bad
import flint
import mpmath
import numpy as np
import pytest
import sympy

import computable
from computable import Budget, DomainError, Failed, Refuted, Unknown, refute
from computable.algorithm import Deadline, Halted, InProcess, Task
from computable.algorithm.isolated import Isolated
from computable.problem import BasisPursuit, TieFamily
from computable.solvers import as_algorithm

FAMILY = TieFamily.rational(BasisPursuit(), digits=2)
TASK = Task(problem=FAMILY.problem, shape=FAMILY.shape, ask=FAMILY.centre.oracle())
LIMITS = Budget(seconds=20, megabytes=2000)


def read_everything(data):
    m, N = data.shape
    entries = [data.A.query(i, j, 9) for i in range(m) for j in range(N)]
    return [sum(entries), data.y.query(0, 4)]


@pytest.mark.parametrize("isolate", [False, True])
def test_a_run_records_what_was_asked_and_reads_the_answer_exactly(isolate):
    runner = Isolated(read_everything, LIMITS) if isolate else InProcess(read_everything, LIMITS)
    for _ in range(2):  # an isolated process serves several runs
        run = runner.run(TASK, Deadline(20))
        assert isinstance(run, Halted)
        assert run.report.values == (2, Fraction(1, 50))
        assert [(q.entry, q.depth) for q in run.transcript] == [
            (("A", 0, 0), 9), (("A", 0, 1), 9), (("y", 0), 4)
        ]  # fmt: skip
    runner.close()


@pytest.mark.parametrize(
    "values",
    [
        [1, Fraction(1, 2)],
        (np.int32(1), np.float32(0.5)),
        np.array([1.0, 0.5]),
        [flint.fmpq(1), flint.fmpq(1, 2)],
        [mpmath.mpf(1), mpmath.mpf("0.5")],
        sympy.Matrix([1, sympy.Rational(1, 2)]).flat(),
        computable.Answer(values=iter([1, 0.5]), status="fine"),
    ],
    ids=lambda v: type(v).__name__,
)
def test_numbers_of_every_kind_are_answers(values):
    run = InProcess(lambda data: values).run(TASK, Deadline(None))
    assert isinstance(run, Halted)
    assert run.report.values == (1, Fraction(1, 2))


UNDECIDED = [
    "endless_loop",
    "endless_queries",
    "memory_hog",
    "swallow_everything",
    "start_children",
]
BROKEN = [
    "crash",
    "kill_itself",
    "killed_by_an_unnamed_signal",
    "leave",
    "leave_at_once",
    "forge_messages",
    "close_everything",
    "infinite_output",
    "strings",
    "nan",
    "too_few",
    "a_matrix",
    "raises",
    "bad_query",
]
HARMLESS = ["print_a_lot", "tamper"]


@pytest.mark.parametrize("name", UNDECIDED + BROKEN + HARMLESS)
def test_nothing_escapes_from_a_child_process(name):
    outcome = refute(
        getattr(bad, name), digits=2, budget=Budget(seconds=3, megabytes=2000), isolate=True
    )
    expected = Unknown if name in UNDECIDED else Failed if name in BROKEN else Refuted
    assert isinstance(outcome, expected)
    if isinstance(outcome, Refuted):
        outcome.certificate.check()
    else:
        assert outcome.reason.isprintable()
        assert outcome.transcript is not None


def test_an_answer_belongs_to_its_run():
    outcome = refute(bad.answer_twice, attack="in precision", budget=LIMITS, isolate=True)
    assert isinstance(outcome, Unknown)
    assert "survived" in outcome.reason


@pytest.mark.parametrize("isolate", [False, True])
def test_a_thread_that_asks_on_changes_nothing(isolate):
    def ask_on(data):
        def ask():
            with suppress(BaseException):
                for n in range(10_000):
                    data.A.query(0, 0, n)

        threading.Thread(target=ask, daemon=True).start()
        return [0, 0]

    for _ in range(5):
        outcome = refute(ask_on, digits=2, isolate=isolate, budget=LIMITS)
        assert isinstance(outcome, Refuted), outcome
        outcome.certificate.check()
        assert outcome.certificate.text() == outcome.certificate.text()


@pytest.mark.parametrize("isolate", [False, True])
def test_each_thread_gets_the_answer_to_its_own_question(isolate):
    """Right by 2^-20 with 80 bits; told another entry, it would take the wrong column."""

    def threaded(data):
        with ThreadPoolExecutor(4) as threads:
            y, *row = threads.map(
                lambda j: data.y.query(0, 80) if j < 0 else data.A.query(0, j, 80),
                [-1, *range(data.shape[1])],
            )
        j = row.index(max(row))
        return [y / row[j] if i == j else 0 for i in range(len(row))]

    for _ in range(3):
        outcome = refute(
            threaded, columns=6, gap=Fraction(1, 1 << 20), isolate=isolate, budget=LIMITS
        )
        assert isinstance(outcome, Unknown), outcome
        assert "survived" in outcome.reason


def test_odd_numbers_and_errors_are_values():
    class Restless(Fraction):
        @property
        def numerator(self):
            return next(count)

    class Mute(Exception):
        def __str__(self):
            raise RuntimeError

    def raise_mute(data):
        raise Mute

    count = itertools.count(1)
    certificate = refute(lambda data: [Restless(1, 3), 0], digits=2).certificate
    assert certificate.text() == certificate.text()
    assert isinstance(refute(raise_mute), Failed)
    assert isinstance(refute(lambda data: [Decimal("1e99999999"), 0]), Failed)
    assert isinstance(refute(lambda data: frozenset([0, 1])), Failed)
    assert isinstance(refute(lambda data: exec("raise GeneratorExit")), Failed)


def test_files_that_cannot_be_imported_are_failures(tmp_path):
    for name, text in (("broken", "def"), ("leaves", "import sys; sys.exit(0)")):
        path = tmp_path / f"{name}.py"
        path.write_text(text)
        for isolate in (False, True):
            outcome = refute(f"{path}:solve", budget=LIMITS, isolate=isolate)
            assert isinstance(outcome, Failed)


@pytest.mark.parametrize("afterwards", [lambda: 1 / 0, lambda: None, lambda: [0, 0]])
def test_whatever_follows_a_spent_budget_it_is_unknown(afterwards):
    def swallow(data):
        try:
            while True:
                data.y.query(0, 1)
        except BaseException:
            return afterwards()

    assert isinstance(refute(swallow, budget=Budget(queries=5)), Unknown)


def test_the_record_is_the_parents():
    outcome = refute(bad.tamper, digits=2, budget=LIMITS, isolate=True)
    assert [q.entry for q in outcome.certificate.transcript] == [("A", 0, 0)]
    assert outcome.certificate.output == (1, 1)


@pytest.mark.parametrize("name", ["leave", "strings", "nan", "too_few", "raises", "bad_query"])
def test_in_process_failures_are_values_too(name):
    outcome = refute(getattr(bad, name), digits=2)
    assert isinstance(outcome, Failed)
    assert outcome.reason


@pytest.mark.parametrize(
    "budget", [Budget(queries=10), Budget(depth=2), Budget(seconds=0.01)], ids=str
)
def test_a_spent_budget_is_unknown_even_if_the_algorithm_answers_in_the_end(budget):
    def stubborn(data):
        for _ in range(200_000):
            try:
                data.A.query(0, 0, 3)
            except BaseException:
                return [0, 0]
        return [0, 0]

    outcome = refute(stubborn, digits=2, budget=budget)
    assert isinstance(outcome, Unknown)


def test_functions_of_one_and_of_two_arguments():
    assert as_algorithm(read_everything) is read_everything
    assert as_algorithm(lambda A, y: A[0]).floating_point
    assert as_algorithm(lambda A, y, tolerance=1e-9: A[0]).floating_point
    assert as_algorithm(lambda A, y, problem: A[0]).floating_point
    outcome = refute(lambda A, y, problem: [float(problem.lam), 0], problem="lasso")
    assert outcome.certificate.output == (Fraction(1, 2), 0)
    for function in (lambda a, b, c: 0, lambda: 0):
        with pytest.raises(DomainError, match="arguments"):
            as_algorithm(function)
    with pytest.raises(DomainError, match="callable"):
        as_algorithm(3)


def test_a_failure_names_the_line_of_the_algorithm():
    for isolate in (False, True):
        outcome = refute(bad.raises, budget=LIMITS, isolate=isolate)
        assert outcome.reason.startswith("RuntimeError: no convergence")
        assert "(algorithms_for_isolation.py, line " in outcome.reason


def test_closures_and_lambdas_can_be_isolated():
    shift = Fraction(1, 7)
    outcome = refute(lambda data: [shift, 0], digits=2, budget=LIMITS, isolate=True)
    assert outcome.certificate.output == (shift, 0)


def test_outcomes_can_be_pickled():
    outcome = refute(read_everything, digits=2)
    assert pickle.loads(pickle.dumps(outcome)) == outcome
