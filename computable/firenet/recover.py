"""From data to a recovered signal in one call: prove, plan, run."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any, overload

from computable.errors import DomainError, UndecidedError
from computable.exact import as_fraction
from computable.firenet.evaluation.precise_ball import MOST_BITS
from computable.firenet.firenet import Firenet
from computable.firenet.run import Run
from computable.inputs.arrays import as_point
from computable.network.norm import root_above
from computable.nullspace import (
    Levels,
    Matrix,
    NullSpaceProperty,
    Proved,
    RecoveryConstants,
    Sharpness,
    prove_null_space,
)
from computable.nullspace.provenance import P_co
from computable.recovery.outward import significant

__all__ = ["first_radius", "recover", "run_to"]

MORE_BITS = 64


def first_radius(
    sharpness: Sharpness[Any], y: object, *, distance: object = 0, noise: object = 0
) -> Fraction:
    """Return ``B ||y|| + offset``, rounded up: at least ``||x||`` for every x of the theorem.

    It is inequality (4) of :mod:`computable.nullspace.constants` for z = 0, as F is not negative.

    Parameters
    ----------
    sharpness : Sharpness
    y : shape (m,)
    distance, noise : rational
        Upper bounds of ``sigma(x)`` and ``||A x - y||``.

    Raises
    ------
    DomainError
        If y is zero and so are the other two: then x is zero, and there is nothing to recover.
    """
    _, exact = as_point(y, name="y")
    size = root_above(sum((v * v for v in exact), Fraction(0)))
    radius = sharpness.B * size + sharpness.offset(distance=distance, noise=noise)
    if not radius:
        raise DomainError("y: got zero without noise, so x is zero; need something to recover")
    return significant(radius, up=True, bits=24)


@overload
def recover(
    A: object, y: object, *, levels: Levels | int, accuracy: object, **options: Any
) -> Run[Proved]: ...
@overload
def recover(
    A: object,
    y: object,
    *,
    null_space: NullSpaceProperty[P_co],
    accuracy: object,
    **options: Any,
) -> Run[P_co]: ...
def recover(
    A: object,
    y: object,
    *,
    levels: Levels | int | None = None,
    null_space: NullSpaceProperty[Any] | None = None,
    accuracy: object,
    noise: object = 0,
    distance: object = 0,
    bits: int | None = None,
    **options: Any,
) -> Run[Any]:
    """Recover a nearly sparse x from ``y = A x + noise``, with a bound of the error.

    Proves the null space property of A (or takes the one that is given), plans the network that
    brings the error bound to the accuracy, and evaluates it with norm balls.

    Parameters
    ----------
    A : Matrix, or shape (m, N)
        As :class:`~computable.nullspace.Matrix` reads it.
    y : shape (m,)
    levels : Levels or int
        How sparse x nearly is; an integer is one level of weight 1.
    null_space : NullSpaceProperty
        Instead of levels: a property that is already known, or assumed.
    accuracy : rational
        In the l2 norm, above what noise and distance leave of it.
    noise, distance : rational
        Upper bounds of ``||A x - y||`` (at least by how much y has been rounded) and of
        ``sigma(x)``, x's distance from the sparse vectors in the weighted l1 norm. They are
        taken from you: the bound is about every x that they are true of.
    bits : int, optional
        Without it float64, and where its bound is above the accuracy, as many bits as are needed.
    **options
        ``schedule``, ``theta`` and ``rate`` of :meth:`Firenet.plan`.

    Raises
    ------
    DomainError
        If the data do not fit, the property cannot be proved, or the output shows that no x has
        this y with so little noise and distance.
    UndecidedError
        If float64 and 65536 bits do not reach the accuracy.

    Examples
    --------
    >>> A = [[1, -0.5, -0.5], [0, 0.875, -0.875]]
    >>> run = recover(A, [1, 0], levels=1, accuracy="1e-6")
    >>> [round(v, 6) + 0.0 for v in run.floats], run.bound < 1e-6
    ([1.0, 0.0, 0.0], True)
    >>> recover(A, [1, 0], levels=1, accuracy="1e-60").bound < Fraction(1, 10**60)
    True
    """
    matrix = A if isinstance(A, Matrix) else Matrix(A)
    if (levels is None) == (null_space is None):
        raise DomainError("levels, null_space: need one of the two")
    if isinstance(levels, int):
        levels = Levels.single(matrix.shape[1], levels)
    given: object = null_space
    if not isinstance(given, NullSpaceProperty | None):
        raise DomainError(f"null_space: got {type(given).__name__}, need a NullSpaceProperty")
    held: NullSpaceProperty[Any]
    held = null_space if levels is None else prove_null_space(matrix, levels)  # type: ignore[assignment]
    sharpness = RecoveryConstants(null_space=held).sharpness()
    goal = as_fraction(accuracy, name="accuracy")
    net = Firenet.plan(
        matrix,
        sharpness,
        radius=first_radius(sharpness, y, distance=distance, noise=noise),
        accuracy=goal,
        distance=distance,
        noise=noise,
        spare=Fraction(1, 1 << 20),
        **options,
    )
    return run_to(net, y, goal) if bits is None else net.run(y, bits=bits)


def run_to(net: Firenet[P_co], y: object, accuracy: Fraction) -> Run[P_co]:
    """Run a network in float64, or with as many bits as an accuracy needs.

    Parameters
    ----------
    net : Firenet
        Whose own last bound is below the accuracy.
    y : shape (m,)
    accuracy : Fraction

    Raises
    ------
    DomainError
        If y does not fit.
    UndecidedError
        If 65536 bits do not suffice.
    """
    run = net.run(y)
    bits = MORE_BITS + ceil(net.bounds[0] / accuracy).bit_length()
    while run.bound > accuracy:
        if bits > MOST_BITS:
            raise UndecidedError(f"accuracy: not reached with {MOST_BITS} bits")
        run, bits = net.run(y, bits=bits), 2 * bits
    return run
