"""Columns of an optimal basis, magnitude by magnitude, by linear programs in floating point.

Where y is ``A x`` for a sparse x, but rounded, the minimiser has as many entries as A has rows, and
most of them are as small as the rounding: a float solver cannot see them next to the large ones. So
what is left of y, exact and magnified, is the right-hand side of another program, in which the
columns found before may have any sign (iterative refinement for linear programs: Gleixner, Steffy,
Wolter, INFORMS J. Comput. 2016). Nothing here is proved.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from computable.recovery.active_set import SMALL
from computable.recovery.rounding import Array

__all__ = ["settled_columns"]

ROUNDS = 4


def settled_columns(
    columns: Array, y: Array, cost: Array, x: Array
) -> tuple[list[int], Array | None]:
    """Return the support of the minimiser, the largest entries first, and a dual solution.

    Parameters
    ----------
    columns : shape (m, n)
    y, cost : shapes (m,) and (n,)
    x : shape (n,)
        At least 0: about a minimiser of ``cost . x`` subject to ``columns x = y``, ``x >= 0``.

    Returns
    -------
    list of int, and array of shape (m,)
        The array is ``None`` if the support of x was enough.

    Examples
    --------
    >>> columns = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, -1.0]])
    >>> x = np.array([1.0, 0.0, 0.0])
    >>> chosen, p = settled_columns(columns, np.array([1, -1e-30]), np.ones(3), x)
    >>> chosen, p.tolist()
    ([0, 2], [1.0, -1.0])
    """
    from scipy.optimize import linprog

    chosen = np.argsort(-x, kind="stable")[: np.count_nonzero(x)].tolist()
    point = {j: Fraction(x[j]) for j in chosen}
    p: Array | None = None
    for _ in range(ROUNDS):
        left = _residual(columns, y, point)
        size = max(map(abs, left))
        if len(chosen) >= len(y) or not size:
            break
        free = set(chosen)
        solved = linprog(
            cost,
            A_eq=columns,
            b_eq=[float(v / size) for v in left],
            bounds=[(None if j in free else 0.0, None) for j in range(len(cost))],
            method="highs-ds",
        )
        if solved.x is None or solved.status != 0:
            break
        p = np.asarray(solved.eqlin.marginals)
        added = np.array(solved.x)
        least = SMALL * np.abs(added).max()
        large = [j for j in np.argsort(-added, kind="stable").tolist() if added[j] > least]
        fresh = [j for j in large if j not in free]
        for j in [*free, *fresh]:
            point[j] = point.get(j, Fraction(0)) + Fraction(added[j]) * size
        if not fresh:
            break
        chosen += fresh
    return chosen, p


def _residual(columns: Array, y: Array, point: dict[int, Fraction]) -> list[Fraction]:
    """Return exactly what the point leaves of y."""
    rows = columns[:, list(point)].tolist()
    values = list(point.values())
    return [
        Fraction(b) - sum((Fraction(a) * v for a, v in zip(row, values, strict=True)), Fraction(0))
        for row, b in zip(rows, y.tolist(), strict=True)
    ]
