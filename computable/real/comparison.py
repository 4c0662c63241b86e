"""Comparisons that may stay undecided, and the ones that never do.

Order and equality of real numbers are not computable. What is: to tell an inequality once it
is true (``<`` on numbers that differ), to find *one* of several that are (:func:`select`), and
to compare up to a tolerance (:mod:`computable.real.tolerant`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from computable.ball import current_effort, decided_sign, sign, using_effort
from computable.errors import DomainError, UndecidedError
from computable.real.operand import operand
from computable.truth import Truth

if TYPE_CHECKING:
    from computable.real.number import Real

__all__ = ["equal", "greater", "inverted", "less", "select", "sign_of"]


def sign_of(x: Real) -> int | None:
    """Return the sign of x (-1, 0 or 1) if it is proved within the effort, ``None`` if not.

    Zero is found only if x is known to be rational.

    Examples
    --------
    >>> from computable import Real
    >>> sign_of(Real("1/3") - Real("1/3")), sign_of(Real(2).sqrt() ** 2 - 2)
    (0, None)
    """
    return sign(x)


def less(x: Real, other: object) -> Truth:
    """Tell whether x < other, within the current effort."""
    return _compared(x, other, lambda s: s < 0)


def greater(x: Real, other: object) -> Truth:
    """Tell whether x > other, within the current effort."""
    return _compared(x, other, lambda s: s > 0)


def equal(x: Real, other: object) -> Truth:
    """Tell whether x = other: ``NO`` if they differ, ``YES`` only if both are known rationals."""
    return _compared(x, other, lambda s: s == 0)


def inverted(truth: Truth) -> Truth:
    """Return the negation, ``NotImplemented`` passed through for Python's operators."""
    return truth if truth is NotImplemented else ~truth


def _compared(x: Real, other: object, test: Callable[[int], bool]) -> Truth:
    y = operand(type(x), other)
    if y is NotImplemented:
        return NotImplemented  # type: ignore[no-any-return]
    try:
        return Truth.YES if test(decided_sign(x - y)) else Truth.NO
    except UndecidedError as error:
        return Truth.undecided(f"the sign of a difference; {error}")


Question = Truth | Callable[[], Truth]


def select(*questions: Question) -> int:
    """Return the index of a statement that is true: one of them, not always the first.

    This is what replaces a case distinction: if the statements overlap so that one of them
    always holds *with room*, the choice ends, where ``if x < 0: ... else: ...`` does not.

    Parameters
    ----------
    questions : Truth or callable
        A callable without arguments is asked again with more and more effort, all in
        turn, so that the first to become true is found; a ``Truth`` is as it is.

    Raises
    ------
    UndecidedError
        If none has become true within the effort.
    DomainError
        If all of them are false.

    Examples
    --------
    >>> from computable import Real
    >>> from fractions import Fraction
    >>> zero = Real(2).sqrt() ** 2 - 2
    >>> select(lambda: zero > 0, lambda: zero < -1, lambda: zero > Fraction(-1, 9))
    2
    """
    if not questions:
        raise DomainError("select: got nothing to choose from")
    effort = current_effort()
    separation = 4
    while True:
        separation = min(separation, effort.separation)
        with using_effort(bits=effort.bits, separation=separation, storage=effort.storage):
            answers = [_asked(question, k) for k, question in enumerate(questions)]
        if Truth.YES in answers:
            return answers.index(Truth.YES)
        if Truth.UNKNOWN not in answers:
            raise DomainError("select: every statement is false")
        if separation == effort.separation:
            tried = f"2^-{effort.separation}"
            raise UndecidedError(f"select: no statement has become true down to {tried}")
        separation *= 2


def _asked(question: Question, k: int) -> Truth:
    try:
        answer = question() if callable(question) else question
    except UndecidedError:
        return Truth.UNKNOWN
    if isinstance(answer, Truth):
        return answer
    raise DomainError(f"select: statement {k} is {type(answer).__name__}, need a Truth")
