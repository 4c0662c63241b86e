"""Exit flags as people write them: each says of an answer whether it has K digits.

They read the same oracle as the solver. ``trust`` believes everything, ``optimality_test``
looks at residual and duality gap, ``second_opinion`` solves the problem again and compares.
All are wrong somewhere; ``honest`` says UNKNOWN instead.
"""

from __future__ import annotations

from fractions import Fraction

from computable.exact import Vector
from computable.oracle import ProblemData
from computable.problem import norm_squared, winner
from computable.truth import Truth

__all__ = ["honest", "optimality_test", "second_opinion", "trust"]


def trust(data: ProblemData, answer: Vector) -> bool:
    """Say that it is correct."""
    return True


def optimality_test(data: ProblemData, answer: Vector, *, depth: int = 80) -> bool:
    """Say whether the answer is as small as a minimiser and fits the data, to 60 bits."""
    (m, N), bound = data.shape, Fraction(1, 1 << 60)
    q = N - m + 1
    row = [data.A.query(0, j, depth) for j in range(q)]
    gauge = winner.gauge(data.problem, N)  # type: ignore[arg-type]
    c = max(a / g for a, g in zip(row, gauge, strict=False))
    rho = winner.residual(data.problem, c)  # type: ignore[arg-type]
    best = (data.y.query(0, depth) - rho) / c
    size = sum((g * abs(v) for g, v in zip(gauge, answer[:q], strict=False)), Fraction(0))
    image = sum((a * v for a, v in zip(row, answer[:q], strict=True)), Fraction(0))
    return size <= best + bound and abs(image + rho - data.y.query(0, depth)) <= bound


def second_opinion(data: ProblemData, answer: Vector, *, depth: int = 128) -> bool:
    """Solve the problem at 128 bits, one winning column, and say whether the answers agree."""
    (m, N) = data.shape
    q = N - m + 1
    row = [data.A.query(0, j, depth) for j in range(q)]
    gauge = winner.gauge(data.problem, N)  # type: ignore[arg-type]
    j = max(range(q), key=lambda i: row[i] / gauge[i])
    rho = winner.residual(data.problem, row[j] / gauge[j])  # type: ignore[arg-type]
    x = (data.y.query(0, depth) - rho) / row[j]
    off = norm_squared([v - (x if i == j else 0) for i, v in enumerate(answer[:q])])
    return off <= x * x / 4


def honest(data: ProblemData, answer: Vector, *, depth: int = 128) -> bool | Truth:
    """Say yes or no only if some column wins at 128 bits, UNKNOWN otherwise."""
    (m, N), error = data.shape, Fraction(1, 1 << depth)
    row = [data.A.query(0, j, depth) for j in range(N - m + 1)]
    gauge = winner.gauge(data.problem, N)  # type: ignore[arg-type]
    j = max(range(len(row)), key=lambda i: (row[i] - error) / gauge[i])
    least = (row[j] - error) / gauge[j]
    rest = (i for i in range(len(row)) if i != j)
    if any((row[i] + error) / gauge[i] >= least for i in rest):
        return Truth.UNKNOWN
    return second_opinion(data, answer, depth=depth)
