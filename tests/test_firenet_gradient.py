"""The gradients that attacks follow are the derivatives of what the networks compute."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from firenet_attacks import CASES, SCHEDULES, balls, exact, network, plus, precise
from hypothesis import given, settings
from hypothesis import strategies as st
from networks_at_random import networks

from computable import DomainError
from computable.firenet import Block, Iteration
from computable.firenet.stability.gradient import forward
from computable.nullspace import Matrix
from computable.recovery.rounding import gamma

SEEDS = st.integers(0, 10**6)
BUDGETS = ["1e-9", "1e-6", "1e-3", "1e-1", 1]
ANY = "hadamard 7 x 8"


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(list(CASES)), st.sampled_from(SCHEDULES), SEEDS)
def test_values_are_those_of_the_norm_balls(name, schedule, seed):
    """The proof of a radius allows any order of the sums, so it is a bound for both."""
    net, rng = network(name, schedule, restarts=4, accuracy=None), np.random.default_rng(seed)
    m = CASES[name][0].shape[0]
    points = rng.standard_normal((3, m)) * 10.0 ** rng.integers(-3, 2)
    for value, y in zip(forward(net, points)[0], points, strict=True):
        ball = balls(net.iteration, y)[-1]
        off = [a - Fraction(b) for a, b in zip(exact(value), ball.centre.tolist(), strict=True)]
        assert sum(v * v for v in off) <= (2 * ball.radius) ** 2


@settings(deadline=None, max_examples=30)
@given(st.booleans(), SEEDS)
def test_the_gradient_is_the_derivative(keeps, seed):
    """Against a difference of 60 digits, wherever it is linear enough to be the derivative."""
    rng = np.random.default_rng(seed)
    matrix = Matrix(rng.standard_normal((2, 3)) / 2)
    sizes = [(int(rng.integers(1, 6)), 2.0 ** rng.integers(-2, 2)) for _ in range(2)]
    share = Fraction(1, 2) / matrix.norm**2
    blocks = [
        Block(steps=p, tau=Fraction(tau), sigma=Fraction(float(share / Fraction(tau))))
        for p, tau in sizes
    ]
    iteration = Iteration(
        matrix=matrix,
        thresholds=exact(rng.uniform(0, 0.2, 3)),
        blocks=blocks,
        keeps_dual=keeps,
        start=exact(rng.standard_normal(3)),
    )
    y, v, c = (rng.standard_normal(n) for n in (2, 2, 3))
    y *= rng.choice([0.1, 3.0])
    (found,) = forward(iteration, y[None])[1](c[None])
    with mpmath.workdps(60):
        h = mpmath.mpf(10) ** -25
        at = {k: precise(iteration, [mpmath.mpf(a) + k * h * b for a, b in zip(y, v)])
              for k in (-1, 0, 1)}  # fmt: skip
        ahead, behind = (
            [k * (a - b) / h for a, b in zip(at[k], at[0], strict=True)] for k in (1, -1)
        )
        bent = sum(abs(a - b) for a, b in zip(ahead, behind, strict=True))
        if bent > mpmath.mpf(10) ** -15:
            return  # a kink between the points
        wanted = float(sum(a * b for a, b in zip(ahead, c, strict=True)))
    # At most 10 steps, each with less than 100 roundings by 2^-53 and, of the projection, a second
    # derivative of at most 3, in a metric in which none expands; changing to it and back multiplies
    # by at most 50, and the norms of c and v by 25: 4e-10.
    assert abs(found @ v - wanted) <= 1e-9


@settings(deadline=None, max_examples=60)
@given(networks(skips=False, gates=False, relu=True), SEEDS)
def test_the_gradient_of_a_perceptron_is_its_slope(net, seed):
    """On a segment without kinks the exact difference is linear."""
    rng = np.random.default_rng(seed)
    y, v = (rng.standard_normal(net.input_size) for _ in range(2))
    c = rng.standard_normal(net.output_size)
    h = Fraction(1, 10**9)
    at = [net(plus(exact(y), [k * h * a for a in exact(v)])) for k in (-1, 0, 1)]
    if any(a + b != 2 * o for a, o, b in zip(*at, strict=True)):
        return
    slope = [(b - o) / h for o, b in zip(at[1], at[2], strict=True)]
    values, pullback = forward(net, y[None])
    (found,) = pullback(c[None])
    size, bias, rounds = np.abs(v), np.abs(y), 4
    for j, layer in enumerate(net.maps):
        rows = [dict(row) for row in layer.weights]
        W = np.array([[abs(float(r.get(k, 0))) for k in range(layer.columns)] for r in rows])
        size, bias = W @ size, W @ bias + np.abs([float(s) for s in layer.shift])
        rounds += layer.columns + layer.rows + 4 + j
    lost = gamma(rounds) * 1.001
    assert abs(found @ v - sum(float(a) * b for a, b in zip(slope, c))) <= lost * (size @ np.abs(c))
    off = np.abs(values[0] - np.array(list(map(float, at[1]))))
    assert (off <= lost * bias + 1e-300).all()


@settings(deadline=None, max_examples=20)
@given(networks(gates=True).filter(lambda net: not net.is_relu))
def test_networks_of_other_kinds_are_refused(net):
    with pytest.raises(DomainError, match="need ReLU layers"):
        forward(net, np.zeros((1, net.input_size)))
