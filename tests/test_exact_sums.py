"""Independent vectors, and what short numbers prove of long sums."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from computable.exact import independent, rank, surely_at_most, weighted_sums

small = st.fractions(min_value=-3, max_value=3, max_denominator=4)


@given(st.integers(1, 4).flatmap(lambda m: st.lists(st.lists(small, min_size=m, max_size=m))))
def test_the_first_independent_vectors_are_chosen(vectors):
    m = len(vectors[0]) if vectors else 1
    chosen = independent(vectors, m)
    greedy = []
    for k, _ in enumerate(vectors):
        if rank([vectors[i] for i in (*greedy, k)]) > len(greedy):
            greedy.append(k)
    assert chosen == greedy


def test_no_more_vectors_are_looked_at_than_it_takes():
    units = ([Fraction(i == k % 2) for i in range(2)] for k in range(100))
    assert independent(units, 2) == [0, 1]
    assert len(list(units)) == 98


sums = st.lists(
    st.tuples(st.lists(st.tuples(st.integers(0, 3), small), max_size=4), small), max_size=4
)


@given(sums, st.lists(small, min_size=4, max_size=4), st.integers(0, 12))
def test_what_is_sure_is_true(rows, values, bits):
    columns, bounds = [row for row, _ in rows], [bound for _, bound in rows]
    exact = weighted_sums(columns, values)
    if surely_at_most(columns, values, bounds, bits):
        assert all(v <= b for v, b in zip(exact, bounds))
    far = [v + Fraction(1, 100) for v in exact]
    assert surely_at_most(columns, values, far)
    scale = 10**60
    assert surely_at_most(columns, [v * scale for v in values], [v * scale for v in far])
