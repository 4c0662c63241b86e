"""Discontinuous functions of real numbers, and the evidence that an implementation is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from computable.errors import Rejected
from computable.exact import Vector, number_text, power_text
from computable.oracle import Query, from_function
from computable.real import Real, from_oracle

__all__ = ["QUESTIONS", "Defeated", "Question"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A discontinuous function of real numbers, and where it jumps.

    Attributes
    ----------
    jump : int
        The value of all numbers at the jump.
    truth : callable
        rational numbers -> all right answers, as integers.
    least : int
        How many numbers it is asked of, at least.
    most : int or None
    """

    name: str
    jump: int
    truth: Callable[[Vector], frozenset[int]]
    least: int
    most: int | None


def _largest(numbers: Vector) -> frozenset[int]:
    top = max(numbers)
    return frozenset(i for i, x in enumerate(numbers) if x == top)


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            name="sign",
            jump=0,
            truth=lambda x: frozenset({(x[0] > 0) - (x[0] < 0)}),
            least=1,
            most=1,
        ),
        Question(
            name="equality",
            jump=1,
            truth=lambda x: frozenset({int(x[0] == x[1])}),
            least=2,
            most=2,
        ),
        Question(
            name="integer part",
            jump=1,
            truth=lambda x: frozenset({x[0].__floor__()}),
            least=1,
            most=1,
        ),
        Question(name="argmax", jump=1, truth=_largest, least=2, most=None),
    )
}


@dataclass(frozen=True, kw_only=True, repr=False)
class Defeated:
    """*Proved:* at these numbers, read like this, the implementation's answer is wrong.

    Attributes
    ----------
    question : str
    numbers : tuple of Fraction
        The input.
    said : int
        The answer; for 'equality' 1 means equal.
    queries : tuple of Query
        Everything that the implementation asked, entry ``('A', 0, i)`` for number i, with
        answers that are valid for ``numbers``.
    """

    question: str
    numbers: Vector
    said: int
    queries: tuple[Query, ...]

    def check(self) -> str:
        """Verify the claim in exact rationals, from what is stored here alone.

        Raises
        ------
        Rejected
            If an answer is not within ``2**-depth`` of its number, or the answer is right.
        """
        for (_, *index), depth, answer in self.queries:
            if abs(answer - self.numbers[index[-1]]) > Fraction(1, 1 << depth):
                raise Rejected(f"the answer at depth {depth} is not valid for the number")
        right = QUESTIONS[self.question].truth(self.numbers)
        if self.said in right:
            raise Rejected(f"{self.question}: {number_text(Fraction(self.said))} is right")
        depth = max((query.depth for query in self.queries), default=0)
        count = f"{len(self.queries)} answer{'s' * (len(self.queries) != 1)}"
        return (
            f"{self.question} of {', '.join(map(_number_text, self.numbers))}: "
            f"{min(right)}, not {number_text(Fraction(self.said))} ({count}, to depth {depth})"
        )

    def reals(self) -> list[Real]:
        """Return the numbers with oracles that answer as they did: the run can be repeated."""
        return [from_oracle(from_function(self._answering(i))) for i in range(len(self.numbers))]

    def _answering(self, i: int) -> Callable[[int], Fraction]:
        told = {query.depth: query.answer for query in self.queries if query.entry[-1] == i}
        return lambda n: told.get(n, self.numbers[i])

    def __repr__(self) -> str:
        return f"Defeated: {self.check()}"


def _number_text(x: Fraction) -> str:
    """Write k or k +- 2**-n."""
    near = round(x)
    if x == near:
        return str(near)
    step = power_text(abs(x - near))
    if not near:
        return step if x > 0 else f"-{step}"
    return f"{near} {'+' if x > near else '-'} {step}"
