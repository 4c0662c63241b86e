"""Arguments for a whole box, suggested by the exact minimiser of its centre.

Floats are too short to tell columns of a deep tie apart; the centre's minimiser is exact. Where it
solves the system, entries as small as the noise may have any dual value (``free``), or a fixed one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from computable.problem import LinearProgram, Problem, SquareRootLasso
from computable.recovery.box import Box
from computable.recovery.columns import independent_columns
from computable.recovery.exact_proposal import basis_of, support_of
from computable.recovery.face import all_minimisers
from computable.recovery.pair import Pair
from computable.recovery.proposed_basis import Basis, propose_basis
from computable.recovery.proposing import if_floats_can
from computable.recovery.solve_exact import exact_pair, float_weights
from proofs.arguments import BasisArgument, PathArgument
from proofs.enclosing import basis_argument, from_floats, path_argument, weights_of

__all__ = ["arguments_of_centre"]


def arguments_of_centre(
    problem: Problem, box: Box, bits: int
) -> Iterator[PathArgument | BasisArgument]:
    """Yield arguments that the centre of the box suggests."""
    pair = exact_pair(problem, box)
    if not isinstance(pair, Pair):
        return
    linear = isinstance(problem, LinearProgram) or getattr(problem, "epsilon", None) == 0
    fits = not any(box.instance.residual(pair.x))
    if not linear:
        path = path_argument(problem, box, *support_of(pair.x), bits)
        if path is not None:
            yield path
    if linear or (isinstance(problem, SquareRootLasso) and fits):
        yield from _bases(problem, box, pair, bits)
    elif isinstance(problem, SquareRootLasso) and not box.exact:
        yield from _nearly_solved(problem, box, pair, bits)


def _bases(problem: Problem, box: Box, pair: Pair, bits: int) -> Iterator[BasisArgument]:
    """Yield the basis of the centre's minimiser: entries as small as the noise are free or zero."""
    face = all_minimisers(problem, box.instance, pair)
    found = basis_of(problem, box.instance, face)
    argument = None if found is None else basis_argument(problem, box, *found, bits)
    if found is None or argument is None:
        return
    basis, dual = found
    signs = _signs(box, argument)
    support = {j for s, j in zip(signs, basis, strict=True) if s}
    if all(signs) or isinstance(problem, LinearProgram):
        yield argument
        return
    yield from _with_signs(problem, box, basis, signs, bits)
    inside = tuple(g if s else Fraction(0) for s, g in zip(signs, dual, strict=True))
    zero = basis_argument(problem, box, basis, inside, bits)
    if zero is not None:
        yield zero
    yield argument
    start = [v if j in support else Fraction(0) for j, v in enumerate(face.x)]
    proposed = if_floats_can(lambda: _from_point(problem, box, start))
    flat = None if proposed is None else from_floats(problem, box, proposed, bits)
    if flat is not None:
        yield flat


def _from_point(problem: Problem, box: Box, x: list[Fraction]) -> Basis | None:
    """Return the basis that floats propose from a point."""
    if box.floats is None:
        return None
    A, y, _ = box.floats
    weights = float_weights(problem, box.shape[1])
    return propose_basis(problem, A, y, weights=weights, start=np.array([float(v) for v in x]))


def _nearly_solved(problem: Problem, box: Box, pair: Pair, bits: int) -> Iterator[BasisArgument]:
    """Yield a basis if the minimiser misses the system by no more than the data are uncertain."""
    order = if_floats_can(lambda: _by_slack(problem, box, pair))
    if order is None:
        return
    m, unsigned = box.shape[0], None
    basis = independent_columns(box.instance.columns, m, order)
    if len(basis) == m:
        unsigned = basis_argument(problem, box, basis, (Fraction(0),) * len(basis), bits)
    if unsigned is not None:
        yield from _with_signs(problem, box, basis, _signs(box, unsigned), bits)


def _by_slack(problem: Problem, box: Box, pair: Pair) -> list[int] | None:
    """Return the support, then the other columns by slack; ``None`` if the residual is no noise."""
    instance, weights = box.instance, float_weights(problem, box.shape[1])
    x = [float(v) for v in pair.x]
    noise = 8 * float(box.largest) * (1 + sum(map(abs, x)))
    if any(abs(float(r)) > noise for r in instance.residual(pair.x)):
        return None
    c = [abs(float(v)) / w for v, w in zip(instance.adjoint(pair.witness), weights, strict=True)]
    return sorted(range(len(x)), key=lambda j: (not x[j], c[j]))


def _with_signs(
    problem: Problem, box: Box, basis: list[int], signs: list[int], bits: int
) -> Iterator[BasisArgument]:
    """Yield the basis with these signs; where they are 0, the dual value is free."""
    weights = weights_of(problem, box.shape[1])
    dual = tuple(s * weights[j] for s, j in zip(signs, basis, strict=True))
    free = [j for s, j in zip(signs, basis, strict=True) if not s]
    argument = basis_argument(problem, box, basis, dual, bits, free)
    if argument is not None:
        yield argument


def _signs(box: Box, argument: BasisArgument) -> list[int]:
    """Return the signs of the basic solution; 0 where the data are too uncertain for it."""
    size = box.largest * 2 * (1 + sum(map(abs, argument.point)))
    noise = [sum(map(abs, row), Fraction(0)) * size for row in argument.inverse]
    return [(v > e) - (v < -e) for v, e in zip(argument.point, noise, strict=True)]
