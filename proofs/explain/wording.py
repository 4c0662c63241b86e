"""Small pieces of text that all explanations share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from computable.exact import Vector, distance_text, number_text
from computable.oracle import Entry
from computable.problem import norm_squared
from proofs.explain.notation import Notation

__all__ = [
    "SHOWN",
    "count",
    "digits",
    "distance",
    "entry",
    "indices",
    "is_far",
    "power",
    "square",
    "vector",
]

READABLE_BITS = 20_000
"""Numbers longer than this are rounded before their distance is written."""

SHOWN = 8
"""Rows of a table, and entries of a vector, that are shown."""

LONG_LIST = 20
"""Indices in a list that are shown."""


def count(number: int, noun: str, plural: str = "") -> str:
    """Write a number of things.

    Examples
    --------
    >>> count(1, "sample"), count(0, "query", "queries")
    ('1 sample', '0 queries')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def digits(number: int) -> str:
    """Write a number of digits."""
    return count(number, "digit")


def power(base: int, exponent: int, n: Notation) -> str:
    """Write ``base^exponent``."""
    return n.math(f"{base}^{exponent}", f"{base}^{{{exponent}}}")


def entry(which: Entry, n: Notation) -> str:
    """Write A[i, j], y[i], y[k, i] or x[k, j]."""
    places = ", ".join(str(i) for i in which[1:])
    return n.math(f"{which[0]}[{places}]", f"{which[0]}_{{{places.replace(' ', '')}}}")


def indices(values: Collection[int]) -> str:
    """Write a list of indices, not all of a long one.

    Examples
    --------
    >>> indices([0, 2, 5]), indices(range(100))[-12:]
    ('0, 2, 5', ' 18, 19, ...')
    """
    shown = ", ".join(map(str, list(values)[:LONG_LIST]))
    return shown + (", ..." if len(values) > LONG_LIST else "")


def vector(values: Sequence[Fraction], n: Notation) -> str:
    """Write a short vector out, a long one by its non-zero entries."""
    if len(values) <= SHOWN:
        return "(" + ", ".join(n.number(v) for v in values) + ")"
    if len(set(values)) == 1:
        return f"({n.number(values[0])} in all {len(values)} places)"
    nonzero = [(i, v) for i, v in enumerate(values) if v]
    listed = ", ".join(f"{n.number(v)} in place {i}" for i, v in nonzero[:SHOWN])
    more = f", and {len(nonzero) - SHOWN} more" if len(nonzero) > SHOWN else ""
    return f"({listed}{more}; the other {len(values) - len(nonzero)} are zero)"


def distance(u: Vector, v: Vector, n: Notation) -> str:
    """Write an l2 distance, exactly if it is zero, else rounded."""
    return n.formula("0" if u == v else f"~ {distance_text(u, v)}")


def square(u: Vector, v: Vector) -> tuple[str, str]:
    """Return '=' or '~', and the squared l2 distance in the words of ``number_text``."""
    if _readable(u, v):
        text = number_text(norm_squared([a - b for a, b in zip(u, v, strict=True)]))
    else:
        text = f"~ ({distance_text(u, v, 7)})^2"
    return ("~" if text.startswith("~") else "="), text.removeprefix("~ ")


def is_far(u: Vector, v: Vector, k: int) -> bool:
    """Tell whether the l2 distance is larger than ``10**-k``, exactly.

    Of long numbers 20 digits are compared first: exact differences would take long.
    """
    import mpmath

    if not _readable(u, v):
        with mpmath.workprec(80):
            ratio = mpmath.mpf(distance_text(u, v, 20)) * mpmath.mpf(10) ** k
            if abs(ratio - 1) > mpmath.mpf(10) ** -15:
                return bool(ratio > 1)
    return norm_squared([a - b for a, b in zip(u, v, strict=True)]) > Fraction(1, 100**k)


def _readable(u: Vector, v: Vector) -> bool:
    return max(value.denominator.bit_length() for value in (*u, *v)) < READABLE_BITS
