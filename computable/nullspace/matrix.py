"""A measurement matrix: its exact entries, their float64 values, and proved bounds of its norms."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np

from computable.errors import DomainError
from computable.exact import Vector
from computable.inputs.reading import check_finite, places, read_numbers
from computable.recovery.rounding import UP, Array, above, gamma, greatest_eigenvalue, moderate

__all__ = ["Matrix"]


class Matrix:
    """A real matrix A of shape (m, N), known exactly.

    Parameters
    ----------
    entries : shape (m, N)
        As :func:`computable.inputs.as_given` reads them: a float is its exact binary value. For
        complex rows give the real and the imaginary parts as rows of their own, if x is real.

    Attributes
    ----------
    array : ndarray, shape (m, N)
        The float64 numbers nearest to the entries. Read-only.
    rounding : float
        At least the l2 operator norm of ``array - A``; zero if all entries are float64 numbers.

    Raises
    ------
    DomainError
        For entries that are not finite numbers, are beyond 1e75, or do not form a matrix.

    Examples
    --------
    >>> A = Matrix([[1, 0.5], [0, "1/3"]])
    >>> A.shape, A.rows[1][1], 0 < A.rounding < 1e-16
    ((2, 2), Fraction(1, 3), True)
    """

    array: Array
    rounding: float

    def __init__(self, entries: object) -> None:
        read: Any = read_numbers(entries, "A")
        if read.ndim != 2 or not read.size:
            raise DomainError(f"A: got shape {read.shape}, need (m, N), both at least 1")
        self._exact: tuple[Vector, ...] | None = None
        self.rounding = 0.0
        if read.dtype == object:
            rows = tuple(tuple(map(Fraction, row)) for row in read.tolist())
            try:
                self.array = np.array([[float(v) for v in row] for row in rows])
            except OverflowError:
                raise DomainError("A: got an entry beyond 1e75, need smaller ones") from None
            lost = sum((Fraction(float(v)) - v) ** 2 for row in rows for v in row)
            if lost:
                self._exact = rows
                self.rounding = math.sqrt(above(lost)) * UP + 1e-150
        else:
            check_finite(read, places("A"))
            self.array = np.array(read, dtype=np.float64, order="C")
        if not moderate(self.array):
            raise DomainError("A: got an entry beyond 1e75, need smaller ones")
        self.array.setflags(write=False)

    @property
    def shape(self) -> tuple[int, int]:
        """(m, N)."""
        m, N = self.array.shape
        return m, N

    @cached_property
    def rows(self) -> tuple[Vector, ...]:
        """The exact entries."""
        if self._exact is not None:
            return self._exact
        return tuple(tuple(map(Fraction, row)) for row in self.array.tolist())

    @cached_property
    def absolute(self) -> float:
        """At least the norm of ``|array|``: the root of its largest row sum times column sum."""
        size = np.abs(self.array)
        m, N = self.shape
        most = float(size.sum(axis=0).max()) * float(size.sum(axis=1).max())
        return math.sqrt(most) * (1 + gamma(m + N)) * UP + 1e-150

    @cached_property
    def norm(self) -> Fraction:
        """A rational upper bound of ``||A||``, mostly within 1 part in 1e9 of it.

        The Gram matrix G of the rows or of the columns is computed in float64 with an error of
        norm at most ``gamma(k) || |A| ||**2``; that no eigenvalue of ``c I - G`` is negative is
        proved by a Cholesky factorisation.
        """
        A = self.array
        gram, inner = (A @ A.T, A.shape[1]) if A.shape[0] <= A.shape[1] else (A.T @ A, A.shape[0])
        error = gamma(inner) * self.absolute**2 * UP + 1e-150
        square = greatest_eigenvalue(gram, error)
        return Fraction((math.sqrt(square) * UP + self.rounding) * UP)

    @cached_property
    def _integers(self) -> tuple[int, list[list[int]]]:
        """A common denominator, and the entries times it."""
        common = lcm(*(v.denominator for row in self.rows for v in row))
        scaled = [[v.numerator * (common // v.denominator) for v in row] for row in self.rows]
        return common, scaled

    def residual_squared(self, x: Vector, y: Vector) -> Fraction:
        """Return ``||A x - y||**2``, exactly.

        Parameters
        ----------
        x : Vector, shape (N,)
        y : Vector, shape (m,)

        Examples
        --------
        >>> Matrix([[1, "1/3"]]).residual_squared((Fraction(1), Fraction(1)), (Fraction(1),))
        Fraction(1, 9)
        """
        common, rows = self._integers
        own = lcm(*(v.denominator for v in x))
        point = [(j, v.numerator * (own // v.denominator)) for j, v in enumerate(x) if v]
        total = Fraction(0)
        for row, value in zip(rows, y, strict=True):
            total += (Fraction(sum(row[j] * v for j, v in point), common * own) - value) ** 2
        return total

    def __eq__(self, other: object) -> bool:
        """Tell whether all entries are the same."""
        if not isinstance(other, Matrix):
            return NotImplemented
        if not np.array_equal(self.array, other.array):
            return False
        return self._exact == other._exact

    def __hash__(self) -> int:
        return hash((self.array.shape, self.array.tobytes()))

    def __repr__(self) -> str:
        m, N = self.shape
        return f"Matrix({m} x {N})"
