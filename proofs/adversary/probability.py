r"""Games whose result is a probability: Theorem A' (coins) and Theorem B (more than M samples).

*Theorem A'* (the idea: Colbrook, Antun, Hansen, PNAS 2022, Theorem 2(i), who state 1/2). Explore
the coin tree at the centre. The balls of radius ``10**-K`` around the q minimisers are
disjoint, so an output has K digits for one column at most: of the halting runs, with
probability h, at most h/q succeed for some column j. All that was read up to there is true of
``D_j(eta)`` for a small eta. Hence, at ``D_j(eta)``,

    P(failure) >= h (1 - 1/q).

An algorithm that halts with probability 1 fails with probability at least 1 - 1/q - delta, for
every delta > 0: explore until h >= 1 - delta. One that need not halt fails at the centre
with probability at least 1 - h, so that somewhere it succeeds with probability at most
``max over h of min(h, h/q + 1 - h) = q / (2q - 1)`` (+ delta).

*Theorem B* (same paper, Theorem 2(ii)). Runs that read more than M samples count as failures
and are stopped there, so that every run is finite but for the coins: for every p < 1 - 1/q some
instance makes the algorithm err, not answer, or read more than M samples with
probability above p.

With several samples an answer is right if it is right at all of them.

*What is assumed*: that the algorithm does the same whenever data and coins are the same. Every
run that is claimed is repeated, and one that differs ends the game; but no number of
repetitions proves it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from computable.algorithm import Broken, Deadline, Halted, Runner, Stopped, Task
from computable.algorithm.coin_tree import Branch, CoinTree, explore
from computable.errors import DomainError, Malformed
from computable.exact import power_text
from computable.oracle import listed
from proofs.adversary.centre import Centre
from proofs.learning import FailedBranch, FailureProbability, reads_of
from proofs.outcome import Failed, Measured, ProvedFailure, Unknown

REPETITIONS = 8
"""So many runs, at least, are repeated before a probability is claimed."""

__all__ = ["fail_often", "presented", "success_probability"]


def fail_often(
    runner: Runner,
    centre: Centre,
    *,
    samples: int | None = None,
    unexplored: Fraction = Fraction(1, 1 << 10),
    runs: int = 20_000,
    deadline: Deadline,
    about: Mapping[str, str],
) -> ProvedFailure | Unknown | Failed:
    """Look for an instance on which the algorithm fails with a large probability.

    Parameters
    ----------
    samples : int, optional
        M: a run that reads more samples counts as a failure (Theorem B).
    unexplored : Fraction
        The probability of coin sequences that need not be explored: the delta of the theorem.
    runs : int
        The number of runs at most.

    Returns
    -------
    ProvedFailure
        With the largest failure probability that the explored runs prove.
    Unknown
        If no run that was explored gave an answer.
    Failed
        If it gives no answer whatever the coins.
    """
    task = centre.task(samples=samples)
    # the rest of the time is for repeating what is claimed
    tree = explore(runner, task, deadline.share(0.5), unexplored=unexplored, runs=runs)
    runs_seen = [branch.run for branch in tree.branches]
    if len(runs_seen) == 1 and isinstance(runs_seen[0], Broken):
        return Failed(reason=runs_seen[0].reason, transcript=runs_seen[0].transcript)
    if not any(_is_failure(run) or isinstance(run, Halted) for run in runs_seen):
        reasons = [run.reason for run in runs_seen if isinstance(run, (Stopped, Broken))]
        return Unknown(reason=tree.reason or (reasons or ["no run gave an answer"])[0])
    try:
        proved = presented(centre, tree, samples=samples, about=about)
    except (DomainError, Malformed) as error:
        return Unknown(reason=f"it fails, but no certificate can hold it: {error}")
    if isinstance(proved, ProvedFailure):
        listed_coins = {coins for coins, *_ in proved.certificate.branches}
        claimed = [branch for branch in tree.branches if branch.coins in listed_coins]
        times = -(-REPETITIONS // len(claimed))
        differs = _does_not_repeat(runner, task, claimed, times, deadline)
        if differs:
            return Unknown(reason=differs)
    return proved


def _does_not_repeat(
    runner: Runner, task: Task, branches: Sequence[Branch], times: int, deadline: Deadline
) -> str:
    """Run these branches again; say why the same did not happen, '' if it did."""
    for branch in branches:
        for _ in range(times):
            again = runner.run(replace(task, coins=listed(branch.coins)), deadline)
            if deadline.passed():
                return (
                    f"ran longer than {deadline.seconds:.3g} seconds, of which each start of a "
                    "process takes some, while its runs were repeated"
                )
            same = type(again) is type(branch.run) and tuple(again.transcript) == tuple(
                branch.run.transcript
            )
            if isinstance(again, Halted) and isinstance(branch.run, Halted):
                same = same and again.report.outputs == branch.run.report.outputs
            if not same:
                return "it does not do the same again on the same data and coins"
    return ""


def presented(
    centre: Centre, tree: CoinTree, *, samples: int | None, about: Mapping[str, str]
) -> ProvedFailure | Unknown:
    """Choose the column for which the explored runs fail most often, and prove it."""
    # what did not end is no failure that is claimed: it need not have been told the truth
    ended = [b.run for b in tree.branches if isinstance(b.run, Halted) or _is_failure(b.run)]
    depth = max((query.depth for run in ended for query in run.transcript), default=0)
    columns = range(centre.family.columns)
    gaps = [centre.gap_below(j, depth) for j in columns]
    failing: list[list[Branch]] = [[] for _ in columns]
    for branch in tree.branches:
        for j in _failures(centre, gaps, branch):
            failing[j].append(branch)
    mass = [sum((b.probability for b in branches), Fraction(0)) for branches in failing]
    j = max(columns, key=mass.__getitem__)
    if not mass[j]:
        return Unknown(reason="no explored run fails")
    claimed = range(len(centre.training.blocks))
    certificate = FailureProbability(
        digits=centre.family.digits,
        probability=mass[j],
        setting=centre.setting(j, gaps[j], claimed),
        shown=centre.shown(depth),
        branches=tuple(_failed(branch, len(claimed)) for branch in failing[j]),
        limit=samples,
        about={**about, "column": str(j), "gap": power_text(gaps[j])},
    )
    certificate.check()
    return ProvedFailure(
        certificate=certificate,
        digits=centre.family.digits,
        probability=mass[j],
        gap=gaps[j],
        halting=tree.halting,
        unexplored=tree.unexplored,
        reason=tree.reason,
    )


def success_probability(
    runner: Runner, centre: Centre, *, unexplored: Fraction, deadline: Deadline
) -> Measured | Unknown:
    """Return exact bounds of the success probability at a raised instance or training set.

    Parameters
    ----------
    centre : Centre
        Whose training set has a raised column.

    Raises
    ------
    DomainError
        If no column is raised.
    """
    column, gap = centre.training.column, centre.training.gap
    if column is None:
        raise DomainError("success probability: need an instance with a raised column")
    tree = explore(runner, centre.task(), deadline, unexplored=unexplored)
    if tree.reason:
        return Unknown(reason=tree.reason)
    gaps = [gap] * centre.family.columns
    success, undecided = Fraction(0), tree.unexplored
    for branch in tree.branches:
        if isinstance(branch.run, Stopped):
            undecided += branch.probability
        elif isinstance(branch.run, Halted):
            wrong = centre.wrong(gaps, branch.run.report.outputs)[column]
            success += branch.probability * (not wrong)
    return Measured(lower=success, upper=success + undecided, digits=centre.family.digits)


def _is_failure(run: object) -> bool:
    return isinstance(run, Stopped) and run.limit == "samples"


def _failures(centre: Centre, gaps: Sequence[Fraction], branch: Branch) -> list[int]:
    """Return the columns for which this run fails."""
    if isinstance(branch.run, Halted):
        wrong = centre.wrong(gaps, branch.run.report.outputs)
        return [j for j, samples in enumerate(wrong) if samples]
    return list(range(len(gaps))) if _is_failure(branch.run) else []


def _failed(branch: Branch, samples: int) -> FailedBranch:
    if isinstance(branch.run, Halted):
        return FailedBranch(branch.coins, branch.run.report.outputs)
    return FailedBranch(branch.coins, None, reads_of(branch.run.transcript, samples))
