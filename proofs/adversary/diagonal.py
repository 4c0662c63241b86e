r"""Whoever decides halting is wrong about a program that asks him: the game of the diagonal.

The program (``computable.machine.diagonal.program``) runs the decider on its own text and does the
opposite. What the decider says of it is found out first; then the program is run for real. A
register program leaves a certificate, in which both the decider and the program are run again; and
so does a Turing machine, which has the compiled decider among its states
(``computable.machine.diagonal.table``). Of a Python program what is known is what was seen: that
it halted, or that it is in its endless loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from computable.errors import DomainError, Malformed, Rejected
from computable.machine import Machine, Program, RegisterProgram
from computable.machine.deciding.witness import Cycle, Witness
from computable.machine.diagonal.program import (
    LOOP,
    SILENT,
    diagonal_program,
    diagonal_register_program,
)
from computable.machine.diagonal.table import idle_cycle, turing_diagonal
from computable.machine.programs.python import ProgramRun
from computable.machine.turing.numbering import table_number
from computable.oracle import Transcript
from proofs.adversary.alarm import TimeIsUp, alarm
from proofs.adversary.halting import SolverDecider
from proofs.machine_proof import MachineProof
from proofs.outcome import Failed, Unknown, WrongDecider

__all__ = ["refute_decider"]

STEPS, LONG = 4_000_000, 1e8


def refute_decider(
    decider: SolverDecider | RegisterProgram | Callable[[str], Any] | str,
    *,
    name: str = "",
    steps: int = STEPS,
    seconds: float = 60,
    turing: bool = False,
) -> WrongDecider | Unknown | Failed:
    """Make a machine about which a halting decider is wrong.

    Parameters
    ----------
    decider : SolverDecider, RegisterProgram, callable or str
        What a solver gives; a register program that finds the number of a register program in
        ``machine`` and says by ``halts`` whether it halts; a Python function of a program's text
        (``computable.machine.Program``), or its source. It may be a generator function, whose
        yields are steps and which returns the answer. It runs in this process: run code
        that you would run anyway.
    name : str
        Of the function in a source; the last one that is defined, if not given.
    steps : int
        What the decider, and of a Turing machine or a Python program also that, may take.
    seconds : float
        For a Python function, in the main thread.
    turing : bool
        Of a register program: it decides about Turing machines, finds the number of a table
        (``computable.machine.turing.numbering``) in ``machine``, and is wrong about one.

    Returns
    -------
    WrongDecider
        Of a SolverDecider or a RegisterProgram with a certificate.
    Unknown
        If the decider has not answered within so many steps.
    Failed
        If it ends in an exception: on this program it gives no answer.

    Examples
    --------
    >>> refute_decider(RegisterProgram("halts = machine % 2"))
    WrongDecider: says 'never halts' of a machine that halts after 3325 steps
    >>> wrong = refute_decider("def decide(text):\\n    return 'while' in text\\n")
    >>> wrong
    WrongDecider: says 'halts' of a machine that never halts (it is in its endless loop)
    >>> wrong = refute_decider(RegisterProgram("halts = machine % 7 < 4"), turing=True)
    >>> wrong, wrong.machine.states
    (WrongDecider: says 'never halts' of a machine that halts after 8800 steps, 2234)
    """
    if not 0 < seconds < LONG:
        raise DomainError(f"seconds: got {seconds}, need a positive number below {LONG:g}")
    if isinstance(decider, SolverDecider):
        return decider.refute()
    if isinstance(decider, RegisterProgram):
        return (_turing_machine if turing else _register_program)(decider, steps)
    if turing:
        raise DomainError("turing: only a decider that is a RegisterProgram can be compiled")
    if not callable(decider) and not isinstance(decider, str):
        raise DomainError(
            f"decider: got {type(decider).__name__}, need a RegisterProgram, a function of a "
            "program's text or its source, or what decider_from returns"
        )
    return _python(diagonal_program(decider, name), steps, seconds)


def _register_program(decider: RegisterProgram, steps: int) -> WrongDecider | Unknown | Failed:
    machine = diagonal_register_program(decider)
    asked, run = decider.start(machine=machine.number), machine.start()
    try:
        asked.advance(steps)
        if not asked.halted:
            return Unknown(reason=f"the decider has not answered within {steps} steps")
        # Six steps for each digit of d, two digits a character; a test before the decider ends.
        run.advance(12 * len(machine.text) + asked.steps + 40)
    except DomainError as error:
        return Unknown(reason=str(error))
    said = bool(asked.registers.get("halts", 0))
    witness = None if run.halted else Cycle(start=run.steps, period=1)
    return certified(machine, said, run.steps if run.halted else None, witness, decider)


def _turing_machine(decider: RegisterProgram, steps: int) -> WrongDecider | Unknown:
    machine = turing_diagonal(decider)
    asked, run = decider.start(machine=table_number(machine.table)), machine.start_plain()
    try:
        asked.advance(steps)
    except DomainError as error:
        return Unknown(reason=str(error))
    if not asked.halted:
        return Unknown(reason=f"the decider has not answered within {steps} steps")
    run.advance(steps)
    witness = None if run.halted else idle_cycle(machine, steps)
    if not run.halted and witness is None:
        reason = (
            f"the machine has not heard the decider's answer within {steps} steps, on its tape "
            "(short deciders without loops over all digits answer in time)"
        )
        return Unknown(reason=reason)
    said = bool(asked.registers.get("halts", 0))
    return certified(machine, said, run.steps if run.halted else None, witness, decider)


def certified(
    machine: Machine,
    said: bool,
    steps: int | None,
    witness: Witness | None,
    decider: RegisterProgram,
) -> WrongDecider | Unknown:
    """Return what the checker confirms."""
    try:
        certificate = MachineProof(machine=machine, steps=steps, witness=witness, decider=decider)
        certificate.check()
    except (DomainError, Malformed) as error:
        reason = f"no certificate can hold it: {error}"
        return WrongDecider(machine=machine, said=said, steps=steps, reason=reason)
    except Rejected as error:
        return Unknown(reason=f"its checker does not confirm it: {error}")
    return WrongDecider(machine=machine, said=said, steps=steps, certificate=certificate)


def _python(machine: Program, steps: int, seconds: float) -> WrongDecider | Unknown | Failed:
    """Run the program; after its first step it asks, and then it ends or goes round its loop."""
    try:
        runs = machine.start(), machine.start()
        with alarm(seconds):
            for run in runs:
                run.advance(1)
                if run.value("text") != machine.text:
                    return Unknown(reason="what the decider defines keeps it from its own text")
                while not (run.halted or _answered(machine, run) or run.steps >= steps):
                    run.advance(run.steps + 1)
    except TimeIsUp:
        return Unknown(reason=f"the decider has not answered within {seconds:.3g} seconds")
    except DomainError as error:
        reason = f"the decider gives no answer: {error}"
        return Failed(reason=reason, transcript=Transcript())
    first, second = ((run.steps, run.halted) for run in runs)
    if first != second:
        return Unknown(reason="the decider does not do the same again")
    if _waits(machine, runs[0], SILENT):
        return Unknown(reason="it says that it cannot tell, and so it is not wrong")
    if runs[0].halted:
        return WrongDecider(machine=machine, said=False, steps=runs[0].steps, reason="it was run")
    if _waits(machine, runs[0], LOOP):
        reason = "it is in its endless loop"
        return WrongDecider(machine=machine, said=True, steps=None, reason=reason)
    return Unknown(reason=f"the decider has not answered within {steps} steps")


def _answered(machine: Program, run: ProgramRun) -> bool:
    return any(_waits(machine, run, line) for line in (LOOP, SILENT))


def _waits(machine: Program, run: ProgramRun, line: str) -> bool:
    """Tell whether the program is in one of its own two loops, at the end of its text."""
    place = {LOOP: 1, SILENT: 3}[line]  # from the end
    lines = machine.text.rstrip("\n").split("\n")
    return lines[-place] == line and run.line == len(lines) - place + 1
