"""Four real solvers, refuted on every problem that they solve; and what they get right."""

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from computable import FloatSolver, Refuted, refute
from computable.algorithm import Deadline, Halted, InProcess, Task
from computable.problem import TieFamily
from computable.solvers import ADAPTERS, adapter
from proofs.adversary import problem_named
from proofs.replay import replay

GAMES = [(name, problem) for name, entry in ADAPTERS.items() for problem in entry.problems]


@pytest.mark.parametrize(("solver", "problem"), GAMES)
def test_every_adapter_states_the_right_problem(solver, problem):
    """At a wide gap the answer is nearer to the exact minimiser than to those of its rivals:

    the other columns, and the same problem with lam or epsilon wrong by a twentieth.
    """
    exact = problem_named(problem)
    family = TieFamily.dyadic(exact, digits=1, columns=3, rows=3)
    gap = min(family.largest_gap, Fraction(1, 8))
    parameter = getattr(exact, "lam", getattr(exact, "epsilon", None))
    off = [parameter * Fraction(k, 20) for k in (19, 21)] if parameter else []
    for j in range(3):
        rivals = [family.minimiser(i, gap) for i in range(3) if i != j]
        if problem != "sr-lasso":  # where the minimiser does not depend on lam
            similar = [replace(family, problem=type(exact)(value)) for value in off]
            rivals += [other.minimiser(j, gap) for other in similar]
        task = Task(problem=exact, shape=family.shape, ask=family.raised(j, gap).oracle())
        run = InProcess(adapter(solver)).run(task, Deadline(None))
        assert isinstance(run, Halted), run
        error = distance(run.report.values, family.minimiser(j, gap))
        assert error < min(distance(run.report.values, rival) for rival in rivals)
        assert run.report.status
        assert run.report.claim


def distance(x, y):
    return sum((a - b) ** 2 for a, b in zip(x, y))


@pytest.mark.parametrize(("solver", "problem"), GAMES)
@pytest.mark.parametrize("digits", [1, 4])
def test_every_adapter_is_refuted_and_the_run_replays(solver, problem, digits):
    outcome = refute(solver, problem=problem, digits=digits)
    assert isinstance(outcome, Refuted)
    assert outcome.attack == "in precision"
    assert outcome.report.success
    assert replay(outcome.certificate, solver).reproduced


@pytest.mark.parametrize(("solver", "problem"), GAMES)
def test_below_precision_and_larger_sizes(solver, problem):
    outcome = refute(solver, problem=problem, columns=5, rows=3, attack="below precision")
    assert isinstance(outcome, Refuted)
    assert outcome.gap <= Fraction(1, 2**64)


def test_a_float_solver_reads_every_entry_once():
    seen = {}

    def least_norm(A, y, *, problem):
        seen.update(shape=A.shape, dtype=A.dtype, problem=problem)
        return np.linalg.pinv(A) @ y

    outcome = refute(FloatSolver(least_norm, depth=70), rows=2, columns=3)
    assert seen["shape"] == (2, 4)
    assert seen["dtype"] == np.float64
    assert seen["problem"].name == "basis-pursuit"
    queries = list(outcome.certificate.transcript)
    assert len(queries) == 2 * 4 + 2
    assert {query.depth for query in queries} == {70}


def test_the_demo(tmp_path):
    command = [sys.executable, "-m", "computable", "demo", "--out", str(tmp_path / "demo")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    files = sorted((tmp_path / "demo" / "certificates").iterdir())
    assert len(files) == len(GAMES)
    for file in files:
        assert json.loads(file.read_text())["format"] == "computable-certificate"
    assert (tmp_path / "demo" / "solution_set.png").stat().st_size > 10_000
    assert all(len(line) <= 80 for line in result.stdout.splitlines() if "demo" not in line)
    for name in ADAPTERS:
        assert name in result.stdout
