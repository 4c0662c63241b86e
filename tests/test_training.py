"""Training sets and Omega: what is shown is legitimate, and the three accuracies are apart."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable.algorithm import Budget, train
from computable.errors import DomainError
from computable.learning import WinnerLearner
from computable.oracle import Query, TrainingData, pseudo_random, samples_read, scattered
from computable.problem import (
    BasisPursuit,
    Lasso,
    Omega,
    TieFamily,
    TrainingSet,
    is_minimiser,
    is_unique_minimiser,
    norm_squared,
)
from computable.problem.simplex import nearest_minimiser
from computable.testing import members, omegas, rationals, tie_families


def distance_squared(x, z):
    return norm_squared([a - b for a, b in zip(x, z, strict=True)])


@st.composite
def omegas_with_members(draw):
    omega = draw(omegas())
    return omega, draw(members(omega))


@settings(max_examples=150, deadline=None)
@given(omegas_with_members(), st.lists(st.integers(0, 90), min_size=1, max_size=4))
def test_what_is_shown_is_legitimate(drawn, depths):
    _, member = drawn
    m, N = member.shape
    for n in depths:
        error = Fraction(1, 1 << n)
        for k, instance in enumerate(member.instances):
            shown = member.shown(n)[k]
            for i in range(m):
                assert abs(member.ask(("y", k, i), n) - instance.y[i]) <= error
                assert member.ask(("y", k, i), n) == shown.instance.y[i]
                for j in range(N):
                    answer = member.ask(("A", i, j), n)
                    assert abs(answer - instance.value(("A", i, j))) <= error
                    assert answer == shown.instance.value(("A", i, j))
            label = [member.ask(("x", k, j), n) for j in range(N)]
            assert is_minimiser(member.problem, shown.instance, shown.x, shown.witness)
            assert distance_squared(label, shown.x) <= error**2


def test_errors_are_really_made():
    """At most depths the problem shown is not the true one, nor the label a true minimiser."""
    omega = Omega(problem=Lasso("1/2"), digits=2, columns=3, rows=3)
    member = omega.member(
        "loose", 1, gap=Fraction(1, 1 << 30), blocks=omega.sparse_blocks(2), answers=scattered(5)
    )
    for n in range(12, 60):
        shown = member.shown(n)[0]
        assert shown.instance != member.instances[0]
        assert shown.label != shown.x != member.minimisers()[0]


@settings(max_examples=150, deadline=None)
@given(omegas_with_members())
def test_minimisers_of_members_are_unique_but_at_the_centre(drawn):
    omega, member = drawn
    assert member.shape == (omega.rows, omega.columns + omega.rows - 1)
    for k, (instance, x) in enumerate(zip(member.instances, member.minimisers(), strict=True)):
        family = member.families[k]
        witness = family.witness(member.column or 0, member.gap)
        assert is_minimiser(member.problem, instance, x, witness)
        unique = is_unique_minimiser(member.problem, instance, x, witness)
        assert unique == (member.column is not None)


@settings(max_examples=150, deadline=None)
@given(omegas(), st.integers(0, 80), st.data())
def test_the_three_accuracies(omega, k, data):
    """K digits for one vertex at most; the centroid has K - 1 on the strict part, K - 2 on all."""
    gap = omega.first_gap / 2**k
    i, j = data.draw(st.permutations(range(omega.columns)))[:2]
    for family, digits in ((omega.strict, omega.digits), (omega.loose, omega.digits - 1)):
        apart = distance_squared(family.minimiser(i, gap), family.minimiser(j, gap))
        assert apart > 4 * Fraction(1, 100) ** digits
        near = distance_squared(family.centroid(), family.minimiser(j, gap))
        assert near < Fraction(1, 100) ** (digits - 1)


@settings(max_examples=200, deadline=None)
@given(tie_families(), st.data())
def test_the_nearest_minimiser_satisfies_the_variational_inequality(family, data):
    size = rationals(least=-3, most=3)
    z = data.draw(st.lists(size, min_size=family.shape[1], max_size=family.shape[1]))
    x = nearest_minimiser(family, z)
    assert is_minimiser(family.problem, family.centre, x, family.witness(0, Fraction(0)))
    for vertex in family.vertices():
        inner = sum((a - b) * (v - b) for a, b, v in zip(z, x, vertex, strict=True))
        assert inner <= 0


entries = st.one_of(
    st.tuples(st.just("A"), st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.sampled_from("xy"), st.integers(0, 3), st.integers(0, 2)),
)


@given(st.lists(st.tuples(entries, st.integers(0, 5)), max_size=40))
def test_samples_are_counted_as_defined(queries):
    pairs = {(entry[1], n) for entry, n in queries if entry[0] != "A"}
    alone = {n for entry, n in queries if entry[0] == "A"} - {n for _, n in pairs}
    rows = [Query(entry, n, Fraction(0)) for entry, n in queries]
    assert samples_read(rows) == len(pairs) + len(alone)


def test_a_learner_sees_entries_and_whole_samples():
    omega = Omega(problem=BasisPursuit(), digits=2, columns=2, rows=2)
    member = omega.member("strict", 0, gap=Fraction(1, 8), blocks=[("1/3",), (0,)])
    asked = []

    def ask(entry, n):
        asked.append((entry, n))
        return member.ask(entry, n)

    coin = pseudo_random(1)
    data = TrainingData(
        shape=member.shape, samples=2, problem=member.problem, ask=ask, flip=lambda: coin(0)
    )
    sample = data.read(1, 7)
    assert [[Fraction(9, 8), 1, 0], [0, 0, 1]] == sample.A
    assert tuple(sample.y) == member.points[1]
    assert tuple(sample.x) == member.minimisers()[1]
    assert data.x.query(0, 2, 5) == Fraction(1, 3)
    assert len(asked) == 6 + 2 + 3 + 1
    assert data.coins.flip() == coin(0)
    for bad in (
        lambda: data.y.query(2, 0, 1),
        lambda: data.x.query(0, 3, 1),
        lambda: data.read(0, -1),
    ):
        with pytest.raises(DomainError):
            bad()


FAMILY = TieFamily.rational(BasisPursuit(), digits=1, rows=2)
BAD = [
    lambda: TrainingSet(family=FAMILY, blocks=[]),
    lambda: TrainingSet(family=FAMILY, blocks=[(1, 2)]),
    lambda: TrainingSet(family=FAMILY, blocks=[("nan",)]),
    lambda: TrainingSet(family=FAMILY, blocks=[(1,)], column=2, gap=Fraction(1, 8)),
    lambda: TrainingSet(family=replace(FAMILY, problem=BasisPursuit(1), right=3), blocks=[(1,)]),
    lambda: Omega(problem=BasisPursuit(), digits=0),
    lambda: Omega(problem=BasisPursuit(), digits=1, samples=0),
    lambda: Omega(problem=BasisPursuit(), digits=1, columns=1),
    lambda: Omega(problem=BasisPursuit(weights=(1, 3)), digits=1),
    lambda: Omega(problem=BasisPursuit(), digits=1).member("loose", 0, gap=Fraction(1, 3)),
    lambda: Omega(problem=BasisPursuit(), digits=1).member("loose", 0, gap=Fraction(1, 2)),
    lambda: Omega(problem=BasisPursuit(), digits=1).member("tight", 0, gap=Fraction(1, 8)),
    lambda: Omega(problem=BasisPursuit(), digits=1, rows=2).centre(blocks=[(5,)]),
]


@pytest.mark.parametrize("make", BAD)
def test_misuse_is_one_clear_error(make):
    with pytest.raises(DomainError):
        make()


@settings(max_examples=60, deadline=None)
@given(omegas(columns=4, rows=3, digits=4, samples=3), st.data())
def test_training_by_hand_judges_exactly(omega, data):
    member = data.draw(members(omega))
    trained = train(WinnerLearner(omega), member)
    assert trained.samples_read == samples_read(trained.transcript)
    for k, (point, x) in enumerate(zip(member.points, member.minimisers(), strict=True)):
        output = trained.network(point)
        error = trained.errors_squared[k]
        away = norm_squared([a - b for a, b in zip(output, x, strict=True)])
        assert error == away if member.column is not None else error <= away
    assert trained.has_digits(omega.digits - 1)
    assert trained.has_digits(5) == (max(trained.errors_squared) <= Fraction(1, 10**10))


def test_training_by_hand_says_why_there_is_no_network():
    member = Omega(problem=BasisPursuit(), digits=2).centre("strict")
    for learner, reason in (
        (lambda training: 3, "need a network"),
        (lambda training: training.y.query(0, 0, 2000), "asked for more than 1024 bits"),
        (lambda training: training.coins.flip(), "coin"),
        (lambda training: 1 / 0, "ZeroDivisionError"),
        (lambda training: lambda y, calls=[]: [calls.append(0), len(calls)][1:] * 2, "asked again"),
    ):
        with pytest.raises(DomainError, match=reason):
            train(learner, member, budget=Budget(depth=1024))
