"""Files about learners and coins whose check might take long: hostile ones, and large true ones."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from test_checker import each, listed, odd
from test_checker_training import ALONE, FAILS, GONE, LASSO, LEARNER, changed
from training_certificates import learner

BIG, OTHER = odd(4_000_000), odd(4_000_000, 1)


def spliced(base: Any, changes: dict[str, Any]) -> bytes:
    """Return a changed document; bytes among the changes are spliced in as they are."""
    names = {path: value for path, value in changes.items() if isinstance(value, bytes)}
    tokens = {path: f"<{k}>" for k, path in enumerate(names)}
    data = json.dumps(changed(base, changes | tokens)).encode()
    for path, value in names.items():
        data = data.replace(f'"{tokens[path]}"'.encode(), value)
    return data


def matrix(m: int, N: int, entry: bytes = b"1") -> bytes:
    """Return a dense matrix of equal entries."""
    rows = (b",".join(b'[%d,%d,"%s"]' % (i, j, entry) for j in range(N)) for i in range(m))
    return b"[" + b",".join(rows) + b"]"


def label(k: int, n: int, m: int, N: int, A: bytes = b"[]", y: bytes = b"0") -> bytes:
    """Return a label of zeros, with another right-hand side perhaps."""
    zeros = [listed(b'"0"', N)] * 2
    right = (listed(b'"%s"' % y, m), *zeros, listed(b'"0"', m))
    form = b'{"sample":%d,"depth":%d,"A":%s,"y":%s,"label":%s,"x":%s,"witness":%s}'
    return form % (k, n, A, *right)


def zero_learner(m: int, N: int, R: int, **changes: Any) -> bytes:
    """Return a LASSO with A = 0 and y = 0, so that zero is the minimiser."""
    point = {"x": ["0"] * N, "witness": ["0"] * m}
    document = {
        "instance": {"shape": [m, N], "A": [], "samples": [["0"] * m for _ in range(R)]},
        "transcript": [],
        "output": [["1"] * N] * R,
        "claim.samples": [0],
        "argument.points": [point],
    }
    return spliced(LASSO, document | {path.replace("__", "."): v for path, v in changes.items()})


def many_labels(count: int, m: int, N: int, **changes: Any) -> bytes:
    labels = b"[" + b",".join(label(0, n, m, N) for n in range(count)) + b"]"
    return zero_learner(m, N, 1, labels=labels, **changes)


def many_points(
    R: int, m: int, N: int, entry: str = "1", modulus: int = 10**18 - 1, digits: int = 1
) -> bytes:
    """Return R claimed samples of a multiple of the identity on top of zeros, all x = 1."""
    point = {"x": ["1"] * N, "witness": ["1"] * N + ["0"] * (m - N), "modulus": modulus}
    return zero_learner(
        m,
        N,
        R,
        instance__A=[[j, j, entry] for j in range(N)],
        instance__samples=[[entry] * N + ["0"] * (m - N)] * R,
        output=[["9"] * N] * R,
        claim__samples=list(range(R)),
        argument__points=listed(json.dumps(point).encode(), R),
        problem={"name": "basis-pursuit", "weights": [entry] * N},
        claim__digits=digits,
    )


def many_zero_points(R: int, N: int, A: Any, weight: str) -> bytes:
    """Return R claimed samples with y = 0 = x, and a witness of ones."""
    return zero_learner(
        N,
        N,
        R,
        instance__A=A,
        claim__samples=list(range(R)),
        argument__points=[{"x": ["0"] * N, "witness": ["1"] * N}] * R,
        problem={"name": "basis-pursuit", "weights": [weight] * N},
    )


def alone(N: int, x: Any) -> bytes:
    return spliced(ALONE, {"instance.shape": [1, N], "argument.x": x})


def branches(count: int, output: bytes) -> bytes:
    """Return the first coin sequences of one length, all with the same output."""
    width = count.bit_length()
    found = (
        b'{"coins":"%s","output":%s}' % (f"{k:0{width}b}".encode(), output) for k in range(count)
    )
    return b"[" + b",".join(found) + b"]"


def deep(bits: int, count: int, output: str = '["%d/7","1"]') -> bytes:
    """Return a minimiser of so many bits, just above zero, and so many different outputs."""
    x, y = f"1/{odd(bits)}", f"{9 * 8}/{int(odd(bits), 16) * 8 * 8:#x}"
    changes = {"argument.x": [x, "0"], "transcript": [], "claim.probability": "1/2097152"}
    outputs = [(output % (k + 1)).encode() for k in range(count)]
    coins = [f"{k:020b}".encode() for k in range(count)]
    listed_branches = b",".join(b'{"coins":"%s","output":%s}' % v for v in zip(coins, outputs))
    return spliced(ALONE, changes | {"instance.y": [y], "branches": b"[" + listed_branches + b"]"})


def genuine(name: str, branches_: int) -> bytes:
    """Return a true claim about 20 samples, 70 columns and labels at 20 depths."""
    m, q = (6, 65) if name == "sr-lasso" else (30, 41)
    made = learner(name, random.Random(1), R=20, m=m, q=q, depths=range(1, 21))
    if branches_:
        output = made.pop("output")
        made["claim"] |= {"kind": "failure-probability", "probability": "1/4"}
        coins = [f"{k:011b}" for k in range(branches_)]
        made["branches"] = [{"coins": c, "output": output} for c in coins]
    return json.dumps(made).encode()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "genuine-20-samples": ("accepted", lambda: genuine("bp", 0)),
    "genuine-2000-branches": ("accepted", lambda: genuine("lasso", 2000)),
    "genuine-million-bits": ("accepted", lambda: deep(1_000_000, 1)),
    "brackets-64-mib": ("unsupported", lambda: b"[" * (64 << 20)),
    "labels-100000": ("accepted", lambda: many_labels(100_000, 1, 1)),
    "labels-of-a-dense-instance": (
        "unsupported",
        lambda: many_labels(2000, 700, 700, instance__A=matrix(700, 700, b"0x0")),
    ),
    "labels-of-a-huge-right-hand-side": (
        "unsupported",
        lambda: many_labels(200_000, 1, 1, instance__samples=[[f"1/{BIG}"]]),
    ),
    "labels-with-huge-weights": (
        "unsupported",
        lambda: many_labels(100_000, 1, 1, problem={"name": "lasso", "lambda": BIG}),
    ),
    "labels-4000000-deep": (
        "rejected",
        lambda: zero_learner(
            1,
            1,
            1,
            labels=b"[%s]" % b",".join(label(0, 4_000_000 - k, 1, 1, y=b"1") for k in range(10**5)),
        ),
    ),
    "rows-of-A-with-many-labels": (
        "",
        lambda: many_labels(
            1000,
            1000,
            1,
            instance__shape=[1000, 1],
            transcript=b"[%s]"
            % b",".join(b'["A",%d,0,%d,"0"]' % (i, n) for i in range(1000) for n in range(1000)),
            problem={"name": "basis-pursuit"},
            argument__points__0__witness=["2"] + ["0"] * 999,
        ),
    ),
    "samples-of-a-dense-instance": (
        "unsupported",
        lambda: zero_learner(300, 500, 9000, instance__A=matrix(300, 500)),
    ),
    "samples-100000": ("accepted", lambda: zero_learner(1, 1, 100_000)),
    "points-of-a-dense-instance": (
        "",
        lambda: many_zero_points(1500, 500, matrix(500, 500), "501"),
    ),
    "points-with-many-columns": ("", lambda: many_points(300, 2000, 20)),
    "points-with-digits-100000": (
        "unsupported",
        lambda: many_points(3000, 100, 100, digits=100_000),
    ),
    "points-with-huge-entries": ("", lambda: many_zero_points(9000, 2, [[0, 0, BIG[:-9]]], BIG)),
    "points-with-denominators": ("", lambda: many_points(300, 3, 3, f"1/{odd(60_000)}2", 10)),
    "rows-1900000": (
        "",
        lambda: spliced(LASSO, {"transcript": b"[%s]" % each(b'["y",0,0,%d,"1"]', 1_900_000)}),
    ),
    "label-rows-1000000": (
        "rejected",
        lambda: spliced(LASSO, {"transcript": b"[%s]" % each(b'["x",0,0,%d,"1"]', 10**6)}),
    ),
    "columns-5000000": ("unsupported", lambda: alone(5_000_000, listed(b'"1"', 5_000_000))),
    "rows-5000000": (
        "unsupported",
        lambda: spliced(
            ALONE, {"instance.shape": [5_000_000, 2], "instance.y": listed(b'"1"', 5_000_000)}
        ),
    ),
    "columns-200000": (
        "",
        lambda: spliced(
            ALONE,
            {
                "instance.shape": [1, 200_000],
                "argument.x": listed(b'"1"', 200_000),
                "branches": branches(30, listed(b'"1"', 200_000, b'"9"')),
            },
        ),
    ),
    "branches-900000": (
        "",
        lambda: spliced(
            ALONE, {"claim.probability": "1/2", "branches": branches(900_000, b'["1","1"]')}
        ),
    ),
    "branches-with-digits-100000": (
        "unsupported",
        lambda: spliced(
            ALONE, {"claim.digits": 100_000, "branches": branches(100_000, b'["1","1"]')}
        ),
    ),
    "branches-with-a-huge-minimiser": ("accepted", lambda: deep(1_000_000, 2000)),
    "an-output-just-beyond": ("accepted", lambda: deep(1_000_000, 1, '["-%d/10","0"]')),
    "an-output-just-within": ("rejected", lambda: deep(1_000_000, 1, '["%d/10","0"]')),
    "branches-at-the-bound": ("unsupported", lambda: deep(1_000_000, 2000, '["1/10","0/%d"]')),
    "coins-of-4000": (
        "accepted",
        lambda: spliced(
            ALONE,
            {
                "claim.probability": f"1/{2**3990:#x}",
                "branches": [
                    {"coins": "0" * 3986 + f"{k:014b}", "output": ["1", "1"]} for k in range(15_000)
                ],
            },
        ),
    ),
    "queries-9000000": (
        "unsupported",
        lambda: spliced(
            FAILS, {"branches.1.queries": listed(b"1", 30_000_000), "labels": LEARNER["labels"]}
        ),
    ),
    "queries-of-many-branches": (
        "rejected",
        lambda: spliced(
            FAILS,
            {
                "claim.limit": 1000,
                "transcript": b"[%s]" % each(b'["y",0,0,%d,"1"]', 1000),
                "branches": b"[%s]"
                % b",".join(
                    b'{"coins":"%s","queries":[%s]}' % (f"{k:013b}".encode(), each(b"%d", 1000))
                    for k in range(8000)
                ),
            },
        ),
    ),
    "outputs-of-1000000-samples": (
        "malformed",
        lambda: spliced(LASSO, {"output": listed(b'["1","1","1"]', 10**6)}),
    ),
    "huge-denominators": (
        "unsupported",
        lambda: spliced(LASSO, {"output.1": [f"1/{BIG}", f"1/{OTHER}", "0"]}),
    ),
    "colliding-denominators": (  # Python's hash of an integer is its residue modulo 2**61 - 1
        "unsupported",
        lambda: alone(20_000, [f"1/{hex((2**61 - 1) * k)}" for k in range(1, 40_001, 2)]),
    ),
    "repeated-denominators": (
        "accepted",
        lambda: spliced(
            ALONE,
            {"branches": [{"coins": "", "output": [f"1/{odd(300_000, k)}" for k in (0, 1)]}]},
        ),
    ),
    "shared-denominator": (
        "unsupported",
        lambda: alone(10_000, b'{"den":"%s","num":%s}' % (BIG.encode(), listed(b'"1"', 10_000))),
    ),
    "probability-of-4000000-bits": (
        "accepted",
        lambda: spliced(ALONE, {"claim.probability": f"0x1/{BIG}"}),
    ),
    "no-labels-of-many": (
        "rejected",
        lambda: spliced(
            LEARNER, {"transcript": b"[%s]" % each(b'["A",0,0,%d,"1"]', 10**6), "labels": GONE}
        ),
    ),
}
