"""Checkers of learners, coins and flags accept nothing false, as far as mutation can tell.

Whatever they accept here, a brute-force oracle must confirm without a witness; and what it takes
for true must be accepted, unless the proof was touched.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any
from zlib import crc32

import pytest
from brute_force_probability import is_true_probability
from brute_force_training import is_true_flag, is_true_training
from mutations import mutate, walk
from training_certificates import (
    alone,
    coin_documents,
    flag_documents,
    gambler,
    learner,
    learners,
    samples_read,
)
from true_certificates import PROBLEMS, Document, true_documents

from proofs import checker_flag, checker_probability, checker_training

FAMILIES: dict[str, tuple[Callable[[], dict[str, Document]], Any, Callable[[Any], Any]]] = {
    "learners": (learners, checker_training, is_true_training),
    "coins": (coin_documents, checker_probability, is_true_probability),
    "flags": (flag_documents, checker_flag, is_true_flag),
}
PROOF = {"witness", "modulus", "problem", "instance", "argument", "A", "y"}
"""A true statement may be without its proof if one of these has changed, in a label, too."""


def differences(one: Any, other: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths at which two JSON values differ."""
    if type(one) is not type(other) or not isinstance(one, (dict, list)):
        if one != other:
            yield path
    elif isinstance(one, dict) and one.keys() == other.keys():
        for key in one:
            yield from differences(one[key], other[key], (*path, key))
    elif isinstance(one, list) and len(one) == len(other):
        for k, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, (*path, k))
    else:
        yield path


def judge(family: str, document: Document, base: Document | None, note: str) -> str:
    """Return the verdict on a document, having compared checker and oracle."""
    _, checker, oracle = FAMILIES[family]
    text = json.dumps(document)
    try:
        checker.check(text.encode())
    except checker.No as no:
        verdict, reason = no.args
        if base is not None and crc32(text.encode()) % 5 == 0 and oracle(json.loads(text)):
            changed = {key for path in differences(base, document) for key in path}
            assert changed & PROOF or "4000" in reason, f"{note}: {verdict}, {reason}: {text}"
        return str(verdict)
    except Exception as error:  # anything else is a bug of the checker
        pytest.fail(f"{note}: {error!r} on {text}")
    confirmed = oracle(json.loads(text))
    if confirmed is False:
        pytest.fail(f"{note}: accepted, but not true: {text}")
    return "undecided" if confirmed is None else "accepted"


def mutate_coins(rng: random.Random, document: Document) -> Document:
    """Change the coins, the reads, the limit, or the depth of what is shown."""
    changed: Document = json.loads(json.dumps(document))
    places = [(c, k) for c, k in walk(changed["branches"]) if k in ("coins", "reads")]
    container, key = rng.choice(places)
    if "limit" in changed["claim"] and rng.random() < 0.3:
        changed["claim"]["limit"] += rng.choice((1, -1, 2))
    elif rng.random() < 0.1:
        changed["shown"]["depth"] += rng.choice((1, -1, 2))
    elif key == "coins":
        coins = container[key]
        shorter, flipped = coins[:-1], coins[:-1] + "10"[int(coins[-1:] or "0")]
        container[key] = rng.choice((coins + "0", coins + "1", shorter, flipped, "", "0", "1"))
    elif rng.random() < 0.5:
        container[key].pop(rng.randrange(len(container[key])))
    else:
        rng.choice(container[key])[rng.randrange(2)] += rng.choice((1, -1))
    return changed


def run_mutations(family: str, seed: int, count: int) -> Counter[str]:
    rng, tally = random.Random(seed), Counter[str]()
    bases = FAMILIES[family][0]()
    names = sorted(bases)
    for k in range(count):
        base = bases[rng.choice(names)]
        coins = family == "coins" and rng.random() < 0.3
        mutant = mutate_coins(rng, base) if coins else mutate(rng, base)
        tally[judge(family, mutant, base, f"seed {seed}, mutation {k}")] += 1
    return tally


def run_learners(seed: int, count: int) -> None:
    """Make learners at random, which must be accepted, and claims about coins from them."""
    rng = random.Random(seed)
    for k in range(count):
        weights = rng.choice((None, [rng.randint(1, 3) for _ in range(4)]))
        R, m, q = rng.randint(1, 3), rng.randint(1, 2), rng.randint(2, 3)
        depths = sorted(rng.sample(range(12), rng.randint(0, 3)))
        name = rng.choice(list(PROBLEMS))
        made = learner(name, rng, R=R, m=m, q=q, weights=weights, depths=depths)
        assert judge("learners", made, None, f"seed {seed}, learner {k}") == "accepted"
        tossed = gambler(name, rng, R=R, m=m, q=q, weights=weights, depths=depths)
        assert judge("coins", tossed, None, f"seed {seed}, coins {k}") == "accepted"
        tossed = alone(rng.choice(list(true_documents().values())), rng)
        assert judge("coins", tossed, None, f"seed {seed}, single {k}") == "accepted"


def assert_telling(tally: Counter[str]) -> None:
    print(dict(tally))
    total = sum(tally.values())
    assert tally["undecided"] <= total / 1000
    assert tally["unsupported"] <= total / 20
    assert min(tally["accepted"], tally["rejected"], tally["malformed"]) >= total / 10


@pytest.mark.parametrize("family", FAMILIES)
def test_true_certificates_are_accepted_and_true(family: str) -> None:
    for name, document in FAMILIES[family][0]().items():
        assert judge(family, document, None, name) == "accepted"


@pytest.mark.parametrize("family", FAMILIES)
def test_one_changed_value_makes_no_false_certificate(family: str) -> None:
    assert_telling(run_mutations(family, seed=2022, count=8_000))


def test_random_learners_are_accepted_and_true() -> None:
    run_learners(seed=15734, count=400)


@pytest.mark.campaign
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(5))
def test_campaign(family: str, seed: int) -> None:
    assert_telling(run_mutations(family, seed=seed, count=30_000))
    run_learners(seed=seed, count=1_000)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_oracle_rejects_false_statements(family: str) -> None:
    """The oracle must be able to say no, to each part of every statement."""
    documents, _, oracle = FAMILIES[family]
    for document in documents().values():
        for path, value in falsehoods(family, document):
            false = json.loads(json.dumps(document))
            *parents, key = path
            container = false
            for parent in parents:
                container = container[parent]
            container[key] = value
            assert oracle(false) is False, path


def falsehoods(family: str, document: Document) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield changes, each of which makes the statement false."""
    yield ("version",), 2
    yield ("claim", "digits"), 10**6
    many = "samples" in document["instance"]
    row = ["y", 0, 0, 3, "99999"] if many else ["y", 0, 3, "99999"]
    yield ("transcript",), [row]
    if family == "flags":
        other = {"correct": "wrong", "wrong": "correct"}
        yield ("claim", "flag"), other[document["claim"]["flag"]]
        return
    point = ("argument", "points", 0, "x", 0) if many else ("argument", "x", 0)
    yield point, "-7/3"
    if many:
        yield ("claim", "samples"), []
    for k, label in enumerate(document.get("labels", ())):
        yield ("labels", k, "x"), ["-7/3"] * len(label["x"])
        yield ("labels", k, "y"), ["99"] * len(label["y"])
        yield ("labels", k, "A"), []
        yield ("labels", k, "depth"), 3_999_999
    if family == "coins":
        yield from false_coins(document)


def false_coins(document: Document) -> Iterator[tuple[tuple[Any, ...], Any]]:
    claim, given, answers = (document[key] for key in ("claim", "instance", "shown"))
    points = document["argument"].get("points", [document["argument"]])
    R, many = len(given.get("samples", [0])), "samples" in given
    total = sum(Fraction(1, 1 << len(branch["coins"])) for branch in document["branches"])
    yield ("branches",), document["branches"] * 2
    yield ("claim", "probability"), str(total + Fraction(1, 1 << 90))
    yield ("shown", "depth"), 3_999_999
    yield ("shown", "A"), [[0, 0, "99999"]]
    yield (("shown", "samples", 0, "y") if many else ("shown", "y")), ["99"] * given["shape"][0]
    for k in range(R if many else 0):
        yield ("shown", "samples", k, "x"), ["-7/3"] * given["shape"][1]
    right = dict(zip(claim.get("samples", [0]), (point["x"] for point in points), strict=True))
    for t, branch in enumerate(document["branches"]):
        if "output" in branch:
            output = branch["output"] if many else [branch["output"]]
            near = [right.get(k, v) for k, v in enumerate(output)]
            yield ("branches", t, "output"), near if many else near[0]
        else:
            reads, n = branch["reads"], answers["depth"]
            yield ("branches", t, "reads"), [*reads, [0, n + 1]]
            yield ("claim", "limit"), samples_read(reads, R)
