"""The nodes of an ONNX model, read one after the other: each takes what the one before gave."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NoReturn

from computable.errors import DomainError
from computable.exact import exact_binary
from computable.network.activation import Relu
from computable.network.affine_map import AffineMap
from computable.network.network import Network
from computable.network.nonlinear import Pointwise

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

__all__ = ["Chain", "read_node"]

MOST_UNITS = 1 << 20
"""A file can claim any size for its input, and an identity map of it takes room."""


@dataclass(kw_only=True)
class Chain:
    """What has been read so far.

    Attributes
    ----------
    value : str
        The name of the last value.
    constants : dict of TensorProto
    sizes : list of int or None
        The shape of the last value, ``None`` for a free batch size.
    """

    value: str
    constants: dict[str, TensorProto]
    sizes: list[int | None]
    maps: list[AffineMap] = field(default_factory=list)
    activations: list[Pointwise] = field(default_factory=list)
    pending: AffineMap | None = None
    """The affine map after the last activation, if there is one already."""

    @property
    def size(self) -> int:
        """The number of units."""
        return self.sizes[-1] or 0

    def multiply(self, layer: AffineMap) -> None:
        """Append a matrix; one behind another is a layer of its own, so both keep their values."""
        if self.pending is not None:
            self.activate(())
        self.pending = layer
        self.sizes = [*self.sizes[:-1], layer.rows]

    def shift(self, shift: list[Fraction]) -> None:
        """Append an addition, to the last matrix if there is one."""
        before = self.pending or _identity(self.size)
        self.pending = AffineMap(
            columns=before.columns,
            weights=before.weights,
            shift=tuple(a + b for a, b in zip(before.shift, shift, strict=True)),
        )

    def activate(self, units: range | tuple[int, ...]) -> None:
        """Append a ReLU at these units."""
        self.maps.append(self.pending or _identity(self.size))
        self.activations.append(Pointwise(Relu(), units))
        self.pending = None

    def network(self) -> Network:
        """Return the network."""
        last = self.pending or _identity(self.size)
        return Network(maps=(*self.maps, last), activations=tuple(self.activations))


def read_node(chain: Chain, node: NodeProto) -> None:
    """Append one node.

    Raises
    ------
    DomainError
        If it is not one of those that a ReLU network is made of; the message names it.
    """
    where = f"node {node.name or (node.output[0] if node.output else '')!r} ({node.op_type})"
    attributes = {a.name: a for a in node.attribute}
    if node.domain not in ("", "ai.onnx") or node.op_type not in (*READERS, "Constant"):
        _fail(where, f"need one of {', '.join(READERS)}")
    if node.op_type == "Constant":
        if set(attributes) != {"value"}:
            _fail(where, "need a constant tensor")
        chain.constants[node.output[0]] = attributes["value"].t
        return
    operands = [name for name in node.input if name]
    if operands.count(chain.value) != 1:
        _fail(where, f"it does not take {chain.value!r}, the value before it, once; need a chain")
    other = [name for name in operands if name != chain.value]
    missing = [name for name in other if name not in chain.constants]
    if missing:
        _fail(where, f"it takes {missing[0]!r}, which is no constant; need a chain")
    if extra := sorted(attributes.keys() - ATTRIBUTES.get(node.op_type, set())):
        _fail(where, f"unknown attributes {', '.join(extra)}")
    flat = len(chain.sizes) in (1, 2) and 0 < chain.size <= MOST_UNITS
    if node.op_type != "Flatten" and not flat:
        rule = f"(m,) or (batch, m) with a known m <= {MOST_UNITS}"
        _fail(where, f"got the shape {chain.sizes}, need {rule}")
    tensors = [_array(chain.constants[name], name, where) for name in other]
    READERS[node.op_type](chain, where, attributes, tensors, operands.index(chain.value))
    chain.value = node.output[0]


def _gemm(chain: Chain, where: str, attributes: Any, tensors: Any, place: int) -> None:
    """``alpha x B + beta C``, B possibly transposed."""
    if place or len(chain.sizes) != 2 or _attribute(attributes, "transA", 0):
        _fail(where, "need the value before it as the first factor, of shape (batch, m)")
    matrix = tensors[0] if _attribute(attributes, "transB", 0) else tensors[0].T
    alpha, beta = (exact_binary(float(_attribute(attributes, k, 1.0))) for k in ("alpha", "beta"))
    chain.multiply(_affine(matrix, alpha, chain.size, where))
    if len(tensors) > 1:
        _shift(chain, tensors[1], beta, where)


def _matmul(chain: Chain, where: str, _: Any, tensors: Any, place: int) -> None:
    """``x B``, or ``A x`` for a vector x."""
    if place and len(chain.sizes) != 1:
        _fail(where, "need the constant as the second factor")
    chain.multiply(_affine(tensors[0] if place else tensors[0].T, Fraction(1), chain.size, where))


def _add(chain: Chain, where: str, _: Any, tensors: Any, place: int) -> None:
    _shift(chain, tensors[0], Fraction(1), where)


def _relu(chain: Chain, where: str, _: Any, tensors: Any, place: int) -> None:
    chain.activate(range(chain.size))


def _keep(chain: Chain, where: str, _: Any, tensors: Any, place: int) -> None:
    pass


def _flatten(chain: Chain, where: str, attributes: Any, tensors: Any, place: int) -> None:
    """Everything but the batch becomes one axis, the last index running fastest."""
    sizes = chain.sizes[1:]
    if _attribute(attributes, "axis", 1) != 1 or not sizes or not all(sizes):
        _fail(where, f"got the shape {chain.sizes}, need axis 1 and known sizes behind the batch")
    chain.sizes = [chain.sizes[0], math.prod(size or 0 for size in sizes)]


READERS: dict[str, Any] = {
    "Gemm": _gemm,
    "MatMul": _matmul,
    "Add": _add,
    "Relu": _relu,
    "Identity": _keep,
    "Flatten": _flatten,
}
ATTRIBUTES = {"Gemm": {"alpha", "beta", "transA", "transB"}, "Flatten": {"axis"}}


def _affine(matrix: Any, factor: Fraction, columns: int, where: str) -> AffineMap:
    """Return the linear map of an array, with exact binary values."""
    if matrix.ndim != 2 or matrix.shape[1] != columns or not matrix.shape[0] or not factor:
        _fail(where, f"got a matrix for {matrix.shape[1:]} units, need {columns} (times not 0)")
    rows = []
    for row in matrix:
        places = row.nonzero()[0].tolist()
        rows.append(tuple((k, factor * exact_binary(float(row[k]))) for k in places))
    return AffineMap(columns=columns, weights=tuple(rows))


def _shift(chain: Chain, array: Any, factor: Fraction, where: str) -> None:
    """Append the addition of an array that is the same for the whole batch."""
    if (
        array.ndim > len(chain.sizes)
        or array.size not in (1, chain.size)
        or (array.ndim and array.shape[-1] != array.size)
    ):
        _fail(where, f"got a constant of shape {array.shape}, need ({chain.size},) or one number")
    values = [factor * exact_binary(v) for v in array.ravel().tolist()]
    chain.shift(values if len(values) == chain.size else values * chain.size)


def _array(tensor: TensorProto, name: str, where: str) -> Any:
    """Return the float32 or float64 array of a tensor inside the model."""
    import numpy as np
    from onnx import TensorProto, numpy_helper

    if tensor.data_location == TensorProto.EXTERNAL:
        _fail(where, f"the tensor {name!r} is stored outside the model")
    if tensor.data_type not in (TensorProto.FLOAT, TensorProto.DOUBLE):
        _fail(where, f"the tensor {name!r} is neither float32 nor float64")
    try:
        array = numpy_helper.to_array(tensor)
    except (ValueError, TypeError) as error:
        _fail(where, f"the tensor {name!r} cannot be read: {str(error)[:80]}")
    if not np.isfinite(array).all():
        _fail(where, f"the tensor {name!r} is not finite")
    return array


def _attribute(attributes: Any, name: str, default: float) -> float:
    """Return a number among the attributes of a node."""
    if name not in attributes:
        return default
    found: float = attributes[name].f if isinstance(default, float) else attributes[name].i
    return found


def _identity(size: int) -> AffineMap:
    return AffineMap(columns=size, weights=tuple(((i, Fraction(1)),) for i in range(size)))


def _fail(where: str, reason: str) -> NoReturn:
    raise DomainError(f"{where}: {reason}")
