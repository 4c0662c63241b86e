"""The radius of float64 norm balls against the formulas that its module proves, term by term.

Each step's error is compared with the exact formula, and so is what blocks make of errors.
"""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from exact_formulas import UNIT, gamma, is_close, norm, root, seen
from float_step_formula import TERMS, batch_of, formula, some_case

from computable.firenet import Block, Iteration
from computable.firenet.evaluation import float_ball
from computable.firenet.evaluation.float_ball import _errors, _Problem, float_norm_balls
from computable.firenet.evaluation.float_loop import batches
from computable.firenet.evaluation.float_parts import Ball, Products
from computable.nullspace import Matrix

CASES = [some_case(np.random.default_rng(seed)) for seed in range(600)]


def test_the_error_of_a_step_is_the_formula():
    for case in CASES:
        errors, sizes = _errors(case.problem(), batch_of([case]))
        assert is_close(errors[0], formula(case)) and is_close(sizes[0], norm(case.new))


@pytest.mark.parametrize("term", TERMS)
def test_half_of_any_term_would_be_wrong(term):
    """There are cases that see it."""
    assert sum(seen(formula(case), formula(case, halved=term)) for case in CASES) >= 10


def test_steps_of_a_batch_do_not_mix():
    first = CASES[0]
    fields = {"bound", "theta", "column", "absolute", "rounding", "y_norm", "y_error", "weights"}
    common = {name: getattr(first, name) for name in fields}
    alike = [c for c in CASES if len(c.old) == len(first.old)]
    cases = [replace(case, **common) for case in alike]
    errors, _ = _errors(first.problem(), batch_of(cases))
    for case, error in zip(cases, errors, strict=True):
        assert error == _errors(case.problem(), batch_of([case]))[0][0]


def test_the_problem():
    """theta, 1 / sqrt(1 - theta^2), the norm of y and what rounding has moved it by."""
    matrix = Matrix([[1.5, 0.25], [0.5, -2]])
    blocks = [Block(steps=1, tau=tau, sigma=Fraction(1, 8)) for tau in (Fraction(1, 2), 1)]
    steps = Iteration(matrix=matrix, thresholds=["1/3", 1], blocks=blocks)
    error, y = Fraction(1, 10**17), [Fraction(1, 3), Fraction(-7, 11)]
    found = _Problem.of(steps, Products.of(matrix), y, error)
    square = matrix.norm**2 / 8
    assert square > Fraction(1, 2) and is_close(found.theta, root(square))
    assert is_close(found.conversion, 1 / root(1 - square)) and is_close(found.y_norm, norm(y))
    lost = norm(Fraction(float(v)) - v for v in y)
    assert is_close(found.y_error, lost + error) and lost > error
    products = Products.of(matrix)
    assert is_close(products.column, root(Fraction(65, 16))) and products.bound == matrix.norm


@pytest.mark.parametrize("radius", [1.0, 0.375])
def test_the_dual_map_of_a_ball(radius):
    m, norms = 7, np.array([0.0, 1e-3, 1.0, 1e9])
    P, off = Ball(radius=radius, size=m), Fraction(radius) * (2 * gamma(m + 3) + 2 * UNIT)
    rounded = 1 + 4 * UNIT  # what step errors are raised by covers it
    for n, size, error in zip(norms, P.sizes(norms), P.errors(norms), strict=True):
        n_part = Fraction(101, 100) * UNIT * Fraction(n)
        assert is_close(Fraction(error) * rounded, n_part + off)
        assert is_close(Fraction(size) * rounded, radius + off)


class Told:
    """A dual map that says the number of each u: 100 n for its size, 10000 n for its error."""

    count = 0

    def apply(self, h):
        self.count += 1
        h[:] = 0.5 + self.count
        return math.sqrt(float(h @ h))

    def sizes(self, norms):
        return 100 * norms

    def errors(self, norms):
        return 10000 * norms


def test_what_a_batch_says_of_its_steps():
    """u before and after a step, the points before and after, how many steps are left."""
    lengths = [3, 300, 1, 20]
    blocks = [Block(steps=p, tau=1, sigma=Fraction(1, 1 << k)) for k, p in enumerate(lengths, 2)]
    steps = Iteration(
        matrix=Matrix([[1]]), thresholds=[0], blocks=blocks, keeps_dual=True, start=[7]
    )
    told = Told()
    x, before, k, block = 7.0, 0.0, 0, iter(enumerate(lengths))
    index, left, points = 0, 0, []
    products, zero = Products.of(steps.matrix), np.zeros(1)
    for batch in batches(steps, products, lambda _: told, zero, zero):
        for i in range(len(batch.left)):
            if not left:
                index, left = next(block)
                points = []
            k += 1
            assert batch.left[i] == left and batch.sigma[i] == blocks[index].sigma
            assert batch.dual_sizes[i] == 100 * before
            before = 0.5 + k
            assert batch.dual_errors[i] == 10000 * before and batch.norms[i] == before
            assert batch.points[batch.new[i] - 1, 0] == x
            x = float(batch.points[batch.new[i], 0])
            points.append(x)
            left -= 1
            if not left:
                x = float(np.mean(points))
                [average] = [p.average for p in batch.pieces if p.steps.stop == i + 1]
                assert abs(average[0] - x) <= 1e-12 * abs(x)
                x = float(average[0])
    assert k == sum(lengths) and next(block, None) is None


LENGTHS = [1, 5, 3, 300, 2]


def run_with(monkeypatch, errors, norms, *, keeps, start=0):
    """Return the balls of blocks whose steps have the errors, and points of the norms, given."""
    blocks = [
        Block(steps=p, tau=Fraction(2) ** (k % 3 - 1), sigma=Fraction(3, 8) / 2 ** (k % 3))
        for k, p in enumerate(LENGTHS)
    ]
    matrix = Matrix([[1, 0.5], [0, 1]])
    steps = Iteration(matrix=matrix, thresholds=[1, 1], blocks=blocks, keeps_dual=keeps)
    done = 0

    def chosen(problem, batch):
        nonlocal done
        done += len(batch.left)
        place = slice(done - len(batch.left), done)
        return errors[place], norms[place]

    monkeypatch.setattr(float_ball, "_errors", chosen)
    balls = list(float_norm_balls(steps, [0.25, 0.5]))
    assert done == sum(LENGTHS) and len(balls) == len(LENGTHS)
    return steps, balls


def radii(steps, errors, norms, *, halved=None):
    """Yield radius and fresh of the module, exactly, from D_i = D_(i-1) + d_i."""

    def weight(term):
        return Fraction(1, 2) if term == halved else 1

    # one theta for all blocks: that of the longest steps
    square = steps.contraction()
    theta, metric, m = root(square), 1 / root(1 - square), steps.matrix.shape[0]
    outside = (2 * gamma(m + 3) + 2 * UNIT) * weight("outside")
    r_x = r_u = Fraction(0)
    done = 0
    for block in steps.blocks:
        p, tau, sigma = block.steps, block.tau, block.sigma
        d = [Fraction(v) for v in errors[done : done + p]]
        size = sum(Fraction(v) for v in norms[done : done + p])
        done += p
        start, moved = r_x / root(tau), Fraction(0)
        if steps.keeps_dual:
            both = r_x**2 / tau + weight("r_u") * r_u**2 / sigma
            start = root((1 + theta * weight("theta")) * both)
            moved = root((1 + theta) / sigma) * outside
        D, sums = start * weight("start"), Fraction(0)
        for v in d:
            D += v * weight("errors")
            sums += D - start * weight("start")
        # p - 1 sums and a quotient, each of up to three operations more
        average = (gamma(p + 1) + 2 * UNIT) * size / p * weight("average")
        width = root(tau) * metric
        fresh = width * (moved + sums / p) + average
        r_x = width * (start * weight("start") + sums / p) + average
        r_u = root(sigma) * metric * D
        yield r_x, fresh


def scenarios():
    """Errors that are all there is; sizes of points; errors of one block; nothing at all."""
    n = sum(LENGTHS)
    rng = np.random.default_rng(5)
    random, zero = rng.random(n) + 0.1, np.zeros(n)
    yield random * 1e-3, zero
    yield zero, random
    yield np.geomspace(1, 1e-6, n), zero
    yield zero, zero
    for k in range(len(LENGTHS)):
        where = np.zeros(n)
        where[sum(LENGTHS[:k])] = 1.0
        yield where, zero


@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize(("errors", "norms"), list(scenarios()))
def test_radii_of_blocks_are_the_formula(errors, norms, keeps, monkeypatch):
    steps, balls = run_with(monkeypatch, errors, norms, keeps=keeps)
    for ball, (radius, fresh) in zip(balls, radii(steps, errors, norms), strict=True):
        assert is_close(ball.radius, radius) and is_close(ball.fresh, fresh)


@pytest.mark.parametrize("term", ["outside", "r_u", "theta", "start", "errors", "average"])
def test_half_of_any_part_of_a_radius_would_be_wrong(term, monkeypatch):
    counted = 0
    for errors, norms in scenarios():
        steps, _ = run_with(monkeypatch, errors, norms, keeps=True)
        pairs = zip(
            radii(steps, errors, norms), radii(steps, errors, norms, halved=term), strict=True
        )
        counted += sum(seen(a, b) for pair in pairs for a, b in zip(*pair, strict=True))
    assert counted >= 1
