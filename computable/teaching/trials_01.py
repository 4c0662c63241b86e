"""Functions that notebook 01 asks for, on trial: a sign up to a tolerance, and an argmax."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

from computable.errors import DomainError
from computable.exact import Vector, number_text, root_text
from computable.oracle import Answers, Entry, exact, highest, lowest
from computable.teaching.exercise import Checked, correct, not_yet
from computable.teaching.trial import LIMITS, MANNERS, Trial
from proofs.adversary import Defeated, as_solver, defeat, refute
from proofs.outcome import Failed, Refuted

__all__ = ["MARGIN", "TOLERANCES", "largest", "sign_up_to"]


def _power(n: int) -> Fraction:
    return Fraction(1, 1 << n)


# -- 01-4: a sign up to a tolerance ------------------------------------------

TOLERANCES = (Fraction(1, 100), _power(40), Fraction(1))
FACTORS = (*(Fraction(k, 8) for k in range(13)), 1 - _power(60), _power(60), Fraction(1000))
STEPS = 300


def _sign(function: Callable[..., Any], row: list[Any], eps: Fraction) -> list[int]:
    return [_one_of((-1, 0, 1), function(row[0], eps))]


def _one_of(allowed: tuple[int, ...], said: object) -> int:
    try:
        value = operator.index(said)  # type: ignore[arg-type]
    except TypeError:
        value = None
    if value not in allowed:
        raise DomainError(f"output: got {said!r}, need one of {', '.join(map(str, allowed))}")
    return value


def sign_up_to(answer: object) -> Checked:
    """Judge ``f(x, eps)``: 1 promises x > 0, -1 that x < 0, and 0 that |x| < eps."""
    runs = 0
    with Trial(_sign, answer) as trial:
        for eps, factor, side in product(TOLERANCES, FACTORS, (1, -1)):
            x = side * factor * eps
            for manner, answers in MANNERS.items():
                where = (
                    f"at x = {number_text(x)}, eps = {number_text(eps)}, with an oracle that "
                    f"answers {manner},"
                )
                (said,), depth = trial.of((x,), answers, parameter=eps, where=where)
                runs += 1
                promised = said * x > 0 if said else abs(x) < eps
                if not promised:
                    promise = {1: "x > 0", 0: "|x| < eps", -1: "x < 0"}[int(said)]
                    return not_yet(
                        f"{where} your function read to depth {depth} and said {said}, which "
                        f"promises {promise}."
                    )
        return correct(f"every promise was kept in {runs} runs. {_two_answers(trial)}")


def _two_answers(trial: Trial) -> str:
    """Find a number at which the answer depends on the oracle (eps = 1), and say so.

    At 0 the answer is 0, at 1 it is 1. Bisection finds two numbers with different answers
    that are closer than the run at the smaller one could see; so the larger one may be
    answered for as if it were the smaller.
    """

    def said(x: Fraction, answers: Answers = exact) -> tuple[Fraction, int]:
        where = f"at x = {number_text(x)}, eps = 1, read exactly,"
        values, depth = trial.of((x,), answers, parameter=Fraction(1), where=where)
        return values[0], depth

    low, high = Fraction(0), Fraction(1)
    at_low, depth = said(low)
    for _ in range(STEPS):
        if high - low <= _power(depth):
            at_high = said(high)[0]
            again = said(high, _as_if(low, depth))[0]
            if not at_high != at_low == again:
                return "(Asked again the same question, it does not always say the same.)"
            return (
                f"And yet it is no function of x: with eps = 1, at x = {number_text(high)}, it "
                f"says {at_high} if the oracle answers exactly, and {again} if it answers "
                f"{number_text(low)} to depth {depth}. Both are true."
            )
        middle = (low + high) / 2
        at_middle, depth_there = said(middle)
        if at_middle == at_low:
            low, depth = middle, depth_there
        else:
            high = middle
    suspect = low.limit_denominator(10**6)
    said(suspect)  # it may not halt there, and that is an answer, too
    return (
        f"A search for a number with two answers (eps = 1) was given up after {STEPS} steps near "
        f"{number_text(suspect)}, where it reads to depth {depth}. Does it halt for every x?"
    )


def _as_if(other: Fraction, depth: int) -> Answers:
    """Answer with another number to this depth, and exactly below it."""
    return lambda entry, value, n: other if n <= depth else value


# -- 01-5: an argmax and its adversary ---------------------------------------

MARGIN = _power(20)
THIRD = Fraction(1, 3)
CLEAR: tuple[Vector, ...] = tuple(
    tuple(Fraction(v) for v in numbers)
    for numbers in (
        (0, 1),
        (1, 0),
        (1, 1 + MARGIN),
        (1 + MARGIN, 1),
        (-1, -1 - MARGIN),
        (THIRD, THIRD + MARGIN, 0),
        (-5, THIRD, THIRD + MARGIN),
    )
)
"""One number is larger than all others by the margin at least."""


def _argmax(function: Callable[..., Any], row: list[Any], _: Fraction) -> list[int]:
    return [_one_of(tuple(range(len(row))), function(row))]


def _misleading(winner: int) -> Answers:
    """Make the largest number look as small, and the others as large, as is true."""

    def answers(entry: Entry, value: Fraction, n: int) -> Fraction:
        return (lowest if entry[-1] == winner else highest)(entry, value, n)

    return answers


def largest(answer: object) -> Checked:
    """Judge ``f(numbers)``, right if one number is ahead; then the adversary has its turn."""
    with Trial(_argmax, answer) as trial:
        for numbers in CLEAR:
            right = numbers.index(max(numbers))
            manners = {**MANNERS, "as misleadingly as is true": _misleading(right)}
            for manner, answers in manners.items():
                shown = ", ".join(map(number_text, numbers))
                where = f"at {shown}, with oracles that answer {manner},"
                (said, *_), depth = trial.of(numbers, answers, where=where)
                if said != right:
                    return not_yet(
                        f"{where} your function read to depth {depth} and said {said}; the "
                        f"largest is number {right}."
                    )
    return correct(
        f"right when one number is ahead by 2^-20 (it read to depth {trial.deepest}). "
        f"{_and_yet(answer)}"
    )


def _and_yet(argmax: Any) -> str:
    outcome = defeat(argmax, "argmax", budget=LIMITS, isolate=True)
    if isinstance(outcome, Defeated):
        return f"And yet it is defeated: {outcome.check()}. {_as_certificate(argmax)}"
    if isinstance(outcome, Failed):
        return (
            f"At the tie of 1 and 1 it gives no answer, where either would be right: "
            f"{outcome.reason}. So the adversary has nothing to defeat, and you have no argmax."
        )
    return (
        f"At the tie of 1 and 1 it did not halt within the budget (it {outcome.reason}): nothing "
        "is proved. If it never halts there, it is no argmax; no finite run can show that."
    )


def _as_certificate(argmax: Any) -> str:
    outcome = refute(as_solver(argmax), problem="bp", digits=3, budget=LIMITS, isolate=True)
    if not isinstance(outcome, Refuted):
        return ""
    certificate = outcome.certificate
    return (
        f"As a solver of basis pursuit it is refuted at gap {number_text(outcome.gap)}, with an "
        f"error of {root_text(certificate.error_squared)}; the checker says: "
        f"'{certificate.check()}'."
    )
