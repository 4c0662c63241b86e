"""Machines with any number of steps, and all machines one after the other."""

import random

import pytest

from computable import DomainError, TuringMachine
from computable.machine import halting_after, turing_machine


def exact(steps):
    run = halting_after(steps).start_plain()
    run.advance(steps - 1)
    assert not run.halted
    run.advance(steps + 10)
    return run.halted and run.steps == steps


def test_it_halts_in_exactly_so_many_steps():
    rng = random.Random(1)
    assert all(exact(steps) for steps in range(1, 1500))
    assert all(exact(rng.randrange(1500, 200_000)) for _ in range(30))


def test_it_is_small_and_its_text_says_all():
    for steps in (1, 40, 41, 12_345, 4_000_000):
        machine = halting_after(steps)
        assert machine.states <= 80
        assert TuringMachine.parse(machine.text) == machine
    run = halting_after(3_999_999).start()
    run.advance(10**9)
    assert (run.steps, run.halted) == (3_999_999, True)


@pytest.mark.parametrize("steps", [0, -1, True, 1.0, "3"])
def test_steps_are_positive_integers(steps):
    with pytest.raises(DomainError, match="need a positive integer"):
        halting_after(steps)


def test_every_table_comes_once():
    tables = [turing_machine(k).table for k in range(64 + 20736 + 50)]
    assert len(set(tables)) == len(tables)
    assert [len(t) for t in tables[63:65]] == [1, 2] and len(tables[64 + 20736]) == 3
    texts = {turing_machine(k).text for k in range(64, 64 + 20736)}
    assert len(texts) == 12**4 and "1RB1LB_1LA1RZ" in texts


@pytest.mark.parametrize("k", [-1, 1.5, False])
def test_machine_numbers_are_natural(k):
    with pytest.raises(DomainError, match="machine number: got"):
        turing_machine(k)
