"""Constants against the formulas that their modules prove: in exact squares, or on examples."""

from fractions import Fraction

import numpy as np
import pytest
from exact_formulas import UNIT, gamma, is_close, root

from computable import DomainError
from computable.nullspace import Levels, Matrix, RecoveryConstants, assume, restricted_isometry
from computable.nullspace.by_isometry import attempt_by_isometry
from computable.nullspace.constants import _tangent
from computable.nullspace.eigenvalues import proved_bound
from computable.nullspace.isometry import Isometry, _gram, isometry_by_coherence
from computable.recovery import outward, rounding
from computable.recovery.rounding import greatest_eigenvalue, least_eigenvalue

HALF = Fraction(1, 2)
PLANE = [
    Levels.single(9, 2),
    Levels(sizes=[4, 5], sparsities=[1, 2], weights=[1, "3/2"]),
    Levels(sizes=[2, 3, 4], sparsities=[1, 1, 1], weights=[1, "7/5", "1/3"]),
]
"""None of their xi is a square."""


class TestEigenvalues:
    """The matrix that is meant, and the one that is given, with the greatest error between them."""

    G = np.array([[2.0, 1.0], [1.0, 2.0]])
    ONES, SIGNS = np.full((2, 2), 0.5), np.array([[0.5, -0.5], [-0.5, 0.5]])

    @pytest.mark.parametrize("error", [0.0, 0.25, 2.0])
    def test_a_matrix_that_is_off(self, error):
        """The eigenvalues 3 and 1 belong to (1, 1) and (1, -1): there the error is put."""
        bound = greatest_eigenvalue(self.G - error * self.ONES, error)
        assert bound >= 3 and (bound < 3.0001 or error > 0.25)
        for guess in (1.0 + error, 1.1 * (1 + error)):
            assert least_eigenvalue(self.G + error * self.SIGNS, error, guess) <= 1
        assert least_eigenvalue(self.G, 0.25, 1.0) <= 0.65 < least_eigenvalue(self.G, 0.0, 1.0)

    @pytest.mark.parametrize("k", [100, 400])
    def test_the_rounding_of_a_factorisation(self, k):
        """``g / (1 - g)`` times the trace of ``c I - M``, and its diagonal: more than surpluses."""
        g = gamma(k + 2)
        shift = 1 + Fraction(1, 10**12)
        lost = g / (1 - g) * (k * shift + k) + 2 * UNIT * (k + shift)
        assert lost > 2 / Fraction(10) ** 12
        assert (
            shift + lost <= Fraction(greatest_eigenvalue(np.eye(k), 0.0)) <= shift + lost * 11 / 10
        )
        for part in (1.0, 0.5):
            lost = g / (1 - g) * k + 2 * UNIT * (k + Fraction(part))
            found = Fraction(least_eigenvalue(np.eye(k), 0.0, part))
            shift = Fraction(0.9 * part)
            assert shift - lost * 11 / 10 - 4 * UNIT * 64 <= found <= shift - lost

    @pytest.mark.parametrize("k", [2, 1000])
    @pytest.mark.parametrize(("c", "error"), [(1.0, 0.0), (1.0, 0.5), (0.0, 1.0)])
    def test_many_matrices(self, k, c, error):
        g, size = gamma(k + 2), Fraction(c) + Fraction(error)
        lost = (g / (1 - g) + 2 * UNIT) * 2 * k * size
        found = Fraction(proved_bound(c, k, error))
        assert size + lost <= found <= size + lost * 11 / 10 + 300 * UNIT
        assert k < 1000 or lost > 3000 * UNIT

    def test_where_no_factorisation_succeeds_the_trace_is_the_bound(self, monkeypatch):
        def fails(matrix):
            raise np.linalg.LinAlgError

        monkeypatch.setattr(rounding.np.linalg, "cholesky", fails)
        # (1, 1) has the eigenvalue 2; that of all other vectors, zero, may be off as well
        meant = 2 * self.ONES
        assert is_close(greatest_eigenvalue(meant - 0.25 * np.eye(2), 0.25), Fraction(2))
        assert is_close(greatest_eigenvalue(self.G, 0.25), Fraction(9, 2))


class TestIsometries:
    """A matrix that is only known up to an error: the matrices at its ends."""

    @pytest.mark.parametrize("bounds", [restricted_isometry, isometry_by_coherence])
    @pytest.mark.parametrize("size", [1, 2])
    def test_a_matrix_that_is_off(self, bounds, size):
        matrix = Matrix(np.eye(2))
        matrix.rounding = 0.25
        found = bounds(matrix, size)
        assert found.lower <= Fraction(9, 16) and Fraction(25, 16) <= found.upper

    @pytest.mark.parametrize("r", [0.0, 0.25])
    def test_the_error_of_a_gram_matrix(self, r):
        m = 7
        matrix = Matrix(np.vstack([np.eye(3), np.zeros((m - 3, 3))]) * [1.0, 2.0, 4.0])
        matrix.rounding = r
        for size, squares in ((1, 16), (2, 20), (3, 21)):
            _, most, error = _gram(matrix, size)
            off = Fraction(r)
            assert is_close(most, Fraction(squares))
            assert is_close(error, gamma(m) * squares + 2 * root(squares) * off + off**2)

    @pytest.mark.parametrize("scale", [1, Fraction(9, 4)])
    @pytest.mark.parametrize("delta", [Fraction(3, 5), Fraction(1, 7), Fraction(1, 100)])
    @pytest.mark.parametrize("levels", PLANE)
    def test_the_null_space_property(self, levels, delta, scale):
        """``rho = delta sqrt(xi / s) / (w_min room)``, ``gamma = sqrt(1 + delta) / (c room)``."""
        isometry = Isometry(
            size=2 * levels.sparsity,
            lower=scale * (1 - delta),
            upper=scale * (1 + delta),
            method="a proof",
        )
        found = attempt_by_isometry(Matrix(np.eye(9)), levels, isometry)
        room = root(1 - delta**2) - delta / 4
        weighted = root(levels.xi / levels.sparsity) / min(levels.weights)
        rounded = 1 - Fraction(1, 2**200)  # this room is not rounded down
        assert is_close(found.rho, delta / room * weighted * rounded)
        assert is_close(found.gamma, root((1 + delta) / scale) / room * rounded)


@pytest.mark.parametrize("levels", PLANE)
@pytest.mark.parametrize("e", ["1/1000", "1/30", "1/12"])
def test_what_a_perturbed_matrix_has(levels, e):
    """``rho' (1 - gamma e) - rho = gamma e sqrt(xi) / w_min``, compared in squares."""
    e, rho, gain = Fraction(e), Fraction(1, 100), Fraction(3, 2)
    found = assume(levels, rho=rho, gamma=gain).perturbed(e)
    assert found.gamma * (1 - gain * e) == gain
    added = (found.rho * (1 - gain * e) - rho) * levels.least_weight / (gain * e)
    assert levels.xi <= added**2 <= levels.xi * (1 + Fraction(1, 10**20))


def test_a_perturbed_matrix_that_needs_it():
    """A = (1, 0) sees x_1; (1 - e, -e) does not see (e, 1 - e) at all: rho' >= e / (1 - e)."""
    levels, e = Levels(sizes=[1, 1], sparsities=[1, 0], weights=[1, "1/2"]), Fraction(1, 10)
    far = root(2 * e * e) * (1 + Fraction(1, 2**200))
    found = assume(levels, rho=0, gamma=1).perturbed(far)
    x = (e, 1 - e)
    assert (1 - e) * x[0] - e * x[1] == 0 and x[0] <= found.rho * x[1] / 2


class TestSharpness:
    """lam and B at their limits, where a root on the wrong side makes the difference."""

    @pytest.mark.parametrize("levels", PLANE)
    def test_the_greatest_lam(self, levels):
        constants = RecoveryConstants(null_space=assume(levels, rho="1/3", gamma="5/4"))
        C1, C2, xi = constants.C1, constants.C2, levels.xi
        most = C1 / (C2 * root(xi))
        assert most**2 * C2**2 * xi > C1**2
        with pytest.raises(DomainError, match="lam"):
            constants.sharpness(most)
        allowed = most * (1 - Fraction(1, 2**100))
        assert allowed**2 * C2**2 * xi <= C1**2 and constants.sharpness(allowed).lam == allowed

    @pytest.mark.parametrize("levels", PLANE)
    @pytest.mark.parametrize("short", [1000, 1 << 40, (1 << 47) + 1])
    def test_the_least_B(self, levels, short):
        """C1 / (lam sqrt(xi)) is above a short number, by less than a root is rounded."""
        constants = RecoveryConstants(null_space=assume(levels, rho="1/3", gamma="5/4"))
        C1, xi = constants.C1, levels.xi
        upper = outward.root(xi, up=True)
        lam = C1 / (short * (root(xi) + upper) * HALF)
        assert (lam * short) ** 2 * xi < C1**2 < (lam * short * upper) ** 2
        found = constants.sharpness(lam)
        assert C1**2 <= (found.B * lam) ** 2 * xi <= C1**2 * (1 + Fraction(1, 2**44))


def tangent(h):
    """Return f and g of (2) from below: both grow with h, for ``r = sqrt(1 + h)``."""
    r = root(1 + h) * (1 + Fraction(1, 2**249))
    return (2 + h) / (2 * r), h / (2 * r)


def cases_of_kappa():
    """Two levels with kappa = 1 + w**2: any, and such that ``1 + h`` is nearly a short square."""
    rng = np.random.default_rng(0)
    for value in rng.integers(2**20, 2**24, 60).tolist():
        yield Fraction(value, 2**20)
    for r in (Fraction(3, 2), Fraction(13, 8), Fraction(5)):
        square = (r * r - 1) ** 2 - 1  # so that h would be r**2 - 1, were it not for the rounding
        yield root(square) + Fraction(1, 2**200)


def test_f_and_g_are_rounded_upward():
    for w in cases_of_kappa():
        levels = Levels(sizes=[2, 2], sparsities=[1, 1], weights=[1, w])
        for found, formula in zip(_tangent(levels), tangent(root(levels.kappa)), strict=True):
            assert formula <= found <= formula * (1 + Fraction(1, 2**50))


def test_of_what_kappa_is_taken():
    """Of levels with entries; xi is that of all, as the others add nothing to it."""
    levels = Levels(sizes=[2, 2, 3], sparsities=[1, 0, 2], weights=[2, 50, 1])
    for found, formula in zip(_tangent(levels), tangent(root(Fraction(6, 2))), strict=True):
        assert is_close(found, formula)


@pytest.mark.parametrize("weight", [Fraction(1, 100), Fraction(1, 3)])
def test_an_entry_that_no_sparse_vector_has(weight):
    """z = (0, 1) for x = 0 and A = (1, 0): its norm is 1, and the right side is 1 as well."""
    levels = Levels(sizes=[1, 1], sparsities=[1, 0], weights=[1, weight])
    constants = RecoveryConstants(null_space=assume(levels, rho=0, gamma=1))
    T = levels.l1_norm([0, 1])
    assert levels.xi == 1 and constants.C1 * T == 1
    sharpness = constants.sharpness()
    assert sharpness.B * sharpness.lam * T >= 1


@pytest.mark.parametrize("version", ["sharp", "lemma", "published"])
@pytest.mark.parametrize("levels", PLANE)
def test_constants_are_their_formulas(levels, version):
    rho, gain = Fraction(1, 3), Fraction(5, 4)
    constants = RecoveryConstants(null_space=assume(levels, rho=rho, gamma=gain), version=version)
    h = root(levels.kappa)
    if version == "published":
        rho, gain = (1 + rho) / 2, 2 * gain
    if version == "sharp":
        f, g = tangent(h)
        C1 = (f * rho + g) / (1 - rho)
        C2 = C1 * gain + f * gain
    else:
        a = rho + (1 + rho) * root(h) / 2
        C1 = a * (1 + rho) / (1 - rho)
        C2 = 2 * a * gain / (1 - rho) + (1 + root(h) / 2) * gain
    assert is_close(constants.C1, C1) and is_close(constants.C2, C2)


def test_what_is_added_for_noise_and_distance():
    sharpness = RecoveryConstants(null_space=assume(PLANE[0], rho=0, gamma=1)).sharpness()
    B, lam = sharpness.B, sharpness.lam
    assert sharpness.offset(distance=3) == 6 * B * lam and sharpness.offset(noise=5) == 10 * B
