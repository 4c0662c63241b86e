r"""Worst perturbations, searched for by gradient ascent, and judged rigorously.

The search maximises ``||phi(y + M r) - phi(y)||`` over ``||r|| <= budget``, where M is the identity
(perturbed measurements) or A (a perturbed image). It is *sampled* evidence: the worst change is at
least what was found, and may be larger. What the r that was found does is proved
(:mod:`computable.firenet.stability.found`).

Sources: ascent with momentum on ``||phi(y + A r) - phi(y)||**2 - weight ||r||**2`` is the search of
Antun, Renna, Poon, Adcock, Hansen (PNAS 2020), which Colbrook, Antun, Hansen (PNAS 2022) use; the
ascent in a ball is the same for a budget that is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

import numpy as np

from computable.errors import DomainError
from computable.exact import Vector, as_fraction
from computable.firenet.firenet import Firenet
from computable.firenet.stability.ascent import ascend, ascend_penalised
from computable.firenet.stability.found import Found, Judge
from computable.network import Network
from computable.nullspace import Matrix
from computable.nullspace.shown import shown
from computable.problem import norm_squared
from computable.recovery.outward import l2_above
from computable.recovery.rounding import Array

__all__ = ["Attack", "attack", "attack_penalised"]

Net = TypeVar("Net", bound=Firenet[Any] | Network)
Net_co = TypeVar("Net_co", bound=Firenet[Any] | Network, covariant=True)


@dataclass(frozen=True, kw_only=True, repr=False)
class Attack(Generic[Net_co]):
    """The worst that a search has found: *sampled* lower bounds of the worst changes.

    Each of them is proved; that there is nothing worse is not. Made by :func:`attack` or
    :func:`attack_penalised`.

    Attributes
    ----------
    network : Firenet or Network
    found : tuple of Found
        In the order of their budgets.
    seed : int
    """

    network: Net_co
    found: tuple[Found, ...]
    seed: int

    @property
    def ratio(self) -> float:
        """The largest ratio of a change to its perturbation of y."""
        return max(one.ratio for one in self.found)

    @property
    def crossed(self) -> bool:
        """Whether one is above its own proved bound: never, if the program is right."""
        return any(one.crossed for one in self.found)

    def __repr__(self) -> str:
        return f"Attack({len(self.found)} found, change up to {self.ratio:.3g} times the size)"


def attack(
    network: Net,
    y: object,
    *,
    budgets: Iterable[object],
    image: Matrix | None = None,
    truth: object = None,
    steps: int = 60,
    starts: int = 2,
    seed: int = 0,
) -> Attack[Net]:
    """Search, for each budget, for the perturbation that changes the output most.

    Parameters
    ----------
    network : Firenet or Network
        A Network must be a plain one with ReLU layers.
    y : shape (m,)
        As in :func:`computable.inputs.as_given`; floats are their exact binary values.
    budgets : rationals
        Upper bounds of ``||r||``, from 1e-100 to 1e70.
    image : Matrix, shape (m, N), optional
        A, if the image is perturbed: y becomes ``y + A r``.
    truth : shape (N,), optional
        An x that y is the data of: then errors are told, too, and those of a FIRENET are bounded.
        Whether its theorem is about x and y is checked, exactly.
    steps, starts : int
        Of the ascent: steps, and random points to start from.
    seed : int

    Returns
    -------
    Attack
        What was found for a budget counts for larger ones, too, so its changes do not fall.

    Raises
    ------
    DomainError
        If something does not fit.

    Examples
    --------
    >>> from computable.network import soft_thresholded
    >>> net = soft_thresholded([[2, 0], [0, 3]], [0, 0], [1, 1])
    >>> found = attack(net, [2, 0], budgets=["1/8", 1])
    >>> found, [round(float(one.change.least), 3) for one in found.found]
    (Attack(2 found, change up to 2 times the size), [0.25, 2.0])

    Of a FIRENET, what is found is below its bound:

    >>> from computable.nullspace import Levels, RecoveryConstants, hadamard_sample
    >>> from computable.nullspace import prove_null_space
    >>> A = hadamard_sample(8, 7)
    >>> constants = RecoveryConstants(null_space=prove_null_space(A, Levels.single(8, 1)))
    >>> firenet = Firenet.plan(A, constants.sharpness(), radius=1, accuracy="1e-2")
    >>> y = [row[2] for row in A.rows]
    >>> truth = [0, 0, 1, 0, 0, 0, 0, 0]
    >>> (one,) = attack(firenet, y, budgets=["1/10"], truth=truth, steps=5, starts=1).found
    >>> one.change.most <= one.bound, one.error.most <= one.error_bound
    (True, True)
    """
    if isinstance(budgets, (str, bytes)) or not isinstance(budgets, Iterable):
        raise DomainError(f"budgets: got {shown(budgets)}, need a list of rationals")
    sizes = sorted(as_fraction(b, name="budgets") for b in budgets)
    if not sizes or sizes[0] < Fraction("1e-100") or sizes[-1] > 10**70:
        raise DomainError("budgets: need at least one, all from 1e-100 to 1e70")
    judge = Judge(network, y, image=image, truth=truth)
    points = ascend(
        network,
        judge.floats,
        judge.directions,
        radii=np.array([float(b) for b in sizes]),
        steps=steps,
        starts=starts,
        seed=seed,
    )
    found: list[Found] = []
    for size, point in zip(sizes, points, strict=True):
        one = judge(_within(point, size), budget=size)
        if found and found[-1].change.least > one.change.least:
            one = judge(found[-1].perturbation, budget=size)
        found.append(one)
    return Attack(network=network, found=tuple(found), seed=seed)


def attack_penalised(
    network: Net,
    y: object,
    *,
    image: Matrix | None = None,
    truth: object = None,
    weight: float = 0.01,
    rate: float = 0.01,
    momentum: float = 0.9,
    scale: float = 1e-3,
    steps: int = 300,
    seed: int = 0,
) -> Attack[Net]:
    """Search as the papers do: ascent on ``||phi(y + M r) - phi(y)||**2 - weight ||r||**2``.

    Where a network is steeper than the root of ``weight`` the ascent has no end: the number of
    steps says how large r becomes.

    Parameters
    ----------
    network, y, image, truth, seed
        As in :func:`attack`.
    weight, rate, momentum, scale : float
        Positive, momentum below 1: of the penalty, the length of the steps, what is kept of the
        last one, and the norm of the random r to start from.
    steps : int

    Returns
    -------
    Attack
        With the last r alone, whose norm, rounded up, is its budget.

    Raises
    ------
    DomainError
        As in :func:`attack`, or if r leaves the range of moderate numbers.

    Examples
    --------
    >>> from computable.network import linear
    >>> attack_penalised(linear([[3, 0], [0, 1]]), [0, 0], steps=20).found[0].ratio > 2.9
    True
    """
    judge = Judge(network, y, image=image, truth=truth)
    point = ascend_penalised(
        network,
        judge.floats,
        judge.directions,
        weight=weight,
        rate=rate,
        momentum=momentum,
        scale=scale,
        steps=steps,
        seed=seed,
    )
    exact = tuple(map(Fraction, point.tolist()))
    found = judge(exact, budget=l2_above(exact))
    return Attack(network=network, found=(found,), seed=seed)


def _within(point: Array, budget: Fraction) -> Vector:
    """Return the numbers, made smaller until their norm is at most the budget."""
    shrink = 1.0
    while True:
        exact = tuple(map(Fraction, (point * shrink).tolist()))
        if norm_squared(exact) <= budget**2:
            return exact
        shrink *= 1 - 2.0**-40
