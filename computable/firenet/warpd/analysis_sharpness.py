r"""Approximate sharpness of an analysis norm, from the null space property in another basis.

*Lemma.* Let W be an invertible matrix of shape (N, N), let ``A W^-1`` have the null space property,
and let the first ``free`` coordinates be levels of which every entry may be used: ``s_l = n_l``.
Let D be W without its first ``free`` rows, and ``J(x) = ||D x||_1,w`` with the other weights. Then
for all x and z, with lam and B of ``A W^-1`` as in :mod:`computable.nullspace.constants`,

    ``||z - x|| <= ||W^-1|| B (lam (2 sigma(W x) + J(z) - J(x)) + ||A (z - x)||)``.

*Proof.* Put ``v = W (z - x)``: then ``(A W^-1) v = A (z - x)`` and ``||z - x|| <= ||W^-1|| ||v||``.
Every best support of a vector, and every support of its largest entries, holds the free
coordinates. So in the proof of (1) there, ``||v_Dc||_1,w <= T + ||v_D||_1,w`` holds without their
part of T, which is ``2 sigma(W x) + J(z) - J(x)`` then, and without their part of ``||v_D||_1,w``,
which only is smaller. Nothing else was used of T.

Hence inequality (1) of :mod:`computable.firenet.warpd.sharpness` with ``C1 = ||W^-1|| B lam``,
``C2 = 1 / lam`` and with ``sigma(W x)`` for ``sigma(x)``. Without free coordinates that is, say, a
Haar basis. Total variation is the other example: W holds the first entry of x, which is free, and
the differences, and W^-1 is a summation.
"""

from __future__ import annotations

from computable.errors import DomainError
from computable.exact import as_fraction, inverse, weighted_sums
from computable.firenet.warpd.analysis_operator import SparseOperator
from computable.firenet.warpd.sharpness import ApproximateSharpness, misfit_constant
from computable.network.norm import operator_norm
from computable.network.sparse import sparse
from computable.nullspace import Levels, Matrix, Sharpness
from computable.nullspace.provenance import P_co
from computable.nullspace.shown import shown

__all__ = ["analysis_sharpness", "in_basis", "inverse_of", "transformed"]


def analysis_sharpness(
    sharpness: Sharpness[P_co],
    basis: Matrix | SparseOperator,
    *,
    free: int = 0,
    epsilon: object = None,
    distance: object = 0,
    noise: object = None,
) -> ApproximateSharpness[P_co]:
    """Return inequality (1) for ``||D x||_1,w``, from the null space property of ``A W^-1``.

    Parameters
    ----------
    sharpness : Sharpness
        Of the matrix that :func:`in_basis` returns.
    basis : Matrix or SparseOperator, shape (N, N)
        W. D is of the same kind.
    free : int
        How many rows of W are no rows of D: whole levels with ``s_l = n_l``.
    epsilon, noise : rational, optional
        As for :func:`computable.firenet.warpd.sharpness.sharpness_of`.
    distance : rational
        At least ``sigma(W x)``.

    Raises
    ------
    DomainError
        If W is not invertible, sizes do not fit, the first levels do not allow the free
        coordinates, or a number is outside its range.

    Examples
    --------
    >>> from computable.nullspace import RecoveryConstants, assume
    >>> W = SparseOperator([[(0, 1)], [(0, -1), (1, 1)], [(1, -1), (2, 1)]], columns=3)
    >>> levels = Levels(sizes=[1, 2], sparsities=[1, 1])
    >>> known = assume(levels, rho="1/2", gamma=1, source="a lecture")
    >>> found = analysis_sharpness(RecoveryConstants(null_space=known).sharpness(), W, free=1)
    >>> found.operator.dense() == [[-1, 1, 0], [0, -1, 1]], found.weights
    (True, (Fraction(1, 1), Fraction(1, 1)))
    """
    levels = sharpness.levels
    N = basis.shape[1]
    if levels.size != N:
        raise DomainError(f"levels: got {levels.size} coordinates, but W has {N} columns")
    back = inverse_of(basis)
    _check_free(levels, free)
    C2 = 1 / sharpness.lam
    entries, _ = sparse(back.rows, name="W")
    return ApproximateSharpness(
        C1=min(back.norm, operator_norm(entries)) * sharpness.B * sharpness.lam,
        C2=C2,
        c=misfit_constant(C2, epsilon=epsilon, distance=distance, noise=noise),
        epsilon=None if epsilon is None else as_fraction(epsilon, name="epsilon"),
        weights=levels.weight_vector[free:],
        operator=_without(basis, free),
        provenance=sharpness.provenance,
        transform=back,
    )


def in_basis(matrix: Matrix, basis: Matrix | SparseOperator) -> Matrix:
    """Return ``A W^-1``, exactly: the matrix whose null space property is needed.

    Examples
    --------
    >>> W = SparseOperator([[(0, 1)], [(0, -1), (1, 1)]], columns=2)
    >>> in_basis(Matrix([[1, 3]]), W).rows
    ((Fraction(4, 1), Fraction(3, 1)),)
    """
    if matrix.shape[1] != basis.shape[1]:
        raise DomainError(
            f"W: got {basis.shape[1]} columns, need {matrix.shape[1]}, as many as A has"
        )
    return transformed(matrix, inverse_of(basis))


def transformed(matrix: Matrix, transform: Matrix) -> Matrix:
    """Return the product of two matrices, exactly."""
    columns, _ = sparse(zip(*transform.rows, strict=True), name="W")
    return Matrix([weighted_sums(columns, row) for row in matrix.rows])


def inverse_of(basis: Matrix | SparseOperator) -> Matrix:
    """Return ``W^-1``, exactly.

    Raises
    ------
    DomainError
        If W is not square, or not invertible.
    """
    q, N = basis.shape
    if q != N:
        raise DomainError(f"W: got shape {basis.shape}, need a square matrix")
    found = inverse(basis.dense() if isinstance(basis, SparseOperator) else basis.rows)
    if found is None:
        raise DomainError("W: got a matrix that has no inverse, need one that has")
    return Matrix(found)


def _check_free(levels: Levels, free: int) -> None:
    if type(free) is not int or not 0 <= free < levels.size:
        raise DomainError(f"free: got {shown(free)}, need an integer from 0 to below {levels.size}")
    full = [0]
    for n, s in zip(levels.sizes, levels.sparsities, strict=True):
        if s < n:
            break
        full.append(full[-1] + n)
    if free not in full:
        raise DomainError(
            f"free: got {free}, need whole levels whose sparsities are their sizes, first in "
            f"{levels}"
        )


def _without(basis: Matrix | SparseOperator, free: int) -> Matrix | SparseOperator:
    if not free:
        return basis
    if isinstance(basis, SparseOperator):
        return SparseOperator(basis.rows[free:], columns=basis.columns)
    return Matrix(basis.rows[free:])
