"""Large files about learners, made quickly: text is spliced in where JSON would be slow."""

from __future__ import annotations

import json
import random
from typing import Any

from test_checker import listed, odd
from test_checker_training import LASSO, changed
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


def shared(den: str, nums: bytes) -> bytes:
    """Return numbers with one denominator, written as an integer once more each time."""
    return b'{"den":"%s","num":%s}' % (den.encode(), nums)


def long_row(N: int, x: str) -> bytes:
    """Return a single row against (x, 1, ..., 1): whoever sums adds N times to a long number."""
    return zero_learner(
        1,
        N,
        1,
        instance__A=matrix(1, N),
        output=b"[%s]" % listed(b'"9"', N),
        argument__points=b'[{"x":%s,"witness":["1"],"modulus":7}]'
        % listed(b'"1"', N, f'"{x}"'.encode()),
        problem={"name": "basis-pursuit"},
    )


def long_column(m: int, x: str, witness: str) -> bytes:
    """Return a single column of ones against a long x, or a long first number of the witness."""
    return zero_learner(
        m,
        1,
        1,
        instance__A=matrix(m, 1),
        argument__points=b'[{"x":["%s"],"witness":%s,"modulus":7}]'
        % (x.encode(), listed(b'"0"', m, f'"{witness}"'.encode())),
        problem={"name": "basis-pursuit"},
    )


def one_denominator(N: int, den: str) -> bytes:
    """Return a label that is its x, both with one long denominator, which no product sees."""
    zeros, ones = listed(b'"0"', N), shared(den, listed(b'"1"', N))
    form = b'[{"sample":0,"depth":0,"A":[],"y":["0"],"label":%s,"x":%s,"witness":["0"]}]'
    return zero_learner(
        1,
        N,
        1,
        labels=form % (ones, ones),
        output=b"[%s]" % listed(b'"1"', N),
        argument__points=b'[{"x":%s,"witness":["0"]}]' % zeros,
    )


def one_denominator_in_y(m: int, den: str, **changes: Any) -> bytes:
    """Return a LASSO with A = 0, y = (1, ..., 1) / den and p = 2 y."""
    right, twice = (shared(den, listed(b'"%d"' % v, m)) for v in (1, 2))
    point = b'[{"x":["0"],"witness":%s}]' % twice
    return zero_learner(
        m, 1, 1, instance__samples=b"[%s]" % right, argument__points=point, **changes
    )


def genuine(name: str) -> bytes:
    """Return a true claim about 20 samples, 70 columns and labels at 20 depths."""
    m, q = (6, 65) if name == "sr-lasso" else (30, 41)
    return json.dumps(learner(name, random.Random(1), R=20, m=m, q=q, depths=range(1, 21))).encode()
