"""``computable firenet constants``: what is known of a matrix, and what that makes of a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import click

from computable.cli.firenet_given import Measured
from computable.cli.firenet_options import RATE, bound_options, measured_options
from computable.cli.firenet_plan import start_radius
from computable.cli.firenet_text import (
    above_text,
    below_text,
    known,
    say,
    show_meant,
    show_property,
)
from computable.cli.tables import print_table
from computable.errors import DomainError
from computable.exact import number_text
from computable.firenet.layers import LayerCount, layers_for
from computable.nullspace import RecoveryConstants, Sharpness
from computable.nullspace.constants import VERSIONS

__all__ = ["constants"]

DIGITS = (3, 10, 30)


@click.command()
@measured_options
@bound_options
def constants(radius: Fraction | None, lam: Fraction | None, schedule: str, **options: Any) -> int:
    """Prove the null space property of A, and show all constants that follow from it.

    DATA is .npz or .mat with arrays A, y, or .csv or .tsv, a table whose last column is y. The
    robust null space property says that for all supports D with s_l entries in level l

        ||x_D|| <= rho ||x_Dc||_1,w / sqrt(xi) + gamma ||Ax||.

    It is proved here, for this very matrix, or assumed (--assume-rho, --assume-gamma), and every
    table says which. From it: C1 and C2 of the error bound in three versions (sharp: the smallest;
    lemma: that of the literature; published: that of Colbrook, Antun, Hansen 2022), and for
    lam ||x||_1,w + ||Ax - y|| the B with ||z - x|| <= B (F(z) - F(x)) + offset; the start of the
    network, ||x|| <= B ||y|| + offset; and its steps, blocks and layers. Upper bounds are rounded
    up, lam down.

    \b
    Examples:
      computable firenet constants data.npz --sizes 16,48 --sparsities 1,1
      computable firenet constants --sample hadamard:56x64
      computable firenet constants data.csv --assume-rho 1/2 --assume-gamma 3/2

    \b
    Exit codes: 0 shown, 2 wrong usage, bad data, or the property was not proved.
    """
    measured = Measured.read(**options)
    columns: dict[str, Column] = {}
    reasons: dict[str, DomainError] = {}
    for version in VERSIONS:
        try:
            columns[version] = Column.of(measured, version, lam, radius, schedule)
        except DomainError as error:
            reasons[version] = error
    if not columns:
        raise reasons[VERSIONS[0]]
    levels = measured.levels
    kappa = "none (a sparsity is 0)" if levels.kappa is None else above_text(levels.kappa)
    weighted = f"xi = {number_text(levels.xi)}, zeta = {number_text(levels.zeta)}"
    click.echo(f"constants: {measured.name} ({measured.size}), {known(measured)}")
    show_property(measured)
    say("weights", f"{weighted}, kappa = {kappa}")
    say("norm", f"||A|| <= L = {above_text(measured.matrix.norm)}, proved")
    show_meant(measured, radius)
    origin = "as given" if radius is not None else "from y: B ||y|| + offset, rounded up"
    say("start", f"at 0, and ||x|| <= radius ({origin}); schedule {schedule}")
    click.echo()
    shown = ROWS + NOISY if measured.noise or measured.distance else ROWS
    rows = [(label, *map(write, columns.values())) for label, write in shown]
    print_table((known(measured), *columns), rows)
    if any("-" in row[1:] for row in rows):
        click.echo("  (-: noise and distance leave a larger error)")
    click.echo("  (offset: what noise and distance add to the bounds on ||z - x||)")
    for version, reason in reasons.items():
        say(version, str(reason))
    return 0


@dataclass(frozen=True, kw_only=True)
class Column:
    """What follows with one version of the constants."""

    sharpness: Sharpness[Any]
    radius: Fraction
    count: LayerCount
    offset: Fraction
    least: Fraction

    @classmethod
    def of(
        cls,
        measured: Measured,
        version: str,
        lam: Fraction | None,
        radius: Fraction | None,
        schedule: str,
    ) -> Column:
        """Compute it; layers are counted for those of the accuracies that can be reached."""
        found = RecoveryConstants(null_space=measured.null_space, version=version)
        sharpness = found.sharpness(lam)
        start = start_radius(measured, sharpness, radius)
        bounds = {"noise": measured.noise, "distance": measured.distance}
        offset = sharpness.offset(**bounds)
        least = offset / (1 - RATE)
        goals = [g for k in DIGITS if (g := Fraction(1, 10**k)) > least]
        count = layers_for(
            sharpness,
            measured.matrix.norm,
            radius=start,
            accuracies=[*goals, 2 * least] if least else goals,
            schedule=schedule,
            rate=RATE,
            **bounds,
        )
        return cls(sharpness=sharpness, radius=start, count=count, offset=offset, least=least)

    def layers(self, digits: int) -> str:
        """Return the layers for so many digits, and '-' where the noise leaves fewer."""
        return self.layers_to(Fraction(1, 10**digits))

    def layers_to(self, goal: Fraction) -> str:
        """Return the layers for one of the accuracies that were counted, or '-'."""
        found = (row.layers for row in self.count.rows if row.accuracy == goal)
        return str(next(found, "-"))


ROWS: tuple[tuple[str, Callable[[Column], str]], ...] = (
    ("C1", lambda c: above_text(c.sharpness.constants.C1)),
    ("C2", lambda c: above_text(c.sharpness.constants.C2)),
    ("lam", lambda c: below_text(c.sharpness.lam)),
    ("B", lambda c: above_text(c.sharpness.B)),
    ("offset", lambda c: above_text(c.offset)),
    ("radius", lambda c: above_text(c.radius)),
    ("steps p of a block", lambda c: str(c.count.steps)),
    ("rate q of a block", lambda c: above_text(c.count.contraction)),
    ("layers for a digit", lambda c: f"{c.count.slope:.1f}"),
    *((f"layers to 10^-{k}", partial(Column.layers, digits=k)) for k in DIGITS),
)
NOISY: tuple[tuple[str, Callable[[Column], str]], ...] = (
    ("error that can be reached", lambda c: above_text(c.least)),
    ("layers to twice that", lambda c: c.layers_to(2 * c.least)),
)
"""With noise or distance: a plan needs an accuracy above offset / (1 - rate)."""
