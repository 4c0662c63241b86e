"""The reader of network files (format: :mod:`computable.network.storing`).

The text may be hostile: what is built is at most a constant factor larger than the text, numbers
are short enough for their greatest common divisors, and the only error is a ``DomainError``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NoReturn, TypeVar

from computable.errors import DomainError
from computable.network.activation import ACTIVATIONS, SoftThreshold
from computable.network.affine_map import AffineMap
from computable.network.network import Network
from computable.network.nonlinear import Gate, Pointwise
from computable.network.sparse import Row

__all__ = ["FORMAT", "LONGEST_FILE", "LONGEST_INTEGER", "VERSION", "read"]

FORMAT, VERSION = "computable-network", 1
LONGEST_FILE = 1 << 28
"""Characters of a text, bytes of a file; also the most columns of a map."""
LONGEST_INTEGER = 1 << 18
"""Bits of a numerator or denominator."""

_INTEGER = rf"(?:[0-9]{{1,400}}|0x[0-9a-f]{{1,{LONGEST_INTEGER // 4}}})"
_RATIONAL = re.compile(rf"(-?)({_INTEGER})(?:/({_INTEGER}))?")

T = TypeVar("T")


def read(text: str) -> Network:
    """Return the network that a text describes.

    Raises
    ------
    DomainError
        If it describes none.
    """
    try:
        document = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=lambda found: _fail("the text", f"got {found}, need strings"),
            parse_float=lambda found: _fail("the text", f"got {found[:20]}, need strings"),
        )
    except DomainError:
        raise
    except (ValueError, RecursionError) as error:
        raise DomainError(f"network file: no JSON: {str(error)[:80]}") from None
    fields = _fields(document, "the file", {"format", "version", "maps", "layers"})
    if fields["format"] != FORMAT or type(fields["version"]) is not int:
        _fail("format", f"got {_short(fields['format'])}, need {FORMAT!r} and an integer version")
    if fields["version"] != VERSION:
        _fail("version", f"got {fields['version']}, need {VERSION}")
    maps = [_map(entry, f"maps[{i}]") for i, entry in enumerate(_list(fields["maps"], "maps"))]
    chosen: list[AffineMap] = []
    activations: list[Pointwise | Gate] = []
    layers = _list(fields["layers"], "layers")
    for j, entry in enumerate(layers):
        where = f"layers[{j}]"
        optional = {"control", "step"} if j + 1 < len(layers) else set()
        required = {"map", "function", "units"} if optional else {"map"}
        layer = _fields(entry, where, required, optional)
        chosen.append(maps[_index(layer["map"], len(maps), f"{where}.map")])
        if optional:
            activations.append(_function(layer, chosen[-1].rows, where))
    return _made("layers", Network, maps=tuple(chosen), activations=tuple(activations))


def _map(entry: object, where: str) -> AffineMap:
    fields = _fields(entry, where, {"columns", "weights", "shift"}, {"skip", "inputs"})
    if ("skip" in fields) != ("inputs" in fields):
        _fail(where, "need both of 'skip' and 'inputs', or none")
    weights = _rows(fields["weights"], f"{where}.weights")
    shift = _list(fields["shift"], f"{where}.shift")
    if len(shift) != len(weights):
        _fail(f"{where}.shift", f"got {len(shift)} entries, need {len(weights)}")
    return _made(
        where,
        AffineMap,
        columns=_index(fields["columns"], LONGEST_FILE, f"{where}.columns"),
        weights=weights,
        shift=tuple(_rational(c, f"{where}.shift[{i}]") for i, c in enumerate(shift)),
        skip=_rows(fields.get("skip", []), f"{where}.skip"),
        inputs=_index(fields.get("inputs", 0), LONGEST_FILE, f"{where}.inputs"),
    )


def _rows(rows: object, where: str) -> tuple[Row, ...]:
    made = []
    for i, row in enumerate(_list(rows, where)):
        place = f"{where}[{i}]"
        entries = []
        for pair in _list(row, place):
            if not isinstance(pair, list) or len(pair) != 2:
                _fail(place, f"got {_short(pair)}, need a pair [column, rational]")
            entries.append((pair[0], _rational(pair[1], place)))
        made.append(tuple(entries))
    return tuple(made)


def _function(fields: dict[str, Any], width: int, where: str) -> Pointwise | Gate:
    name = fields["function"]
    kind = ACTIVATIONS.get(name) if isinstance(name, str) else None
    if kind is None:
        _fail(f"{where}.function", f"got {_short(name)}, need one of {', '.join(ACTIVATIONS)}")
    if ("step" in fields) != (kind is SoftThreshold):
        _fail(f"{where}.step", f"need it for {SoftThreshold.name}, and only there")
    steps = [_rational(fields["step"], f"{where}.step")] if "step" in fields else []
    function = _made(f"{where}.step", lambda: kind(*steps))
    units: list[int] = []
    for pair in _list(fields["units"], f"{where}.units"):
        if not isinstance(pair, list) or len(pair) != 2:
            _fail(f"{where}.units", f"got {_short(pair)}, need a range [a, b]")
        start, stop = (_index(end, width + 1, f"{where}.units") for end in pair)
        if not (units[-1] + 1 if units else 0) <= start < stop:
            _fail(f"{where}.units", f"got {pair}, need ranges that ascend")
        units.extend(range(start, stop))
    if "control" in fields:
        control = _index(fields["control"], width, f"{where}.control")
        return _made(where, Gate, function, control, units)
    return Pointwise(function, units)


def _rational(text: object, where: str) -> Fraction:
    match = _RATIONAL.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        _fail(where, f"got {_short(text)}, need a string such as '-1/3' or '0x1f/0x20'")
    p, q = (int(part, 16 if part.startswith("0x") else 10) for part in (match[2], match[3] or "1"))
    if not q:
        _fail(where, "got a denominator 0")
    return Fraction(-p if match[1] else p, q)


def _fields(
    value: object, where: str, required: set[str], optional: set[str] | None = None
) -> dict[str, Any]:
    """Return a JSON object that has the right keys."""
    if not isinstance(value, dict):
        _fail(where, f"got {_short(value)}, need an object")
    missing, more = required - value.keys(), value.keys() - required - (optional or set())
    if missing or more:
        _fail(where, f"missing keys {sorted(missing)}, unknown keys {_short(sorted(more))}")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        _fail(where, f"got {_short(value)}, need a list")
    return value


def _index(value: object, end: int, where: str) -> int:
    if type(value) is not int or not 0 <= value < end:
        _fail(where, f"got {_short(value)}, need an integer >= 0 and < {end}")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        _fail("the text", f"repeated keys among {_short([key for key, _ in pairs])}")
    return found


def _made(where: str, kind: Callable[..., T], *values: Any, **fields: Any) -> T:
    """Return an object that validates itself, or say where it was described."""
    try:
        return kind(*values, **fields)
    except DomainError as error:
        raise DomainError(f"network file: {where}: {error}") from None


def _short(value: object) -> str:
    """Return the beginning of what stands there, without writing out all of it."""
    if isinstance(value, (list, dict)) and len(value) > 4:
        return f"{type(value).__name__} of {len(value)} entries"
    if isinstance(value, str):
        return repr(value[:40])
    return repr(value)[:60] if not isinstance(value, (list, dict)) else type(value).__name__


def _fail(where: str, reason: str) -> NoReturn:
    raise DomainError(f"network file: {where}: {reason}")
