"""The checker of reductions: every rule has an accepted and a minimally broken file."""

from __future__ import annotations

import json
from typing import Any

import machine_files
import pytest
from test_checker_machine import BAD, ELSE, HEAD, NO, OK, replaced
from test_checker_training import GONE

from proofs import checker, checker_reduction

TIE: dict[str, Any] = {
    **HEAD,
    "claim": {
        "kind": "reduction",
        "error": "1/10",
        "steps": 2,
        "column": 0,
        "offset": 1,
        "centre": "1",
    },
    "machine": {"kind": "turing", "text": "1RB---_1RZ---"},
    "problem": {"name": "basis-pursuit"},
    "instance": {"shape": [1, 2], "A": [[0, 0, "9/8"], [0, 1, "1"]], "y": ["1"]},
    "transcript": [["A", 0, 0, 3, "1"], ["y", 0, 2, "5/4"]],
    "output": ["1/2", "1/2"],
    "argument": {"kind": "unique-minimiser", "x": ["8/9", "0"], "witness": ["8/9"], "modulus": 7},
}
ZERO = {"argument.x": ["0", "0"], "argument.modulus": GONE, "transcript": []}
EXACT = {"problem": {"name": "square-root-lasso", "lambda": "1/2"}, "argument.witness": ["4/9"]}
SQUARES = {
    "problem": {"name": "lasso", "lambda": "1/2"},
    "argument.x": ["56/81", "0"],
    "argument.witness": ["4/9"],
}
BALL = {
    "problem": {"name": "basis-pursuit", "epsilon": "1/4"},
    "argument.x": ["2/3", "0"],
}
COSTS = {"problem": {"name": "linear-program", "cost": ["1", "1"]}}
FREE = {"problem": {"name": "linear-program", "cost": ["9/8", "2"]}, "argument.witness": ["1"]}
UNIT = {
    **ZERO,
    "problem": {"name": "square-root-lasso", "lambda": "2"},
    "argument.witness": ["1"],
}
NEGATIVE = {
    "instance.A": [[0, 0, "9/8"], [0, 1, "-2"]],
    "argument.x": ["0", "-1/2"],
    "argument.witness": ["1/2"],
    "transcript": [],
}
HALF = {
    "claim.centre": "1/2",
    "instance.A": [[0, 0, "9/16"], [0, 1, "1/2"]],
    "argument.x": ["16/9", "0"],
    "argument.witness": ["16/9"],
    "transcript": [],
}
MANY = {"problem.lambda": "9/8", "argument.witness": ["1"], "argument.x": ["1/2", "0"]}
LOOSE = {
    "problem.cost": ["2", "0"],
    "instance.A": [[0, 0, "9/8"]],
    "instance.y": ["0"],
    "argument.x": ["0", "1"],
    "transcript": [],
}
RULES: list[tuple[str, dict[str, Any], str]] = [
    ("a tie", {}, OK),
    # 1: the machine
    ("one step less", {"machine.text": "1RZ---"}, NO),
    ("one step more", {"machine.text": "1RB---_1RC---_1RZ---"}, NO),
    ("a machine that never halts", {"machine.text": "1RA1RA"}, NO),
    ("no machine", {"machine": GONE}, BAD),
    ("a machine that is none", {"machine.text": "1RB"}, BAD),
    ("a register program", {"machine": {"kind": "register", "text": "a = 1"}}, ELSE),
    # 2: the entry
    ("another number of steps", {"claim.steps": 3, "machine.text": "1RB---_1RC---_1RZ---"}, NO),
    (
        "... with another offset",
        {"claim.steps": 1, "claim.offset": 2, "machine.text": "1RZ---"},
        OK,
    ),
    ("another offset", {"claim.offset": 2}, NO),
    ("another centre", {"claim.centre": "9/8"}, NO),
    ("a smaller centre", HALF, OK),
    ("another column", {"claim.column": 1}, NO),
    ("not in lowest terms", {"instance.A.0.2": "0x12/16", "claim.centre": "3/3"}, OK),
    ("the column that the other one is", {"instance.A": [[0, 1, "9/8"], [0, 0, "1"]]}, NO),
    (
        "no such entry",
        {"instance.A": [[0, 1, "1"]], "argument.x": ["0", "1"], "claim.column": 0},
        NO,
    ),
    ("no steps", {"claim.steps": 0}, BAD),
    ("no offset", {"claim.offset": 0}, NO),
    ("an offset below 0", {"claim.offset": -1}, BAD),
    ("steps and offset", {"claim.offset": 3_999_998}, NO),
    ("... together too many", {"claim.offset": 3_999_999}, BAD),
    ("a centre of 0", {"claim.centre": "0"}, BAD),
    ("a centre below 0", {"claim.centre": "-1"}, BAD),
    ("column 2", {"claim.column": 2}, BAD),
    ("column True", {"claim.column": True}, BAD),
    ("no column", {"claim.column": GONE}, BAD),
    ("digits", {"claim.digits": 1}, BAD),
    # 3: answers
    ("no answers", {"transcript": []}, OK),
    ("an answer for the halt only", {"transcript.0.4": "17/16", "transcript.0.3": 4}, OK),
    ("... too far from the centre", {"transcript.0.4": "9/8", "transcript.0.3": 4}, NO),
    ("... too far from the entry", {"transcript.0.3": 4}, NO),
    ("... of another column", {"transcript.+": ["A", 0, 1, 100, "1"]}, OK),
    ("... just too far from it", {"transcript.+": ["A", 0, 1, 100, "1/2"]}, NO),
    ("... of y just too far", {"transcript.1.3": "126/100"}, NO),
    (
        "... of an absent entry",
        {"instance.shape": [1, 3], "output": ["1/2"] * 3}
        | {"argument.x": ["8/9", "0", "0"], "transcript.+": ["A", 0, 2, 3, "1/8"]},
        OK,
    ),
    (
        "... just too far",
        {"instance.shape": [1, 3], "output": ["1/2"] * 3}
        | {"argument.x": ["8/9", "0", "0"], "transcript.+": ["A", 0, 2, 3, "-1/7"]},
        NO,
    ),
    ("an answer twice", {"transcript.+": ["y", 0, 2, "10/8"]}, OK),
    ("two answers", {"transcript.+": ["y", 0, 2, "1"]}, BAD),
    ("an answer of depth 4000000", {"transcript.+": ["y", 0, 4_000_000, "1"]}, OK),
    ("... and deeper", {"transcript.+": ["y", 0, 4_000_001, "1"]}, BAD),
    ("... below 0", {"transcript.+": ["y", 0, -1, "1"]}, BAD),
    ("row 1", {"transcript.+": ["A", 1, 0, 3, "1"]}, BAD),
    ("column 2 asked", {"transcript.+": ["A", 0, 2, 3, "1"]}, BAD),
    ("an answer about x", {"transcript.+": ["x", 0, 0, 3, "1"]}, BAD),
    ("a short answer", {"transcript.+": ["y", 0, "1"]}, BAD),
    ("an empty answer", {"transcript.+": []}, BAD),
    # 4: the argument
    ("another x", {"argument.x": ["1", "0"]}, NO),
    ("another witness", {"argument.witness": ["1"]}, NO),
    ("a dual bound reached", {"instance.A.1.2": "9/8"}, NO),
    ("... from below", {"instance.A.1.2": "-9/8"}, NO),
    ("... not reached from below", {"instance.A.1.2": "-1"}, OK),
    ("a sign", {"argument.x": ["8/9", "0"], "argument.witness": ["-8/9"]}, NO),
    ("x below 0", NEGATIVE, OK),
    ("... with the other sign", NEGATIVE | {"argument.x": ["0", "1/2"]}, NO),
    (
        "two columns",
        {"instance.A.1.2": "9/8", "argument.x": ["4/9", "4/9"], "output": ["1", "0"]},
        NO,
    ),
    ("weights", {"problem.weights": ["9/8", "9/8"], "argument.witness": ["1"]}, OK),
    ("... too small", {"problem.weights": ["9/8", "1"], "argument.witness": ["1"]}, NO),
    ("... of 0", {"problem.weights": ["1", "0"]}, BAD),
    ("a modulus that divides", {"argument.modulus": 3}, OK),
    ("a modulus that divides the denominator", {"argument.modulus": 2}, OK),
    ("no modulus", {"argument.modulus": GONE}, OK),
    ("modulus 1", {"argument.modulus": 1}, BAD),
    ("another argument", {"argument.kind": "basis"}, ELSE),
    ("samples", {"instance.samples": [["1"]]}, BAD),
    ("epsilon reached", BALL, OK),
    ("... not reached", BALL | {"argument.x": ["7/9", "0"]}, NO),
    ("... surpassed", BALL | {"argument.x": ["5/9", "0"]}, NO),
    ("... on the other side", BALL | {"argument.x": ["10/9", "0"]}, NO),
    ("... below 0", BALL | {"problem.epsilon": "-1/4"}, BAD),
    ("epsilon and x = 0", BALL | ZERO | {"argument.witness": ["0"], "problem.epsilon": "1"}, OK),
    ("... too small", BALL | ZERO | {"argument.witness": ["0"], "problem.epsilon": "7/8"}, NO),
    ("LASSO", SQUARES, OK),
    ("... with p != 2 r", SQUARES | {"argument.x": ["57/81", "0"]}, NO),
    ("... with lambda = 0", SQUARES | {"problem.lambda": "0"}, BAD),
    ("... with epsilon", SQUARES | {"problem.epsilon": "0"}, BAD),
    ("square-root LASSO", EXACT, OK),
    ("... with p = 1", EXACT | {"problem.lambda": "9/8", "argument.witness": ["1"]}, NO),
    ("... and more x", EXACT | MANY, NO),
    ("... not solved", EXACT | {"argument.x": ["7/9", "0"]}, NO),
    ("... with x = 0", UNIT, OK),
    ("... and p short", UNIT | {"argument.witness": ["7/8"]}, NO),
    ("... and p against r", UNIT | {"argument.witness": ["-1"]}, NO),
    ("... and p long", UNIT | {"argument.witness": ["9/8"]}, NO),
    ("... and y = 0", UNIT | {"instance.y": ["0"]}, NO),
    ("... and y = 0 and p = 0", UNIT | {"instance.y": ["0"], "argument.witness": ["0"]}, OK),
    ("a linear program", COSTS, OK),
    ("... at equal costs", COSTS | {"instance.A.1.2": "9/8"}, NO),
    ("... with x below 0", FREE | {"instance.y": ["-1"], "argument.x": ["-8/9", "0"]}, NO),
    ("... with other costs", FREE, OK),
    ("... with a cost too much", FREE | {"problem.cost": ["9/8", "1"]}, NO),
    ("... with cost 0", FREE | {"problem.cost": ["0", "1"], "argument.witness": ["0"]}, OK),
    ("... with nothing in a column", FREE | LOOSE, NO),
    ("another problem", {"problem.name": "ridge"}, BAD),
    # 5: the error
    ("a larger error", {"claim.error": "63/100"}, OK),
    ("... which the output has", {"claim.error": "2/3"}, NO),
    ("an error of exactly this", {"output": ["8/9", "1/10"]}, NO),
    ("a bit more", {"output": ["8/9", "11/100"]}, OK),
    ("no error", {"claim.error": "0"}, OK),
    ("... of the minimiser", {"claim.error": "0", "output": ["8/9", "0"]}, NO),
    ("an error below 0", {"claim.error": "-1/10"}, BAD),
    ("an error that is a number", {"claim.error": 0}, BAD),
    # the file
    ("two rows", {"instance.shape": [2, 2]}, BAD),
    ("no columns", {"instance.shape": [1, 0]}, BAD),
    ("an entry twice", {"instance.A.+": [0, 1, "1"]}, BAD),
    ("an entry of row 1", {"instance.A.1": [1, 1, "1"]}, BAD),
    ("a short output", {"output": ["1/2"]}, BAD),
    ("a common denominator", {"output": {"den": "2", "num": ["1", "1"]}}, OK),
    ("... below 0", {"output": {"den": "-2", "num": ["1", "1"]}}, BAD),
    ("a rational with a space", {"output": ["1/2", " 1/2"]}, BAD),
    ("a rational of another script", {"output": ["1/2", "\u0661"]}, BAD),
    ("a decimal of 4001 digits", {"output": ["1/2", "0" * 4001]}, BAD),
    ("a halt", {"claim.kind": "halting"}, ELSE),
    ("another version", {"version": 2}, BAD),
    ("labels", {"labels": []}, BAD),
    ("about anything", {"about": [1.5]}, OK),
]
UNSOLVED = {"... and p short", "... and p against r", "... and p long"}
"""Of which the truth, without a witness, is better than the argument."""
NEEDED = {"a modulus that divides", "no modulus"}
"""A modulus that proves something: more rows need one."""


def verdict(document: Any) -> tuple[str, str]:
    try:
        return OK, checker_reduction.check(json.dumps(document).encode())
    except checker_reduction.No as no:
        return no.args[0], no.args[1]


def stripped(document: dict[str, Any], digits: int) -> dict[str, Any]:
    """Return the refutation that is left without the machine."""
    claim = {"kind": "refutation", "digits": digits}
    return {**{k: v for k, v in document.items() if k != "machine"}, "claim": claim}


@pytest.mark.parametrize(("name", "changes", "deserved"), RULES, ids=[r[0] for r in RULES])
def test_rule(name: str, changes: dict[str, Any], deserved: str) -> None:
    document = replaced(TIE, changes)
    assert verdict(document)[0] == deserved, verdict(document)
    if name not in ("a register program", "a halt"):
        assert machine_files.verdict(json.dumps(document).encode()) == deserved
    if deserved == OK:
        assert machine_files.is_true(document)
        if document["claim"]["error"] == "1/10" and name not in NEEDED:
            assert checker.check(json.dumps(stripped(document, 1)).encode())


@pytest.mark.parametrize("name", [rule[0] for rule in RULES if rule[0] in UNSOLVED])
def test_a_true_claim_with_a_bad_argument_is_not_accepted(name: str) -> None:
    (changes,) = (rule[1] for rule in RULES if rule[0] == name)
    document = replaced(TIE, changes)
    assert machine_files.is_true(document)
    assert machine_files.verdict(document) == NO
