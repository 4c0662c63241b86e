"""Programs for the real RAM that solve the four problems: on ties, and on every instance.

``solve_tie`` compares columns. ``solve_on_real_ram`` looks at all supports S with A_S injective and
all signs, solves the normal equations by elimination, takes one square root where the residual
does not vanish, and tests optimality by exact comparisons: slow and simple, it shows that the
problems are computable on this machine. (Without roots, square-root LASSO and QCBP have all
digits, but not the exact answer.)

Source: THEORY, Theorem F; Boche, Fono, Kutyniok (arXiv 2204.02066).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from computable.errors import DomainError
from computable.problem import BasisPursuit, Lasso, LinearProgram, Problem, SquareRootLasso
from computable.problem.winner import gauge
from computable.recovery.real_ram import RealRAM, Register

__all__ = ["solve_on_real_ram", "solve_tie"]

Rows = Sequence[Sequence[Register]]


def solve_tie(machine: RealRAM, problem: Problem, A: Rows, y: Sequence[Register]) -> list[Register]:
    """Return a minimiser of a member of the tie class, shape (N,), by comparing columns.

    Row 0 of A has the q = N + 1 - m columns that tie, below it is a diagonal block. Where two
    columns are equal (at the centre) every choice is right: the first is taken.

    Examples
    --------
    >>> machine = RealRAM()
    >>> A, y = [[machine.load(v) for v in (1, "33/32")]], [machine.load("1/3")]
    >>> [str(v.value) for v in solve_tie(machine, BasisPursuit(), A, y)], machine.comparisons
    (['0', '32/99'], 1)
    """
    m, N = len(A), len(A[0])
    q, weights = N + 1 - m, gauge(problem, N)
    best = 0
    for j in range(1, q):
        if A[0][best] / weights[best] < A[0][j] / weights[j]:
            best = j
    x = [machine.load(0)] * N
    c = A[0][best] / weights[best]
    rho: Any = getattr(problem, "epsilon", Fraction(0))
    if isinstance(problem, Lasso):
        rho = problem.lam / (2 * c)
    x[best] = (y[0] - rho) / A[0][best]
    for l in range(1, m):
        b, k = A[l][q + l - 1], q + l - 1
        threshold: Any = problem.lam * weights[k] / (2 * b) if isinstance(problem, Lasso) else 0
        shrunk = abs(y[l]) - threshold
        if shrunk < 0:
            continue
        x[k] = shrunk / b if y[l] > 0 else -shrunk / b
    return x


def solve_on_real_ram(
    machine: RealRAM, problem: Problem, A: Rows, y: Sequence[Register]
) -> list[Register] | None:
    """Return a minimiser, shape (N,), by looking at all supports and signs; ``None``: none.

    For a linear program the objective must be bounded below. (N at most 12: the number of
    candidates is 3**N.)
    """
    N = len(A[0])
    if N > 12:
        raise DomainError(f"A: got {N} columns, need at most 12: all supports are looked at")
    weights = gauge(problem, N)
    epsilon = problem.epsilon if isinstance(problem, BasisPursuit) else Fraction(0)
    if isinstance(problem, (Lasso, SquareRootLasso)) or epsilon:
        for x in _on_path(machine, problem, A, y, weights):
            return x
    if isinstance(problem, Lasso):
        raise ArithmeticError("a LASSO minimiser with injective A_S exists")
    if epsilon:
        return None
    best: tuple[Register, list[Register]] | None = None
    for support in _supports(A):
        columns = [[row[j] for j in support] for row in A]
        a = _least_squares(columns, y)
        if a is None or any(_residual(columns, a, y)):
            continue
        if isinstance(problem, LinearProgram) and any(v < 0 for v in a):
            continue
        sizes = a if isinstance(problem, LinearProgram) else [abs(v) for v in a]
        value = sum((weights[j] * v for j, v in zip(support, sizes)), machine.load(0))
        if best is None or value < best[0]:
            best = value, _spread(machine, support, a, N)
    return None if best is None else best[1]


def _on_path(
    machine: RealRAM, problem: Any, A: Rows, y: Sequence[Register], weights: Any
) -> Iterator[list[Register]]:
    """Yield points x = a - t b with positive t that satisfy the conditions of optimality."""
    m, N = len(A), len(A[0])
    for support in _supports(A):
        columns = [[row[j] for j in support] for row in A]
        for signs in product((1, -1), repeat=len(support)):
            W = [machine.load(s * weights[j]) for s, j in zip(signs, support)]
            gram = [[_dot(u, v) for v in zip(*columns)] for u in zip(*columns)]
            a = _eliminated(gram, [_dot(u, y) for u in zip(*columns)])
            b = _eliminated(gram, W)
            if a is None or b is None:
                continue
            r0 = _residual(columns, a, y)
            v = [_dot(row, b) for row in columns] if b else [machine.load(0)] * m
            t = _parameter(machine, problem, _dot(r0, r0), _dot(W, b) if b else machine.load(0))
            if t is None:
                continue
            if not isinstance(t, Register):  # epsilon >= ||y||
                yield _spread(machine, (), [], N)
                continue
            x = [p - t * q for p, q in zip(a, b)]
            r = [p + t * q for p, q in zip(r0, v)]
            if any(s * value < 0 for s, value in zip(signs, x)):
                continue
            pulls = [abs(_dot([row[j] for row in A], r)) for j in range(N)]
            if any(t * weights[j] < pulls[j] for j in range(N) if j not in support):
                continue
            yield _spread(machine, support, x, N)


def _parameter(machine: RealRAM, problem: Any, rho: Register, q: Register) -> Any:
    """Return t, ``"zero"`` if x = 0 is feasible for QCBP, or ``None``."""
    if isinstance(problem, Lasso):
        return machine.load(problem.lam / 2)
    if isinstance(problem, SquareRootLasso):
        rest = 1 - problem.lam**2 * q
        return machine.sqrt(problem.lam**2 * rho / rest) if rest > 0 and rho > 0 else None
    assert isinstance(problem, BasisPursuit)
    rest = problem.epsilon**2 - rho
    if q == 0:
        return "zero" if rest >= 0 else None
    return machine.sqrt(rest / q) if rest > 0 else None


def _supports(A: Rows) -> Iterator[tuple[int, ...]]:
    m, N = len(A), len(A[0])
    return (S for k in range(min(m, N) + 1) for S in combinations(range(N), k))


def _least_squares(columns: Rows, y: Sequence[Register]) -> list[Register] | None:
    gram = [[_dot(u, v) for v in zip(*columns)] for u in zip(*columns)]
    return _eliminated(gram, [_dot(u, y) for u in zip(*columns)])


def _eliminated(rows: Rows, right: Sequence[Register]) -> list[Register] | None:
    """Solve a square system by elimination; ``None`` if it is singular."""
    work = [[*row, b] for row, b in zip(rows, right)]
    n = len(work)
    for k in range(n):
        pivot = next((i for i in range(k, n) if work[i][k] != 0), None)
        if pivot is None:
            return None
        work[k], work[pivot] = work[pivot], work[k]
        work[k] = [v / work[k][k] for v in work[k]]
        for i in range(n):
            if i != k and work[i][k] != 0:
                work[i] = [u - work[i][k] * v for u, v in zip(work[i], work[k])]
    return [row[n] for row in work]


def _residual(columns: Rows, a: Sequence[Register], y: Sequence[Register]) -> list[Register]:
    return [b - _dot(row, a) for row, b in zip(columns, y)] if a else list(y)


def _dot(u: Sequence[Register], v: Sequence[Register]) -> Register:
    total: Any = u[0] * v[0]
    for a, b in zip(u[1:], v[1:]):
        total = total + a * b
    result: Register = total
    return result


def _spread(
    machine: RealRAM, support: Sequence[int], values: Sequence[Register], length: int
) -> list[Register]:
    x = [machine.load(0)] * length
    for j, value in zip(support, values):
        x[j] = value
    return x
