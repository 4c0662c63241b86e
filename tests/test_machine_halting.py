"""What is said of the halting of Turing machines, and the witnesses for it."""

import random
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from machine_witnesses import holds
from test_machine_turing import drawn

from computable.machine import Plain, TuringMachine
from computable.machine.catalogue import CATALOGUE
from computable.machine.deciding.backward import find_backward
from computable.machine.deciding.cycles import find_cycle
from computable.machine.deciding.decide import Halts, NeverHalts, Undecided, decide
from computable.machine.deciding.ngrams import find_ngrams


def check(seed, count):
    """Decide random machines; every answer must be true, every witness hold."""
    rng, tally = random.Random(seed), Counter()
    for _ in range(count):
        table = drawn(rng)
        machine = TuringMachine(table)
        found = decide(machine, plain=600)
        if isinstance(found, Halts):
            plain = Plain(table)
            plain.advance(min(found.steps, 10**5))
            assert plain.halted == (found.steps <= 10**5), machine.text
            assert plain.steps == min(found.steps, 10**5), machine.text
        elif isinstance(found, NeverHalts):
            assert holds(machine.text, found.witness), (machine.text, found.witness)
            tally[found.witness.kind] += 1
        tally[type(found).__name__] += 1
    return tally


@pytest.mark.parametrize("seed", range(4))
def test_every_answer_is_true(seed):
    tally = check(seed, 400)
    assert tally["Undecided"] <= 4
    assert min(tally["Halts"], tally["cycle"], tally["translated-cycle"]) >= 4


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(100, 150))
def test_every_answer_is_true_of_many(seed):
    check(seed, 10_000)


def test_each_way_finds_its_kind():
    rng, found = random.Random(9), Counter()
    for _ in range(1500):
        table = drawn(rng)
        text, plain = TuringMachine(table).text, Plain(table)
        plain.advance(300)
        for witness in (
            find_cycle(table, 300),
            find_backward(table, 30, 500),
            find_ngrams(table, 1, 500),
            find_ngrams(table, 3, 500),
        ):
            if witness is not None:
                assert not plain.halted and holds(text, witness), (text, witness)
                found[witness.kind] += 1
    assert min(found.values()) >= 20 and len(found) == 4


def test_no_witness_is_found_for_champions():
    for known in CATALOGUE.values():
        if known.steps is not None:
            table = known.machine.table
            assert find_cycle(table, 3000) is None
            assert find_backward(table, 40, 2000) is None
            assert all(find_ngrams(table, n, 3000) is None for n in (1, 2, 3, 4, 5))
            assert decide(known.machine) == Halts(steps=known.steps)


def test_antihydra_is_undecided():
    found = decide(CATALOGUE["antihydra"].machine, work=3000, plain=500)
    assert isinstance(found, Undecided)
    assert str(found).startswith("undecided: it has not halted within ")


def test_broken_witnesses_do_not_hold():
    """So the check is one."""
    rng, broken = random.Random(2), 0
    for _ in range(300):
        table = drawn(rng)
        text, witness = TuringMachine(table).text, find_cycle(table, 200)
        if witness is None:
            continue
        assert not holds(text, replace(witness, period=0))
        broken += not holds(text, replace(witness, period=witness.period + 1))
        if witness.kind == "translated-cycle":
            assert not holds(text, replace(witness, shift=witness.shift + 1))
    assert broken >= 50
    text = "1RB0LA_1LA1RZ"
    for n, size in ((1, 4), (2, 7), (3, 10)):
        grams = find_ngrams(TuringMachine.parse(text).table, n)
        assert grams is not None and len(grams.contexts) == size and holds(text, grams)
        for context in grams.contexts:
            assert not holds(text, replace(grams, contexts=grams.contexts - {context}))
    looked = find_backward(TuringMachine.parse(text).table, 20)
    assert holds(text, looked) and not holds(text, replace(looked, depth=looked.depth - 2))


def test_all_machines_of_two_states_are_decided():
    """The 9^4 tables in which a halt is written 1RZ: none runs longer than 6 steps."""
    parts = [w + m + q for w in "01" for m in "LR" for q in "AB"]
    most, tally = 0, Counter()
    for cells in product([*parts, "1RZ"], repeat=4):
        machine = TuringMachine.parse(f"{cells[0]}{cells[1]}_{cells[2]}{cells[3]}")
        found = decide(machine, plain=200)
        assert not isinstance(found, Undecided), machine.text
        if isinstance(found, Halts):
            most = max(most, found.steps)
        else:
            assert holds(machine.text, found.witness)
        tally[type(found)] += 1
    assert most == 6 and sum(tally.values()) == 9**4
