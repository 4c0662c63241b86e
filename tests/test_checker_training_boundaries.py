"""Checkers of learners and coins at the boundary: distances of 10^-K, and points nearly optimal."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from brute_force import read
from brute_force_training import is_minimiser
from mutations import near_miss
from test_soundness_training import judge
from training_certificates import alone
from true_certificates import Document

from proofs import checker_probability, checker_training

UNITS = ((1,), (0, -1), ("3/5", "4/5"), ("2/3", "-2/3", "1/3"), ("1/2", "1/2", "-1/2", "1/2"))
LONG = (1, 3, 8, 10**9, 3**300, 1 << 700, 7**2000)


def identical(xs: list[Any], outputs: list[Any], digits: int) -> Iterator[tuple[str, Document]]:
    """Yield claims about basis pursuit with the identity, so that every x is the minimiser."""
    N = len(xs[0])
    text, off = (
        [[f"{v.numerator:#x}/{v.denominator:#x}" for v in x] for x in u] for u in (xs, outputs)
    )
    A = [[j, j, "1"] for j in range(N)]
    signs = [[str((v > 0) - (v < 0)) for v in x] for x in xs]
    points = [{"x": x, "witness": p, "modulus": 7} for x, p in zip(text, signs, strict=True)]
    claim = {"kind": "refutation", "digits": digits, "samples": list(range(len(xs)))}
    head = {
        "format": "computable-certificate",
        "version": 1,
        "claim": claim,
        "problem": {"name": "basis-pursuit"},
        "instance": {"shape": [N, N], "A": A, "samples": text},
        "argument": {"kind": "unique-minimiser", "points": points},
    }
    yield "learners", {**head, "transcript": [], "output": off}
    shown = [{"y": x, "x": x, "witness": p} for x, p in zip(text, signs, strict=True)]
    yield (
        "coins",
        {
            **head,
            "claim": {**claim, "kind": "failure-probability", "probability": "1"},
            "shown": {"depth": 0, "A": A, "samples": shown},
            "branches": [{"coins": "", "output": off}],
        },
    )


def test_distances_are_compared_exactly() -> None:
    """Outputs at the distance 10^-K, a bit within, a bit beyond; also of long numbers."""
    rng, tally = random.Random(1000), Counter[Any]()
    for _ in range(1_000):
        R, digits, unit = rng.randint(1, 2), rng.choice((0, 1, 3, 40, 900)), rng.choice(UNITS)
        xs, outputs, far = [], [], []
        for _ in range(R):
            bit = rng.choice((0, 1, -1)) * Fraction(1, rng.choice((10**3, 10**40, 1 << 9000)))
            x = [Fraction(rng.randint(-9, 9), rng.choice(LONG)) for _ in unit]
            off = [Fraction(v) * (1 + bit) / 10**digits for v in unit]
            xs.append(x)
            outputs.append([a + b for a, b in zip(x, off, strict=True)])
            far.append(bit > 0)
        for family, document in identical(xs, outputs, digits):
            fails = all(far) if family == "learners" else any(far)
            verdict = judge(family, document, None, f"{digits} {unit}")
            assert verdict == ("accepted" if fails else "rejected"), (digits, unit, far)
            tally[family, fails] += 1
    print(dict(tally))
    assert min(tally.values()) > 100


def test_points_that_are_nearly_minimisers() -> None:
    """The table's rows, with all inequalities close to equality, as a claim of either kind."""
    rng, tally = random.Random(77), Counter[Any]()
    for k in range(4_000):
        document = {**near_miss(rng), "transcript": []}
        given, argument = document["instance"], document["argument"]
        point = {key: v for key, v in argument.items() if key != "kind"}
        trained = document | {
            "claim": document["claim"] | {"samples": [0]},
            "instance": {key: given[key] for key in ("shape", "A")} | {"samples": [given["y"]]},
            "output": [document["output"]],
            "argument": {"kind": "unique-minimiser", "points": [point]},
        }
        tally["learners", judge("learners", trained, None, f"near miss {k}")] += 1
        tally["coins", judge("coins", alone(document, rng), None, f"near miss {k}")] += 1
        for checker in (checker_training, checker_probability):
            tally["weakly", weakly(checker, document)] += 1
    print(dict(tally))
    assert min(tally[kind, "accepted"] for kind in ("learners", "coins", "weakly")) > 500
    assert min(tally[kind, "rejected"] for kind in ("learners", "coins", "weakly")) > 500


def weakly(checker: Any, document: Document) -> str:
    """Judge whether x is some minimiser, as labels and what is shown are judged."""
    problem, A, y, _, _, x, _ = read(document)
    given, (m, N) = document["instance"], document["instance"]["shape"]
    to = checker.Checker(m, N, 1)
    point = {"A": to.matrix(given["A"], "A"), "y": to.rationals(given["y"], "y", m)}
    for key, size in (("x", N), ("witness", m)):
        point[key] = to.rationals(document["argument"][key], key, size)
    try:
        to.check_minimiser("", to.problem(document["problem"], "problem"), point, False)
    except checker.No as no:
        return str(no.args[0])
    assert is_minimiser(problem, A, y, x), document
    return "accepted"
