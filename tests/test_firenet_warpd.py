"""WARPd: the error of every restart, the proved radii, FIRENET and the published iteration."""

import math
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warpd_reference import (
    by_definition,
    direct_property,
    distance,
    measured,
    norm_squared,
    product,
    published_warpd,
    sparse_signal,
)

from computable.errors import DomainError
from computable.firenet import Block, Firenet
from computable.firenet.warpd.analysis_operator import SparseOperator, differences
from computable.firenet.warpd.analysis_stack import stacked
from computable.firenet.warpd.iteration import Saddle, WarpdIteration
from computable.firenet.warpd.sharpness import (
    ApproximateSharpness,
    assume_sharpness,
    sharpness_of,
)
from computable.firenet.warpd.warpd import Warpd
from computable.network.norm import root_above
from computable.nullspace import (
    Levels,
    Matrix,
    NullSpaceProperty,
    Proved,
    RecoveryConstants,
    hadamard_sample,
)

LEVELS = {
    "one": Levels.single(8, 1),
    "two": Levels.single(8, 2),
    "weighted": Levels(sizes=[3, 5], sparsities=[1, 1], weights=[1, "5/4"]),
    "unused": Levels(sizes=[2, 6], sparsities=[1, 0], weights=[1, "3/4"]),
}
SEEDS = st.integers(0, 2**32 - 1)


@cache
def known(name, seed=0):
    """Return a matrix near seven rows of a Hadamard matrix, and its sharpness, by exact proofs."""
    rng = np.random.default_rng(seed)
    near = hadamard_sample(8, 7, seed=seed).array + rng.integers(-8, 9, (7, 8)) / 2.0**10
    A = Matrix(near)
    return A, RecoveryConstants(null_space=direct_property(A, LEVELS[name])).sharpness()


def problem(name, rng, *, epsilon, tail=0.0, **options):
    """Return a plan, an x and a b that fit its hypotheses."""
    A, sharpness = known(name, int(rng.integers(3)))
    levels = sharpness.levels
    x = sparse_signal(levels, rng, tail)
    noise = Fraction(1, 128) if epsilon is None else epsilon * Fraction(int(rng.integers(5)), 4)
    b = measured(A, x, rng, noise)
    about = sharpness_of(sharpness, epsilon=epsilon, noise=noise, distance=levels.distance(x))
    size = root_above(norm_squared(b)) + Fraction(1, 100)
    return Warpd.plan(A, about, size=size, restarts=8, **options), x, b


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(list(LEVELS)),
    SEEDS,
    st.sampled_from([None, Fraction(0), Fraction(1, 1000), Fraction(1, 8)]),
    st.sampled_from([0.0, 1e-4]),
    st.sampled_from(["1/2", "3/5", "9/10"]),
)
def test_the_true_error_is_below_every_bound(name, seed, epsilon, tail, theta):
    net, x, b = problem(name, np.random.default_rng(seed), epsilon=epsilon, tail=tail, theta=theta)
    run = net.run(b)
    values = [(0,) * len(x), *(ball.centre for ball in run.balls)]
    assert len(run.bounds) == len(net.bounds) == 9
    for value, bound, exact in zip(values, run.bounds, net.bounds, strict=True):
        assert norm_squared(Fraction(v) - w for v, w in zip(value, x)) <= bound**2
        assert exact <= bound * (1 + Fraction(1, 2**40))  # net.bounds are rounded up to 48 bits


def test_where_float64_ends_the_bound_stays_near_its_radius():
    """Planned for 1e-25, run in float64: the steps become shorter than the errors."""
    rng = np.random.default_rng(1)
    A, sharpness = known("two")
    x = sparse_signal(sharpness.levels, rng)
    net = Warpd.plan(A, sharpness_of(sharpness, epsilon=0), radius=9, accuracy="1e-25")
    run = net.run(product(A.rows, x))
    assert distance(run.point, x) <= run.bound <= 2 * run.radius < 1e-6


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(LEVELS)),
    SEEDS,
    st.sampled_from([None, Fraction(0), Fraction(1, 64)]),
    st.sampled_from([0.0, 1e-3, 1.0]),
    st.sampled_from([1e-3, 1.0, 100.0]),
)
def test_the_sharpness_holds_at_every_point(name, seed, epsilon, tail, step):
    """Also along the kernel of A, where only the norm J tells z from x."""
    rng = np.random.default_rng(seed)
    A, sharpness = known(name, int(rng.integers(3)))
    levels = sharpness.levels
    x = sparse_signal(levels, rng, tail)
    noise = Fraction(1, 64) if epsilon is None else epsilon
    b = measured(A, x, rng, noise)
    found = sharpness_of(sharpness, epsilon=epsilon, noise=noise, distance=levels.distance(x))
    kernel = np.linalg.svd(A.array)[2][-1]
    off = kernel if rng.random() < 0.5 else rng.standard_normal(8)
    z = [v + Fraction(float(step * o)) for v, o in zip(x, off)]

    def misfit(point):  # rounded up, by less than 1e-37
        size = root_above(norm_squared(p - q for p, q in zip(product(A.rows, point), b)))
        return size if epsilon is None else max(size - epsilon, Fraction(0))

    values = [levels.l1_norm(v) + found.C2 * misfit(v) for v in (z, x)]
    most = found.C1 * (values[0] - values[1] + found.c + Fraction(1, 10**30))
    assert most >= 0 and norm_squared(p - q for p, q in zip(z, x)) <= most**2


@pytest.mark.parametrize("epsilon", [None, Fraction(0), Fraction(1, 1000), Fraction(3, 4)])
@pytest.mark.parametrize("name", ["two", "weighted"])
def test_the_radius_holds_against_many_digits(name, epsilon):
    rng = np.random.default_rng(7)
    net, _, b = problem(name, rng, epsilon=epsilon, theta="4/5")
    run = net.run(b)
    start = (0,) * 8
    for block, exact, ball in zip(
        net.iteration.blocks, by_definition(net.iteration, b), run.balls, strict=True
    ):
        # fifty digits, at most 1e4 operations of numbers below 1e3
        assert distance(exact, ball.centre) <= ball.radius + Fraction(1, 10**40)
        one = WarpdIteration(saddle=net.iteration.saddle, blocks=[block])
        (again,) = by_definition(one, b, start)
        assert distance(again, ball.centre) <= ball.fresh + Fraction(1, 10**40)
        start = ball.centre
    assert 0 < run.radius < 1e-8


def test_a_wrong_b_is_part_of_the_radius():
    """The exact iteration is given another b; nothing else changes."""
    rng = np.random.default_rng(3)
    net, _, b = problem("two", rng, epsilon=Fraction(1, 100))
    shift = Fraction(1, 2**20)
    other = [v + shift * w for v, w in zip(b, (0.6, 0.8, 0, 0, 0, 0, 0))]
    run = net.run([float(v) for v in b], b_error=shift * Fraction(1001, 1000))
    plain = net.run(b)
    for exact, ball in zip(by_definition(net.iteration, other), run.balls, strict=True):
        assert distance(exact, ball.centre) <= ball.radius
    assert run.radius > plain.radius + shift / 100


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(list(LEVELS)), SEEDS)
def test_the_square_root_warpd_is_a_firenet(name, seed):
    """With lam = 1 / C2: the same blocks, bounds, points and radii, to the last bit."""
    rng = np.random.default_rng(seed)
    A, sharpness = known(name, 0)
    levels = sharpness.levels
    x = np.zeros(levels.size)
    places = [j for r, s in zip(levels.ranges, levels.sparsities, strict=True) if s for j in r]
    x[rng.choice(places)] = rng.uniform(1, 3)
    b = A.array @ x + 1e-3 * np.clip(rng.standard_normal(7), -3, 3)
    told = {"distance": Fraction(1, 50), "noise": Fraction(1, 90)}
    common = {"radius": 5, "restarts": 3, "theta": "3/5"}
    warpd = Warpd.plan(A, sharpness_of(sharpness, **told), **common)
    firenet = Firenet.plan(A, sharpness, **told, **common)
    assert warpd.sharpness.C2 * firenet.sharpness.lam == 1
    assert warpd.schedule == firenet.schedule
    assert warpd.iteration.thresholds == firenet.iteration.thresholds
    left, right = warpd.run(b), firenet.run(b)
    for mine, other in zip(left.bounds, right.bounds, strict=True):
        # rounded up to 48 bits in at most three blocks, each of which squares the bound before
        assert abs(mine - other) <= other * Fraction(7, 2**47)
    for mine, other in zip(left.balls, right.balls, strict=True):
        assert mine.centre.tobytes() == other.centre.tobytes()
        assert (mine.radius, mine.fresh) == (other.radius, other.fresh)


@pytest.mark.parametrize("kind", ["QCBP", "basis pursuit", "square-root", "analysis"])
def test_the_published_iteration_is_this_one(kind):
    """With its own parameters, tau sigma L**2 = 1; L is a little above ||A|| for the metric."""
    rng = np.random.default_rng(11)
    A, N = Matrix(hadamard_sample(16, 12, seed=5).array / 1.25), 16
    b = A.array @ np.where(np.arange(N) % 5 == 0, 1.0, 0.0) + 1e-3 * rng.standard_normal(12)
    epsilon = {"square-root": None, "basis pursuit": 0.0}.get(kind, 2.0**-7)
    exact = None if epsilon is None else Fraction(epsilon)
    parameters = {"C1": 0.75, "C2": 8.0, "L": float(A.norm) * (1 + 1e-9), "delta": 1e-3}
    if kind == "analysis":
        D = SparseOperator([*differences(N).rows, ((0, Fraction(1)),)], columns=N)
        L_B, C2 = 2.0, 2.0  # with L = 1 the balance is c = 1, as q = 16
        assert A.norm <= 1 and D.norm <= L_B and math.sqrt(N) / (L_B * C2) == 1
        parameters |= {"C2": C2, "L": 1.0, "analysis": (np.array(D.dense(), dtype=float), L_B)}
        saddle = Saddle(
            operator=stacked(A, D, Fraction(1)),
            thresholds=(Fraction(0),) * N,
            ball=Fraction(1, 4),
            box=(Fraction(1, 8),) * N,
            epsilon=exact,
            scale=Fraction(8),
        )
    else:
        saddle = Saddle.of(A, assume_sharpness(C1="3/4", C2=8, epsilon=exact, size=N))
    values, sizes = published_warpd(A.array, b, k=40, n=6, epsilon=epsilon, **parameters)
    s = 1 if kind == "square-root" else 8  # as published, that one is scaled already
    blocks = [Block(steps=40, tau=Fraction(s * t), sigma=Fraction(v / s)) for t, v in sizes]
    balls = list(WarpdIteration(saddle=saddle, blocks=blocks).norm_balls(list(map(Fraction, b))))
    for value, ball in zip(values, balls, strict=True):
        # the reference rounds as often as the iteration, whose true deviation is about 1e-15
        assert np.abs(value - ball.centre).max() < 1e-12
    assert np.abs(values[-1]).max() > 0.5


def test_the_first_radius_needs_only_the_size_of_b():
    A, sharpness = known("two")
    about = sharpness_of(sharpness, epsilon="1/4", noise="1/8")
    assert about.distance_from_zero("1/8") == about.offset == about.C1 * about.C2 * Fraction(3, 8)
    plan = Warpd.plan(A, about, size="5/4", restarts=1)
    first = about.C1 * (about.C2 * 1 + about.c)
    assert 0 <= plan.bounds[0] - first <= first / 2**47  # rounded up to 48 bits
    plan.run([Fraction(5, 4), 0, 0, 0, 0, 0, 0])
    with pytest.raises(DomainError, match=r"^b: got a vector of norm 1.25, need at most the size"):
        plan.run([Fraction(5, 4), Fraction(1, 2**80), 0, 0, 0, 0, 0])
    with pytest.raises(DomainError, match=r"^b: got a vector of norm 1.25, need at most the size"):
        plan.run([Fraction(5, 4), 0, 0, 0, 0, 0, 0], b_error="1/1000")


def test_a_proof_is_of_one_matrix():
    A, _ = known("two")
    found = direct_property(A, LEVELS["two"])
    proved = NullSpaceProperty(
        levels=found.levels,
        rho=found.rho,
        gamma=found.gamma,
        provenance=Proved(method="hand", matrix=A),
    )
    about = sharpness_of(RecoveryConstants(null_space=proved).sharpness(), epsilon=0)
    assert isinstance(Warpd.plan(A, about, size=1, restarts=1).provenance, Proved)
    other = Matrix(A.array * 2)
    with pytest.raises(DomainError, match=r"^sharpness: its null space property was proved of ano"):
        Warpd.plan(other, about, size=1, restarts=1)


def test_what_is_assumed_stays_visible():
    A, sharpness = known("one")
    net = Warpd.plan(A, sharpness_of(sharpness, epsilon="1/100"), size=1, restarts=1)
    assert "assumed: supports one by one" in repr(net) and "assumed" in repr(net.run([0] * 7))
    assert isinstance(net.sharpness, ApproximateSharpness)


def test_what_no_x_explains_has_no_bound():
    A, sharpness = known(next(iter(LEVELS)), 0)
    net = Warpd.plan(A, sharpness_of(sharpness, epsilon="1/100"), radius=5, restarts=9)
    b = A.array[:, 0]
    assert net.run(b).fits and net.run(b).bound < 1
    wrong = net.run(np.full(7, 40.0))
    assert not wrong.fits and wrong.radius < 1e-9
    with pytest.raises(DomainError, match="no x of the theorem belongs to it"):
        _ = wrong.bound
    assert repr(wrong) == "WarpdRun(no x of the theorem belongs to this b)"
