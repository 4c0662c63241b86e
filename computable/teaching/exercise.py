"""What an exercise is, and what becomes of an answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Checked", "Exercise", "correct", "not_yet"]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """An answer that has been looked at.

    Attributes
    ----------
    correct : bool or None
        ``None`` if there was no answer.
    message : str
        The reason, with the exact numbers that decide.
    """

    correct: bool | None
    message: str

    def _ipython_display_(self) -> None:
        """Show nothing in a notebook: the message has been printed."""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A question that is judged by computing, never by comparison with one stored answer.

    Attributes
    ----------
    hint : str
        Said as long as there is no answer.
    judge : callable
        Receives the answer and returns :class:`Checked`. A ``DomainError`` that it raises is
        a wrong answer, too, with the error's message.
    given : mapping
        What the question starts from.
    """

    hint: str
    judge: Callable[[object], Checked]
    given: Mapping[str, Any] = field(default_factory=dict)


def correct(reason: str) -> Checked:
    """Accept an answer."""
    return Checked(correct=True, message=f"correct: {reason}")


def not_yet(reason: str) -> Checked:
    """Send an answer back."""
    return Checked(correct=False, message=f"not yet: {reason}")
