"""``check``: look at the answer to an exercise, print what is right or wrong with it.

Notebook k has its questions in ``exercises_k``; every one is judged by computing, so any
correct answer will do.
"""

from __future__ import annotations

import textwrap
from typing import Any

from computable.errors import DomainError
from computable.teaching import (
    exercises_01,
    exercises_02,
    exercises_03,
    exercises_04,
    exercises_05,
    exercises_06,
    exercises_07,
    exercises_08,
    exercises_09,
    exercises_10,
    exercises_11,
    exercises_12,
)
from computable.teaching.exercise import Checked, Exercise, not_yet
from computable.teaching.reading import float_remark

__all__ = ["EXERCISES", "check", "given"]

EXERCISES = {
    **exercises_01.EXERCISES,
    **exercises_02.EXERCISES,
    **exercises_03.EXERCISES,
    **exercises_04.EXERCISES,
    **exercises_05.EXERCISES,
    **exercises_06.EXERCISES,
    **exercises_07.EXERCISES,
    **exercises_08.EXERCISES,
    **exercises_09.EXERCISES,
    **exercises_10.EXERCISES,
    **exercises_11.EXERCISES,
    **exercises_12.EXERCISES,
}
"""All questions by name: the notebook's number, a hyphen, the question's number."""

WIDTH = 88


def check(name: str, answer: object) -> Checked:
    """Look at an answer, print the message and return the result.

    Parameters
    ----------
    name : str
        The name of the exercise, '02-1' say.
    answer : object
        ``None`` if there is none yet. Numbers may be int, Fraction, strings such as '1/500',
        or floats, which enter with their exact binary value.

    Returns
    -------
    Checked
        Nonsense is a wrong answer, not an error.

    Raises
    ------
    DomainError
        If there is no exercise of that name.

    Examples
    --------
    >>> checked = check("02-2", (0, "1/2"))
    correct: A^T p = (1/2, 1, -1/2). It equals the sign of x on the support and stays
    strictly between -1 and 1 elsewhere, and one non-zero column is independent: x is the
    only minimiser.
    >>> check("02-2", (0, 2)).correct
    not yet: at column 1, where x = 2 > 0, the entry of A^T p must be 1; yours is 4.
    False
    """
    checked = _judged(_named(name), answer)
    print(textwrap.fill(checked.message, WIDTH, break_long_words=False, break_on_hyphens=False))
    return checked


def given(name: str) -> dict[str, Any]:
    """Return what an exercise starts from, by name.

    Raises
    ------
    DomainError
        If there is no exercise of that name.

    Examples
    --------
    >>> given("02-2")["instance"].shape
    (2, 3)
    """
    return dict(_named(name).given)


def _named(name: object) -> Exercise:
    exercise = EXERCISES.get(name) if isinstance(name, str) else None
    if exercise is None:
        raise DomainError(f"name: got {name!r}, need one of {', '.join(EXERCISES)}")
    return exercise


def _judged(exercise: Exercise, answer: object) -> Checked:
    if answer is None:
        return Checked(correct=None, message=f"not answered yet. Hint: {exercise.hint}")
    try:
        checked = exercise.judge(answer)
    except DomainError as error:
        checked = not_yet(f"{error}.")
    except Exception as error:  # whatever a strange object does when it is looked at
        checked = not_yet(f"this cannot be read as an answer ({type(error).__name__}: {error}).")
    if checked.correct:
        return checked
    return Checked(correct=False, message=checked.message + float_remark(answer))
