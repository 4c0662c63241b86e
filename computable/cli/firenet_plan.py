"""The network that the options ask for, and its evaluation while somebody waits."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.progress import track

from computable.cli.firenet_given import Measured
from computable.cli.firenet_options import RATE
from computable.cli.firenet_text import above_text, below_text, plain_text
from computable.cli.tables import busy
from computable.errors import DomainError
from computable.exact import Vector, counted
from computable.firenet import Firenet, Run
from computable.firenet.evaluation.block_ball import BlockBall
from computable.firenet.evaluation.componentwise import componentwise_balls
from computable.firenet.evaluation.float_ball import float_norm_balls
from computable.firenet.evaluation.precise_ball import precise_norm_balls
from computable.firenet.recover import first_radius
from computable.nullspace import Sharpness
from computable.recovery.outward import l2_above

__all__ = ["evaluated", "planned", "start_radius"]


def start_radius(
    measured: Measured, sharpness: Sharpness[Any], radius: Fraction | None
) -> Fraction:
    """Return the radius that is given, or the one that follows from y.

    Raises
    ------
    DomainError
        If it is not positive or too small for a sample, or if y, noise and distance are zero.
    """
    if radius is not None:
        if radius <= 0:
            raise DomainError(f"--radius: got {plain_text(radius)}, need > 0")
        size = None if measured.x is None else l2_above(measured.x)
        if size is not None and radius < size:
            raise DomainError(
                f"--radius: got {plain_text(radius)}, need at least the norm of the sample's x, "
                f"{above_text(size)}"
            )
        return radius
    return first_radius(sharpness, measured.y, distance=measured.distance, noise=measured.noise)


def planned(
    measured: Measured,
    sharpness: Sharpness[Any],
    *,
    radius: Fraction | None,
    accuracy: Fraction | None,
    usual: Fraction,
    schedule: str,
    spare: Fraction = Fraction(0),
) -> tuple[Firenet[Any], Fraction]:
    """Return the network that reaches the accuracy, and this.

    Parameters
    ----------
    measured : Measured
    sharpness : Sharpness
    radius, accuracy : Fraction, optional
    usual : Fraction
        The accuracy if none is given: relative to the radius, where that is below 1, and twice
        what noise and distance leave, if that is more.
    schedule : str
    spare : Fraction
        Which part of the accuracy the plan leaves to rounding errors.

    Raises
    ------
    DomainError
        If it cannot be reached, or zero has it already.
    """
    start = start_radius(measured, sharpness, radius)
    least = sharpness.offset(noise=measured.noise, distance=measured.distance) / (1 - RATE)
    goal = max(usual * min(start, Fraction(1)), _short(2 * least)) if accuracy is None else accuracy
    if accuracy is None and goal >= start:
        raise DomainError(
            f"--noise, --distance: they leave an error of {above_text(least)}, and x = 0 is "
            f"within {above_text(start)}: there is nothing to recover"
        )
    if goal >= start:
        raise DomainError(
            f"--accuracy: got {plain_text(goal)}, need less than the radius of the start, "
            f"{below_text(start)}: x = 0 has that accuracy"
        )
    net = Firenet.plan(
        measured.matrix,
        sharpness,
        radius=start,
        accuracy=goal,
        distance=measured.distance,
        noise=measured.noise,
        schedule=schedule,
        rate=RATE,
        spare=spare,
    )
    return net, goal


def evaluated(net: Firenet[Any], y: Vector, evaluation: str, bits: int | None) -> Run[Any]:
    """Run a network, with a bar on the terminal if it takes long."""
    balls: Iterable[BlockBall[Any]]
    if evaluation == "componentwise":
        # by default so that the balls do not add to the bound
        goal = net.bounds[-1] / 1000 if bits is None else None
        with busy(f"evaluating {counted(net.steps, 'step')}"):
            balls = componentwise_balls(net.iteration, y, bits=bits, accuracy=goal)
        return Run(firenet=net, balls=balls, y=y)
    if bits is None:
        balls = float_norm_balls(net.iteration, y)
    else:
        balls = precise_norm_balls(net.iteration, y, bits=bits)
    watching = Console(stderr=True)
    shown: Iterable[BlockBall[Any]] = track(
        balls, "Evaluating", total=len(net.schedule.blocks), console=watching, transient=True,
        disable=not watching.is_terminal,
    )  # fmt: skip
    return Run(firenet=net, balls=tuple(shown), y=y)


def _short(value: Fraction) -> Fraction:
    """Return a number with two decimal figures that is a little larger, or zero."""
    return Fraction(above_text(value, 2))
