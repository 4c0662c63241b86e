"""``computable halting``: the halting problem inside a 1 x 2 inverse problem."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table

from computable.algorithm import Budget
from computable.cli.depth_figure import draw_depth
from computable.cli.halting_solver import show_decider
from computable.cli.machines import named_machine
from computable.cli.refuting import PROBLEMS, STATEMENTS, Rational, file_digest, known_solver
from computable.errors import DomainError
from computable.exact import number_text, size_text
from computable.machine import Halts, NeverHalts, RegisterProgram, TuringMachine, Undecided
from computable.machine.antihydra import ANTIHYDRA, FIRST, FIRST_STEP, iterate
from computable.machine.catalogue import MACHINES, Known, known
from computable.problem import HaltingDigit, Problem, halting_digit, instance_of
from proofs.adversary import problem_named
from proofs.adversary.halting import decider_from

__all__ = ["halting"]

LINE = 64
"""Characters of a machine's text that are shown."""
ROUNDS = 100_000
"""Of the Antihydra's map, which halts at an odd b with a = 0."""
LONG = 10**30
"""Numbers beyond are not written out."""
PROGRAM_STEPS = 100_000
"""So far register programs are run for the table of all machines."""


@click.command()
@click.argument("machine", required=False)
@click.option("--problem", type=click.Choice(PROBLEMS), default="bp", show_default=True)
@click.option(
    "--digits", metavar="K", type=click.IntRange(1, 10_000), default=2, show_default=True,
    help="The decimal of the answer that would decide.",
)  # fmt: skip
@click.option("--lambda", "lam", type=Rational(), help="For lasso, sr-lasso. Default: 1/2.")
@click.option("--epsilon", type=Rational(), help="For qcbp. Default: 1/4.")
@click.option("--steps", metavar="N", type=click.IntRange(0), help="Run MACHINE so far at most.")
@click.option("--solver", help="A decider by this solver's answers, and where it is wrong.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default="halting.json",
    show_default=True,
    help="With --solver: the certificate.",
)
@click.option(
    "--figure",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the entry as a function of the depth (png, pdf or svg).",
)
@click.option("--seconds", type=float, default=60, show_default=True, help="For each run.")
@click.option("--memory", metavar="MB", type=int, default=4096, show_default=True)
def halting(
    machine: str | None,
    problem: str,
    digits: int,
    lam: Fraction | None,
    epsilon: Fraction | None,
    steps: int | None,
    solver: str | None,
    out: Path,
    figure: Path | None,
    seconds: float,
    memory: int,
) -> int:
    """Show the 1 x 2 inverse problem whose answer knows whether MACHINE halts.

    One entry of its matrix is 1 + 2^-(s + n_0) if MACHINE halts in exactly s steps, and 1 if it
    never halts: a computable number, read by running MACHINE. The K-th decimal of the
    minimiser (of least norm, where there are many) says which. MACHINE is a table in the
    standard format, a name ('computable machine list'), a file .tm or .reg, or FILE.py:function;
    without it: all that have names.

    \b
    Examples:
      computable halting 'BB(5)'
      computable halting antihydra --digits 1
      computable halting goldbach --problem lasso
      computable halting 1RB0LB_1RA1RZ --figure entry.png
      computable halting 'BB(2)' --solver scipy:highs-ds

    \b
    Exit codes: 0 the digit is known (with --solver: its decider is refuted), 1 not,
    2 wrong usage, 3 the solver gave no answer.
    """
    chosen = problem_named(problem, epsilon=epsilon, lam=lam)
    if machine is None:
        if solver or figure:
            raise DomainError("MACHINE: is missing, which --solver and --figure need")
        Console().print(_catalogue(problem, chosen, digits, steps))
        return 0
    if solver is not None:
        known_solver(solver, problem)
    if figure is not None and figure.suffix not in (".png", ".pdf", ".svg"):
        raise DomainError(f"--figure: got {figure.name}, need a name that ends in .png, .pdf, .svg")
    running = named_machine(machine)
    found = halting_digit(instance_of(running, chosen, digits), steps=steps)
    if steps is None and running == ANTIHYDRA:
        found = _by_its_map(found)
    parameter = {"qcbp": "epsilon", "lasso": "lam", "sr-lasso": "lam"}.get(problem)
    given = f", {parameter} = {getattr(chosen, parameter)}" if parameter else ""
    _show(machine, found, STATEMENTS[problem] + given.replace("lam ", "lambda "))
    if figure is not None:
        click.echo(f"  drawn      {draw_depth(figure, found, machine)}")
    if solver is None:
        return 0 if found.digit is not None else 1
    decider = decider_from(
        solver,
        problem=chosen,
        digits=digits,
        budget=Budget(seconds=seconds, megabytes=memory),
        isolate=True,
        about=file_digest(solver),
    )
    return show_decider(decider, found, solver, out)


def _show(name: str, found: HaltingDigit, statement: str) -> None:
    """Print the problem, what its digit would decide, and how deep it has been read."""
    made, family, j = found.instance, found.instance.family, found.instance.column
    entry = number_text(family.centre_entry)
    raised = "1 + g" if entry == "1" else f"{entry} (1 + g)"
    offset = f"s + {made.offset}"
    text = made.machine.text.strip().splitlines()
    shown = text[0] if len(text) == 1 else f"a program of {len(text)} lines"
    listed = known(name)
    click.echo(f"{name if listed else 'machine'}: {shown[:LINE]}{'...' * (len(shown) > LINE)}")
    if listed:
        click.echo(f"  known      {listed}")
    click.echo(f"  problem    {statement}")
    click.echo(f"             A = ({raised}, {entry}), y = {number_text(family.right)}")
    click.echo(f"             g = 2^-({offset}) if the machine halts in exactly s steps, else 0")
    place = f"decimal {found.place} of x[{found.coordinate}]"
    click.echo(f"  asks       {place}: 0 if it halts, 1 if never (x of least norm)")
    match found.found:
        case Halts(steps=steps):
            power = f"{steps + made.offset}" if steps < LONG else f"({offset})"
            click.echo(f"  read       exactly: it halts after s = {size_text(steps)} steps")
            click.echo(f"  answer     {place} is 0, since g = 2^-{power}")
        case NeverHalts(witness=witness):
            click.echo(f"  read       exactly: it never halts, proved by a {witness.kind} witness")
            click.echo(f"  answer     {place} is 1, since g = 0")
        case Undecided(steps=steps):
            click.echo(f"  read       A[0, {j}] is {entry}, to {_depth(found)} bits:")
            click.echo(f"             no halt within {_count(steps)} steps")
            if steps > FIRST_STEP and found == _by_its_map(found):
                click.echo(
                    f"             ({ROUNDS} rounds of its map: (a, b) to (a + 2, 3b/2 + 2) or"
                )
                click.echo("             (a - 1, (3b + 3)/2) for odd b, where it halts if a = 0)")
            click.echo(f"  answer     {_unknown(listed, place)}")


def _unknown(listed: Known[TuringMachine | RegisterProgram] | None, place: str) -> str:
    """Say what is known of the digit, if it has not been found out here."""
    if listed is None:
        return "not known: it was neither seen to halt nor proved never to"
    if listed.halting == "open":
        return "nobody knows: this digit is an open problem"
    digit = 0 if listed.halting == "halts" else 1
    return f"not found out here; {place} is {digit}, since it {listed}"


def _by_its_map(found: HaltingDigit) -> HaltingDigit:
    """Return how far the Antihydra is known by what it does to two numbers."""
    steps = FIRST_STEP + iterate(FIRST, ROUNDS).steps
    depth = found.instance.depth_for(steps)
    return replace(found, found=Undecided(steps=steps), depth=depth)


def _count(value: int) -> str:
    return str(value) if value < LONG else f"about 2^{value.bit_length() - 1}"


def _depth(found: HaltingDigit) -> str:
    return _count(found.depth or 0)


def _catalogue(problem: str, chosen: Problem, digits: int, steps: int | None) -> Table:
    table = Table(
        title=f"Decimal {digits} of the answers of the 1 x 2 problems ({problem})",
        box=box.SIMPLE_HEAD, padding=0, title_justify="left",
    )  # fmt: skip
    for heading in ("machine", "digit", "read to", "known"):
        table.add_column(heading, overflow="fold")
    watching = Console(stderr=True)
    for name, listed in track(MACHINES.items(), "Deciding", console=watching, transient=True):
        made = instance_of(listed.machine, chosen, digits)
        program = not isinstance(listed.machine, TuringMachine)
        found = halting_digit(made, steps=PROGRAM_STEPS if program and steps is None else steps)
        digit = "?" if found.digit is None else str(found.digit)
        deep = "exactly" if found.depth is None else f"{_depth(found)} bits"
        table.add_row(name, digit, deep, str(listed))
    return table
