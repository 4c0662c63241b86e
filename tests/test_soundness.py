"""The checker accepts no false certificate, as far as mutation and an independent oracle can tell.

Whatever the checker accepts here, ``brute_force`` must confirm without its witness.
"""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from fractions import Fraction
from typing import Any

import brute_force
import pytest
from mutations import mutate, near_miss
from true_certificates import Document, certificate, true_documents

from computable.problem import (
    BasisPursuit,
    Lasso,
    SquareRootLasso,
    TieFamily,
)
from proofs import checker


def judge(document: Document, note: str) -> str:
    """Return the verdict on a document, having compared checker and oracle."""
    text = json.dumps(document)
    try:
        checker.check(text.encode())
    except checker.No as no:
        return str(no.args[0])
    except Exception as error:  # anything else is a bug of the checker
        pytest.fail(f"{note}: {error!r} on {text}")
    confirmed = brute_force.is_true(json.loads(text))
    if confirmed is False:
        pytest.fail(f"{note}: accepted, but not true: {text}")
    return "undecided" if confirmed is None else "accepted"


def run_mutations(seed: int, count: int) -> Counter[str]:
    rng, tally = random.Random(seed), Counter[str]()
    bases = true_documents()
    names = sorted(bases)
    for k in range(count):
        name = rng.choice(names)
        mutant = mutate(rng, bases[name])
        tally[judge(mutant, f"seed {seed}, mutation {k} of {name}")] += 1
    return tally


def assert_telling(tally: Counter[str]) -> None:
    print(dict(tally))
    total = sum(tally.values())
    assert tally["undecided"] <= total / 1000
    assert tally["unsupported"] <= total / 20
    assert min(tally["accepted"], tally["rejected"], tally["malformed"]) >= total / 10


@pytest.mark.parametrize("name", sorted(true_documents()))
def test_true_certificates_are_accepted_and_true(name: str) -> None:
    assert judge(true_documents()[name], name) == "accepted"


def test_one_changed_value_makes_no_false_certificate() -> None:
    assert_telling(run_mutations(seed=2022, count=30_000))


def test_near_misses_are_not_accepted() -> None:
    rng = random.Random(15734)
    tally = Counter(judge(near_miss(rng), f"near miss {k}") for k in range(6_000))
    print(dict(tally))
    assert min(tally["accepted"], tally["rejected"]) >= 600


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(10))
def test_campaign(seed: int) -> None:
    assert_telling(run_mutations(seed=seed, count=100_000))
    rng = random.Random(seed)
    for k in range(20_000):
        judge(near_miss(rng), f"seed {seed}, near miss {k}")


def falsehoods() -> Any:
    """Yield documents that differ from a true one in one place, and are false."""
    for name, document in true_documents().items():
        zero = not any(map(brute_force.rational, document["argument"]["x"]))
        for path, value in (
            (("output",), document["argument"]["x"]),
            (("instance", "A"), [*document["instance"]["A"], [0, 0, "1"]] if zero else []),
            (("argument", "x", 0), "-7/3"),
            (("transcript",), [["y", 0, 3, "99999"]]),
            (("claim", "digits"), 0),
            (("version",), 2),
        ):
            false = copy.deepcopy(document)
            *parents, key = path
            container: Any = false
            for parent in parents:
                container = container[parent]
            container[key] = value
            yield name, path, false


def test_the_oracle_rejects_false_statements() -> None:
    for name, path, false in falsehoods():
        assert brute_force.is_true(false) is False, (name, path)


def test_the_oracle_sees_every_tie() -> None:
    for problem in (BasisPursuit(), BasisPursuit("1/4"), Lasso("1/2"), SquareRootLasso("1/2")):
        family = TieFamily.rational(problem, digits=1, columns=3)
        document = certificate(problem, family.centre, family.vertices()[0], (1,)).document()
        assert brute_force.is_true(document) is False
        gap = Fraction(1, 10**6)
        unique = certificate(problem, family.raised(0, gap), family.minimiser(0, gap), (1,))
        assert brute_force.is_true(unique.document()) is True
