r"""How far the output of a FIRENET can move where its theorem holds: with y, and with the matrix.

Let x, y be as in the theorem: ``sigma(x) <= distance``, ``||x - start|| <= radius``,
``||A x - y|| <= noise``. By :mod:`computable.firenet.stability.error_bounds` the values of all
blocks are within ``b_k(noise)`` of x, and

* for any y' with ``||y' - y|| <= e`` the values at y' are within ``b_k(noise + e)`` of the same
  x, so that the values differ by at most the sum. These sums enter the recursion of
  :mod:`computable.firenet.stability.lipschitz`, which is better for the smallest e;
* for any A' with ``||A' - A|| <= e`` the network with A' in place of A, at the same y, is within
  ``b_k(noise + e ||x||)`` of the same x with the constants of A'. So the two networks differ by
  at most the sum.

As many bounds as wanted may be asked for; none of them depends on how y' or A' was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Generic

from computable.errors import DomainError
from computable.exact import as_fraction, rounded_text
from computable.firenet.firenet import Firenet
from computable.firenet.stability.error_bounds import error_bounds
from computable.firenet.stability.lipschitz import change_bounds
from computable.inputs.arrays import as_point
from computable.nullspace.provenance import P_co
from computable.problem import dot, norm_squared
from computable.recovery.outward import l2_above

__all__ = ["ChangeBound", "change_bound", "check_truth", "matrix_change_bound"]


@dataclass(frozen=True, kw_only=True, repr=False)
class ChangeBound(Generic[P_co]):
    """Upper bounds of the l2 change of the values of the exact network's blocks.

    Made by :func:`change_bound` or :func:`matrix_change_bound`, which say of what.

    Attributes
    ----------
    values : tuple of Fraction
        One more than blocks; the first is 0.
    size : Fraction
        The norm of what is changed.
    provenance : Proved or Assumed
        How the null space property is known, on which this rests.
    """

    values: tuple[Fraction, ...]
    size: Fraction
    provenance: P_co

    @property
    def last(self) -> Fraction:
        """The bound of the change of the output."""
        return self.values[-1]

    def __repr__(self) -> str:
        return f"ChangeBound(change <= {rounded_text(self.last, 3)}, {self.provenance})"


def change_bound(firenet: Firenet[P_co], size: object) -> ChangeBound[P_co]:
    """Bound ``||phi(y') - phi(y)||`` for every y of the theorem and every y' near it.

    Parameters
    ----------
    firenet : Firenet
    size : rational
        ``||y' - y|| <= size``. There is no need that y' is of the theorem, too.

    Raises
    ------
    DomainError
        If the size is negative.

    Examples
    --------
    >>> from computable.nullspace import Levels, Matrix, RecoveryConstants, assume
    >>> A = Matrix([[1, -0.5, -0.5], [0, 0.875, -0.875]])
    >>> found = assume(Levels.single(3, 1), rho="0.51", gamma=1, source="a lecture")
    >>> sharpness = RecoveryConstants(null_space=found).sharpness()
    >>> net = Firenet.plan(A, sharpness, radius=2, accuracy="1e-8")
    >>> change_bound(net, "1e-3"), change_bound(net, "1e-12")
    (ChangeBound(change <= 0.013, assumed: a lecture), \
ChangeBound(change <= 7.58e-10, assumed: a lecture))
    """
    e = as_fraction(size, name="size")
    if e < 0:
        raise DomainError(f"size: got {rounded_text(e)}, need >= 0")
    at_y, near = error_bounds(firenet), error_bounds(firenet, noise=firenet.noise + e)
    known = [a + b for a, b in zip(at_y.values, near.values, strict=True)]
    values = change_bounds(firenet.iteration, e, known=known)
    return ChangeBound(values=values, size=e, provenance=firenet.provenance)


def matrix_change_bound(
    firenet: Firenet[P_co], error: object, *, largest: object
) -> ChangeBound[P_co]:
    """Bound ``||phi'(y) - phi(y)||`` for every y of the theorem and every matrix near A.

    phi' has the same steps and thresholds, and A' instead of A.

    Parameters
    ----------
    firenet : Firenet
    error : rational
        ``||A' - A|| <= error``, in the l2 operator norm.
    largest : rational
        ``||x|| <= largest``; ``radius + ||start||`` always is such a bound.

    Raises
    ------
    DomainError
        If a number is negative, or the error is too large (see :func:`error_bounds`).

    Examples
    --------
    >>> from computable.nullspace import Levels, Matrix, RecoveryConstants, assume
    >>> A = Matrix([[1, -0.5, -0.5], [0, 0.875, -0.875]])
    >>> found = assume(Levels.single(3, 1), rho="0.51", gamma=1, source="a lecture")
    >>> sharpness = RecoveryConstants(null_space=found).sharpness()
    >>> net = Firenet.plan(A, sharpness, radius=2, accuracy="1e-8")
    >>> matrix_change_bound(net, "1e-3", largest=2)
    ChangeBound(change <= 0.0267, assumed: a lecture)
    """
    e, X = as_fraction(error, name="error"), as_fraction(largest, name="largest")
    if X < 0:
        raise DomainError(f"largest: got {rounded_text(X)}, need >= 0")
    at_A = error_bounds(firenet)
    near = error_bounds(firenet, noise=firenet.noise + e * X, matrix_error=e)
    sums = [a + b for a, b in zip(at_A.values[1:], near.values[1:], strict=True)]
    values = (Fraction(0), *sums)
    return ChangeBound(values=values, size=e, provenance=firenet.provenance)


def check_truth(firenet: Firenet[P_co], x: object, y: object) -> None:
    """Check, exactly, that x and y are of the theorem.

    Parameters
    ----------
    firenet : Firenet
    x : shape (N,)
    y : shape (m,)
        As in :func:`computable.inputs.as_given`.

    Raises
    ------
    DomainError
        If ``sigma(x)``, ``||x - start||`` or ``||A x - y||`` is larger than the plan allows.
    """
    matrix = firenet.iteration.matrix
    m, N = matrix.shape
    point, data = as_point(x, N)[1], as_point(y, m)[1]
    moved = [a - b for a, b in zip(point, firenet.iteration.start, strict=True)]
    residual = [dot(row, point) - b for row, b in zip(matrix.rows, data, strict=True)]
    distance = firenet.sharpness.levels.distance(point)
    if distance > firenet.distance:
        raise DomainError(
            f"x: its distance from the sparse vectors is {rounded_text(distance)}, need at most "
            f"{rounded_text(firenet.distance)}, for which the network was planned"
        )
    for name, vector, most in (
        ("x: ||x - start||", moved, firenet.bounds[0]),
        ("y: ||A x - y||", residual, firenet.noise),
    ):
        if norm_squared(vector) > most**2:
            raise DomainError(
                f"{name} is {rounded_text(l2_above(vector))}, need at most {rounded_text(most)}, "
                "for which the network was planned"
            )
