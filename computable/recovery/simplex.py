"""Linear programs, solved exactly: minimise ``cost . x`` subject to ``A x = y``, ``x >= 0``.

The revised simplex method on the columns of [A, I]. Column N + i is the unit vector e_i, and its
unknown is *artificial*: it must be 0. With it every independent set of columns is part of a
basis, whatever the rank of A. For a basis B let ``B x_B = y``, ``B^T p = cost_B`` (cost 0 for
artificial unknowns). The *slack* of column j is ``cost_j - a_j . p``.

1. *Start.* The proposed columns while they are independent, completed by unit vectors.
2. *Dual simplex*, for the cost raised where a slack is negative, so that none is. It ends with
   x_B feasible (negative entries and artificial ones gone), or with a row rho of B^-1 for which
   ``rho . y`` has a sign that no x >= 0 can give ``rho^T A x``: a Farkas vector.
3. *Primal simplex*, for the cost itself. It ends with no negative slack, or with a ray.

So a basis that is primal feasible skips step 2, one that is dual feasible has the true cost in
step 2 and nothing left to do in step 3, and an optimal one costs two solves.

*Finite.* An artificial unknown that leaves does not return, so at most m steps take one out; in
step 3 one leaves whenever the step would change it, which moves nothing, and in other steps its
row has no effect. Between those, a step that changes the objective changes it strictly,
hence no basis before it comes again. After m steps that do not, small numbers are added once, to
the cost in step 2 and to x_B in step 3, which makes nearly all steps change it (Charnes 1952; step
2 for the true y mends what step 3 then ends with). After m such steps again, Bland's rule (least
index enters and leaves; Math. Oper. Res. 1977) holds until one does; by itself it never cycles.

*Numbers.* Nothing is updated. Each step solves with the columns of A itself, so all numbers are
quotients of determinants of the data (Cramer), however many steps there were.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from computable.exact import Vector, as_vector, power_of_two, surely_at_most, weighted_sums
from computable.problem import Instance, dot
from computable.recovery.columns import coordinates, dense, image, solutions, starting_basis

__all__ = ["Infeasible", "Optimal", "Unbounded", "solve_program"]

PATIENCE = 1
"""This times m steps in a row may leave the objective as it is."""


@dataclass(frozen=True, kw_only=True)
class Optimal:
    """A minimiser x, shape (N,), with a witness p, shape (m,): ``A^T p <= cost``, equal values.

    ``basis`` has m column numbers of [A, I], a proposal from which no step is needed.
    """

    x: Vector
    witness: Vector
    basis: tuple[int, ...]

    def proves(self, instance: Instance, cost: Vector) -> bool:
        """Tell whether x is feasible, and the witness shows that it is a minimiser."""
        m, N = instance.shape
        return (
            (len(self.witness), len(self.x), len(cost)) == (m, N, N)
            and min(self.x) >= 0
            and image(instance, self.x) == instance.y
            and min(_slacks(instance, cost, self.witness)) >= 0
            and dot(cost, self.x) == dot(self.witness, instance.y)
        )


@dataclass(frozen=True, kw_only=True)
class Infeasible:
    """No x >= 0 has ``A x = y``, as q, shape (m,), shows: ``A^T q <= 0`` and ``q . y > 0``."""

    farkas: Vector

    def proves(self, instance: Instance, cost: Vector) -> bool:
        """Tell whether q has these properties (whatever the cost)."""
        return (
            len(self.farkas) == len(instance.y)
            and max(weighted_sums(instance.columns, self.farkas)) <= 0
            and dot(self.farkas, instance.y) > 0
        )


@dataclass(frozen=True, kw_only=True)
class Unbounded:
    """A feasible point and a ray, both of shape (N,): ``ray >= 0``, A ray = 0, cost . ray < 0."""

    point: Vector
    ray: Vector

    def proves(self, instance: Instance, cost: Vector) -> bool:
        """Tell whether the cost has no lower bound along the ray from the point."""
        _, N = instance.shape
        return (
            (len(self.point), len(self.ray), len(cost)) == (N, N, N)
            and min(*self.point, *self.ray) >= 0
            and image(instance, self.point) == instance.y
            and not any(image(instance, self.ray))
            and dot(cost, self.ray) < 0
        )


def solve_program(
    instance: Instance, cost: Vector, *, basis: Sequence[int] | None = None
) -> Optimal | Infeasible | Unbounded:
    """Minimise ``cost . x`` subject to ``A x = y`` and ``x >= 0``.

    Parameters
    ----------
    instance : Instance
        A of shape (m, N), of any rank, and y.
    cost : Vector, shape (N,)
    basis : numbers below N + m, optional
        A basis to start from, the most trusted numbers first; N + i is the unit vector e_i, for
        which ``p_i = 0``. From a float solver: the support of x, columns with slack 0, units
        with ``p_i = 0``, then all columns by slack. Dependent and impossible ones are passed
        over. If more than m / 4 are missing then (say in a support alone), the proposal serves
        only if it is optimal with units in their place.

    Raises
    ------
    DomainError
        If the cost has not N entries.

    Examples
    --------
    >>> program = Instance.from_dense([[1, 2]], [1])
    >>> found = solve_program(program, (Fraction(1), Fraction(1)))
    >>> found.x, found.witness, found.basis
    ((Fraction(0, 1), Fraction(1, 2)), (Fraction(1, 2),), (1,))
    >>> solve_program(Instance.from_dense([[1, 2]], [-1]), (Fraction(1), Fraction(1)))
    Infeasible(farkas=(Fraction(-1, 1),))
    """
    m, N = instance.shape
    full = as_vector(cost, name="cost", length=N) + (Fraction(0),) * m
    proposed = () if basis is None else tuple(basis)
    start = starting_basis(instance.columns, m, proposed)
    # Measured: from many units with a wrong p there are more steps than from units alone.
    missing = len(set(start).difference(proposed))
    if proposed and 4 * missing > m and not _is_optimal(instance, full, start):
        start = starting_basis(instance.columns, m, ())
    feasible = _made_feasible(instance, full, start)
    return feasible if isinstance(feasible, Infeasible) else _improved(instance, full, *feasible)


def _is_optimal(instance: Instance, cost: Vector, basis: Sequence[int]) -> bool:
    _, N = instance.shape
    (x,) = coordinates(instance.columns, basis, [instance.y])
    (p,) = _prices(instance, basis, [[cost[j] for j in basis]])
    if _wrong(basis, x, N):
        return False
    return _is_dual_feasible(instance, cost, basis, p) or min(_slacks(instance, cost[:N], p)) >= 0


def _wrong(basis: Sequence[int], x: Vector, N: int) -> list[int]:
    """Return the positions of negative entries and of artificial ones that are not 0."""
    return [r for r, j in enumerate(basis) if x[r] < 0 or (x[r] and j >= N)]


def _made_feasible(
    instance: Instance, cost: Vector, basis: list[int]
) -> tuple[list[int], Vector] | Infeasible:
    """Return a feasible basis and its x_B by dual simplex steps."""
    m, N = instance.shape
    raised: Vector | None = None
    stalled, perturbed = 0, False
    while True:
        (x,) = coordinates(instance.columns, basis, [instance.y])
        if not (wrong := _wrong(basis, x, N)):
            return basis, x
        if raised is None:
            raised = _raised(instance, cost, basis)
        if stalled > PATIENCE * m and not perturbed:
            raises = _small(len(raised), max(map(abs, raised)))
            raised = tuple(v + e * (j not in basis) for j, (v, e) in enumerate(zip(raised, raises)))
            stalled, perturbed = 0, True
        size = [abs(v) for v in x]
        r = (
            min(wrong, key=basis.__getitem__)
            if stalled > PATIENCE * m
            else max(wrong, key=size.__getitem__)
        )
        unit = tuple(Fraction(i == r) for i in range(m))
        p, row = _prices(instance, basis, [[raised[j] for j in basis], unit])
        # An entry of x that is too small needs a column with a negative pull, and conversely.
        towards = tuple(-v for v in row) if x[r] < 0 else row
        pulls = weighted_sums(instance.columns, towards)
        slacks = _slacks(instance, raised[:N], p)
        ratios = [(slacks[j] / pulls[j], j) for j in range(N) if pulls[j] > 0]
        if not ratios:
            return Infeasible(farkas=towards)
        ratio, basis[r] = min(ratios)
        stalled = 0 if ratio else stalled + 1


def _raised(instance: Instance, cost: Vector, basis: Sequence[int]) -> Vector:
    """Return the cost with negative slacks mended, by powers of two to keep it short."""
    (p,) = _prices(instance, basis, [[cost[j] for j in basis]])
    slacks = _slacks(instance, cost[: len(instance.columns)], p)
    raises = [power_of_two(-v) if v < 0 else Fraction(0) for v in slacks]
    return tuple(c + v for c, v in zip(cost, raises)) + cost[len(raises) :]


def _improved(
    instance: Instance, cost: Vector, basis: list[int], x: Vector, *, perturb: bool = True
) -> Optimal | Infeasible | Unbounded:
    """Return what the primal simplex method ends with, from a feasible basis and its x_B."""
    m, N = instance.shape
    stalled = 0
    point: Vector | None = None  # a feasible one, from before x_B was perturbed
    while True:
        (p,) = _prices(instance, basis, [[cost[j] for j in basis]])
        slacks: Vector = ()
        if not _is_dual_feasible(instance, cost, basis, p):
            slacks = _slacks(instance, cost[:N], p)
        entering = [j for j, slack in enumerate(slacks) if slack < 0]
        if not entering and point is not None:
            feasible = _made_feasible(instance, cost, basis)
            if isinstance(feasible, Infeasible):
                return feasible
            return _improved(instance, cost, *feasible, perturb=False)
        if not entering:
            return Optimal(x=_spread(basis, x, N), witness=p, basis=tuple(basis))
        if stalled > PATIENCE * m and perturb and point is None:
            point, raises = _spread(basis, x, N), _small(m, max(x))
            x = tuple(v + e * (k < N) for v, e, k in zip(x, raises, basis))
            stalled = 0
        j = entering[0] if stalled > PATIENCE * m else min(entering, key=slacks.__getitem__)
        (fall,) = coordinates(instance.columns, basis, dense(instance.columns, m, [j]))
        ratios = [(x[r] / fall[r], basis[r], r) for r in range(m) if fall[r] > 0 and basis[r] < N]
        ratios = [(Fraction(0), k, r) for r, k in enumerate(basis) if k >= N and fall[r]] or ratios
        if not ratios:
            ray = _spread([*basis, j], (*(-v for v in fall), Fraction(1)), N)
            return Unbounded(point=_spread(basis, x, N) if point is None else point, ray=ray)
        step, _, r = min(ratios)
        basis[r] = j
        x = tuple(step if i == r else x[i] - step * fall[i] for i in range(m))
        stalled = 0 if step else stalled + 1


def _small(count: int, size: Fraction) -> Vector:
    """Return positive numbers, about ``2**-40`` of the size and in no simple relation."""
    unit, rng = power_of_two(size or Fraction(1)) / (1 << 60), random.Random(count)
    return tuple(unit * rng.randrange(1 << 20, 1 << 21) for _ in range(count))


def _is_dual_feasible(instance: Instance, cost: Vector, basis: Sequence[int], p: Vector) -> bool:
    """Tell whether short numbers prove that no slack off the basis is negative; on it all are 0."""
    others = sorted(set(range(len(instance.columns))).difference(basis))
    columns = [instance.columns[j] for j in others]
    return surely_at_most(columns, p, [cost[j] for j in others])


def _slacks(instance: Instance, cost: Vector, p: Vector) -> Vector:
    """Return ``cost - A^T p``, shape (N,)."""
    return tuple(c - v for c, v in zip(cost, weighted_sums(instance.columns, p), strict=True))


def _prices(
    instance: Instance, basis: Sequence[int], costs: Sequence[Sequence[Fraction]]
) -> list[Vector]:
    """Return the p with ``B^T p = c`` for each c, shape (m,)."""
    return solutions(dense(instance.columns, len(instance.y), basis), costs)


def _spread(basis: Sequence[int], values: Sequence[Fraction], N: int) -> Vector:
    """Return the vector of shape (N,) with these values; artificial unknowns are left out."""
    spread = [Fraction(0)] * N
    for j, value in zip(basis, values):
        if j < N:
            spread[j] = value
    return tuple(spread)
