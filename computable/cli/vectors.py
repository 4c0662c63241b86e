"""Vectors in files as people have them: arrays, tables with or without names, JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from computable.errors import DomainError
from computable.exact import Vector, as_fraction
from computable.inputs import as_point
from computable.inputs.parsing import parsing

__all__ = ["Named", "read_vector"]

LONGEST_FILE = 1 << 28
VALUES = ("exact", "value", "x", "solution", "coef", "decimal")
"""What the column (or the array) of a vector may be called; the first that is there counts."""
LABELS = ("variable", "name", "entry", "column")


@dataclass(frozen=True)
class Named:
    """A vector, and the names of its entries if the file has any."""

    values: Vector
    labels: tuple[str, ...] | None = None


def read_vector(file: str, *, floats: bool = False) -> Named:
    """Read a vector from a file .npy, .npz, .json, .csv, .tsv or .txt.

    A number in text is the rational that is written there, or with ``floats`` the float64 number
    nearest to it.

    Raises
    ------
    DomainError
        If the file cannot be read as finite numbers. The message begins with the file's name.
    """
    path = Path(file)
    name = path.name.lower()
    try:
        if not path.is_file():
            raise DomainError("there is no such file")
        if path.stat().st_size > LONGEST_FILE:
            raise DomainError(f"has {path.stat().st_size} bytes, need at most 2^28")
        if name.endswith((".npy", ".npz")):
            return Named(_array(path))
        if name.endswith(".json"):
            with parsing("cannot be read as JSON"):
                document = json.loads(path.read_bytes(), parse_float=str, parse_int=str)
            return Named(_numbers(_listed(document), floats))
        if name.endswith((".csv", ".tsv", ".txt")):
            return _table(_rows(path), floats)
        raise DomainError("need a vector in a file .npy, .npz, .csv, .tsv, .txt or .json")
    except DomainError as error:
        raise DomainError(f"{path.name}: {error}") from None
    except (OSError, MemoryError) as error:
        raise DomainError(f"{path.name}: {str(error)[:200] or 'too large'}") from None


def _array(path: Path) -> Vector:
    with parsing("cannot be read as an array of numbers"):
        found = np.load(path, allow_pickle=False)
        if path.name.lower().endswith(".npz"):
            names = [n for n in VALUES if n in found.files] or found.files
            if len(names) != 1:
                there = ", ".join(found.files)[:200] or "none"
                raise DomainError(f"got the arrays {there}, need one, or one called x")
            found = found[names[0]]
        flat = found.reshape(-1) if found.ndim == 2 and 1 in found.shape else found
        return as_point(flat)[1]


def _listed(document: Any) -> list[Any]:
    if isinstance(document, dict):
        key = next((k for k in VALUES if k in document), None)
        document = None if key is None else document[key]
    if not isinstance(document, list):
        raise DomainError('need a list of numbers, or an object with one, {"x": [...]}')
    return document


def _rows(path: Path) -> list[list[str]]:
    """Return the cells of a table, or of text with a number a line; '#' begins a comment."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DomainError("is no UTF-8 text") from None
    lines = [line for line in (v.partition("#")[0] for v in text.splitlines()) if line.strip()]
    if not lines:
        raise DomainError("is empty, need numbers")
    if path.name.lower().endswith(".txt"):
        return [line.replace(",", " ").split() for line in lines]
    separator = next((s for s in ("\t", ";") if s in lines[0]), ",")
    with parsing("cannot be read as a table"):
        rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator, strict=True)
        return [[cell.strip() for cell in row] for row in rows]


def _table(rows: list[list[str]], floats: bool) -> Named:
    first = [cell.lower() for cell in rows[0]]
    width = len(first)
    if any(len(row) != width for row in rows):
        raise DomainError(f"got rows of different lengths, need {width} entries in each")
    labels, values = next((k for k, v in enumerate(first) if v in LABELS), None), 0
    if not any(map(_is_number, first)):
        rows = rows[1:]
        named = [first.index(name) for name in VALUES if name in first]
        if not named and width > 1:
            raise DomainError(f"got the columns {', '.join(first)[:200]}, need one called value")
        values = named[0] if named else 0
    elif len(rows) == 1:
        rows = [[cell] for cell in rows[0]]
    elif width == 2 and not any(_is_number(row[0]) for row in rows):
        labels, values = 0, 1
    elif width > 1:
        raise DomainError(f"got {len(rows)} rows of {width}, need one row or one column")
    if not rows:
        raise DomainError("got no row below the names, need numbers")
    found = _numbers([row[values] for row in rows], floats)
    return Named(found, None if labels is None else tuple(row[labels] for row in rows))


def _numbers(cells: Sequence[Any], floats: bool) -> Vector:
    exact = [_number(cell, f"x[{k}]") for k, cell in enumerate(cells)]
    try:
        nearest = [v.numerator / v.denominator for v in exact] if floats else exact
    except OverflowError:
        raise DomainError("got a number beyond float64") from None
    return as_point(nearest)[1]


def _number(cell: Any, name: str) -> Fraction:
    """Read a number as it is written; JSON's NaN comes as a float, its numbers as text."""
    if isinstance(cell, float) or (isinstance(cell, str) and not _is_number(cell)):
        raise DomainError(f"{name}: got {str(cell)[:40]!r}, need a finite number such as -0.5, 1/3")
    return as_fraction(_with_zero(cell) if isinstance(cell, str) else cell, name=name)


def _is_number(cell: str) -> bool:
    try:
        as_fraction(_with_zero(cell))
    except DomainError:
        return False
    return True


def _with_zero(cell: str) -> str:
    return re.sub(r"^([+-]?)\.", r"\g<1>0.", cell)
