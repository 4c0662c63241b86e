"""The values in certificate files, read by the letter of the format; what breaks it raises.

Shared by the second implementations of claims; it shares nothing with the checkers.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

__all__ = ["a_list", "expect", "integer", "loaded", "named", "rational", "vector"]

RATIONAL = re.compile(r"(-?)(0x[0-9a-f]+|[0-9]+)(?:/(0x[0-9a-f]+|[0-9]+))?")
BITS = 4_000_000


def expect(condition: bool) -> None:
    if not condition:
        raise ValueError


def loaded(data: bytes) -> Any:
    """Return the content of a file."""

    def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        expect(len({key for key, _ in pairs}) == len(pairs))
        return dict(pairs)

    def number(text: str) -> int | None:
        return int(text) if len(text.lstrip("-")) <= 18 else None

    expect(len(data) <= 64 << 20)
    options: Any = {"parse_constant": lambda _: expect(False), "parse_int": number}
    document = json.loads(data.decode("utf-8"), object_pairs_hook=distinct, **options)
    expect(nesting(document) <= 16)
    return document


def nesting(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(nesting, inner), default=0) if isinstance(value, (dict, list)) else 0


def named(value: Any, names: str, optional: str = "") -> list[Any]:
    """Return the values of exactly these fields; there may be the optional ones."""
    expect(isinstance(value, dict) and set(value) - set(optional.split()) == set(names.split()))
    return [value[name] for name in names.split()]


def a_list(value: Any, length: int | None = None) -> list[Any]:
    expect(isinstance(value, list) and length in (None, len(value)))
    return list(value)


def integer(value: Any, least: int, most: int) -> int:
    expect(type(value) is int and least <= value <= most)
    return int(value)


def rational(text: Any) -> Fraction:
    expect(isinstance(text, str))
    match = RATIONAL.fullmatch(text)
    if match is None:
        raise ValueError(text)
    sign, p, q = match.groups("1")
    return Fraction(-natural(p) if sign == "-" else natural(p), natural(q))


def natural(text: str) -> int:
    hexadecimal = text.startswith("0x")
    expect(hexadecimal or len(text) <= 4000)
    value = int(text, 16 if hexadecimal else 10)
    expect(value.bit_length() <= BITS)
    return value


def vector(value: Any, length: int) -> tuple[Fraction, ...]:
    if isinstance(value, dict):
        den, num = named(value, "den num")
        parts = [rational(v) for v in (den, *a_list(num, length))]
        expect("/" not in "".join((den, *num)) and not den.startswith("-"))
        return tuple(v / parts[0] for v in parts[1:])
    return tuple(rational(v) for v in a_list(value, length))
