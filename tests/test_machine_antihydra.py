"""Antihydra's rules against its tape: plain runs, the accelerated one, and runs from anywhere."""

import random
from itertools import accumulate, pairwise

import pytest

from computable import DomainError
from computable.machine import Configuration, Plain
from computable.machine.antihydra import (
    ANTIHYDRA,
    FIRST,
    FIRST_STEP,
    Milestone,
    iterate,
    milestone,
)

TABLE = ANTIHYDRA.table
RULES = [
    [("1", 1, "B"), ("1", 1, "A")],
    [("0", -1, "C"), ("1", -1, "E")],
    [("1", -1, "D"), ("1", -1, "C")],
    [("1", -1, "A"), ("0", -1, "B")],
    [("1", -1, "F"), ("1", 1, "E")],
    [None, ("0", 1, "A")],
]


def visits(steps):
    """Yield (step, a, b, cell 0) whenever a run of code of its own looks like a milestone.

    A milestone is in state E and reads a 0; at each such step the whole tape is looked at.
    """
    size = 10_000
    tape, head, state = bytearray(2 * size), size, "A"
    for step in range(steps + 1):
        if state == "E" and not tape[head] and not any(tape[head:]):
            ones = bytes(tape[:head]).lstrip(b"\0").split(b"\0")
            if len(ones) <= 2:
                a, b = (len(part) for part in [b"", *ones][-2:])
                yield step, a, b, head - size - 1 - b
        write, move, state = RULES["ABCDEF".index(state)][tape[head]]
        tape[head], head = int(write), head + move


def test_every_milestone_of_four_million_steps_is_the_map_s_and_none_is_missing():
    step, there, cell, count = FIRST_STEP, FIRST, -4, 0
    plain = Plain(TABLE)
    for seen in visits(4_000_000):
        assert seen == (step, there.a, there.b, cell)
        plain.advance(step)
        assert plain.configuration() == there.configuration(cell)
        assert milestone(plain.configuration()) == there
        step, there, cell, count = step + there.steps, there.following, cell - 1, count + 1
    assert count == 15 and step > 4_000_000


def test_plain_configurations_in_between_are_no_milestones():
    plain, found = Plain(TABLE), []
    for step in range(12_000):
        plain.advance(step)
        there = milestone(plain.configuration())
        if there is not None:
            found.append((step, there.a, there.b))
    assert found == [
        (11, 0, 4), (58, 2, 8), (169, 4, 14), (419, 6, 23), (919, 5, 36),
        (2128, 7, 56), (4841, 9, 86), (10_933, 11, 131),
    ]  # fmt: skip


def test_the_accelerated_run_meets_2000_milestones():
    """After them b has 354 digits; tapes are compared while they are short."""
    run, step, there, cell = ANTIHYDRA.start(), FIRST_STEP, FIRST, -4
    for k in range(2000):
        run.advance(step - 1)
        if k < 25:
            assert milestone(run.configuration()) is None
        run.advance(step)
        assert (run.steps, run.halted, run.nonzero) == (step, False, there.a + there.b)
        if k < 25:
            assert run.configuration() == there.configuration(cell)
        step, there, cell = step + there.steps, there.following, cell - 1
    assert len(str(there.b)) == 354
    assert iterate(FIRST, 2000).end == there and iterate(FIRST, 2000).steps == step - FIRST_STEP


def test_each_rule_from_anywhere():
    rng, halts = random.Random(3), 0
    for _ in range(300):
        start = Milestone(a=rng.choice((0, 0, 1, 2, rng.randrange(60))), b=rng.randint(2, 120))
        cell = rng.randint(-50, 50)
        run = Plain(TABLE, start.configuration(cell))
        assert milestone(run.configuration()) == start
        run.advance(start.steps - 1)
        assert not run.halted
        run.advance(10**6 if start.following is None else start.steps)
        assert run.steps == start.steps
        assert run.halted == (start.following is None) == (start.a == 0 and start.b % 2 == 1)
        if run.halted:
            assert run.state == 5 and run.head == cell - 1
            halts += 1
        else:
            assert run.configuration() == start.following.configuration(cell - 1)
    assert halts >= 40


def test_other_configurations_are_no_milestones():
    good = Milestone(a=3, b=5).configuration()
    assert milestone(good) == Milestone(a=3, b=5) and good.tape == b"\1\1\1\0\1\1\1\1\1"
    for state, head, tape in (
        (3, 0, good.tape), (4, -1, good.tape), (4, 1, good.tape), (4, 0, b"\1\0\1"),
        (4, 0, b"\1\1\0\0\1\1"), (4, 0, b"\1\0\1\0\1\1"), (4, 0, b"\1"), (4, 0, b""),
    ):  # fmt: skip
        first = -len(tape)
        assert milestone(Configuration(state=state, head=head, first=first, tape=tape)) is None
    for a, b in ((-1, 4), (0, 1), (2, 0)):
        with pytest.raises(DomainError, match="need a >= 0 and b >= 2"):
            Milestone(a=a, b=b)


def test_many_applications_at_once_are_those_one_by_one():
    rng, halts = random.Random(8), 0
    for _ in range(400):
        start = Milestone(a=rng.randrange(5), b=rng.randrange(2, 10 ** rng.randint(1, 80)))
        count, there, steps, odd = rng.randrange(400), start, 0, []
        while there.following is not None and len(odd) < count:
            steps, odd, there = steps + there.steps, [*odd, there.b % 2], there.following
        halted = len(odd) < count
        orbit = iterate(start, count)
        steps += there.steps if halted else 0
        assert (orbit.end, orbit.steps, orbit.halted) == (there, steps, halted)
        assert list(orbit.odd) == odd
        balance = list(orbit.balance())
        assert balance == list(accumulate((2 - 3 * p for p in odd), initial=start.a))
        assert balance[-1] == there.a and min(balance) >= 0
        halts += halted
    assert 40 <= halts <= 360


def test_h_is_multiplied_by_three_halves_and_does_not_halt_for_100_000_milestones():
    orbit = iterate(FIRST, 100_000)
    assert not orbit.halted and len(orbit.odd) == 100_000
    h = 8
    for odd in orbit.odd[:3000]:
        assert h % 2 == odd
        h = 3 * h // 2
    assert iterate(FIRST, 3000).end.b == h - 4
    ups, downs = orbit.odd.count(0), orbit.odd.count(1)
    assert orbit.end.a == 2 * ups - downs
    assert all(after - before in (2, -1) for before, after in pairwise(orbit.balance()))
    # in two parts it is the same, to the last digit
    parts = iterate(FIRST, 33_333)
    more = iterate(parts.end, 66_667)
    assert (more.end, parts.steps + more.steps) == (orbit.end, orbit.steps)
    with pytest.raises(DomainError, match="count: got -1, need at least 0"):
        iterate(FIRST, -1)
    assert iterate(FIRST, 0).end == FIRST and iterate(FIRST, 0).steps == 0


def test_a_after_a_million_milestones():
    """The value that others found (bbchallenge): a = 498503."""
    assert iterate(FIRST, 1_000_000).end.a == 498_503
