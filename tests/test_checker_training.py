"""The checker of training sets: every rule has an accepted and a broken certificate."""

from __future__ import annotations

import copy
import json
from typing import Any

import brute_force_training
import pytest

from proofs import checker_training

Document = dict[str, Any]
GONE = object()
HEAD: Document = {"format": "computable-certificate", "version": 1}

LEARNER: Document = {
    **HEAD,
    "claim": {"kind": "refutation", "digits": 1, "samples": [1, 0]},
    "problem": {"name": "basis-pursuit"},
    "instance": {"shape": [1, 3], "A": [[0, 0, "9/8"], [0, 1, "1"]], "samples": [["1"], ["2"]]},
    "transcript": [["A", 0, 0, 3, "1"], ["y", 1, 0, 3, "2"], ["x", 1, 1, 3, "1"]],
    "output": [["1/2", "1/2", "0"], ["1", "1", "0"]],
    "argument": {
        "kind": "unique-minimiser",
        "points": [
            {"x": ["16/9", "0", "0"], "witness": ["8/9"], "modulus": 7},
            {"x": ["8/9", "0", "0"], "witness": ["8/9"], "modulus": 7},
        ],
    },
    "labels": [
        {
            "sample": k,
            "depth": 3,
            "A": [[0, 0, "1"], [0, 1, "1"]],
            "y": [y],
            "label": [half, half, "0"],
            "x": [half, half, "0"],
            "witness": ["1"],
        }
        for k, (y, half) in enumerate((("1", "1/2"), ("2", "1")))
    ],
}
LASSO: Document = {
    **{key: value for key, value in LEARNER.items() if key != "labels"},
    "problem": {"name": "lasso", "lambda": "1/2"},
    "transcript": [["A", 0, 0, 3, "1"], ["y", 1, 0, 3, "2"]],
    "argument": {
        "kind": "unique-minimiser",
        "points": [
            {"x": ["128/81", "0", "0"], "witness": ["4/9"], "modulus": 7},
            {"x": ["56/81", "0", "0"], "witness": ["4/9"], "modulus": 7},
        ],
    },
}


def changed(base: Document, changes: dict[str, Any]) -> Document:
    """Return a copy with the values at these paths replaced; '+' appends, ``GONE`` removes."""
    document = copy.deepcopy(base)
    for path, value in changes.items():
        *parents, last = (int(p) if p.isdigit() else p for p in path.split("."))
        container: Any = document
        for parent in parents:
            container = container[parent]
        if last == "+":
            container.append(value)
        elif value is GONE:
            del container[last]
        else:
            container[last] = value
    return document


X1, BOTH = ["128/81", "0", "0"], [["1/2", "1/2", "0"], ["16/9", "0", "0"]]
A_LABELS = {f"labels.{k}.A": [[0, 0, "1"], [0, 1, "1"], [0, 2, "1/8"]] for k in (0, 1)}
HALVES, SPLIT = {"den": "2", "num": ["1", "1", "0"]}, {"den": "2", "num": ["1", "2/2", "0"]}
LINEAR = changed(LEARNER, {"problem": {"name": "linear-program", "cost": ["1", "1", "1"]}})
MORE = {"labels": [*LEARNER["labels"], *({**v, "depth": 2} for v in LEARNER["labels"])]}
OK, NO, BAD, ELSE = "accepted", "rejected", "malformed", "unsupported"
RULES: list[tuple[str, Document, dict[str, Any], str]] = [
    ("a learner", LEARNER, {}, OK),
    ("one claimed sample", LASSO, {"claim.samples": [1], "argument.points.1": GONE}, OK),
    ("points in another order", LEARNER, {"claim.samples": [0, 1]}, NO),
    ("no claimed sample", LASSO, {"claim.samples": [], "argument.points": []}, BAD),
    ("a sample claimed twice", LEARNER, {"claim.samples": [1, 1]}, BAD),
    ("a claimed sample out of range", LEARNER, {"claim.samples": [1, 2]}, BAD),
    ("more points than samples", LEARNER, {"claim.samples": [1]}, BAD),
    ("a point that is not unique", LEARNER, {"instance.A.0.2": "1"}, NO),
    ("a point without a modulus", LEARNER, {"argument.points.0.modulus": GONE}, BAD),
    ("a modulus that divides", LEARNER, {"argument.points.0.modulus": 3}, NO),
    ("an unknown field in a point", LEARNER, {"argument.points.0.y": "1"}, BAD),
    ("another witness", LEARNER, {"argument.points.1.witness": ["1"]}, NO),
    ("one output has the digits", LEARNER, {"output": BOTH}, NO),
    ("... which is not claimed", LASSO, {"claim.samples": [0], "argument.points.0": GONE}, OK),
    ("an output at distance 10^-1", LASSO, {"output.1": ["1361/810", "0", "0"]}, NO),
    ("... a bit farther", LASSO, {"output.1": ["1362/810", "0", "0"]}, OK),
    ("outputs of too few samples", LEARNER, {"output.1": GONE}, BAD),
    ("a short output", LEARNER, {"output.1": ["1", "1"]}, BAD),
    ("no rows", LASSO, {"instance.shape.0": 0}, BAD),
    ("a shape of three", LASSO, {"instance.shape.+": 1}, BAD),
    ("a shape of booleans", LASSO, {"instance.shape.0": True}, BAD),
    ("no samples", LASSO, {"instance.samples": []}, BAD),
    ("y and samples", LEARNER, {"instance.y": ["1"]}, BAD),
    ("y for samples", LEARNER, {"instance.y": ["1"], "instance.samples": GONE}, ELSE),
    ("a short sample", LEARNER, {"instance.samples.0": []}, BAD),
    ("an answer about A at the bound", LASSO, {"transcript.0.4": "5/4"}, OK),
    ("... beyond it", LASSO, {"transcript.0.4": "126/100"}, NO),
    ("an answer about an absent entry", LASSO, {"transcript.+": ["A", 0, 2, 3, "-1/8"]}, OK),
    ("... beyond the bound", LASSO, {"transcript.+": ["A", 0, 2, 4, "-1/8"]}, NO),
    ("an answer about y of the other sample", LASSO, {"transcript.1.1": 0}, NO),
    ("an answer twice", LASSO, {"transcript.+": ["y", 1, 0, 3, "4/2"]}, OK),
    ("two answers", LASSO, {"transcript.+": ["y", 1, 0, 3, "17/8"]}, BAD),
    ("the same at another depth", LASSO, {"transcript.+": ["y", 1, 0, 2, "17/8"]}, OK),
    ("a sample out of range", LASSO, {"transcript.1.1": 2}, BAD),
    ("a row out of range", LASSO, {"transcript.1.2": 1}, BAD),
    ("a depth out of range", LASSO, {"transcript.1.3": 4_000_001}, BAD),
    ("a row without a sample", LASSO, {"transcript.+": ["y", 0, 3, "1"]}, BAD),
    ("a label row out of range", LEARNER, {"transcript.2.2": 3}, BAD),
    ("LASSO read without labels", LASSO, {}, OK),
    ("... but not x", LASSO, {"transcript.+": ["x", 1, 1, 3, "1"]}, NO),
    ("basis pursuit read A", LEARNER, {"transcript": [["A", 0, 0, 3, "1"]]}, OK),
    ("... without all labels", LEARNER, {"transcript.1": GONE, "labels.0": GONE}, NO),
    ("basis pursuit read y", LEARNER, {"transcript.0": GONE, "labels.0": GONE}, OK),
    ("... without its label", LEARNER, {"transcript.0": GONE, "labels.1": GONE}, NO),
    ("a label of another depth", LEARNER, {"labels.1.depth": 2}, NO),
    ("labels of another depth, too", LEARNER, MORE, OK),
    ("a label where nothing was read", LEARNER, {"transcript": []}, OK),
    ("an empty list of labels", LASSO, {"labels": []}, BAD),
    ("two labels of a sample", LEARNER, {"labels.0.sample": 1}, BAD),
    ("a label of no sample", LEARNER, {"labels.0.sample": 2}, BAD),
    ("an unknown field in a label", LEARNER, {"labels.0.modulus": 7}, BAD),
    ("a label without a field", LEARNER, {"labels.0.y": GONE}, BAD),
    ("a label's entry twice", LEARNER, {"labels.0.A.+": [0, 0, "1"]}, BAD),
    ("a label's entry outside", LEARNER, {"labels.0.A.+": [1, 0, "1"]}, BAD),
    ("a label's A too far", LEARNER, {"instance.A.0.2": "126/100"}, NO),
    ("... in an entry absent from it", LEARNER, {"instance.A.+": [0, 2, "1/4"]}, NO),
    ("... in one absent from the instance", LEARNER, {"labels.1.A.+": [0, 2, "1/4"]}, NO),
    ("an absent entry at the bound", LEARNER, A_LABELS, OK),
    ("labels with unlike A", LEARNER, {"labels.1.A.+": [0, 2, "1/8"]}, NO),
    ("labels with zero and absent", LEARNER, {"labels.1.A.+": [0, 2, "0"]}, OK),
    ("A not as recorded", LEARNER, {"transcript.0.4": "9/8"}, NO),
    ("... of an absent entry", LEARNER, {"transcript.+": ["A", 0, 2, 3, "1/16"]}, NO),
    ("... which is recorded as zero", LEARNER, {"transcript.+": ["A", 0, 2, 3, "0/5"]}, OK),
    ("y not as recorded", LEARNER, {"transcript.1.4": "17/8"}, NO),
    ("a label not as recorded", LEARNER, {"transcript.2.4": "1/2"}, NO),
    ("a label's y too far", LEARNER, {"instance.samples.0": ["9/10"]}, NO),
    ("a label at distance 2^-n", LEARNER, {"labels.1.label.0": "9/8"}, OK),
    ("... a bit farther", LEARNER, {"labels.1.label.0": "113/100"}, NO),
    ("a label's x far from optimal", LEARNER, {"labels.0.x": ["3/2", "-1/2", "0"]}, NO),
    ("a label's x with another image", LEARNER, {"labels.0.x": ["1/2", "9/16", "0"]}, NO),
    ("a label's witness too long", LEARNER, {"labels.0.witness": ["17/16"]}, NO),
    ("labels with a shared denominator", LEARNER, {"labels.0.x": HALVES}, OK),
    ("... of which one is a fraction", LEARNER, {"labels.0.x": SPLIT}, BAD),
    ("... below zero", LEARNER, {"labels.0.x": {**HALVES, "den": "-2"}}, BAD),
    ("labels of a linear program", LINEAR, {}, OK),
    ("... with x below zero", LINEAR, {"labels.0.x": ["3/2", "-1/2", "0"]}, NO),
    ("... with x beyond the cost", LINEAR, {"labels.0.witness": ["17/16"]}, NO),
    ("a claim without digits", LEARNER, {"claim.digits": GONE}, BAD),
    ("digits below zero", LEARNER, {"claim.digits": -1}, BAD),
    ("digits beyond the limit", LEARNER, {"claim.digits": 100_001}, BAD),
    ("probability of a refutation", LEARNER, {"claim.probability": "1"}, BAD),
    ("a limit of a refutation", LEARNER, {"claim.limit": 0}, BAD),
    ("branches of a refutation", LEARNER, {"branches": []}, BAD),
    ("numbers shown in a refutation", LEARNER, {"shown": {"depth": 3}}, BAD),
    ("no transcript", LASSO, {"transcript": GONE}, BAD),
    ("no output", LASSO, {"output": GONE}, BAD),
    ("coins", LEARNER, {"claim.kind": "failure-probability"}, ELSE),
    ("a flag", LEARNER, {"claim.kind": "flag"}, ELSE),
    ("another claim", LEARNER, {"claim.kind": "digits"}, ELSE),
    ("a claim that is no string", LEARNER, {"claim.kind": {}}, ELSE),
    ("another argument", LEARNER, {"argument.kind": "ball"}, ELSE),
    ("another format", LEARNER, {"format": "certificate"}, BAD),
    ("another version", LEARNER, {"version": 2}, BAD),
    ("an unknown field", LEARNER, {"seed": 1}, BAD),
]


def verdict(document: Document) -> tuple[str, str]:
    try:
        return OK, checker_training.check(json.dumps(document).encode())
    except checker_training.No as no:
        return no.args[0], no.args[1]


UNPROVED = {
    "a point without a modulus",
    "a modulus that divides",
    "an unknown field in a point",
    "another witness",
    "a label's witness too long",
    "... with x beyond the cost",
}
"""What the oracle, which reads no witness, takes for true."""


@pytest.mark.parametrize(("name", "base", "changes", "deserved"), RULES, ids=[r[0] for r in RULES])
def test_rule(name: str, base: Document, changes: dict[str, Any], deserved: str) -> None:
    document = changed(base, changes)
    assert verdict(document)[0] == deserved, verdict(document)
    expected = deserved == OK or name in UNPROVED
    assert brute_force_training.is_true_training(document) in (expected, None)
