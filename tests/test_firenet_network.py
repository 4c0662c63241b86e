"""The network and the iteration are the same function; widths and depth are those of the paper."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from iterations import direct, iterations

from computable import DomainError, Real
from computable.firenet import Block, Iteration
from computable.network import from_json, to_json
from computable.nullspace import Matrix
from computable.real import sqrt
from computable.testing import rationals


@given(iterations(), st.data())
@settings(deadline=None, max_examples=30)
def test_the_network_computes_the_iteration(iteration, data):
    m, N = iteration.matrix.shape
    network = iteration.network()
    y = data.draw(st.lists(rationals(size=5), min_size=m, max_size=m))
    assert network.depth == iteration.depth == 3 * iteration.steps + 1
    three = (2 * N + m, 2 * (N + m), 2 * N + m + 1)
    assert network.widths == (m, *three * iteration.steps, N)
    assert len(set(network.activations)) == 3 and network.lipschitz is None
    expected = direct(iteration, [Real(v) for v in y])[-1]
    for value, truth in zip(network.on_reals(y), expected, strict=True):
        assert 0 in (value - truth).enclosure(120)
        for interval in (value.enclosure(120), truth.enclosure(120)):
            assert interval.width <= Fraction(2, 2**120)


@pytest.mark.parametrize("keeps_dual", [False, True])
def test_digit_by_digit_at_an_irrational_measurement(keeps_dual):
    iteration = Iteration(
        matrix=Matrix([[1, 0.5, 0], [0, "1/3", 1]]),
        thresholds=["1/10", "1/10", "1/20"],
        blocks=[
            Block(steps=15, tau=1, sigma=Fraction(1, 2)),
            Block(steps=10, tau=Fraction(1, 4), sigma=2),
        ],
        keeps_dual=keeps_dual,
    )
    network = from_json(to_json(iteration.network()))
    y = [sqrt(2), sqrt(3) / 2]
    for value, truth in zip(network.on_reals(y), direct(iteration, y)[-1], strict=True):
        assert value.digits(60) == truth.digits(60)
    with pytest.raises(DomainError, match="layer 3, unit 0: reciprocal-root is irrational"):
        network([3, 1])


def test_a_restart_costs_no_layer_and_forgets_the_dual():
    A = Matrix([[1, 0.5]])
    step = Block(steps=2, tau=1, sigma=Fraction(1, 2))
    twice = Iteration(matrix=A, thresholds=["1/8", "1/8"], blocks=[step, step])
    once = Iteration(matrix=A, thresholds=["1/8", "1/8"], blocks=[step])
    y = ["1/4"]
    middle = once.network()(y)
    again = Iteration(matrix=A, thresholds=["1/8", "1/8"], blocks=[step], start=middle)
    assert twice.network()(y) == again.network()(y)
    kept = Iteration(matrix=A, thresholds=["1/8", "1/8"], blocks=[step, step], keeps_dual=True)
    assert kept.network()(y) != again.network()(y)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"thresholds": [1]}, "thresholds: got 1 entries, need 2"),
        ({"thresholds": [1, -1]}, "thresholds: got -1, need >= 0"),
        ({"blocks": []}, "blocks: got none, need at least one"),
        ({"start": ["1/3", 0]}, "start: got a number that is no float64 number"),
    ],
)
def test_bad_iterations(change, message):
    fields = {
        "matrix": Matrix([[1, 0.5]]),
        "thresholds": [1, 1],
        "blocks": [Block(steps=1, tau=1, sigma=1)],
    }
    with pytest.raises(DomainError) as caught:
        Iteration(**(fields | change))
    assert message in str(caught.value)


@pytest.mark.parametrize("field", ["tau", "sigma"])
@pytest.mark.parametrize("value", [0, -1, "1/3"])
def test_step_sizes_are_positive_float64_numbers(field, value):
    with pytest.raises(DomainError, match=f"{field}: got .*, need a positive float64 number"):
        Block(**({"steps": 1, "tau": 1, "sigma": 1} | {field: Fraction(value)}))
