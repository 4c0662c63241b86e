"""Limbs: values do not change, and what a product leaves out is within its bound."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from computable.ball.limb_steps import limb_layout
from computable.ball.limbs import Slices, carries, carry, joined, split, toeplitz
from computable.nullspace import hadamard_sample

LIMBS = st.integers(13, 24)


@given(st.lists(st.integers(-(2**200), 2**200), min_size=1, max_size=5), LIMBS, st.integers(9, 20))
def test_split_and_joined(values, b, rows):
    limbs = split(values, rows, b)
    assert joined(limbs, b) == values or b * (rows - 1) + 53 < 202
    if b * rows > 202:
        assert np.abs(limbs).max() <= 2.0 ** (b - 1)


@given(st.data(), LIMBS, st.integers(2, 6), st.sampled_from([30, 40, 52]))
def test_carries_change_no_value(data, b, rows, size):
    entry = st.integers(-(2**size), 2**size)
    limbs = np.array(data.draw(st.lists(entry, min_size=rows, max_size=rows)), float)[:, None]
    before = joined(limbs, b)
    carry(limbs, np.empty_like(limbs), b, carries(2.0**size, b))
    assert joined(limbs, b) == before
    assert np.abs(limbs[1:]).max() <= 0.625 * 2**b


def exact_product(number, limbs, rows, b):
    [value] = joined(limbs, b)
    return Fraction(number * value, 1 << b * (rows - 1))


@given(st.data(), LIMBS, st.integers(2, 12))
def test_a_product_with_a_number(data, b, rows):
    number = data.draw(st.integers(-(2 ** (b * (rows - 1))), 2 ** (b * (rows - 1))))
    most = data.draw(st.sampled_from([2.0 ** (b - 1), 2.0**b, 2.0 ** (b + 2)]))
    entry = st.integers(-int(most), int(most))
    limbs = np.array(data.draw(st.lists(entry, min_size=rows, max_size=rows)), float)[:, None]
    [found] = joined(toeplitz(number, rows, b) @ limbs, b)
    assert abs(found - exact_product(number, limbs, rows, b)) <= 0.51 * rows * most


def test_half_of_that_bound_would_be_wrong():
    b, rows, half = 20, 12, 2.0**19
    limbs = np.full((rows, 1), 0.625 * 2**b)
    number = sum(int(half - 1) << b * k for k in range(rows - 1))
    [found] = joined(toeplitz(number, rows, b) @ limbs, b)
    left_out = exact_product(number, limbs, rows, b) - found
    assert 0.8 * 0.51 * rows * 0.625 * 2**b < left_out < 0.51 * rows * 0.625 * 2**b


ENTRIES = st.one_of(
    st.integers(-9, 9).map(float),
    st.floats(-4, 4),
    st.floats(-1e60, 1e60).filter(lambda v: v == 0 or abs(v) > 1e-60),
)


@given(st.lists(ENTRIES, min_size=1, max_size=6), LIMBS)
def test_slices_are_exact(entries, b):
    matrix = Slices.of(np.array([entries]), b, most=99)
    sizes = [math.frexp(v)[1] for v in entries if v]
    if matrix is None:
        assert max(sizes) - min(sizes) > 500
        return
    for j, entry in enumerate(entries):
        parts = (
            Fraction(part[0, j]) / 2 ** (b * (s + matrix.offset))
            for s, part in enumerate(matrix.parts)
        )
        assert matrix.unit * sum(parts) == Fraction(entry)
    assert all(np.abs(part).max() <= matrix.largest <= 2.0 ** (b - 1) for part in matrix.parts)
    assert (len(matrix.parts) == 1) >= (matrix.offset == 0)


def test_a_hadamard_sample_is_a_matrix_of_signs():
    matrix = limb_layout(hadamard_sample(64, 56).array, 128).matrix
    assert matrix.offset == 0 and matrix.largest == 1 and len(matrix.parts) == 1
    assert matrix.unit == Fraction(hadamard_sample(64, 56).array[0, 0])
