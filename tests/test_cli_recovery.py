"""``computable solve`` and ``certify``: exact output, files that are proofs, errors in a line."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest

from computable import certify, check, load
from computable.cli import certified, main
from computable.cli.tables import decimal_text, exact_text, print_table
from computable.cli.vectors import read_vector
from computable.errors import Rejected
from computable.exact import Quadratic
from computable.inputs import read_data
from computable.recovery import lasso_path

DIET = """Minimize
 cost: 3 bread + 2 milk + 8 cheese
Subject To
 calories: 250 bread + 150 milk + 400 cheese >= 2000
 protein: 8 bread + 8 milk + 25 cheese >= 70
 fat: 3 bread + 5 milk + 33 cheese <= 80
Bounds
 bread <= 6
 milk <= 4
 cheese free
End
"""


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def lines(self):
        return self.out.splitlines()


def parameters(line):
    """Return the parameter that the problem needs, if it is not there."""
    lasso = re.search(r"--problem[= ](lasso|sr-lasso)", line)
    if lasso and not re.search("--lambda|--path", line):
        return ["--lambda", "1/2"]
    qcbp = re.search("--problem[= ]qcbp", line)
    return ["--epsilon", "1/4"] if qcbp and "--epsilon" not in line else []


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run a command in this process, in a folder with data."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    files = {
        "tie": ([[1, 1, 2], [0, 0, 1]], [1, 0]),
        "one": ([[2, 0], [0, 1]], [1, 1]),
        "none": ([[1, 1], [1, 1]], [1, 0]),
        "floats": ([[1, 0.5], [0, 1]], [1, 0]),
    }
    for name, (A, y) in files.items():
        np.savez(f"{name}.npz", A=np.array(A, dtype=float), y=np.array(y, dtype=float))
    (tmp_path / "table.csv").write_text("u,v,w,price\n2,0,1,1\n0,1,0.1,1\n1,1,1,0.5\n")
    (tmp_path / "diet.lp").write_text(DIET)

    def call(*arguments):
        arguments = [*arguments, *parameters(" ".join(map(str, arguments)))]
        with pytest.raises(SystemExit) as left:
            main([str(v) for v in arguments])
        out, err = capsys.readouterr()
        assert "\x1b" not in out + err
        if arguments[0] in ("solve", "certify"):  # but for names, parameters and reasons
            free = ("  problem ", "  remark ", "proof: none", "not decided: ")
            lines = (line for line in out.splitlines() if not line.startswith(free))
            assert all(len(line) <= 80 for line in lines), out
        return Ran(left.value.code, out, err)

    return call


# --- solve ----------------------------------------------------------------------------------


def test_a_solution_is_exact_and_the_only_one(run):
    found = run("solve", "one.npz", "--digits", 3)
    assert (found.code, found.err) == (0, "")
    assert found.lines == [
        "solved: one.npz (bp), exactly",
        "  problem    minimise ||x||_1 subject to Ax = y; A is 2 x 2",
        "  minimum    1.500 (exactly: 3/2)",
        "  solution   the only one",
        "  support    2 of 2 entries are non-zero",
        "",
        "  entry  exact  decimal",
        "  -----  -----  -------",
        "  0      1/2    0.500",
        "  1      1      1.000",
    ]


def test_problems_parameters_and_weights(run, tmp_path):
    (tmp_path / "w.txt").write_text("1 3  # weights\n")
    found = run("solve", "one.npz", "--problem", "lasso", "--lambda", "1", "--weights", "w.txt")
    assert found.lines[1].endswith("lambda ||x||_1,w + ||Ax - y||^2, lambda = 1; A is 2 x 2")
    assert "  0      3/8" in found.out and "1 of 2 entries" in found.out
    found = run("solve", "one.npz", "--problem", "lp", "--weights", "w.txt")
    assert "minimise c.x subject to Ax = y, x >= 0" in found.out and "(exactly: 7/2)" in found.out
    found = run("solve", "floats.npz", "--problem", "qcbp", "--epsilon", "0.25")
    assert "epsilon = 1/4" in found.out and "  0      3/4    0.750000" in found.out
    found = run("solve", "table.csv", "--problem", "sr-lasso", "--lambda", "0.3")
    assert "  minimum    0.933120 (exactly: 17/60 + 19/6*" in found.out and "sqrt(" in found.out
    as_written, as_floats = run("solve", "table.csv"), run("solve", "table.csv", "--floats")
    assert "(exactly: 11/2)" in as_written.out and "(exactly: 11/2)" not in as_floats.out
    found = run("solve", "table.csv", "--target", "u", "--problem", "lasso")
    assert "entry" in found.out and "price" in found.out


def test_many_solutions_are_counted_by_their_dimension(run):
    found = run("solve", "tie.npz")
    assert found.code == 0
    assert "  solution   one of many (a face of dimension 1)" in found.lines
    found = run("solve", "none.npz", "--problem", "qcbp", "--epsilon", "4/5")
    assert "(exactly: (1 - sqrt(7/25))/2)" in found.out and "dimension 1" in found.out
    found = run("solve", "none.npz", "--problem", "sr-lasso")
    assert "(exactly: (1 + 7*sqrt(1/7))/4)" in found.out  # by duality


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("r: u >= 1", "the only one"),  # though u = u' - u'' can be written in many ways
        ("r: u + v >= 1\n s: u - v >= 0", "a face of dimension 1"),
        ("r: u + v >= 1", "a face of dimension 2"),
    ],
)
def test_the_dimension_is_that_of_the_files_own_variables(run, tmp_path, rows, words):
    cost = "u" if "v" not in rows else "u + v"
    free = [f" {name} free" for name in cost.split(" + ")]
    if "dimension 2" in words:
        cost, free = "u + v + t", [*free, " t >= 0"]
        rows = "r: u + v + t >= 1"
    text = "\n".join(["Minimize", f" {cost}", "Subject To", f" {rows}", "Bounds", *free, "End"])
    (tmp_path / "free.lp").write_text(text + "\n")
    found = run("solve", "free.lp")
    assert found.code == 0, found.err
    assert words in found.out
    assert "  minimum    1\n" in found.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.npz"], "A^T q = 0 < q.y; here q.y = 1"),
        (["none.npz", "--problem", "lp"], "A^T q <= 0 < q.y; here q.y = 1"),
        (["none.npz", "--problem", "qcbp", "--epsilon", "1/2"], "q.y > epsilon ||q||"),
    ],
)
def test_infeasible_problems_have_a_farkas_vector(run, arguments, words):
    found = run("solve", *arguments)
    assert (found.code, found.err) == (1, "")
    assert found.lines[0].startswith("infeasible: none.npz (")
    assert words in found.out
    assert found.lines[-1].split()[0] == "1"


def test_unbounded_programs_have_a_ray(run, tmp_path):
    (tmp_path / "up.lp").write_text("Maximize\n u + v\nSubject To\n r: u - v <= 1\nEnd\n")
    found = run("solve", "up.lp")
    assert found.code == 1
    assert found.lines[0] == "unbounded: up.lp (lp), proved exactly"
    assert [line.split() for line in found.lines[-2:]] == [["u", "1", "1"], ["v", "0", "1"]]
    (tmp_path / "bad.lp").write_text("Minimize\n u\nSubject To\n r: u <= 1\n s: u >= 2\nEnd\n")
    found = run("solve", "bad.lp", "--out", "never.csv")
    assert found.code == 1 and "of the standard form" in found.out
    assert not (tmp_path / "never.csv").exists()


def test_a_program_is_solved_in_its_own_variables(run):
    found = run("solve", "diet.lp", "--out", "diet.csv")
    assert found.code == 0
    assert "that of the file: 3 variables, 3 rows; 5 x 9 in standard form" in found.out
    assert found.lines[-1] == "written: diet.csv"
    again = run("certify", "diet.lp", "--solution", "diet.csv")
    assert again.code == 0
    assert again.lines[0] == "certified: diet.csv is a solution of lp, exactly"
    assert "            of the points in standard form, slacks included" in again.lines
    rest = "Subject To" + DIET.partition("Subject To")[2]
    with open("up.lp", "w") as file:
        file.write(f"Maximize\n cost: -3 bread - 2 milk - 8 cheese\n{rest}")
    assert "  maximum    -" in run("solve", "up.lp").out


def test_remarks_of_the_reader_are_shown(run, tmp_path):
    (tmp_path / "far.lp").write_text(DIET.replace("milk <= 4", "milk <= 1e21"))
    found = run("solve", "far.lp")
    assert found.code == 1
    assert "  remark     " in found.lines[2]


def test_what_is_written_is_read_again_exactly(run, tmp_path):
    assert run("solve", "table.csv", "--problem", "lasso", "--out", "x.csv").code == 0
    assert (tmp_path / "x.csv").read_text().startswith("variable,exact,decimal\nu,")
    found = run("certify", "table.csv", "--solution", "x.csv", "--problem", "lasso")
    assert found.lines[0] == "certified: x.csv is a solution of lasso, exactly"
    options = ["--problem", "sr-lasso", "--lambda", "0.3"]
    run("solve", "table.csv", *options, "--out", "x.csv", "--digits", 8)
    assert (tmp_path / "x.csv").read_text().startswith("variable,decimal\nu,0.")
    found = run("certify", "table.csv", "--solution", "x.csv", *options)
    assert found.lines[0] in [f"certified: x.csv has {k} digits on sr-lasso" for k in (8, 9)]


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["table.csv", "--problem", "lasso"], "minimiser"),
        (["tie.npz"], "minimiser"),
        (["diet.lp"], "minimiser"),
        (["table.csv", "--problem", "sr-lasso", "--lambda", "0.3"], "path"),
    ],
)
def test_the_rounded_solution_is_proved(run, tmp_path, arguments, kind):
    found = run("solve", *arguments, "--digits", 15, "--out", "proof.json")
    assert found.code == 0
    assert found.lines[-1].startswith("proof: proof.json (accepted; verify it with: computable ")
    assert "within 10^-15 of a minimiser" in check(tmp_path / "proof.json")
    assert json.loads((tmp_path / "proof.json").read_text())["argument"]["kind"] == kind
    assert max(v.denominator for v in load("proof.json").output) <= 10**17
    assert run("explain", "proof.json").code == run("check", "proof.json").code == 0
    found = run("replay", "proof.json")
    assert found.code == 2 and found.err.count("\n") == 1
    assert "proof.json: certificate: is about a given answer" in found.err


def test_what_cannot_be_proved_is_not_written(run, tmp_path):
    found = run("solve", "none.npz", "--problem", "sr-lasso", "--out", "proof.json")
    assert found.code == 1
    assert found.lines[-1].startswith("proof: none of 6 digits was found: ")
    assert not (tmp_path / "proof.json").exists()


def test_the_path_has_its_knots(run):
    found = run("solve", "table.csv", "--path")
    assert found.code == 0
    assert found.lines[0] == "path: table.csv (lasso), exactly, down to lambda = 0"
    path = lasso_path(read_data("table.csv").given.instance())
    rows = [line.split() for line in found.lines[6:] if line]
    assert [row[0] for row in rows] == [exact_text(knot) for knot in path.knots]
    assert rows[0][2:] == ["1", path_name(path.segments[1].support[0])]
    found = run("solve", "table.csv", "--path", "--lambda", "1/2", "--problem", "lasso")
    assert "down to lambda = 1/2" in found.lines[0]
    assert "solved: table.csv (lasso), exactly" in found.lines


def path_name(j):
    return "uvw"[j]


def test_a_long_path_is_cut(run, tmp_path):
    rng = np.random.default_rng(1)
    np.savez("long.npz", A=rng.integers(-9, 9, (45, 60)), y=rng.integers(-9, 9, 45))
    found = run("solve", "long.npz", "--path")
    assert found.code == 0
    assert found.lines[-2] == "  ... and so on; these are the first 40 knots"
    assert len(found.lines) == 6 + 40 + 2


# --- certify --------------------------------------------------------------------------------


def test_certified_refuted_and_not_decided(run, tmp_path):
    np.save("x.npy", [0.75, 0.002])
    lasso = ["certify", "floats.npz", "--solution", "x.npy", "--problem", "lasso"]
    found = run(*lasso)
    assert (found.code, found.err) == (0, "")
    assert found.lines == [
        "certified: x.npy has 2 digits on lasso",
        "  problem   minimise lambda ||x||_1 + ||Ax - y||^2, lambda = 1/2; A is 2 x 2",
        "  data      floats.npz, exactly as it is",
        "  distance  between 2.00e-03 and 2.00e-03 (l2)",
        "  argument  the support (1 of 2) and its signs, in intervals of 2^-180",
        "  proof     proof.json (accepted; verify it with: computable check proof.json)",
    ]
    assert "within 10^-2 of a minimiser" in check("proof.json")
    found = run(*lasso, "--digits", 6, "--out", "not.json")
    assert found.code == 1
    assert found.lines[0] == "refuted: x.npy does not have 6 digits on lasso"
    assert "farther than 10^-6 from every minimiser" in check("not.json")
    found = run(*lasso, "--y-error", "1e-4", "--A-error", "2^-20", "--out", "box.json")
    assert found.code == 0
    assert "all with A within 2^-20 and y within 10^-4 of it" in found.out
    assert load("box.json").box.y_radius == Fraction(1, 10**4)
    found = run(*lasso, "--y-error", "1/4", "--digits", 3, "--out", "never.json")
    assert found.code == 1
    assert found.lines[0].startswith("not decided: x.npy on lasso: ")
    assert len(found.lines) == 1 and not (tmp_path / "never.json").exists()


def test_a_tie_is_certified_exactly_or_refuted_by_a_half_space(run, tmp_path):
    (tmp_path / "x.json").write_text('{"x": [0.5, "1/2", 0]}')
    found = run("certify", "tie.npz", "--solution", "x.json")
    assert found.code == 0 and "is a solution of bp, exactly" in found.out
    (tmp_path / "x.json").write_text("[0.5, 0.4, 0]")
    found = run("certify", "tie.npz", "--solution", "x.json", "--digits", 3)
    assert found.code == 1 and "a half-space that contains all minimisers" in found.out
    assert "10^-3" in run("explain", "proof.json", "--format", "latex").out.replace("{-3}", "-3")


def test_a_claim_that_only_floats_prove_is_lowered(run, monkeypatch):
    np.save("x.npy", [0.75, 0.002])
    lasso = ["certify", "floats.npz", "--solution", "x.npy", "--problem", "lasso"]
    run(*lasso)
    proof = load("proof.json")

    def stubborn(claim):
        if claim.digits > 1:
            raise Rejected("certificate: not confirmed")
        return proof.argument

    outcome = certify(proof.problem, proof.box.given, None, proof.output)
    doubtful = replace(outcome, certificate=replace(outcome.certificate, argument=stubborn))
    lowered = certified.confirmed(doubtful, any_digits=True)
    assert lowered.digits == lowered.certificate.digits == 1
    assert "within 10^-1" in lowered.certificate.check()
    with pytest.raises(Rejected, match="not confirmed"):
        certified.confirmed(doubtful, any_digits=False)
    monkeypatch.setattr("computable.cli.recovering.judge", lambda *a, **k: doubtful)
    assert run(*lasso).lines[0] == "certified: x.npy has 1 digit on lasso"
    found = run(*lasso, "--digits", 2)
    assert found.code == 1 and "certificate: not confirmed, which is an error betw" in found.out


def test_values_go_by_their_names(run, tmp_path):
    run("solve", "diet.lp", "--out", "x.csv")
    lines = (tmp_path / "x.csv").read_text().splitlines()
    (tmp_path / "y.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]))
    found = run("certify", "diet.lp", "--solution", "y.csv")
    assert found.code == 0 and "exactly" in found.out
    plain = [line.split(",")[1] for line in lines[1:]]
    (tmp_path / "z.txt").write_text("# a comment\n" + "\n".join(plain))
    assert run("certify", "diet.lp", "--solution", "z.txt").code == 0
    for content, words in (
        ("name,value\nbread,1\nmilk,2\nfish,3\n", "'cheese' is not in both"),
        ("name,value\nbread,1\nmilk,2\n", "'cheese' is not in both"),
        ("name,value\nbread,1\nbread,1\nmilk,2\ncheese,2\n", "a name occurs twice"),
    ):
        (tmp_path / "y.csv").write_text(content)
        found = run("certify", "diet.lp", "--solution", "y.csv")
        assert found.code == 2 and f"y.csv: {words}" in found.err, found


@pytest.mark.parametrize(
    ("name", "content", "values", "labels"),
    [
        ("v.json", "[1, 0.1, \"-1/3\", 2e-3]", ["1", "1/10", "-1/3", "1/500"], None),
        ("v.json", '{"status": "ok", "x": [1.5]}', ["3/2"], None),
        ("v.txt", "1 .5 -.25\n", ["1", "1/2", "-1/4"], None),
        ("v.txt", "1\n2,\n\n3 # c\n", ["1", "2", "3"], None),
        ("v.csv", "1,2,3\n", ["1", "2", "3"], None),
        ("v.csv", "1\n2\n", ["1", "2"], None),
        ("v.csv", "x\n1\n2\n", ["1", "2"], None),
        ("v.csv", "anything\n1\n", ["1"], None),
        ("v.csv", "\ufeffu;1\nv;2\n", ["1", "2"], ("u", "v")),
        ("v.tsv", "name\tdual\tvalue\nu\t3\t1\n", ["1"], ("u",)),
        ("v.csv", "variable,exact,decimal\nu,1/3,0.33\n", ["1/3"], ("u",)),
    ],
)  # fmt: skip
def test_vectors_in_text(tmp_path, name, content, values, labels):
    (tmp_path / name).write_text(content)
    found = read_vector(str(tmp_path / name))
    assert found.values == tuple(map(Fraction, values))
    assert found.labels == labels


def test_vectors_in_arrays(tmp_path):
    for name, arrays in (("a", {"x": [1.5, 2]}), ("b", {"found": [[1.5], [2]]})):
        np.savez(tmp_path / f"{name}.npz", **arrays)
        assert read_vector(str(tmp_path / f"{name}.npz")).values == (Fraction(3, 2), 2)
    np.save(tmp_path / "row.npy", [[1, 2, 2**60 + 1]])
    assert read_vector(str(tmp_path / "row.npy")).values == (1, 2, 2**60 + 1)
    (tmp_path / "v.txt").write_text("0.1")
    assert read_vector(str(tmp_path / "v.txt"), floats=True).values == (Fraction(0.1),)


# --- errors ---------------------------------------------------------------------------------

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


# --- numbers and tables ---------------------------------------------------------------------


def test_long_numbers_keep_their_first_figures():
    for k in (37, 50, 399, 4000):
        for n in (10**k, 10**k - 1, 10**k + 7):
            text = exact_text(Fraction(n, 1)) if n % 2 else exact_text(Fraction(n + 1, 1))
            if "..." in text:
                count = k + 1 if n >= 10**k else k
                assert text.endswith(f"({count} figures)")
                assert text.startswith("999999..." if n < 10**k else "100000...")
    assert exact_text(Fraction(-(10**60) - 1, 3)) == "-100000.../3 (61/1 figures)"


def test_decimals_are_rounded_rightly():
    root = Quadratic(0, 1, 2)
    assert decimal_text(root, 30) == "1.414213562373095048801688724210"
    assert decimal_text(-root, 0) == "-1"
    assert decimal_text(root * Fraction(1, 10**20), 6) == "1.41e-20"
    assert decimal_text(Fraction(-1, 10**9), 6) == "-1.0e-9"
    assert decimal_text(Fraction(1, 2), 0) == "0" or decimal_text(Fraction(1, 2), 0) == "0.5"
    assert decimal_text(Fraction(2, 3), 4000).endswith("67")
    near = root - Fraction(141421356237309504880168872420969807856967, 10**41) + Fraction(1, 2)
    assert decimal_text(near, 0) == "1"  # just above a half


def test_tables_fold_what_is_long(capsys):
    print_table(("name", "value"), [("n" * 100, "1" * 300), ("\x1b[2J\n", "2")] + [("", "3")] * 50)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[-1] == "  ... 12 more"
    assert "\x1b" not in "".join(lines) and "  ?[2J?" in "\n".join(lines)
    assert "".join(lines[:-1]).count("1") == 300 and "".join(lines).count("n") == 101


def test_two_columns_of_one_name_are_told_apart_by_their_order(run, tmp_path):
    (tmp_path / "twice.csv").write_text("a,a,y\n1,0,3\n0,1,3\n")
    (tmp_path / "wrong.csv").write_text("variable,value\na,777\na,3\n")
    (tmp_path / "one.csv").write_text("variable,value\na,3\n")
    assert run("solve", "twice.csv", "--out", "x.csv").code == 0
    assert run("certify", "twice.csv", "--solution", "x.csv").code == 0
    assert run("certify", "twice.csv", "--solution", "wrong.csv").code == 1
    assert run("certify", "twice.csv", "--solution", "one.csv").code == 2


@pytest.mark.parametrize(("problem", "option"), [("lasso", "--lambda"), ("qcbp", "--epsilon")])
def test_a_parameter_is_never_guessed(capsys, monkeypatch, tmp_path, run, problem, option):
    with pytest.raises(SystemExit) as left:
        main(["solve", "one.npz", "--problem", problem])
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith(f"computable: {option}: {problem} needs it")


def test_numbers_in_the_first_line_may_be_names(run, tmp_path):
    (tmp_path / "numbered.csv").write_text("0,1,2\n1,0,3\n0,1,3\n")
    assert run("solve", "numbered.csv").code == 1  # three rows, inconsistent
    found = run("solve", "numbered.csv", "--header")
    assert found.code == 0
    assert "A is 2 x 2" in found.out
    found = run("solve", "one.npz", "--no-header")
    assert (found.code, found.err) == (2, "computable: --header: is for .csv and .tsv files\n")
