"""The group of commands, and how errors reach the terminal: one line, exit code 2."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

import click

from computable.cli.demo import demo
from computable.cli.files import check, explain, replay
from computable.cli.firenet import firenet
from computable.cli.halting import halting
from computable.cli.machine import machine
from computable.cli.map import map_command
from computable.cli.recovering import certify, solve
from computable.cli.refuting import refute
from computable.cli.theorem import theorem
from computable.errors import ComputableError

__all__ = ["cli", "main"]

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="computable")
def cli() -> None:
    """Refute solvers of sparse-recovery problems, solve the problems, and check the proofs.

    \b
    Examples:
      computable demo
      computable refute scipy:highs-ds --out proof.json
      computable refute my_solver.py:solve --problem lasso --digits 3
      computable theorem run A
      computable halting antihydra
      computable firenet run --sample hadamard:56x64
      computable map
      computable solve data.csv --problem lasso --lambda 1/10
      computable certify data.csv --solution x.csv --problem lasso --lambda 1/10
      computable check proof.json

    \b
    Exit codes: 0 refuted / solved / certified / accepted, 1 survived / without
    solution / not certified / rejected, 2 wrong usage or malformed file, 3 the
    solver failed.
    """


for command in (
    refute, certify, solve, theorem, halting, machine, firenet, map_command, check, replay, explain,
    demo,
):  # fmt: skip
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    for name in ("SIGTERM", "SIGHUP"):  # end as Ctrl-C does: children first
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    try:
        code = cli.main(
            args=None if arguments is None else list(arguments),
            prog_name="computable",
            standalone_mode=False,
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = error.exit_code
    except click.ClickException as error:
        code = _complain(error.format_message(), error.exit_code)
    except ComputableError as error:
        code = _complain(str(error), 2)
    except BrokenPipeError:
        # The reader (head, say) has seen enough; nothing more may be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = _complain("interrupted; files that were finished are complete", INTERRUPTED)
    except OSError as error:
        code = _complain(f"{error.filename}: {error.strerror}", 2)
    sys.exit(code)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _complain(message: str, code: int) -> int:
    click.echo(f"computable: {' '.join(message.split())}", err=True)
    return code
