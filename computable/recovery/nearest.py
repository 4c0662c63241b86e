"""The point of a face that is nearest to a given point, exactly.

With ``v_j = s_j z_j``, the columns ``s_j a_j`` in C (and p, if the residual slides), and the given
point's ``t_j`` with the same signs, the problem is a strictly convex quadratic program:

    minimise ``||v - t||**2 / 2``  subject to  ``C v = f``,  ``v >= 0``,

where rho, the unknown of p, does not count in the norm (v determines it). Let T be the support of
v and h = t - v (0 for rho).

1. *Settle.* Go towards the minimiser w over all ``C w = f`` that vanish off T, up to the first
   coordinates that become 0; they leave T. Repeat until w is reached. It is ``t + C^T nu`` on T
   (``p . nu = 0`` for rho).
2. *Escape.* Let ``g = h + C^T nu``, 0 on T. If ``g <= 0``, mu = -nu has ``h_j = C_j . mu`` on T and
   ``h_j <= C_j . mu`` off T. Otherwise another nu may be needed: minimise ``-g . d`` over
   ``C d = 0``, ``d_j >= 0`` off T, by the simplex method. If the minimum is 0, its witness is
   what nu lacks. If there is none, a ray has ``h . d = g . d > 0``: go along it while the distance
   falls and v stays >= 0, and settle again.

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
from operator import mul

from computable.exact import Vector, as_vector, integers, solve, weighted_sums
from computable.problem import Column, Instance, dot, norm_squared
from computable.recovery.columns import column_basis, dense, sparse, times
from computable.recovery.face import Face
from computable.recovery.pair import applied
from computable.recovery.simplex import Infeasible, Optimal, solve_program

__all__ = ["Nearest", "nearest"]

_ZERO = Fraction(0)


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
        pulls = weighted_sums(face.instance.columns, mu)
        for j, sign in zip(face.columns, face.signs):
            slack = sign * (point[j] - z[j] - pulls[j])
            if slack > 0 or (slack and z[j]):
                return False
        if not face.slides:
            return True
        push = dot(mu, face.witness)
        return push >= 0 and not (push and applied(face.instance, z) != face.image)


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
        values.append(dot(p, face.image) - dot(p, applied(face.instance, x)))
    program = _Program(columns=columns, right=as_vector(face.image, name="face.image"), aims=aims)
    values, mu = _solved(program, values)
    z = [_ZERO] * len(x)
    for (j, s), v in zip(signed, values):
        z[j] = s * v
    answer = Nearest(point=tuple(z), multipliers=mu)
    if not answer.proves(face, target):
        raise ArithmeticError("the multipliers do not prove the nearest point")
    return answer


@dataclass(frozen=True, kw_only=True)
class _Program:
    """C, f and t of the quadratic program; rho, the last unknown if it is there, has no aim."""

    columns: Sequence[Column]
    right: Vector
    aims: Sequence[Fraction | None]


def _solved(program: _Program, values: list[Fraction]) -> tuple[list[Fraction], Vector]:
    """Return v and mu, from a feasible v."""
    while True:
        values, nu = _settled(program, values)
        pulls = weighted_sums(program.columns, nu)
        wanted = [t or _ZERO for t in program.aims]
        gaps = [_ZERO if v else t + u for v, t, u in zip(values, wanted, pulls)]
        if max(gaps, default=_ZERO) <= 0:
            return values, tuple(-v for v in nu)
        lacking, d = _escape(program, values, gaps)
        if d is None:
            return values, tuple(-a - b for a, b in zip(nu, lacking))
        steps = [v / -e for v, e in zip(values, d) if e < 0]
        step = min([dot(gaps, d) / norm_squared(d), *steps])
        values = [v + step * e for v, e in zip(values, d)]


def _settled(program: _Program, values: list[Fraction]) -> tuple[list[Fraction], Vector]:
    """Return the v and nu of step 1."""
    while True:
        support = [j for j, v in enumerate(values) if v]
        best, nu = _minimiser(program, support)
        steps = [values[j] / (values[j] - w) for j, w in zip(support, best) if w < 0]
        step = min(steps, default=Fraction(1))
        moved = {j: values[j] + step * (w - values[j]) for j, w in zip(support, best)}
        values = [moved.get(j, _ZERO) for j in range(len(values))]
        if not steps:
            return values, nu


def _minimiser(program: _Program, support: Sequence[int]) -> tuple[list[Fraction], Vector]:
    """Return w on its support T, and nu of shape (m,).

    With independent rows of [C_T, p], solve ``C (t + C^T nu) + rho p = f`` and ``p . nu = 0``.
    This is not singular: ``C C^T nu + rho p = 0`` and ``p . nu = 0`` give ``||C^T nu|| = 0``, so
    nu = 0, then rho = 0.
    """
    if not support:
        return [], (_ZERO,) * len(program.right)
    m, n = len(program.right), len(support)
    rows: list[list[tuple[int, Fraction]]] = [[] for _ in range(m)]
    for k, j in enumerate(support):
        for i, v in program.columns[j]:
            rows[i].append((k, v))
    basis, _ = column_basis([tuple(row) for row in rows], n)
    chosen = [i for i in sorted(basis) if i < m]
    aims = [program.aims[j] for j in support]
    wanted = tuple(t or _ZERO for t in aims)
    free = [k for k, t in enumerate(aims) if t is None]
    full = dense([tuple(rows[i]) for i in chosen], n, range(len(chosen)))
    whole = [integers([v for v, t in zip(row, aims) if t is not None]) for row in full]
    system = [[Fraction(sum(map(mul, u, v)), c * d) for d, v in whole] for c, u in whole]
    reached = weighted_sums([rows[i] for i in chosen], wanted)
    right = [program.right[i] - v for i, v in zip(chosen, reached)]
    system = [[*g, *(row[k] for k in free)] for g, row in zip(system, full)]
    system += [[*(row[k] for row in full), _ZERO] for k in free]
    solution = solve(system, right + [_ZERO] * len(free))
    if solution is None:
        raise ArithmeticError("rows that are independent gave a singular system")
    multipliers = dict(zip(chosen, solution))
    nu = tuple(multipliers.get(i, _ZERO) for i in range(m))
    pulls = weighted_sums([program.columns[j] for j in support], nu)
    best = [t + u for t, u in zip(wanted, pulls)]
    for k in free:
        best[k] = solution[-1]
    return best, nu


def _escape(
    program: _Program, values: Sequence[Fraction], gaps: Sequence[Fraction]
) -> tuple[Vector, Vector | None]:
    """Return the witness of step 2; the direction d is ``None`` if the minimum is 0."""
    m = len(program.right)
    inside = [j for j, v in enumerate(values) if v]
    order = [*inside, *(j for j, v in enumerate(values) if not v)]
    columns = [program.columns[j] for j in order]
    columns += [times(-1, program.columns[j]) for j in inside]
    cost = tuple(-gaps[j] for j in order) + (_ZERO,) * len(inside)
    start = [*range(len(order)), *range(len(columns), len(columns) + m)]
    homogeneous = Instance(columns=tuple(columns), y=(_ZERO,) * m)
    found = solve_program(homogeneous, cost, basis=start)
    if isinstance(found, Infeasible):
        raise ArithmeticError("a homogeneous program cannot be infeasible")
    if isinstance(found, Optimal):
        return found.witness, None
    d = [_ZERO] * len(values)
    for j, v in zip(order, found.ray):
        d[j] += v
    for j, v in zip(inside, found.ray[len(order) :]):
        d[j] -= v
    return (), tuple(d)
