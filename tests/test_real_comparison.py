"""Comparisons: what is said is true, UNKNOWN is no boolean, and choices always end."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_expressions import STYLES, random_expression, within

from computable.ball import using_effort
from computable.errors import DomainError, UndecidedError
from computable.oracle import from_rational
from computable.real import (
    Real,
    approx_less,
    exp,
    from_oracle,
    log,
    maximum,
    minimum,
    pi,
    select,
    sign_of,
    sqrt,
)
from computable.testing import answer_styles, rationals, reals
from computable.truth import Truth

ZERO = sqrt(2) ** 2 - 2
styles = answer_styles() | st.sampled_from(STYLES)


def number(value, answers):
    return from_oracle(from_rational(value, answers=answers))


@settings(max_examples=300, deadline=None)
@given(rationals(size=30), rationals(size=30), styles, styles)
def test_order_of_oracles_is_never_wrong_and_found_if_they_differ(p, q, first, second):
    x, y = number(p, first), number(q, second)
    with using_effort(separation=64):
        verdicts = {x < y: p < q, x > y: p > q, x <= y: p <= q, x >= y: p >= q}
        verdicts |= {(x == y, "="): p == q, (x != y, "!="): p != q}
    for verdict, truth in verdicts.items():
        said = verdict[0] if isinstance(verdict, tuple) else verdict
        assert said is Truth.UNKNOWN or bool(said) == truth
    if p != q:  # by at least 1/900
        assert (x < y) is (Truth.YES if p < q else Truth.NO)
        assert (x == y) is Truth.NO and (x != y) is Truth.YES


@settings(max_examples=200, deadline=None)
@given(rationals(size=9), rationals(size=9))
def test_known_rationals_are_compared_entirely(p, q):
    x, y = Real(p), Real(q)
    assert [bool(t) for t in (x < y, x <= y, x > y, x >= y, x == y, x != y)] == [
        p < q,
        p <= q,
        p > q,
        p >= q,
        p == q,
        p != q,
    ]
    assert (x / 7 == p / 7) is Truth.YES and sign_of(x - y) == (p > q) - (p < q)


@settings(max_examples=150, deadline=None)
@given(reals())
def test_equality_is_never_proved_of_what_is_not_known_to_be_rational(x):
    with using_effort(separation=64):
        equal = x == (x + pi) - pi
        assert equal is Truth.UNKNOWN
        assert sign_of(x - x) in ((0,) if x.rational is not None else (None,))
        assert (x == +x) is (Truth.UNKNOWN if x.rational is None else Truth.YES)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**64), st.integers(0, 2**64))
def test_verdicts_on_expressions_agree_with_mpmath(first, second):
    a, b = random_expression(first), random_expression(second)
    left, right = a.by_mpmath(600), b.by_mpmath(600)
    assume(not (left.edge or right.edge or left.outside or right.outside))
    with using_effort(separation=100):
        verdict = a.real() < b.real()
    if abs(left.value - right.value) > 1e-25:
        assert verdict is (Truth.YES if left.value < right.value else Truth.NO)


@pytest.mark.parametrize("separation", [40, 500])
def test_unknown_is_no_boolean_and_tells_the_effort(separation):
    with using_effort(separation=separation):
        for verdict in (ZERO < 0, ZERO == 0, ZERO >= 0, ZERO != 0):
            assert verdict is Truth.UNKNOWN
            with pytest.raises(UndecidedError, match=rf"\^-{separation}\b"):
                bool(verdict)
        with pytest.raises(UndecidedError):
            bool(ZERO)
        with pytest.raises(UndecidedError):
            max([ZERO, Real(0)])
    assert bool(Real(2)) and not Real(0)


def test_more_effort_decides_more():
    tiny = pi / 2**300
    with using_effort(separation=200):
        assert (1 + tiny > 1) is Truth.UNKNOWN
    with using_effort(separation=400):
        assert (1 + tiny > 1) is Truth.YES


@pytest.mark.parametrize(
    "large", [lambda: Real(2) ** (10**12), lambda: exp(exp(Real(30))), lambda: -exp(exp(Real(30)))]
)
def test_large_numbers_have_a_sign(large):
    x = large()
    assert (x > 0) is not (x < 0)
    assert Truth.UNKNOWN not in (x > 0, x < 0)


def test_an_undecided_comparison_gives_its_true_reason():
    with pytest.raises(UndecidedError) as caught:
        bool(exp(exp(exp(Real(10)))) < 3)
    assert "within 2^-4096 of each other" not in str(caught.value)


def test_outside_a_domain_there_is_no_verdict():
    for x in (1 / (Real(1) / 3 - Fraction(1, 3)), sqrt(2 - pi), log(2 - pi)):
        with pytest.raises(DomainError):
            bool(x < 1)
    with using_effort(separation=64):
        assert (1 / ZERO > 5) is Truth.UNKNOWN and (log(ZERO) < 5) is Truth.UNKNOWN


REFUSED = [0.5, float("nan"), float("inf"), 1j, True, np.float64(0.5), np.True_, np.array(0.5)]
REFUSED += [sympy.Symbol("t"), sympy.I, sympy.oo]


@pytest.mark.parametrize("other", REFUSED)
@pytest.mark.parametrize("operator", ["lt", "ge", "eq", "ne", "add", "mul", "truediv", "pow"])
def test_what_is_no_exact_real_is_refused(other, operator):
    with pytest.raises((DomainError, TypeError)):
        getattr(Real(2), f"__{operator}__")(other)


@pytest.mark.parametrize("other", [None, "3", [1], {}, object(), b"1"])
def test_what_is_no_number_is_left_to_python(other):
    for method in ("lt", "ge", "eq", "add", "rmul", "sub", "rtruediv"):
        assert getattr(Real(2), f"__{method}__")(other) is NotImplemented
    with pytest.raises(TypeError):
        Real(2) + other
    with pytest.raises(TypeError):
        assert other < Real(2)
    with pytest.raises((TypeError, DomainError)):
        Real(2) ** other
    with pytest.raises((TypeError, DomainError)):
        other ** Real(2)
    assert (Real(2) == other) is False


@pytest.mark.parametrize("other", [0.5, np.float64(0.5), 1.0])
def test_floats_do_not_enter_from_either_side(other):
    x = Real(2)
    for operation in (
        lambda: x + other,
        lambda: other * x,
        lambda: other / x,
        lambda: x**other,
        lambda: other**x,
        lambda: other < x,
        lambda: np.array([other]) - x,
    ):
        with pytest.raises(DomainError, match="float"):
            operation()


def test_sympy_does_not_turn_a_real_into_a_float():
    for make in (lambda: sympy.pi + sqrt(2), lambda: sympy.Integer(1) + Real("1/3")):
        try:
            value = make()
        except (DomainError, TypeError):
            continue
        assert isinstance(value, Real)


def test_arrays_of_objects_are_taken_entry_by_entry():
    values = np.array([1, 2]) * Real("1/3") + np.array([Real(1), pi], dtype=object)
    assert values[0].rational == Fraction(4, 3) and isinstance(values[1], Real)
    assert np.sqrt(np.array([Real(2)], dtype=object))[0].digits(3) == "1.414"
    assert (np.int64(1) + Real(1)).rational == 2 == (Real(1) + np.int64(1)).rational


@settings(max_examples=200, deadline=None)
@given(rationals(size=20), styles, rationals(least=Fraction(1, 10**6), most=1, size=10**6))
def test_select_picks_a_true_statement(value, answers, room):
    x = number(value, answers)
    chosen = select(lambda: x < room, lambda: x > 0)
    assert (value < room, value > 0)[chosen]
    edges = [Fraction(k) for k in range(-20, 21)]
    cell = select(*(lambda a=a: (x > a - 1) & (x < a + 1) for a in edges))
    assert edges[cell] - 1 < value < edges[cell] + 1


def test_select_does_not_wait_for_an_undecidable_statement():
    with within(3):
        assert select(lambda: ZERO < 0, Truth.UNKNOWN, lambda: pi > 3) == 2
    with using_effort(separation=64), pytest.raises(UndecidedError, match="64"):
        select(lambda: ZERO < 0, lambda: ZERO > 0)
    with pytest.raises(DomainError, match="false"):
        select(Truth.NO, lambda: pi < 3)
    for wrong in ((), (True,), (None,), (lambda: 1,)):
        with pytest.raises(DomainError):
            select(*wrong)


@settings(max_examples=300, deadline=None)
@given(rationals(size=20), rationals(size=20), styles, styles, st.integers(-8, 40))
def test_approx_less_keeps_its_contract(p, q, first, second, k):
    eps = Fraction(3, 2) ** -k
    x, y = number(p, first), number(q, second)
    assert p < q + eps if approx_less(x, y, eps) else p > q - eps


@pytest.mark.parametrize(
    "eps", [0, -1, 0.5, None, "x", Fraction(-(10**5000))], ids=lambda v: type(v).__name__
)
def test_a_tolerance_is_a_positive_rational(eps):
    with pytest.raises(DomainError):
        approx_less(1, 2, eps)


@settings(max_examples=200, deadline=None)
@given(reals(), reals())
def test_maximum_is_one_of_both_and_above_both(x, y):
    with using_effort(separation=64):
        for z in (x, y):
            assert (maximum(x, y) < z) is not Truth.YES and (minimum(x, y) > z) is not Truth.YES
    high, low = maximum(x, y).query(80), minimum(x, y).query(80)
    a, b = sorted([x.query(80), y.query(80)])
    assert max(abs(low - a), abs(high - b)) <= Fraction(2, 2**80)
