"""WARPd with an analysis norm: stacked operators, total variation, bases with known inverses."""

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warpd_reference import (
    by_definition,
    dense_operator,
    direct_property,
    distance,
    measured,
    norm_squared,
    product,
    sparse_signal,
)

from computable.errors import DomainError
from computable.exact import inverse
from computable.firenet.warpd.analysis_operator import SparseOperator, differences, differences_2d
from computable.firenet.warpd.analysis_sharpness import analysis_sharpness, in_basis, transformed
from computable.firenet.warpd.analysis_stack import Stack, balance, stacked
from computable.firenet.warpd.iteration import Saddle, WarpdIteration
from computable.firenet.warpd.sharpness import assume_sharpness
from computable.firenet.warpd.warpd import Warpd
from computable.network.norm import root_above
from computable.nullspace import (
    Levels,
    Matrix,
    NullSpaceProperty,
    Proved,
    RecoveryConstants,
    hadamard_sample,
)

SEEDS = st.integers(0, 2**32 - 1)
FIRST = SparseOperator([((0, 1),), *differences(8).rows], columns=8)
"""The first entry and the differences: the inverse sums up."""
HAAR = SparseOperator(
    [
        [(j, 1) for j in range(8)],
        [(j, 1 if j < 4 else -1) for j in range(8)],
        *([(4 * i + j, 1 if j < 2 else -1) for j in range(4)] for i in range(2)),
        *([(2 * i, 1), (2 * i + 1, -1)] for i in range(4)),
    ],
    columns=8,
)
"""Orthogonal rows of different lengths."""
BASES = {
    "total variation": (FIRST, 1, Levels(sizes=[1, 7], sparsities=[1, 1])),
    "weighted": (FIRST, 1, Levels(sizes=[1, 3, 4], sparsities=[1, 1, 0], weights=[2, 1, "3/2"])),
    "fused": (FIRST, 0, Levels(sizes=[1, 7], sparsities=[1, 1], weights=["1/2", 1])),
    "haar": (HAAR, 2, Levels(sizes=[2, 2, 4], sparsities=[2, 0, 1], weights=[1, 1, "3/4"])),
    "haar, all": (HAAR, 0, Levels.single(8, 2)),
}


@cache
def known(name):
    """Return A, the matrix in the basis, and the sharpness of the latter, by exact proofs."""
    basis, _, levels = BASES[name]
    # without the constant row, so that the kernel is about (1, .., 1), which W^-1 makes longest
    rows = (
        hadamard_sample(8, 8).array[1:] + np.random.default_rng(1).integers(-8, 9, (7, 8)) / 2**11
    )
    inner = Matrix(rows)
    A = transformed(inner, Matrix(basis.dense()))
    assert in_basis(A, basis) == inner
    return A, inner, RecoveryConstants(null_space=direct_property(inner, levels)).sharpness()


def signal(name, rng, tail=0.0):
    """Return x whose coefficients are near sparse ones, and their distance from these."""
    basis, _, levels = BASES[name]
    coefficients = sparse_signal(levels, rng, tail)
    return product(inverse(basis.dense()), coefficients), levels.distance(coefficients)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(list(BASES)),
    SEEDS,
    st.sampled_from([None, Fraction(0), Fraction(1, 200)]),
    st.sampled_from([0.0, 1e-4]),
    st.booleans(),
)
def test_the_true_error_is_below_every_bound(name, seed, epsilon, tail, dense):
    rng = np.random.default_rng(seed)
    A, _, sharpness = known(name)
    basis, free, _ = BASES[name]
    x, off = signal(name, rng, tail)
    noise = Fraction(1, 300) if epsilon is None else epsilon
    b = measured(A, x, rng, noise)
    about = analysis_sharpness(
        sharpness,
        Matrix(basis.dense()) if dense else basis,
        free=free,
        epsilon=epsilon,
        noise=noise,
        distance=off,
    )
    size = root_above(norm_squared(b)) + 1
    net = Warpd.plan(A, about, size=size, restarts=6, theta="3/5")
    run = net.run(b)
    values = [(0,) * len(x), *(ball.centre for ball in run.balls)]
    for value, bound in zip(values, run.bounds, strict=True):
        assert norm_squared(Fraction(v) - w for v, w in zip(value, x)) <= bound**2
    assert run.bounds[-1] < run.bounds[0]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(list(BASES)),
    SEEDS,
    st.sampled_from([0.0, 1e-3, 1.0]),
    st.sampled_from([1e-3, 1.0, 100.0]),
)
def test_the_sharpness_holds_at_every_point(name, seed, tail, step):
    """Without the free coordinates in J, and with z - x in the kernel of A, too."""
    rng = np.random.default_rng(seed)
    A, _, sharpness = known(name)
    basis, free, _ = BASES[name]
    x, off = signal(name, rng, tail)
    found = analysis_sharpness(sharpness, basis, free=free, epsilon=0, distance=off)
    kernel = np.linalg.svd(A.array)[2][-1]
    way = rng.choice([-1, 1]) * kernel if rng.random() < 0.7 else rng.standard_normal(8)
    z = [v + Fraction(float(step * w)) for v, w in zip(x, way)]
    J = [
        sum(w * abs(v) for w, v in zip(found.weights, product(found.operator.dense(), point)))
        for point in (z, x)
    ]
    change = [p - q for p, q in zip(z, x)]
    misfit = root_above(norm_squared(product(A.rows, change)))
    most = found.C1 * (J[0] - J[1] + found.C2 * misfit + found.c)
    assert most >= 0 and norm_squared(change) <= most**2


@pytest.mark.parametrize("epsilon", [None, Fraction(1, 100)])
@pytest.mark.parametrize("name", ["weighted", "haar"])
def test_the_radius_holds_against_many_digits(name, epsilon):
    rng = np.random.default_rng(5)
    A, _, sharpness = known(name)
    basis, free, _ = BASES[name]
    x, off = signal(name, rng)
    b = measured(A, x, rng, Fraction(1, 100))
    about = analysis_sharpness(sharpness, basis, free=free, epsilon=epsilon, distance=off)
    net = Warpd.plan(A, about, radius=10, restarts=2, theta="3/5", rate="3/4")
    run = net.run(b)
    for exact, ball in zip(by_definition(net.iteration, b), run.balls, strict=True):
        assert distance(exact, ball.centre) <= ball.radius + Fraction(1, 10**40)
    assert 0 < run.radius < 1e-9


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 5), st.integers(2, 5), st.integers(1, 6), SEEDS)
def test_a_stack_is_the_dense_matrix(height, width, m, seed):
    """Its products are adjoint to one another, and its bounds hold."""
    rng = np.random.default_rng(seed)
    D, N = differences_2d(height, width), height * width
    A = Matrix(rng.standard_normal((m, N)))
    K = stacked(A, D, Fraction(int(rng.integers(1, 16)), 4))
    assert isinstance(K, Stack)
    dense = np.array(dense_operator(K), dtype=float)
    products, rows = K.products(), m + len(D.rows)
    assert dense.shape == K.shape == products.shape == (rows, N)
    x, u = rng.standard_normal(N), rng.standard_normal(rows)
    forward, back = np.empty(rows), np.empty(N)
    products.forward(x, forward)
    products.back(u, back)
    size = np.abs(dense)
    assert (np.abs(forward - dense @ x) <= 2.1 * N * 2.0**-53 * (size @ np.abs(x))).all()
    assert (np.abs(back - dense.T @ u) <= 2.1 * rows * 2.0**-53 * (size.T @ np.abs(u))).all()
    near = 1 - 1e-12
    assert np.linalg.norm(dense, 2) * near <= products.bound == K.norm
    assert np.linalg.norm(dense, axis=0).max() * near <= products.column
    assert np.linalg.norm(size, 2) * near <= products.absolute
    assert products.rounding == 0.0  # four bits times integers


def test_entries_that_are_no_floats_are_rounded_with_a_bound():
    D = SparseOperator([((0, Fraction(1, 3)), (1, Fraction(-1, 7)))], columns=2)
    K = stacked(Matrix([[1, "1/3"]]), D, Fraction(3, 2))
    off = [Fraction(float(v)) - v for row in dense_operator(K) for v in row]
    assert norm_squared(off) <= Fraction(K.products().rounding) ** 2 <= 2 * norm_squared(off)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(3, 9),
    st.fractions(Fraction(1, 100), 100),
    st.lists(st.fractions(Fraction(1, 9), 9), min_size=8, max_size=8),
    SEEDS,
)
def test_one_step_size_is_nearly_the_best_two(m, C2, w, seed):
    """Four bits of c make ``(||K|| d)**2`` at most 1.037 times what Colbrook's choice gives.

    They leave ``t = c**2 / best`` from ``(7 / 8)**2`` to 1, and ``(t + 1 / t) / 2 <= 1.037``.
    """
    A = Matrix(np.random.default_rng(seed).standard_normal((m, 9)))
    D = differences(9)
    saddle = Saddle.of(A, assume_sharpness(C1=1, C2=C2, operator=D, weights=w))
    box = root_above(norm_squared(w))
    c = balance(A, D, C2=C2, box=box)
    assert saddle.operator.scale == c
    best = A.norm * C2 + D.norm * box
    assert saddle.scale**2 >= C2**2 + (box / c) ** 2 - Fraction(1, 10**12)
    assert norm_squared([saddle.ball, *saddle.box]) <= 1
    assert (saddle.operator.norm * saddle.scale) ** 2 <= Fraction(1037, 1000) * best**2


def test_sparse_and_dense_operators_are_one_iteration():
    """An image of 4 x 5, in the two-dimensional total variation, with the same blocks."""
    rng = np.random.default_rng(2)
    A = Matrix(rng.standard_normal((14, 20)) / 6)
    b = A.array @ np.repeat([0.0, 1.0], 10) + 1e-3 * rng.standard_normal(14)
    D = differences_2d(4, 5)
    for epsilon in (None, Fraction(1, 100)):
        common = {"C1": 1, "C2": 4, "c": "1/20", "epsilon": epsilon}
        net = Warpd.plan(A, assume_sharpness(operator=D, **common), radius=4, restarts=5)
        saddle = net.iteration.saddle
        dense = Saddle(
            operator=stacked(A, Matrix(D.dense()), saddle.operator.scale),
            thresholds=saddle.thresholds,
            ball=saddle.ball,
            box=saddle.box,
            epsilon=epsilon,
            scale=saddle.scale,
        )
        assert isinstance(dense.operator, Matrix)
        other = WarpdIteration(saddle=dense, blocks=net.iteration.blocks)
        exact = list(map(Fraction, b))
        for one, two in zip(net.run(b).balls, other.norm_balls(exact), strict=True):
            assert distance(one.centre, two.centre) <= one.radius + two.radius < 1e-9


def test_total_variation_finds_jumps():
    """Two jumps in 32 entries from 24 measurements, where the l1 norm finds nothing sparse."""
    rng = np.random.default_rng(4)
    N, m = 32, 24
    A = Matrix(rng.standard_normal((m, N)) / 8)
    x = np.where(np.arange(N) < 11, 1.0, np.where(np.arange(N) < 20, -0.5, 0.25))
    about = assume_sharpness(C1=1, C2=4, operator=differences(N), source="a guess")
    net = Warpd.plan(A, about, radius=4, accuracy="1/100", rate="3/4")
    run = net.run(A.array @ x)
    assert np.linalg.norm(np.array(run.floats) - x) < run.bound < 1 / 100


def test_a_proof_is_of_the_matrix_in_the_basis():
    A, inner, _ = known("haar")
    basis, free, levels = BASES["haar"]
    found = direct_property(inner, levels)

    def about(matrix):
        proved = NullSpaceProperty(
            levels=levels,
            rho=found.rho,
            gamma=found.gamma,
            provenance=Proved(method="hand", matrix=matrix),
        )
        sharpness = RecoveryConstants(null_space=proved).sharpness()
        return analysis_sharpness(sharpness, basis, free=free, epsilon=0)

    assert isinstance(Warpd.plan(A, about(inner), size=1, restarts=1).provenance, Proved)
    for matrix in (A, Matrix(inner.array * 2)):
        with pytest.raises(DomainError, match=r"^sharpness: its null space property was proved of"):
            Warpd.plan(A, about(matrix), size=1, restarts=1)
