"""Interpolants, perceptrons, and affine networks: exact by construction."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import DomainError
from computable.network import affine, from_mlp, interpolant, linear, soft_thresholded
from computable.network.interpolation import separating_direction
from computable.testing import rationals


@st.composite
def samples(draw, most=8):
    m, N, R = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, most))
    size = draw(st.sampled_from([2, 1000]))  # few different entries: ties in every coordinate
    point = st.tuples(*[rationals(size=size)] * m)
    points = draw(st.lists(point, min_size=R, max_size=R))
    value = st.tuples(*[rationals()] * N)
    of = {y: draw(value) for y in points}
    return points, [of[y] for y in points]


@given(samples())
@settings(deadline=None)
def test_interpolants_have_every_digit_at_every_sample(given_samples):
    points, values = given_samples
    phi = interpolant(points, values)
    assert [phi(y) for y in points] == values
    different = len(set(points))
    assert phi.widths == (
        (len(points[0]), *([different - 1] if different > 1 else []), len(values[0]))
    )
    assert phi.is_relu and phi.lipschitz is not None


@given(samples(), st.data())
@settings(deadline=None)
def test_interpolants_are_linear_between_neighbours(given_samples, data):
    points, values = given_samples
    phi = interpolant(points, values)
    direction = separating_direction(sorted(set(points)))
    assert len({sum(v * c for v, c in zip(direction, y)) for y in points}) == len(set(points))
    nodes = sorted(set(points), key=lambda y: sum(v * c for v, c in zip(direction, y)))
    of = dict(zip(points, values))
    k = data.draw(st.integers(0, max(0, len(nodes) - 2)))
    a, b = nodes[k], nodes[min(k + 1, len(nodes) - 1)]
    share = data.draw(rationals(least=0, most=1))
    between = [(1 - share) * u + share * v for u, v in zip(a, b)]
    expected = tuple((1 - share) * u + share * v for u, v in zip(of[a], of[b]))
    assert phi(between) == expected


def test_many_samples_on_a_line_of_equal_first_coordinates():
    points = [(Fraction(0), Fraction(k, 7)) for k in range(300)]
    values = [(Fraction(k * k % 11, 3), Fraction(-k)) for k in range(300)]
    phi = interpolant(points, values)
    assert [phi(y) for y in points[::37]] == values[::37]


@pytest.mark.parametrize(
    ("points", "values", "message"),
    [
        ([], [], "0 points"),
        ([[1]], [], "1 points and 0 values"),
        ([[1], [1]], [[1], [2]], r"values\[1\]: the point occurs as points\[0\]"),
        ([[1], [1, 2]], [[1], [2]], r"points\[1\]: got 2 entries, need 1"),
        ([[1], [2]], [[1], [2, 3]], r"values\[1\]: got 2 entries, need 1"),
        ([[]], [[1]], r"points\[0\]: got 0 entries"),
        ([[0.5]], [[1]], r"points\[0\]\[0\]: got the float"),
        ([[1]], [["x"]], "cannot read"),
    ],
)
def test_samples_without_interpolant(points, values, message):
    with pytest.raises(DomainError, match=message):
        interpolant(points, values)


def test_affine_networks():
    network = affine([[1, "1/2"], [0, 2]], [1, 0])
    assert network([2, 2]) == (4, 4) and network.depth == 1 and network.is_relu
    assert linear([[3, 4]]).lipschitz == 5
    assert linear([[0, 0]]).lipschitz == 0
    with pytest.raises(DomainError, match=r"thresholds\[1\]: got -1"):
        soft_thresholded([[1], [1]], [0, 0], [1, -1])
    with pytest.raises(DomainError, match="thresholds: got 1 entries, need 2"):
        soft_thresholded([[1], [1]], [0, 0], [1])


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("activation", ["relu", "identity"])
@pytest.mark.parametrize("outputs", [1, 3])
def test_perceptrons_keep_their_binary_values(kind, activation, outputs):
    from sklearn.neural_network import MLPRegressor

    chance = np.random.default_rng(0)
    X, Y = chance.normal(size=(30, 2)), chance.normal(size=(30, outputs))
    model = MLPRegressor(
        hidden_layer_sizes=(5, 4), activation=activation, solver="sgd", max_iter=500, tol=1
    )
    model.fit(X.astype(kind), Y.astype(kind).squeeze())
    network = from_mlp(model)
    assert network.widths == (2, 5, 4, outputs) and network.is_relu
    for W, c, layer in zip(model.coefs_, model.intercepts_, network.maps, strict=True):
        assert W.dtype == kind
        dense = np.zeros_like(W)
        for i, row in enumerate(layer.weights):
            for k, v in row:
                dense[k, i] = float(v)
                assert Fraction(float(dense[k, i])) == v
        assert (dense == W).all() and [float(v) for v in layer.shift] == c.tolist()
    # Forward error of one layer (Higham, section 3.5): at most gamma_n (|W| |x| + |c|), n <= 6
    # rounded operations in each sum; the errors of earlier layers pass with the factor |W|.
    unit = np.finfo(kind).eps / 2
    gamma = 7 * unit / (1 - 7 * unit)
    for y in X[:5].astype(kind):
        size, error = np.abs(y).astype(float), np.zeros(2)
        for W, c in zip(model.coefs_, model.intercepts_, strict=True):
            absolute = np.abs(W).astype(float)
            bound = size @ absolute + np.abs(c)
            error = error @ absolute + gamma * (bound + error @ absolute)
            size = bound
        truth = np.array([float(v) for v in network(map(Fraction, y.tolist()))])
        found = np.ravel(model.predict([y])).astype(float)
        assert (np.abs(found - truth) <= error * (1 + 1e-9) + 1e-300).all()


def test_estimators_that_are_no_exact_network():
    from sklearn.linear_model import Lasso
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    X, y = [[0.0], [1.0]], [0, 1]
    with pytest.raises(DomainError, match="got MLPRegressor, need a fitted"):
        from_mlp(MLPRegressor())
    with pytest.raises(DomainError, match="got Lasso, need a fitted"):
        from_mlp(Lasso().fit(X, y))
    tanh = MLPRegressor(hidden_layer_sizes=(2,), activation="tanh", solver="lbfgs").fit(X, y)
    with pytest.raises(DomainError, match="'tanh'"):
        from_mlp(tanh)
    with pytest.raises(DomainError, match="'logistic'"):
        from_mlp(MLPClassifier(hidden_layer_sizes=(2,), solver="lbfgs").fit(X, y))
    relu = MLPRegressor(hidden_layer_sizes=(2,), solver="lbfgs").fit(X, y)
    relu.coefs_[1][0, 0] = np.inf
    with pytest.raises(DomainError, match=r"coefs_\[1\]: got inf"):
        from_mlp(relu)
