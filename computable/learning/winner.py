r"""Theorem B's learner: K - 1 digits on all of Omega, with as much data as it takes.

Which part of Omega it is, is decided by y_0, read at one fixed depth: the two parts differ there by
``c (t' - t)``. On the strict part every point of the centre's simplex has K - 1 digits, so
the centroid will do. On the loose part the centre is missing: some column is larger than
all others, and reading until that shows always ends, though nothing bounds when. Column j wins
at depth n if its answer exceeds every other by more than ``2 * 2**-n`` (with weights:
after division by them), for every oracle as soon as ``4 * 2**-n < c eta``.

The vertex ``t e_j`` of the centre then has K - 1 digits at ``D_j(eta)``, since eta <= 1/4.

Source: Colbrook, Antun, Hansen (PNAS 2022), Theorem 2(ii).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from computable.exact import ceil_log2
from computable.learning.tie_network import centroid_network, vertex_network
from computable.network import Network
from computable.oracle import TrainingData
from computable.problem import Omega, winner

__all__ = ["WinnerLearner", "winning_column"]


@dataclass(frozen=True)
class WinnerLearner:
    """Reads until a column wins; its network has K - 1 digits on all of Omega.

    Attributes
    ----------
    omega : Omega

    Examples
    --------
    >>> from computable.problem import BasisPursuit
    >>> omega = Omega(problem=BasisPursuit(), digits=1)
    >>> member = omega.member("loose", 1, gap=Fraction(1, 1024))
    >>> WinnerLearner(omega)(member.data())(member.points[0])
    (Fraction(0, 1), Fraction(2, 1))
    """

    omega: Omega
    learner: ClassVar[bool] = True

    def __call__(self, data: TrainingData) -> Network:
        """Return the network; never, at the centre of the loose part (which is not in Omega)."""
        strict, loose = self.omega.strict, self.omega.loose
        difference = loose.right - strict.right
        depth = max(0, 2 - ceil_log2(difference))  # 2^-depth < difference / 2
        middle = (strict.right + loose.right) / 2
        if data.y.query(0, 0, depth) < middle:
            return centroid_network(strict)
        return vertex_network(loose, winning_column(data, strict.gauge))


def winning_column(data: TrainingData, gauge: tuple[Fraction, ...], depth: int = 4) -> int:
    """Return the column that is largest in units of its weight, reading until that is certain.

    Parameters
    ----------
    depth : int
        Where to begin. Steps of 32 bits: doubling would need fewer samples, but gaps (and
        certificates) of millions of bits to be defeated.
    """
    m, N = data.shape
    while True:
        entries = [data.A.query(0, j, depth) for j in range(N - m + 1)]
        found = winner.certain_winner(entries, gauge, depth)
        if found is not None:
            return found
        depth += 32
