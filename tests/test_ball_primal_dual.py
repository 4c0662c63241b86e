"""The halves of a step on balls: whatever numbers are in the balls, their exact image is, too."""

from fractions import Fraction

import flint
from hypothesis import given, settings
from hypothesis import strategies as st

from computable.ball import ball_between, end_points
from computable.ball.arithmetic import working_precision
from computable.ball.primal_dual import Sizes, _Data, _Maps, _near_threshold
from computable.network.norm import root_above
from computable.testing import rationals

RADII = st.sampled_from([Fraction(0), Fraction(1, 2**70), Fraction(1, 100), Fraction(1, 3)])
VALUES = rationals(least=-2, most=2, size=12)


def soft(v, t):
    return max(v - t, 0) - max(-v - t, 0)


@st.composite
def columns(draw, length):
    """A column of balls, and numbers in them: ends, midpoints, anything between."""
    balls, numbers = [], []
    for _ in range(length):
        centre, radius = draw(VALUES), draw(RADII)
        part = draw(st.sampled_from([-1, 0, 1, Fraction(1, 3)]))
        balls.append(ball_between(centre - radius, centre + radius))
        numbers.append(centre + part * radius)
    return flint.arb_mat(length, 1, balls), numbers


@st.composite
def steps(draw):
    m, N = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    row = st.lists(VALUES, min_size=N, max_size=N)
    A = draw(st.lists(row, min_size=m, max_size=m))
    y = draw(st.lists(VALUES, min_size=m, max_size=m))
    t = draw(st.lists(rationals(least=0, most=1, size=6), min_size=N, max_size=N))
    tau, sigma = (Fraction(draw(st.integers(1, 12)), 8) for _ in range(2))
    return A, y, t, Sizes(steps=1, tau=tau, sigma=sigma)


def contains(column, values):
    for ball, value in zip(column.entries(), values, strict=True):
        lower, upper = end_points(ball)
        assert lower <= value <= upper


@given(steps(), st.data())
@settings(deadline=None, max_examples=200)
def test_the_first_half(step, data):
    A, y, t, sizes = step
    with working_precision(64):
        x, x_values = data.draw(columns(len(t)))
        u, u_values = data.draw(columns(len(y)))
        found = _Maps(_Data(A, y, t), sizes).primal(x, u)
    moved = [
        v - sizes.tau * sum(A[i][j] * u_values[i] for i in range(len(y)))
        for j, v in enumerate(x_values)
    ]
    contains(found, [soft(v, sizes.tau * c) for v, c in zip(moved, t, strict=True)])


@given(steps(), st.data())
@settings(deadline=None, max_examples=300)
def test_the_second_half(step, data):
    A, y, t, sizes = step
    with working_precision(64):
        x, x_values = data.draw(columns(len(t)))
        new, new_values = data.draw(columns(len(t)))
        u, u_values = data.draw(columns(len(y)))
        found = _Maps(_Data(A, y, t), sizes).dual(x, new, u)
    ahead = [2 * a - b for a, b in zip(new_values, x_values, strict=True)]
    h = [
        u_values[i] + sizes.sigma * (sum(a * v for a, v in zip(A[i], ahead)) - y[i])
        for i in range(len(y))
    ]
    if not all(ball.is_finite() for ball in found.entries()):
        wide = (*x.entries(), *new.entries(), *u.entries())
        assert any(ball.rad() > 2.0**-8 for ball in wide)  # the ball of |h|^2 may reach zero
        return
    norm = root_above(sum(v * v for v in h))  # within 2^-125 of it
    for ball, value in zip(found.entries(), h, strict=True):
        lower, upper = end_points(ball)
        slack = abs(value) / 2**120
        assert lower - slack <= value / max(1, norm) <= upper + slack


@given(rationals(least=-1, most=1, size=9), rationals(least=0, most=1, size=9), RADII, RADII)
def test_near_a_threshold(v, t, r, s):
    with working_precision(64):
        found = _near_threshold(ball_between(v - r, v + r), ball_between(t - s, t + s))
    lower, upper = end_points(found)
    for a in (v - r, v, v + r):
        for b in (max(t - s, 0), t, t + s):
            assert lower <= soft(a, b) <= upper


def test_a_norm_of_one_is_no_obstacle():
    """(3/5, 4/5) at 64 bits: the ball of the norm holds one, and so it may be left as it is."""
    y = [Fraction(-3, 5), Fraction(-4, 5)]
    with working_precision(64):
        maps = _Maps(
            _Data([[Fraction(0)], [Fraction(0)]], y, [Fraction(0)]),
            Sizes(steps=1, tau=Fraction(1), sigma=Fraction(1)),
        )
        zero = flint.arb_mat(1, 1)
        found = maps.dual(zero, zero, flint.arb_mat(2, 1))
    contains(found, [Fraction(3, 5), Fraction(4, 5)])
    assert all(ball.rad() < 2.0**-58 for ball in found.entries())
