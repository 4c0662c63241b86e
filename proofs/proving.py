"""Three ways to prove how far an answer is from the minimisers, the cheapest first.

Float64 with proved rounding bounds; the checkers' own intervals, with as many bits as are wanted;
exact arithmetic. Floats also propose the supports and bases that are then proved.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import NamedTuple

import numpy as np

from computable.errors import Rejected
from computable.exact import Vector, ceil_log2
from computable.problem import BasisPursuit, LinearProgram, Problem, SquareRootLasso, norm_squared
from computable.recovery.active_set import propose_support
from computable.recovery.box import Box
from computable.recovery.exact_proposal import support_of
from computable.recovery.float_basis import enclose_on_basis
from computable.recovery.float_path import enclose_on_path
from computable.recovery.minimisers import Minimisers
from computable.recovery.on_path import InfeasibleBall
from computable.recovery.pair import Pair
from computable.recovery.proposed_basis import Basis, full_basis, propose_basis
from computable.recovery.proposing import if_floats_can
from computable.recovery.rounding import Array, moderate, norm, norm_below
from computable.recovery.simplex import Infeasible, Unbounded
from computable.recovery.solve_exact import exact_pair, float_weights
from proofs.arguments import (
    Argument,
    BasisArgument,
    Minimiser,
    PathArgument,
    Separation,
)
from proofs.centre_arguments import arguments_of_centre
from proofs.distance import Distance
from proofs.enclosing import enclosed, from_floats, path_argument
from proofs.given_answer import GivenAnswer, MakeArgument

__all__ = ["Found", "attempts"]

LARGE = 30_000_000
"""``m N min(m, N)`` from which exact arithmetic is not tried unasked: it would take minutes."""
ONE = Fraction(1)
LARGE_BOX = 200_000
"""Entries from which a box is left to float64."""


class Found(NamedTuple):
    """A proved distance, and the argument that proves it (made when it is asked for)."""

    distance: Distance
    argument: Argument | MakeArgument


def attempts(
    problem: Problem,
    box: Box,
    output: Vector,
    digits: int | None,
    reasons: list[str],
    exact: bool | None,
) -> Iterator[Found]:
    """Yield what is proved of the distance of ``output``, way after way.

    Reasons why nothing came of a way are appended to ``reasons``. Of a box that is no single
    instance float64 may prove more than the checkers' intervals can confirm, so these come first
    if it is small enough.
    """
    start = if_floats_can(lambda: np.array([float(v) for v in output]))
    proposing, proposals = _proposals(problem, box, start), list[Proposal]()
    m, N = box.shape
    while (proposal := if_floats_can(lambda: next(proposing, None))) is not None:
        proposals.append(proposal)
        if box.exact or m * N > LARGE_BOX:
            floats = if_floats_can(
                lambda chosen=proposal: _by_floats(problem, box, chosen, start, digits)  # type: ignore[misc]
            )
            if floats is not None:
                yield floats
    bits = _precisions(problem, box, digits)
    for proposal in reversed(proposals):
        arguments = (_argument(problem, box, proposal, count) for count in bits)
        yield from _improving(problem, box, output, filter(None, arguments), reasons)
    if not box.exact and not _too_large(box):
        for argument in arguments_of_centre(problem, box, bits[-1]):
            yield from _improving(problem, box, output, iter([argument]), reasons)
    if box.exact:
        yield from _exactly(problem, box, output, start, digits, reasons, exact)


def _improving(
    problem: Problem,
    box: Box,
    output: Vector,
    arguments: Iterator[PathArgument | BasisArgument],
    reasons: list[str],
) -> Iterator[Found]:
    """Yield what the arguments enclose, as long as more bits help."""
    last: Fraction | str | None = None
    for argument in arguments:
        enclosure = enclosed(problem, box, argument)
        if isinstance(enclosure, str):
            if enclosure == last:
                return
            last = enclosure
            reasons.append(_helped(enclosure, box))
            continue
        found = Found(Distance.of_squares(*enclosure.squared_distance(output)), argument)
        yield found
        width = found.distance.width
        if isinstance(last, Fraction) and 2 * width > last:
            return
        last = width


def _too_large(box: Box) -> bool:
    m, N = box.shape
    return m * N * min(m, N) > LARGE


def _exactly(
    problem: Problem,
    box: Box,
    output: Vector,
    start: Array | None,
    digits: int | None,
    reasons: list[str],
    exact: bool | None,
) -> Iterator[Found]:
    """Yield the exact distance if the set of minimisers is rational, else that of a point."""
    if exact is False:
        return
    if exact is None and _too_large(box):
        reasons.append("exact arithmetic was not tried; exact=True tries it, however long it takes")
        return
    pair = exact_pair(problem, box, start=start)
    if not isinstance(pair, Pair):
        reasons.append(f"there is no minimiser: the problem is {_none(pair)} (proved)")
        return
    found = Minimisers(problem=problem, instance=box.instance, x=pair.x, witness=pair.witness)
    if not found.rational:
        support, bits = support_of(pair.x), _precisions(problem, box, digits)
        arguments = (path_argument(problem, box, *support, count) for count in bits)
        enclosures = list(_improving(problem, box, output, filter(None, arguments), reasons))
        yield from enclosures
        if not enclosures:
            reasons.append(
                "an irrational minimiser that is not unique, or where a dual inequality is an "
                "equality: no proof of its distance is implemented"
            )
        return
    near = found.nearest(output)
    h = tuple(a - b for a, b in zip(output, near.point, strict=True))
    witness = found.face.witness

    def argument(claim: GivenAnswer) -> Argument:
        if claim.right:
            return Minimiser(x=near.point, witness=witness)
        return Separation(x=near.point, witness=witness, direction=h, multipliers=near.multipliers)

    square = norm_squared(h)
    yield Found(Distance.of_squares(square, square), argument)


def _helped(reason: str, box: Box) -> str:
    """Say what would help where an enclosure failed."""
    told = reason.removeprefix("argument: ")
    if "inverse is none" in told:
        told = "the columns used may be dependent"
    if box.exact:
        return f"near a tie: {told}"
    solvable = " (or the system is solvable, and A lacks full row rank)" * ("t^2" in told)
    return (
        f"somewhere within the error bars {told}; smaller ones (or deeper oracles) help unless it "
        f"is a tie, where minimisers are not unique{solvable}"
    )


def _none(found: Infeasible | InfeasibleBall | Unbounded) -> str:
    return "unbounded" if isinstance(found, Unbounded) else "infeasible"


Proposal = tuple[list[int], str] | Basis


def _proposals(problem: Problem, box: Box, start: Array | None) -> Iterator[Proposal]:
    """Yield supports with signs, or bases."""
    if box.floats is None:
        return
    A, y, _ = box.floats
    weights = float_weights(problem, box.shape[1])
    exact_fit = isinstance(problem, BasisPursuit) and not problem.epsilon
    if not exact_fit and not isinstance(problem, LinearProgram):
        support, signs = propose_support(problem, A, y, weights=weights, start=start)
        yield support.tolist(), "".join("+" if s > 0 else "-" for s in signs)
    if exact_fit or isinstance(problem, (LinearProgram, SquareRootLasso)):
        basis = propose_basis(problem, A, y, weights=weights, start=start)
        if basis is not None:
            yield basis
        if box.exact and not isinstance(problem, SquareRootLasso):
            full = full_basis(problem, A, y, weights=weights)
            if full is not None:
                yield full


def _by_floats(
    problem: Problem, box: Box, proposal: Proposal, start: Array | None, digits: int | None
) -> Found | None:
    """Prove what float64 can prove."""
    assert box.floats is not None
    A, y, radius = box.floats
    weights = float_weights(problem, box.shape[1])
    if start is None or not moderate(A, y, weights, start):
        return None
    x = np.zeros(box.shape[1])
    if isinstance(proposal, Basis):
        basis = enclose_on_basis(problem, A, y, *proposal, weights=weights, radius=radius)
        if basis is None:
            return None
        x[basis.columns] = basis.x
        error = basis.radius
    else:
        support, signs = np.array(proposal[0], dtype=np.intp), proposal[1]
        sides = np.array([1.0 if s == "+" else -1.0 for s in signs])
        path = enclose_on_path(problem, A, y, support, sides, weights=weights, radius=radius)
        if path is None:
            return None
        x[support] = path.x
        error = path.radius
    difference = start - x
    lost = 2.0**-52 * norm(np.abs(start) + np.abs(x)) + error
    low, high = norm_below(difference) - lost, norm(difference) + lost
    if not math.isfinite(high):
        return None
    distance = Distance(
        lower=Fraction(max(0.0, low * (1 - 1e-15))), upper=Fraction(high * (1 + 1e-15))
    )
    return Found(distance, partial(_proved, problem, box, proposal, digits))


def _proved(
    problem: Problem, box: Box, proposal: Proposal, digits: int | None, claim: GivenAnswer
) -> Argument:
    """Return an argument with enough bits for the checker to confirm the claim."""
    for bits in _precisions(problem, box, digits):
        argument = _argument(problem, box, proposal, bits)
        if argument is None:
            continue
        enclosure = enclosed(problem, box, argument)
        if isinstance(enclosure, str):
            continue
        distance = Distance.of_squares(*enclosure.squared_distance(claim.output))
        if distance.has(claim.digits) if claim.right else distance.lacks(claim.digits):
            return argument
    raise Rejected("certificate: the checker's intervals do not confirm what float64 proved")


def _argument(
    problem: Problem, box: Box, proposal: Proposal, bits: int
) -> PathArgument | BasisArgument | None:
    if not isinstance(proposal, Basis):
        return path_argument(problem, box, *proposal, bits)
    return from_floats(problem, box, proposal, bits)


def _precisions(problem: Problem, box: Box, digits: int | None) -> list[int]:
    """Return how many bits to try, one after the other."""
    sizes = [v for v in (getattr(problem, "lam", None), getattr(problem, "epsilon", None)) if v]
    sizes.append(max((abs(v) for v in box.instance.y), default=ONE) or ONE)
    entries = (abs(v) for column in box.instance.columns for _, v in column)
    sizes.append(max(entries, default=ONE))
    scale = max(0, *(ceil_log2(1 / v) for v in sizes))
    least = 128 + 4 * (digits or 12) + 4 * scale
    return [least, 2 * least, 4 * least]
