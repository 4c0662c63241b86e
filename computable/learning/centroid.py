r"""Theorem C's learner: K - 2 digits on all of Omega, from exactly L samples.

The centroid of the tie and the block, ``y -> (y_0 - rho)/(c q) (1/g_1, ..., 1/g_q) (+) y_l / b``
(soft-thresholded for LASSO), adapts to the part of Omega by itself, since y_0 is its input.
The learner knows the bounds of the class, but not c and b: it reads them from its samples.

*Depth.* Let e bound the errors of c (the least entry of row 0 in units of its weight: at most
one column is raised) and of b, c, b >= 1 and e <= 1/2. Then ``|1/c' - 1/c| <= 2e`` and
``|1/c'^2 - 1/c^2| <= 10 e``, so the amplitude ``y_0/c - lam/(2c^2)`` is off by at most
``(2 |y_0| + 5 lam) e``, a block coordinate ``soft(y_l, lam w/(2b)) / b`` by at most
``(2 |y_l| + 5 lam w) e``. The depth makes all that at most a quarter of ``10**-(K-2)``; the
distance of the centroid from the minimiser is at most 9/16 of it.

Source: Colbrook, Antun, Hansen (PNAS 2022), Theorem 2(iii).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from computable.exact import ceil_log2
from computable.learning.tie_network import tie_network
from computable.network import Network
from computable.oracle import TrainingData
from computable.problem import Lasso, Omega, winner

__all__ = ["CentroidLearner"]


@dataclass(frozen=True)
class CentroidLearner:
    """Reads exactly L samples; its network has K - 2 digits on all of Omega.

    Attributes
    ----------
    omega : Omega
        Its ``samples`` is L.
    """

    omega: Omega
    learner: ClassVar[bool] = True

    @property
    def depth(self) -> int:
        """The depth of the first sample; the next ones, if R < L, are one bit deeper each."""
        omega = self.omega
        lam = omega.problem.lam if isinstance(omega.problem, Lasso) else Fraction(0)
        heaviest, lightest = max(omega.strict.gauge), min(omega.strict.gauge)
        amplitude = (2 * omega.loose.right + 5 * lam) / lightest
        block = (omega.rows - 1) * (2 * omega.largest_block + 5 * lam * heaviest)
        allowed = Fraction(1, 4) / Fraction(10) ** (omega.digits - 2)
        error = min(Fraction(1, 2), allowed / (amplitude + block))
        return max(0, ceil_log2(1 / (error * min(Fraction(1), lightest))))

    def __call__(self, data: TrainingData) -> Network:
        """Return the network."""
        omega, depth = self.omega, self.depth
        for r in range(omega.samples):
            k, extra = r % data.samples, r // data.samples
            sample = data.read(k, depth + extra)
        q, gauge = omega.columns, omega.strict.gauge
        c = min(a / g for a, g in zip(sample.A[0][:q], gauge[:q], strict=True))
        b = [sample.A[l][q + l - 1] for l in range(1, omega.rows)]
        return tie_network(
            omega.problem,
            [1 / (q * c * g) for g in gauge[:q]],
            residual=winner.residual(omega.problem, c),
            block_entries=b,
        )
