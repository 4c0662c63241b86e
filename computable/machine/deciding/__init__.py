"""Does a machine halt? Deciders, and witnesses that other code checks."""

from computable.machine.deciding.decide import Halts, NeverHalts, Undecided, decide
from computable.machine.deciding.witness import (
    Backward,
    Cycle,
    NGrams,
    TranslatedCycle,
    Witness,
)

__all__ = [
    "Backward",
    "Cycle",
    "Halts",
    "NGrams",
    "NeverHalts",
    "TranslatedCycle",
    "Undecided",
    "Witness",
    "decide",
]
