"""Minimisers as points of the LASSO path, and where there is none."""

import itertools
import random
from fractions import Fraction

import brute_force
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_recovery_path import from_floats, tiny

from computable.errors import DomainError
from computable.exact.quadratic import Quadratic
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    SquareRootLasso,
    is_minimiser,
    is_unique_minimiser,
    norm_squared,
)
from computable.recovery.on_path import InfeasibleBall, minimiser_on_path, minimiser_on_support
from computable.recovery.pair import Pair
from computable.testing import tie_families

HALF = Fraction(1, 2)


def some_problems(rng, weights):
    parameter = Fraction(rng.randint(1, 6), rng.randint(1, 4))
    return [
        BasisPursuit(weights=weights),
        BasisPursuit(parameter, weights=weights),
        Lasso(parameter, weights=weights),
        SquareRootLasso(parameter, weights=weights),
        SquareRootLasso(Fraction(1, rng.randint(1, 6)), weights=weights),
    ]


def shortest_residual_squared(instance):
    rows = tuple(map(tuple, instance.rows(range(instance.shape[1]))))
    return min(norm_squared(rest) for *_, rest in brute_force.supports(rows, instance.y))


def test_minimisers_on_the_path_of_tiny_instances():
    """Every answer carries its proof, and the kind of answer is right; all kinds occur."""
    rng, seen = random.Random(7), set()
    for _ in range(1500):
        instance, drawn = tiny(rng)
        for problem in some_problems(rng, drawn):
            try:
                found = minimiser_on_path(problem, instance)
            except DomainError:
                assert problem.epsilon**2 == shortest_residual_squared(instance) > 0
                assert norm_squared(instance.y) > problem.epsilon**2
                kind = "touching"
            else:
                assert found.proves(problem, instance)
                entries = [] if isinstance(found, InfeasibleBall) else [*found.x, *found.witness]
                assert {type(v) for v in entries} <= {Fraction, Quadratic}
                irrational = any(isinstance(v, Quadratic) for v in entries)
                kind = "irrational" if irrational else "rational" if entries else "infeasible"
            seen.add((problem.name, kind))
    assert seen == {
        ("lasso", "rational"),
        ("square-root-lasso", "rational"),
        ("square-root-lasso", "irrational"),
        *(("basis-pursuit", k) for k in ("rational", "irrational", "infeasible", "touching")),
    }


def test_every_support_of_tiny_instances():
    """Proposals (S, s) against brute force, which knows all extreme points of the solution set.

    What is returned is a minimiser. As many points without a zero on S are returned as there are
    extreme points, unless t = 0 occurs, where another witness may be needed.
    """
    rng, returned = random.Random(8), 0
    for _ in range(400):
        instance, drawn = tiny(rng)
        N = instance.shape[1]
        rows = tuple(map(tuple, instance.rows(range(N))))
        for problem in some_problems(rng, drawn):
            sure = isinstance(problem, Lasso) or bool(getattr(problem, "epsilon", 0))
            parameter = problem.epsilon if isinstance(problem, BasisPursuit) else problem.lam
            plain = brute_force.Problem(problem.name, parameter, drawn or (Fraction(1),) * N)
            points = set()
            for signs in itertools.product((1, 0, -1), repeat=N):
                S = [j for j in range(N) if signs[j]]
                pair = minimiser_on_support(problem, instance, S, [signs[j] for j in S])
                if pair is not None:
                    assert is_minimiser(problem, instance, pair.x, pair.witness)
                    assert all(signs[j] * pair.x[j] >= 0 for j in S)
                    points |= {pair.x} if all(pair.x[j] for j in S) else set()
            returned += len(points)
            if isinstance(problem, BasisPursuit) and norm_squared(instance.y) <= parameter**2:
                assert points == {(Fraction(0),) * N}
                continue
            least = []
            for value, _ in brute_force.candidates(plain, rows, instance.y):
                order = brute_force.compare(value, least[0]) if least else -1
                least = [value] if order < 0 else [*least, value] if order == 0 else least
            assert len(points) <= len(least)
            if sure or shortest_residual_squared(instance):
                assert len(points) == len(least)
    assert returned > 1000


@given(st.data(), tie_families(digits=3, columns=4, rows=3))
def test_the_path_finds_the_known_minimisers_of_ties(data, family):
    if isinstance(family.problem, LinearProgram):
        return
    j = data.draw(st.integers(0, family.columns - 1))
    gap = family.largest_gap / data.draw(st.integers(1, 4))
    pair = minimiser_on_path(family.problem, family.raised(j, gap))
    assert pair.x == family.minimiser(j, gap)
    assert is_unique_minimiser(family.problem, family.raised(j, gap), pair.x, pair.witness)
    tied = minimiser_on_path(family.problem, family.centre)
    assert is_minimiser(family.problem, family.centre, tied.x, tied.witness)


@pytest.mark.parametrize(
    "problem",
    [BasisPursuit(), BasisPursuit(1), Lasso(HALF), SquareRootLasso(HALF), SquareRootLasso("1/50")],
)
def test_float64_data_have_unique_minimisers_found_from_support_and_signs(problem):
    rng = np.random.default_rng(3)
    instance = from_floats(rng.standard_normal((10, 20)), rng.standard_normal(10))
    pair = minimiser_on_path(problem, instance)
    assert is_unique_minimiser(problem, instance, pair.x, pair.witness)
    signs = np.sign(np.array([float(v) for v in pair.x]))
    support = np.flatnonzero(signs)
    again = minimiser_on_support(problem, instance, support, signs[support])
    assert again == pair and hash(again) == hash(pair)
    assert minimiser_on_support(problem, instance, support, -signs[support]) is None
    assert minimiser_on_support(problem, instance, support[1:], signs[support[1:]]) is None


def test_irrational_minimisers_solve_their_equations():
    square = Instance.from_dense([[1, 0], [0, 1]], [2, 1])
    pair = minimiser_on_path(BasisPursuit(HALF), square)
    assert pair.x[0] == 2 - Quadratic(0, HALF, HALF) and pair.x[1] == pair.x[0] - 1
    assert norm_squared(square.residual(pair.x)) == Fraction(1, 4)
    pair = minimiser_on_path(SquareRootLasso(HALF), Instance.from_dense([[1], [1], [1]], [1, 1, 0]))
    assert norm_squared(pair.witness) == 1 and any(pair.x)
    assert isinstance(pair.x[0], Quadratic)


@pytest.mark.parametrize(
    ("A", "y", "lam", "x"),
    [
        ([[1]], [1], 1, [1]),  # every x in [0, 1] is a minimiser, p = 1
        ([[-1, -2], [1, 1]], [-1, 2], 1, [1, 0]),  # lam ||r|| = t on a segment in the middle
        ([[1, 0], [0, 1]], [0, 0], HALF, [0, 0]),
        ([[1, 0], [0, 0]], [0, 3], HALF, [0, 0]),
        ([[1, 1]], [2], 3, [0, 0]),
    ],
)
def test_square_root_lasso_where_minimisers_are_many_or_none_moves(A, y, lam, x):
    problem, instance = SquareRootLasso(lam), Instance.from_dense(A, y)
    pair = minimiser_on_path(problem, instance)
    assert list(pair.x) == x and is_minimiser(problem, instance, pair.x, pair.witness)


def test_a_ball_that_no_image_meets_is_refuted():
    instance = Instance.from_dense([[1], [1]], [3, 1])
    proof = minimiser_on_path(BasisPursuit(1), instance)
    assert proof == InfeasibleBall(farkas=(Fraction(1), Fraction(-1)))
    assert proof.proves(BasisPursuit(1), instance) and proof.proves(BasisPursuit(), instance)
    assert not proof.proves(BasisPursuit("3/2"), instance)
    assert not proof.proves(Lasso(1), instance)
    for wrong in ((1, 1), (-1, 1), (0, 0)):
        ball = InfeasibleBall(farkas=tuple(map(Fraction, wrong)))
        assert not ball.proves(BasisPursuit(1), instance)
    with pytest.raises(DomainError, match="p: got 1"):
        InfeasibleBall(farkas=(Fraction(1),)).proves(BasisPursuit(1), instance)


def test_a_ball_that_only_touches_has_no_witness():
    instance = Instance.from_dense([[1], [0]], [1, 2])
    with pytest.raises(DomainError, match="no interior"):
        minimiser_on_path(BasisPursuit(2), instance)
    assert minimiser_on_support(BasisPursuit(2), instance, [0], [1]) is None
    orthogonal = Instance.from_dense([[1], [0]], [0, 2])
    zero = Pair(x=(Fraction(0),), witness=(Fraction(0), Fraction(0)))
    assert minimiser_on_path(BasisPursuit(2), orthogonal) == zero


def test_proposals_that_are_none_are_refused():
    instance = Instance.from_dense([[1, 2, 2]], [1])
    for support, signs in (([0], [0]), ([0], []), ([0], [2])):
        with pytest.raises(DomainError, match="signs"):
            minimiser_on_support(Lasso(1), instance, support, signs)
    for support in ([1, 1], [0, 3], [-1, 0]):
        with pytest.raises(DomainError, match="support"):
            minimiser_on_support(Lasso(1), instance, support, [1, 1])
    for call in (minimiser_on_path, lambda *data: minimiser_on_support(*data, [0], [1])):
        with pytest.raises(DomainError, match="linear-program"):
            call(LinearProgram(), instance)
    assert minimiser_on_support(Lasso(1), instance, [1, 2], [1, 1]) is None
