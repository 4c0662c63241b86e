"""``computable machine refute``: deciders in files."""

import pytest

from proofs import checker_decider, checker_register

PYTHON = """import itertools


def helper(text):
    return 'while' in text


def halts(text):
    return helper(text)


def slowly(text):
    for _ in range(5):
        yield
    return False


def silent(text):
    for _ in itertools.count():
        pass


def broken(text):
    raise ValueError("no idea")
"""


@pytest.fixture
def deciders(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "last.reg").write_text("halts = machine % 2\n")
    (tmp_path / "silent.reg").write_text("while True:\n    pass\n")
    (tmp_path / "mine.py").write_text(PYTHON)
    return tmp_path


def test_register_programs(run, deciders):
    found = run("machine", "refute", str(deciders / "last.reg"), "--out", "proof.json")
    assert (found.code, found.err) == (0, "")
    assert found.lines[0].endswith(
        "last.reg says 'never halts' of a machine that asks it about itself"
    )
    assert found.lines[2] == "  but      it halts after 3325 steps"
    with open("proof.json", "rb") as file:
        assert "says 'never halts'" in checker_register.check(file.read())
    assert "checker_register.py" in run("check", "proof.json").out
    assert "A decider that says 'never halts'" in run("explain", "proof.json").out
    replayed = run("replay", "proof.json")
    assert replayed.code == 2 and "is about a machine" in replayed.err


def test_turing_machines(run, deciders):
    arguments = ("--turing", "--out", "proof.json", "--text", "diagonal.tm")
    found = run("machine", "refute", str(deciders / "last.reg"), *arguments)
    assert found.code == 0 and "  but      it halts after 5984 steps" in found.lines
    with open("proof.json", "rb") as file:
        assert "1520 states" in checker_decider.check(file.read())
    assert run("machine", "run", "diagonal.tm").lines[0] == "halted after 5984 steps"


def test_python_functions(run, deciders):
    mine = str(deciders / "mine.py")
    found = run("machine", "refute", f"{mine}:halts", "--text", "diagonal.py")
    assert found.code == 0 and "  but      it never halts: it is in an endless loop" in found.lines
    found = run("machine", "refute", f"{mine}:slowly", "--text", "diagonal.py")
    assert found.code == 0 and "  but      it halts after 7 steps" in found.lines
    assert run("machine", "run", "diagonal.py:ask_about_itself").lines == ["halted after 7 steps"]
    found = run("machine", "refute", f"{mine}:silent", "--seconds", "0.2")
    assert found.code == 1 and "has not answered within 0.2 seconds" in found.out
    found = run("machine", "refute", f"{mine}:broken")
    assert found.code == 3 and "ValueError: no idea" in found.out
    found = run("machine", "refute", str(deciders / "silent.reg"), "--steps", "1000")
    assert found.code == 1 and "within 1000 steps" in found.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.reg"], "DECIDER: none.reg: No such file"),
        (["halts = 1"], "need a file *.reg or FILE.py:function"),
        (["mine.py:nobody"], "decider: its source defines no function nobody"),
        (["mine.py:halts", "--turing"], "only a decider that is a RegisterProgram"),
        (["last.reg", "--steps", "0"], "0 is not in the range"),
    ],
)
def test_bad_input_is_one_line(run, deciders, arguments, words):
    found = run("machine", "refute", *arguments)
    assert found.code == 2 and words in found.err and found.err.count("\n") == 1
