"""An oracle for claims about a given answer: it knows all minimisers, so it reads no argument.

It decides whether the statement of a file is true for the instance that is written in it, and for
some instances of its box: corners, and points inside. It shares no code with the checkers.

*All minimisers.* By ``brute_force.py`` the extreme points of the set M of minimisers are among
finitely many candidates, u - mu g on a support with signs, and M is the convex hull of the best
candidates, for a linear program with the cone of the extreme rays d >= 0, A d = 0, cost.d = 0
added to it. An irrational mu is rounded; then every point has an error of at most ``slack``, and
so has the distance from M (hulls of nearby points are near each other).

*Distance.* The nearest point of a hull with a cone lies in the relative interior of the hull of
some affinely independent points with some rays, and is the nearest of their affine hull: it is
found by trying all of these that are independent and have coefficients >= 0.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import isqrt
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
    plain,
    rational,
    read_problem,
    sign,
    solve,
    supports,
    table,
    vector,
)

ZERO = Fraction(0)
ROOT_BITS = 600
SAMPLES = 4
"""Instances of a box that are tried, besides its centre."""
KINDS = {"digits": ("minimiser", "path", "basis"), "refutation": ("separation", "path", "basis")}


class Statement(NamedTuple):
    right: bool
    digits: int
    problem: Problem
    A: Matrix
    y: Vector
    output: Vector
    radius: tuple[Matrix, Vector] | None


class Minimisers(NamedTuple):
    """The convex hull of points (each with an error of at most ``slack``) and a cone of rays."""

    points: tuple[Vector, ...]
    rays: tuple[Vector, ...]
    slack: Fraction


def is_true(document: Any) -> bool | None:
    """Tell whether a file's statement is true where it is tried; ``None`` if that is too hard.

    What cannot be read as a statement is not true, nor is one about no minimiser at all.
    """
    try:
        statement = read(document)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False
    if len(statement.output) > LARGEST_LENGTH:
        return None
    found = [holds(statement, A, y) for A, y in instances(statement)]
    return False if False in found else None if None in found else True


def holds(statement: Statement, A: Matrix, y: Vector) -> bool | None:
    """Tell whether the statement is true for one instance."""
    M = minimisers(statement.problem, A, y)
    if M is None:
        return False
    square, limit = nearest_squared(statement.output, M), Fraction(1, 10**statement.digits)
    if limit >= M.slack and square <= (limit - M.slack) ** 2:
        return statement.right
    return not statement.right if square > (limit + M.slack) ** 2 else None


def instances(statement: Statement) -> Iterator[tuple[Matrix, Vector]]:
    """Yield the centre of the box, corners and points inside."""
    A, y, radius = statement.A, statement.y, statement.radius
    yield A, y
    rng = random.Random(hash((statement.digits, *statement.output, *statement.y)))
    for k in range(SAMPLES if radius else 0):
        A_radius, y_radius = radius or (A, y)
        steps = (-4, 4) if k % 2 == 0 else range(-4, 5)

        def moved(values: Vector, radii: Vector, steps: Sequence[int] = steps) -> Vector:
            pairs = zip(values, radii, strict=True)
            return tuple(v + r * rng.choice(steps) / 4 for v, r in pairs)

        yield tuple(moved(a, r) for a, r in zip(A, A_radius, strict=True)), moved(y, y_radius)


# -- all minimisers ---------------------------------------------------------------------------


@lru_cache(maxsize=1 << 14)
def minimisers(problem: Problem, A: Matrix, y: Vector) -> Minimisers | None:
    """Return all minimisers; ``None`` if there is none."""
    name, epsilon, weights = problem
    rays: list[Vector] = []
    if name == "linear-program":
        ones, zeros = (Fraction(1),) * len(weights), (ZERO,) * len(y)
        for (cost, _), ray in candidates(problem, (*A, ones), (*zeros, Fraction(1))):
            if cost < 0:
                return None
            rays += [ray] if ray is not None and not cost else []
    if name == "basis-pursuit" and epsilon:
        if dot(y, y) <= epsilon**2:
            return Minimisers(((ZERO,) * len(weights),), (), ZERO)
        rest = min((e for _, _, _, e in supports(A, y)), key=lambda e: dot(e, e))
        if dot(rest, rest) >= epsilon**2:
            if dot(rest, rest) > epsilon**2:
                return None
            projection = tuple(b - e for b, e in zip(y, rest, strict=True))
            return minimisers(Problem(name, ZERO, weights), A, projection)
    least: tuple[Fraction, Fraction] | None = None
    best: list[tuple[Vector, Fraction]] = []
    for value, point, slack in rounded(problem, A, y):
        order = compare(value, least) if least is not None else -1
        if order <= 0:
            least, best = value, ([] if order < 0 else best) + [(point, slack)]
    if not best:
        return None
    return Minimisers(tuple(x for x, _ in best), tuple(rays), max(slack for _, slack in best))


def rounded(
    problem: Problem, A: Matrix, y: Vector
) -> Iterator[tuple[tuple[Fraction, Fraction], Vector, Fraction]]:
    """Yield every candidate: its objective, exactly, and the point with a bound of its error."""
    for S, gram, u, e in supports(A, y):
        choices = (1,) if problem.name == "linear-program" else (1, -1)
        for signs in itertools.product(choices, repeat=len(S)):
            W = [problem.weights[j] * s for j, s in zip(S, signs, strict=True)]
            g = solve(gram, W) or []
            row = table(problem, dot(W, u), dot(e, e), dot(W, g))
            if row is None:
                continue
            square, a, b = row
            parts = [(v, square * d * d, d > 0) for v, d in zip(u, g, strict=True)]
            if [sign(v, 0, q) if right else sign(v, q, 0) for v, q, right in parts] == [*signs]:
                mu, error = root(square)
                values = {j: v - mu * d for j, v, d in zip(S, u, g, strict=True)}
                x = tuple(values.get(j, ZERO) for j in range(len(problem.weights)))
                yield (a, b), x, error * sum((abs(d) for d in g), ZERO)


def root(square: Fraction) -> tuple[Fraction, Fraction]:
    """Return a square root with its error: 0 if it is rational."""
    exact = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    if exact**2 == square:
        return exact, ZERO
    unit = Fraction(1, 1 << ROOT_BITS)
    return isqrt((square.numerator << 2 * ROOT_BITS) // square.denominator) * unit, unit


# -- distances --------------------------------------------------------------------------------


def nearest_squared(output: Vector, M: Minimisers) -> Fraction:
    """Return the squared l2 distance from the hull of the points with the cone of the rays."""
    found = []
    for base, others in ((p, M.points[k + 1 :]) for k, p in enumerate(M.points)):
        edges = [difference(q, base) for q in others] + [*M.rays]
        h = difference(output, base)
        for size in range(min(len(edges), len(output)) + 1):
            for chosen in itertools.combinations(range(len(edges)), size):
                vectors = [edges[k] for k in chosen]
                gram = [[dot(u, v) for v in vectors] for u in vectors]
                c = solve(gram, [dot(v, h) for v in vectors])
                inner = sum((v for v, k in zip(c or (), chosen) if k < len(others)), ZERO)
                if c is not None and min(c, default=ZERO) >= 0 and inner <= 1:
                    point = [
                        sum((a * v[i] for a, v in zip(c, vectors)), ZERO) for i in range(len(h))
                    ]
                    off = difference(h, point)
                    found.append(dot(off, off))
    return min(found)


def difference(u: Sequence[Fraction], v: Sequence[Fraction]) -> Vector:
    return tuple(a - b for a, b in zip(u, v, strict=True))


# -- reading ----------------------------------------------------------------------------------


def read(document: Any) -> Statement:
    """Read what the file states; any exception means that it states nothing."""
    names = {"format", "version", "claim", "problem", "instance", "output", "argument"}
    expect(set(document) - {"about"} == names)
    expect((document["format"], plain(document["version"])) == ("computable-certificate", 1))
    claim, given, kind = document["claim"], document["instance"], document["argument"]["kind"]
    expect(set(claim) == {"kind", "digits"} and kind in KINDS[claim["kind"]])
    expect(set(given) - {"radius"} == {"shape", "A", "y"})
    expect("radius" not in given or kind in ("path", "basis"))
    m, N = (plain(v, least=1) for v in given["shape"])
    radius = None
    if "radius" in given:
        expect(set(given["radius"]) == {"A", "y"})
        each, right = given["radius"]["A"], given["radius"]["y"]
        A_radius = matrix(each, m, N) if not isinstance(each, str) else ((rational(each),) * N,) * m
        y_radius = vector(right, m) if not isinstance(right, str) else (rational(right),) * m
        expect(min(*map(min, A_radius), *y_radius) >= 0)
        radius = A_radius, y_radius
    return Statement(
        right=claim["kind"] == "digits",
        digits=plain(claim["digits"], below=100_001),
        problem=read_problem(document["problem"], N),
        A=matrix(given["A"], m, N),
        y=vector(given["y"], m),
        output=vector(document["output"], N),
        radius=radius,
    )


def matrix(rows: Any, m: int, N: int) -> Matrix:
    entries = {}
    for i, j, value in a_list(rows):
        key = plain(i, below=m), plain(j, below=N)
        expect(key not in entries)
        entries[key] = rational(value)
    return tuple(tuple(entries.get((i, j), ZERO) for j in range(N)) for i in range(m))
