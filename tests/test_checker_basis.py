"""The checker of argument ``basis``: every rule has an accepted and a minimally broken file."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from test_checker_digits import BAD, ELSE, EVERYWHERE, NO, OFF, OK, deserves, edited, names
from test_checker_training import GONE, HEAD, Document

from proofs import checker_basis, checker_digits

PLAIN: Document = {
    **HEAD,
    "claim": {"kind": "digits", "digits": 2},
    "problem": {"name": "basis-pursuit"},
    "instance": {
        "shape": [2, 3],
        "A": [[0, 0, "1"], [1, 1, "1"], [0, 2, "1/2"], [1, 2, "1/4"]],
        "y": ["1", "2"],
    },
    "output": ["1", "2", "1/500"],
    "argument": {
        "kind": "basis",
        "bits": 64,
        "basis": [0, 1],
        "dual": ["1", "1"],
        "point": ["1", "2"],
        "witness": ["1", "1"],
        "inverse": [["1", "0"], ["0", "1"]],
    },
}
"""The witness is the dual, and the third column has c = p_0 / 2 + p_1 / 4 = 3/4."""
FAR = {"claim": {"kind": "refutation", "digits": 3}}
ROOT = {"problem": {"name": "square-root-lasso", "lambda": "1/2"}}
LINEAR = {"problem": {"name": "linear-program", "cost": ["1", "1", "1"]}}
COSTS = LINEAR | {"problem.cost": ["-2", "0", "1"], "argument.dual": ["-2", "0"]}
PYTHAGORAS = {
    "problem": {"name": "square-root-lasso", "lambda": "1/6", "weights": ["3", "4", "9"]},
    "argument.dual": ["3", "4"],
}
"""||p|| = 5"""
NOISE: dict[str, Any] = {
    "instance.y.1": "1/1000000",
    "output": ["1", "0", "0"],
    "argument.dual": ["1", "0"],
    "claim.digits": 5,
}
"""kappa = 10^-6, theta = (., 1, 1/2), M = sqrt(5)/2, eta = 1."""
NOISE_FAR = NOISE | FAR | {"output": ["1", "1/100", "0"]}
SMALL = NOISE | {
    "instance.A": [[0, 0, "1/1000"], [1, 1, "1"], [0, 2, "1/2000"], [1, 2, "1/4"]],
    "instance.y.0": "1/1000",
    "argument.inverse.0.0": "1000",
    "argument.witness": ["1000", "0"],
}
"""eta = 1000, M = 1/2: the first entry is known to 5/10^4 only."""
STEEP = NOISE | {
    "problem": {"name": "square-root-lasso", "lambda": "9995/10000"},
    "claim.digits": 3,
}
"""1/nu is about 2000."""
WIDE: dict[str, Any] = {"instance.A.3.2": "600", "claim.digits": 3}
"""||a|| / theta is a bit more than 1200: the first entry is known to 12/10^4 only."""
AGAINST = {"argument.dual.1": "-3/4", "instance.A.3.2": "300", "instance.A.2.2": "451/2"}
AGAINST |= {"argument.witness.1": "-3/4"}
AROUND = {"instance.radius": {"A": "0", "y": ["0", "1/1000000"]}}
ROUGH = {"argument.inverse": [["1/2", "0"], ["0", "1/2"]], "argument.witness": ["1", "0"]}
ROUGH |= {"argument.point": ["1", "1/1000000"]}
LIGHT: dict[str, Any] = {
    "instance.A.2.2": "0",
    "instance.A.3.2": "1/1000",
    "problem": {"name": "basis-pursuit", "weights": ["1", "1", "1/100"]},
}
"""theta = 1/100: the third entry is known to 10^-4 only."""
FREE = NOISE | {"instance.radius": {"A": "0", "y": "1/100000"}, "argument.free": [1]}
FREE |= {"claim.digits": 4}
FAINT: dict[str, Any] = {"instance.y.0": "1/50000", "output": ["0", "0", "0"]}
FAINT |= {"instance.radius": {"A": "0", "y": ["0", "1/100000"]}}
"""u_0 = 2/10^5 against kappa eta / nu = 1.1/10^5 with lambda = 1/2, and 3.3/10^5 with 3/4."""
ZERO: dict[str, Any] = {"instance.y": ["0", "0"], "argument.dual": ["0", "0"]}
ZERO |= {"output": ["0", "0", "1/500"]}
TURNED = {
    "instance.A": [[0, 0, "2"], [0, 1, "1"], [1, 1, "2"], [1, 2, "1/2"]],
    "instance.y": ["1", "-4"],
    "argument.basis": [1, 0],
    "argument.dual": ["-1", "1"],
    "argument.point": ["-2", "3/2"],
    "argument.witness": ["1/2", "-3/4"],
    "argument.inverse": [["0", "1/2"], ["1/2", "-1/4"]],
    "output": ["3/2", "-2", "1/500"],
}
ONE: dict[str, Any] = {
    "instance": {"shape": [1, 1], "A": [[0, 0, "-2"]], "y": ["1"]},
    "output": ["-1/2"],
    "argument": {
        "kind": "basis",
        "bits": 64,
        "basis": [0],
        "dual": ["-1"],
        "point": ["0"],
        "witness": ["0"],
        "inverse": [["-1/2"]],
    },
}
SHEAR = {
    "instance.A": [[0, 0, "1"], [0, 1, "1"], [1, 1, "1"], [1, 2, "9"], [0, 2, "0"]],
    "instance.y": ["3", "2"],
    "argument.point": ["0", "0"],
    "argument.witness": ["0", "0"],
    "argument.inverse": [["1", "-1"], ["0", "1"]],
}
"""p = (1, 0)"""
ROW = {"argument.inverse": [["2/5", "3/5"], ["0", "1"]]}
COLUMN = {"argument.inverse": [["2/5", "0"], ["3/5", "1"]]}
RULES: list[tuple[str, dict[str, Any], str]] = [
    ("basis pursuit", {}, OK),
    ("... refuted", FAR, OK),
    ("... in another order", TURNED, OK),
    ("... of the wrong order", TURNED | {"argument.basis": [0, 1]}, NO),
    ("... one number", ONE, OK),
    ("... of another sign", ONE | {"argument.dual": ["1"]}, NO),
    ("square root", ROOT, OK),
    ("linear program", LINEAR, OK),
    ("... with costs below zero", COSTS, OK),
    ("condition 1: another point", {"argument.point": ["0", "0"]}, OK),
    ("... another witness", {"argument.witness": ["-3", "0"]}, OK),
    ("... a rough inverse", {"argument.inverse": [["3/2", "1/9"], ["0", "1"]]}, OK),
    ("... none", {"argument.inverse": [["0", "0"], ["0", "1"]]}, NO),
    ("... an inverse that is not symmetric", SHEAR, OK),
    ("... nor the witness a guess", SHEAR | {"instance.A.4": [0, 2, "1"]}, NO),
    ("... a row sum of 6/5", ROW, NO),
    ("... a column sum of 6/5", COLUMN, NO),
    ("... both below 1", {"argument.inverse": [["3/5", "2/5"], ["2/5", "3/5"]]}, OK),
    ("... a basis of equal columns", {"instance.A.1": [0, 1, "1"]}, NO),
    ("condition 2: another sign", {"instance.y.1": "-2"}, NO),
    ("... in the dual, too", {"instance.y.1": "-2", "output.1": "-2", "argument.dual.1": "-1"}, OK),
    ("... no value", {"instance.y.1": "0"}, NO),
    ("... linear program", LINEAR | {"instance.y.1": "-2"}, NO),
    ("... no value", LINEAR | {"instance.y.1": "0"}, NO),
    ("... a dual that is not the cost", LINEAR | {"argument.dual": ["1", "1/2"]}, NO),
    ("... as small as the noise", LINEAR | NOISE | {"argument.dual": ["1", "1"]}, OK),
    ("condition 3: c = 1", {"instance.A.3.2": "1/2"}, NO),
    ("... a bit less", {"instance.A.3.2": "499/1000"}, OK),
    ("... c = -1", {"instance.A.3.2": "-3/2"}, NO),
    ("... above -1", {"instance.A.3.2": "-1499/1000"}, OK),
    ("... linear program, c = cost", LINEAR | {"instance.A.3.2": "1/2"}, NO),
    ("... c < -cost", LINEAR | {"instance.A.3.2": "-9"}, OK),
    ("... c > cost", COSTS | {"problem.cost.2": "-3/2"}, NO),
    ("... a column of zeros", {"instance.A.2": [0, 2, "0"], "instance.A.3.2": "0"}, OK),
    ("... and no cost", LINEAR | {"problem.cost.2": "0", "instance.A.2.2": "-1/4"}, NO),
    ("... within the basis, |g| > 1", NOISE | {"argument.dual.1": "1001/1000"}, NO),
    ("... g = -1 and u > 0", NOISE | {"argument.dual.1": "-1"}, NO),
    ("... square root, ||p|| = 1/lambda", PYTHAGORAS | {"problem.lambda": "1/5"}, NO),
    ("... ||p|| < 1/lambda", PYTHAGORAS, OK),
    ("... ||p|| > 1/lambda", ROOT | {"problem.lambda": "3/4"}, NO),
    ("condition 4: a small entry", NOISE, OK),
    ("... though not so small", NOISE | {"claim.digits": 6}, OFF),
    ("... refuted", NOISE_FAR, OK),
    ("... refuted, not so far", NOISE_FAR | {"output.1": "1001/1000000"}, OFF),
    ("... of a small matrix", SMALL | {"claim.digits": 3}, OK),
    ("... with more digits", SMALL | {"claim.digits": 4}, OFF),
    ("... of a steep square root", STEEP | {"claim.digits": 2}, OK),
    ("... with more digits", STEEP, OFF),
    ("... of small theta", NOISE | {"instance.A.2.2": "999/1000", "claim.digits": 3}, OFF),
    ("... with fewer digits", NOISE | {"instance.A.2.2": "999/1000", "claim.digits": 2}, OK),
    ("... with g and u apart", NOISE | {"argument.dual.1": "-1/4", "claim.digits": 5}, OK),
    ("... theta counts", NOISE | WIDE, OFF),
    ("... though not for half of it", NOISE | WIDE | {"instance.A.3.2": "300"}, OK),
    ("... g counts", NOISE | WIDE | AGAINST, OFF),
    ("... and the width of u", NOISE | WIDE | {"instance.y.1": "0"} | AROUND, OFF),
    ("... the rest counts", NOISE | LIGHT, OFF),
    ("... with fewer digits", NOISE | LIGHT | {"claim.digits": 3}, OK),
    ("... a rough inverse counts", NOISE | WIDE | ROUGH, OFF),
    ("... linear program, T", LINEAR | NOISE, NO),
    ("... below zero", LINEAR | NOISE | {"instance.y.1": "-1/1000000"}, NO),
    ("... y = 0", ZERO, OK),
    ("condition 5: too far", {"claim.digits": 3}, OFF),
    ("... too near", FAR | {"claim.digits": 2}, OFF),
    ("... the answer itself", {"output.2": "0", "claim.digits": 17}, OK),
    ("... with more digits", {"output.2": "0", "claim.digits": 20}, OFF),
    ("... and more bits", {"output.2": "0", "claim.digits": 20, "argument.bits": 80}, OK),
    ("... digits 100000", FAR | {"claim.digits": 100_000}, OK),
    ("a free column", FREE, OK),
    ("... that is not, but small", FREE | {"argument.free": []}, OK),
    ("... that has a sign", FREE | {"argument.free": [], "argument.dual.1": "1"}, NO),
    ("... twice", FREE | {"argument.free": [1, 1]}, OK),
    ("... with another dual", FREE | {"argument.dual.1": "77"}, OK),
    ("... all of them", FREE | {"argument.free": [0, 1]}, OK),
    ("... with more digits", FREE | {"claim.digits": 5}, OFF),
    ("... c up to 1", FREE | {"instance.A.2.2": "3/4"}, NO),
    ("... c up to 1 - 1/1000", FREE | {"instance.A.2.2": "749/1000"}, OK),
    ("... square root", FREE | ROOT, OK),
    ("... ||p|| up to sqrt(2)", FREE | ROOT | {"problem.lambda": "3/4"}, OK),
    ("... nu = 1/9", FREE | ROOT | {"problem.lambda": "9/10"}, OFF),
    ("... nu = 0", FREE | ROOT | {"problem.lambda": "1"}, NO),
    ("... another q", FREE | ROOT | {"argument.dual.1": "-999/1000"}, OK),
    ("... q of norm 4/3", FREE | ROOT | {"problem.lambda": "3/4", "argument.dual.1": "7/8"}, OFF),
    ("... q on the edge", FREE | ROOT | {"argument.dual.1": "1"}, NO),
    ("... q outside", FREE | ROOT | {"argument.dual.1": "77"}, NO),
    ("... the other column", FREE | ROOT | {"argument.free": [0]}, NO),
    ("... all of them, square root", FREE | ROOT | {"argument.free": [0, 1]}, NO),
    ("... and less sure", FREE | ROOT | {"argument.free": [0, 1], "argument.dual.0": "0"}, OFF),
    ("... a small entry", FREE | ROOT | FAINT, OK),
    ("... of a sign that is not sure", FREE | ROOT | FAINT | {"problem.lambda": "3/4"}, NO),
    ("... refuted", FREE | ROOT | FAR | {"output.0": "9/10"}, OK),
    ("... refuted by what is free", FREE | ROOT | {"output.1": "1/50000"} | FAR, OFF),
    ("... linear program", FREE | LINEAR, NO),
    ("... none of a linear program", LINEAR | {"argument.free": []}, OK),
    ("... outside of the basis", FREE | {"argument.free": [2]}, BAD),
    ("... outside of A", FREE | {"argument.free": [3]}, BAD),
    ("... of a string", FREE | {"argument.free": "1"}, BAD),
    ("a box", {"instance.radius": {"A": "1/1000", "y": "1/1000"}}, OK),
    ("... refuted", FAR | {"instance.radius": {"A": "0", "y": [*["1/10000"] * 2]}}, OK),
    ("... no longer invertible", {"instance.radius": {"A": [[0, 0, "1"]], "y": "0"}}, NO),
    ("... with an uncertain sign", {"instance.radius": {"A": "0", "y": ["1", "0"]}}, NO),
    ("... with an uncertain dual", {"instance.radius": {"A": [[1, 2, "1/4"]], "y": "0"}}, NO),
    ("bits", {"argument.bits": 16}, OK),
    ("too few of them", {"argument.bits": 6}, OFF),
    ("no bits", {"argument.bits": 0}, BAD),
    ("too many bits", {"argument.bits": 1_000_001}, BAD),
    ("LASSO", {"problem": {"name": "lasso", "lambda": "1"}}, NO),
    ("basis pursuit, epsilon > 0", {"problem.epsilon": "1/1000"}, NO),
    ("epsilon = 0", {"problem.epsilon": "0/3"}, OK),
    ("a column twice", {"argument.basis": [0, 0]}, BAD),
    ("a column outside", {"argument.basis": [0, 3]}, BAD),
    ("too many columns", {"argument.basis.+": 2}, BAD),
    ("too few columns", {"argument.basis": [0]}, BAD),
    ("a basis that is no list", {"argument.basis": {"0": 1}}, BAD),
    ("more rows than columns", ONE | {"instance.shape": [2, 1], "instance.y.+": "0"}, BAD),
    ("no dual", {"argument.dual": GONE}, BAD),
    ("a dual too long", {"argument.dual.+": "1"}, BAD),
    ("a point too short", {"argument.point": ["1"]}, BAD),
    ("a witness of numbers", {"argument.witness": [1, 1]}, BAD),
    ("an inverse too short", {"argument.inverse": [["1", "0"]]}, BAD),
    ("a row too short", {"argument.inverse.0": ["1"]}, BAD),
    ("a support", {"argument.support": [0, 1]}, BAD),
    ("radii below zero", {"instance.radius": {"A": "0", "y": "-1/9"}}, BAD),
    ("another argument", {"argument.kind": "path"}, ELSE),
]


@pytest.mark.parametrize(("name", "changes", "deserved"), RULES, ids=names(RULES))
def test_rule(name: str, changes: dict[str, Any], deserved: str) -> None:
    deserves(checker_basis, edited(PLAIN, changes), deserved)


@pytest.mark.parametrize(("name", "changes", "deserved"), EVERYWHERE, ids=names(EVERYWHERE))
def test_form(name: str, changes: dict[str, Any], deserved: str) -> None:
    deserves(checker_basis, edited(PLAIN, changes), deserved)


def test_an_exact_distance_is_for_the_exact_checker() -> None:
    """At 10^-K exactly intervals confirm neither claim, and ``minimiser`` has the digits."""
    exact = {"output.2": "1/100", "argument.bits": 4000}
    tiny = Fraction(1, 10**300)
    for kind in ("digits", "refutation"):
        claim = {"claim": {"kind": kind, "digits": 2}}
        deserves(checker_basis, edited(PLAIN, exact | claim), OFF)
        for off, near in ((-tiny, True), (tiny, False)):
            moved = exact | {"output.2": str(Fraction(1, 100) + off)} | claim
            deserves(checker_basis, edited(PLAIN, moved), OK if near == (kind == "digits") else OFF)
    point = {"kind": "minimiser", "x": ["1", "2", "0"], "witness": ["1", "1"]}
    exactly = {"output.2": "1/100", "argument": point}
    deserves(checker_digits, edited(PLAIN, exactly), OK)
    apart = point | {"kind": "separation", "direction": ["0", "0", "1"], "multipliers": ["0", "0"]}
    claim = {"claim": {"kind": "refutation", "digits": 2}, "argument": apart}
    deserves(checker_digits, edited(PLAIN, exactly | claim), OFF)


def test_an_equality_is_for_the_exact_checker() -> None:
    equal = {"instance.A.3.2": "1/2", "argument.bits": 4000}
    deserves(checker_basis, edited(PLAIN, equal), NO)
    point = {"kind": "minimiser", "x": ["1", "2", "0"], "witness": ["1", "1"]}
    deserves(checker_digits, edited(PLAIN, {"instance.A.3.2": "1/2", "argument": point}), OK)
