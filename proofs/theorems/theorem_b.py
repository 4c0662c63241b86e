"""Theorem B: K - 1 digits can be computed, but nothing bounds the data that it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from computable import learning
from computable.errors import DomainError
from computable.exact import accuracy_text, counted, number_text
from computable.problem.members import draw_members
from proofs.adversary.centre import Centre
from proofs.adversary.probability import fail_often
from proofs.adversary.running import algorithm_name, running
from proofs.outcome import Outcome, ProvedFailure
from proofs.theorems.promise import NEEDS_LEARNER, keep_promise
from proofs.theorems.theorem import Kept, Ran, Setup, Theorem

__all__ = ["THEOREM", "play"]

DELTA = Fraction(1, 1 << 8)
MEMBERS = 12
TRAINING_SAMPLES = 3


def play(
    learner: Callable[..., Any] | str,
    setup: Setup,
    *,
    most: int | None = None,
    probability: Fraction | None = None,
) -> Outcome:
    """Find a member of the loose part where the learner errs or reads more than M samples.

    Parameters
    ----------
    most : int, optional
        M; ``setup.samples`` by default.
    probability : Fraction, optional
        p < (q-1)/q: the coins are explored until the failure has a larger probability. By
        default until 1/256 of them is left.

    Raises
    ------
    DomainError
        If p is not below (q-1)/q, or the algorithm is no learner.
    """
    limit = setup.samples if most is None else most
    least, unexplored = Fraction(setup.columns - 1, setup.columns), DELTA
    if probability is not None:
        if not 0 <= probability < least:
            raise DomainError(f"probability: got {probability}, need 0 <= p < {least}")
        unexplored = (1 - probability / least) / 2  # what is explored fails with (1 - 1/q) of it
    with running(learner, setup.budget, isolate=setup.isolate) as (runner, deadline, about):
        if not runner.learner(deadline):
            raise DomainError(NEEDS_LEARNER)
        centre = Centre.of_training(setup.omega, TRAINING_SAMPLES, part="loose")
        return fail_often(
            runner, centre, samples=limit, unexplored=unexplored, deadline=deadline, about=about
        )


def demonstrate(algorithm: Callable[..., Any] | str | None, setup: Setup) -> Iterator[Ran]:
    """Show the learner that has K - 1 digits, and defeat it (or yours) for this M."""
    omega, digits = setup.omega, setup.digits - 1
    winner = learning.WinnerLearner(omega)
    if algorithm is None:
        kept = keep_promise(
            winner, draw_members(omega, MEMBERS, seed=setup.seed), setup, digits=digits
        )
        yield Ran(
            algorithm="WinnerLearner",
            claim=f"{accuracy_text(digits)} on all of Omega",
            outcome=kept,
            as_stated=isinstance(kept, Kept),
        )
    least = Fraction(setup.columns - 1, setup.columns)
    built_in = (winner, learning.CentroidLearner(omega), learning.read_deep, learning.flip_coins)
    for one in built_in if algorithm is None else (algorithm,):
        outcome = play(one, setup)
        yield Ran(
            algorithm=algorithm_name(one),
            claim=f"not {accuracy_text(digits)} from {counted(setup.samples, 'sample')}, "
            f"with probability > p for every p < {number_text(least)} (- 1/256 with coins)",
            outcome=outcome,
            as_stated=isinstance(outcome, ProvedFailure) and outcome.probability >= least - DELTA,
        )


THEOREM = Theorem(
    name="B",
    title="K - 1 digits need data without bound",
    source="Colbrook, Antun, Hansen, PNAS 119(12) 2022, Theorem 2(ii)",
    statement=(
        "On Omega some learner has K - 1 digits everywhere. But for every learner, every M and "
        "every p < (q-1)/q there is a member of Omega on which, with probability > p, it errs by "
        "more than 10^-(K-1), gives no answer, or reads more than M samples."
    ),
    latex=(
        r"\exists\,\Gamma\,\forall\,\iota\in\Omega:\ \operatorname{dist}\le 10^{-(K-1)};\qquad "
        r"\forall\,\Gamma,M,p<\tfrac{q-1}{q}\ \exists\,\iota\in\Omega:\ "
        r"\mathbb{P}\bigl(\operatorname{dist}>10^{-(K-1)}\ \text{or}\ "
        r"\#\text{samples}>M\bigr)>p"
    ),
    hypotheses=(
        "those of Theorem A for both amplitudes, t = 2*10^-K with the centre, 10t without it",
        "a sample is a pair (k, n) of which anything was read; its depth is not limited",
    ),
    differs=(
        "(q-1)/q = (N-m)/(N+1-m) is the paper's constant; the learner and the adversary are "
        "explicit, and the failing member is produced with a certificate."
    ),
    algorithms=("WinnerLearner", "CentroidLearner", "read_deep", "flip_coins"),
    evidence=(
        "The promise is checked exactly on drawn members, whose oracles answer as badly as they "
        "may. The adversary's certificate is judged by checker_probability.py."
    ),
    demonstrate=demonstrate,
)
