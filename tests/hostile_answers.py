"""Files about given answers whose check might take long: hostile ones, and large true ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
from large_learners import BIG, OTHER, matrix, shared, spliced
from test_checker import each, listed, odd
from test_checker_basis import PLAIN
from test_checker_digits import APART, TIE
from test_checker_path import EMPTY, LASSO

from computable.problem import BasisPursuit, Lasso, Problem
from proofs import checker_basis, checker_digits, checker_path
from proofs.certify import certify
from proofs.outcome import Certified, Refuted

Hostile = dict[str, tuple[str, Callable[[], bytes]]]
MILLION = 1_000_000


def genuine(problem: Problem, m: int, N: int, *, digits: int = 5, error: str = "0") -> bytes:
    """Return what is proved of the vector that the data were made from."""
    rng = np.random.default_rng(m * N)
    A = rng.standard_normal((m, N)) / m**0.5
    x = np.where(np.arange(N) < m // 5, rng.uniform(1, 2, N), 0)
    found = certify(problem, A, A @ x, x, digits=digits, A_error=error, y_error=error)
    assert isinstance(found, (Certified, Refuted))
    return json.dumps(found.certificate.document()).encode()


def dotted(changes: dict[str, Any]) -> dict[str, Any]:
    return {path.replace("__", "."): value for path, value in changes.items()}


def zeros(m: int, N: int, **changes: Any) -> bytes:
    """Return a LASSO of m x N zeros with the minimiser 0; the answer is 10^-3 off."""
    base = EMPTY | {"instance.shape": [m, N], "instance.A": [], "instance.y": listed(b'"1"', m)}
    base |= {"output": listed(b'"0"', N, b'"1/1000"')}
    return spliced(LASSO, base | dotted(changes))


def columns(k: int, **changes: Any) -> bytes:
    """Return a LASSO with the identity, all of whose columns are chosen: x = y - 1/4."""
    ones = listed(b'"1"', k)
    base = {
        "instance.shape": [k, k],
        "instance.A": [[j, j, "1"] for j in range(k)],
        "instance.y": ones,
        "output": listed(b'"3/4"', k, b'"751/1000"'),
        "argument.support": list(range(k)),
        "argument.signs": "+" * k,
        "argument.base": ones,
        "argument.slope": ones,
        "argument.inverse": identity(k),
    }
    return spliced(LASSO, base | dotted(changes))


def tall(m: int, **changes: Any) -> bytes:
    """Return a LASSO with one column of m entries 1 / sqrt(m), m a square: x = 3/4."""
    root = b'"1/%d"' % round(m**0.5)
    base = {
        "instance.shape": [m, 1],
        "instance.A": matrix(m, 1, root[1:-1]),
        "instance.y": listed(root, m),
        "output": ["3/4"],
    }
    return spliced(LASSO, base | dotted(changes))


def based(m: int, N: int, **changes: Any) -> bytes:
    """Return basis pursuit with the identity and N - m columns of zeros: x = y = (1, ..., 1)."""
    ones = listed(b'"1"', m)
    base = {
        "instance.shape": [m, N],
        "instance.A": [[j, j, "1"] for j in range(m)],
        "instance.y": ones,
        "output": b"[%s]" % b",".join([b'"1001/1000"', *[b'"1"'] * (m - 1), *[b'"0"'] * (N - m)]),
        "argument.basis": list(range(m)),
        "argument.dual": ones,
        "argument.point": ones,
        "argument.witness": ones,
        "argument.inverse": identity(m),
    }
    return spliced(PLAIN, base | dotted(changes))


def identity(k: int) -> bytes:
    rows = (
        b"[" + b",".join([b'"0"'] * i + [b'"1"'] + [b'"0"'] * (k - i - 1)) + b"]" for i in range(k)
    )
    return b"[" + b",".join(rows) + b"]"


def tied(m: int, N: int, base: Any = TIE, **changes: Any) -> bytes:
    """Return basis pursuit with a single entry, y = 0 and the minimiser 0."""
    document = {
        "instance": {"shape": [m, N], "A": [[0, 0, "1"]], "y": []},
        "instance.y": listed(b'"0"', m),
        "output": listed(b'"0"', N, b'"1/1000"'),
        "argument.x": listed(b'"0"', N),
        "argument.witness": listed(b'"0"', m),
    }
    if base is APART:
        document |= {
            "claim.digits": 4,
            "argument.direction": listed(b'"0"', N, b'"1"'),
            "argument.multipliers": listed(b'"0"', m, b'"1"'),
        }
    return spliced(base, document | dotted(changes))


LONG_OUTPUT = [BIG, OTHER] * 15
DIGITS: Hostile = {
    "columns-400000": ("accepted", lambda: tied(1, 400_000)),
    "columns-900000": ("unsupported", lambda: tied(1, 900_000)),
    "rows-400000": ("accepted", lambda: tied(400_000, 1)),
    "rows-apart-200000": ("accepted", lambda: tied(200_000, 1, APART)),
    "columns-apart-200000": ("accepted", lambda: tied(1, 200_000, APART)),
    "entries-700000": ("", lambda: tied(700, 1000, instance__A=matrix(700, 1000))),
    "entries-apart-500000": ("", lambda: tied(500, 1000, APART, instance__A=matrix(500, 1000))),
    "digits-100000-of-300000": ("", lambda: tied(1, 300_000, claim__digits=100_000)),
    "long-outputs": ("", lambda: tied(1, 30, output=LONG_OUTPUT)),
    "one-denominator-of-200000": (
        "unsupported",
        lambda: tied(1, 200_000, output=shared(BIG, listed(b'"1"', 200_000))),
    ),
    "denominators": (
        "unsupported",
        lambda: tied(1, 2000, output=[f"1/{odd(60_000, k)}" for k in range(2000)]),
    ),
    "long-x-against-100000-rows": (
        "unsupported",
        lambda: tied(
            100_000,
            1,
            instance__A=matrix(100_000, 1),
            argument__x=[BIG],
            argument__witness=listed(b'"0"', 100_000, b'"1"'),
        ),
    ),
    "long-multiplier-against-100000-columns": (
        "unsupported",
        lambda: tied(
            1,
            100_000,
            APART,
            instance__A=matrix(1, 100_000),
            argument__multipliers=[BIG],
            argument__direction=listed(b'"0"', 100_000, f'"-{BIG}"'.encode()),
        ),
    ),
    "a-long-witness-against-100000-columns": (
        "",
        lambda: tied(1, 100_000, instance__A=matrix(1, 100_000), argument__witness=[f"1/{BIG}"]),
    ),
    "shape-16000000": ("malformed", lambda: spliced(TIE, {"instance.shape": [16_000_000] * 2})),
    "brackets-64-mib": ("unsupported", lambda: b"[" * (64 << 20)),
}
PATH: Hostile = {
    "genuine": ("accepted", lambda: genuine(Lasso("1/100"), 60, 200)),
    "genuine-box": ("accepted", lambda: genuine(Lasso("1/100"), 60, 200, error="1e-9")),
    "genuine-1000-digits": ("accepted", lambda: genuine(Lasso("1/100"), 20, 40, digits=1000)),
    "digits-100000-of-10": (
        "accepted",
        lambda: zeros(1, 10, claim__digits=100_000, output=["0"] * 10, argument__bits=340_000),
    ),
    "columns-100000": ("accepted", lambda: zeros(1, 100_000)),
    "columns-900000": ("unsupported", lambda: zeros(1, 900_000)),
    "rows-100000": ("accepted", lambda: zeros(100_000, 1)),
    "zeros-1000-by-1000": ("accepted", lambda: zeros(1000, 1000)),
    "zeros-3000-by-3000": ("unsupported", lambda: zeros(3000, 3000)),
    "entries-600000": ("", lambda: zeros(600, 1000, instance__A=matrix(600, 1000))),
    "support-180": ("accepted", lambda: columns(180)),
    "support-900": ("unsupported", lambda: columns(900)),
    "support-5000000": (
        "",
        lambda: spliced(LASSO, {"argument.support": b"[%s]" % each(b"%d", 5_000_000)}),
    ),
    "signs-60000000": ("malformed", lambda: spliced(LASSO, {"argument.signs": "+" * 60_000_000})),
    "outputs-of-a-million-bits": (
        "unsupported",
        lambda: zeros(1, 100_000, argument__bits=MILLION, output=listed(b'"1/3"', 100_000)),
    ),
    "long-outputs": (
        "",
        lambda: zeros(1, 30, output=LONG_OUTPUT, claim={"kind": "refutation", "digits": 2}),
    ),
    "one-denominator-of-100000": (
        "unsupported",
        lambda: zeros(1, 100_000, output=shared(BIG, listed(b'"1"', 100_000))),
    ),
    "a-radius-of-4000000-bits": (
        "unsupported",
        lambda: zeros(300, 300, instance__radius={"A": BIG, "y": "0"}),
    ),
    "... of-y": ("unsupported", lambda: zeros(90_000, 1, instance__radius={"A": "0", "y": BIG})),
    "... of-a-chosen-column": (
        "",
        lambda: tall(10_000, instance__radius={"A": [[0, 0, BIG]], "y": "0"}),
    ),
    "radii-400000": (
        "",
        lambda: zeros(400, 1000, instance__radius=b'{"A":%s,"y":"0"}' % matrix(400, 1000, b"0")),
    ),
    "a-long-base-against-10000-rows": ("", lambda: tall(10_000, argument__base=[BIG])),
    "a-long-slope-against-10000-rows": ("", lambda: tall(10_000, argument__slope=["-" + BIG])),
    "a-long-inverse": ("", lambda: columns(3, argument__inverse=[[BIG] * 3] * 3)),
    "long-bases": ("", lambda: columns(40, argument__base=[BIG] * 40)),
    "long-weights": ("", lambda: columns(40, problem__weights=[BIG] * 40)),
    "a-long-lambda": ("", lambda: columns(30, problem__lambda=BIG)),
    "a-long-epsilon": (
        "accepted",
        lambda: zeros(30, 30, problem={"name": "basis-pursuit", "epsilon": BIG}),
    ),
    "shape-16000000": ("malformed", lambda: spliced(LASSO, {"instance.shape": [16_000_000] * 2})),
    "brackets-64-mib": ("unsupported", lambda: b"[" * (64 << 20)),
}
BASIS: Hostile = {
    "genuine": ("accepted", lambda: genuine(BasisPursuit(), 60, 200)),
    "genuine-box": ("accepted", lambda: genuine(BasisPursuit(), 60, 200, digits=2, error="1e-9")),
    "digits-100000": (
        "accepted",
        lambda: based(1, 2, claim__digits=100_000, output=["1", "0"], argument__bits=340_000),
    ),
    "columns-100000": ("accepted", lambda: based(1, 100_000)),
    "basis-200": ("accepted", lambda: based(200, 200)),
    "basis-900": ("unsupported", lambda: based(900, 900)),
    "a-basis-of-100-of-100000": ("unsupported", lambda: based(100, 100_000)),
    "free-4000000": ("", lambda: based(1, 2, argument__free=listed(b"0", 4_000_000))),
    "long-duals-against-long-weights": (
        "unsupported",
        lambda: based(
            150,
            150,
            argument__dual=[odd(900_000, k) for k in range(150)],
            problem={"name": "basis-pursuit", "weights": {"den": BIG, "num": ["1"] * 150}},
        ),
    ),
    "long-free-weights": (
        "",
        lambda: based(
            60,
            60,
            argument__free=list(range(60)),
            problem={"name": "basis-pursuit", "weights": [BIG] * 60},
        ),
    ),
    "long-points": ("", lambda: based(30, 30, argument__point=LONG_OUTPUT)),
    "long-witnesses": ("", lambda: based(30, 30, argument__witness=LONG_OUTPUT)),
    "long-outputs": (
        "",
        lambda: based(30, 30, output=LONG_OUTPUT, claim={"kind": "refutation", "digits": 2}),
    ),
    "long-columns": (
        "",
        lambda: based(1, 50, instance__A=[[0, 0, "1"], *([0, j, BIG] for j in range(1, 50))]),
    ),
    "a-million-bits": ("", lambda: based(4, 8, argument__bits=MILLION)),
    "outputs-of-a-million-bits": (
        "unsupported",
        lambda: based(1, 100_000, argument__bits=MILLION, output=listed(b'"1/3"', 100_000)),
    ),
    "a-radius-of-4000000-bits": (
        "unsupported",
        lambda: based(100, 300, instance__radius={"A": BIG, "y": "0"}),
    ),
}
STRINGS = b'{"many":%s}' % listed(b'"12"', 9 * MILLION)
PATH["outputs-of-a-million-bits-after-9000000-strings"] = (
    "unsupported",
    lambda: zeros(1, 10**5, argument__bits=MILLION, output=listed(b'"1/3"', 10**5), about=STRINGS),
)
HOSTILE: dict[ModuleType, Hostile] = {
    checker_digits: DIGITS,
    checker_path: PATH,
    checker_basis: BASIS,
}
