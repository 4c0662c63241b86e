"""``computable firenet attack``: perturbations that change an output most, below proved bounds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from computable.cli.firenet_attack_figure import draw_attack
from computable.cli.firenet_given import Measured
from computable.cli.firenet_options import bound_options, measured_options, version_option
from computable.cli.firenet_plan import planned
from computable.cli.firenet_text import (
    above_text,
    below_text,
    known,
    say,
    show_constants,
    show_meant,
    show_property,
)
from computable.cli.tables import busy, print_table
from computable.errors import DomainError
from computable.exact import as_vector
from computable.firenet import Firenet
from computable.firenet.stability.attack import Attack, attack
from computable.firenet.stability.found import Found
from computable.firenet.stability.trained import Trained, train
from computable.nullspace import RecoveryConstants
from computable.recovery.outward import l2_above, significant

__all__ = ["attack_command"]

USUAL = Fraction(1, 10**4)
SHARES = (Fraction(1, 1000), Fraction(1, 300), Fraction(1, 100), Fraction(1, 30), Fraction(1, 10))
"""Budgets, as shares of the norm of y."""
LEAST, MOST = Fraction(1, 10**12), 10**12
"""Of a budget."""


@click.command("attack")
@measured_options
@bound_options
@version_option
@click.option(
    "--budgets", metavar="E,...", help="Norms of r. Default: from ||y||/1000 to ||y||/10."
)
@click.option("--image", is_flag=True, help="Perturb x: y becomes y + Ar. Default: y + r.")
@click.option("--alone", is_flag=True, help="Attack the FIRENET only; no network is trained.")
@click.option(
    "--train-noise",
    type=float,
    default=0.0,
    show_default=True,
    help="In training: standard deviation, relative to the largest of a measurement.",
)
@click.option(
    "--steps",
    type=click.IntRange(1, 10_000),
    default=60,
    show_default=True,
    help="Of the search, from each start.",
)
@click.option("--starts", type=click.IntRange(1, 100), default=2, show_default=True)
@click.option(
    "--plot", type=click.Path(dir_okay=False, path_type=Path),
    help="Draw it into this file (png, pdf or svg).",
)  # fmt: skip
def attack_command(
    radius: Fraction | None,
    lam: Fraction | None,
    schedule: str,
    version: str,
    budgets: str | None,
    image: bool,
    alone: bool,
    train_noise: float,
    steps: int,
    starts: int,
    plot: Path | None,
    **options: Any,
) -> int:
    """Search for perturbations r that change the outputs of two networks most.

    One is a FIRENET; DATA and the null space property are as for 'constants'. The other is a
    perceptron with ReLU, trained here on pairs (Ax, x) with random sparse x; it takes
    scikit-learn. For each budget, gradient ascent looks for the r with ||r|| <= budget that changes
    the output most. What is found is evaluated rigorously: each change and error in the table is
    proved. That there is no worse r is proved only of the FIRENET, by its bounds: how far any r of
    this size can change its output, and how far its output can be from x. Of a file x is not known,
    and changes are all there is.

    The network standardises its measurements and is trained without noise by default, so nothing
    tells it that faint measurements are not to be trusted, and it amplifies them. With a little
    noise in training (--train-noise 1e-2) it is stable, too, as far as the search can tell, but
    nothing is proved of it, whereas the bound of the FIRENET is proved in advance.

    \b
    Examples:
      computable firenet attack --sample hadamard:56x64:16 --plot attack.png
      computable firenet attack --sample hadamard:56x64:16 --train-noise 1e-2
      computable firenet attack --sample gaussian:24x32 --image --alone
      computable firenet attack data.npz --alone

    \b
    Exit codes: 0 shown, 1 an assumption was refuted, 2 wrong usage, bad data, or
    the property was not proved.
    """
    if plot is not None and plot.suffix not in (".png", ".pdf", ".svg"):
        raise DomainError(f"--plot: got {plot.name}, need a name that ends in .png, .pdf or .svg")
    if not 0 <= train_noise <= 1:
        raise DomainError(f"--train-noise: got {train_noise}, need a number from 0 to 1")
    if alone and train_noise:
        raise DomainError("--train-noise: with --alone no network is trained")
    measured = Measured.read(**options)
    found = RecoveryConstants(null_space=measured.null_space, version=version)
    net, goal = planned(
        measured,
        found.sharpness(lam),
        radius=radius,
        accuracy=None,
        usual=USUAL,
        schedule=schedule,
    )
    sizes = _budgets(measured, budgets)
    networks: dict[str, Any] = {"FIRENET": net}
    trained: Trained | None = None
    if not alone:
        with busy("training a network"):
            trained = train(
                measured.matrix, measured.levels,
                largest=_largest(measured), noise=train_noise,
                seed=options["seed"] % (1 << 32),
            )  # fmt: skip
        networks["trained"] = trained.network
    attacks: dict[str, Attack[Any]] = {}
    for name, network in networks.items():
        with busy(f"attacking: {name}"):
            attacks[name] = attack(
                network, measured.y, budgets=sizes, image=measured.matrix if image else None,
                truth=measured.x, steps=steps, starts=starts, seed=options["seed"],
            )  # fmt: skip
    click.echo(f"attack: {measured.name} ({measured.size}), bounds {known(measured)}")
    show_property(measured)
    show_meant(measured, radius)
    show_constants(net, radius)
    say("planned", f"for an error of at most {above_text(goal, 2)} in the l2 norm")
    if trained is not None:
        _show_training(trained, train_noise)
    _show(measured, net, attacks, image=image)
    if plot is not None:
        click.echo(f"\ndrawn in {draw_attack(plot, attacks, net)}")
    if any(one.crossed for one in attacks.values()):
        click.echo()
        say("refuted", f"what is {known(measured)} is false, as a bound was crossed")
        return 1
    return 0


def _budgets(measured: Measured, text: str | None) -> list[Fraction]:
    if text is None:
        size = significant(l2_above(measured.y), up=True, bits=8)
        return [size * share for share in SHARES]
    found = list(as_vector([part.strip() for part in text.split(",")], name="budgets"))
    if not all(LEAST <= v <= MOST for v in found):
        raise DomainError(f"--budgets: got {text[:40]}, need numbers from 10^-12 to 10^12")
    return found


def _largest(measured: Measured) -> float:
    """Return the norm to which training vectors go: that of x, or of y if x is not known."""
    return float(l2_above(measured.y if measured.x is None else measured.x)) * 1.25


def _show_training(trained: Trained, noise: float) -> None:
    how = f"with noise {noise:g} of the largest" if noise else "without noise"
    say("trained", f"{how}, on standardised measurements; {trained.network.summary}")
    error = trained.test
    errors = f"{error.mean:.2g} in the mean, {error.worst:.2g} at most"
    say("", f"relative errors of {error.pairs} new vectors, without noise: {errors}")


def _show(
    measured: Measured, net: Firenet[Any], attacks: dict[str, Attack[Any]], *, image: bool
) -> None:
    how, moved = known(measured), "||Ar||" if image else "||r||"
    say(
        "found",
        "by a search; each change and error is proved, that there is no worse is not, "
        f"except by the bounds ({how}); ratio: change / {moved}",
    )
    click.echo()
    header = ["network", *(["||r|| <="] if image else []), f"{moved} <="]
    header += ["change >=", "ratio", "bound"]
    if measured.x is not None:
        header += ["error >=", "bound"]
    rows = [
        [name, *_cells(item, image=image)] for name, one in attacks.items() for item in one.found
    ]
    print_table(header, rows)
    if measured.x is None or "trained" not in attacks:
        return
    found = attacks["trained"].found
    above = sum(item.exceeds_change(net) for item in found)
    click.echo()
    say(
        "trained",
        f"with {above} of {len(found)} perturbations its change is above what any of the same "
        f"size can do to the FIRENET ({how})",
    )
    if wrong := sum(item.exceeds_error(net) for item in found):
        say("", f"its error is above the FIRENET's bound in {wrong} of {len(found)}")


def _cells(item: Found, *, image: bool) -> list[str]:
    """Return a row in which numbers are short: with 3 digits it fits 80 columns."""
    ratio = item.change.least / item.moved if item.moved else Fraction(0)
    cells = [above_text(item.budget, 3)] if image else []
    cells += [above_text(item.moved, 3), below_text(item.change.least, 3), below_text(ratio, 3)]
    cells.append("-" if item.bound is None else above_text(item.bound, 3))
    if item.error is not None:
        cells.append(below_text(item.error.least, 3))
        cells.append("-" if item.error_bound is None else above_text(item.error_bound, 3))
    return cells
