"""Arguments ``path`` and ``basis`` from proposed supports, and what they enclose.

The enclosure is computed by the checkers' own functions: what is found here, they will find.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from operator import mul
from types import ModuleType
from typing import Any

import numpy as np

from computable.exact import Vector
from computable.problem import BasisPursuit, Lasso, LinearProgram, Problem, SquareRootLasso
from computable.recovery.box import Box
from computable.recovery.proposed_basis import Basis
from computable.recovery.refine import refined
from computable.recovery.rounding import Array
from proofs import checker_basis, checker_path
from proofs.arguments import BasisArgument, PathArgument, scaled, shortened

__all__ = ["Enclosure", "basis_argument", "enclosed", "from_floats", "path_argument", "weights_of"]


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """*Proved:* every minimiser of every instance of the box lies here.

    Attributes
    ----------
    entries : mapping of column to (midpoint, radius)
        In units of ``2**-bits``.
    rest : int
        A bound of the l1 norm of the other entries, in the same units.
    """

    bits: int
    entries: dict[int, tuple[int, int]]
    rest: int

    def squared_distance(self, point: Vector) -> tuple[Fraction, Fraction]:
        """Return bounds of the squared l2 distance of a point from every minimiser in here."""
        unit, low, high = Fraction(1, 1 << self.bits), Fraction(0), Fraction(0)
        off = sum((v * v for j, v in enumerate(point) if v and j not in self.entries), low)
        root = Fraction(_root(off, self.bits), 1 << self.bits)
        for j, (middle, radius) in self.entries.items():
            gap = abs(point[j] - middle * unit)
            low += max(Fraction(0), gap - radius * unit) ** 2
            high += (gap + radius * unit) ** 2
        rest = self.rest * unit
        return low + max(Fraction(0), root - rest) ** 2, high + (root + unit + rest) ** 2


def path_argument(
    problem: Problem, box: Box, support: list[int], signs: str, bits: int
) -> PathArgument | None:
    """Return the argument for this support; ``None`` if its columns look dependent."""
    instance = box.instance
    columns = [_integers(_dense(instance.columns[j], box.shape[0]), bits) for j in support]
    y = _integers(instance.y, bits)
    gram = [[sum(map(mul, u, v)) >> bits for v in columns] for u in columns]
    inverse = _inverse(gram, bits)
    if inverse is None:
        return None
    weights = weights_of(problem, box.shape[1])
    signed = (weights[j] if s == "+" else -weights[j] for s, j in zip(signs, support, strict=True))
    base = refined(gram, inverse, [sum(map(mul, u, y)) >> bits for u in columns], bits)
    slope = refined(gram, inverse, _integers(tuple(signed), bits), bits)
    return PathArgument(
        bits=bits,
        support=tuple(support),
        signs=signs,
        base=scaled(base, bits),
        slope=scaled(slope, bits),
        inverse=shortened(inverse, bits),
    )


def basis_argument(
    problem: Problem,
    box: Box,
    basis: list[int],
    dual: Vector,
    bits: int,
    free: list[int] | None = None,
) -> BasisArgument | None:
    """Return the argument for this basis; ``None`` if its columns look dependent."""
    dual = tuple(Fraction(0) if j in (free or ()) else g for j, g in zip(basis, dual, strict=True))
    instance = box.instance
    columns = [_integers(_dense(instance.columns[j], box.shape[0]), bits) for j in basis]
    rows = [list(row) for row in zip(*columns, strict=True)]
    inverse = _inverse(rows, bits)
    if inverse is None:
        return None
    return BasisArgument(
        bits=bits,
        basis=tuple(basis),
        dual=dual,
        free=tuple(free or ()),
        point=scaled(refined(rows, inverse, _integers(instance.y, bits), bits), bits),
        witness=scaled(refined(columns, inverse.T, _integers(dual, bits), bits), bits),
        inverse=_lengthened(rows, inverse, bits) if free else shortened(inverse, bits),
    )


def from_floats(problem: Problem, box: Box, proposed: Basis, bits: int) -> BasisArgument | None:
    """Return the argument for a basis that was proposed in floating point."""
    weights = weights_of(problem, box.shape[1])
    columns = proposed.columns.tolist()
    dual = []
    for j, value, on in zip(columns, proposed.dual.tolist(), proposed.on_support, strict=True):
        exact = weights[j] if isinstance(problem, LinearProgram) or value > 0 else -weights[j]
        dual.append(exact if on else Fraction(value))
    return basis_argument(problem, box, columns, tuple(dual), bits)


def enclosed(problem: Problem, box: Box, argument: PathArgument | BasisArgument) -> Enclosure | str:
    """Return what the argument proves, or why it proves nothing."""
    path = isinstance(argument, PathArgument)
    checker: ModuleType = checker_path if path else checker_basis
    m, N = box.shape
    checker.SPENT[0] = 0.0
    do = checker.Arithmetic(argument.bits)
    try:
        columns = []
        for j, column in enumerate(box.instance.columns):
            pairs = zip(_dense(column, m), (box.radius(("A", i, j)) for i in range(m)), strict=True)
            columns.append(checker.vector(do.ball(*map(_pair(checker), pair)) for pair in pairs))
        y = checker.vector(
            do.ball(*map(_pair(checker), (v, box.radius(("y", i)))))
            for i, v in enumerate(box.instance.y)
        )
        judge = checker.path if path else checker.basis
        entries, rest = judge(
            do, _stated(problem, N, checker), columns, y, _given(argument, checker)
        )
    except checker.No as no:
        return str(no.args[1])
    return Enclosure(bits=argument.bits, entries=entries, rest=rest)


def _given(argument: PathArgument | BasisArgument, checker: ModuleType) -> dict[str, Any]:
    """Return the argument as the checker reads it from the file."""
    read = _pair(checker)
    given: dict[str, Any] = {"inverse": [list(map(read, row)) for row in argument.inverse]}
    if isinstance(argument, PathArgument):
        given |= {"support": list(argument.support), "signs": argument.signs}
        long = {"base": argument.base, "slope": argument.slope}
    else:
        given |= {"basis": list(argument.basis), "free": list(argument.free)}
        long = {"dual": argument.dual, "point": argument.point, "witness": argument.witness}
    return given | {name: list(map(read, values)) for name, values in long.items()}


def _stated(problem: Problem, length: int, checker: ModuleType) -> tuple[Any, ...]:
    read = _pair(checker)
    epsilon = problem.epsilon if isinstance(problem, BasisPursuit) else Fraction(0)
    factor = problem.lam if isinstance(problem, (Lasso, SquareRootLasso)) else Fraction(1)
    return problem.name, read(epsilon), read(factor), list(map(read, weights_of(problem, length)))


def weights_of(problem: Problem, length: int) -> Vector:
    """Return weights or costs: the dual bounds without lam."""
    if isinstance(problem, LinearProgram) or problem.weights is None:
        given = problem.cost if isinstance(problem, LinearProgram) else None
        return given if given is not None else (Fraction(1),) * length
    return problem.weights


def _pair(checker: ModuleType) -> Any:
    return lambda value: checker.Rational(value.numerator, value.denominator)


def _dense(column: tuple[tuple[int, Fraction], ...], length: int) -> Vector:
    entries = dict(column)
    return tuple(entries.get(i, Fraction(0)) for i in range(length))


def _integers(values: Vector, bits: int) -> list[int]:
    return [(v.numerator << bits) // v.denominator for v in values]


def _inverse(rows: list[list[int]], bits: int) -> Array | None:
    """Return an inverse in float64 of a matrix in units of ``2**-bits``."""
    try:
        matrix = np.array([[v / (1 << bits) for v in row] for row in rows]).reshape(
            len(rows), len(rows)
        )
        inverse: Array = np.linalg.inv(matrix)
    except (np.linalg.LinAlgError, OverflowError):
        return None
    return inverse if np.isfinite(inverse).all() else None


def _lengthened(rows: list[list[int]], inverse: Array, bits: int) -> tuple[Vector, ...]:
    """Return the inverse to full length: a free dual value is multiplied by its error."""
    m = len(rows)
    units = ([(1 << bits) * (i == k) for i in range(m)] for k in range(m))
    columns = [scaled(refined(rows, inverse, unit, bits), bits) for unit in units]
    return tuple(zip(*columns, strict=True))


def _root(square: Fraction, bits: int) -> int:
    return isqrt((square.numerator << 2 * bits) // square.denominator)
