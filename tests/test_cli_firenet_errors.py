"""Wrong usage of ``computable firenet`` is one line, and ends with exit code 2."""

import subprocess
import sys

import numpy as np
import pytest

SMALL = ("--sample", "gaussian:6x8")
ASSUMED = ("--assume-rho", "1/2", "--assume-gamma", "3/2")


@pytest.fixture
def data(tmp_path):
    A = np.eye(2, 3)
    files = {
        "good": (A, [1.0, 0]),
        "nan": (np.where(A == 1, np.nan, A), [1.0, 0]),
        "inf": (A, [1.0, np.inf]),
        "zero": (A, [0.0, 0]),
        "short": (A, [1.0]),
        "huge": (1e80 * A, [1.0, 0]),
    }
    for name, (matrix, y) in files.items():
        np.savez(tmp_path / f"{name}.npz", A=matrix, y=np.array(y))
    (tmp_path / "nan.csv").write_text("a,b,y\n1,2,3\n1,nan,3\n")
    return tmp_path


@pytest.mark.parametrize("command", ["constants", "run", "layers", "attack"])
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "DATA: need a file, or --sample without one"),
        (["good.npz", *SMALL], "DATA: need a file, or --sample without one"),
        (["nothing.npz"], "nothing.npz: there is no such file"),
        (["diet.lp"], "diet.lp: is a linear program, need data A and y"),
        (["nan.npz"], "nan.npz: A[0,0]: got nan, need a finite number"),
        (["inf.npz"], "inf.npz: y[1]: got inf, need a finite number"),
        (["nan.csv"], "nan.csv: line 3, column 2 ('b'): got 'nan', need a finite number"),
        (["short.npz"], "short.npz: y: got 1 entries, need 2"),
        (["huge.npz"], "A: got an entry beyond 1e75"),
        (["good.npz", "--matrix", "B"], "good.npz: A: got the arrays A, y, need 'B'"),
        (["good.npz"], "null space property: got "),
        (["zero.npz", *ASSUMED], "y: got zero without noise, so x is zero"),
        (["--sample", "hadamard"], "--sample: got 'hadamard', need hadamard:MxN or gaussian"),
        (["--sample", "hadamard:56"], "--sample: got 'hadamard:56'"),
        (["--sample", "hadamard:ax8"], "--sample: got 'hadamard:ax8'"),
        (["--sample", "fourier:8x8"], "--sample: got 'fourier:8x8'"),
        (["--sample", "hadamard:-1x8"], "--sample: got 'hadamard:-1x8'"),
        (["--sample", "hadamard:8x12"], "size: got 12, need a power of two"),
        (["--sample", "hadamard:9x8"], "rows: got 9, need an integer from 1 to size = 8"),
        (["--sample", "gaussian:0x8"], "rows: got 0, need an integer >= 1"),
        (["--sample", "gaussian:99999x99999"], "--sample: got 99999 x 99999, need at most 2^24"),
        ([*SMALL, "--seed", "-1"], "--seed"),
        ([*SMALL, "--matrix", "A"], "--sample: --matrix, --target, --header and --floats are for"),
        ([*SMALL, "--floats"], "--sample: --matrix, --target, --header and --floats are for"),
        ([*SMALL, "--sizes", "4,5"], "--sizes: got 4,5, in all 9, but A has 8 columns"),
        ([*SMALL, "--sizes", "4,x"], "--sizes: got '4,x', need integers with commas"),
        ([*SMALL, "--sizes", "8,0"], "sizes[1]: got 0, need an integer >= 1"),
        ([*SMALL, "--sizes", "4,4", "--sparsities", "1"], "sparsities: got 1 for 2 levels"),
        ([*SMALL, "--sparsities", "9"], "sparsities[0]: got 9, need an integer from 0 to the size"),
        ([*SMALL, "--sparsities", "0"], "sparsities: got only zeros"),
        ([*SMALL, "--sparsities", "-1"], "--sparsities: got '-1', need integers"),
        ([*SMALL, "--weights", "1,2"], "weights: got 2 entries, need 1"),
        ([*SMALL, "--weights", "0"], "weights[0]: got 0, need > 0"),
        ([*SMALL, "--weights", "one"], "weights[0]: cannot read 'one' as a rational"),
        ([*SMALL, "--weights", "1e-99"], "--weights: need numerators and denominators of at most"),
        ([*SMALL, "--sparsities", "4"], "need rho < 1"),
        ([*SMALL, "--method", "hope"], "--method"),
        ([*SMALL, "--method", "direct", "--limit", "3"], "8 supports, more than limit = 3"),
        ([*SMALL, "--assume-rho", "1", "--assume-gamma", "1"], "rho: got 1, need >= 0 and < 1"),
        ([*SMALL, "--assume-rho", "3/2", "--assume-gamma", "1"], "rho: got 1.5, need >= 0"),
        ([*SMALL, "--assume-rho=-1/2", "--assume-gamma", "1"], "rho: got -0.5, need >= 0"),
        ([*SMALL, "--assume-rho", "1/2", "--assume-gamma", "0"], "gamma: got 0, need > 0"),
        ([*SMALL, "--assume-rho", "1/2"], "--assume-rho, --assume-gamma: got one of them"),
        ([*SMALL, *ASSUMED, "--method", "direct"], "--method: is for proofs, not for what is assu"),
        ([*SMALL, "--assume-rho", "nan", "--assume-gamma", "1"], "--assume-rho: cannot read 'nan'"),
        ([*SMALL, *ASSUMED, "--lambda", "1/2"], "lam: got 0.5, need > 0 and <= C1 / (C2 sqrt(xi))"),
        ([*SMALL, *ASSUMED, "--lambda", "0"], "lam: got 0, need > 0"),
        ([*SMALL, *ASSUMED, "--lambda=-1"], "lam: got -1, need > 0"),
        ([*SMALL, *ASSUMED, "--lambda", "1e-9"], "more than 10000000: lam "),
        ([*SMALL, *ASSUMED, "--lambda", "1e-39"], "more than 10000000: lam "),
        ([*SMALL, *ASSUMED, "--lambda", "1e-400"], "--lambda: got 1e-400, need a numerator and"),
        ([*SMALL, *ASSUMED, "--noise=-1"], "--noise: got -1, need >= 0"),
        ([*SMALL, *ASSUMED, "--distance=-1"], "--distance: got -1, need >= 0"),
        ([*SMALL, *ASSUMED, "--noise", "1e400"], "--noise: got 1e400, need a numerator and a den"),
        ([*SMALL, *ASSUMED, "--radius", "0"], "--radius: got 0, need > 0"),
        ([*SMALL, *ASSUMED, "--radius", "1/9"], "--radius: got 1/9, need at least the norm of"),
        ([*SMALL, *ASSUMED, "--schedule", "cold"], "--schedule"),
    ],
)
def test_every_command_ends_with_one_line(run, data, command, arguments, words):
    found = run("firenet", command, *arguments)
    check(found, words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", *SMALL, *ASSUMED, "--accuracy", "1e-3", "--noise", "1/10"], "noise and distance"),
        (["layers", *SMALL, *ASSUMED, "--accuracy", "1/9", "--noise", "1"], "noise and distance"),
        (["run", *SMALL, *ASSUMED, "--noise", "1000"], "--noise, --distance: they leave an error"),
        (["run", *SMALL, *ASSUMED, "--accuracy", "1000"], "--accuracy: got 1000, need less than"),
        (["run", *SMALL, *ASSUMED, "--accuracy", "0"], "accuracy: got 0, need > 0"),
        (["run", *SMALL, *ASSUMED, "--accuracy=-1"], "accuracy: got -1, need > 0"),
        (["run", *SMALL, *ASSUMED, "--accuracy", "1e-251"], "--accuracy: got 1e-251, need a num"),
        (["layers", *SMALL, *ASSUMED, "--accuracy", "many"], "--accuracy: cannot read 'many'"),
        (["run", *SMALL, *ASSUMED, "--bits", "8"], "--bits"),
        (["run", *SMALL, *ASSUMED, "--bits", "100000"], "--bits"),
        (["run", *SMALL, *ASSUMED, "--evaluation", "none"], "--evaluation"),
        (["run", *SMALL, *ASSUMED, "--version", "best"], "--version"),
        (["run", *SMALL, *ASSUMED, "--out", "x.csv"], "--out: got x.csv, need a file .json"),
        (["layers", *SMALL, *ASSUMED, "--plot", "x.gif"], "--plot: got x.gif, need a name that"),
        (["attack", *SMALL, *ASSUMED, "--plot", "x"], "--plot: got x, need a name that ends in"),
        (["attack", *SMALL, *ASSUMED, "--budgets", "1,x"], "budgets[1]: cannot read 'x'"),
        (["attack", *SMALL, *ASSUMED, "--budgets", "0"], "--budgets: got 0, need numbers from"),
        (["attack", *SMALL, *ASSUMED, "--steps", "0"], "--steps"),
        (
            [
                "run",
                *SMALL,
                *ASSUMED,
                "--sizes",
                "4,4",
                "--sparsities",
                "1,0",
                "--version",
                "lemma",
            ],
            "version: got 'lemma', which needs every sparsity to be at least 1",
        ),
        (
            ["run", *SMALL, *ASSUMED, "--evaluation", "componentwise", "--bits", "64"],
            "componentwise: 64 bits were tried",
        ),
        (["train"], "No such command 'train'"),
    ],
)
def test_options_of_single_commands(run, data, arguments, words):
    check(run("firenet", *arguments), words)


def check(found, words):
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("computable: ") and found.err.count("\n") == 1
    assert words in found.err


def test_nothing_is_written_where_nothing_was_found(run, tmp_path):
    before = set(tmp_path.iterdir())
    run("firenet", "run", *SMALL, *ASSUMED, "--accuracy", "1000", "--out", "x.json")
    run("firenet", "layers", *SMALL, *ASSUMED, "--accuracy", "1000", "--plot", "x.png")
    assert set(tmp_path.iterdir()) == before


def test_a_process_ends_like_that_too(tmp_path):
    arguments = ["firenet", "run", *SMALL, "--lambda", "9"]
    done = subprocess.run(
        [sys.executable, "-m", "computable", *arguments],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("computable: lam: got 9")
