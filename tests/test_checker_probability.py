"""The checker of claims about coins: every rule has an accepted and a broken certificate."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import brute_force_probability
import pytest
from test_checker_flag import CORRECT, WRONG
from test_checker_training import GONE, HEAD, LASSO, LEARNER, Document, changed
from training_certificates import coin_documents, flag_documents, learners
from true_certificates import true_documents

from proofs import checker, checker_flag, checker_probability, checker_training

BOTH = [["1/2", "1/2", "0"], ["1", "1", "0"]]
FAILS: Document = {
    **HEAD,
    "claim": {
        "kind": "failure-probability",
        "digits": 1,
        "probability": "3/4",
        "samples": [1, 0],
        "limit": 0,
    },
    "problem": {"name": "basis-pursuit"},
    "instance": {"shape": [1, 3], "A": [[0, 0, "9/8"], [0, 1, "1"]], "samples": [["1"], ["2"]]},
    "shown": {
        "depth": 3,
        "A": [[0, 0, "1"], [0, 1, "1"]],
        "samples": [
            {"y": ["1"], "x": ["1/2", "1/2", "0"], "witness": ["1"]},
            {"y": ["2"], "x": ["1", "1", "0"], "witness": ["1"]},
        ],
    },
    "argument": {
        "kind": "unique-minimiser",
        "points": [
            {"x": ["16/9", "0", "0"], "witness": ["8/9"], "modulus": 7},
            {"x": ["8/9", "0", "0"], "witness": ["8/9"], "modulus": 7},
        ],
    },
    "branches": [
        {"coins": "0", "output": BOTH},
        {"coins": "10", "reads": [[2, 3], [0, 3]]},
    ],
}
ALONE: Document = {
    **HEAD,
    "claim": {"kind": "failure-probability", "digits": 1, "probability": "1/2"},
    "problem": {"name": "basis-pursuit"},
    "instance": {"shape": [1, 3], "A": [[0, 0, "9/8"], [0, 1, "1"]], "y": ["1"]},
    "shown": {"depth": 3, "A": [[0, 0, "1"], [0, 1, "1"]], "y": ["1"]},
    "argument": {
        "kind": "unique-minimiser",
        "x": ["8/9", "0", "0"],
        "witness": ["8/9"],
        "modulus": 7,
    },
    "branches": [{"coins": "1", "output": ["1/2", "1/2", "0"]}],
}
ONE_RIGHT = [["1/2", "1/2", "0"], ["16/9", "0", "0"]]
ALL_RIGHT = [["8/9", "0", "0"], ["16/9", "0", "0"]]
LASSOES: Document = changed(
    FAILS,
    {
        "problem": {"name": "lasso", "lambda": "1/2"},
        "shown.samples": [
            {"y": ["1"], "x": ["3/4", "0", "0"], "witness": ["1/2"]},
            {"y": ["2"], "x": ["7/8", "7/8", "0"], "witness": ["1/2"]},
        ],
        "argument": LASSO["argument"],
    },
)


def moved(y: str, half: str, k: int = 0) -> dict[str, Any]:
    """Show another right-hand side with a minimiser."""
    return {f"shown.samples.{k}.y": [y], f"shown.samples.{k}.x": [half, half, "0"]}


def reading(limit: int, *reads: Any, depth: int = 3) -> dict[str, Any]:
    return {"claim.limit": limit, "branches.1.reads": list(reads), "shown.depth": depth}


OK, NO, BAD, ELSE = "accepted", "rejected", "malformed", "unsupported"
RULES: list[tuple[str, Document, dict[str, Any], str]] = [
    ("coins", FAILS, {}, OK),
    ("LASSO", LASSOES, {}, OK),
    ("LASSO, shown no minimiser", LASSOES, {"shown.samples.0.x.0": "7/8"}, NO),
    ("LASSO, shown without x", LASSOES, {"shown.samples.0.x": GONE}, BAD),
    ("depth zero", FAILS, {"shown.depth": 0, "branches.1.reads": [[0, 0]]}, OK),
    ("shown A farther than the depth allows", FAILS, {"shown.depth": 4}, NO),
    ("shown y at the bound", FAILS, moved("9/8", "9/16"), OK),
    ("... a bit farther", FAILS, moved("1126/1000", "563/1000"), NO),
    ("... below it", FAILS, moved("7/8", "7/16"), OK),
    ("shown y of the last sample too far", FAILS, moved("9/4", "9/8", 1), NO),
    ("shown where the instance is zero", FAILS, {"shown.A.+": [0, 2, "-1/8"]}, OK),
    ("... a bit too far", FAILS, {"shown.A.+": [0, 2, "-126/1000"]}, NO),
    ("zero where the instance is not", FAILS, {"instance.A.+": [0, 2, "1/8"]}, OK),
    ("... a bit too far", FAILS, {"instance.A.+": [0, 2, "126/1000"]}, NO),
    ("nothing shown of A", FAILS, {"shown.A": []}, NO),
    ("another minimiser shown", FAILS, {"shown.samples.0.x": ["1", "0", "0"]}, OK),
    ("... only feasible", FAILS, {"shown.samples.0.x": ["3/2", "-1/2", "0"]}, NO),
    ("... with another image", FAILS, {"shown.samples.1.x": ["1", "9/8", "0"]}, NO),
    ("... of the instance instead", FAILS, {"shown.samples.0.x": ["8/9", "0", "0"]}, NO),
    ("the witness too long", FAILS, {"shown.samples.1.witness": ["17/16"]}, NO),
    ("the witness too short", FAILS, {"shown.samples.1.witness": ["15/16"]}, NO),
    ("a bound reached off the support", FAILS, {"shown.samples.1.x": ["0", "2", "0"]}, OK),
    ("a sample not shown", FAILS, {"shown.samples.1": GONE}, BAD),
    ("a sample too many", FAILS, {"shown.samples.+": FAILS["shown"]["samples"][0]}, BAD),
    ("samples in another order", FAILS, {"shown.samples": FAILS["shown"]["samples"][::-1]}, NO),
    ("a sample shown without y", FAILS, {"shown.samples.1.y": GONE}, BAD),
    ("... without x", FAILS, {"shown.samples.1.x": GONE}, BAD),
    ("... without its witness", FAILS, {"shown.samples.1.witness": GONE}, BAD),
    ("... with a modulus", FAILS, {"shown.samples.1.modulus": 7}, BAD),
    ("... with a short x", FAILS, {"shown.samples.1.x.2": GONE}, BAD),
    ("... with a long y", FAILS, {"shown.samples.1.y.+": "0"}, BAD),
    ("an entry shown twice", FAILS, {"shown.A.+": [0, 1, "1"]}, BAD),
    ("an entry shown outside", FAILS, {"shown.A.+": [1, 0, "1"]}, BAD),
    ("shown without a depth", FAILS, {"shown.depth": GONE}, BAD),
    ("a depth below zero", FAILS, {"shown.depth": -1}, BAD),
    ("a depth beyond the limit", FAILS, {"shown.depth": 4_000_001}, BAD),
    ("y shown beside samples", FAILS, {"shown.y": ["1"]}, BAD),
    ("y shown for samples", FAILS, {"shown.y": ["1"], "shown.samples": GONE}, BAD),
    ("nothing shown", FAILS, {"shown": GONE}, BAD),
    ("one claimed sample", FAILS, {"claim.samples": [1], "argument.points.1": GONE}, OK),
    ("points in another order", FAILS, {"claim.samples": [0, 1]}, NO),
    ("no claimed sample", FAILS, {"claim.samples": [], "argument.points": []}, BAD),
    ("a sample claimed twice", FAILS, {"claim.samples": [1, 1]}, BAD),
    ("a claimed sample out of range", FAILS, {"claim.samples": [1, 2]}, BAD),
    ("a point without a modulus", FAILS, {"argument.points.0.modulus": GONE}, BAD),
    ("a modulus that divides", FAILS, {"argument.points.0.modulus": 3}, NO),
    ("another point", FAILS, {"argument.points.1.x": ["1", "0", "0"]}, NO),
    ("a point that is not unique", FAILS, {"instance.A.0.2": "1"}, NO),
    ("probability in hexadecimal", FAILS, {"claim.probability": "0x3/4"}, OK),
    ("less probable than claimed", FAILS, {"claim.probability": "76/100"}, NO),
    ("probability above one", FAILS, {"claim.probability": "5/4"}, BAD),
    ("probability zero", FAILS, {"claim.probability": "0"}, BAD),
    ("probability below zero", FAILS, {"claim.probability": "-1/2"}, BAD),
    ("no probability", FAILS, {"claim.probability": GONE}, BAD),
    ("a long probability", FAILS, {"claim.probability": f"0x1/0x1{'0' * 9000}"}, OK),
    ("certain failure", FAILS, {"branches": [{"coins": "", "reads": [[2, 3]]}]}, OK),
    ("coins that begin others", FAILS, {"branches.1.coins": "01"}, NO),
    ("equal coins", FAILS, {"branches.1.coins": "0"}, NO),
    ("no coins among others", FAILS, {"branches.1.coins": ""}, NO),
    ("coins with another character", FAILS, {"branches.1.coins": "1\u0660"}, BAD),
    ("coins around another character", FAILS, {"branches.1.coins": "1 0"}, BAD),
    ("coins that are no string", FAILS, {"branches.1.coins": 10}, BAD),
    ("4000 coins", FAILS, {"branches.+": {"coins": "11" * 2000, "reads": [[0, 0]]}}, OK),
    ("4001 coins", FAILS, {"branches.+": {"coins": "1" * 4001, "reads": [[0, 0]]}}, BAD),
    ("no branches", FAILS, {"branches": []}, BAD),
    ("without branches", FAILS, {"branches": GONE}, BAD),
    ("a branch without its end", FAILS, {"branches.1.reads": GONE}, BAD),
    ("a branch with both ends", FAILS, {"branches.0.reads": [[0, 3]]}, BAD),
    ("a branch with queries", FAILS, {"branches.0.queries": [0]}, BAD),
    ("a branch that is no object", FAILS, {"branches.0": []}, BAD),
    ("one sample right", FAILS, {"branches.0.output": ONE_RIGHT}, OK),
    (
        "... which is the claimed one",
        FAILS,
        {"claim.samples": [1], "argument.points.1": GONE, "branches.0.output": ONE_RIGHT},
        NO,
    ),
    ("all samples right", FAILS, {"branches.0.output": ALL_RIGHT}, NO),
    ("an output at distance 10^-1", ALONE, {"branches.0.output": ["71/90", "0", "0"]}, NO),
    ("... a bit farther", ALONE, {"branches.0.output": ["7099/9000", "0", "0"]}, OK),
    ("an output of one sample", FAILS, {"branches.0.output": ["1", "1", "0"]}, BAD),
    ("an output of a third sample", FAILS, {"branches.0.output.+": ["1", "1", "0"]}, BAD),
    ("A and its sample are one", FAILS, reading(1, [2, 3], [0, 3]), NO),
    ("A at another depth counts", FAILS, reading(1, [2, 2], [0, 3]), OK),
    ("A alone counts", FAILS, reading(0, [2, 3]), OK),
    ("A alone counts once", FAILS, reading(1, [2, 3], [2, 3]), NO),
    ("A at two depths counts twice", FAILS, reading(1, [2, 3], [2, 0]), OK),
    ("A and two samples are two", FAILS, reading(1, [0, 3], [2, 3], [1, 3]), OK),
    ("... and not three", FAILS, reading(2, [0, 3], [2, 3], [1, 3]), NO),
    ("a sample at two depths counts twice", FAILS, reading(1, [0, 3], [0, 1]), OK),
    ("a sample twice counts once", FAILS, reading(1, [0, 3], [0, 3], [0, 3]), NO),
    ("reads deeper than shown", FAILS, reading(0, [0, 3], [1, 4]), NO),
    ("reads of A deeper than shown", FAILS, reading(0, [0, 3], [2, 4]), NO),
    ("reads of a sample out of range", FAILS, reading(0, [3, 3]), BAD),
    ("reads of a sample below zero", FAILS, reading(0, [-1, 3]), BAD),
    ("reads below depth zero", FAILS, reading(0, [0, -1]), BAD),
    ("reads beyond all depths", FAILS, reading(0, [0, 4_000_001]), BAD),
    ("reads of three numbers", FAILS, reading(0, [0, 0, 3]), BAD),
    ("no reads", FAILS, reading(0), NO),
    ("reads at the limit", FAILS, reading(2, [0, 3], [1, 3]), NO),
    ("reads without a limit", FAILS, {"claim.limit": GONE}, BAD),
    ("no limit, and no reads", FAILS, {"claim.limit": GONE, "branches.1": GONE}, NO),
    ("a negative limit", FAILS, {"claim.limit": -1}, BAD),
    ("a transcript", FAILS, {"transcript": LASSO["transcript"]}, BAD),
    ("an output beside branches", FAILS, {"output": BOTH}, BAD),
    ("labels", FAILS, {"labels": LEARNER["labels"]}, BAD),
    ("coins on one instance", ALONE, {}, OK),
    ("... shown at the bound", ALONE, {"shown.A.0.2": "5/4"}, OK),
    ("... a bit too far", ALONE, {"shown.A.0.2": "1251/1000"}, NO),
    ("... below the bound", ALONE, {"shown.A.0.2": "999/1000"}, NO),
    ("... shown y at the bound", ALONE, {"shown.y": ["7/8"]}, OK),
    ("... a bit too far", ALONE, {"shown.y": ["874/1000"]}, NO),
    ("... shown an entry that is zero", ALONE, {"shown.A.+": [0, 2, "1/8"]}, OK),
    ("... a bit too far", ALONE, {"shown.A.+": [0, 2, "126/1000"]}, NO),
    ("... not shown an entry", ALONE, {"instance.A.+": [0, 2, "-1/8"]}, OK),
    ("... a bit too large", ALONE, {"instance.A.+": [0, 2, "-126/1000"]}, NO),
    ("... shown exactly", ALONE, {"shown.A.0.2": "9/8", "shown.depth": 4_000_000}, OK),
    ("... shown x", ALONE, {"shown.x": ["1", "0", "0"]}, BAD),
    ("... shown samples", ALONE, {"shown.samples": FAILS["shown"]["samples"]}, BAD),
    ("... that fails with less", ALONE, {"claim.probability": "3/5"}, NO),
    ("... that has the digits", ALONE, {"branches.0.output": ["8/9", "0", "0"]}, NO),
    ("... with outputs", ALONE, {"branches.0.output": [["1/2", "1/2", "0"]]}, BAD),
    ("... with a limit", ALONE, {"claim.limit": 0}, BAD),
    ("... with reads", ALONE, {"branches.0": {"coins": "1", "reads": [[0, 0]]}}, BAD),
    (
        "... with both",
        ALONE,
        {"branches.0": {"coins": "1", "reads": [[0, 0]]}, "claim.limit": 0},
        BAD,
    ),
    ("... with samples", ALONE, {"claim.samples": [0]}, BAD),
    ("... with labels", ALONE, {"labels": LEARNER["labels"]}, BAD),
    ("... with points", ALONE, {"argument": FAILS["argument"]}, BAD),
    ("... not unique", ALONE, {"instance.A.0.2": "1"}, NO),
    ("neither y nor samples", ALONE, {"instance.y": GONE}, BAD),
    ("both y and samples", FAILS, {"instance.y": ["1"]}, BAD),
    ("another claim", FAILS, {"claim.kind": "digits"}, ELSE),
    ("another argument", FAILS, {"argument.kind": "ball"}, ELSE),
    ("another format", FAILS, {"format": "certificate"}, BAD),
    ("another version", FAILS, {"version": 2}, BAD),
    ("an unknown field", FAILS, {"seed": 1}, BAD),
    ("an unknown field of the claim", FAILS, {"claim.seed": 1}, BAD),
    ("about", FAILS, {"about": {"seed": 1}}, OK),
]
UNPROVED = {"the witness too long", "the witness too short"}
UNPROVED |= {"a point without a modulus", "a modulus that divides"}
"""What the oracle, which reads no witness, takes for true."""


def verdict(document: Document, judge: ModuleType = checker_probability) -> tuple[str, str]:
    try:
        return OK, judge.check(json.dumps(document).encode())
    except judge.No as no:
        return no.args[0], no.args[1]


@pytest.mark.parametrize(("name", "base", "changes", "deserved"), RULES, ids=[r[0] for r in RULES])
def test_rule(name: str, base: Document, changes: dict[str, Any], deserved: str) -> None:
    document = changed(base, changes)
    assert verdict(document)[0] == deserved, verdict(document)
    expected = deserved == OK or name in UNPROVED
    assert brute_force_probability.is_true_probability(document) in (expected, None)


KINDS: dict[ModuleType, tuple[str, list[Document]]] = {
    checker: ("checker.py", [*true_documents().values()]),
    checker_flag: ("checker_flag.py", [CORRECT, WRONG, *flag_documents().values()]),
    checker_training: ("checker_training.py", [LEARNER, LASSO, *learners().values()]),
    checker_probability: ("checker_probability.py", [FAILS, ALONE, *coin_documents().values()]),
}


@pytest.mark.parametrize("judge", KINDS, ids=[name for name, _ in KINDS.values()])
def test_checkers_name_each_other(judge: ModuleType) -> None:
    """What another one judges is 'unsupported', and checker.py knows which one."""
    for own, (name, documents) in KINDS.items():
        hint = f"use {name}" if judge is checker else "checker.py"
        for document in documents:
            judged, reason = verdict(document, judge)
            assert judged == (OK if judge is own else ELSE), reason
            assert judge is own or hint in reason
