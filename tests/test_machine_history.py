"""Runs of Turing machines as lines and as pictures, against runs by code of its own."""

import random
import re
import struct
from itertools import pairwise

import machine_witnesses
import numpy as np
import pytest
from test_machine_turing import drawn

from computable import DomainError
from computable.cli.space_time import draw_space_time
from computable.machine import Configuration, TuringMachine
from computable.machine.catalogue import CATALOGUE
from computable.machine.turing import space_time as pictures
from computable.machine.turing.history import Window, history, history_lines, row_text, visited
from computable.machine.turing.space_time import space_time
from computable.machine.turing.table import parse_table

GREYS = [(k / 3, k / 3, k / 3) for k in range(4)]


def never_halting(rng, count):
    """Yield random tables that do not halt in 200 steps, with the first of their configurations."""
    while count:
        table = drawn(rng)
        if len(table) < 26 and (seen := machine_witnesses.history(TuringMachine(table).text, 200)):
            count -= 1
            yield table, seen


def test_each_moment_is_that_of_other_code():
    for table, seen in never_halting(random.Random(1), 100):
        moments = list(history(table, 200))
        assert len(moments) == len(seen) == 201
        for step, (moment, (state, head, cells)) in enumerate(zip(moments, seen, strict=True)):
            there = moment.configuration
            assert (moment.step, moment.halted) == (step, False)
            assert (there.state, there.head) == (state, head)
            tape = {there.first + k: s for k, s in enumerate(there.tape) if s}
            assert tape == cells
        assert visited(table, 200) == Window(
            min(head for _, head, _ in seen), max(head for _, head, _ in seen) + 1
        )


def test_a_history_ends_with_the_halting_step():
    for name in ("BB(2)", "BB(3)", "BB(4)", "BB(2, 3)"):
        known = CATALOGUE[name]
        moments = list(history(known.machine.table, 1000))
        assert [m.step for m in moments] == list(range(known.steps + 1))
        assert [m.halted for m in moments] == [False] * known.steps + [True]
        assert moments[-1].configuration.nonzero == known.nonzero
    undefined = list(history(parse_table("1RB---_1LA1LA"), 10))
    assert undefined[-1].halted and undefined[-1].configuration.state == 0
    start = Configuration(state=1, head=3, first=2, tape=b"\1\1")
    moved = list(history(parse_table("1RB1LA_1LA0RB"), 2, start))
    assert moved[0].configuration == start and visited(parse_table("1RB1LA_1LA0RB"), 2, start)


def cells(line):
    """Return (symbol, whether in brackets) of each cell in a line, and the places of cells."""
    row = re.sub(r"^ *\d+ \S+ +?(?=[ \[.])", lambda m: " " * len(m[0]), line)
    found = list(re.finditer(r"(\[?)(\d+)(\]?)", row))
    assert all(bool(m[1]) == bool(m[3]) for m in found)
    return [(int(m[2]), bool(m[1])) for m in found], [m.end(2) for m in found]


def test_lines_show_the_tape_and_mark_the_head():
    rng = random.Random(2)
    for table, seen in never_halting(rng, 100):
        window = visited(table, 200)
        narrow = window.end - window.first <= 28
        columns = []
        for moment, (state, head, tape) in zip(history(table, 200), seen, strict=True):
            line = row_text(
                moment, states=len(table), symbols=len(table[0]), window=window, digits=3
            )
            assert len(line) <= 80 and line.split()[:2][0] == str(moment.step)
            assert line.split()[1].startswith("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[state])
            shown, places = cells(line)
            assert sum(marked for _, marked in shown) == 1
            at = next(k for k, (_, marked) in enumerate(shown) if marked)
            assert all(symbol == tape.get(head + k - at, 0) for k, (symbol, _) in enumerate(shown))
            if narrow:
                assert len(shown) == window.end - window.first and head - at == window.first
                columns.append(tuple(places))
        assert len(set(columns)) <= 1  # cells are below each other


def test_a_wide_tape_is_followed():
    lines = list(history_lines(CATALOGUE["bouncer"].machine.table, 3000))
    assert len(lines) == 3001 and max(map(len, lines)) <= 80
    assert all(line.count("[") == line.count("]") == 1 for line in lines)
    assert any(line.endswith("...") for line in lines) and any("... 1" in line for line in lines)
    assert all(len(line) >= 60 for line in lines[2000:])
    many = "_".join("".join(f"{(7 * s + k) % 256}RA" for s in range(256)) for k in range(2))
    lines = list(history_lines(parse_table(many), 50, width=50))
    assert max(map(len, lines)) <= 50 and all("[" in line for line in lines)


def test_pictures_of_short_runs_are_exact():
    for table, seen in never_halting(random.Random(3), 60):
        shown = space_time(table, 200, GREYS[: len(table[0])])
        rows, columns = shown.colours.shape[:2]
        assert (rows, shown.stride, shown.share, shown.halted) == (201, 1, 1, False)
        assert columns == shown.cells
        assert shown.heads == tuple(head for _, head, _ in seen)
        assert shown.states == tuple(state for state, _, _ in seen)
        for row, (_, head, tape) in enumerate(seen):
            assert shown.columns()[row] == head - shown.first
            expected = [tape.get(shown.first + c, 0) / 3 for c in range(columns)]
            assert np.allclose(shown.colours[row, :, 0], expected, rtol=0, atol=1e-6)
            assert all(shown.first <= cell < shown.first + columns for cell in tape)
        assert shown.nonzero == len(seen[-1][2])


@pytest.mark.parametrize("side", [7, 20, 63])
def test_long_runs_are_seen_evenly_and_in_mean_colours(side, monkeypatch):
    for name in ("BB(4)", "BB(2, 4)", "antihydra", "runaway"):
        table = CATALOGUE[name].machine.table
        shown = space_time(table, 999, GREYS[: len(table[0])], side=side)
        rows, columns = shown.colours.shape[:2]
        assert rows <= side and columns <= side and shown.share * columns >= shown.cells
        assert shown.stride * (rows - 1) <= shown.steps < shown.stride * rows
        moments = list(history(table, 999))
        assert shown.steps == len(moments) - 1
        for row, moment in enumerate(moments[:: shown.stride]):
            there = moment.configuration
            assert (shown.heads[row], shown.states[row]) == (there.head, there.state)
            ends = there.first + len(there.tape), there.head + 1
            assert (
                shown.first
                <= min(there.first, there.head)
                <= max(ends)
                <= shown.first + shown.cells
            )
            tape = there.cells(shown.first, shown.first + columns * shown.share)
            means = np.array(list(tape)).reshape(columns, shown.share).mean(axis=1) / 3
            assert np.allclose(shown.colours[row, :, 2], means, rtol=0, atol=1e-6)
        with monkeypatch.context() as patch:
            patch.setattr(pictures, "PLAIN", 10)  # the accelerated run shows the same
            fast = space_time(table, 999, GREYS[: len(table[0])], side=side)
        assert np.array_equal(fast.colours, shown.colours) and fast.heads == shown.heads
        assert fast.states == shown.states and fast.nonzero == shown.nonzero


def test_pictures_have_limits():
    table = CATALOGUE["runaway"].machine.table
    for steps in (-1, 10**9 + 1):
        with pytest.raises(DomainError, match="steps, need 0 to 1000000000"):
            space_time(table, steps, GREYS)
    with pytest.raises(DomainError, match="picture: the tape gets longer than 1000000 cells"):
        space_time(table, 10**8, GREYS)


@pytest.mark.parametrize(
    ("name", "steps"), [("BB(2)", 0), ("BB(3)", 50), ("antihydra", 3000), ("BB(5)", 10**5)]
)
def test_drawn_pictures_have_a_size_for_people(tmp_path, name, steps):
    path = draw_space_time(tmp_path / "a.png", CATALOGUE[name].machine.table, steps=steps)
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    assert 300 <= width <= 2600 and 300 <= height <= 2600
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]
    again = draw_space_time(tmp_path / "b.png", CATALOGUE[name].machine.table, steps=steps)
    assert again.read_bytes() == path.read_bytes()


def test_pictures_of_odd_machines(tmp_path):
    """One row, an undefined instruction at once, 256 symbols, 800 states."""
    rng = random.Random(4)
    wide = "_".join(
        "".join(f"{rng.randrange(256)}{rng.choice('LR')}{rng.choice('AB')}" for _ in range(256))
        for _ in "AB"
    )
    chain = "_".join(f"1R{name}---" for name, _ in pairwise(names(801)))
    for text in ("---1RA", "1RB1LB_1LA1RZ", wide, chain):
        for ending in ("png", "svg", "pdf"):
            path = draw_space_time(tmp_path / f"x.{ending}", parse_table(text), steps=40)
            assert path.stat().st_size > 1000


def names(count):
    from computable.machine.turing.table import state_name

    return [state_name(k + 1) for k in range(count)]
