"""What steps on limbs are off by, against the list in their module, term by term."""

from fractions import Fraction

import numpy as np
import pytest
from exact_formulas import gamma, is_close, norm, root, seen

from computable.ball import limb_loop, limb_steps
from computable.ball.limb_loop import Layout, Loop
from computable.ball.limb_steps import LimbSteps, limb_layout
from computable.ball.limbs import Slices
from computable.ball.primal_dual import Sizes

HALF = Fraction(1, 2)


def exact_layout(rng):
    """A layout with any numbers: its errors need no matrix."""
    m, N = rng.integers(1, 9, 2).tolist()
    b, S = int(rng.choice([13, 14, 20, 24])), int(rng.integers(1, 4))
    largest = float(2 ** (b - 1) if S > 1 else rng.integers(1, 5))
    parts = (np.zeros((m, N)),) * S
    unit = Fraction(2) ** int(rng.integers(-9, 9))
    matrix = Slices(unit=unit, parts=parts, offset=int(S > 1), largest=largest)
    return Layout(matrix=matrix, b=b, rows=int(rng.integers(4, 9)), front=int(rng.integers(1, 3)))


def limb_errors(sizes, layout, largest, halved=None):
    """Return e_x and e_u by the list in the module, in exact numbers."""

    def weight(part):
        return HALF if part == halved else 1

    matrix, L, B = layout.matrix, layout.rows, 2**layout.b
    (m, N), C = matrix.parts[0].shape, Fraction(5, 8) * B
    S, k, g = len(matrix.parts), Fraction(matrix.largest), matrix.unit
    c = sizes.tau * sizes.sigma * g**2
    grid, some = Fraction(1, 2 ** (layout.b * (L - layout.front))), Fraction(102, 100)
    row = some * k / B if matrix.offset else k
    back = some * S * m * C * k / B * weight("K^T u") if matrix.offset else 0
    forward = some * S * N * 3 * C * k / B * weight("K w") if matrix.offset else 0
    e_x = root(N) * (back + HALF * weight("t / g"))
    h = c * forward + HALF * weight("sigma y")
    h += Fraction(51, 100) * L * Fraction(layout.product) * weight("c v")
    h += Fraction(51, 100) * L * C * weight("h / |h|")
    v = root(m) * N * row * 3 * Fraction(largest)
    e_u = root(m) * h + v / 2 * weight("c") + Fraction(B, 2) * weight("1 / |h|")
    return sizes.tau * g * grid * e_x, grid * e_u


def limb_cases():
    for seed in range(300):
        rng = np.random.default_rng(seed)
        power = [Fraction(2) ** int(v) for v in rng.integers(-20, 20, 2)]
        sizes = Sizes(steps=1, tau=power[0], sigma=power[1])
        yield sizes, exact_layout(rng), 2.0 ** float(rng.integers(-9, 23))


def test_the_errors_of_limbs_are_the_formula():
    for case in limb_cases():
        for found, formula in zip(limb_steps._errors(*case), limb_errors(*case), strict=True):
            assert is_close(found, formula)


LISTED = ("K^T u", "K w", "t / g", "sigma y", "c v", "h / |h|", "c", "1 / |h|")


@pytest.mark.parametrize("part", LISTED)
def test_half_of_any_error_of_limbs_would_be_wrong(part):
    count = 0
    for case in limb_cases():
        pairs = zip(limb_errors(*case), limb_errors(*case, halved=part), strict=True)
        count += any(seen(a, b) for a, b in pairs)
    assert count >= 5


def test_errors_are_added_up_one_by_one():
    error, at_start = Fraction(3, 7), Fraction(5, 11)
    for p in (1, 2, 9):
        found, sums = limb_steps._added(error, at_start, p), [at_start + error]
        for _ in range(p - 1):
            sums.append(sums[-1] + error)
        assert found.last == sums[-1] and found.total == sum(sums)


class Said:
    """A loop that ends with the numbers that it was told, and keeps what it started from."""

    def __init__(self, points, dual, largest=1.0):
        self.sum, self.dual, self.largest = points, dual, largest

    def __call__(self, layout, *, z, u, **data):
        self.layout, self.z, self.u = layout, z, u
        return self

    def run(self, steps):
        return True


@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize("count", [1, 3])
def test_what_a_block_of_limbs_says(count, keeps, monkeypatch):
    """The roundings of its start, of its average, and how far its dual is outside the ball."""
    monkeypatch.setattr(limb_steps, "_errors", lambda *_: (Fraction(0), Fraction(0)))
    rng = np.random.default_rng(count)
    array = np.eye(count)
    sigma = Fraction(3, 4)
    ratios, of_x, of_u = [], [], []
    for _ in range(60):
        start = [Fraction(int(v), 2**40) for v in rng.integers(1, 2**62, count)]
        run = LimbSteps(
            limb_layout(array, 64), (Fraction(1),) * count, (Fraction(0),) * count,
            start=start, bits=64,
        )  # fmt: skip
        x, u = start, [Fraction(0)] * count
        # the second block has a coarser grid
        for p, tau in ((3, Fraction(3, 4)), (7, Fraction(3, 1 << 60))):
            points = [int(v) for v in rng.integers(-(2**62), 2**62, count)]
            dual = [(int(v) << 40) + int(v) for v in rng.integers(2**58, 2**59, count)]
            said = Said(points, dual)
            monkeypatch.setattr(limb_steps, "Loop", said)
            found = run.block(Sizes(steps=p, tau=tau, sigma=sigma), keeps_dual=keeps)
            grid, step = Fraction(1, 1 << said.layout.places), tau * said.layout.matrix.unit
            half = root(count) / 2
            # the start is on the grid; each entry is off by half a unit at most
            assert found.in_x.total == p * found.in_x.last == p**2 * found.in_x.last / p
            assert is_close(found.in_x.last, step * grid * half)
            of_x.append(norm(a - v * step * grid for a, v in zip(x, said.z)) / found.in_x.last)
            average = [v * step * grid / p for v in points]
            off = norm(a - b for a, b in zip(average, found.centre, strict=True))
            assert off <= found.rounding and is_close(found.rounding, half / 2**run._places)
            ratios.append(off / found.rounding)
            if keeps:
                assert is_close(found.in_u.last, grid * half)
                of_u.append(norm(a - v * grid for a, v in zip(u, said.u)) / found.in_u.last)
                outside = norm(v * grid for v in dual) - 1
                assert max(outside, 0) <= found.outside <= max(outside, 0) + grid
            else:
                assert found.in_u.last == found.outside == 0 and not any(said.u)
            x, u = found.centre, [v * grid for v in dual]
    assert max(ratios + of_x + of_u) <= 1 and min(max(ratios), max(of_x)) > HALF
    assert not keeps or max(of_u) > HALF


def loops(count=40):
    """Loops that have not started, with their layouts: b as it is chosen, and any front."""
    for seed in range(count):
        rng = np.random.default_rng(seed)
        m, N = rng.integers(2, 9, 2).tolist()
        signs = rng.choice([-1.0, 1.0], (m, N))
        chosen = limb_layout(signs if seed % 2 else rng.standard_normal((m, N)), 128)
        front = 1 + seed % 4
        layout = Layout(matrix=chosen.matrix, b=chosen.b, rows=front + 7, front=front)
        top = layout.b * (layout.rows - 1)
        t = [int(v) << max(0, top - 4) for v in rng.integers(1, 2**8, N)]
        zero = {"shift": [0] * m, "z": [0] * N, "u": [0] * m}
        yield layout, Loop(layout, factor=0, thresholds=t, **zero), t, top


def test_where_float64_tells_on_which_side_of_a_threshold_d_is():
    """Against ``gamma(L)`` times the sums of the sizes of the limbs of d, and of those of t."""
    for layout, loop, thresholds, top in loops():
        rows, base = layout.rows, Fraction(2) ** layout.b
        raw = 2 * Fraction(layout.most) + (0 if layout.matrix.offset else Fraction(layout.back))
        below = raw / (base - 1)  # in rows after the first, each with its weight
        for j, threshold in enumerate(thresholds):
            t = Fraction(threshold, 1 << top)
            limbs_of_d, limbs_of_t = t + 2 * below, t + 1
            needed = gamma(rows) * (limbs_of_d + limbs_of_t)
            assert needed <= Fraction(loop._unsure[j]) <= 8 * needed + gamma(9 * rows)
        # |d| itself is raised by a share of 2**-40
        needed = gamma(rows) * 2 * below
        assert needed <= Fraction(loop._slack) <= 8 * needed + gamma(9 * rows)


def test_a_dual_that_is_not_projected_is_inside_the_ball():
    """The norm in float64 is off by the roundings of sums that may be larger than the ball."""
    for layout, loop, _, _ in loops():
        m, rows = loop._v.shape[1], layout.rows
        one = Fraction(1, 2 ** (layout.b * (layout.front - 1)))
        # limbs of a number within the ball add up to `one`, and twice those of the rows below
        lost = root(m) * gamma(rows) * (one + Fraction(5, 4))
        if loop._inside <= 0:  # never: then all norms are found from integers
            assert layout.front > 1
            continue
        inside = root(Fraction(loop._inside))
        assert inside * (1 + gamma(m + 9)) + lost <= one
        assert layout.front > 1 or inside > 1 - Fraction(1, 2**29)


def test_the_largest_number_of_a_block(monkeypatch):
    """Of all steps, whenever they are checked; raised by what floats are off by."""
    monkeypatch.setattr(limb_loop, "CHUNK", 1)
    layout = limb_layout(np.ones((1, 2)), 100)
    one = 1 << layout.places
    data = {"shift": [0], "z": [100 * one, 0], "u": [0], "thresholds": [30 * one] * 2}
    loop = Loop(layout, factor=0, **data)
    assert loop.run(4) and loop.sum == [(70 + 40 + 10) * one, 0]
    assert 100 <= loop.largest < 100.001
    loop._slack = 900.0
    assert loop.run(1) and 900 <= loop.largest < 1000.001
