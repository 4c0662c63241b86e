"""Files about learners whose check might take long: hostile ones, and large true ones."""

from __future__ import annotations

from collections.abc import Callable

from large_learners import (
    BIG,
    OTHER,
    genuine,
    label,
    long_column,
    long_row,
    many_labels,
    many_points,
    many_zero_points,
    matrix,
    one_denominator,
    one_denominator_in_y,
    shared,
    spliced,
    zero_learner,
)
from test_checker import each, listed, odd
from test_checker_training import GONE, LASSO, LEARNER

HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "genuine-20-samples": ("accepted", lambda: genuine("bp")),
    "genuine-lasso": ("accepted", lambda: genuine("lasso")),
    "genuine-square-root-lasso": ("accepted", lambda: genuine("sr-lasso")),
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
        "unsupported",
        lambda: spliced(LASSO, {"transcript": b"[%s]" % each(b'["x",0,0,%d,"1"]', 10**6)}),
    ),
    "columns-900000": ("unsupported", lambda: zero_learner(1, 900_000, 1)),
    "columns-5000000": ("unsupported", lambda: zero_learner(1, 5_000_000, 1)),
    "rows-of-A-5000000": ("unsupported", lambda: zero_learner(5_000_000, 1, 1)),
    "shape-10000000": ("malformed", lambda: spliced(LASSO, {"instance.shape": [10**7, 1]})),
    "shape-16000000": (
        "malformed",
        lambda: spliced(LASSO, {"instance.shape": [16_000_000] * 2}),
    ),
    "shape-16000000-of-many-samples": (
        "malformed",
        lambda: spliced(
            LASSO,
            {
                "instance.shape": [1, 16_000_000],
                "instance.samples": [["1"]] * 10**5,
                "output": [[]] * 10**5,
            },
        ),
    ),
    "entries-1900000": ("", lambda: zero_learner(1378, 1378, 1, instance__A=matrix(1378, 1378))),
    "long-x-in-a-row-of-100000": ("", lambda: long_row(100_000, BIG)),
    "long-x-in-a-row-of-900000": ("", lambda: long_row(900_000, BIG)),
    "long-output-in-900000": (
        "",
        lambda: zero_learner(
            1, 900_000, 1, output=b"[%s]" % listed(b'"9"', 900_000, b'"%s"' % BIG.encode())
        ),
    ),
    "long-x-against-10000-rows": ("", lambda: long_column(10_000, BIG, "1")),
    "long-denominator-against-10000-rows": ("", lambda: long_column(10_000, "1/" + BIG, "1")),
    "long-witness-against-900000-rows": ("unsupported", lambda: long_column(900_000, "1", BIG)),
    "one-denominator-of-900000": ("", lambda: one_denominator(900_000, BIG)),
    "one-denominator-in-900000-rows": ("", lambda: one_denominator_in_y(900_000, BIG)),
    "one-denominator-shown-in-600000-rows": (
        "",
        lambda: one_denominator_in_y(
            600_000,
            BIG,
            labels=b'[{"sample":0,"depth":3999000,"A":[],"y":%s,"label":["0"],"x":["0"],"witness":%s}]'
            % tuple(shared(BIG, listed(b'"%d"' % v, 600_000)) for v in (3, 6)),
        ),
    ),
    "one-denominator-of-many-labels": (
        "",
        lambda: zero_learner(
            50,
            1,
            1,
            instance__samples=b"[%s]" % shared(BIG, listed(b'"1"', 50)),
            labels=b"[%s]" % b",".join(label(0, n, 50, 1) for n in range(10_000)),
        ),
    ),
    "points-of-a-dense-instance-at-zero": (
        "unsupported",
        lambda: zero_learner(
            300,
            500,
            1000,
            instance__A=matrix(300, 500),
            claim__samples=list(range(1000)),
            argument__points=[{"x": ["0"] * 500, "witness": ["0"] * 300}] * 1000,
        ),
    ),
    "points-with-long-entries-to-reduce": (
        "",
        lambda: many_points(120, 1, 1, BIG[:250_000], 2147483647),
    ),
    "nested-100000": ("malformed", lambda: spliced(LASSO, {"about": b"[" * 10**5 + b"]" * 10**5})),
    "lists-in-about": ("accepted", lambda: spliced(LASSO, {"about": listed(b"[1,2]", 1_900_000)})),
    "lists-in-the-transcript": (
        "malformed",
        lambda: spliced(LASSO, {"transcript": listed(b"[1,2]", 1_900_000)}),
    ),
    "outputs-of-1000000-samples": (
        "malformed",
        lambda: spliced(LASSO, {"output": listed(b'["1","1","1"]', 10**6)}),
    ),
    "huge-denominators": (
        "accepted",
        lambda: spliced(LASSO, {"output.1": [f"1/{BIG}", f"1/{OTHER}", "0"]}),
    ),
    "colliding-denominators": (  # Python's hash of an integer is its residue modulo 2**61 - 1
        "unsupported",
        lambda: zero_learner(
            1,
            20_000,
            1,
            output=[[f"1/{hex((2**61 - 1) * k)}" for k in range(1, 40_001, 2)]],
        ),
    ),
    "shared-denominator": (
        "unsupported",
        lambda: zero_learner(1, 10_000, 1, output=b"[%s]" % shared(BIG, listed(b'"1"', 10_000))),
    ),
    "no-labels-of-many": (
        "unsupported",
        lambda: spliced(
            LEARNER, {"transcript": b"[%s]" % each(b'["A",0,0,%d,"1"]', 10**6), "labels": GONE}
        ),
    ),
}
