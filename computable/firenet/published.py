r"""The published iteration with its own parameters, as blocks of steps.

Colbrook, Antun and Hansen's code runs, with ``eps_0 = ||y||`` and k = 1, ..., n,

    ``eps_k = (delta + eps_(k-1)) / e``,  ``beta = eps_k / (2 L)``,  ``alpha = 1 / (beta p)``,
    ``psi_k = inner(alpha y, alpha psi_(k-1)) / alpha``,

where ``inner`` takes p steps with tau, sigma from a dual of zero and returns their average. With
``x = x' / alpha`` for the points x' of the inner iteration, a step is step (1) of
:mod:`computable.firenet.iteration` with ``tau / alpha`` and ``sigma alpha``: the scaling is a
choice of step sizes, and their product is ``tau sigma`` in every block.

The theorem needs ``tau sigma ||A||**2 <= 1``. The published example of the inexact-input table
takes ``tau = sigma = ||A||**(-1/2) - 1e-4``, for which that product is about ||A||: 6.7, 663 and
5.6e5 for K = 1, 3, 6. There, :meth:`Iteration.contraction` is above 1, no bound of an error
follows, and norm balls refuse. With ``1 / ||A||`` for both it holds.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from computable.errors import DomainError
from computable.exact import Vector, as_fraction, as_vector
from computable.firenet.iteration import Block, Iteration
from computable.inputs.arrays import as_point
from computable.nullspace import Matrix
from computable.nullspace.shown import shown

__all__ = ["published_iteration"]


def published_iteration(
    matrix: Matrix,
    y: object,
    *,
    lam: object,
    tau: float,
    sigma: float,
    norm: float,
    delta: float,
    steps: int,
    restarts: int,
    weights: Any = None,
) -> Iteration:
    """Return the published iteration for one y, its step sizes rounded to float64.

    Parameters
    ----------
    matrix : Matrix, shape (m, N)
    y : shape (m,)
        Not zero: the step sizes depend on its norm.
    lam : rational
    tau, sigma, norm, delta : float
        tau, sigma, L and delta of this module, positive.
    steps, restarts : int
        p and n.
    weights : rationals, shape (N,), optional
        1 by default.

    Raises
    ------
    DomainError
        If a number is out of its range.

    Examples
    --------
    The parameters of the paper's convergence figure, for a matrix of norm 1:

    >>> A = Matrix([[0.5, 0.5, 0.5, 0.5], [0.5, -0.5, 0.5, -0.5]])
    >>> found = published_iteration(A, [1, 0.5], lam="0.00025", tau=1.0, sigma=1.0, norm=1.0,
    ...     delta=1e-9, steps=5, restarts=16)
    >>> found, 1 <= found.contraction() < 1 + 1e-9
    (Iteration(2 x 4, 16 blocks, 80 steps), True)
    """
    named = {"tau": tau, "sigma": sigma, "norm": norm, "delta": delta}
    for name, value in named.items():
        if not (isinstance(value, float) and math.isfinite(value) and value > 0):
            raise DomainError(f"{name}: got {shown(value)}, need a positive float")
    _, exact = as_point(y, matrix.shape[0])
    size = math.sqrt(sum(float(v) ** 2 for v in exact))
    if not size:
        raise DomainError("y: got zero, need another: the step sizes depend on its norm")
    if type(steps) is not int or steps < 1:
        raise DomainError(f"steps: got {shown(steps)}, need an integer >= 1")
    blocks = []
    accuracy = size
    for _ in range(restarts):
        accuracy = (delta + accuracy) / math.e
        scale = accuracy / (2 * norm) * steps  # 1 / alpha
        sizes = Fraction(tau * scale), Fraction(sigma / scale)
        blocks.append(Block(steps=steps, tau=sizes[0], sigma=sizes[1]))
    N = matrix.shape[1]
    w: Vector = as_vector((1,) * N if weights is None else weights, name="weights", length=N)
    factor = as_fraction(lam, name="lam")
    return Iteration(matrix=matrix, thresholds=tuple(factor * v for v in w), blocks=tuple(blocks))
