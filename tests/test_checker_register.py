"""The checker of register programs and deciders: every rule has an accepted and a broken file."""

from __future__ import annotations

import json
from typing import Any

import machine_files
import pytest
from test_checker_machine import BAD, ELSE, HEAD, NO, OK, replaced
from test_checker_training import GONE, changed

from proofs import checker_register


def program(text: str) -> dict[str, str]:
    return {"kind": "register", "text": text}


def halting(text: str, steps: int) -> dict[str, Any]:
    return {**HEAD, "claim": {"kind": "halting", "steps": steps}, "machine": program(text)}


def cycle(text: str, start: int, period: int) -> dict[str, Any]:
    argument = {"kind": "cycle", "start": start, "period": period}
    claim = {"kind": "non-halting"}
    return {**HEAD, "claim": claim, "machine": program(text), "argument": argument}


def nested(depth: int) -> str:
    lines = [" " * k + "if 1:" for k in range(depth)]
    return "\n".join([*lines, " " * depth + "a = 1"])


def valued(expression: str, expected: int) -> dict[str, Any]:
    """Return the claim that an expression has a value, which is the number of turns of a loop."""
    return halting(f"a = 7\nb = 3\nx = {expression}\nwhile x:\n    x -= 1\n", 4 + 2 * expected)


COUNTS = halting("n = 3\nwhile n > 0:\n    n -= 1\n", 8)
LOOP = cycle("while 1:\n    pass\n", 0, 1)
TICKS = cycle("t = 5\nwhile 1:\n    t = (t + 1) % 3\n", 3, 6)
NEVER = {
    **HEAD,
    "claim": {"kind": "decider", "says": "never halts", "steps": 1},
    "machine": program("a = 1"),
    "decider": program("halts = 0"),
}
EVER = {
    **HEAD,
    "claim": {"kind": "decider", "says": "halts"},
    "machine": program("while 1: pass"),
    "decider": program("halts = 7"),
    "argument": {"kind": "cycle", "start": 0, "period": 1},
}
DIGITS = "f" * (1 << 19)
LARGEST = halting(f"a = 0x{DIGITS}\nb = a * a", 2)
NUMBER = int.from_bytes(b"a = 1", "big")
PESSIMIST, WRONG = {"decider.text": "halts = 0"}, changed(NEVER, {"decider.text": "halts = 1"})
KNOWS = {"decider.text": f"halts = machine != {NUMBER}"}

RULES: list[tuple[str, Any, dict[str, Any], str]] = [
    # halting
    ("8 steps", COUNTS, {}, OK),
    ("7 steps", COUNTS, {"claim.steps": 7}, NO),
    ("9 steps", COUNTS, {"claim.steps": 9}, NO),
    ("no steps", COUNTS, {"claim.steps": 0}, BAD),
    ("-1 steps", COUNTS, {"claim.steps": -1}, BAD),
    ("4000001 steps", COUNTS, {"claim.steps": 4_000_001}, BAD),
    ("10^18 steps", COUNTS, {"claim.steps": 10**18}, BAD),
    ("True steps", halting("a = 1", 1), {"claim.steps": True}, BAD),
    ("8.0 steps", COUNTS, {"claim.steps": 8.0}, BAD),
    ("no number of steps", COUNTS, {"claim.steps": GONE}, BAD),
    ("an argument for a halt", COUNTS, {"argument": LOOP["argument"]}, BAD),
    ("a decider for a halt", COUNTS, {"decider": program("halts = 0")}, BAD),
    ("a decider for a loop", LOOP, {"decider": program("halts = 0")}, BAD),
    # what a step is
    ("an assignment", halting("a = 1", 1), {}, OK),
    ("a changed register", halting("a += 1", 1), {}, OK),
    ("halt()", halting("halt()\na = 1", 1), {}, OK),
    ("pass is none", halting("pass\na = 1\npass", 1), {}, OK),
    ("an if", halting("if 1:\n    pass", 1), {}, OK),
    ("an if that fails", halting("if 0:\n    a = 1", 1), {}, OK),
    ("an if and what is in it", halting("if 1:\n    a = 1", 2), {}, OK),
    ("an elif", halting("if 0:\n    pass\nelif 1:\n    a = 1", 3), {}, OK),
    ("an elif that is not asked", halting("if 1:\n    pass\nelif 1:\n    a = 1", 1), {}, OK),
    ("an else", halting("if 0:\n    pass\nelif 0:\n    pass\nelse:\n    a = 1", 3), {}, OK),
    ("break", halting("while 1:\n    break\n    a = 1\nb = 1", 2), {}, OK),
    ("continue", halting("while not a:\n    a = 1\n    continue\n    b = 1", 3), {}, OK),
    (
        "break leaves one loop",
        halting("while not a:\n    a = 1\n    while 1:\n        break", 4),
        {},
        OK,
    ),
    ("two on a line", halting("a = 1; b = 2", 2), {}, OK),
    ("a name in brackets", halting("((a)) = 1\n(a) += 1\n((halt)())", 3), {}, OK),
    ("a body on the line", halting("if 1: a = 1; b = 2", 3), {}, OK),
    ("comments", halting("# a = 1\n\n  # b\na = 1  # c\n", 1), {}, OK),
    ("carriage returns", halting("if 1:\r\n    a = 1\r\n", 2), {}, OK),
    ("nothing", COUNTS, {"machine.text": ""}, BAD),
    ("a comment only", COUNTS, {"machine.text": "# a = 1"}, BAD),
    ("pass only", COUNTS, {"machine.text": "pass"}, BAD),
    # expressions
    ("a - b", valued("a - b", 4), {}, OK),
    ("b - a", valued("b - a", 0), {}, OK),
    ("b - a + 1", valued("b - a + 1", 1), {}, OK),
    ("a // b", valued("a // b", 2), {}, OK),
    ("a // 0", valued("a // 0", 0), {}, OK),
    ("a % b", valued("a % b", 1), {}, OK),
    ("a % 0", valued("a % 0", 7), {}, OK),
    ("a * b", valued("a * b", 21), {}, OK),
    ("a + b * 2", valued("a + b * 2", 13), {}, OK),
    ("(a + b) * 2", valued("(a + b) * 2", 20), {}, OK),
    ("a - 1 - b", valued("a - 1 - b", 3), {}, OK),
    ("a - (1 - b)", valued("a - (1 - b)", 7), {}, OK),
    ("what is unset", valued("c", 0), {}, OK),
    ("a > b", valued("a > b", 1), {}, OK),
    ("a <= b", valued("a <= b", 0), {}, OK),
    ("(a > b) + (a == 7) + (a != b)", valued("(a > b) + (a == 7) + (a != b)", 3), {}, OK),
    ("a > b == 1", valued("a > b", 1), {"machine.text": "x = 2 > 1 == 1"}, BAD),
    ("a and b", valued("a and b", 1), {}, OK),
    ("a and 0", valued("a and 0", 0), {}, OK),
    ("c or a", valued("c or a", 1), {}, OK),
    ("a or b", valued("a or b", 1), {}, OK),
    ("0 or c or 0", valued("0 or c or 0", 0), {}, OK),
    ("a and 0 or b", valued("a and 0 or b", 1), {}, OK),
    ("not a + 1", valued("not a + 1", 0), {}, OK),
    ("not a == b", valued("not a == b", 1), {}, OK),
    ("True + True - False", valued("True + True - False", 2), {}, OK),
    ("0x10 + 0b11 + 0o7 + 1_0", valued("0x10 + 0b11 + 0o7 + 1_0", 36), {}, OK),
    ("a *= b - 1", halting("a = 7\na *= 3 - 1\nwhile a:\n    a -= 1", 31), {}, OK),
    *(
        (f"the expression {text}", COUNTS, {"machine.text": f"a = {text}"}, BAD)
        for text in (
            *("-1", "+1", "~1", "1.0", "1e3", "1j", "'x'", "None", "...", "01", "f(1)", "b[0]"),
            *("b.c", "2 ** 3", "1 / 2", "1 << 2", "1 & 2", "1 @ 2", "1 if b else 2", "(b := 1)"),
            *("1, 2", "[1]", "lambda: 1", "b is c", "b in c", "b not in c", "(1", "1)", "1 2", ""),
        )
    ),
    *(
        (f"the statement {text!r}", COUNTS, {"machine.text": text}, BAD)
        for text in (
            *("a = b = 1", "a, b = 1", "a: int = 1", "a[0] = 1", "a.b = 1", "a **= 2", "a /= 2"),
            *("1", "'a'", "halt", "halt(1)", "stop()", "break", "continue", "return", "del a"),
            *("import os", "global a", "assert a", "for i in a: b = 1", "def f(): pass"),
            *(
                "while a:\n    b = 1\nelse:\n    c = 1",
                "if a:\n    break",
                "a = 1\n  b = 2",
                "a = ",
            ),
            *("a = 1 b = 2", "a == 1", "a = 1;; b = 2", "while a\n    b = 1", "else:\n    a = 1"),
            *("(a)", "(halt)", "(halt())()", "(a = 1)", "(a)(b) = 1", "(a, b) = 1", "halt()()"),
            *("a = 1\0", "try:\n    a = 1\nfinally:\n    b = 1", "class a: b = 1", "a = \u00e9"),
        )
    ),
    ("a text that is none", COUNTS, {"machine.text": ["a = 1"]}, BAD),
    ("a Turing machine", COUNTS, {"machine": {"kind": "turing", "text": "1RZ---"}}, ELSE),
    # bits
    ("2^22 bits", LARGEST, {}, OK),
    ("more bits", LARGEST, {"machine.text": f"a = 0x{DIGITS}0\nb = a * a"}, ELSE),
    ("... in between", LARGEST, {"machine.text": f"a = 0x{DIGITS}\nb = a * a * a // a"}, ELSE),
    ("... in the number of a machine", NEVER, {"machine.text": "a = 1 #" + "#" * (1 << 19)}, ELSE),
    ("a text of 10^6", halting("a = 1".ljust(10**6), 1), {}, OK),
    ("... and a character", halting("a = 1".ljust(10**6 + 1), 1), {}, BAD),
    ("a literal of 4300 digits", halting(f"a = 9_{'9' * 4299}", 1), {}, OK),
    ("... and one more", halting(f"a = 9_{'9' * 4300}", 1), {}, BAD),
    ("100 operations, one inside the other", halting(f"a = {'1 + ' * 100}1", 1), {}, OK),
    ("... and many more", halting(f"a = {'1 + ' * 3000}1", 1), {}, ELSE),
    ("50 blocks, one inside the other", halting(nested(50), 51), {}, OK),
    ("... and many more", halting(nested(1000), 1001), {}, ELSE),
    ("many elifs", halting("if 0: pass\n" + "elif 0: pass\n" * 3000, 3001), {}, ELSE),
    ("for ever larger", cycle("a = 2\nwhile 1:\n    a = a * a", 60, 2), {}, ELSE),
    # a cycle
    ("an empty loop", LOOP, {}, OK),
    ("... later", LOOP, {"argument.start": 300_000}, OK),
    ("... too late", LOOP, {"argument.start": 4_000_000}, BAD),
    ("... in no time", LOOP, {"argument.period": 0}, BAD),
    ("... before the start", LOOP, {"argument.start": -1}, BAD),
    ("... of 1.0 steps", LOOP, {"argument.period": 1.0}, BAD),
    ("... which ends", LOOP, {"machine.text": "while not a:\n    a = 1"}, NO),
    ("... which has ended", LOOP, {"machine.text": "a = 1", "argument.start": 9}, NO),
    ("... shifted", LOOP, {"argument.kind": "translated-cycle", "argument.shift": 1}, ELSE),
    ("... looking back", LOOP, {"argument": {"kind": "backward", "depth": 1}}, ELSE),
    ("... argued by a text", LOOP, {"argument": "cycle"}, BAD),
    ("... with an end", LOOP, {"argument.steps": 1}, BAD),
    ("a register that ticks", TICKS, {"argument.start": 3}, OK),
    ("... from 5", TICKS, {"argument.start": 2}, NO),
    ("... in other steps", TICKS, {"argument.start": 3, "argument.period": 4}, NO),
    ("the same step by chance", cycle("while 1:\n    a += 1", 0, 2), {}, NO),
    ("the same registers elsewhere", cycle("while 1:\n    a = 0", 1, 1), {}, NO),
    ("0 and unset", cycle("while 1:\n    a = 0", 0, 2), {}, OK),
    # deciders
    ("says that it never halts", NEVER, {}, OK),
    ("... of another number of steps", NEVER, {"claim.steps": 2}, NO),
    ("... and says more", NEVER, {"decider.text": "halts = 1"}, NO),
    ("... by not setting halts", NEVER, {"decider.text": "a = 1"}, OK),
    ("... because it knows the number", NEVER, KNOWS, OK),
    ("... of the text and no other", changed(NEVER, KNOWS), {"machine.text": "a = 1 "}, NO),
    ("... which it changes", NEVER, {"decider.text": "machine = 0\nhalts = machine"}, OK),
    ("... after some time", NEVER, {"decider.text": "while n < 9: n += 1"}, OK),
    ("... and never does", NEVER, {"decider.text": "while 1: pass"}, NO),
    ("... of what never halts", NEVER, {"machine.text": "while 1: pass"}, NO),
    ("... with an argument", NEVER, {"argument": EVER["argument"]}, BAD),
    ("... in no steps", NEVER, {"claim.steps": 0}, BAD),
    ("... without steps", NEVER, {"claim.steps": GONE}, BAD),
    ("... without a decider", NEVER, {"decider": GONE}, BAD),
    ("... as no program", NEVER, {"decider.text": "halts = -1"}, BAD),
    ("... as a Turing machine", NEVER, {"decider": {"kind": "turing", "text": "1RZ---"}}, ELSE),
    ("... of a Turing machine", NEVER, {"machine": {"kind": "turing", "text": "1RZ---"}}, ELSE),
    ("says that it halts", EVER, {}, OK),
    ("... by True", EVER, {"decider.text": "halts = True"}, OK),
    ("... and says less", EVER, {"decider.text": "halts = 0"}, NO),
    ("... of what halts", EVER, {"machine.text": "a = 1"}, NO),
    ("... in some steps", EVER, {"claim.steps": 1}, BAD),
    ("... without an argument", EVER, {"argument": GONE}, BAD),
    ("... with another argument", EVER, {"argument.kind": "backward"}, ELSE),
    ("says otherwise of no program", WRONG, {"machine.text": "a = -1"}, BAD),
    ("says otherwise of no steps", WRONG, {"claim.steps": 0}, BAD),
    ("says otherwise of no argument", changed(EVER, PESSIMIST), {"argument.period": 0}, BAD),
    ("says nothing", NEVER, {"claim.says": GONE}, BAD),
    ("says something else", EVER, {"claim.says": "loops"}, BAD),
    ("says True", EVER, {"claim.says": True}, BAD),
    # the file
    ("a reduction", COUNTS, {"claim.kind": "reduction"}, ELSE),
    ("another format", COUNTS, {"format": "certificate"}, BAD),
    ("another version", COUNTS, {"version": 2}, BAD),
    ("an unknown field", COUNTS, {"output": []}, BAD),
    ("about anything", COUNTS, {"about": {"x": [None, 1.5]}}, OK),
]
CASES = [pytest.param(*rule, id=rule[0]) for rule in RULES]


def verdict(document: Any) -> tuple[str, str]:
    try:
        return OK, checker_register.check(json.dumps(document).encode())
    except checker_register.No as no:
        return no.args[0], no.args[1]


@pytest.mark.parametrize(("name", "base", "changes", "deserved"), CASES)
def test_rule(name: str, base: Any, changes: dict[str, Any], deserved: str) -> None:
    document = replaced(base, changes)
    assert verdict(document)[0] == deserved, verdict(document)
    if name not in ("a Turing machine", "a reduction"):  # which are for other checkers
        assert machine_files.verdict(json.dumps(document).encode()) == deserved
    if deserved == OK:
        assert machine_files.is_true(document)
