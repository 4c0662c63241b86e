r"""The published table of errors on inexact input, recomputed in exact arithmetic.

Colbrook, Antun, Hansen (PNAS 2022), Table 1: square-root LASSO with lam = 1, two columns that
tie and 20 that do not, ``a = sqrt(2) 10**K / 3`` in the tie, the block scaled to
``A A^T = 2 a^2 I``, ``y = e_1``. The true matrix has one entry larger by ``2**-(n+1)``; what an
algorithm is given, accurate to ``2**-n``, is the tie. The two possible minimisers are
``t e_1`` and ``t e_2`` with ``t = 1 / (a + 2**-(n+1))``: their distance is ``3 * 10**-K``, up
to the perturbation.

FIRENET is a restarted primal-dual iteration. On the tie it treats both columns alike, so in exact
arithmetic it stays on the diagonal ``x_1 = x_2``, whatever its steps, and converges to the middle
of the simplex. Its error is half the separation, ``0.15, 0.0015, 0.0000015``: the best that
any algorithm can have here. The published program has two defects: the position of the true
solution is overwritten by a loop variable, so that for K = 1 and 3 the error is measured to a
point that is no minimiser (``sqrt(3)/2`` of the separation, 0.2598), and its steps violate
``tau sigma ||A||**2 <= 1``. The trained network (LISTA) takes a wrong vertex: the separation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from computable.real import Real, exp, maximum, sqrt

__all__ = ["Row", "inexact_input_table", "restarted_primal_dual"]

DIGITS, PRECISIONS = (1, 3, 6), (10, 20, 30)
INNER, RESTARTS, DELTA = 50, 30, Fraction(1, 10**6)
# As printed (LISTA) and as the authors' program prints them (FIRENET); 7 decimals.
PUBLISHED = {
    (1, 10): ("0.2999690", "0.2597823"),
    (1, 20): ("0.3000000", "0.2598049"),
    (1, 30): ("0.3000000", "0.2598051"),
    (3, 10): ("0.0030000", "0.0025980"),
    (3, 20): ("0.0030000", "0.0025980"),
    (3, 30): ("0.0030000", "0.0025980"),
    (6, 10): ("0.0000030", "0.0000015"),
    (6, 20): ("0.0000030", "0.0000015"),
    (6, 30): ("0.0000030", "0.0000015"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table; errors are l2 distances, exact reals.

    Attributes
    ----------
    digits, precision : int
        K and n.
    lista, firenet : str
        As published.
    error : Real
        Of the iteration with admissible steps, to the true minimiser.
    misplaced : Real
        Of the same answer, to the point that the published program compares with if K < 6.
    half_separation : Real
        Of the two possible minimisers: no algorithm has a smaller error on both.
    """

    digits: int
    precision: int
    lista: str
    firenet: str
    error: Real
    misplaced: Real
    half_separation: Real


def inexact_input_table() -> Iterator[Row]:
    """Yield the nine rows."""
    for K in DIGITS:
        a = sqrt(2) * 10**K / 3
        answer = restarted_primal_dual(a)
        for n in PRECISIONS:
            lista, firenet = PUBLISHED[K, n]
            true = 1 / (a + Real(2) ** -(n + 1))
            yield Row(
                digits=K,
                precision=n,
                lista=lista,
                firenet=firenet,
                error=sqrt((answer - true) ** 2 + answer**2),
                misplaced=sqrt(2 * answer**2 + true**2),
                half_separation=true / sqrt(2),
            )


def restarted_primal_dual(a: Real, *, inner: int = INNER, restarts: int = RESTARTS) -> Real:
    r"""Return x_1 = x_2 after the published number of steps, on exactly tied input.

    The iteration (lam = 1, y = 1, ||A|| = sqrt(2) a, steps tau = sigma = 1 / ||A||) is

        ``x <- soft(x - tau a u, tau),   u <- clip(u + sigma (2 a (2 x_new - x) - alpha), -1, 1)``

    from (alpha psi, 0), averaged and divided by alpha; ``alpha = 1 / (beta p)``,
    ``beta = eps_k / (2 ||A||)``, ``eps_k = (delta + eps_{k-1}) / e``, ``eps_0 = 1``. The other
    20 + 20 coordinates of x and u are zero throughout, and x_1 = x_2 by symmetry.
    """
    norm = sqrt(2) * a
    step = 1 / norm
    accuracy, psi = Real(1), Real(0)
    for _ in range(restarts):
        accuracy = (DELTA + accuracy) / exp(1)
        alpha = 2 * norm / (accuracy * inner)
        x, u, total = alpha * psi, Real(0), Real(0)
        for _ in range(inner):
            moved = x - step * a * u
            new = maximum(moved - step, 0) - maximum(-moved - step, 0)
            u = _clipped(u + step * (2 * a * (2 * new - x) - alpha))
            x, total = new, total + new
        psi = total / (inner * alpha)
    return psi


def _clipped(u: Real) -> Real:
    """Return the projection of u on [-1, 1]."""
    return maximum(u + 1, 0) - maximum(u - 1, 0) - 1
