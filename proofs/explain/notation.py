"""How numbers and formulas look in a terminal, in Markdown and in LaTeX."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from computable.errors import DomainError
from computable.exact import distance_text, number_text

__all__ = ["FORMATS", "Format", "Notation"]

Format = Literal["text", "markdown", "latex"]
FORMATS = ("text", "markdown", "latex")

WIDTH = 80
"""Columns of a terminal."""

CODE = 76
"""Characters of a line of code."""

CELL = 22
"""Characters of a number in a table."""


@dataclass(frozen=True)
class Notation:
    """Writes headings, tables, formulas and numbers in one format.

    Examples
    --------
    >>> text, latex = Notation("text"), Notation("latex")
    >>> text.number(1 + Fraction(1, 2**80)), latex.number(1 + Fraction(1, 2**80))
    ('1 + 2^-80', '$1 + 2^{-80}$')
    >>> text.number(Fraction(1, 3)), text.number(Fraction(2**90, 3**90 + 1))
    ('1/3', '~ 1.41836e-16')
    """

    format: Format

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise DomainError(f"format: got {self.format!r}, need one of {', '.join(FORMATS)}")

    def math(self, plain: str, tex: str) -> str:
        """Return a formula."""
        if self.format == "latex":
            return f"${tex}$"
        return f"`{plain}`" if self.format == "markdown" else plain

    def number(self, value: Fraction) -> str:
        """Write a rational: exactly if it has a short form, else ``~`` and six digits."""
        return self.formula(number_text(value))

    def cell(self, value: Fraction, most: int = CELL) -> str:
        """Write a rational in at most so many characters: exactly or rounded to six digits."""
        plain = number_text(value)
        if len(plain) > most:
            sign = "-" if value < 0 else ""
            plain = f"~ {sign}{distance_text([value], [Fraction(0)], 6)}"
        return self.formula(plain)

    def formula(self, plain: str) -> str:
        """Write what ``number_text`` writes."""
        tex = re.sub(r"\^(-?\d+)", r"^{\1}", plain)
        tex = re.sub(r"([\d.]+)e([+-]\d+)", _scientific, tex).replace("~ ", r"\approx ")
        if "/" in tex:
            top, bottom = (_bare(part) for part in tex.lstrip("-").split("/"))
            size = "frac" if "^" in tex else "tfrac"
            tex = ("-" if tex.startswith("-") else "") + f"\\{size}{{{top}}}{{{bottom}}}"
        return self.math(plain, tex.replace("*", r"\cdot "))

    def heading(self, words: str, level: int = 2) -> str:
        """Return a heading; level 1 is the title."""
        if self.format == "latex":
            return f"\\{'section' if level == 1 else 'subsection'}*{{{words}}}"
        if self.format == "markdown":
            return f"{'#' * level} {words}"
        lines = textwrap.wrap(words, WIDTH, break_long_words=False, break_on_hyphens=False)
        rule = ("=" if level == 1 else "-") * max(map(len, lines))
        return "\n".join([*lines, rule])

    def block(self, text: str) -> str:
        """Wrap a paragraph for the terminal; leave tables and headings as they are."""
        if self.format != "text" or "\n" in text:
            return text
        return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)

    def words(self, text: str) -> str:
        """Return text from elsewhere, with the format's special characters harmless."""
        if self.format == "latex":
            escaped = text.replace("\\", "\0")
            escaped = re.sub(r"([&%$#_{}])", r"\\\1", escaped)
            for character, name in (
                ("~", "asciitilde"),
                ("^", "asciicircum"),
                ("\0", "backslash"),
                ("<", "less"),
                (">", "greater"),
            ):
                escaped = escaped.replace(character, f"\\text{name}{{}}")
            return escaped
        return f"`{text.replace('`', chr(39))}`" if self.format == "markdown" else text

    def code(self, text: str) -> str:
        """Return a block of code, with long lines divided."""
        lines = [part for line in text.splitlines() for part in _divided(line)]
        if self.format == "latex":
            return "\n".join([r"\begin{verbatim}", *lines, r"\end{verbatim}"])
        if self.format == "markdown":
            return "\n".join(["```", *lines, "```"])
        return "\n".join(f"  {line}" for line in [*lines, ""]).rstrip() + "\n"

    def table(self, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
        """Return a table."""
        if self.format == "latex":
            body = [" & ".join(row) + r" \\" for row in rows]
            columns = "l" * len(header)
            top = " & ".join(header) + r" \\ \hline"
            return "\n".join([f"\\begin{{tabular}}{{{columns}}}", top, *body, r"\end{tabular}"])
        if self.format == "markdown":
            lines = [header, ("---",) * len(header), *rows]
            return "\n".join("| " + " | ".join(line) + " |" for line in lines)
        widths = [max(len(line[i]) for line in [header, *rows]) for i in range(len(header))]
        return "\n".join(
            "  " + "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip()
            for line in [header, tuple("-" * w for w in widths), *rows]
        )


def _divided(line: str) -> list[str]:
    return [line[k : k + CODE] for k in range(0, len(line), CODE)] or [""]


def _bare(part: str) -> str:
    """Drop parentheses that a fraction line makes superfluous."""
    depths = list(accumulate((c == "(") - (c == ")") for c in part))
    wrapped = part[0] == "(" and 0 not in depths[:-1]
    return part[1:-1] if wrapped else part


def _scientific(match: re.Match[str]) -> str:
    return f"{match[1]} \\cdot 10^{{{int(match[2])}}}"
