"""Certificates about learners, coins and flags: round trips and explanations."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from proofs_at_random import all_kinds
from training_certificates import coin_documents, flag_documents, learners

from computable import Budget, Certificate, Malformed, Rejected, explain, load
from computable.algorithm.vouched import Vouched
from computable.learning import WinnerLearner, flip_coins, memorise_labels
from computable.solvers import flags, tie
from proofs.adversary import problem_named, refute
from proofs.explain import FORMATS
from proofs.learning import FailureProbability, TrainingRefutation
from proofs.theorems import Setup, theorem_a_prime, theorem_b, theorem_d

PROBLEMS = ("bp", "qcbp", "lasso", "sr-lasso", "lp")
SMALL = Budget(depth=1 << 10)


def setup(problem="bp", **sizes):
    return Setup(problem=problem_named(problem), budget=SMALL, **sizes)


def words(certificate):
    return " ".join(explain(certificate).split())


@settings(max_examples=150, deadline=None)
@given(all_kinds())
def test_every_kind_reads_back_as_itself(tmp_path_factory, certificate):
    path = certificate.save(tmp_path_factory.mktemp("proofs") / "proof.json")
    again = load(path)
    assert again == certificate
    assert type(again) is type(certificate)
    assert again.text() == certificate.text() == path.read_text()
    assert again.check() == certificate.check()


@settings(max_examples=80, deadline=None)
@given(all_kinds())
def test_every_kind_is_explained_in_every_format(certificate):
    text = explain(certificate)
    assert max(map(len, text.splitlines())) <= 80
    assert text.isascii()
    assert len(text.splitlines()) < 200
    for line in explain(certificate, format="markdown").splitlines():
        if line.startswith("|"):
            assert line.endswith(" |")
            assert line.count("|") in range(3, 7)
    latex = explain(certificate, format="latex")
    assert latex.count("$") % 2 == 0
    assert latex.count("{") - latex.count(r"\{") == latex.count("}") - latex.count(r"\}")
    for style in FORMATS:
        assert "a proof" in " ".join(explain(certificate, format=style).split("\n", 3)[:2])


@pytest.mark.parametrize("problem", PROBLEMS)
def test_what_the_games_produce_reads_back(problem, tmp_path):
    omega = setup(problem).omega
    outcomes = [
        refute(memorise_labels, problem=problem_named(problem), columns=3, rows=2, samples=3),
        theorem_a_prime.play(tie.guess, setup(problem)),
        theorem_a_prime.play(flip_coins, setup(problem)),
        theorem_b.play(WinnerLearner(omega), setup(problem)),
        theorem_d.play(Vouched(tie.split_evenly, flags.trust), setup(problem)),
        theorem_d.play(Vouched(tie.split_evenly, flags.second_opinion), setup(problem)),
    ]
    kinds = [TrainingRefutation, *[FailureProbability] * 3, Certificate, Certificate]
    for outcome, kind in zip(outcomes, kinds, strict=True):
        certificate = outcome.certificate
        again = load(certificate.save(tmp_path / "proof.json"))
        assert isinstance(again, kind)
        assert again.text() == certificate.text()
        if kind is not FailureProbability:  # the queries of a branch come back in file order
            assert again == certificate
        assert words(again) == words(certificate)


@pytest.mark.parametrize("documents", [learners, coin_documents, flag_documents])
def test_files_that_are_not_ours_are_read_and_told(documents, tmp_path):
    for name, document in documents().items():
        (tmp_path / "theirs.json").write_text(json.dumps(document))
        certificate = load(tmp_path / "theirs.json")
        assert load(certificate.save(tmp_path / "ours.json")) == certificate, name
        text = explain(certificate)
        assert max(map(len, text.splitlines())) <= 80
        assert f"{certificate.digits} digit" in " ".join(text.split()[:30])


def test_a_training_refutation_is_told_with_its_numbers():
    outcome = refute(memorise_labels, digits=3, columns=3, rows=2, samples=4)
    told = words(outcome.certificate)
    for part in (
        "memorise_labels does not have 3 digits on basis-pursuit at 4 of 4 samples: a proof",
        "A[0, 0] 1 + 2^-40",
        "It made 32 queries (precision 2^-40) and so read 4 samples",
        "16 queries were for labels",
        "The file has 4 labels",
        "In 4 of 4 labels at claimed samples these differ",
        "about 4 of 4 samples: 0, 1, 2, 3",
        "the dual witness p = (2^40/(2^40 + 1), 1)",
        "larger than 10^-6 (compared exactly)",
        "2.66667e-6",
    ):
        assert part in told, part


def test_a_learner_that_reads_nothing_is_told_nothing():
    told = words(refute(lambda training: lambda y: [0, 0], digits=2).certificate)
    assert "Nothing: it returned a network without a single query." in told
    assert "label legitimate" not in told


def test_a_probability_is_told_with_its_coin_tree():
    certificate = theorem_a_prime.play(tie.guess, setup()).certificate
    told = words(certificate)
    total = sum(Fraction(1, 1 << len(branch.coins)) for branch in certificate.branches)
    assert total == certificate.probability == Fraction(85, 128)
    assert "guess does not have 3 digits on basis-pursuit, with probability 85/128 or more" in told
    assert "2*2^-2 + 2*2^-4 + 2*2^-6 + 2*2^-8 = 85/128" in told
    assert f"The file lists {len(certificate.branches)} beginnings" in told
    for branch in certificate.branches[:8]:
        assert f"{branch.coins} 2^-{len(branch.coins)} distance ~ 2.83e-3" in told


def test_too_many_samples_are_told():
    omega = setup().omega
    certificate = theorem_b.play(WinnerLearner(omega), setup(), most=2).certificate
    told = words(certificate)
    assert "from at most 2 samples, with probability 1: a proof" in told
    assert "It fails before it flips any: there is one run, with probability 1" in told
    assert "In 1 branch it reads more than 2 samples" in told
    assert "reads 3 samples" in told


def test_wrong_samples_are_counted_exactly():
    certificate = theorem_a_prime.play(flip_coins, setup(samples=2)).certificate
    branch = certificate.branches[0]
    (x, _), far = certificate.setting.minimisers[0], branch.outputs[1]
    # sample 0 is exactly on the boundary, so only sample 1 is wrong
    near = (x[0] + Fraction(1, 1000), *x[1:])
    changed = branch._replace(outputs=(near, far))
    object.__setattr__(certificate, "branches", (changed, *certificate.branches[1:]))
    assert "at sample 1; wrong at 1" in words(certificate)


@pytest.mark.parametrize("flag", [True, False])
def test_a_flag_is_told(flag):
    vouch = flags.trust if flag else flags.second_opinion
    certificate = theorem_d.play(Vouched(tie.split_evenly, vouch), setup()).certificate
    told = words(certificate)
    assert certificate.flag is flag
    if flag:
        assert "flags a wrong answer as correct (3 digits) on basis-pursuit" in told
        assert "It was flagged as 'correct': this says that it is within 10^-3 (l2)" in told
        assert "so x is the only minimiser" in told
        assert "which is larger than 10^-6" in told
    else:
        assert "flags a correct answer as wrong (3 digits) on basis-pursuit" in told
        assert "It was flagged as 'wrong': this says that it is farther than 10^-3 (l2)" in told
        assert "whether it is the only one does not matter" in told
        assert "||z - x||^2 = 0, which is not larger than 10^-6" in told


def test_large_certificates_are_told_shortly():
    learner = refute(memorise_labels, digits=2, columns=12, rows=3, samples=60).certificate
    narrow = Setup(columns=9, rows=1, digits=2, budget=SMALL)
    coins = theorem_a_prime.play(lambda data: tie.guess(data, depth=5), narrow).certificate
    assert len(coins.branches) > 30
    for certificate in (learner, coins):
        lines = explain(certificate).splitlines()
        assert len(lines) < 200
        assert max(map(len, lines)) <= 80
    assert "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11" in words(learner)
    assert "Here are the 8 most probable ones" in words(coins)


def test_long_numbers_are_shortened():
    def vouch(data, answer):
        data.A.query(0, 0, 40_000)
        return True

    deep = replace(setup(digits=2), budget=Budget(depth=1 << 16))
    text = explain(theorem_d.play(Vouched(tie.split_evenly, vouch), deep).certificate)
    assert max(map(len, text.splitlines())) <= 80
    assert "2^-40000" in text
    assert len(text) < 4000


def test_long_coin_sequences_are_shortened():
    certificate = theorem_a_prime.play(tie.guess, setup()).certificate
    rare = certificate.branches[0]._replace(coins="01" * 2000)
    object.__setattr__(certificate, "branches", (rare,))
    object.__setattr__(certificate, "probability", Fraction(1, 1 << 4000))
    told = words(certificate)
    assert "with probability 2^-4000 or more" in told
    assert "010101010101010101010101... (4000) 2^-4000" in told


def test_what_does_not_hold_is_not_explained(tmp_path):
    certificate = refute(memorise_labels, digits=2).certificate
    object.__setattr__(certificate, "digits", 0)
    with pytest.raises(Rejected):
        explain(certificate)
    with pytest.raises(Rejected):
        load(certificate.save(tmp_path / "proof.json"))
    (tmp_path / "proof.json").write_text(certificate.text().replace('"labels"', '"label"'))
    with pytest.raises(Malformed):
        load(tmp_path / "proof.json")
