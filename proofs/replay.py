"""Replay: tell the algorithm the recorded answers and see whether it does again what is recorded.

A certificate proves that its output is wrong; replaying ties the output to an algorithm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from computable.algorithm import Broken, Budget, Deadline, Halted, Run, Runner, Stopped, Task
from computable.algorithm.answer import Report
from computable.errors import DomainError
from computable.exact import Vector
from computable.oracle import Entry, listed
from computable.truth import Truth
from proofs.adversary.flag import what_is_said
from proofs.adversary.running import running
from proofs.certificate import Certificate
from proofs.given_answer import GivenAnswer
from proofs.learning import FailedBranch, FailureProbability, TrainingRefutation, reads_of
from proofs.machine_proof import MachineProof
from proofs.read import Proof
from proofs.reduction import Reduction
from proofs.setting import ShownData

__all__ = ["Replayed", "replay", "replayable"]

COINS_SHOWN = 24

OfRun = Certificate | TrainingRefutation | FailureProbability
"""A certificate that records runs of an algorithm."""


@dataclass(frozen=True)
class Replayed:
    """Whether the algorithm reproduces what is recorded, and why (not)."""

    reproduced: bool
    reason: str
    failed: bool = False
    """Whether the algorithm gave no answer at all."""


def replay(
    certificate: Proof,
    algorithm: Callable[..., Any] | str,
    *,
    budget: Budget | None = None,
    isolate: bool = False,
) -> Replayed:
    """Run the algorithm again on the recorded answers and compare what it does, exactly.

    Its output; of a learner, its network's values at the samples; with coins, every listed
    branch (its output, or what it asks until it has read too many samples); of an exit flag, the
    output and the flag.

    Parameters
    ----------
    certificate : Certificate, TrainingRefutation or FailureProbability
        Or a Reduction. A GivenAnswer and a MachineProof have no algorithm to run.
    algorithm : callable or str
        As for ``refute``.
    budget : Budget, optional
        Its seconds are for all branches together.
    isolate : bool
        Run in a child process.

    Raises
    ------
    DomainError
        If the algorithm is misused, or the certificate is about an answer alone.

    Examples
    --------
    >>> from proofs import refute
    >>> def read_and_guess(data):
    ...     return [data.A.query(0, 0, 8) / 100, 0]
    >>> proof = refute(read_and_guess, digits=2).certificate
    >>> replay(proof, read_and_guess).reproduced
    True
    >>> replay(proof, lambda data: [data.A.query(0, 0, 9), 0]).reason
    'asks for A[0, 0] within 2^-9, which the certificate does not answer'
    """
    recorded = replayable(certificate)
    with running(algorithm, budget, isolate=isolate) as (runner, deadline, _):
        again = _Again(recorded, runner, deadline)
        match recorded:
            case FailureProbability():
                return again.branches(recorded)
            case TrainingRefutation():
                return again.once(recorded.outputs)
            case Certificate():
                return again.once((recorded.output,), flag=recorded.flag)


def replayable(certificate: Proof) -> OfRun:
    """Return the certificate if it records a run.

    Raises
    ------
    DomainError
        If it is about an answer that somebody has.
    """
    if isinstance(certificate, (GivenAnswer, MachineProof)):
        raise DomainError(
            "certificate: is about a given answer, and records no algorithm to run again"
            if isinstance(certificate, GivenAnswer)
            else "certificate: is about a machine, which its checker runs again"
        )
    return certificate.refutation if isinstance(certificate, Reduction) else certificate


class _Again:
    """Runs an algorithm where the certificate says that it was run."""

    def __init__(self, certificate: OfRun, runner: Runner, deadline: Deadline) -> None:
        self._runner, self._deadline = runner, deadline
        self._recorded = _Recorded(certificate)
        self._learner, self._samples = False, 1
        points: tuple[Vector, ...] | None = None
        if isinstance(certificate, Certificate):
            problem, instance = certificate.problem, certificate.instance
        else:
            setting = certificate.setting
            problem, instance = setting.problem, setting.instances[0]
            self._learner = setting.learner
            points = tuple(one.y for one in setting.instances) if setting.learner else None
            self._samples = len(setting.instances)
        self._task = Task(problem=problem, shape=instance.shape, ask=self._recorded, points=points)

    def once(self, outputs: tuple[Vector, ...], *, flag: bool | None = None) -> Replayed:
        """Compare one run without coins."""
        run = self._runner.run(self._task, self._deadline)
        differs = self._other(run, FailedBranch("", outputs))
        if differs is None and isinstance(run, Halted):
            differs = _other_flag(run.report, flag)
        if differs is not None:
            return differs
        what = "the recorded output" + ("" if flag is None else f" and the flag {_word(flag)}")
        if self._learner:
            what = f"a network with the recorded values at all {len(outputs)} samples"
        return Replayed(True, f"gives {what} again, after {len(run.transcript)} queries")

    def branches(self, certificate: FailureProbability) -> Replayed:
        """Compare the runs with the coins of every branch; the first that differs decides."""
        asked = 0
        for branch in certificate.branches:
            limit = certificate.limit if branch.outputs is None else None
            task = replace(self._task, coins=listed(branch.coins), samples=limit)
            run = self._runner.run(task, self._deadline)
            differs = self._other(run, branch)
            if differs is not None:
                return replace(differs, reason=f"{_with(branch.coins)}: {differs.reason}")
            asked += len(run.transcript)
        count = len(certificate.branches)
        what = "the one recorded branch" if count == 1 else f"all {count} recorded branches"
        return Replayed(True, f"fails in the same way in {what}, after {asked} queries")

    def _other(self, run: Run, branch: FailedBranch) -> Replayed | None:
        """Say how a run differs from what is recorded of it, if it does."""
        if self._recorded.unanswered:  # whatever the algorithm made of that
            return Replayed(False, self._recorded.unanswered)
        match run:
            case Halted():
                if branch.outputs is not None:
                    return self._other_numbers(run.report, branch.outputs)
                return Replayed(False, "answers, where it is recorded to read too many samples")
            case Stopped(limit="samples"):
                same = reads_of(run.transcript, self._samples) == branch.reads
                return None if same else Replayed(False, "reads other samples than are recorded")
        return Replayed(False, run.reason, failed=isinstance(run, Broken))

    def _other_numbers(self, report: Report, recorded: tuple[Vector, ...]) -> Replayed | None:
        """Name the first number that is not the recorded one."""
        for k, (found, expected) in enumerate(zip(report.outputs, recorded, strict=True)):
            for i, (a, b) in enumerate(zip(found, expected, strict=True)):
                if a != b:
                    place = f"[{k}][{i}]" if self._learner else f"[{i}]"
                    reason = f"answers differently: output{place} is not what is recorded"
                    return Replayed(False, reason)
        return None


class _Recorded:
    """Answers as the certificate does; keeps the first query that it does not answer."""

    def __init__(self, certificate: OfRun) -> None:
        self._shown: ShownData | None = None
        self._answers: dict[tuple[Entry, int], Fraction] = {}
        if isinstance(certificate, FailureProbability):
            self._shown = certificate.shown
        else:
            self._answers = {(q.entry, q.depth): q.answer for q in certificate.transcript}
        self.unanswered = ""

    def __call__(self, entry: Entry, n: int) -> Fraction:
        if self._shown is not None and n <= self._shown.depth:
            return self._shown(entry)
        if (entry, n) not in self._answers:
            name = f"{entry[0]}[{', '.join(map(str, entry[1:]))}]"
            self.unanswered = self.unanswered or (
                f"asks for {name} within 2^-{n}, which the certificate does not answer"
            )
            raise DomainError(self.unanswered)
        return self._answers[entry, n]


def _other_flag(report: Report, flag: bool | None) -> Replayed | None:
    """Say what is flagged instead."""
    said = what_is_said(report)
    if flag is None or said is (Truth.YES if flag else Truth.NO):
        return None
    instead = "cannot tell" if said is Truth.UNKNOWN else f"says {_word(said is Truth.YES)}"
    return Replayed(False, f"flags differently: it {instead}, recorded is {_word(flag)}")


def _word(flag: bool) -> str:
    return "'correct'" if flag else "'wrong'"


def _with(coins: str) -> str:
    if not coins:
        return "without coins"
    more = f"... ({len(coins)} in all)" if len(coins) > COINS_SHOWN else ""
    return f"with coins {coins[:COINS_SHOWN]}{more}"
