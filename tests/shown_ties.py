"""Ties near an instance: what a learner is told, with minimisers and a witness in closed form."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from true_certificates import PROBLEMS, Document

from computable.errors import DomainError
from computable.problem import Instance, TieFamily

HALF, ONE, ZERO = Fraction(1, 2), Fraction(1), Fraction(0)


class Shown(NamedTuple):
    """What the learner is told of one sample at one depth."""

    data: Instance
    label: tuple[Fraction, ...]
    x: tuple[Fraction, ...]
    witness: tuple[Fraction, ...]


def text(value: Fraction | int) -> str:
    return str(Fraction(value))


def texts(values: Sequence[Fraction]) -> list[str]:
    return [text(v) for v in values]


def matrix(instance: Instance) -> list[list[Any]]:
    return [[i, j, text(v)] for j, column in enumerate(instance.columns) for i, v in column]


def family(name: str, rng: random.Random, m: int, q: int, weights: Sequence[int] | None) -> Any:
    """Return the parameters of a tie, amplitudes far above 1/10; no two samples need agree."""
    block = {"qcbp": (0,), "lp": (0, Fraction(1, 3), 2)}.get(name, (0, Fraction(1, 3), 2, -1))
    return {
        "problem": PROBLEMS[name](weights),
        "digits": 1,
        "columns": q,
        "right": Fraction(rng.choice((6, 7, 8)), 2 if weights is None else 1),
        "block_right": [rng.choice(block) for _ in range(m - 1)],
        "centre_entry": Fraction(4),
        "block_entry": Fraction(4),
    }


def moved(given: Any, rng: random.Random, size: Fraction, c: Fraction, b: Fraction) -> TieFamily:
    """Return a tie with these c and b, and a right-hand side within ``size`` of the given one."""
    for _ in range(20):
        right, *block = (
            v + size * rng.choice((0, 0, 1, -1, HALF))
            for v in (given["right"], *given["block_right"])
        )
        near = {"right": right, "block_right": block, "centre_entry": c, "block_entry": b}
        try:
            return TieFamily(**given | near)
        except DomainError:  # such as a linear program with a negative right-hand side
            pass
    return TieFamily(**given | {"centre_entry": c, "block_entry": b})


def near(rng: random.Random, x: Sequence[Fraction], size: Fraction) -> tuple[Fraction, ...]:
    """Return a point whose distance from x is at most, and often exactly, ``size``."""
    i, j = rng.sample(range(len(x)), 2)
    error = {i: rng.choice((0, 1, -HALF, Fraction(3, 5))) * size}
    if error[i] == Fraction(3, 5) * size:
        error[j] = Fraction(4, 5) * size
    return tuple(v + error.get(k, 0) for k, v in enumerate(x))


def shown(tie: TieFamily, rng: random.Random, size: Fraction) -> Shown:
    """Return the centre of a tie with a label near some point of its simplex."""
    shares = [rng.randint(0, 3) for _ in range(tie.columns)]
    shares[0] += not any(shares)
    points = list(zip(*tie.vertices(), strict=True))
    x = tuple(
        sum(s * v for s, v in zip(shares, values, strict=True)) / sum(shares) for values in points
    )
    x = tie.centroid() if rng.random() < HALF else x
    return Shown(tie.centre, near(rng, x, size), x, tie.witness(0, ZERO))


def problem_of(name: str, problem: Any, N: int) -> Document:
    """Return the problem's description; the parameters are those of ``PROBLEMS``."""
    if name == "lp":
        return {"name": "linear-program", "cost": texts(problem.bounds(N))}
    parameters = {"qcbp": {"epsilon": "1/4"}, "lasso": {"lambda": "1/2"}}
    described: Document = {"name": problem.name, **parameters.get(name.replace("sr-", ""), {})}
    if problem.weights is not None:
        described["weights"] = texts(problem.weights)
    return described
