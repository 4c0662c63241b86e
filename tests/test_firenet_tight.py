"""How tight norm balls are: radii half as large would be wrong, and so would shorter metrics."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from iterations import iterations

from computable.firenet import Block, Iteration
from computable.firenet.evaluation.componentwise import componentwise_balls
from computable.firenet.evaluation.precise_ball import Metric, precise_norm_balls
from computable.network.norm import root_above
from computable.nullspace import Matrix
from computable.testing import rationals


def square(a, b):
    return sum((Fraction(v) - Fraction(w)) ** 2 for v, w in zip(a, b, strict=True))


def deviation(iteration, y, *, bits, exact_y=None, **options):
    """Return the distance of the last value from the exact one, in radii."""
    *_, ball = precise_norm_balls(iteration, y, bits=bits, **options)
    exact = componentwise_balls(iteration, exact_y or y, accuracy=Fraction(1, 10**150))[-1]
    radius = ball.radius if len(iteration.blocks) > 1 else min(ball.radius, ball.fresh)
    return math.sqrt(square(ball.centre, exact.centre) / radius**2)


def one_by_one(entry, *, t=0, steps=1, tau=1, sigma=1, blocks=1, start=0, **options):
    block = Block(steps=steps, tau=Fraction(tau), sigma=Fraction(sigma))
    return Iteration(
        matrix=Matrix([[entry]]),
        thresholds=[t],
        blocks=[block] * blocks,
        start=[Fraction(start)],
        **options,
    )


@given(iterations(most_blocks=1), st.data())
@settings(deadline=None)
def test_the_lengths_of_the_metric(iteration, data):
    """``|x|**2 / tau - 2 <u, A x> + |u|**2 / sigma``, exactly, against what is said about it."""
    A, metric = iteration.matrix.rows, Metric.of(iteration.matrix, iteration.blocks[0])
    m, N = iteration.matrix.shape
    tau, sigma = metric.sizes.tau, metric.sizes.sigma
    x = data.draw(st.lists(rationals(size=9), min_size=N, max_size=N))
    u = data.draw(st.lists(rationals(size=9), min_size=m, max_size=m))
    images = [sum(a * v for a, v in zip(row, x, strict=True)) for row in A]
    if data.draw(st.booleans()):
        u = [sigma * v for v in images]  # where it is shortest
    xx, uu = sum(v * v for v in x), sum(v * v for v in u)
    form = xx / tau - 2 * sum(v * w for v, w in zip(u, images)) + uu / sigma
    assert xx <= metric.in_x**2 * form and uu <= metric.in_u**2 * form
    assert form <= metric.length(root_above(xx), root_above(uu)) ** 2
    assert uu / sigma <= metric.of_u**2 * uu
    if uu <= (2 * sigma * metric.bound) ** 2 * xx:
        assert form <= metric.of_x**2 * xx


def test_no_length_of_the_metric_is_larger_than_it_has_to_be():
    """For one entry, where ||A|| is known, up to the rounding of roots."""
    toy = one_by_one(1, tau=Fraction(1, 2))
    metric, near = Metric.of(toy.matrix, toy.blocks[0]), 1 + Fraction(1, 10**8)
    a, tau, sigma = Fraction(1), Fraction(1, 2), Fraction(1)

    def form(x, u):
        return x**2 / tau - 2 * a * x * u + u**2 / sigma

    one = Fraction(1)
    assert metric.in_x**2 * form(one, sigma * a) <= near
    assert metric.in_u**2 * form(tau * a, one) <= near
    assert metric.length(one, one) ** 2 <= form(one, -one) * near
    assert metric.of_x**2 <= form(one, -2 * sigma * a) * near


class TestTightness:
    """Radii that were half as large would be wrong: there are such examples."""

    def test_rounding_of_a_point(self):
        rng = np.random.default_rng(0)
        ratios = []
        for _ in range(60):
            t, start = Fraction(int(rng.integers(1, 10**6)), 3**12), 1 + float(rng.random())
            toy = one_by_one(2.0**-20, t=t, tau=Fraction(1, 4), start=start)
            ratios.append(deviation(toy, [0], bits=64))
        assert 0.8 < max(ratios) <= 1

    def test_rounding_of_a_dual(self):
        """It moves the points of later steps, here by turning a few degrees in each."""
        rng = np.random.default_rng(1)
        ratios = []
        for _ in range(30):
            y = [Fraction(int(rng.integers(1, 10**9)), 3**25)]
            start = float(rng.random()) / 256
            ratios.append(deviation(one_by_one(2.0**-5, steps=8, start=start), y, bits=64))
        assert 0.5 < max(ratios) <= 1

    @pytest.mark.parametrize("bits", [64, 300])
    def test_an_error_of_y(self, bits):
        """Errors of 48 steps add up while the iteration turns by three radians."""
        toy, e = one_by_one(2.0**-4, steps=48), Fraction(1, 2**20)
        assert 0.59 < deviation(toy, [0], exact_y=[e], bits=bits, y_error=e) <= 1

    def test_an_error_that_goes_through_blocks(self):
        """The next block takes no step that changes much: its start is as far off as before."""
        toy, e = one_by_one(2.0**-4, steps=48), Fraction(1, 2**20)
        still = Block(steps=1, tau=Fraction(1, 1 << 20), sigma=Fraction(1, 1 << 20))
        longer = Iteration(matrix=toy.matrix, thresholds=[0], blocks=[*toy.blocks, still, still])
        assert 0.59 < deviation(longer, [0], exact_y=[e], bits=128, y_error=e) <= 1

    def test_an_error_of_a_dual_that_is_kept(self):
        """The first block only moves u, the second turns that into x, by 2.3 radians."""
        first = Block(steps=1, tau=Fraction(1, 1 << 60), sigma=Fraction(1, 1 << 10))
        second = Block(steps=37, tau=Fraction(1 << 22), sigma=Fraction(1, 1 << 30))
        toy = Iteration(
            matrix=Matrix([[1]]), thresholds=[0], blocks=[first, second], keeps_dual=True
        )
        e = Fraction(1, 2**20)
        assert 0.69 < deviation(toy, [0], exact_y=[e], bits=128, y_error=e) <= 1

    def test_rounding_of_a_dual_that_is_kept(self):
        """As before; thousands of steps of the first block are rounded, some of the second."""
        first = Block(steps=2000, tau=Fraction(1, 1 << 60), sigma=Fraction(1, 1 << 10))
        second = Block(steps=37, tau=Fraction(1 << 22), sigma=Fraction(1, 1 << 30))
        toy = Iteration(
            matrix=Matrix([[1]]), thresholds=[0], blocks=[first, second], keeps_dual=True
        )
        assert 0.1 < deviation(toy, [Fraction(1, 3)], bits=64) <= 1
