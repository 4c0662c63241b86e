"""``computable machine refute``: a machine about which a halting decider is wrong."""

from __future__ import annotations

from pathlib import Path

import click

from computable.errors import DomainError
from computable.exact import counted
from computable.files import write_atomically
from computable.machine import RegisterProgram
from computable.solvers import split_file_name
from proofs.adversary import refute_decider
from proofs.outcome import Failed, WrongDecider

__all__ = ["refute"]

LINE = 64
"""Characters of a machine's text that are shown."""


@click.command()
@click.argument("decider")
@click.option("--turing", is_flag=True, help="A register program: about a Turing machine.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default="decider.json",
    show_default=True,
    help="The certificate, if DECIDER is a register program.",
)
@click.option(
    "--text",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the machine into this file.",
)
@click.option("--steps", metavar="N", type=click.IntRange(1), default=4_000_000, show_default=True)
@click.option("--seconds", type=float, default=60, show_default=True, help="For Python code.")
def refute(
    decider: str, turing: bool, out: Path, text: Path | None, steps: int, seconds: float
) -> int:
    """Make a machine about which DECIDER is wrong, which says whether machines halt.

    The machine asks it about itself, and does the opposite. DECIDER is a register program in a
    file *.reg, which finds the number of a register program (with --turing: of a Turing machine) in
    its register 'machine' and halts with 0 in 'halts' if that one never halts; or
    FILE.py:function, a function of a program's text that returns a truth value, or None if it
    cannot tell (a generator function's yields are its steps); the program has all of FILE.py in
    it. Of register programs the proof is a file for the checker.

    \b
    Examples:
      computable machine refute decider.reg
      computable machine refute decider.reg --turing --text diagonal.tm
      computable machine refute mine.py:halts

    \b
    Exit codes: 0 refuted, 1 not (it has not answered), 2 wrong usage, 3 it failed.
    """
    asked, name = _read(decider)
    outcome = refute_decider(asked, name=name, steps=steps, seconds=seconds, turing=turing)
    if not isinstance(outcome, WrongDecider):
        click.echo(f"{decider}: {outcome}")
        return 3 if isinstance(outcome, Failed) else 1
    says = "halts" if outcome.said else "never halts"
    lines = outcome.machine.text.splitlines()
    shown = lines[-1] if len(lines) == 1 else f"a program of {len(lines)} lines"
    click.echo(f"refuted: {decider} says {says!r} of a machine that asks it about itself")
    click.echo(f"  machine  {shown[:LINE]}{'...' * (len(shown) > LINE)}")
    if outcome.steps is None:
        click.echo("  but      it never halts: it is in an endless loop")
    else:
        click.echo(f"  but      it halts after {counted(outcome.steps, 'step')}")
    if text is not None:
        write_atomically(text, outcome.machine.text.encode())
        click.echo(f"  text     {text}")
    if outcome.certificate is None:
        click.echo(f"  known    {outcome.reason} (assumed: the decider does the same again)")
    else:
        outcome.certificate.save(out)
        click.echo(f"  proof    {out} (accepted; verify it with: computable check {out})")
    return 0


def _read(name: str) -> tuple[RegisterProgram | str, str]:
    """Read a decider: a register program, or a source and the name of a function in it.

    Raises
    ------
    DomainError
        In one line.
    """
    parts = split_file_name(name)
    path, function = parts if parts is not None else (Path(name), "")
    if parts is None and path.suffix != ".reg":
        raise DomainError(f"DECIDER: got {name}, need a file *.reg or FILE.py:function")
    try:
        source = path.read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "is no UTF-8 text"
        raise DomainError(f"DECIDER: {path}: {reason}") from None
    if parts is None:
        return RegisterProgram(source), ""
    return source, function
