"""A program for the real RAM on trial: on rows with and without ties, its steps counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.algorithm import Broken, Budget, Deadline, Stopped, Task
from computable.algorithm.isolated import Isolated
from computable.errors import DomainError
from computable.exact import Vector, counted, number_text, power_text
from computable.oracle import Entry, ProblemData, exact
from computable.problem import BasisPursuit, dot
from computable.real import Real
from computable.recovery.real_ram import RealRAM, Register
from computable.teaching.exercise import Checked, correct, not_yet
from computable.teaching.reading import vector, vector_text
from computable.teaching.trial import Trial

__all__ = ["LIMITS", "program_for_a_tie"]

LIMITS = Budget(seconds=10, queries=100_000, depth=100_000, megabytes=4096)
GAPS = (Fraction(1, 4), Fraction(1, 1 << 20), Fraction(1, 1 << 2000))
BITS = 16
"""So precisely the numbers are read that a program returns as exact reals."""


@dataclass(frozen=True)
class _Row:
    """Minimise ``||x||_1`` subject to ``a . x = y``, with words that say which row it is."""

    where: str
    a: Vector
    y: Fraction


def _rows() -> Iterator[_Row]:
    """Yield rows with one largest entry, with two, and with q."""
    one, y = Fraction(1), Fraction(1, 500)
    for q in (2, 3, 5, 8):
        for gap in GAPS:
            for j in (0, q // 2, q - 1):
                raised = tuple(one + gap if i == j else one for i in range(q))
                where = f"with q = {q}, where column {j} wins by {power_text(gap)},"
                yield _Row(where, raised, y)
        yield _Row(f"at the centre with q = {q},", (one,) * q, y)
    two = tuple(map(Fraction, ("1", "3", "2", "3", "1")))
    yield _Row("with two largest entries of five,", two, Fraction(-7, 2))
    up = tuple(map(Fraction, ("1/7", "1/5", "2/5", "3/7", "4/7")))
    yield _Row("where every entry is larger than the one before,", up, Fraction(5))
    yield _Row("where every entry is smaller than the one before,", up[::-1], Fraction(5))


@dataclass(frozen=True)
class _OnMachine:
    """A program as an algorithm: it returns x, its operations and its comparisons."""

    program: Callable[..., Any]

    def __call__(self, data: ProblemData) -> list[Any]:
        q, machine = data.shape[1] - 2, RealRAM(roots_allowed=False)
        a = [machine.load(data.A.query(0, j, 0)) for j in range(q)]
        said = self.program(a, machine.load(data.y.query(0, 0)))
        if hasattr(said, "__iter__") and not isinstance(said, (str, bytes, dict)):
            said = [v.value if isinstance(v, Register) else v for v in said]
        return [*vector(said, name="x", length=q), machine.arithmetic, machine.comparisons]


def program_for_a_tie(answer: object) -> Checked:
    """Judge ``f(a, y)``: a minimiser on every row, by comparisons and one division."""
    if not callable(answer):
        raise DomainError(f"answer: got {type(answer).__name__}, need a function f(a, y)")
    deadline, count = Deadline(LIMITS.seconds), 0
    with Isolated(_OnMachine(answer), LIMITS) as runner:
        for row in _rows():
            *x, arithmetic, comparisons = _run(runner, row, deadline)
            wrong = _wrong(row, x) or _too_much(row, int(arithmetic), int(comparisons))
            if wrong is not None:
                return wrong
            count += 1
    return correct(
        f"a minimiser on all of {count} rows, with gaps from 1/4 to 2^-2000 and at ties, from at "
        f"most 2 (q - 1) comparisons each. {_and_yet(answer)}"
    )


def _run(runner: Isolated, row: _Row, deadline: Deadline) -> Vector:
    def ask(entry: Entry, depth: int) -> Fraction:
        return row.y if entry[0] == "y" else row.a[entry[-1]]

    task = Task(problem=BasisPursuit(), shape=(1, len(row.a) + 2), ask=ask)
    run = runner.run(task, deadline)
    if isinstance(run, Stopped):
        raise DomainError(f"{row.where} your program was stopped: it {run.reason}")
    if isinstance(run, Broken):
        raise DomainError(f"{row.where} your program gave no answer: {run.reason}")
    return run.report.values


def _wrong(row: _Row, x: Sequence[Fraction]) -> Checked | None:
    """Say why x is no minimiser: by duality the least norm is ``|y| / max a``."""
    reached, norm = dot(row.a, x), sum(map(abs, x), Fraction(0))
    least = abs(row.y) / max(row.a)
    words = f"{row.where} your program answered {vector_text(x)}:"
    if reached != row.y:
        return not_yet(f"{words} a . x is {number_text(reached)}, not {number_text(row.y)}.")
    if norm != least:
        return not_yet(
            f"{words} its l1 norm is {number_text(norm)}, but {number_text(least)} is possible."
        )
    return None


def _too_much(row: _Row, arithmetic: int, comparisons: int) -> Checked | None:
    q = len(row.a)
    if arithmetic > 1:
        return not_yet(
            f"{row.where} your program is right, with {arithmetic} operations; one division is "
            "enough."
        )
    if comparisons > 2 * (q - 1):
        return not_yet(
            f"{row.where} your program is right, with {counted(comparisons, 'comparison')}; at "
            f"most 2 (q - 1) = {2 * (q - 1)} are allowed, and q - 1 are enough."
        )
    if comparisons < q - 1:
        return not_yet(
            f"{row.where} your program is right, with {counted(comparisons, 'comparison')}. Fewer "
            f"than q - 1 = {q - 1} do not connect all entries with one another: it is wrong on "
            "other rows, or it looks at the values instead of comparing the registers."
        )
    return None


def _on_reals(program: Callable[..., Any], row: list[Any], y: Fraction) -> list[Any]:
    said = program(row, y)
    return [v.query(BITS) if isinstance(v, Real) else v for v in said]


def _and_yet(program: object) -> str:
    """Give the same program exact reals, which are read from oracles."""
    one, gap, y = Fraction(1), Fraction(1, 1 << 20), Fraction(1, 500)
    with Trial(_on_reals, program) as trial:
        try:
            _, depth = trial.of((one, one + gap), exact, parameter=y, where="at the gap 2^-20")
            first = f"at the gap 2^-20 it reads to depth {depth} and answers"
        except DomainError as error:
            first = str(error)
        try:
            trial.of((one, one), exact, parameter=y, where="at the centre")
            second = "at the centre it answers, without comparing"
        except DomainError as error:
            second = str(error).partition(" (last tried")[0]
    return (
        "Now the same program with numbers that are read from oracles, whose comparison may be "
        f"UNKNOWN: {first}; {second}."
    )
