"""The trained network is as good as it is said to be, and can be trained again."""

import numpy as np
import pytest
from firenet_attacks import CASES, exact, image, plus

from computable import DomainError
from computable.firenet import Firenet
from computable.firenet.stability.attack import attack
from computable.firenet.stability.trained import sparse_vectors, train
from computable.nullspace import Levels, RecoveryConstants, hadamard_sample, prove_null_space
from computable.recovery.outward import l2_above

ANY = "hadamard 7 x 8"


@pytest.fixture(scope="module")
def trained():
    return train(*CASES[ANY], pairs=4000, epochs=20)


def test_training_is_honest_and_can_be_repeated(trained):
    matrix, levels = CASES[ANY]
    again = train(matrix, levels, pairs=4000, epochs=20)
    assert again.network == trained.network and again.test == trained.test
    assert train(matrix, levels, pairs=400, epochs=1, seed=1).network != trained.network
    rng = np.random.default_rng(0)
    learned = sparse_vectors(levels, 4000, rng)
    unseen = sparse_vectors(levels, trained.test.pairs, rng)[:20]
    worst = 0.0
    for x in unseen:
        off = plus(trained.network(image(matrix, exact(x))), [-v for v in exact(x)])
        worst = max(worst, float(l2_above(off)) / np.linalg.norm(x))
    assert worst <= trained.test.worst * (1 + 1e-9)  # float64 against exact numbers
    assert learned.shape == (4000, 8)
    blind = np.linalg.pinv(matrix.array) @ matrix.array  # what linear algebra does
    plain = np.linalg.norm(unseen @ blind.T - unseen, axis=1) / np.linalg.norm(unseen, axis=1)
    assert trained.test.mean < plain.mean() / 2
    assert "new pairs" in repr(trained)


def test_the_vectors_fit_the_theorem():
    levels = Levels(sizes=[3, 5], sparsities=[1, 2])
    rows = sparse_vectors(levels, 50, np.random.default_rng(3), largest=2.0)
    assert ((rows != 0).sum(axis=1) == 3).all()
    assert all(levels.distance(exact(row)) == 0 for row in rows)
    sizes = np.linalg.norm(rows, axis=1)
    assert sizes.min() > 1 - 1e-12 and sizes.max() < 2 + 1e-12


def test_a_network_that_uses_faint_measurements_blows_up_and_firenet_does_not():
    """Where 4 of 14 rows are 2^-10 as strong: proved, for the perturbations that were found."""
    matrix = hadamard_sample(16, 14, faint=4)
    levels = Levels.single(16, 1)
    sharpness = RecoveryConstants(null_space=prove_null_space(matrix, levels)).sharpness()
    net = Firenet.plan(matrix, sharpness, radius=1, accuracy="1e-8")
    learner = train(matrix, levels, pairs=4000, epochs=20)
    assert learner.test.mean < 0.1
    x = exact(sparse_vectors(levels, 1, np.random.default_rng(5))[0])
    y = image(matrix, x)
    budgets = ["1e-5", "1e-3", "1e-1"]
    ours = attack(net, y, budgets=budgets, truth=x)
    theirs = attack(learner.network, y, budgets=budgets, truth=x)
    for mine, other in zip(ours.found, theirs.found, strict=True):
        assert mine.change.most <= mine.bound and not mine.crossed
        assert other.change.least > 100 * mine.bound and other.exceeds(net)


def test_a_little_noise_in_training_makes_it_stable_as_far_as_a_search_can_tell():
    """Sampled, with one search each. Without noise the faint measurements are amplified."""
    matrix, levels = hadamard_sample(16, 14, faint=4), Levels.single(16, 1)
    x = exact(sparse_vectors(levels, 1, np.random.default_rng(5))[0])
    changes = []
    for noise in (0.0, 1e-2):
        learner = train(matrix, levels, pairs=4000, epochs=20, noise=noise)
        assert learner.test.mean < 0.1
        found = attack(learner.network, image(matrix, x), budgets=["1e-1"]).found[0]
        changes.append(found.change)
    assert changes[0].least > 20 * changes[1].most


def test_noise_can_be_repeated_and_none_is_the_default():
    matrix, levels = CASES[ANY]
    networks = [
        train(matrix, levels, pairs=300, epochs=2, **noise).network
        for noise in ({}, {"noise": 0}, {"noise": 0.1}, {"noise": 0.1}, {"noise": 0.2})
    ]
    assert networks[0] == networks[1] and networks[2] == networks[3]
    assert networks[0] != networks[2] != networks[4]


@pytest.mark.parametrize("noise", [-1e-9, 1.5, float("nan"), "0.1", None, True])
def test_noise_that_is_no_share_is_refused(noise):
    with pytest.raises(DomainError, match=r"noise: got .*, need a number from 0 to 1"):
        train(*CASES[ANY], noise=noise)


@pytest.mark.parametrize("faint", [-1, 15, 1.5, None])
def test_faint_rows_are_counted(faint):
    with pytest.raises(DomainError, match=r"faint: got .*, need an integer from 0 to rows = 14"):
        hadamard_sample(16, 14, faint=faint)
    few, none = hadamard_sample(16, 14, faint=3).array, hadamard_sample(16, 14).array
    assert (few[:11] == none[:11]).all() and (few[11:] * 1024 == none[11:]).all()
