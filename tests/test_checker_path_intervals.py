"""The intervals of the enclosing checkers contain what they should, and no more than they may.

First the arithmetic, against exact rationals of points in the intervals; then what ``path`` and
``basis`` return, against the minimisers of instances of the box. With few bits and wide boxes, a
rounding in the wrong direction or a radius that is left out shows.
"""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest
from brute_force import Problem, dot, solve
from brute_force_answers import ZERO, Statement, instances, minimisers

from proofs import checker_basis, checker_path

BOTH = pytest.mark.parametrize("checker", [checker_path, checker_basis])
Ball = tuple[int, int]


def random_ball(rng: random.Random, size: int) -> Ball:
    return rng.randint(-size, size), rng.choice((0, 0, 1, rng.randint(0, size)))


def point(rng: random.Random, ball: Ball, bits: int) -> Fraction:
    """Return a point of the interval, most often an end."""
    c, r = ball
    return (c + r * Fraction(rng.choice((-8, -8, rng.randint(-8, 8), 8, 8)), 8)) / (1 << bits)


def inside(value: Fraction, ball: Ball, bits: int) -> bool:
    return abs(value * (1 << bits) - ball[0]) <= ball[1]


@BOTH
def test_arithmetic_encloses(checker: ModuleType) -> None:
    rng = random.Random(1)
    for _ in range(3_000):
        bits = rng.randint(1, 12)
        do, scale = checker.Arithmetic(bits), 1 << bits
        checker.SPENT[0] = 0.0
        p, q, r = rng.randint(-99, 99), rng.randint(1, 99), rng.randint(0, 99)
        ball = do.ball(checker.Rational(p, q), checker.Rational(r, q))
        assert all(inside(Fraction(v, q), ball, bits) for v in (p - r, p, p + r))
        assert ball[1] <= Fraction(r * scale, q) + 2
        assert do.quotient(p, q) == p * scale // q
        assert do.up(abs(p), q) == -(-abs(p) * q // scale)
        low = Fraction(do.root(abs(p)), scale)
        assert low**2 <= Fraction(abs(p), scale) < (low + Fraction(1, scale)) ** 2
        k = rng.randint(0, 3)
        u, v = ([random_ball(rng, 50) for _ in range(k)] for _ in range(2))
        a, b = ([point(rng, w, bits) for w in ws] for ws in (u, v))
        assert inside(dot(a, b), do.dot(checker.vector(u), checker.vector(v)), bits)
        rest = do.off(checker.vector(u), [checker.vector(v)] * k, checker.vector(v))
        for x, ball in zip(a, zip(*rest, strict=True), strict=True):
            assert inside(x - dot(b, b), ball, bits)


def test_sums_with_a_factor_enclose() -> None:
    rng = random.Random(3)
    for _ in range(1_000):
        bits, k = rng.randint(1, 12), rng.randint(0, 3)
        u, v = ([random_ball(rng, 50) for _ in range(k)] for _ in range(2))
        a, b = ([point(rng, w, bits) for w in ws] for ws in (u, v))
        factor = random_ball(rng, 50)
        t, do = point(rng, factor, bits), checker_path.Arithmetic(bits)
        sums = do.combine(checker_path.vector(u), factor, checker_path.vector(v))
        for x, z, ball in zip(a, b, zip(*sums, strict=True), strict=True):
            assert inside(x + t * z, ball, bits)


@BOTH
def test_solutions_are_enclosed(checker: ModuleType) -> None:
    rng, tally = random.Random(2), Counter[str]()
    while tally["enclosed"] < 500:
        bits, m = rng.randint(5, 14), rng.randint(1, 3)
        scale, wide = 1 << bits, rng.choice((0, 1, 4, 1 << (bits - 4)))
        checker.SPENT[0], do = 0.0, checker.Arithmetic(bits)
        rows = [
            [(rng.randint(-2, 2) * scale, rng.randint(0, wide)) for _ in range(m)]
            for _ in "abc"[:m]
        ]
        right = [(rng.randint(-2, 2) * scale, rng.randint(0, wide)) for _ in range(m)]
        units = [[Fraction(i == j) for i in range(m)] for j in range(m)]
        middle = [[Fraction(c, scale) for c, _ in row] for row in rows]
        columns = [solve(middle, unit) for unit in units]
        if None in columns:
            continue
        rough = Fraction(rng.choice((8, 8, 7, 5, 11, 16, -1)), 8)
        inverse = [
            do.balls(rational(checker, column[i] * rough) for column in columns if column)
            for i in range(m)
        ]
        near = do.balls(rational(checker, Fraction(rng.randint(-9, 9), 7)) for _ in range(m))
        M, h = [checker.vector(v) for v in rows], checker.vector(right)
        try:
            step = do.apply(inverse, do.off(h, M, near))
            found = do.solution(near, step, do.grown(M, inverse))
        except checker.No:
            tally["refused"] += 1
            continue
        for _ in range(4):
            matrix = [[point(rng, ball, bits) for ball in row] for row in rows]
            exact = solve(matrix, [point(rng, ball, bits) for ball in right])
            assert exact is not None
            for value, ball in zip(exact, zip(*found, strict=True), strict=True):
                assert inside(value, ball, bits)
        tally["enclosed"] += 1
    assert tally["refused"] > 50


@BOTH
def test_distances_are_rounded_outward(checker: ModuleType) -> None:
    """(16, 1) / 16 is a bit farther than 1, and sqrt(257) is rounded down somewhere."""
    do, output = checker.Arithmetic(4), checker.Balls([16, 1], [0, 0])
    for kept in ((), (0,), (0, 1)):
        x = dict.fromkeys(kept, (0, 0))
        checker.check_distance(do, checker.Balls([14, 1], [0, 0]), x, 0, 0, True)
        with pytest.raises(checker.No):
            checker.check_distance(do, output, x, 0, 0, True)
        with pytest.raises(checker.No):
            checker.check_distance(do, checker.Balls([16, 0], [0, 0]), x, 0, 0, False)
        checker.check_distance(do, checker.Balls([17, 1], [0, 0]), x, 0, 0, False)


def rational(checker: ModuleType, value: Fraction) -> Any:
    return checker.Rational(value.numerator, value.denominator)


# -- what is returned -------------------------------------------------------------------------


def enclosed(checker: ModuleType, given: Statement, bits: int, argument: Any) -> Any:
    """Return what the checker makes of the box, as intervals of the entries and of the rest."""
    checker.SPENT[0], do = 0.0, checker.Arithmetic(bits)
    (A_radius, y_radius), (name, number, weights) = given.radius or ((), ()), given.problem
    ball = lambda v, r: do.ball(rational(checker, v), rational(checker, r))  # noqa: E731
    N = len(weights)
    columns = [
        checker.vector(ball(a[j], r[j]) for a, r in zip(given.A, A_radius, strict=True))
        for j in range(N)
    ]
    y = checker.vector(map(ball, given.y, y_radius))
    epsilon = number if name == "basis-pursuit" else ZERO
    factor = number if "lasso" in name else Fraction(1)
    numbers = [rational(checker, v) for v in weights]
    problem = name, rational(checker, epsilon), rational(checker, factor), numbers
    judge = checker.path if checker is checker_path else checker.basis
    try:
        return judge(do, problem, columns, y, argument)
    except checker.No:
        return None


def contains_all(given: Statement, bits: int, found: Any) -> bool:
    entries, rest = found
    for A, y in instances(given):
        M = minimisers(given.problem, A, y)
        assert M is not None
        for x in M.points:
            inner = all(inside(x[j], ball, bits) for j, ball in entries.items())
            outer = sum((abs(v) for j, v in enumerate(x) if j not in entries), ZERO)
            if not inner or outer * (1 << bits) > rest:
                return False
    return True


def fractions(rng: random.Random, low: int, high: int, count: int, over: int) -> list[Fraction]:
    return [Fraction(rng.randint(low, high), over) for _ in range(count)]


def test_minimisers_are_enclosed_by_a_path() -> None:
    """A chosen column along an axis, or two; radii as wide as the checker can bear."""
    rng, tally = random.Random(3), Counter[str]()
    while tally.total() < 300:
        name, k = rng.choice(("lasso", "square-root-lasso", "basis-pursuit")), rng.randint(1, 2)
        m, N, bits = 2, rng.randint(k, 3), rng.choice((12, 20))
        A = [
            [Fraction(i == j) for j in range(k)] + fractions(rng, -3, 3, N - k, 4) for i in range(m)
        ]
        y = [Fraction(rng.randint(1, 9)), Fraction(rng.randint(-6, 6), 2)]
        signs = [1 if v > 0 else -1 for v in y[:k]]
        weights = (Fraction(1),) * N
        number = Fraction(rng.randint(1, 19), 20) * rng.choice((1, 1, 3))
        radii = [Fraction(rng.choice((0, 0, 1, 3)), 40) for _ in range(m * N + m)]
        A_radius = tuple(tuple(radii[i * N : (i + 1) * N]) for i in range(m))
        given = Statement(
            right=True,
            digits=0,
            problem=Problem(name, number, weights),
            A=tuple(map(tuple, A)),
            y=tuple(y),
            output=(ZERO,) * N,
            radius=(A_radius, tuple(radii[m * N :])),
        )
        unit = [[rational(checker_path, Fraction(i == j)) for i in range(k)] for j in range(k)]
        argument = {
            "support": [*range(k)],
            "signs": "".join("+" if s > 0 else "-" for s in signs),
            "base": [rational(checker_path, v) for v in y[:k]],
            "slope": [rational(checker_path, Fraction(s)) for s in signs],
            "inverse": unit,
        }
        found = enclosed(checker_path, given, bits, argument)
        if found is not None:
            assert contains_all(given, bits, found), (given, argument)
            tally[name] += 1
    print(dict(tally))
    assert min(tally.values()) > 30


def test_minimisers_are_enclosed_by_a_basis() -> None:
    rng, tally = random.Random(4), Counter[str]()
    while tally.total() < 300:
        name = rng.choice(("basis-pursuit", "square-root-lasso", "linear-program"))
        m, N, bits = rng.randint(1, 2), rng.randint(2, 4), rng.choice((12, 20))
        A = [[Fraction(i == j) for j in range(N)] for i in range(m)]
        for row in A:
            row[m:] = fractions(rng, -3, 3, N - m, 8)
        parts = [rng.choice("SSTF") for _ in range(m)]
        y = [
            Fraction(rng.choice((1, 2, 3)) * (1 if p == "S" else rng.choice((-1, 1))))
            for p in parts
        ]
        y = [v if p == "S" else v / 40 for v, p in zip(y, parts, strict=True)]
        dual = [1 if p == "S" else Fraction(rng.randint(-3, 3), 4) for p in parts]
        radii = [Fraction(rng.choice((0, 0, 1, 3)), 100) for _ in range(m * N + m)]
        given = Statement(
            right=True,
            digits=0,
            problem=Problem(name, Fraction(1, 3) * ("lasso" in name), (Fraction(1),) * N),
            A=tuple(map(tuple, A)),
            y=tuple(y),
            output=(ZERO,) * N,
            radius=(
                tuple(tuple(radii[i * N : (i + 1) * N]) for i in range(m)),
                tuple(radii[m * N :]),
            ),
        )
        unit = [[rational(checker_basis, Fraction(i == j)) for i in range(m)] for j in range(m)]
        argument = {
            "basis": [*range(m)],
            "dual": [rational(checker_basis, Fraction(v)) for v in dual],
            "point": [rational(checker_basis, v) for v in y],
            "witness": [rational(checker_basis, Fraction(v)) for v in dual],
            "inverse": unit,
            "free": [j for j, p in enumerate(parts) if p == "F"],
        }
        found = enclosed(checker_basis, given, bits, argument)
        if found is not None:
            assert contains_all(given, bits, found), (given, argument)
            tally[name] += 1
            tally["spread"] += bool(found[1])
    print(dict(tally))
    assert min(tally.values()) > 30
