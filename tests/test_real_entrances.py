"""What becomes a Real and how inputs are read: exactly, no deeper than needed, and checked."""

import math
from decimal import Decimal
from fractions import Fraction
from itertools import cycle, repeat

import flint
import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from random_expressions import STYLES, random_expression

from computable.errors import ComputableError, DomainError, UndecidedError
from computable.oracle import from_rational
from computable.real import Real, e, from_digits, from_intervals, from_oracle, limit, pi, sin, sqrt
from computable.real.source import Intervals
from computable.testing import answer_styles, rationals
from computable.truth import Truth

styles = answer_styles() | st.sampled_from(STYLES)
depths = st.integers(0, 300)


def oracle(value, answers):
    return from_oracle(from_rational(value, answers=answers))


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**64), st.integers(0, 40))
def test_adversarial_answers_change_no_promised_digit(seed, n):
    expression = random_expression(seed)
    try:
        exact = expression.with_exact_inputs().real().digits(n)
        inexact = expression.real().digits(n)
    except ComputableError:
        return
    if inexact.tie is Truth.NO and exact.tie is Truth.NO:
        assert inexact == exact
    else:  # a tie is told of both, or of the one that cannot be told from it
        longer = max(len(inexact), len(exact))
        unit = Fraction(1, 10 ** (n + (longer > len(inexact))))
        assert inexact.tie is not Truth.NO
        assert abs(Fraction(inexact) - Fraction(exact)) <= unit


@settings(max_examples=300, deadline=None)
@given(rationals(), rationals(), styles, styles, depths)
def test_a_sum_reads_three_bits_deeper_than_it_is_asked(p, q, first, second, n):
    """2^-(n+2) twice makes 2^-(n+1); rounding fits in the other half."""
    for operation in (lambda x, y: x + y, lambda x, y: x - y):
        x, y = oracle(p, first), oracle(q, second)
        z = operation(x, y)
        assert z.transcript.depth is None
        assert abs(z.query(n) - operation(p, q)) <= Fraction(1, 2**n)
        assert z.transcript.depth <= n + 3
        assert z.transcript.asked == 2


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 40), rationals(), rationals(), styles, styles, depths)
def test_a_product_reads_as_much_deeper_as_its_factors_are_large(k, p, q, first, second, n):
    """Errors d of factors up to 2^k make (2 * 2^k + d) d <= 2^(k + 2) d."""
    p, q = (v / 1000 * 2**k for v in (p, q))
    x, y = oracle(p, first), oracle(q, second)
    z = x * y
    assert abs(z.query(n) - p * q) <= Fraction(1, 2**n)
    assert z.transcript.depth <= n + k + 5


@settings(max_examples=200, deadline=None)
@given(rationals(), styles, st.lists(depths, min_size=2, max_size=5))
def test_asking_for_less_reads_nothing_new(q, answers, asked):
    x = oracle(q, answers)
    z = sin(x) + x / 3
    for n in sorted(asked, reverse=True):
        before = z.transcript.asked if n != max(asked) else None
        z.query(n)
        assert before is None or z.transcript.asked == before


@settings(max_examples=100, deadline=None)
@given(rationals(), styles, st.integers(0, 200), st.integers(0, 300))
def test_another_expression_in_the_same_input_reads_no_deeper(q, answers, k, n):
    """However the first one has raised the working precision."""
    x = oracle(q, answers)
    (x * 2**k).query(0)
    before = x.transcript.depth
    (x + 1).query(n)
    assert x.transcript.depth <= max(before, n + 3)


def test_cancellation_among_known_numbers_reads_no_input():
    x = oracle(Fraction(1, 3), STYLES[0])
    (x + (pi * 2**20000 - pi * 2**20000)).query(10)
    assert x.transcript.depth <= 13


@settings(max_examples=200, deadline=None)
@given(rationals(), styles, depths)
def test_an_input_is_asked_once_for_a_depth_and_recorded(q, answers, n):
    x = oracle(q, answers)
    first = x.query(n)
    assert x.query(n) == first and [entry.depth for entry in x.transcript] == [n]
    assert (x - x).query(n) is not None and len(x.inputs) == len((x * x + x).inputs) == 1
    assert {entry.entry for entry in (x + oracle(q, answers)).transcript} == {("x", 0)}


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 60), st.integers(1, 100), rationals(), st.integers(1, 2**70))
def test_contradictions_are_seen_and_stay_seen(n, more, q, wrong):
    class Liar:
        def query(self, depth):
            return q if depth <= n else q + Fraction(3 + wrong, 2**n)

    for ask in (lambda x: x.query(n + more), lambda x: (x + 0).query(n + more)):
        x = from_oracle(Liar())
        x.query(n)
        for _ in range(3):
            with pytest.raises(DomainError, match="no real number"):
                ask(x)


@pytest.mark.parametrize("answer", [float("nan"), float("inf"), None, "1", 1j, True, [1], sqrt(2)])
def test_answers_that_are_no_rationals(answer):
    for x in (Real(lambda n: answer), Real(lambda n: answer) + 1):
        with pytest.raises(DomainError, match="answer at depth"):
            x.query(3)


THIRD = Fraction(1, 3)
EXACT = [
    (3, 3),
    (THIRD, THIRD),
    ("0.1", Fraction(1, 10)),
    ("-1/3", -THIRD),
    ("2^-70", Fraction(1, 2**70)),
    (0.1, Fraction(0.1)),
    (Decimal("0.1"), Fraction(1, 10)),
    (np.float32(0.1), Fraction(float(np.float32(0.1)))),
    (np.int8(-5), -5),
    (np.array(7), 7),
    (flint.fmpq(1, 3), THIRD),
    (mpmath.mpf(0.5), Fraction(1, 2)),
    (sympy.Rational(1, 3), THIRD),
    (sympy.Float("0.5", 40), Fraction(1, 2)),
]


@pytest.mark.parametrize("given_value, value", EXACT, ids=lambda v: f"{type(v).__name__} {v}")
def test_numbers_enter_exactly(given_value, value):
    assert Real(given_value).rational == value


REFUSED = [math.nan, math.inf, -math.inf, 1j, True, None, [], {}, "nan", "1e", "", "1/0", b"1"]
REFUSED += [np.array([1.0]), np.array([]), np.nan, np.True_, np.complex128(1), Decimal("nan")]
REFUSED += [mpmath.nan, mpmath.inf, mpmath.mpc(1, 1), mpmath.mpi(1, 2), mpmath.degree]
REFUSED += [sympy.I, sympy.oo, sympy.zoo, sympy.nan, sympy.Symbol("t"), sympy.true, sympy.sin]
REFUSED += [sympy.sqrt(-2), sympy.Rational(-8) ** sympy.Rational(1, 3), sympy.Matrix([1])]
REFUSED += [sympy.Integral(sympy.Symbol("t"), (sympy.Symbol("t"), 0, 1)), int, Fraction, object()]


@pytest.mark.parametrize("value", REFUSED, ids=lambda v: f"{type(v).__name__} {str(v)[:12]}")
def test_what_is_no_real_number_is_refused(value):
    with pytest.raises(DomainError):
        Real(value).query(5)


SYMBOLIC = """sqrt(2)+1/3  pi**2/6  E**(1/3)  log(2)*EulerGamma  GoldenRatio**10  Catalan
cosh(1)-sinh(1)  tanh(1/2)  cot(1)  sec(1/2)+csc(2)  gamma(1/3)  zeta(3)  Max(pi,3)  Min(E,pi,3)
Abs(1-pi)  atan(2)  2**sqrt(2)  (2+sqrt(3))**(1/3)  (1/2)**(-5/7)  exp(-sqrt(5))  sin(pi/7)
CRootOf(x**5-x-1,0)"""


@pytest.mark.parametrize("text", SYMBOLIC.split())
def test_sympy_expressions_mean_what_sympy_says(text):
    expression = sympy.sympify(text, rational=True)
    value = Fraction(str(sympy.N(expression, 60)))
    interval = Real(expression).enclosure(150)
    assert interval.lower - Fraction(1, 10**50) <= value <= interval.upper + Fraction(1, 10**50)


@pytest.mark.parametrize(
    "name", ["pi", "e", "euler", "catalan", "khinchin", "glaisher", "ln2", "ln10"]
)
def test_constants_of_mpmath(name):
    with mpmath.workdps(60):
        text = mpmath.nstr(+getattr(mpmath, name), 55, strip_zeros=False)
    assert abs(Real(getattr(mpmath, name)).query(190) - Fraction(text)) < Fraction(1, 10**53)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(-9, 9), st.integers(10, 16))
def test_streams_of_digits(period, integer, base):
    value = integer + Fraction(int("".join(map(str, period)), base), base ** len(period) - 1)
    x = from_digits(cycle(period), integer=integer, base=base)
    assert value in x.enclosure(100) and abs(x.query(30) - value) <= Fraction(1, 2**30)
    signed = from_digits(cycle(-d for d in period), integer=-integer, base=base)
    assert -value in signed.enclosure(60)


@pytest.mark.parametrize("digits", [[1, 2], repeat(10), repeat(0.5), repeat(True), repeat("1")])
def test_streams_that_are_none(digits):
    with pytest.raises(DomainError, match="digit"):
        from_digits(digits).query(20)
    for wrong in ({"base": 1}, {"base": 2.0}, {"integer": 0.5}, {"base": True}):
        with pytest.raises(DomainError):
            from_digits(repeat(0), **wrong)


@settings(max_examples=150, deadline=None)
@given(rationals(size=50), st.integers(2, 5), depths)
def test_intervals_and_limits(q, ratio, n):
    x = from_intervals(lambda k: (q - Fraction(1, ratio**k), q + Fraction(2, 3**k)))
    y = from_intervals(lambda k: (q * sqrt(2) - Fraction(1, ratio**k), q * sqrt(2)))
    z = limit(lambda k: q + Fraction(1, 2**k) * (-1) ** k)
    w = limit(lambda k: q * pi + Fraction(1, k), modulus=lambda n: 2**n)
    for number, value in ((x, q), (y, q * sqrt(2)), (z, q), (w, q * pi)):
        error = number.query(n) - (value if isinstance(value, Fraction) else value.query(n + 9))
        assert abs(error) <= Fraction(1, 2**n) + Fraction(1, 2 ** (n + 9))


def test_intervals_without_a_common_point_or_a_limit(monkeypatch):
    monkeypatch.setattr(Intervals, "MOST", 1000)
    for wrong in ((2, 1), (math.nan, 1), 3, (1,), ("0", "1")):
        with pytest.raises(DomainError, match="interval 0"):
            from_intervals(lambda k, wrong=wrong: wrong).query(3)
    with pytest.raises(DomainError, match="interval 1"):
        from_intervals(lambda k: (2 * k, 2 * k + 1)).query(3)
    with pytest.raises(UndecidedError):
        from_intervals(lambda k: (0, 1)).query(3)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: from_digits(3),
        lambda: from_intervals(3),
        lambda: limit(3),
        lambda: limit(lambda k: e, modulus=3),
        lambda: from_oracle(3),
        lambda: from_oracle(None),
    ],
)
def test_entrances_name_what_they_got(wrong):
    with pytest.raises(DomainError, match="got"):
        wrong().query(3)
