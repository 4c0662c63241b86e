"""The language between a parent and an isolated run: lines of JSON with exact rationals.

The parent never unpickles anything from the child, and reads no line that is too long.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

from computable.algorithm.answer import Report
from computable.errors import DomainError
from computable.problem import BasisPursuit, Lasso, LinearProgram, Problem, SquareRootLasso
from computable.truth import Truth

__all__ = [
    "decode",
    "encode",
    "problem_from",
    "problem_to",
    "rational",
    "report_from",
    "report_to",
    "text",
]

_RATIONAL = re.compile(r"(-?)([0-9a-f]+)/([0-9a-f]+)")
_CLASSES = {c.name: c for c in (BasisPursuit, Lasso, LinearProgram, SquareRootLasso)}


def text(value: Fraction) -> str:
    """Write a rational in hexadecimal, which takes linear time at any size."""
    return f"{value.numerator:x}/{value.denominator:x}"


def rational(written: object) -> Fraction:
    """Read what :func:`text` wrote.

    Raises
    ------
    DomainError
        If it is anything else.
    """
    match = _RATIONAL.fullmatch(written) if isinstance(written, str) else None
    if match is None or int(match[3], 16) == 0:
        raise DomainError("message: not a rational")
    return Fraction(int(match[2], 16) * (-1 if match[1] else 1), int(match[3], 16))


def encode(message: dict[str, Any]) -> bytes:
    """Write one message as one line."""
    return json.dumps(message, ensure_ascii=True).encode() + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """Read one message.

    Raises
    ------
    DomainError
        If the line holds no JSON object.
    """
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict):
        raise DomainError("message: not a JSON object")
    return message


def report_to(report: Report) -> dict[str, Any]:
    """Describe how a run ended: its final message."""
    return {
        "kind": "answer",
        "outputs": [[text(v) for v in values] for values in report.outputs],
        "status": report.status,
        "claim": report.claim,
        "success": report.success,
        "flag": None if report.flag is None else report.flag.name,
    }


def report_from(message: dict[str, Any], count: int, length: int) -> Report:
    """Read the final message of a run.

    Raises
    ------
    DomainError
        If it does not hold ``count`` outputs of ``length`` rationals.
    """
    outputs = message.get("outputs")
    if not isinstance(outputs, list) or len(outputs) != count:
        raise DomainError(f"message: need {count} outputs")
    for values in outputs:
        if not isinstance(values, list) or len(values) != length:
            raise DomainError(f"message: need {length} values")
    flag = message.get("flag")
    return Report(
        outputs=tuple(tuple(rational(v) for v in values) for values in outputs),
        status=plain(message.get("status")),
        claim=plain(message.get("claim")),
        success=message.get("success") is True,
        flag=Truth[str(flag)] if flag in Truth.__members__ else None,
    )


def plain(words: object) -> str:
    """Return at most 200 printable characters of what a child says."""
    if not isinstance(words, str):
        return ""
    return "".join(c if c.isprintable() else " " for c in words[:200]).strip()


def problem_to(problem: Problem) -> dict[str, Any]:
    """Describe a problem in JSON."""
    fields = {key: value for key, value in vars(problem).items() if value is not None}
    described = {
        key: [text(v) for v in value] if isinstance(value, tuple) else text(value)
        for key, value in fields.items()
    }
    return {"name": problem.name, **described}


def problem_from(described: dict[str, Any]) -> Problem:
    """Read what :func:`problem_to` wrote."""
    fields: dict[str, Any] = {
        key: [rational(v) for v in value] if isinstance(value, list) else rational(value)
        for key, value in described.items()
        if key != "name"
    }
    problem: Problem = _CLASSES[described["name"]](**fields)
    return problem
