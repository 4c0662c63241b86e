"""Numbers of other kinds enter exactly or not at all."""

import re
from decimal import Decimal
from fractions import Fraction

import flint
import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from computable.errors import DomainError
from computable.exact import (
    Surd,
    as_fraction,
    ceil_log2,
    exact_value,
    is_float64,
    number_text,
    power_of_two,
    rank,
    solve,
)
from computable.testing import rationals

REFUSED = [True, np.True_, float("nan"), None, [], 1j, sympy.pi, sympy.true, sympy.oo, object()]


@given(rationals())
def test_every_exact_type_enters_unchanged(q):
    p, d = q.numerator, q.denominator
    for value in (q, f"{p}/{d}", flint.fmpq(p, d), sympy.Rational(p, d)):
        assert as_fraction(value) == q
    for value in (p, flint.fmpz(p), sympy.Integer(p), np.int64(p), Decimal(p)):
        assert as_fraction(value) == p


def test_powers_of_two_can_be_written():
    assert as_fraction("2^-20") == Fraction(1, 2**20)
    assert as_fraction("2^3") == 8


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_enter_by_their_binary_value_or_not_at_all(x):
    assert exact_value(x) == exact_value(np.float64(x)) == exact_value(np.array(x)) == Fraction(x)
    assert as_fraction(mpmath.mpf(x)) == Fraction(x)
    assert is_float64(Fraction(x))
    with pytest.raises(DomainError, match="float"):
        as_fraction(x)


@pytest.mark.parametrize("value", REFUSED, ids=lambda v: type(v).__name__)
def test_what_is_no_finite_number_is_refused(value):
    for door in (as_fraction, exact_value):
        with pytest.raises(DomainError, match="lam"):
            door(value, name="lam")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1/0",
        "1 /2",
        "1_0",
        "0x10",
        "1e999999999",
        "nan",
        "1/2/3",
        "½",
        "1" * 5000,
        "3^2",
        "2^x",
    ],
)
def test_unreadable_text_is_refused(text):
    with pytest.raises(DomainError):
        as_fraction(text)


def test_mpmath_infinities_are_refused():
    for value in (mpmath.inf, mpmath.nan, np.float64("inf"), Decimal("NaN")):
        with pytest.raises(DomainError):
            exact_value(value)


@given(rationals(least=Fraction(1, 1000), most=10**6))
def test_powers_of_two_enclose(q):
    assert power_of_two(q) / 2 < q <= power_of_two(q) == Fraction(2) ** ceil_log2(q)


@given(*[rationals(size=30)] * 2, *[rationals(least=0, most=30, size=30)] * 2)
def test_surds_compare_as_the_real_numbers(a, b, c, d):
    x, y = Surd(a, c), Surd(b, d)
    with mpmath.workprec(400):
        # Distinct values of a + sqrt(c) with these sizes differ by far more than 2**-300:
        # the product of the four conjugate differences is a rational with denominator < 30**8.
        difference = (
            mpmath.mpf(a.numerator) / a.denominator - mpmath.mpf(b.numerator) / b.denominator
        )
        difference += mpmath.sqrt(mpmath.mpf(c.numerator) / c.denominator)
        difference -= mpmath.sqrt(mpmath.mpf(d.numerator) / d.denominator)
        near = abs(difference) < mpmath.mpf(2) ** -300
    assert (x == y) == near
    assert (x < y) == (not near and difference < 0)
    assert (x > y) == (not near and difference > 0)


@given(st.lists(st.lists(rationals(size=5), min_size=3, max_size=3), min_size=3, max_size=3))
def test_solving_and_rank_agree(rows):
    right = [Fraction(1), Fraction(2), Fraction(3)]
    x = solve(rows, right)
    assert (x is None) == (rank(rows) < 3)
    if x is not None:
        assert [sum(a * b for a, b in zip(row, x)) for row in rows] == right


@given(st.integers(1, 999), st.integers(0, 300), st.integers(-999, 999), st.integers(1, 300))
def test_short_forms_are_exact(m, k, d, e):
    """What number_text writes without ``~`` is the number, read as a formula."""
    a = abs(m * 2**k + d) or 1
    for value in (Fraction(a, (2**e + 1) ** 2), Fraction(m, 125 * (2**e + 1)), Fraction(a) / 2**e):
        text = number_text(value)
        if "~" not in text:
            formula = re.sub(r"\d+", r"Fraction(\g<0>)", text.replace("^", "**"))
            assert eval(formula) == value
    assert "~" not in number_text(1 / (1 + Fraction(1, 2**e)))
