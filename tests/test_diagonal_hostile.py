"""Deciders that try to get away, or to be misunderstood."""

import pytest

from computable import DomainError, RegisterProgram, Unknown, WrongDecider, refute_decider
from proofs.outcome import Failed


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("#\r#\rdef decide(text):\n    yield\n    yield\n    return False\n", False),
        ("#\rdef decide(text):\r\n    return True\r\n", True),
        ("# \x0c \x1c \u2028\ndef decide(text):\n    return True\n", True),
        (
            "def decide(text):\n    def inner(a=(yield)):\n        return a\n    return False\n",
            False,
        ),
        ("def decide(text):\n    def inner():\n        yield\n    return False\n", False),
        ("def decide(text):\n    return [v for v in text if v == '@'] == []\n", False),
        (
            "def decide(text):\n    global OWN_PARTS\n    OWN_PARTS = ('', '')\n    return True\n",
            True,
        ),
        ("def other(text):\n    yield\n\ndef decide(text):\n    return False\n", False),
    ],
)
def test_answers_are_understood(source, said):
    wrong = refute_decider(source)
    assert isinstance(wrong, WrongDecider) and wrong.said is said
    run = wrong.machine.start()
    run.advance(500)
    assert run.halted is not said and (not run.halted or run.steps == wrong.steps)


def test_what_keeps_the_program_from_its_text():
    source = "def repr(x):\n    return ''\n\n\ndef decide(text):\n    return True\n"
    outcome = refute_decider(source)
    assert isinstance(outcome, Unknown) and "its own text" in outcome.reason


@pytest.mark.parametrize("raised", ["GeneratorExit", "SystemExit(0)", "RecursionError", "Own()"])
def test_whatever_is_raised_is_no_answer(raised):
    own = "class Own(BaseException):\n    pass\n\n"
    outcome = refute_decider(f"{own}def decide(text):\n    raise {raised}\n")
    assert isinstance(outcome, Failed) and "gives no answer" in outcome.reason


@pytest.mark.parametrize(
    ("decider", "options", "message"),
    [
        ("def decide(text):\n    return 1\n", {"seconds": float("nan")}, "seconds: got nan"),
        ("def decide(text):\n    return 1\n", {"seconds": -1}, "seconds: got -1"),
        ("def decide(text):\n    return 1\n", {"seconds": 1e400}, "seconds: got inf"),
        (f"x = {'-' * 20000}1\ndef decide(text):\n    return 1\n", {}, "cannot be read"),
        ("x = '\0'\ndef decide(text):\n    return 1\n", {}, "decider: "),
        (RegisterProgram(f"x = 0x{'f' * 5000}"), {}, "a literal is too long"),
        (RegisterProgram(f"x = 0x{'f' * 5000}"), {"turing": True}, "too large for a table"),
        (
            RegisterProgram("\n".join(f"v{k} = {k}" for k in range(100))),
            {"turing": True},
            "too large for a table",
        ),
    ],
)
def test_what_cannot_be_asked(decider, options, message):
    with pytest.raises(DomainError, match=message):
        refute_decider(decider, **options)


def test_programs_that_exit_have_not_halted(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exits.py").write_text(
        "import sys\n\ndef f():\n    yield\n    sys.exit(0)\n\ndef g(x):\n    yield\n\n"
        "def h():\n    yield\n    raise GeneratorExit\n\ndef r():\n    yield from r()\n"
    )
    for name, words in (("f", "SystemExit"), ("g", "argument"), ("h", "Exit"), ("r", "Recursion")):
        for command in (("machine", "run"), ("machine", "decide"), ("halting",)):
            found = run(*command, f"exits.py:{name}")
            assert found.code == 2 and words in found.err and found.err.count("\n") == 1
