"""Every implementation of a discontinuous function that halts is defeated, with evidence."""

import dataclasses
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from computable import Budget, DomainError, Refuted, Rejected, Truth, defeat, refute
from computable.oracle import from_rational
from computable.real import (
    Real,
    approx_argmax,
    approx_equal,
    approx_less,
    approx_sign,
    from_oracle,
    integer_near,
)
from computable.testing import answer_styles, rationals
from proofs.adversary import Defeated, as_solver
from proofs.outcome import Failed, Unknown

IMPLEMENTATIONS = {
    "sign": [
        lambda n: lambda x: (x.query(n) > 0) - (x.query(n) < 0),
        lambda n: lambda x: 0 if abs(x.query(n)) <= Fraction(1, 2**n) else int(x.query(n) > 0),
        lambda n: lambda x: 1,
        lambda n: lambda x: -1 if float(x) < 0 else 1 if float(x) > 0 else 0,
        lambda n: lambda x: approx_sign(x, Fraction(1, 2**n)),
    ],
    "equality": [
        lambda n: lambda x, y: x.query(n) == y.query(n),
        lambda n: lambda x, y: abs(x.query(n) - y.query(n)) < Fraction(1, 2**n),
        lambda n: lambda x, y: False,
        lambda n: lambda x, y: Truth.YES,
        lambda n: lambda x, y: approx_equal(x, y, Fraction(1, 2**n)),
    ],
    "integer part": [
        lambda n: lambda x: math.floor(x.query(n)),
        lambda n: lambda x: math.floor(x.query(n) - Fraction(1, 2**n)),
        lambda n: integer_near,
        lambda n: lambda x: 7,
        lambda n: lambda x: math.floor(float(x)),
    ],
    "argmax": [
        lambda n: lambda x: max(range(len(x)), key=lambda i: x[i].query(n)),
        lambda n: lambda x: len(x) - 1,
        lambda n: lambda x: min(range(len(x)), key=lambda i: -x[i].query(n + i)),
        lambda n: lambda x: approx_argmax(x, Fraction(1, 2**n)),
    ],
}
CASES = [(question, make) for question, makes in IMPLEMENTATIONS.items() for make in makes]


@pytest.mark.parametrize("question, make", CASES)
@pytest.mark.parametrize("depth", [0, 1, 20, 5000])
def test_whatever_halts_is_defeated(question, make, depth):
    implementation = make(depth)
    outcome = defeat(implementation, question)
    assert isinstance(outcome, Defeated)
    assert outcome.check().startswith(question)
    # the same run on oracles of the numbers that it is wrong at gives the same answer
    numbers = outcome.reals()
    again = implementation(numbers) if question == "argmax" else implementation(*numbers)
    assert int(bool(again) if isinstance(again, Truth) else again) == outcome.said


@given(st.integers(2, 8), st.integers(0, 60), st.data())
def test_argmax_of_many_numbers(count, depth, data):
    said = data.draw(st.integers(0, count - 1))
    outcome = defeat(lambda x: x[said].query(depth) and said, "argmax", numbers=count)
    assert isinstance(outcome, Defeated)
    assert outcome.numbers[said] < max(outcome.numbers)


def test_evidence_that_does_not_hold_is_rejected():
    outcome = defeat(lambda x: (x.query(9) > 0) - (x.query(9) < 0), "sign")
    right = dataclasses.replace(outcome, said=1)
    with pytest.raises(Rejected, match="right"):
        right.check()
    moved = dataclasses.replace(outcome, numbers=(Fraction(1, 2**8),))
    with pytest.raises(Rejected, match="depth 9"):
        moved.check()


def endless(x):
    n = 1
    while True:
        if abs(x.query(n)) > Fraction(1, 2**n):
            return 1 if x.query(n) > 0 else -1
        n += 1


def test_what_does_not_halt_is_unknown_and_what_gives_no_answer_failed():
    outcome = defeat(endless, "sign", budget=Budget(queries=100))
    assert isinstance(outcome, Unknown) and "100" in outcome.reason
    for implementation in (
        lambda x, y: x == y,
        lambda x, y: bool(x == y),
        lambda x, y: 1 / 0,
        lambda x, y: None,
        lambda x, y: 3,
        lambda x: True,
    ):
        assert isinstance(defeat(implementation, "equality"), Failed)
    assert isinstance(defeat(lambda x: 2, "argmax"), Failed)
    assert isinstance(defeat(lambda x: x.query(3), "integer part", isolate=True), Failed | Defeated)


def test_isolated_runs_end_at_the_limit():
    def hang(x):
        while True:
            pass

    outcome = defeat(hang, "sign", isolate=True, budget=Budget(seconds=1))
    assert isinstance(outcome, Unknown)


def test_wrong_questions():
    for arguments in ({"question": "parity"}, {"question": "sign", "numbers": 2}):
        with pytest.raises(DomainError):
            defeat(lambda *x: 0, **arguments)
    for numbers in (1, 0, True, 2.5):
        with pytest.raises(DomainError):
            defeat(lambda x: 0, "argmax", numbers=numbers)


@pytest.mark.parametrize("make", IMPLEMENTATIONS["argmax"])
@pytest.mark.parametrize("columns", [2, 5])
def test_an_argmax_is_a_solver_and_its_defeat_a_certificate(make, columns):
    outcome = refute(as_solver(make(30)), problem="bp", digits=2, columns=columns)
    assert isinstance(outcome, Refuted)
    outcome.certificate.check()


EPS = st.integers(-3, 40).map(lambda k: Fraction(1, 2**k) if k >= 0 else Fraction(2**-k))


@given(answer_styles(), answer_styles(), rationals(), rationals(), EPS)
def test_the_computable_relatives_keep_their_promises(first, second, x, y, eps):
    a, b = (
        from_oracle(from_rational(x, answers=first)),
        from_oracle(from_rational(y, answers=second)),
    )
    assert x < y + eps if approx_less(a, b, eps) else x > y - eps
    assert abs(x - y) < eps if approx_equal(a, b, eps) else x != y
    sign = approx_sign(a, eps)
    assert abs(x) < eps if sign == 0 else x * sign > 0
    assert abs(integer_near(a) - x) < 1
    values = [x, y, x + eps]
    j = approx_argmax([a, b, a + eps], eps)
    assert values[j] > max(values) - eps


def test_tolerances_must_be_positive_rationals():
    for eps in (0, -1, 0.1, "x"):
        for relative in (approx_less, approx_equal):
            with pytest.raises(DomainError):
                relative(Real(1), 2, eps)
    with pytest.raises(DomainError):
        approx_argmax([], 1)
