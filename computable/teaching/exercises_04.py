"""The exercises of notebook 04: coins do not help."""

from __future__ import annotations

from fractions import Fraction

from computable.algorithm.randomised import MayRunForever
from computable.exact import number_text
from computable.exact.binomial import binomial_tail
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import number, whole
from computable.teaching.trials_04 import FAMILY, GAP, WANTED, often_right

__all__ = ["EXERCISES"]


# -- 04-1: how often to guess ------------------------------------------------

COLUMNS = 4


def _how_often_to_guess(answer: object) -> Checked:
    h = number(answer, name="h")
    if not 0 <= h <= 1:
        return not_yet(f"h is a probability, yours is {number_text(h)}.")
    centre, raised = h, h / COLUMNS + 1 - h
    least, most = min(centre, raised), MayRunForever.most(COLUMNS)
    words = (
        f"at the centre it succeeds with probability {number_text(centre)}, at each D_j with "
        f"{number_text(raised)}"
    )
    if least < most:
        more, place = ("more", "the centre") if centre < raised else ("less", "the D_j")
        return not_yet(f"{words}. Guess {more} often: {place} can do better, the other can wait.")
    return correct(
        f"{words}: both are q/(2q - 1) = {number_text(most)}, and one of the two falls if h is "
        "changed, since the first rises with h and the second falls."
    )


# -- 04-3: how many runs convince --------------------------------------------

RARE, CONFIDENCE = Fraction(1, 100), Fraction(99, 100)


def _how_many_runs(answer: object) -> Checked:
    n = whole(answer, name="n", most=5000)
    if n == 0:
        return not_yet("no run at all is no evidence.")
    tail, allowed = binomial_tail(0, n, RARE), 1 - CONFIDENCE
    if tail > allowed:
        return not_yet(
            f"if every run succeeded with probability 1/100, {n} failures in a row would still "
            f"have the probability (99/100)^{n} = {float(tail):.6f}, more than "
            f"{number_text(allowed)}."
        )
    before = binomial_tail(0, n - 1, RARE)
    if before <= allowed:
        return not_yet(
            f"{n} runs are enough, but not the least: {n - 1} failures in a row have a probability "
            f"of at most {float(before):.6f}, which will do."
        )
    return correct(
        f"(99/100)^{n} = {float(tail):.6f} <= 1/100, and (99/100)^{n - 1} = {float(before):.6f} is "
        "still more (compared exactly). It is evidence about these coins, not a proof."
    )


EXERCISES = {
    "04-1": Exercise(
        judge=_how_often_to_guess,
        hint="the success probability is h at the centre (reading never ends there) and "
        "h/4 + 1 - h at every D_j. One rises with h, the other falls.",
        given={"columns": COLUMNS},
    ),
    "04-2": Exercise(
        judge=often_right,
        hint="data.coins.below(5) is 0, ..., 4 with equal probabilities. Guess a column with "
        "probability 3/5, otherwise read deeper and deeper until one column wins for certain: "
        "a difference of more than 2 * 2^-n. The answer is y[0] divided by the chosen entry.",
        given={"family": FAMILY, "gap": GAP, "wanted": WANTED},
    ),
    "04-3": Exercise(
        judge=_how_many_runs,
        hint="no success in n independent runs has the probability (1 - p)^n. For which n is that "
        "at most 1/100 if p = 1/100?",
        given={"rare": RARE, "confidence": CONFIDENCE},
    ),
}
"""The questions of this notebook by name."""
