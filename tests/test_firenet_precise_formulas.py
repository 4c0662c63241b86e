"""The radius of precise norm balls against the formulas that its modules prove, term by term."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

import flint
import numpy as np
import pytest
from exact_formulas import is_close, root, seen

from computable.ball import primal_dual
from computable.ball.primal_dual import CentredBlock, CentredSteps, Errors, Sizes
from computable.firenet import Block, Iteration
from computable.firenet.evaluation import precise_ball
from computable.firenet.evaluation.precise_ball import Metric, precise_norm_balls
from computable.nullspace import Matrix

HALF = Fraction(1, 2)


@pytest.mark.parametrize("share", ["1/1000", "1/2", "99/100"])
@pytest.mark.parametrize("tau", [Fraction(1, 1 << 20), 1, 1 << 20])
def test_lengths_are_attained(share, tau):
    """For one entry L the metric is a square, and the extreme (x, u) are known."""
    L, tau, share = Fraction(3), Fraction(tau), Fraction(share)
    sigma = Fraction(float(share / (tau * L**2)))
    metric = Metric.of(Matrix([[3]]), Block(steps=4, tau=tau, sigma=sigma))

    def square(x, u):
        return x * x / tau - 2 * L * u * x + u * u / sigma

    # an error of 1 in x+, and what it moves u+ by: P expands nothing, and A (2 x+) has 2 L
    assert is_close(metric.of_x, root(square(Fraction(1), -2 * sigma * L)))
    assert is_close(metric.of_u, root(square(Fraction(0), Fraction(1))))
    for x, u in [(1, 1), (1, 0), (0, 1), (Fraction(1, 1000), 7), (7, Fraction(1, 1000))]:
        assert is_close(metric.length(Fraction(x), Fraction(u)), root(square(x, -Fraction(u))))
    # the least length of (1, u), where u = sigma L, and of (x, 1), where x = tau L
    assert is_close(metric.in_x, 1 / root(square(Fraction(1), sigma * L)))
    assert is_close(metric.in_u, 1 / root(square(tau * L, Fraction(1))))


def errors_of(parts):
    """Add up errors as :class:`Errors` says: the sum, and the sum of the sums of the first i."""
    sums = list(accumulate(parts))
    return Errors(last=sums[-1], total=sum(sums))


@dataclass(frozen=True)
class Told:
    """Single errors of the steps of one block, and what the block says besides."""

    in_x: tuple[Fraction, ...]
    in_u: tuple[Fraction, ...]
    rounding: Fraction
    outside: Fraction

    def block(self):
        in_x, in_u = errors_of(self.in_x), errors_of(self.in_u)
        return CentredBlock(
            centre=(Fraction(0),),
            in_x=in_x,
            in_u=in_u,
            rounding=self.rounding,
            outside=self.outside,
        )


class Engine:
    """Says what it was told, block by block."""

    def __init__(self, blocks):
        self._blocks = iter(blocks)

    def block(self, sizes, *, keeps_dual):
        return next(self._blocks).block()


PARTS = ("in_x", "in_u", "rounding", "outside", "y", "r_x", "r_u", "mixed", "s in of_x")
LENGTHS = (2, 1, 5, 3)


def radii(blocks, told, error, keeps, halved=None):
    """Yield radius and fresh: D_i = D_(i-1) + d_i, added up one by one."""

    def weight(part):
        return HALF if part == halved else 1

    r_x = r_u = outside = Fraction(0)
    for block, said in zip(blocks, told, strict=True):
        tau, sigma, p = block.tau, block.sigma, block.steps
        s = tau * sigma
        square = r_x**2 / tau * weight("r_x")
        if keeps:
            square += 2 * r_x * r_u * weight("mixed") + r_u**2 / sigma * weight("r_u")
        start, D, sums = root(square), Fraction(0), Fraction(0)
        for e_x, e_u in zip(said.in_x, said.in_u, strict=True):
            D += e_x * root((1 + 8 * s * weight("s in of_x")) / tau) * weight("in_x")
            D += e_u / root(sigma) * weight("in_u") + root(sigma) * error * weight("y")
            sums += D
        moved = outside / root(sigma) * weight("outside") if keeps else 0
        rounding, in_x = said.rounding * weight("rounding"), root(tau / (1 - s))
        fresh = in_x * (moved + sums / p) + rounding
        r_x, r_u = in_x * (start + sums / p) + rounding, root(sigma / (1 - s)) * (start + D)
        outside = said.outside
        yield r_x, fresh


def scenario(seed):
    """Numbers of many sizes, some of them zero."""
    rng = np.random.default_rng(seed)

    def some():
        return Fraction(int(rng.integers(1, 99))) / 2 ** int(rng.integers(0, 99)) * rng.integers(2)

    shapes = rng.integers(-9, 9, len(LENGTHS)).tolist()
    shares = rng.choice([1 / 64, 0.5, 0.875], len(LENGTHS)).tolist()
    blocks = [
        Block(steps=p, tau=Fraction(2) ** k, sigma=Fraction(share) / Fraction(2) ** k)
        for p, k, share in zip(LENGTHS, shapes, shares, strict=True)
    ]
    told = [
        Told(
            in_x=tuple(some() for _ in range(p)),
            in_u=tuple(some() for _ in range(p)),
            rounding=some(),
            outside=some(),
        )
        for p in LENGTHS
    ]
    return blocks, told, some()


@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_radii_of_blocks_are_the_formula(seed, keeps, monkeypatch):
    blocks, told, error = scenario(seed)
    steps = Iteration(matrix=Matrix([[1]]), thresholds=[0], blocks=blocks, keeps_dual=keeps)
    monkeypatch.setattr(precise_ball, "_engine", lambda *_: Engine(told))
    balls = list(precise_norm_balls(steps, [0], bits=64, y_error=error))
    for ball, (radius, fresh) in zip(balls, radii(blocks, told, error, keeps), strict=True):
        assert is_close(ball.radius, radius) and is_close(ball.fresh, fresh)


@pytest.mark.parametrize("part", PARTS)
def test_half_of_any_part_of_a_radius_would_be_wrong(part):
    count = 0
    for seed in range(60):
        once, less = (radii(*scenario(seed), True, halved) for halved in (None, part))
        count += any(seen(a, b) for one, two in zip(once, less) for a, b in zip(one, two))
    assert count >= 5


def test_rationals_that_are_no_floats_are_not_given_to_limbs():
    rows = [[Fraction(1, 3)] * 50] * 40
    iteration = Iteration(
        matrix=Matrix(rows),
        thresholds=[0] * 50,
        blocks=[Block(steps=1, tau=1, sigma=Fraction(1, 1 << 12))],
    )
    assert isinstance(precise_ball._engine(iteration, (Fraction(1),) * 40, 64), CentredSteps)


class TestCentredSteps:
    """What a block of balls adds up, for halves of a step that return chosen balls."""

    def run(self, monkeypatch, points, radii_x, dual, radii_u, bits=64):
        steps = iter(zip(points, radii_x, radii_u, strict=True))

        class Maps:
            def __init__(self, data, sizes):
                self.now = None

            def primal(self, x, u):
                self.now = next(steps)
                return flint.arb_mat(1, 1, [flint.arb(self.now[0], self.now[1])])

            def dual(self, x, new, u):
                return flint.arb_mat(1, 1, [flint.arb(dual, self.now[2])])

        monkeypatch.setattr(primal_dual, "_Maps", Maps)
        run = CentredSteps([[1.0]], [0.0], [Fraction(0)], start=[0.0], bits=bits)
        sizes = Sizes(steps=len(points), tau=Fraction(1), sigma=Fraction(1))
        return run.block(sizes, keeps_dual=True)

    def test_equal_errors_are_added_up_as_they_are(self, monkeypatch):
        p = 6
        found = self.run(monkeypatch, [1.0] * p, [2.0**-20] * p, 3.0, [2.0**-9] * p)
        for errors, e in ((found.in_x, 2.0**-20), (found.in_u, 2.0**-9)):
            added = errors_of([Fraction(e)] * p)
            assert is_close(errors.last, added.last) and is_close(errors.total, added.total)
        assert is_close(found.outside, Fraction(2))

    def test_any_errors(self, monkeypatch):
        """By Cauchy and Schwarz: the first step's counts p times in the total."""
        for seed in range(20):
            rng = np.random.default_rng(seed)
            e, f = 2.0 ** -rng.integers(0, 40, (2, 7)).astype(float)
            found = self.run(monkeypatch, [0.5] * 7, e.tolist(), 0.5, f.tolist())
            for errors, parts in ((found.in_x, e), (found.in_u, f)):
                values = [Fraction(v) for v in parts.tolist()]
                squares = errors_of([v * v for v in values])
                assert is_close(errors.last, root(7 * squares.last))
                assert is_close(errors.total, root(28 * squares.total))
                added = errors_of(values)
                assert errors.last >= added.last and errors.total >= added.total
            assert found.outside == 0

    def test_the_average(self, monkeypatch):
        """Its division is rounded, and its sums are where sizes differ."""
        ratios = []
        for seed in range(200):
            rng = np.random.default_rng(seed)
            p = int(rng.integers(2, 9))
            points = (rng.standard_normal(p) * 2.0 ** rng.integers(-40, 40, p)).tolist()
            found = self.run(monkeypatch, points, [0.0] * p, 0.0, [0.0] * p)
            off = abs(found.centre[0] - sum(map(Fraction, points)) / p)
            assert off <= found.rounding
            ratios.append(off / (found.rounding or 1))
        assert max(ratios) > HALF
