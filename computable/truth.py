"""Three-valued truth: what a finite amount of information can say."""

from __future__ import annotations

from enum import Enum

from computable.errors import UndecidedError

__all__ = ["Truth"]


class Truth(Enum):
    """``YES``, ``NO`` or ``UNKNOWN`` (Kleene's strong logic).

    Examples
    --------
    >>> Truth.YES & Truth.UNKNOWN, Truth.NO & Truth.UNKNOWN, ~Truth.NO
    (Truth.UNKNOWN, Truth.NO, Truth.YES)
    >>> bool(Truth.UNKNOWN)
    Traceback (most recent call last):
        ...
    computable.errors.UndecidedError: UNKNOWN is neither true nor false: read deeper or ask for less
    """

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __bool__(self) -> bool:
        if self is Truth.UNKNOWN:
            raise UndecidedError("UNKNOWN is neither true nor false: read deeper or ask for less")
        return self is Truth.YES

    def __and__(self, other: Truth) -> Truth:
        return Truth(min(self.value, other.value))

    def __or__(self, other: Truth) -> Truth:
        return Truth(max(self.value, other.value))

    def __invert__(self) -> Truth:
        return Truth(2 - self.value)

    def __repr__(self) -> str:
        return f"Truth.{self.name}"
