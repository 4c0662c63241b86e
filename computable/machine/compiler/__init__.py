"""From register programs to the tables of Turing machines."""

from computable.machine.compiler.compile import compile_program, register_values

__all__ = ["compile_program", "register_values"]
