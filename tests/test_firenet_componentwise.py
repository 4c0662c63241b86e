"""A ball for every number: with any step sizes, at as many bits as it takes."""

import math
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import flint
import numpy as np
import pytest
from firenet_cases import MATRICES, example
from hard_iterations import HARD, hard
from hypothesis import given, settings
from hypothesis import strategies as st
from iterations import direct, iterations

from computable import DomainError, Real, UndecidedError
from computable.ball import midpoint
from computable.ball.primal_dual import BallSteps, Sizes
from computable.firenet import Block, Iteration
from computable.firenet.evaluation import componentwise
from computable.firenet.evaluation.componentwise import componentwise_balls
from computable.firenet.evaluation.precise_ball import precise_norm_balls
from computable.network.norm import root_above
from computable.nullspace import Matrix
from computable.testing import rationals


def square(a, b):
    return sum((v - w) ** 2 for v, w in zip(a, b, strict=True))


def excess(centre, reals, n):
    """Return a lower bound of the squared distance, within about 2**-n of it."""
    total = Fraction(0)
    for c, x in zip(centre, reals, strict=True):
        lower, upper = x.enclosure(n)
        total += max(lower - c, c - upper, Fraction(0)) ** 2
    return total


def longer(iteration, factor):
    """Return the iteration with a longer second step size, beyond what the theorem allows."""
    blocks = [
        Block(steps=b.steps, tau=b.tau, sigma=Fraction(float(b.sigma * factor)))
        for b in iteration.blocks
    ]
    return Iteration(
        matrix=iteration.matrix,
        thresholds=iteration.thresholds,
        blocks=blocks,
        keeps_dual=iteration.keeps_dual,
        start=iteration.start,
    )


def lively(name, *, schedule="reset", accuracy=1e-6):
    """Return a network and a y from which it recovers something."""
    for seed in range(100):
        net, x, y = example(name, np.random.default_rng(seed), schedule=schedule, accuracy=accuracy)
        if max(map(abs, x)) > 1 and any(net.run(y).balls[0].centre):
            return net, y
    raise AssertionError


ACCURACIES = st.sampled_from([None, Fraction(1, 1000), Fraction(1, 10**20), Fraction(1, 10**60)])
FACTORS = st.sampled_from([1, 1, 3, 100])


@given(iterations(), FACTORS, ACCURACIES, st.data())
@settings(deadline=None, max_examples=60)
def test_exact_values_are_within_the_radius(iteration, factor, accuracy, data):
    iteration = longer(iteration, factor)
    m = iteration.matrix.shape[0]
    y = data.draw(st.lists(rationals(size=5), min_size=m, max_size=m))
    balls = componentwise_balls(iteration, y, accuracy=accuracy)
    for ball, values in zip(balls, direct(iteration, [Real(v) for v in y]), strict=True):
        assert excess(ball.centre, values, 500) <= ball.radius**2
        assert accuracy is None or ball.radius <= accuracy


@given(iterations(), FACTORS, st.data())
@settings(deadline=None, max_examples=40)
def test_a_y_that_is_off(iteration, factor, data):
    iteration = longer(iteration, factor)
    m = iteration.matrix.shape[0]
    y, off = (data.draw(st.lists(rationals(size=5), min_size=m, max_size=m)) for _ in range(2))
    off = [v / 10 ** data.draw(st.integers(0, 9)) for v in off]
    error = root_above(sum((v * v for v in off), Fraction(0)))
    balls = componentwise_balls(iteration, y, accuracy=Fraction(1, 10**30), y_error=error)
    exact = direct(iteration, [Real(v + w) for v, w in zip(y, off)])
    for ball, values in zip(balls, exact, strict=True):
        assert excess(ball.centre, values, 300) <= ball.radius**2


@given(iterations(), FACTORS, st.data())
@settings(deadline=None, max_examples=40)
def test_fresh_is_the_distance_from_the_exact_block(iteration, factor, data):
    """A block that starts from what was computed, or near it where the dual is kept, too."""
    iteration = longer(iteration, factor)
    matrix, m = iteration.matrix, iteration.matrix.shape[0]
    y, off = (data.draw(st.lists(rationals(size=5), min_size=m, max_size=m)) for _ in range(2))
    error = root_above(sum((v * v for v in off), Fraction(0)))
    balls = componentwise_balls(iteration, y, accuracy=Fraction(1, 100), y_error=error)
    given_y = [v + w for v, w in zip(y, off)]
    start = iteration.start
    for k, (block, ball) in enumerate(zip(iteration.blocks, balls, strict=True)):
        if k and iteration.keeps_dual:
            break
        exact = BallSteps(matrix.rows, given_y, iteration.thresholds, start=start, bits=500)
        sizes = Sizes(steps=block.steps, tau=block.tau, sigma=block.sigma)
        value = exact.block(sizes, [500], block.steps, keeps_dual=False)
        assert square(value.centre, ball.centre) <= (ball.fresh + value.radius) ** 2
        start = ball.centre


@given(iterations(), FACTORS)
@settings(deadline=None, max_examples=30)
def test_fresh_holds_what_the_block_before_was_off(iteration, factor):
    """The exact block moves nothing closer for certain: both radii count."""
    balls = componentwise_balls(longer(iteration, factor), [1] * iteration.matrix.shape[0])
    before = Fraction(0)
    for ball in balls:
        assert ball.fresh >= ball.radius + before
        before = ball.radius


@given(iterations(most_blocks=1), FACTORS, st.data())
@settings(deadline=None, max_examples=60)
def test_how_far_apart_a_block_takes_two_starts(iteration, factor, data):
    iteration = longer(iteration, factor)
    matrix, [block] = iteration.matrix, iteration.blocks
    m, N = matrix.shape
    sizes = Sizes(steps=block.steps, tau=block.tau, sigma=block.sigma)
    found, given_numbers = [], []
    for _ in range(2):
        x, y, u = (
            data.draw(st.lists(rationals(least=-1, most=1, size=9), min_size=k, max_size=k))
            for k in (N, m, m)
        )
        u = [v / m for v in u]
        run = BallSteps(matrix.rows, y, iteration.thresholds, start=x, bits=400)
        run._u = flint.arb_mat(m, 1, [flint.arb(v.numerator) / v.denominator for v in u])
        value = run.block(sizes, [400], block.steps, keeps_dual=True)
        last = [midpoint(v) for v in run._u.entries()]
        found.append((value.centre, last))
        given_numbers.append((x, y, u))
    (x, y, u), (x2, y2, u2) = given_numbers
    apart = [root_above(square(a, b)) for a, b in ((x, x2), (u, u2), (y, y2))]
    in_x, in_u = componentwise._apart(matrix, block, (apart[0], apart[1]), apart[2])
    for bound, one, other in zip((in_x, in_u), *found, strict=True):
        # the u that were given are balls of 53 bits
        assert square(one, other) <= (bound + Fraction(1, 10**9)) ** 2


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("keeps", [False, True])
def test_hard_cases(name, keeps):
    iteration, y = hard(name, keeps_dual=keeps)
    size = root_above(sum(v * v for v in y)) + root_above(sum(v * v for v in iteration.start))
    size = size or Fraction(1)
    norm = min(Fraction(1), iteration.matrix.norm)
    for accuracy in (None, size / 10**40):
        balls = componentwise_balls(iteration, y, accuracy=accuracy)
        exact = direct(iteration, [Real(v) for v in y])
        for ball, values in zip(balls, exact, strict=True):
            assert excess(ball.centre, values, 700) <= ball.radius**2
            assert ball.radius <= (accuracy or size / norm / 2**53)


@pytest.mark.parametrize("name", MATRICES)
@pytest.mark.parametrize("schedule", ["reset", "warm"])
def test_the_pilot_proposes_enough_bits_and_not_many_more(name, schedule, monkeypatch):
    net, y = lively(name, schedule=schedule)
    tried = []
    evaluate = componentwise._evaluate
    monkeypatch.setattr(
        componentwise, "_evaluate", lambda *a, **k: tried.append(1) or evaluate(*a, **k)
    )
    for accuracy in (Fraction(1, 10**6), Fraction(1, 10**40)):
        tried.clear()
        balls = componentwise_balls(net.iteration, y, accuracy=accuracy)
        worst = max(ball.radius for ball in balls)
        assert accuracy / 2**60 < worst <= accuracy and len(tried) == 1
        for one, other in zip(balls, precise_norm_balls(net.iteration, y, bits=64), strict=True):
            assert square(one.centre, other.centre) <= (one.radius + other.radius) ** 2
            assert one.radius <= one.fresh <= 4 * accuracy


@pytest.mark.parametrize("wrong", [0, 40])
def test_a_pilot_that_is_wrong_costs_time_but_nothing_else(wrong, monkeypatch):
    net, y = lively(MATRICES[0])
    right = componentwise_balls(net.iteration, y)
    monkeypatch.setattr(
        componentwise, "needed_bits", lambda *a, **k: [[wrong] for _ in net.iteration.blocks]
    )
    monkeypatch.setattr(componentwise, "EACH", 10**6)
    for one, other in zip(componentwise_balls(net.iteration, y), right, strict=True):
        assert square(one.centre, other.centre) <= (one.radius + other.radius) ** 2
        assert max(one.radius, other.radius) <= root_above(sum(v * v for v in y)) / 2**50


def test_half_the_radius_would_be_wrong():
    """A division, a product and a sum in one dimension: almost as far off as the radius says."""
    rng = np.random.default_rng(0)
    ratios = []
    for _ in range(60):
        t, start = Fraction(int(rng.integers(1, 10**6)), 3**12), 1 + float(rng.random())
        toy = Iteration(
            matrix=Matrix([[2.0**-20]]),
            thresholds=[t],
            blocks=[Block(steps=1, tau=Fraction(1, 4), sigma=1)],
            start=[Fraction(start)],
        )
        (ball,) = componentwise_balls(toy, [0], bits=64)
        exact = toy.start[0] - t / 4
        ratios.append(abs(ball.centre[0] - exact) / ball.radius)
    assert Fraction(1, 2) < max(ratios) <= 1


@pytest.mark.parametrize("more", [0, 2])
def test_half_of_what_an_error_of_y_adds_would_be_wrong(more):
    """48 steps of it, while the iteration turns by three radians; then blocks that do nothing."""
    e, still = (
        Fraction(1, 2**20),
        Block(steps=1, tau=Fraction(1, 1 << 20), sigma=Fraction(1, 1 << 20)),
    )
    toy = Iteration(
        matrix=Matrix([[2.0**-4]]),
        thresholds=[0],
        blocks=[Block(steps=48, tau=1, sigma=1), *[still] * more],
    )
    given_y = componentwise_balls(toy, [0], accuracy=Fraction(1, 10**40), y_error=e)[-1]
    exact = componentwise_balls(toy, [e], accuracy=Fraction(1, 10**40))[-1]
    for radius in (given_y.radius, given_y.radius if more else given_y.fresh):
        ratio = abs(given_y.centre[0] - exact.centre[0]) / radius
        assert 0.59 < ratio <= 1 + Fraction(1, 10**30)


def test_what_is_refused_and_what_cannot_be_decided():
    net, y = lively(MATRICES[6], accuracy=1e-3)
    toy = net.iteration
    for bits in (63, 2**16 + 1, 128.0, True):
        with pytest.raises(DomainError, match=r"bits: got .*, need an integer from 64 to 65536"):
            componentwise_balls(toy, y, bits=bits)
    with pytest.raises(DomainError, match="accuracy: got 0, need > 0"):
        componentwise_balls(toy, y, accuracy=0)
    with pytest.raises(UndecidedError, match="componentwise: 64 bits were tried"):
        componentwise_balls(toy, y, bits=64)
    with pytest.raises(UndecidedError, match=r"is about 2\^-\d+, need 2\^-\d+"):
        componentwise_balls(toy, y, bits=5000, accuracy=Fraction(1, 10**2000))
    balls = componentwise_balls(toy, y, bits=5000)
    assert balls[-1].radius < Fraction(1, 10**100)
    with pytest.raises(UndecidedError, match=r"componentwise: 6\d+ bits may be needed, more than"):
        componentwise_balls(toy, y, accuracy=Fraction(1, 10**20_000))


def test_threads_do_not_share_a_precision():
    net, y = lively(MATRICES[2], accuracy=1e-2)
    jobs = [64, 300, None, 128, 500, None, 90, 1000]

    def work(bits):
        if bits is None:
            return componentwise_balls(net.iteration, y)[-1]
        return list(precise_norm_balls(net.iteration, y, bits=bits))[-1]

    alone = [work(bits) for bits in jobs]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(work, jobs))
    assert all(
        a.centre == b.centre and a.radius == b.radius for a, b in zip(alone, together, strict=True)
    )
    assert math.isfinite(float(alone[0].radius))
