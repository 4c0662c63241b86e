"""The exercises of notebook 08: the halting problem in a 1 x 2 matrix."""

from __future__ import annotations

from fractions import Fraction

from computable.errors import DomainError
from computable.exact import counted, number_text, power_text, root_text
from computable.machine import RegisterProgram, TuringMachine
from computable.machine.catalogue import CATALOGUE
from computable.oracle import ProblemData
from computable.problem import BasisPursuit, instance_of, norm_squared
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import vector_text, whole
from computable.teaching.trials_08 import (
    EARLY,
    FAMILY,
    PROGRAMS,
    decider_on_trial,
    map_on_trial,
)
from proofs.adversary import SolverDecider, decider_from

__all__ = ["EXERCISES"]

# -- 08-1: the depths at which an entry shows a halt --------------------------

MADE = instance_of(CATALOGUE["BB(3)"].machine, BasisPursuit(), 3)
ENTRY = ("A", 0, 0)
DEEPEST = 10_000


def _name(n: int) -> Fraction:
    """Return what the canonical name says at depth n, asked nothing else before."""
    return MADE.ask()(ENTRY, n)


def _both_depths(answer: object) -> Checked:
    pair = list(answer) if isinstance(answer, (list, tuple)) else []
    if len(pair) != 2:
        raise DomainError("answer: need a pair (n, N)")
    n, every = (whole(v, name=name, most=DEEPEST) for v, name in zip(pair, "nN", strict=True))
    if _name(n) == 1:
        return not_yet(f"at depth n = {n} the answer is still 1: run the machine a bit longer.")
    value = _name(n)
    if n and _name(n - 1) != 1:
        return not_yet(f"at depth {n} the answer is {number_text(value)}, but so it is before.")
    middle, step = (1 + value) / 2, Fraction(1, 1 << every)
    if abs(middle - 1) <= step:
        return not_yet(
            f"n is right. But at depth N = {every} an oracle may answer {number_text(middle)}, "
            f"which is within {power_text(step)} of 1 and of {number_text(value)}."
        )
    if abs(middle - 1) > 2 * step:
        return not_yet(
            f"n is right. At depth N = {every} no number is within {power_text(step)} of both 1 "
            f"and {number_text(value)}; but so it is at depth {every - 1}."
        )
    return correct(
        f"the entry is {number_text(value)}. Its name says so from depth {n} on, when the machine "
        f"has been run long enough; from depth {every} on no truthful oracle can hide it."
    )


# -- 08-2: a machine that halts too late for a solver -------------------------

STATES, SYMBOLS, LONGEST = 4, 8, 10**6
BITS = 64


def larger(data: ProblemData) -> list[Fraction]:
    """Read the row to 64 bits and put all into the column with the larger entry."""
    a = [data.A.query(0, j, BITS) for j in range(data.shape[1])]
    j = a.index(max(a))
    return [data.y.query(0, BITS) / a[j] if i == j else Fraction(0) for i in range(len(a))]


def _decider() -> SolverDecider:
    found = decider_from(larger, digits=2)
    if not isinstance(found, SolverDecider):
        raise ArithmeticError("this solver has an answer at the centre")
    return found


DECIDER = _decider()


def _machine(answer: object) -> TuringMachine:
    text = answer.text if isinstance(answer, TuringMachine) else answer
    if not isinstance(text, str):
        raise DomainError(f"machine: got {type(text).__name__}, need the text of a Turing machine")
    machine = TuringMachine.parse(text)
    if machine.states > STATES or machine.symbols > SYMBOLS:
        raise DomainError(
            f"machine: got {machine.states} states and {machine.symbols} symbols, need at most "
            f"{STATES} and {SYMBOLS}"
        )
    return machine


def _too_late(answer: object) -> Checked:
    machine = _machine(answer)
    for name, known in CATALOGUE.items():
        if known.machine == machine:
            return not_yet(f"this is {name}. Give one that has no name yet.")
    run = machine.start()
    run.advance(LONGEST)
    if not run.halted:
        return not_yet(f"it has not halted after {LONGEST} steps, as far as it was run.")
    made, steps = DECIDER.instance(machine), run.steps
    entry = made.instance(steps).value(("A", 0, made.column))
    words = f"it halts after {counted(steps, 'step')}, so its entry is {number_text(entry)}"
    if DECIDER(machine) is not False:
        return not_yet(f"{words}. The solver sees that with {BITS} bits, and the decider is right.")
    z, x = DECIDER.never.report.values, made.family.minimiser(made.column, made.gap(steps))
    error = norm_squared([a - b for a, b in zip(z, x, strict=True)])
    return correct(
        f"{words}. The solver reads {BITS} bits, sees 1, and answers {vector_text(z)} as for "
        f"machines that never halt. So the decider says 'never halts', and the answer's error is "
        f"{root_text(error)}, more than 10^-2."
    )


EXERCISES = {
    "08-1": Exercise(
        judge=_both_depths,
        hint="BB(3) halts after 21 steps, and its entry is 1 + g. To answer within 2^-n the "
        "name runs the machine for made.steps_for(n) steps. The second question is about g alone: "
        "two intervals of radius 2^-N must not meet.",
        given={"made": MADE},
    ),
    "08-2": Exercise(
        judge=_too_late,
        hint="the solver sees a halt if its gap is at least about 2^-64. Few states are enough if "
        "there are many symbols: a counter like that of a car, with two cells and the digits 0 to "
        "7. Or take a long run that you know, and exchange left and right.",
        given={"solver": larger, "decider": DECIDER},
    ),
    "08-3": Exercise(
        judge=decider_on_trial,
        hint="a decider may look its answer up: 'halts = machine != N' says 'never halts' of "
        "the program number N alone. The number of a program is RegisterProgram(text).number.",
        given={"programs": {name: RegisterProgram(text) for name, (text, _) in PROGRAMS.items()}},
    ),
    "08-4": Exercise(
        judge=map_on_trial,
        hint="the gap of an early halt is 2^-102 or more. Read the three entries at one fixed "
        "depth that shows such a gap for sure, whatever n is. If a column wins, answer with its "
        "vertex, within 2^-n; if none does, with the point that is equally far from all vertices.",
        given={"family": FAMILY, "early": EARLY},
    ),
}
"""The questions of this notebook by name."""
