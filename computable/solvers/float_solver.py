"""Floating-point solvers as algorithms: read every entry once, round, solve, return floats."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.errors import DomainError
from computable.oracle import ProblemData

__all__ = ["FloatSolver"]


@dataclass(frozen=True)
class FloatSolver:
    """The algorithm that a function ``f(A, y) -> x`` on float64 arrays is.

    Parameters
    ----------
    function : callable
        Receives A of shape (m, N) and y of shape (m,), and the keyword ``problem`` if it
        has a parameter of that name. Returns N numbers or an ``Answer``.
    depth : int
        Every entry is read once, within ``2**-depth``, and rounded to the nearest float64.
        If the data are float64 values and the oracle answers exactly, nothing is lost.

    Examples
    --------
    >>> import numpy as np
    >>> solver = FloatSolver(lambda A, y: np.linalg.pinv(A) @ y)
    >>> solver.depth
    64
    """

    function: Callable[..., Any]
    depth: int = 64

    floating_point = True

    def __call__(self, data: ProblemData) -> object:
        """Read every entry once and return what the function returns."""
        import numpy as np

        rows, right = data.read(self.depth)
        A = np.array([[_rounded(v) for v in row] for row in rows])
        y = np.array([_rounded(v) for v in right])
        if _takes_problem(self.function):
            return self.function(A, y, problem=data.problem)
        return self.function(A, y)


def _rounded(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        raise DomainError("data: an entry is too large for float64") from None


def _takes_problem(function: Callable[..., Any]) -> bool:
    try:
        return "problem" in inspect.signature(function).parameters
    except (ValueError, TypeError):
        return False
