"""Steps on limbs: exact where they are said to be, errors within bounds, some nearly as large."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable.ball import limb_steps
from computable.ball.limb_loop import Layout, Loop
from computable.ball.limb_steps import LimbSteps, limb_layout
from computable.ball.limbs import EXACT, Slices, joined
from computable.ball.primal_dual import CentredSteps, Sizes


def layouts():
    """Layouts of a matrix of signs and of one with all digits, b as it is chosen for 128 bits."""
    rng = np.random.default_rng(0)
    for array in (rng.choice([-1.0, 1.0], (6, 9)), rng.standard_normal((6, 9))):
        chosen = limb_layout(array, 128)
        yield Layout(matrix=chosen.matrix, b=chosen.b, rows=10, front=2)


@pytest.mark.parametrize("layout", list(layouts()), ids=["signs", "digits"])
@pytest.mark.parametrize("seed", range(20))
def test_one_step_is_within_its_errors(layout, seed):
    """Against rationals, for numbers of any size up to the limit, projected or not."""
    rng = np.random.default_rng(seed)
    b, grid = layout.b, 1 << layout.places
    m, N = layout.matrix.parts[0].shape
    size = b * (layout.rows - 1) + math.floor(math.log2(layout.limit)) - 3

    def integers(count, bits):
        return [int(rng.integers(-(2**60), 2**60)) << max(0, bits - 60) for _ in range(count)]

    z = integers(N, size - 4)
    t = [abs(v) for v in integers(N, size - 5)]
    shift, u = (
        integers(m, layout.places + seed % 5 - 2),
        [v // m for v in integers(m, layout.places)],
    )
    sizes = Sizes(
        steps=1, tau=Fraction(1, 8), sigma=Fraction(float(1 / layout.matrix.unit) ** 2 / 32)
    )
    c = sizes.tau * sizes.sigma * layout.matrix.unit**2
    loop = Loop(
        layout, factor=round(c * (1 << b * (layout.rows - 1))), thresholds=t, shift=shift, z=z, u=u
    )
    assert loop.run(1)
    K = exact_matrix(layout.matrix, b)
    d = [v - sum(K[i][j] * u[i] for i in range(m)) for j, v in enumerate(z)]
    new = [max(v - s, 0) - max(-v - s, 0) for v, s in zip(d, t, strict=True)]
    in_x, in_u = limb_steps._errors(sizes, layout, loop.largest)
    step = sizes.tau * layout.matrix.unit / grid
    assert max(map(abs, d)) <= loop.largest * (1 << b * (layout.rows - 1))
    assert sum((a - v) ** 2 for a, v in zip(loop.sum, new, strict=True)) * step**2 <= in_x**2
    # u+ from the computed z+, as the bound says
    w = [2 * a - v for a, v in zip(loop.sum, z, strict=True)]
    h = [u[i] + c * sum(K[i][j] * w[j] for j in range(N)) - shift[i] for i in range(m)]
    norm = Fraction(math.isqrt(int(sum(v * v for v in h) * 4**400)), grid << 400)
    expected = [v / max(1, norm) for v in h]
    error = sum((a - v) ** 2 for a, v in zip(loop.dual, expected, strict=True)) / grid**2
    assert error <= in_u**2
    for limbs in (loop._z, loop._u):
        assert all(float(v).is_integer() for v in limbs.flat) and np.abs(limbs).max() < layout.most


def exact_matrix(matrix, b):
    m, N = matrix.parts[0].shape
    return [
        [
            sum(
                Fraction(part[i, j]) / 2 ** (b * (s + matrix.offset))
                for s, part in enumerate(matrix.parts)
            )
            for j in range(N)
        ]
        for i in range(m)
    ]


def test_what_slices_leave_out_is_nearly_as_much_as_the_bound():
    b, rows, m, N, S = 20, 6, 4, 3, 3
    part = np.full((m, N), 2.0**19)
    matrix = Slices(unit=Fraction(1), parts=(part,) * S, offset=1, largest=2.0**19)
    layout = Layout(matrix=matrix, b=b, rows=rows, front=1)
    loop = Loop(layout, factor=0, thresholds=[1] * N, shift=[0] * m, z=[0] * N, u=[0] * m)
    u = np.full((rows, m), layout.most)
    d = np.empty((rows, N))
    loop._back_product(np.zeros((rows, N)), u, d)
    K = exact_matrix(matrix, b)
    exact = -sum(K[i][0] * joined(u, b)[i] for i in range(m))
    bound = 1.02 * S * m * layout.most * matrix.largest / 2**b
    assert 0.9 * bound < abs(joined(d, b)[0] - exact) <= bound
    w, v = np.full((rows, N), 3 * layout.most), np.empty((rows, m))
    loop._forward_product(w, v)
    exact = sum(K[0][j] * joined(w, b)[j] for j in range(N))
    bound = 1.02 * S * N * 3 * layout.most * matrix.largest / 2**b
    assert 0.9 * bound < abs(joined(v, b)[0] - exact) <= bound


@pytest.mark.parametrize("above", [-1, 0, 1])
@pytest.mark.parametrize("sign", [-1, 1])
def test_a_threshold_is_compared_exactly(above, sign, monkeypatch):
    """d = t, or one unit more or less: floats cannot tell, so the steps are done again."""
    layout = next(iter(layouts()))
    m, N = layout.matrix.parts[0].shape
    asked = []
    decide = Loop._decide
    monkeypatch.setattr(Loop, "_decide", lambda self, *a: asked.append(1) or decide(self, *a))
    t = (1 << layout.places) // 3
    z = [sign * (t + above)] + [0] * (N - 1)
    loop = Loop(layout, factor=0, thresholds=[t] * N, shift=[0] * m, z=z, u=[0] * m)
    assert loop.run(1) and asked
    assert loop.sum == [sign * max(above, 0)] + [0] * (N - 1)


def test_thresholds_are_compared_exactly_at_random():
    """d is nearer to t than float64 can tell, from sums of large numbers that cancel."""
    layout = next(iter(layouts()))
    (m, N), b, K = layout.matrix.parts[0].shape, layout.b, exact_matrix(layout.matrix, layout.b)
    rng = np.random.default_rng(5)
    for k in range(60):
        u = joined(np.rint(rng.uniform(-1, 1, (layout.rows, m)) * layout.most), b)
        u = [v >> b for v in u]
        t = abs(int(rng.integers(1, 2**60)) << (layout.places - 60)) + k
        tiny = [int(v) << (layout.places - 110) for v in rng.integers(-(2**57), 2**57, N)]
        signs = [int(v) for v in rng.choice([-1, 1], N)]
        moved = [int(sum(K[i][j] * u[i] for i in range(m))) for j in range(N)]
        d = [s * (t + v) for s, v in zip(signs, tiny, strict=True)]
        z = [a + v for a, v in zip(d, moved, strict=True)]
        loop = Loop(layout, factor=0, thresholds=[t] * N, shift=[0] * m, z=z, u=u)
        assert loop.run(1)
        assert loop.sum == [s * max(v, 0) for s, v in zip(signs, tiny, strict=True)]


@pytest.mark.parametrize(
    ("part", "fits"), [(Fraction(499, 500), True), (Fraction(501, 500), False)]
)
def test_a_dual_that_is_too_long_before_its_projection_is_noticed(part, fits):
    layout = next(iter(layouts()))
    m, N = layout.matrix.parts[0].shape
    h = int(part * (1 << layout.b * layout.rows - 1))
    loop = Loop(
        layout, factor=0, thresholds=[0] * N, shift=[-h] + [0] * (m - 1), z=[0] * N, u=[0] * m
    )
    assert loop.run(1) == fits
    if fits:
        one = Fraction(loop.dual[0], 1 << layout.places)
        assert loop.dual[1:] == [0] * (m - 1) and abs(one - 1) < Fraction(1, 2**100)


def test_the_rounding_of_c_may_matter_most():
    """A long row and large points; the bound allows for a w that is three times as large."""
    m, N = 1, 2000
    layout = replace(limb_layout(np.ones((m, N)), 128), b=20, rows=9, front=1)
    b, most = layout.b, int(layout.limit) - 1
    z = [most << b * (layout.rows - 1)] * N
    number = 1 << b * (layout.rows - 1) - 33  # c is half a unit of its last limb more
    c = Fraction(2 * number + 1, 2 << b * (layout.rows - 1))
    sizes = Sizes(steps=1, tau=Fraction(1, 2), sigma=Fraction(1, 2**32))
    loop = Loop(layout, factor=number, thresholds=[0] * N, shift=[0] * m, z=z, u=[0] * m)
    assert loop.run(1)
    error = abs(loop.dual[0] - c * N * z[0]) / (1 << layout.places)
    _, bound = limb_steps._errors(sizes, layout, loop.largest)
    assert Fraction(3, 10) < error / bound <= 1


def test_how_far_a_computed_dual_is_outside_the_unit_ball():
    rng = np.random.default_rng(0)
    lengths = []
    sizes = Sizes(steps=1, tau=Fraction(1, 64), sigma=Fraction(1))
    for _ in range(100):
        array = rng.choice([-1.0, 1.0], (3, 2))
        y = tuple(map(Fraction, rng.uniform(-9, 9, 3).tolist()))
        zero = (Fraction(0),) * 2
        run = LimbSteps(limb_layout(array, 64), y, zero, start=zero, bits=64)
        outside = run.block(sizes, keeps_dual=True).outside
        lengths.append(Fraction(sum(v * v for v in run._u), 4**run._dual_places))
        assert lengths[-1] <= (1 + outside) ** 2 and outside < Fraction(1, 2**64)
    assert max(lengths) > 1 > min(lengths)


def test_thresholds_of_zero_need_no_decision(monkeypatch):
    layout = next(iter(layouts()))
    m, N = layout.matrix.parts[0].shape
    monkeypatch.setattr(Loop, "_decide", None)
    z = [0, 1, -1, *[5] * (N - 3)]
    loop = Loop(layout, factor=0, thresholds=[0] * N, shift=[0] * m, z=z, u=[0] * m)
    assert loop.run(3) and loop.sum == [3 * v for v in z]


def test_a_block_that_outgrows_its_limbs_is_repeated(monkeypatch):
    """With a low limit: u = -1 adds one to z in every step."""
    counts = []
    run = Loop.run

    def counting(self, steps):
        counts.append(self._layout.front)
        return run(self, steps)

    monkeypatch.setattr(Loop, "run", counting)
    monkeypatch.setattr(Layout, "limit", property(lambda self: 4.0))
    array, y, t = np.ones((1, 2)), (Fraction(2) ** 40,), (Fraction(0), Fraction(0))
    sizes = Sizes(steps=9, tau=Fraction(2) ** 30, sigma=Fraction(1, 2**40))
    options = {"start": (Fraction(0),) * 2, "bits": 100}
    limbs = LimbSteps(limb_layout(array, 100), y, t, **options).block(sizes, keeps_dual=False)
    balls = CentredSteps(array.tolist(), y, t, **options).block(sizes, keeps_dual=False)
    assert max(abs(a - b) for a, b in zip(limbs.centre, balls.centre)) < Fraction(1, 2**50)
    assert counts == [1, 2]


@given(
    st.integers(2, 600),
    st.integers(2, 600),
    st.sampled_from([1.0, 3.0, None]),
    st.sampled_from([64, 128, 1000, 20_000]),
)
@settings(max_examples=60, deadline=None)
def test_layouts_keep_all_sums_exact(m, N, largest, bits):
    """The bounds of the module, term by term, for the layout that is chosen."""
    rng = np.random.default_rng(m * N)
    array = rng.choice([-1.0, 1.0], (m, N)) * largest if largest else rng.standard_normal((m, N))
    array[0, 0] = 1.0
    layout = limb_layout(array, bits)
    if layout is None:
        assert bits > 1000 or m * N > 10**5
        return
    half, C, S = 2.0 ** (layout.b - 1), layout.most, len(layout.matrix.parts)
    k, L = layout.matrix.largest, layout.rows
    assert S * m * C * k + 2 * C <= EXACT and 3 * S * N * C * k <= EXACT
    first = 0 if layout.matrix.offset else 3 * N * k * (layout.limit + 1)
    first += layout.forward / 2.0**layout.b + 1
    assert (half + 1) * (first + (L - 1) * layout.product) + 2 * C <= EXACT * (1 + 1e-9)
    assert (half + 1) * (L - 1) * C + (half + 1) * (half + 2) <= EXACT and L * m * C * C <= EXACT
    assert 2 <= layout.limit < half and layout.b > limb_steps.RESERVE
