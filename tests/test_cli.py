"""The command line: exit codes, one-line errors, plain output, files."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from proofs import checker

SOLVERS = Path(__file__).parent / "algorithms_for_isolation.py"
PRINTED = f"{SOLVERS}:print_a_lot"


def run(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "computable", *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=cwd, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def proof(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "proof.json"
    result = run("refute", PRINTED, "--digits", 3, "--columns", 4, "--rows", 2, "--out", path)
    assert result.returncode == 3  # it answers two numbers, four columns and two rows need five
    result = run("refute", PRINTED, "--digits", 3, "--out", path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("refuted: ")
    assert "\x1b" not in result.stdout
    return path


def test_check_replay_explain(proof):
    result = run("check", proof)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{proof}: accepted: ")
    result = run("replay", proof)
    assert result.returncode == 0, result.stdout
    assert "reproduced" in result.stdout
    assert run("replay", proof, "--solver", f"{SOLVERS}:too_few").returncode == 3
    assert run("replay", proof, "--solver", f"{SOLVERS}:endless_queries").returncode == 1
    result = run("explain", proof, "--format", "markdown")
    assert result.returncode == 0
    assert result.stdout.startswith("# ")
    assert "does not have 3 digits on basis-pursuit: a proof" in result.stdout


def test_the_checker_needs_nothing_but_the_standard_library(proof, tmp_path):
    alone = tmp_path / "checker.py"
    alone.write_text(Path(checker.__file__).read_text())
    command = [sys.executable, "-I", "-S", str(alone), str(proof)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert result.returncode == 0
    assert ": accepted: " in result.stdout
    assert len(alone.read_text().splitlines()) <= 300


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("endless_loop", 1, "longer than"),
        ("memory_hog", 1, "memory"),
        ("crash", 3, "SIGSEGV"),
        ("leave", 3, "SystemExit"),
        ("nan", 3, "output[0]: got nan"),
        ("raises", 3, "RuntimeError"),
    ],
)
def test_exit_codes_of_refute(name, code, words, tmp_path):
    out = tmp_path / "proof.json"
    result = run("refute", f"{SOLVERS}:{name}", "--seconds", 2, "--memory", 2000, "--out", out)
    assert result.returncode == code
    assert words in result.stdout
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["refute", "nosuch"], "SOLVER"),
        (["refute", "no/such.py:solve"], "no file"),
        (["refute", f"{SOLVERS}:nothing_here"], "defines no function"),
        (["refute", "sklearn:lasso", "--problem", "lp"], "--problem"),
        (["refute", PRINTED, "--problem", "tv"], "--problem"),
        (["refute", PRINTED, "--digits", "0"], "digits"),
        (["refute", PRINTED, "--digits", "x"], "--digits"),
        (["refute", PRINTED, "--columns", "1"], "columns"),
        (["refute", PRINTED, "--lambda", "1/0", "--problem", "lasso"], "--lambda"),
        (["refute", PRINTED, "--lambda", "-1", "--problem", "lasso"], "lam"),
        (["refute", PRINTED, "--lambda", "1"], "lambda"),
        (["refute", PRINTED, "--epsilon", "1/8"], "qcbp"),
        (["refute", PRINTED, "--seconds", "-1"], "seconds"),
        (["refute", PRINTED, "--gap", "1/2"], "gap"),
        (["refute", PRINTED, "--gap", "2^"], "--gap"),
        (["refute", PRINTED, "--attack", "in"], "--attack"),
        (["refute", PRINTED, "--gap", "2^20000"], "gap"),
        (["refute", PRINTED, "--problem", "lasso", "--lambda=-1e9999"], "lam"),
        (["refute", PRINTED, "--seconds", "inf"], "seconds"),
        (["refute", PRINTED, "--digits", "100000000"], "digits"),
        (["refute", PRINTED, "--columns", "20000000"], "columns"),
        (["refute", PRINTED, "--memory", "100000000000000000000"], "megabytes"),
        (["refute"], "SOLVER"),
        (["check", "no-such-file"], "unreadable"),
        (["check"], "FILE"),
        (["explain", "no-such-file"], "No such file"),
        (["replay", "no-such-file"], "No such file"),
        (["frobnicate"], "frobnicate"),
    ],
    ids=lambda value: " ".join(map(str, value))[-40:] if isinstance(value, list) else "",
)
def test_wrong_usage_is_one_line_and_exit_code_2(arguments, words):
    result = run(*arguments)
    assert result.returncode == 2
    line = result.stderr or result.stdout
    assert words in line
    assert line.count("\n") == 1


def test_bad_files_name_file_field_and_rule(proof, tmp_path):
    document = json.loads(proof.read_text())
    document["claim"]["digits"] = 0
    rejected = tmp_path / "rejected.json"
    rejected.write_text(json.dumps(document))
    document["claim"]["digits"] = 3.5
    malformed = tmp_path / "malformed.json"
    malformed.write_text(json.dumps(document))
    result = run("check", proof, rejected)
    assert result.returncode == 1
    assert "rejected.json: rejected: output: within 10^-0" in result.stdout
    assert run("check", rejected, malformed, proof).returncode == 2
    for command in ("explain", "replay"):
        assert run(command, rejected).returncode == 1
        result = run(command, malformed)
        assert result.returncode == 2
        assert "malformed.json: claim.digits: need an integer" in result.stderr


def test_replay_refuses_a_changed_source(tmp_path):
    solver = tmp_path / "mine.py"
    solver.write_text("def solve(data):\n    return [0, 0]\n")
    assert run("refute", "mine.py:solve", cwd=tmp_path).returncode == 0
    assert run("replay", "proof.json", cwd=tmp_path).returncode == 0
    solver.write_text("def solve(data):\n    return [0, 1]\n")
    result = run("replay", "proof.json", cwd=tmp_path)
    assert result.returncode == 2
    assert "sha256" in result.stderr
    result = run("replay", "proof.json", "--solver", "mine.py:solve", cwd=tmp_path)
    assert result.returncode == 1
    assert "not reproduced" in result.stdout


def test_help_has_examples_everywhere():
    assert "Examples:" in run("--help").stdout
    for command in ("refute", "check", "replay", "explain", "demo"):
        result = run(command, "--help")
        assert result.returncode == 0
        assert "\n  Examples:\n    computable" in result.stdout
        assert "\b" not in result.stdout
        assert "\\b" not in result.stdout
    assert "0.1.0" in run("--version").stdout


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL])
def test_a_solver_does_not_outlive_the_command(sign, tmp_path):
    solver = tmp_path / "stubborn.py"
    solver.write_text(
        "import os\n\ndef solve(data):\n"
        f"    with open({str(tmp_path / 'pid')!r}, 'w') as file:\n"
        "        file.write(f'{os.getpid()}.')\n"
        "    while True:\n        pass\n"
    )
    command = [sys.executable, "-m", "computable", "refute", f"{solver}:solve"]
    # a shell lets what runs in the background ignore it, these tests perhaps, and their children
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, cwd=tmp_path)
    signal.signal(signal.SIGINT, before)
    written = tmp_path / "pid"
    assert eventually(lambda: written.exists() and written.read_text().endswith("."))
    child = int(written.read_text()[:-1])
    process.send_signal(sign)
    _, complaint = process.communicate()
    assert eventually(lambda: not alive(child))
    if sign != signal.SIGKILL:
        assert process.returncode == 130
        assert len(complaint.split(b"\n")) <= 3  # click ends the line of ^C first
    assert sorted(p.name for p in tmp_path.iterdir()) == ["pid", "stubborn.py"]


def eventually(condition, seconds=30):
    """Wait for a condition; how long it takes is not what is tested."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def alive(pid):
    """Whether a process runs (one that has ended but was not collected does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_importing_is_light():
    code = (
        "import sys, computable; heavy = {'numpy', 'scipy', 'sympy', 'flint', 'matplotlib', "
        "'sklearn', 'cvxpy', 'rich', 'click'}; print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
