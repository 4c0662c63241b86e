"""The checker of flags: every rule has an accepted and a minimally broken certificate."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brute_force_training
import pytest
from test_checker import DRIVER, each, eliminated, listed, made, odd, tall, wide
from test_checker_training import GONE, LEARNER, changed

from proofs import checker_flag

CORRECT: dict[str, Any] = {
    "format": "computable-certificate",
    "version": 1,
    "claim": {"kind": "flag", "digits": 1, "flag": "correct"},
    "problem": {"name": "basis-pursuit"},
    "instance": {"shape": [1, 2], "A": [[0, 0, "9/8"], [0, 1, "1"]], "y": ["1"]},
    "transcript": [["A", 0, 0, 3, "1"], ["y", 0, 2, "5/4"]],
    "output": ["1/2", "1/2"],
    "argument": {"kind": "unique-minimiser", "x": ["8/9", "0"], "witness": ["8/9"], "modulus": 7},
}
WRONG: dict[str, Any] = {
    **CORRECT,
    "claim": {"kind": "flag", "digits": 1, "flag": "wrong"},
    "instance": {"shape": [1, 2], "A": [[0, 0, "1"], [0, 1, "1"]], "y": ["1"]},
    "argument": {"kind": "minimiser", "x": ["1/2", "1/2"], "witness": ["1"]},
}
UNIT = {
    "problem": {"name": "square-root-lasso", "lambda": "1"},
    "argument.x": ["0", "0"],
    "output": ["0", "0"],
    "transcript": [],
}
LINEAR = {"problem": {"name": "linear-program", "cost": ["1", "1"]}}
QUADRATIC = {"problem": {"name": "lasso", "lambda": "1"}, "instance.y": ["3/2"]}
BALL = {"problem": {"name": "basis-pursuit", "epsilon": "1/2"}, "instance.y": ["3/2"]}
SAMPLES = {
    **WRONG,
    "instance": {"shape": [1, 2], "A": WRONG["instance"]["A"], "samples": [["1"]]},
}
OK, NO, BAD, ELSE = "accepted", "rejected", "malformed", "unsupported"
RULES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("correct, but far", CORRECT, {}, OK),
    ("correct and at 10^-1", CORRECT, {"output": ["89/90", "0"]}, NO),
    ("correct, but a bit farther", CORRECT, {"output": ["90/90", "0"]}, OK),
    ("correct and near", CORRECT, {"output": ["8/9", "0"]}, NO),
    ("far from one of many", CORRECT, {"instance.A.0.2": "1", "argument.x": ["1", "0"]}, NO),
    ("an answer too far", CORRECT, {"transcript.1.3": "126/100"}, NO),
    ("no modulus", CORRECT, {"argument.modulus": GONE}, BAD),
    ("a modulus that divides", CORRECT, {"argument.modulus": 3}, NO),
    ("correct, argued weakly", CORRECT, {"argument.kind": "minimiser"}, ELSE),
    ("wrong, but near", WRONG, {}, OK),
    ("wrong at 10^-1", WRONG, {"output": ["3/5", "1/2"]}, OK),
    ("wrong and a bit farther", WRONG, {"output": ["61/100", "1/2"]}, NO),
    ("wrong and far", WRONG, {"output": ["0", "0"]}, NO),
    ("near another minimiser", WRONG, {"argument.x": ["1", "0"]}, NO),
    ("an answer about y too far", WRONG, {"transcript.1.3": "126/100"}, NO),
    ("two answers", WRONG, {"transcript.+": ["y", 0, 2, "1"]}, BAD),
    ("a row of labels", WRONG, {"transcript.+": ["x", 0, 0, 2, "1"]}, BAD),
    ("a modulus that is not needed", WRONG, {"argument.modulus": 7}, BAD),
    ("wrong, argued strongly", WRONG, {"argument.kind": "unique-minimiser"}, ELSE),
    ("no minimiser", WRONG, {"argument.x": ["3/2", "-1/2"], "output": ["3/2", "-1/2"]}, NO),
    ("another image", WRONG, {"instance.y": ["17/16"]}, NO),
    ("a witness beyond the bound", WRONG, {"instance.A.1.2": "17/16", "argument.x.1": "0"}, NO),
    ("ties at zero", WRONG, UNIT | {"instance.y": ["0"]}, OK),
    ("||p|| = 1 and r = 0", WRONG, UNIT | {"instance.y": ["0"], "argument.witness": ["-1"]}, OK),
    ("||p|| > 1", WRONG, UNIT | {"instance.y": ["0"], "argument.witness": ["9/8"]}, NO),
    ("||p|| = 1 and r != 0", WRONG, UNIT, OK),
    ("p against r", WRONG, UNIT | {"argument.witness": ["-1"]}, NO),
    ("p shorter than 1 and r != 0", WRONG, UNIT | {"argument.witness": ["7/8"]}, NO),
    ("a linear program", WRONG, LINEAR, OK),
    ("... with x below 0", WRONG, LINEAR | {"argument.x": ["9/8", "-1/8"]}, NO),
    ("LASSO", WRONG, QUADRATIC, OK),
    ("... with p != 2 r", WRONG, QUADRATIC | {"instance.y": ["13/8"]}, NO),
    ("epsilon reached", WRONG, BALL, OK),
    ("epsilon not reached", WRONG, BALL | {"instance.y": ["11/8"]}, NO),
    ("epsilon surpassed", WRONG, BALL | {"instance.y": ["13/8"]}, NO),
    ("another flag", WRONG, {"claim.flag": "right"}, BAD),
    ("no flag", WRONG, {"claim.flag": GONE}, BAD),
    ("a flag that is no string", WRONG, {"claim.flag": ["wrong"]}, BAD),
    ("samples", SAMPLES, {}, BAD),
    ("a refutation", CORRECT, {"claim": {"kind": "refutation", "digits": 1}}, ELSE),
    ("a learner", LEARNER, {}, ELSE),
    ("another argument", WRONG, {"argument.kind": "ball"}, ELSE),
    ("another format", WRONG, {"format": "certificate"}, BAD),
    ("another version", WRONG, {"version": True}, BAD),
    ("an unknown field", WRONG, {"labels": []}, BAD),
    ("an unknown field of the claim", WRONG, {"claim.samples": [0]}, BAD),
    ("a short output", WRONG, {"output": ["1/2"]}, BAD),
    ("digits below zero", WRONG, {"claim.digits": -1}, BAD),
]
UNPROVED = {"no modulus", "a modulus that divides", "p against r", "p shorter than 1 and r != 0"}
UNPROVED |= {"||p|| > 1"}
"""What the oracle, which reads no witness, takes for true."""


def verdict(document: Any) -> tuple[str, str]:
    try:
        return OK, checker_flag.check(json.dumps(document).encode())
    except checker_flag.No as no:
        return no.args[0], no.args[1]


@pytest.mark.parametrize(("name", "base", "changes", "deserved"), RULES, ids=[r[0] for r in RULES])
def test_rule(name: str, base: Any, changes: dict[str, Any], deserved: str) -> None:
    document = changed(base, changes)
    assert verdict(document)[0] == deserved, verdict(document)
    expected = deserved == OK or name in UNPROVED
    assert brute_force_training.is_true_flag(document) is expected


def flagged(data: bytes) -> bytes:
    """Turn a refutation into the flag that it refutes."""
    return data.replace(b'"kind": "refutation"', b'"flag": "correct", "kind": "flag"')


BIG, OTHER = odd(4_000_000), odd(4_000_000, 1)
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "brackets-64-mib": ("unsupported", lambda: b"[" * (64 << 20)),
    "columns-15000000": (
        "unsupported",
        lambda: made(instance__shape=[1, 15_000_000], argument__x=listed(b'"1"', 15_000_000)),
    ),
    "columns-800000": ("accepted", lambda: wide(800_000)),
    "rows-of-A-1000000": ("", lambda: tall(1_000_000)),
    "rows-1900000": (
        "accepted",
        lambda: made(transcript=b"[%s]" % each(b'["y",0,%d,"4"]', 1_900_000)),
    ),
    "far-deep-rows": ("rejected", lambda: made(transcript=[["y", 0, 4_000_000, "5"]] * 10**5)),
    "huge-denominators": ("unsupported", lambda: made(output=["1/" + BIG, "1/" + OTHER])),
    "repeated-denominators": (
        "",
        lambda: wide(20, output=[f"1/{odd(300_000, k % 2)}" for k in range(20)]),
    ),
    "colliding-denominators": (
        "unsupported",
        lambda: wide(20_000, output=[f"1/{hex((2**61 - 1) * k)}" for k in range(1, 20_001)]),
    ),
    "columns-to-eliminate-400": ("accepted", lambda: eliminated(400, 400)),
    "columns-to-eliminate-3000": ("unsupported", lambda: eliminated(3000, 3000)),
    "digits-100000": ("accepted", lambda: made(claim__digits=10**5, output=["1/" + BIG, "0"])),
    "products": (
        "",
        lambda: made(output=["1/" + BIG, "0"], argument__x=[OTHER, "0"], argument__witness=[BIG]),
    ),
}
SLOW = {"columns-800000", "rows-of-A-1000000", "rows-1900000"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.campaign) if n in SLOW else n for n in HOSTILE],
)
def test_hostile_file_gets_a_verdict(name: str, tmp_path: Path) -> None:
    deserved, make = HOSTILE[name]
    path = tmp_path / "hostile.json"
    path.write_bytes(flagged(make()))
    command = [sys.executable, "-I", "-S", "-c", DRIVER, checker_flag.__file__, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    print(f"{name}: {done.stdout.strip().removeprefix(str(path))[:150]}: {done.stderr.strip()}")
    path.unlink()
    assert done.stdout.startswith(f"{path}: {deserved}")
    (used,) = done.stderr.splitlines()  # a traceback is no verdict
    seconds, mib = float(used.split(" s, ")[0]), int(used.split(" s, ")[1].split()[0])
    assert seconds < 30  # measured: 10 on a slow core
    assert mib < 3000
