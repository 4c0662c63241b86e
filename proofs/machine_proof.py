"""Certificates about machines: halting, never halting, and deciders that are wrong (FORMAT.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from computable.errors import DomainError
from computable.exact import size_text
from computable.machine import Machine, RegisterProgram, TuringMachine
from computable.machine.deciding.witness import Backward, Cycle, NGrams, TranslatedCycle, Witness
from proofs.proof_file import ProofFile

__all__ = ["LONGEST_RUN", "MachineProof", "machine_document", "witness_document"]

LONGEST_RUN = 4_000_000
"""Steps that a certificate may ask a checker to replay."""
DEEPEST, WIDEST, LONGEST_TEXT = 10_000, 100, 10_000_000
"""Steps back, cells of an n-gram, and characters of a machine that the format admits."""
KINDS: dict[type, str] = {TuringMachine: "turing", RegisterProgram: "register"}


@dataclass(frozen=True, kw_only=True, repr=False)
class MachineProof(ProofFile):
    """The statement that a machine halts in exactly so many steps, or never.

    With a decider: that this is so, and that it says the opposite.

    Attributes
    ----------
    machine : TuringMachine or RegisterProgram
    steps : int or None
        When it halts.
    witness : Witness or None
        Why it never halts; one of the two is given.
    decider : RegisterProgram or None
        Started with the machine's number it halts and says what is false. Then a witness is a
        cycle or a translated cycle.
    about : mapping
        Strings for readers; no checker reads them.
    """

    machine: Machine
    steps: int | None = None
    witness: Witness | None = None
    decider: RegisterProgram | None = None
    about: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.steps is None) == (self.witness is None):
            raise DomainError("certificate: need steps or a witness, one of them")

    def __repr__(self) -> str:
        if self.decider is not None:
            said = "halts" if self.steps is None else "never halts"
            return f"MachineProof(a decider says {said!r}, which is false)"
        if self.witness is None:
            return f"MachineProof(halts after {self.steps} steps)"
        return f"MachineProof(never halts, {self.witness.kind})"

    def document(self) -> dict[str, Any]:
        """Return the file's content as JSON values.

        Raises
        ------
        DomainError
            If the format has no place for it: the machine is a Python program, or the run too long.
        """
        self._need_place()
        claim: dict[str, Any] = {"kind": "non-halting" if self.steps is None else "halting"}
        if self.decider is not None:
            says = "halts" if self.steps is None else "never halts"
            claim = {"kind": "decider", "says": says}
        if self.steps is not None:
            claim["steps"] = checked_steps(self.steps)
        document = {
            "format": "computable-certificate",
            "version": 1,
            "claim": claim,
            "machine": machine_document(self.machine),
        }
        if self.decider is not None:
            document["decider"] = machine_document(self.decider)
        if self.witness is not None:
            document["argument"] = witness_document(self.witness)
        return document | {"about": dict(self.about)}

    def _need_place(self) -> None:
        """Refuse what no field of the format can hold."""
        match self.witness:
            case Cycle() | TranslatedCycle():
                checked_steps(self.witness.start + self.witness.period)
            case Backward(depth=depth) if not 1 <= depth <= DEEPEST:
                raise DomainError(f"certificate: got depth {depth}, need 1 to {DEEPEST}")
            case NGrams(n=n) if not 1 <= n <= WIDEST:
                raise DomainError(f"certificate: got n-grams of {n} cells, need 1 to {WIDEST}")
        simple = isinstance(self.machine, RegisterProgram) or self.decider is not None
        if self.witness is not None and simple and not isinstance(self.witness, Cycle):
            raise DomainError(
                f"certificate: got a {self.witness.kind} witness, need a cycle of register "
                "programs, and with a decider"
            )
        decider: object = self.decider
        if decider is not None and not isinstance(decider, RegisterProgram):
            name = type(decider).__name__
            raise DomainError(f"certificate: got a {name} as decider, need a RegisterProgram")


def checked_steps(steps: int) -> int:
    """Return a number of steps that a certificate can hold.

    Raises
    ------
    DomainError
        If it is no positive integer, or a checker would have to run for longer.
    """
    if not isinstance(steps, int) or isinstance(steps, bool) or steps < 1:
        raise DomainError(f"certificate: got {steps!r} steps, need a positive integer")
    if steps > LONGEST_RUN:
        raise DomainError(
            f"certificate: a run of {size_text(steps)} steps, a checker replays at most "
            f"{LONGEST_RUN}"
        )
    return steps


def machine_document(machine: Machine) -> dict[str, str]:
    """Write a machine.

    Raises
    ------
    DomainError
        If no checker can run it.
    """
    kind = KINDS.get(type(machine))
    if kind is None or not machine.text.isascii():
        name = type(machine).__name__
        raise DomainError(
            f"certificate: got a {name}, need a TuringMachine or a RegisterProgram in ASCII"
        )
    most = LONGEST_TEXT if kind == "turing" else LONGEST_TEXT // 10
    if len(machine.text) > most:
        raise DomainError(f"certificate: a machine of more than {most} characters")
    return {"kind": kind, "text": machine.text}


def witness_document(witness: Witness) -> dict[str, Any]:
    """Write a witness.

    Examples
    --------
    >>> witness_document(TranslatedCycle(start=0, period=2, shift=2))
    {'kind': 'translated-cycle', 'start': 0, 'period': 2, 'shift': 2}
    """
    match witness:
        case Cycle(start=start, period=period):
            return {"kind": witness.kind, "start": start, "period": period}
        case TranslatedCycle(start=start, period=period, shift=shift):
            return {"kind": witness.kind, "start": start, "period": period, "shift": shift}
        case Backward(depth=depth):
            return {"kind": witness.kind, "depth": depth}
        case NGrams(n=n):
            contexts = [[[*l], q, s, [*r]] for l, q, s, r in sorted(witness.contexts)]
            sides = {
                "left": sorted(map(list, witness.left)),
                "right": sorted(map(list, witness.right)),
            }
            return {"kind": witness.kind, "n": n, "contexts": contexts, **sides}
