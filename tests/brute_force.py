"""An oracle for small certificates: it knows all minimisers, so it needs no witness.

It decides whether the statement of a certificate is true and looks neither at the witness
nor at the modulus. It shares no code with the checker and no argument either: the checker
verifies a dual bound, this file compares the objective at finitely many candidates.

*Candidates.* All problems here are convex and, if they have minimisers, these form a closed
convex set M without lines, the convex hull of its extreme points and extreme rays. Let x be
an extreme point of M with support S, signs s, ``W = (w s)_S``, and suppose A_S h = 0 with
h != 0. On a neighbourhood of 0 the objective is linear along x + t h, hence constant, and
x + t h is feasible: x is no extreme point. So A_S is injective, and with the Gram matrix G of
A_S, ``u = G^-1 A_S^T y`` (least squares), ``e = y - A_S u``, ``g = G^-1 W``, ``k = W . g``,
stationarity on the support alone, ``A_S^T r = mu W``, gives

    x_S = u - mu g,     r = y - A x = e + mu A_S g,     ||r||^2 = ||e||^2 + mu^2 k,

=============================  ===========================  ==============================
problem                        mu^2                         objective
=============================  ===========================  ==============================
basis pursuit, linear program  0, where e = 0               W.u
basis pursuit, epsilon > 0     (epsilon^2 - ||e||^2) / k    W.u - sqrt(mu^2) k
LASSO                          lam^2 / 4                    lam W.u + ||e||^2 - lam^2 k / 4
square-root LASSO, r = 0       0, where e = 0               lam W.u
square-root LASSO, r != 0      lam^2 ||e||^2 / (1-lam^2 k)  lam W.u + ||e|| sqrt(1-lam^2 k)
=============================  ===========================  ==============================

(Last row: r/||r|| takes the place of r and mu = lam ||r||. There e != 0 at an extreme point:
with r = A_S h the objective is linear along x + t h, too.) Every (S, s) whose x_S has the
signs s is a feasible point with this objective, every extreme point of M is among them, and
different (S, s) are different points. So M is one point if and only if exactly one candidate
has the least objective and M has no ray. Roots are compared by squaring.

*Ray.* Only the linear program has one: d >= 0, A d = 0 and cost.d <= 0, where the extreme
rays are the basic solutions of A d = 0, 1.d = 1, d >= 0.

*epsilon > 0.* If ||y|| <= epsilon, M = {0}. Otherwise ||r|| = epsilon on M, r is the same on
all of M (the ball is strictly convex), and multipliers with mu > 0 exist if some residual is
shorter than epsilon (Slater). If none is, but one of length epsilon exists, then A x is the
projection of y, and the problem is basis pursuit with this right-hand side.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Any, NamedTuple

LARGEST_LENGTH = 6
"""The number of candidates grows like 3**N: beyond this length there is no answer."""

Vector = tuple[Fraction, ...]
Matrix = tuple[Vector, ...]


class Problem(NamedTuple):
    name: str
    parameter: Fraction  # epsilon or lambda
    weights: Vector  # or costs


def is_true(document: Any) -> bool | None:
    """Tell whether a certificate states something true; ``None`` if it is too large for this.

    What cannot be read as a statement is not true.
    """
    try:
        problem, A, y, answers, output, x, digits = read(document)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False
    if any(abs(a - b) > Fraction(1, 1 << depth) for a, b, depth in answers):
        return False
    miss = [a - b for a, b in zip(output, x, strict=True)]
    if dot(miss, miss) <= Fraction(1, 10 ** (2 * digits)):
        return False
    return sole_minimiser(problem, A, y) == x if len(x) <= LARGEST_LENGTH else None


# -- all minimisers ---------------------------------------------------------------------------


@lru_cache(maxsize=1 << 16)
def sole_minimiser(problem: Problem, A: Matrix, y: Vector) -> Vector | None:
    """Return the only minimiser; ``None`` if there is none, or another, or if it is irrational."""
    name, epsilon, weights = problem
    if name == "linear-program":
        ones, zeros = (Fraction(1),) * len(weights), (Fraction(0),) * len(y)
        rays = candidates(problem, (*A, ones), (*zeros, Fraction(1)))
        if any(cost <= 0 for (cost, _), _ in rays):
            return None
    if name == "basis-pursuit" and epsilon:
        if dot(y, y) <= epsilon**2:
            return (Fraction(0),) * len(weights)
        rest = min((e for _, _, _, e in supports(A, y)), key=lambda e: dot(e, e))
        if dot(rest, rest) > epsilon**2:
            return None
        if dot(rest, rest) == epsilon**2:
            projection = tuple(b - e for b, e in zip(y, rest, strict=True))
            return sole_minimiser(Problem(name, Fraction(0), weights), A, projection)
    least: list[tuple[tuple[Fraction, Fraction], Vector | None]] = []
    for value, x in candidates(problem, A, y):
        order = compare(value, least[0][0]) if least else -1
        least = [(value, x)] if order < 0 else [*least, (value, x)] if order == 0 else least
    return least[0][1] if len(least) == 1 else None


def candidates(
    problem: Problem, A: Matrix, y: Vector
) -> Iterator[tuple[tuple[Fraction, Fraction], Vector | None]]:
    """Yield ((a, b), x): the objective is a + sgn(b) sqrt|b|; x is ``None`` if irrational."""
    for S, gram, u, e in supports(A, y):
        choices = (1,) if problem.name == "linear-program" else (1, -1)
        for signs in itertools.product(choices, repeat=len(S)):
            W = [problem.weights[j] * s for j, s in zip(S, signs, strict=True)]
            g = solve(gram, W) or []
            row = table(problem, dot(W, u), dot(e, e), dot(W, g))
            if row is None:
                continue
            mu_squared, a, b = row
            parts = [(v, mu_squared * d * d, d > 0) for v, d in zip(u, g, strict=True)]
            actual = [sign(v, 0, q) if right else sign(v, q, 0) for v, q, right in parts]
            if actual == list(signs):
                yield (a, b), point(S, u, g, mu_squared, len(problem.weights))


def table(
    problem: Problem, wu: Fraction, ee: Fraction, k: Fraction
) -> tuple[Fraction, Fraction, Fraction] | None:
    """Return (mu^2, a, b), a row of this module's table; ``None`` where it has no point."""
    name, parameter, _ = problem
    square = parameter**2
    if name == "lasso":
        return square / 4, parameter * wu + ee - square * k / 4, Fraction(0)
    if name == "square-root-lasso" and ee:
        rest = 1 - square * k
        return (square * ee / rest, parameter * wu, ee * rest) if rest > 0 else None
    if name == "basis-pursuit" and parameter:
        room = square - ee
        return (room / k, wu, -room * k) if k and room > 0 else None
    factor = parameter if name == "square-root-lasso" else 1
    return (Fraction(0), factor * wu, Fraction(0)) if not ee else None


def supports(
    A: Matrix, y: Vector
) -> Iterator[tuple[tuple[int, ...], list[list[Fraction]], list[Fraction], list[Fraction]]]:
    """Yield (S, G, u, e) for every S with injective A_S."""
    columns = list(zip(*A, strict=True))
    for size in range(min(len(y), len(columns)) + 1):
        for S in itertools.combinations(range(len(columns)), size):
            gram = [[dot(columns[i], columns[j]) for j in S] for i in S]
            u = solve(gram, [dot(columns[j], y) for j in S])
            if u is not None:
                yield S, gram, u, [b - dot([row[j] for j in S], u) for row, b in zip(A, y)]


def point(
    S: Sequence[int], u: Sequence[Fraction], g: Sequence[Fraction], square: Fraction, length: int
) -> Vector | None:
    """Return u - sqrt(square) g on S and 0 elsewhere; g != 0 unless S is empty."""
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    if S and root * root != square:
        return None
    values = {j: a - root * b for j, a, b in zip(S, u, g, strict=True)}
    return tuple(values.get(j, Fraction(0)) for j in range(length))


def dot(u: Sequence[Fraction], v: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(u, v, strict=True)), Fraction(0))


def solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Return the solution of a square system by Gauss-Jordan, ``None`` if it is singular."""
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    for k in range(len(rows)):
        pivot = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i, row in enumerate(rows):
            if i != k and row[k]:
                rows[i] = [a - row[k] * b for a, b in zip(row, rows[k], strict=True)]
    return [row[-1] for row in rows]


def compare(f: tuple[Fraction, Fraction], h: tuple[Fraction, Fraction]) -> int:
    """Return the sign of f - h for f = a + sgn(b) sqrt|b|, where no two b have opposite signs."""
    (a, b), (c, d) = f, h
    return sign(a - c, max(b, 0) + max(-d, 0), max(-b, 0) + max(d, 0))


def sign(d: Fraction, p: Fraction | int, q: Fraction | int) -> int:
    """Return the sign of d + sqrt(p) - sqrt(q)."""
    if d >= 0 and p >= q:
        return int(d > 0 or p > q)
    if d <= 0 and p <= q:
        return -int(d < 0 or p < q)
    # d and t = sqrt(p) - sqrt(q) have opposite signs; t^2 > d^2 if and only if excess > 2 sqrt(pq)
    excess = p + q - d * d
    if excess >= 0 and excess**2 == 4 * p * q:
        return 0
    longer = excess > 0 and excess**2 > 4 * p * q
    return 1 if (d < 0) == longer else -1


# -- reading ----------------------------------------------------------------------------------


def read(document: Any) -> tuple[Problem, Matrix, Vector, list[Any], Vector, Vector, int]:
    """Read what the certificate states; any exception means that it states nothing.

    The list has (entry, answer, depth) for every query.
    """
    names = {"format", "version", "claim", "problem", "instance", "transcript", "output"}
    expect(set(document) - {"about"} == names | {"argument"})
    expect((document["format"], plain(document["version"])) == ("computable-certificate", 1))
    claim, instance, argument = (document[key] for key in ("claim", "instance", "argument"))
    expect(set(claim) == {"kind", "digits"} and set(instance) == {"shape", "A", "y"})
    expect(set(argument) - {"modulus"} == {"kind", "x", "witness"})
    expect((claim["kind"], argument["kind"]) == ("refutation", "unique-minimiser"))
    m, N = (plain(v, least=1) for v in instance["shape"])
    entries: dict[tuple[Any, ...], Fraction] = {}
    for i, j, value in a_list(instance["A"]):
        key = ("A", plain(i, below=m), plain(j, below=N))
        expect(key not in entries)
        entries[key] = rational(value)
    A = tuple(tuple(entries.get(("A", i, j), Fraction(0)) for j in range(N)) for i in range(m))
    y = vector(instance["y"], m)
    entries |= {("y", i): b for i, b in enumerate(y)}
    told: dict[tuple[Any, ...], Fraction] = {}
    for kind, *indices, n, text in a_list(document["transcript"]):
        expect((kind, len(indices)) in (("A", 2), ("y", 1)))
        entry = (kind, *(plain(k, below=size) for k, size in zip(indices, (m, N))))
        expect(
            told.setdefault((entry, plain(n, below=4_000_001)), rational(text)) == rational(text)
        )
    answers = [(entries.get(e, Fraction(0)), value, n) for (e, n), value in told.items()]
    output, x = vector(document["output"], N), vector(argument["x"], N)
    problem = read_problem(document["problem"], N)
    return problem, A, y, answers, output, x, plain(claim["digits"], below=100_001)


def read_problem(given: dict[str, Any], N: int) -> Problem:
    name, rest = given["name"], {key: value for key, value in given.items() if key != "name"}
    if name == "linear-program":
        expect(set(rest) == {"cost"})
        return Problem(name, Fraction(0), vector(rest["cost"], N))
    expect(name in ("basis-pursuit", "lasso", "square-root-lasso"))
    weights = vector(rest.pop("weights", ["1"] * N), N)
    if name == "basis-pursuit":
        parameter = rational(rest.pop("epsilon", "0"))
    else:
        parameter = rational(rest.pop("lambda"))
        expect(parameter > 0)
    expect(not rest and parameter >= 0 and min(weights) > 0)
    return Problem(name, parameter, weights)


def vector(values: Any, length: int) -> Vector:
    if isinstance(values, dict):
        expect(set(values) == {"den", "num"} and "-" not in values["den"])
        expect("/" not in "".join((values["den"], *a_list(values["num"]))))
        values = [f"{v}/{values['den']}" for v in values["num"]]
    expect(len(a_list(values)) == length)
    return tuple(rational(v) for v in values)


def a_list(value: Any) -> list[Any]:
    expect(isinstance(value, list))
    return list(value)


def rational(text: str) -> Fraction:
    numerator, slash, denominator = text.partition("/")
    magnitude = natural(numerator.removeprefix("-"))
    value = Fraction(magnitude, natural(denominator) if slash else 1)
    return -value if numerator.startswith("-") else value


def natural(text: str) -> int:
    hexadecimal = text.startswith("0x")
    digits = text[2:] if hexadecimal else text
    expect(digits != "" and set(digits) <= set("0123456789abcdef"[: 16 if hexadecimal else 10]))
    return int(digits, 16 if hexadecimal else 10)


def plain(value: Any, *, least: int = 0, below: int | None = None) -> int:
    expect(type(value) is int and least <= value and (below is None or value < below))
    return int(value)


def expect(condition: bool) -> None:
    if not condition:
        raise ValueError
