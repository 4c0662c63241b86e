"""Vectors and matrices of exact reals: NumPy arrays of objects, and what NumPy cannot do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from computable.ball import rational_value
from computable.ball.expression import Rational
from computable.ball.linear import LinearSystem, Solution
from computable.errors import DomainError
from computable.exact import inverse as inverted
from computable.exact import solve_columns
from computable.oracle import Ask, Entry, ProblemData
from computable.real.entrances import from_oracle
from computable.real.number import Real, leaf
from computable.real.source import EntryOracle

__all__ = ["RealArray", "inverse", "matrix", "problem_data", "solve", "vector"]

RealArray = npt.NDArray[np.object_]
"""An array of ``Real``: indexing, slices, ``@``, sums and ufuncs are NumPy's."""


def vector(values: Any) -> RealArray:
    """Return a vector of Reals from a sequence, or from an oracle such as ``data.y``.

    Examples
    --------
    >>> x = vector([1, "1/2", "0.25"])
    >>> (x @ x).rational, x[1:].sum().rational
    (Fraction(21, 16), Fraction(3, 4))
    """
    if hasattr(values, "query") and hasattr(values, "shape"):
        return _filled(values.shape, lambda i: from_oracle(EntryOracle(values, i)))
    return _filled(*_listed(values, 1))


def matrix(rows: Any) -> RealArray:
    """Return a matrix of Reals from rows, or from an oracle such as ``data.A``.

    Examples
    --------
    >>> A = matrix([[1, 2], [3, 4]])
    >>> A.T[0], (A @ A)[1, 1]
    (array([Real(1), Real(3)], dtype=object), Real(22))
    """
    if isinstance(rows, np.ndarray) and rows.ndim == 2 and all(type(x) is Real for x in rows.flat):
        return rows
    if hasattr(rows, "query") and hasattr(rows, "shape"):
        return _filled(rows.shape, lambda i, j: from_oracle(EntryOracle(rows, i, j)))
    return _filled(*_listed(rows, 2))


def solve(A: Any, b: Any) -> RealArray:
    """Solve ``A x = b``: exactly if all entries are known rationals, else on balls.

    Parameters
    ----------
    A : array_like of numbers, shape (n, n)
    b : array_like of numbers, shape (n,) or (n, k)

    Returns
    -------
    RealArray, shape of b

    Raises
    ------
    DomainError
        If the shapes do not fit, or A is known to be singular.
    UndecidedError
        (When digits are asked for) if A cannot be told from a singular matrix.

    Examples
    --------
    >>> from computable.real import pi, sqrt
    >>> x = solve([[sqrt(2), 1], [1, pi]], [1, 0])
    >>> [entry.digits(8) for entry in x]
    ['0.91248895', '-0.29045426']
    >>> solve([[2, 1], [1, 1]], [1, 0])
    array([Real(1), Real(-1)], dtype=object)
    """
    left = _square(A)
    one = np.ndim(b) == 1 or hasattr(b, "query")
    right = vector(b)[:, np.newaxis] if one else matrix(b)
    if len(right) != len(left):
        raise DomainError(f"solve: A has {len(left)} rows and b {len(right)}")
    solution = _solution(left, right)
    return solution[:, 0] if one else solution


def inverse(A: Any) -> RealArray:
    """Return the inverse of a square matrix, as :func:`solve` does.

    Examples
    --------
    >>> inverse([[1, "1/2"], ["1/2", "1/3"]])
    array([[Real(4), Real(-6)],
           [Real(-6), Real(12)]], dtype=object)
    """
    left = _square(A)
    rows = _rationals(left)
    if rows is not None:
        return _leaves(inverted(rows))
    n = len(left)
    return _solution(left, _filled((n, n), lambda i, j: Real(int(i == j))))


def problem_data(A: Any, y: Any, problem: object) -> ProblemData:
    """Return the input of an algorithm with real entries: oracles that these Reals answer for.

    Parameters
    ----------
    A : array_like of numbers, shape (m, N)
    y : array_like of numbers, shape (m,)
    problem : object
        The problem to be solved with its exact rational parameters.

    Examples
    --------
    >>> from computable import BasisPursuit
    >>> from computable.real import sqrt
    >>> data = problem_data([[1, sqrt(2)]], [1], BasisPursuit())
    >>> float(data.A.query(0, 1, 60)), matrix(data.A)[0, 1].digits(10)
    (1.4142135623730951, '1.4142135624')
    """
    left, right = matrix(A).copy(), vector(y).copy()
    if left.shape[0] != right.shape[0]:
        raise DomainError(f"problem data: A has {left.shape[0]} rows and y {right.shape[0]}")

    def ask(entry: Entry, n: int) -> Any:
        number = left[entry[1:]] if entry[0] == "A" else right[entry[1]]
        return number.query(n)

    answer: Ask = ask
    return ProblemData(shape=left.shape, problem=problem, ask=answer)


def _square(A: Any) -> RealArray:
    left = matrix(A)
    if left.shape[0] != left.shape[1] or not left.size:
        raise DomainError(f"matrix: got shape {left.shape}, need a square one")
    return left


def _solution(left: RealArray, right: RealArray) -> RealArray:
    rows, columns = _rationals(left), _rationals(right)
    if rows is not None and columns is not None:
        return _leaves(solve_columns(rows, columns))
    system = LinearSystem(left.tolist(), right.tolist())
    return _filled(right.shape, lambda i, j: leaf(Solution(system, i, j)))


def _rationals(array: RealArray) -> Any:
    """Return the entries as Fractions, ``None`` if one is not known to be rational."""
    rows = [[rational_value(entry) for entry in row] for row in array.tolist()]
    return None if any(value is None for row in rows for value in row) else rows


def _leaves(rows: Any) -> RealArray:
    if rows is None:
        raise DomainError("matrix: it is singular")
    array: RealArray = np.empty((len(rows), len(rows[0])), dtype=object)
    array[:] = [[leaf(Rational(value)) for value in row] for row in rows]
    return array


def _listed(values: Any, dimensions: int) -> tuple[tuple[int, ...], Callable[..., Real]]:
    name = "vector" if dimensions == 1 else "matrix"
    try:
        rows = [list(row) for row in values] if dimensions == 2 else list(values)
    except TypeError:
        raise DomainError(f"{name}: got {type(values).__name__}, need {name} entries") from None
    if dimensions == 1:
        return (len(rows),), lambda i: Real(rows[i])
    if len({len(row) for row in rows}) > 1:
        raise DomainError("matrix: its rows have different lengths")
    return (len(rows), len(rows[0]) if rows else 0), lambda i, j: Real(rows[i][j])


def _filled(shape: tuple[int, ...], entry: Callable[..., Real]) -> RealArray:
    array: RealArray = np.empty(shape, dtype=object)
    for index in np.ndindex(*shape):
        array[index] = entry(*index)
    return array
