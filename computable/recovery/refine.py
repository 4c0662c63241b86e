"""Long approximate solutions of linear systems: float64 inverses, integers for the residuals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

import numpy as np

from computable.recovery.rounding import Array

__all__ = ["refined"]

ROUNDS = 1000


def refined(
    rows: Sequence[Sequence[int]], inverse: Array, right: Sequence[int], bits: int
) -> list[int]:
    """Return about the solution z of ``rows z = right``, all in units of ``2**-bits``.

    Each round gains as many bits as the approximate inverse is good for (iterative refinement);
    it ends when the residual does not shrink any more. Nothing is proved of the result.

    Parameters
    ----------
    rows : k rows of k integers
    inverse : float64 array, shape (k, k)
    right : k integers

    Examples
    --------
    >>> import numpy as np
    >>> one = 1 << 200
    >>> (z,) = refined([[3 * one]], np.array([[1 / 3]]), [one], 200)
    >>> abs(3 * z - one) <= 3
    True
    """
    z, before = [0] * len(right), math.inf
    for _ in range(ROUNDS):
        d = [b - (sum(map(mul, row, z)) >> bits) for row, b in zip(rows, right, strict=True)]
        size = max(map(int.bit_length, d), default=0)
        if not size or not size < before:
            break
        before, shift = size, max(0, size - 1000)  # the residual as floats times 2**shift
        with np.errstate(over="ignore", invalid="ignore"):
            step = inverse @ [float(v >> shift) for v in d]
        if not all(map(math.isfinite, step)):
            break
        z = [a + (round(v) << shift) for a, v in zip(z, step.tolist(), strict=True)]
    return z
