r"""The loop of :mod:`computable.ball.limb_steps`: integers in float64, every operation exact.

In rows after the first, limbs are at most ``C = 5 B / 8`` after carries; those of ``K^T u``, from S
slices of entries at most k, at most ``S m C k``, and those of ``K w`` at most ``3 S N C k``. In the
first row a limb is the whole number, counted in ``B**(I - 1)``, up to 1. With d below a limit
there, w is at most ``3 (limit + 1)``; so v = K w, where an offset adds a row of zeros, is at most
``3 N k (limit + 1)`` or 0, and what is carried. The limit makes the product with c exact, whose
limbs are at most ``B / 2``. (c itself is below 16: ``tau sigma ||A||**2 < 1``, and some entry of A
is at least g / 4.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from computable.ball.limbs import EXACT, Array, Slices, carries, carry, joined, split, toeplitz

__all__ = ["Layout", "Loop"]

CHUNK = 64
"""So many steps are checked at once."""
U = 2.0**-53


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """L rows of limbs, I of them in front of the point, for one matrix; and bounds of limbs.

    Attributes
    ----------
    matrix : Slices
    b, rows, front : int
        B = 2**b, L, I.
    """

    matrix: Slices
    b: int
    rows: int
    front: int

    @property
    def places(self) -> int:
        """Binary digits after the point."""
        return self.b * (self.rows - self.front)

    @property
    def most(self) -> float:
        """C."""
        return 0.625 * 2.0**self.b

    @property
    def back(self) -> float:
        """The bound of limbs of ``K^T u``."""
        return len(self.matrix.parts) * self._shape[0] * self.most * self.matrix.largest

    @property
    def forward(self) -> float:
        """The bound of limbs of ``K w``."""
        return 3 * len(self.matrix.parts) * self._shape[1] * self.most * self.matrix.largest

    @property
    def product(self) -> float:
        """The bound of limbs of v, which is carried if need be, after the first row."""
        half = 2.0 ** (self.b - 1) + 1
        fits = half * self.rows * self.forward + 2 * self.most <= EXACT
        return self.forward if fits else self.most

    @property
    def limit(self) -> float:
        """What d must not exceed, counted in ``B**(I - 1)``."""
        half = 2.0 ** (self.b - 1)
        carried = self.forward / 2.0**self.b + 1
        room = (EXACT - 2 * self.most) / (half + 1) - (self.rows - 1) * self.product - carried
        if self.matrix.offset or not self.matrix.largest:
            return half - 1 if room >= 0 else 0.0
        return min(half - 1, room / (3 * self._shape[1] * self.matrix.largest) - 1)

    @property
    def is_exact(self) -> bool:
        """Whether all partial results are, if d is within a limit of at least 2."""
        gram = self.rows * self._shape[0] * self.most**2
        sums = max(gram, self.back + 2 * self.most, self.forward)
        return max(sums, (self.rows + 1) * self.most * 2.0 ** (self.b - 1)) <= EXACT and (
            self.limit >= 2
        )

    @property
    def _shape(self) -> tuple[int, int]:
        m, N = self.matrix.parts[0].shape
        return m, N


class Loop:
    """Steps on limbs.

    Parameters
    ----------
    layout : Layout
    factor : int
        c, in units of ``B**(1 - L)``.
    thresholds, shift, z, u : sequence of int
        ``t / g``, ``sigma y``, and where to start, in units of the grid.

    Attributes
    ----------
    largest : float
        At least the largest z, and d of all steps, counted in ``B**(I - 1)``.
    """

    def __init__(
        self,
        layout: Layout,
        *,
        factor: int,
        thresholds: Sequence[int],
        shift: Sequence[int],
        z: Sequence[int],
        u: Sequence[int],
    ) -> None:
        b, rows, matrix = layout.b, layout.rows, layout.matrix
        m, N = matrix.parts[0].shape
        self._layout, self._offset = layout, matrix.offset
        self._K, self._Kt = matrix.parts, matrix.transposed
        self._c, self._thresholds = toeplitz(factor, rows, b), list(thresholds)
        same = len(set(thresholds)) == 1
        self._t = split(thresholds[:1] if same else thresholds, rows, b)
        self._shift, self._z, self._u = (split(v, rows, b) for v in (shift, z, u))
        self._sum = np.zeros((rows, N))
        self.largest = max(map(abs, z)) / (1 << b * (rows - 1)) * (1 + 2.0**-40)
        self._spare, self._w, self._d, self._room = (np.empty((rows, N)) for _ in range(4))
        self._v, self._h, self._room_h = (np.zeros((rows, m)) for _ in range(3))
        self._moved, self._sign, self._h_floats = np.empty((CHUNK, N)), np.empty(N), np.empty(m)
        self._powers = 2.0 ** (-b * np.arange(rows, dtype=np.float64))
        self._t_floats = np.broadcast_to(self._powers @ self._t, (N,)).copy()
        self._free = np.array([t == 0 for t in thresholds])
        # limbs of d, and of z+ before a carry; floats of d are off by L u (|d| + 2.1 raw / B) at
        # most, those of t by L u (t + 1)
        self._carry_d = carries(layout.back + layout.most, b) if matrix.offset else 0
        raw = 2 * layout.most + (0.0 if matrix.offset else layout.back)
        self._unsure = (rows + 3) * 2.2 * U * (self._t_floats + raw / 2.0**b + 1)
        self._slack = (rows + 3) * 4 * U * (1 + raw / 2.0**b)
        one = 2.0 ** (-b * (layout.front - 1))
        off = math.sqrt(m) * (rows + 3) * 4 * U * (one + 1)
        inside = one * (1 - 2.0**-30) - off
        self._inside = inside**2 if inside > 0 else -1.0
        self._carry_z = carries(raw, b)
        self._carry_v = 0 if layout.product > layout.most else carries(layout.forward, b)
        self._carry_h = carries(EXACT, b)

    @property
    def sum(self) -> list[int]:
        """The sum of all points z+."""
        return joined(self._sum, self._layout.b)

    @property
    def dual(self) -> list[int]:
        """The last u."""
        return joined(self._u, self._layout.b)

    def run(self, steps: int) -> bool:
        """Tell whether all numbers stayed within their limits."""
        for done in range(0, steps, CHUNK):
            count = min(CHUNK, steps - done)
            before = self._z.copy(), self._u.copy(), self._sum.copy()
            if not self._advance(count, careful=False):
                return False
            near = np.abs(np.abs(self._moved[:count]) - self._t_floats) <= self._unsure
            if near[:, ~self._free].any():
                self._z, self._u, self._sum = before
                if not self._advance(count, careful=True):
                    return False
        return True

    def _advance(self, count: int, *, careful: bool) -> bool:
        b, t, c, powers = self._layout.b, self._t_floats, self._c, self._powers
        d, w, v, s, room = self._d, self._w, self._v, self._sign, self._room
        free = self._free if self._free.any() else None
        for f in self._moved[:count]:
            z, u, new, h = self._z, self._u, self._spare, self._h
            self._back_product(z, u, d)
            np.dot(powers, d, out=f)
            np.maximum(f, -t, out=s)
            np.minimum(s, t, out=s)
            np.subtract(f, s, out=s)
            np.sign(s, out=s)
            if careful:
                self._decide(f, d, s)
            np.multiply(self._t, s, out=room)
            np.subtract(d, room, out=d)
            np.abs(s, out=s)
            if free is not None:
                s[free] = 1.0
            np.multiply(d, s, out=new)
            carry(new, room, b, self._carry_z)
            np.add(self._sum, new, out=self._sum)
            np.add(new, new, out=w)
            np.subtract(w, z, out=w)
            self._forward_product(w, v)
            np.dot(c, v, out=h)
            np.add(h, u, out=h)
            np.subtract(h, self._shift, out=h)
            carry(h, self._room_h, b, self._carry_h)
            np.dot(powers, h, out=self._h_floats)
            square = float(np.dot(self._h_floats, self._h_floats))
            if not square <= self._inside and not self._project(h):
                return False
            self._z, self._spare, self._u, self._h = new, z, h, u
        most = float(np.abs(self._moved[:count]).max()) + self._slack
        self.largest = max(self.largest, most * (1 + 2.0**-40))
        return self.largest <= self._layout.limit

    def _back_product(self, z: Array, u: Array, d: Array) -> None:
        """Let d be ``z - K^T u``."""
        if not self._offset:
            np.dot(u, self._K[0], out=self._room)
            np.subtract(z, self._room, out=d)
            return
        np.copyto(d, z)
        for k, part in enumerate(self._K, 1):
            low, room = d[k:], self._room[k:]
            np.dot(u[:-k], part, out=room)
            np.subtract(low, room, out=low)
        carry(d, self._room, self._layout.b, self._carry_d)

    def _forward_product(self, w: Array, v: Array) -> None:
        """Let v be ``K w``."""
        if not self._offset:
            np.dot(w, self._Kt[0], out=v)
        else:
            v.fill(0.0)
            for k, part in enumerate(self._Kt, 1):
                low, room = v[k:], self._room_h[k:]
                np.dot(w[:-k], part, out=room)
                np.add(low, room, out=low)
        carry(v, self._room_h, self._layout.b, self._carry_v)

    def _decide(self, f: Array, d: Array, sign: Array) -> None:
        """Compare integers where floats do not tell on which side of its threshold d is."""
        unsure = np.abs(np.abs(f) - self._t_floats) <= self._unsure
        for j in np.flatnonzero(unsure & ~self._free).tolist():
            [value] = joined(d[:, j : j + 1], self._layout.b)
            t = self._thresholds[j]
            sign[j] = (value > t) - (value < -t)

    def _project(self, h: Array) -> bool:
        """Divide h by its norm if that is above 1, and tell whether it is at most ``B**I / 2``."""
        b, rows, places = self._layout.b, self._layout.rows, self._layout.places
        gram = np.dot(h, h.T).tolist()
        square = 0
        for k in range(2 * rows - 1):
            diagonal = [gram[i][k - i] for i in range(max(0, k - rows + 1), min(rows, k + 1))]
            square = (square << b) + int(sum(diagonal))
        if square <= 1 << 2 * places:
            return True
        if square > 1 << 2 * (b * rows - 1):  # even if a limb was too long for an exact one
            return False
        inverse = math.isqrt((1 << 2 * (places + b * (rows - 1))) // square)
        np.dot(toeplitz(inverse, rows, b), h, out=self._room_h)
        np.copyto(h, self._room_h)
        carry(h, self._room_h, b, self._carry_h)
        return True
