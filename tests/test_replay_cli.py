"""What the command line says about certificate files of every kind: check, replay, explain."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from proofs.proof_file import CHECKERS

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
    "coins": ("checker_probability.py", "guess", "solve", 1),
    "limit": ("checker_probability.py", "train_twice", "train", 1),
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
    alone = Path(str(CHECKERS[checker].__file__))
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
    if "shown" in document:
        document["shown"]["depth"] += 60
    else:
        document["transcript"].append(["A", 0, 0, 50, "7"])
    (folder / "rejected.json").write_text(json.dumps(document))
    result = run("check", f"{name}.json", "rejected.json", cwd=folder)
    assert result.returncode == 1
    assert f"({KINDS[name][0]})" in result.stdout.splitlines()[1]
    result = run("check", "rejected.json", "malformed.json", cwd=folder)
    assert result.returncode == 2
    assert re.search("malformed.json: malformed: .*claim.digits: need an integer", result.stdout)
    for command in ("explain", "replay"):
        result = run(command, "malformed.json", cwd=folder)
        assert (result.returncode, result.stdout) == (2, "")
        assert re.match("computable: malformed.json: .*claim.digits: need an", result.stderr)
        assert result.stderr.count("\n") == 1
        result = run(command, "rejected.json", cwd=folder)
        assert result.returncode == 1
        reason = "shown: far" if "shown" in document else "answer is farther than 2^-50"
        assert "rejected.json: rejected: " in result.stderr
        assert reason in result.stderr


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
