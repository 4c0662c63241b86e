"""Exact numbers and tables of them on a terminal of 80 columns."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import zip_longest
from math import log10

import click
from rich.console import Console
from rich.text import Text

from computable.exact import Quadratic, distance_text, number_text

__all__ = ["busy", "decimal_text", "exact_text", "places", "print_table"]

WIDTH = 80
WIDEST = 36
"""Characters of an exact value."""
SHOWN = 40
"""Rows of a table."""
LEAST = 8
"""Characters of a column that is not folded any more."""

Number = Fraction | Quadratic


def print_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, more: str = "more"
) -> None:
    """Print a table, at most 40 rows of it, no wider than 80 columns: long cells are folded."""
    shown = [header, *([_harmless(cell) for cell in row] for row in rows[:SHOWN])]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    while sum(widths) + 2 * len(widths) > WIDTH and max(widths) > LEAST:
        widths[widths.index(max(widths))] -= 1
    rule = ["-" * width for width in widths]
    for row in (shown[0], rule, *shown[1:]):
        folded = [textwrap.wrap(cell, w) for cell, w in zip(row, widths, strict=True)]
        for cells in zip_longest(*folded, fillvalue=""):
            line = "".join(f"  {cell:<{w}}" for cell, w in zip(cells, widths, strict=True))
            click.echo(line.rstrip())
    if len(rows) > SHOWN:
        click.echo(f"  ... {len(rows) - SHOWN} {more}")


def places(digits: int, count: int) -> int:
    """Return how many decimals of so many numbers keep ``digits`` digits of them all together.

    Each is off by ``10**-places / 2`` at most, and ``count >= sqrt(count)``.

    Examples
    --------
    >>> places(6, 1), places(6, 30)
    (7, 8)
    """
    return digits + len(str(count))


def exact_text(value: Number) -> str:
    """Write a number exactly in at most 36 characters, or its first figures and its length.

    Examples
    --------
    >>> exact_text(Fraction(-1, 3)), exact_text(Fraction(10**40 + 1, 3**90))
    ('-1/3', '100000.../872796... (41/43 figures)')
    >>> exact_text(Quadratic(1, -1, 2)), exact_text(Fraction(1, 2**70))
    ('1 - sqrt(2)', '2^-70')
    """
    if isinstance(value, Quadratic) and not value.is_rational:
        text = repr(value)
        return text if len(text) <= WIDEST and "~" not in text else "irrational"
    number = value.a if isinstance(value, Quadratic) else value
    p, q = number.numerator, number.denominator
    short = number_text(number)
    if "~" not in short and len(short) <= WIDEST // 2:
        return short
    if p.bit_length() + q.bit_length() < 4 * WIDEST and len(str(number)) <= WIDEST:
        return str(number)
    if "~" not in short and len(short) <= WIDEST:
        return short
    (top, long), (bottom, longer) = _figures(abs(p)), _figures(q)
    sign = "-" if p < 0 else ""
    if q == 1:
        return f"{sign}{top} ({long} figures)"
    return f"{sign}{top}/{bottom} ({long}/{longer} figures)"


def decimal_text(value: Number, digits: int) -> str:
    """Write a number rounded to so many decimals (at most 4000); a tiny one by its first figures.

    Examples
    --------
    >>> decimal_text(Fraction(-2, 3), 4), decimal_text(Quadratic(0, 1, 2), 10)
    ('-0.6667', '1.4142135624')
    >>> decimal_text(Fraction(1, 3 * 10**9), 6), decimal_text(Fraction(0), 2)
    ('3.33e-10', '0.00')
    """
    bits = 4 * digits
    while (scaled := _rounded(value, digits, bits)) is None:
        bits = 2 * bits + 64
    if not scaled and value:
        near = value.near(bits + 400) if isinstance(value, Quadratic) else value
        return f"{'-' if value < 0 else ''}{distance_text([near], [Fraction(0)], 3)}"
    figures = str(abs(scaled)).rjust(digits + 1, "0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{figures[:-digits]}.{figures[-digits:]}" if digits else f"{sign}{figures}"


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Say on stderr what is being done, if that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(Text(_harmless(what))):
        yield


def _harmless(cell: str) -> str:
    """Return text from elsewhere without what could move the cursor."""
    return "".join(c if c.isprintable() else "?" for c in cell)


def _rounded(value: Number, digits: int, bits: int) -> int | None:
    """Return the number in units of ``10**-digits``; ``None`` if so many bits do not settle it."""
    unit: int = 10**digits
    if not isinstance(value, Quadratic):
        return round(value * unit)
    if value.is_rational:
        return round(value.a * unit)
    middle, error = value.near(bits), Fraction(1, 1 << bits)
    low, high = (round(end * unit) for end in (middle - error, middle + error))
    return low if low == high else None


def _figures(number: int) -> tuple[str, int]:
    """Return the first six figures of a long integer and their number; a short one as it is."""
    if number < 10**9:
        return str(number), len(str(number))
    count = int((number.bit_length() - 1) * log10(2)) - 1  # at most the true number, minus 1
    while number >= 10**count:
        count += 1
    return f"{number // 10 ** (count - 6)}...", count
