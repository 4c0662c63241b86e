"""ONNX models of ReLU networks, in both directions; the library is imported when it is used.

A model is a chain of ``Gemm`` and ``Relu`` on batches: input of shape (batch, m), output of shape
(batch, N), all numbers float64. What reads such a model rounds in each operation; the exact
network does not.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from computable.errors import DomainError
from computable.exact import is_float64, power_of_two, power_text
from computable.network.affine_map import AffineMap
from computable.network.network import Network
from computable.network.onnx_chain import Chain, read_node

if TYPE_CHECKING:
    from onnx import ModelProto

__all__ = ["from_onnx", "to_onnx"]

OPSET, IR_VERSION = 13, 8
"""Old enough for every runtime that is in use."""
ENTRIES = 1 << 27
"""The most entries of a matrix: ONNX stores it densely, in at most 2^31 bytes."""


def to_onnx(network: Network, *, rounding: bool = False) -> ModelProto:
    """Return a ReLU network as an ONNX model with float64 parameters.

    Parameters
    ----------
    network : Network
        With ``is_relu``.
    rounding : bool
        Whether parameters may be rounded to the nearest float64. The metadata entry 'rounding' of
        the model is a bound of the errors, '0' or a power of two such as '2^-54'.

    Raises
    ------
    DomainError
        If it is no ReLU network, onnx is not installed, or a parameter is no float64 and
        ``rounding`` is False, or it is beyond the largest one.

    Examples
    --------
    >>> from computable.network import soft_thresholded
    >>> model = to_onnx(soft_thresholded([[1]], [0], ["1/3"]), rounding=True)
    >>> [node.op_type for node in model.graph.node], model.metadata_props[0].value
    (['Gemm', 'Relu', 'Gemm'], '2^-55')
    """
    onnx = _library()
    if not network.is_relu:
        raise DomainError(
            "network: got skips or functions other than ReLU at all units, need a ReLU network"
        )
    from onnx import TensorProto, helper

    nodes, tensors = [], []
    largest = Fraction(0)
    value = "y"
    for j, layer in enumerate(network.maps):
        last = j + 1 == network.depth
        matrix, shift, error = _floats(layer, f"maps[{j}]", rounding)
        largest = max(largest, error)
        tensors += [
            onnx.numpy_helper.from_array(matrix, f"W{j + 1}"),
            onnx.numpy_helper.from_array(shift, f"c{j + 1}"),
        ]
        names = [value, f"W{j + 1}", f"c{j + 1}"]
        value = "x" if last else f"v{j + 1}"
        nodes.append(helper.make_node("Gemm", names, [value], name=f"V{j + 1}", transB=1))
        if not last and network.activations[j].units:
            nodes.append(helper.make_node("Relu", [value], [f"x{j + 1}"], name=f"rho{j + 1}"))
            value = f"x{j + 1}"
    ends = [
        helper.make_tensor_value_info(name, TensorProto.DOUBLE, ["batch", size])
        for name, size in (("y", network.input_size), ("x", network.output_size))
    ]
    graph = helper.make_graph(nodes, "network", ends[:1], ends[1:], tensors)
    model = helper.make_model(
        graph,
        producer_name="computable",
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    bound = power_text(power_of_two(largest)) if largest else "0"
    helper.set_model_props(model, {"rounding": bound})
    return model


def from_onnx(model: ModelProto | str | Path) -> Network:
    """Return the exact network of an ONNX model, or of a file with one.

    Parameters
    ----------
    model : ModelProto or path
        A chain of Gemm, MatMul, Add, Relu, Identity and Flatten, from one input to one output, with
        constant parameters: float32 or float64 numbers, which enter with their exact
        binary values. Input of shape (m,) or (batch, m), or (batch, ...) if it is flattened first.

    Raises
    ------
    DomainError
        If onnx is not installed, the file is no model, or a node is anything else; the message
        names it.

    Examples
    --------
    >>> from computable.network import interpolant
    >>> network = interpolant([[0], [1], [2]], [[0], ["1/4"], [0]])
    >>> from_onnx(to_onnx(network)) == network
    True
    """
    onnx = _library()
    if isinstance(model, (str, Path)):
        model = _loaded(Path(model))
    elif not isinstance(model, onnx.ModelProto):
        raise DomainError(f"model: got {type(model).__name__}, need a ModelProto or a path")
    graph = model.graph
    constants = {tensor.name: tensor for tensor in graph.initializer}
    inputs = [info for info in graph.input if info.name not in constants]
    if len(inputs) != 1 or len(graph.output) != 1 or graph.sparse_initializer:
        raise DomainError(
            f"model: got {len(inputs)} inputs, {len(graph.output)} outputs and "
            f"{len(graph.sparse_initializer)} sparse tensors, need 1, 1 and 0"
        )
    try:
        onnx.checker.check_model(model)
    except (onnx.checker.ValidationError, ValueError) as error:
        raise DomainError(f"model: it is not valid: {str(error)[:200]}") from None
    shape = inputs[0].type.tensor_type.shape.dim
    chain = Chain(
        value=inputs[0].name,
        constants=constants,
        sizes=[d.dim_value if d.HasField("dim_value") else None for d in shape],
    )
    for node in graph.node:
        read_node(chain, node)
    if chain.value != graph.output[0].name:
        raise DomainError(f"model: the output {graph.output[0].name!r} is not the last value")
    return chain.network()


def _library() -> Any:
    try:
        import onnx
        import onnx.checker
        import onnx.numpy_helper
    except ImportError:
        raise DomainError(
            "onnx: it is not installed; it comes with the extra 'onnx': "
            "pip install 'computable[onnx]'"
        ) from None
    return onnx


def _loaded(path: Path) -> ModelProto:
    from google.protobuf.message import DecodeError
    from onnx import load_model_from_string

    try:
        return load_model_from_string(path.read_bytes())
    except DecodeError:
        raise DomainError(f"model: {path.name} is no ONNX model") from None


def _floats(layer: AffineMap, where: str, rounding: bool) -> tuple[Any, Any, Fraction]:
    """Return W and c as arrays of float64, and the largest error."""
    import numpy as np

    if layer.rows * layer.columns > ENTRIES:
        raise DomainError(f"{where}: got {layer.rows} x {layer.columns}, need at most 2^27 entries")
    largest = Fraction(0)

    def nearest(v: Fraction) -> float:
        nonlocal largest
        try:
            number = float(v)
        except OverflowError:
            raise DomainError(f"{where}: got a parameter beyond the largest float64") from None
        if not is_float64(v):
            if not rounding:
                raise DomainError(
                    f"{where}: got a parameter that is no float64; rounding=True rounds it"
                )
            largest = max(largest, abs(Fraction(number) - v))
        return number

    matrix = np.zeros((layer.rows, layer.columns))
    for i, row in enumerate(layer.weights):
        for k, v in row:
            matrix[i, k] = nearest(v)
    shift = np.array([nearest(v) for v in layer.shift])
    return matrix, shift, largest
