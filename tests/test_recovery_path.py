"""The path of LASSO, and the minimisers of three problems on it, are exact."""

import itertools
import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from computable.errors import DomainError
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    is_minimiser,
    norm_squared,
)
from computable.recovery.lasso_path import lasso_path, segments
from computable.testing import instances, rationals

HALF = Fraction(1, 2)
weights = rationals(least=Fraction(1, 5), most=5, size=5)


def from_floats(A, y):
    return Instance.from_dense(
        [[Fraction(float(v)) for v in row] for row in A], [Fraction(float(v)) for v in y]
    )


def tiny(rng, *, rows=3, columns=3):
    """Draw integers that tie, vanish, repeat and depend; and weights, or none."""
    m, N, size = rng.randint(1, rows), rng.randint(1, columns), rng.choice((1, 1, 2))
    A = [[rng.randint(-size, size) for _ in range(N)] for _ in range(m)]
    for j, k, factor in [(rng.randrange(N), rng.randrange(N), rng.choice((1, -1, 2)))] * (m % 2):
        for row in A:
            row[j] = factor * row[k]
    y = [rng.randint(-size, size) for _ in range(m)]
    if rng.random() < 0.4:
        x = [rng.randint(-1, 1) for _ in range(N)]
        y = [sum(a * v for a, v in zip(row, x)) for row in A]
    drawn = tuple(Fraction(rng.randint(1, 3), rng.choice((1, 1, 2))) for _ in range(N))
    return Instance.from_dense(A, y), rng.choice((None, drawn))


def check_path(instance, weights=None):
    """Check the laws of a path; between knots every function here is affine or quadratic in lam."""
    path = lasso_path(instance, weights=weights)
    assert list(path.knots) == sorted(set(path.knots), reverse=True) and path.knots[-1] == 0
    assert path.segments == tuple(segments(instance, weights=weights))
    for before, segment in itertools.pairwise((None, *path.segments)):
        upper = segment.lower + 2 if segment.upper is None else segment.upper
        middle = (upper + 2 * segment.lower) / 3
        assert path.at(middle) == segment.at(middle)
        assert tuple(j for j, v in enumerate(segment.at(middle)) if v) == segment.support
        assert all(s * segment.at(middle)[j] > 0 for j, s in zip(segment.support, segment.signs))
        for lam in (upper, middle, segment.lower):
            if lam:
                problem = Lasso(lam, weights=weights)
                assert is_minimiser(problem, instance, path.at(lam), path.witness(lam))
            residual = norm_squared(instance.residual(segment.at(lam)))
            assert residual == segment.misfit + (lam / 2) ** 2 * segment.growth
        if before is not None:
            assert before.lower == segment.upper and before.at(upper) == segment.at(upper)
    end, image = path.at(0), instance.apply(path.at(0))
    assert path.points[-1] == end and not any(instance.adjoint(instance.residual(end)))
    fit = Instance(columns=instance.columns, y=image)
    dual = instance.apply(path.segments[-1].slope)
    assert is_minimiser(BasisPursuit(weights=weights), fit, end, dual)
    return path


@given(st.data(), instances(rows=3, columns=5))
def test_every_point_of_a_path_is_a_minimiser(data, instance):
    N = instance.shape[1]
    drawn = data.draw(st.none() | st.lists(weights, min_size=N, max_size=N).map(tuple))
    path = check_path(instance, drawn)
    lam = data.draw(rationals(least=Fraction(1, 100), most=20))
    assert is_minimiser(Lasso(lam, weights=drawn), instance, path.at(lam), path.witness(lam))


def test_degenerate_knots_with_many_columns():
    """Signs and zeros: several columns enter and leave at once, in all rank-deficient ways."""
    rng = random.Random(20)
    for _ in range(300):
        check_path(*tiny(rng, rows=6, columns=12))


@pytest.mark.parametrize(
    ("A", "y", "knots"),
    [
        ([[0, 0], [0, 0]], [1, 2], [0]),
        ([[1], [0]], [0, 5], [0]),
        ([[1, 2], [2, 4]], [0, 0], [0]),
        ([[1, 1, 1]], [3], [6, 0]),
        ([[1], [1], [1]], [1, 2, 3], [12, 0]),
        ([[1, 0], [0, 1]], [1, 1], [2, 0]),
        ([[-1, -2], [1, 1]], [-1, 2], [8, 3, 2, Fraction(2, 5), 0]),
    ],
)
def test_knots_of_paths_by_hand(A, y, knots):
    assert list(check_path(Instance.from_dense(A, y)).knots) == knots


@given(st.data(), instances(rows=3, columns=4))
def test_a_path_may_end_early(data, instance):
    path = lasso_path(instance)
    count = data.draw(st.integers(1, len(path)))
    least = data.draw(rationals(least=0, most=9) | st.sampled_from(path.knots))
    assert lasso_path(instance, most_knots=count).segments == path.segments[:count]
    short = lasso_path(instance, least=least)
    assert len(short) == sum(knot > least for knot in path.knots) + 1 and short.knots[-1] == least
    assert short.at(least) == path.at(least)
    with pytest.raises(DomainError, match="lam"):
        short.at(least - 1)


def test_what_is_no_path_is_refused():
    instance = Instance.from_dense([[1, 2]], [1])
    for wrong in ({"least": Fraction(-1)}, {"most_knots": 0}):
        with pytest.raises(DomainError, match="least, most_knots"):
            lasso_path(instance, **wrong)
    for wrong in ((Fraction(1),), (Fraction(1), Fraction(0))):
        with pytest.raises(DomainError, match="weights"):
            lasso_path(instance, weights=wrong)


def test_a_path_of_float64_data():
    """The whole path of 15 x 30 normal random numbers, 53 bits each."""
    rng = np.random.default_rng(1)
    path = check_path(from_floats(rng.standard_normal((15, 30)), rng.standard_normal(15)))
    assert len(path) > 15 and len(path.segments[-1].support) == 15


def test_scikit_learn_follows_the_same_path_of_the_diabetes_data():
    """Its alpha is lam / (2 m).

    A float64 product of two vectors of length 442 and norms 1 and 4000 errs by about
    sqrt(442) * 1e-16 * 4000 < 1e-11. A step solves with a part of A^T A, whose least eigenvalue is
    above 0.008: 1e-9 in each of 13 steps, about 1e-8. (An estimate; 1e-10 is seen.)
    """
    datasets = pytest.importorskip("sklearn.datasets")
    linear_model = pytest.importorskip("sklearn.linear_model")
    A, y = datasets.load_diabetes(return_X_y=True)
    alphas, _, coefficients = linear_model.lars_path(A, y, method="lasso")
    path = lasso_path(from_floats(A, y))
    assert len(path) == len(alphas)
    ours = np.array([[float(v) for v in point] for point in path.points]).T
    assert np.abs(np.array([float(v) for v in path.knots]) / (2 * len(y)) - alphas).max() < 1e-8
    assert np.abs(ours - coefficients).max() < 1e-8
