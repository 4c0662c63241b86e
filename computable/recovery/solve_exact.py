"""Solve an instance exactly: floats propose, rationals decide (Theorem F, exact rational input)."""

from __future__ import annotations

from typing import Any

import numpy as np

from computable.errors import DomainError
from computable.inputs import as_given
from computable.problem import BasisPursuit, Instance, LinearProgram, Problem
from computable.recovery.active_set import propose_support
from computable.recovery.basis_pursuit import basis_pursuit, linear_program
from computable.recovery.box import Box
from computable.recovery.minimisers import Minimisers
from computable.recovery.on_path import InfeasibleBall, minimiser_on_path, minimiser_on_support
from computable.recovery.pair import Pair
from computable.recovery.proposed_basis import linear_programming_basis
from computable.recovery.proposing import if_floats_can
from computable.recovery.simplex import Infeasible, Unbounded

__all__ = ["exact_pair", "float_weights", "solve_exact"]


def solve_exact(
    problem: Problem, A: Any, y: Any = None
) -> Minimisers | Infeasible | InfeasibleBall | Unbounded:
    """Solve one of the four problems exactly, for exactly the numbers that are given.

    Parameters
    ----------
    problem : Problem
    A : shape (m, N), or an Instance
        In any form that :func:`computable.inputs.as_given` takes; a float is the binary number
        that it is.
    y : shape (m,)

    Returns
    -------
    Minimisers
        A minimiser with its proof; ``.face`` describes all of them.
    Infeasible, InfeasibleBall, Unbounded
        With a vector that proves it.

    Raises
    ------
    DomainError
        If the data are no finite numbers or do not fit; if epsilon > 0 is exactly the least
        possible misfit (then there is no dual witness).

    Examples
    --------
    >>> from computable import Lasso
    >>> solve_exact(Lasso("1/2"), [[1.0, 0.5], [0.0, 1.0]], [1.0, 0.0]).x
    (Fraction(3, 4), Fraction(0, 1))
    >>> solve_exact(BasisPursuit(), [[1, 1]], [1]).unique
    False
    """
    if not isinstance(problem, Problem):
        raise DomainError(
            f"problem: got {type(problem).__name__}, need a problem such as BasisPursuit()"
        )
    box = Box(given=as_given(A, y))
    problem.bounds(box.shape[1])  # the weights fit
    found = exact_pair(problem, box)
    if isinstance(found, Pair):
        return Minimisers(problem=problem, instance=box.instance, x=found.x, witness=found.witness)
    return found


def exact_pair(
    problem: Problem, box: Box, *, start: Any = None
) -> Pair | Infeasible | InfeasibleBall | Unbounded:
    """Return an exact minimiser of the box's centre with its witness, or why there is none.

    ``start``, floats of shape (N,), is where the proposal begins.
    """
    instance = box.instance
    if isinstance(problem, LinearProgram) or (
        isinstance(problem, BasisPursuit) and not problem.epsilon
    ):
        basis = None
        if box.floats is not None:
            A, y, _ = box.floats
            one_sided = isinstance(problem, LinearProgram)
            found = if_floats_can(
                lambda: linear_programming_basis(
                    A, y, float_weights(problem, box.shape[1]), one_sided=one_sided
                )
            )
            basis = None if found is None else found[0]
        if isinstance(problem, LinearProgram):
            return linear_program(problem, instance, basis=basis)
        return basis_pursuit(problem, instance, basis=basis)
    return _on_proposal(problem, box, instance, start) or minimiser_on_path(problem, instance)


def float_weights(problem: Problem, length: int) -> Any:
    """Return weights (without lam) or costs as float64 numbers, shape (N,)."""
    if not isinstance(problem, LinearProgram) and problem.weights is None:
        return np.ones(length)
    given = problem.cost if isinstance(problem, LinearProgram) else problem.weights
    return np.ones(length) if given is None else np.array([float(w) for w in given])


def _on_proposal(problem: Problem, box: Box, instance: Instance, start: Any) -> Pair | None:
    if box.floats is None:
        return None
    A, y, _ = box.floats

    def proposed() -> tuple[list[int], list[int]]:
        weights = float_weights(problem, box.shape[1])
        support, signs = propose_support(problem, A, y, weights=weights, start=start)
        return support.tolist(), [int(s) for s in signs]

    found = if_floats_can(proposed)
    return None if found is None else minimiser_on_support(problem, instance, *found)
