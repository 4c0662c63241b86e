"""From an accepted certificate file back to a :class:`Certificate`."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

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
from proofs import checker
from proofs.certificate import Certificate, check

__all__ = ["load"]


def load(path: str | Path) -> Certificate:
    """Check a certificate file and read it.

    Raises
    ------
    DomainError
        If the file cannot be read.
    Malformed, Rejected
        If the checker does not accept it.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(checker.FILE_BYTES + 1)
    except OSError as error:
        raise DomainError(f"file: {error.strerror}") from None
    check(data)
    document = checker.parse(data)
    _, N = document["instance"]["shape"]
    argument = document["argument"]
    return Certificate(
        digits=document["claim"]["digits"],
        problem=_problem(document["problem"]),
        instance=_instance(document["instance"], N),
        transcript=tuple(
            Query((kind, *indices), depth, _rational(answer))
            for kind, *indices, depth, answer in document["transcript"]
        ),
        output=_vector(document["output"]),
        x=_vector(argument["x"]),
        witness=_vector(argument["witness"]),
        modulus=argument.get("modulus"),
        about=_about(document.get("about")),
    )


def _instance(document: dict[str, Any], length: int) -> Instance:
    columns: list[list[tuple[int, Fraction]]] = [[] for _ in range(length)]
    for i, j, value in document["A"]:
        columns[j].append((i, _rational(value)))
    return Instance(
        columns=tuple(tuple(sorted((i, v) for i, v in column if v)) for column in columns),
        y=_vector(document["y"]),
    )


def _problem(document: dict[str, Any]) -> Problem:
    weights = _vector(document["weights"]) if "weights" in document else None
    name = document["name"]
    if name == LinearProgram.name:
        return LinearProgram(_vector(document["cost"]))
    if name == BasisPursuit.name:
        return BasisPursuit(_rational(document.get("epsilon", "0")), weights=weights)
    kind = Lasso if name == Lasso.name else SquareRootLasso
    return kind(_rational(document["lambda"]), weights=weights)


def _vector(values: Any) -> Vector:
    if isinstance(values, dict):
        den = _integer(values["den"])
        return tuple(Fraction(_integer(v), den) for v in values["num"])
    return tuple(_rational(v) for v in values)


def _rational(text: str) -> Fraction:
    numerator, _, denominator = text.partition("/")
    return Fraction(_integer(numerator), _integer(denominator or "1"))


def _integer(text: str) -> int:
    return int(text, 16 if "x" in text else 10)


def _about(value: Any) -> dict[str, str]:
    """Keep short printable strings: a certificate may come from anybody."""
    if not isinstance(value, dict):
        return {}
    return {
        key: text
        for key, text in value.items()
        if isinstance(text, str) and len(text) <= 500 and f"{key}{text}".isprintable()
    }
