"""Register programs compiled to Turing machines: both halt or neither, with the same registers."""

import random
from itertools import product

import pytest

from computable import DomainError
from computable.machine import Configuration, Plain, RegisterProgram
from computable.machine.compiler import compile_program, register_values
from computable.machine.compiler.code import flow_of
from computable.machine.compiler.division import Divide
from computable.machine.compiler.forms import Form, Set, Sign
from computable.machine.compiler.states import assemble
from computable.machine.compiler.steps import symbolic_steps
from computable.machine.compiler.sweeps import number_on_track

LONG = 500_000
BIG = 1 << 200
OPERATORS = ("+", "-", "*", "//", "%")
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def expression(rng, depth):
    if depth == 0 or rng.random() < 0.25:
        return rng.choice([*"abcd", str(rng.randint(0, 3)), str(rng.randint(0, 300))])
    parts = [expression(rng, depth - 1) for _ in range(rng.randint(2, 3))]
    kind = rng.random()
    if kind < 0.65:
        return f"({parts[0]} {rng.choice(OPERATORS)} {parts[1]})"
    if kind < 0.8:
        return f"({parts[0]} {rng.choice(COMPARISONS)} {parts[1]})"
    if kind < 0.92:
        return "(" + rng.choice([" and ", " or "]).join(parts) + ")"
    return f"(not {parts[0]})"


def block(rng, depth=0, loop=False):
    lines = []
    for _ in range(rng.randint(1, 3)):
        kind = rng.random()
        if depth < 3 and kind < 0.35:
            word = "if" if kind < 0.2 else "while"
            lines.append(f"{word} {expression(rng, rng.randint(0, 2))}:")
            lines += [f"    {line}" for line in block(rng, depth + 1, loop or word == "while")]
            if word == "if" and rng.random() < 0.5:
                lines += ["else:", *(f"    {line}" for line in block(rng, depth + 1, loop))]
        elif loop and kind < 0.5:
            lines.append(rng.choice(["break", "continue", "halt()", "pass"]))
        elif kind < 0.53:
            lines.append("halt()")
        elif kind < 0.7:
            lines.append(f"{rng.choice('abcd')} {rng.choice(OPERATORS)}= {expression(rng, 1)}")
        else:
            lines.append(f"{rng.choice('abcd')} = {expression(rng, rng.randint(0, 3))}")
    return lines


def programs(seed, count):
    """Return random programs, each with its run of 200 steps; registers stay below 2^200."""
    rng, found = random.Random(seed), []
    while len(found) < count:
        first = [f"{name} = {rng.randint(0, rng.choice([9, 10**5]))}" for name in "abc"]
        program = RegisterProgram("\n".join(first + block(rng)))
        run = program.start()
        while run.steps < 200 and not run.halted and max(run.registers.values(), default=0) < BIG:
            run.advance(run.steps + 1)
        if max(run.registers.values()) < BIG:
            found.append((program, run))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_machines_do_what_programs_do(seed):
    halted = endless = slow = 0
    for program, run in programs(seed, 150):
        machine = compile_program(program)
        assert machine.symbols == 3
        plain = machine.start_plain()
        plain.advance(LONG if run.halted else 30_000)
        if run.halted and plain.halted:
            found = register_values(program, plain.configuration())
            assert run.registers.items() <= found.items(), program.text
            assert not any(found[name] for name in found.keys() - run.registers), program.text
            halted += 1
        elif plain.halted:
            run.advance(10**5)
            assert run.halted, program.text
        else:
            endless += not run.halted
            slow += run.halted
    assert halted >= 100 and endless >= 10 and slow <= 3


def test_steps_are_those_of_the_interpreter():
    for program, _ in programs(7, 300):
        steps, first = symbolic_steps(program)
        made, begin = program.compiled
        assert first == begin
        assert [(s.target, s.following, s.otherwise) for s in steps] == [
            (s.target, s.following, s.otherwise) for s in made
        ]


def tape(values, width):
    """Return a tape with numbers on its first tracks."""
    cells = bytearray(width * max(1, *(value.bit_length() for value in values)))
    for track, value in enumerate(values):
        for i in range(value.bit_length()):
            cells[i * width + track] = 1 + (value >> i & 1)
    return Configuration(state=0, head=0, first=0, tape=bytes(cells).rstrip(b"\0"))


@pytest.mark.parametrize("op", [*OPERATORS, *COMPARISONS])
def test_each_operation_on_all_tracks(op):
    """In place or not, with equal operands, in any order of tracks, and with what was there."""
    values = (0, 1, 2, 3, 6, 12, 37)
    for x, y, z in product("abc", repeat=3):
        text = f"{x} = {y} {op} {z}\n"
        program = RegisterProgram(text + "halt()\na = b\na = c")
        flow = flow_of(program, given=("a", "b", "c"))
        table = assemble(flow.operations, flow.first, width=flow.width, head=0)
        for numbers in product(values, repeat=3):
            if 37 in numbers and sorted(numbers)[1] > 6:
                continue
            run = program.start()
            run.registers.update(zip("abc", numbers))
            run.advance(10)
            plain = Plain(table, tape(numbers, flow.width))
            plain.advance(10**5)
            assert plain.halted
            there = plain.configuration()
            found = [number_on_track(there, t, width=flow.width) for t in range(3)]
            assert found == [run.registers[name] for name in "abc"], (text, numbers)


def swept(operations, numbers, width=4):
    """Return the numbers on all tracks after operations, the first of which comes first."""
    plain = Plain(assemble(operations, 0, width=width, head=0), tape(numbers, width))
    plain.advance(10**5)
    assert plain.halted and plain.configuration().first >= 0
    return [number_on_track(plain.configuration(), track, width=width) for track in range(width)]


def test_sweeps_compute_forms():
    rng = random.Random(5)
    for _ in range(300):
        numbers = [rng.randint(0, rng.choice([1, 7, 10**6])) for _ in range(4)]
        tracks = rng.sample(range(4), rng.randint(0, 3))
        form = Form({t: rng.choice([-3, -1, 1, 2, 5]) for t in tracks}, rng.randint(-40, 40))
        value = form.constant + sum(factor * numbers[t] for t, factor in form.multiples.items())
        target = rng.randrange(4)
        expected = [*numbers]
        expected[target] = max(0, value)
        assert swept([Set(track=target, form=form, following=-1)], numbers) == expected
        if tracks:
            zero = rng.random() < 0.5
            if rng.random() < 0.5:
                form = form._replace(constant=form.constant - value)
                value = 0
            sign = Sign(form=form, zero=zero, yes=1, no=2)
            marks = [Set(track=target, form=Form({}, mark), following=-1) for mark in (77, 66)]
            expected[target] = 77 if (value == 0 if zero else value < 0) else 66
            assert swept([sign, *marks], numbers) == expected


def test_a_sweep_divides():
    rng = random.Random(6)
    for _ in range(400):
        numbers = [rng.randint(0, rng.choice([1, 7, 10**6])) for _ in range(4)]
        track, quotient, mark = rng.randrange(4), rng.randrange(-1, 4), rng.randrange(4)
        divisor = rng.randint(1, 16)
        ways = range(1, divisor + 1)
        divide = Divide(track=track, quotient=quotient, ways=tuple(ways))
        marks = [Set(track=mark, form=Form({}, 99 + r), following=-1) for r in range(divisor)]
        expected = [*numbers]
        if quotient >= 0:
            expected[quotient] = numbers[track] // divisor
        expected[mark] = 99 + numbers[track] % divisor
        assert swept([divide, *marks], numbers) == expected


def test_machines_are_linear_in_long_registers():
    """One sweep there and back, however long a register is."""
    flow = flow_of(RegisterProgram("a = 3 * b + c // 5 - 2\nif a < b + 1:\n    halt()"))
    table = assemble(flow.operations, flow.first, width=flow.width, head=0)
    steps = []
    for bits in (1000, 2000, 3000):
        plain = Plain(table, tape([0, (1 << bits) - 1, (1 << bits) - 1], flow.width))
        plain.advance(10**6)
        steps.append(plain.steps)
        assert plain.halted
    assert abs(steps[2] - 2 * steps[1] + steps[0]) < 100


@pytest.mark.parametrize(
    "text",
    [
        "while 1:\n    pass",
        "while 1:\n    while 1:\n        pass",
        "while a == 0:\n    continue",
        "while not a:\n    if a:\n        break",
        "while 1:\n    a += 1",
    ],
)
def test_programs_that_never_halt(text):
    plain = compile_program(RegisterProgram(text)).start_plain()
    plain.advance(20_000)
    assert not plain.halted


@pytest.mark.parametrize(
    "text",
    [
        "halt()",
        "if 0:\n    a = 1",
        "while 0:\n    a = 1",
        "while 1:\n    break",
        "while 1:\n    while 1:\n        break\n    break",
        "while 0 * a:\n    pass",
        "if a - a or 1 // 0 or 0 % 5:\n    a = 1",
        "if not (2 < 3 and 3 <= 3 and a * 0 == 0 and a + 1 > 0):\n    a = 1",
        "a = 20 * a + 9 * b + 9 * c + 40 * 50",
        "a = 0x" + "f" * 90 + "\nb = a - 1\nc = a - b",
        "a = 7\nb = 1 + (a % 3 >= 1) + (2 >= a % 3)",
    ],
)
def test_programs_whose_answers_are_known_beforehand(text):
    program = RegisterProgram(text)
    run, plain = program.start(), compile_program(program).start_plain()
    run.advance(100)
    plain.advance(10**5)
    found = register_values(program, plain.configuration())
    assert run.halted and plain.halted
    assert found == {name: run.registers.get(name, 0) for name in found}


def test_what_is_refused():
    there = Configuration(state=0, head=0, first=0, tape=bytes([1, 2]))
    assert number_on_track(there, 0, width=1) == 2 and number_on_track(there, 1, width=2) == 1
    with pytest.raises(DomainError, match="track 0: got symbols that end with"):
        number_on_track(there, 0, width=2)
    with pytest.raises(DomainError, match="track 0: got symbols that end with"):
        number_on_track(there, 0, width=2, first=-4)
