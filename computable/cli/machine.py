"""``computable machine``: run machines, and say whether they halt."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

import click

from computable.cli.machine_refute import refute
from computable.cli.machine_show import show
from computable.cli.machines import named_machine, run_watched
from computable.cli.tables import busy
from computable.errors import DomainError
from computable.exact import counted, size_text
from computable.machine import Halts, NeverHalts, TuringMachine, Undecided, decide
from computable.machine.catalogue import MACHINES
from computable.machine.programs.registers import RegisterRun
from computable.machine.turing.race import Race
from proofs.machine_proof import MachineProof

__all__ = ["machine"]

FAR = 10**4000
"""Steps of an accelerated run."""
NEAR = 10**6
"""Steps of a run that takes each of them."""


@click.group()
def machine() -> None:
    """Run machines, with exact counts of steps, and decide whether they halt.

    \b
    MACHINE is
      a table of a Turing machine in the standard text format: 1RB1LB_1LA1RZ,
      a name (see 'computable machine list'), whatever its case: bb(5), goldbach,
      a file *.tm with a table, or *.reg with a register program, or
      FILE.py:function, a function whose yields are steps (the file is run).

    A register program has natural numbers, Python's syntax, and halt():
    assignments, if, while, + - * // % (3 - 5 and 3 // 0 are 0), comparisons,
    and, or, not; a name that has not been set is 0.

    \b
    Examples:
      computable machine list
      computable machine show 'BB(4)' --out bb4.png
      computable machine run 'BB(5)'
      computable machine run 1RB2LA1RA2LB2LA_0LA2RB3RB4RA1RZ
      computable machine run goldbach --steps 100000
      computable machine decide 1RB0LB_1RA1RZ
      computable machine refute decider.reg
    """


@machine.command("list")
def list_machines() -> int:
    """List the machines that have names."""
    width = max(map(len, MACHINES)) + 1
    for name, listed in MACHINES.items():
        lines = counted(len(listed.text.splitlines()), "line")
        turing = isinstance(listed.machine, TuringMachine)
        text = listed.text if turing else f"a register program of {lines}"
        click.echo(f"{name:<{width}} {text}")
        indent = " " * (width + 1)
        words = f"{listed}: {listed.about}"
        click.echo(fill(words, 80, initial_indent=indent, subsequent_indent=indent))
    return 0


@machine.command()
@click.argument("machine")
@click.option(
    "--steps",
    metavar="N",
    type=int,
    help="Stop after so many. Default: 10^4000; 10^6 for programs.",
)
@click.option(
    "--work", metavar="W", type=int, default=3_000_000, show_default=True,
    help="Stop after so many crossings of runs and jumps by rules.",
)  # fmt: skip
def run(machine: str, steps: int | None, work: int) -> int:
    """Run MACHINE (a Turing machine: from a tape of zeros); the steps are counted exactly.

    \b
    Examples:
      computable machine run 'BB(5)'
      computable machine run antihydra --steps 1000000
      computable machine run my_program.reg
      computable machine run my_programs.py:collatz

    Exit code 0: it halted, 1: not yet.
    """
    if min(work, 1 if steps is None else steps) < 1:
        wrong = work if steps is None else min(steps, work)
        raise DomainError(f"--steps, --work: got {wrong}, need positive integers")
    found = named_machine(machine).start()
    run_watched(found, steps or (FAR if isinstance(found, Race) else NEAR), work)
    if found.halted:
        click.echo(f"halted after {counted_text(found.steps)}")
    elif isinstance(found, Race) and found.endless:
        click.echo("never halts: a rule repeats itself for ever ('decide' looks for a witness)")
    else:
        spent = isinstance(found, Race) and found.steps < (FAR if steps is None else steps)
        ended = f" (its --work of {work} is spent)" if spent else ""
        click.echo(f"has not halted within {counted_text(found.steps)}{ended}")
    if isinstance(found, Race):
        click.echo(f"  tape       {size_text(found.nonzero)} cells are not 0")
        click.echo(f"  work       {found.work} crossings and jumps, in blocks of {found.size}")
    elif isinstance(found, RegisterRun):
        short = {name: size_text(n).split()[0] for name, n in found.registers.items()}
        registers = ", ".join(f"{name} = {n}" for name, n in short.items())
        indent = " " * 13
        click.echo(
            fill(f"  registers  {registers}", 80, subsequent_indent=indent, break_long_words=False)
        )
    return 0 if found.halted else 1


@machine.command("decide")
@click.argument("machine")
@click.option(
    "--steps", metavar="N", type=int,
    help="Run it so far at most. Default: 10^9; 10^6 for programs.",
)  # fmt: skip
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the proof into this file.",
)
def decide_command(machine: str, steps: int | None, out: Path | None) -> int:
    """Say whether MACHINE halts (on a tape of zeros), and how that is proved.

    Of register programs only cycles are found; a Python program is only run.

    \b
    Examples:
      computable machine decide 1RB0LB_1RA1RZ --out never.json
      computable machine decide antihydra
      computable machine decide goldbach --steps 100000

    Exit code 0: proved, 1: undecided.
    """
    if steps is not None and steps < 1:
        raise DomainError(f"--steps: got {steps}, need a positive integer")
    named = named_machine(machine)
    with busy("deciding"):
        far = 10**9 if isinstance(named, TuringMachine) else NEAR
        found = decide(named, steps=far if steps is None else steps)
    click.echo(str(found))
    if isinstance(found, Undecided):
        return 1
    if out is not None:
        taken = found.steps if isinstance(found, Halts) else None
        witness = found.witness if isinstance(found, NeverHalts) else None
        proof = MachineProof(machine=named, steps=taken, witness=witness)
        proof.check()
        proof.save(out)
        click.echo(f"  proof    {out} (accepted; verify it with: computable check {out})")
    return 0


machine.add_command(refute)
machine.add_command(show)


def counted_text(steps: int) -> str:
    """Say so many steps."""
    return f"{size_text(steps)} step{'s' * (steps != 1)}"
