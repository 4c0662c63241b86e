r"""When to restart, and with which step sizes, so that a proved error bound shrinks geometrically.

Let L >= ||A|| and ``tau sigma L**2 <= theta**2 < 1``. After p steps (1) of
:mod:`computable.firenet.iteration` from (x_0, u_0), the averages (x', u') of the points satisfy,
for every x and every u in the unit ball (Chambolle & Pock, 2016, Theorem 1),

    ``l(x', u) - l(x, u') <= ||(x - x_0, u - u_0)||_M**2 / (2 p)``,
    ``l(x, u) = lam ||x||_1,w + <u, A x - y>``,

with the quadratic form M of ``|x|**2 / tau - 2 <u, A x> + |u|**2 / sigma``, which is at most
``(1 + theta) (|x|**2 / tau + |u|**2 / sigma)``. The greatest left side over u is at least
``F(x') - F(x)``. So, if ``||x - x_0|| <= R`` and ``||u - u_0|| <= d`` for all u in the ball (d = 1
if u_0 = 0, and d = 2 for any u_0 in the ball), inequality (4) of
:mod:`computable.nullspace.constants` bounds the error of x' by

    ``R' = B (1 + theta) (R**2 / tau + d**2 / sigma) / (2 p) + offset``.                    (2)

With ``tau = theta R / (L d)``, ``sigma = theta d / (L R)`` and
``p >= (1 + theta) B L d / (theta rate)`` that is at most ``rate R + offset``. Hence after n blocks
the error is at most ``rate**n R + offset / (1 - rate)``, whatever the rate below 1; 1/e makes
``p n`` least. The first R may always be ``B ||y|| + offset``: it is (4) for z = 0.

Two schedules: 'reset' starts every block with u_0 = 0 (Colbrook, Antun, Hansen 2022), 'warm' keeps
the dual; its proved bound needs twice the steps, its true error is often much smaller.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from computable.errors import DomainError
from computable.exact import as_fraction, rounded_text
from computable.firenet.iteration import Block
from computable.recovery.outward import significant

__all__ = ["MOST_STEPS", "Schedule", "after_block"]

MOST_STEPS = 10**7
"""A schedule with more steps than this is refused: its lam is too small for its constants."""

MOST_BLOCKS = 10**5
SMALLEST = Fraction(1, 10**300)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Blocks with the proved bounds of the error before the first and after each of them.

    Attributes
    ----------
    blocks : tuple of Block
    bounds : tuple of Fraction
        One more than blocks.
    theta : Fraction
    keeps_dual : bool
    """

    blocks: tuple[Block, ...]
    bounds: tuple[Fraction, ...]
    theta: Fraction
    keeps_dual: bool

    @classmethod
    def plan(
        cls,
        *,
        B: Fraction,
        norm: Fraction,
        radius: object,
        offset: object = 0,
        accuracy: object = None,
        restarts: int | None = None,
        theta: object = "1/2",
        rate: object = "3/8",
        keeps_dual: bool = False,
        spare: Fraction = Fraction(0),
    ) -> Schedule:
        """Return the blocks that bring the proved bound from ``radius`` to ``accuracy``.

        Parameters
        ----------
        B, norm : Fraction
            Of the inequality (4), and L.
        radius, offset : rational
            R > 0 and the offset of (4).
        accuracy : rational, optional
            In the l2 norm, above ``offset / (1 - rate)``.
        restarts : int, optional
            The number of blocks; either this or the accuracy is needed.
        theta, rate : rational
            Between 0 and 1.
        spare : Fraction
            The part of the accuracy that is left to rounding errors, from 0 to below 1.

        Raises
        ------
        DomainError
            If a number is outside its range, the accuracy cannot be reached, or more than
            ``MOST_STEPS`` steps are needed.

        Examples
        --------
        >>> found = Schedule.plan(B=Fraction(3), norm=Fraction(1), radius=8, accuracy="1e-6")
        >>> len(found.blocks), found.blocks[0].steps, found.bounds[-1] <= Fraction(1, 10**6)
        (16, 25, True)
        """
        values = {"radius": radius, "offset": offset, "theta": theta, "rate": rate}
        R, shift, theta, rate = (as_fraction(v, name=name) for name, v in values.items())
        for name, value in (("theta", theta), ("rate", rate)):
            if not 0 < value < 1:
                raise DomainError(f"{name}: got {rounded_text(value, 4)}, need > 0 and < 1")
        if R <= 0 or shift < 0:
            raise DomainError("radius, offset: need a radius > 0 and an offset >= 0")
        goal = _goal(accuracy, restarts, shift, rate, spare)
        d = 2 if keeps_dual else 1
        # a little more than needed, for the rounding of tau, sigma and R below
        p = ceil((1 + theta) * B * norm * d / (theta * rate) * (1 + Fraction(1, 1 << 20)))
        if p > MOST_STEPS:
            raise DomainError(
                f"steps: with B = {rounded_text(B, 3)} a block needs "
                f"{rounded_text(Fraction(p), 3)}, more than {MOST_STEPS}: lam (or theta, or rate) "
                "is too small, or the null space constants are too large"
            )
        blocks: list[Block] = []
        bounds = [significant(R, up=True, bits=48)]
        while len(blocks) < restarts if restarts else goal is not None and bounds[-1] > goal:
            R = bounds[-1]
            tau = significant(theta * R / (norm * d), up=False, bits=24)
            sigma = significant(theta**2 / (tau * norm**2), up=False, bits=24)
            if not SMALLEST < min(tau, sigma) <= max(tau, sigma) < 1 / SMALLEST:
                raise DomainError(
                    f"accuracy: after {len(blocks)} blocks the bound is {rounded_text(R, 3)}, and "
                    "step sizes beyond 1e-300 or 1e300 would come next; need a larger accuracy"
                )
            blocks.append(Block(steps=p, tau=tau, sigma=sigma))
            if p * len(blocks) > MOST_STEPS or len(blocks) > MOST_BLOCKS:
                raise DomainError(
                    f"steps: more than {MOST_STEPS} are needed; the bound is "
                    f"{rounded_text(R, 3)} there"
                )
            new = after_block(blocks[-1], R, B=B, theta=theta, dual=d, offset=shift)
            bounds.append(significant(new, up=True, bits=48))
        return cls(blocks=tuple(blocks), bounds=tuple(bounds), theta=theta, keeps_dual=keeps_dual)

    @property
    def steps(self) -> int:
        """The number of steps of all blocks."""
        return sum(block.steps for block in self.blocks)


def after_block(
    block: Block, R: Fraction, *, B: Fraction, theta: Fraction, dual: int, offset: Fraction
) -> Fraction:
    """Return the bound (2) of the error after a block that starts with an error of at most R."""
    return B * (1 + theta) * (R**2 / block.tau + dual**2 / block.sigma) / (2 * block.steps) + offset


def _goal(
    accuracy: object, restarts: int | None, offset: Fraction, rate: Fraction, spare: Fraction
) -> Fraction | None:
    if (accuracy is None) == (restarts is None):
        raise DomainError("accuracy, restarts: need one of the two")
    if restarts is not None:
        if type(restarts) is not int or not 1 <= restarts <= MOST_BLOCKS:
            raise DomainError(f"restarts: got {restarts!r}, need an integer from 1 to 10^5")
        return None
    goal = as_fraction(accuracy, name="accuracy")
    floor = offset / (1 - rate)
    if goal * (1 - spare) <= floor:
        if not floor:
            raise DomainError(f"accuracy: got {rounded_text(goal)}, need > 0")
        raise DomainError(
            f"accuracy: got {rounded_text(goal, 6)}, need > {rounded_text(floor, 6)}, which "
            "is what noise and distance from sparsity leave of it"
        )
    return goal * (1 - spare)
