"""The distance to ill-posedness of an instance, bounded from both sides.

It is the greatest lower bound of all delta such that an instance that differs by at most delta, in
every entry of A and of y, has more than one minimiser or none. (Renegar, Math. Program. 1995, for
linear programs: 1 over a relative distance of this kind is a condition number.)

*Above:* a near instance that is ill-posed, see :mod:`computable.recovery.ill_posedness`.

*Below:* a radius within which every instance has exactly one minimiser, since its support or its
basis stays (:mod:`~computable.recovery.stable_support`, :mod:`~computable.recovery.stable_basis`).

*Checked:* a smaller radius, for which the checkers' own intervals accept the argument ``path`` or
``basis`` (FORMAT.md) on the whole box. It is about what the honest solver needs. That says the same
in another way: ``path`` makes x(t) the only minimiser as it stands; ``basis`` does if T is empty,
that is, if every basic column attains its dual bound or is free. For then kappa = 0, so that every
minimiser is u*; and there is one, because the system can be solved and the weights are positive,
or, for a linear program, because u* is feasible and so is p*.

A proof for a radius serves for all smaller ones, so any radius at which one is found will do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.exact import ceil_log2
from computable.inputs import as_given
from computable.problem import Instance, LinearProgram, Problem, SquareRootLasso
from computable.recovery.box import Box
from computable.recovery.exact_proposal import basis_of, support_of
from computable.recovery.ill_posed_examples import largest
from computable.recovery.ill_posedness import Evidence, nearest_ill_posed
from computable.recovery.minimisers import Minimisers
from computable.recovery.solve_exact import solve_exact
from computable.recovery.stable_basis import StableBasis
from computable.recovery.stable_support import StableSupport
from proofs.enclosing import basis_argument, enclosed, path_argument

__all__ = ["IllPosedness", "ill_posedness"]

STEPS = 8
"""How many radii there are in each octave: the lower bounds have 3 bits."""
DEEPEST = 4096
"""A lower bound that is smaller by so many bits than the first radius is not looked for."""
SPARE = 64
"""Bits of the intervals beyond those of the radius."""


@dataclass(frozen=True, kw_only=True, repr=False)
class IllPosedness:
    """*Proved:* the distance to ill-posedness lies in [lower, upper].

    Attributes
    ----------
    lower : Fraction
        Every instance within it, entry by entry, has exactly one minimiser; 0 if the instance
        itself is ill-posed, or if nothing was proved.
    checked : Fraction
        The same, as far as the checkers' intervals accept it.
    upper : Fraction or None
        ``None`` if no ill-posed instance was found.
    example : Instance or None
        Ill-posed, with an entry that differs by ``upper``.
    evidence : Evidence or None
        Of the example: a face of minimisers that is not a point, by its ``dimension`` and
        ``vertices()``; or a vector that proves that there is no minimiser.
    """

    lower: Fraction
    checked: Fraction
    upper: Fraction | None
    example: Instance | None
    evidence: Evidence | None

    def __repr__(self) -> str:
        above = "unknown" if self.upper is None else _text(self.upper)
        return f"IllPosedness({_text(self.lower)} to {above})"


def ill_posedness(problem: Problem, A: Any, y: Any = None) -> IllPosedness:
    """Bound the distance to the nearest instance with more than one minimiser or none.

    Parameters
    ----------
    problem : Problem
        Its parameters (lam, epsilon, weights, cost) stay as they are.
    A : shape (m, N), or an Instance
        In any form that :func:`computable.inputs.as_given` takes; a float is the binary number
        that it is.
    y : shape (m,)

    Returns
    -------
    IllPosedness
        Of an instance that is ill-posed itself: 0 and 0. The lower bound is positive if the dual
        inequalities off the support are strict and, for basis pursuit and linear programs, the
        minimiser has m non-zeros, or (not linear programs) the inequalities stay strict for any
        dual values where a basis has its zeros. Otherwise nothing may be proved.

    Raises
    ------
    DomainError
        If the data are no finite numbers or do not fit; if epsilon > 0 is exactly the least
        possible misfit.

    Examples
    --------
    >>> from computable import BasisPursuit, Lasso
    >>> ill_posedness(BasisPursuit(), [[1, "1.0625"]], [1])
    IllPosedness(2.93e-02 to 3.12e-02)
    >>> found = ill_posedness(Lasso("1/4"), [[2, 1], [0, 1]], [3, 1])
    >>> found, found.evidence.dimension
    (IllPosedness(1.72e-01 to 5.00e-01), 1)
    """
    found = solve_exact(problem, A, y)
    zero = Fraction(0)
    if not isinstance(found, Minimisers) or not found.unique:
        return IllPosedness(
            lower=zero,
            checked=zero,
            upper=zero,
            example=as_given(A, y).instance(),
            evidence=found.face if isinstance(found, Minimisers) else found,
        )
    near = nearest_ill_posed(problem, found)
    first = _first(found.instance, None if near is None else near.distance)
    below = _on_basis if _fits(problem, found) else _on_support
    lower, checked = below(problem, found, first)
    return IllPosedness(
        lower=max(lower, checked),
        checked=checked,
        upper=None if near is None else near.distance,
        example=None if near is None else near.instance,
        evidence=None if near is None else near.evidence,
    )


def _fits(problem: Problem, found: Minimisers) -> bool:
    """Tell whether the problem wants ``A x = y``, or the minimiser of square-root LASSO has it."""
    if isinstance(problem, SquareRootLasso):
        return not any(found.instance.residual(found.x))
    return isinstance(problem, LinearProgram) or getattr(problem, "epsilon", None) == 0


def _on_support(problem: Problem, found: Minimisers, first: int) -> tuple[Fraction, Fraction]:
    """Return ``lower`` and ``checked`` by the support."""
    instance, given = found.instance, as_given(found.instance)
    support, signs = support_of(found.x)
    stable = StableSupport.of(problem, instance, support, [int(s + "1") for s in signs])

    def accepted(radius: Fraction) -> bool:
        box = Box(given=given, A_radius=radius, y_radius=radius)
        argument = path_argument(problem, box, support, signs, _bits(instance, radius))
        return argument is not None and not isinstance(enclosed(problem, box, argument), str)

    lower = Fraction(0) if stable is None else _largest(stable.stays, first)
    return lower, _largest(accepted, first)


def _on_basis(problem: Problem, found: Minimisers, first: int) -> tuple[Fraction, Fraction]:
    """Return ``lower`` and ``checked`` by a basis; where signs are doubtful it becomes free."""
    instance, given = found.instance, as_given(found.instance)
    proposed, lower = basis_of(problem, instance, found.face), Fraction(0)
    if proposed is None:
        return lower, lower
    columns, dual = proposed
    one_sided = isinstance(problem, LinearProgram)
    signs = [1 if one_sided or g > 0 else -1 for g in dual]
    free = more = [j for j in columns if not found.x[j]]
    if one_sided and free:
        return lower, lower
    while True:
        stable = StableBasis.of(problem, instance, columns, signs, free=more)
        radius = Fraction(0) if stable is None else _largest(stable.stays, first)
        if stable is None or radius < lower or not radius:
            break
        free, lower = more, radius
        doubtful = stable.doubtful(radius * (1 + Fraction(2, STEPS)))
        if one_sided or not doubtful:
            break
        more = [*free, *doubtful]

    def accepted(radius: Fraction) -> bool:
        box = Box(given=given, A_radius=radius, y_radius=radius)
        bits = _bits(instance, radius)
        argument = basis_argument(problem, box, columns, dual, bits, free)
        if argument is None:
            return False
        enclosure = enclosed(problem, box, argument)
        # T is empty if all of the basis is enclosed on its own
        return not isinstance(enclosure, str) and set(enclosure.entries) == set(columns)

    return lower, _largest(accepted, first)


def _largest(proves: Callable[[Fraction], bool], first: int) -> Fraction:
    """Return the largest radius found on the grid, going down in steps that double, then up."""
    over, step = first + 1, 1
    while not proves(_grid(over - step)):
        over, step = over - step, 2 * step
        if first - over + step > DEEPEST * STEPS:
            return Fraction(0)
    below = over - step
    while over - below > 1:
        middle = (below + over) // 2
        if proves(_grid(middle)):
            below = middle
        else:
            over = middle
    return _grid(below)


def _first(instance: Instance, upper: Fraction | None) -> int:
    """Return the number of the largest radius below the upper bound, or above all entries."""
    if upper is None:
        return STEPS * (ceil_log2(_size(instance)) + 1)
    n = STEPS * ceil_log2(upper)
    while _grid(n) >= upper:
        n -= 1
    return n


def _grid(n: int) -> Fraction:
    """Return radius n: ``(8 + n mod 8) 2**(n // 8 - 3)``."""
    octave, part = divmod(n, STEPS)
    return Fraction(STEPS + part, STEPS) * Fraction(2) ** octave


def _bits(instance: Instance, radius: Fraction) -> int:
    """Return how many bits the intervals need, for the radius and for the numbers."""
    return SPARE + max(0, -ceil_log2(radius)) + max(0, ceil_log2(_size(instance)))


def _size(instance: Instance) -> Fraction:
    return largest([*instance.y, *(v for column in instance.columns for _, v in column)])


def _text(value: Fraction) -> str:
    if value and not Fraction(1, 10**300) < value < 10**300:
        return f"2^{ceil_log2(value)}"
    return f"{float(value):.2e}" if value else "0"
