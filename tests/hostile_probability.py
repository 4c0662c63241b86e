"""Files about coins whose check might take long: hostile ones, and large true ones."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from large_learners import BIG, matrix, shared, spliced
from test_checker import each, listed, odd
from test_checker_probability import ALONE, FAILS, LASSOES
from training_certificates import gambler


def zero_gambler(m: int, N: int, R: int, **changes: Any) -> bytes:
    """Return a LASSO with A = 0 and y = 0, shown exactly, so that zero is the minimiser."""
    point = {"x": ["0"] * N, "witness": ["0"] * m}
    document = {
        "claim.samples": [0],
        "instance": {"shape": [m, N], "A": [], "samples": [["0"] * m] * R},
        "shown": {"depth": 3, "A": [], "samples": [{"y": ["0"] * m, **point}] * R},
        "argument.points": [point],
        "claim.probability": "1",
        "branches": [{"coins": "", "output": [["1"] * N] * R}],
    }
    return spliced(LASSOES, document | {path.replace("__", "."): v for path, v in changes.items()})


def single(m: int, N: int, **changes: Any) -> bytes:
    """Return a single instance of this kind; lists may be bytes."""
    document = {
        "problem": {"name": "lasso", "lambda": "1/2"},
        "instance.shape": [m, N],
        "instance.A": [],
        "instance.y": listed(b'"0"', m),
        "shown.A": [],
        "shown.y": listed(b'"0"', m),
        "argument.x": listed(b'"0"', N),
        "argument.witness": listed(b'"0"', m),
        "branches.0.output": listed(b'"1"', N),
    }
    return spliced(ALONE, document | {path.replace("__", "."): v for path, v in changes.items()})


def branches(count: int, output: bytes) -> bytes:
    """Return the first coin sequences of one length, all with the same output."""
    width = count.bit_length()
    coins = (f"{k:0{width}b}".encode() for k in range(count))
    return b"[" + b",".join(b'{"coins":"%s","output":%s}' % (c, output) for c in coins) + b"]"


def deep(bits: int, count: int, output: str = '["%d/7","1","0"]') -> bytes:
    """Return a minimiser of so many bits, just above zero, and so many different outputs."""
    x, y = f"1/{odd(bits)}", f"9/{int(odd(bits), 16) * 8:#x}"
    changes = {"argument.x": [x, "0", "0"], "claim.probability": "1/2097152"}
    outputs = [(output % (k + 1)).encode() for k in range(count)]
    coins = [f"{k:020b}".encode() for k in range(count)]
    ends = b",".join(b'{"coins":"%s","output":%s}' % v for v in zip(coins, outputs, strict=True))
    given = {"instance.y": [y], "shown.y": ["0"], "branches": b"[" + ends + b"]"}
    return spliced(ALONE, changes | given)


def genuine(name: str, count: int) -> bytes:
    """Return a true claim about 20 samples, 70 columns and so many branches."""
    m, q = (6, 65) if name == "sr-lasso" else (30, 41)
    made = gambler(name, random.Random(1), R=20, m=m, q=q, depths=(20,))
    right = zip(made["claim"]["samples"], made["argument"]["points"], strict=True)
    output = [["0"] * (m + q - 1)] * 20
    for k, point in [*right][1:]:  # one failure is enough
        output[k] = point["x"]
    made["claim"]["probability"] = f"1/{1 << count.bit_length()}"
    return spliced(made, {"branches": branches(count, json.dumps(output).encode())})


def exact() -> dict[str, Any]:
    """Show the instance itself."""
    points = FAILS["argument"]["points"]
    shown = [
        {"y": [y], **{k: points[1 - t][k] for k in ("x", "witness")}} for t, y in enumerate("12")
    ]
    return {"shown.A": FAILS["instance"]["A"], "shown.samples": shown}


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "genuine-20-samples": ("accepted", lambda: genuine("bp", 1)),
    "genuine-500-branches": ("accepted", lambda: genuine("lasso", 500)),
    "genuine-square-root-lasso": ("accepted", lambda: genuine("sr-lasso", 100)),
    "genuine-million-bits": ("accepted", lambda: deep(1_000_000, 1)),
    "brackets-64-mib": ("unsupported", lambda: b"[" * (64 << 20)),
    "nested-100000": ("malformed", lambda: spliced(FAILS, {"about": b"[" * 10**5 + b"]" * 10**5})),
    "lists-in-about": ("accepted", lambda: spliced(FAILS, {"about": listed(b"[1,2]", 1_900_000)})),
    "lists-as-branches": (
        "malformed",
        lambda: spliced(FAILS, {"branches": listed(b"[1,2]", 10**6)}),
    ),
    "shape-10000000": ("malformed", lambda: spliced(ALONE, {"instance.shape": [10**7, 1]})),
    "shape-16000000": ("malformed", lambda: spliced(FAILS, {"instance.shape": [16_000_000] * 2})),
    "shape-16000000-of-many-branches": (
        "malformed",
        lambda: spliced(
            ALONE, {"instance.shape": [1, 16_000_000], "branches": branches(500_000, b"[]")}
        ),
    ),
    "columns-900000": ("unsupported", lambda: single(1, 900_000)),
    "columns-5000000": ("unsupported", lambda: single(1, 5_000_000)),
    "rows-5000000": ("unsupported", lambda: single(5_000_000, 1)),
    "columns-100000": (
        "",
        lambda: single(1, 100_000, branches=branches(30, listed(b'"1"', 100_000, b'"9"'))),
    ),
    "entries-1900000": (
        "",
        lambda: single(974, 974, instance__A=matrix(974, 974), shown__A=matrix(974, 974)),
    ),
    "entries-of-the-instance-1900000": (
        "",
        lambda: single(1378, 1378, instance__A=matrix(1378, 1378, b"1/8")),
    ),
    "samples-100000": ("accepted", lambda: zero_gambler(1, 1, 100_000)),
    "samples-of-a-dense-matrix": (
        "unsupported",
        lambda: zero_gambler(
            300, 500, 1000, instance__A=matrix(300, 500), shown__A=matrix(300, 500)
        ),
    ),
    "samples-of-a-long-right-hand-side": (
        "",
        lambda: zero_gambler(1, 1, 60, instance__samples=[[f"1/{BIG}"]] * 60),
    ),
    "samples-of-long-weights": (
        "",
        lambda: zero_gambler(1, 1, 100_000, problem={"name": "lasso", "lambda": BIG}),
    ),
    "one-denominator-in-900000-rows": (
        "",
        lambda: single(
            900_000,
            1,
            instance__y=shared(BIG, listed(b'"1"', 900_000)),
            shown__y=shared(BIG, listed(b'"1"', 900_000)),
        ),
    ),
    "one-denominator-at-depth-3999000": (
        "",
        lambda: single(
            900_000,
            1,
            instance__y=shared(BIG, listed(b'"1"', 900_000)),
            shown__y=shared(BIG, listed(b'"3"', 900_000)),
            shown__depth=3_999_000,
        ),
    ),
    "one-denominator-in-the-output": (
        "",
        lambda: single(
            1,
            900_000,
            argument__x=shared(BIG, listed(b'"0"', 900_000)),
            branches__0__output=shared(BIG, listed(b'"0"', 900_000, b'"%s"' % BIG.encode())),
        ),
    ),
    "another-denominator-in-the-output": (
        "unsupported",
        lambda: single(1, 100_000, branches__0__output=shared(BIG, listed(b'"1"', 100_000))),
    ),
    "long-output-in-900000": (
        "",
        lambda: single(
            1, 900_000, branches__0__output=listed(b'"9"', 900_000, b'"%s"' % BIG.encode())
        ),
    ),
    "long-x-in-a-row-of-100000": (
        "",
        lambda: single(
            1,
            100_000,
            problem={"name": "basis-pursuit"},
            instance__A=matrix(1, 100_000),
            shown__A=matrix(1, 100_000),
            argument__x=listed(b'"1"', 100_000, b'"%s"' % BIG.encode()),
            argument__witness=["1"],
        ),
    ),
    "branches-900000": (
        "",
        lambda: spliced(ALONE, {"branches": branches(900_000, b'["1","1","1"]')}),
    ),
    "branches-400000": ("accepted", lambda: single(1, 1, branches=branches(400_000, b'["1"]'))),
    "branches-with-digits-100000": (
        "unsupported",
        lambda: spliced(
            ALONE, {"claim.digits": 100_000, "branches": branches(100_000, b'["1","1","1"]')}
        ),
    ),
    "branches-against-a-long-minimiser": ("unsupported", lambda: deep(1_000_000, 2000)),
    "branches-against-300-digits": ("accepted", lambda: deep(1000, 20_000)),
    "an-output-just-beyond": ("accepted", lambda: deep(1_000_000, 1, '["-%d/10","0","0"]')),
    "an-output-just-within": ("rejected", lambda: deep(1_000_000, 1, '["%d/10","0","0"]')),
    "branches-just-beyond": ("unsupported", lambda: deep(1_000_000, 2000, '["-1/10","0/%d","0"]')),
    "branches-just-within": ("rejected", lambda: deep(1_000_000, 2000, '["1/10","0/%d","0"]')),
    "coins-of-4000": (
        "accepted",
        lambda: spliced(
            ALONE,
            {
                "claim.probability": f"1/{2**3990:#x}",
                "branches": [
                    {"coins": "0" * 3986 + f"{k:014b}", "output": ["1", "1", "1"]}
                    for k in range(15_000)
                ],
            },
        ),
    ),
    "reads-1900000": (
        "accepted",
        lambda: spliced(
            FAILS,
            {"branches.1.reads": b"[%s]" % each(b"[1,%d]", 1_900_000)}
            | {"claim.limit": 1_000_000, "shown.depth": 2_000_000}
            | exact(),
        ),
    ),
    "reads-of-numbers": (
        "malformed",
        lambda: spliced(FAILS, {"branches.1.reads": listed(b"1", 30_000_000)}),
    ),
    "reads-of-many-branches": (
        "rejected",
        lambda: spliced(
            FAILS,
            {
                "claim.limit": 1000,
                "branches": b"[%s]"
                % b",".join(
                    b'{"coins":"%s","reads":[%s]}' % (f"{k:013b}".encode(), each(b"[0,%d]", 200))
                    for k in range(8000)
                ),
            },
        ),
    ),
    "probability-of-4000000-bits": (
        "accepted",
        lambda: spliced(ALONE, {"claim.probability": f"0x1/{BIG}"}),
    ),
}
