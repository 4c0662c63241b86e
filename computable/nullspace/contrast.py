r"""Contrast matrices: vectors d_i that see one entry of x in A x, and what they are made for.

Let D be an m x N matrix with columns d_i, ``H = D^T A`` and ``<d_i, a_i>`` about 1. For a support S
and any k x k matrix K, ``B = K D_S^T`` is a k x m matrix with ``B a_j = K H_Sj``. From
``B A x = B A_S x_S + B A_Sc x_Sc``, with ``E = B A_S - I``,

    ``(1 - ||E||) ||x_S|| <= ||B|| ||A x|| + b ||x_Sc||_1,w``,  b = max of ``||B a_j|| / w_j``,

for j off S, since ``B A_Sc`` maps the unit ball of ``||.||_1,w`` into the hull of the
``+-B a_j / w_j``. That is the null space property of S, whatever D and K are: nothing about them
has to be proved but bounds of ``||E||``, ``||B||`` and ``||B a_j||``. For ``D = A`` and K the
inverse of H_SS, B is the pseudo-inverse of A_S; others are mostly better
(:mod:`computable.nullspace.nodewise`). The name is that of Juditsky and Nemirovski (Math. Program.
2011), who verify the null space property by them.

Supports with fewer entries need no proof of their own: for S' within S, ``||x_S'|| <= ||x_S||``
and ``||x_Sc||_1,w <= ||x_S'c||_1,w``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from computable.nullspace.matrix import Matrix
from computable.recovery.rounding import UP, Array, gamma, moderate

__all__ = ["Contrast", "Flags", "column_norms", "contrast_of"]

Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Contrast:
    """Vectors d_i, with the products that proofs need and bounds of their errors.

    Attributes
    ----------
    matrix : Matrix
        A, shape (m, N).
    vectors : ndarray, shape (m, N)
        D, exactly these numbers. Zero in the levels where no entries are.
    name : str
        What they are.

    Notes
    -----
    Entry (i, j) of the exact ``D^T A`` is within ``reach[i] * seen(1)[j]`` of ``H``, by the error
    bound of a float64 inner product and by ``||array - A||``, which bounds each of its columns.
    With ``seen(1 + n)`` the same holds after n more roundings: ``|H_ij|`` is at most
    ``reach[i] * lengths[j]`` times ``1 + gamma(m)``, and ``gamma(m) + gamma(n) (1 + gamma(m))`` is
    at most ``gamma(m + n)``.
    """

    matrix: Matrix
    vectors: Array
    name: str

    @cached_property
    def H(self) -> Array:
        """``D^T array`` in float64, shape (N, N)."""
        return self.vectors.T @ self.matrix.array

    @cached_property
    def J(self) -> Array:
        """``D^T D`` in float64, shape (N, N)."""
        return self.vectors.T @ self.vectors

    @cached_property
    def reach(self) -> Array:
        """Upper bounds of ``||d_i||``, shape (N,)."""
        return column_norms(self.vectors)

    @cached_property
    def lengths(self) -> Array:
        """Upper bounds of the norms of the columns of ``array``, shape (N,)."""
        return column_norms(self.matrix.array)

    def seen(self, roundings: int) -> Array:
        """Return the factors of the columns in the bound of the errors of H, shape (N,)."""
        share = gamma(self.matrix.shape[0] + roundings)
        return np.asarray((self.lengths * share + self.matrix.rounding) * UP + 1e-150)


def contrast_of(matrix: Matrix, vectors: Array, used: Flags, name: str) -> Contrast | None:
    """Scale the vectors to ``<d_i, a_i> = 1``, about; ``None`` where that is not possible.

    Parameters
    ----------
    matrix : Matrix
    vectors : ndarray, shape (m, N)
    used : ndarray of bool, shape (N,)
        Where entries may be: the other vectors are set to zero.
    name : str
    """
    with np.errstate(all="ignore"):
        found = np.where(used, vectors / np.sum(vectors * matrix.array, axis=0), 0.0)
    if not moderate(found):
        return None
    contrast = Contrast(matrix=matrix, vectors=found, name=name)
    return contrast if moderate(contrast.H) and contrast.reach.max() < 1e75 else None


def column_norms(array: Array) -> Array:
    """Return upper bounds of the l2 norms of the columns.

    Examples
    --------
    >>> bool(5 <= column_norms(np.array([[3.0], [4.0]]))[0] < 5.0001)
    True
    """
    squares = np.einsum("ij,ij->j", array, array)
    return np.asarray(np.sqrt(squares) * (1 + gamma(len(array) + 4)) * UP + 1e-150)
