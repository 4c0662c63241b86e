"""FORMAT.md, argument ``basis``, condition 4: the bounds hold for every minimiser, exactly.

No checker takes part: instances are made from a basis such that conditions 1 to 3 hold exactly,
and ``brute_force_answers.py`` finds all minimisers.
"""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import NamedTuple

from brute_force import Matrix, Problem, Vector, dot, solve
from brute_force_answers import ZERO, minimisers, root

NAMES = ("basis-pursuit", "square-root-lasso", "linear-program")


class Made(NamedTuple):
    """An instance whose first m columns are the basis, and what FORMAT.md says of it."""

    problem: Problem
    A: Matrix
    y: Vector
    parts: list[str]  # S, T or F for every column of the basis
    u: list[Fraction]
    rows: list[list[Fraction]]  # of the inverse
    theta: list[Fraction]  # 0 on S and F
    kappa: Fraction
    largest: Fraction  # L^2


def total(values: list[Fraction]) -> Fraction:
    return sum(values, ZERO)


def made(rng: random.Random) -> Made | None:
    name, m, extra = rng.choice(NAMES), rng.randint(1, 3), rng.randint(0, 2)
    program, root_lasso = name == "linear-program", name == "square-root-lasso"
    basis = [[Fraction(rng.choice((-2, -1, 0, 1, 1, 2))) for _ in range(m)] for _ in range(m)]
    inverse = [solve(basis, [Fraction(i == j) for i in range(m)]) for j in range(m)]
    rows = [[column[i] for column in inverse if column] for i in range(m)]
    if None in inverse:
        return None
    parts = ["S"] * m if program else [rng.choice("SSTF") for _ in range(m)]
    bounds = [Fraction(rng.randint(-2 if program else 1, 3), rng.randint(1, 2)) for _ in range(m)]
    u, g = [], []
    for part, bound in zip(parts, bounds, strict=True):
        value = Fraction(rng.choice((1, 2) if program else (-2, -1, 1, 2)))
        if part != "S":
            value *= rng.choice((ZERO, Fraction(1, 1000), Fraction(1, 9), Fraction(1)))
        sign = 1 if value > 0 or program else -1
        u.append(value)
        g.append(bound * (sign if part != "T" else Fraction(rng.randint(-7, 7), 8)))
    p = [total([rows[k][i] * g[k] for k in range(m)]) for i in range(m)]
    others = [[Fraction(rng.choice((-2, -1, 0, 1, 2))) for _ in range(m)] for _ in range(extra)]
    slack = [Fraction(rng.choice((1, 1, 2, 5)), rng.choice((1, 4, 50))) for _ in range(extra)]
    for column, t in zip(others, slack, strict=True):
        bounds.append((dot(column, p) if program else abs(dot(column, p))) + t)
    nu = Fraction(1, rng.choice((1, 3, 100)))
    largest = [dot(a, a) / t**2 for a, t in zip(others, slack, strict=True)]
    spread = [(bounds[k] + abs(g[k])) * abs(u[k]) for k in range(m) if parts[k] == "T"]
    inside = [bounds[k] - abs(g[k]) if parts[k] == "T" else ZERO for k in range(m)]
    return Made(
        problem=Problem(name, 1 / (nu + sum(root(dot(p, p)))) if root_lasso else ZERO, (*bounds,)),
        A=tuple((*row, *(column[i] for column in others)) for i, row in enumerate(basis)),
        y=tuple(dot(row, u) for row in basis),
        parts=parts,
        u=u,
        rows=rows,
        theta=inside + slack,
        kappa=total(spread),
        largest=max([*largest, *[1 / nu**2] * root_lasso], default=ZERO),
    )


def within(given: Made, x: Vector, slack: Fraction) -> bool:
    """Tell whether a point is within the bounds of condition 4."""
    rest = total([t * abs(v) for t, v in zip(given.theta, x, strict=True)])
    for k, part in enumerate(given.parts):
        limit = given.kappa**2 * dot(given.rows[k], given.rows[k]) * given.largest
        if part != "T" and abs(x[k] - given.u[k]) > sum(root(limit)) + slack:
            return False
    return rest <= given.kappa + slack * total(given.theta)


def test_every_minimiser_is_within_the_bounds() -> None:
    rng, tally = random.Random(1), Counter[str]()
    while tally.total() < 1_000:
        given = made(rng)
        if given is None:
            continue
        M = minimisers(given.problem, given.A, given.y)
        assert M is not None
        assert not M.rays
        assert all(within(given, x, M.slack) for x in M.points), given
        first = (*given.u, *[ZERO] * (len(given.theta) - len(given.u)))
        elsewhere = any(abs(a - b) > M.slack for a, b in zip(M.points[0], first, strict=True))
        assert given.kappa or not elsewhere
        tally[f"{given.problem.name}, {'elsewhere' if elsewhere else 'u'}"] += 1
    print(dict(tally))
    assert min(tally[f"{name}, u"] for name in NAMES) > 100
    assert min(tally[f"{name}, elsewhere"] for name in NAMES[:2]) > 30
