"""Theorem E: not even Banach-Mazur computable; the answer would know which machines halt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from computable.algorithm import Halted, Task
from computable.errors import DomainError
from computable.machine import RegisterProgram
from computable.oracle import Entry, ProblemData
from computable.problem import BasisPursuit, Problem
from computable.sequence import Lifted, OnSequences
from computable.sequence.instances import InstanceSequence
from computable.solvers import ADAPTERS, tie
from proofs.adversary.banach_mazur import Inaccurate, refute_map
from proofs.adversary.diagonal import refute_decider
from proofs.adversary.halting import SolverDecider, answered, decider_from
from proofs.adversary.running import algorithm_name, running
from proofs.outcome import Failed, Unknown, WrongDecider
from proofs.theorems.theorem import Ran, Setup, Theorem

__all__ = ["THEOREM"]

DECIDERS = {
    "by the last bit": "halts = machine % 2\n",
    "by fifteen ones": (
        "while machine > 0:\n    if machine % 2:\n        n += 1\n        if n == 15:\n"
        "            halts = 1\n            halt()\n    else:\n        n = 0\n"
        "    machine = machine // 2\n"
    ),
}
"""Register programs that say whether something halts: by the last bit of its number; if there are
fifteen bits 1 in a row."""
DEPTH = 64


def demonstrate(algorithm: Callable[..., Any] | str | None, setup: Setup) -> Iterator[Ran]:
    """Turn solvers into halting deciders, bound their accuracy, and run diagonal programs.

    The matrices have one row, so of weights or costs for more columns the first ones are used.
    """
    setup = replace(setup, problem=_of_first_columns(setup.problem, setup.columns))
    if algorithm is not None:
        yield from _against(algorithm, algorithm_name(algorithm), setup)
        return
    yield from _against(tie.split_evenly, "split_evenly", setup)
    for name, adapter in ADAPTERS.items():
        if adapter.installed and _short_name(setup.problem) in adapter.problems:
            yield from _against(name, name, setup)
    yield _accuracy("half of y at each, from the next term", OnSequences(_from_next_term), setup)
    for name, text in DECIDERS.items():
        program = RegisterProgram(text)
        outcome = refute_decider(program)
        yield _ran(f"decider {name}", "wrong about a program that asks it", outcome)
        outcome = refute_decider(program, turing=True)
        yield _ran(f"decider {name}", "wrong about a Turing machine that asks it", outcome)


def _of_first_columns(problem: Problem, columns: int) -> Problem:
    """Return the problem with the weights or costs of the first columns."""
    changed: Any = problem
    for name in ("weights", "cost"):
        given = getattr(problem, name, None)
        if given is not None:
            changed = replace(changed, **{name: given[:columns]})
    found: Problem = changed
    return found


def _against(algorithm: Callable[..., Any] | str, name: str, setup: Setup) -> Iterator[Ran]:
    decider = decider_from(
        algorithm,
        problem=setup.problem,
        digits=setup.digits,
        columns=setup.columns,
        budget=setup.budget,
        isolate=setup.isolate,
    )
    outcome = decider.refute() if isinstance(decider, SolverDecider) else decider
    yield _ran(name, "as a halting decider, wrong about a machine", outcome)
    if isinstance(outcome, (Unknown, Failed)):
        return
    with running(algorithm, setup.budget, isolate=setup.isolate) as (runner, deadline, _):

        def run(data: ProblemData) -> object:
            def ask(entry: Entry, n: int) -> Fraction:
                if entry[0] == "A":
                    return data.A.query(entry[1], entry[-1], n)
                return data.y.query(entry[1], n)

            task = Task(problem=setup.problem, shape=data.shape, ask=ask)
            ended = answered(runner.run(task, deadline))
            if not isinstance(ended, Halted):
                raise DomainError(ended.reason)
            return ended.report.values

        yield _accuracy(name, Lifted(run), setup)


def _accuracy(name: str, method: Lifted | OnSequences, setup: Setup) -> Ran:
    claim = "as a Banach-Mazur algorithm, farther than 0.99 t sqrt(1 - 1/q)"
    try:
        outcome: Inaccurate | Unknown = refute_map(
            method, problem=setup.problem, digits=setup.digits, columns=setup.columns
        )
    except DomainError as error:
        outcome = Unknown(reason=str(error))
    return _ran(name, claim, outcome)


def _from_next_term(instances: InstanceSequence, k: int, n: int) -> list[object]:
    """Divide y evenly, by the matrix of the next term: a map that is no algorithm's lift."""
    m, N = instances.shape
    columns = N - m + 1
    entries = [instances.query(k + 1, ("A", 0, j), n + DEPTH) for j in range(columns)]
    y = instances.query(k, ("y", 0), n + DEPTH)
    return [y / (columns * a) for a in entries]


def _short_name(problem: Problem) -> str:
    if isinstance(problem, BasisPursuit):
        return "qcbp" if problem.epsilon else "bp"
    return {"square-root-lasso": "sr-lasso", "linear-program": "lp"}.get(problem.name, problem.name)


def _ran(name: str, claim: str, outcome: WrongDecider | Inaccurate | Unknown | Failed) -> Ran:
    as_stated = isinstance(outcome, (WrongDecider, Inaccurate))
    return Ran(algorithm=name, claim=claim, outcome=outcome, as_stated=as_stated)


THEOREM = Theorem(
    name="E",
    title="Not Banach-Mazur computable: the answer would know which machines halt",
    source="Boche, Fono, Kutyniok, Limitations of deep learning for inverse problems on digital "
    "hardware, arXiv 2202.13490",
    statement=(
        "Let machine k make the instance D_j(2^-(s + n_0)) if it halts in exactly s steps, and the "
        "centre if it never halts: for each column j a computable sequence of instances. Whatever "
        "single minimiser is chosen of every instance, for one of any two columns j the chosen "
        "minimisers are no computable sequence (namely if not all of the one at the centre is in "
        "column j). So no choice is Banach-Mazur computable, nor computable from oracles; and "
        "every Banach-Mazur computable map has an l2 error of at least t sqrt((q - 1)/q) on the "
        "class."
    ),
    latex=(
        r"\sup_{\omega}\operatorname{dist}(G(\omega),\Xi(\omega))\ge t\sqrt{(q-1)/q}"
        r"\quad\text{for every Banach-Mazur computable } G"
    ),
    hypotheses=(
        "those of Theorem A, with one row",
        "of a solver as a decider: it does the same whenever it is told the same",
    ),
    differs="For all four problems and weights; the constant of the accuracy bound; and as "
    "reductions that run: a halting decider from a solver, and the machine on which it is wrong.",
    algorithms=("split_evenly", *ADAPTERS, "half of y at each, from the next term", *DECIDERS),
    evidence=(
        "A certificate with the machine, which the checker runs, and the answer that does not "
        "know that it halts (checker_reduction.py); of a decider that is a register program, with "
        "both machines, which the checker runs (checker_register.py, checker_decider.py)."
    ),
    demonstrate=demonstrate,
)
