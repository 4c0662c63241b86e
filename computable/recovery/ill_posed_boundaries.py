"""Instances near a given one without a minimiser, or where two regimes meet: candidates.

*No minimiser* (basis pursuit with any epsilon, linear programs). If a vector q has ``A'^T q = 0``
(linear program: <= 0) and ``|q . y'| > epsilon ||q||`` (``q . y' > 0``), no x is feasible. For a
given q every column moves by ``|q . a_j| / ||q||_1`` in the direction of sgn(q), and y by what it
lacks. Tried are the relations of the rows, left singular vectors, for a linear program the rows of
-R, R an inverse on the support; and a linear program finds better ones with the same signs.

*The witness gets length 1* (square-root LASSO). If ``p = A_S u``, ``||p|| = 1``, ``A_S^T p = W_S``
and y is in the range of A_S, there are minimisers with residuals rho p for all small rho >= 0.
A rational unit vector p near the witness's direction is chosen first, then A_S is corrected to fit.

*Empty supports.* Where 0 is the minimiser, relations need columns: A or y moves until one enters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib.util import find_spec

import numpy as np

from computable.exact import Vector
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
    dot,
    norm_squared,
)
from computable.recovery.columns import dense, kernel
from computable.recovery.ill_posed_examples import entry_size, largest, scaled_floats, with_columns
from computable.recovery.outward import root
from computable.recovery.rounding import Array

__all__ = ["at_unit_witness", "with_a_support", "without_minimiser"]

MORE = 1 + Fraction(1, 1 << 10)
"""What has to be exceeded is exceeded by this factor."""
FINE = 60
"""Bits of the vectors that floating point proposes."""
NEAR = Fraction(1, 1 << 1000)
"""As near as one likes, in units of the entries: the limit itself is not ill-posed."""
TRIED = 6


def without_minimiser(
    problem: Problem, instance: Instance, support: Sequence[int]
) -> Iterator[Instance]:
    """Yield instances that should be infeasible.

    Examples
    --------
    >>> one = Instance.from_dense([[1, 2]], [1])
    >>> next(without_minimiser(BasisPursuit(), one, [1])).columns
    ((), ())
    """
    if isinstance(problem, (Lasso, SquareRootLasso)):
        return
    for q in _farkas(problem, instance, support):
        yield _infeasible(problem, instance, q)


def _farkas(problem: Problem, instance: Instance, support: Sequence[int]) -> Iterator[Vector]:
    m, N = instance.shape
    rows: list[list[tuple[int, Fraction]]] = [[] for _ in range(m)]
    for j, column in enumerate(instance.columns):
        for i, v in column:
            rows[i].append((j, v))
    yield from kernel([tuple(row) for row in rows], N)
    A = scaled_floats(instance)
    left = np.linalg.svd(A)[0].T[::-1]
    starts = list(left[: 2 if isinstance(problem, LinearProgram) else TRIED])
    if isinstance(problem, LinearProgram):
        starts += [-v for v in left[:2]]
        starts += [-row for row in np.linalg.pinv(A[:, list(support)])] if support else []
    elif m > N:
        y = _floats(instance.y)
        starts.append(y - A @ np.linalg.lstsq(A, y)[0])
    for q in starts:
        for found in (q, _least(problem, instance, A, q)):
            if found is not None and np.abs(found).max():
                yield tuple(Fraction(round(v * 2**FINE)) for v in found / np.abs(found).max())


def _least(problem: Problem, instance: Instance, A: Array, q: Array) -> Array | None:
    """Return the best q with the same signs."""
    if find_spec("scipy") is None:
        return None
    from scipy.optimize import linprog

    m, one_sided = len(A), isinstance(problem, LinearProgram)
    right = (
        np.array([[-float(v / entry_size(instance)) for v in instance.y]]) if one_sided else -A.T
    )
    above = np.vstack([A.T, right])
    found = linprog(
        np.append(np.zeros(m), 1.0),
        A_ub=np.hstack([above, -np.ones((len(above), 1))]),
        b_ub=np.zeros(len(above)),
        A_eq=[np.append(np.sign(q), 0.0)],
        b_eq=[1.0],
        bounds=(None, None),
    )
    return None if found.x is None else np.asarray(found.x[:m])


def _infeasible(problem: Problem, instance: Instance, q: Vector) -> Instance:
    one_sided, size = isinstance(problem, LinearProgram), sum(map(abs, q), Fraction(0))
    side = [(v > 0) - (v < 0) for v in q]
    columns = {}
    for j, old in enumerate(dense(instance.columns, len(q), range(len(instance.columns)))):
        pull = dot(q, old)
        if pull > 0 or (pull and not one_sided):
            columns[j] = [a - s * pull / size for a, s in zip(old, side, strict=True)]
    gain = dot(q, instance.y)
    towards = 1 if one_sided or gain >= 0 else -1
    epsilon = problem.epsilon if isinstance(problem, BasisPursuit) else Fraction(0)
    lacking = epsilon * root(norm_squared(q), up=True) - towards * gain
    y = instance.y
    if lacking >= 0:
        step = towards * (lacking / size * MORE or entry_size(instance) * NEAR)
        y = tuple(v + s * step for v, s in zip(y, side, strict=True))
    return with_columns(instance, columns, y)


def at_unit_witness(
    problem: Problem, instance: Instance, support: Sequence[int], x: Vector, W: Vector
) -> Iterator[Instance]:
    """Yield instances of square-root LASSO with residual 0 whose witness should have length 1.

    Parameters
    ----------
    x : Vector, shape (N,)
        Rational, with ``A x = y`` (or nearly).
    W : Vector, shape (|S|,)
        The signed dual bounds on the support.
    """
    if not isinstance(problem, SquareRootLasso) or not support:
        return
    columns, m = dense(instance.columns, len(instance.y), support), len(instance.y)
    A_S = scaled_floats(instance)[:, list(support)]
    b = np.linalg.lstsq(A_S.T @ A_S, _floats(W))[0]
    size = float(np.linalg.norm(A_S @ b))
    if not 0 < size < np.inf:
        return
    p, u = _unit_vector(A_S @ b / size), [Fraction(round(v * 2**FINE), 1 << FINE) for v in b / size]
    if len(support) == m:
        step = sum(map(abs, p), Fraction(0))
        moved = [
            [a + ((v > 0) - (v < 0)) * (w - dot(p, old)) / step for a, v in zip(old, p)]
            for old, w in zip(columns, W)
        ]
        yield with_columns(instance, dict(zip(support, moved)))
    else:  # after A_S u = unit p, adding p times what A_S^T p lacks keeps A_S u a multiple of p
        image = [entry_size(instance) * v for v in p]
        image = [v - dot(row, u) for v, row in zip(image, zip(*columns))]
        step = sum(map(abs, u), Fraction(0))
        near = [
            [a + ((v > 0) - (v < 0)) * e / step for a, e in zip(old, image)]
            for old, v in zip(columns, u)
        ]
        moved = [[a + v * (w - dot(p, old)) for a, v in zip(old, p)] for old, w in zip(near, W)]
    other = with_columns(instance, dict(zip(support, moved)))
    yield with_columns(other, {}, other.apply(x))


def _unit_vector(direction: Array) -> Vector:
    """Return a rational vector of length 1 near a unit vector, by stereographic projection."""
    pole = int(np.argmax(np.abs(direction)))
    side = 1 if direction[pole] > 0 else -1
    t = [Fraction(round(v / (1 + abs(direction[pole])) * 2**FINE), 1 << FINE) for v in direction]
    t[pole] = Fraction(0)
    square = norm_squared(t)
    point = [2 * v / (1 + square) for v in t]
    point[pole] = side * (1 - square) / (1 + square)
    return tuple(point)


def with_a_support(problem: Problem, instance: Instance) -> Iterator[Instance]:
    """Yield instances near one whose minimiser is 0 where some column should have entered."""
    y, bounds = instance.y, problem.bounds(len(instance.columns))
    columns = dense(instance.columns, len(y), range(len(bounds)))
    pulls, unit = [dot(a, y) for a in columns], entry_size(instance)
    least = unit * NEAR
    if isinstance(problem, Lasso):
        ways = []
        for a, c, bound in zip(columns, pulls, bounds):
            if size := sum(map(abs, a), Fraction(0)):
                step = ((bound / 2 - abs(c)) / size * MORE) or least
                ways.append((step, tuple(v if c >= 0 else -v for v in a)))
        for step, side in sorted(ways)[:TRIED]:
            yield with_columns(instance, {}, _stepped(y, side, step))
    elif isinstance(problem, BasisPursuit) and problem.epsilon:
        first, square = sum(map(abs, y), Fraction(0)), norm_squared(y)
        under = first**2 + len(y) * (problem.epsilon**2 - square)
        step = (root(under, up=True) - first) / len(y) * MORE or least
        yield with_columns(
            instance, {}, _stepped(y, y if any(y) else (Fraction(1),) * len(y), step)
        )
    elif isinstance(problem, SquareRootLasso) and any(y):
        first, length = sum(map(abs, y), Fraction(0)), root(norm_squared(y), up=True)
        steps = [(bound * length - abs(c)) / first for c, bound in zip(pulls, bounds)]
        for j in sorted(range(len(steps)), key=steps.__getitem__)[:TRIED]:
            side = y if pulls[j] >= 0 else tuple(-v for v in y)
            yield with_columns(
                instance, {j: list(_stepped(columns[j], side, steps[j] * MORE or least))}
            )
    elif isinstance(problem, SquareRootLasso):  # only the direction of y matters
        for a in sorted(columns, key=norm_squared, reverse=True)[:TRIED]:
            yield with_columns(instance, {}, tuple(least * v / unit for v in a))


def _stepped(v: Sequence[Fraction], direction: Sequence[Fraction], step: Fraction) -> Vector:
    """Return ``v + step sgn(direction)``."""
    return tuple(a + step * ((d > 0) - (d < 0)) for a, d in zip(v, direction, strict=True))


def _floats(values: Sequence[Fraction]) -> Array:
    """Return a vector over its largest entry, about, in floating point."""
    unit = largest(values)
    return np.array([float(v / unit) for v in values])
