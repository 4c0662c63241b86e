"""Relations among columns that would make a minimiser one of many: candidates, not verified here.

As in ``ill_posed_examples.py`` one looks for d with ``W . d = 0`` on a set E of columns that
contains the support S, such that ``||A_E d||_inf / ||d||_1`` is small. With ``G = A_S^T A_S``,
``R = G^-1 A_S^T``, ``u = R^T W_S``, ``b = R u``:

- *E = S and j:* ``d = (v, -1)`` with ``W_S . v = W_j``. If A_S is square, ``h = A_S v - a_j`` has
  to satisfy ``u . h = W_j - u . a_j``; the least such h is a multiple of sgn(u), and
  ``v = R (a_j + h)``. Otherwise least squares with that side condition: ``v = R a_j + tau b``.
- *E = S:* ``d = G^-1 e_i + tau b``, which has the least ``||A_S d||`` for a given ``d_i``.
- A linear program then looks for the least quotient among the d with the same signs.

Floating point ranks the columns; then the arithmetic is exact, so that ties nearer than the
precision of floats are told apart, and d is rounded to what its defect deserves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec

import numpy as np

from computable.exact import Vector, inverse, weighted_sums
from computable.problem import Column, Instance, LinearProgram, Problem, dot
from computable.recovery.columns import dense, sparse
from computable.recovery.ill_posed_examples import Relation, largest, rounded, scaled_floats
from computable.recovery.rounding import Array

__all__ = ["relations"]

FINE = 50
"""Bits of the coordinates that are proposed in floating point."""
REFINED = 3
"""How many relations a linear program improves."""


def relations(
    problem: Problem,
    instance: Instance,
    support: Sequence[int],
    signs: Sequence[int],
    *,
    most: int = 6,
) -> list[Relation]:
    """Return relations of S, or of S and one more column, the least change first.

    Parameters
    ----------
    support, signs : column numbers with A_S injective, and 1 or -1
    most : int
        How many columns off S are tried.

    Examples
    --------
    >>> found = relations(LinearProgram(), Instance.from_dense([["9/8", 1]], [1]), [0], [1])
    >>> found[0].columns, found[0].values, found[0].distance
    ((0, 1), (Fraction(1, 1), Fraction(-1, 1)), Fraction(1, 16))
    """
    search = _Search.of(problem, instance, support, signs) if support else None
    if search is None:
        return []
    A = scaled_floats(instance)
    off, own = _ranked(problem, search, A)
    found = [search.with_column(j, side) for j, side in off[:most]]
    found += [search.of_own(i) for i in own[:2]]
    ordered = sorted((r for r in found if any(r.values)), key=lambda r: r.distance)
    shorter = (search.shortened(r, A) for r in ordered[:REFINED])
    return sorted([*ordered, *(r for r in shorter if r is not None)], key=lambda r: r.distance)


@dataclass(frozen=True, kw_only=True)
class _Search:
    """A support with all that is solved on it; matrices by their sparse rows."""

    instance: Instance
    bounds: Vector
    support: tuple[int, ...]
    W: Vector
    R: list[Column]
    R_transposed: list[Column]
    u: Vector
    b: Vector

    @classmethod
    def of(
        cls, problem: Problem, instance: Instance, support: Sequence[int], signs: Sequence[int]
    ) -> _Search | None:
        m, N = instance.shape
        bounds, columns = problem.bounds(N), dense(instance.columns, m, support)
        W = tuple(s * bounds[j] for j, s in zip(support, signs, strict=True))
        A_S = [instance.columns[j] for j in support]
        square = len(support) == m
        solved = inverse(
            list(zip(*columns, strict=True))
            if square
            else [weighted_sums(A_S, column) for column in columns]
        )
        if solved is None or not any(W):
            return None
        if square:
            R = [sparse(tuple(row)) for row in solved]
        else:
            rows = [sparse(row) for row in zip(*columns, strict=True)]  # A_S by rows
            R = [sparse(weighted_sums(rows, tuple(row))) for row in solved]
        turned: list[list[tuple[int, Fraction]]] = [[] for _ in range(m)]
        for k, row in enumerate(R):
            for i, v in row:
                turned[i].append((k, v))
        R_transposed = [tuple(row) for row in turned]
        u = weighted_sums(R_transposed, W)
        return cls(
            instance=instance,
            bounds=bounds,
            support=tuple(support),
            W=W,
            R=R,
            R_transposed=R_transposed,
            u=u,
            b=weighted_sums(R, u),
        )

    def with_column(self, j: int, side: int) -> Relation:
        """Return the relation of S and j at the dual bound ``side * bound_j``."""
        m = len(self.instance.y)
        column = dense(self.instance.columns, m, [j])[0]
        if len(self.support) == m:
            missing = side * self.bounds[j] - dot(self.u, column)
            step = missing / sum(map(abs, self.u), Fraction(0))
            moved = tuple(a + step * ((v > 0) - (v < 0)) for a, v in zip(column, self.u))
            v = weighted_sums(self.R, moved)
        else:
            v = weighted_sums(self.R, column)
            tau = (side * self.bounds[j] - dot(self.W, v)) / dot(self.W, self.b)
            v = tuple(a + tau * b for a, b in zip(v, self.b, strict=True))
        W = (*self.W, side * self.bounds[j])
        return self.relation((*self.support, j), (*v, Fraction(-1)), W)

    def of_own(self, i: int) -> Relation:
        """Return ``G^-1 e_i + tau b`` with ``G^-1 = R R^T``: the columns of S alone."""
        unit = tuple(Fraction(k == i) for k in range(len(self.support)))
        turned = weighted_sums(self.R, weighted_sums(self.R_transposed, unit))
        tau = -self.b[i] / dot(self.W, self.b)
        d = [a + tau * b for a, b in zip(turned, self.b, strict=True)]
        return self.relation(self.support, d, self.W)

    def relation(self, E: Sequence[int], d: Sequence[Fraction], W: Vector) -> Relation:
        """Return d with its defect, rounded to 20 bits of that; still ``W . d = 0``."""
        A_E = [sparse(row) for row in zip(*dense(self.instance.columns, len(self.instance.y), E))]
        defect = weighted_sums(A_E, tuple(d))
        if worst := max(map(abs, defect)):
            size = largest(v for j in E for _, v in self.instance.columns[j])
            short = list(rounded(d, worst / (size * len(E) * 2**20)))
            i = max(range(len(W)), key=lambda k: abs(W[k]))
            short[i] -= dot(W, short) / W[i]
            d, defect = short, weighted_sums(A_E, tuple(short))
        return Relation(columns=tuple(E), values=tuple(d), defect=defect)

    def shortened(self, relation: Relation, A: Array) -> Relation | None:
        """Return a relation on the same columns with the same signs and a least quotient."""
        if find_spec("scipy") is None:
            return None
        from scipy.optimize import linprog

        E, (m, _) = list(relation.columns), A.shape
        W = self.W
        if len(E) > len(W):
            W = (*W, -dot(W, relation.values[:-1]) / relation.values[-1])
        unit = largest(W)
        side = np.sign([float(v) for v in relation.values])
        column = -np.ones((m, 1))
        found = linprog(
            np.append(np.zeros(len(E)), 1.0),
            A_ub=np.vstack([np.hstack([A[:, E], column]), np.hstack([-A[:, E], column])]),
            b_ub=np.zeros(2 * m),
            A_eq=np.vstack([np.append([float(w / unit) for w in W], 0.0), np.append(side, 0.0)]),
            b_eq=[0.0, 1.0],
            bounds=(None, None),
        )
        if found.x is None:
            return None
        d = [Fraction(round(v * 2**FINE), 1 << FINE) for v in found.x[:-1].tolist()]
        i = max(range(len(W)), key=lambda k: abs(W[k]))
        d[i] -= dot(W, d) / W[i]
        return self.relation(E, d, W) if any(d) else None


def _ranked(problem: Problem, search: _Search, A: Array) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the columns off S with a side each, and the places in S; the most promising first."""
    S, (m, N) = list(search.support), A.shape
    unit = largest(search.bounds)
    bounds, W = (np.array([float(w / unit) for w in v]) for v in (search.bounds, search.W))
    R = np.linalg.pinv(A[:, S])
    V, u = R @ A, R.T @ W
    outside = np.setdiff1d(np.arange(N), S)
    found: list[tuple[float, int, int]] = []
    for side in (1,) if isinstance(problem, LinearProgram) else (1, -1):
        missing = side * bounds - W @ V
        if len(S) == m:
            G = np.outer(np.sign(u), missing / np.abs(u).sum())
            change = R @ G
        else:
            change = np.outer(R @ u, missing / (u @ u))
            G = A[:, S] @ (V + change) - A
        quotients = np.abs(G).max(axis=0) / (1 + np.abs(V + change).sum(axis=0))
        found += [(float(quotients[j]), int(j), side) for j in outside]
    D = R @ R.T - np.outer(R @ u, R @ u) / (u @ u)
    sizes = np.abs(D).sum(axis=0)
    quotients = np.abs(A[:, S] @ D).max(axis=0) / np.where(sizes > 0, sizes, 1.0)
    own = [int(i) for i in np.argsort(quotients)] if len(S) > 1 else []
    return [(j, side) for _, j, side in sorted(found)], own
