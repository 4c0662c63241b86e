"""The exercises of notebook 02: columns that tie."""

from __future__ import annotations

from fractions import Fraction

from computable.exact import number_text
from computable.problem import (
    BasisPursuit,
    Instance,
    TieFamily,
    is_minimiser,
    is_unique_minimiser,
    norm_squared,
)
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import number, vector, vector_text

__all__ = ["EXERCISES"]

PROBLEM = BasisPursuit()


def _distances_squared(family: TieFamily, z: tuple[Fraction, ...]) -> list[Fraction]:
    """Return the squares of the l2 distances from z to the vertices."""
    return [norm_squared([a - b for a, b in zip(z, v, strict=True)]) for v in family.vertices()]


# -- 02-1: how K fixes the amplitude -----------------------------------------

DIGITS = 4
WIDEST = Fraction(1, 4)


def _amplitude(answer: object) -> Checked:
    t = number(answer, name="t")
    if t <= 0:
        return not_yet(f"the amplitude must be positive, yours is {number_text(t)}.")
    apart, diameter = 2 * (t / (1 + WIDEST)) ** 2, 4 * Fraction(1, 100**DIGITS)
    if apart <= diameter:
        return not_yet(
            f"at gap 1/4 the two minimisers have squared distance 2 (4t/5)^2 = "
            f"{number_text(apart)}. That is not more than (2 * 10^-4)^2 = {number_text(diameter)}, "
            "so the point half-way between them has 4 digits for both: t is too small."
        )
    family = TieFamily(problem=PROBLEM, digits=DIGITS, columns=2, right=t)
    far, allowed = max(_distances_squared(family, family.centroid())), Fraction(1, 100**3)
    if far > allowed:
        return not_yet(
            f"the centroid has squared distance {number_text(far)} from the vertices. That is "
            f"more than (10^-3)^2 = {number_text(allowed)}, so it loses the third digit as well: "
            "t is too large."
        )
    return correct(
        f"at every gap up to 1/4 the minimisers are farther than 2 * 10^-4 apart (squared: at "
        f"least {number_text(apart)} > {number_text(diameter)}), so no answer has 4 digits for "
        f"both; and the centroid has 3 (squared distance at most {number_text(far)} <= "
        f"{number_text(allowed)})."
    )


# -- 02-2: a dual witness ----------------------------------------------------

SYSTEM = Instance.from_dense([[3, 1, 2], [1, 2, -1]], [2, 4])
X = (Fraction(0), Fraction(2), Fraction(0))


def _witness(answer: object) -> Checked:
    p = vector(answer, name="p", length=2)
    image = SYSTEM.adjoint(p)
    if is_unique_minimiser(PROBLEM, SYSTEM, X, p):
        return correct(
            f"A^T p = {vector_text(image)}. It equals the sign of x on the support and stays "
            "strictly between -1 and 1 elsewhere, and one non-zero column is independent: x is "
            "the only minimiser."
        )
    if image[1] != 1:
        return not_yet(
            f"at column 1, where x = 2 > 0, the entry of A^T p must be 1; yours is "
            f"{number_text(image[1])}."
        )
    j = max((0, 2), key=lambda i: abs(image[i]))
    if is_minimiser(PROBLEM, SYSTEM, X, p):
        return not_yet(
            f"p proves that x is a minimiser, but not that it is the only one: the entry of A^T p "
            f"at column {j} is {number_text(image[j])}, and it must stay strictly between -1 and 1."
        )
    return not_yet(
        f"the entry of A^T p at column {j} is {number_text(image[j])}, outside [-1, 1]: p proves "
        "nothing about x."
    )


# -- 02-3 and 02-4: the breakdown radius from above and from below -----------

FIVE = TieFamily.rational(PROBLEM, digits=2, columns=5)
NEAR = (Fraction(9, 10) * FIVE.amplitude(0)) ** 2
FLOOR = (Fraction(17, 20) * FIVE.amplitude(0)) ** 2


def _near_all(answer: object) -> Checked:
    z = vector(answer, name="z", length=5)
    distances = _distances_squared(FIVE, z)
    far = max(distances)
    if far >= NEAR:
        return not_yet(
            f"vertex {distances.index(far)} has squared distance {number_text(far)} from your "
            f"point, which is not less than (9t/10)^2 = {number_text(NEAR)}."
        )
    return correct(
        f"the farthest vertex has squared distance {number_text(far)} < {number_text(NEAR)}. No "
        f"point can beat t^2 (q - 1) / q = {number_text(FIVE.breakdown_radius_squared())}."
    )


def _none_better(answer: object) -> Checked:
    raw = vector(answer, name="v", length=5)
    if min(raw) < 0 or not any(raw):
        return not_yet("the weights must be >= 0 and not all zero.")
    total = sum(raw)
    v = tuple(w / total for w in raw)
    vertices = FIVE.vertices()
    mean = tuple(sum((w * x[i] for w, x in zip(v, vertices)), Fraction(0)) for i in range(5))
    # sum of v_j ||z - x_j||^2 = ||z - mean||^2 + (sum of v_j ||x_j||^2 - ||mean||^2)
    bound = sum((w * norm_squared(x) for w, x in zip(v, vertices)), -norm_squared(mean))
    if bound < FLOOR:
        return not_yet(
            "with these weights the mean of the squared distances can be as small as "
            f"{number_text(bound)} (at z = {vector_text(mean)}), which is less than "
            f"(17t/20)^2 = {number_text(FLOOR)}."
        )
    best = FIVE.breakdown_radius_squared()
    which = "the breakdown radius itself" if bound == best else f"at most {number_text(best)}"
    return correct(
        f"for every z the mean of the squared distances is at least {number_text(bound)} >= "
        f"{number_text(FLOOR)}, and the largest is at least the mean. The square that can be "
        f"proved in this way is {which}."
    )


EXERCISES = {
    "02-1": Exercise(
        judge=_amplitude,
        hint="the minimisers lie 2^(1/2) t / (1 + eta) apart, and eta is at most 1/4; the "
        "centroid is t / 2^(1/2) away from both vertices.",
        given={"problem": PROBLEM, "digits": DIGITS, "largest_gap": WIDEST},
    ),
    "02-2": Exercise(
        judge=_witness,
        hint="p must solve p_0 + 2 p_1 = 1. One unknown stays free: choose it so that the other "
        "two columns stay strictly between -1 and 1.",
        given={"problem": PROBLEM, "instance": SYSTEM, "x": X},
    ),
    "02-3": Exercise(
        judge=_near_all,
        hint="no vertex may be preferred, so look for a point with five equal coordinates.",
        given={"family": FIVE},
    ),
    "02-4": Exercise(
        judge=_none_better,
        hint="for weights with sum 1 the least weighted mean of the squared distances is "
        "t^2 (1 - sum of v_j^2): make the sum of the squares small.",
        given={"family": FIVE},
    ),
}
"""The questions of this notebook by name."""
