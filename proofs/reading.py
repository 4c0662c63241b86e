"""The values in a certificate file that a checker has accepted, the other way from ``writing``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from computable.exact import Vector
from computable.inputs import as_given
from computable.machine import RegisterProgram, TuringMachine
from computable.machine.deciding.witness import Backward, Cycle, NGrams, TranslatedCycle, Witness
from computable.oracle import Query
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
)
from computable.recovery.box import Box, Radii
from proofs.arguments import Argument, BasisArgument, Minimiser, PathArgument, Separation

__all__ = [
    "about",
    "argument",
    "box",
    "instances",
    "machine",
    "problem",
    "program",
    "rational",
    "rationals",
    "transcript",
    "witness",
]


def problem(document: dict[str, Any]) -> Problem:
    """Read a problem. A cost of ones is no cost, as an algorithm would have been told."""
    weights = rationals(document["weights"]) if "weights" in document else None
    name = document["name"]
    if name == LinearProgram.name:
        cost = rationals(document["cost"])
        return LinearProgram(None if set(cost) == {1} else cost)
    if name == BasisPursuit.name:
        return BasisPursuit(rational(document.get("epsilon", "0")), weights=weights)
    kind = Lasso if name == Lasso.name else SquareRootLasso
    return kind(rational(document["lambda"]), weights=weights)


def instances(A: Any, points: Sequence[Any], length: int) -> tuple[Instance, ...]:
    """Read the instance (A, y) of every y, with ``length`` columns."""
    columns: list[list[tuple[int, Fraction]]] = [[] for _ in range(length)]
    for i, j, value in A:
        columns[j].append((i, rational(value)))
    shared = tuple(tuple(sorted((i, v) for i, v in column if v)) for column in columns)
    return tuple(Instance(columns=shared, y=rationals(y)) for y in points)


def box(given: dict[str, Any]) -> Box:
    """Read an instance with its radius, if it has one, of a claim about a given answer."""
    (centre,) = instances(given["A"], [given["y"]], given["shape"][1])
    radius = given.get("radius", {"A": "0", "y": "0"})
    return Box(
        given=as_given(centre), A_radius=_radii(radius["A"], "A"), y_radius=_radii(radius["y"], "y")
    )


def argument(document: dict[str, Any]) -> Argument:
    """Read the argument of a claim about a given answer, the numbers exactly as they stand."""
    match document["kind"]:
        case "path":
            return PathArgument(
                bits=document["bits"],
                support=tuple(document["support"]),
                signs=document["signs"],
                base=rationals(document["base"]),
                slope=rationals(document["slope"]),
                inverse=tuple(map(rationals, document["inverse"])),
            )
        case "basis":
            vectors = {key: rationals(document[key]) for key in ("dual", "point", "witness")}
            return BasisArgument(
                bits=document["bits"],
                basis=tuple(document["basis"]),
                free=tuple(document.get("free", ())),
                inverse=tuple(map(rationals, document["inverse"])),
                **vectors,
            )
        case "separation":
            keys = ("x", "witness", "direction", "multipliers")
            return Separation(**{key: rationals(document[key]) for key in keys})
    return Minimiser(x=rationals(document["x"]), witness=rationals(document["witness"]))


def machine(document: dict[str, str]) -> TuringMachine | RegisterProgram:
    """Read a machine."""
    if document["kind"] == "turing":
        return TuringMachine.parse(document["text"])
    return RegisterProgram(document["text"])


def program(document: dict[str, str] | None) -> RegisterProgram | None:
    """Read a decider, if there is one."""
    return None if document is None else RegisterProgram(document["text"])


def witness(document: dict[str, Any] | None) -> Witness | None:
    """Read why a machine never halts, if that is claimed."""
    if document is None:
        return None
    numbers = {key: value for key, value in document.items() if isinstance(value, int)}
    if document["kind"] == NGrams.kind:
        return NGrams(
            contexts=frozenset((bytes(l), q, s, bytes(r)) for l, q, s, r in document["contexts"]),
            left=frozenset(map(bytes, document["left"])),
            right=frozenset(map(bytes, document["right"])),
            **numbers,
        )
    kinds = {kind.kind: kind for kind in (Cycle, TranslatedCycle, Backward)}
    return kinds[document["kind"]](**numbers)


def transcript(rows: Any) -> tuple[Query, ...]:
    """Read answered queries."""
    return tuple(
        Query((kind, *indices), depth, rational(answer)) for kind, *indices, depth, answer in rows
    )


def rationals(values: Any) -> Vector:
    """Read a list of rationals, or the denominator that they share with their numerators.

    Examples
    --------
    >>> rationals({"den": "0x10", "num": ["4", "-3"]}) == rationals(["1/4", "-0x3/16"])
    True
    """
    if isinstance(values, dict):
        den = _integer(values["den"])
        return tuple(Fraction(_integer(v), den) for v in values["num"])
    return tuple(rational(v) for v in values)


def rational(text: str) -> Fraction:
    """Read a rational."""
    numerator, _, denominator = text.partition("/")
    return Fraction(_integer(numerator), _integer(denominator or "1"))


def about(value: Any) -> dict[str, str]:
    """Keep short printable strings: a certificate may come from anybody."""
    if not isinstance(value, dict):
        return {}
    return {
        key: text
        for key, text in value.items()
        if isinstance(text, str) and len(text) <= 500 and f"{key}{text}".isprintable()
    }


def _radii(value: Any, name: str) -> Radii:
    """Read one radius for all entries of A or y, or those that are not 0."""
    if isinstance(value, str):
        return rational(value)
    if name == "A":
        places: dict[Any, Fraction] = {(i, j): rational(r) for i, j, r in value}
    else:
        places = dict(enumerate(rationals(value)))
    return {place: r for place, r in places.items() if r} or Fraction(0)


def _integer(text: str) -> int:
    return int(text, 16 if "x" in text else 10)
