"""Computable sequences of answers: vectors, with one program for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from computable.errors import DomainError
from computable.exact import Vector, exact_value
from computable.oracle.number import checked_depth
from computable.sequence.reals import checked_index

__all__ = ["AnswerSequence"]


@dataclass(frozen=True, kw_only=True)
class AnswerSequence:
    """Vectors ``x_0, x_1, ...`` of ``length`` real numbers.

    Attributes
    ----------
    length : int
        N.
    program : callable
        ``program(k, n)`` are N exact numbers, each within ``2**-n`` of its entry of ``x_k``.

    Examples
    --------
    >>> AnswerSequence(length=2, program=lambda k, n: [k, 0]).query(5, 10)
    (Fraction(5, 1), Fraction(0, 1))
    """

    length: int
    program: Callable[[int, int], Iterable[object]]

    def query(self, k: int, n: int) -> Vector:
        """Return N rationals within ``2**-n`` of the entries of answer k.

        Raises
        ------
        DomainError
            If the program returns anything else.
        """
        values = self.program(checked_index(k), checked_depth(n))
        try:
            numbers = tuple(values)
        except TypeError:
            raise DomainError(f"answer {k}: got {type(values).__name__}, need numbers") from None
        if len(numbers) != self.length:
            raise DomainError(f"answer {k}: got {len(numbers)} numbers, need {self.length}")
        return tuple(exact_value(v, name=f"answer {k}, entry {j}") for j, v in enumerate(numbers))
