"""Does a machine halt? Yes, no with a witness, or undecided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from computable.errors import DomainError
from computable.exact import size_text
from computable.machine.deciding.backward import find_backward
from computable.machine.deciding.cycles import find_cycle
from computable.machine.deciding.ngrams import find_ngrams
from computable.machine.deciding.register_cycles import find_register_cycle
from computable.machine.deciding.witness import Witness
from computable.machine.machine import Machine
from computable.machine.programs.registers import RegisterProgram
from computable.machine.turing.machine import TuringMachine

__all__ = ["Halts", "NeverHalts", "Undecided", "decide"]

GRAMS = (1, 2, 3, 4, 5, 6)
FIRST = 2_000
"""Work before witnesses are sought."""


@dataclass(frozen=True, kw_only=True)
class Halts:
    """*Proved by running it:* the machine halts in exactly ``steps`` steps."""

    steps: int

    def __str__(self) -> str:
        return f"halts after {size_text(self.steps)} steps"


@dataclass(frozen=True, kw_only=True)
class NeverHalts:
    """*Proved:* the machine never halts, as the witness shows."""

    witness: Witness

    def __str__(self) -> str:
        return f"never halts ({self.witness.kind})"


@dataclass(frozen=True, kw_only=True)
class Undecided:
    """No proof was found; the machine has not halted within ``steps`` steps."""

    steps: int

    def __str__(self) -> str:
        return f"undecided: it has not halted within {size_text(self.steps)} steps"


def decide(
    machine: Machine, *, steps: int = 10**9, work: int = 20_000, plain: int = 5_000
) -> Halts | NeverHalts | Undecided:
    """Say whether a machine halts, if a proof is found.

    Parameters
    ----------
    machine : Machine
        Of a register program only cycles are sought; a Python program is only run.
    steps : int
        How far it is run.
    work : int
        Crossings and jumps of the accelerated run of a Turing machine.
    plain : int
        Steps in which cycles are sought.

    Examples
    --------
    >>> print(decide(TuringMachine.parse("1RB1LB_1LA1RZ")))
    halts after 6 steps
    >>> print(decide(TuringMachine.parse("1RB0LB_1RA1RZ")))
    never halts (translated-cycle)
    >>> print(decide(RegisterProgram("n = 1\\nwhile n:\\n    n = 3 - n\\n")))
    never halts (cycle)
    """
    if not isinstance(machine, Machine):
        raise DomainError(
            f"machine: got {type(machine).__name__}, need a machine, TuringMachine.parse(text) say"
        )
    if isinstance(machine, TuringMachine):
        return _turing_machine(machine, steps, work, plain)
    if isinstance(machine, RegisterProgram):
        cycle = find_register_cycle(machine, min(plain, steps))
        if cycle is not None:
            return NeverHalts(witness=cycle)
    run = machine.start()
    run.advance(steps)
    return Halts(steps=run.steps) if run.halted else Undecided(steps=run.steps)


def _turing_machine(
    machine: TuringMachine, steps: int, work: int, plain: int
) -> Halts | NeverHalts | Undecided:
    """Run it for a while, seek witnesses, and run it on."""
    run, table = machine.start(), machine.table
    run.advance(steps, min(work, FIRST))
    if run.halted:
        return Halts(steps=run.steps)
    ways: list[Callable[[], Witness | None]] = [
        lambda: find_cycle(table, plain),
        lambda: find_backward(table, 60),
        *(lambda n=n: find_ngrams(table, n) for n in GRAMS),
    ]
    for find in ways:
        if (witness := find()) is not None:
            return NeverHalts(witness=witness)
    if work > FIRST:
        run.advance(steps, work - FIRST)
    return Halts(steps=run.steps) if run.halted else Undecided(steps=run.steps)
