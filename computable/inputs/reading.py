"""Numbers in arrays, frames, sparse matrices and lists, read without rounding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from computable.errors import DomainError
from computable.exact import as_fraction, exact_value

__all__ = ["LARGEST", "check_finite", "is_frame", "places", "read_numbers", "sparse_entries"]

LARGEST = 1 << 24
"""The most non-zero entries of an exact matrix (about 200 bytes each), and the most entries of
the array that is made of a sparse one."""

_INTEGERS = 1 << 53  # every integer up to here is a float64
_MATRICES = "rows of numbers, a NumPy array, a DataFrame, a sparse matrix or an Instance"
_VECTORS = "a list of numbers, a NumPy array, a Series or a sparse vector"
_Place = Callable[[tuple[int, ...]], str]


def read_numbers(value: Any, name: str) -> NDArray[Any]:
    """Return an array of float64 numbers, perhaps not finite, or of Fractions."""
    if isinstance(value, np.ndarray):
        return _of_array(value, name, places(name))
    if is_frame(value):
        return _of_frame(value, name)
    if hasattr(value, "tocoo"):
        return _of_sparse(value, name)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return _of_list(value, name)
    if hasattr(value, "__array__") and not isinstance(value, np.generic):
        try:
            return read_numbers(np.asarray(value), name)
        except (TypeError, RuntimeError) as error:  # a tensor with a gradient, or on a device
            raise DomainError(f"{name}: got no NumPy array: {str(error)[:100]}") from None
    need = _MATRICES if name == "A" else _VECTORS
    hint = "; read_data reads files" if isinstance(value, (str, Path)) else ""
    raise DomainError(f"{name}: got {type(value).__name__}, need {need}{hint}")


def _of_array(array: NDArray[Any], name: str, place: _Place) -> NDArray[Any]:
    kind, size = array.dtype.kind, array.dtype.itemsize
    if isinstance(array, np.ma.MaskedArray):
        raise DomainError(f"{name}: got a masked array, need numbers everywhere")
    if (kind == "f" and size <= 8) or (kind in "iu" and _all_small(array)):
        return np.array(array, dtype=np.float64)
    if kind in "iufO":
        return _exactly(array.ravel().tolist(), array.shape, place, exact_value)
    got = {"b": "truth values", "c": "complex numbers"}.get(kind, f"an array of {array.dtype}")
    raise DomainError(f"{name}: got {got}, need real numbers")


def _of_frame(frame: Any, name: str) -> NDArray[Any]:
    """Read column by column: as a whole, a frame of integers and floats would be rounded."""
    if len(frame.shape) == 1:
        return read_numbers(frame.to_numpy(), name)
    if not all(frame.shape):
        return np.zeros(frame.shape)
    if hasattr(frame, "get_columns"):  # polars
        parts = [np.asarray(column.to_numpy()) for column in frame.get_columns()]
    else:
        parts = [np.asarray(frame.iloc[:, j].to_numpy()) for j in range(frame.shape[1])]
    if len({part.dtype for part in parts}) == 1:
        return read_numbers(np.column_stack(parts), name)
    plain = all(p.dtype.kind in "iuf" and p.dtype.itemsize <= 8 and _all_small(p) for p in parts)
    kind: Any = np.float64 if plain else object
    return read_numbers(np.column_stack([part.astype(kind) for part in parts]), name)


def _of_sparse(matrix: Any, name: str) -> NDArray[Any]:
    rows, columns, values = sparse_entries(
        matrix if matrix.ndim == 2 else matrix.reshape(-1, 1), name
    )
    if np.prod(matrix.shape, dtype=float) > LARGEST:
        raise DomainError(f"{name}: got shape {matrix.shape}, need at most 2^24 entries")
    shape = matrix.shape if matrix.ndim == 2 else (matrix.shape[0], 1)
    dense = np.full(shape, 0.0 if values.dtype == np.float64 else Fraction(0))
    dense[rows, columns] = values
    return dense


def sparse_entries(matrix: Any, name: str) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return rows, columns and values of a sparse matrix, by columns and then by rows."""
    triples = matrix.tocoo()
    order = np.lexsort((triples.row, triples.col))
    rows, columns = triples.row[order], triples.col[order]
    twice = np.flatnonzero((np.diff(rows) == 0) & (np.diff(columns) == 0))
    if twice.size:
        at = f"{name}[{rows[twice[0]]},{columns[twice[0]]}]"
        raise DomainError(f"{at}: got two entries, need one (sum_duplicates() adds them, rounding)")

    def place(at: tuple[int, ...]) -> str:
        return f"{name}[{rows[at[0]]},{columns[at[0]]}]"

    values = _of_array(triples.data[order], name, place)
    check_finite(values, place)
    return rows, columns, values


def _of_list(value: Sequence[Any], name: str) -> NDArray[Any]:
    nested = [_is_row(row) for row in value]
    flat: list[Any] = list(value)
    shape: tuple[int, ...] = (len(value),)
    if any(nested):
        if not all(nested):
            i = nested.index(False)
            raise DomainError(f"{name}[{i}]: got {type(value[i]).__name__}, need a row of numbers")
        rows = [list(row) for row in value]
        for i, row in enumerate(rows):
            if len(row) != len(rows[0]):
                raise DomainError(f"{name}[{i}]: got {len(row)} entries, need {len(rows[0])}")
        flat, shape = list(chain.from_iterable(rows)), (len(rows), len(rows[0]))
    kinds = set(map(type, flat))
    if kinds <= {float, int, np.float64} and (
        int not in kinds or all(abs(v) <= _INTEGERS for v in flat if type(v) is int)
    ):
        return np.array(flat, dtype=np.float64).reshape(shape)
    return _exactly(flat, shape, places(name), _exact)


def _exactly(
    flat: list[Any], shape: tuple[int, ...], place: _Place, read: Callable[..., Fraction]
) -> NDArray[Any]:
    """Return an array of Fractions."""
    found = np.empty(len(flat), dtype=object)
    for k, value in enumerate(flat):
        try:
            found[k] = value if type(value) is Fraction else read(value)
        except DomainError:
            at = place(tuple(int(i) for i in np.unravel_index(k, shape)))
            if value is None or type(value).__name__ in ("NAType", "NaTType"):
                raise DomainError(f"{at}: is missing, need a number") from None
            read(value, name=at)
            raise
    return found.reshape(shape)


def _exact(value: object, name: str = "value") -> Fraction:
    return (as_fraction if isinstance(value, str) else exact_value)(value, name=name)


def check_finite(array: NDArray[Any], place: _Place) -> None:
    """Refuse NaN and infinities, saying where."""
    if array.dtype != object and not np.isfinite(array).all():
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise DomainError(f"{place(at)}: got {array[at]}, need a finite number")


def places(name: str) -> _Place:
    """Return what writes an index as ``A[3,1]``."""
    return lambda at: f"{name}[{','.join(map(str, at))}]"


def _all_small(array: NDArray[Any]) -> bool:
    """Tell whether all entries, if integers, are float64 numbers."""
    if array.dtype.kind == "f" or not array.size:
        return True
    return max(-int(array.min()), int(array.max())) <= _INTEGERS


def is_frame(value: object) -> bool:
    """Tell whether it is a DataFrame or Series of pandas, or a DataFrame of polars."""
    return hasattr(value, "to_numpy") and (hasattr(value, "iloc") or hasattr(value, "get_columns"))


def _is_row(value: object) -> bool:
    if isinstance(value, (str, bytes)):
        return False
    return isinstance(value, Sequence) or getattr(value, "ndim", 0) >= 1
