"""Certificates about machines as objects: their documents, files and errors."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import machine_files
import pytest
from true_machine_files import reductions

import computable
from computable import DomainError, Rejected
from computable.machine import Program, RegisterProgram, TuringMachine
from computable.machine.deciding.ngrams import find_ngrams
from computable.machine.deciding.witness import Backward, Cycle, TranslatedCycle
from computable.machine.turing.countdown import halting_after
from proofs.machine_proof import LONGEST_RUN, MachineProof, machine_document, witness_document
from proofs.proof_file import judge

CHAMPION = TuringMachine.parse("1RB1LB_1LA1RZ")
RUNAWAY = TuringMachine.parse("1RA1RA")
LOOKS = TuringMachine.parse("1RB0LA_1LA1RZ")
FRO = TuringMachine.parse("0RB1RA_0LA1LA")
GRAMS = find_ngrams(LOOKS.table, 2)
LOOP, ONE = RegisterProgram("while 1:\n    pass\n"), RegisterProgram("a = 1")
PROOFS = {
    "halts": MachineProof(machine=CHAMPION, steps=6),
    "cycle": MachineProof(machine=FRO, witness=Cycle(start=0, period=2)),
    "translated cycle": MachineProof(
        machine=RUNAWAY, witness=TranslatedCycle(start=3, period=1, shift=1)
    ),
    "backward": MachineProof(machine=LOOKS, witness=Backward(depth=4)),
    "n-grams": MachineProof(machine=LOOKS, witness=GRAMS),
    "program": MachineProof(machine=RegisterProgram('a = 1  # \\ "\t\r\n'), steps=1),
    "loop": MachineProof(machine=LOOP, witness=Cycle(start=0, period=1)),
    "pessimist": MachineProof(machine=ONE, steps=1, decider=RegisterProgram("halts = 0")),
    "optimist": MachineProof(
        machine=LOOP, witness=Cycle(start=2, period=3), decider=RegisterProgram("halts = 2")
    ),
    "optimist about a table": MachineProof(
        machine=FRO, witness=Cycle(start=0, period=2), decider=RegisterProgram("halts = 1")
    ),
    "reduction": reductions()[0],
}
CLAIMS = {
    "halts": {"kind": "halting", "steps": 6},
    "backward": {"kind": "non-halting"},
    "pessimist": {"kind": "decider", "says": "never halts", "steps": 1},
    "optimist": {"kind": "decider", "says": "halts"},
}


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_is_checked_written_and_read_back(name: str, tmp_path: Path) -> None:
    proof: Any = PROOFS[name]
    assert proof.check()
    path = proof.save(tmp_path / "folder" / "proof.json")
    data = path.read_bytes()
    assert data == proof.text().encode("ascii") and data.endswith(b"}\n")
    assert json.loads(data) == json.loads(json.dumps(proof.document()))
    assert len(data.splitlines()) == len(proof.document())  # one line a field
    assert computable.load(path) == proof
    assert computable.check(path) == proof.check()
    if name != "optimist about a table":
        assert machine_files.verdict(data) == "accepted"


@pytest.mark.parametrize("name", CLAIMS)
def test_the_claim_says_what_is_proved(name: str) -> None:
    document = PROOFS[name].document()
    assert document["claim"] == CLAIMS[name]
    assert ("argument" in document) == (name in ("backward", "optimist"))


def test_readers_find_what_they_are_told() -> None:
    told = {"algorithm": '\u00e9 "quoted"\n'}
    for proof in (replace(PROOFS["halts"], about=told), replace(reductions()[1], about=told)):
        assert proof.document()["about"] == told and proof.check()
        assert proof.text().isascii()


def test_what_is_shown() -> None:
    assert repr(PROOFS["halts"]) == "MachineProof(halts after 6 steps)"
    assert repr(PROOFS["n-grams"]) == "MachineProof(never halts, n-grams)"
    assert repr(PROOFS["pessimist"]) == "MachineProof(a decider says 'never halts', which is false)"
    assert repr(PROOFS["optimist"]) == "MachineProof(a decider says 'halts', which is false)"
    assert repr(reductions()[0]).startswith("Reduction(the machine halts after 18 steps, ")


def test_what_is_false_is_rejected() -> None:
    false = [
        MachineProof(machine=CHAMPION, steps=5),
        MachineProof(machine=CHAMPION, witness=Cycle(start=0, period=1)),
        MachineProof(machine=LOOKS, witness=Backward(depth=3)),
        MachineProof(machine=LOOKS, witness=replace(GRAMS, contexts=frozenset())),
        MachineProof(machine=ONE, steps=2),
        MachineProof(machine=ONE, steps=1, decider=RegisterProgram("halts = 1")),
        replace(reductions()[0], machine=CHAMPION),
        replace(reductions()[0], error=Fraction(1)),
    ]
    for proof in false:
        with pytest.raises(Rejected):
            proof.check()


@pytest.mark.parametrize(
    ("proof", "message"),
    [
        (lambda: MachineProof(machine=CHAMPION), "need steps or a witness, one of them"),
        (
            lambda: MachineProof(machine=CHAMPION, steps=6, witness=Backward(depth=1)),
            "need steps or a witness, one of them",
        ),
        (
            lambda: MachineProof(machine=CHAMPION, steps=LONGEST_RUN + 1).document(),
            "a run of 4000001 steps, a checker replays at most 4000000",
        ),
        (
            lambda: replace(reductions()[0], steps=10**9).text(),
            "a run of 1000000002 steps, a checker replays at most 4000000",
        ),
        (
            lambda: MachineProof(machine=Program("def f():\n    yield\n"), steps=2).document(),
            "got a Program, need a TuringMachine or a RegisterProgram in ASCII",
        ),
        (
            lambda: replace(reductions()[0], centre=Fraction(1, 3 << 4_000_000)).document(),
            "the format has 4000000",
        ),
    ],
)
def test_what_has_no_place_in_a_file(proof: Any, message: str) -> None:
    with pytest.raises(DomainError) as error:
        proof()
    assert message in str(error.value) and "\n" not in str(error.value)


NO_PLACE: dict[str, Any] = {
    "no steps": lambda: MachineProof(machine=CHAMPION, steps=0),
    "True steps": lambda: MachineProof(machine=TuringMachine.parse("---1RA"), steps=True),
    "steps that are no integer": lambda: MachineProof(machine=CHAMPION, steps=Fraction(6)),
    "a long cycle": lambda: MachineProof(machine=FRO, witness=Cycle(start=LONGEST_RUN, period=2)),
    "a deep look": lambda: MachineProof(machine=LOOKS, witness=Backward(depth=10_001)),
    "a program and a look": lambda: MachineProof(machine=LOOP, witness=Backward(depth=1)),
    "a decider and a shift": lambda: MachineProof(
        machine=RUNAWAY,
        witness=TranslatedCycle(start=0, period=1, shift=1),
        decider=RegisterProgram("halts = 1"),
    ),
    "a table as a decider": lambda: MachineProof(machine=ONE, steps=1, decider=CHAMPION),
    "a long text": lambda: MachineProof(machine=RegisterProgram("a = 1 #" + "#" * 10**7), steps=1),
    "a large offset": lambda: replace(reductions()[0], offset=LONGEST_RUN),
}
"""What the format has no place for: a DomainError is due before a checker is asked."""


@pytest.mark.parametrize("name", NO_PLACE)
def test_what_the_format_does_not_hold_is_not_written(name: str) -> None:
    with pytest.raises(DomainError) as error:
        NO_PLACE[name]().text()
    assert str(error.value).startswith("certificate: ") and len(str(error.value)) < 150


def test_parts_of_documents() -> None:
    assert machine_document(CHAMPION) == {"kind": "turing", "text": "1RB1LB_1LA1RZ"}
    assert machine_document(ONE) == {"kind": "register", "text": "a = 1"}
    assert witness_document(Backward(depth=4)) == {"kind": "backward", "depth": 4}
    written = witness_document(GRAMS)
    assert [*written] == ["kind", "n", "contexts", "left", "right"]
    assert len(written["contexts"]) == len(GRAMS.contexts) and [0, 0] in written["left"]


def test_a_reduction_holds_its_refutation() -> None:
    for found in reductions():
        document = found.document()
        assert [*document][:4] == ["format", "version", "claim", "machine"]
        assert [*document][-1] == "about"
        assert (found.output, found.x) == (found.refutation.output, found.refutation.x)
        assert found.refutation.check() and judge(found.text().encode()) == (
            "accepted",
            found.check(),
        )


def test_a_long_run_is_proved() -> None:
    """Nearly as long as a file may be about, with an entry of nearly as many bits."""
    assert MachineProof(machine=halting_after(LONGEST_RUN), steps=LONGEST_RUN).check()
    found = reductions()[0]
    inner, steps = found.refutation, LONGEST_RUN - 9 - found.offset
    raised = found.centre * (1 + Fraction(1, 1 << LONGEST_RUN - 9))
    columns = list(inner.instance.columns)
    columns[found.column] = ((0, raised),)
    x = [Fraction(0)] * len(inner.x)
    x[found.column] = inner.instance.y[0] / raised
    instance = replace(inner.instance, columns=tuple(columns))
    made = replace(inner, instance=instance, x=tuple(x), witness=(1 / raised,), transcript=())
    deep = replace(found, refutation=made, machine=halting_after(steps), steps=steps)
    assert deep.check()
