"""Networks of few layers: affine maps, and affine maps with soft thresholds."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from computable.errors import DomainError
from computable.exact import as_vector, number_text
from computable.network.activation import Relu
from computable.network.affine_map import AffineMap
from computable.network.network import Network
from computable.network.nonlinear import Pointwise

__all__ = ["affine", "linear", "soft_thresholded"]


def linear(matrix: Iterable[Iterable[object]]) -> Network:
    """Return the network ``y -> W y`` with one affine map.

    Parameters
    ----------
    matrix : rows of rationals, shape (N, m)

    Examples
    --------
    >>> linear([["1/2", 1]])([2, 3])
    (Fraction(4, 1),)
    """
    return Network(maps=(AffineMap.from_dense(matrix),))


def affine(matrix: Iterable[Iterable[object]], shift: Iterable[object]) -> Network:
    """Return the network ``y -> W y + c`` with one affine map.

    Parameters
    ----------
    matrix : rows of rationals, shape (N, m)
    shift : rationals, shape (N,)

    Examples
    --------
    >>> affine([[1], [2]], [0, 1])([3])
    (Fraction(3, 1), Fraction(7, 1))
    """
    return Network(maps=(AffineMap.from_dense(matrix, shift),))


def soft_thresholded(
    matrix: Iterable[Iterable[object]], shift: Iterable[object], thresholds: Iterable[object]
) -> Network:
    """Return the ReLU network ``y -> soft(W y + c, k)``, with a threshold for each entry.

    It has one hidden layer of N pairs: ``soft(v, k) = relu(v - k) - relu(-v - k)`` for k >= 0.

    Parameters
    ----------
    matrix : rows of rationals, shape (N, m)
    shift : rationals, shape (N,)
    thresholds : rationals >= 0, shape (N,)

    Raises
    ------
    DomainError
        If the shapes do not fit, an entry is no rational, or a threshold is negative.

    Examples
    --------
    >>> soft_thresholded([[1, 0], [0, 2]], [0, 0], [0, "1/2"])(["-1/3", -1])
    (Fraction(-1, 3), Fraction(-3, 2))
    """
    inner = AffineMap.from_dense(matrix, shift)
    N = inner.rows
    steps = as_vector(thresholds, name="thresholds", length=N)
    for i, k in enumerate(steps):
        if k < 0:
            raise DomainError(f"thresholds[{i}]: got {number_text(k)}, need >= 0")
    mirrored = tuple(tuple((j, -v) for j, v in row) for row in inner.weights)
    shifts = [c - k for c, k in zip(inner.shift, steps)] + [
        -c - k for c, k in zip(inner.shift, steps)
    ]
    pairs = AffineMap(columns=inner.columns, weights=inner.weights + mirrored, shift=tuple(shifts))
    one = Fraction(1)
    difference = AffineMap(
        columns=2 * N, weights=tuple(((i, one), (N + i, -one)) for i in range(N))
    )
    return Network(maps=(pairs, difference), activations=(Pointwise(Relu(), range(2 * N)),))
