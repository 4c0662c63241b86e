"""Three-valued truth: what a finite amount of information can say."""

from __future__ import annotations

from contextvars import ContextVar
from enum import Enum

from computable.errors import UndecidedError

__all__ = ["Truth"]


_LAST_TRIED: ContextVar[str] = ContextVar("last_tried", default="")


class Truth(Enum):
    """``YES``, ``NO`` or ``UNKNOWN`` (Kleene's strong logic).

    Examples
    --------
    >>> Truth.YES & Truth.UNKNOWN, Truth.NO & Truth.UNKNOWN, ~Truth.NO
    (Truth.UNKNOWN, Truth.NO, Truth.YES)
    >>> bool(Truth.UNKNOWN)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    computable.errors.UndecidedError: UNKNOWN is neither true nor false: read deeper...
    """

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __bool__(self) -> bool:
        if self is Truth.UNKNOWN:
            tried = _LAST_TRIED.get()
            effort = f" (last tried: {tried})" if tried else ""
            raise UndecidedError(
                f"UNKNOWN is neither true nor false: read deeper or ask for less{effort}"
            )
        return self is Truth.YES

    @staticmethod
    def undecided(tried: str) -> Truth:
        """Return ``UNKNOWN`` and keep in mind how far the question was followed.

        The values are singletons, so the effort is told of the last undecided question only.
        """
        _LAST_TRIED.set(tried)
        return Truth.UNKNOWN

    def __and__(self, other: Truth) -> Truth:
        return Truth(min(self.value, other.value))

    def __or__(self, other: Truth) -> Truth:
        return Truth(max(self.value, other.value))

    def __invert__(self) -> Truth:
        return Truth(2 - self.value)

    def __repr__(self) -> str:
        return f"Truth.{self.name}"
