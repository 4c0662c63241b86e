"""No output moves farther with y than is proved, for any y and near data of the theorem."""

from fractions import Fraction

import numpy as np
import pytest
from firenet_attacks import (
    CASES,
    SCHEDULES,
    balls,
    direction,
    image,
    network,
    plus,
    sparse,
    surely_apart,
    surely_off,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import DomainError
from computable.firenet import Block, Firenet, Iteration
from computable.firenet.stability.ascent import ascend
from computable.firenet.stability.change import change_bound, check_truth, matrix_change_bound
from computable.firenet.stability.error_bounds import error_bounds
from computable.firenet.stability.gradient import forward
from computable.firenet.stability.inexact import plan_inexact
from computable.firenet.stability.lipschitz import change_bounds, lipschitz_bound
from computable.nullspace import (
    Levels,
    Matrix,
    NullSpaceProperty,
    Proved,
    RecoveryConstants,
)
from computable.recovery.outward import l2_above
from computable.testing import rationals

SEEDS = st.integers(0, 10**6)
POWERS = st.integers(-8, 1).map(lambda k: Fraction(10) ** k)


@st.composite
def iterations(draw):
    """Draw steps that fit no plan: any sizes with ``tau sigma L**2 < 1``, any start."""
    m, N = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    entry = st.integers(-8, 8).map(lambda v: v / 4)
    row = st.lists(entry, min_size=N, max_size=N)
    matrix = Matrix(draw(st.lists(row, min_size=m, max_size=m).filter(np.any)))
    blocks = []
    for _ in range(draw(st.integers(1, 4))):
        tau = Fraction(2) ** draw(st.integers(-6, 4))
        most = Fraction(draw(st.integers(1, 30)), 32) / (tau * matrix.norm**2)
        sigma = Fraction(float(most))
        blocks.append(Block(steps=draw(st.integers(1, 12)), tau=tau, sigma=sigma))
    return Iteration(
        matrix=matrix,
        thresholds=draw(st.lists(rationals(least=0, size=4), min_size=N, max_size=N)),
        blocks=blocks,
        keeps_dual=draw(st.booleans()),
        start=[Fraction(draw(st.integers(-4, 4)), 2) for _ in range(N)],
    )


@settings(deadline=None, max_examples=80)
@given(iterations(), SEEDS, POWERS)
def test_no_pair_of_inputs_is_driven_farther_apart_than_proved(iteration, seed, size):
    rng = np.random.default_rng(seed)
    m = iteration.matrix.shape[0]
    y = direction(m, rng, rng.choice([0.5, 2.0]))
    bounds = change_bounds(iteration, size)
    before = balls(iteration, y)
    floats = np.array(list(map(float, y)))
    worst = ascend(
        iteration, floats, np.eye(m), radii=np.array([float(size)]), steps=12, starts=2, seed=seed
    )[0]
    length = l2_above(map(Fraction, worst.tolist()))
    scaled = tuple(Fraction(v) * min(1, size / length) for v in worst.tolist())
    for change in (direction(m, rng, size), scaled):
        after = balls(iteration, plus(y, change))
        for bound, one, other in zip(bounds[1:], before, after, strict=True):
            assert surely_apart(one, other) <= bound


@settings(deadline=None, max_examples=60)
@given(iterations(), POWERS, POWERS)
def test_the_bounds_of_a_change_grow_with_it_slower_than_linearly(iteration, one, other):
    small, large = sorted((one, other))
    lipschitz = lipschitz_bound(iteration)
    for a, b in zip(change_bounds(iteration, small), change_bounds(iteration, large), strict=True):
        assert a <= b
    # rounded outward at each block, by less than 1 part in 2^60
    assert change_bounds(iteration, small)[-1] <= lipschitz * small * (1 + Fraction(1, 2**50))
    assert change_bounds(iteration, 0) == (0,) * (len(iteration.blocks) + 1)


@settings(deadline=None, max_examples=60)
@given(iterations(), SEEDS)
def test_no_jacobian_is_larger_than_the_lipschitz_bound(iteration, seed):
    rng = np.random.default_rng(seed)
    m, N = iteration.matrix.shape
    y = rng.standard_normal((1, m)) * rng.choice([0.1, 1.0, 5.0])
    _, pullback = forward(iteration, np.repeat(y, N, axis=0))
    assert np.linalg.norm(pullback(np.eye(N)), 2) <= lipschitz_bound(iteration)


def test_blocks_of_one_step_do_not_see_y_and_that_is_proved():
    """x+ is made from u = 0; the third bound is attained."""
    blocks = [Block(steps=1, tau=1, sigma="1/4")] * 3
    iteration = Iteration(matrix=Matrix([[1, 1]]), thresholds=[0, 0], blocks=blocks)
    assert change_bounds(iteration, 10) == (0, 0, 0, 0)
    assert balls(iteration, [7])[-1].centre.tolist() == balls(iteration, [-9])[-1].centre.tolist()


def test_two_steps_move_by_half_of_what_u_moves():
    """One column: after two steps the mean has moved by tau sigma e / 2, exactly."""
    blocks = [Block(steps=2, tau="1/2", sigma="1/2")]
    iteration = Iteration(matrix=Matrix([[1]]), thresholds=[0], blocks=blocks)
    value = [balls(iteration, [y])[-1].centre[0] for y in (0.25, 0.5)]
    assert abs(value[1] - value[0]) == 0.25 / 4 / 2
    assert Fraction(1, 32) <= change_bounds(iteration, "1/4")[-1] <= lipschitz_bound(iteration) / 4


@pytest.mark.parametrize(
    ("tau", "sigma", "steps", "y", "z", "share"),
    [
        ("1/64", "1/32", 128, "-1/512", "1/512", "3/5"),  # the first: a step turns in M
        ("1/64", "1/8", 128, "-1/4", "1/4", "3/8"),  # the second
        ("1/64", "1/64", 4, -64, 64, "999999/1000000"),  # the third: u is 1 and -1
    ],
)
def test_each_of_the_bounds_is_nearly_attained_somewhere(tau, sigma, steps, y, z, share):
    blocks = [Block(steps=steps, tau=tau, sigma=sigma)]
    iteration = Iteration(matrix=Matrix([[1]]), thresholds=[0], blocks=blocks)
    bound = change_bounds(iteration, abs(Fraction(y) - Fraction(z)))[-1]
    moved = surely_apart(balls(iteration, [y])[-1], balls(iteration, [z])[-1])
    assert Fraction(share) * bound < moved <= bound


@pytest.mark.parametrize("keeps", [False, True])
def test_blocks_driven_apart_attain_the_third_bound(keeps):
    """With a kept dual, the next block starts with duals that are 2 apart, and moves farther."""
    blocks = [Block(steps=p, tau=tau, sigma=2) for p, tau in ((4, "1/4"), (8, "1/8"))]
    iteration = Iteration(matrix=Matrix([[1]]), thresholds=[0], blocks=blocks, keeps_dual=keeps)
    bounds = change_bounds(iteration, 200)
    expected = (Fraction(3, 4), Fraction(3, 4) + Fraction(9 if keeps else 7, 8))
    pairs = zip(bounds[1:], expected, balls(iteration, [100]), balls(iteration, [-100]))
    for bound, value, one, other in pairs:
        assert abs(one.centre[0] - other.centre[0]) == value
        assert value <= bound < value * (1 + Fraction(1, 10**6))


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(list(CASES)), st.sampled_from(SCHEDULES), SEEDS, POWERS)
def test_near_data_of_the_theorem_nothing_moves_farther(name, schedule, seed, size):
    rng, net = np.random.default_rng(seed), network(name, schedule)
    matrix, levels = CASES[name]
    x = sparse(levels, rng)
    y = image(matrix, x)
    check_truth(net, x, y)
    changes, errors = change_bound(net, size), error_bounds(net, noise=size)
    assert isinstance(changes.provenance, Proved)
    assert isinstance(errors.provenance, Proved)
    pairs = zip(
        changes.values[1:],
        errors.values[1:],
        balls(net.iteration, y),
        balls(net.iteration, plus(y, direction(len(y), rng, size))),
        strict=True,
    )
    for bound, error, before, after in pairs:
        assert surely_apart(before, after) <= bound
        assert surely_off(after, x) <= error
    for a, b in zip(changes.values, change_bounds(net.iteration, size), strict=True):
        assert a <= b  # what is known near the data only helps


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda net: change_bounds(net.iteration, -1), "size: got -1, need >= 0"),
        (lambda net: change_bound(net, "-1/2"), "size: got -0.5, need >= 0"),
        (lambda net: change_bound(net, 0.5), "size: got the float 0.5"),
        (lambda net: error_bounds(net, noise=-1), "noise: got -1, need >= 0"),
        (lambda net: error_bounds(net, radius=-1), "radius: got -1, need >= 0"),
        (lambda net: error_bounds(net, distance=-1), "distance: got -1, need >= 0"),
        (lambda net: error_bounds(net, matrix_error=-1), "matrix_error: got -1, need >= 0"),
        (lambda net: error_bounds(net, matrix_error=9), "not known well enough"),
        (lambda net: matrix_change_bound(net, 0, largest=-1), "largest: got -1, need >= 0"),
        (lambda net: check_truth(net, [1, 1] + [0] * 6, [0] * 7), "distance from the sparse"),
        (lambda net: check_truth(net, [2] + [0] * 7, [0] * 7), "x - start.* is 2, need at most 1"),
        (lambda net: check_truth(net, [1] + [0] * 7, [0] * 7), "A x - y.* need at most 0"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, message):
    with pytest.raises(DomainError, match=message):
        call(network("hadamard 7 x 8"))


def test_steps_that_are_too_long_are_refused():
    long = [Block(steps=2, tau=1, sigma=1)]
    iteration = Iteration(matrix=Matrix([[1]]), thresholds=[0], blocks=long)
    with pytest.raises(DomainError, match="need < 1 for a metric"):
        change_bounds(iteration, 1)
    matrix = Matrix([[1, 0], [0, 1]])
    eye = NullSpaceProperty(
        levels=Levels.single(2, 1), rho=0, gamma=1, provenance=Proved(method="eye", matrix=matrix)
    )
    sharpness = RecoveryConstants(null_space=eye).sharpness("1/4")
    net = Firenet.plan(matrix, sharpness, radius=1, restarts=2, theta="9/10")
    with pytest.raises(DomainError, match="too long for all these matrices"):
        error_bounds(net, matrix_error="1/5")
    bad = {"error": 0, "largest": 1, "restarts": 1}
    for changed, message in (
        ({"error": -1}, "error: got -1"),
        ({"largest": -1}, "largest: got -1"),
        ({"noise": -1}, "noise: got -1"),
        ({"known_of": "both"}, "known_of: got 'both'"),
        ({"start": [0, 0]}, "radius: got none"),
    ):
        with pytest.raises(DomainError, match=message):
            plan_inexact(matrix, eye, **(bad | changed))
