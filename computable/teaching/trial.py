"""A reader's function on trial: in a process of its own, on numbers read in every truthful way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType
from typing import Any

from computable.algorithm import Broken, Budget, Deadline, Halted, Stopped, Task
from computable.algorithm.isolated import Isolated
from computable.errors import DomainError
from computable.exact import Vector
from computable.oracle import (
    Answers,
    Entry,
    ProblemData,
    alternating,
    exact,
    highest,
    lowest,
    nearest_dyadic,
    scattered,
)
from computable.problem import BasisPursuit
from computable.real.linear import matrix

__all__ = ["LIMITS", "MANNERS", "Trial"]

LIMITS = Budget(seconds=10, queries=100_000, depth=100_000, megabytes=4096)

MANNERS: dict[str, Answers] = {
    "exactly": exact,
    "in multiples of 2^-n": nearest_dyadic,
    "as low as is true": lowest,
    "as high as is true": highest,
    "too high and too low in turn": alternating,
    "anywhere within the precision": scattered(1),
}
"""Ways to answer, all of them truthful."""


Call = Callable[[Callable[..., Any], list[Any], Fraction], Sequence[Any]]
"""(function, numbers, parameter) -> what it says, as at most so many rationals."""


@dataclass(frozen=True)
class _OnRow:
    """A function of a list of Reals and a parameter, as an algorithm (that can be pickled)."""

    call: Call
    function: Callable[..., Any]

    def __call__(self, data: ProblemData) -> list[Any]:
        row = list(matrix(data.A)[0])
        said = self.call(self.function, row, data.y.query(0, 0))
        return [*said, *[0] * (len(row) - len(said))]


class Trial:
    """Runs of one function, with one budget for all of them.

    Parameters
    ----------
    call : callable
        How the function is to be called, with the numbers as Reals. It runs in the child.
    function : callable
        What the reader wrote.

    Raises
    ------
    DomainError
        From the runs: the reason why there is no answer, or from here: it is no function.
    """

    def __init__(self, call: Call, function: object) -> None:
        if not callable(function):
            raise DomainError(f"answer: got {type(function).__name__}, need a function")
        self._runner = Isolated(_OnRow(call, function), LIMITS)
        self._deadline = Deadline(LIMITS.seconds)
        self.deepest = 0
        """The deepest query of all runs so far."""

    def __enter__(self) -> Trial:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._runner.close()

    def of(
        self,
        numbers: Vector,
        answers: Answers,
        *,
        parameter: Fraction = Fraction(0),
        where: str,
    ) -> tuple[Vector, int]:
        """Run once.

        Parameters
        ----------
        numbers : tuple of Fraction
        answers : Answers
            What is told of each of them.
        parameter : Fraction
            Told exactly.
        where : str
            Words for the message of an error.

        Returns
        -------
        (tuple of Fraction, int)
            What the function said, and the depth to which it read.

        Raises
        ------
        DomainError
            If it did not answer.
        """

        def ask(entry: Entry, depth: int) -> Fraction:
            if entry[0] != "A":
                return parameter
            return answers(entry, numbers[entry[-1]], depth)

        task = Task(problem=BasisPursuit(), shape=(1, len(numbers)), ask=ask)
        ended = self._runner.run(task, self._deadline)
        if isinstance(ended, Stopped):
            raise DomainError(f"{where} your function was stopped: it {ended.reason}")
        if isinstance(ended, Broken):
            raise DomainError(f"{where} your function gave no answer: {ended.reason}")
        assert isinstance(ended, Halted)
        depth = max((query.depth for query in ended.transcript if query.entry[0] == "A"), default=0)
        self.deepest = max(self.deepest, depth)
        return ended.report.values, depth
