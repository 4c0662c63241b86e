"""The numbers of an argument: short, exact, and near to what they stand for."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import (
    BasisPursuit,
    explain,
    load,
)
from computable.recovery import Box
from proofs.arguments import (
    Minimiser,
    scaled,
    shortened,
)
from proofs.given_answer import GivenAnswer

HALF, ONE = Fraction(1, 2), Fraction(1)


@settings(max_examples=200)
@given(st.lists(st.integers(), max_size=5), st.integers(0, 300))
def test_integers_in_units_are_the_rationals(values, bits):
    found = scaled(values, bits)
    assert found == tuple(Fraction(v, 1 << bits) for v in values)
    assert all(v == Fraction(v.numerator, v.denominator) for v in found)
    assert [(v.numerator, v.denominator) for v in found] == [
        (w.numerator, w.denominator) for w in (Fraction(v, 1 << bits) for v in values)
    ]


@settings(max_examples=200)
@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=4, max_size=4),
    st.integers(1, 400),
)
def test_shortened_entries_are_near_and_short(values, bits):
    matrix = np.array(values).reshape(2, 2)
    rows = shortened(matrix, bits)
    size = max(Fraction(float(np.abs(matrix).max())), Fraction(1, 1 << 1000))
    for row, exact in zip(rows, matrix.tolist(), strict=True):
        for short, value in zip(row, exact, strict=True):
            error = abs(short - Fraction(value))
            assert error <= max(size / (1 << 37), Fraction(1, 1 << bits), HALF * (size >= 1 << 39))
            assert short.denominator <= 1 << bits
            assert short.denominator & (short.denominator - 1) == 0
    assert shortened(np.zeros((0, 0)), bits) == ()


def test_a_minimiser_of_integers_with_many_digits(tmp_path):
    huge = Fraction(10**1000 + 1, 3)
    found = GivenAnswer(
        right=True,
        digits=5,
        problem=BasisPursuit(),
        box=Box.around([[ONE]], [huge]),
        output=(huge,),
        argument=Minimiser(x=(huge,), witness=(ONE,)),
    )
    again = load(found.save(tmp_path / "huge.json"))
    assert again.output == (huge,) and again.argument.x == (huge,)
    assert "The answer is this minimiser" in explain(again)
