"""The writer of network files (format: :mod:`computable.network.storing`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from computable.errors import DomainError
from computable.network.activation import SoftThreshold
from computable.network.affine_map import AffineMap
from computable.network.network import Network
from computable.network.nonlinear import Gate, Pointwise
from computable.network.reading import FORMAT, LONGEST_INTEGER, VERSION
from computable.network.sparse import Row

__all__ = ["written"]

DECIMAL = 1 << 10
"""Integers of more bits are written in hexadecimal."""


def written(network: Network) -> str:
    """Return the text of a network.

    Raises
    ------
    DomainError
        If an integer is larger than the format admits.
    """
    maps: dict[str, int] = {}
    known: dict[int, int] = {}
    layers: list[str] = []
    for j, layer in enumerate(network.maps):
        if id(layer) not in known:
            text = json.dumps(_map(layer, f"maps[{j}]"))
            known[id(layer)] = maps.setdefault(text, len(maps))
        described: dict[str, Any] = {"map": known[id(layer)]}
        if j < len(network.activations):
            described |= _function(network.activations[j], f"activations[{j}]")
        layers.append(json.dumps(described))
    head = f'{{"format": "{FORMAT}", "version": {VERSION},\n'
    return f'{head} "maps": [{_lines(maps)}],\n "layers": [{_lines(layers)}]}}'


def _lines(texts: Iterable[str]) -> str:
    return ",".join("\n  " + text for text in texts)


def _map(layer: AffineMap, where: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "columns": layer.columns,
        "weights": _rows(layer.weights, f"{where}.weights"),
        "shift": [_rational(c, f"{where}.shift") for c in layer.shift],
    }
    if layer.skip:
        described |= {"skip": _rows(layer.skip, f"{where}.skip"), "inputs": layer.inputs}
    return described


def _rows(rows: Iterable[Row], where: str) -> list[list[list[int | str]]]:
    return [[[k, _rational(v, where)] for k, v in row] for row in rows]


def _function(rho: Pointwise | Gate, where: str) -> dict[str, Any]:
    described: dict[str, Any] = {"function": rho.function.name}
    if isinstance(rho.function, SoftThreshold):
        described["step"] = _rational(rho.function.step, f"{where}.step")
    if isinstance(rho, Gate):
        described["control"] = rho.control
    return described | {"units": _ranges(rho.units)}


def _ranges(units: Sequence[int]) -> list[list[int]]:
    """Return ascending integers as half-open ranges.

    Examples
    --------
    >>> _ranges((0, 1, 2, 5)), _ranges(())
    ([[0, 3], [5, 6]], [])
    """
    gaps = [(a, b) for a, b in pairwise(units) if b > a + 1]
    starts = [*units[:1], *(b for _, b in gaps)]
    stops = [*(a for a, _ in gaps), *units[-1:]]
    return [[a, b + 1] for a, b in zip(starts, stops, strict=True)]


def _rational(value: Fraction, where: str) -> str:
    """Write a rational.

    Examples
    --------
    >>> _rational(Fraction(-1, 3), ""), len(_rational(Fraction(-1, 1 << 2000), ""))
    ('-1/3', 508)
    """
    p, q = value.numerator, value.denominator
    bits = max(p.bit_length(), q.bit_length())
    if bits > LONGEST_INTEGER:
        raise DomainError(f"{where}: got a rational of {bits} bits, need at most {LONGEST_INTEGER}")
    if bits > DECIMAL:
        return f"{p:#x}" if q == 1 else f"{p:#x}/{q:#x}"
    return str(value)
