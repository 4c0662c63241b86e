"""The set of all minimisers, from one of them with its witness.

Let (x, p) be accepted by :func:`~computable.problem.is_minimiser`, c = A^T p, b the dual bounds,
``E = {j : |c_j| = b_j}`` with signs ``s_j = sgn c_j`` (linear program: ``c_j = cost_j`` and
``s_j = 1``). By weak duality z is a minimiser if and only if

    z vanishes off E,  ``s_j z_j >= 0`` on E,  and  ``A z = A x``.

In square-root LASSO with ``||p|| = 1`` the last condition is ``y - A z = rho p`` with some
``rho >= 0`` instead: rho is one more unknown, with the column p. If ``y - A x = rho_x p`` is not 0,
p may be irrational, but ``A d + delta p = 0`` says ``A u + theta y = 0`` for ``u = d - theta x``,
``theta = delta / rho_x``: the column y serves as well, theta is free, and u is d where x_j = 0.

*Enlarging the support.* Let S be the support of x. If some d with ``A_E d = 0`` has
``s_j d_j >= 0`` on E outside S, not all 0, then x + tau d with small tau > 0 is a minimiser of
larger support. If there is none, no minimiser z is different from 0 outside S (take d = z - x),
and Farkas' lemma gives q with A_S^T q = 0 and ``s_j a_j . q > 0`` on E outside S. Where p is not
determined by x (residual 0), p - tau q with small tau > 0 is a witness, and strict off S. If rho
was an unknown and stays 0, also ``p . q > 0``, so that ``||p - tau q|| < 1``. (p is rational if the
residual is 0, by :func:`~computable.recovery.pair.simplified`.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb

from computable.errors import DomainError
from computable.exact import Vector, weighted_sums
from computable.problem import (
    BasisPursuit,
    Column,
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
    dot,
    is_minimiser,
    norm_squared,
)
from computable.recovery.columns import kernel, sparse, times
from computable.recovery.pair import Pair, applied, plain, simplified, tight_signs
from computable.recovery.simplex import Optimal, Unbounded, solve_program

__all__ = ["Face", "all_minimisers"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Face:
    """All minimisers z: zero off ``columns``, ``signs * z >= 0`` on them, and ``A z = image``.

    Attributes
    ----------
    problem : Problem
    instance : Instance
    columns, signs : tuple of int
        E, ascending, and 1 or -1 for each.
    image : Vector, shape (m,)
    x : Vector, shape (N,)
        A minimiser; all others vanish where it does.
    witness : Vector, shape (m,)
        Strict off the support of x, if such a witness exists.
    dimension : int
        Of the affine space that the face spans.
    slides : bool
        If true, the last condition is ``image - A z = rho * witness`` with some ``rho >= 0``
        instead (square-root LASSO with a residual that is not always 0; the image is y).
    """

    problem: Problem
    instance: Instance
    columns: tuple[int, ...]
    signs: tuple[int, ...]
    image: Vector
    x: Vector
    witness: Vector
    dimension: int
    slides: bool

    def __repr__(self) -> str:  # short: the instance may have millions of entries
        what = "a point" if self.is_point else f"dimension {self.dimension}"
        m, N = self.instance.shape
        return f"Face({self.problem.name}, {m} x {N}: {what}, support {len(self.support)})"

    @property
    def is_point(self) -> bool:
        """Whether x is the only minimiser."""
        return self.dimension == 0

    @property
    def support(self) -> tuple[int, ...]:
        """The columns where x is not 0."""
        return tuple(j for j in self.columns if self.x[j])

    def contains(self, z: Sequence[Fraction]) -> bool:
        """Tell whether z, shape (N,), is a minimiser.

        Raises
        ------
        DomainError
            If the shape is wrong.
        """
        if len(z) != len(self.x):
            raise DomainError(f"z: got {len(z)} entries, need {len(self.x)}")
        sign = dict(zip(self.columns, self.signs))
        if any(v and sign.get(j, 0) * v <= 0 for j, v in enumerate(z)):
            return False
        image = applied(self.instance, z)
        if not self.slides:
            return image == self.image
        rest = tuple(f - v for f, v in zip(self.image, image))
        rho = dot(self.witness, rest)  # since the witness has length 1
        return rho >= 0 and rest == tuple(rho * v for v in self.witness)

    def vertices(self, limit: int = 1000) -> tuple[Vector, ...]:
        """Return the extreme points, each of shape (N,); only a linear program may also have rays.

        A point of the face is a vertex if no direction of the face vanishes where it does: for
        dimension k, if k coordinates that vanish at the point determine it.

        Raises
        ------
        DomainError
            If there are more than ``limit`` ways to choose k coordinates.
        """
        support, sign = self.support, dict(zip(self.columns, self.signs))
        signs = [*(sign[j] for j in support), *[1] * self.slides]
        base, rows = _parametrised(self.instance, self.x, support, self.slides)
        if (subsets := comb(len(base), self.dimension)) > limit:
            raise DomainError(f"limit: got {limit}, need {subsets}, the number of subsets")
        found: dict[tuple[bool, ...], Vector] = {}  # a vertex is determined by its support
        for chosen in combinations(range(len(base)), self.dimension):
            t = _solution([[*rows[i], -base[i]] for i in chosen])
            if t is None:
                continue
            values = [b + dot(row, t) for b, row in zip(base, rows)]
            if all(s * v >= 0 for s, v in zip(signs, values)):
                z = dict(zip(support, values))
                point = plain(z.get(j, Fraction(0)) for j in range(len(self.x)))
                found[tuple(bool(v) for v in values)] = point
        return tuple(found.values())


def all_minimisers(problem: Problem, instance: Instance, pair: Pair) -> Face:
    """Return the face of all minimisers.

    Parameters
    ----------
    pair : Pair
        Accepted by :func:`~computable.problem.is_minimiser`; entries in one field Q(sqrt d).

    Raises
    ------
    DomainError
        If the pair is not accepted.

    Examples
    --------
    >>> one, zero = Fraction(1), Fraction(0)
    >>> tie, pair = Instance.from_dense([[1, 1, 2]], [1]), Pair(x=(one, zero, zero), witness=(one,))
    >>> face = all_minimisers(BasisPursuit(weights=(1, 1, 3)), tie, pair)
    >>> face.columns, face.dimension
    ((0, 1), 1)
    >>> face.vertices()[0]
    (Fraction(0, 1), Fraction(1, 1), Fraction(0, 1))
    """
    if not is_minimiser(problem, instance, pair.x, pair.witness):
        raise DomainError("pair: got a witness that does not prove its x, need is_minimiser")
    p = simplified(problem, instance, pair).witness
    sign = tight_signs(problem, instance, p)
    x, slides, q = _enlarged(problem, instance, plain(pair.x), p, sign)
    quadratic = isinstance(problem, BasisPursuit) and problem.epsilon > 0
    if q is not None and not (slides or quadratic or isinstance(problem, Lasso)):
        p = _strict(problem, instance, x, p, q)
    return Face(
        problem=problem,
        instance=instance,
        columns=tuple(sign),
        signs=tuple(sign.values()),
        image=instance.y if slides else plain(applied(instance, plain(pair.x))),
        x=x,
        witness=p,
        dimension=len(_relations(instance, [j for j in sign if x[j]], slides)),
        slides=slides,
    )


def _enlarged(
    problem: Problem, instance: Instance, x: Vector, p: Vector, sign: dict[int, int]
) -> tuple[Vector, bool, Vector | None]:
    """Return a minimiser of largest support, whether its residual slides, and Farkas' q."""
    norm = isinstance(problem, SquareRootLasso) and norm_squared(p) == 1
    while True:
        inside = [j for j in sign if x[j]]
        outside = [j for j in sign if not x[j]]
        slides = norm and applied(instance, x) != instance.y
        free = _free(instance, inside, slides)
        signed = [times(sign[j], instance.columns[j]) for j in outside]
        signed += [sparse(p)] * (norm and not slides)
        if not signed:
            return x, slides, None
        u, t = _growth(free, signed, len(instance.y))
        if not t:
            return x, slides, u
        theta = u[-1] if slides else Fraction(0)
        d = {j: v + theta * x[j] for j, v in zip(inside, u)}
        d |= {j: sign[j] * v for j, v in zip(outside, t) if v}
        tau = Fraction(1)
        while 1 + tau * theta <= 0 or any(sign[j] * (x[j] + tau * v) <= 0 for j, v in d.items()):
            tau /= 2
        x = plain(v + tau * d[j] if j in d else v for j, v in enumerate(x))


def _growth(
    free: Sequence[Column], signed: Sequence[Column], m: int
) -> tuple[Vector, Vector | None]:
    """Return (u, t) with ``free u + signed t = 0``, t >= 0, t != 0; else (q, None) by Farkas.

    Relations whose signs are right as they stand are all taken at once. Without such, the linear
    program with ``sum t = 1`` decides. Its Farkas vector, (-q, kappa) with kappa > 0, has
    ``free . q = 0`` and ``signed . q >= kappa``.
    """
    n, k = len(free), len(signed)
    ways = [(way, u) for u in kernel([*free, *signed], m) for way in (1, -1) if any(u[n:])]
    right = [[way * v for v in u] for way, u in ways if min(way * v for v in u[n:]) >= 0]
    if right:
        total = tuple(sum(values, Fraction(0)) for values in zip(*right))
        return total[:n], total[n:]
    counted = [(*column, (m, Fraction(1))) for column in signed]
    columns = (*free, *counted, *(times(-1, column) for column in free))
    program = Instance(columns=columns, y=(Fraction(0),) * m + (Fraction(1),))
    start = [*range(n + k), *range(len(columns), len(columns) + m + 1)]
    found = solve_program(program, (Fraction(0),) * len(columns), basis=start)
    if isinstance(found, Unbounded):
        raise ArithmeticError("a program without costs cannot be unbounded")
    if isinstance(found, Optimal):
        return tuple(a - b for a, b in zip(found.x, found.x[n + k :])), found.x[n : n + k]
    return tuple(-v for v in found.farkas[:m]), None


def _strict(problem: Problem, instance: Instance, x: Vector, p: Vector, q: Vector) -> Vector:
    """Return p - tau q with tau > 0 so small that the bounds are strict off the support of x."""
    both = not isinstance(problem, LinearProgram)
    c, g = (weighted_sums(instance.columns, v) for v in (p, q))
    off = [(b, c[j], g[j]) for j, b in enumerate(problem.bounds(len(x))) if not x[j]]
    tau = Fraction(1)
    while True:
        moved = tuple(a - tau * b for a, b in zip(p, q))
        inside = all(v - tau * w < b and (not both or tau * w - v < b) for b, v, w in off)
        if inside and (not isinstance(problem, SquareRootLasso) or norm_squared(moved) < 1):
            return moved
        tau /= 2


def _free(instance: Instance, support: Sequence[int], slides: bool) -> list[Column]:
    """Return the columns of the unknowns that may move both ways: S, and y for theta."""
    return [*(instance.columns[j] for j in support), *[sparse(instance.y)] * slides]


def _relations(instance: Instance, support: Sequence[int], slides: bool) -> list[Vector]:
    return kernel(_free(instance, support, slides), len(instance.y))


def _parametrised(
    instance: Instance, x: Vector, support: Sequence[int], slides: bool
) -> tuple[list[Fraction], list[list[Fraction]]]:
    """Return b and R: on the support (and then for rho / rho_x) the face has ``b + R t``."""
    relations = _relations(instance, support, slides)
    base = [x[j] for j in support]
    if not slides:
        return base, [[u[i] for u in relations] for i in range(len(base))]
    rows = [[u[i] + u[-1] * v for u in relations] for i, v in enumerate(base)]
    return [*base, Fraction(1)], [*rows, [u[-1] for u in relations]]


def _solution(rows: Sequence[Sequence[Fraction]]) -> Vector | None:
    """Solve a small square system [R | b] over Q(sqrt d) by elimination; ``None`` if singular."""
    work = [list(row) for row in rows]
    for k in range(len(work)):
        pivot = next((i for i in range(k, len(work)) if work[i][k]), None)
        if pivot is None:
            return None
        work[k], work[pivot] = work[pivot], work[k]
        work[k] = [v / work[k][k] for v in work[k]]
        for i, row in enumerate(work):
            if i != k and row[k]:
                work[i] = [a - row[k] * b for a, b in zip(row, work[k])]
    return tuple(row[-1] for row in work)
