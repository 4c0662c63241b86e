"""Activations: exact values, exact reals and definitions agree; Lipschitz constants hold."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from computable.network import Gate, Pointwise, ReciprocalRoot, Relu, SoftThreshold, Square
from computable.network.activation import ACTIVATIONS, exact
from computable.network.ratios import Ratios
from computable.oracle import from_rational
from computable.real import Real, from_oracle
from computable.testing import answer_styles, rationals

FUNCTIONS = st.one_of(
    st.sampled_from([Relu(), Square(), ReciprocalRoot()]),
    rationals(least=0, size=20).map(SoftThreshold),
)
NUMBERS = rationals(size=30) | rationals(size=30).map(lambda v: v * v)


@given(FUNCTIONS, NUMBERS, st.integers(1, 50), answer_styles())
def test_all_evaluations_agree(function, x, factor, answers):
    value = exact(function, x)
    ratio = function.ratio(x.numerator * factor, x.denominator * factor)
    assert (ratio is None) == (value is None)
    enclosures = [
        function.on_real(number).enclosure(100)
        for number in (Real(x), from_oracle(from_rational(x, answers=answers)))
    ]
    if value is None:
        assert all(abs(e.midpoint**2 * x - 1) < Fraction(x + 2, 2**95) for e in enclosures)
    else:
        assert Fraction(*ratio) == value and ratio[1] > 0
        assert all(value in e for e in enclosures)


@given(NUMBERS, rationals(least=0, size=20))
def test_definitions(x, step):
    assert exact(Relu(), x) == max(x, 0)
    assert exact(Square(), x) == x**2
    sign = (x > 0) - (x < 0)
    assert exact(SoftThreshold(step), x) == sign * max(abs(x) - step, 0)
    assert exact(ReciprocalRoot(), x * x) == min(1, 1 / abs(x) if x else 1)
    assert exact(ReciprocalRoot(), min(x, Fraction(1))) == 1


@given(FUNCTIONS, NUMBERS, NUMBERS)
def test_lipschitz_constants(function, x, y):
    if function.lipschitz is None:
        assert exact(function, abs(x) + 1) > abs(x) * (abs(x) + 1)  # so abs(x) is no constant
        return
    difference = function.on_real(Real(x)) - function.on_real(Real(y))
    assert abs(difference).enclosure(100).lower <= function.lipschitz * abs(x - y)


def test_the_constant_of_the_reciprocal_root_is_the_least():
    step = Fraction(1, 10**6)
    near = exact(ReciprocalRoot(), (1 + step) ** 2)
    assert (1 - near) / ((1 + step) ** 2 - 1) > Fraction(1, 2) - 2 * step


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_names(name):
    made = ACTIVATIONS[name](*([1] if name == "soft-threshold" else []))
    assert made.name == name and made == ACTIVATIONS[name](*([1] if "soft" in name else []))


@given(st.lists(rationals(size=9), min_size=4, max_size=4), st.sampled_from([Relu(), Square()]))
def test_gates_scale_and_clear(x, function):
    gate = Gate(function, 1, (0, 3))
    factor = exact(function, x[1])
    expected = (factor * x[0], 0, x[2], factor * x[3])
    assert gate.on_ratios(Ratios.of(x)).fractions() == expected
    assert [v.rational for v in gate.on_reals([Real(v) for v in x])] == list(expected)
    some = Pointwise(function, (3, 0))
    assert some.on_ratios(Ratios.of(x)).fractions() == (
        exact(function, x[0]), x[1], x[2], exact(function, x[3])
    )  # fmt: skip


@pytest.mark.parametrize("x", ["4/3", "3/2", "5/4", "2"])
def test_irrational_reciprocal_roots(x):
    assert exact(ReciprocalRoot(), Fraction(x)) is None
