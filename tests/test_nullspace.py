"""Levels, the property and its constants: laws, against brute force and hostile vectors."""

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume as given_that
from hypothesis import given
from hypothesis import strategies as st

from computable import DomainError
from computable.nullspace import (
    Levels,
    Matrix,
    NullSpaceProperty,
    Proved,
    RecoveryConstants,
    assume,
)
from computable.nullspace.constants import VERSIONS
from computable.testing import rationals


@st.composite
def levels(draw, most=4, *, least_sparsity=0):
    sizes = draw(st.lists(st.integers(1, most), min_size=1, max_size=3))
    sparsities = [draw(st.integers(min(least_sparsity, n), n)) for n in sizes]
    given_that(any(sparsities))
    weights = [draw(rationals(least=Fraction(1, 4), most=3, size=4)) for _ in sizes]
    return Levels(sizes=sizes, sparsities=sparsities, weights=weights)


@given(levels(), st.data())
def test_the_distance_is_that_from_the_best_support(found, data):
    x = data.draw(st.lists(rationals(size=5), min_size=found.size, max_size=found.size))
    supports = list(found.supports())
    assert len(supports) == found.count == len(set(supports))
    w = found.weight_vector
    off = (sum(w[j] * abs(x[j]) for j in range(found.size) if j not in D) for D in supports)
    assert found.distance(x) == min(off)
    assert found.xi == max(sum(w[j] ** 2 for j in D) for D in supports)
    assert found.l1_norm(x) == sum(w[j] * abs(x[j]) for j in range(found.size))


def inequality(A, found):
    """Return true rho and gamma of a small float matrix: pseudo-inverses on every support.

    ``||x_D|| <= ||A_D^+|| ||A x|| + max_j (||A_D^+ a_j|| / w_j) ||x_Dc||_1,w``; raised by 1e-9,
    which is far more than the rounding errors of well-conditioned problems of this size.
    """
    w = np.array([float(v) for v in found.weight_vector])
    rho = gamma = 0.0
    for D in found.supports():
        inverse = np.linalg.pinv(A[:, D])
        rest = [j for j in range(found.size) if j not in D]
        rho = max(rho, (np.linalg.norm(inverse @ A[:, rest], axis=0) / w[rest]).max(initial=0))
        gamma = max(gamma, np.linalg.norm(inverse, 2))
    return rho * math.sqrt(found.xi) * (1 + 1e-9), gamma * (1 + 1e-9)


def hostile(A, found, rng):
    """Yield pairs (x, z) whose difference is small in the image, or concentrated."""
    N = A.shape[1]
    _, _, V = np.linalg.svd(A)
    for _ in range(60):
        v = V[-1 - rng.integers(0, min(3, N))] * rng.uniform(0.2, 2)
        if rng.random() < 0.5:
            v = v + rng.standard_normal(N) * 10.0 ** rng.uniform(-3, 0)
        if rng.random() < 0.3:
            v = np.where(rng.random(N) < 0.5, v, 0)
        x = np.zeros(N)
        for D in [list(found.supports())[rng.integers(found.count)]]:
            x[list(D)] = -v[list(D)] * rng.uniform(0, 2) + rng.standard_normal(len(D))
        if rng.random() < 0.3:
            x += rng.standard_normal(N) * 0.1
        yield x, x + v
        yield x + v, x


@pytest.mark.parametrize("seed", range(40))
def test_the_inequality_with_all_constants(seed):
    """(3) of the module, for vectors that make its left side large against its right side."""
    rng = np.random.default_rng(seed)
    sizes = [(16,), (6, 10), (5, 5, 6)][seed % 3]
    sparsities = [(1,), (1, 1), (0, 1, 1)][seed % 3]
    found = Levels(
        sizes=sizes,
        sparsities=sparsities,
        weights=[Fraction(int(v), 4) for v in rng.integers(4, 7, len(sizes))],
    )
    A = np.linalg.qr(rng.standard_normal((16, 16)))[0][:15]
    rho, gamma = inequality(A, found)
    if rho >= 1:
        pytest.skip("no property for this matrix")
    held = assume(found, rho=Fraction(rho), gamma=Fraction(gamma))
    w = np.array([float(v) for v in found.weight_vector])
    for version in VERSIONS if found.zeta else VERSIONS[:1]:
        constants = RecoveryConstants(null_space=held, version=version)
        for x, z in hostile(A, found, rng):
            exact = [Fraction(v) for v in x]
            T = 2 * float(found.distance(exact)) + np.abs(z) @ w - np.abs(x) @ w
            right = float(constants.C1) / math.sqrt(found.xi) * T
            right += float(constants.C2) * np.linalg.norm(A @ (z - x))
            # the float64 evaluation of a dozen numbers of moderate size
            assert np.linalg.norm(z - x) <= right + 1e-12


@given(levels(least_sparsity=1), rationals(least=0, most=Fraction(8, 9), size=9), st.data())
def test_the_sharp_constants_are_the_smallest(found, rho, data):
    gamma = data.draw(rationals(least=Fraction(1, 4), most=3, size=4))
    held = assume(found, rho=rho, gamma=gamma)
    sharp, lemma, published = (
        RecoveryConstants(null_space=held, version=version) for version in VERSIONS
    )
    assert sharp.C1 <= lemma.C1 <= published.C1
    assert sharp.C2 <= lemma.C2 <= published.C2
    k = float(found.kappa) ** 0.25
    r = float(rho)
    written = ((1 + r) / 2 + (3 + r) * k / 4) * (3 + r) / (1 - r)
    assert abs(float(published.C1) / written - 1) < 1e-12
    written = 2 * ((3 + r) / (1 - r) + (7 + r) / (1 - r) * k / 2) * float(gamma)
    assert abs(float(published.C2) / written - 1) < 1e-12


def test_the_sharp_constant_of_the_identity_is_attained_by_equal_parts():
    """With rho = 0 the bound (2) is sqrt(P^2 + P X): v = (1, 1) has P = X = 1, norm sqrt(2)."""
    held = assume(Levels.single(2, 1), rho=0, gamma=1)
    constants = RecoveryConstants(null_space=held)
    assert constants.C2**2 >= 2 and 2 + Fraction(1, 10**15) > constants.C2**2


@given(levels(), rationals(least=0, most=Fraction(8, 9), size=9), st.data())
def test_sharpness_is_rounded_outward(found, rho, data):
    gamma = data.draw(rationals(least=Fraction(1, 4), most=3, size=4))
    constants = RecoveryConstants(null_space=assume(found, rho=rho, gamma=gamma))
    sharpness = constants.sharpness()
    lam, B, C1, C2 = sharpness.lam, sharpness.B, constants.C1, constants.C2
    assert lam**2 * found.xi * C2**2 <= C1**2
    assert B**2 * lam**2 * found.xi >= C1**2 and B >= C2
    assert B**2 * lam**2 * found.xi <= C1**2 * (1 + Fraction(1, 2**40))
    half = constants.sharpness(lam / 2)
    assert 2 * B * (1 - Fraction(1, 2**40)) <= half.B <= 2 * B * (1 + Fraction(1, 2**20))
    assert sharpness.offset(distance=3, noise=2) == 2 * B * (3 * lam + 2)


@given(levels(), rationals(least=0, most=Fraction(8, 9), size=9), st.data())
def test_a_perturbed_property_is_a_property_of_near_matrices(found, rho, data):
    """The published constants are upper bounds within the published distance."""
    gamma = data.draw(rationals(least=Fraction(1, 4), most=3, size=4))
    held = assume(found, rho=rho, gamma=gamma)
    ratio = Fraction(math.isqrt(int(found.xi * 4**60)) + 1, 2**60) / found.least_weight
    room = (1 - rho) / (gamma * (2 * ratio + 1 + rho)) * (1 - Fraction(1, 2**30))
    near = held.perturbed(room)
    assert near.rho <= (1 + rho) / 2 and near.gamma <= 2 * gamma
    assert rho <= held.perturbed(room / 2).rho <= near.rho
    assert held.perturbed(0) == held
    with pytest.raises(DomainError, match="the matrix is not known well enough"):
        held.perturbed((1 - rho) / (gamma * (1 + ratio)) * 2)


def test_a_perturbed_proof_says_within_what():
    A = Matrix([[1, 0], [0, 1]])
    proof = Proved(method="hand", matrix=A)
    held = NullSpaceProperty(
        levels=Levels.single(2, 1), rho=Fraction(0), gamma=Fraction(1), provenance=proof
    )
    near = held.perturbed("1/10").perturbed("1/10")
    assert near.provenance.within == Fraction(1, 5)
    # by hand: e = 1/10 gives rho' = e / (1 - e) = 1/9 and gamma' = 10/9, and then once more
    lost = Fraction(1, 10) * Fraction(10, 9)
    assert near.rho == (Fraction(1, 9) + lost) / (1 - lost) and near.gamma == Fraction(5, 4)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"sizes": []}, "sparsities: got 1 for 0 levels"),
        ({"sizes": [0]}, "sizes[0]: got 0, need an integer >= 1"),
        ({"sizes": [2.0]}, "sizes[0]: got 2.0, need an integer >= 1"),
        ({"sparsities": [5]}, "sparsities[0]: got 5, need an integer from 0 to the size 4"),
        ({"sparsities": [-1]}, "sparsities[0]: got -1"),
        ({"sparsities": [0]}, "sparsities: got only zeros"),
        ({"sparsities": [1, 1]}, "sparsities: got 2 for 1 levels"),
        ({"weights": [0]}, "weights[0]: got 0, need > 0"),
        ({"weights": [1, 1]}, "weights: got 2 entries, need 1"),
        ({"weights": [0.5]}, "the float 0.5"),
        ({"weights": [float("nan")]}, "weights[0]"),
    ],
)
def test_levels_that_do_not_fit(fields, message):
    with pytest.raises(DomainError) as caught:
        Levels(**({"sizes": [4], "sparsities": [1]} | fields))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("rho", "gamma", "message"),
    [(1, 1, "rho: got 1"), (-1, 1, "rho: got -1"), (0, 0, "gamma: got 0"), (0.5, 1, "the float")],
)
def test_a_property_out_of_range(rho, gamma, message):
    with pytest.raises(DomainError) as caught:
        assume(Levels.single(4, 1), rho=rho, gamma=gamma)
    assert message in str(caught.value)


def test_versions_and_lam_out_of_range():
    held = assume(Levels(sizes=[2, 2], sparsities=[1, 0]), rho="1/2", gamma=1)
    with pytest.raises(DomainError, match="version: got 'lemma', which needs every sparsity"):
        RecoveryConstants(null_space=held, version="lemma")
    with pytest.raises(DomainError, match="version: got 'best', need one of sharp"):
        RecoveryConstants(null_space=held, version="best")
    constants = RecoveryConstants(null_space=held)
    for lam in (0, -1, 5):
        with pytest.raises(DomainError, match=f"lam: got {lam}, need > 0 and <= C1"):
            constants.sharpness(lam)
    sharpness = constants.sharpness()
    for name in ("distance", "noise"):
        with pytest.raises(DomainError, match=f"{name}: got -1, need >= 0"):
            sharpness.offset(**{name: -1})


@pytest.mark.parametrize("seed", range(20))
def test_the_norm_of_a_matrix_is_bounded_and_not_far(seed):
    rng = np.random.default_rng(seed)
    m, N = rng.integers(1, 12, 2)
    entries = [[Fraction(int(v), 7) for v in row] for row in rng.integers(-20, 20, (m, N))]
    A = Matrix(entries)
    gram = np.array([[float(v) for v in row] for row in entries])
    true = np.linalg.norm(gram, 2)
    assert true * (1 - 1e-14) <= A.norm <= true * (1 + 1e-8) + 1e-100
    # no vector is stretched by more, in exact arithmetic
    _, _, V = np.linalg.svd(gram)
    v = [Fraction(float(c)) for c in V[0]]
    image = sum(sum(a * b for a, b in zip(row, v)) ** 2 for row in entries)
    assert image <= A.norm**2 * sum(c * c for c in v)
    assert A.rounding >= 0 and Matrix(entries) == A and hash(A) == hash(Matrix(entries))


def test_matrices_are_told_apart():
    third = Matrix([["1/3", 1]])
    near = Matrix([[1 / 3, 1.0]])
    assert np.array_equal(third.array, near.array) and third != near
    assert near == Matrix(np.array([[1 / 3, 1.0]])) and near != 1 and near.rounding == 0


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([[1, float("nan")]], "A[0,1]: got nan, need a finite number"),
        ([[1, float("inf")]], "A[0,1]: got inf"),
        ([[1e80]], "A: got an entry beyond 1e75"),
        ([[Fraction(10) ** 400]], "A: got an entry beyond 1e75"),
        ([1, 2], "A: got shape (2,), need (m, N)"),
        ([[]], "A"),
        ([[1j]], "A"),
    ],
)
def test_matrices_that_are_none(entries, message):
    with pytest.raises(DomainError) as caught:
        Matrix(entries)
    assert message in str(caught.value)


def test_supports_are_all_combinations():
    found = Levels(sizes=[3, 2], sparsities=[2, 1])
    expected = [(*a, b) for a in combinations(range(3), 2) for b in (3, 4)]
    assert list(found.supports()) == expected
