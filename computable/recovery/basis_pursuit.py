"""Basis pursuit with epsilon = 0, and linear programs, exactly (Theorem F).

Basis pursuit is a linear program in the positive and the negative part of x:

    minimise ``w . u + w . v``  subject to  ``A u - A v = y``,  ``u, v >= 0``.

Its witness p has ``A^T p <= w`` and ``-A^T p <= w``, that is ``|A^T p|_i <= w_i``, and the same
value. No column is in a basis with both signs, so x = u - v has ``||x||_1,w = w . (u + v)``. If
it is infeasible, q with ``A^T q <= 0 <= A^T q`` and ``q . y > 0`` shows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from computable.errors import DomainError
from computable.exact import number_text
from computable.problem import BasisPursuit, Instance, LinearProgram
from computable.recovery.pair import Pair
from computable.recovery.simplex import Infeasible, Unbounded, solve_program

__all__ = ["basis_pursuit", "linear_program"]


def basis_pursuit(
    problem: BasisPursuit, instance: Instance, *, basis: Sequence[int] | None = None
) -> Pair | Infeasible:
    """Minimise ``||x||_1,w`` subject to ``A x = y``.

    Parameters
    ----------
    problem : BasisPursuit
        With ``epsilon = 0``.
    basis : numbers below 2 N + m, optional
        A proposal for :func:`~computable.recovery.simplex.solve_program`, the most trusted first:
        j for a positive ``x_j``, N + j for a negative one (and 2 N + i where ``p_i = 0``).

    Returns
    -------
    Pair or Infeasible
        A vertex of the set of minimisers and a witness; or q with A^T q = 0 and ``q . y > 0``.

    Raises
    ------
    DomainError
        If epsilon is not 0.

    Examples
    --------
    >>> pair = basis_pursuit(BasisPursuit(), Instance.from_dense([[1, -2]], [1]))
    >>> pair.x, pair.witness
    ((Fraction(0, 1), Fraction(-1, 2)), (Fraction(1, 2),))
    """
    if problem.epsilon:
        raise DomainError(f"epsilon: got {number_text(problem.epsilon)}, need 0")
    _, N = instance.shape
    negative = tuple(tuple((i, -v) for i, v in column) for column in instance.columns)
    program = Instance(columns=instance.columns + negative, y=instance.y)
    found = solve_program(program, problem.bounds(N) * 2, basis=basis)
    if isinstance(found, Unbounded):
        raise ArithmeticError("weights > 0 exclude rays of negative cost")
    if isinstance(found, Infeasible):
        return found
    return Pair(x=tuple(u - v for u, v in zip(found.x, found.x[N:])), witness=found.witness)


def linear_program(
    problem: LinearProgram, instance: Instance, *, basis: Sequence[int] | None = None
) -> Pair | Infeasible | Unbounded:
    """Minimise ``cost . x`` subject to ``A x = y`` and ``x >= 0``.

    Parameters
    ----------
    basis : column numbers, optional
        A proposal for :func:`~computable.recovery.simplex.solve_program`.

    Returns
    -------
    Pair, Infeasible or Unbounded
        The pair has a vertex of the set of minimisers.

    Examples
    --------
    >>> linear_program(LinearProgram(), Instance.from_dense([[1, -2]], [1])).x
    (Fraction(1, 1), Fraction(0, 1))
    """
    found = solve_program(instance, problem.bounds(len(instance.columns)), basis=basis)
    if isinstance(found, (Infeasible, Unbounded)):
        return found
    return Pair(x=found.x, witness=found.witness)
