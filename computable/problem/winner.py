r"""What wins at a tie, problem by problem: the formulas behind the family of ties.

If the winning entry of row 0 is ``c g_j`` (g the weights or costs), the minimiser has one
non-zero coordinate in the tie block, and one for every row l of the block ``b I``:

==================  =====================================  ==========================
problem             residual rho in row 0, so that         block coordinate l
                    x_j = (y_0 - rho) / (c g_j)
==================  =====================================  ==========================
basis pursuit       epsilon                                y_l / b (0 if epsilon > 0)
LASSO               lam / 2c                               soft(y_l, lam g_l / 2b) / b
square-root LASSO   0                                      y_l / b
linear program      0                                      y_l / b
==================  =====================================  ==========================

Each row is the optimality condition of its problem (``optimality.py``), solved for x.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from computable.errors import DomainError
from computable.exact import Vector, power_of_two
from computable.problem.problems import (
    BasisPursuit,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
)

__all__ = [
    "block_solution",
    "block_witness",
    "certain_winner",
    "check_block",
    "gauge",
    "least_entry",
    "residual",
]

ZERO = Fraction(0)


def gauge(problem: Problem, length: int) -> Vector:
    """Return the weights, or the costs of a linear program, of all columns."""
    if isinstance(problem, LinearProgram):
        return problem.bounds(length)
    return BasisPursuit(weights=problem.weights).bounds(length)


def residual(problem: Problem, c: Fraction) -> Fraction:
    """Return the residual of the minimiser in row 0 when the winning entry is c g_j."""
    match problem:
        case BasisPursuit():
            return problem.epsilon
        case Lasso():
            return problem.lam / (2 * c)
        case SquareRootLasso() | LinearProgram():
            return ZERO
        case _:
            assert_never(problem)


def least_entry(problem: Problem) -> Fraction:
    """Return 1, or for square-root LASSO the least power of two >= 2 lam, if larger."""
    if isinstance(problem, SquareRootLasso):
        return max(Fraction(1), power_of_two(2 * problem.lam))
    return Fraction(1)


def certain_winner(
    entries: Sequence[Fraction], gauge: Sequence[Fraction], depth: int
) -> int | None:
    """Return the column that surely is largest in units of its weight, from one reading of row 0.

    Two heights ``a_j / g_j`` are off by ``2**-depth (1 / g_i + 1 / g_j)`` together at most.
    ``None`` if no column leads by more; at ``D_j(eta)`` without weights one does, for every
    oracle, once ``4 * 2**-depth < c eta``.

    Examples
    --------
    >>> one = [Fraction(1), Fraction(1)]
    >>> certain_winner([Fraction(1), Fraction(9, 8)], one, 5), certain_winner(one, one, 5)
    (1, None)
    """
    heights = [a / g for a, g in zip(entries, gauge, strict=False)]
    first = max(range(len(heights)), key=heights.__getitem__)
    rest = (j for j in range(len(heights)) if j != first)
    sure = all(
        (heights[first] - heights[j]) * (1 << depth) > 1 / gauge[first] + 1 / gauge[j] for j in rest
    )
    return first if sure else None


def block_solution(problem: Problem, b: Fraction, right: Vector, bounds: Vector) -> Vector:
    """Return the block coordinates for the right-hand side ``right`` and dual ``bounds``."""
    if not isinstance(problem, Lasso):
        return tuple(v / b for v in right)
    thresholds = [bound / (2 * b) for bound in bounds]
    return tuple((v - max(-k, min(k, v))) / b for v, k in zip(right, thresholds, strict=True))


def block_witness(problem: Problem, b: Fraction, right: Vector, bounds: Vector) -> Vector:
    """Return the block part of a dual witness that proves the minimiser unique."""
    if isinstance(problem, Lasso):
        solution = block_solution(problem, b, right, bounds)
        return tuple(2 * (v - b * x) for v, x in zip(right, solution, strict=True))
    return tuple(
        (bound / b if v > 0 else -bound / b) if v else ZERO
        for v, bound in zip(right, bounds, strict=True)
    )


def check_block(problem: Problem, c: Fraction, b: Fraction, right: Vector, bounds: Vector) -> None:
    """Check the hypotheses under which the formulas above give the unique minimiser.

    Raises
    ------
    DomainError
        If one fails.
    """
    if isinstance(problem, BasisPursuit) and problem.epsilon and any(right):
        raise DomainError("block_right: must be zero if epsilon > 0")
    if isinstance(problem, LinearProgram) and min(right, default=ZERO) < 0:
        raise DomainError("block_right: a linear program needs entries >= 0")
    if isinstance(problem, Lasso) and any(
        2 * b * abs(v) == bound for v, bound in zip(right, bounds, strict=True)
    ):
        raise DomainError("block_right: |y_l| = lam w_l / 2b is not strictly complementary")
    if isinstance(problem, SquareRootLasso):
        witness = (problem.lam / c, *block_witness(problem, b, right, bounds))
        if sum(v**2 for v in witness) >= 1:
            raise DomainError(
                "centre_entry, block_entry: lam**2 (1/c**2 + sum g_l**2/b**2) must be below 1"
            )
