r"""Functions that cannot exist, each with the adversary that defeats any implementation.

Sign, equality, integer part and argmax of real numbers are not continuous, so nothing that
reads its input to finite precision computes them: the smallest instances of Theorem A. The
game is the same. Run the implementation on numbers at the jump, and answer every query
exactly. If it halts after queries of depth at most n, its answer is wrong at the jump, or
wrong at numbers ``2**-n`` away, for which the same answers are valid.

What can be computed instead: ``x < y`` as a :class:`~computable.truth.Truth`, ``select``,
``approx_less``, and an argmax up to a tolerance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.algorithm import Broken, Budget, Deadline, InProcess, Runner, Stopped, Task
from computable.errors import DomainError, Rejected
from computable.exact import Vector, exact_value, number_text
from computable.oracle import Entry, ProblemData
from computable.problem import BasisPursuit
from computable.real import Real, from_oracle
from computable.real.source import EntryOracle
from computable.truth import Truth
from proofs.adversary.question import QUESTIONS, Defeated
from proofs.outcome import Failed, Unknown

__all__ = ["as_solver", "defeat"]


def defeat(
    implementation: Callable[..., Any],
    question: str,
    *,
    numbers: int | None = None,
    budget: Budget | None = None,
    isolate: bool = False,
) -> Defeated | Unknown | Failed:
    """Find numbers at which an implementation of a discontinuous function is wrong.

    Parameters
    ----------
    implementation : callable
        ``sign(x)`` -> -1, 0 or 1; ``equality(x, y)`` -> bool; ``integer_part(x)`` -> the
        greatest integer <= x; ``argmax(x)`` of a list of numbers -> an index of a largest.
        The arguments are :class:`~computable.real.Real`; ``x.query(n)`` reads x to n bits.
    question : str
        'sign', 'equality', 'integer part' or 'argmax'.
    numbers : int, optional
        How many numbers argmax is asked of (2).
    budget : Budget, optional
        60 seconds by default (looked at when a number is read, if not isolated).
    isolate : bool
        Run in a child process with limits.

    Returns
    -------
    Defeated
        With everything that proves it; checked before it is returned.
    Unknown
        The budget is spent: an implementation that never halts is never wrong.
    Failed
        It gave no answer: an exception, ``UNKNOWN``, or a value that answers nothing.

    Examples
    --------
    >>> defeat(lambda x: (x.query(20) > 0) - (x.query(20) < 0), "sign")
    Defeated: sign of 2^-20: 1, not 0 (1 answer, to depth 20)
    >>> outcome = defeat(lambda x, y: x == y, "equality")
    >>> print(outcome)
    Failed: output: got Truth.UNKNOWN, which is no answer
    """
    if question not in QUESTIONS:
        raise DomainError(f"question: got {question!r}, need one of {', '.join(QUESTIONS)}")
    asked = QUESTIONS[question]
    count = asked.least if numbers is None else numbers
    if isinstance(count, bool) or not isinstance(count, int) or count < asked.least:
        raise DomainError(f"numbers: got {numbers!r}, need an integer >= {asked.least}")
    if asked.most is not None and count > asked.most:
        raise DomainError(f"numbers: got {count}, {question} is asked of {asked.most}")
    limits = Budget(seconds=60) if budget is None else budget
    runner = _runner(_Asking(implementation, question), limits, isolate)
    jump = Fraction(asked.jump)

    def ask(entry: Entry, depth: int) -> Fraction:
        return jump if entry[0] == "A" else Fraction(0)

    try:
        task = Task(problem=BasisPursuit(), shape=(1, count), ask=ask)
        run = runner.run(task, Deadline(limits.seconds))
    finally:
        runner.close()
    if isinstance(run, Stopped):
        return Unknown(reason=run.reason, transcript=run.transcript)
    if isinstance(run, Broken):
        return Failed(reason=run.reason, transcript=run.transcript)
    said = int(run.report.values[0])
    queries = tuple(query for query in run.transcript if query.entry[0] == "A")
    depth = max((query.depth for query in queries), default=0)
    centre = (jump,) * count
    for candidate in _candidates(centre, Fraction(1, 1 << depth)):
        if said not in asked.truth(candidate):
            found = Defeated(question=question, numbers=candidate, said=said, queries=queries)
            try:
                found.check()
            except Rejected as error:
                reason = f"it tampered with the record of its run: {error}"
                return Failed(reason=reason, transcript=run.transcript)
            return found
    raise DomainError(
        f"{question}: got {number_text(Fraction(said))}, which is right everywhere near the jump"
    )


def as_solver(argmax: Callable[..., Any]) -> Callable[[ProblemData], list[Any]]:
    """Return the basis pursuit solver for one equation that an argmax would be.

    The largest entry of the row is the cheapest way to reach y. So ``refute`` turns the
    defeat of the argmax into a certificate for the independent checker.

    Examples
    --------
    >>> from proofs.adversary import refute
    >>> first = lambda numbers: 0
    >>> refute(as_solver(first), problem="bp", digits=3).certificate.check()
    '1 x 2, 2 answers: farther than 10^-3 from the only minimiser'
    """

    def solve(data: ProblemData) -> list[Any]:
        row = _row(data)
        winner = _integer("argmax", argmax(row), len(row))
        depth = 64
        amplitude = data.y.query(0, depth) / row[winner].query(depth)
        return [amplitude if j == winner else 0 for j in range(len(row))]

    return solve


@dataclass(frozen=True)
class _Asking:
    """The implementation as an algorithm that reads a row of numbers (and can be pickled)."""

    implementation: Callable[..., Any]
    question: str

    def __call__(self, data: ProblemData) -> list[int]:
        row = _row(data)
        said = self.implementation(row) if self.question == "argmax" else self.implementation(*row)
        return [_integer(self.question, said, len(row))] + [0] * (len(row) - 1)


def _row(data: ProblemData) -> list[Real]:
    """Return the first row of A as exact reals."""
    return [from_oracle(EntryOracle(data.A, 0, j)) for j in range(data.shape[1])]


def _integer(question: str, said: Any, count: int) -> int:
    """Read an answer."""
    if isinstance(said, Truth) and said is not Truth.UNKNOWN:
        said = bool(said)
    elif type(said).__module__ == "numpy" and getattr(said, "shape", None) == ():
        said = said.item()
    try:
        exact = exact_value(int(said) if isinstance(said, bool) else said)
    except DomainError:
        raise DomainError(f"output: got {said!r:.60}, which is no answer") from None
    if exact.denominator != 1:
        raise DomainError(f"output: got {number_text(exact)}, which is no answer")
    value = int(exact)
    allowed: Sequence[int] | None = {
        "sign": (-1, 0, 1),
        "equality": (0, 1),
        "argmax": range(count),
    }.get(question)
    if allowed is not None and value not in allowed:
        raise DomainError(
            f"output: got {number_text(exact)}, need one of {', '.join(map(str, allowed))}"
        )
    return value


def _candidates(centre: Vector, step: Fraction) -> list[Vector]:
    """Return the jump itself, and the numbers of which one is a step away."""
    moved = [
        (*centre[:i], centre[i] + shift, *centre[i + 1 :])
        for shift in (step, -step)
        for i in range(len(centre))
    ]
    return [centre, *moved]


def _runner(algorithm: Callable[..., Any], limits: Budget, isolate: bool) -> Runner:
    if not isolate:
        return InProcess(algorithm, limits)
    from computable.algorithm.isolated import Isolated

    return Isolated(algorithm, limits)
