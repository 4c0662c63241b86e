"""Proofs of the null space property: the inequality holds on vectors that are made to break it."""

from fractions import Fraction
from itertools import combinations
from math import inf

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from null_space_attacks import PROVERS, best_support, holds, level_patterns, matrices, survives

from computable import DomainError
from computable.nullspace import (
    Levels,
    Matrix,
    Proved,
    coherence,
    direct,
    gaussian_sample,
    hadamard_sample,
    prove_by_coherence,
    prove_directly,
    prove_null_space,
)
from computable.nullspace.contrast import Contrast, contrast_of

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(matrices(), st.integers(0, len(PROVERS) - 1), st.data())
def test_what_is_proved_holds_on_hard_vectors(rows, prover, data):
    A = Matrix(rows)
    levels = data.draw(level_patterns(A.shape[1]))
    try:
        found = PROVERS[prover](A, levels)
    except DomainError as error:
        assert "rho" in str(error)
        return
    assert isinstance(found.provenance, Proved) and found.provenance.matrix is A
    survives(A.rows, A.array, levels, found, np.random.default_rng(1))


@pytest.mark.parametrize(
    ("A", "levels"),
    [
        (gaussian_sample(9, 12), Levels.single(12, 1)),
        (gaussian_sample(11, 12, seed=1), Levels.single(12, 2)),
        (hadamard_sample(16, 12), Levels.single(16, 2)),
        (
            hadamard_sample(16, 14, seed=1),
            Levels(sizes=[4, 12], sparsities=[2, 1], weights=[1, "3/2"]),
        ),
        (
            gaussian_sample(14, 16, seed=2),
            Levels(sizes=[2, 6, 8], sparsities=[1, 0, 1], weights=["1/2", 2, 1]),
        ),
    ],
)
def test_all_provers_agree_with_hard_vectors(A, levels):
    proved = 0
    for prover in PROVERS:
        try:
            found = prover(A, levels)
        except DomainError:
            continue
        proved += 1
        survives(A.rows, A.array, levels, found, np.random.default_rng(proved))
    assert proved >= 5


def test_the_attacks_break_what_is_false():
    """One part in 100 below the least rho, or the least gamma, an attack succeeds."""
    A = Matrix([[4, 0, 0, 1], [0, 4, 0, 2], [0, 0, 4, 3]])
    levels = Levels.single(4, 1)
    least = prove_directly(A, levels, inverses="nodewise")
    assert Fraction(2, 3) <= least.rho < Fraction(2, 3) * Fraction(101, 100)
    for x in ([1, 2, 3, -4], [1e-3, 2e-3, 3e-3, -4e-3 + 1e-9]):
        S = best_support(levels, x)
        assert holds(A.rows, levels, least.rho, least.gamma, x, S)
        assert not holds(A.rows, levels, least.rho * Fraction(98, 100), least.gamma, x, S)
    # gamma is at least 1 / ||a_4||
    assert holds(A.rows, levels, 0, prove_directly(A, levels).gamma, [0, 0, 0, 1], (3,))
    assert not holds(A.rows, levels, 0, 0.26, [0, 0, 0, 1], (3,))
    with pytest.raises(AssertionError):
        low = type(least)(
            levels=levels,
            rho=least.rho * Fraction(9, 10),
            gamma=least.gamma,
            provenance=least.provenance,
        )
        survives(A.rows, A.array, levels, low, np.random.default_rng(0))


@QUICK
@given(st.integers(2, 6), st.integers(0, 10**6), st.data())
def test_rho_is_at_least_that_of_the_kernel(N, seed, data):
    """A kernel of dimension one has an exact least rho, whatever gamma is."""
    v = np.random.default_rng(seed).integers(-5, 6, N).tolist()
    v[0] = v[0] or 1
    rows = [[v[0] * (j == i) - v[i] * (j == 0) for j in range(N)] for i in range(1, N)]
    levels = data.draw(level_patterns(N))
    try:
        found = prove_null_space(rows, levels)
    except DomainError:
        return
    for S in levels.supports():
        square = sum(Fraction(v[j]) ** 2 for j in S)
        off = levels.l1_norm([0 if j in S else v[j] for j in range(N)])
        assert square * levels.xi <= (found.rho * off) ** 2


@pytest.mark.parametrize("prover", PROVERS)
def test_the_distance_of_the_array_from_the_matrix_counts(prover):
    """What is proved of an array with ``rounding`` r holds for every matrix that near to it."""
    rng = np.random.default_rng(7)
    levels = Levels(sizes=[3, 5], sparsities=[1, 1], weights=[1, "3/2"])
    base = np.eye(8) + rng.standard_normal((8, 8)) / 40
    A = Matrix(base)
    before = prover(A, levels)
    A.rounding = r = 0.05
    found = prover(A, levels)
    assert found.rho > before.rho and found.gamma >= before.gamma
    for _ in range(20):
        u, v = rng.standard_normal((2, 8))
        v[rng.random(8) < 0.6] = 0
        v[0] += not v.any()
        turned = base + 0.999 * r * np.outer(u / np.linalg.norm(u), v / np.linalg.norm(v))
        exact = Matrix(turned)
        survives(exact.rows, turned, levels, found, rng, count=2)


@pytest.mark.parametrize("prover", [prove_directly, prove_by_coherence])
def test_the_farthest_matrix_has_the_worst_kernel(prover):
    """At distance r = 5/13 of (1, 0) is (144, 60) / 169, whose kernel has rho = 60 / 144."""
    A = Matrix([[1, 0]])
    A.rounding = 5 / 13
    levels = Levels(sizes=[1, 1], sparsities=[1, 0])
    found = prover(A, levels)
    near = [[Fraction(144, 169), Fraction(60, 169)]]
    assert holds(near, levels, found.rho, found.gamma, [-60, 144], (0,))
    # at (8/13, 0) gamma is 13/8
    assert holds([[Fraction(8, 13), 0]], levels, found.rho, found.gamma, [1, 0], (0,))
    assert abs(found.rho - Fraction(5, 8)) < Fraction(1, 10**9) > found.gamma - Fraction(13, 8)


@QUICK
@given(
    matrices(), st.sampled_from([0.0, 0.02, 0.2]), st.booleans(), st.integers(0, 10**6), st.data()
)
def test_any_vectors_and_any_inverses_prove_what_holds(rows, noise, enumerated, seed, data):
    """Vectors near good ones and wrong inverses K: all of their errors are part of the proof."""
    A, rng = Matrix(rows), np.random.default_rng(seed)
    levels = data.draw(level_patterns(A.shape[1]))
    used = np.repeat(np.array(levels.sparsities) > 0, levels.sizes)
    whitened = np.linalg.pinv(A.array).T
    inverse = np.linalg.inv

    def candidates(*_):
        for size in (0.0, 0.1, 0.3):
            vectors = whitened * (1 + size * rng.standard_normal(A.shape))
            found = contrast_of(A, vectors, used, "any vectors")
            if found is not None:  # without <d_i, a_i> = 1
                scale = 1 + noise * rng.uniform(-1, 1, A.shape[1])
                yield Contrast(matrix=A, vectors=found.vectors * scale, name="any vectors")

    def wrong(blocks):
        return inverse(blocks) + noise / 4 * rng.uniform(-1, 1, blocks.shape)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coherence, "contrasts", candidates)
        patch.setattr(direct, "contrasts", candidates)
        patch.setattr(np.linalg, "inv", wrong)
        attempt = direct.attempt_directly if enumerated else coherence.attempt_by_coherence
        found = attempt(A, levels)
    if found.rho < inf:  # the inequality is proved for rho above 1, too
        survives(A.rows, A.array, levels, found, rng, count=3)


@pytest.mark.parametrize("weights", [[1, 1], [1, "3/2"]])
def test_no_vertex_of_the_kernel_breaks_an_enumeration(weights):
    """The least rho, whatever gamma is, is attained at vertices: 4 - 1 entries of x are zero."""
    A = hadamard_sample(32, 28)
    levels = Levels(sizes=[8, 24], sparsities=[1, 2], weights=weights)
    assert levels.count < 4096 < Levels.single(32, 3).count
    for pattern in (levels, Levels.single(32, 3)):
        found = prove_directly(A, pattern)
        kernel = np.linalg.svd(A.array)[2][28:]
        ratios, vectors = [], []
        for zeros in combinations(range(32), 3):
            # the cross product of three columns of the kernel's basis
            x = np.linalg.svd(kernel[:, zeros].T)[2][-1] @ kernel
            S = list(best_support(pattern, x))
            off = np.array([float(w) for w in pattern.weight_vector]) * np.abs(x)
            ratios.append(np.linalg.norm(x[S]) / (off.sum() - off[S].sum()))
            vectors.append((x.tolist(), S))
        for place in np.argsort(ratios)[-20:]:
            x, S = vectors[place]
            assert holds(A.rows, pattern, found.rho, found.gamma, x, S)
            assert not holds(A.rows, pattern, found.rho / 2, found.gamma, x, S)
