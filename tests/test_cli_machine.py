"""``computable machine`` on the terminal."""

import re
from types import SimpleNamespace

import pytest

from computable import DomainError
from computable.cli import machines
from computable.cli.machines import named_machine, run_watched
from computable.machine import Program, RegisterProgram, TuringMachine
from computable.machine.catalogue import CATALOGUE, MACHINES, PROGRAMS

COUNTDOWN = "n = 10\nwhile n > 0:\n    n = n - 3\n"
PYTHON = """
LIMIT = 7
def seven():
    for _ in range(LIMIT):
        yield
def fails():
    yield
    1 / 0
def returns():
    return 3
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "countdown.reg").write_text(COUNTDOWN)
    (tmp_path / "two.tm").write_text("1RB1LB_1LA1RZ\n")
    (tmp_path / "wrong.reg").write_text("n = 1\nn = f(2)\n")
    (tmp_path / "bytes.tm").write_bytes(b"1RB\xff")
    (tmp_path / "steps.py").write_text(PYTHON)
    (tmp_path / "broken.py").write_text("import nothing_of_that_name\n")
    return tmp_path


def test_runs_are_counted_exactly(run):
    found = run("machine", "run", "BB(5)")
    assert (found.code, found.err) == (0, "")
    assert found.lines[0] == "halted after 47176870 steps"
    assert found.lines[1].split() == ["tape", "4098", "cells", "are", "not", "0"]
    long = run("machine", "run", "1RB2LA1RA2LB2LA_0LA2RB3RB4RA1RZ")
    assert long.lines[0].startswith("halted after 1.90282e704 steps") or "e704" in long.lines[0]
    assert all(len(line) <= 80 for line in long.lines)


def test_what_does_not_halt(run):
    found = run("machine", "run", "antihydra", "--steps", "1000000")
    assert found.code == 1 and found.lines[0] == "has not halted within 1000000 steps"
    found = run("machine", "run", "1RB0LB_1RA1RZ")
    assert found.code == 1 and found.lines[0].startswith("never halts")
    found = run("machine", "decide", "1RB0LB_1RA1RZ")
    assert (found.code, found.out) == (0, "never halts (translated-cycle)\n")
    found = run("machine", "decide", "BB(4)")
    assert (found.code, found.out) == (0, "halts after 107 steps\n")
    found = run("machine", "decide", "BB(4)", "--steps", "106")
    assert found.code == 1 and "106" in found.out


def test_programs_are_run(run, files):
    found = run("machine", "run", "countdown.reg")
    assert (found.code, found.lines) == (0, ["halted after 10 steps", "  registers  n = 0"])
    found = run("machine", "run", "steps.py:seven")
    assert (found.code, found.lines) == (0, ["halted after 8 steps"])
    found = run("machine", "run", "steps.py:seven", "--steps", "7")
    assert (found.code, found.lines) == (1, ["has not halted within 7 steps"])
    found = run("machine", "run", "goldbach")
    assert found.code == 1 and found.lines[0] == "has not halted within 1000000 steps"
    found = run("machine", "run", "waring", "--steps", "30000")
    assert found.code == 1 and all(len(line) <= 80 for line in found.lines)
    found = run("machine", "decide", "steps.py:seven")
    assert (found.code, found.lines) == (0, ["halts after 8 steps"])
    found = run("machine", "decide", "goldbach", "--steps", "1000")
    assert found.code == 1
    assert found.lines == ["undecided: it has not halted within 1000 steps"]
    (files / "round.reg").write_text("n = 1\nwhile n:\n    n = 3 - n\n")
    found = run("machine", "decide", "round.reg", "--out", "never.json")
    assert (found.code, found.lines[0]) == (0, "never halts (cycle)")
    assert "never halts (cycle) (checker_register.py)" in run("check", "never.json").out
    found = run("machine", "decide", "BB(4)", "--out", "halts.json")
    assert found.code == 0 and "exactly 107 steps" in run("check", "halts.json").out
    found = run("machine", "decide", "steps.py:seven", "--out", "no.json")
    assert found.code == 2 and "got a Program, need a TuringMachine" in found.err


def test_the_list_and_help(run):
    found = run("machine", "list")
    assert all(f"{name} " in found.out for name in MACHINES)
    assert found.out.count("an open problem") == 14
    assert all(len(line) <= 80 for line in found.lines)
    for command in ((), ("run",), ("decide",), ("show",)):
        assert "Examples:" in run("machine", *command, "--help").out


def test_show_prints_the_table_and_the_first_steps(run):
    found = run("machine", "show", "bb(4)")
    assert found.code == 0 and found.lines[0] == CATALOGUE["BB(4)"].text
    assert [line.split() for line in found.lines[4:8]] == [
        ["A", "1RB", "1LB"], ["B", "1LA", "0LC"], ["C", "1RZ", "1LD"], ["D", "1RD", "0RA"],
    ]  # fmt: skip
    assert "known: halts after 107 steps, 13 cells are not 0 then" in found.out
    rows = [line for line in found.lines if re.match(r" *\d+ [A-D] ", line)]
    assert len(rows) == 21 and rows[-1].split()[0] == "20"
    assert all(row.count("[") == row.count("]") == 1 for row in rows)
    found = run("machine", "show", "BB(4)", "--steps", "1000")
    assert found.lines[-1].startswith(" 107 halt ") and found.lines[-1].count("1") >= 13


@pytest.mark.parametrize(("states", "symbols"), [(2, 256), (30, 2), (700, 12), (3, 40), (26, 3)])
def test_show_abbreviates_what_is_large(run, states, symbols):
    names = [chr(65 + k % 26) for k in range(20)]
    rows = [
        "".join(f"{(k + s) % symbols}R{names[k % 20]}" for s in range(symbols))
        for k in range(states)
    ]
    found = run("machine", "show", "_".join(rows), "--steps", "200")
    assert found.code == 0 and all(len(line) <= 80 for line in found.lines)
    assert (f"{states} states and {symbols} symbols in all" in found.out) == (
        states > 24 or symbols > 12
    )


def test_show_programs(run, files):
    found = run("machine", "show", "Goldbach", "--steps", "13")
    assert found.code == 0 and "  4      found = 0" in found.lines
    assert "known: an open problem" in found.out and found.lines[-1].split()[:2] == ["13", "n=6"]
    found = run("machine", "show", "countdown.reg")
    assert found.lines[-1] == "10 halt n=0" and "known" not in found.out
    found = run("machine", "show", "waring", "--steps", "40000")
    assert all(len(line) <= 80 for line in found.lines)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_show_draws(run, files, ending):
    path = files / f"run.{ending}"
    found = run("machine", "show", "two.tm", "--out", path)
    assert found.code == 0 and found.lines[-1] == f"drawn in {path}"
    begins = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending]
    assert path.read_bytes().startswith(begins)
    assert [p.name for p in files.glob(".run*")] == []


def test_a_long_run_is_drawn_but_not_printed(run, files):
    found = run("machine", "show", "BB(5)", "--steps", "100000", "--out", "five.png")
    assert (
        found.code == 0 and len(found.lines) < 40 and (files / "five.png").stat().st_size > 10_000
    )


def test_named_machines(files, monkeypatch):
    monkeypatch.chdir(files)
    assert named_machine("BB(2,4)") == named_machine("bb(2, 4)") == CATALOGUE["BB(2, 4)"].machine
    assert named_machine("GOLDBACH") == PROGRAMS["goldbach"].machine
    assert named_machine("two.tm") == TuringMachine.parse("1RB1LB_1LA1RZ")
    assert named_machine("countdown.reg") == RegisterProgram(COUNTDOWN)
    seven = named_machine("steps.py:seven")
    assert isinstance(seven, Program) and seven.text.startswith("def seven")
    for name, listed in MACHINES.items():
        assert named_machine(name) == listed.machine == named_machine(name.swapcase())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "1RB1XA"], "machine: position 5: got 'X', need the move L or R"),
        (["run", "BB(7)"], "machine: position 1: got 'B', need a symbol"),
        (["run", "BB(7)"], "nor is it a name that 'computable machine list' shows"),
        (["run", "BB(2)", "--steps", "0"], "--steps, --work: got 0, need positive integers"),
        (["run", "goldbach", "--work", "-1"], "--steps, --work: got -1, need positive integers"),
        (["decide", "--", "---"], "machine: got 1 instructions before position 4"),
        (["decide", "BB(2)", "--steps", "0"], "--steps: got 0, need a positive integer"),
        (["run", "none.reg"], "MACHINE: none.reg: No such file or directory"),
        (["run", "none.tm"], "MACHINE: none.tm: No such file or directory"),
        (["run", "bytes.tm"], "MACHINE: bytes.tm: byte 4 is not UTF-8 text"),
        (["run", "wrong.reg"], "program: line 2: got 'f(2)', need natural numbers"),
        (["run", "none.py:f"], "MACHINE: there is no file none.py"),
        (["run", "steps.py"], "MACHINE: got steps.py, need steps.py:function"),
        (["run", "steps.py:nine"], "MACHINE: steps.py defines no function 'nine'"),
        (["run", "steps.py:returns"], "program: returns is no function that yields"),
        (["run", "steps.py:fails"], "program: step 2: ZeroDivisionError: division by zero"),
        (["run", "broken.py:f"], "MACHINE: broken.py: ModuleNotFoundError: No module named"),
        (["show", "steps.py:seven"], "MACHINE: a Python program has no table"),
        (["show", "goldbach", "--out", "a.png"], "--out: a register program has no tape"),
        (["show", "BB(2)", "--out", "a.txt"], "--out: got a.txt, need a name that ends in .png"),
        (["show", "BB(2)", "--steps", "-1"], "--steps: got -1, need 0 to 1000000"),
    ],
)
def test_bad_input_is_one_line(run, files, arguments, words):
    found = run("machine", *arguments)
    assert found.code == 2 and words in found.err and found.err.count("\n") == 1


def test_a_long_run_says_how_far_it_is(monkeypatch):
    said = []

    class Shown:
        def __init__(self, *columns, **options):
            self.task_ids = [0]

        def add_task(self, description):
            return 0

        def start(self):
            said.append("start")

        def update(self, task, description):
            said.append(description)

        def stop(self):
            said.append("stop")

    monkeypatch.setattr(machines, "Progress", Shown)
    monkeypatch.setattr(machines, "PATIENCE", -1)
    monkeypatch.setattr(machines.sys, "stderr", SimpleNamespace(isatty=lambda: True))
    run_watched(PROGRAMS["goldbach"].machine.start(), 5000)
    assert said[0] == "start" and said[-1] == "stop" and "5000 steps so far" in said
    said.clear()
    run = CATALOGUE["antihydra"].machine.start()
    run_watched(run, 10**100, 5000)
    assert said[-1] == "stop" and 5000 <= run.work < 8000
    said.clear()
    with pytest.raises(DomainError, match="more than 2\\^22 bits"):
        run_watched(RegisterProgram("a = 2\nwhile a:\n    a = a * a\n").start(), 1000)
    monkeypatch.setattr(machines.sys, "stderr", SimpleNamespace(isatty=lambda: False))
    said.clear()
    run_watched(PROGRAMS["goldbach"].machine.start(), 5000)
    assert said == []
