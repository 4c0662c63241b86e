"""An oracle for claims about learners and flags: like ``brute_force``, without a witness.

It compares the objective at a point with its minimum over all candidates, and matrices densely.
It shares no code with the checkers.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

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

Root = tuple[Fraction, Fraction]
NAMES = {"format", "version", "claim", "problem", "instance", "argument"}


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


# -- training sets ----------------------------------------------------------------------------


class Question(NamedTuple):
    """What is claimed: xs[k] is the only minimiser for (A, ys[k]), and an output is far from it."""

    problem: Problem
    A: Matrix
    ys: list[Vector]
    xs: dict[int, Vector]
    digits: int

    def misses(self, output: Any) -> list[bool]:
        """Tell of every claimed sample whether its output is far; there is one for every sample."""
        vectors = [vector(v, len(self.A[0])) for v in a_list(output)]
        expect(len(vectors) == len(self.ys))
        return [distance(vectors[k], x) * 100**self.digits > 1 for k, x in self.xs.items()]

    def solved(self) -> bool:
        pairs = ((x, sole_minimiser(self.problem, self.A, self.ys[k])) for k, x in self.xs.items())
        return all(x == sole for x, sole in pairs)


def read_question(document: Any, fields: set[str], many: bool) -> Question:
    claim, given, argument = (document[key] for key in ("claim", "instance", "argument"))
    expect(set(document) - {"about"} == NAMES | fields)
    expect((document["format"], plain(document["version"])) == ("computable-certificate", 1))
    expect(set(given) == {"shape", "A", "samples" if many else "y"})
    expect(argument["kind"] == "unique-minimiser")
    m, N = shape(given)
    problem, A = read_problem(document["problem"], N), dense(given["A"], m, N)
    ys = [vector(y, m) for y in (a_list(given["samples"]) if many else [given["y"]])]
    claimed = [plain(k, below=len(ys)) for k in (a_list(claim["samples"]) if many else [0])]
    expect(0 < len(set(claimed)) == len(claimed))
    points = a_list(argument["points"]) if many else [argument]
    expect(not many or set(argument) == {"kind", "points"})
    xs = {k: vector(point["x"], N) for k, point in zip(claimed, points, strict=True)}
    return Question(problem, A, ys, xs, plain(claim["digits"], below=100_001))


def is_true_training(document: Any) -> bool | None:
    """Tell whether the learner fails at all claimed samples; ``None`` if too large."""
    try:
        return holds(document)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False


def holds(document: Any) -> bool | None:
    claim, labelled = document["claim"], {"labels"} & set(document)
    expect(set(claim) == {"kind", "digits", "samples"} and claim["kind"] == "refutation")
    question = read_question(document, {"transcript", "output"} | labelled, many=True)
    (problem, A, ys, *_), m, N = question, len(question.A), len(question.A[0])
    told: dict[Any, Fraction] = {}
    for row in a_list(document["transcript"]):
        *place, value = read_row(row, m, N, len(ys))
        expect(told.setdefault(tuple(place), value) == value)
    for (kind, k, i, n), value in told.items():
        true = {"A": A, "y": ys}.get(kind)
        expect(true is None or abs(value - true[k][i]) <= Fraction(1, 1 << n))
    labels = [read_label(label, m, N, len(ys)) for label in a_list(document.get("labels", []))]
    expect(bool(labels) or not labelled)
    expect(labels_fit(problem, A, ys, told, labels) and all(question.misses(document["output"])))
    if N > LARGEST_LENGTH:
        return None
    return question.solved() and all(is_minimiser(problem, a, y, x) for _, _, a, y, _, x in labels)


def shape(given: Any) -> tuple[int, int]:
    """Return (m, N), if a dense matrix of this shape is no burden."""
    m, N = (plain(v, least=1, below=1000) for v in given["shape"])
    return m, N


def read_row(row: Any, m: int, N: int, R: int) -> tuple[str, int, int, int, Fraction]:
    """Return (kind, i, j, depth, answer) of A, (kind, sample, i, depth, answer) of y and x."""
    kind, *indices, n, answer = row
    sizes = {"A": (m, N), "y": (R, m), "x": (R, N)}
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
