"""The oracle for given answers: it can say no, and it agrees with the exact solver."""

from __future__ import annotations

import random
from collections import Counter
from copy import deepcopy
from fractions import Fraction

import brute_force
from brute_force_answers import is_true, minimisers, nearest_squared
from test_soundness_answers import SMALL, Found, random_problem, true_documents

from computable.errors import DomainError
from computable.problem import Problem
from computable.recovery.solve_exact import solve_exact


def test_the_oracle_says_no() -> None:
    """The oracle must be able to say no, to each part of every statement."""
    for base in true_documents(random.Random(5), 60):
        assert is_true(base) is True
        false = deepcopy(base)
        false["claim"]["kind"] = {"digits": "refutation", "refutation": "digits"}[
            base["claim"]["kind"]
        ]
        false["argument"]["kind"] = "path"
        assert is_true(false) is False
        for key in ("claim", "problem", "instance", "output", "argument", "format", "version"):
            assert is_true({k: v for k, v in base.items() if k != key}) is False
        assert is_true(base | {"transcript": []}) is False
        far = ["1000000"] * base["instance"]["shape"][1]
        assert is_true(base | {"output": far}) is (base["claim"]["kind"] == "refutation")


def test_the_oracle_agrees_with_the_exact_solver() -> None:
    """Two ways to all minimisers: candidates by brute force, and a path with a face."""
    rng, tally = random.Random(6), Counter[bool]()
    while tally.total() < 300:
        m, N = rng.randint(1, 3), rng.randint(1, 4)
        A = [[Fraction(rng.choice(SMALL)) for _ in range(N)] for _ in range(m)]
        y = [Fraction(rng.choice(SMALL)) for _ in range(m)]
        problem, point = random_problem(rng, N), [Fraction(rng.randint(-9, 9), 8) for _ in range(N)]
        try:
            exact = solve_exact(problem, A, y)
        except DomainError:
            continue
        given = brute_force.Problem(problem.name, parameter(problem), stated_weights(problem, N))
        M = minimisers(given, tuple(map(tuple, A)), tuple(y))
        assert (M is not None) == isinstance(exact, Found)
        if M is not None and isinstance(exact, Found):
            assert exact.unique == (len(M.points) == 1 and not M.rays)
            if exact.rational:
                assert exact.distance_squared(point) == nearest_squared(tuple(point), M)
            tally[exact.unique] += 1
    assert min(tally[True], tally[False]) > 30


def parameter(problem: Problem) -> Fraction:
    return Fraction(getattr(problem, "lam", getattr(problem, "epsilon", 0)))


def stated_weights(problem: Problem, N: int) -> tuple[Fraction, ...]:
    lam = getattr(problem, "lam", 1)
    return tuple(bound / lam for bound in problem.bounds(N))
