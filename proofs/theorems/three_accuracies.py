"""Theorems A, B and C together, on one and the same class."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from computable import learning
from computable.errors import DomainError
from computable.exact import accuracy_text
from proofs.adversary.running import algorithm_name, running
from proofs.outcome import ProvedFailure, Refuted
from proofs.theorems import theorem_a, theorem_b, theorem_c
from proofs.theorems.promise import NEEDS_LEARNER
from proofs.theorems.theorem import Ran, Setup, Theorem

__all__ = ["THEOREM"]


def demonstrate(algorithm: Callable[..., Any] | str | None, setup: Setup) -> Iterator[Ran]:
    """Refute the learners of B and C (or yours) at K digits; then run B and C as they are."""
    omega = setup.omega
    if algorithm is not None:
        with running(algorithm, setup.budget, isolate=setup.isolate) as (runner, deadline, _):
            if not runner.learner(deadline):
                raise DomainError(NEEDS_LEARNER)
    own = (learning.WinnerLearner(omega), learning.CentroidLearner(omega))
    for one in own if algorithm is None else (algorithm,):
        outcome = theorem_a.play(one, setup)
        yield Ran(
            algorithm=algorithm_name(one),
            claim=f"not {accuracy_text(setup.digits)}",
            outcome=outcome,
            as_stated=isinstance(outcome, (Refuted, ProvedFailure)),
        )
    yield from theorem_b.demonstrate(algorithm, setup)
    yield from theorem_c.demonstrate(algorithm, setup)


THEOREM = Theorem(
    name="ABC",
    title="One class, three accuracies",
    source="Colbrook, Antun, Hansen, PNAS 119(12) 2022, Theorem 2",
    statement=(
        "On one class Omega(K, L, q, m): no learner has K digits; one has K - 1 digits, but "
        "nothing bounds the data that a learner with K - 1 digits reads; one has K - 2 digits "
        "from L samples. All the while stable networks with every digit exist."
    ),
    latex=(
        r"K:\ \text{impossible}\qquad K-1:\ \text{computable, data unbounded}\qquad "
        r"K-2:\ L\ \text{samples}"
    ),
    hypotheses=theorem_b.THEOREM.hypotheses,
    differs="See A, B and C. Every K >= 1, q >= 2, m >= 1, L >= 1 and four problems.",
    algorithms=theorem_b.THEOREM.algorithms,
    evidence="See A, B and C: all on the class that --problem, --digits, ... determine.",
    demonstrate=demonstrate,
)
