r"""How many layers an accuracy takes: logarithmically many, with the factor in front.

A schedule of :mod:`computable.firenet.schedule` has blocks of p steps each, three layers a step,
and one layer for the last average: ``3 p n + 1`` layers for n blocks. With

    ``q = (1 + theta) B L d / (theta p)``,                                                (1)

at most the planned rate, its bounds R_0, R_1, ... satisfy

    ``q R_k + c <= R_(k+1) <= q' R_k + c'``                                               (2)

with the offset c, ``q' = (1 + 2**-22) q`` and ``c' = (1 + 2**-47) c``. *Proof.* ``R_(k+1)`` is
``B (1 + theta) (R**2 / tau + d**2 / sigma) / (2 p) + c``, ``R = R_k``, rounded up to 48 bits, which
adds at most 1 part in 2**47. As ``tau sigma L**2 <= theta**2``, the sum of the two terms is at
least ``2 R d / sqrt(tau sigma) >= 2 R d L / theta``. On the other hand tau is at least
``1 - 2**-23`` times ``theta R / (L d)``, of which it is the rounding to 24 bits, and sigma that
share of ``theta**2 / (tau L**2) >= theta d / (L R)``: each term is at most
``R d L / (theta (1 - 2**-23))``. Lastly ``(1 + 2**-47) / (1 - 2**-23) <= 1 + 2**-22``.

Let ``f = c / (1 - q)`` and ``f' = c' / (1 - q')``. By (2), ``q**n (R_0 - f) + f <= R_n`` and
``R_n <= q'**n (R_0 - f') + f'``. So the least n with ``R_n <= e``, for ``f' < e < R_0``, has

    ``log((R_0 - f) / (e - f)) / log(1 / q) <= n < 1 + log((R_0 - f') / (e - f')) / log(1 / q')``.

Without noise and distance f and f' are zero, and the two sides differ by one block and, of each n
blocks, ``n 2**-22 / log(1 / q')`` more at most: the layers are, up to a block, linear in the
decimal digits, with ``3 p / log10(1 / q)`` layers for each.

Source of the claim: Colbrook, Antun, Hansen (PNAS 2022), Theorem 3; of the constants: this page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import log10
from typing import Any

from computable.errors import DomainError
from computable.exact import as_fraction, rounded_text
from computable.firenet.schedule import Schedule
from computable.nullspace import Sharpness
from computable.nullspace.shown import shown

__all__ = ["LayerCount", "Layers", "layers_for"]


@dataclass(frozen=True, kw_only=True)
class Layers:
    """What a network needs for one accuracy.

    Attributes
    ----------
    accuracy : Fraction
        In the l2 norm.
    blocks : int
        The least n whose proved bound is at most the accuracy. Zero if the start has it already.
    steps : int
        Of all blocks.
    bound : Fraction
        The proved bound after these.
    """

    accuracy: Fraction
    blocks: int
    steps: int
    bound: Fraction

    @property
    def layers(self) -> int:
        """The number of affine maps: three a step, and one."""
        return 3 * self.steps + 1


@dataclass(frozen=True, kw_only=True)
class LayerCount:
    """Layers against accuracy, for one set of constants.

    Attributes
    ----------
    rows : tuple of Layers
        In the order in which the accuracies were given.
    schedule : Schedule
        That of the best accuracy; the others are its first blocks.
    steps : int
        p, of each block.
    contraction : Fraction
        q of (1).
    offset : Fraction
        c of (2).
    """

    rows: tuple[Layers, ...]
    schedule: Schedule
    steps: int
    contraction: Fraction
    offset: Fraction

    @property
    def slope(self) -> float:
        """``3 p / log10(1 / q)``: layers for each decimal digit, rounded."""
        return 3 * self.steps / -_log10(self.contraction)

    @property
    def floor(self) -> Fraction:
        """``f = c / (1 - q)``: what noise and distance from sparsity leave of the error."""
        return self.offset / (1 - self.contraction)

    def predicted(self, accuracy: object) -> float:
        """Return ``3 p log((R_0 - f) / (e - f)) / log(1 / q) + 1``, rounded.

        Parameters
        ----------
        accuracy : rational
            e, above the floor. If it is the first bound R_0 or more, no block is needed: 1.

        Raises
        ------
        DomainError
            If it is not above the floor.
        """
        e, f, R = as_fraction(accuracy, name="accuracy"), self.floor, self.schedule.bounds[0]
        if e <= f:
            raise DomainError(f"accuracy: got {rounded_text(e)}, need > {rounded_text(f)}")
        return 1 + self.slope * max(0.0, _log10((R - f) / (e - f))) if e < R else 1.0


def layers_for(
    sharpness: Sharpness[Any],
    norm: object,
    *,
    radius: object,
    accuracies: Iterable[object],
    distance: object = 0,
    noise: object = 0,
    schedule: str = "reset",
    theta: object = "1/2",
    rate: object = "3/8",
) -> LayerCount:
    """Count the layers of the FIRENETs with these constants, for several accuracies.

    Parameters
    ----------
    sharpness : Sharpness
    norm : rational
        L > 0, at least ``||A||`` in the l2 operator norm.
    radius : rational
        Of the start, in the l2 norm.
    accuracies : iterable of rationals
        At least one.
    distance, noise, schedule, theta, rate
        As in :meth:`computable.firenet.Firenet.plan`, whose network has exactly these layers.

    Raises
    ------
    DomainError
        As :meth:`computable.firenet.Schedule.plan`, for the best of the accuracies.

    Examples
    --------
    >>> from computable.nullspace import Levels, RecoveryConstants, assume
    >>> half = assume(Levels.single(64, 1), rho="1/2", gamma="3/2")
    >>> sharpness = RecoveryConstants(null_space=half).sharpness()
    >>> found = layers_for(
    ...     sharpness, Fraction(1), radius=8, accuracies=["1e-3", "1e-10", "1e-30"]
    ... )
    >>> [(row.blocks, row.layers) for row in found.rows], f"{found.slope:.1f}"
    ([(10, 1021), (26, 2653), (73, 7447)], '239.0')
    >>> [round(found.predicted(row.accuracy)) for row in found.rows]
    [934, 2607, 7388]
    """
    if schedule not in ("reset", "warm"):
        raise DomainError(f"schedule: got {shown(schedule)}, need 'reset' or 'warm'")
    L = as_fraction(norm, name="norm")
    if L <= 0:
        raise DomainError(f"norm: got {rounded_text(L)}, need > 0")
    if isinstance(accuracies, str) or not isinstance(accuracies, Iterable):
        raise DomainError(f"accuracies: got {shown(accuracies)}, need a list of rationals")
    goals = [as_fraction(v, name="accuracy") for v in accuracies]
    if not goals:
        raise DomainError("accuracies: got none, need at least one")
    warm, theta = schedule == "warm", as_fraction(theta, name="theta")
    offset = sharpness.offset(distance=distance, noise=noise)
    plan = partial(
        Schedule.plan,
        B=sharpness.B,
        norm=L,
        radius=radius,
        offset=offset,
        theta=theta,
        rate=rate,
        keeps_dual=warm,
    )
    found, p = plan(accuracy=min(goals)), plan(restarts=1).steps
    return LayerCount(
        rows=tuple(_row(goal, found, p) for goal in goals),
        schedule=found,
        steps=p,
        contraction=(1 + theta) * sharpness.B * L * (2 if warm else 1) / (theta * p),
        offset=offset,
    )


def _row(goal: Fraction, schedule: Schedule, steps: int) -> Layers:
    n = next(k for k, bound in enumerate(schedule.bounds) if bound <= goal)
    return Layers(accuracy=goal, blocks=n, steps=n * steps, bound=schedule.bounds[n])


def _log10(value: Fraction) -> float:
    """Return the logarithm of a positive rational of any size."""
    shift = value.numerator.bit_length() - value.denominator.bit_length()
    return log10(value / Fraction(2) ** shift) + shift * log10(2)
