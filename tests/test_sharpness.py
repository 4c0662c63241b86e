"""Verdicts and measured probabilities where almost nothing decides: bounds, budgets, gaps."""

from dataclasses import replace
from fractions import Fraction
from math import isqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import Budget, Refuted
from computable.algorithm import Deadline, InProcess
from computable.algorithm.vouched import Vouched
from computable.learning import CentroidLearner
from computable.oracle.answers import alternating, exact, highest, lowest, scattered
from computable.problem import BasisPursuit, Lasso, Omega, TieFamily, norm_squared
from computable.problem.members import draw_members
from computable.solvers import tie
from computable.testing import omegas
from proofs.adversary.centre import Centre
from proofs.adversary.flag import refute_flag
from proofs.adversary.probability import success_probability
from proofs.adversary.sampling import sample_failures
from proofs.adversary.verdicts import wrong_samples
from proofs.theorems import Setup
from proofs.theorems.promise import keep_promise
from proofs.theorems.theorem import Kept, NotKept

NOW, TINY = Deadline(None), Fraction(1, 1 << 300)
UNEXPLORED = Fraction(1, 256)


@settings(max_examples=150, deadline=None)
@given(omegas(digits=5), st.data())
def test_wrong_samples_are_told_apart_at_the_bound(omega, data):
    """At distance 10^-K, and at distances that differ from it after 300 bits."""
    family = omega.strict
    blocks = [omega.strict.centroid()[family.columns :]] * 3
    gaps = [omega.first_gap / 2**j for j in range(family.columns)]
    j = data.draw(st.integers(0, family.columns - 1))
    x = family.minimiser(j, gaps[j])
    place = data.draw(st.integers(0, len(x) - 1))
    size = Fraction(data.draw(st.sampled_from([1, -1])), 10**omega.digits)
    outputs = [
        tuple(v + (i == place) * size * (1 + off) for i, v in enumerate(x))
        for off in (0, TINY, -TINY)
    ]
    common = [(Fraction(0),) * family.columns + block for block in blocks]
    found = wrong_samples(family, common, gaps, outputs)
    assert found[j] == (1,)
    for i, wrong in enumerate(found):
        other = family.minimiser(i, gaps[i])
        far = [
            k
            for k, output in enumerate(outputs)
            if norm_squared([a - b for a, b in zip(output, other, strict=True)])
            > Fraction(1, 100) ** omega.digits
        ]
        assert list(wrong) == far


@pytest.mark.parametrize("off", [Fraction(0), TINY, -TINY])
@pytest.mark.parametrize("long", [False, True])
def test_a_promise_is_kept_up_to_its_bound(off, long):
    """Also by answers of so many bits that they are rounded before they are compared."""
    omega = Omega(problem=Lasso("1/3"), digits=2, columns=3, rows=2, samples=2)
    member = omega.member("strict", 1, gap=omega.first_gap / 8)
    right = dict(zip(member.points, member.minimisers(), strict=True))
    size = Fraction(1, 10**omega.digits) * (1 + off)
    # (3/5, 4/5) has length 1; a third and its complement have no finite binary expansion
    step = (size * Fraction(3, 5), size * Fraction(4, 5)) if long else (size, Fraction(0))

    def learner(training):
        return lambda y: [a + b for a, b in zip(right[tuple(y)], (*step, 0, 0), strict=True)]

    outcome = keep_promise(learner, [member], Setup(), digits=omega.digits)
    assert isinstance(outcome, NotKept if off > 0 else Kept), outcome


def test_one_sample_too_many_breaks_a_promise():
    omega = Omega(problem=BasisPursuit(), digits=3, samples=4)
    learner = CentroidLearner(omega)

    def curious(training):
        training.y.query(0, 0, 200)
        return learner(training)

    (member,) = draw_members(omega, 1, seed=1)
    promised = {"digits": omega.digits - 2, "samples": range(4, 5)}
    assert isinstance(keep_promise(learner, [member], Setup(), **promised), Kept)
    broken = keep_promise(curious, [member], Setup(), **promised)
    assert isinstance(broken, NotKept)
    assert "it read more than 4 samples" in broken.reason


@settings(max_examples=25, deadline=None)
@given(
    omegas(digits=4, columns=5, rows=2),
    st.sampled_from([exact, lowest, highest, alternating, scattered(3)]),
    st.data(),
)
def test_guess_or_read_has_its_probability_however_it_is_answered(omega, answers, data):
    q = omega.columns
    best = Fraction(q, 2 * q - 1)
    algorithm = tie.GuessOrRead(depth=64 + 4 * omega.digits)
    column = data.draw(st.integers(0, q - 1))
    at = Centre.of_instance(omega.strict).raised(column, omega.first_gap / (1 << 20))
    at = replace(at, training=replace(at.training, answers=answers))
    found = success_probability(InProcess(algorithm), at, unexplored=UNEXPLORED, deadline=NOW)
    assert found.upper - found.lower <= UNEXPLORED
    assert found.lower <= best <= found.upper


def test_what_a_budget_stops_is_neither_success_nor_failure():
    omega = Omega(problem=BasisPursuit(), digits=2, columns=2)
    at = Centre.of_instance(omega.strict).raised(0, omega.first_gap)
    x = omega.strict.minimiser(0, omega.first_gap)

    def reads_too_deep(data):
        if data.coins.flip():
            data.A.query(0, 0, 1 << 11)
        return x if data.coins.flip() else [0, 0]

    runner = InProcess(reads_too_deep, Budget(depth=1 << 10))
    found = success_probability(runner, at, unexplored=UNEXPLORED, deadline=NOW)
    assert (found.lower, found.upper) == (Fraction(1, 4), Fraction(3, 4))


def test_sampling_hides_the_gap_from_what_was_read():
    """The gap is far below the depth that the scouts read: reading as deep again finds nothing."""
    omega = Omega(problem=BasisPursuit(), digits=2, columns=2)
    family = omega.strict

    def reads(data):
        a, b = (data.A.query(0, j, 40) for j in range(2))
        if a == b:
            return family.minimiser(data.coins.flip(), omega.first_gap)
        return family.minimiser(int(b > a), omega.first_gap)

    found = sample_failures(
        InProcess(reads), Centre.of_instance(family), runs=200, deadline=NOW, confidence="0.999"
    )
    assert found.gap < Fraction(1, 1 << 40)
    assert found.most < Fraction(3, 4)


@pytest.mark.parametrize("praises", [True, False])
def test_a_flag_is_judged_at_the_bound(praises):
    """An answer at distance 10^-K of a minimiser has K digits; one a bit farther has not."""
    family = TieFamily.rational(BasisPursuit(), digits=2, columns=2)
    root = Fraction(isqrt(10**40 // 2), 10**20)  # 1/sqrt(2), rounded down
    for size, right in ((root, True), (root + Fraction(1, 10**20), False)):
        # straight away from the simplex x_0 + x_1 = 1/50, from its end (1/50, 0)
        answer = [Fraction(1, 50) - size / 100, -size / 100]
        vouched = Vouched(lambda data, x=answer: x, lambda data, answer: praises)
        outcome = refute_flag(InProcess(vouched), family, deadline=NOW, about={})
        if praises:  # it is wrong for the other column at least
            assert isinstance(outcome, Refuted)
            assert outcome.certificate.error_squared > Fraction(1, 10**4)
        else:  # at the centre it has K digits, or it is wrong everywhere
            assert isinstance(outcome, Refuted) is right
