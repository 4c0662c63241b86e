"""What one run of a FIRENET found: on the terminal and in a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import click

from computable.cli.firenet_given import Measured
from computable.cli.firenet_text import (
    above_text,
    known,
    say,
    show_constants,
    show_meant,
    show_property,
)
from computable.cli.tables import decimal_text, print_table
from computable.exact import Vector
from computable.firenet import Run
from computable.firenet.evaluation.block_ball import exact_point
from computable.problem import norm_squared

__all__ = ["Report"]

MOST_DECIMALS = 40


@dataclass(frozen=True, kw_only=True)
class Report:
    """A run, and on what.

    Attributes
    ----------
    measured : Measured
    run : Run
    evaluation : str
        How it was evaluated, in words.
    radius : Fraction or None
        Of the start, if the user has given it.
    """

    measured: Measured
    run: Run[Any]
    evaluation: str
    radius: Fraction | None

    @cached_property
    def points(self) -> tuple[Vector, ...]:
        """The start, and what was computed for every block."""
        start = self.run.firenet.iteration.start
        return (start, *(exact_point(ball.centre) for ball in self.run.balls))

    @cached_property
    def errors(self) -> tuple[Fraction, ...]:
        """The true l2 errors of the points of a sample, rounded up; none of a file."""
        found = map(self.measured.error, self.points)
        return tuple(error for error in found if error is not None)

    @cached_property
    def refuted(self) -> int | None:
        """The first block whose bound is below the true error of a sample, exactly."""
        x = self.measured.x
        if x is None:
            return None
        for k, (point, bound) in enumerate(zip(self.points, self.run.bounds, strict=True)):
            if norm_squared([a - b for a, b in zip(point, x, strict=True)]) > bound**2:
                return k
        return None

    def show(self) -> None:
        """Print everything."""
        measured, how = self.measured, known(self.measured)
        bound = above_text(self.run.bound)
        click.echo(f"run: {measured.name} ({measured.size}): l2 error <= {bound}, {how}")
        show_property(measured)
        show_meant(measured, self.radius)
        show_constants(self.run.firenet, self.radius)
        say("evaluated", f"in {self.evaluation}")
        click.echo()
        self._show_blocks()
        if self.refuted is None:
            self._show_entries()
        self.show_refuted()

    def show_contradiction(self) -> bool:
        """Say it, if no x of the theorem can belong to y, and return whether it is so."""
        reason, measured = self.run.contradiction, self.measured
        if reason is None:
            return False
        how = known(measured)
        if measured.x is None:
            click.echo(f"{measured.name} ({measured.size}): no x belongs to this y ({how})")
            show_property(measured)
            show_meant(measured, self.radius)
            says = f"there is no such x, as {reason}; try more --sparsities, --noise or --distance"
        else:
            says = f"what is {how} is false, as {reason}"
        say("refuted", says)
        return True

    def show_refuted(self) -> None:
        """Say it, if a bound does not hold."""
        if self.refuted is not None:
            click.echo()
            after = f"after block {self.refuted} the true error is above the bound"
            say("refuted", f"what is {known(self.measured)} is false, as {after}")

    def _show_blocks(self) -> None:
        header = ["block", "layers", f"error <= ({known(self.measured)})", "from the network <="]
        lost = [Fraction(0), *(ball.radius for ball in self.run.balls)]
        steps = self.run.firenet.schedule.blocks[0].steps
        rows = [
            [str(k), str(3 * k * steps + 1), above_text(bound), above_text(radius)]
            for k, (bound, radius) in enumerate(zip(self.run.bounds, lost, strict=True))
        ]
        if self.errors:
            header.append("true error")
            rows = [[*row, above_text(error)] for row, error in zip(rows, self.errors, strict=True)]
        print_table(header, rows, more="more; --out FILE.json has all")

    def _show_entries(self) -> None:
        """Print the entries that cannot be zero, as |v| is above the bound."""
        bound = self.run.bound
        decimals = 0
        while decimals < MOST_DECIMALS and bound * 10**decimals < 1:
            decimals += 1
        rows = [
            (name, decimal_text(v, decimals))
            for name, v in zip(self.measured.names, self.run.point, strict=True)
            if abs(v) > bound
        ]
        total = len(self.measured.names)
        how = known(self.measured)
        click.echo(f"\n  {len(rows)} of {total} entries of x are not zero, by the bound ({how})")
        if rows:
            click.echo()
            print_table(("entry", "x, rounded"), rows, more="more; --out FILE.json has all")

    def document(self) -> str:
        """Return the contents of the file."""
        measured, net = self.measured, self.run.firenet
        sharpness, held, levels = net.sharpness, measured.null_space, measured.levels
        constants = sharpness.constants
        fields: dict[str, Any] = {
            "x": _texts(self.run.point),
            "floats": self.run.floats,
            "bound": str(self.run.bound),
            "bounds": _texts(self.run.bounds),
            "from_network": str(self.run.radius),
            "known": known(measured),
            "provenance": str(held.provenance),
            "data": measured.name,
            "shape": list(measured.matrix.shape),
            "levels": {
                "sizes": list(levels.sizes),
                "sparsities": list(levels.sparsities),
                "weights": _texts(levels.weights),
            },
            "null_space": {"rho": str(held.rho), "gamma": str(held.gamma)},
            "constants": {
                "version": constants.version,
                "C1": str(constants.C1),
                "C2": str(constants.C2),
                "lam": str(sharpness.lam),
                "B": str(sharpness.B),
                "L": str(measured.matrix.norm),
            },
            "meant": {
                "noise": str(measured.noise),
                "distance": str(measured.distance),
                "radius": str(net.bounds[0]),
                "radius_from": "y" if self.radius is None else "the user",
            },
            "network": {
                "schedule": "warm" if net.schedule.keeps_dual else "reset",
                "blocks": len(net.schedule.blocks),
                "steps": net.steps,
                "layers": net.depth,
            },
            "evaluation": self.evaluation,
        }
        if measured.x is not None:
            fields["true_x"] = _texts(measured.x)
            fields["true_errors"] = _texts(self.errors)
        return json.dumps(fields, indent=1) + "\n"


def _texts(values: tuple[Fraction, ...]) -> list[str]:
    return [str(v) for v in values]
