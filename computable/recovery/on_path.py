"""LASSO, square-root LASSO and basis pursuit as points of one path (Theorem F).

On a support S with signs s, let ``x(t) = a - t b``, ``r(t) = y - A x(t) = r0 + t v`` and
``||r(t)||**2 = rho**2 + t**2 q`` as in :mod:`computable.exact.gram`, and suppose t > 0,
``s_j x_j(t) >= 0`` on S, ``|a_j^T r(t)| <= t w_j`` off S: x(t) is a minimiser of LASSO for
``lam = 2 t``. Then ``p = kappa r(t) / t`` is complementary to x(t) for the dual bounds
``kappa w``, and it remains to choose t such that residual and witness fit together:

=============================  =======  ====================================================
problem                        kappa    t**2
=============================  =======  ====================================================
LASSO                          lam      ``lam**2 / 4``, where p = 2 r
square-root LASSO              lam      ``lam**2 rho**2 / (1 - lam**2 q)``, where ``||p|| = 1``
basis pursuit, epsilon > 0     1        ``(epsilon**2 - rho**2) / q``, where ``||r|| = epsilon``
=============================  =======  ====================================================

The limit t = 0 with r0 = 0 has ``p = kappa v``. It solves basis pursuit with epsilon = 0, and
square-root LASSO if ``||p||**2 = lam**2 q <= 1``. If ``||y|| <= epsilon``, x = 0 and p = 0.

*Which segment.* On the path ``||r(t)||`` and ``t / ||r(t)||`` do not decrease with t (take the
derivatives, segment by segment), so descending, the first segment is right at whose lower end
``||r|| <= epsilon``, resp. ``t < lam ||r||``, or which ends at t = 0. At its upper end the
opposite holds, hence ``1 - lam**2 q > 0`` in the table (if rho > 0). If it ends at t = 0 with
rho = 0, then ``lam**2 q <= 1`` there. Where that is an equality, on any segment with rho = 0, all
points have ``t = lam ||r||`` and are minimisers of square-root LASSO: the lower end is chosen.

*Infeasible.* At the end ``A^T r0 = 0``, so ``r0 . (y - A z) = ||r0||**2`` for every z and no
residual is shorter than r0. If ``||r0|| = epsilon > 0``, x(0) is a minimiser of basis pursuit.
It has no witness: p would be a multiple of r0, but A^T p = 0 is not complementary to x != 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.errors import DomainError
from computable.exact import Vector, number_text
from computable.exact.gram import Line, NormalEquations
from computable.exact.quadratic import Quadratic
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
from computable.recovery.lasso_path import Segment, segments
from computable.recovery.pair import Pair

__all__ = ["InfeasibleBall", "minimiser_on_path", "minimiser_on_support"]

_OnPath = BasisPursuit | Lasso | SquareRootLasso


@dataclass(frozen=True, kw_only=True)
class InfeasibleBall:
    """No z has ``||A z - y|| <= epsilon``, by a vector orthogonal to the range of A.

    Attributes
    ----------
    farkas : Vector, shape (m,)
    """

    farkas: Vector

    def proves(self, problem: Problem, instance: Instance) -> bool:
        """Tell whether q = ``farkas`` proves it: A^T q = 0 and ``q . y > epsilon ||q||``.

        By ``q . y = q . (y - A z) <= ||q|| ||y - A z||``.

        Raises
        ------
        DomainError
            If q has another shape than y.
        """
        if any(instance.adjoint(self.farkas)) or not isinstance(problem, BasisPursuit):
            return False
        gain = dot(self.farkas, instance.y)
        return gain > 0 and gain**2 > problem.epsilon**2 * norm_squared(self.farkas)


def minimiser_on_path(problem: Problem, instance: Instance) -> Pair | InfeasibleBall:
    """Return an exact minimiser with its witness, found on the path of LASSO.

    Parameters
    ----------
    problem : BasisPursuit, Lasso or SquareRootLasso

    Returns
    -------
    Pair or InfeasibleBall
        The pair has passed the test of :func:`minimiser_on_support`. Its entries are Fractions,
        or :class:`~computable.exact.quadratic.Quadratic` where they are irrational.

    Raises
    ------
    DomainError
        For a linear program; and if no shorter residual than ``epsilon > 0`` exists, but one of
        this length: the minimiser is then that of basis pursuit for the projection of y.

    Examples
    --------
    >>> pair = minimiser_on_path(BasisPursuit("1/2"), Instance.from_dense([[1, 0], [0, 1]], [1, 1]))
    >>> pair.x, pair.witness
    ((1 - sqrt(1/8), 1 - sqrt(1/8)), (Fraction(1, 1), Fraction(1, 1)))
    """
    chosen = _with_norm(problem)
    for segment in segments(instance, weights=chosen.weights):
        if not segment.lower or _reaches(chosen, segment):
            break
    if isinstance(chosen, BasisPursuit) and not segment.lower:
        epsilon = chosen.epsilon
        if segment.misfit > epsilon**2:
            return InfeasibleBall(farkas=instance.residual(segment.base))
        if segment.misfit == epsilon**2 and epsilon and segment.support:
            raise DomainError(
                f"epsilon: got {number_text(epsilon)}, the least length of y - A x; need more, "
                "since the feasible set has no interior, and its minimiser no dual witness"
            )
    pair = minimiser_on_support(problem, instance, segment.support, segment.signs)
    if pair is None:
        raise ArithmeticError("the path left the minimisers, which its proof excludes")
    return pair


def minimiser_on_support(
    problem: Problem, instance: Instance, support: Sequence[int], signs: Sequence[int]
) -> Pair | None:
    """Return the minimiser on a proposed support with signs, if there is one, by an exact test.

    Parameters
    ----------
    problem : BasisPursuit, Lasso or SquareRootLasso
    support, signs : sequences of int
        Column numbers and 1 or -1; a float solver's guess will do. An entry of x may be 0.

    Returns
    -------
    Pair or None
        ``None`` if A_S is not injective, or the point on it is no minimiser by the witness of
        this module's table (for t = 0 others may exist).

    Raises
    ------
    DomainError
        For a linear program, or what is no support with signs.

    Examples
    --------
    >>> instance = Instance.from_dense([[1, 1], [0, 2]], [1, 0])
    >>> minimiser_on_support(BasisPursuit(), instance, [0], [1])
    Pair(x=(Fraction(1, 1), Fraction(0, 1)), witness=(Fraction(1, 1), Fraction(0, 1)))
    >>> minimiser_on_support(BasisPursuit(), instance, [1], [1]) is None
    True
    """
    chosen = _with_norm(problem)
    m, N = instance.shape
    if len(signs) != len(support) or any(s not in (1, -1) for s in signs):
        raise DomainError(f"signs: got {list(signs)}, need 1 or -1 for each of {list(support)}")
    if len(set(support)) < len(support) or any(not 0 <= j < N for j in support):
        raise DomainError(f"support: got {list(support)}, need distinct columns below {N}")
    zero = (Fraction(0),) * N
    if isinstance(chosen, BasisPursuit) and not len(support) and chosen.is_feasible(instance, zero):
        return Pair(x=zero, witness=(Fraction(0),) * m)
    weights = Lasso(Fraction(1), weights=chosen.weights).bounds(N)
    equations = NormalEquations(instance.columns, instance.y, weights)
    line = equations.line([int(j) for j in support], [int(s) for s in signs])  # NumPy overflows
    square = None if line is None else _square(chosen, *equations.misfit(line))
    if line is None or square is None or not _is_complementary(equations, line, square):
        return None
    base, slope = equations.point(line)
    rest, push = equations.residual(line)
    kappa = Fraction(1) if isinstance(chosen, BasisPursuit) else chosen.lam
    t = Quadratic(Fraction(0), Fraction(1), square)
    inverse = 1 / t if t else t  # for t = 0, where rest = 0, any number does
    return Pair(
        x=tuple(_plain(a - b * t) for a, b in zip(base, slope, strict=True)),
        witness=tuple(_plain(kappa * (v + u * inverse)) for u, v in zip(rest, push, strict=True)),
    )


def _with_norm(problem: Problem) -> _OnPath:
    if isinstance(problem, LinearProgram):
        raise DomainError(f"problem: got a {problem.name}, need one with a norm of A x - y")
    return problem


def _reaches(problem: _OnPath, segment: Segment) -> bool:
    """Tell whether the segment's lower end is at or below the problem's point."""
    square = (segment.lower / 2) ** 2
    residual = segment.misfit + square * segment.growth
    if isinstance(problem, Lasso):
        return segment.lower <= problem.lam
    if isinstance(problem, SquareRootLasso):
        return square < problem.lam**2 * residual
    return residual <= problem.epsilon**2


def _square(problem: _OnPath, misfit: Fraction, growth: Fraction) -> Fraction | None:
    """Return ``t**2`` by the module's table and the lines below it; ``None`` if there is none."""
    if isinstance(problem, Lasso):
        return (problem.lam / 2) ** 2
    if isinstance(problem, SquareRootLasso):
        top, bottom = problem.lam**2 * misfit, 1 - problem.lam**2 * growth
    else:
        top, bottom = problem.epsilon**2 - misfit, growth
        if misfit and not top:
            return None
    if bottom > 0 <= top:
        return top / bottom
    return None if top or bottom else Fraction(0)


def _is_complementary(equations: NormalEquations, line: Line, square: Fraction) -> bool:
    """Test ``s_j x_j >= 0`` and ``s_j c_j = t w_j`` on S, ``|c_j| <= t w_j`` off S, exactly.

    For t = 0, where r0 = 0, ``c / t`` is the slope of c. The tests are made on integers.
    """
    t = Quadratic(Fraction(0), Fraction(1), square / equations.unit**2)
    one, factor = (1, t) if t else (0, t + 1)
    bounds = [factor * (line.scale * w) for w in equations.weights]
    pulls = [u * one + v * factor for u, v in zip(line.fixed, line.turning, strict=True)]
    return (
        all(s * (a - b * t) >= 0 for s, a, b in zip(line.signs, line.base, line.slope, strict=True))
        and all(s * pulls[j] == bounds[j] for j, s in zip(line.support, line.signs, strict=True))
        and all(abs(c) <= bound for c, bound in zip(pulls, bounds, strict=True))
    )


def _plain(value: Quadratic) -> Any:
    """Return the number as a Fraction if it is rational."""
    return value.a if value.is_rational else value
