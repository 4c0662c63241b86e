"""Computable sequences of real numbers: one program for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from computable.errors import DomainError
from computable.exact import exact_value
from computable.oracle import from_function
from computable.oracle.number import checked_depth
from computable.real import Real
from computable.real import from_oracle as real_of

__all__ = ["RealSequence", "checked_index"]


@dataclass(frozen=True)
class RealSequence:
    """A sequence ``x_0, x_1, ...`` with a program from index and depth to a rational.

    Every term of such a sequence is a computable number; that *one* program computes all of them is
    more than that. The bound is assumed of the program; nothing can check it.

    Attributes
    ----------
    program : callable
        ``program(k, n)`` is within ``2**-n`` of ``x_k``, an exact number (int, Fraction, ...).

    Examples
    --------
    >>> halves = RealSequence(lambda k, n: Fraction(1, 2**k))
    >>> halves.query(3, 10), (halves[1] + halves[2]).digits(3)
    (Fraction(1, 8), '0.750')
    """

    program: Callable[[int, int], object]

    def query(self, k: int, n: int) -> Fraction:
        """Return a rational within ``2**-n`` of term k.

        Raises
        ------
        DomainError
            If index or depth is no integer >= 0, or the answer is no exact number.
        """
        value = self.program(checked_index(k), checked_depth(n))
        return exact_value(value, name=f"term {k} at depth {n}")

    def __getitem__(self, k: int) -> Real:
        """Return term k as an exact real number."""
        index = checked_index(k)
        return real_of(from_function(lambda n: self.query(index, n)))


def checked_index(k: int) -> int:
    """Return an index.

    Raises
    ------
    DomainError
        If it is not an integer >= 0.
    """
    if not isinstance(k, int) or isinstance(k, bool) or k < 0:
        raise DomainError(f"index: got {k!r}, need an integer >= 0")
    return k
