"""Exact optimality and uniqueness of a rational point, from a dual witness.

Let c = A^T p, r = y - A x, S the support of x, b the dual bounds (``w``, ``lam w``
or the cost). A pair (x, p) is *complementary* if c_i = b_i sgn x_i on S and
|c_i| <= b_i off S (linear program: x >= 0, c_i = b_i on S and c_i <= b_i off S),
and if residual and witness fit together:

================================  ===============================================
basis pursuit, epsilon = 0        r = 0
basis pursuit, epsilon > 0        ``||r|| <= epsilon``, p = s r, s >= 0, and s = 0 or equality
LASSO                             p = 2 r
square-root LASSO, r = 0          ``||p|| <= 1``
square-root LASSO, r != 0         r = rho p with rho > 0, ``||p|| = 1``
linear program                    r = 0
================================  ===============================================

*Optimal.* Weak duality: for every admissible z the objective at z is at least the
dual value D(p), and complementarity makes them equal at x. *Unique.* If the
inequalities off S are strict (square-root LASSO with r = 0: ``||p|| < 1`` as well),
equality forces z to vanish off S and to have the same image A z = A x (in the
last-but-one row: y - A z is a multiple of p), so z = x if A_S is injective (there:
if [A_S, y] is, since otherwise the objective is constant along a line).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from computable.errors import DomainError
from computable.exact import Vector, rank, solve
from computable.problem.instance import Instance
from computable.problem.problems import (
    BasisPursuit,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
    dot,
    norm_squared,
)

__all__ = ["is_minimiser", "is_unique_minimiser", "witness"]


def is_minimiser(
    problem: Problem, instance: Instance, x: Sequence[Fraction], p: Sequence[Fraction]
) -> bool:
    """Tell whether ``p`` proves that ``x`` is a minimiser. ``False`` says nothing about x.

    Parameters
    ----------
    x : Vector, shape (N,)
    p : Vector, shape (m,)

    Raises
    ------
    DomainError
        If a shape is wrong.

    Examples
    --------
    >>> tie = Instance.from_dense([[1, 1]], [1])
    >>> half = Fraction(1, 2)
    >>> is_minimiser(BasisPursuit(), tie, (half, half), (Fraction(1),))
    True
    >>> is_unique_minimiser(BasisPursuit(), tie, (half, half), (Fraction(1),))
    False
    """
    return _complementary(problem, instance, x, p, strict=False)


def is_unique_minimiser(
    problem: Problem, instance: Instance, x: Sequence[Fraction], p: Sequence[Fraction]
) -> bool:
    """Tell whether ``p`` proves that ``x`` is the only minimiser. ``False`` says nothing.

    Parameters and exceptions as for :func:`is_minimiser`.
    """
    if not _complementary(problem, instance, x, p, strict=True):
        return False
    support = [j for j, v in enumerate(x) if v]
    injective = instance.rows(support)
    if isinstance(problem, SquareRootLasso) and any(instance.residual(x)):
        injective = [[*row, b] for row, b in zip(injective, instance.y, strict=True)]
    return rank(injective) == len(injective[0])


def witness(problem: Problem, instance: Instance, x: Sequence[Fraction]) -> Vector | None:
    """Return a rational p with which :func:`is_minimiser` accepts x, if an easy one exists.

    Where the residual determines the witness this is it. Otherwise the witness of least
    norm with the equalities on the support is tried. ``None`` says nothing about x.

    Examples
    --------
    >>> witness(Lasso(1), Instance.from_dense([[1, 2]], [1]), (Fraction(0), Fraction(3, 8)))
    (Fraction(1, 2),)
    """
    residual = instance.residual(x)
    support = [j for j, v in enumerate(x) if v]
    bounds = problem.bounds(len(x))
    p: Vector | None
    if isinstance(problem, Lasso):
        p = tuple(2 * v for v in residual)
    elif not support:
        p = (Fraction(0),) * len(instance.y)
        if isinstance(problem, SquareRootLasso) and any(residual):
            p = _normalised(residual)
    elif isinstance(problem, SquareRootLasso) and any(residual):
        p = _normalised(residual)
    elif isinstance(problem, BasisPursuit) and problem.epsilon:
        j = support[0]
        slope = dot([row[0] for row in instance.rows([j])], residual)
        scale = bounds[j] / slope * (1 if x[j] > 0 else -1) if slope else Fraction(0)
        p = tuple(scale * v for v in residual)
    else:
        # If the equalities on the support are consistent, independent columns imply the others.
        basis = _independent(instance, support)
        A = instance.rows(basis)
        columns = list(zip(*A, strict=True))
        gram = [[dot(u, v) for v in columns] for u in columns]
        signed = [bounds[j] if x[j] > 0 else -bounds[j] for j in basis]
        coefficients = solve(gram, signed)
        p = None if coefficients is None else tuple(dot(row, coefficients) for row in A)
    return p if p is not None and is_minimiser(problem, instance, x, p) else None


def _complementary(
    problem: Problem,
    instance: Instance,
    x: Sequence[Fraction],
    p: Sequence[Fraction],
    *,
    strict: bool,
) -> bool:
    m, N = instance.shape
    if len(x) != N or len(p) != m:
        raise DomainError(f"x, p: got {len(x)} and {len(p)} entries, need {N} and {m}")
    one_sided = isinstance(problem, LinearProgram)
    if one_sided and min(x) < 0:
        return False
    for value, c, bound in zip(x, instance.adjoint(p), problem.bounds(N), strict=True):
        if value:
            if c != (bound if value > 0 else -bound):
                return False
        else:
            size = c if one_sided else abs(c)
            if size > bound or (strict and size == bound):
                return False
    return _residual_fits(problem, instance.residual(x), p, strict=strict)


def _residual_fits(
    problem: Problem, r: Sequence[Fraction], p: Sequence[Fraction], *, strict: bool
) -> bool:
    if isinstance(problem, Lasso):
        return all(b == 2 * a for a, b in zip(r, p, strict=True))
    if isinstance(problem, SquareRootLasso):
        length = norm_squared(p)
        if not any(r):
            return length < 1 if strict else length <= 1
        return length == 1 and _factor(r, p) > 0
    if isinstance(problem, BasisPursuit) and problem.epsilon:
        misfit = norm_squared(r)
        if misfit > problem.epsilon**2:
            return False
        return not any(p) or (misfit == problem.epsilon**2 and _factor(p, r) > 0)
    return not any(r)


def _independent(instance: Instance, support: Sequence[int]) -> list[int]:
    """Return a maximal independent subset of columns, the first ones first."""
    chosen: list[int] = []
    for j in support:
        if rank(instance.rows([*chosen, j])) > len(chosen):
            chosen.append(j)
    return chosen


def _factor(u: Sequence[Fraction], v: Sequence[Fraction]) -> Fraction:
    """Return s with u = s v, and 0 if there is none or v = 0."""
    pivot = next((i for i, b in enumerate(v) if b), None)
    if pivot is None:
        return Fraction(0)
    s = u[pivot] / v[pivot]
    return s if all(a == s * b for a, b in zip(u, v, strict=True)) else Fraction(0)


def _normalised(v: Sequence[Fraction]) -> Vector | None:
    """Return v / ||v|| if that is rational."""
    square = norm_squared(v)
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    return tuple(a / root for a in v) if root * root == square else None
