"""The problem and its exact data: one instance, or a training set."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from computable.oracle import Entry
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
)
from proofs.explain.notation import Notation
from proofs.explain.wording import SHOWN, count, entry, vector

__all__ = ["instance", "training_set"]

WIDE = 56
"""Characters of an exact value."""


def instance(problem: Problem, given: Instance, n: Notation) -> list[str]:
    """Describe one instance."""
    return [
        n.heading("The problem"),
        f"{_problem(problem, given, n)} The data are exact rationals. The right-hand side is "
        f"{n.math('y', 'y')} = {vector(given.y, n)}; the non-zero entries of "
        f"{n.math('A', 'A')} are ({_some(given)}indices start at 0, as in the file):",
        _entries(given, n),
    ]


def training_set(problem: Problem, given: Sequence[Instance], n: Notation) -> list[str]:
    """Describe the samples y_0, ..., y_(R-1) of one matrix."""
    first, number = given[0], len(given)
    named = [f"{_sample('y', k, n)} = {vector(one.y, n)}" for k, one in enumerate(given[:SHOWN])]
    more = f"; {number - SHOWN} more are in the file" if number > SHOWN else ""
    return [
        n.heading("The problem"),
        f"{_problem(problem, first, n)} A learner reads a training set: {n.math('A', 'A')}, "
        f"{count(number, 'right-hand side')} {n.math('y_k', 'y_k')} (the samples) and for each of "
        f"them a label near a minimiser. It returns a network that is to map every "
        f"{n.math('y_k', 'y_k')} to a minimiser. The data are exact rationals. The non-zero "
        f"entries of {n.math('A', 'A')} are ({_some(first)}indices start at 0, as in the file):",
        _entries(first, n),
        f"The samples are {'; '.join(named)}{more}.",
    ]


def _sample(name: str, k: int, n: Notation) -> str:
    return n.math(f"{name}_{k}", f"{name}_{{{k}}}")


def _problem(problem: Problem, given: Instance, n: Notation) -> str:
    rows, columns = given.shape
    weights = getattr(problem, "weights", None)
    norm = ("||x||_1,w", r"\|x\|_{1,w}") if weights else ("||x||_1", r"\|x\|_1")
    parameter = ""
    match problem:
        case BasisPursuit() if problem.epsilon == 0:
            name = "basis pursuit"
            what = (f"{norm[0]} subject to Ax = y", norm[1] + r"\ \text{subject to}\ Ax = y")
        case BasisPursuit():
            name = "quadratically constrained basis pursuit"
            what = (
                f"{norm[0]} subject to ||Ax - y|| <= epsilon",
                norm[1] + r"\ \text{subject to}\ \|Ax - y\| \le \varepsilon",
            )
            epsilon = n.math("epsilon", r"\varepsilon")
            parameter = f", {epsilon} = {n.number(problem.epsilon)}"
        case Lasso():
            name = "LASSO"
            what = (f"lambda {norm[0]} + ||Ax - y||^2", rf"\lambda {norm[1]} + \|Ax - y\|^2")
        case SquareRootLasso():
            name = "square-root LASSO"
            what = (f"lambda {norm[0]} + ||Ax - y||", rf"\lambda {norm[1]} + \|Ax - y\|")
        case LinearProgram():
            name = "a linear program"
            what = (
                "c.x subject to Ax = y, x >= 0",
                r"c\cdot x\ \text{subject to}\ Ax = y,\ x \ge 0",
            )
            parameter = f", cost c = {vector(problem.bounds(columns), n)}"
    if isinstance(problem, (Lasso, SquareRootLasso)):
        parameter = f", {n.math('lambda', chr(92) + 'lambda')} = {n.number(problem.lam)}"
    if weights:
        parameter += f", weights w = {vector(weights, n)}"
    shape = f"{count(rows, 'row')} and {count(columns, 'column')}"
    return (
        f"This is {name}: minimise {n.math(*what)}{parameter}, where {n.math('A', 'A')} has "
        f"{shape}."
    )


def _listed(given: Instance) -> list[tuple[Entry, Fraction]]:
    return [(("A", i, j), v) for j, column in enumerate(given.columns) for i, v in column]


def _some(given: Instance) -> str:
    number = sum(map(len, given.columns))
    return f"the first {SHOWN} of {number}; " if number > SHOWN else ""


def _entries(given: Instance, n: Notation) -> str:
    shown = [(entry(which, n), n.cell(v, WIDE)) for which, v in _listed(given)[:SHOWN]]
    return n.table(("entry", "exact value"), shown)
