r"""What WARPd does to its dual in place of FIRENET's projection: shrink it, or clip a part of it.

``u0 = 2**-53``; n is the computed norm of ``h = fl(u + k)``, whose sum is off by ``1.01 u0 n``.

*Shrinkage.* ``P(h) = f h`` with ``f = max(0, 1 - s / |h|)`` and ``s = sigma epsilon`` is the
proximal map of ``s | . |``. The norm, s and their quotient r are rounded ``m / 2 + 2``, 1 and 1
times, so ``|r - s / |h|| |h| <= gamma(m + 5) s``, whatever ``|h|`` is. As
``max(0, 1 - .)`` expands nothing, that is what r adds to the error; the roundings of ``1 - r`` and
of the m products add ``u0 |h|`` each. If the computed n is at most s, both factors are that of an
``r >= 1``: nothing else was used. Without s all is exact.

*Clipping* to ``|h_i| <= beta_i``, where beta_i may have been rounded, too. If the computed h_i is
kept, then its sum is off by ``u0 beta_i``, and so is the end of the interval. If it is cut off, the
exact sum is larger than ``beta_i (1 - 2 u0)``. So h_i is off by at most ``2.02 u0 beta_i``, however
long it was.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from computable.firenet.evaluation.float_parts import DualMap
from computable.recovery.rounding import Array, U, gamma, norm

__all__ = ["Clipped", "Shrinkage"]


@dataclass(frozen=True, kw_only=True)
class Shrinkage:
    """``h -> max(0, 1 - amount / |h|) h``.

    Attributes
    ----------
    amount : float
        At least zero, nearest to the exact one.
    size : int
        m: how many entries h has.

    Examples
    --------
    >>> h = np.array([3.0, 4.0])
    >>> Shrinkage(amount=2.5, size=2).apply(h), h
    (5.0, array([1.5, 2. ]))
    >>> Shrinkage(amount=2.5, size=2).apply(h), h
    (2.5, array([0., 0.]))
    """

    amount: float
    size: int

    def apply(self, h: Array) -> float:
        """Shrink in place."""
        n = math.sqrt(np.dot(h, h))
        if n > self.amount:
            np.multiply(h, 1 - self.amount / n, out=h)
        else:
            h.fill(0.0)
        return n

    def sizes(self, norms: Array) -> Array:
        """Return the norms: nothing becomes longer."""
        return norms * (1 + 2 * gamma(self.size + 3) + 2 * U) + 1e-150

    def errors(self, norms: Array) -> Array:
        """Return the errors of the sum, of r, and of what is done with it."""
        roundings = 3.03 if self.amount else 1.01
        return roundings * U * norms + gamma(self.size + 5) * self.amount


@dataclass(frozen=True, eq=False)
class Clipped:
    """A map of the first m entries, and a clipping of the others.

    Attributes
    ----------
    data : DualMap
    m : int
    box : ndarray, shape (q,)
        The numbers beta_i, nearest to the exact ones.

    Examples
    --------
    >>> h = np.array([3.0, 4.0, -7.0, 0.25])
    >>> P = Clipped(Shrinkage(amount=2.5, size=2), 2, np.array([0.5, 0.5]))
    >>> P.apply(h), h
    (5.0, array([ 1.5 ,  2.  , -0.5 ,  0.25]))
    """

    data: DualMap
    m: int
    box: Array

    def apply(self, h: Array) -> float:
        """Map in place, and return the number of the first part."""
        rest = h[self.m :]
        np.maximum(rest, -self.box, out=rest)
        np.minimum(rest, self.box, out=rest)
        return self.data.apply(h[: self.m])

    def sizes(self, norms: Array) -> Array:
        """Return those of both parts together."""
        return np.hypot(self.data.sizes(norms), norm(self.box))

    def errors(self, norms: Array) -> Array:
        """Return those of both parts together."""
        return np.hypot(self.data.errors(norms), 2.02 * U * norm(self.box))
