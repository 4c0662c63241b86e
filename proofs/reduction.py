"""The certificate of Theorem E: an output that does not know that a machine has halted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from computable.exact import Vector
from computable.machine import TuringMachine
from proofs import writing
from proofs.certificate import Certificate
from proofs.machine_proof import checked_steps, machine_document
from proofs.proof_file import ProofFile

DIGITS = 100_000
"""As many digits as a certificate can be about."""

__all__ = ["Reduction", "digits_refuted"]


def digits_refuted(error: Fraction) -> int:
    """Return the least K for which an error larger than this is larger than ``10**-K``.

    Examples
    --------
    >>> [digits_refuted(e) for e in (Fraction(1, 100), Fraction(1, 99), Fraction(7))]
    [2, 2, 0]
    """
    if not error:
        return DIGITS
    digits = max(0, len(str(error.denominator // error.numerator)) - 2)
    while Fraction(1, 10**digits) > error:
        digits += 1
    return min(digits, DIGITS)


@dataclass(frozen=True, kw_only=True, repr=False)
class Reduction(ProofFile):
    """The statement that an answer to a machine's instance is that of machines that never halt.

    *The machine halts in exactly ``steps`` steps, so its instance has an entry larger by the factor
    ``1 + 2**-(steps + offset)`` than that of a machine that never halts. Every recorded answer is
    legitimate for both, and here the output is farther than ``error`` (l2) from every minimiser.*

    Attributes
    ----------
    refutation : Certificate
        Instance, answers, output and minimiser, of one row.
    machine : TuringMachine
    error : Fraction
    steps, column, offset : int
    centre : Fraction
        The entry (0, column) if the machine never halts.
    about : mapping
        Strings for readers; no checker reads them.
    """

    refutation: Certificate
    machine: TuringMachine
    error: Fraction
    steps: int
    column: int
    offset: int
    centre: Fraction
    about: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Reduction(the machine halts after {self.steps} steps, {self.refutation!r})"

    @property
    def output(self) -> Vector:
        """What was answered."""
        return self.refutation.output

    @property
    def x(self) -> Vector:
        """The only minimiser."""
        return self.refutation.x

    def document(self) -> dict[str, Any]:
        """Return the file's content as JSON values.

        Raises
        ------
        DomainError
            If the run is longer, or an integer larger, than the format admits.
        """
        checked_steps(self.steps + self.offset)
        inner = self.refutation.document()
        claim = {
            "kind": "reduction",
            "error": writing.rational(self.error),
            "steps": checked_steps(self.steps),
            "column": self.column,
            "offset": self.offset,
            "centre": writing.rational(self.centre),
        }
        head = {"format": inner["format"], "version": inner["version"], "claim": claim}
        rest = {key: inner[key] for key in inner if key not in (*head, "about")}
        return {
            **head,
            "machine": machine_document(self.machine),
            **rest,
            "about": dict(self.about),
        }
