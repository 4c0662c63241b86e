"""The checker of argument ``path``: every rule has an accepted and a minimally broken file."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from test_checker_digits import BAD, ELSE, EVERYWHERE, NO, OFF, OK, deserves, edited, names
from test_checker_training import GONE, HEAD, Document

from proofs import checker_digits, checker_path

LASSO: Document = {
    **HEAD,
    "claim": {"kind": "digits", "digits": 2},
    "problem": {"name": "lasso", "lambda": "1/2"},
    "instance": {
        "shape": [2, 3],
        "A": [[0, 0, "1"], [0, 1, "1/4"], [1, 1, "1/4"]],
        "y": ["1", "1/2"],
    },
    "output": ["3/4", "1/500", "0"],
    "argument": {
        "kind": "path",
        "bits": 64,
        "support": [0],
        "signs": "+",
        "base": ["1"],
        "slope": ["1"],
        "inverse": [["1"]],
    },
}
"""x = (1 - t, 0, 0), r = (t, 1/2), and the second column's share of r is t/4 + 1/8."""
FAR = {"claim": {"kind": "refutation", "digits": 3}}
ROOT = {
    "problem": {"name": "square-root-lasso", "lambda": "3/5"},
    "output": ["5/8", "1/500", "0"],
}
BALL = {
    "problem": {"name": "basis-pursuit", "epsilon": "5/8"},
    "output": ["5/8", "1/500", "0"],
}
"""In both t = 3/8. The next is about t = 1/sqrt(12), and sqrt(5)/4."""
IRRATIONAL = {"output": ["71132/100000", "0", "0"]} | {"claim.digits": 5}
IRRATIONAL_BALL = BALL | {"problem.epsilon": "3/4", "output": ["440983/1000000", "0", "0"]}
EMPTY: dict[str, Any] = {
    "argument.support": [],
    "argument.signs": "",
    "argument.base": [],
    "argument.slope": [],
    "argument.inverse": [],
    "output": ["0", "1/500", "0"],
}
ZERO = BALL | EMPTY | {"problem.epsilon": "9/8"}
TWO = {
    "instance.A": [[0, 0, "2"], [0, 1, "1"], [1, 1, "2"]],
    "instance.y": ["2", "-3"],
    "problem.weights": ["2", "1", "3"],
    "argument.support": [1, 0],
    "argument.signs": "-+",
    "argument.base": ["-3/2", "7/4"],
    "argument.slope": ["-1/2", "3/4"],
    "argument.inverse": [["1/4", "-1/8"], ["-1/8", "5/16"]],
    "output": ["25/16", "-11/8", "0"],
}
"""G = [[5, 2], [2, 4]] in this order, and v = (-1, 2): x = (7/4 - 3/16, -3/2 + 1/8, 0)."""
RADII: dict[str, Any] = {"A": [[1, 0, "1/1000"], [0, 2, "1/8"]], "y": ["1/1000", "0"]}
NARROW: dict[str, Any] = {
    "problem": {"name": "basis-pursuit", "epsilon": "1"},
    "instance.A": [[0, 0, "1"], [0, 1, "0"], [1, 1, "27/80"]],
    "instance.y": ["9", "237/250"],
    "instance.radius": {"A": "0", "y": ["0", "4/125"]},
    "output": ["87/10", "0", "0"],
    "claim.digits": 0,
}
"""t is between 1/5 and 2/5, and the second entry of r is that of y."""
SHARED = {"den": "900", "num": ["1", "0"]}
RULES: list[tuple[str, dict[str, Any], str]] = [
    ("LASSO", {}, OK),
    ("... refuted", FAR, OK),
    ("... of two columns", TWO, OK),
    ("... of the wrong order", TWO | {"argument.support": [0, 1]}, NO),
    ("condition 1: another base", {"argument.base": ["0"]}, OK),
    ("... another slope", {"argument.slope": ["-7"]}, OK),
    ("... a rough inverse", {"argument.inverse": [["3/2"]], "argument.base": ["0"]}, NO),
    ("... that would do", {"argument.inverse": [["3/2"]]}, OK),
    ("... too rough", {"argument.inverse": [["2"]]}, NO),
    ("... none", {"argument.inverse": [["0"]]}, NO),
    ("... of a column of zeros", {"argument.support": [2]}, NO),
    ("... of equal columns", TWO | {"instance.A": [[0, 0, "1"], [0, 1, "1"]]}, NO),
    ("... a row sum of 1", TWO | {"argument.inverse": [["9/20", "-1/8"], ["-1/8", "5/16"]]}, NO),
    ("condition 2: square root", ROOT, OK),
    ("... an irrational t", ROOT | {"problem.lambda": "1/2"} | IRRATIONAL, OK),
    ("... lambda^2 q = 1", ROOT | {"problem.lambda": "1"}, NO),
    ("... lambda^2 q > 1", ROOT | {"problem.lambda": "5/4"}, NO),
    ("... no residual", ROOT | {"instance.y.1": "0"}, NO),
    ("... a residual by itself", ROOT | EMPTY | {"problem.lambda": "2"}, OK),
    ("... y = 0", ROOT | EMPTY | {"instance.y": ["0", "0"]}, NO),
    ("basis pursuit", BALL, OK),
    ("... an irrational t", IRRATIONAL_BALL | {"claim.digits": 5}, OK),
    ("... epsilon = rho", BALL | {"problem.epsilon": "1/2"}, NO),
    ("... epsilon < rho", BALL | {"problem.epsilon": "3/8"}, NO),
    ("... a short y", ZERO, OK),
    ("... that is too long", ZERO | {"problem.epsilon": "11/10"}, NO),
    ("... as long as epsilon", ZERO | {"instance.y": ["3", "4"], "problem.epsilon": "5"}, NO),
    ("... y = 0", ZERO | {"instance.y": ["0", "0"], "problem.epsilon": "1/1000"}, OK),
    ("... a short y and a column", BALL | {"problem.epsilon": "9/8"}, NO),
    ("condition 3: another sign", {"argument.signs": "-"}, NO),
    ("... the slope of another sign", {"argument.signs": "-", "argument.slope": ["-1"]}, NO),
    ("... no value", {"instance.y.0": "1/4", "output.0": "0"}, NO),
    ("... a small one", {"instance.y.0": "251/1000", "output.0": "1/1000"}, OK),
    ("... square root", ROOT | {"problem.lambda": "9/10"}, NO),
    ("condition 4: nothing chosen", EMPTY | {"problem.lambda": "17/8"}, OK),
    ("... though one correlates", EMPTY | {"problem.lambda": "2"}, NO),
    ("... more than the bound", EMPTY, NO),
    ("... |c| = the bound", {"instance.A.2.2": "3/8"}, NO),
    ("... and below zero", {"instance.A.2.2": "-5/8"}, NO),
    ("... a bit less", {"instance.A.2.2": "3749999/10000000"}, OK),
    ("... above -t", {"instance.A.2.2": "-6249999/10000000"}, OK),
    ("... square root, |c| = t", ROOT | {"instance.A.2.2": "9/16"}, NO),
    ("... a bit less", ROOT | {"instance.A.2.2": "5624999/10000000"}, OK),
    ("... with a smaller weight", {"problem.weights": ["1", "3/4", "1"]}, NO),
    ("... a bit larger", {"problem.weights": ["1", "751/1000", "1"]}, OK),
    ("... where t is small", NARROW | {"instance.A.2": [1, 1, "13/50"]}, NO),
    ("... at most t everywhere", NARROW | {"instance.A.2": [1, 1, "4/25"]}, OK),
    ("... r turns with t", NARROW | {"instance.A.1": [0, 1, "-1/2"]}, NO),
    ("condition 5: too far", {"claim.digits": 3}, OFF),
    ("... too near", FAR | {"claim.digits": 2}, OFF),
    ("... the answer itself", {"output.1": "0", "claim.digits": 15}, OK),
    ("... with more digits", {"output.1": "0", "claim.digits": 20}, OFF),
    ("... and more bits", {"output.1": "0", "claim.digits": 20, "argument.bits": 80}, OK),
    ("... no digits", {"claim.digits": 0}, OK),
    ("... digits 100000", FAR | {"claim.digits": 100_000}, OK),
    ("a box of y", {"instance.radius": {"A": "0", "y": "1/200"}}, OK),
    ("... too wide", {"instance.radius": {"A": "0", "y": "1/100"}}, OFF),
    ("... refuted", FAR | {"instance.radius": {"A": "1/5000", "y": "1/5000"}}, OK),
    ("a box of absent entries", {"instance.radius": RADII}, OK),
    ("... a column of zeros", {"instance.radius": RADII | {"A": [[1, 2, "3/5"]]}}, NO),
    ("... with an uncertain sign", {"instance.radius": {"A": "0", "y": ["3/4", "0"]}}, NO),
    ("... no longer invertible", {"instance.radius": {"A": [[0, 0, "1"]], "y": "0"}}, NO),
    ("radii with a denominator", {"instance.radius": {"A": "0", "y": SHARED}}, OK),
    ("bits", {"argument.bits": 16}, OK),
    ("too few of them", {"argument.bits": 8}, OFF),
    ("one bit", {"argument.bits": 1}, NO),
    ("no bits", {"argument.bits": 0}, BAD),
    ("bits below zero", {"argument.bits": -5}, BAD),
    ("most bits", {"argument.bits": 1_000_000}, OK),
    ("too many bits", {"argument.bits": 1_000_001}, BAD),
    ("bits of a string", {"argument.bits": "64"}, BAD),
    ("another problem", {"problem": {"name": "basis-pursuit"}}, NO),
    ("epsilon = 0", BALL | {"problem.epsilon": "0/7"}, NO),
    ("linear program", {"problem": {"name": "linear-program", "cost": ["1", "1", "1"]}}, NO),
    ("a column twice", TWO | {"argument.support": [0, 0]}, BAD),
    ("a column outside", {"argument.support": [3]}, BAD),
    ("a column of a string", {"argument.support": ["0"]}, BAD),
    ("a support that is no list", {"argument.support": 0}, BAD),
    ("no support", {"argument.support": GONE}, BAD),
    ("more support", {"argument.support": [0, 1]}, BAD),
    ("signs of another kind", {"argument.signs": "1"}, BAD),
    ("signs in a list", {"argument.signs": ["+"]}, BAD),
    ("a sign that is a number", {"argument.signs": 1}, BAD),
    ("no sign", {"argument.signs": None}, BAD),
    ("too many signs", {"argument.signs": "++"}, BAD),
    ("signs and a newline", {"argument.signs": "+\n"}, BAD),
    ("a base too long", {"argument.base.+": "1"}, BAD),
    ("a slope too short", {"argument.slope": []}, BAD),
    ("an inverse too long", {"argument.inverse.+": ["1"]}, BAD),
    ("a row too long", {"argument.inverse.0.+": "1"}, BAD),
    ("a row that is none", {"argument.inverse.0": "1"}, BAD),
    ("a witness", {"argument.witness": ["1", "1"]}, BAD),
    ("radii below zero", {"instance.radius": {"A": "-1/9", "y": "0"}}, BAD),
    ("... in a list", {"instance.radius": RADII | {"y": ["0", "-1/9"]}}, BAD),
    ("... twice", {"instance.radius": RADII | {"A": [[0, 2, "0"]] * 2}}, BAD),
    ("... outside", {"instance.radius": RADII | {"A": [[2, 0, "0"]]}}, BAD),
    ("... too few", {"instance.radius": RADII | {"y": ["0"]}}, BAD),
    ("... of A only", {"instance.radius": {"A": "0"}}, BAD),
    ("... of x", {"instance.radius": RADII | {"x": "0"}}, BAD),
    ("... of a number", {"instance.radius": {"A": 0, "y": "0"}}, BAD),
    ("... that is a string", {"instance.radius": "0"}, BAD),
    ("another argument", {"argument.kind": "basis"}, ELSE),
    ("a flag", {"claim.kind": "flag"}, ELSE),
]


@pytest.mark.parametrize(("name", "changes", "deserved"), RULES, ids=names(RULES))
def test_rule(name: str, changes: dict[str, Any], deserved: str) -> None:
    deserves(checker_path, edited(LASSO, changes), deserved)


@pytest.mark.parametrize(("name", "changes", "deserved"), EVERYWHERE, ids=names(EVERYWHERE))
def test_form(name: str, changes: dict[str, Any], deserved: str) -> None:
    deserves(checker_path, edited(LASSO, changes), deserved)


def test_an_exact_distance_is_for_the_exact_checker() -> None:
    """At 10^-K exactly intervals confirm neither claim, and ``minimiser`` has the digits."""
    exact = {"output": ["3/4", "1/100", "0"], "argument.bits": 4000}
    tiny = Fraction(1, 10**300)
    for kind in ("digits", "refutation"):
        deserves(checker_path, edited(LASSO, exact | {"claim": {"kind": kind, "digits": 2}}), OFF)
        for off, near in ((-tiny, True), (tiny, False)):
            moved = exact | {"output.1": str(Fraction(1, 100) + off)}
            right = near == (kind == "digits")
            document = edited(LASSO, moved | {"claim": {"kind": kind, "digits": 2}})
            deserves(checker_path, document, OK if right else OFF)
    point = {"kind": "minimiser", "x": ["3/4", "0", "0"], "witness": ["1/2", "1"]}
    deserves(checker_digits, edited(LASSO, exact | {"argument": point}), OK)
    apart = point | {"kind": "separation", "direction": ["0", "1", "0"], "multipliers": ["0", "0"]}
    claim = {"claim": {"kind": "refutation", "digits": 2}, "argument": apart}
    deserves(checker_digits, edited(LASSO, {"output": exact["output"]} | claim), OFF)


def test_an_equality_is_for_the_exact_checker() -> None:
    """Where |c| is the bound the minimiser is no longer the only one near by: no box has it."""
    equal = {"instance.A.2.2": "3/8", "argument.bits": 4000}
    deserves(checker_path, edited(LASSO, equal), NO)
    point = {"kind": "minimiser", "x": ["3/4", "0", "0"], "witness": ["1/2", "1"]}
    deserves(checker_digits, edited(LASSO, {"instance.A.2.2": "3/8", "argument": point}), OK)
