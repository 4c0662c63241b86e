"""Networks: exact values against a direct evaluation, exact reals, floats, sizes and misuse."""

import sys
from dataclasses import FrozenInstanceError
from fractions import Fraction
from math import isqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from networks_at_random import affine_maps, networks, vectors

from computable import DomainError, Real, UndecidedError
from computable.network import (
    AffineMap,
    Gate,
    Network,
    Pointwise,
    ReciprocalRoot,
    Relu,
    SoftThreshold,
    Square,
)
from computable.network.ratios import Ratios
from computable.oracle import from_rational
from computable.real import from_oracle, maximum, minimum, sqrt
from computable.testing import answer_styles, rationals


def direct(network, y, number, function):
    """Evaluate term by term, in the arithmetic of ``number``; soundness by being obvious."""
    x = y = [number(v) for v in y]
    for j, layer in enumerate(network.maps):
        image = []
        for i in range(layer.rows):
            value = number(layer.shift[i])
            for k, v in layer.weights[i]:
                value = value + number(v) * x[k]
            for k, v in layer.skip[i] if layer.skip else ():
                value = value + number(v) * y[k]
            image.append(value)
        x = image
        if j == len(network.activations):
            return x
        rho = network.activations[j]
        if isinstance(rho, Gate):
            factor = function(rho.function, x[rho.control])
            x = [factor * v if i in rho.units else v for i, v in enumerate(x)]
            x[rho.control] = number(Fraction(0))
        else:
            x = [function(rho.function, v) if i in rho.units else v for i, v in enumerate(x)]
    raise AssertionError


def on_fractions(activation, x):
    match activation:
        case Relu():
            return max(x, Fraction(0))
        case Square():
            return x**2
        case SoftThreshold(step):
            return x - max(-step, min(step, x))
    above, below = isqrt(x.numerator) if x > 1 else 1, isqrt(x.denominator) if x > 1 else 1
    assume(x <= 1 or Fraction(above**2, below**2) == x)
    return Fraction(below, above)


@given(networks(), st.data())
@settings(deadline=None)
def test_exact_values_are_those_of_a_direct_evaluation(network, data):
    y = data.draw(vectors(network.input_size))
    expected = direct(network, y, Fraction, on_fractions)
    assert network(y) == tuple(expected)


@given(networks(), st.data(), answer_styles())
@settings(deadline=None, max_examples=50)
def test_exact_reals_enclose_the_exact_value(network, data, answers):
    y = data.draw(vectors(network.input_size))
    try:
        expected = network(y)
    except DomainError:
        assume(False)
    for start in (y, [from_oracle(from_rational(v, answers=answers)) for v in y]):
        values = network.on_reals(start)
        assert values.shape == (network.output_size,) and values.dtype == object
        for value, truth in zip(values, expected, strict=True):
            assert truth in value.enclosure(80)


@given(networks(), st.data())
@settings(deadline=None, max_examples=50)
def test_irrational_values_agree_with_a_direct_evaluation_on_reals(network, data):
    y = data.draw(vectors(network.input_size))

    def function(activation, x):
        match activation:
            case Relu():
                return (x + abs(x)) / 2
            case Square():
                return x**2
            case SoftThreshold(step):
                return x - maximum(-step, minimum(step, x))
        return minimum(1, 1 / sqrt(maximum(x, 1)))

    expected = direct(network, y, Real, function)
    for value, truth in zip(network.on_reals(y), expected, strict=True):
        assert (value - truth).enclosure(100).width <= Fraction(2, 2**100)
        assert 0 in (value - truth).enclosure(100)


@given(networks(gates=False, relu=True), st.data())
@settings(deadline=None)
def test_floats_stay_within_a_rounding_bound(network, data):
    """Every operation of ``direct`` rounds by at most u = 2^-53 of its result (no underflow)."""
    y = data.draw(vectors(network.input_size, st.integers(-64, 64).map(lambda k: Fraction(k, 8))))
    u = Fraction(1, 2**53)

    class Bounded:
        """A float with a bound of its error, by the standard model of rounding."""

        def __init__(self, value, error):
            self.value, self.error = value, error

        def __add__(self, other):
            value, error = self.value + other.value, self.error + other.error
            return Bounded(value, error + u * abs(Fraction(value)) * (1 + 2 * u))

        def __mul__(self, other):
            value = self.value * other.value
            error = (
                abs(Fraction(self.value)) * other.error + abs(Fraction(other.value)) * self.error
            )
            error += self.error * other.error
            # |round(t)| >= |t| (1 - u), and every product here is 0 or above 2^-300
            return Bounded(value, error + u * abs(Fraction(value)) * (1 + 2 * u))

    def number(v):
        return Bounded(np.float64(v), abs(Fraction(float(v)) - v))

    def relu(_, x):
        return Bounded(max(x.value, np.float64(0)), x.error)

    for value, truth in zip(direct(network, y, number, relu), network(y), strict=True):
        assert abs(Fraction(float(value.value)) - truth) <= value.error


@given(affine_maps(3, 2, 2), affine_maps(4, 3, 2), vectors(4), vectors(2))
def test_a_composition_is_the_map_of_the_image(outer, inner, x, y):
    composed = outer.after(inner)

    def value(layer, point):
        return layer(point, y if layer.skip else None)

    assert value(composed, x) == value(outer, value(inner, x))


@given(st.lists(st.lists(rationals(size=10**6), min_size=1, max_size=40), min_size=2, max_size=2))
def test_quotients_keep_their_values(parts):
    left, right = map(Ratios.of, parts)
    joined = left.joined(right)
    assert joined.fractions() == tuple(parts[0] + parts[1]) == joined.reduced().fractions()


def test_denominators_without_a_short_common_multiple():
    """Each of 400 units has a denominator of its own: the exact values are found one by one."""
    n = 400
    diagonal = tuple(((i, Fraction(1, 2**61 - 1 - 2 * i)),) for i in range(n))
    layer = AffineMap(columns=n, weights=diagonal, shift=(Fraction(1, 3),) * n)
    total = AffineMap(columns=n, weights=(tuple((i, Fraction(1)) for i in range(3)),))
    twice = Pointwise(Relu(), range(n))
    network = Network(maps=(layer, layer, total), activations=(twice, twice))
    y = [Fraction(i, 7) for i in range(n)]
    inner = [(y[i] * d[0][1] + Fraction(1, 3)) * d[0][1] for i, d in enumerate(diagonal)]
    assert network(y) == (sum(v + Fraction(1, 3) for v in inner[:3]),)


def test_a_deep_network_is_evaluated_without_recursion():
    turn = AffineMap.from_dense([["3/5", "-4/5"], ["4/5", "3/5"]], [0, "1/7"])
    depth = 4000
    network = Network(
        maps=(turn,) * depth, activations=(Pointwise(SoftThreshold("1/9"), (1,)),) * (depth - 1)
    )
    value = network([1, 0])
    assert max(v.denominator for v in value).bit_length() > depth
    assert value[0] in network.on_reals([1, 0])[0].enclosure(60)
    assert network.lipschitz > 1 and repr(network).count("soft") == 3
    assert max(map(len, str(network).splitlines())) <= 80


def test_a_wide_network_is_evaluated():
    n = 5000
    shift = AffineMap(
        columns=n, weights=tuple((((i + 1) % n, Fraction(1, 2)),) for i in range(n)),
        shift=(Fraction(1),) * n,
    )  # fmt: skip
    network = Network(maps=(shift,) * 20, activations=(Pointwise(Relu(), range(n)),) * 19)
    assert set(network([0] * n)) == {2 - Fraction(1, 2**19)}
    assert network.parameters == 20 * 2 * n and network.lipschitz == Fraction(1, 2**20)


def test_squares_that_explode_are_stopped():
    one = AffineMap.from_dense([["1/3"]])
    network = Network(maps=(one,) * 30, activations=(Pointwise(Square(), (0,)),) * 29)
    with pytest.raises(UndecidedError, match=r"layer \d+: stopped at denominators"):
        network(["1/3"])


def test_irrational_values_are_refused_by_name():
    V = AffineMap.from_dense([[1, 0], [0, 1]])
    network = Network(maps=(V, V, V), activations=(
        Pointwise(Relu(), ()), Gate(ReciprocalRoot(), 0, (1,)),
    ))  # fmt: skip
    assert network([4, 6]) == (0, 3)
    with pytest.raises(DomainError, match="layer 2, unit 0: reciprocal-root is irrational"):
        network([2, 6])
    assert network.on_reals([2, 6])[1].digits(10) == (6 / sqrt(2)).digits(10)


def test_what_is_counted():
    V = AffineMap.from_dense([[1, 0], [0, 2], [0, 0]], [0, 0, 5])
    W = AffineMap.from_dense([[1, 1, 1]], skip=[[0, 3]])
    network = Network(maps=(V, W), activations=(Pointwise(Relu(), range(3)),))
    assert (network.input_size, network.output_size, network.depth) == (2, 1, 2)
    assert network.widths == (2, 3, 1) and network.parameters == 7 and not network.is_relu
    assert repr(network) == "Network(2 -> 3 relu -> 1, 7 parameters)"
    assert "affine + skip" in str(network) and network.table().row_count == 3
    with pytest.raises(FrozenInstanceError):
        network.maps = ()
    assert network == Network(maps=[V, W], activations=[Pointwise(Relu(), [2, 0, 1])])
    assert hash(network) == hash(Network(maps=[V, W], activations=network.activations))


V = AffineMap.from_dense([[1, 2]])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Network(maps=()), "got 0 affine maps"),
        (lambda: Network(maps=(V,), activations=(Pointwise(Relu(), (0,)),)), "1 nonlinear"),
        (lambda: Network(maps=(V, V), activations=(Pointwise(Relu(), (0,)),)), r"maps\[1\]"),
        (lambda: Network(maps=(V, AffineMap.from_dense([[1]])), activations=(
            Pointwise(Relu(), (1,)),)), r"activations\[0\]: got the unit 1"),
        (lambda: Network(maps=(AffineMap.from_dense([[1]], skip=[[1, 1]]),)), "takes 2 inputs"),
        (lambda: Network(maps=(V,))([1]), "y: got 1 entries, need 2"),
        (lambda: Network(maps=(V,))([1, 0.5]), "got the float 0.5"),
        (lambda: Network(maps=(V,)).on_reals([1, 0.5]), "got the float 0.5"),
        (lambda: Network(maps=(V,)).on_reals([1]), "y: got 1 entries, need 2"),
        (lambda: AffineMap.from_dense([[1], [1, 2]]), "rows of lengths 1 to 2"),
        (lambda: AffineMap.from_dense([[0.5]]), r"weights\[0\]\[0\]: got the float"),
        (lambda: AffineMap.from_dense([]), "no rows|columns"),
        (lambda: AffineMap.from_dense([[1]], [1, 2]), "shift: got 2"),
        (lambda: AffineMap.from_dense([[1]], skip=[[1], [2]]), "skip: got 2 rows"),
        (lambda: AffineMap(columns=1, weights=(((1, Fraction(1)),),)), "columns below 1"),
        (lambda: AffineMap(columns=1, weights=(((0, 1.5),),)), "the entry 1.5"),
        (lambda: AffineMap(columns=2, weights=(((0, Fraction(0)),),)), "not 0"),
        (lambda: V.after(V), "composition"),
        (lambda: Gate(Relu(), 0, (0,)), "control 0"),
        (lambda: Pointwise(Relu(), (0, 0)), "different integers"),
        (lambda: SoftThreshold(0.5), "soft threshold: step: got the float"),
    ],
)  # fmt: skip
def test_misuse_is_refused(call, message):
    with pytest.raises(DomainError, match=message):
        call()


def test_the_import_is_light():
    code = (
        "import sys, computable.network; heavy = {'numpy', 'onnx', 'sklearn', 'matplotlib', 'rich'}"
        "; sys.exit(bool(heavy & sys.modules.keys()))"
    )
    import subprocess

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
