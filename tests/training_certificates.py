"""True certificates about learners, coins and flags, made from ties in closed form.

A learner is told, at each depth, of a tie near the instance: its own c, b and right-hand side,
so that its minimisers and a witness are known. The instance has one column raised by a gap that
is hidden from the deepest query.
"""

from __future__ import annotations

import copy
import itertools
import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from brute_force import rational
from shown_ties import (
    HALF,
    ONE,
    ZERO,
    Shown,
    family,
    matrix,
    moved,
    near,
    problem_of,
    shown,
    text,
    texts,
)
from true_certificates import PROBLEMS, Document, true_documents

from computable.problem import TieFamily
from proofs.modular import find_modulus

ALWAYS_LABELLED = ("basis-pursuit", "linear-program")
STEPS = (0, 0, 1, -1, HALF)


class Game(NamedTuple):
    """A training set, what is claimed of it, and the parameters of the ties next to it."""

    document: Document
    families: list[Any]
    heaviest: Fraction

    def told(self, rng: random.Random, n: int) -> list[Shown]:
        """Return the data of every sample at depth n; they have the same matrix."""
        s = Fraction(1, 1 << n)
        c, b = 4 + s / (2 * self.heaviest) * rng.choice(STEPS), 4 + s * rng.choice(STEPS)
        return [shown(moved(given, rng, s, c, b), rng, s) for given in self.families]


def game(
    name: str,
    rng: random.Random,
    *,
    R: int = 2,
    m: int = 2,
    q: int = 2,
    weights: Sequence[int] | None = None,
    depth: int = 6,
) -> Game:
    """Return a training set whose raised column is hidden at this depth."""
    weights = weights and weights[: m + q - 1]
    given = [family(name, rng, m, q, weights) for _ in range(R)]
    ties = [TieFamily(**g) for g in given]
    problem, heaviest = ties[0].problem, max(ties[0].gauge)
    j, size = rng.randrange(q), Fraction(1, 1 << depth)
    gap = min(ties[0].largest_gap, Fraction(1, 64))
    while gap * 4 * heaviest > size / 2:
        gap /= 2
    instances = [tie.raised(j, gap) for tie in ties]
    claimed = rng.sample(range(R), rng.randint(1, R))
    document: Document = {
        "format": "computable-certificate",
        "version": 1,
        "claim": {"kind": "refutation", "digits": 1, "samples": claimed},
        "problem": problem_of(name, problem, m + q - 1),
        "instance": {
            "shape": [m, m + q - 1],
            "A": matrix(instances[0]),
            "samples": [texts(instance.y) for instance in instances],
        },
        "output": [],
        "argument": {"kind": "unique-minimiser", "points": []},
    }
    for k, tie in enumerate(ties):
        x = tie.minimiser(j, gap)
        off = [rng.choice((Fraction(1, 9), Fraction(-3, 29), 0)), rng.choice((HALF, -HALF, 0))]
        if k in claimed and not any(off):
            off[0] = HALF
        document["output"].append(texts([x[0] + off[0], x[1] + off[1], *x[2:]]))
    for k in claimed:
        x, p = ties[k].minimiser(j, gap), ties[k].witness(j, gap)
        modulus = find_modulus(problem, instances[k], x)
        point = {"x": texts(x), "witness": texts(p), "modulus": modulus}
        document["argument"]["points"].append(point)
    return Game(document, given, heaviest)


def learner(
    name: str, rng: random.Random, *, depths: Sequence[int] = (1, 3, 6), **sizes: Any
) -> Document:
    """Return a refutation of a learner that read A, y and x at these depths."""
    played = game(name, rng, depth=max(depths, default=3), **sizes)
    document, data, rows = played.document, dict[tuple[int, int], Shown](), list[list[Any]]()
    (m, N), R = document["instance"]["shape"], len(played.families)
    for n in depths:
        data |= {(k, n): at for k, at in enumerate(played.told(rng, n))}
        A = data[0, n].data
        everywhere = list(itertools.product(range(m), range(N)))
        for i, l in rng.sample(everywhere, rng.randint(0, 2)):
            rows.append(["A", i, l, n, text(A.value(("A", i, l)))])
        for k in rng.sample(range(R), rng.randint(0, R)):
            for i in rng.sample(range(m), rng.randint(0, m)):
                rows.append(["y", k, i, n, text(data[k, n].data.y[i])])
            for l in rng.sample(range(N), rng.randint(0, 2)):
                rows.append(["x", k, l, n, text(data[k, n].label[l])])
    rng.shuffle(rows)
    document |= {"transcript": rows, "labels": []}
    needed = wanted(document["problem"]["name"], rows, R)
    for (k, n), at in data.items():
        if (k, n) in needed or rng.random() < 0.2:
            label = {"sample": k, "depth": n, "A": matrix(at.data), "y": texts(at.data.y)}
            parts = {"label": at.label, "x": at.x, "witness": at.witness}
            document["labels"].append(label | {key: texts(v) for key, v in parts.items()})
    if not document["labels"]:
        del document["labels"]
    return document


def wanted(problem: str, rows: Sequence[Sequence[Any]], R: int) -> set[tuple[int, int]]:
    """Return the pairs (sample, depth) that need a label."""
    pairs = {(row[1], row[3]) for row in rows if row[0] == "x"}
    if problem in ALWAYS_LABELLED:
        pairs |= {(row[1], row[3]) for row in rows if row[0] == "y"}
        pairs |= {(k, row[3]) for row in rows if row[0] == "A" for k in range(R)}
    return pairs


# -- coins ------------------------------------------------------------------------------------


def beginnings(rng: random.Random, most: int) -> list[str]:
    """Return some leaves of a random binary tree: no one begins another."""
    leaves = [""]
    while len(leaves) < most and rng.random() < 0.9:
        c = leaves.pop(rng.randrange(len(leaves)))
        leaves += [c + "0", c + "1"]
    return rng.sample(leaves, rng.randint(1, len(leaves)))


def samples_read(reads: Sequence[Sequence[int]], R: int) -> int:
    pairs = {(k, d) for k, d in reads if k < R}
    return len(pairs) + len({d for k, d in reads if k == R} - {d for _, d in pairs})


def with_coins(
    document: Document, answers: Document, rng: random.Random, most: int = 6
) -> Document:
    """Return the claim that an algorithm with coins fails when it is shown these answers."""
    made = copy.deepcopy({k: v for k, v in document.items() if k not in ("transcript", "labels")})
    output, samples = made.pop("output"), made["instance"].get("samples")
    coins = beginnings(rng, most)
    total = sum(Fraction(1, 1 << len(c)) for c in coins)
    made["claim"] |= {
        "kind": "failure-probability",
        "probability": text(total * rng.choice((1, 1, HALF, Fraction(2, 3)))),
    }
    made |= {"shown": answers, "branches": []}
    limited = samples is not None and rng.random() < 0.7
    if limited:
        made["claim"]["limit"] = rng.randrange(4)
    for c in coins:
        branch: Document = {"coins": c, "output": copy.deepcopy(output)}
        if samples and len(made["claim"]["samples"]) > 1:  # one failure is enough
            k, *_ = made["claim"]["samples"]
            branch["output"][k] = made["argument"]["points"][0]["x"]
        if limited and rng.random() < HALF:
            R, n = len(samples), answers["depth"]
            reads = [
                [rng.randint(0, R), rng.choice((n, rng.randint(0, n)))]
                for _ in range(rng.randint(1, 9))
            ]
            if samples_read(reads, R) > made["claim"]["limit"]:
                branch = {"coins": c, "reads": reads}
        made["branches"].append(branch)
    return made


def gambler(
    name: str, rng: random.Random, *, depths: Sequence[int] = (6,), **sizes: Any
) -> Document:
    """Return a claim about a learner with coins that is shown what it would be at some depth."""
    depth = max(depths, default=3)
    played = game(name, rng, depth=depth, **sizes)
    told = played.told(rng, depth)
    parts = [{"y": at.data.y, "x": at.x, "witness": at.witness} for at in told]
    samples = [{key: texts(v) for key, v in part.items()} for part in parts]
    answers = {"depth": depth, "A": matrix(told[0].data), "samples": samples}
    return with_coins(played.document, answers, rng)


def alone(document: Document, rng: random.Random) -> Document:
    """Return a claim about coins, from a refutation of one instance: shown are numbers near it."""
    given, n = document["instance"], rng.choice((0, 3, 9, 40, 300))
    size, (m, N) = Fraction(1, 1 << n), given["shape"]
    A = {(i, j): rational(v) for i, j, v in given["A"]}
    for entry in rng.sample(
        list(itertools.product(range(m), range(N))), rng.randint(1, min(m * N, 2))
    ):
        A[entry] = A.get(entry, ZERO) + size * rng.choice((1, -1, HALF))
    rows = [[i, j, text(v)] for (i, j), v in A.items() if v or rng.random() < HALF]
    y = [text(rational(v) + size * rng.choice(STEPS)) for v in given["y"]]
    return with_coins(document, {"depth": n, "A": rows, "y": y}, rng)


# -- flags ------------------------------------------------------------------------------------


def flagged_wrong(name: str, rng: random.Random, m: int, q: int, gap: bool) -> Document:
    """Return the flag 'wrong' for an output near a minimiser, of the tie or a raised instance."""
    weights = rng.choice((None, (1, 3, 2, 1)))
    tie = TieFamily(**family(name, rng, m, q, weights and weights[: m + q - 1]))
    eta, j = Fraction(1, 64) if gap else ZERO, rng.randrange(q)
    eta = min(eta, tie.largest_gap)
    instance = tie.raised(j, eta) if gap else tie.centre
    x = tie.minimiser(j, eta) if gap else shown(tie, rng, ONE).x
    return {
        "format": "computable-certificate",
        "version": 1,
        "claim": {"kind": "flag", "digits": 1, "flag": "wrong"},
        "problem": problem_of(name, tie.problem, m + q - 1),
        "instance": {
            "shape": [m, m + q - 1],
            "A": matrix(instance),
            "y": texts(instance.y),
        },
        "transcript": [["A", 0, 0, 3, text(instance.value(("A", 0, 0)) + Fraction(1, 8))]],
        "output": texts(near(rng, x, Fraction(1, 10))),
        "argument": {"kind": "minimiser", "x": texts(x), "witness": texts(tie.witness(j, eta))},
    }


SIZES: tuple[tuple[int, int, int, Any, tuple[int, ...]], ...] = (
    (1, 1, 2, None, (2,)),
    (2, 2, 2, None, (0, 3)),
    (2, 1, 3, (1, 3, 2, 1), (1, 4)),
    (3, 2, 3, None, (1, 2, 9)),
    (2, 3, 2, (2, 1, 3, 1), (0, 5)),
    (3, 1, 2, (3, 1), (30, 70)),
    (2, 2, 2, (1, 2, 3), ()),
)
"""Samples, rows, columns of the tie, weights and depths."""


def all_sizes(make: Callable[..., Document]) -> dict[str, Document]:
    found = {}
    for name, (seed, (R, m, q, weights, depths)) in itertools.product(PROBLEMS, enumerate(SIZES)):
        rng = random.Random(f"{name} {seed}")
        sizes = {"R": R, "m": m, "q": q, "weights": weights, "depths": depths}
        found[f"{name} {seed}"] = make(name, rng, **sizes)
    return found


@cache
def learners() -> dict[str, Document]:
    """Return refutations of learners: all problems, several samples, shapes, weights and depths."""
    return all_sizes(learner)


@cache
def coin_documents() -> dict[str, Document]:
    """Return claims of failure with a probability, on training sets and single instances."""
    rng = random.Random("coins")
    single = {f"single {name}": alone(v, rng) for name, v in true_documents().items()}
    return all_sizes(gambler) | single


@cache
def flag_documents() -> dict[str, Document]:
    """Return false flags: 'correct' for far outputs, 'wrong' for near ones."""
    rng = random.Random("flags")
    found = {}
    for name, document in true_documents().items():
        found[f"correct {name}"] = copy.deepcopy(document)
        found[f"correct {name}"]["claim"] |= {"kind": "flag", "flag": "correct"}
    for name in PROBLEMS:
        for m, q, gap in ((1, 2, False), (2, 2, False), (2, 3, False), (2, 2, True), (1, 3, True)):
            found[f"wrong {name} {m} {q} {gap}"] = flagged_wrong(name, rng, m, q, gap)
    return found
