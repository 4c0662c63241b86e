"""Turing machines: tables, two simulators, numbers, histories and pictures."""

from computable.machine.turing.accelerated import Accelerated
from computable.machine.turing.countdown import halting_after
from computable.machine.turing.enumeration import turing_machine
from computable.machine.turing.history import Moment, history
from computable.machine.turing.machine import TuringMachine
from computable.machine.turing.plain import Configuration, Plain

__all__ = [
    "Accelerated",
    "Configuration",
    "Moment",
    "Plain",
    "TuringMachine",
    "halting_after",
    "history",
    "turing_machine",
]
