"""Samples that the command line names: a matrix, a nearly sparse x, and y."""

from __future__ import annotations

import re
from fractions import Fraction
from random import Random

from computable.errors import DomainError
from computable.exact import Vector
from computable.inputs.reading import LARGEST
from computable.network.norm import root_above
from computable.nullspace import Levels, Matrix
from computable.nullspace.samples import gaussian_sample, hadamard_sample

__all__ = ["planted", "sample_matrix"]

TAIL = 8
"""Entries of x off the support, if it is to have a distance from the sparse vectors."""


def sample_matrix(text: str, seed: int) -> Matrix:
    """Return the matrix that a text such as hadamard:56x64 names.

    A third number counts the faint rows, the last ones, which are 2^-10 as strong.

    Raises
    ------
    DomainError
        If it cannot be read, or there is no such matrix.

    Examples
    --------
    >>> sample_matrix("gaussian:24x32", 0)
    Matrix(24 x 32)
    >>> sample_matrix("hadamard:56", 0)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: --sample: got 'hadamard:56', need hadamard:MxN or \
gaussian:MxN with m rows and N columns, such as hadamard:56x64, or hadamard:56x64:16 with 16 faint \
rows
    """
    found = re.fullmatch("(hadamard|gaussian):([0-9]{1,7})x([0-9]{1,7})(:[0-9]{1,7})?", text)
    if not found or (found[4] and found[1] == "gaussian"):
        raise DomainError(
            f"--sample: got {text[:40]!r}, need hadamard:MxN or gaussian:MxN with m rows and N "
            "columns, such as hadamard:56x64, or hadamard:56x64:16 with 16 faint rows"
        )
    m, N = int(found[2]), int(found[3])
    if m * N > LARGEST:
        raise DomainError(f"--sample: got {m} x {N}, need at most 2^24 entries")
    if found[1] == "gaussian":
        return gaussian_sample(m, N, seed=seed)
    return hadamard_sample(N, m, seed=seed, faint=int((found[4] or ":0")[1:]))


def planted(
    A: Matrix, levels: Levels, *, noise: Fraction, distance: Fraction, seed: int
) -> tuple[Vector, Vector]:
    """Draw x with ``sigma(x) <= distance`` and y with ``||A x - y|| <= noise``.

    Each level gets s_l entries with magnitudes from 1 to 2. A few of the others get parts of the
    weighted l1 norm that sum up to the distance: without them x is sparse.
    """
    dice = Random(f"x {seed}")
    x = [Fraction(0)] * levels.size
    for places, s in zip(levels.ranges, levels.sparsities, strict=True):
        for j in dice.sample(places, s):
            x[j] = dice.choice((-1, 1)) * Fraction(dice.randint(16, 32), 16)
    rest = [j for j, v in enumerate(x) if not v]
    tail = dice.sample(rest, min(TAIL, len(rest))) if distance else []
    for j in tail:
        x[j] = dice.choice((-1, 1)) * distance / (len(tail) * levels.weight_vector[j])
    support = [j for j, v in enumerate(x) if v]
    y = [sum((row[j] * x[j] for j in support), Fraction(0)) for row in A.rows]
    if noise:
        drawn = [dice.choice((-1, 1)) * dice.randint(1, 8) for _ in y]
        scale = noise / root_above(Fraction(sum(v * v for v in drawn)))
        y = [a + scale * v for a, v in zip(y, drawn, strict=True)]
    return tuple(x), tuple(y)
