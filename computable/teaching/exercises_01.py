"""The exercises of notebook 01: oracles and exact reals."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

from computable.exact import Vector, number_text
from computable.oracle import exact
from computable.real import Real
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import number, whole
from computable.teaching.trial import Trial
from computable.teaching.trials_01 import MARGIN, TOLERANCES, largest, sign_up_to

__all__ = ["EXERCISES"]


def _power(n: int) -> Fraction:
    return Fraction(1, 1 << n)


# -- 01-1: an oracle that is true and never nested ---------------------------

THIRD = Fraction(1, 3)
DEEPEST = 64


def _answers(function: Callable[..., Any], row: list[Any], _: Fraction) -> Vector:
    return tuple(number(function(n), name=f"q({n})") for n in range(len(row)))


def _never_nested(answer: object) -> Checked:
    with Trial(_answers, answer) as trial:
        nothing = (Fraction(0),) * (DEEPEST + 1)
        q, _ = trial.of(nothing, exact, where=f"asked from n = 0 to {DEEPEST},")
    for n, told in enumerate(q):
        error = abs(told - THIRD)
        if error > _power(n):
            return not_yet(
                f"q({n}) = {number_text(told)} is no answer: its distance from 1/3 is "
                f"{number_text(error)}, more than {number_text(_power(n))}.{_only_a_float(told, n)}"
            )
        if (told * (1 << n)).denominator > 1:
            return not_yet(
                f"q({n}) = {number_text(told)} is a true answer, but no multiple of "
                f"{number_text(_power(n))}."
            )
    for n, (told, next_told) in enumerate(pairwise(q)):
        if abs(next_told - told) <= _power(n + 1):
            return not_yet(
                f"all answers are true, but the interval of radius {number_text(_power(n + 1))} "
                f"around q({n + 1}) = {number_text(next_told)} lies within that of radius "
                f"{number_text(_power(n))} around q({n}) = {number_text(told)}."
            )
    lower = max(told - _power(n) for n, told in enumerate(q))
    upper = min(told + _power(n) for n, told in enumerate(q))
    width = f"{number_text(upper - lower)} wide" if upper > lower else "the point 1/3 alone"
    return correct(
        f"all {len(q)} answers are true of 1/3, and no interval contains the next one. Whoever "
        f"remembers them all loses nothing by that: the intersection of the intervals is {width}."
    )


def _only_a_float(told: Fraction, n: int) -> str:
    is_float = n >= 50 and abs(told) < 1 and told == Fraction(float(told))
    return " (A float has 53 bits: compute with Fraction.)" if is_float else ""


# -- 01-2: how deep a product reads its factors ------------------------------

SIZE, WANTED = 10, 20


def _error_of_product(d: int) -> Fraction:
    """Return the largest error: at x = y = 2^k, with both answers 2^-d too high."""
    return 2 * (1 << SIZE) * _power(d) + _power(2 * d)


def _depth_of_product(answer: object) -> Checked:
    d = whole(answer, name="d", most=1000)
    error, allowed = _error_of_product(d), _power(WANTED)
    if error > allowed:
        return not_yet(
            f"x = y = 2^{SIZE} may both be answered by 2^{SIZE} + {number_text(_power(d))}. The "
            f"product of the answers is then wrong by {number_text(error)}, more than 2^-{WANTED}."
        )
    if (less := _error_of_product(d - 1)) <= allowed:
        return not_yet(
            f"depth {d} suffices, but is not the least: at depth {d - 1} the error is at most "
            f"{number_text(less)}, which will do."
        )
    return correct(
        f"|pq - xy| <= |x||q - y| + |y||p - x| + |p - x||q - y| <= {number_text(error)} at depth "
        f"{d}, and at depth {d - 1} it can be {number_text(less)}, a hair too much. (Cut the "
        f"answers off at 2^{SIZE} before you multiply, and depth {d - 1} will do: "
        "|pq - xy| <= |p||q - y| + |y||p - x|.)"
    )


# -- 01-3: where an integer part is wrong ------------------------------------


def floor_50(x: Real) -> int:
    """Return the integer part of x, right at every integer whatever the oracle."""
    return floor(x.query(50) + Fraction(1, 2**50))


def _wrong_floor(answer: object) -> Checked:
    x = number(answer, name="x")
    said, right = floor_50(Real(x)), floor(x)
    above = floor(x) + 1 - x
    if said == right:
        return not_yet(
            f"floor_50 says {said} at x = {number_text(x)}, and that is right. The next integer "
            f"above x is {number_text(above)} away."
        )
    return correct(
        f"floor_50 says {said} at x = {number_text(x)}, and the integer part is {right}: x lies "
        f"{number_text(above)} below an integer, and 50 bits do not show it."
    )


EXERCISES = {
    "01-1": Exercise(
        judge=_never_nested,
        hint="1/3 lies between two neighbouring multiples of 2^-n, and both are true answers. The "
        "next interval must stick out of this one: go up and down in turn. Which comes first?",
        given={"value": THIRD, "depth": DEEPEST},
    ),
    "01-2": Exercise(
        judge=_depth_of_product,
        hint="write pq - xy = x(q - y) + y(p - x) + (p - x)(q - y), and mind the last term.",
        given={"size": SIZE, "wanted": WANTED},
    ),
    "01-3": Exercise(
        judge=_wrong_floor,
        hint="at an integer it is right. How far below an integer does it see that it is below? "
        "(A float near 1 can be too coarse to say it: use a Fraction.)",
        given={"floor": floor_50},
    ),
    "01-4": Exercise(
        judge=sign_up_to,
        hint="choose n with 2^-n <= eps/4 and read x.query(n). If the answer is small compared to "
        "eps, so is x; if it is larger than 2^-n, it has the sign of x.",
        given={"tolerances": TOLERANCES},
    ),
    "01-5": Exercise(
        judge=largest,
        hint="read all numbers so deeply that 2 * 2^-n is less than 2^-20, and take the largest "
        "answer.",
        given={"margin": MARGIN},
    ),
}
"""The questions of this notebook by name."""
