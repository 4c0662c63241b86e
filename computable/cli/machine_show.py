"""``computable machine show``: what a machine is, what is known of it, and how it begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

import click
from rich import box
from rich.console import Console
from rich.table import Table as Rows

from computable.cli.machines import named_machine
from computable.cli.tables import busy
from computable.errors import DomainError
from computable.machine import RegisterProgram, TuringMachine
from computable.machine.catalogue import MACHINES, Known, known
from computable.machine.turing.history import history_lines
from computable.machine.turing.space_time import MOST_STEPS
from computable.machine.turing.table import Instruction, Table, state_name, table_text

__all__ = ["show"]

WIDTH = 80
STATES = 24
"""States of a table that are shown."""
SYMBOLS = 12
"""Symbols of a table that are shown, if there is room."""
PRINTED = 20
"""Steps that are printed, unless more are asked for."""
DRAWN = 200
"""Steps that are drawn, unless more are asked for."""
MOST_LINES = 10**6
LINES = 40
"""Lines of a program that are shown."""
LONG = 10**15


@click.command()
@click.argument("machine")
@click.option(
    "--steps",
    metavar="N",
    type=int,
    help=f"The first N steps. Default: {PRINTED}; in a picture {DRAWN}.",
)
@click.option(
    "--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Draw them into this file (png, svg or pdf): time downwards, the tape across.",
)  # fmt: skip
def show(machine: str, steps: int | None, out: Path | None) -> int:
    """Show MACHINE: its table or text, what is known of it, and its first steps.

    Each line is the configuration after a step: the state, and the tape with the cell that is
    read in brackets; for a register program the registers. A picture has room for a whole run:
    long ones are seen at evenly spaced steps.

    \b
    Examples:
      computable machine show 'BB(4)'
      computable machine show 'BB(4)' --out bb4.png
      computable machine show 'BB(5)' --steps 50000000 --out bb5.png
      computable machine show goldbach --steps 50
    """
    most = MOST_LINES if out is None else MOST_STEPS
    if steps is not None and not 0 <= steps <= most:
        raise DomainError(f"--steps: got {steps}, need 0 to {most}")
    if out is not None and out.suffix not in (".png", ".pdf", ".svg"):
        raise DomainError(f"--out: got {out.name}, need a name that ends in .png, .pdf or .svg")
    named, listed = named_machine(machine), known(machine)
    if isinstance(named, TuringMachine):
        _print_table(named.table)
        lines = history_lines(named.table, _printed(steps, out), WIDTH)
    elif isinstance(named, RegisterProgram):
        if out is not None:
            raise DomainError("--out: a register program has no tape that could be drawn")
        _print_text(named.text)
        lines = _register_lines(named, PRINTED if steps is None else steps)
    else:
        raise DomainError("MACHINE: a Python program has no table and no registers; 'run' runs it")
    if listed is not None:
        click.echo(_what_is_known(listed))
        click.echo()
    for line in lines:
        click.echo(line)
    if out is not None and isinstance(named, TuringMachine):
        from computable.cli.space_time import draw_space_time

        name = next((name for name, value in MACHINES.items() if value is listed), "")
        with busy("drawing"):
            drawn = draw_space_time(
                out, named.table, steps=DRAWN if steps is None else steps, name=name
            )
        click.echo(f"drawn in {drawn}")
    return 0


def _printed(steps: int | None, out: Path | None) -> int:
    """Return how many steps are printed: of a long run that is drawn only the first."""
    if steps is None:
        return PRINTED
    return steps if out is None else min(steps, PRINTED)


def _what_is_known(listed: Known[TuringMachine | RegisterProgram]) -> str:
    nonzero = f", {listed.nonzero} cells are not 0 then" if listed.nonzero is not None else ""
    return fill(f"known: {listed}{nonzero}; {listed.about}", WIDTH, subsequent_indent="       ")


def _print_table(table: Table) -> None:
    """Print states x symbols, the first of them if there are many."""
    text = table_text(table)
    click.echo(text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}...")
    states, symbols = len(table), len(table[0])
    names = [state_name(k) for k in range(states)]
    ends = [*names, "Z" if states < 26 else state_name(states)]
    cells = [[_cell(part, ends) for part in row] for row in table[:STATES]]
    room, columns = WIDTH - max(map(len, names)) - 10, 0
    while columns < min(symbols, SYMBOLS):
        room -= max(len(line[columns]) for line in cells) + 2
        if room < 0:
            break
        columns += 1
    more = ["..."] * (columns < symbols)
    rows = Rows(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    rows.add_column("state")
    for symbol in range(columns):
        rows.add_column(str(symbol))
    for dots in more:
        rows.add_column(dots)
    for name, line in zip(names, cells, strict=False):
        rows.add_row(name, *line[:columns], *more)
    if states > STATES:
        rows.add_row("...", *["..."] * columns, *more)
    Console(width=WIDTH).print(rows)
    if (states, symbols) != (len(cells), columns):
        click.echo(f"{states} states and {symbols} symbols in all")


def _cell(part: Instruction | None, names: list[str]) -> str:
    return "---" if part is None else f"{part.write}{'LR'[part.move > 0]}{names[part.state]}"


def _print_text(text: str) -> None:
    lines = text.strip("\n").splitlines()
    for number, line in enumerate(lines[:LINES], 1):
        click.echo(f"{number:>3}  {_cut(line, WIDTH - 5)}")
    if len(lines) > LINES:
        click.echo(f"...  {len(lines)} lines in all")
    click.echo()


def _register_lines(program: RegisterProgram, steps: int) -> Iterator[str]:
    """Yield the registers before the first step and after each."""
    run, digits = program.start(), len(str(steps))
    while True:
        registers = " ".join(f"{name}={_number(n)}" for name, n in run.registers.items())
        place = "halt" if run.halted else ""
        yield _cut(f"{run.steps:>{digits}} {place:<4} {registers}".rstrip(), WIDTH)
        if run.halted or run.steps >= steps:
            return
        run.advance(run.steps + 1)


def _number(value: int) -> str:
    if value < LONG:
        return str(value)
    return f"({value.bit_length()} bits)"


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else f"{line[: width - 3]}..."
