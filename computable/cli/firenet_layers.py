"""``computable firenet layers``: how many layers an accuracy takes, planned and measured."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import click

from computable.cli.firenet_figure import draw_layers
from computable.cli.firenet_given import Measured
from computable.cli.firenet_options import (
    FINEST,
    RATE,
    Moderate,
    bound_options,
    measured_options,
    version_option,
)
from computable.cli.firenet_plan import evaluated, planned
from computable.cli.firenet_report import Report
from computable.cli.firenet_text import (
    above_text,
    known,
    plain_text,
    say,
    show_constants,
    show_meant,
    show_property,
)
from computable.cli.tables import print_table
from computable.errors import DomainError
from computable.firenet import Firenet
from computable.firenet.layers import LayerCount, layers_for
from computable.nullspace import RecoveryConstants

__all__ = ["layers"]

ROWS = 30
USUAL = Fraction(1, 10**30)
MORE = 64
"""Bits beyond those of the radius in units of the accuracy, for the roundings of all steps."""


@click.command()
@measured_options
@bound_options
@version_option
@click.option(
    "--accuracy", type=Moderate(FINEST),
    help="The best one. Default: 10^-30, or twice what noise and distance leave.",
)  # fmt: skip
@click.option(
    "--measure/--plan-only", default=True, help="Whether to run the network. Default: yes."
)
@click.option(
    "--plot", type=click.Path(dir_okay=False, path_type=Path),
    help="Draw it into this file (png, pdf or svg).",
)  # fmt: skip
def layers(
    radius: Fraction | None,
    lam: Fraction | None,
    schedule: str,
    version: str,
    accuracy: Fraction | None,
    measure: bool,
    plot: Path | None,
    **options: Any,
) -> int:
    """Show how many layers accuracies from 10^-1 on take: linearly many in the digits.

    DATA and the null space property are as for 'constants'. Blocks of p steps, with 3 layers a
    step, multiply the bound by a rate of at most q each: n blocks have 3 p n + 1 layers, and a
    decimal digit takes 3 p / log10(1 / q) more. That is proved up to one block. The network of the
    best accuracy is run once with as many bits as it takes: the table has the bound of what was
    computed after each block (all roundings included), and of a --sample the true error.

    \b
    Examples:
      computable firenet layers --sample hadamard:56x64 --plot layers.png
      computable firenet layers data.npz --accuracy 1e-100 --plan-only
      computable firenet layers --sample gaussian:24x32 --schedule warm

    \b
    Exit codes: 0 shown, 1 an assumption was refuted, 2 wrong usage, bad data, or
    the property was not proved.
    """
    if plot is not None and plot.suffix not in (".png", ".pdf", ".svg"):
        raise DomainError(f"--plot: got {plot.name}, need a name that ends in .png, .pdf or .svg")
    measured = Measured.read(**options)
    found = RecoveryConstants(null_space=measured.null_space, version=version)
    net, best = planned(
        measured,
        found.sharpness(lam),
        radius=radius,
        accuracy=accuracy,
        usual=USUAL,
        schedule=schedule,
    )
    count = layers_for(
        net.sharpness,
        measured.matrix.norm,
        radius=net.bounds[0],
        accuracies=_accuracies(net, best),
        distance=measured.distance,
        noise=measured.noise,
        schedule=schedule,
        rate=RATE,
    )
    click.echo(
        f"layers: {measured.name} ({measured.size}): {count.slope:.1f} for each decimal digit, "
        f"{known(measured)}"
    )
    show_property(measured)
    show_meant(measured, radius)
    show_constants(net, radius)
    q = above_text(count.contraction)
    say("slope", f"3 p / log10(1 / q) layers for a digit, p = {count.steps}, q = {q}")
    report = None
    if measure:
        bits = ceil(net.bounds[0] / best).bit_length() + MORE
        report = Report(
            measured=measured,
            run=evaluated(net, measured.y, "norm", bits),
            evaluation=f"norm balls, {bits} bits",
            radius=radius,
        )
        if report.show_contradiction():
            return 1
        say("evaluated", f"in {report.evaluation}")
    click.echo()
    _show(count, report, known(measured))
    if report is not None:
        report.show_refuted()
    if plot is not None:
        title = f"FIRENET for {measured.name} ({measured.size}): {known(measured)} bounds"
        click.echo(f"\ndrawn in {draw_layers(plot, count, report, title=title)}")
    return 0 if report is None or report.refuted is None else 1


def _accuracies(net: Firenet[Any], best: Fraction) -> list[Fraction]:
    """Return powers of ten from 1/10 on, about 30 of them, and the best accuracy itself."""
    goals = [Fraction(1, 10)]
    while goals[-1] > best:
        goals.append(goals[-1] / 10)
    step = -(-len(goals) // ROWS)
    floor = net.sharpness.offset(distance=net.distance, noise=net.noise) / (1 - RATE)
    return [g for g in goals[::step] if g > max(best, floor)] + [best]


def _show(count: LayerCount, report: Report | None, how: str) -> None:
    header = ["accuracy", "blocks", "steps", "layers", "by slope"]
    rows = [
        [
            _accuracy_text(row.accuracy), str(row.blocks), str(row.steps), str(row.layers),
            f"{count.predicted(row.accuracy):.0f}",
        ]
        for row in count.rows
    ]  # fmt: skip
    if report is not None:
        header.append(f"error <= ({how})")
        for cells, row in zip(rows, count.rows, strict=True):
            cells.append(above_text(report.run.bounds[row.blocks]))
        if report.errors:
            header.append("true error")
            for cells, row in zip(rows, count.rows, strict=True):
                cells.append(above_text(report.errors[row.blocks]))
    print_table(header, rows)


def _accuracy_text(value: Fraction) -> str:
    text = plain_text(value)
    return text if text.startswith("10^") else above_text(value)
