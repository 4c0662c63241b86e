"""How far data may move before basis pursuit or a linear program changes its basis.

Let A_B be m independent columns, ``R = A_B^-1``, ``u = R y``, g the dual values on B,
``p = R^T g``, ``v_j = R a_j``. For ``A' = A + D``, ``y' = y + f`` with all entries of D and f at
most delta

    u' = u + R (f - D_B u'),              p' = p - R^T D_B^T p',
    a_j' . p' = a_j . p + D_j . p' - v_j . D_B^T p',

so with ``alpha = sum |R|``, ``delta alpha < 1`` (then A_B' is regular), ``X = ||u'||_1`` and
``P = ||p'||_1``,

    X <= (||u||_1 + delta alpha) / (1 - delta alpha),     P <= ||p||_1 / (1 - delta alpha),
    |u'_i - u_i| <= delta (1 + X) ||R_i||_1,    |a_j' . p' - a_j . p| <= delta P (1 + ||v_j||_1).

Let F be a part of B and S the rest. Let g_i be the signed weight (the cost) on S, with
``g_i u'_i > 0`` (linear program: ``u'_i > 0``; F is empty), and *anything* in [-w_i, w_i] on F. If
always ``|a_j' . p'| < w_j`` off B (linear program: ``a_j' . p' < cost_j``), u' is the only
minimiser: choose ``g_i = w_i sgn u'_i`` on F; then p' proves that u' is a minimiser, all others
vanish off B, and A_B' is regular. Square-root LASSO also needs ``||p'|| < 1 / lam``: no minimiser
has a residual then.

All is exact or rounded outward. The bounds of P and ``|a_j' . p'|`` are sharp to first order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from computable.exact import Vector, inverse, weighted_sums
from computable.problem import BasisPursuit, Instance, LinearProgram, Problem, SquareRootLasso
from computable.recovery.columns import dense
from computable.recovery.outward import l1_above, l2_above, rounded_up

__all__ = ["StableBasis"]

ZERO = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class StableBasis:
    """What is needed of a basis to judge boxes of every radius around an instance.

    Attributes
    ----------
    problem : Problem
    entries : tuple of (i, s_i u_i, bound of ||R_i||_1), one for each i in S
    point, witness : Fraction
        Upper bounds of ``||u||_1``, and of ``||p||_1`` for all g that are possible.
    length : Fraction
        Likewise of ``||p||``.
    alpha, spread : Fraction
        Upper bounds of the sums of ``|R|`` and of the l2 norms of R's rows.
    columns : tuple of (weight, bound of |a_j . p|, bound of ||v_j||_1), one for each j off B
        Linear program: a_j . p.
    """

    problem: Problem
    entries: tuple[tuple[int, Fraction, Fraction], ...]
    point: Fraction
    witness: Fraction
    length: Fraction
    alpha: Fraction
    spread: Fraction
    columns: tuple[tuple[Fraction, Fraction, Fraction], ...]

    @classmethod
    def of(
        cls,
        problem: Problem,
        instance: Instance,
        basis: Sequence[int],
        signs: Sequence[int],
        *,
        free: Collection[int] = (),
    ) -> StableBasis | None:
        """Prepare a basis; ``None`` if its columns are dependent.

        Parameters
        ----------
        problem : BasisPursuit with epsilon = 0, LinearProgram or SquareRootLasso
        basis, signs : m column numbers, and 1 or -1 for each (linear program: 1)
        free : part of the basis
            F. Its signs do not matter.
        """
        m, N = instance.shape
        R = inverse(list(zip(*dense(instance.columns, m, basis), strict=True)))
        if R is None:
            return None
        one_sided = isinstance(problem, LinearProgram)
        weights = (
            problem.bounds(N) if one_sided else BasisPursuit(weights=_weights(problem)).bounds(N)
        )
        rows = [_sparse(row) for row in R]
        u = weighted_sums(rows, instance.y)
        g = [ZERO if j in free else s * weights[j] for j, s in zip(basis, signs, strict=True)]
        p = weighted_sums([_sparse(column) for column in zip(*R, strict=True)], tuple(g))
        pulls = [weighted_sums(instance.columns, tuple(row)) for row in R]
        c = weighted_sums(instance.columns, p)
        loose = [(k, weights[j]) for k, j in enumerate(basis) if j in free]
        p_most = [
            sum((w * rounded_up(abs(R[k][i])) for k, w in loose), rounded_up(abs(v)))
            for i, v in enumerate(p)
        ]
        lengths = list(map(l1_above, R))

        def off(j: int) -> tuple[Fraction, Fraction, Fraction]:
            size = sum((w * rounded_up(abs(pulls[k][j])) for k, w in loose), abs(c[j]))
            v = l1_above(pull[j] for pull in pulls)
            return weights[j], c[j] if one_sided else size, v

        return cls(
            problem=problem,
            entries=tuple(
                (j, s * u[k], lengths[k])
                for k, (j, s) in enumerate(zip(basis, signs, strict=True))
                if j not in free
            ),
            point=l1_above(u),
            witness=l1_above(p_most),
            length=l2_above(p_most),
            alpha=sum(lengths, ZERO),
            spread=sum(map(l2_above, R), ZERO),
            columns=tuple(off(j) for j in sorted(set(range(N)) - set(basis))),
        )

    def doubtful(self, radius: Fraction) -> list[int]:
        """Return the columns of S whose signs are not proved for all instances within ``radius``.

        All of them, if A_B may become singular.
        """
        own = 1 - radius * self.alpha
        if own <= 0:
            return [j for j, _, _ in self.entries]
        to_u = radius * (1 + rounded_up((self.point + radius * self.alpha) / own))
        return [j for j, value, row in self.entries if value <= to_u * row]

    def stays(self, radius: Fraction) -> bool:
        """Tell whether it is proved for all instances within ``radius``, entry by entry.

        Then each of them has exactly one minimiser, with zeros off the basis.

        Examples
        --------
        >>> near = Instance.from_dense([["9/8", 1]], [2])
        >>> basis = StableBasis.of(BasisPursuit(), near, [0], [1])
        >>> basis.stays(Fraction(1, 17)), basis.stays(Fraction(1, 16))
        (True, False)
        """
        own = 1 - radius * self.alpha
        if own <= 0 or self.doubtful(radius):
            return False
        to_p = radius * rounded_up(self.witness / own)
        length = self.length + to_p * self.spread
        if isinstance(self.problem, SquareRootLasso) and length * self.problem.lam >= 1:
            return False
        return all(c + to_p * (1 + v) < w for w, c, v in self.columns)


def _weights(problem: Problem) -> Vector | None:
    return None if isinstance(problem, LinearProgram) else problem.weights


def _sparse(values: Sequence[Fraction]) -> tuple[tuple[int, Fraction], ...]:
    return tuple((i, v) for i, v in enumerate(values) if v)
