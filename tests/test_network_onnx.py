"""ONNX: models are valid, evaluate to the same within rounding, and are read back exactly."""

import sys
from fractions import Fraction

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks_at_random import networks
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from computable import DomainError
from computable.exact import is_float64
from computable.network import (
    AffineMap,
    Network,
    Pointwise,
    Relu,
    SoftThreshold,
    from_mlp,
    from_onnx,
    interpolant,
    linear,
    soft_thresholded,
    to_onnx,
)

RELU = networks(skips=False, gates=False, relu=True)


def nearest(network):
    """Return the network with every parameter rounded to float64."""

    def rounded(rows):
        return tuple(tuple((k, Fraction(float(v))) for k, v in row) for row in rows)

    maps = tuple(
        AffineMap(
            columns=layer.columns,
            weights=rounded(layer.weights),
            shift=tuple(Fraction(float(c)) for c in layer.shift),
        )
        for layer in network.maps
    )
    return Network(maps=maps, activations=network.activations)


def parameters(network):
    for layer in network.maps:
        yield from (v for row in layer.weights for _, v in row)
        yield from layer.shift


@given(RELU)
@settings(deadline=None, max_examples=50)
def test_models_are_valid_and_read_back(network):
    exact = all(map(is_float64, parameters(network)))
    if not exact:
        with pytest.raises(DomainError, match="no float64"):
            to_onnx(network)
    model = to_onnx(network, rounding=True)
    onnx.checker.check_model(model, full_check=True)
    expected = nearest(network)
    assert from_onnx(model) == expected and (expected == network) == exact
    pairs = zip(parameters(network), parameters(expected), strict=True)
    worst = max(abs(a - b) for a, b in pairs)
    claimed = {p.key: p.value for p in model.metadata_props}["rounding"]
    bound = Fraction(2) ** int(claimed[2:]) if claimed != "0" else Fraction(0)
    assert worst <= bound <= 2 * worst


def rounding_bound(network, size):
    """Return a bound of the errors of a float64 evaluation, in exact arithmetic.

    One layer: at most gamma_k (|W| |x| + |c|) with k = n + 2 roundings in each sum of n products
    and a shift (Higham, Accuracy and Stability, section 3.1); errors before pass with |W|.
    """
    u = Fraction(1, 2**53)
    sizes, errors = [abs(v) for v in size], [Fraction(0)] * len(size)
    for layer in network.maps:
        gamma = (layer.columns + 2) * u / (1 - (layer.columns + 2) * u)
        computed = [s + e for s, e in zip(sizes, errors)]
        rows = [
            (sum(abs(v) * computed[k] for k, v in row), sum(abs(v) * errors[k] for k, v in row), c)
            for row, c in zip(layer.weights, layer.shift)
        ]
        errors = [passed + gamma * (total + abs(c)) for total, passed, c in rows]
        sizes = [
            sum((abs(v) * sizes[k] for k, v in row), abs(c))
            for row, c in zip(layer.weights, layer.shift)
        ]
    return errors


@given(RELU, st.data())
@settings(deadline=None, max_examples=50)
def test_a_runtime_computes_the_same_within_rounding(network, data):
    entry = st.integers(-80, 80).map(lambda k: Fraction(k, 16))
    y = data.draw(st.lists(entry, min_size=network.input_size, max_size=network.input_size))
    model = to_onnx(network, rounding=True)
    (found,) = ReferenceEvaluator(model).run(None, {"y": np.array([y, y], dtype=float)})
    assert found.shape == (2, network.output_size) and found.dtype == np.float64
    exact = nearest(network)
    bounds = rounding_bound(exact, y)
    for row in found:
        for value, truth, bound in zip(row, exact(y), bounds, strict=True):
            assert abs(Fraction(float(value)) - truth) <= bound


def test_files_and_perceptrons(tmp_path):
    from sklearn.neural_network import MLPRegressor

    X = np.random.default_rng(0).normal(size=(20, 2))
    for activation in ("relu", "identity"):
        model = MLPRegressor(
            hidden_layer_sizes=(3, 3), activation=activation, solver="sgd", max_iter=500, tol=1
        )
        network = from_mlp(model.fit(X, X[:, 0]))
        path = tmp_path / f"{activation}.onnx"
        onnx.save(to_onnx(network), path)
        assert from_onnx(path) == network == from_onnx(str(path))
    path.write_bytes(b"no protocol buffer")
    with pytest.raises(DomainError, match="no ONNX model"):
        from_onnx(path)


def test_what_cannot_be_written():
    V = AffineMap.from_dense([[1, 0], [0, 1]])
    some = Network(maps=(V, V), activations=(Pointwise(Relu(), (0,)),))
    soft = Network(maps=(V, V), activations=(Pointwise(SoftThreshold(1), (0, 1)),))
    skip = Network(maps=(AffineMap.from_dense([[1]], skip=[[1]]),))
    for network in (some, soft, skip):
        with pytest.raises(DomainError, match="need a ReLU network"):
            to_onnx(network)
    with pytest.raises(DomainError, match=r"maps\[0\]: got a parameter that is no float64"):
        to_onnx(linear([["1/3"]]))
    with pytest.raises(DomainError, match="beyond the largest float64"):
        to_onnx(linear([[10**400]]), rounding=True)
    tiny = to_onnx(linear([[Fraction(1, 10**400)]]), rounding=True)
    assert tiny.metadata_props[0].value == "2^-1328" and from_onnx(tiny) == linear([[0]])


def made(nodes, tensors=(), shape=("batch", 2), *, kind=TensorProto.FLOAT):
    """Return a model with the given nodes from 'y' to 'x'."""
    graph = helper.make_graph(
        [helper.make_node(*node[:3], **(node[3] if len(node) > 3 else {})) for node in nodes],
        "test",
        [helper.make_tensor_value_info("y", kind, shape)],
        [helper.make_tensor_value_info("x", kind, ("batch", "n"))],
        [numpy_helper.from_array(np.asarray(v, dtype=np.float32), k) for k, v in tensors],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


W = [[0.1, 2.0, 0.0], [-1.5, 0.7, 0.3]]


def test_other_ways_of_writing_a_network():
    """MatMul, Add and Identity on float32 numbers, against the runtime at exact points."""
    constant = numpy_helper.from_array(np.asarray([1.0, 0.5, -2.0], dtype=np.float32), "shift")
    model = made(
        [
            ("Constant", [], ["c"], {"value": constant}),
            ("Identity", ["y"], ["a"]),
            ("Add", ["half", "a"], ["b"]),
            ("MatMul", ["b", "W"], ["d"]),
            ("Add", ["d", "c"], ["e"]),
            ("Relu", ["e"], ["f"]),
            ("Gemm", ["f", "V", "k"], ["x"], {"alpha": 0.5, "beta": 2.0}),
        ],
        [("half", 0.5), ("W", W), ("V", [[1.0], [2.0], [4.0]]), ("k", [0.25])],
    )
    network = from_onnx(model)
    assert network.widths == (2, 2, 3, 1) and network.is_relu
    assert network.maps[1].weights[0][0] == (0, Fraction(float(np.float32(0.1))))
    assert network.maps[2].weights == (((0, Fraction(1, 2)), (1, Fraction(1)), (2, Fraction(2))),)
    assert network.maps[2].shift == (Fraction(1, 2),)
    for y in ([0, 0], [1, 2], [-3, 1]):
        exact = np.array([W[0], W[1]], dtype=np.float32)
        v = [sum(Fraction(float(exact[i, j])) * (y[i] + Fraction(1, 2)) for i in range(2))
             for j in range(3)]  # fmt: skip
        v = [max(a + b, 0) for a, b in zip(v, (1, Fraction(1, 2), -2))]
        assert network(y) == (v[0] / 2 + v[1] + 2 * v[2] + Fraction(1, 2),)
        (found,) = ReferenceEvaluator(model).run(None, {"y": np.array([y], dtype=np.float32)})
        assert (
            abs(float(found[0, 0]) - float(network(y)[0])) < 1e-4
        )  # under 30 roundings of 2^-24 of at most 40


def test_vectors_and_images():
    on_vector = made([("MatMul", ["W", "y"], ["x"])], [("W", np.transpose(W))], shape=(2,))
    behind = made([("MatMul", ["y", "W"], ["x"])], [("W", W)], shape=(2,))
    assert from_onnx(on_vector) == from_onnx(behind)
    flat = made([("Flatten", ["y"], ["x"])], shape=("batch", 3, 2, 2))
    assert from_onnx(flat)(range(12)) == tuple(range(12))
    alone = made([("Relu", ["y"], ["a"]), ("Relu", ["a"], ["x"])])
    assert from_onnx(alone)([-1, 2]) == (0, 2)


MATRIX = [("W", W)]


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (made([("Sigmoid", ["y"], ["x"], {"name": "squash"})]), r"node 'squash' \(Sigmoid\)"),
        (made([("Add", ["y", "y"], ["x"])]), r"node 'x' \(Add\): .* need a chain"),
        (made([("Relu", ["y"], ["a"]), ("Add", ["a", "y"], ["x"])]), "which is no constant"),
        (made([("Relu", ["y"], ["a"]), ("Relu", ["y"], ["x"])]), "does not take 'a'"),
        (made([("MatMul", ["W", "y"], ["x"])], MATRIX), "constant as the second"),
        (made([("MatMul", ["y", "W"], ["x"])], [("W", [[1.0]])]), "matrix for"),
        (made([("Gemm", ["W", "y"], ["x"])], MATRIX), "first factor"),
        (made([("Gemm", ["y", "W"], ["x"], {"transA": 1})], MATRIX), "first factor"),
        (made([("Gemm", ["y", "W"], ["x"], {"alpha": 0.0})], MATRIX), "times not 0"),
        (made([("Add", ["y", "W"], ["x"])], MATRIX), r"constant of shape \(2, 3\)"),
        (made([("Add", ["y", "W"], ["x"])], [("W", [[1.0], [2.0]])]), r"shape \(2, 1\)"),
        (made([("Add", ["y", "W"], ["x"])], [("W", [np.nan, 1.0])]), "'W' is not finite"),
        (made([("Relu", ["y"], ["x"])], shape=("batch", "m")), "known m"),
        (made([("Relu", ["y"], ["x"])], shape=("batch", 10**12)), "known m <= "),
        (made([("Relu", ["y"], ["x"])], shape=(2, 2, 2)), "known m"),
        (made([("Flatten", ["y"], ["x"], {"axis": 0})]), "need axis 1"),
        (made([("Relu", ["z"], ["x"])]), "not valid"),
        (made([("Relu", ["y"], ["x"], {"alpha": 1.0})]), "not valid|unknown attributes"),
        (made([("Relu", ["y"], ["x"], {"domain": "other"})]), r"\(Relu\): need one of|not valid"),
        (5, "got int, need a ModelProto"),
    ],
)
def test_other_models_are_refused(model, message):
    with pytest.raises(DomainError, match=message):
        from_onnx(model)


def test_tensors_of_other_kinds_are_refused():
    model = made([("MatMul", ["y", "W"], ["x"])], MATRIX)
    model.graph.initializer[0].CopyFrom(numpy_helper.from_array(np.ones((2, 2), dtype=int), "W"))
    with pytest.raises(DomainError, match="neither float32 nor float64"):
        from_onnx(model)
    outside = made([("MatMul", ["y", "W"], ["x"])], MATRIX)
    outside.graph.initializer[0].data_location = TensorProto.EXTERNAL
    with pytest.raises(DomainError, match=r"outside the model|not valid"):
        from_onnx(outside)
    two = made([("Relu", ["y"], ["x"])])
    two.graph.output.append(two.graph.output[0])
    with pytest.raises(DomainError, match="2 outputs"):
        from_onnx(two)


def test_interpolants_and_soft_thresholds_travel():
    for network in (
        interpolant([[0], [1], [2]], [[0], ["1/4"], [0]]),
        soft_thresholded([[1, "1/2"]], [0], ["1/8"]),
    ):
        assert from_onnx(to_onnx(network)) == network


def test_without_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    for call in (lambda: to_onnx(linear([[1]])), lambda: from_onnx("model.onnx")):
        with pytest.raises(DomainError, match=r"computable\[onnx\]"):
            call()
