"""How hard to try before saying that something is not known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from computable.errors import DomainError

__all__ = ["Effort", "current_effort", "power_of_two_text", "using_effort"]


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Limits of one request to an exact real number.

    Attributes
    ----------
    bits : int
        The largest working precision, about the depth to which an input may be read. The
        default is enough for a million decimal digits.
    separation : int
        A number that is still undecided although it is known to be below ``2**-separation``
        counts as undecided: for comparisons, divisors, roots and logarithms, rounding.
    storage : int
        Bits of memory for the balls of one expression (nodes times precision), looked at
        from a precision of 2^13 bits on.

    Examples
    --------
    >>> Effort(separation=0)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: separation: got 0, need an integer > 0 and <= 2^40
    """

    bits: int = 1 << 22
    separation: int = 1 << 12
    storage: int = 1 << 34

    def __post_init__(self) -> None:
        for name in ("bits", "separation", "storage"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= 1 << 40:
                raise DomainError(f"{name}: got {value!r}, need an integer > 0 and <= 2^40")


DEFAULT = Effort()
_CURRENT: ContextVar[Effort] = ContextVar("effort", default=DEFAULT)


def current_effort() -> Effort:
    """Return the effort that requests make in this context."""
    return _CURRENT.get()


def power_of_two_text(exponent: int) -> str:
    """Return '2^k', or '2^(2^j)' for an exponent that nobody wants to read.

    Examples
    --------
    >>> power_of_two_text(-100), power_of_two_text(10**100)
    ('2^-100', '2^(2^332)')
    """
    if abs(exponent) < 1 << 64:
        return f"2^{exponent}"
    return f"2^({'-' * (exponent < 0)}2^{abs(exponent).bit_length() - 1})"


@contextmanager
def using_effort(effort: Effort | None = None, /, **limits: int) -> Iterator[Effort]:
    """Make requests in this block (of this thread or task) with the given effort.

    Examples
    --------
    >>> with using_effort(separation=100) as effort:
    ...     effort is current_effort(), effort.separation
    (True, 100)
    """
    if effort is None:
        effort = Effort(**limits)
    elif limits or not isinstance(effort, Effort):
        raise DomainError("effort: need either an Effort or its limits")
    token = _CURRENT.set(effort)
    try:
        yield effort
    finally:
        _CURRENT.reset(token)
