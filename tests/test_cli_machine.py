"""``computable machine`` on the terminal."""

import pytest


def test_runs_are_counted_exactly(run):
    found = run("machine", "run", "BB(5)")
    assert (found.code, found.err) == (0, "")
    assert found.lines[0] == "halted after 47176870 steps"
    assert found.lines[1].split() == ["tape", "4098", "cells", "are", "not", "0"]
    long = run("machine", "run", "1RB2LA1RA2LB2LA_0LA2RB3RB4RA1RZ")
    assert long.lines[0].startswith("halted after 1.90282e704 steps") or "e704" in long.lines[0]
    assert all(len(line) <= 80 for line in long.lines)


def test_what_does_not_halt(run):
    found = run("machine", "run", "antihydra", "--steps", "1000000")
    assert found.code == 1 and found.lines[0] == "has not halted within 1000000 steps"
    found = run("machine", "run", "1RB0LB_1RA1RZ")
    assert found.code == 1 and found.lines[0].startswith("never halts")
    found = run("machine", "decide", "1RB0LB_1RA1RZ")
    assert (found.code, found.out) == (0, "never halts (translated-cycle)\n")
    found = run("machine", "decide", "BB(4)")
    assert (found.code, found.out) == (0, "halts after 107 steps\n")


def test_the_list_and_help(run):
    found = run("machine", "list")
    assert "antihydra" in found.out and all(len(line) <= 80 for line in found.lines)
    assert "Examples:" in run("machine", "--help").out
    assert "Examples:" in run("machine", "run", "--help").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "1RB1XA"], "machine: position 5: got 'X', need the move L or R"),
        (["run", "BB(7)"], "machine: position 1: got 'B', need a symbol"),
        (["run", "BB(2)", "--steps", "0"], "--steps, --work: got 0, need positive integers"),
        (["decide", "--", "---"], "machine: got 1 instructions before position 4"),
    ],
)
def test_bad_input_is_one_line(run, arguments, words):
    found = run("machine", *arguments)
    assert found.code == 2 and words in found.err and found.err.count("\n") == 1
