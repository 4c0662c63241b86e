r"""A network for a matrix that is only known approximately.

Let ``||A - A_l|| <= error``, where A_l is known and A is what measures, ``y = A x + noise``. Then
``||A_l x - y|| <= ||A x - y|| + error ||x||``: for A_l these are data with more noise, and a
network built from A_l recovers x from them, with a bound for **every** such A, x and y. Its
constants are those of A_l. If the null space property is known of A instead, that of A_l is
``perturbed(error)`` (Colbrook, Antun, Hansen, PNAS 2022, where A is given by such approximations
A_l, as accurate as one likes).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from computable.errors import DomainError
from computable.exact import as_fraction, rounded_text
from computable.firenet.firenet import Firenet
from computable.nullspace import Matrix, NullSpaceProperty, Proved, RecoveryConstants
from computable.nullspace.provenance import P_co
from computable.nullspace.shown import shown

__all__ = ["plan_inexact", "transferred"]


def plan_inexact(
    matrix: Matrix,
    null_space: NullSpaceProperty[P_co],
    *,
    error: object,
    largest: object,
    known_of: str = "true",
    radius: object = None,
    noise: object = 0,
    version: str = "sharp",
    lam: object = None,
    **options: Any,
) -> Firenet[P_co]:
    """Return a network built from an approximate matrix, for data of the true one.

    Parameters
    ----------
    matrix : Matrix, shape (m, N)
        A_l.
    null_space : NullSpaceProperty
        ``Proved`` ones say of which matrix they are; they may be of A_l, or of one near it.
    error : rational
        ``||A - A_l|| <= error``, in the l2 operator norm.
    largest : rational
        ``||x|| <= largest``.
    known_of : str
        Of what an ``Assumed`` property is: of the 'true' matrix A, or of the 'approximate' one.
    radius : rational, optional
        ``||x - start|| <= radius``; by default ``largest``, if no start is given.
    noise : rational
        ``||A x - y|| <= noise``, with the true A.
    version : str
    lam : rational, optional
        See :class:`RecoveryConstants` and its ``sharpness``.
    **options
        As in :meth:`Firenet.plan`.

    Returns
    -------
    Firenet
        Its ``noise`` is that of A_l.

    Raises
    ------
    DomainError
        If a number is negative, the error is too large for the property, or the plan is
        impossible.

    Examples
    --------
    >>> from computable.nullspace import Levels, assume
    >>> A_l = Matrix([[1, -0.5, -0.5], [0, 0.875, -0.875]])  # the true one has sqrt(3) / 2
    >>> found = assume(Levels.single(3, 1), rho="0.51", gamma=1, source="a lecture")
    >>> net = plan_inexact(A_l, found, error="1/70", largest=1, accuracy="1/4")
    >>> net, net.noise
    (Firenet(2 x 3, error <= 0.181, assumed: a lecture), Fraction(1, 70))
    """
    e, X = as_fraction(error, name="error"), as_fraction(largest, name="largest")
    measured = as_fraction(noise, name="noise")
    for name, value in (("error", e), ("largest", X), ("noise", measured)):
        if value < 0:
            raise DomainError(f"{name}: got {rounded_text(value)}, need >= 0")
    if known_of not in ("true", "approximate"):
        raise DomainError(f"known_of: got {shown(known_of)}, need 'true' or 'approximate'")
    if radius is None and "start" in options:
        raise DomainError("radius: got none, need a bound of ||x - start||")
    if isinstance(null_space.provenance, Proved):
        near = transferred(null_space, matrix)
    else:
        near = null_space.perturbed(e if known_of == "true" else 0)
    sharpness = RecoveryConstants(null_space=near, version=version).sharpness(lam)
    return Firenet.plan(
        matrix,
        sharpness,
        radius=X if radius is None else radius,
        noise=measured + e * X,
        **options,
    )


def transferred(null_space: NullSpaceProperty[P_co], matrix: Matrix) -> NullSpaceProperty[P_co]:
    """Return a proved property of one matrix as a property of another one, near it.

    Notes
    -----
    Proved of all matrices within w of one, it holds of all within ``w - d`` of a matrix at the
    distance d <= w; if d > w, it is perturbed by ``d - w`` first. d is a proved upper bound.

    Raises
    ------
    DomainError
        If the property is not proved, the matrices differ in shape, or are too far apart.

    Examples
    --------
    >>> from computable.nullspace import Levels
    >>> A, B = Matrix([[1, 0], [0, 1]]), Matrix([[1, 0], [0, "1.125"]])
    >>> found = NullSpaceProperty(
    ...     levels=Levels.single(2, 1), rho=0, gamma=1, provenance=Proved(method="eye", matrix=A)
    ... )
    >>> near = transferred(found, B)
    >>> near.provenance.matrix == B, round(float(near.gamma), 6)
    (True, 1.142857)
    """
    known: Any = null_space.provenance
    if not isinstance(known, Proved):
        raise DomainError("null_space: it is assumed, need one that is proved of a matrix")
    if known.matrix == matrix:
        return null_space
    if known.matrix.shape != matrix.shape:
        raise DomainError(f"A: got shape {matrix.shape}, need {known.matrix.shape}")
    pairs = zip(matrix.rows, known.matrix.rows, strict=True)
    difference = Matrix([[a - b for a, b in zip(*rows, strict=True)] for rows in pairs])
    d = difference.norm
    near: Any = null_space.perturbed(max(d - known.within, 0))
    left = near.provenance.within - d
    return replace(near, provenance=Proved(method=known.method, matrix=matrix, within=left))
