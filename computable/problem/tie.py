r"""Columns that tie: the family of instances behind every impossibility result here.

The *centre* has the row ``c (g_1, ..., g_q)`` and, for m > 1, the block ``b I``:
``A = c g^T (+) b I_{m-1}``, so ``N = q + m - 1``. Here g are the weights (the costs)
of the first q columns, all 1 by default, so that the columns tie. ``raised(j, eta)``
is the centre with entry (0, j) multiplied by ``1 + eta``. There column j wins: the
minimiser is unique, ``x_j e_j`` and the block (formulas: ``winner.py``). At the centre
the minimisers are the whole simplex ``conv{(t / g_j) e_j}``. Two raised instances differ
by c eta entry by entry, their minimisers by more than ``2 * 10**-K`` (l2): data and
condition numbers stay bounded as eta -> 0 while the answer jumps.

Source: Colbrook, Antun, Hansen (PNAS 2022), Theorem 2; the constants are this
project's. Weights, and columns g that carry them, are an extension (substitute
u_j = g_j x_j).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from computable.errors import DomainError
from computable.exact import (
    Vector,
    as_fraction,
    as_vector,
    is_float64,
    number_text,
    power_of_two,
    power_text,
)
from computable.problem import winner
from computable.problem.instance import Instance
from computable.problem.problems import (
    BasisPursuit,
    Lasso,
    Problem,
    SquareRootLasso,
)

__all__ = ["TieFamily"]

ZERO = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class TieFamily:
    """All tie instances of one problem, size and accuracy.

    Use :meth:`rational` or :meth:`dyadic` to have the numbers chosen.

    Parameters
    ----------
    problem : Problem
    digits : int >= 0
        K: the raised minimisers lie more than ``2 * 10**-K`` apart (l2).
    columns : int >= 2
        q, the number of columns that tie.
    right : rational
        y_0; determines the amplitude t = (y_0 - rho) / c at the centre.
    block_right : m - 1 rationals
        y_1, ..., y_{m-1}.
    centre_entry, block_entry : rational > 0
        c and b.

    Raises
    ------
    DomainError
        If a hypothesis fails: a size is out of range; epsilon > 0 with a non-zero block;
        LASSO with ``|y_l| = lam g_l / 2b``; square-root LASSO with
        ``lam**2 (1 / c**2 + sum over y_l != 0 of g_l**2 / b**2) >= 1``; a linear program with
        a negative y_l or a cost that is not positive; an amplitude too small for K digits.

    Examples
    --------
    >>> family = TieFamily.rational(BasisPursuit(), digits=3, columns=2)
    >>> family.vertices()[0], family.minimiser(1, Fraction(1, 4))
    ((Fraction(1, 500), Fraction(0, 1)), (Fraction(0, 1), Fraction(1, 625)))
    """

    problem: Problem
    digits: int
    columns: int
    right: Fraction
    block_right: Vector = ()
    centre_entry: Fraction = Fraction(1)
    block_entry: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        for name in ("right", "centre_entry", "block_entry"):
            object.__setattr__(self, name, as_fraction(getattr(self, name), name=name))
        object.__setattr__(self, "block_right", as_vector(self.block_right, name="block_right"))
        _check_sizes(self.digits, self.columns, len(self.block_right) + 1)
        if self.centre_entry <= 0 or self.block_entry <= 0:
            raise DomainError("centre_entry, block_entry: need positive rationals")
        if min(self.gauge) <= 0:
            raise DomainError("cost: the tie needs positive costs")
        winner.check_block(
            self.problem,
            self.centre_entry,
            self.block_entry,
            self.block_right,
            self._block_bounds(),
        )
        heaviest = max(range(self.columns), key=self.gauge.__getitem__)
        nearest = self.amplitude(heaviest, self.largest_gap)
        if nearest <= 0 or 2 * nearest**2 <= 4 * Fraction(1, 100**self.digits):
            raise DomainError(
                f"right: the amplitude {number_text(self.amplitude(0))} is too small "
                f"for digits={self.digits}"
            )

    # -- choosing the numbers ------------------------------------------------

    @classmethod
    def rational(
        cls, problem: Problem, *, digits: int, columns: int = 2, rows: int = 1
    ) -> TieFamily:
        """Choose t = ``2 * 10**-K`` (times the largest weight) and the simplest c and b."""
        _check_sizes(digits, columns, rows)
        c, t = winner.least_entry(problem), Fraction(2, 10**digits)
        t *= max(winner.gauge(problem, columns + rows - 1)[:columns])
        return cls._with_right(
            problem, digits, columns, rows, c, c * t + winner.residual(problem, c)
        )

    @classmethod
    def dyadic(cls, problem: Problem, *, digits: int, columns: int = 2, rows: int = 1) -> TieFamily:
        """Choose powers of two for c and b and a float64 for y_0, so that float data are exact.

        t is between ``2 * 10**-K`` and ``9/2 * 10**-K`` times the largest weight, a power of two
        if the weights and y_0 allow it. Where no float64 serves, as for a huge K, this is
        :meth:`rational`; weights can spoil A: ask :meth:`is_float64`.
        """
        _check_sizes(digits, columns, rows)
        t = power_of_two(Fraction(2, 10**digits))
        t *= max(winner.gauge(problem, columns + rows - 1)[:columns])
        c = winner.least_entry(problem)
        for _ in range(600):  # y_0 = c t + rho: a larger c brings the two terms together
            right = c * t + winner.residual(problem, c)
            if not is_float64(right):
                right = math.ceil(right / (c * t / 8)) * (c * t / 8)
            family = cls._with_right(problem, digits, columns, rows, c, right)
            if is_float64(right) and family.largest_gap >= Fraction(1, 1 << 12):
                return family
            c *= 2
        return cls.rational(problem, digits=digits, columns=columns, rows=rows)

    @classmethod
    def _with_right(
        cls, problem: Problem, digits: int, columns: int, rows: int, c: Fraction, right: Fraction
    ) -> TieFamily:
        return cls(
            problem=problem,
            digits=digits,
            columns=columns,
            right=right,
            block_right=(ZERO,) * (rows - 1),
            centre_entry=c,
            block_entry=c,
        )

    # -- data ----------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, int]:
        """(m, N)."""
        rows = len(self.block_right) + 1
        return rows, self.columns + rows - 1

    @cached_property
    def gauge(self) -> Vector:
        """The weights (linear program: the costs) g of all N columns, shape (N,)."""
        return winner.gauge(self.problem, self.shape[1])

    @cached_property
    def bounds(self) -> Vector:
        """The dual bounds of all N columns (``w``, ``lam w`` or the cost), shape (N,)."""
        return self.problem.bounds(self.shape[1])

    @cached_property
    def largest_gap(self) -> Fraction:
        """A power of two eta_0 up to which the amplitudes suffice for K digits."""
        bound = Fraction(1, 4)
        if isinstance(self.problem, Lasso):
            c = self.centre_entry
            # the amplitude moves by lam eta / (2 c**2 g_j) at most, which is 10**-K / 4
            lightest = min(Fraction(1), *self.gauge[: self.columns])
            bound = min(bound, c * c * lightest / (2 * self.problem.lam * 10**self.digits))
        least = power_of_two(bound)
        return least if least == bound else least / 2

    @cached_property
    def centre(self) -> Instance:
        """The instance at which all q columns tie."""
        c, b, q = self.centre_entry, self.block_entry, self.columns
        block = tuple(((i, b),) for i in range(1, self.shape[0]))
        return Instance(
            columns=tuple(((0, c * g),) for g in self.gauge[:q]) + block,
            y=(self.right, *self.block_right),
        )

    def raised(self, j: int, gap: Fraction) -> Instance:
        """Return the instance in which entry (0, j) is ``1 + gap`` times the centre's."""
        self._check_column(j, gap)
        return self.centre.with_entry(0, j, self.centre_entry * self.gauge[j] * (1 + gap))

    def is_float64(self, instance: Instance) -> bool:
        """Tell whether the data and the parameters of the problem are exactly float64."""
        entries = [v for column in instance.columns for _, v in column]
        match self.problem:
            case BasisPursuit():
                entries.append(self.problem.epsilon)
            case Lasso() | SquareRootLasso():
                entries.append(self.problem.lam)
        return all(is_float64(v) for v in (*entries, *self.gauge, *instance.y))

    # -- solutions -----------------------------------------------------------

    def amplitude(self, j: int, gap: Fraction = ZERO) -> Fraction:
        """Return the non-zero tie coordinate of the minimiser at ``raised(j, gap)``."""
        c = self.centre_entry * (1 + gap)
        return (self.right - winner.residual(self.problem, c)) / (c * self.gauge[j])

    def minimiser(self, j: int, gap: Fraction) -> Vector:
        """Return the unique minimiser at ``raised(j, gap)``, gap > 0, shape (N,)."""
        self._check_column(j, gap)
        return self._at(j, self.amplitude(j, gap))

    def vertices(self) -> tuple[Vector, ...]:
        """Return the q extreme points of the set of minimisers at the centre."""
        return tuple(self._at(j, self.amplitude(j)) for j in range(self.columns))

    def centroid(self) -> Vector:
        """Return the mean of the vertices: within ``10**-(K-1)`` of all, if g is constant."""
        q = self.columns
        return (*(self.amplitude(j) / q for j in range(q)), *self._block())

    def witness(self, j: int, gap: Fraction) -> Vector:
        """Return a dual witness p, shape (m,), that proves ``minimiser(j, gap)`` unique.

        At gap 0 it proves that every point of the simplex is a minimiser.
        """
        if gap:
            self._check_column(j, gap)
        scale = self.problem.lam if isinstance(self.problem, (Lasso, SquareRootLasso)) else 1
        block = winner.block_witness(
            self.problem, self.block_entry, self.block_right, self._block_bounds()
        )
        return (scale / (self.centre_entry * (1 + gap)), *block)

    def breakdown_radius_squared(self, gap: Fraction = ZERO) -> Fraction:
        """Return the square of the least accuracy (l2) that one answer can have for all q columns.

        For equal weights this is t**2 (q - 1) / q, attained by the centroid. In general it
        is the lower bound with the least amplitude for t.
        """
        t = min(self.amplitude(j, gap) for j in range(self.columns))
        return t * t * (self.columns - 1) / self.columns

    # -- details -------------------------------------------------------------

    def _at(self, j: int, amplitude: Fraction) -> Vector:
        tie = tuple(amplitude if i == j else ZERO for i in range(self.columns))
        return (*tie, *self._block())

    def _block(self) -> Vector:
        return winner.block_solution(
            self.problem, self.block_entry, self.block_right, self._block_bounds()
        )

    def _block_bounds(self) -> Vector:
        return self.bounds[self.columns :]

    def _check_column(self, j: int, gap: Fraction) -> None:
        if not 0 <= j < self.columns:
            raise DomainError(f"column: got {j}, need 0 <= j < {self.columns}")
        if not 0 < gap <= self.largest_gap:
            raise DomainError(
                f"gap: got {number_text(gap)}, need 0 < gap <= {power_text(self.largest_gap)}"
            )


def _check_sizes(digits: int, columns: int, rows: int) -> None:
    limits = (("digits", digits, 0, 100_000), ("columns", columns, 2, 100_000))
    for name, value, least, most in (*limits, ("rows", rows, 1, 10_000)):
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise DomainError(f"{name}: got {value!r}, need an integer from {least} to {most}")
