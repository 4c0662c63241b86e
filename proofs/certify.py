"""How many digits of a given answer are right: a proof, whichever way it turns out.

Three ways, the cheapest first: float64 with proved rounding bounds, the checkers' own intervals
with as many bits as are wanted, and exact arithmetic. All of them prove something about *every*
minimiser, so what is said is a theorem about the data, not a comparison with another solver.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from computable.errors import DomainError, Rejected
from computable.exact import Vector
from computable.inputs import as_point, solution_of
from computable.problem import BasisPursuit, LinearProgram, Problem, SquareRootLasso, norm_squared
from computable.recovery.active_set import propose_support
from computable.recovery.box import Box
from computable.recovery.float_basis import enclose_on_basis
from computable.recovery.float_path import enclose_on_path
from computable.recovery.minimisers import Minimisers
from computable.recovery.on_path import InfeasibleBall
from computable.recovery.pair import Pair
from computable.recovery.proposed_basis import Basis, propose_basis
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
from proofs.distance import Distance
from proofs.enclosing import enclosed, from_floats, path_argument
from proofs.given_answer import GivenAnswer, MakeArgument
from proofs.outcome import Certified, Refuted, Unknown

__all__ = ["certify"]

MOST_DIGITS = 100_000
LARGE = 30_000_000
"""``m N min(m, N)`` from which exact arithmetic is not tried unasked: it would take minutes."""


def certify(
    problem: Problem,
    A: Any,
    y: Any,
    x_hat: Any,
    *,
    digits: int | None = None,
    A_error: Any = 0,
    y_error: Any = 0,
    depth: int = 64,
    exact: bool | None = None,
) -> Certified | Refuted | Unknown:
    """Prove how many digits of an answer are right, or that none is.

    Parameters
    ----------
    problem : Problem
        With its exact parameters. (scikit-learn's ``Lasso(alpha)`` is ``Lasso(2 m alpha)`` here.)
    A : shape (m, N)
        NumPy, lists, pandas, sparse; floats are taken as exactly the numbers that they are. An
        Instance (then y is ``None``). Or an oracle, ``data.A``, together with ``y = data.y``: read
        within ``2**-depth``.
    y : shape (m,)
    x_hat : shape (N,), or the result of scikit-learn, SciPy or CVXPY
        The answer.
    digits : int >= 1, optional
        K: the claim is an l2 distance of at most ``10**-K`` from a minimiser.
    A_error, y_error : number >= 0, or array
        Error bars of the entries: what is proved holds for all data within them. (Of centred data
        they are those of the centred numbers.)
    depth : int
        For oracles.
    exact : bool, optional
        Whether to solve the instance exactly if all else fails; by default if it is not large.

    Returns
    -------
    Certified
        With ``digits``: the answer has them, on all of the data's instances. Without: the most
        digits, at least 1, that could be proved.
    Refuted
        Proved: it does not have ``digits`` digits (without ``digits``: not even one).
    Unknown
        Neither is proved; ``reason`` says what would help.

    Raises
    ------
    DomainError
        If data, answer or parameters are out of range or do not fit.

    Examples
    --------
    >>> from computable import Lasso
    >>> A, y = [[1.0, 0.5], [0.0, 1.0]], [1.0, 0.0]
    >>> certify(Lasso("1/2"), A, y, [0.75, 0.001])
    Certified: 2 digits, error between 1.00e-03 and 1.00e-03
    >>> certify(Lasso("1/2"), A, y, [0.75, 0.001], digits=6)
    Refuted: not 6 digits, error between 1.00e-03 and 1.00e-03
    >>> certify(Lasso("1/2"), A, y, [0.75, 0.001], y_error="1e-4").digits
    2
    """
    if not isinstance(problem, Problem):
        raise DomainError(f"problem: got {type(problem).__name__}, need a problem")
    if digits is not None and (
        not isinstance(digits, int) or isinstance(digits, bool) or not 1 <= digits <= MOST_DIGITS
    ):
        raise DomainError(f"digits: got {digits!r}, need an integer from 1 to {MOST_DIGITS}")
    if hasattr(A, "query"):
        box = Box.of_oracles(A, y, depth)
    else:
        box = Box.around(A, y, A_error=A_error, y_error=y_error)
    problem.bounds(box.shape[1])  # the weights fit
    floats, output = as_point(solution_of(x_hat, box.shape[1]), box.shape[1])
    start = np.array([float(v) for v in output]) if floats is None else floats
    best: Found | None = None
    reasons: list[str] = []
    for found in _attempts(problem, box, output, start, digits, reasons, exact):
        if best is None or found.distance.width < best.distance.width:
            best = found
        if found.distance.settles(digits):
            break
    return _outcome(problem, box, output, digits, best, reasons)


class Found(NamedTuple):
    """A proved distance, and the argument that proves it (made when it is asked for)."""

    distance: Distance
    argument: Argument | MakeArgument


def _outcome(
    problem: Problem,
    box: Box,
    output: Vector,
    digits: int | None,
    best: Found | None,
    reasons: list[str],
) -> Certified | Refuted | Unknown:
    why = reasons[-1] if reasons else "nothing could be enclosed"
    if best is None:
        return Unknown(reason=why)
    distance = best.distance
    most = digits
    if most is None:
        most = MOST_DIGITS if not distance.upper else min(distance.digits or 0, MOST_DIGITS)
    claim = partial(GivenAnswer, problem=problem, box=box, output=output, argument=best.argument)
    if most >= 1 and distance.has(most):
        return Certified(certificate=claim(right=True, digits=most), digits=most, distance=distance)
    least = digits or 1
    if distance.lacks(least):
        return Refuted(
            certificate=claim(right=False, digits=least), digits=least, distance=distance
        )
    needed = f"the error is between {distance}"
    return Unknown(reason=f"{needed}; {why}" if reasons else needed, distance=distance)


def _attempts(
    problem: Problem,
    box: Box,
    output: Vector,
    start: Array,
    digits: int | None,
    reasons: list[str],
    exact: bool | None,
) -> Iterator[Found]:
    """Yield what is proved, way after way."""
    proposals = list(_proposals(problem, box, start))
    for proposal in proposals:
        if found := _by_floats(problem, box, proposal, start, digits):
            yield found
    for proposal in proposals:
        for bits in _precisions(problem, box, digits):
            argument = _argument(problem, box, proposal, bits)
            if argument is None:
                continue
            enclosure = enclosed(problem, box, argument)
            if isinstance(enclosure, str):
                reasons.append(_helped(enclosure, box))
            else:
                yield Found(Distance.of_squares(*enclosure.squared_distance(output)), argument)
    if box.exact:
        yield from _exactly(problem, box, output, start, reasons, exact)


def _exactly(
    problem: Problem,
    box: Box,
    output: Vector,
    start: Array,
    reasons: list[str],
    exact: bool | None,
) -> Iterator[Found]:
    """Yield the exact distance, if the set of minimisers is rational."""
    m, N = box.shape
    if exact is False:
        return
    if exact is None and m * N * min(m, N) > LARGE:
        reasons.append("exact arithmetic was not tried; exact=True tries it, however long it takes")
        return
    pair = exact_pair(problem, box, start=start)
    if not isinstance(pair, Pair):
        reasons.append(f"there is no minimiser: the problem is {_none(pair)} (proved)")
        return
    found = Minimisers(problem=problem, instance=box.instance, x=pair.x, witness=pair.witness)
    if not found.rational:
        reasons.append("an irrational minimiser at which a dual inequality is (nearly) an equality")
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
    if box.exact:
        return f"near a tie: {told}"
    return f"with these error bars {told}: smaller ones (or deeper oracles) would help"


def _none(found: Infeasible | InfeasibleBall | Unbounded) -> str:
    return "unbounded" if isinstance(found, Unbounded) else "infeasible"


Proposal = tuple[list[int], str] | Basis


def _proposals(problem: Problem, box: Box, start: Array) -> Iterator[Proposal]:
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


def _by_floats(
    problem: Problem, box: Box, proposal: Proposal, start: Array, digits: int | None
) -> Found | None:
    """Prove what float64 can prove."""
    assert box.floats is not None
    A, y, radius = box.floats
    weights = float_weights(problem, box.shape[1])
    if not moderate(A, y, weights, start):
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
    scale = 0
    if box.floats is not None:
        A, y, _ = box.floats
        lam = float(getattr(problem, "lam", 1))
        sizes = [float(np.abs(v).max()) for v in (A, y)] + [lam]
        scale = max(0, *(-int(np.log2(s)) for s in sizes if s))
    least = 128 + 4 * (digits or 12) + 4 * scale
    return [least, 2 * least, 4 * least]
