"""A minimiser together with its proof.

*Square roots.* Entries of x and p may be u + v sqrt(d), see
:class:`computable.exact.quadratic.Quadratic`. Where a dual bound is attained, A^T p is rational,
so A^T v is 0 there, and u + t v attains the same bounds for every t, and no others for rational t
near sqrt(d): a rational witness, if the residual is 0. Square-root LASSO also needs a norm of at
most 1. It has one such t below or above sqrt(d), since the derivative of ``||u + t v||**2`` there,
``2 u . v + 2 sqrt(d) ||v||**2`` with rational u . v and v != 0, is not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.errors import DomainError
from computable.exact import Vector, weighted_sums
from computable.exact.quadratic import Quadratic
from computable.problem import (
    BasisPursuit,
    Instance,
    LinearProgram,
    Problem,
    is_minimiser,
)
from computable.recovery.columns import image

__all__ = ["Pair", "applied", "plain", "simplified", "tight_signs"]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A point and a dual witness.

    Attributes
    ----------
    x : Vector, shape (N,)
    witness : Vector, shape (m,)
        Either may have entries of one field Q(sqrt d).
    """

    x: Vector
    witness: Vector

    def proves(self, problem: Problem, instance: Instance) -> bool:
        """Tell whether the witness proves that x is a minimiser."""
        return is_minimiser(problem, instance, self.x, self.witness)


def simplified(problem: Problem, instance: Instance, pair: Pair) -> Pair:
    """Return the pair with another witness where there is a choice: 0, or a rational one.

    Parameters
    ----------
    pair : Pair
        Accepted by :func:`~computable.problem.is_minimiser`.

    Returns
    -------
    Pair
        Accepted, too. Bounds that its witness attains are attained by the old one (and
        conversely, unless it is 0). Rational numbers are fractions.
    """
    x, p = plain(pair.x), plain(pair.witness)
    if isinstance(problem, BasisPursuit) and problem.epsilon and not any(x):
        return Pair(x=x, witness=(Fraction(0),) * len(p))
    u, v, root = _parts(p)
    if not any(v) or applied(instance, x) != instance.y:
        return Pair(x=x, witness=p)
    signs = tight_signs(problem, instance, p)
    bits = 0
    while True:
        for side in (-1, 1):
            t = root.near(bits) + Fraction(side, 1 << bits)
            q = tuple(a + t * b for a, b in zip(u, v))
            same = tight_signs(problem, instance, q) == signs
            if same and is_minimiser(problem, instance, x, q):
                return Pair(x=x, witness=q)
        bits += 8


def tight_signs(problem: Problem, instance: Instance, p: Vector) -> dict[int, int]:
    """Return the sign of c_j for every j where c = A^T p attains a dual bound, ascending.

    Examples
    --------
    >>> tie = Instance.from_dense([[1, -1, 0]], [1])
    >>> tight_signs(BasisPursuit(), tie, (Fraction(1),))
    {0: 1, 1: -1}
    """
    c = weighted_sums(instance.columns, p) if _are_fractions(p) else instance.adjoint(p)
    signs = {}
    for j, (value, bound) in enumerate(zip(c, problem.bounds(len(c)))):
        if value == bound:
            signs[j] = 1
        elif value == -bound and not isinstance(problem, LinearProgram):
            signs[j] = -1
    return signs


def applied(instance: Instance, x: Sequence[Fraction]) -> Vector:
    """Return A x, shape (m,); without loss of time if x is rational."""
    return image(instance, x) if _are_fractions(x) else instance.apply(x)


def _are_fractions(values: Sequence[object]) -> bool:
    return not any(isinstance(v, Quadratic) for v in values)


def plain(values: Iterable[Any]) -> Vector:
    """Return the values, the rational ones as fractions."""
    return tuple(v.a if isinstance(v, Quadratic) and v.is_rational else v for v in values)


def _parts(values: Sequence[Any]) -> tuple[Vector, Vector, Quadratic]:
    """Return u, v and the square root w of the vector u + v w."""
    squares = {v.d for v in values if isinstance(v, Quadratic)} or {Fraction(0)}
    if len(squares) > 1:
        raise DomainError(f"witness: got {len(squares)} different square roots, need one")
    u = tuple(v.a if isinstance(v, Quadratic) else v for v in values)
    v = tuple(v.b if isinstance(v, Quadratic) else Fraction(0) for v in values)
    return u, v, Quadratic(Fraction(0), Fraction(1), squares.pop())
