"""Does a Turing machine halt? Yes, no with a witness, or undecided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from computable.machine.backward import find_backward
from computable.machine.cycles import find_cycle
from computable.machine.ngrams import find_ngrams
from computable.machine.turing import TuringMachine
from computable.machine.witness import Witness

__all__ = ["Halts", "NeverHalts", "Undecided", "decide"]

GRAMS = (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, kw_only=True)
class Halts:
    """*Proved by running it:* the machine halts in exactly ``steps`` steps."""

    steps: int

    def __str__(self) -> str:
        return f"halts after {self.steps} steps"


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
        return f"undecided: it has not halted within {self.steps} steps"


def decide(
    machine: TuringMachine, *, steps: int = 10**9, work: int = 20_000, plain: int = 5_000
) -> Halts | NeverHalts | Undecided:
    """Say whether a Turing machine halts on a tape of zeros, if a proof is found.

    Parameters
    ----------
    steps : int
        How far it is run.
    work : int
        Crossings and jumps of the accelerated run.
    plain : int
        Steps in which cycles are sought.

    Examples
    --------
    >>> print(decide(TuringMachine.parse("1RB1LB_1LA1RZ")))
    halts after 6 steps
    >>> print(decide(TuringMachine.parse("1RB0LB_1RA1RZ")))
    never halts (translated-cycle)
    """
    run = machine.start()
    run.advance(steps, work)
    if run.halted:
        return Halts(steps=run.steps)
    table = machine.table
    ways: list[Callable[[], Witness | None]] = [
        lambda: find_cycle(table, plain),
        lambda: find_backward(table, 60),
        *(lambda n=n: find_ngrams(table, n) for n in GRAMS),
    ]
    for find in ways:
        if (witness := find()) is not None:
            return NeverHalts(witness=witness)
    return Undecided(steps=run.steps)
