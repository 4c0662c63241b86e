"""The certificate: a refutation as a canonical JSON file (format: FORMAT.md).

Producing one needs no trust: whoever doubts it runs the checker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from computable.exact import Vector
from computable.oracle import Query
from computable.problem import Instance, Problem, norm_squared
from proofs import writing
from proofs.proof_file import ProofFile, check

__all__ = ["Certificate", "check"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Certificate(ProofFile):
    """The statement that one run's output does not have ``digits`` digits, with its proof.

    *On this instance the output is farther than ``10**-digits`` (l2) from every minimiser,
    and every recorded answer is a legitimate approximation of the instance.*

    Attributes
    ----------
    digits : int
    problem : Problem
    instance : Instance
    transcript : tuple of Query
    output : Vector, shape (N,)
    x : Vector, shape (N,)
        The unique minimiser.
    witness : Vector, shape (m,)
        The dual witness that proves it.
    about : mapping
        Strings for readers; no checker reads them.
    modulus : int, optional
        For the proof that the columns used are independent; found if not given.
    flag : bool, optional
        What somebody said of the output who read the transcript, too: it has ``digits`` digits,
        or it has not. The claim is then that this is false. For ``False``, x is any minimiser,
        and the output is within ``10**-digits`` of it.
    """

    digits: int
    problem: Problem
    instance: Instance
    transcript: tuple[Query, ...]
    output: Vector
    x: Vector
    witness: Vector
    about: Mapping[str, str] = field(default_factory=dict)
    modulus: int | None = field(default=None, compare=False)
    flag: bool | None = None

    def __repr__(self) -> str:
        m, N = self.instance.shape
        return f"Certificate(not {self.digits} digits, {self.problem.name}, {m} x {N})"

    @property
    def error_squared(self) -> Fraction:
        """The exact square of the l2 distance between output and minimiser."""
        return norm_squared([a - b for a, b in zip(self.output, self.x, strict=True)])

    def document(self) -> dict[str, Any]:
        """Return the file's content as JSON values.

        Raises
        ------
        DomainError
            If an integer is larger than the format admits.
        """
        m, N = self.instance.shape
        claim: dict[str, Any] = {"kind": "refutation", "digits": self.digits}
        kind, point = "unique-minimiser", (self.problem, self.instance, self.x, self.witness)
        if self.flag is not None:
            claim = {**claim, "kind": "flag", "flag": "correct" if self.flag else "wrong"}
        if self.flag is False:
            kind, argument = (
                "minimiser",
                {
                    "x": writing.rationals(self.x),
                    "witness": writing.rationals(self.witness),
                },
            )
        else:
            argument = writing.minimiser(*point, self.modulus)
        return {
            "format": "computable-certificate",
            "version": 1,
            "claim": claim,
            "problem": writing.problem(self.problem, N),
            "instance": {
                "shape": [m, N],
                "A": writing.matrix(self.instance),
                "y": writing.rationals(self.instance.y),
            },
            "transcript": writing.transcript(self.transcript),
            "output": writing.rationals(self.output),
            "argument": {"kind": kind, **argument},
            "about": dict(self.about),
        }
