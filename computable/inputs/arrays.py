"""Data (A, y) and solutions as people have them: lists, NumPy, pandas, SciPy's sparse matrices.

Every number enters as the rational that it is, a float with its exact binary value and an
integer whatever its size: nothing is rounded. Where all numbers are float64 values, the array of
them is kept as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from computable.errors import DomainError
from computable.exact import Vector, coprime
from computable.inputs.reading import (
    LARGEST,
    check_finite,
    is_frame,
    places,
    read_numbers,
    sparse_entries,
)
from computable.problem import Column, Instance

__all__ = ["FloatArray", "Given", "as_given", "as_point"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Given:
    """Data A of shape (m, N) and y of shape (m,), each as float64 numbers, exactly, or both.

    Attributes
    ----------
    A : FloatArray, shape (m, N), or None
        Contiguous (by rows or by columns) and read-only. ``None`` if an entry is no float64
        number, or if it would have more than ``LARGEST`` entries, most of them zero.
    y : FloatArray, shape (m,), or None
        Read-only. ``None`` if an entry is no float64 number.
    columns, right : exact columns of A and entries of y, optional
        Needed where the array is ``None``.
    names : tuple of str, length N, optional
        Names of the columns of A.

    Raises
    ------
    DomainError
        If an array is not float64, not finite or empty, or if the shapes do not fit.

    Examples
    --------
    >>> given = as_given([[1, 0.5]], ["1/3"])
    >>> given.A, given.y, given.instance().y
    (array([[1. , 0.5]]), None, (Fraction(1, 3),))
    """

    A: FloatArray | None
    y: FloatArray | None
    columns: tuple[Column, ...] | None = field(default=None, repr=False)
    right: Vector | None = field(default=None, repr=False)
    names: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        for name, rank, exact in (("A", 2, self.columns), ("y", 1, self.right)):
            array = getattr(self, name)
            if array is not None:
                object.__setattr__(self, name, _frozen(array, name, rank))
            elif exact is None:
                raise DomainError(f"{name}: got nothing, need float64 numbers or exact ones")
        m, N = self.shape
        if self.A is not None:
            _check_rows(len(self.A), m)
        columns, right = self.columns or ((),) * N, self.right or (Fraction(0),) * m
        if len(columns) != N or len(right) != m or any(c and c[-1][0] >= m for c in columns):
            raise DomainError(f"exact data: got another shape, need {self.shape}")
        if self.names is not None and len(self.names) != N:
            raise DomainError(f"names: got {len(self.names)}, need {N}, one for each column of A")

    @property
    def shape(self) -> tuple[int, int]:
        """(m, N)."""
        m = len(self.y) if self.y is not None else len(self.right or ())
        return m, self.A.shape[1] if self.A is not None else len(self.columns or ())

    def instance(self) -> Instance:
        """Return the exact instance; it is made when it is first asked for.

        Raises
        ------
        DomainError
            If A has more than ``LARGEST`` non-zero entries.
        """
        return self._instance

    @cached_property
    def _instance(self) -> Instance:
        columns, right = self.columns, self.right
        if columns is None and self.A is not None:
            columns = _columns(self.A)
        if right is None and self.y is not None:
            right = _vector(self.y)
        return Instance(columns=columns or (), y=right or ())


def as_given(A: object, y: object = None) -> Given:
    """Return data as they are given, without rounding.

    Parameters
    ----------
    A : shape (m, N)
        Nested lists or tuples of int, Fraction, float or strings such as '1/3' (a decimal string
        is the rational that is written); a NumPy array of real numbers; a DataFrame; a SciPy
        sparse matrix; whatever has ``__array__``; or an Instance, a Given, a StandardForm or what
        ``read_data`` returned: these have their own y.
    y : shape (m,) or (m, 1)
        The same, or a Series. Rows of A and y go together by position, not by index.

    Raises
    ------
    DomainError
        For truth values, complex, missing or non-finite numbers, masked arrays, strings in
        arrays, sparse matrices with two entries at one place, wrong or empty shapes. The message
        says where.

    Examples
    --------
    >>> as_given([[2**53 + 1]], [1]).A is None
    True
    >>> as_given([[1.0, float("nan")]], [0])
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: A[0,1]: got nan, need a finite number
    """
    if isinstance(A, type):
        raise DomainError(f"A: got the class {A.__name__}, need data")
    inner = getattr(A, "given", getattr(A, "instance", None))  # of what a file held, of a form
    A = inner if isinstance(inner, (Given, Instance)) else A
    if isinstance(A, (Given, Instance)):
        if y is not None:
            raise DomainError(f"y: got {type(y).__name__}, need none: the {type(A).__name__} has y")
        return A if isinstance(A, Given) else _of_instance(A)
    right = _as_column(read_numbers(y, "y"), "y")
    names = tuple(map(str, A.columns)) if is_frame(A) and hasattr(A, "columns") else None
    matrix, columns, rows = _as_matrix(A)
    _check_rows(rows, len(right))
    vector = _float64(right)
    for array in (matrix, vector):
        if array is not None:
            array.setflags(write=False)  # it is ours: nothing above returns the caller's array
    return Given(
        A=matrix,
        y=vector,
        columns=columns,
        right=tuple(right.tolist()) if vector is None else None,
        names=names,
    )


def as_point(
    x: object, length: int | None = None, *, name: str = "x"
) -> tuple[FloatArray | None, Vector]:
    """Return a solution as float64 numbers (``None`` if it is not of them) and exactly.

    Parameters
    ----------
    x : shape (N,) or (N, 1)
        As for y in :func:`as_given`.
    length : int, optional
        N.
    name : str
        What it is called in messages.

    Raises
    ------
    DomainError
        As :func:`as_given`, or if there are not ``length`` numbers.

    Examples
    --------
    >>> as_point([0.5, 2], 2)
    (array([0.5, 2. ]), (Fraction(1, 2), Fraction(2, 1)))
    """
    array = _as_column(read_numbers(x, name), name)
    if not array.size or length not in (None, len(array)):
        raise DomainError(f"{name}: got {len(array)} entries, need {length or 'at least one'}")
    floats = _float64(array)
    if floats is None:
        return None, tuple(array.tolist())
    floats = _frozen(floats, name, 1)
    return floats, _vector(floats)


def _as_column(array: NDArray[Any], name: str) -> NDArray[Any]:
    if array.ndim == 1 or (array.ndim == 2 and array.shape[1] == 1):
        return array.reshape(-1)
    raise DomainError(f"{name}: got shape {array.shape}, need one column")


def _as_matrix(value: Any) -> tuple[FloatArray | None, tuple[Column, ...] | None, int]:
    """Return A as float64 numbers, or else its exact columns; and m."""
    if hasattr(value, "tocoo") and np.prod(value.shape, dtype=float) > LARGEST:
        return None, _sparse_columns(value), int(value.shape[0])
    array = read_numbers(value, "A")
    if array.ndim != 2 or not array.size:
        raise DomainError(f"A: got shape {array.shape}, need (m, N), both at least 1")
    floats = _float64(array)
    return floats, None if floats is not None else _columns(array), len(array)


def _sparse_columns(matrix: Any) -> tuple[Column, ...]:
    if max(*matrix.shape, matrix.nnz) > LARGEST:
        raise DomainError(f"A: got shape {matrix.shape} with {matrix.nnz} entries, need <= 2^24")
    rows, numbers, values = sparse_entries(matrix, "A")
    exact = _vector(values)
    ends = np.searchsorted(numbers, np.arange(matrix.shape[1] + 1)).tolist()
    pairs = list(zip(rows.tolist(), exact, strict=True))
    return tuple(tuple(p for p in pairs[a:b] if p[1]) for a, b in pairwise(ends))


def _columns(A: NDArray[Any]) -> tuple[Column, ...]:
    count = np.count_nonzero(A)
    if count > LARGEST:
        raise DomainError(f"A: got {count} non-zero entries, need at most 2^24 for exact numbers")
    support = [np.flatnonzero(column) for column in A.T]
    return tuple(
        tuple(zip(rows.tolist(), _vector(column[rows]), strict=True))
        for rows, column in zip(support, A.T, strict=True)
    )


def _vector(array: NDArray[Any]) -> Vector:
    if array.dtype == object:
        return tuple(array.tolist())
    zero = Fraction(0)  # which most entries of an answer are
    return tuple(coprime(*v.as_integer_ratio()) if v else zero for v in array.tolist())


def _of_instance(instance: Instance) -> Given:
    m, N = instance.shape
    matrix = np.zeros((m, N)) if m * N <= LARGEST else None
    for j, column in enumerate(instance.columns):
        values = _nearest(v for _, v in column)
        if matrix is None or values is None:
            matrix = None
            break
        matrix[[i for i, _ in column], j] = values
    right = _nearest(instance.y)
    return Given(
        A=matrix,
        y=None if right is None else np.array(right),
        columns=instance.columns,
        right=instance.y,
    )


def _float64(array: NDArray[Any]) -> FloatArray | None:
    if array.dtype != object:
        return array
    values = _nearest(array.ravel().tolist())
    return None if values is None else np.array(values, dtype=np.float64).reshape(array.shape)


def _nearest(values: Iterable[Fraction]) -> list[float] | None:
    """Return the float64 numbers that the rationals are, if all are."""
    found = []
    for v in values:
        try:
            number = v.numerator / v.denominator
        except OverflowError:
            return None
        if number.as_integer_ratio() != (v.numerator, v.denominator):
            return None
        found.append(number)
    return found


def _frozen(array: Any, name: str, rank: int) -> FloatArray:
    """Return a read-only array that nobody else writes to."""
    if not isinstance(array, np.ndarray) or array.dtype != np.float64:
        got = getattr(array, "dtype", type(array).__name__)
        raise DomainError(f"{name}: got {got}, need float64 (as_given reads other numbers)")
    if array.ndim != rank or not array.size:
        need = "(m, N), both at least 1" if rank == 2 else "(m,), m at least 1"
        raise DomainError(f"{name}: got shape {array.shape}, need {need}")
    check_finite(array, places(name))
    own: FloatArray = array
    flags = own.flags
    if type(own) is not np.ndarray or flags.writeable or not flags.owndata or not flags.forc:
        own = np.array(own, order="K" if flags.forc else "C")
        own.setflags(write=False)
    return own


def _check_rows(rows: int, entries: int) -> None:
    if rows != entries:
        raise DomainError(f"y: got {entries} entries, need {rows}, one for each row of A")
