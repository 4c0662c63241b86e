"""Budgets: how much an algorithm may read, and how long and large it may run."""

from __future__ import annotations

import time
from dataclasses import dataclass

from computable.errors import DomainError

__all__ = ["Budget", "BudgetExceeded", "Deadline"]


MOST = 10**9


class BudgetExceeded(BaseException):
    """Ends a run whose budget is spent.

    No ``Exception``, so that an algorithm's own ``except Exception`` does not swallow it;
    one that swallows even this has still spent its budget, and its answer does not count.
    """


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Limits of one call of ``refute`` (of each run in it, for queries and depth).

    Attributes
    ----------
    queries : int
        Queries in one run, repetitions counted.
    depth : int
        Bits: the deepest n in a query for ``2**-n``. The default leaves room in the
        certificate format, whose integers have at most 4 000 000 bits.
    seconds : float or None
        Wall-clock time. In-process it is looked at when the algorithm asks; only
        an isolated run can be ended at any moment.
    megabytes : int or None
        Address space of an isolated run's process.

    Examples
    --------
    >>> Budget(queries=0)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: queries: got 0, need an integer > 0 and <= 10^9
    """

    queries: int = 2_000_000
    depth: int = 3_900_000
    seconds: float | None = None
    megabytes: int | None = None

    def __post_init__(self) -> None:
        for name in ("queries", "depth", "seconds", "megabytes"):
            value = getattr(self, name)
            if value is None and name in ("seconds", "megabytes"):
                continue
            kinds = (int, float) if name == "seconds" else int
            if isinstance(value, bool) or not isinstance(value, kinds) or not 0 < value <= MOST:
                rule = "a number" if name == "seconds" else "an integer"
                raise DomainError(f"{name}: got {value!r}, need {rule} > 0 and <= 10^9")


class Deadline:
    """The moment at which a budget's seconds are over."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    def remaining(self) -> float | None:
        """Seconds left (0 at least), ``None`` without a limit."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def passed(self) -> bool:
        """Tell whether the time is over."""
        return self._end is not None and time.monotonic() >= self._end

    def share(self, fraction: float) -> Deadline:
        """Return the deadline at which ``fraction`` of the remaining time is over."""
        left = self.remaining()
        return Deadline(None if left is None else left * fraction)
