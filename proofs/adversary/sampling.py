"""Evidence about a randomised algorithm from pseudo-random runs: no proof, and labelled so.

For an algorithm whose coin tree is too large, or that draws from a generator of its own. A few
runs at the centre say which column it finds least often and how deep it reads. Then one instance
is fixed, which answers as the centre does up to a depth far beyond that, and fresh runs on it
are counted. If they are independent and the coins fair, the Clopper-Pearson bound holds at its
confidence.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from computable.algorithm import Deadline, Halted, Run, Runner
from computable.exact import as_fraction
from computable.exact.binomial import largest_likely_probability
from computable.oracle import Ask, pseudo_random
from proofs.adversary.centre import Centre
from proofs.outcome import SampledFailure, Unknown

__all__ = ["sample_failures"]

SCOUTS = 40
MARGIN = 64
"""So many bits deeper than the scouts read the instance still answers as the centre."""


def sample_failures(
    runner: Runner,
    centre: Centre,
    *,
    runs: int = 400,
    confidence: Fraction | str = "99/100",
    seed: int = 0,
    samples: int | None = None,
    deadline: Deadline,
) -> SampledFailure | Unknown:
    """Count successes on an instance that was chosen before.

    Parameters
    ----------
    runs : int
        Of fresh pseudo-random coins, run k with the generator seeded by the text 'seed|k'.
    confidence : rational
        In (0, 1).
    samples : int, optional
        A run that reads more samples is no success.

    Returns
    -------
    SampledFailure
        Evidence. A run that a budget ends is no success: that is what the bound is about.
    Unknown
        If the time did not suffice.
    """
    level = as_fraction(confidence, name="confidence")
    columns = range(centre.family.columns)
    scouts = [_run(runner, centre, seed, -1 - k, samples, deadline) for k in range(SCOUTS)]
    if deadline.passed():
        return Unknown(reason=f"ran longer than {deadline.seconds:.3g} seconds")
    queries = [query for run in scouts for query in run.transcript]
    depth = max((query.depth for query in queries), default=0) + MARGIN
    gaps = [centre.gap_below(j, depth) for j in columns]
    found = [0 for _ in columns]
    for run in scouts:
        if isinstance(run, Halted):
            for j, wrong in enumerate(centre.wrong(gaps, run.report.outputs)):
                found[j] += not wrong
    j = min(columns, key=found.__getitem__)
    ask = centre.concealing(j, gaps[j], depth)
    successes = 0
    for k in range(runs):
        run = _run(runner, centre, seed, k, samples, deadline, ask)
        if deadline.passed():
            return Unknown(reason=f"ran longer than {deadline.seconds:.3g} seconds")
        if isinstance(run, Halted):
            successes += not centre.wrong(gaps, run.report.outputs)[j]
    return SampledFailure(
        successes=successes,
        runs=runs,
        confidence=level,
        most=largest_likely_probability(successes, runs, level),
        gap=gaps[j],
        digits=centre.family.digits,
    )


def _run(
    runner: Runner,
    centre: Centre,
    seed: int,
    k: int,
    samples: int | None,
    deadline: Deadline,
    ask: Ask | None = None,
) -> Run:
    task = centre.task(coins=pseudo_random(f"{seed}|{k}"), samples=samples)
    return runner.run(task if ask is None else replace(task, ask=ask), deadline)
