"""A reader's learner on trial: in a process of its own, on members of Omega, errors exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from computable.algorithm import Broken, Budget, Deadline, Stopped, Task
from computable.algorithm.isolated import Isolated
from computable.errors import DomainError
from computable.exact import counted, number_text, power_text, root_text
from computable.oracle import samples_read
from computable.problem import Omega, TrainingSet
from computable.solvers.load import Learner
from computable.teaching.trial import MANNERS
from computable.teaching.trials_04 import misleading

__all__ = ["LIMITS", "Member", "Tried", "as_learner", "members", "tried"]

LIMITS = Budget(seconds=10, queries=100_000, depth=1 << 20, megabytes=4096)


@dataclass(frozen=True)
class Member:
    """A training set with words that say which one it is."""

    where: str
    training: TrainingSet


@dataclass(frozen=True)
class Tried:
    """What a learner did on all members: its worst squared error, its appetite, its depth."""

    members: int
    worst_squared: Fraction
    most_samples: int
    depth: int


def members(omega: Omega, *, count: int, deepest: int, seed: int) -> Iterator[Member]:
    """Yield members, reproducibly: the centre, then both parts and all manners in turn.

    Parameters
    ----------
    deepest : int
        Gaps are ``2**-n`` with n up to this; the first two raised members have the smallest.
    """
    rng = Random(seed)
    manners = {**MANNERS, "as misleadingly as is true": None}
    for k in range(count):
        blocks = omega.sparse_blocks(rng.randint(1, 4))
        rng.shuffle(blocks)
        size = counted(len(blocks), "sample")
        if k == 0:
            centre = omega.centre(blocks=blocks)
            yield Member(f"at the centre of the strict part, with {size},", centre)
            continue
        part, j = ("loose", "strict")[k % 2], rng.randrange(omega.columns)
        gap = Fraction(1, 1 << (deepest if k < 3 else rng.randint(2, deepest)))
        gap = min(gap, omega.first_gap)
        manner = list(manners)[k % len(manners)]
        training = omega.member(
            "loose" if part == "loose" else "strict",
            j,
            gap=gap,
            blocks=blocks,
            answers=manners[manner] or misleading(j),
        )
        where = (
            f"at D_{j}({power_text(gap)}) of the {part} part, with {size} and oracles that answer "
            f"{manner},"
        )
        yield Member(where, training)


def as_learner(answer: object) -> Learner:
    """Return the function as a learner, whatever its parameter is called.

    Raises
    ------
    DomainError
        If it is no function.
    """
    if not callable(answer):
        raise DomainError(f"answer: got {type(answer).__name__}, need a function f(training)")
    return Learner(answer)


def tried(
    answer: object, drawn: Iterable[Member], *, digits: int, most: int, limits: Budget
) -> Tried:
    """Run a learner on members.

    Parameters
    ----------
    digits : int
        Errors (l2) of at most ``10**-digits`` are asked for, at every sample.
    most : int
        So many samples may be read.

    Raises
    ------
    DomainError
        The reason why the answer is not accepted.
    """
    learner, deadline = as_learner(answer), Deadline(limits.seconds)
    count, worst, appetite, depth = 0, Fraction(0), 0, 0
    with Isolated(learner, limits) as runner:
        for member in drawn:
            training, where = member.training, member.where
            task = Task(
                problem=training.problem,
                shape=training.shape,
                ask=training.ask,
                points=training.points,
            )
            run = runner.run(task, deadline)
            if isinstance(run, Stopped):
                raise DomainError(f"{where} your learner was stopped: it {run.reason}")
            if isinstance(run, Broken):
                raise DomainError(f"{where} your learner gave no network: {run.reason}")
            read, reached = samples_read(run.transcript), run.transcript.depth or 0
            for k, output in enumerate(run.report.outputs):
                error = training.error_squared(k, output)
                if error > Fraction(1, 100) ** digits:
                    raise DomainError(
                        f"{where} your network's value at sample {k} is {root_text(error)} away "
                        f"from every minimiser, more than {number_text(Fraction(1, 10) ** digits)} "
                        f"(it read {counted(read, 'sample')}, to depth {reached})"
                    )
                worst = max(worst, error)
            if read > most:
                raise DomainError(
                    f"{where} your learner read {counted(read, 'sample')}, to depth {reached}; at "
                    f"most {most} are allowed"
                )
            count, appetite, depth = count + 1, max(appetite, read), max(depth, reached)
    return Tried(members=count, worst_squared=worst, most_samples=appetite, depth=depth)
