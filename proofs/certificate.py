"""The certificate: a refutation as a canonical JSON file (format: FORMAT.md).

Producing one needs no trust: whoever doubts it runs the checker.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from computable.algorithm.answer import LARGEST_BITS
from computable.errors import DomainError, Malformed, Rejected
from computable.exact import Vector
from computable.files import write_atomically
from computable.oracle import Query
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
    norm_squared,
)
from proofs import checker
from proofs.modular import find_modulus

__all__ = ["Certificate", "check"]

SHORT_BITS = 256
"""Integers up to this size are written in decimal, longer ones in hexadecimal."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Certificate:
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
        argument: dict[str, Any] = {
            "kind": "unique-minimiser",
            "x": _texts(self.x),
            "witness": _texts(self.witness),
        }
        modulus = self.modulus or find_modulus(self.problem, self.instance, self.x)
        if modulus is not None:
            argument["modulus"] = modulus
        return {
            "format": "computable-certificate",
            "version": 1,
            "claim": {"kind": "refutation", "digits": self.digits},
            "problem": _problem(self.problem, N),
            "instance": {
                "shape": [m, N],
                "A": [
                    [i, j, _text(value)]
                    for j, column in enumerate(self.instance.columns)
                    for i, value in column
                ],
                "y": _texts(self.instance.y),
            },
            "transcript": [[*q.entry, q.depth, _text(q.answer)] for q in self.transcript],
            "output": _texts(self.output),
            "argument": argument,
            "about": dict(self.about),
        }

    def text(self) -> str:
        """Return the file: one line a field, fields in the format's order, ASCII."""
        lines = (f"{json.dumps(k)}: {_line(v)}" for k, v in self.document().items())
        return "{" + ",\n ".join(lines) + "}\n"

    def save(self, path: str | Path) -> Path:
        """Write the file atomically (all of it or nothing) and return its path.

        A device or pipe is written to, not replaced.
        """
        return write_atomically(path, self.text().encode("ascii"))

    def check(self) -> str:
        """Have the checker verify the file's text and return what it proves.

        Raises
        ------
        Malformed, Rejected
            If it does not.
        """
        return check(self.text().encode("ascii"))


def check(proof: bytes | str | Path) -> str:
    """Verify a certificate, a file or its bytes, and return what it proves.

    Parameters
    ----------
    proof : bytes, or str or Path
        The content of a file, or its path.

    Raises
    ------
    OSError
        If the file cannot be read.
    Malformed
        If the bytes break the format, or are more than the checker takes on.
    Rejected
        If the claim does not follow from the file.
    """
    if isinstance(proof, bytes):
        data = proof
    else:
        with open(proof, "rb") as file:
            data = file.read(checker.FILE_BYTES + 1)
    try:
        return checker.check(data)
    except checker.No as no:
        verdict, reason = no.args
        if verdict == "rejected":
            raise Rejected(reason) from None
        raise Malformed(reason if verdict == "malformed" else f"{reason} ({verdict})") from None


def _problem(problem: Problem, length: int) -> dict[str, Any]:
    described: dict[str, Any] = {"name": problem.name}
    match problem:
        case BasisPursuit():
            if problem.epsilon:
                described["epsilon"] = _text(problem.epsilon)
        case Lasso() | SquareRootLasso():
            described["lambda"] = _text(problem.lam)
        case LinearProgram():
            described["cost"] = _texts(problem.bounds(length))
            return described
    if problem.weights is not None:
        described["weights"] = _texts(problem.weights)
    return described


def _texts(values: Sequence[Fraction]) -> list[str] | dict[str, Any]:
    """Write a list of rationals; one long denominator that several have is written once."""
    long = [v.denominator for v in values if v.denominator.bit_length() > SHORT_BITS]
    if len(long) > 1 and all(d == long[0] for d in long):
        den = long[0]
        if not any(den % v.denominator for v in values):
            return {"den": _integer(den), "num": [_integer(int(v * den)) for v in values]}
    return [_text(v) for v in values]


def _text(value: Fraction) -> str:
    """Write a rational in lowest terms."""
    numerator = _integer(value.numerator)
    return numerator if value.denominator == 1 else f"{numerator}/{_integer(value.denominator)}"


def _integer(value: int) -> str:
    bits = value.bit_length()
    if bits > LARGEST_BITS:
        raise DomainError(f"certificate: an integer of {bits} bits, the format has {LARGEST_BITS}")
    return str(value) if bits <= SHORT_BITS else hex(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(", ", ": "))
