"""A randomised algorithm on trial: how often it has K digits, exactly, wherever it may be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from computable.algorithm import (
    Algorithm,
    Answer,
    Broken,
    Budget,
    Deadline,
    Halted,
    InProcess,
    Report,
    Run,
    Stopped,
    Task,
)
from computable.algorithm.coin_tree import Branch, explore
from computable.algorithm.isolated import Isolated
from computable.errors import DomainError
from computable.exact import number_text, power_text
from computable.oracle import Answers, Entry, ProblemData, exact, highest, lowest
from computable.problem import BasisPursuit, Instance, TieFamily, norm_squared
from computable.problem.simplex import nearest_minimiser
from computable.solvers import as_algorithm
from computable.teaching.exercise import Checked, correct, not_yet
from proofs.adversary.centre import Centre
from proofs.adversary.probability import fail_often
from proofs.outcome import ProvedFailure

__all__ = ["FAMILY", "GAP", "WANTED", "misleading", "often_right"]

FAMILY = TieFamily.rational(BasisPursuit(), digits=3, columns=3)
GAP = Fraction(1, 1 << 20)
WANTED = Fraction(59, 100)
LIMITS = Budget(seconds=10, queries=20_000, depth=4096, megabytes=4096)
LEFT = Fraction(1, 1 << 10)
RUNS = 2000


def misleading(winner: int) -> Answers:
    """Make the winning column look as small, and everything else as large, as is true."""

    def answers(entry: Entry, value: Fraction, n: int) -> Fraction:
        return (lowest if entry == ("A", 0, winner) else highest)(entry, value, n)

    return answers


@dataclass(frozen=True)
class _Place:
    """An instance with its oracle, and the minimiser that is nearest to an answer."""

    where: str
    instance: Instance
    answers: Answers
    column: int | None

    def is_right(self, run: Run) -> bool:
        if not isinstance(run, Halted):
            return False
        z = run.report.values
        if self.column is None:
            nearest = nearest_minimiser(FAMILY, z)
        else:
            nearest = FAMILY.minimiser(self.column, GAP)
        off = norm_squared([a - b for a, b in zip(z, nearest, strict=True)])
        return off <= Fraction(1, 100**FAMILY.digits)


def _places() -> Iterator[_Place]:
    for j in range(FAMILY.columns):
        for manner, answers in (("exactly", exact), ("as misleadingly as is true", misleading(j))):
            where = f"at D_{j}({power_text(GAP)}), with an oracle that answers {manner},"
            yield _Place(where, FAMILY.raised(j, GAP), answers, j)
    yield _Place("at the centre", FAMILY.centre, exact, None)


PLACES = tuple(_places())


@dataclass(frozen=True)
class _Explored:
    """The whole coin tree of an algorithm as one run: a process for each node would be slow.

    The number of the place comes as y_0. What it returns: the probabilities that the answer is
    right, that there is none within the budget, and of what was not explored. Beyond the last
    place: the probability and the gap with which the adversary of Theorem A' ends.
    """

    algorithm: Algorithm

    def __call__(self, data: ProblemData) -> Answer:
        runner, now = InProcess(self.algorithm, LIMITS), Deadline(None)
        k = int(data.y.query(0, 0))
        if k == len(PLACES):
            return self._defeated(runner, now)
        place = PLACES[k]
        ask = place.instance.oracle(place.answers)
        task = Task(problem=FAMILY.problem, shape=FAMILY.shape, ask=ask)
        tree = explore(runner, task, now, unexplored=LEFT, runs=RUNS)
        silent = tree.probability(lambda run: not isinstance(run, (Halted, Broken)))
        broken = [b for b in tree.branches if isinstance(b.run, Broken)]
        return Answer(
            values=[tree.probability(place.is_right), silent, tree.unexplored],
            status=tree.reason,
            claim=_broken(broken[0]) if broken else "",
        )

    def _defeated(self, runner: InProcess, now: Deadline) -> Answer:
        centre = Centre.of_instance(FAMILY)
        outcome = fail_often(runner, centre, unexplored=LEFT, runs=RUNS, deadline=now, about={})
        if isinstance(outcome, ProvedFailure):
            return Answer(values=[outcome.probability, outcome.gap, 0])
        return Answer(values=[0, 0, 0], status=outcome.reason)


def _broken(branch: Branch) -> str:
    after = f"after the coins {branch.coins}" if branch.coins else "without a coin"
    reason = branch.run.reason if isinstance(branch.run, Broken) else ""
    return f"{after} it gives no answer: {reason}"


def often_right(answer: object) -> Checked:
    """Judge ``f(data)``: at least 59/100 at the centre and at every D_j(2^-20)."""
    if not callable(answer):
        raise DomainError(f"answer: got {type(answer).__name__}, need a function f(data)")
    deadline, found = Deadline(LIMITS.seconds), []
    with Isolated(_Explored(as_algorithm(answer)), LIMITS) as runner:
        for k, place in enumerate(PLACES):
            report = _explored(runner, k, deadline, place.where)
            if report.values[0] < WANTED:
                return _too_rarely(place.where, report)
            found.append(report.values[0])
        last = _explored(runner, len(PLACES), deadline, "played against at the centre")
    return correct(
        f"it has 3 digits with probability at least {number_text(min(found[:-1]))} at the three "
        f"D_j({power_text(GAP)}), and {number_text(found[-1])} at the centre (coin sequences of "
        f"probability {number_text(LEFT)} were left out). {_and_yet(last)}"
    )


def _explored(runner: Isolated, k: int, deadline: Deadline, where: str) -> Report:
    def ask(entry: Entry, depth: int) -> Fraction:
        return Fraction(k)

    task = Task(problem=FAMILY.problem, shape=FAMILY.shape, ask=ask)
    run = runner.run(task, deadline)
    if isinstance(run, Stopped):
        raise DomainError(f"{where} your algorithm was stopped: it {run.reason}")
    if isinstance(run, Broken):
        raise DomainError(f"{where} your algorithm gave no answer: {run.reason}")
    return run.report


def _too_rarely(where: str, report: Report) -> Checked:
    right, silent, _ = report.values
    words = f"{where} your algorithm has 3 digits with probability {number_text(right)}"
    if silent:
        words += f", and does not halt within the budget with probability {number_text(silent)}"
    if report.claim:
        return not_yet(f"{words}; {report.claim}.")
    if report.status:
        return not_yet(f"{words} in what could be explored: {report.status}.")
    return not_yet(f"{words}. That is less than {number_text(WANTED)}.")


def _and_yet(report: Report) -> str:
    """Say what the adversary of Theorem A' proves."""
    probability, gap, _ = report.values
    if not probability:
        return f"(The adversary proved nothing: {report.status}.)"
    return (
        f"And yet there is an instance, with gap {power_text(gap)}, at which it fails with "
        f"probability at least {number_text(probability)}; no algorithm has more than 3/5 "
        "everywhere."
    )
