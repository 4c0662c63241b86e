"""Small FIRENETs with proved constants, data of their theorem, and distances that are proved."""

from fractions import Fraction
from functools import cache

import mpmath
import numpy as np

from computable.firenet import Firenet
from computable.firenet.evaluation.float_ball import float_norm_balls
from computable.nullspace import (
    Levels,
    RecoveryConstants,
    gaussian_sample,
    hadamard_sample,
    prove_null_space,
)
from computable.recovery.outward import l2_above, root

CASES = {
    "hadamard 7 x 8": (hadamard_sample(8, 7), Levels.single(8, 1)),
    "hadamard 14 x 16": (hadamard_sample(16, 14), Levels.single(16, 2)),
    "hadamard 15 x 16, levels": (
        hadamard_sample(16, 15),
        Levels(sizes=[4, 12], sparsities=[1, 1], weights=[1, "5/4"]),
    ),
    "gaussian 10 x 12": (gaussian_sample(10, 12), Levels.single(12, 1)),
}
SCHEDULES = ("reset", "warm")


@cache
def null_space(name):
    return prove_null_space(*CASES[name])


@cache
def network(name, schedule="reset", **options):
    sharpness = RecoveryConstants(null_space=null_space(name)).sharpness()
    options = {"radius": 1, "accuracy": "1e-6"} | options
    return Firenet.plan(CASES[name][0], sharpness, schedule=schedule, **options)


def exact(values):
    return tuple(map(Fraction, values.tolist()))


def sparse(levels, rng):
    """Return a sparse x with norm at most 1, with all the entries that it may have."""
    x = np.zeros(levels.size)
    for coordinates, s in zip(levels.ranges, levels.sparsities, strict=True):
        x[rng.permutation(coordinates)[:s]] = rng.standard_normal(s)
    return exact(x / np.linalg.norm(x) * rng.uniform(0.3, 0.99))


def image(matrix, x):
    return tuple(sum((a * b for a, b in zip(row, x) if b), Fraction(0)) for row in matrix.rows)


def direction(size, rng, length):
    """Return float64 numbers, exactly, whose norm is at most the length, and nearly as large."""
    v = rng.standard_normal(size)
    found = exact(v / np.linalg.norm(v) * float(length) * (1 - 1e-12))
    assert l2_above(found) <= length
    return found


def plus(x, y):
    return tuple(a + b for a, b in zip(x, y, strict=True))


def surely_apart(one, other):
    """Return a lower bound of the distance of the exact values that two balls stand for."""
    off = [
        Fraction(a) - Fraction(b)
        for a, b in zip(one.centre.tolist(), other.centre.tolist(), strict=True)
    ]
    return root(sum(v * v for v in off), up=False) - one.radius - other.radius


def surely_off(ball, x):
    """Return a lower bound of the distance of the exact value from a point."""
    off = [Fraction(a) - b for a, b in zip(ball.centre.tolist(), x, strict=True)]
    return root(sum(v * v for v in off), up=False) - ball.radius


def balls(iteration, y):
    return list(float_norm_balls(iteration, y))


def precise(iteration, y):
    """Return the value of the iteration at a point of mpmath numbers, as the formulas say it."""
    A = [list(map(number, row)) for row in iteration.matrix.rows]
    m, N = iteration.matrix.shape
    t, x = list(map(number, iteration.thresholds)), list(map(number, iteration.start))
    u = [mpmath.mpf(0)] * m
    for block in iteration.blocks:
        tau, sigma, total = number(block.tau), number(block.sigma), [mpmath.mpf(0)] * N
        u = u if iteration.keeps_dual else [mpmath.mpf(0)] * m
        for _ in range(block.steps):
            d = [x[j] - tau * sum(A[i][j] * u[i] for i in range(m)) for j in range(N)]
            new = [v - max(-tau * c, min(tau * c, v)) for v, c in zip(d, t)]
            w = [2 * a - b for a, b in zip(new, x)]
            h = [u[i] + sigma * (sum(a * b for a, b in zip(A[i], w)) - y[i]) for i in range(m)]
            n = max(mpmath.sqrt(sum(v * v for v in h)), 1)
            x, u = new, [v / n for v in h]
            total = [a + b for a, b in zip(total, x)]
        x = [v / block.steps for v in total]
    return x


def number(value):
    return mpmath.mpf(value.numerator) / value.denominator
