"""The sampling theorem as an assumption, and sample matrices."""

from fractions import Fraction
from itertools import product
from math import ceil, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import DomainError
from computable.nullspace import (
    Assumed,
    Levels,
    RecoveryConstants,
    assume_sampling_theorem,
    fourier_sparsity,
    gaussian_sample,
    hadamard_sample,
    sampling_weights,
    walsh_sparsity,
)

QUICK = settings(max_examples=60, deadline=None)
SPARSITIES = {"walsh": walsh_sparsity, "fourier": fourier_sparsity}
patterns = st.lists(st.integers(1, 40), min_size=1, max_size=4)


@QUICK
@given(patterns, st.integers(1, 3), st.data())
def test_local_sparsities_are_their_sums(s, d, data):
    k = [data.draw(st.integers(1, len(s))) for _ in range(d)]
    walsh = fourier = Fraction(0)
    for j in range(1, len(s) + 1):
        term = Fraction(s[j - 1])
        for i in k:
            term *= Fraction(1, 2) ** abs(i - j)
        walsh += term
        fourier += term if j <= max(k) else term * Fraction(1, 2) ** (2 * (j - max(k)))
    assert walsh_sparsity(s, k) == walsh and fourier_sparsity(s, k) == fourier <= walsh


@QUICK
@given(patterns, st.integers(1, 30))
def test_weights_are_the_roots_rounded_up(s, bits):
    scale = 1 << bits
    weights = sampling_weights(s, bits=bits)
    for w, part in zip(weights, s, strict=True):
        steps = w * scale
        assert steps.denominator == 1
        assert (steps - 1) ** 2 * part < sum(s) * scale**2 <= steps**2 * part
    levels = Levels(sizes=s, sparsities=s, weights=weights)
    r, off = len(s), 1 + Fraction(1, scale)
    assert r / off**2 <= levels.kappa <= r * off**2


def need(levels, transform, band, constant, eps, d, m):
    """Return the threshold of the theorem in floats, within 1 part in 1e12."""
    r, s, kappa = len(levels.sizes), levels.sparsity, float(levels.kappa)
    L = d * r**2 * log(2 * m) * log(s * kappa) ** 2 + log(1 / eps)
    return constant * kappa * float(SPARSITIES[transform](levels.sparsities, band)) * L


@QUICK
@given(patterns, st.sampled_from(sorted(SPARSITIES)), st.integers(1, 2), st.data())
def test_the_condition_is_checked_band_by_band(s, transform, d, data):
    levels = Levels(sizes=s, sparsities=s, weights=sampling_weights(s))
    r = len(s)
    C = Fraction(data.draw(st.integers(1, 50)), 100)
    eps = Fraction(1, data.draw(st.integers(2, 1000)))
    counts = np.array([data.draw(st.integers(0, 5000)) for _ in range(r**d)]).reshape((r,) * d)
    counts.flat[0] += not counts.any()
    m = int(counts.sum())
    case = {"transform": transform, "constant": C, "failure_probability": eps}
    short = []
    for place in product(range(r), repeat=d):
        band = tuple(i + 1 for i in place)
        least = need(levels, transform, band, float(C), float(eps), d, m)
        if abs(least - counts[place]) < 1e-9 * least:
            return
        if counts[place] < least:
            short.append((band, ceil(least)))
    if not short:
        found = assume_sampling_theorem(levels, counts.tolist(), **case)
        assert found.rho == Fraction(1, 2) and 2 <= found.gamma**2 < 2 + Fraction(1, 10**15)
        assert isinstance(found.provenance, Assumed) and found.provenance.probability == 1 - eps
        assert "not proved here" in found.provenance.source
        assert f"the caller's C = {C}" in found.provenance.source
        assert RecoveryConstants(null_space=found).C2 > 0
        return
    band, least = short[0]
    with pytest.raises(DomainError) as error:
        assume_sampling_theorem(levels, counts.tolist(), **case)
    assert f"in band {', '.join(map(str, band))}, need at least {least} " in str(error.value)


def test_more_samples_need_more_samples():
    """L grows with the sum of all m_k: the threshold is found by trying."""
    levels = Levels(sizes=[8, 8], sparsities=[2, 2], weights=sampling_weights([2, 2]))
    case = {"transform": "fourier", "constant": "1/100", "failure_probability": "1/10"}
    good = []
    for count in range(1, 40):
        try:
            assume_sampling_theorem(levels, [count, count], **case)
        except DomainError:
            continue
        good.append(count)
    assert good == list(range(good[0], 40)) and 1 < good[0] < 39


def test_misuse_of_the_theorem_is_refused():
    levels = Levels(sizes=[4, 4], sparsities=[1, 1])
    case = {"transform": "walsh", "constant": 1, "failure_probability": "1/2"}
    for wrong, message in [
        ({"transform": "cosine"}, "transform: got 'cosine'"),
        ({"constant": 0}, "constant: got 0"),
        ({"failure_probability": 0}, "failure_probability: got 0"),
        ({"failure_probability": 1}, "failure_probability: got 1"),
        ({"failure_probability": "nonsense"}, "failure_probability"),
    ]:
        with pytest.raises(DomainError, match=message):
            assume_sampling_theorem(levels, [9, 9], **{**case, **wrong})
    for samples in ([9], [9, 9, 9], 9, [[9, 9]], [9, -1], [9, 9.0], [9, True], [0, 0]):
        with pytest.raises(DomainError, match="samples"):
            assume_sampling_theorem(levels, samples, **case)
    with pytest.raises(DomainError, match="at least 1 in each level"):
        assume_sampling_theorem(Levels(sizes=[4, 4], sparsities=[1, 0]), [9, 9], **case)
    for band in ([], [0], [3], [1, 3], [1.0], [True]):
        with pytest.raises(DomainError, match="band"):
            walsh_sparsity([1, 2], band)
    for s, bits in (([0], 4), ([1.5], 4), ([2], 0)):
        with pytest.raises(DomainError):
            sampling_weights(s, bits=bits)


@QUICK
@given(st.integers(0, 6), st.data())
def test_rows_of_hadamard_matrices_are_orthogonal(power, data):
    size = 1 << power
    rows = data.draw(st.integers(1, size))
    seed = data.draw(st.integers(0, 1000))
    A = hadamard_sample(size, rows, seed=seed)
    again = hadamard_sample(size, rows, seed=seed)
    assert A.shape == (rows, size) and not A.rounding and again == A
    c = abs(A.array[0, 0])
    signs = A.array / c
    assert (signs @ signs.T == size * np.eye(rows)).all() and (np.abs(signs) == 1).all()
    # c is nearest to 1 / sqrt(rows): the midpoints to its neighbours are on either side
    exact, around = Fraction(c), (np.nextafter(c, 0), np.nextafter(c, 2))
    low, high = ((exact + Fraction(float(v))) / 2 for v in around)
    assert low**2 * rows <= 1 <= high**2 * rows


def test_the_rows_are_sylvesters():
    signs = np.ones((1, 1))
    for _ in range(4):
        signs = np.kron(np.array([[1, 1], [1, -1]]), signs)
    assert (hadamard_sample(16, 16).array * 4 == signs).all()


def test_samples_depend_on_the_seed_only():
    for sample in (hadamard_sample, gaussian_sample):
        assert sample(64, 32) == sample(64, 32, seed=0) != sample(64, 32, seed=1)
        for size, rows, seed in ((0, 1, 0), (4, 0, 0), (4, 2, -1), (4, 2, 1.5), (4.0, 2, 0)):
            with pytest.raises(DomainError):
                sample(size, rows, seed=seed)
    norms = (gaussian_sample(400, 200).array ** 2).sum(axis=0)
    assert abs(norms.mean() - 1) < 0.05  # eight standard deviations: sqrt(2 / 80000) is 0.005
    with pytest.raises(DomainError, match="power of two"):
        hadamard_sample(48, 2)
    with pytest.raises(DomainError, match="from 1 to size = 4"):
        hadamard_sample(4, 5)
