"""Tables of numbers with separators: A, and y in one of the columns."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from computable.errors import DomainError
from computable.exact import as_fraction
from computable.inputs.arrays import Given, as_given
from computable.inputs.reading import LARGEST

__all__ = ["read_table"]

_MISSING = {"", "na", "n/a", "nan", "null", "none", "inf", "+inf", "-inf", "?", "-", "."}


def read_table(path: Path, *, target: str | None, header: bool | None, floats: bool) -> Given:
    """Return the data of a table, as :func:`~computable.inputs.read_data` says."""
    rows = _rows(path)
    first = [cell.lower() for cell in rows[0][1]]
    if header is None:
        header = not any(cell in _MISSING or _is_number(cell) for cell in first)
        if not header and "" in first and not any(map(_is_number, first)):
            raise DomainError(
                f"line {rows[0][0]}, column {first.index('') + 1}: has no name, need one "
                "(or no column of row numbers: to_csv(..., index=False))"
            )
    names = tuple(rows[0][1]) if header else None
    width, y = len(first), len(first) - 1
    if width < 2:
        raise DomainError("got one column, need those of A and y, separated by ',', ';' or tab")
    if target is not None:
        if names is None or names.count(target) != 1:
            there = "none" if names is None else ", ".join(names)[:200]
            raise DomainError(f"y: got the columns {there}, need one {target!r}")
        y = names.index(target)
    body = rows[1:] if header else rows
    if not body:
        raise DomainError("got no row below the names, need one")
    known: dict[str, Fraction | float] = {}
    table = []
    for line, cells in body:
        if len(cells) != width:
            raise DomainError(f"line {line}: got {len(cells)} entries, need {width}")
        for k, cell in enumerate(cells):
            if cell not in known:
                label = f" ({names[k]!r})" if names else ""
                known[cell] = _number(cell, f"line {line}, column {k + 1}{label}", floats)
        table.append([known[cell] for cell in cells])
    given = as_given([[*row[:y], *row[y + 1 :]] for row in table], [row[y] for row in table])
    names = (*names[:y], *names[y + 1 :]) if names else None
    return replace(given, names=names)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows that are not blank, each with the number of its line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DomainError("is no UTF-8 text") from None
    start = re.sub(r'"[^"]*"', "", text.lstrip().partition("\n")[0])
    separator = next((s for s in ("\t", ";") if s in start), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, count = [], 0
    try:
        for row in reader:
            if len(row) > 1 or any(map(str.strip, row)):
                rows.append((reader.line_num, [cell.strip() for cell in row]))
                count += len(row)
            if count > LARGEST:
                raise DomainError("got more than 2^24 entries, need fewer")
    except csv.Error as error:
        raise DomainError(f"line {reader.line_num}: {error}") from None
    if not rows:
        raise DomainError("is empty, need a table")
    return rows


def _is_number(cell: str) -> bool:
    try:
        as_fraction(_with_zero(cell))
    except DomainError:
        return False
    return True


def _number(cell: str, place: str, floats: bool) -> Fraction | float:
    if cell.lower() in _MISSING:
        got = f"got {cell!r}" if cell else "is empty"
        raise DomainError(f"{place}: {got}, need a finite number")
    if re.fullmatch(r"[+-]?[0-9.]*,[0-9]+", cell):
        raise DomainError(f"{place}: got {cell[:40]!r}, need a decimal point, not a comma")
    value = as_fraction(_with_zero(cell), name=place)
    try:
        return value.numerator / value.denominator if floats else value
    except OverflowError:
        raise DomainError(f"{place}: got {cell[:40]}, which is beyond float64") from None


def _with_zero(cell: str) -> str:
    return re.sub(r"^([+-]?)\.", r"\g<1>0.", cell)
