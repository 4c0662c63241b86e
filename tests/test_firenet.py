"""FIRENET: schedules, norm balls in float64, and errors below their proved bounds."""

import math
from fractions import Fraction

import numpy as np
import pytest
from firenet_cases import ANY, MATRICES, example, planned
from hypothesis import given, settings
from hypothesis import strategies as st
from iterations import direct, iterations

from computable import DomainError, Real, UndecidedError
from computable.firenet import Block, Firenet, Iteration, Schedule
from computable.firenet.evaluation.float_ball import float_norm_balls
from computable.firenet.schedule import after_block
from computable.nullspace import (
    Levels,
    Matrix,
    NullSpaceProperty,
    Proved,
    RecoveryConstants,
    assume,
)
from computable.testing import rationals


@given(
    rationals(least=1, most=50, size=9),
    rationals(least=Fraction(1, 9), most=3, size=9),
    rationals(least=Fraction(1, 9), most=100, size=9),
    rationals(least=0, most=1, size=9),
    st.booleans(),
    st.integers(1, 12),
    st.data(),
)
def test_the_bound_after_n_blocks(B, norm, radius, offset, keeps, n, data):
    """At most ``rate**n R + offset / (1 - rate)``, from step sizes that the theorem allows."""
    theta = data.draw(rationals(least=Fraction(1, 9), most=Fraction(8, 9), size=9))
    rate = data.draw(rationals(least=Fraction(1, 9), most=Fraction(8, 9), size=9))
    plan = Schedule.plan(
        B=B, norm=norm, radius=radius, offset=offset, restarts=n,
        theta=theta, rate=rate, keeps_dual=keeps,
    )  # fmt: skip
    assert len(plan.blocks) == n == len(plan.bounds) - 1
    slack = 1 + Fraction(1, 2**40)
    for k, bound in enumerate(plan.bounds):
        assert bound <= (rate**k * radius + offset * (1 - rate**k) / (1 - rate)) * slack
    for block in plan.blocks:
        assert block.tau * block.sigma * norm**2 <= theta**2
        # p is the least integer that will do, but for 1 part in 2^20
        d = 2 if keeps else 1
        assert block.steps - 1 < (1 + theta) * B * norm * d / (theta * rate) * (
            1 + Fraction(1, 2**20)
        )
    accuracy = plan.bounds[-1]
    if accuracy > offset / (1 - rate):
        again = Schedule.plan(
            B=B, norm=norm, radius=radius, offset=offset, accuracy=accuracy,
            theta=theta, rate=rate, keeps_dual=keeps,
        )  # fmt: skip
        assert len(again.blocks) <= n and again.bounds[-1] <= accuracy


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"theta": 1}, "theta: got 1, need > 0 and < 1"),
        ({"rate": 0}, "rate: got 0, need > 0 and < 1"),
        ({"radius": 0}, "need a radius > 0"),
        ({"offset": -1}, "an offset >= 0"),
        ({"accuracy": 1}, "need one of the two"),
        ({"restarts": None}, "need one of the two"),
        ({"restarts": 0}, "restarts: got 0, need an integer"),
        ({"restarts": None, "accuracy": "1/2", "offset": 1}, "accuracy: got 0.5, need > 1.6"),
        ({"B": Fraction(10) ** 9}, "(or theta, or rate) is too small"),
        ({"restarts": 100, "B": Fraction(10**5)}, "steps: more than 10000000 are needed"),
        ({"restarts": 10**5}, "step sizes beyond 1e-300 or 1e300 would come next"),
        ({"radius": 0.5}, "radius: got the float 0.5"),
    ],
)
def test_impossible_schedules(change, message):
    fields = {"B": Fraction(2), "norm": Fraction(1), "radius": 1, "restarts": 3}
    with pytest.raises(DomainError) as caught:
        Schedule.plan(**(fields | change))
    assert message in str(caught.value)


@given(iterations(), st.data())
@settings(deadline=None, max_examples=40)
def test_the_exact_blocks_are_in_the_float64_balls(iteration, data):
    m = iteration.matrix.shape[0]
    y = data.draw(st.lists(rationals(size=5), min_size=m, max_size=m))
    balls = list(float_norm_balls(iteration, y))
    for ball, values in zip(balls, direct(iteration, [Real(v) for v in y]), strict=True):
        centre = [Fraction(float(c)) for c in ball.centre]
        square = sum(
            max(abs(c - e.lower), abs(c - e.upper)) ** 2
            for c, e in ((c, v.enclosure(120)) for c, v in zip(centre, values, strict=True))
        )
        assert square <= ball.radius**2
        assert iteration.keeps_dual or ball.fresh <= ball.radius


@given(iterations(), st.data())
@settings(deadline=None, max_examples=20)
def test_an_error_of_y_is_in_the_radius(iteration, data):
    m = iteration.matrix.shape[0]
    y = data.draw(st.lists(rationals(size=5), min_size=m, max_size=m))
    off = data.draw(st.lists(rationals(size=5), min_size=m, max_size=m))
    near = [a + b / 64 for a, b in zip(y, off)]
    error = sum(abs(b) for b in off) / 64
    balls = list(float_norm_balls(iteration, near, y_error=error))
    for ball, values in zip(balls, direct(iteration, [Real(v) for v in y]), strict=True):
        square = sum(
            max(abs(Fraction(float(c)) - e.lower), abs(Fraction(float(c)) - e.upper)) ** 2
            for c, e in ((c, v.enclosure(60)) for c, v in zip(ball.centre, values, strict=True))
        )
        assert square <= ball.radius**2


def test_long_blocks_are_cut_without_a_trace():
    """More points than are kept at once: the block map, seen twice, is the same."""
    A = Matrix([[1, -0.5, -0.5], [0, 0.875, -0.875]])
    blocks = [Block(steps=600, tau=Fraction(1, 2), sigma=Fraction(1, 4))]
    iteration = Iteration(matrix=A, thresholds=["1/2"] * 3, blocks=blocks)
    (ball,) = float_norm_balls(iteration, [1, 0.25])
    reference = direct_floats(iteration, [1, 0.25])
    assert np.linalg.norm(ball.centre - reference) < 1e-12 and ball.radius < 1e-9


def direct_floats(iteration, y):
    A, t = iteration.matrix.array, np.array([float(v) for v in iteration.thresholds])
    x, u, X = np.zeros(A.shape[1]), np.zeros(A.shape[0]), 0
    for block in iteration.blocks:
        tau, sigma = float(block.tau), float(block.sigma)
        for _ in range(block.steps):
            d = x - tau * (A.T @ u)
            new = np.sign(d) * np.maximum(np.abs(d) - tau * t, 0)
            h = u + sigma * (A @ (2 * new - x) - y)
            x, u = new, h / max(1, np.linalg.norm(h))
            X = X + x
    return X / block.steps


def test_norm_balls_refuse_long_steps_and_huge_numbers():
    A = Matrix([[1, 0.5]])
    long = Iteration(matrix=A, thresholds=[1, 1], blocks=[Block(steps=1, tau=1, sigma=1)])
    with pytest.raises(DomainError, match=r"tau \* sigma \* L\*\*2 = 1.25 .* need < 1"):
        list(float_norm_balls(long, [1]))
    with pytest.raises(DomainError, match="y: got an entry beyond 1e75"):
        list(float_norm_balls(long, [1e80]))
    with pytest.raises(DomainError, match="need 1"):
        list(float_norm_balls(long, [1, 2]))
    with pytest.raises(DomainError, match="need a finite number"):
        list(float_norm_balls(long, [float("nan")]))
    steep = Block(steps=3, tau=Fraction(2) ** 400, sigma=Fraction(2) ** -210)
    huge = Iteration(matrix=Matrix([[2.0**-100]]), thresholds=[0], blocks=[steep])
    with pytest.raises(UndecidedError, match="float64"):
        list(float_norm_balls(huge, [1e70]))


@pytest.mark.parametrize("name", MATRICES)
@pytest.mark.parametrize("schedule", ["reset", "warm"])
def test_the_error_is_below_the_bound_at_every_restart(name, schedule):
    rng = np.random.default_rng(len(name))
    for _ in range(6):
        net, x, y = example(name, rng, schedule=schedule, accuracy=10.0 ** -rng.uniform(3, 10))
        run = net.run(y)
        for ball, bound, exact in zip(run.balls, run.bounds[1:], net.bounds[1:], strict=True):
            error = sum((Fraction(float(c)) - v) ** 2 for c, v in zip(ball.centre, x))
            assert error <= bound**2 and bound >= exact
        assert isinstance(run.provenance, Proved)


def test_the_first_radius_is_always_known_from_y():
    """``||x|| <= B ||y|| + offset``, inequality (4) for z = 0."""
    rng = np.random.default_rng(5)
    for name in MATRICES:
        for _ in range(20):
            net, x, y = example(name, rng)
            size = Fraction(math.sqrt(sum(float(v) ** 2 for v in y)) * (1 + 1e-12))
            sharpness = net.sharpness
            offset = sharpness.offset(distance=net.distance, noise=net.noise)
            assert sum(v * v for v in x) <= (sharpness.B * size + offset) ** 2


def test_the_bounds_of_a_run_are_those_of_the_theorem_and_what_rounding_adds():
    net, _, y = example(ANY, np.random.default_rng(1))
    run = net.run(y)
    plan, offset = net.schedule, net.sharpness.offset(distance=net.distance, noise=net.noise)
    for k, block in enumerate(plan.blocks):
        dual = 2 if plan.keeps_dual else 1
        step = after_block(
            block, run.bounds[k], B=net.sharpness.B, theta=plan.theta, dual=dual, offset=offset
        )
        ball = run.balls[k]
        new = min(step + ball.fresh, net.bounds[k + 1] + ball.radius)
        assert new <= run.bounds[k + 1] <= new * (1 + Fraction(1, 2**46))
    assert run.bound == run.bounds[-1]


def test_where_float64_ends_the_bound_stays_near_its_radius():
    """Planned for 1e-25, run in float64: the steps become shorter than the errors."""
    net, x, y = example(MATRICES[2], np.random.default_rng(0), accuracy=1e-25)
    run = net.run(y)
    error = sum((Fraction(float(c)) - v) ** 2 for c, v in zip(run.balls[-1].centre, x))
    assert error <= run.bound**2 and run.bound <= 2 * run.radius < 1e-6


def test_plans_that_do_not_fit():
    A, other = Matrix([[1, 0], [0, 1]]), Matrix([[1, 0], [0, 2]])
    proof = NullSpaceProperty(
        levels=Levels.single(2, 1), rho=Fraction(0), gamma=Fraction(1),
        provenance=Proved(method="hand", matrix=A),
    )  # fmt: skip
    sharpness = RecoveryConstants(null_space=proof).sharpness()
    net = Firenet.plan(A, sharpness, radius=1, restarts=2)
    assert len(net.bounds) == 3 and net.provenance.method == "hand"
    with pytest.raises(DomainError, match="proved of another matrix"):
        Firenet.plan(other, sharpness, radius=1, restarts=2)
    with pytest.raises(DomainError, match="schedule: got 'cold', need 'reset' or 'warm'"):
        Firenet.plan(A, sharpness, radius=1, restarts=2, schedule="cold")
    wide = RecoveryConstants(null_space=assume(Levels.single(3, 1), rho=0, gamma=1)).sharpness()
    with pytest.raises(DomainError, match="levels: got 3 coordinates, but A has 2 columns"):
        Firenet.plan(A, wide, radius=1, restarts=2)
    with pytest.raises(DomainError, match="noise: got -1, need >= 0"):
        Firenet.plan(A, sharpness, radius=1, restarts=2, noise=-1)
    with pytest.raises(DomainError, match="evaluation: got 'exact', need one of"):
        net.run([1, 1], evaluation="exact")
    with pytest.raises(DomainError, match="y_error: got -1, need >= 0"):
        net.run([1, 1], y_error=-1)


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(10))
def test_a_thousand_random_recoveries(part):
    """100 of the 1000 instances: matrix, signal, noise, accuracy from 1e-3 to 1e-30."""
    rng = np.random.default_rng(1000 + part)
    for k in range(100):
        name = MATRICES[k % len(MATRICES)]
        digits = 3 + 27 * k / 99
        goal = Fraction(10.0**-digits)
        net, x, y = example(name, rng, accuracy=goal, schedule=["reset", "warm"][k // 7 % 2])
        run = net.run(y, bits=None if digits < 9 else 160)
        for ball, bound in zip(run.balls, run.bounds[1:], strict=True):
            error = sum((Fraction(c) - v) ** 2 for c, v in zip(ball.centre, x))
            assert error <= bound**2
        assert net.bounds[-1] <= goal and planned(net, goal)
