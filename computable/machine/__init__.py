"""Machines: a deterministic step, a halting test, and a text that says it all."""

from computable.machine.compiler import compile_program
from computable.machine.deciding.decide import Halts, NeverHalts, Undecided, decide
from computable.machine.diagonal.program import diagonal_program, diagonal_register_program
from computable.machine.diagonal.table import turing_diagonal
from computable.machine.machine import Computation, Machine
from computable.machine.programs.python import Program
from computable.machine.programs.registers import RegisterProgram
from computable.machine.turing.accelerated import Accelerated
from computable.machine.turing.countdown import halting_after
from computable.machine.turing.enumeration import turing_machine
from computable.machine.turing.machine import TuringMachine
from computable.machine.turing.plain import Configuration, Plain

__all__ = [
    "Accelerated",
    "Computation",
    "Configuration",
    "Halts",
    "Machine",
    "NeverHalts",
    "Plain",
    "Program",
    "RegisterProgram",
    "TuringMachine",
    "Undecided",
    "compile_program",
    "decide",
    "diagonal_program",
    "diagonal_register_program",
    "halting_after",
    "turing_diagonal",
    "turing_machine",
]
