"""The exercises of notebook 07: nobody can check the checker."""

from __future__ import annotations

from fractions import Fraction

from computable.exact import Vector, number_text, power_of_two, power_text
from computable.oracle import ProblemData
from computable.problem import norm_squared
from computable.problem.simplex import nearest_minimiser
from computable.solvers import flags
from computable.teaching import reading
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import vector, vector_text
from computable.teaching.trials_07 import FAMILY, WIDE, sound_flag
from computable.truth import Truth

__all__ = ["EXERCISES"]

ALLOWED = Fraction(1, 100**FAMILY.digits)


def _from_simplex(z: Vector) -> Fraction:
    """Return the squared distance from the minimisers of the centre."""
    x = nearest_minimiser(FAMILY, z)
    return norm_squared([a - b for a, b in zip(z, x, strict=True)])


def _nearest_raised(z: Vector) -> tuple[Fraction, int, Fraction]:
    """Return the least squared distance from a minimiser of any D_j(eta), 0 <= eta <= 1/4.

    They are the points s e_j with s between t/(1 + 1/4) and t: two segments.
    """
    low, high = FAMILY.amplitude(0, FAMILY.largest_gap), FAMILY.amplitude(0)
    found = []
    for j in range(FAMILY.columns):
        s = min(max(z[j], low), high)
        rest = norm_squared([v - (s if i == j else 0) for i, v in enumerate(z)])
        found.append((rest, j, s))
    return min(found)


# -- 07-1: wrong everywhere, but for the centre ------------------------------


def _right_at_the_centre(answer: object) -> Checked:
    z = vector(answer, name="z", length=2)
    far, (near, j, s) = _from_simplex(z), _nearest_raised(z)
    if far > ALLOWED:
        return not_yet(
            f"at the centre its squared distance from the nearest minimiser is {number_text(far)}, "
            "more than 10^-6: there 'wrong' is right."
        )
    if near <= ALLOWED:
        return not_yet(
            f"its squared distance from {number_text(s)} e_{j} is {number_text(near)}, at most "
            f"10^-6: at some D_{j}(eta), or in the limit eta -> 0, it has 3 digits."
        )
    return correct(
        f"at the centre {vector_text(z)} has 3 digits, and from every minimiser of every D_j(eta) "
        f"its squared distance is at least {number_text(near)} > 10^-6. So a flag that says "
        "'wrong' errs at the centre only, and no finite reading tells the centre from the rest."
    )


# -- 07-2: an answer that can be flagged -------------------------------------


def _wrong_everywhere(answer: object) -> Checked:
    z = vector(answer, name="z", length=2)
    far, (near, j, s) = _from_simplex(z), _nearest_raised(z)
    if far <= ALLOWED:
        return not_yet(
            f"at the centre its squared distance from a minimiser is {number_text(far)}, at most "
            "10^-6: there it has 3 digits, and 'wrong' is false."
        )
    if near <= ALLOWED:
        return not_yet(
            f"its squared distance from {number_text(s)} e_{j} is {number_text(near)}, at most "
            f"10^-6: at some D_{j}(eta), or in the limit eta -> 0, it has 3 digits."
        )
    return correct(
        f"its squared distance is at least {number_text(min(far, near))} > 10^-6 from every "
        "minimiser of every member. So 'wrong' is right about it, without a single query: Theorem "
        "D is about solvers whose answer at the centre is right."
    )


# -- 07-3: where the honest flag is silent -----------------------------------


def _speaks(gap: Fraction) -> bool:
    """Tell whether ``flags.honest`` speaks about the minimiser of D_0(gap), read exactly."""
    instance, x = FAMILY.raised(0, gap), FAMILY.minimiser(0, gap)
    data = ProblemData(shape=FAMILY.shape, problem=FAMILY.problem, ask=instance.oracle())
    return flags.honest(data, x) is not Truth.UNKNOWN


def _silent_from(answer: object) -> Checked:
    gap = reading.gap(answer)
    FAMILY.raised(0, gap)  # refuses gaps that are none
    if power_of_two(gap) != gap:
        return not_yet(f"the gap must be a power of two, yours is {number_text(gap)}.")
    if _speaks(gap):
        return not_yet(
            f"at {power_text(gap)} the row's answers differ by {power_text(gap)}, which is more "
            "than 2 * 2^-128: the flag is sure, and speaks."
        )
    if not _speaks(2 * gap):
        return not_yet(f"there it is silent, and so it is at {power_text(2 * gap)}.")
    return correct(
        f"at {power_text(2 * gap)} it still speaks. Reading deeper moves this threshold, and that "
        "is all: a sound flag has one for every depth."
    )


EXERCISES = {
    "07-1": Exercise(
        judge=_right_at_the_centre,
        hint="at the centre all points of the segment from (t, 0) to (0, t) are minimisers, and "
        "the minimisers of D_0 and D_1 are near its ends.",
        given={"family": FAMILY},
    ),
    "07-2": Exercise(
        judge=_wrong_everywhere,
        hint="there is no minimiser with a negative coordinate, nor with one larger than t.",
        given={"family": FAMILY},
    ),
    "07-3": Exercise(
        judge=_silent_from,
        hint="it reads the row at depth 128, and speaks if one answer leads by more than "
        "2 * 2^-128; the oracle answers exactly.",
        given={"family": FAMILY},
    ),
    "07-4": Exercise(
        judge=sound_flag,
        hint="read the row at one depth n. If no entry leads by more than 2 * 2^-n, return None. "
        "Otherwise the minimiser is y[0] divided by that entry, known up to a small error: say "
        "True or False if the distance from 'answer' is clearly below or above 10^-3, else None.",
        given={"family": FAMILY, "wide": WIDE},
    ),
}
"""The questions of this notebook by name."""
