"""Exit flags lie or say nothing (Theorem D), and the honest one is sound."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import Budget, Refuted, Unknown
from computable.algorithm import Deadline, InProcess
from computable.algorithm.vouched import Vouched
from computable.oracle import ProblemData
from computable.problem import Lasso, TieFamily
from computable.problem.simplex import nearest_minimiser
from computable.solvers import flags, tie
from computable.testing import omegas
from computable.truth import Truth
from proofs.adversary.flag import refute_flag
from proofs.theorems import THEOREMS, Setup
from proofs.theorems.theorem_d import play as play_flag

NOW = Deadline(None)


@settings(max_examples=80, deadline=None)
@given(omegas(), st.sampled_from(["trust", "optimality_test", "second_opinion", "honest", "bad"]))
def test_flags_lie_or_say_nothing(omega, name):
    family, solver = omega.strict, tie.split_evenly
    if name == "bad":  # an answer far from all minimisers can be flagged

        def solver(data):
            return [Fraction(9)] * data.shape[1]

        flag = lambda data, answer: False  # noqa: E731
    else:
        flag = getattr(flags, name)
    outcome = refute_flag(InProcess(Vouched(solver, flag)), family, deadline=NOW, about={})
    if name in ("honest", "bad"):
        assert isinstance(outcome, Unknown)
        assert outcome.reason.startswith("survived")
        return
    assert isinstance(outcome, Refuted), outcome
    certificate = outcome.certificate
    certificate.check()
    error = certificate.error_squared
    if certificate.flag:
        assert error > Fraction(1, 100) ** family.digits
    else:
        assert certificate.instance == family.centre
        nearest = nearest_minimiser(family, certificate.output)
        assert certificate.x == nearest
        assert error <= Fraction(1, 100) ** family.digits


def test_a_flag_on_a_bad_answer_is_refuted_only_if_it_praises():
    family = TieFamily.rational(Lasso("1/2"), digits=2, columns=3)
    far = [Fraction(1)] * 3
    praise = Vouched(lambda data: far, lambda data, answer: Truth.YES)
    outcome = refute_flag(InProcess(praise), family, deadline=NOW, about={})
    assert isinstance(outcome, Refuted)
    edge = list(family.centroid())
    edge[0] += Fraction(1, 100)  # may be just outside some balls
    silent = Vouched(lambda data: edge, lambda data, answer: None)
    assert isinstance(refute_flag(InProcess(silent), family, deadline=NOW, about={}), Unknown)


@settings(max_examples=100, deadline=None)
@given(omegas(digits=5), st.data())
def test_the_honest_flag_is_sound_and_speaks_where_it_can(omega, data):
    rng = random.Random(data.draw(st.integers(0, 2**32)))
    gap = omega.first_gap / 2 ** rng.choice((0, 3, 60, 118, 126, 140))
    j = rng.randrange(omega.columns)
    family = replace(omega.strict, block_right=tuple(omega.sparse_blocks(3)[rng.randrange(3)]))
    x = family.minimiser(j, gap)
    size = Fraction(rng.choice((0, 1, 98, 100, 102, 300)), 100) / 10**omega.digits
    answer = list(x)
    answer[rng.randrange(len(x))] += rng.choice((1, -1)) * size
    instance = family.raised(j, gap)
    given = ProblemData(shape=family.shape, problem=family.problem, ask=instance.oracle())
    said = flags.honest(given, answer, digits=omega.digits)
    right = size <= Fraction(1, 10**omega.digits)
    assert said is not (Truth.NO if right else Truth.YES)
    if gap > Fraction(1, 2**110) and size != Fraction(1, 10**omega.digits):
        assert said is (Truth.YES if right else Truth.NO)


@pytest.mark.parametrize("says", [True, False, None])
def test_flags_cross_a_process_boundary(says):
    setup = Setup(digits=2, rows=1, isolate=True, budget=Budget(seconds=30))
    outcome = play_flag(lambda data, answer: says, setup)
    assert isinstance(outcome, Unknown if says is None else Refuted), outcome
    if says is not None:
        assert outcome.certificate.flag is says


def test_the_status_of_a_real_solver_is_a_flag():
    pytest.importorskip("scipy")
    (*_, ran) = THEOREMS["D"].demonstrate(None, Setup(digits=3))
    assert ran.algorithm.startswith("scipy")
    assert isinstance(ran.outcome, Refuted)
