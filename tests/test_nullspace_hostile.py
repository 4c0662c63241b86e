"""Numbers of any size and values of any kind: one error with one line, or an answer."""

from fractions import Fraction

import numpy as np
import pytest

from computable.errors import ComputableError, DomainError
from computable.exact import rounded_text
from computable.nullspace import (
    Assumed,
    Levels,
    Matrix,
    RecoveryConstants,
    assume,
    assume_sampling_theorem,
    fourier_sparsity,
    gaussian_sample,
    hadamard_sample,
    isometry_by_coherence,
    prove_by_coherence,
    prove_by_isometry,
    prove_directly,
    prove_null_space,
    restricted_isometry,
    sampling_weights,
)
from computable.nullspace.attempt import Attempt
from computable.recovery.rounding import greatest_eigenvalue

HUGE = (10**400, 10**5000)
SIZES = [Fraction(s) * v**e for v in map(Fraction, HUGE) for s in (1, -1) for e in (1, -1)]
LEVELS = Levels.single(16, 2)
HALF = assume(LEVELS, rho="1/2", gamma=1)
KNOWN = RecoveryConstants(null_space=HALF)
A = [[1, 1, 0], [0, 1, 1]]
SAMPLED = Levels(sizes=[4, 4], sparsities=[1, 1], weights=sampling_weights([1, 1]))


def sampled(**changes):
    case = {"transform": "walsh", "constant": "1/50", "failure_probability": "1/100"} | changes
    return assume_sampling_theorem(SAMPLED, case.pop("samples", [4, 3]), **case)


def refused(call, *needed):
    """Check that a call is refused with one line, that says what is needed."""
    with np.errstate(all="raise"), pytest.raises(DomainError) as caught:
        call()
    text = str(caught.value)
    assert text
    assert "\n" not in text
    assert len(text) < 400
    for word in needed:
        assert word in text


@pytest.mark.parametrize("value", [v for v in SIZES if abs(v) > 1], ids=rounded_text)
@pytest.mark.parametrize(
    "call",
    [
        lambda v: assume(LEVELS, rho=v, gamma=1),
        lambda v: assume(LEVELS, rho="1/2", gamma=-abs(v)),
        HALF.perturbed,
        KNOWN.sharpness,
        lambda v: KNOWN.sharpness().offset(noise=-abs(v)),
        lambda v: KNOWN.sharpness().offset(distance=-abs(v)),
        lambda v: Levels(sizes=[4], sparsities=[1], weights=[-abs(v)]),
        lambda v: Levels(sizes=[int(v)], sparsities=[1]),
        lambda v: Levels(sizes=[4], sparsities=[int(v)]),
        lambda v: hadamard_sample(int(v), 4),
        lambda v: hadamard_sample(8, int(v)),
        lambda v: hadamard_sample(8, 4, faint=int(v)),
        lambda v: hadamard_sample(8, 4, seed=-abs(int(v))),
        lambda v: gaussian_sample(int(v), 4),
        lambda v: gaussian_sample(4, int(v)),
        lambda v: prove_null_space(A, int(v)),
        lambda v: prove_null_space(A, 1, limit=-abs(int(v))),
        lambda v: restricted_isometry(A, int(v)),
        lambda v: isometry_by_coherence(A, int(v)),
        lambda v: sampling_weights([1, 1], bits=int(v)),
        lambda v: sampling_weights([1, -abs(int(v))]),
        lambda v: sampled(failure_probability=v),
        lambda v: sampled(constant=-abs(v)),
        lambda v: sampled(constant=abs(v)),
        lambda v: sampled(samples=[4, -abs(int(v))]),
        lambda v: fourier_sparsity([1, 1], [int(v)]),
        lambda v: Matrix([[v, 1]]),
    ],
)
def test_a_number_of_any_size_is_refused_with_one_line(call, value):
    refused(lambda: call(value))


@pytest.mark.parametrize("value", [v for v in SIZES if -1 < v < 0], ids=rounded_text)
def test_negative_numbers_of_any_size_are_refused_with_one_line(value):
    text = rounded_text(value)
    refused(lambda: assume(LEVELS, rho=value, gamma=1), f"rho: got {text}")
    refused(lambda: assume(LEVELS, rho=0, gamma=value), f"gamma: got {text}")
    refused(lambda: HALF.perturbed(value), f"error: got {text}")
    refused(lambda: KNOWN.sharpness(value), f"lam: got {text}")
    refused(lambda: KNOWN.sharpness().offset(noise=value), f"noise: got {text}")
    refused(lambda: sampled(constant=value), "constant: got ")


@pytest.mark.parametrize("value", [v for v in SIZES if v > 0], ids=rounded_text)
def test_what_holds_such_numbers_can_be_shown(value):
    small = min(value, 1 / value)
    for weights in ([1, value], [value, value]):
        levels = Levels(sizes=[2, 2], sparsities=[1, 1], weights=weights)
        held = assume(levels, rho=1 - small, gamma=value)
        found = RecoveryConstants(null_space=held)
        sharpness = found.sharpness()
        for shown in (levels, held, found, sharpness):
            for text in (repr(shown), str(shown)):
                assert text
                assert "\n" not in text
        refused(lambda s=sharpness: s.constants.sharpness(2 * s.lam), "need > 0 and <=")
    assert rounded_text(value) in repr(held)
    refused(lambda: HALF.perturbed(max(value, 1 / value)), "gamma * error < 1")
    assert KNOWN.sharpness(small).lam == small
    assert HALF.perturbed(small).gamma > 1
    assert "e-" in str(Assumed(source="a lecture", probability=small))


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        *[(value, "need Levels or an integer") for value in (None, "one", True, [1], 1.0)],
        (0, "sparsities"),
        (4, "from 0 to the size 3"),
        (-1, "sparsities"),
        (LEVELS, "16 coordinates, need 3"),
    ],
)
@pytest.mark.parametrize(
    "prove", [prove_null_space, prove_directly, prove_by_coherence, prove_by_isometry]
)
def test_levels_are_levels_or_an_integer(prove, given, needed):
    refused(lambda: prove(A, given), needed)


@pytest.mark.parametrize(
    "prove", [prove_null_space, prove_directly, prove_by_coherence, prove_by_isometry]
)
def test_an_integer_is_one_level(prove):
    rows = hadamard_sample(16, 15)
    assert prove(rows, 1) == prove(rows, Levels.single(16, 1))


@pytest.mark.parametrize("limit", [None, "3", float("nan"), True, -1, 1.5, [3], Fraction(3)])
@pytest.mark.parametrize(
    "call",
    [
        lambda limit: prove_null_space(A, 1, limit=limit),
        lambda limit: prove_directly(A, 1, limit=limit),
        lambda limit: prove_by_isometry(A, 1, limit=limit),
        lambda limit: restricted_isometry(A, 1, limit=limit),
    ],
)
def test_a_limit_is_an_integer(call, limit):
    refused(lambda: call(limit), "limit", "need an integer")


@pytest.mark.parametrize(
    ("call", "needed"),
    [
        (lambda: prove_null_space(A, 1, methods=None), "methods: got None"),
        (lambda: prove_null_space(A, 1, methods=[[]]), "methods: got []"),
        (lambda: prove_null_space(A, 1, methods=[]), "methods: got none"),
        (lambda: prove_null_space(A, 1, methods=3), "methods: got 3"),
        (lambda: prove_null_space(A, 1, methods="unknown"), "methods: got 'unknown'"),
        (lambda: prove_null_space(A, 1, methods=[10**5000]), "methods: got 1.00000e5000"),
        (lambda: prove_directly(A, 1, inverses=[]), "inverses: got []"),
        (lambda: prove_directly(A, 1, inverses=np.eye(3)), "inverses: got"),
        (lambda: prove_by_coherence(A, 1, inverses=[[]]), "inverses: got [[]]"),
        (lambda: sampled(transform=[]), "transform: got []"),
        (lambda: sampled(transform=None), "transform: got None"),
        (lambda: Levels(sizes=3, sparsities=1), "sizes: got 3"),
        (lambda: Levels(sizes=[3], sparsities=1), "sparsities: got 1"),
        (lambda: Levels(sizes=None, sparsities=None), "sizes: got None"),
        (lambda: Levels(sizes=["3"], sparsities=[1]), "sizes[0]: got '3'"),
        (lambda: Levels(sizes=[3], sparsities=[True]), "sparsities[0]: got True"),
        (lambda: Levels(sizes=[3], sparsities=[1], weights=1), "weights"),
        (lambda: Levels(sizes=[2**24, 1], sparsities=[1, 1]), "at most 2^24"),
        (lambda: sampling_weights(3), "sparsities: got 3"),
        (lambda: sampling_weights([1], bits=10**9), "from 1 to 4096"),
        (lambda: sampling_weights([1], bits=True), "from 1 to 4096"),
        (lambda: hadamard_sample(2**24, 2), "at most 2^24 entries"),
        (lambda: gaussian_sample(10**9, 10**9), "at most 2^24 entries"),
        (lambda: RecoveryConstants(null_space=HALF, version=[]), "version: got []"),
    ],
)
def test_values_of_another_kind_are_refused_with_one_line(call, needed):
    refused(call, needed)


def test_one_method_may_be_given_by_its_name():
    rows = hadamard_sample(16, 15)
    assert prove_null_space(rows, 1, methods="coherence") == prove_by_coherence(rows, 1)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("exponent", [-1060, -1000, -400, -260])
@pytest.mark.parametrize(
    "prove", [prove_null_space, prove_directly, prove_by_coherence, prove_by_isometry]
)
def test_faint_matrices_are_refused_with_the_reason_and_without_warnings(prove, exponent):
    faint = hadamard_sample(16, 15).array * 2.0**exponent
    with pytest.raises(DomainError, match="too faint for float64: scale A and y") as caught:
        prove(faint, 2)
    assert "\n" not in str(caught.value)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("exponent", [-1060, -600, -260, -200, 0, 120, 240])
def test_scaled_matrices_have_a_proof_or_one_error(exponent):
    rows = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.5, 0.0, 0.25]]) * 2.0**exponent
    rows[0, 0] = 1.0
    for s in (1, 2):
        try:
            assert 0 <= prove_null_space(rows, s).rho < 1
        except ComputableError as error:
            assert "\n" not in str(error)


def test_all_refusals_have_the_same_words():
    ends = set()
    for prove in (prove_null_space, prove_directly, prove_by_coherence, prove_by_isometry):
        with pytest.raises(DomainError) as caught:
            prove([[1, 1.25]], 1)
        start, end = str(caught.value).split("; need rho < 1: ")
        assert start.startswith("null space property: got ")
        ends.add(end)
    assert ends == {"fewer non-zero entries, more rows or other weights may help"}


def test_the_cost_of_constants_beyond_float64_is_infinite():
    levels = Levels(sizes=[2, 2], sparsities=[1, 1], weights=[1, 10**200])
    known = Attempt(
        matrix=Matrix([[1, 1, 1, 1]]), levels=levels, rho=1 - 2.0**-53, gamma=1e300, method="hand"
    )
    assert known.cost == (float("inf"), known.rho)


def test_the_last_fallback_for_an_eigenvalue_covers_every_matrix_that_is_near():
    # every factorisation fails: the entries off the diagonal are far too large for a Gram matrix
    error, k = 0.5, 3
    gram = np.diag([1.0, 1.0, 1.0])
    with pytest.MonkeyPatch.context() as patch:

        def fails(_):
            raise np.linalg.LinAlgError

        patch.setattr(np.linalg, "cholesky", fails)
        bound = greatest_eigenvalue(gram, error)
    assert bound >= np.trace(gram) + k * error
