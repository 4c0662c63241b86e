"""Theorem D: nobody can check the checker (exit flags)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from computable.algorithm.vouched import Vouched
from computable.errors import DomainError
from computable.problem import BasisPursuit
from computable.solvers import ADAPTERS, flags, tie
from proofs.adversary.flag import refute_flag
from proofs.adversary.running import algorithm_name, running
from proofs.outcome import Outcome, Refuted, Unknown
from proofs.theorems.theorem import Ran, Setup, Theorem

__all__ = ["THEOREM", "play"]

LIARS = (flags.trust, flags.optimality_test, flags.second_opinion)
SOLVER = "scipy:highs-ds"


def play(algorithm: Callable[..., Any] | str, setup: Setup) -> Outcome:
    """Produce the instance on which the flag lies.

    Parameters
    ----------
    algorithm : callable or str
        f(data, answer) that vouches for :func:`~computable.solvers.tie.split_evenly`; a
        ``Vouched``; or a solver, whose own ``flag`` or else its status counts.
    """
    with running(algorithm, setup.budget, isolate=setup.isolate) as (runner, deadline, about):
        if runner.learner(deadline):
            raise DomainError("algorithm: Theorem D is about solvers and flags, not learners")
        return refute_flag(runner, setup.omega.strict, deadline=deadline, about=about)


def demonstrate(algorithm: Callable[..., Any] | str | None, setup: Setup) -> Iterator[Ran]:
    """Catch the flag, or the built-in ones and a real solver's status."""
    if algorithm is not None:
        outcome = play(algorithm, setup)
        yield _ran(algorithm_name(algorithm), outcome, sound=None)
        return
    for flag in LIARS:
        yield _ran(flag.__name__, play(Vouched(tie.split_evenly, flag), setup), sound=False)
    honest = partial(flags.honest, digits=setup.digits)
    yield _ran("honest", play(Vouched(tie.split_evenly, honest), setup), sound=True)
    if ADAPTERS[SOLVER].installed and setup.problem == BasisPursuit():
        yield _ran(f"{SOLVER} and its status", play(SOLVER, setup), sound=False)


def _ran(name: str, outcome: Outcome, *, sound: bool | None) -> Ran:
    """Judge one game; ``sound=None``: both ends are what the theorem says."""
    survived = isinstance(outcome, Unknown) and outcome.reason.startswith("survived")
    lied = isinstance(outcome, Refuted)
    claim = "says 'cannot tell', so survives" if sound else "its flag is false somewhere"
    if sound is None:
        claim = "its flag is false somewhere, or cannot tell, or the answer is bad"
    as_stated = survived if sound else lied or (survived and sound is None)
    return Ran(algorithm=name, claim=claim, outcome=outcome, as_stated=as_stated)


THEOREM = Theorem(
    name="D",
    title="Nobody can check the checker",
    source="Bastounis, Hansen, Vlacic, The extended Smale's 9th problem, arXiv 2110.15734, on "
    "exit flags",
    statement=(
        "For every algorithm that, on the centre's exact oracle, halts within 10^-K of the set of "
        "minimisers, no algorithm reading the same oracle always halts with the right flag ('this "
        "answer has K digits': yes or no). A sound flag must be three-valued."
    ),
    latex=(
        r"\nexists\,\Phi:\quad \Phi(\iota)=1 \iff "
        r"\operatorname{dist}(\Gamma(\iota),\Xi(\iota))\le 10^{-K}\qquad(\iota\in\Omega_K)"
    ),
    hypotheses=(
        "those of Theorem A",
        "the answer at the centre is right; one farther than 10^-K from all minimisers there can "
        "be flagged as wrong, and the report says so",
    ),
    differs="For every solver that is right at the centre, with the instance where the flag lies.",
    algorithms=(*(flag.__name__ for flag in LIARS), "honest", SOLVER),
    evidence="A certificate with the answer and its flag; checker_flag.py shows that it is false.",
    demonstrate=demonstrate,
)
