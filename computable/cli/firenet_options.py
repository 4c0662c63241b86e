"""Options that the commands of FIRENETs share."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

import click

from computable.cli.refuting import Rational
from computable.nullspace.constants import VERSIONS
from computable.nullspace.prove import METHODS

__all__ = ["FINEST", "RATE", "Moderate", "bound_options", "measured_options", "version_option"]

Command = TypeVar("Command", bound=Callable[..., Any])
FINEST = 250
"""Step sizes for accuracies beyond 10^-250 are no float64 numbers."""
RATE = Fraction(3, 8)
"""By what a block multiplies the error, at most."""


class Moderate(Rational):
    """A rational from the command line with a numerator and a denominator of at most 10^power.

    With 10^40 for all that are given, no constant of a FIRENET leaves the range of float64.
    """

    def __init__(self, power: int = 40) -> None:
        self.power = power

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """Read the value or fail with the rule that it breaks."""
        found = super().convert(value, param, ctx)
        if max(abs(found.numerator), found.denominator) > 10**self.power:
            name, got = param.opts[0] if param else "value", str(value)[:40]
            rule = f"a numerator and a denominator of at most 10^{self.power}"
            raise click.UsageError(f"{name}: got {got}, need {rule}")
        return found


def measured_options(command: Command) -> Command:
    """Add DATA, and the options that say what it is and how its null space property is known."""
    return _with(
        command,
        click.argument("file", metavar="[DATA]", required=False),
        click.option(
            "--sample", metavar="NAME:MxN",
            help="Instead of DATA: gaussian:24x32, hadamard:56x64, or hadamard:56x64:16, where the "
            "last 16 rows are 2^-10 as strong."
        ),
        click.option(
            "--seed", type=click.IntRange(0), default=0, show_default=True,
            help="Of the sample's matrix, x and noise.",
        ),
        click.option("--matrix", metavar="NAME", help="What A is called in an .npz or .mat file."),
        click.option("--target", metavar="NAME", help="What y is called there, or in a table."),
        click.option(
            "--header/--no-header", default=None,
            help="Whether the first line of a table has names. Default: if it has no number.",
        ),
        click.option(
            "--floats", is_flag=True, help="Read decimals in text as the nearest float64 numbers."
        ),
        click.option("--sizes", metavar="N,...", help="Of the levels. Default: one level."),
        click.option(
            "--sparsities", metavar="S,...", help="Non-zero entries of each level. Default: 1."
        ),
        click.option("--weights", metavar="W,...", help="Of the levels. Default: 1."),
        click.option(
            "--method", type=click.Choice(METHODS), multiple=True,
            help="Of the proof; may be repeated. Default: all, and the best is taken.",
        ),
        click.option(
            "--limit", type=click.IntRange(1), default=10**6, show_default=True,
            help="The most supports that a proof enumerates.",
        ),
        click.option(
            "--assume-rho", "rho", type=Moderate(), help="Assume the property, do not prove it."
        ),
        click.option("--assume-gamma", "gamma", type=Moderate(), help="Is needed with it."),
        click.option(
            "--source", default="the user", show_default=True, help="Who says so, of an assumption."
        ),
    )  # fmt: skip


def bound_options(command: Command) -> Command:
    """Add what x and y are known to be, and what the network may choose."""
    return _with(
        command,
        click.option(
            "--noise", type=Moderate(), default="0", show_default=True,
            help="Upper bound of ||Ax - y||.",
        ),
        click.option(
            "--distance", type=Moderate(), default="0", show_default=True,
            help="Upper bound of x's weighted l1 distance from sparse vectors.",
        ),
        click.option(
            "--radius", type=Moderate(), help="Upper bound of ||x||. Default: B ||y|| + offset."
        ),
        click.option(
            "--lambda", "lam", type=Moderate(), help="Default: the largest that has a bound."
        ),
        click.option(
            "--schedule", type=click.Choice(["reset", "warm"]), default="reset", show_default=True,
            help="Whether a block starts with u = 0, or keeps the last u.",
        ),
    )  # fmt: skip


version_option = click.option(
    "--version", type=click.Choice(VERSIONS), default="sharp", show_default=True,
    help="Which C1 and C2.",
)  # fmt: skip


def _with(command: Command, *options: Callable[[Any], Any]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command
