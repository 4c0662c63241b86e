r"""Networks for tie instances: stable, accurate, and impossible to choose.

For fixed coefficients v the map

    ``y -> (y_0 - rho) v (+) (y_l / b_l)``        (LASSO: ``soft(y_l, lam w_l / 2 b_l) / b_l``)

is affine, or for LASSO a ReLU network with one hidden layer. With ``v = e_j / a_j`` its values
at all samples of ``D_j`` are exactly the minimisers, whatever K and eta, and its Lipschitz
constant (l2) is ``max(1/a_j, 1/b)``: networks with every digit exist and are stable. What
cannot be computed is j.

Source: Colbrook, Antun, Hansen (PNAS 2022), Theorem 1 (existence); the affine form is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from computable.network import Network, affine, soft_thresholded
from computable.problem import Lasso, Problem, TieFamily, winner

__all__ = ["centroid_network", "exact_network", "tie_network", "vertex_network"]

ZERO = Fraction(0)


def tie_network(
    problem: Problem,
    coefficients: Sequence[Fraction],
    *,
    residual: Fraction,
    block_entries: Sequence[Fraction],
) -> Network:
    """Return the network ``y -> (y_0 - residual) coefficients (+) block``.

    Parameters
    ----------
    problem : Problem
    coefficients : q rationals
    residual : rational
        rho.
    block_entries : m - 1 rationals > 0
        b_1, ..., b_{m-1}.
    """
    q, m = len(coefficients), len(block_entries) + 1
    rows = [[v, *[ZERO] * (m - 1)] for v in coefficients]
    rows += [[1 / b if i == l else ZERO for i in range(m)] for l, b in enumerate(block_entries, 1)]
    shift = [-residual * v for v in coefficients] + [ZERO] * (m - 1)
    if not isinstance(problem, Lasso) or m == 1:
        return affine(rows, shift)
    bounds = problem.bounds(q + m - 1)[q:]
    thresholds = [bound / (2 * b * b) for bound, b in zip(bounds, block_entries, strict=True)]
    return soft_thresholded(rows, shift, [ZERO] * q + thresholds)


def centroid_network(family: TieFamily) -> Network:
    """Return the network whose values are the centroid of the centre's minimisers."""
    c, q = family.centre_entry, family.columns
    return _at_centre(family, [1 / (q * c * g) for g in family.gauge[:q]], c)


def vertex_network(family: TieFamily, j: int) -> Network:
    """Return the network whose values are the vertex j of the centre's minimisers."""
    return exact_network(family, j, ZERO)


def exact_network(family: TieFamily, j: int, gap: Fraction) -> Network:
    """Return a network that has every digit at ``D_j(gap)``, for all samples at once.

    Examples
    --------
    >>> from computable.problem import BasisPursuit
    >>> family = TieFamily.rational(BasisPursuit(), digits=3)
    >>> tiny = Fraction(1, 1 << 100)
    >>> network = exact_network(family, 1, tiny)
    >>> network((family.right,)) == family.minimiser(1, tiny), network.lipschitz <= 1
    (True, True)
    """
    c = family.centre_entry * (1 + gap)
    coefficients = [ZERO] * family.columns
    coefficients[j] = 1 / (c * family.gauge[j])
    return _at_centre(family, coefficients, c)


def _at_centre(family: TieFamily, coefficients: Sequence[Fraction], c: Fraction) -> Network:
    return tie_network(
        family.problem,
        coefficients,
        residual=winner.residual(family.problem, c),
        block_entries=[family.block_entry] * (family.shape[0] - 1),
    )
