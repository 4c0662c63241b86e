"""The theorems run as they are stated, for random sizes and for learners that people write."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import Budget, Refuted, refute
from computable.algorithm import Deadline, InProcess
from computable.errors import DomainError
from computable.learning import CentroidLearner, WinnerLearner, exact_network, flip_coins
from computable.problem import BasisPursuit, TieFamily, norm_squared
from computable.solvers import tie
from computable.testing import members, omegas
from proofs.adversary.centre import Centre
from proofs.adversary.learner import refute_learner
from proofs.adversary.probability import fail_often, success_probability
from proofs.adversary.sampling import sample_failures
from proofs.outcome import Failed, Measured, ProvedFailure, SampledFailure
from proofs.theorems import THEOREMS, Kept, Setup
from proofs.theorems.promise import keep_promise
from proofs.theorems.theorem_a_prime import play as play_coins
from proofs.theorems.theorem_b import play as play_data

NOW = Deadline(None)


class DrawnLearner:
    """Reads some samples, depending on what it has read, and answers by one of several rules."""

    learner = True

    def __init__(self, seed):
        self.seed = seed

    def __call__(self, data):
        rng = random.Random(self.seed)
        m, N = data.shape
        told = []
        for _ in range(rng.randrange(12)):
            kind, n = rng.choice("Ayx"), rng.randrange(120)
            k, i, j = rng.randrange(data.samples), rng.randrange(m), rng.randrange(N)
            match kind:
                case "A":
                    told.append(data.A.query(i, j, n))
                case "y":
                    told.append(data.y.query(k, i, n))
                case "x":
                    told.append(data.x.query(k, j, n))
            rng = random.Random(repr((self.seed, told)))
        if rng.random() < 0.3:
            read = data.read(rng.randrange(data.samples), rng.randrange(60))
            return lambda y: read.x
        column, scale = rng.randrange(N), Fraction(rng.randrange(-5, 6), rng.randrange(1, 9))

        def network(y):
            x = [scale * y[0] if j == column else Fraction(0) for j in range(N)]
            return [a + b for a, b in zip(x, [Fraction(0)] * (N - m + 1) + list(y[1:]))]

        return network


@settings(max_examples=150, deadline=None)
@given(omegas(), st.integers(1, 6), st.integers(0, 2**32))
def test_every_learner_is_refuted_at_most_samples(omega, samples, seed):
    centre = Centre.of_training(omega, samples)
    outcome = refute_learner(InProcess(DrawnLearner(seed)), centre, deadline=NOW, about={})
    assert isinstance(outcome, Refuted), outcome
    certificate = outcome.certificate
    certificate.check()
    claimed = certificate.setting.claimed
    assert len(claimed) >= samples - samples // omega.columns
    member = omega.member(
        "strict",
        int(certificate.about["column"]),
        gap=outcome.gap,
        blocks=centre.training.blocks,
    )
    for k in claimed:
        assert member.error_squared(k, certificate.outputs[k]) > Fraction(1, 100) ** omega.digits


@settings(max_examples=100, deadline=None)
@given(omegas(), st.data())
def test_theorem_b_and_c_keep_their_promises(omega, data):
    member = data.draw(members(omega))
    setup = Setup(problem=omega.problem, budget=Budget(depth=1 << 12))
    kept = keep_promise(WinnerLearner(omega), [member], setup, digits=omega.digits - 1)
    assert isinstance(kept, Kept), kept
    kept = keep_promise(
        CentroidLearner(omega),
        [member],
        setup,
        digits=omega.digits - 2,
        samples=range(omega.samples, omega.samples + 1),
    )
    assert isinstance(kept, Kept), kept
    assert kept.most_samples == omega.samples


@settings(max_examples=60, deadline=None)
@given(omegas(), st.integers(0, 12), st.integers(0, 2**32), st.booleans())
def test_no_learner_has_one_digit_less_from_so_many_samples(omega, most, seed, winner):
    learner = WinnerLearner(omega) if winner else DrawnLearner(seed)
    centre = Centre.of_training(omega, 2, part="loose")
    outcome = fail_often(InProcess(learner), centre, samples=most, deadline=NOW, about={})
    assert isinstance(outcome, ProvedFailure), outcome
    assert outcome.probability == 1  # it flips no coins
    assert outcome.certificate.limit == most
    assert outcome.gap <= omega.first_gap


@settings(max_examples=20, deadline=None)
@given(omegas(digits=4, columns=5, rows=2), st.fractions(0, 1), st.integers(0, 9))
def test_failures_are_more_probable_than_asked(omega, share, most):
    """For every p < (q-1)/q, close ones included, the adversary of Theorem B explores enough."""
    least = Fraction(omega.columns - 1, omega.columns)
    p = least * min(share, Fraction(999, 1000))
    setup = Setup(
        problem=omega.problem, digits=omega.digits, columns=omega.columns, rows=omega.rows
    )
    outcome = play_data(flip_coins, setup, most=most, probability=p)
    assert isinstance(outcome, ProvedFailure), outcome
    assert outcome.probability > p
    with pytest.raises(DomainError):
        play_data(flip_coins, setup, most=most, probability=least)
    with pytest.raises(DomainError):
        play_data(tie.guess, setup)


@settings(max_examples=40, deadline=None)
@given(omegas(columns=5, rows=2), st.integers(0, 2**32), st.booleans())
def test_coins_do_not_help(omega, seed, learner):
    """What halts with probability 1 fails with at least 1 - 1/q, up to what is unexplored."""

    def decide(data):
        rng = random.Random(seed)
        weights = [rng.randrange(1, 5) for _ in range(omega.columns)]
        drawn, j = data.coins.below(sum(weights)), 0
        while drawn >= weights[j]:
            drawn, j = drawn - weights[j], j + 1
        return j

    def solve(data):
        data.A.query(0, 0, 20)
        return omega.strict.vertices()[decide(data)]

    def train(training):
        training.read(0, 12)
        return exact_network(omega.strict, decide(training), Fraction(0))

    from computable.solvers import as_algorithm

    centre = Centre.of_training(omega) if learner else Centre.of_instance(omega.strict)
    runner = InProcess(as_algorithm(train if learner else solve))
    delta = Fraction(1, 64)
    outcome = fail_often(runner, centre, unexplored=delta, deadline=NOW, about={})
    assert isinstance(outcome, ProvedFailure), outcome
    outcome.certificate.check()
    assert outcome.halting + outcome.unexplored == 1
    assert outcome.probability >= (1 - Fraction(1, omega.columns)) * outcome.halting
    assert outcome.halting >= 1 - delta


@pytest.mark.parametrize("q", [2, 3, 5, 9])
@pytest.mark.parametrize("gap", [4, 40])
def test_the_bound_for_algorithms_that_may_run_for_ever_is_attained(q, gap):
    family = TieFamily.rational(BasisPursuit(), digits=3, columns=q)
    centre, runner = Centre.of_instance(family), InProcess(tie.GuessOrRead(), Budget(depth=4000))
    delta = Fraction(1, 500)
    best = Fraction(q, 2 * q - 1)
    measured = success_probability(
        runner, centre.raised(q - 1, Fraction(1, 1 << gap)), unexplored=delta, deadline=NOW
    )
    assert isinstance(measured, Measured)
    assert measured.lower <= best <= measured.upper <= measured.lower + delta
    outcome = fail_often(runner, centre, unexplored=delta, deadline=NOW, about={})
    assert isinstance(outcome, ProvedFailure)
    assert outcome.halting <= best <= outcome.halting + delta
    assert 1 - best - delta <= outcome.probability <= 1 - best


def test_sampling_is_evidence_and_catches_private_generators():
    generator = random.Random(5)

    def guess(data):
        data.A.query(0, 0, 9)
        x = [Fraction(0)] * 4
        x[generator.randrange(4)] = Fraction(2, 1000)
        return x

    setup = Setup(columns=4, rows=1, digits=3)
    family = setup.omega.strict
    sampled = sample_failures(InProcess(guess), Centre.of_instance(family), deadline=NOW, runs=300)
    assert isinstance(sampled, SampledFailure)
    assert sampled.runs == 300
    assert Fraction(1, 8) < sampled.most < Fraction(1, 2)
    deterministic = sample_failures(
        InProcess(tie.split_evenly), Centre.of_instance(family), deadline=NOW, runs=20
    )
    assert deterministic.successes == 0

    def flips_by_itself(data):
        if generator.random() < 0.5:
            data.coins.flip()
        return [generator.random()] * 4

    assert isinstance(play_coins(flips_by_itself, setup), SampledFailure)


@settings(max_examples=8, deadline=None)
@given(omegas(digits=6, columns=4, rows=3), st.sampled_from([n for n in THEOREMS if n != "A"]))
def test_demonstrations_end_as_stated(omega, name):
    setup = Setup(
        problem=omega.problem,
        digits=omega.digits,
        columns=omega.columns,
        rows=omega.rows,
        samples=omega.samples,
        budget=Budget(depth=1 << 10),
    )
    for ran in THEOREMS[name].demonstrate(None, setup):
        assert ran.as_stated, (ran.algorithm, ran.claim, ran.outcome)
        assert ran.sentence()


@pytest.mark.parametrize("problem", ["bp", "qcbp", "lasso", "sr-lasso", "lp"])
def test_learners_that_people_write_are_refuted(problem):
    from proofs.adversary import problem_named

    pytest.importorskip("sklearn")
    setup = Setup(problem=problem_named(problem), digits=4, columns=3, rows=3, samples=5)
    found = list(THEOREMS["A"].demonstrate(None, setup))
    assert {ran.algorithm for ran in found} >= {
        "memorise_labels",
        "ignore_matrix",
        "read_deep",
        "flip_coins",
        "train_perceptron",
    }
    for ran in found:
        assert ran.as_stated, (ran.algorithm, ran.outcome)


def test_a_learner_is_judged_apart_and_one_that_is_none_fails():
    def train(training):
        return lambda y: training.read(0, 9).x  # after training nothing is answered

    outcome = refute(train, isolate=True, budget=Budget(seconds=30))
    assert isinstance(outcome, Failed)
    for bad in (lambda training: 3, lambda training: lambda y: [0], lambda training: 1 / 0):
        assert isinstance(refute(bad, columns=3), Failed)
    honest = refute(
        lambda training: lambda y: [y[0], 0], isolate=True, budget=Budget(seconds=30), samples=2
    )
    assert isinstance(honest, Refuted)


def test_existence_takes_no_algorithm():
    with pytest.raises(DomainError):
        next(THEOREMS["existence"].demonstrate(tie.split_evenly, Setup()))


def test_norms_of_members_are_bounded():
    """All data of Omega stay bounded as the gap goes to zero: nothing is ill-scaled."""
    omega = Setup(digits=5).omega
    for gap in (omega.first_gap, omega.first_gap / 2**200):
        member = omega.member("loose", 0, gap=gap)
        entries = [v for column in member.instances[0].columns for _, v in column]
        assert max(entries) <= 2 * omega.entry
        assert norm_squared(member.points[0]) <= 2


def test_theorem_e_takes_the_weights_of_its_one_row():
    """The class may have more rows, and then weights for more columns than tie."""
    problem = BasisPursuit(weights=[Fraction(1, 1000)] * 3)
    setup = Setup(problem=problem, digits=1, columns=2, rows=2, samples=1)
    assert all(ran.as_stated for ran in THEOREMS["E"].demonstrate(None, setup))
