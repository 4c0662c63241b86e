"""The checker of Turing machines: every rule has an accepted and a minimally broken file."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import machine_files
import pytest
from test_checker_training import GONE, changed

from proofs import checker_machine

HEAD: dict[str, Any] = {"format": "computable-certificate", "version": 1}
OK, NO, BAD, ELSE = "accepted", "rejected", "malformed", "unsupported"


def file(text: str, argument: dict[str, Any]) -> dict[str, Any]:
    machine = {"kind": "turing", "text": text}
    return {**HEAD, "claim": {"kind": "non-halting"}, "machine": machine, "argument": argument}


CHAMPION = "1RB1LB_1LA1RZ"
HALTS: dict[str, Any] = {
    **HEAD,
    "claim": {"kind": "halting", "steps": 6},
    "machine": {"kind": "turing", "text": CHAMPION},
}
TO_AND_FRO = file("0RB1RA_0LA1LA", {"kind": "cycle", "start": 0, "period": 2})
TURNS = file("0RB1RA_0LA1LA", {"kind": "translated-cycle", "start": 0, "period": 2, "shift": 1})
# writes a 1 and walks to the right, reading what it wrote before: the period is 5, from step 4
WALKS = file("1RB1RA_0LB1LA", {"kind": "translated-cycle", "start": 4, "period": 5, "shift": 1})
MIRRORED = changed(WALKS, {"machine.text": "1LB1LA_0RB1RA", "argument.shift": -1})
# at the last cell that they read, the tape is another one, and they halt
FALLS = file(
    "1RB1RC_0LC---_0LZ1RC", {"kind": "translated-cycle", "start": 2, "period": 1, "shift": 1}
)
FALLS_LEFT = file(
    "1LB0LZ_1RB1LA", {"kind": "translated-cycle", "start": 0, "period": 3, "shift": -1}
)
LOOKS = file("1RB0LA_1LA1RZ", {"kind": "backward", "depth": 4})
WRITES = file("0RC0LC_0LA0LZ_1RB0LA", {"kind": "backward", "depth": 6})
GRAMS = file(
    "1RB0LA_1LA1RZ",
    {
        "kind": "n-grams",
        "n": 1,
        "contexts": [
            [[0], 0, 0, [0]],
            [[0], 0, 1, [1]],
            [[1], 1, 0, [0]],
            [[1], 1, 0, [1]],
        ],
        "left": [[0]],
        "right": [[0], [1]],
    },
)
RIGHT = file(
    "0RA---",
    {"kind": "n-grams", "n": 2, "contexts": [[[0, 0], 0, 0, [0, 0]]], "left": [[0, 0]]}
    | {"right": [[0, 0]]},
)
HALTED = {"machine.text": "0RA1RZ", "argument.contexts.+": [[0, 0], 0, 1, [1, 1]]}
LEFT = changed(RIGHT, {"machine.text": "0LA---"})
CHAIN = "_".join(f"1R{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[k + 1 :][:1] or 'AA'}---" for k in range(26))
EARLY = {"machine.text": "1RB1RB_1RZ1RZ"}  # nothing halts in 3 steps, for it halts in 2

RULES: list[tuple[str, Any, dict[str, Any], str]] = [
    # halting
    ("6 steps", HALTS, {}, OK),
    ("5 steps", HALTS, {"claim.steps": 5}, NO),
    ("7 steps", HALTS, {"claim.steps": 7}, NO),
    ("no steps", HALTS, {"claim.steps": 0}, BAD),
    ("-1 steps", HALTS, {"claim.steps": -1}, BAD),
    ("the longest run", HALTS, {"claim.steps": 4_000_000}, NO),
    ("a longer run", HALTS, {"claim.steps": 4_000_001}, BAD),
    ("10^18 steps", HALTS, {"claim.steps": 10**18}, BAD),
    ("True steps", changed(HALTS, {"machine.text": "---1RA"}), {"claim.steps": True}, BAD),
    ("6.0 steps", HALTS, {"claim.steps": 6.0}, BAD),
    ("'6' steps", HALTS, {"claim.steps": "6"}, BAD),
    ("without steps", HALTS, {"claim.steps": GONE}, BAD),
    ("an argument for a halt", HALTS, {"argument": {"kind": "cycle"}}, BAD),
    ("a halt in digits", HALTS, {"claim.digits": 1}, BAD),
    # the table
    ("a halting state of another name", HALTS, {"machine.text": "1RB1LB_1LA1RC"}, OK),
    ("... which is a state", HALTS, {"machine.text": "1RB1LB_1LA1RB"}, NO),
    ("undefined instead", HALTS, {"machine.text": "1RB1LB_1LA---"}, OK),
    ("undefined at once", HALTS, {"machine.text": "---1RA", "claim.steps": 1}, OK),
    ("... takes a step", HALTS, {"machine.text": "---1RA", "claim.steps": 2}, NO),
    ("26 states", HALTS, {"machine.text": CHAIN, "claim.steps": 26}, OK),
    ("... of which Z is one", HALTS, {"machine.text": CHAIN, "claim.steps": 25}, NO),
    ("25 states", HALTS, {"machine.text": CHAIN[:-8], "claim.steps": 25}, OK),
    ("... and a state AA", HALTS, {"machine.text": CHAIN[:-8].replace("1RZ", "1RAA")}, BAD),
    ("a state of 6 letters", HALTS, {"machine.text": CHAIN[:-8] + "_1RAAAAAA---"}, NO),
    ("a state of 7 letters", HALTS, {"machine.text": CHAIN[:-8] + "_1RAAAAAAA---"}, BAD),
    ("no state", HALTS, {"machine.text": "1RB1LB_1LA1R"}, BAD),
    ("a state in small letters", HALTS, {"machine.text": "1RB1LB_1LA1Rz"}, BAD),
    ("256 symbols", HALTS, {"machine.text": "255RZ" * 256, "claim.steps": 1}, OK),
    ("257 symbols", HALTS, {"machine.text": "255RZ" * 257, "claim.steps": 1}, BAD),
    ("one symbol", HALTS, {"machine.text": "0RZ", "claim.steps": 1}, BAD),
    ("a symbol of two digits", HALTS, {"machine.text": "10RZ" * 11, "claim.steps": 1}, OK),
    ("... beyond the last", HALTS, {"machine.text": "11RZ" * 11, "claim.steps": 1}, BAD),
    ("a symbol 00", HALTS, {"machine.text": "00RZ1RZ", "claim.steps": 1}, BAD),
    ("a short row", HALTS, {"machine.text": "1RB1LB_1LA"}, BAD),
    ("a long row", HALTS, {"machine.text": "1RB1LB_1LA1RZ1RZ"}, BAD),
    ("an empty row", HALTS, {"machine.text": "1RB1LB_1LA1RZ_"}, BAD),
    ("an empty text", HALTS, {"machine.text": ""}, BAD),
    ("two dashes", HALTS, {"machine.text": "1RB1LB_1LA--"}, BAD),
    ("a space", HALTS, {"machine.text": "1RB1LB 1LA1RZ"}, BAD),
    ("a new line", HALTS, {"machine.text": "1RB1LB_1LA1RZ\n"}, BAD),
    ("a zero byte", HALTS, {"machine.text": "1RB1LB_1LA1RZ\0"}, BAD),
    ("another digit", HALTS, {"machine.text": "1RB1LB_1LA\u0661RZ"}, BAD),
    ("a text that is none", HALTS, {"machine.text": 1}, BAD),
    ("no text", HALTS, {"machine.text": GONE}, BAD),
    ("a machine with a name", HALTS, {"machine.name": "BB(2)"}, BAD),
    ("no machine", HALTS, {"machine": GONE}, BAD),
    ("a machine that is a text", HALTS, {"machine": CHAMPION}, BAD),
    ("a register program", HALTS, {"machine": {"kind": "register", "text": "a = 1"}}, ELSE),
    # a cycle
    ("to and fro", TO_AND_FRO, {}, OK),
    ("... from later", TO_AND_FRO, {"argument.start": 1}, OK),
    ("... twice", TO_AND_FRO, {"argument.period": 4}, OK),
    ("... not yet back", TO_AND_FRO, {"argument.period": 3}, NO),
    ("... to the end of time", TO_AND_FRO, {"argument.start": 3_999_998}, OK),
    ("... and beyond", TO_AND_FRO, {"argument.start": 3_999_999}, BAD),
    ("... from before the start", TO_AND_FRO, {"argument.start": -1}, BAD),
    ("... in no time", TO_AND_FRO, {"argument.period": 0}, BAD),
    ("... shifted by nothing", TO_AND_FRO, {"argument.shift": 0}, BAD),
    ("... True times", TO_AND_FRO, {"argument.start": True}, BAD),
    ("another tape", TO_AND_FRO, {"machine.text": "1RB0RB_0LA1LA"}, NO),
    ("another state", TO_AND_FRO, {"machine.text": "0RB1RA_0LC1LA_0RA0RA"}, NO),
    ("another head", TO_AND_FRO, {"machine.text": "0RB1RA_0RA1LA"}, NO),
    ("a halt before", changed(TO_AND_FRO, {"machine.text": CHAMPION}), {"argument.start": 8}, NO),
    ("a halt in it", changed(TO_AND_FRO, {"machine.text": "---1RA"}), {}, NO),
    ("no argument", TO_AND_FRO, {"argument": GONE}, BAD),
    ("a list of arguments", TO_AND_FRO, {"argument": []}, BAD),
    ("another argument", TO_AND_FRO, {"argument.kind": "bouncer"}, ELSE),
    ("an argument of no kind", TO_AND_FRO, {"argument.kind": ["cycle"]}, ELSE),
    # a translated cycle
    ("walking", WALKS, {}, OK),
    ("... from later", WALKS, {"argument.start": 9}, OK),
    ("... two periods", WALKS, {"argument.period": 10, "argument.shift": 2}, OK),
    ("... one too early", WALKS, {"argument.start": 3}, NO),
    ("... in 4", WALKS, {"argument.period": 4}, NO),
    ("... farther", WALKS, {"argument.shift": 2}, NO),
    ("... the other way", WALKS, {"argument.shift": -1}, NO),
    ("... not at all", WALKS, {"argument.shift": 0}, BAD),
    ("... True cells", WALKS, {"argument.shift": True}, BAD),
    ("... without a shift", WALKS, {"argument.shift": GONE}, BAD),
    ("... far", WALKS, {"argument.shift": 4_000_001}, BAD),
    ("... as a cycle", WALKS, {"argument.kind": "cycle", "argument.shift": GONE}, NO),
    ("walking to the left", MIRRORED, {}, OK),
    ("... one too early", MIRRORED, {"argument.start": 3}, NO),
    ("... to the right", MIRRORED, {"argument.shift": 1}, NO),
    ("coming back is no walk", TURNS, {}, NO),
    ("another cell where it was", FALLS, {}, NO),
    ("... on the way to the left", FALLS_LEFT, {}, NO),
    # looking back
    ("looking back", LOOKS, {}, OK),
    ("... farther", LOOKS, {"argument.depth": 10_000}, OK),
    ("... less far", LOOKS, {"argument.depth": 3}, NO),
    ("... too far", LOOKS, {"argument.depth": 10_001}, BAD),
    ("... not at all", LOOKS, {"argument.depth": 0}, BAD),
    ("... past a cell that is written again", WRITES, {}, OK),
    ("nothing halts", TO_AND_FRO, {"argument": {"kind": "backward", "depth": 1}}, OK),
    ("something halts at once", LOOKS, {"argument.depth": 1}, NO),
    ("it has halted before", changed(LOOKS, EARLY), {"argument.depth": 3}, NO),
    ("a depth with a start", LOOKS, {"argument.start": 0}, BAD),
    # n-grams
    ("contexts", GRAMS, {}, OK),
    ("... more than are needed", GRAMS, {"argument.contexts.+": [[0], 0, 1, [0]]}, OK),
    ("... one of them twice", GRAMS, {"argument.contexts.+": [[0], 0, 1, [1]]}, OK),
    ("... without the start", GRAMS, {"argument.contexts.0": GONE}, NO),
    ("... without one to the left", GRAMS, {"argument.contexts.1": GONE}, NO),
    ("... without one to the right", GRAMS, {"argument.contexts.2": GONE}, NO),
    ("... without another to the right", GRAMS, {"argument.contexts.3": GONE}, NO),
    ("... with a halt", GRAMS, {"argument.contexts.+": [[0], 1, 1, [0]]}, NO),
    ("... without 0 on the left", GRAMS, {"argument.left": []}, NO),
    ("... without 0 on the right", GRAMS, {"argument.right": [[1]]}, NO),
    ("... without 1 on the right", GRAMS, {"argument.right": [[0]]}, NO),
    ("... with 1 on the left", GRAMS, {"argument.left.+": [1]}, NO),
    ("... of symbol 2", GRAMS, {"argument.contexts.+": [[0], 0, 2, [0]]}, BAD),
    ("... of state 2", GRAMS, {"argument.contexts.+": [[0], 2, 0, [0]]}, BAD),
    ("... of True", GRAMS, {"argument.contexts.0": [[0], 0, False, [0]]}, BAD),
    ("... with a cell 2", GRAMS, {"argument.left.+": [2]}, BAD),
    ("... with two cells", GRAMS, {"argument.left.+": [0, 0]}, BAD),
    ("... of three parts", GRAMS, {"argument.contexts.+": [[0], 0, 0]}, BAD),
    ("... in an object", GRAMS, {"argument.contexts": {}}, BAD),
    ("... of width 0", GRAMS, {"argument.n": 0}, BAD),
    ("... of width 101", GRAMS, {"argument.n": 101}, BAD),
    ("... of no width", GRAMS, {"argument.n": GONE}, BAD),
    ("what is lost on the left", RIGHT, {"argument.contexts.+": [[0, 1], 0, 0, [0, 0]]}, NO),
    ("what is lost on the right", LEFT, {"argument.contexts.+": [[0, 0], 0, 0, [1, 0]]}, NO),
    ("to the right for ever", RIGHT, {}, OK),
    ("... without 0 ahead", RIGHT, {"argument.right": []}, NO),
    ("... and a halt that leads nowhere", RIGHT, HALTED, NO),
    ("... or against a 1", RIGHT, {"argument.right.+": [0, 1]}, NO),
    ("... or against one elsewhere", RIGHT, {"argument.right.+": [1, 0]}, OK),
    ("to the left for ever", LEFT, {}, OK),
    ("... without 0 ahead", LEFT, {"argument.left": []}, NO),
    ("... or against a 1", LEFT, {"argument.left.+": [1, 0]}, NO),
    ("... or against one elsewhere", LEFT, {"argument.left.+": [0, 1]}, OK),
    # the file
    ("a decider", HALTS, {"claim.kind": "decider"}, ELSE),
    ("a refutation", HALTS, {"claim.kind": "refutation"}, ELSE),
    ("a claim of no kind", HALTS, {"claim.kind": ["halting"]}, ELSE),
    ("no claim", HALTS, {"claim": GONE}, BAD),
    ("a claim that is none", HALTS, {"claim": "halting"}, BAD),
    ("another format", HALTS, {"format": "certificate"}, BAD),
    ("another version", HALTS, {"version": 2}, BAD),
    ("version True", HALTS, {"version": True}, BAD),
    ("an unknown field", HALTS, {"labels": []}, BAD),
    ("a transcript", HALTS, {"transcript": []}, BAD),
    ("about anything", HALTS, {"about": [1.5, {"é": None}]}, OK),
]


def replaced(base: Any, changes: dict[str, Any]) -> Any:
    """Return a changed copy; what one change brings in, another one may change."""
    return changed(base, {path: v if v is GONE else deepcopy(v) for path, v in changes.items()})


def verdict(document: Any) -> tuple[str, str]:
    try:
        return OK, checker_machine.check(json.dumps(document).encode())
    except checker_machine.No as no:
        return no.args[0], no.args[1]


@pytest.mark.parametrize(("name", "base", "changes", "deserved"), RULES, ids=[r[0] for r in RULES])
def test_rule(name: str, base: Any, changes: dict[str, Any], deserved: str) -> None:
    document = replaced(base, changes)
    assert verdict(document)[0] == deserved, verdict(document)
    if deserved != ELSE:  # perhaps it is for another checker
        assert machine_files.verdict(json.dumps(document).encode()) == deserved
    if deserved == OK:
        assert machine_files.is_true(document)
