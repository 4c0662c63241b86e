"""Machines: a deterministic step, a halting test, and a text that says it all."""

from computable.machine.accelerated import Accelerated
from computable.machine.compiler import compile_program
from computable.machine.countdown import halting_after
from computable.machine.decide import Halts, NeverHalts, Undecided, decide
from computable.machine.diagonal import diagonal_program, diagonal_register_program
from computable.machine.enumeration import turing_machine
from computable.machine.machine import Computation, Machine
from computable.machine.plain import Configuration, Plain
from computable.machine.programs import Program
from computable.machine.registers import RegisterProgram
from computable.machine.turing import TuringMachine
from computable.machine.turing_diagonal import turing_diagonal

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
