"""Why a point is a minimiser: its dual witness, with numbers."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from computable.exact import Vector
from computable.problem import (
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
    norm_squared,
)
from proofs.explain.notation import Notation
from proofs.explain.wording import SHOWN, vector
from proofs.setting import Setting

__all__ = ["closest", "minimiser", "minimisers"]


def minimiser(
    problem: Problem, given: Instance, x: Vector, p: Vector, n: Notation, *, only: bool = True
) -> list[str]:
    """Explain one minimiser.

    Parameters
    ----------
    only : bool
        Whether it is the only one.
    """
    bounds, c = problem.bounds(len(x)), given.adjoint(p)
    support = [j for j, v in enumerate(x) if v]
    size = norm_squared(given.residual(x))
    product = n.math("A^T p", r"A^{\mathsf T}p")
    parts = [
        f"It is {n.math('x', 'x')} = {vector(x, n)}. The proof is the dual witness "
        f"{n.math('p', 'p')} = {vector(p, n)}."
    ]
    if support:
        equal = ", ".join(f"{n.number(c[j])} at column {j}" for j in support[:SHOWN]) + (
            ", ..." if len(support) > SHOWN else ""
        )
        parts.append(
            f"On the support of x, {product} equals the bound (with the sign of x): {equal}."
        )
    tight = closest(problem, given, x, p)
    if tight is not None:
        stays = "stays strictly below" if only else "does not exceed it"
        parts.append(
            f"Off the support it {stays}: the closest is column {tight} with "
            f"{n.number(c[tight])}, where the bound is {n.number(bounds[tight])}."
        )
    difference = n.math("y - Ax", "y - Ax")
    parts.append(
        f"The residual {difference} has squared norm {n.number(size)}; {_fit(problem, p, n)}."
        if size
        else f"The residual {difference} is zero."
    )
    parts.append(_conclusion(problem, bool(size), only))
    return parts


def minimisers(setting: Setting, n: Notation) -> list[str]:
    """Explain the minimisers at the claimed samples: the first in full, the others by numbers."""
    (first, *others), problem = setting.claimed, setting.problem
    (point, *points), instances = setting.minimisers, setting.instances
    at = f" at sample {first}" if setting.learner and not others else ""
    parts = [
        n.heading(f"The only minimiser{'s' if others else at}"),
        *([f"At sample {first}:"] if others else []),
        *minimiser(problem, instances[first], *point, n),
    ]
    if others:
        rows = []
        for k, (x, p) in list(zip(others, points, strict=True))[:SHOWN]:
            j = closest(problem, instances[k], x, p)
            value = "" if j is None else n.cell(instances[k].adjoint(p)[j])
            bound = "" if j is None else n.cell(problem.bounds(len(x))[j])
            rows.append((str(k), _places(i for i, v in enumerate(x) if v), value, bound))
        some = f" (the first {SHOWN} of them)" if len(others) > SHOWN else ""
        parts += [
            "At the other samples of the claim it is the same with an x and a witness of their "
            f"own{some}: where x is not zero, and the dual value that is closest to its bound "
            "elsewhere.",
            n.table(("sample", "support of x", "dual value", "its bound"), rows),
        ]
    return parts


def closest(problem: Problem, given: Instance, x: Vector, p: Vector) -> int | None:
    """Return the column off the support of x where the dual inequality has least room."""
    bounds, c = problem.bounds(len(x)), given.adjoint(p)
    off = [j for j, v in enumerate(x) if not v]

    def room(j: int) -> Fraction:
        return bounds[j] - (c[j] if isinstance(problem, LinearProgram) else abs(c[j]))

    return min(off, key=room, default=None)


def _fit(problem: Problem, p: Vector, n: Notation) -> str:
    """Say how a non-zero residual r and the witness belong together."""
    match problem:
        case Lasso():
            return f"the witness is twice the residual, {n.math('p = 2 r', 'p = 2r')}"
        case SquareRootLasso():
            return "the witness has norm 1 and is a positive multiple of the residual"
        case _ if any(p):
            exactly = n.math("||r|| = epsilon", r"\|r\| = \varepsilon")
            return f"{exactly} exactly, and the witness is a positive multiple of the residual"
        case _:
            return "that is admissible"


def _conclusion(problem: Problem, residual: bool, only: bool) -> str:
    duality = "By weak duality no admissible point has a smaller objective than x."
    if not only:
        return f"{duality} So x is a minimiser; whether it is the only one does not matter here."
    vanish = "Equality would force a point to vanish off the support of x and to have"
    if residual and isinstance(problem, SquareRootLasso):
        return (
            f"{duality} {vanish} a residual that is a multiple of the witness, and the columns on "
            "the support together with y are independent: so x is the only minimiser."
        )
    return (
        f"{duality} {vanish} the same residual, and the columns on the support are independent: "
        "so x is the only minimiser."
    )


def _places(support: Iterable[int]) -> str:
    listed = [str(i) for i in support]
    return ", ".join(listed[:SHOWN]) + (", ..." if len(listed) > SHOWN else "") or "none"
