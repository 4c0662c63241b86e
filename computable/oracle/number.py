"""A real number as an oracle, and the only comparison that is computable."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from computable.errors import DomainError
from computable.exact import as_fraction, exact_binary, exact_value
from computable.oracle.answers import Answers, exact
from computable.truth import Truth

__all__ = ["RealOracle", "checked_depth", "from_float", "from_function", "from_rational", "less"]


class RealOracle(Protocol):
    """Delta_1 information of one real number."""

    def query(self, n: int) -> Fraction:
        """Return a rational within ``2**-n`` of the number."""
        ...


class _FromFunction:
    def __init__(self, function: Callable[[int], object]) -> None:
        self._function = function

    def query(self, n: int) -> Fraction:
        return exact_value(self._function(checked_depth(n)), name=f"answer at depth {n}")


@dataclass(frozen=True)
class _FromRational:
    value: Fraction
    answers: Answers

    def query(self, n: int) -> Fraction:
        return self.answers(("y", 0), self.value, checked_depth(n))


def from_function(function: Callable[[int], object]) -> RealOracle:
    """Return the number that ``function`` approximates: ``|function(n) - x| <= 2**-n``.

    That bound is assumed of ``function``; nothing can check it.

    Examples
    --------
    >>> from math import isqrt
    >>> root_two = from_function(lambda n: Fraction(isqrt(2 << 2 * n), 1 << n))
    >>> root_two.query(10)
    Fraction(181, 128)
    """
    return _FromFunction(function)


def from_rational(value: object, *, answers: Answers = exact) -> RealOracle:
    """Return an oracle of a rational number that answers in the given way.

    Examples
    --------
    >>> from computable.oracle import lowest
    >>> from_rational("1/3", answers=lowest).query(1)
    Fraction(-1, 6)
    """
    return _FromRational(as_fraction(value), answers)


def from_float(value: float, *, answers: Answers = exact) -> RealOracle:
    """Return an oracle of the exact binary value of a finite float."""
    return from_rational(exact_binary(value), answers=answers)


def less(x: RealOracle, y: RealOracle, *, depth: int) -> Truth:
    """Tell whether x < y, as far as one reading of both at ``depth`` can tell.

    ``YES`` and ``NO`` are proved. Numbers closer than ``2**(1-depth)`` may be ``UNKNOWN``,
    equal ones always are unless the answers happen to be an interval's width apart.

    Examples
    --------
    >>> third, half = from_rational("1/3"), from_rational("1/2")
    >>> less(third, half, depth=4), less(third, half, depth=2), less(half, third, depth=4)
    (Truth.YES, Truth.UNKNOWN, Truth.NO)
    """
    width = Fraction(2, 1 << checked_depth(depth))
    difference = y.query(depth) - x.query(depth)  # within `width` of y - x
    if difference > width:
        return Truth.YES
    return Truth.NO if difference <= -width else Truth.UNKNOWN


def checked_depth(n: object) -> int:
    """Return a depth as a plain int.

    Raises
    ------
    DomainError
        If it is no integer or negative.
    """
    try:
        depth = operator.index(n)  # type: ignore[arg-type]
    except TypeError:
        raise DomainError(f"depth: got {n!r}, need an integer >= 0") from None
    if isinstance(n, bool) or depth < 0:
        raise DomainError(f"depth: got {n!r}, need an integer >= 0")
    return depth
