"""Replay: tell the algorithm the recorded answers and see whether the recorded output comes out.

A certificate proves that its output is wrong; replaying ties the output to an algorithm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.algorithm import Broken, Budget, Deadline, Halted, InProcess, Runner, Task
from computable.algorithm.isolated import Isolated
from computable.errors import DomainError
from computable.oracle import Entry
from computable.solvers import NamedSolver, as_algorithm
from proofs.certificate import Certificate

__all__ = ["Replayed", "replay"]


@dataclass(frozen=True)
class Replayed:
    """Whether the algorithm reproduces the recorded output, and why (not)."""

    reproduced: bool
    reason: str
    failed: bool = False
    """Whether the algorithm gave no answer at all."""


def replay(
    certificate: Certificate,
    algorithm: Callable[..., Any] | str,
    *,
    budget: Budget | None = None,
    isolate: bool = False,
) -> Replayed:
    """Run the algorithm again on the recorded answers and compare the outputs exactly.

    Parameters
    ----------
    certificate : Certificate
    algorithm : callable or str
        As for ``refute``.
    budget : Budget, optional
    isolate : bool
        Run in a child process.

    Raises
    ------
    DomainError
        If the algorithm is misused.

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
    limits = budget or Budget()
    answers = {(query.entry, query.depth): query.answer for query in certificate.transcript}
    unanswered: list[str] = []

    def ask(entry: Entry, n: int) -> Fraction:
        if (entry, n) not in answers:
            name = f"{entry[0]}[{', '.join(map(str, entry[1:]))}]"
            unanswered.append(
                f"asks for {name} within 2^-{n}, which the certificate does not answer"
            )
            raise DomainError(unanswered[0])
        return answers[entry, n]

    runnable = NamedSolver(algorithm) if isinstance(algorithm, str) else as_algorithm(algorithm)
    runner: Runner = Isolated(runnable, limits) if isolate else InProcess(runnable, limits)
    try:
        task = Task(problem=certificate.problem, shape=certificate.instance.shape, ask=ask)
        run = runner.run(task, Deadline(limits.seconds))
    finally:
        runner.close()
    if unanswered:
        return Replayed(False, unanswered[0])
    if not isinstance(run, Halted):
        return Replayed(False, run.reason, failed=isinstance(run, Broken))
    if run.report.values != certificate.output:
        index = next(
            i for i, (a, b) in enumerate(zip(run.report.values, certificate.output)) if a != b
        )
        return Replayed(False, f"answers differently: output[{index}] is not what is recorded")
    return Replayed(True, f"gives the recorded output again, after {len(run.transcript)} queries")
