"""Register programs, and programs in Python, as machines."""

from computable.machine.programs.python import Program, ProgramRun
from computable.machine.programs.registers import RegisterProgram, RegisterRun

__all__ = ["Program", "ProgramRun", "RegisterProgram", "RegisterRun"]
