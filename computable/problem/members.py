"""Members of Omega drawn at random, with oracles that answer as badly as they may."""

from __future__ import annotations

import random
from collections.abc import Iterator

from computable.oracle import (
    Answers,
    alternating,
    exact,
    highest,
    lowest,
    nearest_dyadic,
    scattered,
)
from computable.problem.omega import Omega
from computable.problem.training import TrainingSet

__all__ = ["draw_member", "draw_members"]

WAYS: tuple[Answers, ...] = (exact, nearest_dyadic, lowest, highest, alternating)


def draw_member(omega: Omega, rng: random.Random, *, deepest: int = 60) -> TrainingSet:
    """Return a member: any part, column, gap ``2**-n`` (n - n_0 <= deepest), samples, answers.

    One strict member in four is the centre; every second gap is the widest, 2^-n_0.
    """
    blocks = omega.sparse_blocks(rng.randint(1, 4))
    rng.shuffle(blocks)
    answers = rng.choice((*WAYS, scattered(rng.getrandbits(32))))
    strict = rng.random() < 0.5
    if strict and rng.random() < 0.25:
        return TrainingSet(family=omega.strict, blocks=blocks, answers=answers)
    return omega.member(
        "strict" if strict else "loose",
        rng.randrange(omega.columns),
        gap=omega.first_gap / (1 << rng.choice((0, rng.randint(0, deepest)))),
        blocks=blocks,
        answers=answers,
    )


def draw_members(omega: Omega, count: int, *, seed: int = 0) -> Iterator[TrainingSet]:
    """Yield ``count`` members, reproducibly from the seed."""
    rng = random.Random(seed)
    return (draw_member(omega, rng) for _ in range(count))
