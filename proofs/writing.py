"""The canonical text of certificate files: rationals, problems, instances, arguments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from computable.algorithm.answer import LARGEST_BITS
from computable.errors import DomainError
from computable.exact import Vector
from computable.oracle import Query
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
)
from proofs.modular import find_modulus

__all__ = ["file_text", "matrix", "minimiser", "problem", "rational", "rationals", "transcript"]

SHORT_BITS = 256
"""Integers up to this size are written in decimal, longer ones in hexadecimal."""


def file_text(document: dict[str, Any]) -> str:
    """Return the file: one line a field, fields in the format's order, ASCII."""
    lines = (f"{json.dumps(key)}: {_line(value)}" for key, value in document.items())
    return "{" + ",\n ".join(lines) + "}\n"


def problem(described: Problem, length: int) -> dict[str, Any]:
    """Write a problem for ``length`` unknowns."""
    document: dict[str, Any] = {"name": described.name}
    match described:
        case BasisPursuit():
            if described.epsilon:
                document["epsilon"] = rational(described.epsilon)
        case Lasso() | SquareRootLasso():
            document["lambda"] = rational(described.lam)
        case LinearProgram():
            document["cost"] = rationals(described.bounds(length))
            return document
    if described.weights is not None:
        document["weights"] = rationals(described.weights)
    return document


def matrix(instance: Instance) -> list[Any]:
    """Write A as a list of its non-zero entries."""
    columns = enumerate(instance.columns)
    return [[i, j, rational(value)] for j, column in columns for i, value in column]


def minimiser(
    described: Problem, instance: Instance, x: Vector, witness: Vector, modulus: int | None = None
) -> dict[str, Any]:
    """Write a unique minimiser with its witness and, unless it is zero, a modulus."""
    point: dict[str, Any] = {"x": rationals(x), "witness": rationals(witness)}
    modulus = modulus or find_modulus(described, instance, x)
    if modulus is not None:
        point["modulus"] = modulus
    return point


def transcript(queries: Iterable[Query]) -> list[Any]:
    """Write answered queries."""
    return [[*q.entry, q.depth, rational(q.answer)] for q in queries]


def rationals(values: Sequence[Fraction]) -> list[str] | dict[str, Any]:
    """Write a list of rationals; one long denominator that several have is written once."""
    long = [v.denominator for v in values if v.denominator.bit_length() > SHORT_BITS]
    if len(long) > 1 and all(d == long[0] for d in long):
        den = long[0]
        if not any(den % v.denominator for v in values):
            return {"den": _integer(den), "num": [_integer(int(v * den)) for v in values]}
    return [rational(v) for v in values]


def rational(value: Fraction) -> str:
    """Write a rational in lowest terms.

    Raises
    ------
    DomainError
        If an integer is larger than the format admits.
    """
    numerator = _integer(value.numerator)
    return numerator if value.denominator == 1 else f"{numerator}/{_integer(value.denominator)}"


def _integer(value: int) -> str:
    bits = value.bit_length()
    if bits > LARGEST_BITS:
        raise DomainError(f"certificate: an integer of {bits} bits, the format has {LARGEST_BITS}")
    return str(value) if bits <= SHORT_BITS else hex(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(", ", ": "))
