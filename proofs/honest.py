"""The honest solver: it reads deeper until its digits are proved, or says that it does not know.

At depth n everything that it may have been shown is a box of radius ``2**-n`` around the answers.
A support (or a basis) is proposed from the centre, and the enclosure of the minimiser is proved for
*every* instance of the box. It halts at every regular instance: one with strict inequalities off
the support, and A of full row rank if its minimiser solves the system. At a tie it cannot, and by
Theorem A nobody can. No adversary refutes it: its answer is right on every instance for which the
answers are legitimate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.algorithm import Answer, Budget, Deadline
from computable.errors import DomainError
from computable.exact import Vector, counted
from computable.inputs import as_given
from computable.oracle import ProblemData
from computable.problem import Instance, Problem
from computable.recovery.box import Box
from computable.recovery.face import all_minimisers
from computable.recovery.margin import estimated_depth, margin
from computable.recovery.pair import Pair
from computable.recovery.proposing import if_floats_can
from computable.recovery.solve_exact import exact_pair
from proofs.centre_arguments import arguments_of_centre
from proofs.distance import Distance
from proofs.enclosing import Enclosure, enclosed
from proofs.given_answer import GivenAnswer
from proofs.outcome import Certified, Unknown

__all__ = ["Honest", "solve"]

STEP = 3
"""Bits by which the depth grows while nothing is proved."""
MANY = 4096
"""With more entries than this the depth doubles instead."""


def solve(
    problem: Problem, oracle: Any, y: Any = None, *, digits: int, budget: Budget | None = None
) -> Certified | Unknown:
    """Compute ``digits`` proved digits of the minimiser from finite-precision data, or say Unknown.

    Parameters
    ----------
    problem : Problem
    oracle : ProblemData or Instance, or A of shape (m, N)
        The data: A and y to any finite precision (what is given exactly answers exactly).
    y : shape (m,), optional
        With an A in any form that :func:`computable.inputs.as_given` takes.
    digits : int >= 1
        K: the answer is within ``10**-K`` (l2) of a minimiser on *every* instance that the answers
        are legitimate for.
    budget : Budget, optional
        ``depth`` (1024 bits by default), ``queries`` and ``seconds``.

    Returns
    -------
    Certified
        ``.answer``, ``.depth`` (the deepest that was read) and ``.certificate``.
    Unknown
        With the margin that it saw, and about what depth would settle it.

    Raises
    ------
    DomainError
        If a parameter is out of range.

    Examples
    --------
    >>> from computable import BasisPursuit
    >>> solved = solve(BasisPursuit(), Instance.from_dense([["1", "33/32"]], ["1/3"]), digits=3)
    >>> solved.depth, [round(float(v), 4) for v in solved.answer]
    (11, [0.0, 0.3232])
    >>> tie = Instance.from_dense([[1, 1]], [1])
    >>> print(solve(BasisPursuit(), tie, digits=1, budget=Budget(depth=20)))
    Unknown: at depth 20: a tie as far as was read, which no depth may settle
    """
    if not isinstance(problem, Problem):
        raise DomainError(
            f"problem: got {type(problem).__name__}, need a problem such as BasisPursuit()"
        )
    if not isinstance(digits, int) or isinstance(digits, bool) or not 1 <= digits <= 100_000:
        raise DomainError(f"digits: got {digits!r}, need an integer from 1 to 100000")
    data = _data(problem, oracle if y is None else as_given(oracle, y).instance())
    problem.bounds(data.shape[1])
    budget = Budget(depth=1024) if budget is None else budget
    if not isinstance(budget, Budget):
        raise DomainError(
            f"budget: got {type(budget).__name__}, need a Budget such as Budget(depth=256)"
        )
    deadline, asked, reason = Deadline(budget.seconds), 0, "nothing was read"
    entries = data.shape[0] * (data.shape[1] + 1)
    depth = _first(digits)
    while depth <= budget.depth and asked + entries <= budget.queries and not deadline.passed():
        box = Box.read(data, depth)
        asked += entries
        found = _attempt(problem, box, digits, depth)
        if isinstance(found, GivenAnswer):
            distance = Distance(lower=Fraction(0), upper=Fraction(1, 10**digits))
            return Certified(certificate=found, digits=digits, distance=distance, depth=depth)
        missing, reason = found
        step = missing or (STEP if entries <= MANY else depth)
        last, depth = depth, depth + step
        if last < budget.depth < depth:
            depth = budget.depth
    if not asked:
        return Unknown(reason="the budget does not cover one reading of the data")
    return Unknown(reason=f"at depth {last}: {_seen(problem, box, last) or reason}")


def _seen(problem: Problem, box: Box, read: int) -> str:
    """Say how near to a tie the data are, as far as they were read."""
    pair, instance = exact_pair(problem, box), box.instance
    if not isinstance(pair, Pair):
        return "as far as was read, there may be no minimiser"
    face = all_minimisers(problem, instance, pair)
    least = if_floats_can(lambda: margin(problem, instance, face))
    if least is None:
        return ""
    if not face.is_point:
        return "a tie as far as was read, which no depth may settle"
    if not least:
        return "a dual inequality is an equality as far as was read, which no depth may settle"
    depth = if_floats_can(lambda: estimated_depth(instance, face, least))
    if depth is None or depth <= read:
        return ""  # it is not the margin: a matrix without full row rank, say
    return f"the margin is about {least:.1e}; a depth of about {depth} would settle it"


@dataclass(frozen=True, kw_only=True)
class Honest:
    """The honest solver as an algorithm, to be refuted by whoever can.

    Attributes
    ----------
    digits : int
    depth : int
        The deepest that it reads; then it says that it did not succeed.

    Examples
    --------
    >>> from computable import refute
    >>> print(refute(Honest(digits=3, depth=64), digits=3, gap="2^-20"))
    Unknown: survived: 2 answers with 3 digits at gap 2^-20; it may be right
    """

    digits: int
    depth: int = 1024

    def __call__(self, data: ProblemData) -> Answer:
        """Solve what the data are; an answer without success if that is Unknown."""
        problem: Any = data.problem
        outcome = solve(problem, data, digits=self.digits, budget=Budget(depth=self.depth))
        if isinstance(outcome, Certified):
            return Answer(values=outcome.answer, status="proved", flag=True)
        return Answer(values=[0] * data.shape[1], status=outcome.reason, success=False)


def _data(problem: Problem, oracle: Any) -> ProblemData:
    if isinstance(oracle, ProblemData):
        return oracle
    if isinstance(oracle, Instance):
        return ProblemData(shape=oracle.shape, problem=problem, ask=oracle.oracle())
    got = type(oracle).__name__
    raise DomainError(f"oracle: got {got}, need ProblemData, an Instance, or A and y")


def _first(digits: int) -> int:
    """Return the depth to begin with: 10 bits less than ``10**-digits`` has."""
    return max(8, int(digits * math.log2(10)) - 10)


def _attempt(problem: Problem, box: Box, digits: int, depth: int) -> GivenAnswer | tuple[int, str]:
    """Return what is proved at this depth, or how many bits are missing (0: unknown) and why."""
    step, reason = 0, "nothing could be proposed"
    for argument in arguments_of_centre(problem, box, depth + 64):
        enclosure = enclosed(problem, box, argument)
        if isinstance(enclosure, str):
            reason = enclosure
            continue
        output = _middle(enclosure, box.shape[1], digits)
        distance = Distance.of_squares(*enclosure.squared_distance(output))
        if distance.has(digits):
            return GivenAnswer(
                right=True,
                digits=digits,
                problem=problem,
                box=box,
                output=output,
                argument=argument,
            )
        excess = distance.upper * 10**digits
        bits = max(1, (excess.numerator // excess.denominator).bit_length())
        if enclosure.rest == 0:  # the noise itself, magnified: no argument does with less
            step = min(step or bits, bits)
        reason = f"{counted(bits, 'bit')} short of {counted(digits, 'digit')}"
    return step, reason


def _middle(enclosure: Enclosure, length: int, digits: int) -> Vector:
    """Return the middle of the enclosure, with no more bits than the digits need."""
    bits = min(enclosure.bits, int(digits * math.log2(10)) + 16)
    shift = enclosure.bits - bits
    entries = {j: Fraction(c >> shift, 1 << bits) for j, (c, _) in enclosure.entries.items()}
    return tuple(entries.get(j, Fraction(0)) for j in range(length))
