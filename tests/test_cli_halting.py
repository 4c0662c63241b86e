"""``computable halting`` on the terminal, and its picture."""

import json

import pytest

from computable.machine import TuringMachine
from computable.machine.catalogue import MACHINES
from computable.problem import halting_digit, instance_of
from proofs import checker_reduction
from proofs.adversary import problem_named

PROBLEMS = ("bp", "qcbp", "lasso", "sr-lasso", "lp")


def test_what_a_halt_does_to_the_answer(run):
    found = run("halting", "BB(4)")
    assert (found.code, found.err) == (0, "")
    assert found.lines[0] == "BB(4): 1RB1LB_1LA0LC_1RZ1LD_1RD0RA"
    assert "minimise ||x||_1 subject to Ax = y" in found.out
    assert "it halts after s = 107 steps" in found.out
    assert found.lines[-1].strip() == "answer     decimal 2 of x[1] is 0, since g = 2^-109"


def test_what_never_halts(run):
    found = run("halting", "1RB0LB_1RA1RZ", "--digits", "3")
    assert found.code == 0
    assert "never halts, proved by a translated-cycle witness" in found.out
    assert found.lines[-1].strip() == "answer     decimal 3 of x[1] is 1, since g = 0"


def test_an_open_problem(run):
    found = run("halting", "antihydra", "--steps", "100000", "--problem", "lasso")
    assert found.code == 1
    assert "no halt within 100000 steps" in found.out and "rounds of its map" not in found.out
    assert found.lines[-1].strip() == "answer     nobody knows: this digit is an open problem"
    found = run("halting", "goldbach", "--steps", "1000")
    assert found.code == 1 and "open problem" in found.lines[-1]
    found = run("halting", "skelet-17", "--steps", "1000")  # of which a proof is known
    assert found.code == 1 and "not found out here; decimal 2 of x[1] is 1" in found.lines[-1]
    found = run("halting", "antihydra")
    assert found.code == 1 and "no halt within about 2^116997 steps" in found.out
    assert "rounds of its map" in found.out and max(map(len, found.lines)) <= 80
    found = run("halting", "1LB1LA_0RC1RE_1RD1RC_1RA0RB_1RF1LE_---0LA", "--steps", "1000")
    assert found.code == 1 and "neither seen to halt nor proved never to" in found.lines[-1]


def test_all_machines_that_have_names(run):
    found = run("halting", "--steps", "2000")
    assert found.code == 0
    rows = [line.split() for line in found.lines[4:]]
    for name, known in MACHINES.items():
        (row,) = [r for r in rows if " ".join(r).startswith(f"{name} ")]
        digit = row[len(name.split())]
        assert digit in ("?", {"halts": "0", "never halts": "1"}.get(known.halting, "?"))
    assert max(map(len, found.lines)) <= 80


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("digits", [1, 2, 5])
def test_the_digit_of_every_problem(problem, digits):
    """It is what it is said to be, by the decimals of the exact minimiser of least norm."""
    for text, expected in (("1RB1LB_1LA1RZ", 0), ("1RB0LB_1RA1RZ", 1)):
        for column in (0, 1):
            made = instance_of(
                TuringMachine.parse(text), problem_named(problem), digits, column=column
            )
            found = halting_digit(made)
            value = found.minimiser[found.coordinate]
            assert found.digit == expected == int(value * 10**digits) % 10
            assert found.coordinate == 1 - column and found.depth is None
    undecided = halting_digit(made, steps=0)
    assert undecided.digit == 1  # a witness needs no run


@pytest.mark.parametrize(
    ("solver", "problem"),
    [("scipy:highs-ipm", "lp"), ("sklearn:lasso", "lasso"), ("cvxpy:clarabel", "sr-lasso")],
)
def test_a_solver_as_a_decider(run, tmp_path, solver, problem):
    out = tmp_path / "wrong.json"
    found = run("halting", "BB(3)", "--solver", solver, "--problem", problem, "--out", str(out))
    assert found.code == 0 and f"  solver     {solver}, taken to have 2 digits" in found.out
    assert "  decider    this machine halts (right)" in found.lines
    assert "  but        it says 'never halts' of the machine" in found.lines
    assert checker_reduction.check(out.read_bytes())
    assert json.loads(out.read_text())["about"]["algorithm"] == solver
    assert max(map(len, found.lines[:-2])) <= 80
    found = run("halting", "BB(4)", "--solver", solver, "--problem", problem, "--out", str(out))
    assert "this machine never halts (wrong: it halts after 107 steps)" in found.out
    assert "  but        it says 'never halts' of this machine" in found.lines
    assert json.loads(out.read_text())["machine"]["text"] == MACHINES["BB(4)"].text
    checked = run("check", str(out))
    assert checked.code == 0 and "checker_reduction.py" in checked.out
    assert run("replay", str(out)).code == 0
    assert "does not know that a machine halts" in run("explain", str(out)).out


def test_a_solver_of_ones_own(run, tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text(
        "def solve(A, y):\n    return [0.0, y[0] / A[0, 1]]\n\ndef bad(A, y):\n    1 / 0\n"
    )
    out = tmp_path / "wrong.json"
    found = run("halting", "BB(2)", "--solver", f"{mine}:solve", "--out", str(out))
    assert found.code == 0 and len(json.loads(out.read_text())["about"]["sha256"]) == 64
    assert run("replay", str(out)).code == 0
    found = run("halting", "BB(2)", "--solver", f"{mine}:bad", "--out", str(out))
    assert found.code == 3 and "ZeroDivisionError" in found.out


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
@pytest.mark.parametrize("machine", ["BB(5)", "runaway", "antihydra"])
def test_the_picture(run, tmp_path, machine, suffix):
    path = tmp_path / f"entry.{suffix}"
    found = run("halting", machine, "--figure", str(path), "--steps", str(10**12))
    assert found.err == "" and f"drawn      {path}" in found.out
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[suffix]
    assert path.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["BB(9)"], "machine: position 1: got 'B', need a symbol"),
        (["BB(2)", "--solver", "nobody"], "SOLVER: got 'nobody'"),
        (["BB(2)", "--solver", "sklearn:lasso"], "--problem: sklearn:lasso solves lasso, not bp"),
        (["BB(2)", "--figure", "x.gif"], "--figure: got x.gif, need a name that ends in .png"),
        (["--solver", "scipy:highs-ds"], "MACHINE: is missing"),
        (["BB(2)", "--digits", "0"], "0 is not in the range"),
        (["BB(2)", "--steps", "-1"], "-1 is not in the range"),
        (["none.tm"], "none.tm"),
        (["none.py:function"], "none.py"),
    ],
)
def test_bad_input_is_one_line(run, arguments, words):
    found = run("halting", *arguments)
    assert found.code == 2 and words in found.err and found.err.count("\n") == 1
