"""Turing machines: their texts, known runs, and two simulators that agree step for step."""

import random
from itertools import pairwise

import pytest

from computable import DomainError
from computable.machine import Accelerated, Configuration, Machine, Plain, TuringMachine
from computable.machine.catalogue import CATALOGUE
from computable.machine.turing.race import Race
from computable.machine.turing.table import Instruction, parse_table, state_name, table_text

HALTING = {name: known for name, known in CATALOGUE.items() if known.steps is not None}


def drawn(rng):
    """Return a random table of up to 6 states and 4 symbols."""
    states, symbols, halting = rng.randint(1, 6), rng.randint(2, 4), rng.choice((0, 0.03, 0.1))

    def instruction():
        if rng.random() < halting / 2:
            return None
        state = states if rng.random() < halting else rng.randrange(states)
        return Instruction(rng.randrange(symbols), rng.choice((-1, 1)), state)

    return tuple(tuple(instruction() for _ in range(symbols)) for _ in range(states))


def check_agreement(seed, count, steps=1000):
    """Compare the simulators at random steps; return how many machines halted and had rules."""
    rng, halted, ruled = random.Random(seed), 0, 0
    for _ in range(count):
        table = drawn(rng)
        plain, fast = Plain(table), Accelerated(table, rng.randint(1, 5))
        limits = sorted(rng.sample(range(1, steps), 3))
        for limit in (*limits, steps):
            plain.advance(limit)
            fast.advance(limit)
            there = plain.configuration()
            assert (plain.steps, plain.halted, there) == (
                fast.steps,
                fast.halted,
                fast.configuration(),
            ), (table_text(table), fast.size, limit)
            assert fast.nonzero == there.nonzero
        assert not (plain.halted and fast.endless), table_text(table)
        halted += plain.halted
        ruled += bool(fast._rules)
    return halted, ruled


@pytest.mark.parametrize("seed", range(10))
def test_both_simulators_agree_on_10_000_machines(seed):
    halted, ruled = check_agreement(seed, 1000)
    assert halted >= 50 and ruled >= 50


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(100, 200))
def test_both_simulators_agree_on_a_million_machines(seed):
    check_agreement(seed, 10_000)


def test_what_is_called_endless_does_not_halt():
    rng, found = random.Random(5), 0
    for _ in range(2000):
        table = drawn(rng)
        fast = Race(table)
        fast.advance(500)
        if fast.endless:
            plain = Plain(table)
            plain.advance(20_000)
            assert not plain.halted, table_text(table)
            found += 1
    assert found >= 500


@pytest.mark.parametrize("name", HALTING)
def test_champions(name):
    known = HALTING[name]
    run = known.machine.start()
    run.advance(known.steps - 1)
    assert (run.steps, run.halted) == (known.steps - 1, False)
    run.advance(10**12)
    assert (run.steps, run.halted, run.nonzero) == (known.steps, True, known.nonzero)
    if known.steps < 10**6:
        plain = known.machine.start_plain()
        plain.advance(10**6)
        assert plain.configuration() == run.configuration()


def test_steps_beyond_all_counting():
    """A machine of 6 states (2.58e2879 steps), one of 2 states and 5 symbols (1.9e704)."""
    for text, power, first in (
        ("1RB0LE_1LC0RA_1LD0RC_1LE0LF_1LA1LC_1LE1RZ", 2879, "258"),
        ("1RB2LA1RA2LB2LA_0LA2RB3RB4RA1RZ", 704, "190"),
    ):
        run = TuringMachine.parse(text).start()
        run.advance(10 ** (power + 1))
        steps = str(run.steps)
        assert run.halted and len(steps) == power + 1 and steps.startswith(first)
        with pytest.raises(DomainError, match="more than 2\\^28 cells; nonzero counts"):
            run.configuration()


def test_antihydra_goes_on():
    run = CATALOGUE["antihydra"].machine.start()
    run.advance(10**7)
    plain = CATALOGUE["antihydra"].machine.start_plain()
    plain.advance(10**7)
    assert not run.halted and not run.endless
    assert run.configuration() == plain.configuration()


def test_it_can_be_run_on_from_any_step():
    table = CATALOGUE["BB(4)"].machine.table
    for size in (1, 2, 3, 7):
        fast, plain = Accelerated(table, size), Plain(table)
        for limit in range(110):
            fast.advance(limit)
            plain.advance(limit)
            assert fast.configuration() == plain.configuration()
            assert fast.steps == plain.steps == min(limit, 107)


def test_the_work_has_a_limit():
    run = CATALOGUE["antihydra"].machine.start()
    run.advance(10**100, work=2000)
    assert not run.halted and 0 < run.steps < 10**100
    before = run.steps
    run.advance(10**100, work=2000)
    assert run.steps > before


def test_undefined_instructions_halt_and_count():
    for text in ("---1RA", "1RB1LA_---1RA", "1RB---_1LA1LA"):
        plain = TuringMachine.parse(text).start_plain()
        plain.advance(50)
        other = TuringMachine.parse(text.replace("---", "0RZ")).start()
        other.advance(50)
        assert (plain.steps, plain.halted) == (other.steps, other.halted)
    run = TuringMachine.parse("---1RA").start()
    run.advance(5)
    assert (run.steps, run.halted) == (1, True)
    assert run.configuration() == Configuration(state=0, head=0, first=0, tape=b"")


def test_many_states_and_symbols():
    """A state beyond the last halts, whatever its name; Z is a state if there are 26."""
    chain = "_".join(f"1R{state_name(k + 1)}---" for k in range(30))
    run = TuringMachine.parse(chain).start()
    run.advance(100)
    assert (run.steps, run.halted, run.nonzero) == (30, True, 30)
    assert TuringMachine.parse(chain).text == chain and "1RAE---" in chain
    wide = TuringMachine.parse("11RB" + "---" * 11 + "_" + "0RZ" * 12).start_plain()
    wide.advance(9)
    assert (wide.steps, wide.configuration().tape) == (2, bytes([11]))


def test_texts_are_read_back():
    rng = random.Random(1)
    for _ in range(300):
        table = drawn(rng)
        assert parse_table(table_text(table)) == table
    for states, symbols in ((25, 11), (26, 2), (27, 3), (700, 2), (800, 5), (2, 256)):
        table = tuple(
            tuple(Instruction(k, 1, rng.randint(0, states)) for k in range(symbols))
            for _ in range(states)
        )
        assert parse_table(table_text(table)) == table
    machine = TuringMachine.parse("1RB1LH_1LA1RZ")
    assert machine.text == str(machine) == "1RB1LZ_1LA1RZ"
    assert (machine.states, machine.symbols) == (2, 2)
    assert isinstance(machine, Machine)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "got 0 instructions before position 1, need 2 to 256, one for each symbol"),
        ("1RB", "got 1 instructions before position 4, need 2 to 256"),
        ("1RB1LA_1RA", "position 8: got 1 instructions for state B, need 2, as for state A"),
        ("1RB1L_1RA1RA", "position 6: got '_', need a state, A to Z"),
        ("1RB1L", "position 6: got the end, need a state, A to Z"),
        ("1RB1LA_", "position 8: got 0 instructions for state B, need 2"),
        ("1RB2LA", "position 4: got '2', need a symbol from 0 to 1, or ---"),
        ("01RB1LA", "position 1: got '01', need a symbol from 0 to 1"),
        ("9" * 5000 + "RA1LA", "position 1: got '999999999999', need a symbol from 0 to 1"),
        ("1RB1XA", "position 5: got 'X', need the move L or R"),
        ("1RB1La", "position 6: got 'a', need a state, A to Z"),
        ("1RB1LA_1R-0RA", "position 10: got '-', need a state, A to Z"),
        ("1RB--A", "position 4: got '-', need a symbol"),
        (" 1RB1LA", "position 1: got ' ', need a symbol"),
        ("x1RB1L", "position 1: got 'x', need a symbol"),
        ("1RBB1LA", "position 3: got 'BB', need a state, A to Z"),
        ("_".join(["1RB1LAAAAAAA"] * 26), "position 6: got 'AAAAAAA', need a state, A to AA (ha"),
        ("1RB" * 257, "got 257 instructions before position 772, need 2 to 256"),
        (b"1RB1LA", "got bytes, need a text like '1RB1LB_1LA1RZ'"),
    ],
)
def test_malformed_texts(text, message):
    with pytest.raises(DomainError) as error:
        TuringMachine.parse(text)
    assert str(error.value).startswith("machine: ") and message in str(error.value)
    assert "\n" not in str(error.value)


def test_steps_of_a_rule_add_up():
    """At neighbouring limits around each jump the plain computation is met."""
    table = CATALOGUE["BB(2, 4)"].machine.table
    plain, fast = Plain(table), Accelerated(table, 1)
    for low, high in pairwise(range(0, 40_000, 397)):
        for limit in (low, low + 1, (low + high) // 2):
            plain.advance(limit)
            fast.advance(limit)
            assert plain.configuration() == fast.configuration()
