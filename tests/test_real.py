"""Exact reals: field laws, agreement with rationals, mpmath and sympy, domains, depth."""

import math
from fractions import Fraction

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_expressions import distance_to_tie, random_expression, rounded, within

from computable.ball import using_effort
from computable.errors import DomainError, UndecidedError
from computable.real import (
    Real,
    atan,
    cos,
    dot,
    exp,
    gamma,
    log,
    maximum,
    minimum,
    pi,
    polynomial,
    power,
    root,
    sin,
    sqrt,
    tan,
    total,
    zeta,
)
from computable.testing import reals
from computable.truth import Truth

DEPTHS = (0, 1, 7, 60, 200)
ZERO = sqrt(2) ** 2 - 2  # zero, but nobody knows
seeds = st.integers(0, 2**64)


def overlap(x: Real, y: Real) -> bool:
    """Tell whether no depth contradicts x = y; every enclosure must keep its promised width."""
    for n in DEPTHS:
        a, b = x.enclosure(n), y.enclosure(n)
        assert max(a.width, b.width) <= Fraction(2, 2**n)
        assert abs(x.query(n) - y.query(n)) <= Fraction(2, 2**n)
        if a.upper < b.lower or b.upper < a.lower:
            return False
    with using_effort(separation=128):
        return (x == y) is not Truth.NO and (x < y) is not Truth.YES and (x > y) is not Truth.YES


LAWS = {
    "x + y = y + x": lambda x, y, z: (x + y, y + x),
    "(x + y) + z = x + (y + z)": lambda x, y, z: ((x + y) + z, x + (y + z)),
    "x y = y x": lambda x, y, z: (x * y, y * x),
    "(x y) z = x (y z)": lambda x, y, z: ((x * y) * z, x * (y * z)),
    "x (y + z) = x y + x z": lambda x, y, z: (x * (y + z), x * y + x * z),
    "x - y = -(y - x)": lambda x, y, z: (x - y, -(y - x)),
    "x - x = 0": lambda x, y, z: (x - x, Real(0)),
    "x^3 = x x x": lambda x, y, z: (x**3, x * x * x),
    "max + min = x + y": lambda x, y, z: (maximum(x, y) + minimum(x, y), x + y),
    "|x| = max(x, -x)": lambda x, y, z: (abs(x), maximum(x, -x)),
    "sqrt(x^2) = |x|": lambda x, y, z: (sqrt(x * x), abs(x)),
    "root(x^3, 3) = x": lambda x, y, z: (root(x**3, 3), x),
    "sin^2 + cos^2 = 1": lambda x, y, z: (sin(x) ** 2 + cos(x) ** 2, Real(1)),
    "sin(x + y)": lambda x, y, z: (sin(x + y), sin(x) * cos(y) + cos(x) * sin(y)),
    "exp(sin x + y) = ...": lambda x, y, z: (
        exp(sin(x) + sin(y)),
        exp(sin(x)) * exp(sin(y)),
    ),
    "log(exp(atan x)) = atan x": lambda x, y, z: (log(exp(atan(x))), atan(x)),
    "tan(atan x) = x": lambda x, y, z: (tan(atan(x)), x),
    "dot": lambda x, y, z: (dot([x, y], [y, z]), y * total([x, z])),
    "Horner": lambda x, y, z: (polynomial([x, y, z], y), x + y * y + z * y**2),
    "x / (1 + y^2) (1 + y^2) = x": lambda x, y, z: (x / (1 + y * y) * (1 + y * y), x),
    "gamma(t + 1) = t gamma(t)": lambda x, y, z: (
        gamma(sin(x) + 3),
        (sin(x) + 2) * gamma(sin(x) + 2),
    ),
    "exp(y log t) = t^y": lambda x, y, z: (
        power(1 + x * x, sin(y)),
        exp(sin(y) * log(1 + x * x)),
    ),
}


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=40, deadline=None)
@given(x=reals(), y=reals(), z=reals())
def test_laws_are_never_contradicted(law, x, y, z):
    left, right = LAWS[law](x, y, z)
    assert overlap(left, right)


@settings(max_examples=100, deadline=None)
@given(reals())
def test_inverses(x):
    assume(x.query(30) ** 2 > Fraction(1, 2**40))
    assert overlap(x * (1 / x), Real(1))
    assert overlap(x / x, x**-1 * x)


@settings(max_examples=300, deadline=None)
@given(seeds, st.sampled_from(DEPTHS))
def test_rational_expressions_are_fractions(seed, n):
    expression = random_expression(seed, rational=True)
    try:
        value = expression.fraction()
    except ZeroDivisionError:
        with pytest.raises((DomainError, UndecidedError)):
            expression.real().query(n)
        with pytest.raises(DomainError):
            expression.with_exact_inputs().real().query(n)
        return
    x = expression.real()
    assert value in x.enclosure(n)
    assert x.enclosure(n).width <= Fraction(2, 2**n)
    assert abs(x.query(n) - value) <= Fraction(1, 2**n)
    assert expression.with_exact_inputs().real().rational == value
    assert x.rational in (value, None)
    digits = expression.with_exact_inputs().real().digits(7)
    tie = distance_to_tie(value, 7) == 0
    assert digits.tie is (Truth.YES if tie else Truth.NO)
    assert Fraction(digits) == value if tie else digits == rounded(value, 7)


@settings(max_examples=300, deadline=None)
@given(seeds, st.sampled_from(DEPTHS))
def test_elementary_expressions_enclose_what_mpmath_finds(seed, n):
    expression = random_expression(seed)
    judged = expression.by_mpmath(1500)
    if judged.edge or judged.outside:
        return  # test_real_digits_campaign.py asks why
    x = expression.real()
    interval = x.enclosure(n)
    sign, mantissa, exponent, _ = judged.value._mpf_
    truth = (-1) ** sign * int(mantissa) * Fraction(2) ** exponent
    slack = Fraction(1, 2**400)  # of mpmath: nothing here cancels a thousand bits
    assert interval.lower - slack <= truth <= interval.upper + slack
    assert interval.width <= Fraction(2, 2**n)
    assert abs(x.query(n) - truth) <= Fraction(1, 2**n) + slack


@st.composite
def radicals(draw, depth=3):
    """Draw positive numbers that are nested roots."""
    if depth == 0:
        return sympy.Rational(draw(st.integers(1, 40)), draw(st.integers(1, 9)))
    inner, other = draw(radicals(depth - 1)), draw(radicals(0))
    shape = draw(st.integers(0, 4))
    if shape == 0:
        return sympy.sqrt(inner + other)
    if shape == 1:
        return sympy.cbrt(inner) + other
    if shape == 2:
        return other / (1 + sympy.sqrt(inner))
    if shape == 3:
        return inner * sympy.root(other, 5)
    return sympy.sqrt(inner + other) - sympy.sqrt(inner)


@settings(max_examples=60, deadline=None)
@given(radicals())
def test_algebraic_numbers_are_those_of_sympy(number):
    value = Fraction(str(sympy.N(number, 60)))
    interval = Real(number).enclosure(150)
    error = abs(value) / 10**58 + Fraction(1, 10**58)
    assert interval.lower - error <= value <= interval.upper + error


EDGES = {
    "1 / 0": lambda: 1 / Real(0),
    "1 / (x - x)": lambda: 1 / (Real("1/3") - Real("1/3")),
    "1 / zero": lambda: 1 / ZERO,
    "sqrt(-1)": lambda: sqrt(-1),
    "sqrt(2 - pi)": lambda: sqrt(2 - pi),
    "sqrt(-zero)": lambda: sqrt(-ZERO - abs(ZERO)),
    "sqrt(-10^5000)": lambda: sqrt(-(10**5000)),
    "log(0)": lambda: log(0),
    "log(zero)": lambda: log(ZERO),
    "log(-10^5000)": lambda: log(-(10**5000)),
    "root(-pi, 4)": lambda: root(-pi, 4),
    "root of no integer": lambda: root(2, 0.5),
    "(-pi)^pi": lambda: (-pi) ** pi,
    "0^-1": lambda: Real(0) ** -1,
    "zero^-1": lambda: ZERO**-1,
    "tan(pi / 2)": lambda: tan(pi / 2),
    "gamma(-2)": lambda: gamma(-2),
    "gamma(zero)": lambda: gamma(ZERO),
    "zeta(1)": lambda: zeta(1),
    "zeta(1 + zero)": lambda: zeta(1 + ZERO),
}


@pytest.mark.parametrize("case", EDGES)
def test_edges_of_domains_are_errors(case):
    with within(5), using_effort(separation=512), pytest.raises((DomainError, UndecidedError)):
        EDGES[case]().query(20)


def test_zero_itself_is_inside_where_it_is():
    for k in (2, 3, 4, 5):
        for zero in (Real(0), Real(1) - 1, abs(ZERO)):
            assert overlap(root(zero, k), Real(0))
    assert Real(0) ** 0 == 1 and power(0, "1/3").digits(3) == "0.000"


@pytest.mark.parametrize(
    "x",
    [
        lambda: Real("1.0000000001") ** (2**40 + 1),
        lambda: (1 + sqrt(2) / 2**45) ** (2**45 + 1),
        lambda: power(Fraction(10**30 - 1, 10**30), 10**30 + 1) + 1,
    ],
)
def test_long_exponents(x):
    lower, upper = x().enclosure(0)
    assert 1 < lower < upper < 5 or Fraction(1, 4) < lower


@pytest.mark.parametrize(
    "tiny",
    [
        lambda: Real(2) ** (-(10**12)),
        lambda: exp(Real(-(10**12))),
        lambda: exp(-exp(Real(40))),
        lambda: 1 / exp(exp(Real(40))),
    ],
)
def test_tiny_numbers_are_rounded_not_written_out(tiny):
    with within(5):
        x = tiny()
        assert x > 0 and x.digits(3) == "0.000"
        assert abs(x.query(10)) <= Fraction(1, 2**10) and x.enclosure(10).width <= Fraction(
            2, 2**10
        )
        assert float(x) == 0 and int(x) == 0 and math.ceil(x) == 1
