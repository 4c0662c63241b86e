"""Machines that ask a decider about themselves and do the opposite."""

from computable.machine.diagonal.program import diagonal_program, diagonal_register_program
from computable.machine.diagonal.table import idle_cycle, turing_diagonal

__all__ = ["diagonal_program", "diagonal_register_program", "idle_cycle", "turing_diagonal"]
