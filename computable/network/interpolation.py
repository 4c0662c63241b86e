r"""Exact interpolation: for every finite set of samples a network with every digit exists.

Given distinct points y_1, ..., y_R in Q^m, the integer direction ``v = (1, s, s^2, ...)`` separates
them for all but finitely many s: ``<v, y_k - y_l>`` is a polynomial in s, not zero, with at
most m - 1 roots. Along ``t = <v, y>`` the piecewise linear function through (t_k, x_k), constant
below the first point and linear beyond the last, is

    ``phi(y) = x_1 + sum_k (d_k - d_{k-1}) relu(t - t_k)``,   k = 1, ..., R - 1,

with the slopes ``d_k = (x_{k+1} - x_k)/(t_{k+1} - t_k)`` and d_0 = 0: one hidden layer.

Source: Colbrook, Antun, Hansen (PNAS 2022), Theorem 1 (existence); the construction is classical.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import count, pairwise

from computable.errors import DomainError
from computable.exact import Vector, as_vector
from computable.network.activation import Relu
from computable.network.affine_map import AffineMap
from computable.network.network import Network
from computable.network.nonlinear import Pointwise

__all__ = ["interpolant", "separating_direction"]


def interpolant(points: Iterable[Iterable[object]], values: Iterable[Iterable[object]]) -> Network:
    """Return a ReLU network with ``phi(points[k]) == values[k]``, exactly.

    Parameters
    ----------
    points : R vectors of rationals, shape (R, m)
        A point may occur twice if its value is the same.
    values : R vectors of rationals, shape (R, N)

    Returns
    -------
    Network
        One hidden layer with a unit for each different point but one; for one
        point the constant network.

    Raises
    ------
    DomainError
        If there are no points, the shapes do not fit, an entry is no rational, or
        one point has two values.

    Examples
    --------
    >>> phi = interpolant([[0, 0], [0, 1], ["1/3", 0]], [[1], [0], [5]])
    >>> phi([0, 0]), phi([0, 1]), phi(["1/3", 0]), phi.widths
    ((Fraction(1, 1),), (Fraction(0, 1),), (Fraction(5, 1),), (2, 2, 1))
    """
    samples = _samples(points, values)
    nodes = list(samples)
    direction = separating_direction(nodes)
    m, N = len(direction), len(samples[nodes[0]])
    places = {y: sum((v * c for v, c in zip(direction, y)), Fraction(0)) for y in nodes}
    nodes.sort(key=places.__getitem__)
    first = samples[nodes[0]]
    if len(nodes) == 1:
        return Network(maps=(AffineMap(columns=m, weights=((),) * N, shift=first),))
    row = tuple((i, Fraction(v)) for i, v in enumerate(direction) if v)
    hinges = AffineMap(
        columns=m,
        weights=(row,) * (len(nodes) - 1),
        shift=tuple(-places[y] for y in nodes[:-1]),
    )
    slopes = [[Fraction(0)] * N]
    for a, b in pairwise(nodes):
        step = places[b] - places[a]
        slopes.append([(r - l) / step for l, r in zip(samples[a], samples[b])])
    bends = [[new - old for old, new in zip(*pair)] for pair in pairwise(slopes)]
    weights = tuple(
        tuple((k, bend[i]) for k, bend in enumerate(bends) if bend[i]) for i in range(N)
    )
    output = AffineMap(columns=len(bends), weights=weights, shift=first)
    return Network(maps=(hinges, output), activations=(Pointwise(Relu(), range(len(bends))),))


def separating_direction(points: Sequence[Vector]) -> tuple[int, ...]:
    """Return the vector (1, s, s^2, ...), with the least s >= 0, that tells all points apart.

    Examples
    --------
    >>> zero, one = Fraction(0), Fraction(1)
    >>> separating_direction([(zero, zero), (zero, one), (one, zero)])
    (1, 2)
    """
    m = len(points[0])
    for s in count():  # at most (m - 1) R (R - 1) / 2 of them fail
        direction = tuple(s**i for i in range(m))
        places = {sum((v * c for v, c in zip(direction, y) if v), Fraction(0)) for y in points}
        if len(places) == len(points):
            return direction
    raise AssertionError  # count() does not end


def _samples(
    points: Iterable[Iterable[object]], values: Iterable[Iterable[object]]
) -> dict[Vector, Vector]:
    """Return the value of each different point."""
    sources = [as_vector(y, name=f"points[{k}]") for k, y in enumerate(points)]
    targets = [as_vector(x, name=f"values[{k}]") for k, x in enumerate(values)]
    if not sources or len(sources) != len(targets):
        raise DomainError(
            f"points: got {len(sources)} points and {len(targets)} values, need equally many, "
            "at least one"
        )
    samples: dict[Vector, Vector] = {}
    known: dict[Vector, int] = {}
    for k, (y, x) in enumerate(zip(sources, targets, strict=True)):
        for name, vector, first in (("points", y, sources[0]), ("values", x, targets[0])):
            if not vector or len(vector) != len(first):
                rule = f"{len(first)}, as the first, and at least one"
                raise DomainError(f"{name}[{k}]: got {len(vector)} entries, need {rule}")
        if samples.setdefault(y, x) != x:
            raise DomainError(
                f"values[{k}]: the point occurs as points[{known[y]}] with another value"
            )
        known.setdefault(y, k)
    return samples
