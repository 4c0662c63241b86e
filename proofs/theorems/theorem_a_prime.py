"""Theorem A': coins do not help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from computable import learning
from computable.algorithm.randomised import AlwaysHalting, MayRunForever, Randomised
from computable.exact import number_text
from computable.solvers import tie
from proofs.adversary.centre import Centre
from proofs.adversary.probability import fail_often, success_probability
from proofs.adversary.running import algorithm_name, need_solver, running
from proofs.adversary.sampling import sample_failures
from proofs.outcome import Failed, Measured, Outcome, ProvedFailure, SampledFailure
from proofs.theorems.theorem import Ran, Setup, Theorem

__all__ = ["THEOREM", "play"]

DELTA = Fraction(1, 1 << 8)


def _built_in(setup: Setup) -> tuple[Randomised, ...]:
    return (
        AlwaysHalting(tie.guess),
        AlwaysHalting(learning.flip_coins),
        MayRunForever(_best(setup)),
    )


def _best(setup: Setup) -> tie.GuessOrRead:
    """Return the algorithm that attains q/(2q-1), with enough bits for K digits."""
    return tie.GuessOrRead(depth=64 + 4 * setup.digits)


def play(algorithm: Callable[..., Any] | str | Randomised, setup: Setup) -> Outcome:
    """Prove a failure probability by exploring the coin tree, or else collect evidence.

    What it proves does not depend on the kind of algorithm; what the theorem promises does.
    """
    bare = algorithm.algorithm if isinstance(algorithm, Randomised) else algorithm
    with running(bare, setup.budget, isolate=setup.isolate) as (runner, deadline, about):
        need_solver(runner, deadline)
        centre = _centre(setup, learner=runner.learner(deadline))
        proved = fail_often(runner, centre, unexplored=DELTA, deadline=deadline, about=about)
        if isinstance(proved, ProvedFailure) and not proved.reason:
            return proved
        if isinstance(proved, Failed) or deadline.passed():
            return proved
        sampled = sample_failures(runner, centre, seed=setup.seed, deadline=deadline)
    if not isinstance(sampled, SampledFailure):
        return proved
    # what is proved of a part of the tree counts for more than evidence that says less
    says_more = isinstance(proved, ProvedFailure) and 1 - proved.probability <= sampled.most
    return proved if says_more else sampled


def demonstrate(
    algorithm: Callable[..., Any] | str | Randomised | None, setup: Setup
) -> Iterator[Ran]:
    """Bound the success of the algorithm, or of the built-in ones."""
    for one in _built_in(setup) if algorithm is None else (algorithm,):
        bare = one.algorithm if isinstance(one, Randomised) else one
        bare_kind = AlwaysHalting if setup.halting else MayRunForever
        kind: Any = one if isinstance(one, Randomised) else bare_kind
        most = kind.most(setup.columns)
        outcome = play(one, setup)
        yield Ran(
            algorithm=algorithm_name(bare),
            claim=f"succeeds with probability <= {number_text(most)} (+ 1/256) somewhere",
            outcome=outcome,
            as_stated=isinstance(outcome, ProvedFailure)
            and 1 - outcome.probability <= most + DELTA,
        )
    if algorithm is None:
        yield _attained(setup)


def _attained(setup: Setup) -> Ran:
    """Measure GuessOrRead at a member that it can read."""
    most = MayRunForever.most(setup.columns)
    gap = setup.omega.first_gap / (1 << 20)
    with running(_best(setup), setup.budget, isolate=False) as (runner, deadline, _):
        centre = Centre.of_instance(setup.omega.strict)
        measured = success_probability(
            runner, centre.raised(0, gap), unexplored=DELTA, deadline=deadline
        )
    return Ran(
        algorithm="GuessOrRead",
        claim=f"attains {number_text(most)}",
        outcome=measured,
        as_stated=isinstance(measured, Measured) and measured.lower <= most <= measured.upper,
    )


def _centre(setup: Setup, *, learner: bool) -> Centre:
    if learner:
        return Centre.of_training(setup.omega, setup.samples)
    return Centre.of_instance(setup.omega.strict)


THEOREM = Theorem(
    name="A-prime",
    title="Coins do not help",
    source="Colbrook, Antun, Hansen, PNAS 119(12) 2022, Theorem 2(i), second half",
    statement=(
        "An algorithm that reads fair coins and halts with probability 1 has K digits with "
        "probability at most 1/q (+ delta, for every delta > 0) on some member of the class. One "
        "that need not halt: at most q/(2q-1) + delta, and this is attained."
    ),
    latex=(
        r"\inf_{\iota\in\Omega_K}\mathbb{P}\bigl(\operatorname{dist}(\Gamma(\iota),\Xi(\iota))"
        r"\le 10^{-K}\bigr)\ \le\ \tfrac1q\ \text{(halting)},\qquad \le\ \tfrac{q}{2q-1}"
    ),
    hypotheses=(
        "those of Theorem A",
        "coins are fair and independent of the data; given both, the algorithm is deterministic",
        "halting: with probability 1 on every oracle (assumed of the type AlwaysHalting)",
    ),
    differs=(
        "The paper states 1/2 for halting algorithms. Here 1/q for halting ones, q/(2q-1) for the "
        "others with an algorithm that attains it, in exact probabilities."
    ),
    algorithms=("guess", "flip_coins", "GuessOrRead"),
    evidence=(
        "A certificate lists coin sequences with the failing output of each; "
        "checker_probability.py adds their probabilities. For pseudo-random generators: "
        "counted runs and a Clopper-Pearson bound, labelled evidence."
    ),
    demonstrate=demonstrate,
)
