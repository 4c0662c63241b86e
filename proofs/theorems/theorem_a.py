"""Theorem A: K digits cannot be computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from computable import learning
from computable.exact import accuracy_text
from computable.solvers import tie
from proofs.adversary.centre import Centre
from proofs.adversary.probability import fail_often
from proofs.adversary.refute import refute
from proofs.adversary.running import algorithm_name, running
from proofs.outcome import Outcome, ProvedFailure, Refuted, Unknown
from proofs.theorems.theorem import Ran, Setup, Theorem

__all__ = ["THEOREM", "play"]

DELTA = Fraction(1, 1 << 8)

ALGORITHMS: tuple[Callable[..., Any], ...] = (
    tie.split_evenly,
    tie.guess,
    learning.memorise_labels,
    learning.ignore_matrix,
    learning.read_deep,
    learning.flip_coins,
    learning.train_perceptron,
)


def play(algorithm: Callable[..., Any] | str, setup: Setup) -> Outcome:
    """Refute an algorithm or a learner at K digits; one that flips coins, in probability."""
    outcome: Outcome = refute(
        algorithm,
        problem=setup.problem,
        digits=setup.digits,
        columns=setup.columns,
        rows=setup.rows,
        samples=setup.samples,
        budget=setup.budget,
        isolate=setup.isolate,
    )
    if not (isinstance(outcome, Unknown) and outcome.limit == "coins"):
        return outcome
    with running(algorithm, setup.budget, isolate=setup.isolate) as (runner, deadline, about):
        centre = Centre.of_training(setup.omega, setup.samples)
        if not runner.learner(deadline):
            centre = Centre.of_instance(setup.omega.strict)
        return fail_often(runner, centre, deadline=deadline, about=about)


def demonstrate(algorithm: Callable[..., Any] | str | None, setup: Setup) -> Iterator[Ran]:
    """Defeat the algorithm, or the built-in ones."""
    least = Fraction(setup.columns - 1, setup.columns)
    for one in ALGORITHMS if algorithm is None else (algorithm,):
        outcome = play(one, setup)
        # with coins only what halts is explored: that it halts nearly always has been seen then
        often = isinstance(outcome, ProvedFailure) and outcome.probability >= least - DELTA
        yield Ran(
            algorithm=algorithm_name(one),
            claim=f"not {accuracy_text(setup.digits)}",
            outcome=outcome,
            as_stated=isinstance(outcome, Refuted) or often,
        )


THEOREM = Theorem(
    name="A",
    title="K digits cannot be computed",
    source="Colbrook, Antun, Hansen, PNAS 119(12) 2022, Theorem 2(i)",
    statement=(
        "On the class {centre} + {D_j(2^-n) : n >= n_0} with amplitude t = 2*10^-K (or any t that "
        "the hypotheses allow: floating-point solvers get a power of two) no algorithm, "
        "however deep it reads, returns a point (or trains a network) within 10^-K of a minimiser "
        "on every member. With R samples some member defeats it at R - floor(R/q) of them."
    ),
    latex=(
        r"\forall\,\Gamma\ \exists\,\iota\in\Omega_K:\quad "
        r"\operatorname{dist}(\Gamma(\iota),\Xi(\iota))>10^{-K}\ \text{ or }\ "
        r"\Gamma(\iota)\ \text{does not halt}"
    ),
    hypotheses=(
        "q >= 2 columns tie; c, b > 0; amplitude t with sqrt(2) t_j > 2*10^-K",
        "LASSO: |y_l| != lambda w_l/(2b); square-root LASSO: lambda^2 (1/c^2 + s/b^2) < 1",
        "linear program: y_l >= 0",
    ),
    differs=(
        "Explicit rational instances, every K >= 1 and q >= 2, weights, linear programs, and the "
        "number of samples that are defeated; the paper has K > 2 and complex data."
    ),
    algorithms=tuple(one.__name__ for one in ALGORITHMS),
    evidence=(
        "A certificate for each run: instance, answers, output, dual witness. checker.py judges "
        "those of one instance, checker_training.py those of training sets. One run is "
        "refuted; that every algorithm can be is the theorem's."
    ),
    demonstrate=demonstrate,
)
