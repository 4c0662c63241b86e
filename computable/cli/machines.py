"""Machines that the command line names, and running them while somebody waits."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from computable.errors import ComputableError, DomainError
from computable.exact import size_text
from computable.machine import Computation, Machine, Program, RegisterProgram, TuringMachine
from computable.machine.catalogue import known
from computable.machine.turing.race import Race
from computable.solvers import split_file_name

__all__ = ["named_machine", "run_watched"]

LONGEST = 10**7
"""Bytes of a file."""
PATIENCE = 1.0
"""Seconds until it is said how far a run is."""
SLICE = 0.1
"""Seconds that a part of a run takes, about."""


def named_machine(text: str) -> Machine:
    """Return the machine that a text names.

    Parameters
    ----------
    text : str
        The name of a machine in the catalogue, whatever its case; ``FILE.py:function`` for a
        function whose yields are steps (the file is run); a file ``*.reg`` with a register program
        or ``*.tm`` with a table (lines that begin with # are comments); or a table in the standard
        text format.

    Raises
    ------
    DomainError
        In one line, if it is none of these.

    Examples
    --------
    >>> print(named_machine("bb(2)"), named_machine("1RB---_1LA1LB"))
    1RB1LB_1LA1RZ 1RB---_1LA1LB
    """
    listed = known(text)
    if listed is not None:
        return listed.machine
    parts = split_file_name(text)
    if parts is not None:
        return _from_python(*parts)
    if text.endswith(".reg"):
        return RegisterProgram(_contents(Path(text)))
    if text.endswith(".tm"):
        lines = _contents(Path(text)).splitlines()
        return TuringMachine.parse("".join(v for v in lines if v[:1] != "#").strip())
    if text.endswith(".py"):
        raise DomainError(f"MACHINE: got {text}, need {text}:function, one that yields")
    try:
        return TuringMachine.parse(text)
    except DomainError as error:
        if text[:1].isdigit() or text.startswith("---"):
            raise
        hint = "nor is it a name that 'computable machine list' shows, or a file .tm or .reg"
        raise DomainError(f"{error}; {hint}") from None


def _contents(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
        if len(data) > LONGEST:
            raise DomainError(f"MACHINE: {path}: got more than {LONGEST} bytes")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise DomainError(f"MACHINE: {path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise DomainError(f"MACHINE: {path}: byte {error.start + 1} is not UTF-8 text") from None


def _from_python(path: Path, function: str) -> Program:
    """Run the file, and take the function."""
    if not path.is_file():
        raise DomainError(f"MACHINE: there is no file {path}")
    name = f"machine_file_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise DomainError(f"MACHINE: {path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where inspect looks for the source
    sys.path.insert(0, str(path.parent.resolve()))
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise DomainError(f"MACHINE: {path}: {_told(error)}") from None
    found = getattr(module, function, None)
    if not callable(found):
        raise DomainError(f"MACHINE: {path} defines no function {function!r}")
    return Program.of(found)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def run_watched(run: Computation, limit: int, work: int | None = None) -> None:
    """Run until it halts or has taken ``limit`` steps, and say on a terminal how far it is.

    Parameters
    ----------
    run : Computation
    limit : int
    work : int, optional
        For an accelerated run: how many crossings and jumps more, about.

    Raises
    ------
    DomainError
        If a program of the user's fails.
    """
    start, part, shown = time.monotonic(), 1000, None
    end = None if work is None or not isinstance(run, Race) else run.work + work
    try:
        while not run.halted and run.steps < limit:
            before = time.monotonic()
            if isinstance(run, Race):
                if end is not None and run.work >= end:
                    return
                run.advance(limit, part if end is None else min(part, end - run.work))
            else:
                _advance(run, min(limit, run.steps + part))
            now = time.monotonic()
            if now - before < SLICE:
                part *= 2
            elif part > 1 and now - before > 2 * SLICE:
                part //= 2
            if shown is None and now - start > PATIENCE and sys.stderr.isatty():
                columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
                shown = Progress(*columns, console=Console(stderr=True), transient=True)
                shown.add_task("")
                shown.start()
            if shown is not None:
                shown.update(shown.task_ids[0], description=f"{size_text(run.steps)} steps so far")
    finally:
        if shown is not None:
            shown.stop()


def _advance(run: Computation, limit: int) -> None:
    try:
        run.advance(limit)
    except ComputableError:
        raise
    except Exception as error:
        raise DomainError(f"program: step {run.steps + 1}: {_told(error)}") from None
