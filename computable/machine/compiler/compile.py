"""Register programs compiled to the tables of Turing machines.

A program and its machine do the same: the machine halts if and only if the program does, and then
the registers are on the tracks of its tape (:mod:`computable.machine.compiler.sweeps`), the first
of which begins in the cell where the machine started. How many of the machine's steps a step of the
program takes depends on the lengths of registers. If it has no products, quotients or remainders
but those of small constants, it is one sweep, or some, over the registers that it reads and sets;
others are loops of sweeps, as often as a number has digits. Registers of a machine may get longer
than the 2^22 bits that end a :class:`RegisterRun`.

The parts: steps with their expressions (``steps``) become operations on tracks (``code``,
``expressions``, ``arithmetic``), which are sweeps (``sweeps``, ``forms``, ``division``), which are
states (``states``).
"""

from __future__ import annotations

from computable.machine.compiler.code import flow_of
from computable.machine.compiler.states import assemble
from computable.machine.compiler.sweeps import number_on_track
from computable.machine.programs.registers import RegisterProgram
from computable.machine.turing.machine import TuringMachine
from computable.machine.turing.plain import Configuration

__all__ = ["compile_program", "register_values"]


def compile_program(program: RegisterProgram) -> TuringMachine:
    """Return a Turing machine with three symbols that does what a register program does.

    Raises
    ------
    DomainError
        If expressions or blocks are nested too deep.

    Examples
    --------
    >>> program = RegisterProgram("n = 10\\nwhile n > 2:\\n    n = n - 3\\n    k += n * n\\n")
    >>> machine = compile_program(program)
    >>> run = machine.start_plain()
    >>> run.advance(10**5)
    >>> run.halted, run.steps, register_values(program, run.configuration())
    (True, 2129, {'k': 66, 'n': 1})
    """
    flow = flow_of(program)
    return TuringMachine(assemble(flow.operations, flow.first, width=flow.width, head=0))


def register_values(
    program: RegisterProgram, configuration: Configuration, *, first: int = 0
) -> dict[str, int]:
    """Return the registers of a program when its machine has halted.

    Parameters
    ----------
    program : RegisterProgram
    configuration : Configuration
        Of the machine.
    first : int
        The cell where the first track begins.

    Raises
    ------
    DomainError
        If there are no numbers on the tracks.
    """
    flow = flow_of(program)
    return {
        name: number_on_track(configuration, track, width=flow.width, first=first)
        for name, track in flow.tracks.items()
    }
