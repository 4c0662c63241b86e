"""A reader's solver of LASSO on trial: certified digits on data sets that are hard for some."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from computable.algorithm import Broken, Budget, Deadline, Stopped, Task
from computable.algorithm.isolated import Isolated
from computable.errors import DomainError
from computable.exact import counted
from computable.problem import Instance, Lasso
from computable.solvers import FloatSolver
from computable.teaching.exercise import Checked, correct, not_yet
from proofs.certify import certify
from proofs.outcome import Certified, Unknown

__all__ = ["DIGITS", "LIMITS", "digits_on_data"]

DIGITS = 6
LIMITS = Budget(seconds=20, queries=100_000, megabytes=4096)


@dataclass(frozen=True)
class _Data:
    """Float64 numbers with lam, and words that say what is hard about them."""

    name: str
    instance: Instance
    lam: Fraction


def _random(rng: Random, m: int, N: int, size: int = 64) -> tuple[list[list[Any]], list[Any]]:
    A = [[Fraction(rng.randint(-size, size), size) for _ in range(N)] for _ in range(m)]
    return A, [Fraction(rng.randint(-8 * size, 8 * size), size) for _ in range(m)]


def _data_sets() -> Iterator[_Data]:
    """Yield them, reproducibly; every number is a float64."""
    rng = Random(12)
    for m, N, lam in ((8, 5, 1), (6, 12, Fraction(1, 4)), (20, 10, Fraction(1, 64))):
        A, y = _random(rng, m, N)
        yield _Data(f"on random data ({m} x {N})", Instance.from_dense(A, y), Fraction(lam))
    A, y = _random(rng, 10, 4)
    large = [Fraction(5000) * v for v in y]
    yield _Data("where y is large", Instance.from_dense(A, large), Fraction(1))
    twin = [[*row, row[0] + Fraction(rng.randint(-1, 1), 64)] for row in A]
    yield _Data("where two columns are nearly equal", Instance.from_dense(twin, y), Fraction(1, 16))
    double = [[*row, row[0]] for row in A]
    yield _Data("where two columns are equal", Instance.from_dense(double, y), Fraction(1, 2))
    knot = Instance.from_dense([[1, 0], [0, 1], [0, 0]], [1, Fraction(1, 4), 2])
    yield _Data("at a knot", knot, Fraction(1, 2))
    yield _Data("where lam is so large that x = 0", Instance.from_dense(A, y), Fraction(10_000))


@dataclass(frozen=True)
class _Solver:
    """``f(A, y, lam)`` as a function of A, y and the problem."""

    function: Callable[..., Any]

    def __call__(self, A: Any, y: Any, problem: Lasso) -> Any:
        return self.function(A, y, float(problem.lam))


def digits_on_data(answer: object) -> Checked:
    """Judge ``f(A, y, lam)``: certified to have 6 digits on every data set."""
    if not callable(answer):
        raise DomainError(f"answer: got {type(answer).__name__}, need a function f(A, y, lam)")
    deadline, proved = Deadline(LIMITS.seconds), []
    with Isolated(FloatSolver(_Solver(answer)), LIMITS) as runner:
        for data in _data_sets():
            problem, where = Lasso(data.lam), data.name
            task = Task(problem=problem, shape=data.instance.shape, ask=data.instance.oracle())
            run = runner.run(task, deadline)
            if isinstance(run, Stopped):
                return not_yet(f"{where} your solver was stopped: it {run.reason}.")
            if isinstance(run, Broken):
                return not_yet(f"{where} your solver gave no answer: {run.reason}.")
            outcome = certify(problem, data.instance, None, run.report.values, digits=DIGITS)
            if not isinstance(outcome, Certified):
                words = f"of the answer {where}"
                if isinstance(outcome, Unknown):
                    return not_yet(f"{words} nothing was proved: {outcome.reason}.")
                return not_yet(f"{words} it is proved: {outcome}.")
            outcome.certificate.check()
            proved.append(outcome)
    return correct(
        f"{DIGITS} digits on all of {counted(len(proved), 'data set')}, each with a certificate "
        "that the checker accepts. (Eight data sets are no theorem about your solver. But you need "
        "none: certify tells you on the ninth.)"
    )
