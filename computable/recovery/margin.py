"""How far a minimiser is from a tie, as its own numbers tell: relative slacks and entries."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from computable.problem import BasisPursuit, Instance, LinearProgram, Problem, SquareRootLasso
from computable.recovery.face import Face

__all__ = ["estimated_depth", "margin"]


def margin(problem: Problem, instance: Instance, face: Face) -> float:
    """Return the least of what must stay positive if the data move; 0 at a tie.

    These are the relative slacks ``1 - |c_j| / bound_j`` off the support, for square-root LASSO
    with residual 0 also ``1 - ||p||``, and, where the support is fixed by the signs (not basis
    pursuit), the entries ``|x_i| / max |x|``; and 0 if the minimiser is not unique.

    Examples
    --------
    >>> from computable.recovery.solve_exact import solve_exact
    >>> solved = solve_exact(BasisPursuit(), [[1, "3/4"]], [1])
    >>> margin(BasisPursuit(), solved.instance, solved.face)
    0.25
    """
    if not face.is_point:
        return 0.0
    x = [float(v) for v in face.x]
    bounds = problem.bounds(len(x))
    c = instance.adjoint(face.witness)
    found = [1.0]
    for value, pull, bound in zip(x, c, bounds, strict=True):
        if not value:
            scale = abs(bound) or Fraction(1)
            size = pull if isinstance(problem, LinearProgram) else abs(pull)
            found.append(float((bound - size) / scale))
    fits = not any(instance.residual(face.x))
    if isinstance(problem, SquareRootLasso) and fits:
        found.append(1 - math.sqrt(sum(float(v) ** 2 for v in face.witness)))
    if not fits or not isinstance(problem, (BasisPursuit, SquareRootLasso)):
        sizes = [abs(v) for v in x if v]
        found += [v / max(sizes) for v in sizes]
    return max(0.0, min(found))


def estimated_depth(instance: Instance, face: Face, least: float) -> int:
    """Return about the depth at which data with this margin would be settled."""
    support = [j for j, v in enumerate(face.x) if v]
    A = np.array([[float(v) for v in row] for row in instance.rows(support)])
    size = float(np.linalg.norm(np.linalg.pinv(A))) if support else 1.0
    size *= (1 + sum(abs(float(v)) for v in face.x)) * (1 + sum(map(abs, map(float, face.witness))))
    return max(1, math.ceil(math.log2(size / least)) + 2)
