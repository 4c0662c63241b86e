"""Every way of answering is within 2**-n, and a transcript keeps what was said."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from computable.errors import DomainError, UndecidedError
from computable.oracle import ProblemData, Transcript, from_float, from_rational, less
from computable.testing import answer_styles, instances, rationals
from computable.truth import Truth

ENTRY = ("A", 0, 1)


@given(answer_styles(), rationals(), st.integers(0, 300))
def test_every_answer_is_valid_and_reproducible(answers, value, n):
    answer = answers(ENTRY, value, n)
    assert abs(answer - value) <= Fraction(1, 2**n)
    assert answer == answers(ENTRY, value, n)


@given(answer_styles(), answer_styles(), rationals(), rationals(), st.integers(0, 40))
def test_comparison_is_never_wrong(first, second, x, y, n):
    verdict = less(from_rational(x, answers=first), from_rational(y, answers=second), depth=n)
    assert verdict is Truth.UNKNOWN or bool(verdict) == (x < y)
    if abs(x - y) > Fraction(4, 2**n):
        assert verdict is not Truth.UNKNOWN


@given(instances(), answer_styles(), st.integers(0, 30))
def test_problem_data_are_the_instance(instance, answers, n):
    data = ProblemData(shape=instance.shape, problem=None, ask=instance.oracle(answers))
    m, N = instance.shape
    for i in range(m):
        assert abs(data.y.query(i, n) - instance.y[i]) <= Fraction(1, 2**n)
        for j in range(N):
            true = instance.value(("A", i, j))
            assert abs(data.A.query(i, j, n) - true) <= Fraction(1, 2**n)


@pytest.mark.parametrize("query", [(0, 0, -1), (0, 0, 1.5), (0, 2, 1), (-1, 0, 1), (0, True, 1)])
def test_bad_queries_name_the_rule(query):
    data = ProblemData(shape=(1, 2), problem=None, ask=lambda entry, n: Fraction(0))
    with pytest.raises(DomainError, match=r"got .*need"):
        data.A.query(*query)


def test_floats_are_their_binary_value():
    assert from_float(0.1).query(5) == Fraction(0.1)
    with pytest.raises(DomainError):
        from_float(float("inf"))


def test_a_transcript_is_a_function_of_entry_and_depth():
    transcript = Transcript()
    transcript.record(ENTRY, 3, Fraction(1))
    transcript.record(ENTRY, 5, Fraction(2))
    assert transcript.recorded(ENTRY, 3) == 1
    assert transcript.recorded(ENTRY, 4) is None
    assert transcript.depth == 5
    assert [q.answer for q in transcript] == [1, 2]


def test_kleene_logic():
    values = list(Truth)
    for a in values:
        assert ~~a is a
        for b in values:
            assert (a & b) is (b & a) is ~(~a | ~b)
    with pytest.raises(UndecidedError):
        bool(Truth.UNKNOWN)
