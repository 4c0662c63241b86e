"""``computable firenet run``: recover x from y, with a bound of the error after every restart."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import click

from computable.cli.firenet_given import Measured
from computable.cli.firenet_options import (
    FINEST,
    Moderate,
    bound_options,
    measured_options,
    version_option,
)
from computable.cli.firenet_plan import evaluated, planned
from computable.cli.firenet_report import Report
from computable.cli.firenet_text import plain_text, say
from computable.errors import DomainError
from computable.files import write_atomically
from computable.firenet.evaluation.precise_ball import LEAST_BITS
from computable.nullspace import RecoveryConstants

__all__ = ["run"]

USUAL = Fraction(1, 10**6)
MOST_BITS = 4096
MORE = 64
SPARE = Fraction(1, 1 << 20)
"""The part of the accuracy that is left to rounding errors."""


@click.command()
@measured_options
@bound_options
@version_option
@click.option(
    "--accuracy", type=Moderate(FINEST),
    help="The bound to reach. Default: 10^-6, or twice what noise and distance leave.",
)  # fmt: skip
@click.option(
    "--evaluation", type=click.Choice(["norm", "componentwise"]), default="norm",
    show_default=True, help="One radius for all numbers, or a ball for each of them.",
)  # fmt: skip
@click.option(
    "--bits", type=click.IntRange(LEAST_BITS, MOST_BITS),
    help="Of the arithmetic. Default: float64, and more where it does not reach the accuracy.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the result (JSON)."
)
def run(
    radius: Fraction | None,
    lam: Fraction | None,
    schedule: str,
    version: str,
    accuracy: Fraction | None,
    evaluation: str,
    bits: int | None,
    out: Path | None,
    **options: Any,
) -> int:
    """Recover x from y by a FIRENET, with a proved bound of the error after every restart.

    DATA and the null space property are as for 'constants'. The bound of block k is one of
    ||x_k - x||, for the numbers x_k that were computed (all roundings are in it), and for every x
    that the first lines describe. The radius of the start is B ||y|| + offset, rounded up, which
    is proved to be enough; a --radius is taken as what you know of x. Of a --sample, y = Ax + noise
    is made from a sparse x, and the true error of x_k is shown as well.

    \b
    The file of --out is an object with
      x             exact rationals as text ('certify --solution' reads them)
      floats        x, rounded
      bound         of the l2 error of x
      bounds        the same after every block, the radius of the start first
      from_network  bound of the l2 distance of x from the exact network's value
      known         "proved" or "assumed"; provenance says how
      data, shape, levels, null_space (rho, gamma), constants (version, C1, C2,
      lam, B, L), meant (noise, distance, radius, radius_from), network
      (schedule, blocks, steps, layers), evaluation; of a sample true_x and
      true_errors (rounded up)
    All numbers but floats, shape and counts are exact rationals as text.

    \b
    Examples:
      computable firenet run data.npz --noise 1e-4 --out x.json
      computable firenet run --sample hadamard:56x64 --accuracy 1e-9
      computable firenet run --sample gaussian:24x32 --accuracy 1e-30

    \b
    Exit codes: 0 run, 1 no such x or an assumption was refuted, 2 wrong usage,
    bad data, or the property was not proved.
    """
    if out is not None and out.suffix.lower() != ".json":
        raise DomainError(f"--out: got {out.name}, need a file .json")
    measured = Measured.read(**options)
    found = RecoveryConstants(null_space=measured.null_space, version=version)
    net, goal = planned(
        measured,
        found.sharpness(lam),
        radius=radius,
        accuracy=accuracy,
        usual=USUAL,
        schedule=schedule,
        spare=SPARE,
    )
    found_run = evaluated(net, measured.y, evaluation, bits)
    if found_run.fits and found_run.bound > goal and evaluation == "norm" and bits is None:
        bits = ceil(net.bounds[0] / goal).bit_length() + MORE
        found_run = evaluated(net, measured.y, evaluation, bits)
    report = Report(
        measured=measured,
        run=found_run,
        evaluation=_named(evaluation, bits),
        radius=radius,
    )
    if report.show_contradiction():
        return 1
    report.show()
    if found_run.bound > goal:
        say("accuracy", f"{plain_text(goal)} is not reached: more --bits are needed")
    if out is not None:
        click.echo(f"\nwritten: {write_atomically(out, report.document().encode())}")
    return 0 if report.refuted is None else 1


def _named(evaluation: str, bits: int | None) -> str:
    """Say how the network was evaluated."""
    balls = "norm balls" if evaluation == "norm" else "componentwise balls"
    if bits is not None:
        return f"{balls}, {bits} bits"
    return f"{balls}, float64" if evaluation == "norm" else f"{balls}, as many bits as it takes"
