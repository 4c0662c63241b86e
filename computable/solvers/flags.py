"""Exit flags as people write them: each says of an answer whether it has K digits.

They read the same oracle as the solver. ``trust`` believes everything, ``optimality_test``
looks at residual and duality gap, ``second_opinion`` solves the problem again and compares.
All are wrong somewhere; ``honest``, which has to be told K, says UNKNOWN instead.
"""

from __future__ import annotations

from fractions import Fraction

from computable.ball import using_effort
from computable.exact import Vector
from computable.oracle import ProblemData
from computable.problem import Lasso, norm_squared, winner
from computable.real import Real, maximum, minimum, total
from computable.real.linear import matrix, vector
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
    """Solve the problem at 128 bits; say whether the answer is within half of the amplitude."""
    (m, N) = data.shape
    q = N - m + 1
    row = [data.A.query(0, j, depth) for j in range(q)]
    gauge = winner.gauge(data.problem, N)  # type: ignore[arg-type]
    j = max(range(q), key=lambda i: row[i] / gauge[i])
    rho = winner.residual(data.problem, row[j] / gauge[j])  # type: ignore[arg-type]
    x = (data.y.query(0, depth) - rho) / row[j]
    off = norm_squared([v - (x if i == j else 0) for i, v in enumerate(answer[:q])])
    return off <= x * x / 4


def honest(data: ProblemData, answer: Vector, *, digits: int = 3, depth: int = 128) -> Truth:
    """Say YES or NO only if it is certain, else UNKNOWN: sound for every tie instance.

    If some column wins at ``depth`` bits, the minimiser is known as an exact real, and its
    distance is compared with ``10**-digits``.
    """
    (m, N), problem = data.shape, data.problem
    q, gauge = N - m + 1, winner.gauge(problem, N)  # type: ignore[arg-type]
    row = [data.A.query(0, j, depth) for j in range(q)]
    j = winner.certain_winner(row, gauge, depth)
    if j is None:
        return Truth.UNKNOWN
    A, y, lam = matrix(data.A), vector(data.y), getattr(problem, "lam", Fraction(0))
    x = [Real(0)] * N
    x[j] = (y[0] - winner.residual(problem, A[0, j] / gauge[j])) / A[0, j]  # type: ignore[arg-type]
    for l in range(1, m):
        b, k = A[l, q + l - 1], q + l - 1
        if isinstance(problem, Lasso):
            threshold = lam * gauge[k] / (2 * b)
            x[k] = (y[l] - maximum(-threshold, minimum(threshold, y[l]))) / b
        elif not getattr(problem, "epsilon", 0):
            x[k] = y[l] / b
    with using_effort(separation=4 * depth):
        return total((a - v) ** 2 for a, v in zip(x, answer, strict=True)) <= Fraction(
            1, 100**digits
        )
