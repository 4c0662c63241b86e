"""Norms and Lipschitz constants: never violated, and sharp where they are said to be."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from networks_at_random import SMALL, matrices, networks, vectors

from computable.network import (
    AffineMap,
    Gate,
    Network,
    Pointwise,
    ReciprocalRoot,
    Relu,
    SoftThreshold,
    Square,
    operator_norm,
    soft_thresholded,
)
from computable.network.activation import exact
from computable.network.norm import root_above, rounded_up
from computable.testing import rationals


def norm_squared(x):
    return sum((v * v for v in x), Fraction(0))


def distance_squared(u, v):
    return norm_squared([a - b for a, b in zip(u, v, strict=True)])


LIPSCHITZ = st.one_of(st.just(Relu()), rationals(least=0, size=9).map(SoftThreshold))


@given(networks(gates=False, activations=LIPSCHITZ), st.data())
@settings(deadline=None)
def test_no_two_points_violate_the_lipschitz_bound(network, data):
    y, z = (data.draw(vectors(network.input_size)) for _ in range(2))
    assert isinstance(network.lipschitz, Fraction)
    moved = distance_squared(network(y), network(z))
    assert moved <= network.lipschitz**2 * distance_squared(y, z)


@given(matrices(), st.data())
def test_no_soft_threshold_violates_its_bound(matrix, data):
    shift, steps = (data.draw(vectors(len(matrix), e)) for e in (SMALL, rationals(least=0)))
    network = soft_thresholded(matrix, shift, steps)
    points = [data.draw(vectors(len(matrix[0]))) for _ in range(2)]
    values = [network(y) for y in points]
    assert network.lipschitz == operator_norm(AffineMap.from_dense(matrix).weights)
    assert distance_squared(*values) <= network.lipschitz**2 * distance_squared(*points)
    for y, value in zip(points, values, strict=True):
        rows = [sum((a * b for a, b in zip(row, y)), c) for row, c in zip(matrix, shift)]
        assert list(value) == [exact(SoftThreshold(k), v) for v, k in zip(rows, steps)]


def test_pairs_that_are_both_active_are_no_mirrored_pair():
    """relu(v + 1) - relu(-v + 1) has slope 1 + 1 near 0: leaving a unit out would say 1."""
    pair = AffineMap.from_dense([[1], [-1]], [1, 1])
    difference = AffineMap.from_dense([[1, -1]])
    network = Network(maps=(pair, difference), activations=(Pointwise(Relu(), (0, 1)),))
    assert network([Fraction(1, 2)])[0] - network([0])[0] == 1
    assert network.lipschitz >= 2
    same_sign = Network(
        maps=(AffineMap.from_dense([[1], [-1]]), AffineMap.from_dense([[1, 1]])),
        activations=network.activations,
    )
    assert same_sign.lipschitz >= 1


@given(vectors(2), vectors(2), vectors(2), rationals(least=0), st.data())
def test_mirrored_pairs_with_skips(start, row, skip, step, data):
    """soft(<row, V y> + <skip, y>) by a pair of ReLUs has the bound of the affine map."""
    inner = AffineMap.from_dense([[start[0], 0], [0, start[1]]])
    pair = AffineMap.from_dense(
        [row, [-v for v in row]], [-step, -step], skip=[skip, [-v for v in skip]]
    )
    maps = (inner, pair, AffineMap.from_dense([[1, -1]]))
    network = Network(maps=maps, activations=(Pointwise(Relu(), ()), Pointwise(Relu(), (0, 1))))
    alone = AffineMap.from_dense([row], skip=[skip])
    plain = Network(maps=(inner, alone), activations=(Pointwise(Relu(), ()),))
    assert network.lipschitz == plain.lipschitz
    y, z = data.draw(vectors(2)), data.draw(vectors(2))
    moved = distance_squared(network(y), network(z))
    assert moved <= network.lipschitz**2 * distance_squared(y, z)


def test_squares_and_gates_have_no_global_bound():
    one = AffineMap.from_dense([[1, 0], [0, 1]])
    for rho in (Pointwise(Square(), (0,)), Gate(ReciprocalRoot(), 0, (1,))):
        assert Network(maps=(one, one), activations=(rho,)).lipschitz is None
    idle = Network(maps=(one, one), activations=(Pointwise(Square(), ()),))
    assert idle.lipschitz == 1


@given(matrices(), st.data())
def test_norms_are_upper_bounds(matrix, data):
    layer = AffineMap.from_dense(matrix)
    x = data.draw(vectors(layer.columns))
    assert norm_squared(layer(x)) <= layer.norm**2 * norm_squared(x)
    truth = np.linalg.norm(np.array(matrix, dtype=float), 2)
    assert float(layer.norm) >= truth * (1 - 1e-12)
    assert float(layer.norm) <= max(4**0.5 * truth, 0) * (1 + 1e-12)  # Frobenius, rank at most 4


@given(st.lists(SMALL, min_size=1, max_size=5), st.permutations(range(5)))
def test_the_norm_of_a_scaled_permutation_is_its_largest_entry(entries, places):
    rows = tuple(((places[i], v),) if v else () for i, v in enumerate(entries))
    assert operator_norm(rows) == max(map(abs, entries))


@given(rationals(least=0, size=10**12), st.integers(-300, 300))
def test_roots_are_rounded_up_by_little(value, k):
    square = value * Fraction(4) ** k
    root = root_above(square)
    assert square <= root**2 <= square * (1 + Fraction(1, 2**120))
    assert root_above(square**2) == square
    rounded = rounded_up(square**9)
    assert square**9 <= rounded <= square**9 * (1 + Fraction(1, 2**120))


def test_equal_skips_are_no_mirrored_pair():
    """relu(x + y_1) - relu(-x + y_1) with x = 3 y_0 has slope 6 where both are active."""
    pair = AffineMap.from_dense([[1], [-1]], skip=[[0, 1], [0, 1]])
    network = Network(
        maps=(AffineMap.from_dense([[3, 0]]), pair, AffineMap.from_dense([[1, -1]])),
        activations=(Pointwise(Relu(), ()), Pointwise(Relu(), (0, 1))),
    )
    assert network([1, 100])[0] - network([0, 100])[0] == 6
    assert network.lipschitz >= 6


def test_unequal_columns_are_no_mirrored_pair():
    """(relu(v) - relu(-v), 5 relu(-v)) has slope sqrt(26) below zero."""
    pair = AffineMap.from_dense([[1], [-1]])
    outer = AffineMap.from_dense([[1, -1], [0, 5]])
    network = Network(maps=(pair, outer), activations=(Pointwise(Relu(), (0, 1)),))
    assert distance_squared(network([-1]), network([0])) == 26
    assert network.lipschitz**2 >= 26


def test_units_that_stay_have_the_constant_one():
    one = AffineMap.from_dense([[1, 0], [0, 1]])
    network = Network(maps=(one, one), activations=(Pointwise(ReciprocalRoot(), (0,)),))
    assert network.lipschitz == 1
