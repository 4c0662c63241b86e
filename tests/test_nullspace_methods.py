"""What the methods give in cases that are known, which one is taken, and what is refused."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from null_space_attacks import PROVERS, best_support, holds, level_patterns, survives

from computable import DomainError
from computable.nullspace import (
    Levels,
    Matrix,
    RecoveryConstants,
    gaussian_sample,
    hadamard_sample,
    prove_by_coherence,
    prove_by_isometry,
    prove_directly,
    prove_null_space,
)
from computable.nullspace.nodewise import FAMILIES
from computable.nullspace.prove import METHODS
from computable.nullspace.supports import Supports

QUICK = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("g", ["1/1000000", "1/3", "5"])
def test_a_row_with_two_entries_has_its_rho(g):
    """Only the second entry may be non-zero: rho = 1 / (1 + g) is the least, and it is proved."""
    g = Fraction(g)
    levels = Levels(sizes=[1, 1], sparsities=[0, 1])
    for found in (prove_directly([[1, 1 + g]], levels), prove_by_coherence([[1, 1 + g]], levels)):
        for value in (found.rho, found.gamma):
            assert 0 <= value * (1 + g) - 1 < Fraction(1, 10**12)
    with pytest.raises(DomainError, match="rho"):
        prove_null_space([[1, 1 + g]], Levels(sizes=[1, 1], sparsities=[1, 0]))


@pytest.mark.parametrize("s", [1, 2, 4])
def test_orthogonal_matrices_have_rho_zero_and_gamma_one(s):
    """Products of +-1/2 are exact: what is left are bounds of roundings.

    These are fewer than 100 factors ``1 + 2**-46`` and sums of fewer than 100 terms ``2**-46``.
    """
    small = Fraction(200, 2**46)
    H = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]) / 2
    for prover in (prove_directly, prove_by_coherence):
        found = prover(H, Levels.single(4, s), inverses="pseudo-inverse")
        assert found.rho < small and 1 <= found.gamma < 1 + small
    found = prove_by_isometry(H, Levels.single(4, s))
    assert found.rho < small and 1 <= found.gamma < 1 + small


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("s", [1, 2, 3])
def test_enumeration_gives_no_more_than_coherence(family, s):
    """The same vectors d_i: norms of blocks are at most their bounds, up to roundings."""
    A = hadamard_sample(32, 28, seed=s)
    levels = Levels(sizes=[8, 24], sparsities=[1, s - 1], weights=[1, "5/4"])
    once = {"inverses": family}
    if family != "pseudo-inverse":  # of several candidates, each takes its best: compare C2
        direct, summed = (
            RecoveryConstants(null_space=prover(A, levels, **once)).C2
            for prover in (prove_directly, prove_by_coherence)
        )
        assert direct <= summed * (1 + Fraction(1, 10**9))
        return
    direct, summed = prove_directly(A, levels, **once), prove_by_coherence(A, levels, **once)
    assert direct.rho <= summed.rho * (1 + Fraction(1, 10**9))
    assert direct.gamma <= summed.gamma * (1 + Fraction(1, 10**9))


@pytest.mark.parametrize("s", [1, 2, 3, 4, 5, 6])
def test_coherence_is_the_classical_bound_and_beats_its_detour(s):
    A = hadamard_sample(512, 448)
    gram = np.abs(A.array.T @ A.array - np.eye(512))
    mu = Fraction(float(gram.max())) + Fraction(1, 10**12)
    levels = Levels.single(512, s)
    found = prove_by_coherence(A, levels, inverses="pseudo-inverse")
    assert found.rho <= s * mu / (1 - (s - 1) * mu) * (1 + Fraction(1, 10**9))
    assert found.gamma**2 <= 1 / (1 - (s - 1) * mu) * (1 + Fraction(1, 10**9))
    try:
        detour = prove_by_isometry(A, levels, limit=0)
    except DomainError:
        return
    assert found.rho <= detour.rho and found.gamma <= detour.gamma


def test_the_best_is_returned_and_its_method_is_named():
    A, levels = gaussian_sample(12, 16), Levels.single(16, 1)
    costs = {}
    for name in METHODS:
        try:
            found = prove_null_space(A, levels, methods=[name])
        except DomainError:
            continue
        costs[name] = RecoveryConstants(null_space=found).C2
    best = prove_null_space(A, levels)
    cost = RecoveryConstants(null_space=best).C2
    assert cost == min(costs.values())
    assert "left inverses" in best.provenance.method
    enumerated = prove_null_space(A, levels, methods=["direct"])
    assert enumerated.provenance.method.startswith("16 supports, ")


@QUICK
@given(st.integers(1, 7).flatmap(level_patterns), st.integers(1, 5))
def test_supports_are_all_supports(levels, size):
    supports = Supports(levels)
    found = [tuple(row) for chunk in supports.chunks(size) for row in chunk.tolist()]
    assert found == list(levels.supports()) and supports.count == len(found)
    some = [tuple(row) for row in supports.spread(size).tolist()]
    assert len(set(some)) == len(some) == min(size, len(found)) and set(some) <= set(found)


@pytest.mark.parametrize("scale", [1e-70, 1e-9, 1e9, 1e70])
def test_rho_does_not_depend_on_the_scale(scale):
    A = gaussian_sample(10, 12, seed=3).array
    levels = Levels.single(12, 1)
    plain, scaled = (prove_null_space(a, levels) for a in (A, A * scale))
    assert abs(scaled.rho / plain.rho - 1) < Fraction(1, 10**6)
    assert abs(scaled.gamma * Fraction(scale) / plain.gamma - 1) < Fraction(1, 10**6)
    exact = Matrix(A * scale)
    survives(exact.rows, exact.array, levels, scaled, np.random.default_rng(0), count=2)


@pytest.mark.parametrize(
    ("A", "weights"),
    [
        ([[1, 1, 0], [0, 0, 1]], None),
        ([[1, 0, 0], [0, 0, 1]], None),
        ([[0, 0, 0]], None),
        ([[1, 1e-60, 1e60]], None),
        ([[1e-75, 1e75, 1], [1, 1, 1e-75]], None),
        ([[1, 0, 1], [0, 1, 1]], ["1e-400", 1, "1e400"]),
    ],
)
def test_hopeless_matrices_are_refused_with_one_message(A, weights):
    levels = Levels(sizes=[1, 1, 1], sparsities=[1, 1, 1], weights=weights)
    single = Levels(sizes=[1, 1, 1], sparsities=[1, 0, 0], weights=weights)
    for prover in PROVERS:
        for wanted in (levels, single):
            try:
                found = prover(A, wanted)
            except DomainError as error:
                assert "need rho < 1" in str(error) and "\n" not in str(error)
            else:
                exact = Matrix(A)
                for x in combinations([1, -1, 2, -3, Fraction(1, 7)], 3):
                    assert holds(
                        exact.rows, wanted, found.rho, found.gamma, x, best_support(wanted, x)
                    )


def test_misuse_is_refused():
    A = gaussian_sample(8, 10)
    for prover in PROVERS:
        with pytest.raises(DomainError, match="got 9 coordinates, need 10"):
            prover(A, Levels.single(9, 1))
        for bad in (float("nan"), float("inf"), -float("inf")):
            with pytest.raises(DomainError, match="A"):
                prover([[1.0, bad]], Levels.single(2, 1))
    with pytest.raises(DomainError, match="45 supports, need at most limit = 44"):
        prove_directly(A, Levels.single(10, 2), limit=44)
    with pytest.raises(DomainError, match=r"by coherence.*'direct' has 45 supports"):
        prove_null_space(A, Levels.single(10, 2), limit=44)
    with pytest.raises(DomainError, match="methods: got 'luck'"):
        prove_null_space(A, Levels.single(10, 1), methods=["luck"])
    with pytest.raises(DomainError, match="methods: got none"):
        prove_null_space(A, Levels.single(10, 1), methods=[])
    with pytest.raises(DomainError, match="inverses: got 'exact'"):
        prove_directly(A, Levels.single(10, 1), inverses="exact")
    with pytest.raises(DomainError, match="rho"):
        prove_by_isometry(gaussian_sample(3, 10), Levels.single(10, 2))
