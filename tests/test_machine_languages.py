"""Three readers of each language agree: the checkers', ours, and a plain third one."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import pytest
from machine_mutations import program_at_random, text_mutated
from register_language import Program, TooLarge
from test_checker_machine import HEAD
from test_machine_turing import drawn
from turing_language import Run, parsed

from computable import DomainError
from computable.machine import RegisterProgram, TuringMachine
from computable.machine.turing.table import table_text
from proofs import checker_machine, checker_reduction, checker_register

ROW26 = "_".join(["1RA1RAAAAAA"] * 26)
SHORT = """
 _ --- ------ _------ ------_ 1RA1RA_ 1RA1RA_1RA 1RA---_---1RA 1RA1RA__1RA1RA 1RA1RZ 1RA1RAA
1ra1RA 00RA1RA 1RA01RA 10RA1RA 2RA1RA 1RA-- 1RA---- ----1RA 1RA- -1RA1RA 1R-1RA 1RRA1RA 1RLA1RA
1RR1RL RRA1RA 1RA1R 1R1RA 1 R A 1RA1LA1 +1RA1RA 1RA\u00b2RA 1RA1R\u00c0 \u0661RA1RA 1RA;1RA
"""
TABLES = SHORT.split()
TABLES += ["", "1RA 1RA", "1RA1RA\n", "1RA1RA\r\n1RA1RA", "\x001RA1RA", "1RA\n1RA", "1RA" * 256]
TABLES += [
    "1RA" * 257,
    "255RA" + "---" * 255,
    "256RA" + "---" * 255,
    ROW26,
    ROW26 + "A",
    ROW26[:-12],
]
TABLES += ["_".join(["1RAA1RZ"] * count) for count in (25, 26, 27)]
LINES = """|pass|a=1|a=1;|a=1;;|;|a=1;b=2|a = True|a = None|a=0X1F|a=1_000|a=1__0|a=1_|a=0_0|a=00
|a=007|a=0o7|a=0b2|a=1.|a=1e3|a=1j|a=-1|a=+1|a:int=1|halt()|halt ( )|halt(1)|halt(*a)|halt(a=1)
|halt|halt=1|a=halt|a=halt()|halt();a=1|a=(1)|a=()|a=1,|a,b=1|a=b=1|a=b==1|a=b==1==2|a=(b==1)==2
|a=b<1<2|a=not b==1|a=b==not 1|a=b+not 1|a=not not b|a=b and not c|a=b if c else 1|a=lambda:1
|a=b.c|a=b[0]|a[0]=1|a=(b:=1)|(a:=1)|a|1|a='x'|a=f'x'|a=...|a=b is c|a=b in c|a=b not in c|a=b<>c
|a=b/c|a=b**c|a=b@c|a=b&c|a/=1|a**=1|a@=1|a>>=1|a//=1|a%=1|a+ =1|a+=b+=1|a=*b|import a|del a|return
|yield|a=await b|raise|print 1|break|continue|if a: break|while 1: break|while 1: continue
|while 1: pass|while a: b=1; c=2|if a: if b: c=1|if a:pass\nelse:pass|if a:pass\nelif b:pass
|if a:pass\nelif b:pass\nelse:pass|while a:pass\nelse:pass|for a in b: pass|def f(): pass
|match a:\n case 1:\n  b=1|match=1|case=1|type=1|_=1|print=1|True=1|None=1|a = 1| a=1|a=1\n b=2
|if a:\n\tb=1\n\tc=1|if a:\n  b=1\n c=1|if a:\nb=1|#x|a=1#x|a=1 # type: int|# coding: nonsense\na=1
|a=1\\\n|a=\\\n1|\\\na=1|a=1\\|a=(1\n+2)|a=(1|a=1)|a=1\r\nb=2\r\n|a=1\rb=2|if a:\r\n  b=1\r\n
|a=1\x0cb=2|\x0ca=1|a=1\n\x0cb=2|a=1\x0b|a=1\x00|\x00|a=1\x1a|a=1\x7f|a$b=1|a?=1|a=1!|a=!1|a=`b`
|a=1 and2|a=not1|a=(b)(c)|a=b c|a=1 2|a=1b|while(a):pass|if(a):pass|else:pass|elif a:pass
|if a:pass\nelse:pass\nelse:pass|if a:pass\nelse if b:pass|if a=1: pass|while a\n:pass|a=1;\nb=2
|a==1|a=<1|a=b=<1|a=b//0|a=b--1|a=(b)-(c)|a=b-c-d|a=(b or c) and d|a=b<c+d*e|pass;pass|@a|a=1 if
|if a:\n pass\n\nhalt()|    # c\na=1|\ta=1|a=1\n\t\n|a=1\n  # c\nb=2|if a:\n b=1\n  # c\n c=1
|"doc"\na=1|'''doc'''|a=nonlocal|a=async|nan=1|a=NaN|\u00e9=1|a=\u0661|if a:\n b=1\n\n\n c=1
|while a:\n b=1\n while c:\n  d=1\n  continue\n break"""
PROGRAMS = LINES.split("|")


def readable(readers: Any, text: str) -> bool:
    """Tell whether all readers take a text; they must agree."""
    found = []
    for read, refusal in readers:
        try:
            read(text)
            found.append(True)
        except refusal:
            found.append(False)
    assert len(set(found)) == 1, (text, found)
    return found[0]


def table_readers() -> Any:
    yield checker_machine.Turing, checker_machine.No
    yield checker_reduction.Turing, checker_reduction.No
    yield TuringMachine.parse, DomainError
    yield parsed, ValueError


def program_readers() -> Any:
    def in_a_file(text: str) -> None:
        value = {"kind": "register", "text": text}
        checker_register.Register(checker_register.machine_text(value, "machine", "register"))

    def ascii_only(text: str) -> None:
        if not text.isascii():
            raise ValueError
        Program(text)

    yield in_a_file, checker_register.No
    yield RegisterProgram, DomainError
    yield ascii_only, ValueError


def check_table(text: str) -> None:
    """All readers see the same instructions, and run for as many steps."""
    machine, (rules, states) = checker_machine.Turing(text), parsed(text)
    table = TuringMachine.parse(text).table
    assert len(table) == states == machine.end
    for (q, s), rule in rules.items():
        ours, other = table[q][s], machine.rules[q, s]
        seen = {rule and (*rule[:2], min(rule[2], states)) for rule in (rule, other, ours)}
        assert len(seen) == 1, (text, seen)
    plain, run = TuringMachine.parse(text).start_plain(), Run((rules, states))
    plain.advance(200)
    halts = not run.takes(200)
    assert (plain.halted, plain.steps) == (halts, run.steps + halts), text
    assert claimed(checker_machine, "turing", text, plain.steps) == halts, text
    assert not claimed(checker_machine, "turing", text, plain.steps + 1), text


def claimed(module: Any, kind: str, text: str, steps: int) -> bool:
    """Tell whether a checker accepts that it halts in so many steps."""
    claim, machine = {"kind": "halting", "steps": steps}, {"kind": kind, "text": text}
    try:
        module.check(json.dumps({**HEAD, "claim": claim, "machine": machine}).encode())
    except module.No as no:
        if no.args[0] == "unsupported":
            raise TooLarge from None
        return False
    return True


def check_program(text: str, limit: int = 300) -> str:
    """All readers take the same steps, and leave the same in the registers."""
    ours, registers = RegisterProgram(text).start(), dict[str, int]()
    try:
        steps = sum(1 for _ in zip(range(limit + 1), Program(text).run(registers)))
        halts = claimed(checker_register, "register", text, min(steps, limit))
        assert not claimed(checker_register, "register", text, min(steps, limit) + 1)
        ours.advance(limit)
    except (TooLarge, DomainError):  # perhaps only something in between was
        return "large"
    assert ours.halted == halts == (steps <= limit), text
    assert ours.steps == min(steps, limit), text
    if halts:
        kept = ({k: v for k, v in r.items() if v} for r in (ours.registers, registers))
        assert next(kept) == next(kept), text
    return "halted" if halts else "ran on"


@pytest.mark.parametrize("text", TABLES)
def test_all_read_or_refuse_a_table(text: str) -> None:
    if readable(table_readers(), text):
        check_table(text)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("text", PROGRAMS)
def test_all_read_or_refuse_a_program(text: str) -> None:
    if readable(program_readers(), text):
        check_program(text)


def test_tables_with_a_changed_symbol() -> None:
    rng, tally = random.Random(11), Counter[bool]()
    for _ in range(4000):
        text = table_text(drawn(rng))
        for _ in range(rng.choice((0, 1, 1, 2))):
            text = text_mutated(rng, text)
        read = readable(table_readers(), text)
        tally[read] += 1
        if read:
            check_table(text)
    assert min(tally[True], tally[False]) >= 600, tally


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_programs_with_a_changed_piece() -> None:
    rng, tally = random.Random(12), Counter[str]()
    for _ in range(500):
        text = program_at_random(rng)
        for _ in range(rng.choice((0, 1, 1, 2))):
            text = text_mutated(rng, text)
        read = readable(program_readers(), text)
        tally[check_program(text) if read else "no program"] += 1
    assert min(tally[name] for name in ("halted", "ran on", "no program")) >= 50, tally


@pytest.mark.parametrize("depth", [10, 30, 60, 100, 140, 150, 180])
def test_a_deep_expression_is_refused_or_computed(depth: int) -> None:
    """Nested brackets, of which Python reads some more than we compute."""
    text = "a = " + "(0 or 1 and not " * depth + "1" + ")" * depth
    try:
        assert claimed(checker_register, "register", text, 1)
        assert depth <= 100 // 3
    except TooLarge:
        assert depth > 100 // 3
    try:
        run = RegisterProgram(text).start()
        run.advance(1)
        assert run.registers["a"] == (depth % 2 == 0 or depth == 0)
    except DomainError as error:
        assert depth > 100 // 3 and "too deep" in str(error)


LARGE = "a = 0x" + "f" * (3 << 17) + "\nb = a * a\n"


@pytest.mark.parametrize(
    "line", ["b = b * a // a", "if b * a:\n    c = 1", "c = b * a > 3", "c = not b * a"]
)
def test_values_in_between_have_the_limit_of_registers(line: str) -> None:
    assert claimed(checker_register, "register", LARGE, 2)
    with pytest.raises(TooLarge):
        [*Program(LARGE + line).run({})]
    with pytest.raises(TooLarge):
        claimed(checker_register, "register", LARGE + line, 3)
    with pytest.raises(DomainError, match="more than 2\\^22 bits"):
        RegisterProgram(LARGE + line).start().advance(9)
