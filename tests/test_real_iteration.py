"""Iterations against exact rationals and mpmath; what they read and what they cost."""

import pickle
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import DomainError, Real, UndecidedError, iterate, using_effort
from computable.ball import orbit
from computable.exact import as_fraction
from computable.oracle import from_rational
from computable.real import cos, exp, from_oracle, pi, sin, sqrt, zeta
from computable.testing import answer_styles, rationals


def agree(number, reference, places):
    """Tell whether the decimals are the reference's, at most half a unit of the last one off."""
    text = number.digits(places)
    unit = Fraction(1, 10**places)
    return abs(Fraction(text) - reference) <= unit / 2 + unit / 10**10


def logistic(rate):
    return lambda x: rate * x * (1 - x)


def by_mpmath(step, start, steps, digits):
    with mpmath.workdps(digits):
        x = [mpmath.mpf(value.numerator) / value.denominator for value in start]
        for _ in range(steps):
            x = step(*x)
        return [as_fraction(value) for value in x]


@given(rationals(), rationals(), rationals(), rationals(), st.integers(0, 6))
def test_quadratic_maps_on_rationals(a, b, c, start, steps):
    exact = start
    for _ in range(steps):
        exact = a * exact * exact + b * exact + c
    x = iterate(lambda x: a * x * x + b * x + c, start, steps)
    interval = x.enclosure(100)
    assert exact in interval and interval.width <= Fraction(2, 2**100)


@given(rationals(), rationals(), st.integers(1, 5))
def test_planar_maps_on_rationals(a, b, steps):
    x, y = a, b
    for _ in range(steps):
        x, y = 1 - x * y + a, x / 3 + y
    found = iterate(lambda x, y: (1 - x * y + a, x / 3 + y), (a, b), steps)
    assert x in found[0].enclosure(80) and y in found[1].enclosure(80)


@pytest.mark.parametrize("rate", ["3.75", "4", "3.5", "2", "1"])
def test_the_logistic_map_against_mpmath(rate):
    exact = Fraction(rate)

    def step(x):
        return (mpmath.mpf(exact.numerator) / exact.denominator * x * (1 - x),)

    (reference,) = by_mpmath(step, [Fraction(1, 3)], 700, 600)
    assert agree(iterate(logistic(Real(rate)), "1/3", 700), reference, 30)


def test_chaotic_maps_that_are_no_polynomials():
    def step(x):
        return (mpmath.mpf(95) / 100 * mpmath.sin(mpmath.pi * x),)

    (reference,) = by_mpmath(step, [Fraction(1, 3)], 400, 400)
    assert agree(iterate(lambda x: Real("0.95") * sin(pi * x), "1/3", 400), reference, 30)


def test_the_henon_map_against_mpmath():
    def step(x, y):
        return 1 - mpmath.mpf(14) / 10 * x * x + y, mpmath.mpf(3) / 10 * x

    reference = by_mpmath(step, [Fraction(0), Fraction(0)], 400, 400)
    found = iterate(lambda x, y: (1 - Real("1.4") * x**2 + y, Real("0.3") * x), (0, 0), 400)
    assert all(agree(x, r, 30) for x, r in zip(found, reference, strict=True))


def test_both_ways_of_running_agree():
    step, start, steps = logistic(Real("3.75")), Real("1/3"), 300
    x = iterate(step, start, steps)
    y = iterate(lambda x: step(x) + (sqrt(2) ** 2 - 2), start, steps)  # no polynomial over Q
    assert x.digits(30) == y.digits(30)


@given(answer_styles(), st.integers(0, 40))
@settings(max_examples=25)
def test_no_oracle_changes_a_digit(answers, places):
    start = from_oracle(from_rational("1/3", answers=answers))
    found = iterate(logistic(Real("3.75")), start, 200).digits(places)
    assert found == iterate(logistic(Real("3.75")), "1/3", 200).digits(places)


def test_a_chaotic_map_reads_about_its_lyapunov_exponent():
    start = from_oracle(from_rational("1/3"))
    iterate(logistic(Real("3.75")), start, 2000).query(60)
    assert 0.4 * 2000 < start.transcript.depth < 0.75 * 2000


def test_a_contraction_reads_next_to_nothing():
    start = from_oracle(from_rational("1/3"))
    iterate(lambda x: x / 2 + 1, start, 200).query(50)
    assert start.transcript.depth <= orbit.LEAST + 2
    quotient = from_oracle(from_rational("2"))
    newton = iterate(lambda x: (x + quotient / x) / 2, 1, 30)
    assert newton.digits(300) == sqrt(2).digits(300)
    assert quotient.transcript.depth < 1200


@pytest.mark.parametrize("steps", [0, 1, 31, 32, 33, 64, 65])
def test_any_number_of_steps(steps):
    assert agree(iterate(lambda x: x + Real("1/7"), 0, steps), Fraction(steps, 7), 20)
    x = Fraction(1, 3)
    for _ in range(steps if steps < 10 else 0):
        x = 2 * x * x - 1
    if steps < 10:
        assert agree(iterate(lambda x: 2 * x * x - 1, "1/3", steps), x, 20)


def test_superstable_and_fixed_points():
    assert iterate(lambda x: x * x - 2, 0, 1000).digits(20) == "2." + "0" * 20
    assert iterate(logistic(4), "1/2", 1000).digits(20) == "0." + "0" * 20
    assert iterate(logistic(Real("2.5")), "1/4", 1000).digits(20) == "0.6" + "0" * 19
    fixed = iterate(cos, 1, 500)
    assert fixed.digits(15) == "0.739085133215161"


def test_kinks_and_maps_without_derivative():
    tent = iterate(lambda x: 1 - abs(2 * x - 1), "1/3", 500)  # 1/3 -> 2/3 -> 2/3 -> ...
    assert agree(tent, Fraction(2, 3), 20)
    with mpmath.workdps(60):
        reference = mpmath.zeta(mpmath.zeta(mpmath.zeta(3)))
        exact = as_fraction(reference)
    assert agree(iterate(zeta, 3, 3), exact, 30)


def test_large_iterates_stop_at_the_budget():
    with pytest.raises(UndecidedError, match="budget"):
        iterate(lambda x: x * x + 1, 1, 100).digits(5)
    with pytest.raises(UndecidedError):
        iterate(exp, 1, 10).digits(5)
    with using_effort(bits=300), pytest.raises(UndecidedError, match="budget"):
        iterate(logistic(4), "1/3", 1000).digits(5)


def test_edges_of_the_domain_on_the_way():
    with pytest.raises(DomainError, match="zero"):
        iterate(lambda x: 1 / x - 1, "1/2", 5).digits(5)
    with pytest.raises((DomainError, UndecidedError)):
        iterate(lambda x: sqrt(x) - 1, 2, 5).digits(5)


def test_steps_that_are_no_formulas_are_refused():
    for step in (lambda x: x if x < 1 else x / 2, lambda x: Real(x.digits(5)), float):
        with pytest.raises(DomainError, match="formula"):
            iterate(step, "1/3", 5)
    for step in (lambda x: None, lambda x: (x, x), lambda x: 0.5 * x):
        with pytest.raises(DomainError):
            iterate(step, "1/3", 5)
    with pytest.raises(DomainError, match="returned 1"):
        iterate(lambda x, y: (x,), (0, 1), 5)
    for steps in (-1, 1.5, True, None):
        with pytest.raises(DomainError, match="steps"):
            iterate(cos, 1, steps)


def test_iterates_are_numbers_like_others():
    x = iterate(logistic(Real("3.75")), "1/3", 100)
    assert ((x + 1) * (x - 1) - x * x + 1).digits(30) == "0." + "0" * 30
    again = pickle.loads(pickle.dumps(x))
    assert again.digits(30) == x.digits(30)
    assert "..." in repr(x)


def test_schedules_end_at_what_is_needed():
    losses = [10.0, -5.0, 20.0]
    assert orbit._schedule(losses, 100, 7) == [132, 127, 127]
    assert min(orbit._schedule([-500.0] * 3, 100, 0)) == orbit.LEAST


def test_roots_at_zero_inside_a_step_and_its_constants():
    zero = sqrt(2) ** 2 - 2
    assert iterate(lambda x: x / 2 + sqrt(abs(zero)), 1, 50).digits(10) == "0." + "0" * 10
    assert iterate(lambda x: sqrt(abs(x)), zero, 5).digits(10) == "0." + "0" * 10
    with pytest.raises(UndecidedError):  # a repelling fixed point: its orbit is not computable
        iterate(lambda x: sqrt(abs(x)) / 2, zero, 50).digits(10)
    with pytest.raises(UndecidedError):
        iterate(lambda x: x / 2 + 1 / zero, 1, 50).digits(10)
