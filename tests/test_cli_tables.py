"""Numbers, names and tables of ``solve`` and ``certify``."""

from fractions import Fraction

import pytest

from computable.cli import main
from computable.cli.tables import decimal_text, exact_text, print_table
from computable.exact import Quadratic


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
