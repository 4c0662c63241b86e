"""The certificate of claims about an answer that somebody has: its digits, or that it has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from computable.exact import Vector
from computable.files import write_atomically
from computable.problem import Problem
from computable.recovery.box import Box, Radii
from proofs import writing
from proofs.arguments import Argument
from proofs.proof_file import ProofFile, check

__all__ = ["GivenAnswer", "MakeArgument"]

MakeArgument = Callable[["GivenAnswer"], Argument]
"""Makes an argument for a claim when it is asked for: float64 proves faster than it writes."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GivenAnswer(ProofFile):
    """The statement that an answer has ``digits`` digits, or that it has not.

    *On every instance of the box there is a minimiser within ``10**-digits`` (l2) of the
    output*, or *on every instance of the box the output is farther than ``10**-digits`` from
    every minimiser*.

    Attributes
    ----------
    right : bool
        Which of the two is claimed.
    digits : int
    problem : Problem
    box : Box
    output : Vector, shape (N,)
    argument : Argument or MakeArgument
    about : mapping
        Strings for readers; no checker reads them.
    """

    right: bool
    digits: int
    problem: Problem
    box: Box
    output: Vector
    argument: Argument | MakeArgument
    about: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        m, N = self.box.shape
        has = "" if self.right else "not "
        return f"GivenAnswer({has}{self.digits} digits, {self.problem.name}, {m} x {N})"

    def save(self, path: str | Path) -> Path:
        """Have the checker accept the file, then write it atomically and return its path.

        Raises
        ------
        DomainError, Rejected
            If it cannot be made (see :meth:`document`).
        Malformed
            If it is more than the checker can read or do.
        """
        data = self.text().encode("ascii")
        check(data)
        return write_atomically(path, data)

    def document(self) -> dict[str, Any]:
        """Return the file's content as JSON values.

        Raises
        ------
        DomainError
            If an integer is larger than the format admits.
        Rejected
            If the checker's intervals turn out too wide for the claim.
        """
        (m, N), instance = self.box.shape, self.box.instance
        argument = self.argument(self) if callable(self.argument) else self.argument
        given: dict[str, Any] = {
            "shape": [m, N],
            "A": writing.matrix(instance),
            "y": writing.rationals(instance.y),
        }
        if not self.box.exact:
            given["radius"] = {
                "A": _radii(self.box.A_radius, None),
                "y": _radii(self.box.y_radius, m),
            }
        return {
            "format": "computable-certificate",
            "version": 1,
            "claim": {"kind": "digits" if self.right else "refutation", "digits": self.digits},
            "problem": writing.problem(self.problem, N),
            "instance": given,
            "output": writing.rationals(self.output),
            "argument": argument.document(),
            "about": dict(self.about),
        }


def _radii(radii: Radii, length: int | None) -> Any:
    if isinstance(radii, Fraction):
        return writing.rational(radii)
    if length is None:
        return [[*place, writing.rational(r)] for place, r in sorted(radii.items())]
    return [writing.rational(radii.get(i, Fraction(0))) for i in range(length)]
