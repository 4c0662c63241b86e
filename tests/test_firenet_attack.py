"""What attacks find is what they say it is, and no FIRENET's bound is crossed."""

import math
from fractions import Fraction
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from firenet_attacks import (
    CASES,
    SCHEDULES,
    exact,
    image,
    network,
    number,
    plus,
    precise,
    sparse,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from networks_at_random import networks

from computable import DomainError
from computable.cli.firenet_attack_figure import draw_attack
from computable.firenet.stability.ascent import ascend, ascend_penalised
from computable.firenet.stability.attack import attack, attack_penalised
from computable.firenet.stability.change import change_bound
from computable.firenet.stability.error_bounds import error_bounds
from computable.firenet.stability.found import Judge
from computable.firenet.stability.gradient import forward
from computable.firenet.stability.lipschitz import change_bounds
from computable.firenet.stability.trained import train
from computable.network import AffineMap, Network, Pointwise, Relu, linear
from computable.nullspace import Levels, Matrix, Proved
from computable.recovery.outward import l2_above

SEEDS = st.integers(0, 10**6)
BUDGETS = ["1e-9", "1e-6", "1e-3", "1e-1", 1]
ANY = "hadamard 7 x 8"


@pytest.fixture(scope="module")
def trained():
    return train(*CASES[ANY], pairs=4000, epochs=20)


def data(name, seed=0):
    x = sparse(CASES[name][1], np.random.default_rng(seed))
    return x, image(CASES[name][0], x)


# The search


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_ascent_finds_the_norm_of_a_linear_map(seed):
    """The spectral norms are well apart, so that a power iteration would find the first, too."""
    rng = np.random.default_rng(seed)
    U, V = (np.linalg.qr(rng.standard_normal((4, 4)))[0] for _ in range(2))
    net = linear([[Fraction(v) for v in row] for row in (U * [4, 1, 1, 0.5] @ V).tolist()])
    found = attack(net, [0, 1, 2, 3], budgets=["1e-6", 3], steps=40, starts=1, seed=seed)
    assert all(3.99 < one.ratio < 4 + 1e-9 for one in found.found)
    penalised = attack_penalised(net, [0, 1, 2, 3], steps=150, seed=seed)
    assert 3.99 < penalised.found[0].ratio < 4 + 1e-9


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("of_image", [False, True])
def test_no_attack_crosses_a_proved_bound(name, schedule, of_image):
    net, (x, y) = network(name, schedule, accuracy="1e-4"), data(name)
    matrix = net.iteration.matrix
    given = {"image": matrix if of_image else None, "truth": x}
    found = attack(net, y, budgets=BUDGETS, steps=8, starts=1, **given)
    assert not found.crossed and isinstance(found.network.provenance, Proved)
    for one, budget in zip(found.found, map(Fraction, BUDGETS), strict=True):
        assert one.budget == budget and l2_above(one.perturbation) <= budget
        move = image(matrix, one.perturbation) if of_image else one.perturbation
        assert one.moved == l2_above(move)
        assert one.change.least <= one.change.most <= one.bound  # proved not to cross
        assert one.bound == change_bound(net, one.moved).last
        assert one.error_bound == error_bounds(net, noise=one.moved).last
        assert one.error.least <= one.change.most + net.bounds[-1]
        assert not one.exceeds(net)
    assert max(one.ratio for one in found.found) == found.ratio > 0.4
    for one, larger in pairwise(found.found):
        assert one.change.least <= larger.change.least


@settings(deadline=None, max_examples=10)
@given(st.sampled_from(list(CASES)), st.sampled_from(SCHEDULES), SEEDS)
def test_attacks_anywhere_do_not_cross_the_bound_that_rests_on_nothing(name, schedule, seed):
    rng, net = np.random.default_rng(seed), network(name, schedule, restarts=5, accuracy=None)
    m = CASES[name][0].shape[0]
    y = exact(rng.standard_normal(m) * 10.0 ** rng.integers(-4, 2))
    found = attack(net, y, budgets=["1e-4", "1e-1", 10], steps=8, starts=1, seed=seed)
    assert not found.crossed
    for one in found.found:
        assert one.bound == change_bounds(net.iteration, one.moved)[-1] and one.error is None


def hat():
    corners = AffineMap.from_dense([[1], [1], [1]], shift=[0, -1, -2])
    top = AffineMap.from_dense([[1, -2, 1]])
    return Network(maps=(corners, top), activations=(Pointwise(Relu(), range(3)),))


def test_a_smaller_budget_s_perturbation_counts_for_larger_budgets():
    """The network is a hat: its change is largest in the middle, and a search may step over it."""
    found = attack(hat(), [0], budgets=["1/2", 1, 2, 4], steps=40, starts=1, seed=1)
    changes = [one.change.least for one in found.found]
    assert changes == sorted(changes)
    assert all(l2_above(one.perturbation) <= one.budget for one in found.found)


def test_the_same_seed_finds_the_same():
    net, (x, y) = network(ANY), data(ANY)
    runs = [attack(net, y, budgets=["1e-2"], steps=6, truth=x, seed=s).found for s in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]
    runs = [attack_penalised(net, y, steps=6, truth=x, seed=s).found for s in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]
    assert not any(one.crossed for run in runs for one in run)


# Judging


@settings(deadline=None, max_examples=30)
@given(networks(skips=False, gates=False, relu=True), SEEDS)
def test_changes_and_errors_of_a_network_are_exact(net, seed):
    rng = np.random.default_rng(seed)
    y, r = (exact(rng.standard_normal(net.input_size)) for _ in range(2))
    x = exact(rng.standard_normal(net.output_size))
    found = Judge(net, y, truth=x)(r, budget=l2_above(r))
    after, before = net(plus(y, r)), net(y)
    for between, other in ((found.change, before), (found.error, x)):
        square = sum((a - b) ** 2 for a, b in zip(after, other, strict=True))
        assert between.least**2 <= square <= between.most**2
        assert between.most - between.least <= between.most / 2**60
    assert found.bound is None and found.error_bound is None and not found.crossed


def test_the_radii_of_both_runs_count():
    net, (x, y) = network(ANY), data(ANY)
    radius = net.run(y).radius
    found = Judge(net, y, truth=x)([Fraction(0)] * 7, budget=Fraction(1))
    assert found.change == (0, 2 * radius) and found.moved == 0 == found.ratio
    assert found.error.most - found.error.least >= radius


@settings(deadline=None, max_examples=10)
@given(st.sampled_from(SCHEDULES), SEEDS)
def test_the_interval_of_a_change_holds_what_more_digits_say(schedule, seed):
    rng = np.random.default_rng(seed)
    net = network(ANY, schedule, restarts=1, accuracy=None, rate="3/4")
    m = net.iteration.matrix.shape[0]
    y, r = exact(rng.standard_normal(m)), exact(rng.standard_normal(m) / 10)
    found = Judge(net, y)(r, budget=l2_above(r)).change
    with mpmath.workdps(40):
        one, two = (precise(net.iteration, list(map(number, v))) for v in (y, plus(y, r)))
        true = mpmath.sqrt(sum((a - b) ** 2 for a, b in zip(one, two)))
        assert number(found.least) <= true <= number(found.most)


def test_a_network_that_is_inaccurate_is_proved_to_exceed_a_bound(trained):
    net, (x, y) = network(ANY), data(ANY)
    found = attack(trained.network, y, budgets=BUDGETS, truth=x, steps=20)
    first = found.found[0]
    bound = error_bounds(net, noise=first.moved).last
    assert first.exceeds(net) == first.exceeds_error(net) == (first.error.least > bound)
    assert first.exceeds(net)  # its error is about that of its training, whatever the noise is
    constant = linear([[0] * 7] * 8)
    assert Judge(constant, y)(first.perturbation, budget=Fraction(1)).exceeds(net) is False
    wild = linear([[10**6 if i == j else 0 for j in range(7)] for i in range(8)])
    changed = Judge(wild, y)(first.perturbation, budget=Fraction(1))
    assert changed.exceeds(net) and changed.exceeds_change(net) and not changed.exceeds_error(net)


def test_a_network_that_is_wrong_but_does_not_move_exceeds_the_error_alone():
    net, (x, y) = network(ANY), data(ANY)
    stuck = linear([[0] * 7] * 8)
    found = Judge(stuck, y, truth=x)([Fraction(1, 1000)] * 7, budget=Fraction(1))
    assert found.exceeds_error(net) and not found.exceeds_change(net) and found.exceeds(net)
    right = Judge(net, y, truth=x)([Fraction(1, 1000)] * 7, budget=Fraction(1))
    assert not (right.exceeds_error(net) or right.exceeds_change(net))


# The figure


def test_the_figure_shows_what_was_found(tmp_path, trained):
    net, (x, y) = network(ANY), data(ANY)
    attacks = {
        "FIRENET": attack(net, y, budgets=BUDGETS, truth=x, steps=4),
        "trained": attack(trained.network, y, budgets=BUDGETS, truth=x, steps=4),
    }
    drawn = draw_attack(tmp_path / "found.png", attacks, net)
    assert drawn.read_bytes().startswith(b"\x89PNG")
    text = draw_attack(tmp_path / "found.svg", attacks, net, title="both").read_text()
    assert text.count("<use") > 20
    single = {"FIRENET": attack(net, y, budgets=["1e-3"], steps=2)}
    draw_attack(tmp_path / "one.png", single, net)
    with pytest.raises(DomainError, match="attacks: got 0"):
        draw_attack(tmp_path / "none.png", {}, net)
    with pytest.raises(DomainError, match="5 of them on other networks"):
        draw_attack(tmp_path / "none.png", {str(k): attacks["trained"] for k in range(5)}, net)
    still = {"still": attack(linear([[1] * 7]), y, budgets=[1], image=Matrix([[0]] * 7))}
    with pytest.raises(DomainError, match="not zero"):
        draw_attack(tmp_path / "none.png", still, net)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["found.png", "found.svg", "one.png"]


# Misuse

NET = linear([[1, 2], [3, 4]])
BAD = np.zeros(2), np.eye(2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: attack(NET, [0, 0], budgets=[]), "budgets: need at least one"),
        (lambda: attack(NET, [0, 0], budgets=[0]), "budgets: need at least one"),
        (lambda: attack(NET, [0, 0], budgets=1e-3), "budgets: got 0.001, need a list of rationals"),
        (lambda: attack(NET, [0, 0], budgets="1e-3"), "budgets: got '1e-3', need a list of rat"),
        (lambda: attack(NET, [0, 0], budgets=[0.5]), "budgets: got the float 0.5"),
        (lambda: attack(NET, [0, 0], budgets=[10**80]), "budgets: need"),
        (lambda: attack(NET, [0, 0, 0], budgets=[1]), "got 3 entries, need 2"),
        (lambda: attack(None, [0], budgets=[1]), "network: got NoneType"),
        (lambda: attack(NET, [0, 0], budgets=[1], steps=0), "steps: got 0"),
        (lambda: attack(NET, [0, 0], budgets=[1], starts=1.5), "starts: got 1.5"),
        (lambda: attack(NET, [0, 0], budgets=[1], seed=-1), "seed: got -1"),
        (lambda: attack(NET, [0, 0], budgets=[1], image=Matrix([[1]])), "image: got a matrix with"),
        (lambda: attack(NET, [0, 0], budgets=[1], truth=[1]), "got 1 entries, need 2"),
        (lambda: attack_penalised(NET, [0, 0], steps=0), "steps: got 0"),
        (lambda: attack_penalised(NET, [0, 0], weight=0), "weight: got 0, need > 0"),
        (lambda: attack_penalised(NET, [0, 0], rate=math.inf), "rate: got inf, need > 0"),
        (lambda: attack_penalised(NET, [0, 0], scale=math.nan), "scale: got nan, need > 0"),
        (lambda: attack_penalised(NET, [0, 0], momentum=1), "momentum: got 1"),
        (lambda: attack_penalised(NET, [0, 0], rate=1e9), "rate: r grows beyond 1e75"),
        (lambda: Judge(NET, [0, 0])([Fraction(1)], budget=Fraction(1)), "r: got 1 entries"),
        (lambda: forward(NET, np.zeros((1, 3))), r"inputs: got shape \(1, 3\), need \(K, 2\)"),
        (lambda: forward(network(ANY).iteration, np.zeros(7)), r"need \(K, 7\)"),
        (lambda: train(*CASES[ANY], pairs=0), "pairs: got 0"),
        (lambda: train(*CASES[ANY], epochs=1.0), "epochs: got 1.0"),
        (lambda: train(*CASES[ANY], seed=-1), "seed: got -1"),
        (lambda: train(*CASES[ANY], largest=0), "largest: got 0"),
        (lambda: train(CASES[ANY][0], Levels.single(4, 1)), "levels: got 4 coordinates"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, message):
    with pytest.raises(DomainError, match=message):
        call()


def test_data_that_are_not_of_the_theorem_are_refused():
    x, y = data(ANY)
    moved = plus(y, [Fraction(1, 10**9)] * 7)
    with pytest.raises(DomainError, match=r"A x - y.* need at most 0"):
        attack(network(ANY), moved, budgets=[1], truth=x)


@pytest.mark.parametrize("seed", range(6))
def test_ascent_keeps_the_best_point_that_it_met_from_any_start(seed):
    """The first step leaves the hat, or there was nothing to climb."""
    starts = np.random.default_rng(seed).standard_normal((4, 1))
    assert starts.max() > 0 > starts.min()  # they are the signs of the points to start from
    (r,) = ascend(
        hat(), np.zeros(1), np.eye(1), radii=np.array([4.0]), steps=5, starts=4, seed=seed
    )
    assert 0 < r[0] < 2


def test_a_penalised_step_goes_uphill():
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    first = np.random.default_rng(5).standard_normal(2)
    first *= 0.25 / np.linalg.norm(first)
    found = ascend_penalised(
        NET, *BAD, weight=0.1, rate=0.1, momentum=0.0, scale=0.25, steps=1, seed=5
    )
    wanted = first + 0.1 * (2 * A.T @ A @ first - 0.2 * first)
    assert np.abs(found - wanted).max() <= 100 * 2.0**-53  # a few roundings of numbers below 10
