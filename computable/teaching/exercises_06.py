"""The exercises of notebook 06: K - 2 digits from L samples, and what is stable."""

from __future__ import annotations

from fractions import Fraction

from computable.exact import counted, number_text, power_text, root_text
from computable.problem import BasisPursuit, Lasso, Omega, TieFamily, norm_squared
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import number, vector
from computable.teaching.trials_05 import LIMITS, members, tried

__all__ = ["EXERCISES"]

# -- 06-1: two samples are enough --------------------------------------------

OMEGA = Omega(problem=Lasso(Fraction(1, 2)), digits=4, columns=3, rows=3, samples=2)
DEEPEST, MEMBERS = 1000, 30


def _two_samples(answer: object) -> Checked:
    drawn = members(OMEGA, count=MEMBERS, deepest=DEEPEST, seed=6)
    digits = OMEGA.digits - 2
    found = tried(answer, drawn, digits=digits, most=OMEGA.samples, limits=LIMITS)
    return correct(
        f"{digits} digits on all of {found.members} members with gaps down to 2^-{DEEPEST}, from "
        f"at most {counted(found.most_samples, 'sample')}, read to depth {found.depth}. The "
        f"largest error was {root_text(found.worst_squared)}."
    )


# -- 06-2: what stability has to pay -----------------------------------------

FAMILY = TieFamily.rational(BasisPursuit(), digits=3)
GAP, WANTED = Fraction(1, 1 << 20), 600


def _least_constant(answer: object) -> Checked:
    r"""Judge L: every map with K digits at D_0 and D_1 has a Lipschitz constant of at least L.

    Its two values are at least ``s - 2 e`` apart, with ``s = sqrt(2) t_j`` and ``e = 10**-K``; the
    data are ``sqrt(2) eta`` apart. So L is proved iff ``sqrt(2) eta L + 2 e <= sqrt(2) t_j``,
    that is ``2 (t_j - eta L)**2 >= 4 e**2`` with ``t_j >= eta L``. The map that sends the two
    to the nearest such points attains it.
    """
    bound = number(answer, name="L")
    t, e = FAMILY.amplitude(0, GAP), Fraction(1, 10**FAMILY.digits)
    rest = t - GAP * bound
    if rest < 0 or 2 * rest**2 < 4 * e**2:
        return not_yet(
            f"two points within 10^-3 of the two minimisers can be as close as "
            f"2^(1/2) * {number_text(t)} - 2/1000, and the data are 2^(1/2) * "
            f"{power_text(GAP)} apart: a constant of {number_text(bound)} is more than that proves."
        )
    if bound < WANTED:
        return not_yet(
            f"every such map has a constant of at least {number_text(bound)}, but more is true: "
            f"prove at least {WANTED}."
        )
    return correct(
        f"2^(1/2) t_j - 2 * 10^-3 >= {number_text(bound)} * 2^(1/2) eta (compared exactly). With "
        "every halving of the gap this doubles: no Lipschitz map of the data (A, y) has K digits "
        "on the whole class, while for each A one of constant 1 will do."
    )


# -- 06-3: the point that was compared with ----------------------------------

MIDDLE = (Fraction(1, 2), Fraction(1, 2), Fraction(0))
SQUARE = Fraction(3, 2)


def _compared_with(answer: object) -> Checked:
    p = vector(answer, name="p", length=3)
    square = norm_squared([a - b for a, b in zip(MIDDLE, p, strict=True)])
    if square != SQUARE:
        return not_yet(
            f"the squared distance of your p from (1/2, 1/2, 0) is {number_text(square)}; "
            f"(3^(1/2)/2)^2 times the squared separation 2 is {number_text(SQUARE)}."
        )
    return correct(
        "that is 3^(1/2)/2 times the separation. The two possible minimisers are (1, 0, 0) and "
        "(0, 1, 0), both at squared distance 1/2, half the separation: p is neither."
    )


EXERCISES = {
    "06-1": Exercise(
        judge=_two_samples,
        hint="what CentroidLearner does: read one or two samples to depth 40, say. With c the "
        "least of the three entries of row 0 and b_1, b_2 the block's (A[1][3], A[2][4]), return "
        "the map of y = (y_0, y_1, y_2) to three times (y_0 - lam/(2c))/(3c), and to "
        "soft(y_l, lam/(2 b_l))/b_l for l = 1, 2. tie_network in computable.learning builds it.",
        given={"omega": OMEGA},
    ),
    "06-2": Exercise(
        judge=_least_constant,
        hint="the values at D_0 and D_1 are within 10^-3 of points that are 2^(1/2) t_j apart, "
        "t_j = t/(1 + eta); so how far apart are they at least? The data differ in two entries, by "
        "eta each.",
        given={"family": FAMILY, "gap": GAP},
    ),
    "06-3": Exercise(
        judge=_compared_with,
        hint="the third coordinate belongs to a column that does not tie.",
        given={"answer": MIDDLE},
    ),
}
"""The questions of this notebook by name."""
