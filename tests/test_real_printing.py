"""Printed digits are all right, ties are announced, and a stored number is the same number."""

import copy
import math
import pickle
import random
from fractions import Fraction

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from random_expressions import STYLES, Third, distance_to_tie, random_expression, within

from computable.ball import using_effort
from computable.errors import DomainError, UndecidedError
from computable.oracle import from_rational
from computable.real import Digits, Real, e, exp, from_oracle, log, pi, sin, sqrt
from computable.testing import rationals, reals
from computable.truth import Truth

HALF = Fraction(1, 2)
magnitudes = st.integers(-400, 400)
seeds = st.integers(0, 2**64)


def leading(q: Fraction) -> int:
    """Return the k with 10**k <= |q| < 10**(k + 1), by nothing but comparisons."""
    k = len(str(abs(q.numerator))) - len(str(q.denominator))
    while abs(q) >= Fraction(10) ** (k + 1):
        k += 1
    while abs(q) < Fraction(10) ** k:
        k -= 1
    return k


def unit_of_last_place(text: str) -> Fraction:
    """Return the value of one unit of the last printed digit."""
    mantissa, _, exponent = text.partition("e")
    return Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


def significant_count(text: str) -> int:
    return len(text.partition("e")[0].replace(".", "").lstrip("-0"))


def check(x: Real, n: int, *, significant: bool) -> None:
    """Check digits against an enclosure that is a thousand times smaller than the last place."""
    digits = x.digits(n, significant=significant)
    unit = unit_of_last_place(digits)
    depth = max(0, unit.denominator.bit_length() - unit.numerator.bit_length() + 12)
    lower, upper = x.enclosure(depth)
    error = max(abs(lower - Fraction(digits)), abs(upper - Fraction(digits)))
    if digits.tie is Truth.NO:
        assert error <= unit * HALF + (upper - lower)
        assert not significant or significant_count(digits) == n
        assert significant or len(digits.partition(".")[2]) == n
    else:
        assert digits.endswith("5") or "5e" in digits
        assert error <= upper - lower


@settings(max_examples=300, deadline=None)
@given(seeds, st.integers(0, 60))
def test_every_decimal_is_right(seed, n):
    expression = random_expression(seed)
    judged = expression.by_mpmath(400)
    assume(judged.value is not None and not judged.edge)
    check(expression.real(), n, significant=False)


@settings(max_examples=300, deadline=None)
@given(reals(), magnitudes, st.integers(1, 60))
def test_every_significant_digit_is_right_at_every_magnitude(x, magnitude, n):
    assume(abs(x.query(40)) > Fraction(1, 2**30))
    check(x * Real(10) ** magnitude, n, significant=True)
    check(x * Fraction(10) ** magnitude, n, significant=True)


@settings(max_examples=300, deadline=None)
@given(rationals(), magnitudes, st.integers(1, 30), st.sampled_from(STYLES))
def test_significant_digits_of_a_rational_are_those_of_its_correct_rounding(q, k, n, answers):
    assume(q)
    q *= Fraction(10) ** k
    places = n - 1 - leading(q)
    unit = Fraction(10) ** -places
    for x in (Real(q), from_oracle(from_rational(q, answers=answers))):
        digits = x.digits(n, significant=True)
        if distance_to_tie(q, places) == 0:
            assert digits.tie is not Truth.NO and Fraction(digits) == q
        else:
            assert digits.tie is Truth.NO
            assert Fraction(digits) == round(q / unit) * unit
            assert significant_count(digits) == n


@pytest.mark.parametrize("answers", STYLES)
def test_numbers_just_below_a_power_of_ten_have_the_digits_asked_for(answers):
    """The first reading of an oracle cannot tell on which side of the power it is."""
    for k in range(-4, 3):
        for last in range(1, 60):
            q = (1 - Fraction(last, 1500)) * Fraction(10) ** k
            for n in (1, 2, 3):
                inexact = from_oracle(from_rational(q, answers=answers))
                expected = Real(q).digits(n, significant=True)
                assert expected.tie or inexact.digits(n, significant=True) == expected


@settings(max_examples=200, deadline=None)
@given(st.integers(-(10**6), 10**6), st.integers(0, 8), st.sampled_from(STYLES))
def test_ties_are_announced(k, n, answers):
    tie = Fraction(2 * k + 1, 2 * 10**n)
    known, half = Real(tie).digits(n), Fraction(1, 2 * 10**n)
    assert known.tie is Truth.YES and Fraction(known) == tie and "tie" in repr(known)
    inexact = from_oracle(from_rational(tie, answers=answers)).digits(n)
    assert Fraction(inexact) == tie or answers.__name__ == "exact"
    assert inexact.tie is not Truth.NO
    with using_effort(separation=256):
        hidden = (sqrt(2) ** 2 * tie / 2).digits(n)
    assert hidden.tie is Truth.UNKNOWN and Fraction(hidden) == tie
    beside = Real(tie + half / 10**30).digits(n)
    assert beside.tie is Truth.NO and Fraction(beside) == tie + half


def test_a_number_nobody_can_tell_from_zero():
    zero = sqrt(2) ** 2 - 2
    assert zero.digits(5) == "0.00000" and (-zero).digits(0) == "0"
    assert (Real(1) - 1).digits(3, significant=True) == "0"
    with pytest.raises(UndecidedError):
        zero.digits(3, significant=True)
    assert float(zero) == 0 and math.copysign(1, float(-zero)) == 1


@pytest.mark.parametrize("n", [-1, 1.5, "3", None, True, 2**0.5])
def test_no_number_of_digits(n):
    with pytest.raises(DomainError, match="digits: got"):
        pi.digits(n)
    with pytest.raises(DomainError):
        pi.digits(0, significant=True)


@settings(max_examples=300, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False), rationals(), st.sampled_from(STYLES))
def test_floats_are_rounded_correctly(number, q, answers):
    assert float(Real(number)) == number
    assert float(Real(q)) == float(q)
    value = Fraction(number) + q / 10**12 + Fraction(1, 3)
    assume(abs(value) < 2**1000)
    assert float(from_oracle(from_rational(value, answers=answers))) == float(value)
    middle = (Fraction(number) + Fraction(math.nextafter(number, 0))) / 2
    assert float(Real(middle)) == float(middle)
    beside = middle + Fraction(1, 2**1500)
    assert float(Real(middle) + Real(1) / Real(2) ** 1500) == float(beside)


@settings(max_examples=100, deadline=None)
@given(reals(), st.integers(-300, 300))
def test_floats_agree_with_enclosures(x, k):
    y = x * Real(10) ** k
    try:
        result = float(y)
    except UndecidedError:
        return
    lower, upper = y.enclosure(1200)
    assert float(lower) <= result <= float(upper)


def test_floats_at_the_end_of_their_range():
    largest, end = 2**1024 - 2**971, 2**1024 - 2**970
    assert float(Real(end) - Fraction(1, 2**100)) == largest
    with pytest.raises(OverflowError):
        float(Real(end))
    with pytest.raises(OverflowError):
        float(pi * 2**1024)
    assert float(pi / 2**1076) == 5e-324 and float(pi / 2**1080) == 0
    assert float(Real(1) / 2**1075) == 0 and float(Real(3) / 2**1075) == 2 * 5e-324


@settings(max_examples=300, deadline=None)
@given(rationals(size=50), st.sampled_from(STYLES))
def test_integer_parts(q, answers):
    exact = Real(q)
    assert (math.floor(exact), math.ceil(exact), int(exact)) == (
        math.floor(q),
        math.ceil(q),
        int(q),
    )
    if q.denominator > 1:
        x = from_oracle(from_rational(q, answers=answers))
        assert (math.floor(x), math.ceil(x), int(x)) == (math.floor(q), math.ceil(q), int(q))


@settings(max_examples=200, deadline=None)
@given(seeds, st.integers(-500, 500))
def test_representations_never_raise_and_are_balanced(seed, k):
    try:
        x = random_expression(seed).real() * Real(10) ** k
    except DomainError:  # a known number outside a domain is refused at once
        reject()
    latex, html = x._repr_latex_(), x._repr_html_()
    assert latex.startswith("$") and latex.endswith("$") and latex.count("{") == latex.count("}")
    assert html.count("<") == 2 and str(x) in repr(x)


@pytest.mark.parametrize(
    "x",
    [1 / (pi - pi), log(pi - pi), exp(exp(exp(Real(10)))), Real(lambda n: 1 // 0), sqrt(2 - pi)],
)
def test_what_has_no_value_has_a_representation(x):
    assert "<" in repr(x) and "undecided" in x._repr_latex_() and "&lt;" in x._repr_html_()


@settings(max_examples=200, deadline=None)
@given(seeds)
def test_a_pickled_number_is_the_same_number(seed):
    expression = random_expression(seed).with_exact_inputs()
    judged = expression.by_mpmath(400)
    assume(judged.value is not None and not judged.edge)
    x = expression.real()
    stored = pickle.dumps(x)
    assert pickle.loads(stored).digits(30) == x.digits(30) == copy.deepcopy(x).digits(30)
    assert pickle.dumps(pickle.loads(stored)) == stored  # evaluating changes nothing
    assert pickle.loads(stored).rational == x.rational
    assert copy.copy(x) is x


def test_digits_are_stored_with_their_tie():
    for digits in ((Real(1) / 8).digits(2), pi.digits(5)):
        again = pickle.loads(pickle.dumps(digits))
        assert isinstance(again, Digits) and (again, again.tie) == (digits, digits.tie)


def test_inputs_are_stored_with_their_oracle():
    x = from_oracle(Third())
    y = pickle.loads(pickle.dumps(sin(x) + x * x))
    assert len(y.inputs) == 1 and y.digits(20) == (sin(x) + x * x).digits(20)


def test_a_deep_expression_is_stored_in_seconds():
    chance, x = random.Random(7), e
    for _ in range(10**5):
        x = x / 2 + chance.randint(1, 9) if chance.random() < 0.5 else 10 - x
    with within(8):
        assert pickle.loads(pickle.dumps(x)).digits(10) == x.digits(10)


def test_format_specifications():
    assert f"{pi:.5f} {pi:.3g} {exp(-20):.3g}" == "3.14159 3.14 2.06e-9"
    assert f"{Real(1) / 8:.2f}" == "0.125" and f"{pi}" == str(pi)
    for specification in (".3e", "5", "x", ".f"):
        with pytest.raises(DomainError, match="format"):
            format(pi, specification)
