"""Machines: a deterministic step, a halting test, and a text that says it all."""

from computable.machine.accelerated import Accelerated
from computable.machine.machine import Computation, Machine
from computable.machine.plain import Configuration, Plain
from computable.machine.turing import TuringMachine

__all__ = ["Accelerated", "Computation", "Configuration", "Machine", "Plain", "TuringMachine"]
