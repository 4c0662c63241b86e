"""How far data may move before LASSO, square-root LASSO or QCBP changes its support.

Let A_S be injective, s the signs, ``W = (s w)_S``, ``G = A_S^T A_S``, ``R = G^-1 A_S^T``,
``Q = I - A_S R`` (the projection off the range of A_S), ``a = R y``, ``b = G^-1 W``, ``u = A_S b``,
``e = y - A_S a``. For ``A' = A + D``, ``y' = y + f`` with all entries of D and f at most delta let
a', b', u', e' be the same things. By ``A_S'^T u' = W``, ``A_S'^T e' = 0``, and as a vector z of R^m
is ``Q z + R^T A_S^T z``,

    u' = R^T (W - D_S^T u') + Q D_S b',        b' = G^-1 (W - D_S^T u') - R D_S b',
    e' = Q (y + f - D_S a') - R^T D_S^T e',    a' = R (y + f - D_S a') + G^-1 D_S^T e'.

The path of LASSO on S is ``x' = a' - t b'`` with ``p' = (y' - A' x') / t = u' + e' / t``, where t
is lam / 2, or follows from ``rho' = ||e'||`` and ``q' = ||u'||**2`` (``on_path.py``). Likewise

    p' = u + Q (y + f - D_S x') / t - R^T D_S^T p',
    x' = a - t b + R (f - D_S x') + t G^-1 D_S^T p'.

In each line the changes are at most delta times l1 norms: ``|D_S^T p'|_i <= delta ||p'||_1`` and
``|f - D_S x'|_i <= delta (1 + ||x'||_1)``. So two l1 norms bound each other by linear inequalities
with a matrix ``I - delta M``, M >= 0; where its determinant and diagonal are positive, its inverse
is not negative, and solving them gives bounds. For ``v_j = R a_j`` and j not in S

    |a_j' . p'| <= |a_j . (u + e / t)| + delta (1 + ||v_j||_1) ||p'||_1
                                       + delta ||Q a_j||_1 (1 + ||x'||_1) / t.

If that is below w_j, and x' keeps the signs, then x' is the only minimiser for (A', y')
(``optimality.py``: t p' is its residual; A_S' is injective, as ``delta sum |R| < 1``).
All is exact or rounded outward. If m = |S|, then Q = 0 and the bound of ``|a_j' . p'|`` is sharp to
first order in delta: where it fails, the column j can nearly reach its bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from computable.exact import Vector, solve_columns, weighted_sums
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
from computable.recovery.outward import l1_above, l2_above, root, rounded_up

__all__ = ["StableSupport"]

ZERO = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class StableSupport:
    """What is needed of a support with signs to judge boxes of every radius around an instance.

    Attributes
    ----------
    problem : Problem
    size : int
        m.
    base, slope : Vector, shape (k,)
        a and b, times the signs: the entries of x' shall stay positive.
    rest, push : Vector, shape (m,)
        e and u.
    rows, turns : Vector, shape (k,)
        Upper bounds of the l1 norms of the rows of R and of ``G^-1``.
    alpha, beta, gamma, spread : Fraction
        Upper bounds of the sums of ``|R|``, ``|G^-1|``, ``|Q|`` and of the l2 norms of R's rows.
    columns : tuple of (weight, a_j . u, a_j . e, bound of ||v_j||_1, bound of ||Q a_j||_1)
        One for each column off S.
    """

    problem: Problem
    size: int
    base: Vector
    slope: Vector
    rest: Vector
    push: Vector
    rows: Vector
    turns: Vector
    alpha: Fraction
    beta: Fraction
    gamma: Fraction
    spread: Fraction
    columns: tuple[Vector, ...]

    @classmethod
    def of(
        cls, problem: Problem, instance: Instance, support: Sequence[int], signs: Sequence[int]
    ) -> StableSupport | None:
        """Prepare a support with its signs; ``None`` if A_S is not injective.

        Parameters
        ----------
        problem : Lasso, SquareRootLasso, or BasisPursuit with epsilon > 0
        support, signs : k column numbers, and 1 or -1 for each
        """
        (m, N), k = instance.shape, len(support)
        if isinstance(problem, LinearProgram):
            return None
        weights = BasisPursuit(weights=problem.weights).bounds(N)
        A_S = list(zip(*instance.rows(support), strict=True)) if k else []  # its columns
        gram = [[dot(v, w) for w in A_S] for v in A_S]
        units = [[Fraction(i == l) for i in range(k)] for l in range(k)]
        inverse = solve_columns(gram, units) if k else []
        if inverse is None:
            return None
        R = [_combined(row, A_S, m) for row in inverse]
        W = tuple(s * weights[j] for j, s in zip(support, signs, strict=True))
        a, b = (tuple(dot(row, v) for row in M) for M, v in ((R, instance.y), (inverse, W)))
        u, image = _combined(b, A_S, m), _combined(a, A_S, m)
        e = tuple(v - w for v, w in zip(instance.y, image, strict=True))
        Q = [_row_off(i, [v[i] for v in A_S], R, m) for i in range(m)]
        pulls, parts = ([weighted_sums(instance.columns, row) for row in M] for M in (R, Q))
        on_u, on_e = (weighted_sums(instance.columns, v) for v in (u, e))
        rows, turns = tuple(map(l1_above, R)), tuple(map(l1_above, inverse))
        return cls(
            problem=problem,
            size=m,
            base=tuple(s * v for s, v in zip(signs, a, strict=True)),
            slope=tuple(s * v for s, v in zip(signs, b, strict=True)),
            rest=e,
            push=u,
            rows=rows,
            turns=turns,
            alpha=sum(rows, ZERO),
            beta=sum(turns, ZERO),
            gamma=sum(map(l1_above, Q), ZERO),
            spread=sum(map(l2_above, R), ZERO),
            columns=tuple(
                (weights[j], on_u[j], on_e[j], *(l1_above(v[j] for v in M) for M in (pulls, parts)))
                for j in sorted(set(range(N)) - set(support))
            ),
        )

    def stays(self, radius: Fraction) -> bool:
        """Tell whether it is proved for all instances within ``radius``, entry by entry.

        Then each of them has exactly one minimiser, with this support and these signs.

        Examples
        --------
        >>> near = Instance.from_dense([["9/8", 1]], [2])
        >>> support = StableSupport.of(Lasso(1), near, [0], [1])
        >>> support.stays(Fraction(1, 17)), support.stays(Fraction(1, 16))
        (True, False)
        """
        d = radius
        if isinstance(self.problem, BasisPursuit) and not self.base:
            far = root(Fraction(self.size), up=True)
            if l2_above(self.rest) + d * far <= self.problem.epsilon:
                return True  # 0 is feasible on all of the box
        ends = self._parameter(d)
        if ends is None:
            return False
        low, high = ends
        x_size = max(_l1_on_line(self.base, -t, self.slope) for t in ends)
        p_size = max(_l1_on_line(self.push, 1 / t, self.rest) for t in ends)
        right = p_size + d * self.gamma / low, x_size + d * self.alpha
        bounds = self._bounded(right, (d * self.gamma / low, d * self.beta * high), d)
        if bounds is None:
            return False
        to_p, to_x = d * bounds[0], d * (1 + bounds[1])
        for value, turn, row, other in zip(self.base, self.slope, self.rows, self.turns):
            if min(value - t * turn for t in ends) <= to_x * row + to_p * high * other:
                return False
        return all(
            max(abs(on_u + on_e / t) for t in ends) + to_p * (1 + v) + to_x * q / low < w
            for w, on_u, on_e, v, q in self.columns
        )

    def _parameter(self, d: Fraction) -> tuple[Fraction, Fraction] | None:
        """Enclose t > 0 on the box: ``|rho' - rho|`` is at most ``||e' - e||``, likewise for q."""
        problem = self.problem
        if isinstance(problem, Lasso):
            return problem.lam / 2, problem.lam / 2
        mixed = d * self.gamma, d * self.beta
        of_u = self._bounded((l1_above(self.push), l1_above(self.slope)), mixed, d)
        right = l1_above(self.rest) + d * self.gamma, l1_above(self.base) + d * self.alpha
        of_e = self._bounded(right, mixed, d)
        if of_u is None or of_e is None:
            return None
        far = root(Fraction(self.size), up=True)
        rho = _l2_around(self.rest, d * (far * (1 + of_e[1]) + self.spread * of_e[0]))
        push = _l2_around(self.push, d * (far * of_u[1] + self.spread * of_u[0]))
        if isinstance(problem, SquareRootLasso):
            least, most = (1 - (problem.lam * v) ** 2 for v in reversed(push))
            if least <= 0 or rho[0] <= 0:
                return None
            low, high = (problem.lam * v for v in rho)
            return low / root(most, up=True), high / root(least, up=False)
        epsilon = getattr(problem, "epsilon", ZERO)
        if rho[1] >= epsilon or push[0] <= 0:
            return None
        low, high = (root(epsilon**2 - v**2, up=up) for v, up in zip(reversed(rho), (False, True)))
        return low / push[1], high / push[0]

    def _bounded(
        self, right: tuple[Fraction, Fraction], mixed: tuple[Fraction, Fraction], d: Fraction
    ) -> tuple[Fraction, Fraction] | None:
        """Bound all z >= 0 with ``z <= right + [[d alpha, mixed_0], [mixed_1, d alpha]] z``."""
        own = 1 - d * self.alpha
        determinant = own**2 - mixed[0] * mixed[1]
        if own <= 0 or determinant <= 0:
            return None
        first = (own * right[0] + mixed[0] * right[1]) / determinant
        second = (own * right[1] + mixed[1] * right[0]) / determinant
        return rounded_up(first), rounded_up(second)


def _l1_on_line(u: Vector, factor: Fraction, v: Vector) -> Fraction:
    """Bound ``||u + factor v||_1``, a convex function of the factor, from above."""
    return l1_above(a + factor * b for a, b in zip(u, v, strict=True))


def _l2_around(vector: Vector, error: Fraction) -> tuple[Fraction, Fraction]:
    """Bound the l2 norm of all vectors within ``error`` (l2)."""
    square = norm_squared(vector)
    return max(root(square, up=False) - error, ZERO), root(square, up=True) + error


def _combined(values: Iterable[Fraction], vectors: Sequence[Vector], m: int) -> Vector:
    """Return the linear combination, shape (m,)."""
    total = [ZERO] * m
    for value, vector in zip(values, vectors, strict=True):
        for i, v in enumerate(vector):
            if v and value:
                total[i] += value * v
    return tuple(total)


def _row_off(i: int, row: Sequence[Fraction], R: Sequence[Vector], m: int) -> Vector:
    """Return row i of ``I - A_S R`` from row i of A_S."""
    return tuple(int(l == i) - v for l, v in enumerate(_combined(row, R, m)))
