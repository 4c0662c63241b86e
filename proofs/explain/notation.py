"""How numbers and formulas look in a terminal, in Markdown and in LaTeX."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from computable.errors import DomainError

__all__ = ["FORMATS", "Format", "Notation", "number_text", "root_text"]

Format = Literal["text", "markdown", "latex"]
FORMATS = ("text", "markdown", "latex")
SHORT = 22
"""A rational with so many characters is written out."""


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
        """Write a rational: exactly if that is short, else ``~`` and six digits."""
        plain = number_text(value)
        tex = re.sub(r"\^(-?\d+)", r"^{\1}", plain)
        tex = re.sub(r"([\d.]+)e([+-]\d+)", _scientific, tex).replace("~ ", r"\approx ")
        tex = re.sub(r"(\d+)/(\d+)", r"\\tfrac{\1}{\2}", tex).replace("*", r"\cdot ")
        return self.math(plain, tex)

    def heading(self, words: str, level: int = 2) -> str:
        """Return a heading; level 1 is the title."""
        if self.format == "latex":
            return f"\\{'section' if level == 1 else 'subsection'}*{{{words}}}"
        if self.format == "markdown":
            return f"{'#' * level} {words}"
        return f"{words}\n{('=' if level == 1 else '-') * len(words)}"

    def block(self, text: str) -> str:
        """Wrap a paragraph for the terminal; leave tables and headings as they are."""
        if self.format != "text" or "\n" in text:
            return text
        return textwrap.fill(text, 88, break_long_words=False, break_on_hyphens=False)

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


def number_text(value: Fraction) -> str:
    """Write a rational in plain characters: exactly if that is short, else ``~`` and six digits.

    What differs from an integer by little is written as that integer and the difference.

    Examples
    --------
    >>> number_text(Fraction(3, 4)), number_text(1 - Fraction(1, 2**15))
    ('3/4', '1 - 2^-15')
    >>> number_text(1 / (1 + Fraction(1, 2**50))), number_text(Fraction(10**40, 3))
    ('~ 1 - 8.88178e-16', '~ 3.33333e+39')
    """
    p, q = value.numerator, value.denominator
    whole = round(value)
    rest = value - whole
    short = p.bit_length() + q.bit_length() < 4 * SHORT and len(str(value)) <= SHORT
    if short and q <= 1 << 10:
        return str(value)
    sign = "+" if rest > 0 else "-"
    if q & (q - 1) == 0:
        k = q.bit_length() - 1
        if whole and abs(rest.numerator) == 1 and abs(whole).bit_length() <= 32:
            return f"{whole} {sign} 2^-{k}"
        if abs(p).bit_length() <= 20:
            return f"{'' if p == 1 else '-' if p == -1 else f'{p}*'}2^-{k}"
    if short:
        return str(value)
    if 0 < abs(rest) < Fraction(1, 1 << 20) and 0 < abs(whole) < 1 << 20:
        return f"~ {whole} {sign} {_decimal(abs(rest))}"
    return "~ " + _decimal(value)


def root_text(square: Fraction, digits: int = 3) -> str:
    """Write the square root of a rational in so many significant digits, rounded.

    Examples
    --------
    >>> root_text(Fraction(1, 2)), root_text(Fraction(2, 10**800))
    ('0.707', '1.41e-400')
    """
    import mpmath

    with mpmath.workprec(80):
        root = mpmath.sqrt(mpmath.mpf(square.numerator) / mpmath.mpf(square.denominator))
        return str(mpmath.nstr(root, digits, min_fixed=-3, max_fixed=digits))


def _decimal(value: Fraction) -> str:
    """Six significant digits, rounded, of a number of any size."""
    import mpmath

    with mpmath.workprec(80):
        number = mpmath.mpf(value.numerator) / mpmath.mpf(value.denominator)
        return str(mpmath.nstr(number, 6, min_fixed=-5, max_fixed=7))


def _scientific(match: re.Match[str]) -> str:
    return f"{match[1]} \\cdot 10^{{{int(match[2])}}}"
