"""Bounds of eigenvalues, decided against exact factorisations over the rationals."""

from fractions import Fraction
from itertools import combinations
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from null_space_attacks import matrices

from computable import DomainError
from computable.nullspace import (
    Levels,
    Matrix,
    hadamard_sample,
    isometry_by_coherence,
    prove_by_isometry,
    restricted_isometry,
)
from computable.nullspace.eigenvalues import proved_bound, raised

QUICK = settings(max_examples=60, deadline=None)
CLOSE = 1 + Fraction(1, 10**9)


def semidefinite(M):
    """Decide by exact elimination whether a symmetric rational matrix is positive semidefinite."""
    M = [list(row) for row in M]
    while M:
        p = max(range(len(M)), key=lambda i: M[i][i])
        if M[p][p] < 0:
            return False
        if M[p][p] == 0:
            return not any(v for row in M for v in row)
        rest = [i for i in range(len(M)) if i != p]
        M = [[M[i][j] - M[i][p] * M[p][j] / M[p][p] for j in rest] for i in rest]
    return True


def shifted(M, c, sign):
    """Return ``sign (M - c I)``."""
    return [[sign * (v - (i == j) * c) for j, v in enumerate(row)] for i, row in enumerate(M)]


def gram(rows, S):
    return [[sum((r[i] * r[j] for r in rows), Fraction(0)) for j in S] for i in S]


@QUICK
@given(st.integers(1, 5), st.integers(1, 8), st.integers(0, 10**6), st.integers(-8, 8))
def test_one_bound_holds_for_all_matrices(k, n, seed, power):
    """Of integers, times a power of two: nothing is rounded before the factorisations."""
    rng = np.random.default_rng(seed)
    factors = rng.integers(-9, 10, (n, k, rng.integers(1, k + 1)))
    M = (factors @ factors.transpose(0, 2, 1)) * 2.0**power
    c = raised(0.0, M[: n // 2])
    c = raised(c, M)
    bound = Fraction(proved_bound(c, k, 0.0))
    exact = [[[Fraction(v) for v in row] for row in matrix] for matrix in M.tolist()]
    assert all(semidefinite(shifted(matrix, bound, -1)) for matrix in exact)
    if M.any():
        assert not all(semidefinite(shifted(matrix, bound / CLOSE, -1)) for matrix in exact)
    assert raised(2 * c + 1, M) == 2 * c + 1


def test_what_is_not_finite_has_no_bound():
    M = np.full((1, 2, 2), np.nan)
    assert raised(0.0, M) == raised(0.0, M * inf) == inf


@QUICK
@given(matrices(), st.integers(1, 4), st.booleans())
def test_isometry_constants_against_exact_eigenvalues(rows, size, enumerate_all):
    A = Matrix(rows)
    N = A.shape[1]
    size = min(size, N)
    found = (restricted_isometry if enumerate_all else isometry_by_coherence)(A, size)
    grams = [gram(A.rows, S) for k in (1, size) for S in combinations(range(N), k)]
    for G in grams:
        assert semidefinite(shifted(G, found.upper, -1))
        assert semidefinite(shifted(G, found.lower, 1))
    if enumerate_all and A.array.any():
        # the error bound is about 1e-14 of the squares of the columns
        error = found.upper / 10**9
        assert not all(semidefinite(shifted(G, found.upper - error, -1)) for G in grams)
        assert not all(semidefinite(shifted(G, found.lower + error, 1)) for G in grams)
    assert found.lower <= found.upper and 0 <= found.delta <= 1
    if found.lower > 0:
        c = 2 / (found.upper + found.lower)
        assert max(c * found.upper - 1, 1 - c * found.lower) == found.delta <= found.unscaled


@pytest.mark.parametrize("size", [2, 3, 4])
def test_coherence_bounds_the_constants_of_unit_columns(size):
    A = hadamard_sample(32, 28)
    mu = Fraction(float(np.abs(A.array.T @ A.array - np.eye(32)).max()))
    close = restricted_isometry(A, size)
    rough = isometry_by_coherence(A, size)
    assert close.upper <= rough.upper * CLOSE and close.lower * CLOSE >= rough.lower
    assert close.unscaled <= rough.unscaled * CLOSE <= (size - 1) * mu * CLOSE * CLOSE
    if size == 2:  # the extreme eigenvalues are 1 + mu and 1 - mu
        assert close.unscaled * CLOSE >= mu


def test_the_constants_of_the_theorem():
    """With delta = 3/5 rho is 0.6 / (0.8 - 0.15) = 12/13 and gamma is sqrt(1.6) / 0.65."""
    A = [[1, "3/5"], [0, "4/5"]]
    found = prove_by_isometry(A, Levels.single(2, 1))
    assert 0 <= found.rho / Fraction(12, 13) - 1 < Fraction(1, 10**12)
    assert 0 <= found.gamma**2 * Fraction(65, 100) ** 2 / Fraction(16, 10) - 1 < Fraction(1, 10**12)
    # weights: the factor sqrt(xi) / (w_min sqrt(s)) = sqrt((9 / 1) / 1) / 1 is too much
    tenth = [[1, "1/10"], [0, "99/100"]]
    plain = prove_by_isometry(tenth, Levels.single(2, 1))
    heavy = Levels(sizes=[1, 1], sparsities=[1, 0], weights=[3, 1])
    weighted = prove_by_isometry(tenth, heavy)
    assert abs(weighted.rho / (3 * plain.rho) - 1) < Fraction(1, 10**12)
    assert weighted.gamma == plain.gamma
    with pytest.raises(DomainError, match=r"rho = 2\.7"):
        prove_by_isometry(A, heavy)


def test_the_scale_of_a_matrix_only_changes_gamma():
    A = hadamard_sample(32, 28)
    plain = prove_by_isometry(A, Levels.single(32, 1))
    scaled = prove_by_isometry(A.array * 1024, Levels.single(32, 1))
    assert abs(scaled.rho / plain.rho - 1) < Fraction(1, 10**9)
    assert abs(scaled.gamma * 1024 / plain.gamma - 1) < Fraction(1, 10**9)


def test_sizes_and_limits_are_checked():
    for size in (0, 4, True, 1.0):
        for bound in (restricted_isometry, isometry_by_coherence):
            with pytest.raises(DomainError, match="need an integer from 1 to 3"):
                bound([[1, 0, 1], [0, 1, 1]], size)
    with pytest.raises(DomainError, match="3 supports, need at most limit = 2"):
        restricted_isometry([[1, 0, 1], [0, 1, 1]], 2, limit=2)
