r"""Theorem A for learners: whatever network is trained, it fails at most samples of some instance.

Run the learner on the centre's training set, where any point of the simplex is a valid label.
Its network's value at a sample is within ``10**-K`` of one of the q minimisers at most. So
among the columns j there is one that defeats at least R - floor(R/q) of the R samples (all of
them if R < q), and ``D_j(eta)`` with a small eta has given the learner the same answers.

Source: Colbrook, Antun, Hansen (PNAS 2022), Theorem 2(i); the count of samples is ours.
"""

from __future__ import annotations

from collections.abc import Mapping

from computable.algorithm import Broken, Deadline, Runner, Stopped
from computable.errors import DomainError, Malformed
from computable.exact import power_text
from proofs.adversary.below_precision import ATTACK
from proofs.adversary.centre import Centre
from proofs.learning import TrainingRefutation
from proofs.outcome import Failed, Refuted, Unknown

__all__ = ["refute_learner"]


def refute_learner(
    runner: Runner, centre: Centre, *, deadline: Deadline, about: Mapping[str, str]
) -> Refuted | Unknown | Failed:
    """Play the game of Theorem A against a learner that flips no coins.

    Returns
    -------
    Refuted
        Its certificate names the samples that are defeated; fewer of them if all would take the
        checker too long.
    Unknown
        If a budget ended the run, or it asked for a coin.
    Failed
        If it returned no network.
    """
    run = runner.run(centre.task(), deadline)
    if isinstance(run, Stopped):
        return Unknown(reason=run.reason, transcript=run.transcript, limit=run.limit)
    if isinstance(run, Broken):
        return Failed(reason=run.reason, transcript=run.transcript)
    queries, outputs = tuple(run.transcript), run.report.outputs
    gaps = [centre.hidden_gap(j, queries) for j in range(centre.family.columns)]
    wrong = centre.wrong(gaps, outputs)
    j = max(range(len(wrong)), key=lambda i: len(wrong[i]))
    claimed, words = wrong[j], {**about, "attack": ATTACK, "column": str(j)}
    while True:
        certificate = TrainingRefutation(
            digits=centre.family.digits,
            setting=centre.setting(j, gaps[j], claimed, queries=queries),
            transcript=queries,
            outputs=outputs,
            about={**words, "gap": power_text(gaps[j])},
        )
        try:
            certificate.check()
            break
        except (DomainError, Malformed) as error:
            if len(claimed) > 1:  # millions of bits: claim less of it, so that it can be checked
                words["defeated"] = str(len(wrong[j]))
                claimed = claimed[: -(-len(claimed) // 4)]
                continue
            reason = f"refuted, but no certificate can hold it: {error}"
            return Unknown(reason=reason, transcript=run.transcript)
    return Refuted(
        certificate=certificate,
        digits=centre.family.digits,
        attack=ATTACK,
        gap=gaps[j],
        report=run.report,
    )
