"""Train a network on one training set, and judge it exactly at the samples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.algorithm.budget import Budget, Deadline
from computable.algorithm.run import Halted, InProcess, Task
from computable.errors import DomainError
from computable.oracle import Transcript, samples_read
from computable.problem import TrainingSet

__all__ = ["Trained", "train"]


@dataclass(frozen=True, kw_only=True)
class Trained:
    """A network with what its learner read, and its exact errors at the samples.

    Attributes
    ----------
    network : callable
        What the learner returned.
    transcript : Transcript
    samples_read : int
    errors_squared : tuple of Fraction
        For every sample the squared l2 distance of the network's value from the minimisers.
    """

    network: Callable[..., Any]
    transcript: Transcript
    samples_read: int
    errors_squared: tuple[Fraction, ...]

    def has_digits(self, digits: int) -> bool:
        """Whether every error is at most ``10**-digits``."""
        return max(self.errors_squared) <= Fraction(1, 100) ** digits


def train(
    learner: Callable[..., Any], member: TrainingSet, *, budget: Budget | None = None
) -> Trained:
    """Run a learner on a training set, in this process.

    Parameters
    ----------
    learner : callable
        f(training), which returns a network.
    member : TrainingSet
    budget : Budget, optional
        What it may read, and seconds.

    Raises
    ------
    DomainError
        If it gave no network within the budget.

    Examples
    --------
    >>> from computable.learning import WinnerLearner
    >>> from computable.problem import BasisPursuit, Omega
    >>> omega = Omega(problem=BasisPursuit(), digits=2, columns=3)
    >>> trained = train(WinnerLearner(omega), omega.member("loose", 1, gap="1/1024"))
    >>> trained.samples_read, trained.has_digits(1)
    (2, True)
    """
    networks: list[Any] = []

    def kept(training: Any) -> Any:
        networks.append(learner(training))
        return networks[-1]

    allowed = budget or Budget()
    task = Task(problem=member.problem, shape=member.shape, ask=member.ask, points=member.points)
    run = InProcess(kept, allowed).run(task, Deadline(allowed.seconds))
    if not isinstance(run, Halted):
        raise DomainError(f"learner: {run.reason}")
    errors = (member.error_squared(k, output) for k, output in enumerate(run.report.outputs))
    return Trained(
        network=networks[-1],
        transcript=run.transcript,
        samples_read=samples_read(run.transcript),
        errors_squared=tuple(errors),
    )
