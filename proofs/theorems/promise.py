"""Positive statements: run a learner on drawn members of Omega and measure its error exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from computable.algorithm import Broken, Stopped, Task
from computable.errors import DomainError
from computable.exact import Vector, counted, power_text, rounded_down
from computable.oracle import samples_read
from computable.problem import TrainingSet
from proofs.adversary.running import running
from proofs.outcome import Failed, Unknown
from proofs.theorems.theorem import Kept, NotKept, Setup

__all__ = ["NEEDS_LEARNER", "keep_promise"]

NEEDS_LEARNER = (
    "algorithm: this theorem is about learners; need a function of one parameter, 'training'"
)


def keep_promise(
    learner: Callable[..., Any] | str,
    members: Iterable[TrainingSet],
    setup: Setup,
    *,
    digits: int,
    samples: range | None = None,
) -> Kept | NotKept | Unknown | Failed:
    """Run a learner on training sets and compare its networks with all minimisers, exactly.

    Parameters
    ----------
    members : iterable of TrainingSet
    digits : int
        The promise: l2 errors of at most ``10**-digits`` at every sample; may be negative.
    samples : range, optional
        The promise that the number of samples read lies in it.

    Returns
    -------
    Kept
    NotKept
        If a promise was broken; the reason says where.
    Unknown
        If a budget ended a run.
    Failed
        If a run gave no network.

    Raises
    ------
    DomainError
        If the algorithm is no learner.
    """
    worst, most, count = Fraction(0), 0, 0
    with running(learner, setup.budget, isolate=setup.isolate) as (runner, deadline, _):
        if not runner.learner(deadline):
            raise DomainError(NEEDS_LEARNER)
        for member in members:
            task = Task(
                problem=member.problem,
                shape=member.shape,
                ask=member.ask,
                points=member.points,
                samples=None if samples is None else samples.stop - 1,
            )
            run = runner.run(task, deadline)
            where = "at the centre"
            if member.column is not None:
                where = f"where column {member.column} wins by {power_text(member.gap)}"
            if isinstance(run, Stopped) and run.limit == "samples":
                return NotKept(reason=f"it {run.reason} {where}")
            if isinstance(run, Stopped):
                return Unknown(reason=f"{run.reason} {where}", transcript=run.transcript)
            if isinstance(run, Broken):
                return Failed(reason=run.reason, transcript=run.transcript)
            error, kept = _worst_error(member, run.report.outputs, digits)
            if not kept:
                return NotKept(reason=f"its error is above 10^{-digits} {where}")
            read = samples_read(run.transcript)
            if samples is not None and read not in samples:
                return NotKept(reason=f"it read {counted(read, 'sample')} {where}")
            worst, most, count = max(worst, error), max(most, read), count + 1
    return Kept(inputs=count, digits=digits, worst_squared=worst, most_samples=most)


def _worst_error(
    member: TrainingSet, outputs: Sequence[Vector], digits: int
) -> tuple[Fraction, bool]:
    """Return the largest squared error, and whether none is above ``10**-digits``.

    Numbers of very many bits are rounded first: distances are 1-Lipschitz, so that N errors below
    2^-b move a distance d by less than e = N 2^-b, and d^2 by less than 2 (d^2 + 1) e + e^2.
    The error is then an upper bound; if it does not decide, the exact numbers do.
    """
    bound, bits = Fraction(1, 100) ** digits, 200 + 8 * max(0, digits)
    worst = Fraction(0)
    for k, output in enumerate(outputs):
        short = tuple(rounded_down(v, bits) for v in output)
        error, step = member.error_squared(k, short), Fraction(len(output), 1 << bits)
        slack = 0 if short == output else 2 * (error + 1) * step + step**2
        if error - slack <= bound < error + slack:
            error, slack = member.error_squared(k, output), 0
        worst = max(worst, error + slack)
        if error - slack > bound:
            return worst, False
    return worst, True
