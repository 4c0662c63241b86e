"""``computable solve`` on data, programs and paths."""

import json

import numpy as np
import pytest

from computable import check, load
from computable.cli.tables import exact_text
from computable.inputs import read_data
from computable.recovery import lasso_path


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
    again = run("solve", *arguments, "--out", "x.csv")
    assert again.lines[-1] == "not written: x.csv (there is no solution)"


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


def test_a_program_is_solved_in_its_own_variables(run, tmp_path):
    found = run("solve", "diet.lp", "--out", "diet.csv")
    assert found.code == 0
    assert "that of the file: 3 variables, 3 rows; 5 x 9 in standard form" in found.out
    assert found.lines[-1] == "written: diet.csv"
    again = run("certify", "diet.lp", "--solution", "diet.csv")
    assert again.code == 0
    assert again.lines[0] == "certified: diet.csv is a solution of lp, exactly"
    assert "            of the points in standard form, slacks included" in again.lines
    _, rows, rest = (tmp_path / "diet.lp").read_text().partition("Subject To")
    cost = "Maximize\n cost: -3 bread - 2 milk - 8 cheese\n"
    (tmp_path / "up.lp").write_text(cost + rows + rest)
    assert "  maximum    -" in run("solve", "up.lp").out


def test_remarks_of_the_reader_are_shown(run, tmp_path):
    diet = (tmp_path / "diet.lp").read_text()
    (tmp_path / "far.lp").write_text(diet.replace("milk <= 4", "milk <= 1e21"))
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


def test_the_decimals_of_a_table_have_the_digits_together(run, tmp_path):
    """Forty entries of sr-lasso are irrational, and six decimals of each are 2.8e-6 off (l2)."""
    A = np.vstack([np.eye(40), np.zeros(40)])
    np.savez(tmp_path / "many.npz", A=A, y=np.append(np.arange(1.0, 41.0), 1.0))
    options = ["many.npz", "--problem", "sr-lasso", "--lambda", "1/10"]
    assert run("solve", *options, "--out", "x.csv").code == 0
    assert run("certify", *options, "--solution", "x.csv", "--digits", "6").code == 0
