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
varies at each v, so g has the constant 1. Row b and column b are left out of the norms.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from computable.network.activation import Relu
from computable.network.affine_map import AffineMap
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
    constants = [nonlinear.lipschitz for nonlinear in network.activations]
    bound = Fraction(1)
    left_out: frozenset[int] = frozenset()
    for j, layer in enumerate(network.maps):
        constant = constants[j] if j < len(constants) else Fraction(1)
        if constant is None:
            return None
        mirrored = _mirrored(network, j)
        bound = constant * _through(layer, bound, left_out, mirrored)
        bound, left_out = rounded_up(bound), mirrored
    return bound


def _through(
    layer: AffineMap, bound: Fraction, columns: frozenset[int], rows: frozenset[int]
) -> Fraction:
    """Return the constant after an affine map without these columns and rows of W."""
    if not layer.skip and not rows and not columns:
        return bound * layer.norm
    kept = [i for i in range(layer.rows) if i not in rows]
    weights = [tuple(e for e in layer.weights[i] if e[0] not in columns) for i in kept]
    norm = operator_norm(weights)
    if not layer.skip:
        return bound * norm
    skip = [layer.skip[i] for i in kept]
    joined = [
        w + tuple((layer.columns + k, v) for k, v in r) for w, r in zip(weights, skip, strict=True)
    ]
    return min(
        norm * bound + operator_norm(skip),
        operator_norm(joined) * root_above(bound * bound + 1),
    )


def _mirrored(network: Network, j: int) -> frozenset[int]:
    """Return one unit of each mirrored pair of layer j."""
    if j + 1 == len(network.maps) or not isinstance(network.activations[j].function, Relu):
        return frozenset()
    layer = network.maps[j]
    skips = layer.skip or ((),) * layer.rows
    waiting: dict[tuple[Row, Row], list[int]] = {}
    columns: dict[int, Row] = {}
    found = set()
    for b in network.activations[j].units:
        opposite = waiting.get((_negated(layer.weights[b]), _negated(skips[b])), [])
        if opposite and not columns:
            columns = _columns(network.maps[j + 1])
        for a in opposite:
            matches = columns.get(a, ()) == _negated(columns.get(b, ()))
            if matches and layer.shift[a] + layer.shift[b] <= 0:
                opposite.remove(a)
                found.add(b)
                break
        else:
            waiting.setdefault((layer.weights[b], skips[b]), []).append(b)
    return frozenset(found)


def _negated(row: Row) -> Row:
    return tuple((k, -v) for k, v in row)


def _columns(layer: AffineMap) -> dict[int, Row]:
    columns: dict[int, list[tuple[int, Fraction]]] = {}
    for i, row in enumerate(layer.weights):
        for k, v in row:
            columns.setdefault(k, []).append((i, v))
    return {k: tuple(column) for k, column in columns.items()}
