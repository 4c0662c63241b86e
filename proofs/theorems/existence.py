"""Existence: for every finite set of samples there is a network with every digit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from computable.errors import DomainError
from computable.learning import exact_network
from computable.network import Network, interpolant
from computable.problem import TrainingSet
from computable.problem.members import draw_members
from proofs.theorems.theorem import Kept, NotKept, Ran, Setup, Theorem

__all__ = ["THEOREM", "interpolating", "stable"]

MEMBERS = 12


def interpolating(member: TrainingSet) -> Network:
    """Return the exact piecewise linear ReLU interpolant of the samples and their minimisers."""
    pairs = dict(zip(member.points, member.minimisers(), strict=True))
    return interpolant(list(pairs), list(pairs.values()))


def stable(member: TrainingSet) -> Network:
    """Return a network of Lipschitz constant ``max(1/(c g), 1/b)`` at most, whatever K and eta.

    At the centre, where every vertex is a minimiser, that of column 0.
    """
    return exact_network(member.family, member.column or 0, member.gap)


def demonstrate(algorithm: Callable[..., Any] | str | None, setup: Setup) -> Iterator[Ran]:
    """Build both networks for drawn members and compare them with the minimisers, exactly."""
    if algorithm is not None:
        raise DomainError("existence: there is nothing to run an algorithm against")
    for build in (interpolating, stable):
        worst, count, lipschitz = Fraction(0), 0, Fraction(0)
        for member in draw_members(setup.omega, MEMBERS, seed=setup.seed):
            network = build(member)
            for k, point in enumerate(member.points):
                worst = max(worst, member.error_squared(k, network(point)))
            lipschitz = max(lipschitz, network.lipschitz or Fraction(0))
            count += 1
        strict = setup.omega.strict
        least = strict.centre_entry * min(strict.gauge[: strict.columns])
        bound = max(1 / least, 1 / strict.block_entry)
        bounded = build is interpolating or lipschitz <= bound
        claim = "every digit at every sample"
        if build is stable:
            claim += f", Lipschitz constant <= {bound}"
        kept = Kept(inputs=count, digits=setup.digits, worst_squared=worst)
        unstable = NotKept(reason=f"its Lipschitz bound is {lipschitz}")
        yield Ran(
            algorithm=f"the {build.__name__} network",
            claim=claim,
            outcome=kept if bounded else unstable,
            as_stated=bounded and not worst,
        )


THEOREM = Theorem(
    name="existence",
    title="Stable and accurate networks exist",
    source="Colbrook, Antun, Hansen, PNAS 119(12) 2022, Theorem 1",
    statement=(
        "For every finite set of samples some ReLU network maps every sample to a minimiser, with "
        "every digit. On the tie class even a linear one does (affine for QCBP, one hidden layer "
        "for LASSO), with a Lipschitz constant of at most max(1/(c g), 1/b), whatever K and eta; "
        "g is the least weight of the tie, 1 without weights."
    ),
    latex=(
        r"\exists\,\phi\in\mathcal{N}:\quad \phi(y_k)\in\Xi(A,y_k)\ \ (k\le R),\qquad "
        r"\operatorname{Lip}(\phi)\le\max(1/(cg),1/b)"
    ),
    hypotheses=("finitely many rational samples", "for the second part: those of Theorem A"),
    differs="The interpolant is exact and explicit; the stable network on the tie class is ours.",
    algorithms=("interpolating", "stable"),
    evidence="Networks are evaluated in exact rationals and compared with the exact minimisers.",
    demonstrate=demonstrate,
)
