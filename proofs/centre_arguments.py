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
from computable.recovery.exact_proposal import basis_of, support_of
from computable.recovery.face import all_minimisers
from computable.recovery.pair import Pair
from computable.recovery.proposed_basis import propose_basis
from computable.recovery.proposing import if_floats_can
from computable.recovery.solve_exact import exact_pair, float_weights
from proofs.arguments import BasisArgument, PathArgument
from proofs.enclosing import basis_argument, from_floats, path_argument

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


def _bases(problem: Problem, box: Box, pair: Pair, bits: int) -> Iterator[BasisArgument]:
    """Yield the basis of the centre's minimiser: entries as small as the noise are free or zero."""
    face = all_minimisers(problem, box.instance, pair)
    found = basis_of(problem, box.instance, face)
    argument = None if found is None else basis_argument(problem, box, *found, bits)
    if found is None or argument is None:
        return
    basis, dual = found
    noise = _noise(box, argument)
    sure = [j for j, e in zip(basis, noise, strict=True) if abs(face.x[j]) > e]
    if len(sure) == len(basis) or isinstance(problem, LinearProgram):
        yield argument
        return
    free = basis_argument(problem, box, basis, dual, bits, [j for j in basis if j not in sure])
    if free is not None:
        yield free
    inside = tuple(g if j in sure else Fraction(0) for j, g in zip(basis, dual, strict=True))
    zero = basis_argument(problem, box, basis, inside, bits)
    if zero is not None:
        yield zero
    yield argument
    start = [v if j in sure else Fraction(0) for j, v in enumerate(face.x)]
    if box.floats is not None:
        A, y, _ = box.floats
        proposed = if_floats_can(
            lambda: propose_basis(
                problem,
                A,
                y,
                weights=float_weights(problem, box.shape[1]),
                start=np.array(start, dtype=np.float64),
            )
        )
        flat = None if proposed is None else from_floats(problem, box, proposed, bits)
        if flat is not None:
            yield flat


def _noise(box: Box, argument: BasisArgument) -> list[Fraction]:
    """Return about how uncertain the entries of the basic solution are."""
    size = box.largest * 2 * (1 + sum(map(abs, argument.point)))
    return [Fraction(float(sum(map(abs, row)))) * size for row in argument.inverse]
