"""Wrong usage of ``solve`` and ``certify`` is one line."""

import subprocess
import sys

import numpy as np
import pytest

FILES = {
    "x.npy": np.array([0.75, 0.0]),
    "nan.npy": np.array([0.75, np.nan]),
    "three.npy": np.array([1.0, 2, 3]),
    "square.npy": np.eye(2),
    "words.npy": np.array(["a", "b"]),
    "x.txt": "1 2\n",
    "words.txt": "1 two\n",
    "empty.txt": "# nothing\n",
    "huge.txt": f"1 {'7' * 5000}\n",
    "far.txt": "1 1e400\n",
    "x.json": "[1, 2]",
    "nan.json": "[1, NaN]",
    "true.json": "[1, true]",
    "null.json": "[1, null]",
    "nested.json": "[[1], [2]]",
    "number.json": "3",
    "no.json": '{"y": [1, 2]}',
    "broken.json": "[1, 2",
    "huge.json": f"[1, {'7' * 5000}]",
    "wide.csv": "1,2\n3,4\n",
    "ragged.csv": "a,b\n1\n",
    "named.csv": "a,b\n1,2\n",
    "header.csv": "x\n",
    "missing.csv": "x\n1\nNA\n",
    "quote.csv": 'x\n"1\n',
    "empty.csv": "",
    "latin.csv": b"x\n\xe9\n",
    "x.bin": b"x",
    "x.xlsx": b"x",
    "nan.csv": "a,y\n1,2\nnan,3\n",
    "text.csv": "a,y\n1,2\nhello,3\n",
    "dash.csv": "a,y\n1,2\n1,2,3\n",
    "long.csv": f"a,y\n1,{'7' * 5000}\n",
    "int.lp": "Minimize\n u\nSubject To\n r: u >= 1\nGeneral\n u\nEnd\n",
    "zero.txt": "0 1\n",
}
GOOD = ["certify", "floats.npz", "--solution", "x.npy"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["solve"], "DATA"),
        (["solve", "nothing.npz"], "nothing.npz: there is no such file"),
        (["solve", "x.npy"], "x.npy: is one array, need two"),
        (["solve", "x.xlsx"], "x.xlsx: need a file .npz"),
        (["solve", "empty.csv"], "empty.csv: is empty"),
        (["solve", "nan.csv"], "nan.csv: line 3, column 1 ('a'): got 'nan'"),
        (["solve", "text.csv"], "text.csv: line 3, column 1"),
        (["solve", "dash.csv"], "dash.csv: line 3: got 3 entries, need 2"),
        (["solve", "long.csv"], "long.csv: line 2, column 2"),
        (["solve", "int.lp"], "int.lp: u: is integer"),
        (["solve", "floats.npz", "--problem", "tv"], "--problem"),
        (["solve", "floats.npz", "--problem", "lasso", "--lambda", "0"], "lam: got 0, need"),
        (["solve", "floats.npz", "--problem", "lasso", "--lambda=-1/2"], "lam: got -1/2, need"),
        (["solve", "floats.npz", "--problem", "lasso", "--lambda", "nan"], "--lambda"),
        (["solve", "floats.npz", "--lambda", "1"], "lambda: bp has none"),
        (["solve", "floats.npz", "--problem", "qcbp", "--epsilon", "-1"], "epsilon"),
        (["solve", "floats.npz", "--epsilon", "1"], "epsilon: bp has none, use qcbp"),
        (["solve", "none.npz", "--problem", "qcbp", "--epsilon", "0", "--path"], "--path"),
        (["solve", "floats.npz", "--path", "--out", "x.csv"], "--out: with --path it needs --la"),
        (["solve", "floats.npz", "--matrix", "B"], "B"),
        (["solve", "floats.npz", "--target", "z"], "z"),
        (["solve", "table.csv", "--target", "z"], "z"),
        (["solve", "table.csv", "--matrix", "A"], "--matrix: is for .npz and .mat"),
        (["solve", "diet.lp", "--matrix", "A"], "--matrix: is for .npz and .mat"),
        (["solve", "diet.lp", "--problem", "bp"], "--problem: diet.lp is a linear program"),
        (["solve", "diet.lp", "--lambda", "1"], "--lambda: diet.lp is a linear program"),
        (["solve", "diet.lp", "--target", "y"], "--target: diet.lp is a linear program"),
        (["solve", "diet.lp", "--weights", "x.npy"], "--weights: diet.lp is a linear program"),
        (["solve", "floats.npz", "--weights", "three.npy"], "weights: got 3"),
        (["solve", "floats.npz", "--weights", "zero.txt"], "weights"),
        (["solve", "floats.npz", "--weights", "none.txt"], "none.txt: there is no such file"),
        (["solve", "floats.npz", "--digits", "0"], "--digits: got 0"),
        (["solve", "floats.npz", "--digits", "4001"], "--digits: got 4001"),
        (["solve", "floats.npz", "--digits", "x"], "--digits"),
        (["solve", "floats.npz", "--out", "x.txt"], "--out: got x.txt, need a file .csv"),
        (["certify", "floats.npz"], "--solution"),
        (["certify", "nothing.csv", "--solution", "x.npy"], "nothing.csv: there is no such file"),
        ([*GOOD, "--digits", "0"], "digits: got 0"),
        ([*GOOD, "--digits", "100001"], "digits: got 100001"),
        ([*GOOD, "--y-error", "-1"], "y_error: got -1, need a number >= 0"),
        ([*GOOD, "--A-error", "inf"], "--A-error"),
        ([*GOOD, "--out", "."], ""),
        *(
            (["certify", "floats.npz", "--solution", name], f"{name}: {words}")
            for name, words in {
                "none.npy": "there is no such file",
                "x.xlsx": "need a vector in a file .npy",
                "nan.npy": "x[1]: got nan, need a finite number",
                "three.npy": "got 3 values, need 2, one for each variable of floats.npz",
                "square.npy": "x: got shape (2, 2), need one column",
                "words.npy": "x: got an array of <U1",
                "words.txt": "x[1]: got 'two', need a finite number",
                "empty.txt": "is empty, need numbers",
                "huge.txt": "x[1]: got '7777",
                "nan.json": "x[1]: got 'nan', need a finite number",
                "true.json": "x[1]: got the truth value True",
                "null.json": "x[1]: got NoneType",
                "nested.json": "x[0]: got list",
                "number.json": "need a list of numbers",
                "no.json": "need a list of numbers",
                "broken.json": "cannot be read as JSON",
                "huge.json": "x[1]: got '7777",
                "wide.csv": "got 2 rows of 2, need one row or one column",
                "ragged.csv": "got rows of different lengths, need 2 entries in each",
                "named.csv": "got the columns a, b, need one called value",
                "header.csv": "got no row below the names",
                "missing.csv": "x[1]: got 'NA', need a finite number",
                "quote.csv": "cannot be read as a table",
                "empty.csv": "is empty, need numbers",
                "latin.csv": "is no UTF-8 text",
            }.items()
        ),
        (["certify", "floats.npz", "--solution", "far.txt", "--floats"], "beyond float64"),
    ],
    ids=lambda value: " ".join(map(str, value))[-40:] if isinstance(value, list) else "",
)
def test_wrong_usage_is_one_line_and_exit_code_2(run, tmp_path, arguments, words):
    for name, content in FILES.items():
        if isinstance(content, np.ndarray):
            np.save(tmp_path / name, content)
        else:
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name).write_bytes(data)
    found = run(*arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err.count("\n") == 1
    assert words in found.err
    assert len(found.err) < 400
    assert not (tmp_path / "proof.json").exists()


def test_numbers_that_are_long_are_no_error(run, tmp_path):
    (tmp_path / "x.txt").write_text("3/4 1e-3000")
    found = run("certify", "floats.npz", "--solution", "x.txt", "--problem", "lasso")
    assert found.code == 0
    assert found.lines[0] == "certified: x.txt has 3000 digits on lasso", found


@pytest.mark.parametrize("option", ["--lambda=1e400", "--solution=x.txt"])
def test_beyond_float64_it_is_exact(run, tmp_path, option):
    (tmp_path / "x.txt").write_text("3/4 1e3000")
    (tmp_path / "y.txt").write_text("3/4 0")
    arguments = ["--solution=y.txt", "--problem=lasso", "--lambda=1/2"]
    assert run("certify", "floats.npz", *arguments, option).code == 1  # proved: not one digit
    assert run("solve", "floats.npz", "--problem", "lasso", "--lambda", "1e400").code == 0


def test_help_has_examples(run):
    for command in ("solve", "certify"):
        found = run(command, "--help")
        assert found.code == 0
        assert "\n  Examples:\n    computable" in found.out
        assert "Exit codes: 0" in found.out and "\b" not in found.out
    assert "computable certify data.csv" in run("--help").out


def test_from_outside(tmp_path):
    """As a command, with nothing on stderr that is no terminal."""
    np.savez(tmp_path / "data.npz", A=np.eye(2), y=np.ones(2))
    command = [sys.executable, "-m", "computable", "solve", "data.npz", "--out", "proof.json"]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (found.returncode, found.stderr) == (0, "")
    assert "the only one" in found.stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data.npz", "proof.json"]
