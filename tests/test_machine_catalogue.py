"""What the catalogue says of Turing machines, checked by running them."""

import re

import pytest
from machine_witnesses import holds

from computable.machine import NeverHalts, Plain, RegisterProgram, TuringMachine, decide
from computable.machine.catalogue import CATALOGUE, MACHINES, PROGRAMS, known
from computable.machine.turing.race import Race


@pytest.mark.parametrize("name", [n for n, k in CATALOGUE.items() if k.halting == "halts"])
def test_what_halts_does_so_when_it_should(name):
    listed = CATALOGUE[name]
    run = listed.machine.start()
    run.advance(10**4000)
    assert run.halted
    if listed.steps is None:
        first, power = re.fullmatch(r"(\d\.\d\d)e(\d+)", listed.size).groups()
        steps = str(run.steps)
        assert len(steps) == int(power) + 1
        assert 100 * int(steps[:5]) - 10_000 * int(first.replace(".", "")) in range(-5000, 5000)
        assert listed.nonzero is None
    else:
        assert (run.steps, run.nonzero, listed.size) == (listed.steps, listed.nonzero, "")
        plain = listed.machine.start_plain()
        plain.advance(4_000_000)
        assert plain.halted == (listed.steps <= 4_000_000)


@pytest.mark.parametrize("name", [n for n, k in MACHINES.items() if k.halting != "halts"])
def test_the_others_have_not_halted_after_100_000_steps(name):
    listed = MACHINES[name]
    turing = isinstance(listed.machine, TuringMachine)
    run = listed.machine.start_plain() if turing else listed.machine.start()
    run.advance(10**5)
    assert not run.halted and listed.steps is listed.nonzero is None and not listed.size
    if turing:
        fast = listed.machine.start()
        fast.advance(10**5)
        assert fast.configuration() == run.configuration()


@pytest.mark.parametrize("name", ["runaway", "bouncer", "binary-counter"])
def test_small_machines_are_proved_never_to_halt(name):
    listed = CATALOGUE[name]
    found = decide(listed.machine)
    assert isinstance(found, NeverHalts) and listed.halting == "never halts"
    assert holds(listed.text, found.witness)


def configurations(name, steps):
    run = Plain(CATALOGUE[name].machine.table)
    for step in range(steps):
        run.advance(step)
        yield step, run


def test_the_binary_counter_counts():
    found = []
    for _, run in configurations("binary-counter", 3000):
        if (run.state, run.head) == (0, 0):  # before it adds 1
            digits = run.configuration().tape
            assert set(digits) <= {1, 2} and run.configuration().first in (0, 1 - len(digits))
            found.append(int("0" + "".join(str(d - 1) for d in digits), 2))
    assert found == list(range(len(found))) and len(found) > 400


def test_the_bouncer_goes_a_cell_farther_each_time():
    heads = [run.head for _, run in configurations("bouncer", 2000)]
    turns = [b for a, b, c in zip(heads, heads[1:], heads[2:], strict=False) if a == c]
    assert turns == [(-1) ** (k + 1) * (k // 2 + 1) for k in range(len(turns))] and len(turns) > 50


def test_hydra_iterates_three_halves():
    """B(h, b): B <0 0^(3(h - 2)) 3^b 2, from h = 3: then h is floor(3h / 2)."""
    found = []
    for _, run in configurations("hydra", 100_000):
        if run.state == 1:
            there = run.configuration()
            if there.head < there.first and re.fullmatch(rb"\x03*\x02", there.tape):
                found.append((there.first - there.head - 1, len(there.tape) - 1))
    h, b = 3, 0
    for gap, count in found:
        assert (gap, count) == (3 * (h - 2), b)
        b += 2 if h % 2 else -1
        h = 3 * h // 2
    assert len(found) == 10


def test_bigfoot_iterates_its_map():
    """A(a, b, c): (12)^a (11)^b <A (11)^c, from A(2, 1, 2) after 69 steps."""
    found = []
    for step, run in configurations("bigfoot", 60_000):
        if run.state == 0:
            there = run.configuration()
            left = there.cells(there.first, there.head + 1)
            right = there.cells(there.head + 1, there.first + len(there.tape))
            ones = re.fullmatch(rb"((?:\x01\x02)*)((?:\x01\x01)*)", left)
            if ones and re.fullmatch(rb"(\x01\x01){2,5}", right) and step >= 69:
                found.append((len(ones[1]) // 2, len(ones[2]) // 2, len(right) // 2))
    change = {0: (0, -1, 2), 1: (1, -1, 3), 2: (-1, 3, 2), 3: (0, 1, 5), 4: (1, 3, 2), 5: (0, 5, 3)}
    there = (2, 1, 2)
    for one in found:
        assert one == there
        a, b, c = there
        more, plus, new = change[b % 6]
        there = a + more, 8 * (b // 6) + c + plus, new
    assert len(found) == 13


def test_names():
    assert set(MACHINES) == set(CATALOGUE) | set(PROGRAMS)
    assert len({name.casefold().replace(" ", "") for name in MACHINES}) == len(MACHINES)
    assert known("bb(2,4)") is CATALOGUE["BB(2, 4)"] and known("WARING") is PROGRAMS["waring"]
    assert known("BB(6)") is known("") is known("1RB1LB_1LA1RZ") is None
    assert all(isinstance(k.machine, TuringMachine) for k in CATALOGUE.values())
    assert all(isinstance(k.machine, RegisterProgram) for k in PROGRAMS.values())
    assert isinstance(CATALOGUE["antihydra"].machine.start(), Race)
    assert str(CATALOGUE["BB(4)"]) == "halts after 107 steps"
    assert str(CATALOGUE["Ligocki(6)"]) == "halts after 2.58e2879 steps"
    assert (
        str(CATALOGUE["runaway"]) == "never halts"
        and str(PROGRAMS["goldbach"]) == "an open problem"
    )
