"""What is proved by contrast vectors, against the formulas of the modules, term by term."""

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from contrast_formulas import (
    COHERENT,
    DIRECT,
    LEVELS,
    Given,
    block_norm,
    by_coherence,
    directly,
    some_products,
)
from exact_formulas import gamma, is_close, norm, root, seen

from computable.nullspace import Levels, Matrix, coherence, direct, matrix
from computable.nullspace.attempt import factors
from computable.nullspace.contrast import Contrast, column_norms


@cache
def coherent_cases():
    """Return contrasts and levels, with the formulas; None where e is not below 1."""
    found = []
    for seed in range(96):
        levels = LEVELS[seed % len(LEVELS)]
        contrast = some_products(np.random.default_rng(seed), levels)
        found.append((contrast, levels, by_coherence(contrast, levels)))
    return found


def test_sums_of_inner_products():
    proved = 0
    for contrast, levels, expected in coherent_cases():
        rho, gain = coherence._bounds(contrast, levels, factors(levels))
        if expected is None:
            assert rho == gain == np.inf
            continue
        proved += 1
        assert is_close(rho, expected[0]) and is_close(Fraction(gain) ** 2, expected[1])
    assert proved > 40


@pytest.mark.parametrize("term", COHERENT)
def test_half_of_any_inner_product_would_be_wrong(term):
    count = 0
    for contrast, levels, expected in coherent_cases():
        if expected is not None:
            found = by_coherence(contrast, levels, halved=term)
            count += any(seen(a, b) for a, b in zip(expected, found, strict=True))
    assert count >= 3


def test_errors_of_long_vectors_are_more_than_those_of_the_sums():
    """Unit vectors of m numbers, two of them: ``||B||**2 <= 1 + 6 gamma(m)`` is what is proved."""
    m, levels = 5000, Levels.single(3, 2)
    vectors = np.eye(m)[:, :3]
    contrast = Contrast(matrix=Matrix(vectors), vectors=vectors, name="themselves")
    _, gain = coherence._bounds(contrast, levels, factors(levels))
    assert 1 + 6 * gamma(m) <= Fraction(gain) ** 2 <= 1 + 7 * gamma(m)


def test_sums_are_rounded_to_the_safe_side():
    """e is near 1, so that its last bits matter: k is 1 / (1 - e)."""
    N, zero = 5, np.zeros(5)
    levels = Levels.single(N, N - 1)
    for seed in range(40):
        R = np.random.default_rng(seed).random((N, N)) / 8
        e = block_norm([[Fraction(v) for v in row] for row in R.tolist()], levels)
        R *= float((1 - Fraction(1, 2**30)) / e)
        np.fill_diagonal(R, (1 + np.diag(R)) - 1)
        contrast = Given(m=2, H=np.eye(N) + R, J=np.eye(N), reach=zero, lengths=zero, rounding=0.0)
        rho, gain = coherence._bounds(contrast, levels, factors(levels))
        expected = by_coherence(contrast, levels)
        assert Fraction(rho) >= expected[0] and Fraction(gain) ** 2 >= expected[1]


def direct_cases(count=60):
    for seed in range(count):
        rng = np.random.default_rng(seed)
        yield some_products(rng, LEVELS[0]), rng.random(6) + 0.5, [[0, 1], [2, 5]]


def test_one_left_inverse_for_every_support():
    proved = 0
    for contrast, scale, supports in direct_cases():
        rho, gain = direct._bounds(contrast, scale, [np.array([S]) for S in supports])
        expected = directly(contrast, scale, supports)
        if expected is None:
            assert rho == gain == np.inf
            continue
        proved += 1
        assert is_close(rho, expected[0]) and is_close(Fraction(gain) ** 2, expected[1])
        assert (rho, gain) == direct._bounds(contrast, scale, [np.array(supports)])
    assert proved > 25


@pytest.mark.parametrize("term", [t for t in DIRECT if t != "E"])
def test_half_of_any_part_of_a_left_inverse_would_be_wrong(term):
    """But E: it is that of an inverse in float64."""
    count = 0
    for case in direct_cases():
        expected = directly(*case)
        if expected is not None:
            found = directly(*case, halved=term)
            count += any(seen(a, b) for a, b in zip(expected, found, strict=True))
    assert count >= 3


def test_an_inverse_that_is_none(monkeypatch):
    """Whatever K is: with one that is twice as large, ``||E||`` is 1 and more."""
    inv = np.linalg.inv
    for part in (0.5, 0.9, 1.5):
        monkeypatch.setattr(direct.np.linalg, "inv", lambda M, part=part: inv(M) * part)
        for case in direct_cases(20):
            contrast, scale, supports = case
            rho, gain = direct._bounds(contrast, scale, [np.array([S]) for S in supports])
            expected = directly(*case)
            assert (expected is None) == (rho == np.inf)
            if expected is not None:
                assert is_close(rho, expected[0]) and is_close(Fraction(gain) ** 2, expected[1])


def test_left_inverses_are_rounded_to_the_safe_side():
    """Norms of columns are rounded; and what is lost, which is near 1, in its last bits."""
    zero, scale = np.zeros(3), np.array([1.0, 1.0, 1.7])
    supports = [np.array([[0, 1]])]
    for seed in range(60):
        rng = np.random.default_rng(seed)
        H = np.eye(3)
        H[:2, 2] = rng.random(2)
        plain = Given(m=2, H=H, J=np.eye(3), reach=zero, lengths=zero, rounding=0.0)
        rho, gain = direct._bounds(plain, scale, supports)
        assert Fraction(rho) ** 2 >= sum(Fraction(v) ** 2 for v in H[:2, 2]) * Fraction(1.7) ** 2
        assert gain >= 1
        reach = float(rng.random())
        less = Given(
            m=2, H=H, J=np.eye(3), reach=np.full(3, reach), lengths=zero,
            rounding=(1 - 2.0**-30) / reach / 2 / np.sqrt(2),
        )  # fmt: skip
        rho, gain = direct._bounds(less, scale, supports)
        expected = directly(less, scale, [[0, 1]])
        assert Fraction(rho) >= expected[0] and Fraction(gain) ** 2 >= expected[1]


def test_what_an_inverse_loses_is_rounded_to_the_safe_side(monkeypatch):
    """K is diagonal and H the identity, so that E = K - I is exact, and its norm is near 1."""
    zero, scale, H = np.zeros(3), np.ones(3), np.eye(3)
    H[:2, 2] = 0.5
    for seed in range(60):
        a = int(np.random.default_rng(seed).integers(1, 2**50)) / 2.0**50
        b = int(np.sqrt((1 - 2.0**-30) ** 2 - min(a, 0.99) ** 2) * 2**50) / 2.0**50
        K = np.diag([1 - min(a, 0.99), 1 - b])
        monkeypatch.setattr(
            direct.np.linalg, "inv", lambda M, K=K: np.broadcast_to(K, M.shape).copy()
        )
        given = Given(m=2, H=H, J=np.eye(3), reach=zero, lengths=zero, rounding=0.0)
        rho, _ = direct._bounds(given, scale, [np.array([[0, 1]])])
        assert Fraction(rho) >= directly(given, scale, [[0, 1]])[0]


def test_norms_of_columns():
    for seed in range(60):
        rng = np.random.default_rng(seed)
        array = rng.standard_normal((int(rng.integers(1, 40)), 3))
        for found, column in zip(column_norms(array), array.T.tolist(), strict=True):
            square = sum(Fraction(v) ** 2 for v in column)
            assert square <= Fraction(found) ** 2 <= square * (1 + Fraction(1, 10**12))


def test_what_a_contrast_says():
    A, D = Matrix([[3, "1/3"], [4, "2/3"]]), np.array([[0.6, 1.0], [0.8, 0.0]])
    contrast = Contrast(matrix=A, vectors=D, name="any")
    lengths = [norm(column) for column in A.array.T.tolist()]
    for found, length in zip(contrast.seen(3), lengths, strict=True):
        assert is_close(found, length * gamma(5) + Fraction(A.rounding))
    for found, column in zip(contrast.reach, D.T.tolist(), strict=True):
        assert is_close(found, norm(column))


@pytest.mark.parametrize("levels", LEVELS)
def test_factors(levels):
    for found, w in zip(factors(levels), levels.weight_vector, strict=True):
        assert levels.xi <= (Fraction(found) * w) ** 2 <= levels.xi * (1 + Fraction(1, 10**12))


def test_the_norm_of_a_matrix(monkeypatch):
    """The error of its Gram matrix, and that of the matrix itself."""
    errors = []

    def bound(gram, error):
        errors.append(error)
        return 4.0

    monkeypatch.setattr(matrix, "greatest_eigenvalue", bound)
    A = Matrix([[1.0, -2.0, 3.0], [0.5, 0.0, -1.0]])
    A.rounding = 0.25
    assert is_close(A.norm, Fraction(9, 4)) and is_close(A.absolute, root(Fraction(6 * 4)))
    assert is_close(errors[0], gamma(3) * 24)
