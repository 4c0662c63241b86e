"""True certificates of every problem: ties, and small instances with a planted minimiser."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from computable.oracle import ProblemData, Query, alternating, exact, nearest_dyadic, scattered
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
    TieFamily,
    is_minimiser,
)
from proofs.adversary import refute
from proofs.certificate import Certificate
from proofs.outcome import Refuted

PROBLEMS: dict[str, Callable[[Sequence[int] | None], Problem]] = {
    "bp": lambda w: BasisPursuit(weights=w),
    "qcbp": lambda w: BasisPursuit("1/4", weights=w),
    "lasso": lambda w: Lasso("1/2", weights=w),
    "sr-lasso": lambda w: SquareRootLasso("1/2", weights=w),
    "lp": LinearProgram,
}
Document = dict[str, Any]
HALF = Fraction(1, 2)
OFFSETS = (Fraction(1, 64), Fraction(1, 64), Fraction(1, 100))


def constant(data: ProblemData) -> list[int]:
    return [0] * data.shape[1]


def reader(depth: int) -> Callable[[ProblemData], list[Fraction]]:
    """Return an algorithm that reads everything and splits the answer among equal columns."""

    def reads(data: ProblemData) -> list[Fraction]:
        m, N = data.shape
        A = [[data.A.query(i, j, depth) for j in range(N)] for i in range(m)]
        y = [data.y.query(i, depth // 2) for i in range(m)]
        return [y[0] * A[0][j] / sum(v * v for v in A[0]) for j in range(N)]

    return reads


def tied() -> dict[str, Document]:
    """Return what the adversary finds, for all problems, shapes and ways of answering."""
    found = {}
    ways = itertools.cycle(
        zip(
            (constant, reader(6), reader(40), reader(13), reader(300)),
            (exact, scattered(1), alternating, nearest_dyadic, exact),
        )
    )
    shapes = itertools.product((None, (1, 3, 2, 1)), ((1, 2), (2, 2), (1, 3), (2, 3)))
    for (weights, (m, q)), name in itertools.product(shapes, PROBLEMS):
        algorithm, answers = next(ways)
        problem = PROBLEMS[name](weights and weights[: m + q - 1])
        size = {"digits": 1 + m, "columns": q, "rows": m}
        outcome = refute(algorithm, problem=problem, answers=answers, **size)
        assert isinstance(outcome, Refuted)
        found[f"{name} {m}x{q} {'weighted' if weights else ''}"] = outcome.certificate.document()
    for name in ("bp", "lasso", "sr-lasso", "lp"):  # the tie and a block: two or three non-zeros
        block = {"block_right": ("1/3", "2"), "block_entry": 2, "centre_entry": 2}
        problem = PROBLEMS[name](None)
        family = TieFamily(problem=problem, digits=1, columns=2, right=2, **block)
        gap = Fraction(1, 64)
        given = family.raised(1, gap), family.minimiser(1, gap), family.witness(1, gap)
        found[f"{name} block"] = certificate(problem, *given).document()
    return found


def planted() -> dict[str, Document]:
    """Return certificates of instances without a tie, r = y - A x given by the witness p."""
    third, half = Fraction(1, 3), HALF
    unit = (third, 2 * third, 2 * third)  # A^T p = (1, 1, 1/3, 2/3) in the wide matrix
    wide = [[1, 1, 1, 0], [1, 0, -1, "1/2"], [0, 1, 1, "1/2"]]
    flat = (Fraction(3, 5), Fraction(4, 5))  # (1, 1, 1, 7/10) in the next
    pair = [["5/3", 1, -1, "1/2"], [0, "1/2", 2, "1/2"]]
    down = [[-1, 0, 1, 0], [0, 1, 1, 1]]
    short = tuple(v / 2 for v in flat)
    cases: list[tuple[Any, Any, list[Any], Sequence[Any], Any]] = [
        (lambda w: SquareRootLasso(1), wide, [2, 3, 0, 0], unit, 3),
        (lambda w: SquareRootLasso(1, weights=w), wide, [2, 0, 0, 0], unit, half),
        (lambda w: SquareRootLasso(1, weights=w), pair, [0, half, 0, 0], flat, 5),
        (lambda w: SquareRootLasso(2), pair, [0, 0, 0, 0], flat, 5),
        (lambda w: SquareRootLasso(half, weights=w), pair, [0, half, 3, 0], short, 0),
        (lambda w: BasisPursuit(half, weights=w), pair, [3, 0, 1, 0], flat, half),
        (lambda w: BasisPursuit(3), wide, [half, 1, 0, 0], unit, 3),
        (lambda w: BasisPursuit(5, weights=w), pair, [0, 0, 0, 0], flat, 5),
        (lambda w: BasisPursuit(6), pair, [0, 0, 0, 0], flat, 5),
        (lambda w: BasisPursuit(weights=w), pair, [1, 0, 1, 0], flat, 0),
        (lambda w: BasisPursuit(), wide, [1, third, 0, 0], unit, 0),
        (lambda w: Lasso(1), wide, [1, third, 0, 0], unit, half),
        (lambda w: Lasso(1, weights=w), pair, [0, 1, 2, 0], flat, half),
        (lambda w: Lasso(2), pair, [0, 0, 0, 0], flat, half),
        (LinearProgram, pair, [1, 0, 2, 0], flat, 0),
        (lambda w: LinearProgram((1, 2, third, -half)), wide, [0, 0, 0, 0], (0, 0, -2), 0),
        (lambda w: LinearProgram((-1, 1, 1, 1)), down, [2, 0, 0, 0], (1, -1), 0),
    ]
    found = {}
    for k, (make, A, x, p, rho) in enumerate(cases):
        problem: Problem = make([1 if v else 2 for v in x])
        image = [sum(Fraction(a) * b for a, b in zip(row, x)) for row in A]
        instance = Instance.from_dense(A, [a + rho * b for a, b in zip(image, p)])
        given = p if is_minimiser(problem, instance, x, p) else (0,) * len(p)
        found[f"planted {k} {problem.name}"] = certificate(problem, instance, x, given).document()
    return found


def certificate(
    problem: Problem, instance: Instance, x: Any, p: Any, off: Fraction = OFFSETS[0]
) -> Certificate:
    """Return the certificate of a slightly wrong output after a few arbitrary answers."""
    x, ask = tuple(map(Fraction, x)), instance.oracle(scattered(7, bits=4))
    m, N = instance.shape
    queries = [("A", 0, 0, 3), ("y", m - 1, 9), ("A", m - 1, N - 1, 0)]
    return Certificate(
        digits=2,
        problem=problem,
        instance=instance,
        transcript=tuple(Query(e, n, ask(e, n)) for *e, n in queries),
        output=(x[0] - off, *x[1:]),
        x=x,
        witness=tuple(map(Fraction, p)),
    )


@cache
def true_documents() -> dict[str, Document]:
    documents = tied() | planted()
    return {name: {**document, "about": {}} for name, document in documents.items()}


# -- mutation -----------------------------------------------------------------------------------
