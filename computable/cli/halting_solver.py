"""A solver as a halting decider on the terminal: what it says, and where that is wrong."""

from __future__ import annotations

from pathlib import Path

import click

from computable.exact import counted, number_text, size_text
from computable.machine import Halts, NeverHalts, TuringMachine
from computable.problem import HaltingDigit
from proofs.adversary.halting import SolverDecider
from proofs.machine_proof import LONGEST_RUN
from proofs.outcome import Failed, Unknown, WrongDecider

__all__ = ["show_decider"]

LINE = 64
"""Characters of a machine's text that are shown."""


def show_decider(
    decider: SolverDecider | Unknown | Failed, found: HaltingDigit, solver: str, out: Path
) -> int:
    """Let the solver decide about the machine, and show a machine about which it is wrong.

    Returns
    -------
    int
        The exit code.
    """
    if not isinstance(decider, SolverDecider):
        click.echo(f"  {solver}: {decider}")
        return 3 if isinstance(decider, Failed) else 1
    _rule(decider, solver)
    machine = found.instance.machine
    said = decider(machine)
    if isinstance(said, (Unknown, Failed)):
        click.echo(f"  decider    {said}")
    else:
        click.echo(
            f"  decider    this machine {'halts' if said else 'never halts'}{_truth(found, said)}"
        )
    wrong = _of_this_machine(decider, found) if said is False else None
    shown = "this machine"
    if not isinstance(wrong, WrongDecider):
        wrong, shown = decider.refute(), "the machine"
    if not isinstance(wrong, WrongDecider):
        click.echo(f"  but        {wrong}")
        return 3 if isinstance(wrong, Failed) else 1
    wrong.certificate.save(out)
    click.echo(f"  but        it says 'never halts' of {shown}")
    if shown == "the machine":
        text = wrong.machine.text
        click.echo(f"             {text[:LINE]}{'...' * (len(text) > LINE)}")
    steps = counted(wrong.steps or 0, "step")
    click.echo(f"             which halts after {steps}: it was told what is told of the tie")
    click.echo(f"  proof      {out} (accepted by checker_reduction.py; verify it with:")
    click.echo(f"             computable check {out})")
    return 0


def _rule(decider: SolverDecider, solver: str) -> None:
    """Say what the decider does: it compares with the answer to the tie."""
    family, j = decider.family, decider.column
    c = number_text(family.centre_entry)
    raised = "1 + g" if c == "1" else f"{c} (1 + g)"
    row = [raised if i == j else c for i in range(2)]
    answer = ", ".join(number_text(v) for v in decider.never.report.values)
    digits = counted(family.digits, "digit")
    click.echo(f"  solver     {solver}, taken to have {digits}; y = {number_text(family.right)}")
    click.echo(f"             told the tie A = ({c}, {c}), it answers x = ({answer})")
    click.echo(f"             so let a halt raise column {j}: A = ({', '.join(row)})")
    click.echo("             decider: any other answer than this one means 'halts'")


def _truth(found: HaltingDigit, said: bool) -> str:
    match found.found:
        case Halts(steps=steps):
            return " (right)" if said else f" (wrong: it halts after {size_text(steps)} steps)"
        case NeverHalts():
            return " (wrong)" if said else " (right)"
    return " (nobody here knows)"


def _of_this_machine(decider: SolverDecider, found: HaltingDigit) -> object:
    """Refute what was said of the machine itself, if it halts soon enough for a certificate."""
    machine = found.instance.machine
    short = isinstance(found.found, Halts) and found.found.steps <= LONGEST_RUN
    return decider.refute(machine) if short and isinstance(machine, TuringMachine) else None
