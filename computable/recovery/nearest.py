"""The point of a face that is nearest to a given point, exactly.

With ``v_j = s_j z_j``, the columns ``s_j a_j`` in C (and p, if the residual slides), and the given
point's ``t_j`` with the same signs, the problem is a strictly convex quadratic program:

    minimise ``||v - t||**2 / 2``  subject to  ``C v = f``,  ``v >= 0``,

where rho, the unknown of p, does not count in the norm (v determines it). Let T be the support of
v and h = t - v (0 for rho).

1. *Settle.* Go towards the minimiser over all w with ``C w = f`` that vanish off T, up to the
   first coordinates that become 0; they leave T. Repeat until that minimiser is reached.
2. *Escape.* Minimise ``-h . d`` over ``C d = 0``, ``d_j >= 0`` off T, by the simplex method. If
   the minimum is 0, its witness -mu has ``h_j = C_j . mu`` on T and ``h_j <= C_j . mu`` off T.
   If there is none, a ray has ``h . d > 0``: go along it as far as the distance falls and v
   stays >= 0, and settle again.

*Finite.* Settling takes one coordinate out of T each time. After it v is the minimiser over T,
so it is determined by T; and as every escape makes the distance strictly smaller, no T comes
twice. Zeros in v never block, so degenerate faces need no special care.

*Right.* For any v' of the face, ``h . v' <= mu . C v' = mu . f = h . v``: ``h . (v' - v) <= 0``, so
``||v' - t||**2 = ||v - t||**2 + ||v' - v||**2 - 2 h . (v' - v)`` is least at v.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from computable.exact import Vector, as_vector, solve
from computable.problem import Column, Instance, dot
from computable.recovery.face import Face, column_basis, sparse, times
from computable.recovery.simplex import Infeasible, Optimal, dense, inner_products, solve_program

__all__ = ["Nearest", "nearest"]


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """The nearest point of a face, shape (N,), with multipliers mu, shape (m,)."""

    point: Vector
    multipliers: Vector

    def proves(self, face: Face, point: Vector) -> bool:
        """Tell whether no minimiser is nearer to ``point``, by the last lines of this module.

        That is, z is a minimiser, and for h = point - z, ``s_j (h - A^T mu)_j`` is at most 0 on E
        and 0 where z is not. (If the residual slides, ``mu . p >= 0``, and 0 if it is not 0 at z.)
        """
        mu, z = self.multipliers, self.point
        if not face.contains(z):
            return False
        pulls = inner_products(face.instance.columns, mu)
        for j, sign in zip(face.columns, face.signs):
            slack = sign * (point[j] - z[j] - pulls[j])
            if slack > 0 or (slack and z[j]):
                return False
        if not face.slides:
            return True
        push = dot(mu, face.witness)
        return push >= 0 and not (push and any(face.instance.residual(z)))


def nearest(face: Face, point: Vector) -> Nearest:
    """Return the minimiser with the least l2 distance to ``point``.

    Parameters
    ----------
    face : Face
        With rational x (and a rational witness, if the residual slides).
    point : Vector, shape (N,)

    Raises
    ------
    DomainError
        If the data are not rational, or the shape is wrong.

    Examples
    --------
    >>> from computable.problem import BasisPursuit
    >>> from computable.recovery.face import all_minimisers
    >>> from computable.recovery.pair import Pair
    >>> one, zero = Fraction(1), Fraction(0)
    >>> tie, pair = Instance.from_dense([[1, -1]], [1]), Pair(x=(one, zero), witness=(one,))
    >>> nearest(all_minimisers(BasisPursuit(), tie, pair), (zero, zero)).point
    (Fraction(1, 2), Fraction(-1, 2))
    """
    target = as_vector(point, name="point", length=len(face.x))
    x = as_vector(face.x, name="face.x")
    signed = list(zip(face.columns, face.signs))
    columns = [times(s, face.instance.columns[j]) for j, s in signed]
    aims: list[Fraction | None] = [s * target[j] for j, s in signed]
    values = [s * x[j] for j, s in signed]
    if face.slides:
        p = as_vector(face.witness, name="face.witness")
        columns, aims = [*columns, sparse(p)], [*aims, None]
        values.append(dot(p, face.instance.residual(x)))
    image = as_vector(face.image, name="face.image")
    while True:
        values = _settled(columns, image, aims, values)
        gaps = [Fraction(0) if t is None else t - v for t, v in zip(aims, values)]
        mu, d = _escape(columns, len(image), values, gaps)
        if d is None:
            break
        size = sum((v * v for v, t in zip(d, aims) if t is not None), Fraction(0))
        steps = [-v / e for v, e in zip(values, d) if e < 0]
        step = min([dot(gaps, d) / size, *steps])
        values = [v + step * e for v, e in zip(values, d)]
    found = dict(zip(face.columns, values))
    signs = dict(signed)
    z = tuple(signs[j] * found[j] if j in found else Fraction(0) for j in range(len(x)))
    answer = Nearest(point=z, multipliers=mu)
    if not answer.proves(face, target):
        raise ArithmeticError("the multipliers do not prove the nearest point")
    return answer


def _settled(
    columns: Sequence[Column],
    image: Vector,
    aims: Sequence[Fraction | None],
    values: Sequence[Fraction],
) -> list[Fraction]:
    """Return the minimiser over its support, at most as far from the aims as ``values``."""
    values = list(values)
    while True:
        support = [j for j, v in enumerate(values) if v]
        chosen = [columns[j] for j in support]
        best = _unconstrained(chosen, image, [aims[j] for j in support])
        steps = [values[j] / (values[j] - w) for j, w in zip(support, best) if w < 0]
        step = min(steps, default=Fraction(1))
        for j, w in zip(support, best):
            values[j] += step * (w - values[j])
        if not steps:
            return values


def _unconstrained(
    columns: Sequence[Column], image: Vector, aims: Sequence[Fraction | None]
) -> list[Fraction]:
    """Return the w with ``C w = f`` nearest to the aims; an unknown without aim is free.

    With independent rows of C, ``w = t + C^T mu`` and ``p . mu = 0`` for the free unknown, where
    ``C C^T mu + rho p = f - C t``. This system is not singular: ``C C^T mu + rho p = 0`` and
    ``p . mu = 0`` imply ``||C^T mu|| = 0``, so mu = 0 by independence, and rho = 0.
    """
    if not columns:
        return []
    m, n, free = len(image), len(columns), aims[-1] is None  # none but the last can be
    rows: list[list[tuple[int, Fraction]]] = [[] for _ in range(m)]
    for k, column in enumerate(columns):
        for i, v in column:
            rows[i].append((k, v))
    basis, _ = column_basis([tuple(row) for row in rows], n)
    chosen = [i for i in sorted(basis) if i < m]
    wanted = tuple(t or Fraction(0) for t in aims)
    counted = [tuple((k, v) for k, v in rows[i] if aims[k] is not None) for i in chosen]
    system = [list(inner_products(counted, row)) for row in dense(counted, n, range(len(counted)))]
    right = [image[i] - v for i, v in zip(chosen, inner_products(counted, wanted))]
    if free:
        push = [dict(rows[i]).get(n - 1, Fraction(0)) for i in chosen]
        system = [[*row, v] for row, v in zip(system, push)] + [[*push, Fraction(0)]]
        right.append(Fraction(0))
    solution = solve(system, right)
    if solution is None:
        raise ArithmeticError("rows that are independent gave a singular system")
    mu = dict(zip(chosen, solution))
    pulls = inner_products(columns, tuple(mu.get(i, Fraction(0)) for i in range(m)))
    best = [t + v for t, v in zip(wanted, pulls)]
    return [*best[:-1], solution[-1]] if free else best


def _escape(
    columns: Sequence[Column], m: int, values: Sequence[Fraction], gaps: Sequence[Fraction]
) -> tuple[Vector, Vector | None]:
    """Return (mu, None) of step 2, or (0, d) with a direction d that comes nearer."""
    zero = (Fraction(0),) * m
    inside = [j for j, v in enumerate(values) if v]
    order = [*inside, *(j for j, v in enumerate(values) if not v)]
    if not order:
        return zero, None
    both = [columns[j] for j in order] + [times(-1, columns[j]) for j in inside]
    cost = tuple(-gaps[j] for j in order) + tuple(gaps[j] for j in inside)
    start = [*range(len(order)), *range(len(both), len(both) + m)]
    found = solve_program(Instance(columns=tuple(both), y=zero), cost, basis=start)
    if isinstance(found, Infeasible):
        raise ArithmeticError("a homogeneous program cannot be infeasible")
    if isinstance(found, Optimal):
        return tuple(-v for v in found.witness), None
    d = [Fraction(0)] * len(values)
    for j, v in zip(order, found.ray):
        d[j] += v
    for j, v in zip(inside, found.ray[len(order) :]):
        d[j] -= v
    return zero, tuple(d)
