"""A Real on paper: correct decimals, LaTeX and HTML."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING

from computable.ball.effort import using_effort
from computable.ball.rounding import leading_decimal, rounded_decimal
from computable.errors import DomainError, UndecidedError
from computable.truth import Truth

if TYPE_CHECKING:
    from computable.real.number import Real

__all__ = ["Digits", "digits", "html", "latex", "short"]

SHORT = 20
"""Digits of a representation."""


class Digits(str):
    """Decimal digits, all of them right, and whether the rounding was a tie.

    Attributes
    ----------
    tie : Truth
        ``NO``: the nearest decimal, error at most half a unit in the last place. ``YES``: the
        number lies exactly between two decimals, ``UNKNOWN``: it could not be told from that
        within the effort; then one more digit is given, a 5, and ``repr`` says so.

    Examples
    --------
    >>> from computable import Real
    >>> (Real(1) / 8).digits(2)
    '0.125' (a tie between two decimals: one digit more)
    >>> (Real(2).sqrt() ** 2 / 8).digits(1)
    '0.25' (not to be told from a tie between two decimals: one digit more)
    """

    __slots__ = ("tie",)
    tie: Truth

    def __new__(cls, text: str, tie: Truth = Truth.NO) -> Digits:
        """Return ``text`` with what is known about the tie."""
        self = super().__new__(cls, text)
        self.tie = tie
        return self

    def __repr__(self) -> str:
        if self.tie is Truth.NO:
            return super().__repr__()
        what = "a tie" if self.tie is Truth.YES else "not to be told from a tie"
        return f"{super().__repr__()} ({what} between two decimals: one digit more)"

    def __reduce__(self) -> tuple[type[Digits], tuple[str, Truth]]:
        return Digits, (str(self), self.tie)


def digits(x: Real, n: int, *, significant: bool = False) -> Digits:
    """Return x rounded to the nearest decimal with ``n`` places, or ``n`` significant digits.

    Parameters
    ----------
    x : Real
    n : int
        At least 0, or at least 1 if ``significant``.
    significant : bool
        Count from the first digit that is not zero: in ``0.00123`` that is the 1.

    Returns
    -------
    Digits
        A string; the error is at most half a unit in the last place.

    Raises
    ------
    UndecidedError
        If the effort is spent, or ``significant`` digits are asked of a number that cannot
        be told from zero.

    Examples
    --------
    >>> from computable.real import pi
    >>> pi.digits(10), (pi / 1000).digits(10), (pi / 1000).digits(10, significant=True)
    ('3.1415926536', '0.0031415927', '0.003141592654')
    """
    try:
        count = operator.index(n)
    except TypeError:
        raise DomainError(f"digits: got {n!r}, need an integer") from None
    if isinstance(n, bool) or count < (1 if significant else 0):
        rule = "at least 1 significant" if significant else "at least 0"
        raise DomainError(f"digits: got {n!r}, need {rule}")
    if not significant:
        text, tie = rounded_decimal(x, count)
        return Digits(_with_point(text, count + (tie is not Truth.NO)), tie)
    return _significant(x, count)


def _significant(x: Real, count: int) -> Digits:
    found = leading_decimal(x)
    if found is None:
        return Digits("0")
    leading, size = found
    places = count - 1 - leading
    while True:
        text, tie = rounded_decimal(x, places, size=size)
        more = tie is not Truth.NO
        excess = len(text.lstrip("-")) - count - more
        if text.lstrip("-") == "1" + "0" * (count - 1) and not more:
            # 9.93 to two digits is 10 if its size was overestimated: is there room for one more?
            finer = rounded_decimal(x, places + 1, size=size)
            if len(finer[0].lstrip("-")) == count + (finer[1] is not Truth.NO):
                places += 1
                continue
        if excess == 1 and not more and text.lstrip("-") == "1" + "0" * count:
            text, excess, places = text[:-1], 0, places - 1  # 9.99 has become 10.0
        if excess == 0:
            return Digits(_scientific(text, places + more), tie)
        places -= excess


def _with_point(text: str, places: int) -> str:
    """Put the point before the last ``places`` digits of an integer."""
    sign, ciphers = ("-", text[1:]) if text.startswith("-") else ("", text)
    if not places:
        return text
    ciphers = ciphers.rjust(places + 1, "0")
    return f"{sign}{ciphers[:-places]}.{ciphers[-places:]}"


def _scientific(text: str, places: int) -> str:
    sign, ciphers = ("-", text[1:]) if text.startswith("-") else ("", text)
    exponent = len(ciphers) - 1 - places
    if exponent > -6 and places >= 0:
        return _with_point(text, places)
    return f"{sign}{_with_point(ciphers, len(ciphers) - 1)}e{exponent:+d}"


def formatted(x: Real, specification: str) -> str:
    """Return x as ``format`` would: '.5f' means 5 decimals, '.5g' 5 significant digits.

    Examples
    --------
    >>> from computable.real import pi
    >>> f"{pi:.5f} {pi:.3g} {pi}"
    '3.14159 3.14 3.14159265358979323846...'
    """
    if not specification:
        return short(x)
    match = re.fullmatch(r"\.([0-9]{1,9})([fg])", specification)
    if not match:
        raise DomainError(f"format: got {specification!r}, need '.nf' or '.ng'")
    return digits(x, int(match[1]), significant=match[2] == "g")


def short(x: Real) -> str:
    """Return a short text: the rational that x is, or some digits and dots, or the reason why not.

    Reads inputs, though little: to about 70 bits, 256 if x is small.
    """
    with using_effort(bits=1 << 14, separation=1 << 8):
        try:
            value = x.rational
            if (
                value is not None
                and value.denominator.bit_length() + value.numerator.bit_length() < 64
            ):
                return str(value)
            return f"{_leading_digits(x)}..."
        except Exception as error:
            return f"<{error}>"


def _leading_digits(x: Real) -> Digits:
    try:
        found = leading_decimal(x)
    except UndecidedError:
        return digits(x, SHORT)
    return digits(x, SHORT, significant=found is None or not -5 <= found[0] < SHORT)


def latex(x: Real) -> str:
    r"""Return LaTeX without dollars: a fraction, digits with dots, or the reason why not.

    Examples
    --------
    >>> from computable import Real
    >>> print(latex(Real("1/3")), latex(Real(2).sqrt()))
    \frac{1}{3} 1.41421356237309504880\ldots
    """
    text = short(x)
    if text.startswith("<"):
        return rf"\text{{undecided: {_escaped(text[1:-1])}}}"
    sign, body = ("-", text[1:]) if text.startswith("-") else ("", text)
    if "/" in body:
        p, q = body.split("/")
        return rf"{sign}\frac{{{p}}}{{{q}}}"
    body, dots, _ = body.partition("...")
    mantissa, e, exponent = body.partition("e")
    dots = r"\ldots" if dots else ""
    power = rf" \cdot 10^{{{int(exponent)}}}" if e else ""
    return f"{sign}{mantissa}{dots}{power}"


def html(x: Real) -> str:
    """Return HTML: the short text, with what is known about ties and errors as its title."""
    text = short(x).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<span title="an exact real number, rounded to these digits">{text}</span>'


def _escaped(text: str) -> str:
    for character in "\\{}^_%$#&~":
        text = text.replace(character, " " if character == "\\" else "\\" + character)
    return text.replace(r"\^", r"\^{}").replace(r"\~", r"\~{}")
