"""Random recoveries within the hypotheses of the theorem, with proved constants."""

from fractions import Fraction
from functools import cache

from computable.firenet import Firenet
from computable.firenet.layers import layers_for
from computable.network.norm import root_above
from computable.nullspace import (
    Levels,
    RecoveryConstants,
    gaussian_sample,
    hadamard_sample,
    prove_null_space,
)

CASES = {
    "hadamard 56 x 64, s = 2": (hadamard_sample(64, 56), Levels.single(64, 2)),
    "hadamard 60 x 64, s = 3": (hadamard_sample(64, 60, seed=1), Levels.single(64, 3)),
    "hadamard 28 x 32, two levels": (
        hadamard_sample(32, 28, seed=2),
        Levels(sizes=[8, 24], sparsities=[1, 1], weights=[1, "5/4"]),
    ),
    "hadamard 60 x 64, three levels": (
        hadamard_sample(64, 60, seed=3),
        Levels(sizes=[8, 24, 32], sparsities=[1, 1, 0], weights=[1, 1, "3/2"]),
    ),
    "gaussian 24 x 32, s = 1": (gaussian_sample(24, 32), Levels.single(32, 1)),
    "gaussian 56 x 64, s = 2": (gaussian_sample(56, 64, seed=1), Levels.single(64, 2)),
    "gaussian 14 x 16, two levels": (
        gaussian_sample(14, 16, seed=2),
        Levels(sizes=[4, 12], sparsities=[1, 1], weights=["3/4", 1]),
    ),
}
MATRICES = tuple(CASES)
ANY = MATRICES[0]


@cache
def constants(name):
    matrix, levels = CASES[name]
    return matrix, RecoveryConstants(null_space=prove_null_space(matrix, levels))


def example(name, rng, *, schedule="reset", accuracy=1e-6, **options):
    """Return a network, an x and a y = A x + noise, exactly, that fit its hypotheses.

    Half of the accuracy is for the network, the rest for noise and distance from sparsity: each of
    them is zero in a third of the cases.
    """
    matrix, found = constants(name)
    levels, sharpness = found.levels, found.sharpness()
    goal = Fraction(accuracy)
    room = goal * Fraction(5, 8) / 2 / (2 * sharpness.B)  # offset / (1 - rate) is half of the goal
    noisy, dense = (rng.random() < 2 / 3 for _ in range(2))
    x = [Fraction(0)] * levels.size
    for coordinates, s in zip(levels.ranges, levels.sparsities, strict=True):
        for j in rng.permutation(coordinates)[: rng.integers(0, s + 1)]:
            x[j] = Fraction(float(rng.standard_normal()))
    if dense:
        tail = [Fraction(float(v)) for v in rng.standard_normal(levels.size)]
        size = levels.l1_norm(tail) * sharpness.lam
        x = [v + t * room / size / 2 for v, t in zip(x, tail, strict=True)]
    y = [sum(a * b for a, b in zip(row, x) if b) for row in matrix.rows]
    if noisy:
        noise = [Fraction(float(v)) for v in rng.standard_normal(len(y))]
        size = root_above(sum(v * v for v in noise))
        y = [v + t * room / size / 2 for v, t in zip(y, noise, strict=True)]
    distance = levels.distance(x)
    off = (v - sum(a * b for a, b in zip(row, x) if b) for v, row in zip(y, matrix.rows))
    net = Firenet.plan(
        matrix,
        sharpness,
        radius=root_above(sum(v * v for v in x)) + 1,
        accuracy=goal,
        distance=distance,
        noise=root_above(sum((v * v for v in off), Fraction(0))),
        schedule=schedule,
        **options,
    )
    return net, x, y


def planned(net, accuracy):
    """Tell whether the layers are as many as the theorem says, up to those of one block."""
    levels = layers_for(
        net.sharpness,
        net.iteration.matrix.norm,
        radius=net.bounds[0],
        accuracies=[accuracy],
        distance=net.distance,
        noise=net.noise,
        schedule="warm" if net.schedule.keeps_dual else "reset",
    )
    return abs(net.depth - levels.predicted(accuracy)) <= 3 * net.schedule.blocks[0].steps
