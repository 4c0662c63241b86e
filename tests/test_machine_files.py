"""The checkers of machines accept nothing false, as far as mutation and a second checker can tell.

Every verdict must be that of ``machine_files``, which was written from the format's text, and what
is accepted must be true when the machine is simply run.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from functools import cache
from types import ModuleType
from typing import Any

import machine_files
import pytest
from machine_mutations import mutate
from test_checker_reduction import stripped
from true_machine_files import reductions, register_files, turing_files

from proofs import checker, checker_machine, checker_reduction, checker_register

NAMES = {
    checker_machine: ("turing", "halting non-halting"),
    checker_register: ("register", "halting non-halting decider"),
    checker_reduction: ("turing", "reduction"),
}
COUNTS = {checker_machine: 4000, checker_register: 2000, checker_reduction: 3500}
"""Changed files for each change of the project; a campaign takes ten times as many."""


@cache
def true_files(module: ModuleType, seed: int) -> list[Any]:
    if module is checker_machine:
        return list(turing_files(seed, 150))
    if module is checker_register:
        return list(register_files(seed, 150))
    return [found.document() for found in reductions()]


def judged(module: ModuleType, data: bytes) -> str:
    try:
        module.check(data)
    except module.No as no:
        return str(no.args[0])
    except Exception as error:  # anything else is a bug of the checker
        pytest.fail(f"{error!r} on {data.decode()}")
    return "accepted"


def compared(module: ModuleType, document: Any) -> str:
    """Return the verdict, having compared it with that of the second checker."""
    data = json.dumps(document).encode()
    found, other = judged(module, data), machine_files.verdict(data)
    if found != "unsupported":
        assert found == other, (found, other, data)
    elif is_for(module, document):  # what is not read to the end may be malformed as well
        assert other in ("unsupported", "malformed"), (other, data)
    if found == "accepted":
        assert machine_files.is_true(document), data
    return found


def is_for(module: ModuleType, document: Any) -> bool:
    """Tell whether a file is for this checker."""
    kind, claims = NAMES[module]
    return document["claim"].get("kind") in claims.split() and document["machine"]["kind"] == kind


def run_mutations(module: ModuleType, seed: int, count: int) -> Counter[str]:
    rng, tally, bases = random.Random(f"{module} {seed}"), Counter[str](), true_files(module, seed)
    kinds = sorted({kind_of(base) for base in bases})
    sorts = [[base for base in bases if kind_of(base) == kind] for kind in kinds]
    for _ in range(count):
        document = rng.choice(rng.choice(sorts))
        for _ in range(rng.choice((1, 1, 1, 2))):
            document = mutate(rng, document)
        tally[compared(module, document)] += 1
    print(module.__name__, dict(tally))
    return tally


def kind_of(document: Any) -> str:
    return f"{document['claim']['kind']} {document.get('argument', {}).get('kind')}"


def assert_telling(tally: Counter[str]) -> None:
    total = sum(tally.values())
    assert min(tally["accepted"], tally["rejected"], tally["malformed"]) >= total / 10
    assert tally["unsupported"] <= total / 10


@pytest.mark.parametrize("module", NAMES)
def test_true_files_are_accepted(module: ModuleType) -> None:
    documents = true_files(module, 1)
    assert {compared(module, document) for document in documents} == {"accepted"}
    kinds = Counter(map(kind_of, documents))
    print(dict(kinds))
    least = {checker_machine: 5, checker_register: 4, checker_reduction: 1}
    assert len(kinds) == least[module] and min(kinds.values()) >= 5


@pytest.fixture
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let both give up a run after 5000 steps, since a change makes many that never end."""
    monkeypatch.setattr(checker_register, "DEPTH", 5000)
    monkeypatch.setattr(machine_files, "MOST", 5000)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("module", NAMES)
def test_one_changed_value_makes_no_false_file(module: ModuleType, short_runs: None) -> None:
    assert_telling(run_mutations(module, 1, COUNTS[module]))


@pytest.mark.campaign
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("seed", range(2, 12))
@pytest.mark.parametrize("module", NAMES)
def test_campaign(module: ModuleType, seed: int, short_runs: None) -> None:
    assert_telling(run_mutations(module, seed, COUNTS[module]))


def test_without_its_machine_a_reduction_is_a_refutation() -> None:
    for found in reductions():
        digits = found.refutation.digits
        assert found.error * 10**digits == 1
        document = found.document()
        assert checker.check(json.dumps(stripped(document, digits)).encode())
        assert judged(checker, json.dumps(document).encode()) == "unsupported"


def test_what_is_left_of_a_changed_reduction_is_a_refutation_too() -> None:
    rng, accepted = random.Random(3), 0
    bases = true_files(checker_reduction, 1)
    for _ in range(1500):
        base = rng.choice(bases)
        document = mutate(rng, base)
        data = json.dumps(document).encode()
        same = document.get("claim") == base["claim"] and machine_files.verdict(data) == "accepted"
        same = same and document["argument"].get("modulus") == base["argument"].get("modulus")
        if same and judged(checker_reduction, data) == "accepted":
            digits = len(base["claim"]["error"]) - 3
            left = json.dumps(stripped(document, digits)).encode()
            assert judged(checker, left) == "accepted", data
            accepted += 1
    assert accepted >= 100
