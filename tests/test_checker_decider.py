"""The checker of deciders of Turing machines: every rule has an accepted and a broken file."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from test_checker_training import GONE, changed
from test_machine_turing import drawn
from turing_language import parsed

from computable import RegisterProgram, TuringMachine
from computable.machine.diagonal.table import idle_cycle, turing_diagonal
from computable.machine.turing.numbering import table_number, writer
from computable.machine.turing.table import Instruction, table_text
from proofs import checker, checker_decider, checker_register
from proofs.machine_proof import MachineProof

OK, NO, BAD, ELSE = "accepted", "rejected", "malformed", "unsupported"


def made(machine: str, decider: str, **rest: Any) -> dict[str, Any]:
    claim = {"kind": "decider", "says": "halts" if "start" in rest else "never halts"}
    file = {
        "format": "computable-certificate",
        "version": 1,
        "claim": claim,
        "machine": {"kind": "turing", "text": machine},
        "decider": {"kind": "register", "text": decider},
    }
    if "start" in rest:
        return {**file, "argument": {"kind": "cycle", **rest}}
    return {**file, "claim": {**claim, **rest}}


SHORT, IDLE = "1RB1LB_1LA1RZ", "0RB0RB_0LA0LA"
N = table_number(TuringMachine.parse(SHORT).table)
HALTS = made(SHORT, "halts = 0", steps=6)
NEVER = made(IDLE, "halts = 2", start=0, period=2)
LATER = made("1RB0RC_0LA0LA_1RC1RC", "halts = 1", start=2, period=2)
RULES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("six steps", HALTS, {}, OK),
    ("five steps", HALTS, {"claim.steps": 5}, NO),
    ("seven steps", HALTS, {"claim.steps": 7}, NO),
    ("no steps", HALTS, {"claim.steps": 0}, BAD),
    ("too many steps", HALTS, {"claim.steps": 4_000_001}, BAD),
    ("true, not 1", HALTS, {"claim.steps": True}, BAD),
    ("the decider is right", HALTS, {"decider.text": "halts = 1"}, NO),
    ("the number is known", HALTS, {"decider.text": f"halts = machine != {N}"}, OK),
    ("and is no other", HALTS, {"decider.text": f"halts = machine == {N}"}, NO),
    ("all others are 0", HALTS, {"decider.text": "halts = halts + m + Machine"}, OK),
    ("it halts by halt()", HALTS, {"decider.text": "while 1:\n  if machine: halt()"}, OK),
    ("it never halts", HALTS, {"decider.text": "while 1:\n  pass"}, NO),
    ("no program", HALTS, {"decider.text": "halts == 0"}, BAD),
    ("no step", HALTS, {"decider.text": "pass"}, BAD),
    ("a table as decider", HALTS, {"decider.kind": "turing"}, ELSE),
    ("a program as machine", HALTS, {"machine.kind": "register"}, ELSE),
    ("no table", HALTS, {"machine.text": "1RB"}, BAD),
    ("a cycle", NEVER, {}, OK),
    ("of two steps, begun later", NEVER, {"argument.start": 7}, OK),
    ("half a cycle", NEVER, {"argument.period": 1}, NO),
    ("no period", NEVER, {"argument.period": 0}, BAD),
    ("before the first step", NEVER, {"argument.start": -1}, BAD),
    ("too long", NEVER, {"argument.start": 3_999_999}, BAD),
    ("a tape that changes", LATER, {}, NO),
    ("the decider is right there", NEVER, {"decider.text": "halts = 0"}, NO),
    ("the machine halts", NEVER, {"machine.text": "1RZ1RZ"}, NO),
    ("moved", NEVER, {"argument": {"kind": "translated-cycle", "start": 0}}, ELSE),
    ("an argument for a halt", HALTS, {"argument": NEVER["argument"]}, BAD),
    ("no argument", NEVER, {"argument": GONE}, BAD),
    ("steps of what never halts", NEVER, {"claim.steps": 3}, BAD),
    ("it says nothing", HALTS, {"claim.says": "perhaps"}, BAD),
    ("another claim", HALTS, {"claim.kind": "halting"}, ELSE),
    ("another format", HALTS, {"format": "x"}, BAD),
    ("another version", HALTS, {"version": 2}, BAD),
    ("a field too many", HALTS, {"transcript": []}, BAD),
    ("words", HALTS, {"about": {"x": ["y"]}}, OK),
]


def verdict(document: Any) -> str:
    try:
        checker_decider.check(json.dumps(document).encode())
    except checker_decider.No as no:
        return str(no.args[0])
    return OK


@pytest.mark.parametrize(
    ("name", "document", "change", "expected"), RULES, ids=lambda v: str(v)[:30]
)
def test_every_rule(name: str, document: Any, change: dict[str, Any], expected: str) -> None:
    file = changed(document, change)
    assert verdict(file) == expected
    if expected in (OK, NO):
        for other in (checker, checker_register):
            with pytest.raises(other.No) as no:
                other.check(json.dumps(file).encode())
            assert no.value.args[0] == ELSE


def number_from_the_text(text: str) -> int:
    """The number of a table, from the format's text alone."""
    rules, states = parsed(text)
    symbols = len(rules) // states
    rows = [[rules[q, s] for s in range(symbols)] for q in range(states)]

    def puts(q: int) -> int | None:
        """What state q writes if it can be a state of a writer."""
        first = rows[q][0]
        blank = symbols >= 3 and first is not None and all(v is None for v in rows[q][1:])
        return first[0] if blank and (first[1], min(first[2], states)) == (1, q + 1) else None

    def begins(q: int, g: int) -> bool:
        whole = q + g <= states and puts(q) in (1, 2)
        return whole and all(puts(q + i) == 0 for i in range(1, g))

    g = max((g for g in range(1, states + 1) if begins(0, g)), default=0)
    bits: list[int] = []
    while g and begins(g * len(bits), g):
        bits.append((puts(g * len(bits)) or 1) - 1)
    while bits and bits[-1] == 0:
        bits.pop()
    g = g if bits else 0

    def gamma(n: int) -> str:
        return "0" * (n.bit_length() - 1) + format(n, "b")

    described, before = gamma(symbols) + gamma(g + 1), "0"
    for q in range(g * len(bits), states):
        for s, rule in enumerate(rows[q]):
            code = "0"
            if rule is not None:
                d = min(rule[2], states) - q
                code = "1" + gamma(1 + (rule[0] - s) % symbols) + ("1" if rule[1] > 0 else "0")
                code += gamma(2 * d - 1 if d > 0 else 2 - 2 * d)
            described += "1" if code == before else "0" + code
            before = code
    P = sum(bit << i for i, bit in enumerate(bits))
    R = (1 << len(described)) + sum(int(bit) << i for i, bit in enumerate(described))
    return sum(
        (P >> i & 1) << 2 * i | (R >> i & 1) << 2 * i + 1
        for i in range(R.bit_length() + 9 + len(bits))
    )


def tables(seed: int, count: int) -> list[str]:
    """Random tables, half of which begin with writers or almost so."""
    rng, found = random.Random(seed), []
    for _ in range(count):
        found.append(table_text(drawn(rng)))
        g, symbols, rows = rng.randint(1, 4), rng.choice((3, 3, 4, 2)), list[Any]()
        for _ in range(rng.randint(0, 6)):
            gap = g if rng.random() < 0.9 else rng.randint(1, 3)
            rows += writer(rng.randint(0, 1), gap=gap, first=len(rows), symbols=symbols)
        total = len(rows) + rng.randint(not rows, 2)
        while len(rows) < total:
            rows.append(
                tuple(
                    None if rng.random() < 0.6
                    else Instruction(
                        rng.randrange(symbols), rng.choice((-1, 1)), rng.randint(0, total)
                    )
                    for _ in range(symbols)
                )
            )  # fmt: skip
        top = tuple(tuple(v and v._replace(write=v.write % symbols) for v in r) for r in rows)
        found.append(table_text(top))
    return found


def test_numbers_are_those_of_the_format() -> None:
    seen: dict[int, str] = {}
    for text in tables(1, 1200):
        number = checker_decider.table_number(checker_decider.Turing(text))
        assert number == table_number(TuringMachine.parse(text).table) == number_from_the_text(text)
        assert seen.setdefault(number, text) == text


@pytest.mark.parametrize(
    "text",
    ["halts = 0", "halts = 1", "halts = machine % 7 < 4", "if machine > 9:\n  machine -= 4\n"],
)
def test_diagonal_machines(text: str) -> None:
    decider = RegisterProgram(text)
    machine = turing_diagonal(decider)
    run = machine.start_plain()
    run.advance(10**6)
    rest = {"steps": run.steps} if run.halted else {"witness": idle_cycle(machine, 10**6)}
    proof = MachineProof(machine=machine, decider=decider, **rest)
    assert proof.check() == checker_decider.check(proof.text().encode())
    for change in ({"decider.text": f"{text}\nhalts = not halts"}, {"machine.text": SHORT}):
        assert verdict(changed(json.loads(proof.text()), change)) == NO


def test_mutated_files_are_true_where_they_are_accepted() -> None:
    rng, accepted = random.Random(5), 0
    texts = tables(2, 300)
    for _ in range(6000):
        text, k = rng.choice(texts), rng.randint(2, 9)
        decider = rng.choice(
            ["halts = 0", "halts = 1", f"halts = machine % {k}", f"halts = machine // {k} % 2"]
        )
        if rng.random() < 0.5:
            file = made(text, decider, steps=rng.randint(1, 12))
        else:
            file = made(text, decider, start=rng.randint(0, 9), period=rng.randint(1, 6))
        if verdict(file) != OK:
            continue
        accepted += 1
        number = number_from_the_text(text)
        said = RegisterProgram(decider).start(machine=number)
        said.advance(100)
        assert bool(said.registers.get("halts", 0)) == (file["claim"]["says"] == "halts")
        plain = TuringMachine.parse(text).start_plain()
        plain.advance(5000)
        assert plain.halted == (file["claim"]["says"] == "never halts")
        assert not plain.halted or plain.steps == file["claim"]["steps"]
    assert accepted >= 50
