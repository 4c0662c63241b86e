"""Replaying certificates of every kind, and what the command line says about such files."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from computable import Answer, Budget, DomainError, replay
from computable.algorithm.vouched import Vouched
from computable.exact import counted
from computable.learning import WinnerLearner, flip_coins, memorise_labels
from computable.solvers import flags, tie
from proofs import checker_flag, checker_training
from proofs.adversary import refute
from proofs.theorems import Setup, theorem_a_prime, theorem_b, theorem_d

SETUP = Setup(budget=Budget(depth=1 << 10))
SOURCE = """
def train(training):
    sample = training.read(0, 9)
    return lambda y: sample.x

def train_twice(training):
    training.read(0, 9)
    return training.read(0, 10).x

def other(training):
    sample = training.read(0, 9)
    return lambda y: [0 for _ in sample.x]

def deeper(training):
    training.y.query(0, 0, 10)

def broken(training):
    training.read(0, 9)
    return 3

def guess(data):
    m, N = data.shape
    t = data.y.query(0, 30) / data.A.query(0, 0, 30)
    j = data.coins.below(N - m + 1)
    return [t if i == j else 0 for i in range(N)]

def vouch(data, answer):
    return True

def doubt(data, answer):
    return False

def solve(data):
    return [0] * data.shape[1]
"""


# -- in this process ----------------------------------------------------------------------------


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
        _, i, j = branch.queries[-1].entry
        training.A.query(i, j, branch.queries[-1].depth)
        return lambda y: [0] * training.shape[1]

    assert replay(proof, few).reason == (
        "without coins: answers, where it is recorded to read too many samples"
    )

    def others(training):
        for query in branch.queries:  # one of each recorded sample is enough to be stopped
            if query.entry in (("A", 0, 0), ("y", 0, 0)):
                kind, *indices = query.entry
                getattr(training, kind).query(*indices, query.depth)

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
        return Answer(values=tie.split_evenly(data), success=success)

    proof = theorem_d.play(solver, SETUP).certificate
    assert replay(proof, solver).reproduced
    assert "cannot tell" in replay(proof, lambda data: solver(data, success=False)).reason


# -- on the command line ------------------------------------------------------------------------


def run(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "computable", *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=cwd, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli")
    (path / "mine.py").write_text(SOURCE)
    sizes = ("--digits", 2, "--rows", 2)
    made = run("refute", "mine.py:train", *sizes, "--out", "learner.json", cwd=path)
    assert made.returncode == 0, made.stdout
    for theorem, function, name in (
        ("A-prime", "guess", "coins"),
        ("B", "train_twice", "limit"),
        ("D", "vouch", "flag"),
    ):
        against = ("--against", f"mine.py:{function}", "--samples", 1)
        made = run("theorem", "run", theorem, *against, *sizes[:2], "--out", name, cwd=path)
        (one,) = (path / name).iterdir()
        one.rename(path / f"{name}.json")
    return path


KINDS = {
    "learner": ("checker_training.py", "train", "other", 1),
    "coins": ("checker_training.py", "guess", "solve", 1),
    "limit": ("checker_training.py", "train_twice", "train", 1),
    "flag": ("checker_flag.py", "vouch", "solve", 1),
}


@pytest.mark.parametrize("name", KINDS)
def test_check_replay_explain(folder, name):
    checker, function, other, code = KINDS[name]
    file = f"{name}.json"
    result = run("check", file, cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{file}: accepted: ")
    assert result.stdout.endswith(f" ({checker})\n")
    alone = Path({"checker_training.py": checker_training, "checker_flag.py": checker_flag}[
        checker
    ].__file__)  # fmt: skip
    sceptic = subprocess.run(
        [sys.executable, "-I", "-S", str(alone), file],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    assert sceptic.returncode == 0
    assert sceptic.stdout.strip() == result.stdout.removesuffix(f" ({checker})\n")
    result = run("replay", file, cwd=folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.startswith(f"{file}: reproduced: mine.py:{function}: ")
    result = run("replay", file, "--solver", f"mine.py:{other}", cwd=folder)
    assert result.returncode == code, result.stdout + result.stderr
    for style in ("text", "markdown", "latex"):
        result = run("explain", file, "--format", style, cwd=folder)
        assert result.returncode == 0
        assert ": a proof" in " ".join(result.stdout.split())


def test_a_learner_that_fails_has_exit_code_3(folder):
    result = run("replay", "learner.json", "--solver", "mine.py:broken", cwd=folder)
    assert result.returncode == 3
    assert "learner.json: failed: mine.py:broken: output: got int, need a network" in result.stdout
    result = run("replay", "learner.json", "--solver", "mine.py:deeper", cwd=folder)
    assert result.returncode == 1
    assert "asks for y[0, 0] within 2^-10" in result.stdout


@pytest.mark.parametrize("name", KINDS)
def test_bad_files_have_one_clear_error(folder, name):
    document = json.loads((folder / f"{name}.json").read_text())
    document["claim"]["digits"] = -1
    (folder / "malformed.json").write_text(json.dumps(document))
    document["claim"]["digits"] = 2
    document["transcript"].append(["A", 0, 0, 50, "7"])
    (folder / "rejected.json").write_text(json.dumps(document))
    result = run("check", f"{name}.json", "rejected.json", cwd=folder)
    assert result.returncode == 1
    assert f"({KINDS[name][0]})" in result.stdout.splitlines()[1]
    result = run("check", "rejected.json", "malformed.json", cwd=folder)
    assert result.returncode == 2
    assert "malformed.json: malformed: claim.digits: need an integer" in result.stdout
    for command in ("explain", "replay"):
        result = run(command, "malformed.json", cwd=folder)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.startswith("computable: malformed.json: claim.digits: need an integer")
        assert result.stderr.count("\n") == 1
        result = run(command, "rejected.json", cwd=folder)
        assert result.returncode == 1
        assert "rejected.json: rejected: transcript" in result.stderr
        assert "answer is farther than 2^-50" in result.stderr


def test_replay_refuses_a_changed_learner(folder, tmp_path):
    document = (folder / "learner.json").read_text()
    (tmp_path / "learner.json").write_text(document)
    (tmp_path / "mine.py").write_text(SOURCE + "\n")
    result = run("replay", "learner.json", cwd=tmp_path)
    assert result.returncode == 2
    assert "sha256" in result.stderr
    assert run(
        "replay", "learner.json", "--solver", "mine.py:train", cwd=tmp_path
    ).returncode == 0  # fmt: skip
