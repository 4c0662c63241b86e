"""Checkers of learners, coins and flags accept nothing false, as far as mutation can tell.

Whatever they accept here, ``brute_force_training`` must confirm without a witness; and what it
takes for true must be accepted, unless the proof was touched.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import isqrt
from typing import Any
from zlib import crc32

import brute_force_training
import pytest
from mutations import mutate, walk
from training_certificates import coin_documents, flag_documents, learner, learners, with_coins
from true_certificates import PROBLEMS, Document

from proofs import checker_flag, checker_training

FAMILIES: dict[str, tuple[Callable[[], dict[str, Document]], Any, Callable[[Any], Any]]] = {
    "learners": (learners, checker_training, brute_force_training.is_true_training),
    "coins": (coin_documents, checker_training, brute_force_training.is_true_training),
    "flags": (flag_documents, checker_flag, brute_force_training.is_true_flag),
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
    """Change the coins, the queries or the limit of a claim about coins."""
    changed: Document = json.loads(json.dumps(document))
    places = [(c, k) for c, k in walk(changed["branches"]) if k in ("coins", "queries")]
    container, key = rng.choice(places)
    if "limit" in changed["claim"] and rng.random() < 0.3:
        changed["claim"]["limit"] += rng.choice((1, -1, 2))
    elif key == "coins":
        coins = container[key]
        shorter, flipped = coins[:-1], coins[:-1] + "10"[int(coins[-1:] or "0")]
        container[key] = rng.choice((coins + "0", coins + "1", shorter, flipped, "", "0", "1"))
    elif container[key]:
        container[key].pop(rng.randrange(len(container[key])))
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
        tossed = with_coins(made, rng)
        assert judge("coins", tossed, None, f"seed {seed}, coins {k}") == "accepted"


def test_distances_are_compared_exactly() -> None:
    """Also where the leading bits do not decide, and for long numbers."""
    rng, work, far = random.Random(1000), checker_training.Work(), 0
    for _ in range(3_000):
        N, power = rng.randint(1, 4), 10 ** (2 * rng.randint(0, 3))
        x = [Fraction(rng.randint(-9, 9), rng.choice((1, 3, 8, 10**9, 3**300))) for _ in range(N)]
        off = [rng.choice((0, 0, 1, -1, Fraction(3, 5), Fraction(4, 5))) for _ in range(N)]
        tiny = rng.choice((0, 0, Fraction(1, 10**40), Fraction(-1, 10**40)))
        o = [a + Fraction(b + tiny) / isqrt(power) for a, b in zip(x, off, strict=True)]
        exact = sum((a - b) ** 2 for a, b in zip(o, x, strict=True)) * power > 1
        pair = [work.common([(v.numerator, v.denominator) for v in u]) for u in (o, x)]
        low = checker_training.leading(pair[1], power.bit_length() // 2 + 64, work)
        assert checker_training.is_far(*pair, low, power, work) == exact
        far += exact
    assert 500 < far < 2_500


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
        yield ("branches",), document["branches"] * 2
        yield ("claim", "probability"), "1025/1024"
