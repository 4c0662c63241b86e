"""The checker of exact digits: every rule has an accepted and a minimally broken certificate."""

from __future__ import annotations

import json
from copy import deepcopy
from types import ModuleType
from typing import Any

import brute_force_answers
import pytest
from test_checker_training import GONE, HEAD, Document, changed

from proofs import checker_digits

TIE: Document = {
    **HEAD,
    "claim": {"kind": "digits", "digits": 2},
    "problem": {"name": "basis-pursuit"},
    "instance": {"shape": [1, 3], "A": [[0, 0, "1"], [0, 1, "1"], [0, 2, "1/2"]], "y": ["1"]},
    "output": ["1/2", "1/2", "1/100"],
    "argument": {"kind": "minimiser", "x": ["1/2", "1/2", "0"], "witness": ["1"]},
}
"""Every (s, 1 - s, 0) is a minimiser. The output is at a distance of exactly 10^-2 of one."""
BEYOND = {"argument.x": ["3/2", "-1/2", "0"], "output": ["3/2", "-1/2", "0"]}
APART = changed(
    TIE,
    {
        "claim": {"kind": "refutation", "digits": 1},
        "output": ["1", "1", "0"],
        "argument.kind": "separation",
        "argument.direction": ["1", "1", "0"],
        "argument.multipliers": ["1"],
    },
)
WITHIN = {"problem": {"name": "basis-pursuit", "epsilon": "1"}, "instance.y": ["2"]}
LONGER = {"name": "basis-pursuit", "epsilon": "2"}
SHORT = {"problem": {"name": "basis-pursuit", "epsilon": "1"}, "instance.y": ["1"]}
SHORT |= {"argument.x": ["0"] * 3, "argument.witness": ["0"], "output": ["0", "0", "1/100"]}
LASSO = {
    "problem": {"name": "lasso", "lambda": "2"},
    "instance.y": ["2"],
    "argument.witness": ["2"],
}
ROOT = {"problem": {"name": "square-root-lasso", "lambda": "1"}}
HALF = {"problem": {"name": "square-root-lasso", "lambda": "1/2"}, "argument.witness": ["1/2"]}
LINEAR = {"problem": {"name": "linear-program", "cost": ["1", "1", "1/2"]}}
BELOW = {
    "problem": {"name": "linear-program", "cost": ["-1", "-1", "0"]},
    "argument.witness": ["-1"],
}
SIGNS = {"instance.A.1.2": "-1", "argument.x": ["1/2", "-1/2", "0"]}
SIGNS |= {"output": ["1/2", "-1/2", "1/100"]}
SQUARE = {
    "instance": {"shape": [2, 2], "A": [[0, 0, "1"], [1, 1, "1"]], "y": ["8/5", "9/5"]},
    "problem": {"name": "basis-pursuit", "epsilon": "1", "weights": ["3", "4"]},
    "argument": {"kind": "minimiser", "x": ["1", "1"], "witness": ["3", "4"]},
    "output": ["1", "1"],
}
APART_ROOT = ROOT | {"instance.y": ["2"], "output": ["2", "2", "0"]}
TOO_SMALL = ROOT | {
    "instance.y": ["2"],
    "output": ["-1", "-1", "0"],
    "argument.direction": ["-1", "-1", "0"],
    "argument.multipliers": ["0"],
}
FACE = {
    "instance.A": [[0, 0, "3"], [0, 1, "4"]],
    "problem": {"name": "basis-pursuit", "weights": ["3", "4", "1"]},
    "argument.x": ["1/3", "0", "0"],
    "argument.direction": ["3", "4", "0"],
    "output": ["59/150", "2/25", "0"],
}
"""The output is at a distance of exactly 10^-1 of the face, in the direction (3, 4)."""
HALVES = {"den": "2", "num": ["1", "1", "0"]}
OK, NO, OFF = "accepted", "rejected: argument", "rejected: output"
BAD, ELSE = "malformed", "unsupported"
MINIMISER: list[tuple[str, dict[str, Any], str]] = [
    ("a minimiser of many", {}, OK),
    ("a shared denominator", {"argument.x": HALVES}, OK),
    ("... of the output", {"output": HALVES}, OK),
    ("a dual inequality that is an equality", {"instance.A.2.2": "1"}, OK),
    ("... a bit beyond", {"instance.A.2.2": "1001/1000"}, NO),
    ("a bit beyond below zero", {"instance.A.2.2": "-1001/1000"}, NO),
    ("no equality on the support", {"problem.weights": ["1", "1001/1000", "1"]}, NO),
    ("another sign", BEYOND, NO),
    ("negative signs", SIGNS, OK),
    ("another residual", {"instance.y": ["1001/1000"]}, NO),
    ("another witness", {"argument.witness": ["999/1000"]}, NO),
    ("a residual of length epsilon", WITHIN, OK),
    ("... shorter", WITHIN | {"instance.y": ["199/100"]}, NO),
    ("... longer", WITHIN | {"instance.y": ["201/100"]}, NO),
    ("... and opposite", WITHIN | {"instance.y": ["0"]}, NO),
    ("no residual, epsilon > 0", WITHIN | {"instance.y": ["1"]}, NO),
    ("a short y of length epsilon", SHORT, OK),
    ("... longer", SHORT | {"instance.y": ["101/100"]}, NO),
    ("... with a witness", SHORT | {"argument.witness": ["1/2"]}, OK),
    ("... shorter, with a witness", SHORT | {"argument.witness": ["1"], "instance.y": ["1/2"]}, NO),
    ("a short y and x > 0", SHORT | {"argument.x": ["1/2", "0", "0"]}, NO),
    ("two rows, a parallel residual", SQUARE, OK),
    ("... as long, but turned", SQUARE | {"instance.y": ["9/5", "8/5"]}, NO),
    ("LASSO", LASSO, OK),
    ("... with another residual", LASSO | {"instance.y": ["201/100"]}, NO),
    ("... with half the witness", LASSO | {"argument.witness": ["1"]}, NO),
    ("... at zero", SHORT | LASSO | {"argument.x": ["0"] * 3, "instance.y": ["1"]}, OK),
    ("square root, ||p|| = 1, no residual", ROOT, OK),
    ("... with a residual", ROOT | {"instance.y": ["2"]}, OK),
    ("... with an opposite one", ROOT | {"instance.y": ["0"]}, NO),
    ("square root, ||p|| < 1", HALF, OK),
    ("... with a residual", HALF | {"instance.y": ["2"]}, NO),
    ("square root, ||p|| > 1", HALF | {"problem.lambda": "2", "argument.witness": ["2"]}, NO),
    ("a linear program", LINEAR, OK),
    ("... with costs below zero", BELOW, OK),
    ("... with x below zero", LINEAR | BEYOND, NO),
    ("... with a cost too small", LINEAR | {"problem.cost": ["1", "1", "499/1000"]}, NO),
    ("... with a cost too large", LINEAR | {"problem.cost": ["1", "1001/1000", "1"]}, NO),
    ("... with |c| > cost > c", BELOW | {"problem.cost": ["-1", "-1", "-1/2"]}, OK),
    ("... with a residual", LINEAR | {"instance.y": ["2"]}, NO),
    ("the output a bit farther", {"output.2": "10001/1000000"}, OFF),
    ("no digits", {"claim.digits": 0, "output.2": "1"}, OK),
    ("most digits", {"claim.digits": 100_000, "output.2": "0"}, OK),
    ("... of an output that is off", {"claim.digits": 100_000}, OFF),
    ("a column of zeros", {"instance.A.2": GONE}, OK),
    ("a radius", {"instance.radius": {"A": "0", "y": "0"}}, BAD),
    ("x too short", {"argument.x": ["1/2", "1/2"]}, BAD),
    ("x too long", {"argument.x.+": "0"}, BAD),
    ("no witness", {"argument.witness": GONE}, BAD),
    ("a witness too long", {"argument.witness.+": "0"}, BAD),
    ("a modulus", {"argument.modulus": 7}, BAD),
    ("a direction", {"argument.direction": ["1", "1", "0"]}, BAD),
    ("x of numbers", {"argument.x": [0.5, 0.5, 0]}, BAD),
    ("x of a denominator below zero", {"argument.x": {**HALVES, "den": "-2"}}, BAD),
    ("x of a denominator 0", {"argument.x.0": "1/0"}, BAD),
    ("an argument for the other claim", {"claim.kind": "refutation"}, ELSE),
]
SEPARATION: list[tuple[str, dict[str, Any], str]] = [
    ("a half-space", {}, OK),
    ("... whose distance is too short", {"claim.digits": 0}, OFF),
    ("condition 1: another witness", {"argument.witness": ["2"]}, NO),
    ("... another x", {"argument.x": ["1", "1", "0"]}, NO),
    ("condition 2: on the support", {"argument.multipliers": ["99/100"]}, NO),
    ("... d < 0 there", {"argument.multipliers": ["101/100"]}, OK),
    ("... at |c| = 1, off the support", {"instance.A.2.2": "1"}, OK),
    ("... d = 0 there", {"instance.A.2.2": "1", "argument.direction.2": "1"}, OK),
    ("... d > 0 there", {"instance.A.2.2": "1", "argument.direction.2": "1001/1000"}, NO),
    ("... d > 0 at |c| < 1", {"argument.direction.2": "1001/1000"}, OK),
    ("... c = -1", SIGNS | {"output": ["1", "-1", "0"], "argument.direction.1": "-1"}, OK),
    ("... c = -1, d < 0", SIGNS | {"output": ["2", "0", "0"], "argument.direction.1": "-2"}, NO),
    ("condition 3: ||p|| = 1", APART_ROOT, OK),
    ("... a minimiser that is longer", APART_ROOT | {"output": ["3/4", "3/4", "0"]}, OFF),
    ("... mu orthogonal to p", TOO_SMALL, OK),
    ("... mu against p", TOO_SMALL | {"argument.multipliers": ["-1/1000"]}, NO),
    (
        "... a minimiser of another length",
        TOO_SMALL | {"argument.multipliers": ["-1"], "output": ["1/4", "1/4", "0"]},
        NO,
    ),
    (
        "... ||p|| < 1, mu against p",
        HALF | TOO_SMALL | HALF | {"instance.y": ["1"], "argument.multipliers": ["-1"]},
        OK,
    ),
    ("condition 4: a minimiser", {"output": ["1/4", "3/4", "0"]}, OFF),
    ("... on the other side", {"output": ["0", "0", "0"]}, OFF),
    ("... no direction", {"argument.direction": ["0"] * 3, "argument.multipliers": ["0"]}, OFF),
    ("... a distance of 10^-2, claim 2", FACE | {"claim.digits": 2}, OK),
    ("... a distance of 10^-1, claim 1", FACE, OFF),
    ("... a bit farther", FACE | {"output.0": "5901/15000"}, OK),
    ("... the others' digits", FACE | {"claim.digits": 100_000}, OK),
    ("a residual of length epsilon", WITHIN, OK),
    ("... with a minimiser", WITHIN | {"output": ["1/4", "3/4", "0"]}, OFF),
    ("a short y", SHORT | {"argument.multipliers": ["0"], "output": ["1", "0", "0"]}, OK),
    ("LASSO", LASSO, OK),
    ("... with a minimiser", LASSO | {"output": ["1/4", "3/4", "0"]}, OFF),
    ("a linear program", LINEAR, OK),
    ("... d > 0 at c = cost", LINEAR | {"argument.direction.2": "501/1000"}, NO),
    ("... d > 0 at c < cost", LINEAR | {"argument.direction.2": "2", "problem.cost.2": "1"}, OK),
    ("... -c = cost is none", BELOW | {"problem.cost.2": "1/2", "argument.direction.2": "-9"}, OK),
    ("... d > 0 at c = cost < 0", BELOW | {"argument.multipliers": ["1/2"]}, NO),
    ("no direction", {"argument.direction": GONE}, BAD),
    ("a direction too short", {"argument.direction": ["1", "1"]}, BAD),
    ("no multipliers", {"argument.multipliers": GONE}, BAD),
    ("multipliers too long", {"argument.multipliers.+": "0"}, BAD),
    ("multipliers of another kind", {"argument.multipliers": "1"}, BAD),
    ("a radius", {"instance.radius": {"A": "0", "y": "0"}}, BAD),
    ("an argument for the other claim", {"claim.kind": "digits"}, ELSE),
]
EVERYWHERE: list[tuple[str, dict[str, Any], str]] = [
    ("another format", {"format": "certificate"}, BAD),
    ("another version", {"version": 2}, BAD),
    ("an unknown field", {"seed": 1}, BAD),
    ("about", {"about": {"anything": [1.5, None, {}]}}, OK),
    ("a transcript", {"transcript": []}, BAD),
    ("no output", {"output": GONE}, BAD),
    ("an output too short", {"output.0": GONE}, BAD),
    ("an output of floats", {"output.0": 0.5}, BAD),
    ("no problem", {"problem": GONE}, BAD),
    ("an unknown problem", {"problem.name": "ridge"}, BAD),
    ("a problem that is a list", {"problem": []}, BAD),
    ("weights of zero", {"problem.weights": ["0", "1", "1"]}, BAD),
    ("too few weights", {"problem.weights": ["1", "1"]}, BAD),
    ("epsilon below zero", {"problem.epsilon": "-1"}, BAD),
    ("lambda of zero", {"problem": {"name": "lasso", "lambda": "0"}}, BAD),
    ("no lambda", {"problem": {"name": "square-root-lasso"}}, BAD),
    ("weights of a linear program", LINEAR | {"problem.weights": ["1"] * 3}, BAD),
    ("an instance that is a list", {"instance": []}, BAD),
    ("no y", {"instance.y": GONE}, BAD),
    ("y too long", {"instance.y.+": "1"}, BAD),
    ("samples", {"instance.samples": [["1"]]}, BAD),
    ("an entry twice", {"instance.A.+": [0, 0, "1"]}, BAD),
    ("an entry outside", {"instance.A.2.0": 9}, BAD),
    ("an entry at -1", {"instance.A.2.1": -1}, BAD),
    ("an entry at True", {"instance.A.2.1": True}, BAD),
    ("an entry of four", {"instance.A.2.+": 1}, BAD),
    ("no rows", {"instance.shape.0": 0}, BAD),
    ("a shape of three", {"instance.shape.+": 1}, BAD),
    ("a shape that is a number", {"instance.shape": 3}, BAD),
    ("a huge shape", {"instance.shape": [16_000_000, 16_000_000]}, BAD),
    ("digits below zero", {"claim.digits": -1}, BAD),
    ("digits beyond the limit", {"claim.digits": 100_001}, BAD),
    ("digits of a string", {"claim.digits": "2"}, BAD),
    ("digits that are true", {"claim.digits": True}, BAD),
    ("no digits", {"claim.digits": GONE}, BAD),
    ("a flag", {"claim.flag": "wrong"}, BAD),
    ("another claim", {"claim.kind": "flag"}, ELSE),
    ("a claim of a list", {"claim.kind": []}, ELSE),
    ("a claim that is a string", {"claim": "digits"}, BAD),
    ("another argument", {"argument.kind": "ball"}, ELSE),
    ("an argument that is null", {"argument": None}, BAD),
    ("an unknown field of the argument", {"argument.proof": "obvious"}, BAD),
]
"""What holds for all three checkers."""


def edited(base: Document, changes: dict[str, Any]) -> Document:
    """Change a copy by copies of the changes, which may change each other."""
    return changed(base, deepcopy(changes, {id(GONE): GONE}))


def verdict(checker: ModuleType, document: Document) -> tuple[str, str]:
    try:
        return OK, checker.check(json.dumps(document).encode())
    except checker.No as no:
        return no.args[0], no.args[1]


def deserves(checker: ModuleType, document: Document, deserved: str) -> None:
    """Assert that the verdict is this one, in one line, and right if it is a good one."""
    found, reason = verdict(checker, document)
    assert f"{found}: {reason}".startswith(deserved)
    assert reason.isprintable() and 10 < len(reason) < 150
    if deserved == OK:
        assert brute_force_answers.is_true(document) is True


def names(rules: list[tuple[str, dict[str, Any], str]]) -> list[str]:
    return [name for name, _, _ in rules]


@pytest.mark.parametrize(("name", "changes", "deserved"), MINIMISER, ids=names(MINIMISER))
def test_minimiser(name: str, changes: dict[str, Any], deserved: str) -> None:
    deserves(checker_digits, edited(TIE, changes), deserved)


@pytest.mark.parametrize(("name", "changes", "deserved"), SEPARATION, ids=names(SEPARATION))
def test_separation(name: str, changes: dict[str, Any], deserved: str) -> None:
    deserves(checker_digits, edited(APART, changes), deserved)


@pytest.mark.parametrize("base", [TIE, APART], ids=["minimiser", "separation"])
@pytest.mark.parametrize(("name", "changes", "deserved"), EVERYWHERE, ids=names(EVERYWHERE))
def test_form(base: Document, name: str, changes: dict[str, Any], deserved: str) -> None:
    deserves(checker_digits, edited(base, changes), deserved)
