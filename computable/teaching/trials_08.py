"""Deciders and maps of sequences on trial, in a process of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.algorithm import Answer, Broken, Budget, Deadline, Stopped, Task
from computable.algorithm.isolated import Isolated
from computable.errors import DomainError
from computable.exact import Vector, counted, number_text, root_text
from computable.machine import RegisterProgram, TuringMachine, halting_after
from computable.oracle import Ask, ProblemData
from computable.problem import BasisPursuit, TieFamily, norm_squared
from computable.problem.simplex import nearest_minimiser
from computable.sequence import InstanceSequence, OnSequences
from computable.teaching.exercise import Checked, correct, not_yet
from computable.teaching.reading import vector_text
from computable.teaching.trial import MANNERS
from computable.teaching.trials_04 import misleading
from proofs.adversary import Inaccurate, accuracy_bound, refute_decider, refute_map
from proofs.outcome import WrongDecider

__all__ = ["EARLY", "FAMILY", "PROGRAMS", "decider_on_trial", "map_on_trial"]

LIMITS = Budget(seconds=20, queries=100_000, depth=100_000, megabytes=4096)


@dataclass(frozen=True)
class _Judged:
    """A judge of an answer as an algorithm.

    Its words are a number, whose digits in base 256 are their characters: a status or a claim would
    be cut short on its way to the parent.
    """

    judge: Callable[[Any], Checked]
    answer: object

    def __call__(self, data: ProblemData) -> Answer:
        checked = self.judge(self.answer)
        words = int.from_bytes(checked.message.encode(), "big")
        return Answer(values=[words, int(bool(checked.correct))])


def _in_a_process(judge: Callable[[Any], Checked], answer: object, name: str) -> Checked:
    """Judge an answer where it can be stopped."""
    task = Task(problem=BasisPursuit(), shape=(1, 2), ask=lambda entry, n: Fraction(0))
    with Isolated(_Judged(judge, answer), LIMITS) as runner:
        run = runner.run(task, Deadline(LIMITS.seconds))
    if isinstance(run, Stopped):
        return not_yet(f"your {name} was stopped: it {run.reason}.")
    if isinstance(run, Broken):
        return not_yet(f"your {name} gave no answer: {run.reason}.")
    words, verdict = map(int, run.report.values)
    message = words.to_bytes(-(-words.bit_length() // 8), "big").decode()
    return Checked(correct=bool(verdict), message=message)


# -- 08-3: a decider that is right about some programs, and about itself? ----

PROGRAMS = {
    "at once": ("halt()\n", True),
    "three times": ("n = 3\nwhile n > 0:\n    n -= 1\n", True),
    "square": ("n = 1\nwhile n * n < 1000:\n    n += 1\n", True),
    "idle": ("while True:\n    pass\n", False),
    "to and fro": ("n = 1\nwhile n < 3:\n    n = 3 - n\n", False),
    "fixed point": ("n = 6\nwhile n != 3:\n    n = n // 2 + 3\n", False),
}
"""Register programs, and whether they halt."""
STEPS = 1_000_000


def decider_on_trial(answer: object) -> Checked:
    """Judge a decider's text: right about all ``PROGRAMS``, 'halts' about its own diagonal."""
    text = answer.text if isinstance(answer, RegisterProgram) else answer
    if not isinstance(text, str):
        raise DomainError(f"answer: got {type(text).__name__}, need the text of a register program")
    return _in_a_process(_right_about_all, text, "decider")


def _right_about_all(text: str) -> Checked:
    decider = RegisterProgram(text)
    for name, (program, halts) in PROGRAMS.items():
        run = decider.start(machine=RegisterProgram(program).number)
        run.advance(STEPS)
        if not run.halted:
            return not_yet(f"within {STEPS} steps your decider has not answered about {name!r}.")
        if bool(run.registers.get("halts", 0)) is not halts:
            truth, said = ("halts", "never halts")[:: 1 if halts else -1]
            return not_yet(f"your decider says '{said}' of the program {name!r}, which {truth}.")
    wrong = refute_decider(decider, steps=STEPS)
    if not isinstance(wrong, WrongDecider):
        return not_yet(
            f"right about all {len(PROGRAMS)}, but about its own diagonal it says nothing "
            f"({wrong.reason}). So it is not wrong; it is no decider."
        )
    if not wrong.said:
        return not_yet(
            f"right about all {len(PROGRAMS)}; but of its own diagonal it says 'never halts', and "
            f"that halts after {wrong.steps} steps. Here 'halts' was wanted."
        )
    proved = wrong.certificate.check() if wrong.certificate is not None else wrong.reason
    return correct(
        f"right about all {len(PROGRAMS)}, and of its own diagonal it says 'halts'. So that goes "
        f"round its loop for ever. The checker, which has run both, says: {proved}."
    )


# -- 08-4: a map of sequences: right about early halts, and never bad --------

FAMILY = TieFamily.rational(BasisPursuit(), digits=2, columns=3)
EARLY = 100
"""Steps after which a halt is early."""
TIMES = (1, 1000, 30, None, EARLY, 130, EARLY + 1, 2)
"""When machine k halts; neighbours differ, so that no term answers for the next."""
DEPTHS = (8, 64, 200)
ENDLESS = TuringMachine.parse("1RA1RA")
PERCENT = Fraction(101, 100)


def map_on_trial(answer: object) -> Checked:
    """Judge ``f(instances, k, n)``: K digits after an early halt, else an error near the bound."""
    if not callable(answer):
        raise DomainError(f"answer: got {type(answer).__name__}, need f(instances, k, n)")
    return _in_a_process(_near_the_bound, answer, "map")


def _sequences(column: int) -> Iterator[tuple[str, InstanceSequence]]:
    """Yield the sequence that machines make, with its canonical names and with others."""
    late = [ENDLESS if s is None else halting_after(s) for s in TIMES]
    yield (
        "read by running the machines",
        InstanceSequence.of_machines(
            lambda k: late[k] if k < len(late) else ENDLESS, FAMILY, column=column
        ),
    )
    instances = [FAMILY.centre if s is None else FAMILY.raised(column, _gap(s)) for s in TIMES]
    manners = {**MANNERS, "as misleadingly as is true": misleading(column)}
    for manner, answers in manners.items():
        oracles = [instance.oracle(answers) for instance in instances]
        yield f"with oracles that answer {manner}", _listed(oracles)


def _listed(oracles: list[Ask]) -> InstanceSequence:
    """Return the sequence of these instances; the last one comes again and again."""
    return InstanceSequence(
        problem=FAMILY.problem,
        shape=FAMILY.shape,
        program=lambda k: oracles[min(k, len(oracles) - 1)],
    )


def _gap(steps: int) -> Fraction:
    """Return 2^-(s + 2), the gap of a halt after so many steps."""
    return FAMILY.largest_gap / (1 << steps)


def _near_the_bound(function: Callable[..., Any]) -> Checked:
    method, bound, count = OnSequences(function), accuracy_bound(FAMILY), 0
    for column in range(FAMILY.columns):
        for how, sequence in _sequences(column):
            answers = method(sequence)
            for k, steps in enumerate(TIMES):
                said = [answers.query(k, n) for n in DEPTHS]
                where = f"{how}, column {column}: about {_machine(steps)} your map"
                wrong = _inconsistent(said, where) or _far(said[-1], column, steps, where, bound)
                if wrong is not None:
                    return wrong
                count += 1
    played = refute_map(method, problem=FAMILY.problem, digits=FAMILY.digits, columns=3)
    if not isinstance(played, Inaccurate):
        return not_yet(f"the game of 8.5 with your map ended with: {played}.")
    return correct(
        f"tried {count} times it had {FAMILY.digits} digits after every early halt, and else an "
        f"error of at most 1.01 times the bound, {number_text(bound).removeprefix('~ ')}. No map "
        f"stays below the bound. The game ends with '{played}', and a certificate that the "
        "checker accepts."
    )


def _machine(steps: int | None) -> str:
    return "the machine that " + (
        "never halts" if steps is None else f"halts after {counted(steps, 'step')}"
    )


def _inconsistent(said: Sequence[Vector], where: str) -> Checked | None:
    """Say at which depths two answers cannot both be approximations of one."""
    for values, n in zip(said, DEPTHS, strict=True):
        allowed = Fraction(1, 1 << n) + Fraction(1, 1 << DEPTHS[-1])
        off = max(abs(a - b) for a, b in zip(values, said[-1], strict=True))
        if off > allowed:
            return not_yet(
                f"{where} says {vector_text(values)} for n = {n}, but {vector_text(said[-1])} for "
                f"n = {DEPTHS[-1]}: these are not approximations of one answer within 2^-n."
            )
    return None


def _far(z: Vector, column: int, steps: int | None, where: str, bound: Fraction) -> Checked | None:
    """Say if an answer is too far from the minimisers; z may be off by 2^-200 in each entry."""
    x = nearest_minimiser(FAMILY, z) if steps is None else FAMILY.minimiser(column, _gap(steps))
    error = norm_squared([a - b for a, b in zip(z, x, strict=True)])
    early = steps is not None and steps <= EARLY
    most = Fraction(1, 10**FAMILY.digits) if early else bound * PERCENT
    if error <= (most + Fraction(2, 1 << DEPTHS[-1])) ** 2:
        return None
    allowed = "10^-2, and this halt is early" if early else "1.01 times the bound"
    return not_yet(
        f"{where} says {vector_text(z)}. Its distance from the nearest minimiser is "
        f"{root_text(error)}, more than {allowed}."
    )
