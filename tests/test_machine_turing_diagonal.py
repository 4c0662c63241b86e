"""Numbers of Turing tables, and for each decider a machine that runs it on its own number."""

import random
from itertools import product

import pytest

from computable import DomainError
from computable.machine import Plain, RegisterProgram, TuringMachine
from computable.machine.compiler.sweeps import number_on_track
from computable.machine.diagonal.table import idle_cycle, turing_diagonal
from computable.machine.turing.numbering import description, table_number, table_of_number, writer
from computable.machine.turing.table import Instruction

DECIDERS = {
    "nothing halts": "halts = 0",
    "everything halts": "halts = 1",
    "odd": "halts = machine % 2",
    "modulo 7": "halts = machine % 7 < 4",
    "comparison": "halts = 3 * machine > machine + 1000",
    "division": "halts = machine // 5 % 3 == 0 and machine + 77 < 3 * (machine - 1000)",
    "square": "a = 12 * 11\nhalts = machine < a * a",
    "product": "k = machine % 7 + 2\nhalts = machine * k % 5 < 3",
    "eight zeros in a row": """
while machine > 0:
    if machine % 2:
        zeros = 0
    else:
        zeros += 1
        if zeros == 8:
            halts = 1
            halt()
    machine = machine // 2
""",
    "no fifteen ones in a row": """
while machine > 0:
    if machine % 2 == 0:
        ones = 0
        machine = machine // 2
        continue
    ones += 1
    if ones > 14:
        halt()
    machine = machine // 2
halts = 1
""",
    "composite": """
n = machine % 16 + 100
d = 2
while d * d <= n:
    if n % d == 0:
        halts = d
        break
    d += 1
""",
    "coprime": """
a = machine % 16 + 35
b = 21
while b > 0:
    c = a % b
    a = b
    b = c
halts = a == 1
""",
}
MOST = 4_000_000


def answered(decider, number):
    """Return the registers of a decider when it has answered."""
    run = RegisterProgram(decider).start()
    run.registers["machine"] = number
    run.advance(10**6)
    assert run.halted
    return {"halts": 0} | run.registers


@pytest.mark.parametrize("name", DECIDERS)
def test_no_decider_is_right_about_its_machine(name):
    machine = turing_diagonal(RegisterProgram(DECIDERS[name]))
    registers = answered(DECIDERS[name], table_number(machine.table))
    run = machine.start_plain()
    if registers["halts"]:  # it says that the machine halts
        cycle = idle_cycle(machine, MOST)
        run.advance(cycle.start)
        there = run.configuration()
        run.advance(cycle.start + cycle.period)
        assert not run.halted and run.configuration() == there
        early = Plain(machine.table)
        early.advance(cycle.start - 1)
        before = early.configuration()
        early.advance(cycle.start - 1 + cycle.period)
        assert early.configuration() != before
    else:
        run.advance(MOST)
        assert run.halted and run.state == machine.states
        assert idle_cycle(machine, MOST) is None
    width = gap_of(machine) // 2
    for track, register in enumerate(("machine", "halts")):
        found = number_on_track(run.configuration(), track, width=width, first=-width)
        assert found == registers[register]


def test_both_kinds_of_error_occur():
    answers = []
    for text in DECIDERS.values():
        machine = turing_diagonal(RegisterProgram(text))
        answers.append(answered(text, table_number(machine.table))["halts"] > 0)
    assert min(sum(answers), len(answers) - sum(answers)) >= 4


def gap_of(machine):
    """Return how far the second bit is written from the first."""
    return next(k for k, row in enumerate(machine.table) if k and row[0].write)


@pytest.mark.parametrize("name", DECIDERS)
def test_the_number_on_the_tape_is_its_own(name):
    machine = turing_diagonal(RegisterProgram(DECIDERS[name]))
    number, gap = table_number(machine.table), gap_of(machine)
    digits = f"{number:b}"
    assert digits[::2] == digits[1::2]
    run = machine.start_plain()
    run.advance(gap * len(digits) + gap)  # 2 gap steps for each bit written
    assert run.head == -gap
    there = run.configuration()
    assert number_on_track(there, 0, width=gap // 2, first=-gap // 2) == number
    assert there.nonzero == len(digits)
    assert table_of_number(number) == machine.table
    assert len(machine.text) < 2_000_000


def test_texts_and_runs_agree():
    machine = turing_diagonal(RegisterProgram("halts = machine % 2"))
    again = TuringMachine.parse(machine.text)
    assert again.table == machine.table
    for run in (again.start(), again.start_plain()):
        run.advance(MOST)
        assert (run.halted, run.steps) == (True, 5984)


def test_a_program_that_does_not_answer_is_not_wrong():
    for text in ("while 1:\n    pass", "while machine:\n    machine += 1"):
        machine = turing_diagonal(RegisterProgram(text))
        run = machine.start_plain()
        run.advance(50_000)
        assert not run.halted


def table_at_random(rng):
    """Return a table that often begins with writers, with jumps in all directions."""
    symbols = rng.choice([2, 3, 3, 3, 4, 7])
    gap, first = rng.randint(1, 4), []
    for _ in range(rng.choice([0, 1, 2, 5]) if symbols > 2 else 0):
        first += writer(rng.randint(0, 1), gap=gap, first=len(first), symbols=symbols)
    if rng.random() < 0.2:
        first = first[: rng.randint(0, len(first))]
    count = len(first) + rng.choice([0, 1, 2, 6])
    count += not count
    while len(first) < count:
        here, row = len(first), []
        for _ in range(symbols):
            state = rng.choice([rng.randint(0, count), min(here + 1, count)])
            known = Instruction(rng.randrange(symbols), rng.choice([-1, 1]), state)
            row.append(known if rng.random() < 0.7 else None)
        first.append(tuple(row))
    return tuple(first)


def test_numbers_tell_tables():
    rng, seen = random.Random(3), {}
    for _ in range(5000):
        table = table_at_random(rng)
        number = table_number(table)
        assert table_of_number(number) == table
        assert seen.setdefault(number, table) == table
    assert len(seen) > 3000


def test_all_small_tables_have_different_numbers():
    for symbols in (2, 3):
        known = [Instruction(*v) for v in product(range(symbols), (-1, 1), (0, 1))]
        tables = [(row,) for row in product([None, *known], repeat=symbols)]
        numbers = {table_number(table) for table in tables}
        assert len(numbers) == len(tables) == (4 * symbols + 1) ** symbols


def test_numbers_by_hand():
    """2 symbols 010, no gap 1, and twice as before 11; with a 1 on top, from the lowest digit."""
    assert description(((None, None),), symbols=2, gap=0) == int("0101111"[::-1], 2)
    assert table_number(((None, None),)) == int("00010001010101"[::-1], 2)
    # a writer of 1 alone: P = 1; 3 symbols 011, gap + 1 = 2 010, nothing
    only = writer(1, gap=1, first=0, symbols=3)
    assert only == ((Instruction(2, 1, 1), None, None),)
    assert table_number(only) == int("10010100010001"[::-1], 2)
    # 2 symbols 010, no gap 1; new 0, defined 1, 1 - 0 = 1 as 010, right 1, next state as 1;
    # new 0, defined 1, 0 - 1 = 1 modulo 2 as 010, left 0, same state as 010
    table = ((Instruction(1, 1, 1), Instruction(0, -1, 0)),)
    bits = "0101" + "01010" + "11" + "01010" + "0010"
    assert description(table, symbols=2, gap=0) == int((bits + "1")[::-1], 2)


def test_numbers_of_no_table_are_refused():
    tables = 0
    for number in [*range(-3, 20_000), 1 << 4000, (1 << 4001) - 1]:
        try:
            table = table_of_number(number)
        except DomainError:
            continue
        tables += 1
        assert table_number(table) == number
        assert all(v is None or 0 <= v.state <= len(table) for row in table for v in row)
    assert 10 < tables < 2000
    with pytest.raises(DomainError, match="number: got one of 4 binary digits, need that of"):
        table_of_number(11)
