"""Ill-posed instances: more than one minimiser, or none; and near ones, proved to be so.

The *distance to ill-posedness* of an instance (A, y) is the greatest lower bound of all delta such
that some (A', y'), with no entry farther than delta from that of (A, y), is ill-posed. Here it is
bounded from above, by an instance. Candidates are proposed by the ``ill_posed_*.py`` modules, and
the exact solver judges them, the nearest first: what it returns proves that they are ill-posed.

Basis pursuit and linear programs have ties of another kind. Where the minimiser has fewer than m
non-zeros, its witness is not unique, and ties at any vertex p of the set of witnesses count:
``y' = A' (x + tau s)`` with tau > 0, as small as one likes, needs all of a basis B at p.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from computable.errors import DomainError
from computable.exact import Vector
from computable.problem import Instance, LinearProgram, Problem
from computable.recovery.columns import independent_columns, kernel
from computable.recovery.face import Face
from computable.recovery.ill_posed_boundaries import (
    NEAR,
    at_unit_witness,
    with_a_support,
    without_minimiser,
)
from computable.recovery.ill_posed_examples import (
    distance_between,
    entry_size,
    rounded,
    with_columns,
)
from computable.recovery.ill_posed_relations import relations
from computable.recovery.minimisers import Minimisers
from computable.recovery.on_path import InfeasibleBall
from computable.recovery.pair import tight_signs
from computable.recovery.simplex import Infeasible, Unbounded
from computable.recovery.solve_exact import solve_exact

__all__ = ["Evidence", "IllPosed", "evidence", "nearest_ill_posed"]

Evidence = Face | Infeasible | InfeasibleBall | Unbounded
"""A set of minimisers that is not a point, or a vector that proves that there is none."""

TRIED = 10
"""How many candidates of one kind are judged."""
SMALL = 1 << 20
"""What is small compared with a distance is smaller by this factor."""


@dataclass(frozen=True, kw_only=True)
class IllPosed:
    """*Proved:* an instance that has more than one minimiser or none.

    Attributes
    ----------
    instance : Instance
    distance : Fraction
        The largest difference of an entry from the one that it was found for.
    evidence : Evidence
    """

    instance: Instance
    distance: Fraction
    evidence: Evidence

    @property
    def reason(self) -> str:
        """What is wrong, in words."""
        if isinstance(self.evidence, Face):
            return f"the minimisers have dimension {self.evidence.dimension}"
        return "unbounded" if isinstance(self.evidence, Unbounded) else "infeasible"


def evidence(problem: Problem, instance: Instance) -> Evidence | None:
    """Return what proves that an instance is ill-posed; ``None`` if it has one minimiser.

    Also ``None`` where QCBP has no dual witness (epsilon is the least possible misfit).

    Examples
    --------
    >>> from computable import BasisPursuit
    >>> evidence(BasisPursuit(), Instance.from_dense([[1, 1]], [1])).dimension
    1
    >>> from computable import BasisPursuit
    >>> evidence(BasisPursuit(), Instance.from_dense([[2, 1]], [1])) is None
    True
    """
    try:
        found = solve_exact(problem, instance)
    except DomainError:
        return None
    if not isinstance(found, Minimisers):
        return found
    return None if found.unique else found.face


def nearest_ill_posed(problem: Problem, found: Minimisers) -> IllPosed | None:
    """Return the nearest ill-posed instance that was found; ``None`` if there was none.

    Parameters
    ----------
    found : Minimisers
        The exact solution of the instance, unique.

    Examples
    --------
    >>> from computable import BasisPursuit
    >>> near = solve_exact(BasisPursuit(), [["9/8", 1]], [1])
    >>> example = nearest_ill_posed(BasisPursuit(), near)
    >>> example.distance, example.instance.columns[0] == example.instance.columns[1]
    (Fraction(1, 16), True)
    """
    origin, best = found.instance, None
    for source in _sources(problem, found):
        measured = [(distance_between(origin, instance), instance) for instance in source]
        measured = [pair for pair in measured if pair[0]]
        for distance, instance in sorted(measured, key=lambda pair: pair[0])[:TRIED]:
            if best is not None and distance >= best.distance:
                break
            proof = evidence(problem, instance)
            if proof is not None:
                best = IllPosed(instance=instance, distance=distance, evidence=proof)
                break
    return best


def _sources(problem: Problem, found: Minimisers) -> Iterator[Iterable[Instance]]:
    """Yield where candidates come from, one after the other."""
    origin, x = found.instance, found.x
    support = [j for j, v in enumerate(x) if v]
    if isinstance(problem, LinearProgram) or not getattr(problem, "epsilon", 1):
        yield from _with_ties_of_witnesses(problem, found)
    yield from _with_ties(problem, origin, x)
    yield _at_unit_witness(problem, origin, x)
    yield without_minimiser(problem, origin, support)
    if not support and not isinstance(problem, LinearProgram):
        for other in with_a_support(problem, origin):
            started = solve_exact(problem, other)
            if isinstance(started, Minimisers):
                yield from _with_ties(problem, other, started.x)
                yield _at_unit_witness(problem, other, started.x)


def _with_ties(problem: Problem, instance: Instance, x: Vector) -> Iterator[list[Instance]]:
    """Yield instances with relations on the support, and perhaps one more column."""
    support = [j for j, v in enumerate(x) if v]
    found = relations(problem, instance, support, [1 if x[j] > 0 else -1 for j in support])
    shared = [relation.shared(instance) for relation in found]
    yield shared
    if _is_rational(x) and not any(instance.residual(x)):
        changed = zip(shared, found, strict=True)
        yield [_with_solution(s, x, r.distance) for s, r in changed if r.distance]
    yield [relation.alone(instance) for relation in found]


def _at_unit_witness(problem: Problem, instance: Instance, x: Vector) -> Iterator[Instance]:
    if _is_rational(x):
        bounds, support = problem.bounds(len(x)), [j for j, v in enumerate(x) if v]
        W = tuple(bounds[j] if x[j] > 0 else -bounds[j] for j in support)
        yield from at_unit_witness(problem, instance, support, x, W)


def _with_ties_of_witnesses(problem: Problem, found: Minimisers) -> Iterator[list[Instance]]:
    """Yield instances with relations on a basis at a vertex of the set of witnesses."""
    instance, x = found.instance, found.x
    p = _vertex(problem, instance, found.witness)
    if p is None:
        return
    signs = tight_signs(problem, instance, p)
    support = [j for j, v in enumerate(x) if v]
    others = [j for j in signs if not x[j]]
    basis = independent_columns(instance.columns, len(instance.y), support + others)
    if len(basis) < len(instance.y) or basis[: len(support)] != support:
        return
    size = entry_size(instance)
    near, farther, same = [], [], []
    for relation in relations(problem, instance, basis, [signs[j] for j in basis]):
        distance = relation.distance or size * NEAR
        least = distance / (len(basis) * size * SMALL)
        inside = tuple(v or (least * signs[j] if j in basis else v) for j, v in enumerate(x))
        shared, alone = relation.shared(instance), relation.alone(instance)
        near.append(_with_solution(shared, inside, distance))
        farther.append(_with_solution(alone, inside, distance))
        same.append(shared)
    yield from (near, farther)
    if len(support) == len(basis):
        yield same


def _with_solution(instance: Instance, x: Vector, distance: Fraction) -> Instance:
    """Return the instance with ``y = A x``, for x rounded to what the distance deserves."""
    least = min((abs(v) for v in x if v), default=Fraction(1))
    error = distance / (entry_size(instance) * len(x) * SMALL)
    return with_columns(instance, {}, instance.apply(rounded(x, min(error, least / 4))))


def _is_rational(x: Vector) -> bool:
    return all(isinstance(v, Fraction) for v in x)


def _vertex(problem: Problem, instance: Instance, p: Vector) -> Vector | None:
    """Return a witness whose tight columns span; ``None`` if A has not full row rank.

    Any direction n with ``a_j . n = 0`` for all tight columns leads to the next column.
    """
    bounds = problem.bounds(len(instance.columns))
    both = not isinstance(problem, LinearProgram)
    while True:
        tight = list(tight_signs(problem, instance, p))
        rows = [tuple((k, v) for k, v in enumerate(row) if v) for row in instance.rows(tight)]
        directions = kernel(rows, len(tight)) if tight else [_first_unit(len(p))]
        if not directions:
            return p
        n = directions[0]
        steps: list[Fraction] = []
        for c, g, bound in zip(instance.adjoint(p), instance.adjoint(n), bounds, strict=True):
            if g:
                steps += [(side * bound - c) / g for side in ((1, -1) if both else (1,))]
        steps = [t for t in steps if t]
        if not steps:
            return None
        step = min(steps, key=abs)
        p = tuple(v + step * w for v, w in zip(p, n, strict=True))


def _first_unit(length: int) -> Vector:
    return tuple(Fraction(i == 0) for i in range(length))
