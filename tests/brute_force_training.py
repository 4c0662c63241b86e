"""An oracle for claims about learners, coins and flags: like ``brute_force``, without a witness.

It compares the objective at a point with its minimum over all candidates, enumerates all coin
sequences, and compares matrices densely. It shares no code with the checkers.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import lru_cache
from typing import Any

from brute_force import (
    LARGEST_LENGTH,
    Matrix,
    Problem,
    Vector,
    a_list,
    candidates,
    compare,
    dot,
    expect,
    is_true,
    plain,
    rational,
    read,
    read_problem,
    sole_minimiser,
    supports,
    vector,
)

__all__ = ["is_true_flag", "is_true_training"]

MOST_COINS = 12
"""Longer coin sequences are not enumerated: then there is no answer."""

Root = tuple[Fraction, Fraction]
NAMES = {"format", "version", "claim", "problem", "instance", "transcript", "argument"}


@lru_cache(maxsize=1 << 16)
def minimum(problem: Problem, A: Matrix, y: Vector) -> Root | None:
    """Return the least objective (a, b) = a + sgn(b) sqrt|b|, or ``None`` if there is none."""
    name, epsilon, weights = problem
    if name == "linear-program":
        ones, zeros = (Fraction(1),) * len(weights), (Fraction(0),) * len(y)
        rays = candidates(problem, (*A, ones), (*zeros, Fraction(1)))
        if any(cost < 0 for (cost, _), _ in rays):
            return None
    if name == "basis-pursuit" and epsilon:
        if dot(y, y) <= epsilon**2:
            return Fraction(0), Fraction(0)
        rest = min((e for _, _, _, e in supports(A, y)), key=lambda e: dot(e, e))
        if dot(rest, rest) > epsilon**2:
            return None
        if dot(rest, rest) == epsilon**2:
            projection = tuple(b - e for b, e in zip(y, rest, strict=True))
            return minimum(Problem(name, Fraction(0), weights), A, projection)
    least: Root | None = None
    for value, _ in candidates(problem, A, y):
        least = value if least is None or compare(value, least) < 0 else least
    return least


def is_minimiser(problem: Problem, A: Matrix, y: Vector, x: Vector) -> bool:
    name, parameter, weights = problem
    r = [b - dot(row, x) for row, b in zip(A, y, strict=True)]
    size, square = dot(weights, [abs(v) for v in x]), dot(r, r)
    if name == "linear-program":
        feasible, value = min(x) >= 0 and not any(r), (dot(weights, x), Fraction(0))
    elif name == "basis-pursuit":
        feasible, value = square <= parameter**2, (size, Fraction(0))
    elif name == "lasso":
        feasible, value = True, (parameter * size + square, Fraction(0))
    else:
        feasible, value = True, (parameter * size, square)
    least = minimum(problem, A, y)
    return feasible and least is not None and compare(value, least) == 0


def distance(u: Vector, v: Vector) -> Fraction:
    """Return the square of the l2 distance."""
    miss = [a - b for a, b in zip(u, v, strict=True)]
    return dot(miss, miss)


# -- flags ------------------------------------------------------------------------------------


def is_true_flag(document: Any) -> bool | None:
    """Tell whether the flag is false on this instance; ``None`` if it is too large for this."""
    try:
        claim = document["claim"]
        expect(set(claim) == {"kind", "digits", "flag"} and claim["kind"] == "flag")
        shape(document["instance"])
        refutation = {**document, "claim": {"kind": "refutation", "digits": claim["digits"]}}
        if claim["flag"] == "correct":
            return is_true(refutation)
        expect(claim["flag"] == "wrong" and set(document["argument"]) == {"kind", "x", "witness"})
        expect(document["argument"]["kind"] == "minimiser")
        refutation["argument"] = {**document["argument"], "kind": "unique-minimiser"}
        problem, A, y, answers, output, x, digits = read(refutation)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False
    if any(abs(a - b) > Fraction(1, 1 << depth) for a, b, depth in answers):
        return False
    if distance(output, x) > Fraction(1, 100**digits):
        return False
    return is_minimiser(problem, A, y, x) if len(x) <= LARGEST_LENGTH else None


# -- training sets and coins ------------------------------------------------------------------


def is_true_training(document: Any) -> bool | None:
    """Tell whether the learner, or the algorithm with coins, fails; ``None`` if too large."""
    try:
        return holds(document)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False


def holds(document: Any) -> bool | None:
    claim, given, argument = (document[key] for key in ("claim", "instance", "argument"))
    tossed, many = claim["kind"] == "failure-probability", "samples" in given
    expect(tossed or (many and claim["kind"] == "refutation"))
    expect(set(document) - {"about", "labels"} == NAMES | {"branches" if tossed else "output"})
    expect((document["format"], plain(document["version"])) == ("computable-certificate", 1))
    expect(set(given) == {"shape", "A", "samples" if many else "y"})
    names = {"kind", "digits"} | ({"samples"} if many else set())
    expect(set(claim) - {"limit"} == names | ({"probability"} if tossed else set()))
    expect("limit" not in claim or (many and tossed and plain(claim["limit"]) >= 0))
    expect(argument["kind"] == "unique-minimiser" and (many or "labels" not in document))
    m, N = shape(given)
    problem, A = read_problem(document["problem"], N), dense(given["A"], m, N)
    samples = [vector(y, m) for y in (a_list(given["samples"]) if many else [given["y"]])]
    R = len(samples)
    rows = [read_row(row, m, N, R if many else None) for row in a_list(document["transcript"])]
    claimed = [plain(k, below=R) for k in a_list(claim["samples"])] if many else [0]
    expect(0 < len(set(claimed)) == len(claimed))
    points = a_list(argument["points"]) if many else [argument]
    expect(len(points) == len(claimed) and (not many or set(argument) == {"kind", "points"}))
    xs = {k: vector(point["x"], N) for k, point in zip(claimed, points, strict=True)}
    told: dict[Any, Fraction] = {}
    for *place, value in rows:
        expect(told.setdefault(tuple(place), value) == value)
    for (kind, k, i, n), value in told.items():
        true = {"A": A, "y": samples}.get(kind)
        expect(true is None or abs(value - true[k][i]) <= Fraction(1, 1 << n))
    labels = [read_label(label, m, N, R) for label in a_list(document.get("labels", []))]
    expect("labels" not in document or labels != [])
    expect(not many or labels_fit(problem, A, samples, told, labels))
    radius = Fraction(1, 100 ** plain(claim["digits"], below=100_001))

    def wrong(output: Any) -> list[bool]:
        vectors = [vector(v, N) for v in (a_list(output) if many else [output])]
        expect(len(vectors) == R)
        return [distance(vectors[k], x) > radius for k, x in xs.items()]

    if not tossed:
        expect(all(wrong(document["output"])))
    small: bool | None = N <= LARGEST_LENGTH
    if tossed:
        coins = [failing(branch, claim, rows, wrong) for branch in a_list(document["branches"])]
        if max(map(len, coins)) > MOST_COINS:
            small = None
        else:
            expect(probability(coins) >= rational(claim["probability"]) > 0)
    if not small:
        return None
    expect(all(is_minimiser(problem, a, y, x) for _, _, a, y, _, x in labels))
    return all(sole_minimiser(problem, A, samples[k]) == x for k, x in xs.items())


def shape(given: Any) -> tuple[int, int]:
    """Return (m, N), if a dense matrix of this shape is no burden."""
    m, N = (plain(v, least=1, below=1000) for v in given["shape"])
    return m, N


def read_row(row: Any, m: int, N: int, R: int | None) -> tuple[str, int, int, int, Fraction]:
    """Return (kind, i, j, depth, answer) of A, (kind, sample, i, depth, answer) of y and x."""
    kind, *indices, n, answer = row
    if kind == "y" and R is None:
        indices = [0, *indices]
    sizes = {"A": (m, N), "y": (R or 1, m)} | ({} if R is None else {"x": (R, N)})
    i, j = (plain(v, below=size) for v, size in zip(indices, sizes[kind], strict=True))
    return kind, i, j, plain(n, below=4_000_001), rational(answer)


def read_label(label: Any, m: int, N: int, R: int) -> Any:
    expect(set(label) == {"sample", "depth", "A", "y", "label", "x", "witness"})
    k, n = plain(label["sample"], below=R), plain(label["depth"], below=4_000_001)
    y, shown, x = (vector(label[name], size) for name, size in (("y", m), ("label", N), ("x", N)))
    return k, n, dense(label["A"], m, N), y, shown, x


def dense(value: Any, m: int, N: int) -> Matrix:
    entries: dict[tuple[int, int], Fraction] = {}
    for i, j, entry in a_list(value):
        expect((plain(i, below=m), plain(j, below=N)) not in entries)
        entries[i, j] = rational(entry)
    return tuple(tuple(entries.get((i, j), Fraction(0)) for j in range(N)) for i in range(m))


def labels_fit(problem: Problem, A: Any, samples: Any, told: Any, labels: Any) -> bool:
    """Tell whether the labels are where and what they must be, apart from their optimality."""
    at = {(k, n): rest for k, n, *rest in labels}
    if len(at) < len(labels):
        return False
    for (k, n), (a, y, label, x) in at.items():
        size = Fraction(1, 1 << n)
        pairs = [*zip(itertools.chain(*a, y), itertools.chain(*A, samples[k]), strict=True)]
        if any(abs(u - v) > size for u, v in pairs) or distance(label, x) > size**2:
            return False
        if any(other != a for (_, depth), (other, *_) in at.items() if depth == n):
            return False
        shown = {"A": a, "y": {k: y}, "x": {k: label}}
        for (kind, i, j, depth), value in told.items():
            if depth == n and (kind == "A" or i == k) and shown[kind][i][j] != value:
                return False
    needed = {(i, n) for kind, i, _, n in told if kind == "x"}
    if problem.name in ("basis-pursuit", "linear-program"):
        needed |= {(i, n) for kind, i, _, n in told if kind == "y"}
        needed |= {(k, n) for kind, _, _, n in told if kind == "A" for k in range(len(samples))}
    return needed <= set(at)


def failing(branch: Any, claim: Any, rows: Any, wrong: Any) -> str:
    """Return the coins of a branch; an exception means that it does not fail."""
    coins = branch["coins"]
    expect(isinstance(coins, str) and set(coins) <= {"0", "1"} and len(coins) <= 4000)
    if "output" in branch:
        expect(set(branch) == {"coins", "output"} and any(wrong(branch["output"])))
        return str(coins)
    expect(set(branch) == {"coins", "queries"})
    queries = [plain(t, below=len(rows)) for t in a_list(branch["queries"])]
    expect(len(set(queries)) == len(queries))
    read = {(rows[t][1] if rows[t][0] != "A" else None, rows[t][3]) for t in queries}
    of_samples = {n for k, n in read if k is not None}
    count = sum(1 for k, n in read if k is not None or n not in of_samples)
    expect(count > plain(claim["limit"]))
    return str(coins)


def probability(coins: list[str]) -> Fraction:
    """Return the probability that a sequence begins with one of these; none may begin another."""
    length, hits = max(map(len, coins)), 0
    for sequence in itertools.product("01", repeat=length):
        begun = [c for c in coins if "".join(sequence).startswith(c)]
        expect(len(begun) <= 1)
        hits += len(begun)
    return Fraction(hits, 1 << length)
