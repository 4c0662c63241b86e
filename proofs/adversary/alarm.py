"""A bound on the time of code that does not look at a clock itself."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["TimeIsUp", "alarm"]


class TimeIsUp(KeyboardInterrupt):
    """Raised in the middle of whatever runs, as Ctrl-C would be."""


@contextmanager
def alarm(seconds: float) -> Iterator[bool]:
    """Raise :class:`TimeIsUp` in the block after so many seconds.

    Only Python's main thread can be interrupted, and only where there are timers (not on Windows):
    the value is whether this is so. A long computation inside of one operation ends first.

    Examples
    --------
    >>> try:
    ...     with alarm(0.01):
    ...         while True:
    ...             pass
    ... except TimeIsUp:
    ...     print("time is up")
    time is up
    """
    able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not able:
        yield False
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeIsUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
