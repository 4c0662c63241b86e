"""Floats only propose: whatever goes wrong with them, exact arithmetic goes on without."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

__all__ = ["if_floats_can"]

T = TypeVar("T")


def if_floats_can(compute: Callable[[], T]) -> T | None:
    """Return what a computation in floating point returns, ``None`` where floats fail.

    They fail by overflow, a division by zero, a NaN where an integer is needed, a singular matrix.

    Examples
    --------
    >>> if_floats_can(lambda: 1e200**2), if_floats_can(lambda: 2.0**-1)
    (None, 0.5)
    """
    try:
        with np.errstate(all="ignore"):
            return compute()
    except (ArithmeticError, ValueError, np.linalg.LinAlgError):
        return None
