"""One class, three accuracies: K impossible, K - 1 with unbounded data, K - 2 with L samples."""

import itertools
import random
from fractions import Fraction

import pytest

from computable import Budget, Refuted
from computable.algorithm import Deadline, InProcess
from computable.learning import CentroidLearner, WinnerLearner
from computable.problem import Omega
from computable.problem.members import draw_member
from proofs.adversary import problem_named
from proofs.adversary.centre import Centre
from proofs.adversary.learner import refute_learner
from proofs.adversary.probability import fail_often
from proofs.outcome import ProvedFailure
from proofs.theorems import Kept, Setup
from proofs.theorems.promise import keep_promise

PROBLEMS = ("bp", "qcbp", "lasso", "sr-lasso", "lp")
NOW = Deadline(None)


def three_accuracies(problem, digits, columns, rows, rng, *, thorough=True):
    """Show all three statements on one class, with certificates; two members for each promise.

    Thorough: both learners are defeated, else one of them.
    """
    samples = rng.randint(1, 5)
    omega = Omega(
        problem=problem_named(problem), digits=digits, columns=columns, rows=rows, samples=samples
    )
    winner, centroid = WinnerLearner(omega), CentroidLearner(omega)
    defeated = (winner, centroid) if thorough else (rng.choice((winner, centroid)),)
    # K digits: both are refuted, at all samples but the share of one column
    for learner in defeated:
        count = rng.randint(1, 3)
        refuted = refute_learner(
            InProcess(learner), Centre.of_training(omega, count), deadline=NOW, about={}
        )
        assert isinstance(refuted, Refuted), refuted
        assert len(refuted.certificate.setting.claimed) >= count - count // columns
    # K - 1 digits: one learner has them everywhere, but not from M samples; nor has any other
    setup = Setup(budget=Budget(depth=1 << 11))
    drawn = [draw_member(omega, rng) for _ in range(2)]
    kept = keep_promise(winner, drawn, setup, digits=digits - 1)
    assert isinstance(kept, Kept), kept
    most = rng.randint(1, 20 if thorough else 5)
    for learner in defeated:
        failed = fail_often(
            InProcess(learner),
            Centre.of_training(omega, 1, part="loose"),
            samples=most,
            deadline=NOW,
            about={},
        )
        assert isinstance(failed, ProvedFailure), failed
        assert failed.probability == 1 > Fraction(columns - 1, columns)
    # K - 2 digits: from exactly L samples
    kept = keep_promise(
        centroid, drawn, setup, digits=digits - 2, samples=range(samples, samples + 1)
    )
    assert isinstance(kept, Kept), kept
    assert kept.most_samples == samples


RANGE = list(itertools.product(PROBLEMS, range(1, 13), range(2, 51), range(1, 21)))
SAMPLED = random.Random(4).sample(RANGE, 60)
CORNERS = list(itertools.product(PROBLEMS, (1, 12), (2, 50), (1, 20)))


@pytest.mark.parametrize("case", SAMPLED + CORNERS, ids=str)
def test_three_accuracies_on_one_class(case):
    three_accuracies(*case, random.Random(repr(case)))


@pytest.mark.campaign
@pytest.mark.parametrize("digits", range(1, 13))
@pytest.mark.parametrize("problem", PROBLEMS)
def test_three_accuracies_everywhere(problem, digits):
    for columns, rows in itertools.product(range(2, 51), range(1, 21)):
        case = (problem, digits, columns, rows)
        three_accuracies(*case, random.Random(repr(case)), thorough=False)
