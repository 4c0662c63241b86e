"""A zero of a continuous function that changes its sign."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from computable.ball import Effort, current_effort, sign
from computable.errors import DomainError, UndecidedError
from computable.exact import as_fraction, ceil_log2, number_text
from computable.oracle import checked_depth
from computable.real.entrances import from_oracle
from computable.real.number import Real

__all__ = ["zero_between"]


def zero_between(function: Callable[[Real], object], lower: object, upper: object) -> Real:
    """Return a zero of ``function`` between two rationals at which its signs differ.

    Parameters
    ----------
    function : callable
        From a Real to a Real (or what a Real is made of), continuous: that is assumed.
    lower, upper : rational

    Returns
    -------
    Real
        A zero; which one, if there are several, is not said. Signs are only asked at rational
        points, and a point whose sign stays undecided is avoided, so that isolated zeros
        at rational points do no harm. (On an interval of zeros this can fail: the
        intermediate value theorem is not computable.)

    Raises
    ------
    DomainError
        If the signs at the end points are proved to be equal.
    UndecidedError
        If they, or later too many others, are not known within the effort.

    Notes
    -----
    Quadratic interval refinement: a secant proposes one of N parts of the interval; if the
    signs at its ends confirm it, N is squared, if not, N becomes its root. J. Abbott, Quadratic
    interval refinement for real roots (2006).

    Examples
    --------
    >>> zero_between(lambda x: x.cos() - x, 0, 1).digits(30)
    '0.739085133215160641655312087674'
    """
    return from_oracle(_Bracket(function, as_fraction(lower), as_fraction(upper)))


class _Bracket:
    """An interval with a sign change, made smaller on demand."""

    def __init__(
        self, function: Callable[[Real], object], lower: Fraction, upper: Fraction
    ) -> None:
        if lower > upper:
            lower, upper = upper, lower
        self._function = function
        self._lower, self._upper = lower, upper
        self._parts = 4
        low, high = self._sign(lower), self._sign(upper)
        if low is None or high is None:
            where = lower if low is None else upper
            raise UndecidedError(f"zero: the sign at {where} is not known within the effort")
        if low * high > 0:
            what = "positive" if low > 0 else "negative"
            raise DomainError(f"zero: the function is {what} at {lower} and at {upper}")
        self._low = low
        if not low * high:
            self._lower = self._upper = lower if low == 0 else upper

    def query(self, depth: int) -> Fraction:
        """Return the midpoint of the interval once it is at most ``2**(1 - depth)`` wide."""
        width = Fraction(2, 1 << checked_depth(depth))
        while self._upper - self._lower > width:
            self._refine()
        return (self._lower + self._upper) / 2

    def _refine(self) -> None:
        """Guess a part of the interval by a secant; keep what the signs prove."""
        lower, width = self._lower, self._upper - self._lower
        step = width / self._parts
        k = self._guess(width)
        self._cut(lower + k * step, step)
        # the guess is one end of a part; the other is on the side where the zero now is
        other = lower + (k + 1 if self._lower > lower else k - 1) * step
        if self._lower < other < self._upper:
            self._cut(other, step)
        if self._upper - self._lower <= 2 * step:
            self._parts = min(self._parts**2, 1 << 4096)
        else:
            self._parts = max(4, 1 << (self._parts.bit_length() // 2))

    def _guess(self, width: Fraction) -> int:
        """Return the number of parts below the zero of the secant, 1 ... N - 1."""
        precision = 8 + self._parts.bit_length() + max(0, -ceil_log2(width))
        low = Real(self._function(Real(self._lower))).query(precision)
        high = Real(self._function(Real(self._upper))).query(precision)
        if low == high:
            return self._parts // 2
        return min(max(round(self._parts * low / (low - high)), 1), self._parts - 1)

    def _cut(self, point: Fraction, step: Fraction) -> None:
        """Cut the interval at a point, or near it if the sign there is not known."""
        for shift in (0, step / 4, -step / 4, step / 8, -step / 8):
            at = point + shift
            if not self._lower < at < self._upper:
                continue
            found = self._sign(at)
            if found is None:
                continue
            if found == 0:
                self._lower = self._upper = at
            elif found == self._low:
                self._lower = at
            else:
                self._upper = at
            return
        near = number_text(point)
        raise UndecidedError(f"zero: the signs near {near} are not known within the effort")

    def _sign(self, at: Fraction) -> int | None:
        effort = current_effort()
        width = self._upper - self._lower
        needed = (
            64 + 4 * (max(0, -ceil_log2(width)) if width else 0) + 2 * at.denominator.bit_length()
        )
        wider = Effort(
            bits=effort.bits,
            separation=min(max(effort.separation, needed), effort.bits),
            storage=effort.storage,
        )
        return sign(Real(self._function(Real(at))), wider)
