"""Replaying certificates of every kind."""

from contextlib import suppress

import pytest

from computable import Answer, Budget, DomainError, replay
from computable.algorithm.vouched import Vouched
from computable.exact import counted
from computable.learning import WinnerLearner, flip_coins, memorise_labels
from computable.solvers import flags, tie
from proofs.adversary import refute
from proofs.theorems import Setup, theorem_a_prime, theorem_b, theorem_d

SETUP = Setup(budget=Budget(depth=1 << 10))


@pytest.mark.parametrize("isolate", [False, True])
def test_a_learner_is_trained_again(isolate):
    proof = refute(memorise_labels, digits=2, samples=3, rows=2).certificate
    again = replay(proof, memorise_labels, isolate=isolate)
    assert again.reproduced
    assert again.reason == (
        "gives a network with the recorded values at all 3 samples again, after 21 queries"
    )


def test_a_learner_that_does_something_else_is_not_reproduced():
    proof = refute(memorise_labels, digits=2, samples=3, rows=2).certificate

    def last(training):
        good = memorise_labels(training)
        return lambda y: good(y) if y != seen else [1, 1, 1]

    seen = proof.setting.instances[2].y
    differs = replay(proof, last)
    assert not differs.reproduced and not differs.failed
    assert differs.reason == "answers differently: output[2][0] is not what is recorded"
    deeper = replay(proof, lambda training: memorise_labels(training, depth=41))
    assert deeper.reason.startswith("asks for A[0, 0] within 2^-41")
    bad = replay(proof, lambda training: 3)
    assert bad.failed
    assert "need a network" in bad.reason


def test_an_unanswered_query_counts_whatever_the_algorithm_makes_of_it():
    proof = refute(memorise_labels, digits=2).certificate

    def swallow(training):
        with suppress(DomainError):
            training.x.query(0, 0, 99)
        return memorise_labels(training)

    result = replay(proof, swallow)
    assert not result.reproduced
    assert "x[0, 0] within 2^-99" in result.reason


@pytest.mark.parametrize("isolate", [False, True])
@pytest.mark.parametrize("algorithm", [tie.guess, flip_coins])
def test_every_branch_is_run_again(algorithm, isolate):
    proof = theorem_a_prime.play(algorithm, SETUP).certificate
    result = replay(proof, algorithm, isolate=isolate)
    assert result.reproduced, result
    assert result.reason.startswith(
        f"fails in the same way in all {len(proof.branches)} recorded branches, after "
    )


def test_a_branch_that_differs_is_named_by_its_coins():
    proof = theorem_a_prime.play(tie.guess, SETUP).certificate
    first, second = (branch.coins for branch in proof.branches[:2])

    def other(data):
        x = tie.guess(data)
        return x[::-1] if data.coins.flip() else x

    result = replay(proof, other)
    assert not result.reproduced
    assert (
        result.reason == f"with coins {first}: asked for a coin after {counted(len(first), 'coin')}"
    )
    tossed = []

    def second_differs(data):
        x = tie.guess(data)
        tossed.append(x)
        return x if len(tossed) == 1 else [v + 1 for v in x]

    result = replay(proof, second_differs)
    assert result.reason.startswith(f"with coins {second}: answers differently: output[0]")
    assert replay(proof, lambda data: 1 / 0).failed


@pytest.mark.parametrize("isolate", [False, True])
def test_reading_too_many_samples_is_compared(isolate):
    learner = WinnerLearner(SETUP.omega)
    proof = theorem_b.play(learner, SETUP).certificate
    assert proof.branches[0].outputs is None
    result = replay(proof, learner, isolate=isolate)
    assert result.reproduced
    assert result.reason == "fails in the same way in the one recorded branch, after 11 queries"


def test_reading_other_samples_or_few_is_not_reproduced():
    learner = WinnerLearner(SETUP.omega)
    proof = theorem_b.play(learner, SETUP).certificate
    (branch,) = proof.branches

    def few(training):
        training.A.query(0, 1, branch.reads[-1][1])
        return lambda y: [0] * training.shape[1]

    assert replay(proof, few).reason == (
        "without coins: answers, where it is recorded to read too many samples"
    )

    def others(training):
        for depth in range(proof.limit + 1):  # as many samples, but others
            training.y.query(0, 0, depth)

    assert replay(proof, others).reason == "without coins: reads other samples than are recorded"


def test_output_and_flag_are_compared():
    trust = Vouched(tie.split_evenly, flags.trust)
    proof = theorem_d.play(trust, SETUP).certificate
    result = replay(proof, trust)
    assert result.reproduced
    assert result.reason == (
        "gives the recorded output and the flag 'correct' again, after 6 queries"
    )
    assert replay(proof, trust, isolate=True).reproduced
    for flag, words in ((False, "says 'wrong'"), (None, "cannot tell")):
        result = replay(proof, Vouched(tie.split_evenly, lambda data, x, flag=flag: flag))
        assert not result.reproduced and not result.failed
        assert result.reason == f"flags differently: it {words}, recorded is 'correct'"
    shifted = Vouched(lambda data: [v + 1 for v in tie.split_evenly(data)], flags.trust)
    assert "output[0]" in replay(proof, shifted).reason
    doubtful = Vouched(tie.split_evenly, flags.second_opinion)
    wrong = theorem_d.play(doubtful, SETUP).certificate
    assert wrong.flag is False
    assert replay(wrong, doubtful).reproduced


def test_the_own_status_of_a_solver_is_its_flag():
    def solver(data, *, success=True):
        return Answer(values=tie.split_evenly(data), status="solved", success=success)

    proof = theorem_d.play(solver, SETUP).certificate
    assert replay(proof, solver).reproduced
    assert "cannot tell" in replay(proof, lambda data: solver(data, success=False)).reason
