"""Errors for other noise than planned, and with matrices that are known approximately."""

from dataclasses import replace
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
    null_space,
    plus,
    sparse,
    surely_apart,
    surely_off,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import DomainError
from computable.firenet.schedule import after_block
from computable.firenet.stability.change import matrix_change_bound
from computable.firenet.stability.error_bounds import error_bounds, sharpness_for
from computable.firenet.stability.inexact import plan_inexact, transferred
from computable.nullspace import (
    Assumed,
    Levels,
    Matrix,
    RecoveryConstants,
    assume,
)
from computable.recovery.outward import l2_above, root, significant
from computable.testing import rationals

SEEDS = st.integers(0, 10**6)
POWERS = st.integers(-8, 1).map(lambda k: Fraction(10) ** k)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(list(CASES)), st.sampled_from(SCHEDULES), POWERS, POWERS)
def test_for_the_data_of_the_plan_the_bounds_are_at_most_the_plan_s(name, schedule, noise, large):
    accuracy = 20 * network(name).sharpness.B * noise
    net = network(name, schedule, accuracy=accuracy, noise=noise, radius=max(accuracy * 2, 1))
    found = error_bounds(net)
    assert all(a <= b for a, b in zip(found.values, net.bounds, strict=True))
    grown = error_bounds(net, noise=noise + large)
    assert all(a <= b for a, b in zip(found.values, grown.values, strict=True))


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(list(CASES)), st.sampled_from(SCHEDULES), SEEDS, POWERS)
def test_a_block_is_at_most_as_bad_as_each_point_of_the_segment_says(name, schedule, seed, noise):
    """(1) for many s, for the value that a block has, and for its proved bound."""
    rng, net = np.random.default_rng(seed), network(name, schedule)
    matrix, levels = CASES[name]
    lam, B, theta = net.sharpness.lam, net.sharpness.B, root(net.iteration.contraction(), up=True)

    def objective(z, y):
        off = [a - b for a, b in zip(image(matrix, z), y, strict=True)]
        return lam * levels.l1_norm(z) + root(sum(v * v for v in off), up=False)

    x = sparse(levels, rng)
    y = plus(image(matrix, x), direction(matrix.shape[0], rng, noise))
    offset, bounds = net.sharpness.offset(noise=noise), error_bounds(net, noise=noise).values
    tiny = Fraction(1, 2**50)  # more than the roots here and the roundings there are off by
    steep = l2_above(net.iteration.thresholds) + matrix.norm
    point, G, dual = net.iteration.start, steep * bounds[0], 1
    steps = zip(net.iteration.blocks, balls(net.iteration, y), bounds[:-1], bounds[1:], strict=True)
    for block, ball, R, bound in steps:
        share = (1 + theta) / (2 * block.steps)
        rest = share * dual**2 / block.sigma
        after = tuple(map(Fraction, ball.centre.tolist()))
        value = objective(after, y) - steep * ball.fresh
        a = share * R**2 / block.tau
        right = []
        for s in (0, Fraction(1, 16), Fraction(1, 2), 1):
            z = tuple(p + s * (v - p) for p, v in zip(point, x, strict=True))
            far = sum((p - v) ** 2 for p, v in zip(point, z, strict=True))
            assert value <= objective(z, y) + share * far / block.tau + rest + tiny
            right.append((1 - s) * G + a * s**2 + rest)
        s = min(1, G / (2 * a))
        right.append((1 - s) * G + a * s**2 + rest)
        assert min(right) == right[-1]
        assert abs((bound - offset) / B - right[-1]) <= tiny
        G = significant((bound - offset) / B, up=True, bits=64)
        point, dual = after, 2 if schedule == "warm" else 1


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("name", CASES)
def test_noise_far_above_the_plan_is_multiplied_by_a_constant(name, schedule):
    """The bound of the schedule, with its steps, says nothing there."""
    net = network(name, schedule, accuracy="1e-8")
    for k in range(8):
        noise = Fraction(1, 10**k)
        offset = net.sharpness.offset(noise=noise)
        assert error_bounds(net, noise=noise).last <= 3 * offset + net.bounds[-1]
    R, planned = net.bounds[0], net.schedule
    offset, dual = net.sharpness.offset(noise="1/10"), 2 if planned.keeps_dual else 1
    for block in planned.blocks:
        new = after_block(
            block, R, B=net.sharpness.B, theta=planned.theta, dual=dual, offset=offset
        )
        R = significant(min(new, Fraction(10) ** 60), up=False, bits=64)
    assert R > 10**6


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(list(CASES)), st.sampled_from(SCHEDULES), SEEDS, st.integers(-8, -2))
def test_networks_of_matrices_near_a_are_bounded_too(name, schedule, seed, power):
    rng, net, e = np.random.default_rng(seed), network(name, schedule), Fraction(10) ** power
    matrix, levels = CASES[name]
    m, N = matrix.shape
    x = sparse(levels, rng)
    left, right = direction(m, rng, 1), direction(N, rng, e)  # of norm at most e
    rows = [plus(row, [a * b for b in right]) for row, a in zip(matrix.rows, left, strict=True)]
    other = replace(net.iteration, matrix=Matrix(rows))
    bounds = error_bounds(net, matrix_error=e)
    own = balls(other, image(other.matrix, x))
    for bound, ball in zip(bounds.values[1:], own, strict=True):
        assert surely_off(ball, x) <= bound
    y = image(matrix, x)
    changes = matrix_change_bound(net, e, largest=1)
    both = zip(changes.values[1:], balls(net.iteration, y), balls(other, y), strict=True)
    for bound, one, two in both:
        assert surely_apart(one, two) <= bound
    planned = plan_inexact(
        other.matrix, null_space(name), error=e, largest=1, restarts=12, schedule=schedule
    )
    run = planned.run(y)  # the data of A, the network of the other matrix
    off = [a - b for a, b in zip(run.point, x, strict=True)]
    assert l2_above(off) <= run.bound
    assert planned.provenance.matrix == other.matrix


@settings(deadline=None, max_examples=60)
@given(rationals(least=0, most=1, size=9).filter(lambda r: r < 1), st.integers(1, 99))
def test_any_lam_below_the_limit_has_an_inequality_and_the_least_one(rho, part):
    known = assume(Levels(sizes=[4, 4], sparsities=[1, 2], weights=[1, 2]), rho=rho, gamma="3/2")
    lam = Fraction(part, 100) / (Fraction(3, 2) * 3)  # xi = 9
    found = sharpness_for(known, lam)
    chosen = found.constants.null_space
    assert found.lam == lam and chosen.gamma == known.gamma and chosen.rho >= rho
    assert chosen.provenance == known.provenance
    if chosen.rho > rho:
        less = replace(chosen, rho=max(rho, chosen.rho * Fraction(999, 1000)))
        with pytest.raises(DomainError, match="a larger one these constants bound no error"):
            RecoveryConstants(null_space=less).sharpness(lam)
    with pytest.raises(DomainError, match="lam"):
        sharpness_for(known, Fraction(1, 4) if part % 2 else 0)


def test_an_assumed_property_stays_visible_and_says_of_what_it_is():
    matrix, levels = CASES["hadamard 7 x 8"]
    known = assume(levels, rho="1/5", gamma=1, source="a lecture")
    nets = [
        plan_inexact(matrix, known, error="1/100", largest=2, accuracy=1, known_of=of)
        for of in ("true", "approximate")
    ]
    for net in nets:
        assert isinstance(net.provenance, Assumed)
        assert isinstance(error_bounds(net).provenance, Assumed)
        assert net.noise == Fraction(1, 50) and net.bounds[0] == 2
    assert nets[0].sharpness.B > nets[1].sharpness.B
    with pytest.raises(DomainError, match="it is assumed"):
        transferred(known, matrix)


def test_a_transferred_property_uses_what_is_proved_of_a_neighbourhood():
    matrix = CASES["hadamard 7 x 8"][0]
    wide = null_space("hadamard 7 x 8").perturbed("1/100")
    assert wide.provenance.within == Fraction(1, 100)
    near = Matrix([[v + Fraction(i == j, 1000) for j, v in enumerate(row)]
                   for i, row in enumerate(matrix.rows)])  # fmt: skip
    moved = transferred(wide, near)
    assert (moved.rho, moved.gamma) == (wide.rho, wide.gamma)
    assert moved.provenance.matrix == near
    assert abs(moved.provenance.within - Fraction(9, 1000)) < Fraction(1, 10**6)
    with pytest.raises(DomainError, match="not known well enough"):
        transferred(wide, Matrix([[-v for v in row] for row in matrix.rows]))
    with pytest.raises(DomainError, match="shape"):
        transferred(wide, Matrix([[1, 2]]))
