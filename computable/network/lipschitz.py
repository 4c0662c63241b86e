r"""A bound of the Lipschitz constant of a network: a product over layers, with skips.

All norms are l2. Let y -> x_j be the output of layer j, with Lipschitz constant L_j, where
x_0 = y and L_0 = 1. Layer j is ``x_j = rho_j(W_j x_{j-1} + R_j y + c_j)``. The triangle
inequality gives

    ``L_j <= Lip(rho_j) (||W_j|| L_{j-1} + ||R_j||)``,

and since y -> (x_{j-1}, y) has the constant ``sqrt(L_{j-1}^2 + 1)`` also

    ``L_j <= Lip(rho_j) ||[W_j R_j]|| sqrt(L_{j-1}^2 + 1)``.

The smaller one is used. The norms are the upper bounds of :func:`operator_norm`.

*Mirrored pairs.* A soft threshold written with ReLUs, ``relu(v - k) - relu(-v - k)``, has the
constant 1, while the product of its layers gives 2. So two ReLU units a and b with opposite
rows ``(W R)_b = -(W R)_a``, shifts ``c_a + c_b <= 0`` and opposite columns in the next map count
as one unit with the function ``g(v) = relu(v + c_a) - relu(-v + c_b)``: at most one of its terms
varies at each v, so g has the constant 1. Row b and column b are left out of the norms, and so
are those of units that are constant (a row of zeros) or unused (a column of zeros).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from computable.network.activation import Relu
from computable.network.affine_map import AffineMap
from computable.network.nonlinear import Gate, Pointwise
from computable.network.norm import operator_norm, root_above, rounded_up
from computable.network.sparse import Row

if TYPE_CHECKING:
    from computable.network.network import Network

__all__ = ["lipschitz_bound"]


def lipschitz_bound(network: Network) -> Fraction | None:
    """Return an upper bound of the l2 Lipschitz constant; ``None`` if a layer has none.

    Examples
    --------
    >>> from computable.network import soft_thresholded
    >>> lipschitz_bound(soft_thresholded([[3, 0], [0, 2]], [0, 0], [1, "1/2"]))
    Fraction(3, 1)
    """
    constants: list[Fraction] = []
    for rho in network.activations:
        if rho.lipschitz is None:
            return None
        constants.append(rho.lipschitz)
    bound = Fraction(1)
    left_out: frozenset[int] = frozenset()
    pairs: dict[tuple[int, ...], frozenset[int]] = {}  # layers are often the same objects
    norms: dict[tuple[object, ...], tuple[Fraction, ...]] = {}
    for j, layer in enumerate(network.maps):
        idle: frozenset[int] = frozenset()
        if j < len(constants):
            following, rho = network.maps[j + 1], network.activations[j]
            key = (id(layer), id(following), id(rho))
            if key not in pairs:
                pairs[key] = _left_out(layer, following, rho)
            idle = pairs[key]
        part = (id(layer), left_out, idle)
        if part not in norms:
            norms[part] = _norms(layer, left_out, idle)
        bound = _through(bound, *norms[part])
        bound = rounded_up(bound * constants[j] if j < len(constants) else bound)
        left_out = idle
    return bound


def _through(bound: Fraction, norm: Fraction, skip: Fraction, joined: Fraction) -> Fraction:
    """Return the constant after an affine map with these norms of W, R and [W R]."""
    if not skip:
        return bound * norm
    return min(norm * bound + skip, joined * root_above(bound * bound + 1))


def _norms(
    layer: AffineMap, columns: frozenset[int], rows: frozenset[int]
) -> tuple[Fraction, Fraction, Fraction]:
    """Return the norms of W, R and [W R] without these columns of W and rows of both."""
    if not layer.skip and not rows and not columns:
        return layer.norm, Fraction(0), layer.norm
    kept = [i for i in range(layer.rows) if i not in rows]
    weights = [tuple(e for e in layer.weights[i] if e[0] not in columns) for i in kept]
    norm = operator_norm(weights)
    if not layer.skip:
        return norm, Fraction(0), norm
    skip = [layer.skip[i] for i in kept]
    moved = [tuple((layer.columns + k, v) for k, v in row) for row in skip]
    joined = [w + r for w, r in zip(weights, moved, strict=True)]
    return norm, operator_norm(skip), operator_norm(joined)


def _left_out(layer: AffineMap, following: AffineMap, rho: Pointwise | Gate) -> frozenset[int]:
    """Return the constant and the unused units of a layer, and one of each mirrored pair."""
    skips = layer.skip or ((),) * layer.rows
    columns = _columns(following)
    waiting: dict[object, list[int]] = {}
    found = {k for k in range(layer.rows) if k not in columns or not (layer.weights[k] or skips[k])}
    for b in rho.units if isinstance(rho.function, Relu) else ():
        if b in found:
            continue
        row, column = layer.weights[b] or skips[b], columns[b]
        (k, v), (i, w) = row[0], column[0]
        for a in waiting.get((k, -v, i, -w), ()):
            if (
                layer.shift[a] + layer.shift[b] <= 0
                and _opposite(layer.weights[a], layer.weights[b])
                and _opposite(skips[a], skips[b])
                and _opposite(columns[a], column)
            ):
                waiting[k, -v, i, -w].remove(a)
                found.add(b)
                break
        else:
            waiting.setdefault((k, v, i, w), []).append(b)
    return frozenset(found)


def _opposite(left: Row, right: Row) -> bool:
    """Tell whether one row is the negative of the other."""
    return len(left) == len(right) and all(
        i == j and v == -w for (i, v), (j, w) in zip(left, right, strict=True)
    )


def _columns(layer: AffineMap) -> dict[int, Row]:
    columns: dict[int, list[tuple[int, Fraction]]] = {}
    for i, row in enumerate(layer.weights):
        for k, v in row:
            columns.setdefault(k, []).append((i, v))
    return {k: tuple(column) for k, column in columns.items()}
