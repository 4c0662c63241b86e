"""``computable firenet``: networks that can be computed, with proved error bounds."""

from __future__ import annotations

import click

from computable.cli.firenet_attack import attack_command
from computable.cli.firenet_constants import constants
from computable.cli.firenet_layers import layers
from computable.cli.firenet_run import run

__all__ = ["firenet"]


@click.group()
def firenet() -> None:
    """FIRENETs: networks that can be computed, with proved bounds of their error.

    From the null space property of a matrix A, proved here or assumed, follow a network that
    recovers every nearly sparse x from y = Ax + noise, and a bound of its error in the l2 norm.

    \b
    Examples:
      computable firenet constants --sample hadamard:56x64
      computable firenet run data.npz --noise 1e-4 --out x.json
      computable firenet layers --sample hadamard:56x64 --plot layers.png
      computable firenet attack --sample hadamard:56x64:16 --plot attack.png
    """


for command in (constants, run, layers, attack_command):
    firenet.add_command(command)
