"""The exercises of notebook 09: the same problem on three machines."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from computable.algorithm import Budget
from computable.exact import number_text, power_text
from computable.problem import BasisPursuit, Instance, Lasso, SquareRootLasso, TieFamily
from computable.recovery import LassoPath, Minimisers, lasso_path, solve_exact
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import number, vector_text, whole
from computable.teaching.trials_09 import program_for_a_tie
from proofs.honest import solve
from proofs.outcome import Certified, Unknown

__all__ = ["EXERCISES"]

# -- 09-2: how deep the honest solver reads ----------------------------------

FAMILY = TieFamily.rational(BasisPursuit(), digits=3)
GAP = Fraction(1, 1 << 300)
NEAR = 5
"""So many bits a prediction may be off."""


@cache
def _depth_read() -> int:
    outcome = solve(FAMILY.problem, FAMILY.raised(0, GAP), digits=FAMILY.digits)
    if not isinstance(outcome, Certified) or outcome.depth is None:
        raise ArithmeticError("a gap of 2^-300 is wide enough for 4096 bits")
    return outcome.depth


def _predicted_depth(answer: object) -> Checked:
    n = whole(answer, name="n", most=100_000)
    step = Fraction(1, 1 << n)
    if step >= GAP:
        return not_yet(
            f"at depth {n} the answers are true of every row within {power_text(step)} of "
            "(1 + 2^-300, 1), so also of (1, 1 + 2^-300), where the other column wins: nothing can "
            "be proved there."
        )
    depth = _depth_read()
    if abs(n - depth) > NEAR:
        when = "it has stopped before" if n > depth else "it is not sure yet"
        return not_yet(f"at depth {n} {when}.")
    return correct(
        f"it reads to depth {depth}, {depth - 300} more than the 300 bits that show nothing. Its "
        "digits are proved for every row that is within 2^-depth of what it read."
    )


# -- 09-3: a knot of a path --------------------------------------------------

PATH = Instance.from_dense([[1, 0, 3, -1, -1], [-1, -2, 3, 2, 2], [1, 2, -1, -3, -3]], [-3, 0, 5])
COLUMN = 2


@cache
def _path() -> LassoPath:
    return lasso_path(PATH)


def _vanishes(answer: object) -> Checked:
    lam, path = number(answer, name="lam"), _path()
    if lam <= 0:
        return not_yet(f"lam must be positive, yours is {number_text(lam)}.")
    if lam >= path.knots[0]:
        return not_yet(f"at {number_text(lam)} x is still 0: it begins to move at a smaller lam.")
    x = path.at(lam)
    if x[COLUMN]:
        return not_yet(f"at lam = {number_text(lam)} x_{COLUMN} is {number_text(x[COLUMN])}.")
    if not any(s.lower == lam and COLUMN in s.support for s in path.segments):
        return not_yet(f"there x_{COLUMN} = 0, but so it is at a larger lam below the first knot.")
    outcome = solve(Lasso(lam), PATH, digits=3, budget=Budget(depth=128))
    seen = str(outcome) if isinstance(outcome, Unknown) else f"it answers, {outcome}"
    return correct(
        f"at lam = {number_text(lam)} the only minimiser is {vector_text(x)}, exactly. (The honest "
        f"solver, which reads the same data from an oracle, cannot see there whether x_{COLUMN} is "
        f"0. It ends with: {seen}.)"
    )


# -- 09-4: no square root where one is expected ------------------------------

ROOT = Instance.from_dense([[1, 0], [0, 1]], [3, 4])


def _without_root(answer: object) -> Checked:
    lam = number(answer, name="lam")
    solved = solve_exact(SquareRootLasso(lam), ROOT)
    if not isinstance(solved, Minimisers):
        raise ArithmeticError("square-root LASSO always has a minimiser")
    shown = "(" + ", ".join(str(v) for v in solved.x) + ")"
    if not any(solved.x):
        return not_yet(f"with lam = {number_text(lam)} x = 0, which is rational for a dull reason.")
    if not solved.rational:
        return not_yet(f"with lam = {number_text(lam)} x = {shown}.")
    r = ROOT.residual(solved.x)
    if not any(r):
        return not_yet(f"with lam = {number_text(lam)} x = {shown}, and A x = y: no residual.")
    return correct(
        f"x = {shown}, and 1 - lam^2 = {number_text(1 - lam**2)} is the square of a rational: a "
        "machine needs no root here. For most other lam it does; but K digits of the root, for any "
        "K, can be had by adding, multiplying and comparing."
    )


EXERCISES = {
    "09-1": Exercise(
        judge=program_for_a_tie,
        hint="put the index of the largest entry so far into a variable, and go through the row: "
        "'if a[best] < a[j]' is one comparison. Divide only once, at the end, and return a list of "
        "len(a) numbers. At a tie every choice is right.",
    ),
    "09-2": Exercise(
        judge=_predicted_depth,
        hint="the answers are exact, and each may be wrong by 2^-n: when is one column the larger "
        "for sure? Then look at the black dots of the picture.",
        given={"family": FAMILY, "gap": GAP},
    ),
    "09-3": Exercise(
        judge=_vanishes,
        hint="lasso_path(given('09-3')['instance']) has .knots, and .segments with the support of "
        "each.",
        given={"instance": PATH, "column": COLUMN},
    ),
    "09-4": Exercise(
        judge=_without_root,
        hint="where the second column alone is used, x_1 = 4 - t with t = 3 lam / sqrt(1 - lam^2), "
        "and it is used alone for lam between 1/sqrt(2) and 4/5. Which rational points has the "
        "circle? (2u/(1 + u^2), (1 - u^2)/(1 + u^2)) are such points.",
        given={"instance": ROOT},
    ),
}
"""The questions of this notebook by name."""
