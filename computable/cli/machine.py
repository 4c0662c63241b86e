"""``computable machine``: run Turing machines, and say whether they halt."""

from __future__ import annotations

import click

from computable.errors import DomainError
from computable.machine import Halts, NeverHalts, TuringMachine, decide
from computable.machine.catalogue import CATALOGUE

__all__ = ["machine"]

LONG = 10**30


@click.group()
def machine() -> None:
    """Run Turing machines, with exact counts of steps, and decide whether they halt.

    MACHINE is a table in the standard text format, or a name: see 'computable machine list'.

    \b
    Examples:
      computable machine list
      computable machine run 'BB(5)'
      computable machine run 1RB2LA1RA2LB2LA_0LA2RB3RB4RA1RZ
      computable machine decide 1RB0LB_1RA1RZ
    """


@machine.command("list")
def list_machines() -> int:
    """List the machines that have names."""
    for name, known in CATALOGUE.items():
        halts = "not seen to halt" if known.steps is None else f"{known.steps} steps"
        click.echo(f"{name:<10} {known.text}")
        click.echo(f"{'':<10} {halts}: {known.about}")
    return 0


@machine.command()
@click.argument("machine")
@click.option(
    "--steps", metavar="N", type=int, default=10**4000, help="Stop after so many. Default: 10^4000."
)
@click.option(
    "--work", metavar="W", type=int, default=3_000_000, show_default=True,
    help="Stop after so many crossings of runs and jumps by rules.",
)  # fmt: skip
def run(machine: str, steps: int, work: int) -> int:
    """Run MACHINE from a tape of zeros; the steps are counted exactly.

    \b
    Examples:
      computable machine run 'BB(5)'
      computable machine run antihydra --steps 1000000

    Exit code 0: it halted, 1: not yet.
    """
    if steps < 1 or work < 1:
        raise DomainError(f"--steps, --work: got {min(steps, work)}, need positive integers")
    found = _read(machine).start()
    found.advance(steps, work)
    if found.halted:
        click.echo(f"halted after {_number(found.steps)} steps")
    elif found.endless:
        click.echo("never halts: a rule repeats itself for ever ('decide' looks for a witness)")
    else:
        click.echo(f"has not halted within {_number(found.steps)} steps")
    click.echo(f"  tape       {_number(found.nonzero)} cells are not 0")
    click.echo(f"  work       {found.work} crossings and jumps, in blocks of {found.size}")
    return 0 if found.halted else 1


@machine.command("decide")
@click.argument("machine")
def decide_command(machine: str) -> int:
    """Say whether MACHINE halts on a tape of zeros, and how that is proved.

    \b
    Examples:
      computable machine decide 1RB0LB_1RA1RZ
      computable machine decide antihydra

    Exit code 0: proved, 1: undecided.
    """
    found = decide(_read(machine))
    click.echo(str(found))
    return 0 if isinstance(found, (Halts, NeverHalts)) else 1


def _read(text: str) -> TuringMachine:
    known = CATALOGUE.get(text)
    return TuringMachine.parse(text) if known is None else known.machine


def _number(value: int) -> str:
    """Write an integer, a long one by its first figures and their number."""
    if value < LONG:
        return str(value)
    bits = value.bit_length()
    power = int((bits - 1) * 0.30102999566398120)  # 10^power <= value, within two
    while 10 ** (power + 1) <= value:
        power += 1
    head = value // 10 ** (power - 5)
    return f"{head // 10**5}.{head % 10**5:05}e{power} (exactly a number of {bits} bits)"
