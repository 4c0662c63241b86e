"""Theorem C: L samples are enough for K - 2 digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from computable import learning
from computable.exact import accuracy_text, counted
from computable.problem.members import draw_members
from proofs.adversary.running import algorithm_name
from proofs.theorems.promise import keep_promise
from proofs.theorems.theorem import Kept, Ran, Setup, Theorem

__all__ = ["THEOREM"]

MEMBERS = 20


def demonstrate(algorithm: Callable[..., Any] | str | None, setup: Setup) -> Iterator[Ran]:
    """Measure the learner that reads exactly L samples (or yours) on drawn members of Omega."""
    omega, digits = setup.omega, setup.digits - 2
    learner = learning.CentroidLearner(omega) if algorithm is None else algorithm
    members = draw_members(omega, MEMBERS, seed=setup.seed)
    allowed = range(setup.samples if algorithm is None else 0, setup.samples + 1)
    kept = keep_promise(learner, members, setup, digits=digits, samples=allowed)
    amount = "exactly" if algorithm is None else "at most"
    yield Ran(
        algorithm=algorithm_name(learner),
        claim=f"{accuracy_text(digits)} from {amount} {counted(setup.samples, 'sample')}",
        outcome=kept,
        as_stated=isinstance(kept, Kept),
    )


THEOREM = Theorem(
    name="C",
    title="K - 2 digits need only L samples",
    source="Colbrook, Antun, Hansen, PNAS 119(12) 2022, Theorem 2(iii)",
    statement=(
        "For every L >= 1 a learner that reads exactly L samples has K - 2 digits on all of Omega: "
        "the centroid of the tie, with the scales of the matrix read from the samples."
    ),
    latex=(
        r"\exists\,\Gamma\,\forall\,\iota\in\Omega:\quad \#\text{samples}(\Gamma,\iota)=L,\qquad "
        r"\operatorname{dist}(\Gamma(\iota)(y_k),\Xi(A,y_k))\le 10^{-(K-2)}\ \ \forall k"
    ),
    hypotheses=("those of Theorem B", "weights of the tie differ by a factor of 5/2 at most"),
    differs="Explicit, with a derived reading depth; every L >= 1 and K >= 1.",
    algorithms=("CentroidLearner",),
    evidence=(
        "Errors and sample counts are exact, on drawn members with badly answering oracles; that "
        "it holds on all of Omega is derived beside the learner's code."
    ),
    demonstrate=demonstrate,
)
