"""Deciders that are programs, and the programs that ask them about themselves."""

import random

import pytest

import computable
from computable import DomainError, RegisterProgram, Unknown, WrongDecider, refute_decider
from computable.machine import Program, diagonal_program, diagonal_register_program
from proofs import checker_register
from proofs.outcome import Failed

DECIDERS = [
    "halts = 0\n",
    "halts = 1\n",
    "halts = 7 * machine\n",
    "halts = machine % 2\n",
    "halts = machine % 3 == 1\n",
    "c = d + n + p + q + t\nhalts = c == 0\n",  # the quine leaves its registers as they were
    "while True:\n    n += 1\n    if n > 5:\n        if n == 7:\n            halts = 1\n"
    "            halt()\n",
    "while machine > 0:\n    if machine % 256 == 119:\n        halts = 1\n        break\n"
    "    machine = machine // 256\n",
    "halt()\n",
    "if machine > 10:\n    halt()\nelse:\n    halts = 1\n",
    "pass\nmachine = 0\nhalts = 1\nhalts = halts - 1\n",
]


@pytest.mark.parametrize("text", DECIDERS)
def test_every_register_program_is_wrong_about_its_diagonal(text, tmp_path):
    decider = RegisterProgram(text)
    wrong = refute_decider(decider)
    assert isinstance(wrong, WrongDecider)
    asked = decider.start(machine=wrong.machine.number)
    asked.advance(10**6)
    assert asked.halted and bool(asked.registers.get("halts", 0)) is wrong.said
    run = wrong.machine.start()
    run.advance(10**6)
    assert run.halted is not wrong.said
    assert wrong.steps == (run.steps if run.halted else None)
    path = wrong.certificate.save(tmp_path / "wrong.json")
    assert checker_register.check(path.read_bytes())
    assert computable.load(path) == wrong.certificate
    assert "(Turing 1936)" in computable.explain(wrong.certificate)


@pytest.mark.parametrize("text", DECIDERS)
def test_a_diagonal_program_has_its_own_number(text):
    """It is in the register when the decider begins, and all others are 0."""
    program = diagonal_register_program(RegisterProgram(text))
    run = program.start()
    while run.registers.get("machine") != program.number:
        run.advance(run.steps + 1)
        assert run.steps < 10**5
    run.advance(run.steps + 6)
    rest = {name for name, value in run.registers.items() if value}
    assert rest - {"machine", "halts", "n"} <= {"c"} or rest == {"machine"}


def test_random_deciders_are_wrong():
    rng = random.Random(3)
    for _ in range(40):
        lines = []
        for _ in range(rng.randint(1, 6)):
            a, b = rng.choice("xyz"), rng.choice(["machine", "x", "y", "3", "halts"])
            op = rng.choice(["+", "-", "*", "//", "%", "==", "<"])
            lines.append(f"{a} = {b} {op} {rng.randint(0, 9)}")
        lines.append(f"halts = {rng.choice('xyz')} % 2")
        assert isinstance(refute_decider(RegisterProgram("\n".join(lines))), WrongDecider)


def test_deciders_without_an_answer():
    outcome = refute_decider(RegisterProgram("while True:\n    pass\n"), steps=10_000)
    assert isinstance(outcome, Unknown) and "10000 steps" in outcome.reason
    outcome = refute_decider(RegisterProgram("x = 2\nwhile 1:\n    x = x * x\n"))
    assert isinstance(outcome, Unknown) and "2^22 bits" in outcome.reason
    waiting = "def decide(text):\n    while True:\n        yield\n"
    assert isinstance(refute_decider(waiting, steps=1000), Unknown)
    endless = "def decide(text):\n    while True:\n        pass\n"
    outcome = refute_decider(endless, seconds=0.2)
    assert isinstance(outcome, Unknown) and "within 0.2 seconds" in outcome.reason
    failing = refute_decider("def decide(text):\n    raise ValueError('never')\n")
    assert isinstance(failing, Failed) and "ValueError: never" in failing.reason
    leaving = refute_decider("import sys\ndef decide(text):\n    sys.exit(3)\n")
    assert isinstance(leaving, Failed) and "SystemExit" in leaving.reason


PYTHON = {
    "def decide(text):\n    return True\n": True,
    "def decide(text):\n    return False\n": False,
    "def decide(text):\n    return 'while' in text\n": True,
    "def decide(text):\n    return len(text) > 10**6\n": False,
    "def decide(text):\n    for _ in range(20):\n        yield\n"
    "    return text.count('a') > 5\n": True,
    "def helper(x):\n    return not x\n\ndef decide(text):\n    '''says '\"no\"\\\\ '''\n"
    "    return helper(text)\n": False,
    "from computable.machine import Program\n\ndef decide(text):\n    run = Program(text).start()\n"
    "    for k in range(30):\n        run.advance(k + 1)\n        yield\n"
    "    return run.halted\n": False,
}


def test_who_cannot_tell_is_not_wrong():
    for body in ("return None", "return None if 'ask_about_itself' in text else True"):
        outcome = refute_decider(f"def decide(text):\n    {body}\n")
        assert isinstance(outcome, Unknown) and "cannot tell" in outcome.reason
    slow = "def decide(text):\n    yield\n    return None\n"
    assert "cannot tell" in refute_decider(slow).reason


@pytest.mark.parametrize("source", PYTHON)
def test_python_deciders_are_wrong(source):
    wrong = refute_decider(source)
    assert isinstance(wrong, WrongDecider) and wrong.said is PYTHON[source]
    run = wrong.machine.start()
    run.advance(5000)
    assert run.halted is not wrong.said
    assert wrong.certificate is None and wrong.reason
    if run.halted:
        assert run.steps == wrong.steps


def test_a_python_diagonal_has_its_own_text():
    """A decider that notes what it was asked about."""
    source = "ASKED = []\n\ndef decide(text):\n    ASKED.append(text)\n    return False\n"
    program = diagonal_program(source)
    names: dict = {}
    exec(compile(program.text, "own", "exec"), names)
    assert list(names["ask_about_itself"]()) == [None]
    assert names["ASKED"] == [program.text]


def by_length(text):
    """A decider that is a function in a file."""
    return len(text) % 2 == 0


def test_functions_are_taken_with_their_source():
    wrong = refute_decider(by_length)
    assert isinstance(wrong, WrongDecider)
    assert wrong.said is by_length(wrong.machine.text)


def test_it_must_do_the_same_again():
    source = "import itertools\nCOUNT = itertools.count()\n\ndef decide(text):\n    return False\n"
    assert isinstance(refute_decider(source), WrongDecider)
    clock = (
        "import pathlib\nMARK = pathlib.Path({!r})\n\ndef decide(text):\n"
        "    again = MARK.exists()\n    MARK.touch()\n    return again\n"
    )
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        outcome = refute_decider(clock.format(f"{folder}/mark"))
    assert isinstance(outcome, Unknown) and "same again" in outcome.reason


@pytest.mark.parametrize(
    ("decider", "message"),
    [
        (3, "decider: got int"),
        ("def decide(text:\n", "decider: line 1"),
        ("x = 1\n", "defines no function"),
        (len, "there is no source"),
        (lambda text: True, "got a lambda"),
        ("def ask_about_itself(text):\n    return True\n", "its name is taken"),
    ],
)
def test_misuse(decider, message):
    with pytest.raises(DomainError, match=message):
        refute_decider(decider)


def test_lines_of_a_program():
    run = Program("def f():\n    yield\n    x = 1\n    yield\n").start()
    seen = []
    for k in range(4):
        seen.append(run.line)
        run.advance(k + 1)
    assert seen == [None, 2, 4, None] and run.halted
