"""The exercises of notebook 12: proved digits for one's own data."""

from __future__ import annotations

from fractions import Fraction

from computable.errors import DomainError
from computable.exact import Vector, number_text, root_text
from computable.problem import Instance, Lasso, norm_squared
from computable.recovery import Minimisers, solve_exact
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import vector, vector_text
from computable.teaching.trials_12 import digits_on_data
from proofs.certify import certify
from proofs.outcome import Certified

__all__ = ["EXERCISES"]

PROBLEM = Lasso(Fraction(1, 2))
NEARLY_EQUAL = Instance.from_dense([[1, 1], [0, "1/1000"]], ["9/4", "1/1000"])


def _solved(problem: Lasso, instance: Instance) -> Minimisers:
    solved = solve_exact(problem, instance)
    if not isinstance(solved, Minimisers):
        raise ArithmeticError("LASSO always has a minimiser")
    return solved


# -- 12-1: a small excess, and no digit --------------------------------------

EXCESS = Fraction(1, 10**6)


def _no_digit(answer: object) -> Checked:
    z, solved = vector(answer, name="z", length=2), _solved(PROBLEM, NEARLY_EQUAL)
    excess = PROBLEM.objective(NEARLY_EQUAL, z).rational - solved.objective.rational
    square = solved.distance_squared(z)
    if excess > EXCESS:
        return not_yet(
            f"its objective is larger than the minimum by {number_text(excess)}, more than 10^-6."
        )
    if square <= Fraction(1, 100):
        return not_yet(
            f"its objective exceeds the minimum by {number_text(excess)} only, but its distance "
            f"from the minimiser {vector_text(solved.x)} is {root_text(square)}: it has a digit."
        )
    return correct(
        f"the excess is {number_text(excess)}, the error {root_text(square)}. A solver that looks "
        "at the objective, or at its duality gap, calls this converged with a tolerance of 10^-6."
    )


# -- 12-2: two right-hand sides within the error bars ------------------------

Y_ERROR = Fraction(1, 10**4)


def _no_answer_for_both(answer: object) -> Checked:
    pair = list(answer) if isinstance(answer, (list, tuple)) else []
    if len(pair) != 2:
        raise DomainError("answer: need a pair of right-hand sides")
    found: list[Vector] = []
    for k, values in enumerate(pair):
        y = vector(values, name=f"y_{k}", length=2)
        for i, (v, given) in enumerate(zip(y, NEARLY_EQUAL.y, strict=True)):
            if abs(v - given) > Y_ERROR:
                return not_yet(
                    f"y_{k}[{i}] = {number_text(v)} is {number_text(abs(v - given))} away from "
                    f"{number_text(given)}, more than 10^-4."
                )
        solved = _solved(PROBLEM, Instance(columns=NEARLY_EQUAL.columns, y=y))
        found.append(solved.x)
    square = norm_squared([a - b for a, b in zip(*found, strict=True)])
    both = " and ".join(map(vector_text, found))
    if square <= Fraction(4, 100):
        return not_yet(
            f"the minimisers {both} are {root_text(square)} apart, which is not more than 2/10: "
            "their middle has a digit for both."
        )
    x = _solved(PROBLEM, NEARLY_EQUAL).x
    outcome = certify(PROBLEM, NEARLY_EQUAL, None, x, digits=1, y_error=Y_ERROR)
    return correct(
        f"the minimisers {both} are {root_text(square)} apart. No point is within 1/10 of both, so "
        "no answer has a digit on all data within the error bars: that is a proof, and nothing "
        f"that can be mended in a solver. (certify says of {vector_text(x)}, which is the "
        f"minimiser for y itself: {type(outcome).__name__}.)"
    )


# -- 12-3: the distance is to a set ------------------------------------------

TWINS = Instance.from_dense([[1, 0, 0], [0, 1, 1]], [1, 2])
WHOLE = Lasso(Fraction(1))


def _two_digits_in_the_middle(answer: object) -> Checked:
    z, solved = vector(answer, name="z", length=3), _solved(WHOLE, TWINS)
    outcome = certify(WHOLE, TWINS, None, z)
    square = solved.distance_squared(z)
    if not isinstance(outcome, Certified) or outcome.digits != 2:
        return not_yet(
            f"its distance from the set of minimisers is {root_text(square)}; 2 digits and not 3 "
            "are a distance above 10^-3, and at most 10^-2."
        )
    for end in solved.face.vertices():
        off = norm_squared([a - b for a, b in zip(z, end, strict=True)])
        if off <= Fraction(1, 4):
            return not_yet(
                f"it has 2 digits, but it is {root_text(off)} away from the end {vector_text(end)}."
            )
    near = solved.nearest(z).point
    return correct(
        f"the nearest minimiser is {vector_text(near)}, at the distance {root_text(square)}; the "
        f"ends of the segment are {' and '.join(map(vector_text, solved.face.vertices()))}. K "
        "digits are a distance from some minimiser: nobody says which of them a solver has to find."
    )


EXERCISES = {
    "12-1": Exercise(
        judge=_no_digit,
        hint="the minimiser is (1, 1). As long as both entries stay positive, F(z) - F(x) is "
        "||A (z - x)||^2 for an h = z - x with h_0 + h_1 = 0: which h makes A h small?",
        given={"problem": PROBLEM, "instance": NEARLY_EQUAL},
    ),
    "12-2": Exercise(
        judge=_no_answer_for_both,
        hint="x_1 is about 1000 y[1]: move y[1] as far as the error bars allow, down and up.",
        given={"problem": PROBLEM, "instance": NEARLY_EQUAL, "y_error": Y_ERROR},
    ),
    "12-3": Exercise(
        judge=_two_digits_in_the_middle,
        hint="the columns 1 and 2 are equal: with x_1 + x_2 = 3/2, both >= 0, and x_0 = 1/2 you "
        "are on the segment of minimisers. Start in its middle, and err a little.",
        given={"problem": WHOLE, "instance": TWINS},
    ),
    "12-4": Exercise(
        judge=digits_on_data,
        hint="scikit-learn's Lasso(alpha=lam / (2 m), fit_intercept=False) minimises the same; its "
        "default tol is too large, and so may max_iter be too small. Or find the support and the "
        "signs s, then solve G x = A_S^T y - lam/2 s with G = A_S^T A_S.",
    ),
}
"""The questions of this notebook by name."""
