"""Norm balls at any precision: against exact reals, against each other, and how tight they are."""

from fractions import Fraction

import numpy as np
import pytest
from firenet_cases import ANY, MATRICES, example
from hard_iterations import HARD, hard
from hypothesis import given, settings
from hypothesis import strategies as st
from iterations import direct, iterations

from computable import DomainError, Real, UndecidedError
from computable.ball import midpoint
from computable.ball.arithmetic import working_precision
from computable.ball.primal_dual import BallSteps, CentredSteps, Sizes
from computable.firenet import Block, Iteration
from computable.firenet.evaluation import precise_ball
from computable.firenet.evaluation.componentwise import componentwise_balls
from computable.firenet.evaluation.float_ball import float_norm_balls
from computable.firenet.evaluation.precise_ball import precise_norm_balls
from computable.network.norm import root_above
from computable.nullspace import Matrix, gaussian_sample, hadamard_sample
from computable.testing import rationals

ENGINES = ("balls", "limbs")


@pytest.fixture(params=ENGINES)
def engine(request, monkeypatch):
    """Let matrices of any size go to limbs, or none."""
    monkeypatch.setattr(precise_ball, "LARGE", 0 if request.param == "limbs" else 10**9)
    return request.param


def dyadic(iteration):
    """Return the iteration with the nearest matrix of float64 numbers, and steps that fit it."""
    matrix = Matrix([[float(v) for v in row] for row in iteration.matrix.rows])
    shorter = Fraction(float(iteration.matrix.norm**2 / (matrix.norm**2 or 1))) * Fraction(4, 5)
    blocks = [
        Block(steps=b.steps, tau=b.tau, sigma=Fraction(float(b.sigma * min(1, shorter))))
        for b in iteration.blocks
    ]
    return Iteration(
        matrix=matrix,
        thresholds=iteration.thresholds,
        blocks=blocks,
        keeps_dual=iteration.keeps_dual,
        start=iteration.start,
    )


def square(a, b):
    return sum((Fraction(v) - Fraction(w)) ** 2 for v, w in zip(a, b, strict=True))


def excess(centre, reals, n):
    """Return a lower bound of the squared distance, within about 2**-n of it."""
    total = Fraction(0)
    for c, x in zip(centre, reals, strict=True):
        lower, upper = x.enclosure(n)
        total += max(lower - c, c - upper, Fraction(0)) ** 2
    return total


def assert_holds(balls, exact, n):
    for ball, values in zip(balls, exact, strict=True):
        assert excess(ball.centre, values, n) <= ball.radius**2


PRECISIONS = st.sampled_from([64, 65, 100, 128, 400])


@given(iterations(), PRECISIONS, st.data())
@settings(deadline=None, max_examples=60)
def test_exact_values_are_within_the_radius_of_balls(iteration, bits, data):
    y = data.draw(st.lists(rationals(size=5), min_size=2, max_size=2))[: iteration.matrix.shape[0]]
    balls = list(precise_norm_balls(iteration, y, bits=bits))
    assert_holds(balls, direct(iteration, [Real(v) for v in y]), 2 * bits + 60)


@given(iterations(), PRECISIONS, st.data())
@settings(deadline=None, max_examples=60)
def test_exact_values_are_within_the_radius_of_limbs(iteration, bits, data):
    iteration = dyadic(iteration)
    y = data.draw(st.lists(rationals(size=5), min_size=2, max_size=2))[: iteration.matrix.shape[0]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(precise_ball, "LARGE", 0)
        balls = list(precise_norm_balls(iteration, y, bits=bits))
    assert_holds(balls, direct(iteration, [Real(v) for v in y]), 2 * bits + 60)


@given(iterations(), st.data())
@settings(deadline=None, max_examples=30)
def test_the_network_is_within_the_radius(iteration, data):
    y = data.draw(st.lists(rationals(size=5), min_size=2, max_size=2))[: iteration.matrix.shape[0]]
    values = iteration.network().on_reals(y)
    *_, last = precise_norm_balls(iteration, y, bits=90)
    assert_holds([last], [values], 240)


@given(iterations(), st.data())
@settings(deadline=None, max_examples=40)
def test_a_y_that_is_off(iteration, data):
    m = iteration.matrix.shape[0]
    y, off = (data.draw(st.lists(rationals(size=5), min_size=m, max_size=m)) for _ in range(2))
    off = [v / 10 ** data.draw(st.integers(0, 9)) for v in off]
    error = root_above(sum((v * v for v in off), Fraction(0)))
    balls = precise_norm_balls(iteration, y, bits=100, y_error=error)
    assert_holds(balls, direct(iteration, [Real(v + w) for v, w in zip(y, off)]), 200)


@pytest.mark.parametrize("name", MATRICES)
@pytest.mark.parametrize("schedule", ["reset", "warm"])
def test_all_evaluations_agree(name, schedule, engine):
    """Whatever is computed, two centres are no farther apart than the radii together."""
    net, _, y = example(name, np.random.default_rng(3), schedule=schedule, accuracy=1e-4)
    runs = [list(precise_norm_balls(net.iteration, y, bits=bits)) for bits in (64, 128, 400)]
    runs.append(list(float_norm_balls(net.iteration, y)))
    runs.append(componentwise_balls(net.iteration, y, accuracy=Fraction(1, 10**50)))
    for k, one in enumerate(runs):
        for other in runs[:k]:
            for a, b in zip(one, other, strict=True):
                assert square(a.centre, b.centre) <= (a.radius + b.radius) ** 2
    for bits, run in zip((64, 128, 400), runs):
        worst = max(ball.radius for ball in run)
        assert worst < (net.bounds[0] + 1) * 4 ** len(run) * Fraction(2) ** (20 - bits)


@pytest.mark.parametrize("matrix", [hadamard_sample(64, 56), gaussian_sample(48, 64, seed=2)])
@pytest.mark.parametrize("keeps", [False, True])
def test_limbs_and_balls_compute_the_same(matrix, keeps, monkeypatch):
    """With projections in most steps, several thresholds, some of them zero, and a start."""
    m, N = matrix.shape
    rng = np.random.default_rng(7)
    sigma = Fraction(float(Fraction(4, 5) / matrix.norm**2))
    blocks = [Block(steps=k, tau=Fraction(1, 1 << k), sigma=sigma * 2**k) for k in (3, 70, 5)]
    iteration = Iteration(
        matrix=matrix,
        thresholds=[Fraction(int(v), 7) for v in rng.integers(0, 3, N)],
        blocks=blocks,
        keeps_dual=keeps,
        start=[Fraction(v) for v in rng.standard_normal(N).tolist()],
    )
    y = rng.standard_normal(m) * 3
    found = {}
    for bits in (64, 150, 400):
        for large in (0, 10**9):
            monkeypatch.setattr(precise_ball, "LARGE", large)
            found[bits, large] = list(precise_norm_balls(iteration, y, bits=bits))
    for one in found.values():
        for other in found.values():
            for a, b in zip(one, other, strict=True):
                assert square(a.centre, b.centre) <= (a.radius + b.radius) ** 2
    for bits in (64, 150, 400):
        assert found[bits, 0][-1].radius < 2**30 * found[bits, 10**9][-1].radius


@pytest.mark.parametrize("name", [MATRICES[0], MATRICES[4]])
def test_fresh_is_the_distance_from_the_exact_block(name, engine):
    """A block that starts from what was computed, in balls of 2000 bits."""
    net, _, y = example(name, np.random.default_rng(8), accuracy=1e-3)
    iteration, matrix = net.iteration, net.iteration.matrix
    error = Fraction(1, 10**15)
    start = iteration.start
    for block, ball in zip(
        iteration.blocks, precise_norm_balls(iteration, y, bits=90, y_error=error), strict=True
    ):
        shifted = [Fraction(y[0]) + error, *map(Fraction, y[1:])]
        for given_y in (y, shifted):
            run = BallSteps(
                matrix.array.tolist(), given_y, iteration.thresholds, start=start, bits=2000
            )
            sizes = Sizes(steps=block.steps, tau=block.tau, sigma=block.sigma)
            exact = run.block(sizes, [2000], block.steps, keeps_dual=False)
            assert exact.radius < Fraction(1, 10**100)
            assert square(exact.centre, ball.centre) <= (ball.fresh + exact.radius) ** 2
        start = ball.centre


@pytest.mark.parametrize("name", MATRICES[:2])
def test_fresh_with_a_dual_that_is_kept(name):
    """The exact block from the computed point, and the computed dual's projection."""
    net, _, y = example(name, np.random.default_rng(9), schedule="warm", accuracy="1/2")
    iteration, bits = net.iteration, 64
    y = [3 * v for v in y]  # not what was planned: the dual comes to the sphere
    data = iteration.matrix.array.tolist(), y, iteration.thresholds
    run = CentredSteps(*data, start=iteration.start, bits=bits)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(precise_ball, "LARGE", 10**9)
        balls = list(precise_norm_balls(iteration, y, bits=bits))
    start, dual, outside = iteration.start, None, []
    for block, ball in zip(iteration.blocks, balls, strict=True):
        exact = BallSteps(*data, start=start, bits=2000)
        if dual is not None:
            with working_precision(2000):
                square_norm = (dual.transpose() * dual)[0, 0]
                exact._u = dual * square_norm.rsqrt() if square_norm > 1 else dual
        sizes = Sizes(steps=block.steps, tau=block.tau, sigma=block.sigma)
        outside.append(run.block(sizes, keeps_dual=True).outside)
        value = exact.block(sizes, [2000], block.steps, keeps_dual=True)
        assert value.radius < Fraction(1, 10**100)
        assert square(value.centre, ball.centre) <= (ball.fresh + value.radius) ** 2
        start, dual = ball.centre, run._u
    assert max(outside) < Fraction(1, 2**60)


def test_how_far_a_computed_dual_is_outside_the_unit_ball():
    rng = np.random.default_rng(0)
    lengths = []
    for _ in range(400):
        y = [Fraction(int(v), 10**8) for v in rng.integers(-(10**9), 10**9, rng.integers(1, 4))]
        run = CentredSteps([[0.0]] * len(y), y, [Fraction(0)], start=[0.0], bits=64)
        sizes = Sizes(steps=1, tau=Fraction(1), sigma=Fraction(1))
        outside = run.block(sizes, keeps_dual=True).outside
        lengths.append(sum(midpoint(v) ** 2 for v in run._u.entries()))
        assert lengths[-1] <= (1 + outside) ** 2 and outside < Fraction(1, 2**60)
    assert max(lengths) > 1


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize("bits", [64, 200])
def test_hard_cases(name, keeps, bits, engine):
    iteration, y = hard(name, keeps_dual=keeps)
    balls = list(precise_norm_balls(iteration, y, bits=bits))
    assert_holds(balls, direct(iteration, [Real(v) for v in y]), 2 * bits + 300)
    if engine == "balls":  # no more is lost than the metric, and the sizes, say
        block = iteration.blocks[0]
        size = max(map(abs, [*y, *iteration.start, *iteration.thresholds])) + Fraction(1, 10**62)
        shape = max(block.tau, 1 / block.sigma, block.tau * block.sigma, 1)
        worst = size * shape / (1 - iteration.contraction()) * Fraction(2) ** (12 - bits)
        assert balls[-1].radius <= worst


def one_by_one(entry, *, t=0, steps=1, tau=1, sigma=1, blocks=1, start=0, **options):
    block = Block(steps=steps, tau=Fraction(tau), sigma=Fraction(sigma))
    return Iteration(
        matrix=Matrix([[entry]]),
        thresholds=[t],
        blocks=[block] * blocks,
        start=[Fraction(start)],
        **options,
    )


def test_zero_is_computed_exactly(engine):
    toy = one_by_one(1, t=1, steps=5, sigma="1/2", blocks=2)
    for ball in precise_norm_balls(toy, [0], bits=64):
        assert ball.centre == (0,)
        assert engine == "limbs" or ball.radius == ball.fresh == 0


def test_what_is_refused():
    toy = one_by_one(1, sigma="1/2")
    for bits in (63, 2**16 + 1, 128.0, True, None):
        with pytest.raises(DomainError, match=r"bits: got .*, need an integer from 64 to 65536"):
            list(precise_norm_balls(toy, [1], bits=bits))
    with pytest.raises(DomainError, match="need 1"):
        list(precise_norm_balls(toy, [1, 2], bits=64))
    long = one_by_one(1.25)
    with pytest.raises(DomainError, match=r"tau \* sigma \* L\*\*2 = 1.56.* need < 1 for norm"):
        list(precise_norm_balls(long, [1], bits=64))


def test_numbers_that_limbs_cannot_hold(monkeypatch):
    """x is 2^400 times as large as the first step sizes say; balls do not mind."""
    toy = one_by_one(0.5, start=2.0**400)
    assert next(precise_norm_balls(toy, [0], bits=64)).centre == (2**400,)
    monkeypatch.setattr(precise_ball, "LARGE", 0)
    with pytest.raises(UndecidedError, match=r"numbers above 2\^\d+ times sqrt\(tau / sigma\)"):
        next(precise_norm_balls(toy, [0], bits=64))


def test_a_run_at_128_bits_is_within_1e_30():
    net, x, y = example(ANY, np.random.default_rng(2), accuracy=1e-9)
    run = net.run(y, bits=128)
    assert run.radius < Fraction(1, 10**30)
    assert square(run.balls[-1].centre, x) <= run.bound**2
