r"""The error of a network for other data than it was planned for: more noise, or another matrix.

With the names of :mod:`computable.firenet.schedule`, let x_k be the value after block k, and x
what is to be recovered. The inequality of Chambolle and Pock there holds for every point z, not
for x alone. For ``z = x_k + s (x - x_k)``, s from 0 to 1, F being convex, it says

    ``G' <= (1 - s) G + (1 + theta) (s**2 R**2 / tau + d**2 / sigma) / (2 p)``              (1)

of ``G >= F(x_k) - F(x)``, ``R >= ||x_k - x||``; the right side is least for
``s = min(1, G / (2 a))``, ``a = (1 + theta) R**2 / (2 p tau)``. Then ``R' = B G' + offset``, by
(4) of :mod:`computable.nullspace.constants`; at the start ``G <= (lam ||w|| + L) R``, as F has
this Lipschitz constant.

For s = 1 this is the inequality (2) of the schedule, which for noise far above the one of the
plan says nothing: R stops falling, while tau is planned for an R that falls on, and R**2 / tau
grows beyond all bounds. With s = 0 it says that G grows by at most ``(1 + theta) d**2 / (2 p
sigma)`` a block, and these numbers fall like the planned bounds. So the bound of the error stays
about where it was when the planned bounds fell below the offset for that noise: in all tests
``3 offset`` or less, apart from the last planned bound.

*Another matrix.* Let ``||A' - A|| <= e``, and let the network be built from A' with the same
steps and thresholds. A' has the property ``perturbed(e)`` and the norm ``L + e`` at most;
everything above holds with theirs, if lam still is a parameter for which A' has an error bound,
and ``theta'**2 = tau sigma (L + e)**2 < 1``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Generic

from computable.errors import DomainError
from computable.exact import as_fraction, rounded_text
from computable.firenet.firenet import Firenet
from computable.firenet.iteration import Block
from computable.network.norm import root_above
from computable.nullspace import NullSpaceProperty, RecoveryConstants, Sharpness
from computable.nullspace.provenance import P_co
from computable.recovery.outward import l2_above, root, rounded_up

__all__ = ["ErrorBounds", "error_bounds", "sharpness_for"]


@dataclass(frozen=True, kw_only=True, repr=False)
class ErrorBounds(Generic[P_co]):
    """Upper bounds of the l2 error of the exact network's blocks, for other data.

    For every x with ``sigma(x) <= distance`` and ``||x - start|| <= radius``, every A' with
    ``||A' - A|| <= matrix_error`` and every y with ``||A' x - y|| <= noise``, the network with A'
    in place of A has after block k a value within ``values[k]`` of x. Made by
    :func:`error_bounds`.

    Attributes
    ----------
    values : tuple of Fraction
        One more than blocks; the first is the radius.
    radius, distance, noise, matrix_error : Fraction
    sharpness : Sharpness
        Of every A'.
    """

    values: tuple[Fraction, ...]
    radius: Fraction
    distance: Fraction
    noise: Fraction
    matrix_error: Fraction
    sharpness: Sharpness[P_co]

    @property
    def last(self) -> Fraction:
        """The bound of the output's error."""
        return self.values[-1]

    @property
    def provenance(self) -> P_co:
        """How the null space property is known."""
        return self.sharpness.provenance

    def __repr__(self) -> str:
        return f"ErrorBounds(error <= {rounded_text(self.last, 3)}, {self.provenance})"


def error_bounds(
    firenet: Firenet[P_co],
    *,
    radius: object = None,
    distance: object = None,
    noise: object = None,
    matrix_error: object = 0,
) -> ErrorBounds[P_co]:
    """Bound the error of a network with its steps as they are, for data that are other ones.

    Parameters
    ----------
    firenet : Firenet
    radius, distance, noise : rational, optional
        Those of the plan by default.
    matrix_error : rational
        ``||A' - A|| <= matrix_error``, in the l2 operator norm.

    Raises
    ------
    DomainError
        If a number is negative, or the matrix is not known well enough for the null space
        property, for lam or for the steps.

    Examples
    --------
    >>> from computable.nullspace import Levels, Matrix, assume
    >>> A = Matrix([[1, -0.5, -0.5], [0, 0.875, -0.875]])
    >>> found = assume(Levels.single(3, 1), rho="0.51", gamma=1, source="a lecture")
    >>> sharpness = RecoveryConstants(null_space=found).sharpness()
    >>> net = Firenet.plan(A, sharpness, radius=2, accuracy="1e-8")
    >>> error_bounds(net, noise="1/1000"), error_bounds(net, noise="1/1000", matrix_error="1/100")
    (ErrorBounds(error <= 0.013, assumed: a lecture), \
ErrorBounds(error <= 0.0183, assumed: a lecture))
    """
    numbers = {
        "radius": firenet.bounds[0] if radius is None else radius,
        "distance": firenet.distance if distance is None else distance,
        "noise": firenet.noise if noise is None else noise,
        "matrix_error": matrix_error,
    }
    exact = {name: as_fraction(value, name=name) for name, value in numbers.items()}
    for name, value in exact.items():
        if value < 0:
            raise DomainError(f"{name}: got {rounded_text(value)}, need >= 0")
    error = exact["matrix_error"]
    constants = firenet.sharpness.constants
    sharpness = firenet.sharpness
    if error:
        sharpness = sharpness_for(constants.null_space.perturbed(error), sharpness.lam)
    iteration, L = firenet.iteration, firenet.iteration.matrix.norm + error
    theta = _theta(iteration.contraction(), L / iteration.matrix.norm)
    offset = sharpness.offset(distance=exact["distance"], noise=exact["noise"])
    R = exact["radius"]
    G = (l2_above(iteration.thresholds) + L) * R
    values, dual = [R], 1
    for block in iteration.blocks:
        G = rounded_up(_after(block, G, R, theta=theta, dual=dual))
        R = rounded_up(sharpness.B * G + offset)
        values.append(R)
        dual = 2 if iteration.keeps_dual else 1
    return ErrorBounds(values=tuple(values), sharpness=sharpness, **exact)


def sharpness_for(null_space: NullSpaceProperty[P_co], lam: object) -> Sharpness[P_co]:
    """Return the inequality (4) of a property for a given lam, weakening the property if need be.

    Parameters
    ----------
    null_space : NullSpaceProperty
    lam : rational
        Above 0 and below ``1 / (gamma sqrt(xi))``.

    Raises
    ------
    DomainError
        If lam is outside.

    Notes
    -----
    A parameter may be up to ``C1 / (C2 sqrt(xi)) = C1 / ((C1 + f) gamma sqrt(xi))``, with f and g
    of (2) there. With (rho, gamma) the matrix has the property (rho', gamma) for every larger rho',
    and ``C1 = (f rho' + g) / (1 - rho')`` grows with it without end. So with
    ``q = lam gamma sqrt(xi)`` the least rho' is that with ``C1 = c = f q / (1 - q)``:
    ``rho' = (c - g) / (f + c)``, if it is not less than rho.

    Examples
    --------
    >>> from computable.nullspace import Levels, assume
    >>> half = assume(Levels.single(64, 4), rho="1/2", gamma=1)
    >>> sharpness_for(half, "5/16").B == RecoveryConstants(null_space=half).sharpness("5/16").B
    True
    >>> found = sharpness_for(half, "1/3")
    >>> found.constants.null_space.rho, round(float(found.B), 3)
    (Fraction(5, 9), 3.182)
    """
    value = as_fraction(lam, name="lam")
    levels, gamma = null_space.levels, null_space.gamma
    q = value * gamma * root_above(levels.xi)
    if not 0 < q < 1:
        raise DomainError(
            f"lam: got {rounded_text(value)}, need > 0 and < 1 / (gamma sqrt(xi)) = "
            f"{rounded_text(value / q)}: a larger one has no error bound"
            if q
            else "lam: got 0, need > 0"
        )
    least = RecoveryConstants(null_space=_weaker(null_space, Fraction(0)))
    g = least.C1
    f = least.C2 / gamma - g
    c = f * q / (1 - q)
    rho = max(null_space.rho, (c - g) / (f + c))
    return RecoveryConstants(null_space=_weaker(null_space, rho)).sharpness(value)


def _weaker(null_space: NullSpaceProperty[P_co], rho: Fraction) -> NullSpaceProperty[P_co]:
    return NullSpaceProperty(
        levels=null_space.levels,
        rho=rho,
        gamma=null_space.gamma,
        provenance=null_space.provenance,
    )


def _theta(contraction: Fraction, growth: Fraction) -> Fraction:
    """Return theta', rounded up."""
    square = contraction * growth**2
    if square >= 1:
        raise DomainError(
            f"matrix_error: tau * sigma * (L + e)**2 = {rounded_text(square)}, need < 1: the "
            "steps are too long for all these matrices"
        )
    return root(square, up=True)


def _after(block: Block, G: Fraction, R: Fraction, *, theta: Fraction, dual: int) -> Fraction:
    """Return the least right side of (1)."""
    share = (1 + theta) / (2 * block.steps)
    a, rest = share * R**2 / block.tau, share * dual**2 / block.sigma
    return (a if 2 * a <= G else G - G**2 / (4 * a)) + rest
