"""What a machine is here: a deterministic step, a halting test, and a text that says it all."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

__all__ = ["Computation", "Machine"]


class Computation(Protocol):
    """A machine that runs from its start, and can be run on."""

    @property
    def steps(self) -> int:
        """How many have been taken."""

    @property
    def halted(self) -> bool:
        """Whether the last of them was the halting step."""

    def advance(self, limit: int) -> None:
        """Run until it halts or ``limit`` steps have been taken, counted from the start."""


@runtime_checkable
class Machine(Protocol):
    """Anything that starts a computation which its text determines."""

    @property
    def text(self) -> str:
        """The machine in its language."""

    def start(self) -> Computation:
        """Return a new computation, before its first step."""
