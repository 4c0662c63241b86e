"""True certificates about learners, coins and flags, made from ties in closed form.

A learner is told, at each depth, of a tie near the instance: its own c, b and right-hand side,
so that its minimisers and a witness are known. The instance has one column raised by a gap that
is hidden from the deepest query.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from true_certificates import PROBLEMS, Document, true_documents

from computable.errors import DomainError
from computable.problem import Instance, TieFamily
from proofs.modular import find_modulus

ALWAYS_LABELLED = ("basis-pursuit", "linear-program")
HALF, ONE, ZERO = Fraction(1, 2), Fraction(1), Fraction(0)


class Shown(NamedTuple):
    """What the learner is told of one sample at one depth."""

    data: Instance
    label: tuple[Fraction, ...]
    x: tuple[Fraction, ...]
    witness: tuple[Fraction, ...]


def text(value: Fraction | int) -> str:
    return str(Fraction(value))


def texts(values: Sequence[Fraction]) -> list[str]:
    return [text(v) for v in values]


def matrix(instance: Instance) -> list[list[Any]]:
    return [[i, j, text(v)] for j, column in enumerate(instance.columns) for i, v in column]


def family(name: str, rng: random.Random, m: int, q: int, weights: Sequence[int] | None) -> Any:
    """Return the parameters of a tie, amplitudes far above 1/10; no two samples need agree."""
    block = {"qcbp": (0,), "lp": (0, Fraction(1, 3), 2)}.get(name, (0, Fraction(1, 3), 2, -1))
    return {
        "problem": PROBLEMS[name](weights),
        "digits": 1,
        "columns": q,
        "right": Fraction(rng.choice((6, 7, 8)), 2 if weights is None else 1),
        "block_right": [rng.choice(block) for _ in range(m - 1)],
        "centre_entry": Fraction(4),
        "block_entry": Fraction(4),
    }


def moved(given: Any, rng: random.Random, size: Fraction, c: Fraction, b: Fraction) -> TieFamily:
    """Return a tie with these c and b, and a right-hand side within ``size`` of the given one."""
    for _ in range(20):
        right, *block = (
            v + size * rng.choice((0, 0, 1, -1, HALF))
            for v in (given["right"], *given["block_right"])
        )
        near = {"right": right, "block_right": block, "centre_entry": c, "block_entry": b}
        try:
            return TieFamily(**given | near)
        except DomainError:  # such as a linear program with a negative right-hand side
            pass
    return TieFamily(**given | {"centre_entry": c, "block_entry": b})


def near(rng: random.Random, x: Sequence[Fraction], size: Fraction) -> tuple[Fraction, ...]:
    """Return a point whose distance from x is at most, and often exactly, ``size``."""
    i, j = rng.sample(range(len(x)), 2)
    error = {i: rng.choice((0, 1, -HALF, Fraction(3, 5))) * size}
    if error[i] == Fraction(3, 5) * size:
        error[j] = Fraction(4, 5) * size
    return tuple(v + error.get(k, 0) for k, v in enumerate(x))


def shown(tie: TieFamily, rng: random.Random, size: Fraction) -> Shown:
    """Return the centre of a tie with a label near some point of its simplex."""
    shares = [rng.randint(0, 3) for _ in range(tie.columns)]
    shares[0] += not any(shares)
    points = list(zip(*tie.vertices(), strict=True))
    x = tuple(
        sum(s * v for s, v in zip(shares, values, strict=True)) / sum(shares) for values in points
    )
    x = tie.centroid() if rng.random() < HALF else x
    return Shown(tie.centre, near(rng, x, size), x, tie.witness(0, ZERO))


def learner(
    name: str,
    rng: random.Random,
    *,
    R: int = 2,
    m: int = 2,
    q: int = 2,
    weights: Sequence[int] | None = None,
    depths: Sequence[int] = (1, 3, 6),
) -> Document:
    """Return a refutation of a learner that read A, y and x at these depths."""
    weights = weights and weights[: m + q - 1]
    given = [family(name, rng, m, q, weights) for _ in range(R)]
    ties = [TieFamily(**g) for g in given]
    problem, heaviest = ties[0].problem, max(ties[0].gauge)
    j, size = rng.randrange(q), Fraction(1, 1 << max(depths, default=3))
    gap = min(ties[0].largest_gap, Fraction(1, 64))
    while gap * 4 * heaviest > size / 2:
        gap /= 2
    instances = [tie.raised(j, gap) for tie in ties]
    claimed = rng.sample(range(R), rng.randint(1, R))
    data: dict[tuple[int, int], Shown] = {}
    rows: list[list[Any]] = []
    for n in depths:
        s = Fraction(1, 1 << n)
        c = 4 + s / (2 * heaviest) * rng.choice((0, 0, 1, -1, HALF))
        b = 4 + s * rng.choice((0, 0, 1, -1, HALF))
        data |= {(k, n): shown(moved(g, rng, s, c, b), rng, s) for k, g in enumerate(given)}
        A = data[0, n].data
        everywhere = [(i, l) for i in range(m) for l in range(m + q - 1)]
        for i, l in rng.sample(everywhere, rng.randint(0, 2)):
            rows.append(["A", i, l, n, text(A.value(("A", i, l)))])
        for k in rng.sample(range(R), rng.randint(0, R)):
            for i in rng.sample(range(m), rng.randint(0, m)):
                rows.append(["y", k, i, n, text(data[k, n].data.y[i])])
            for l in rng.sample(range(m + q - 1), rng.randint(0, 2)):
                rows.append(["x", k, l, n, text(data[k, n].label[l])])
    rng.shuffle(rows)
    document = {
        "format": "computable-certificate",
        "version": 1,
        "claim": {"kind": "refutation", "digits": 1, "samples": claimed},
        "problem": problem_of(name, problem, m + q - 1),
        "instance": {
            "shape": [m, m + q - 1],
            "A": matrix(instances[0]),
            "samples": [texts(instance.y) for instance in instances],
        },
        "transcript": rows,
        "output": [],
        "argument": {"kind": "unique-minimiser", "points": []},
        "labels": [],
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
    needed = wanted(problem.name, rows, R)
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


def problem_of(name: str, problem: Any, N: int) -> Document:
    """Return the problem's description; the parameters are those of ``PROBLEMS``."""
    if name == "lp":
        return {"name": "linear-program", "cost": texts(problem.bounds(N))}
    parameters = {"qcbp": {"epsilon": "1/4"}, "lasso": {"lambda": "1/2"}}
    described: Document = {"name": problem.name, **parameters.get(name.replace("sr-", ""), {})}
    if problem.weights is not None:
        described["weights"] = texts(problem.weights)
    return described


# -- coins and flags --------------------------------------------------------------------------


def beginnings(rng: random.Random, most: int) -> list[str]:
    """Return some leaves of a random binary tree: no one begins another."""
    leaves = [""]
    while len(leaves) < most and rng.random() < 0.9:
        c = leaves.pop(rng.randrange(len(leaves)))
        leaves += [c + "0", c + "1"]
    return rng.sample(leaves, rng.randint(1, len(leaves)))


def samples_read(rows: Sequence[Sequence[Any]]) -> int:
    pairs = {(row[1], row[3]) for row in rows if row[0] != "A"}
    return len(pairs) + len({row[3] for row in rows if row[0] == "A"} - {n for _, n in pairs})


def with_coins(document: Document, rng: random.Random, most: int = 6) -> Document:
    """Return the claim that an algorithm with coins fails, from one that it always does."""
    made = copy.deepcopy(document)
    output, many = made.pop("output"), "samples" in made["instance"]
    coins = beginnings(rng, most)
    total = sum(Fraction(1, 1 << len(c)) for c in coins)
    p = total * rng.choice((1, 1, HALF, Fraction(2, 3)))
    made["claim"] |= {"kind": "failure-probability", "probability": text(p)}
    rows = made["transcript"]
    limit = rng.randrange(max(samples_read(rows), 1)) if many and rng.random() < 0.7 else None
    if limit is not None:
        made["claim"]["limit"] = limit
    made["branches"] = []
    for c in coins:
        branch = {"coins": c, "output": copy.deepcopy(output)}
        queries = rng.sample(range(len(rows)), rng.randint(0, len(rows)))
        if limit is not None and samples_read([rows[t] for t in queries]) > limit:
            branch = rng.choice((branch, {"coins": c, "queries": queries}))
        if many and "output" in branch and len(made["claim"]["samples"]) > 1:  # one is enough
            k, *_ = made["claim"]["samples"]
            branch["output"][k] = made["argument"]["points"][0]["x"]
        made["branches"].append(branch)
    return made


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


@cache
def learners() -> dict[str, Document]:
    """Return refutations of learners: all problems, several samples, shapes, weights and depths."""
    found = {}
    for name in PROBLEMS:
        for seed, (R, m, q, weights, depths) in enumerate(
            (
                (1, 1, 2, None, (2,)),
                (2, 2, 2, None, (0, 3)),
                (2, 1, 3, (1, 3, 2, 1), (1, 4)),
                (3, 2, 3, None, (1, 2, 9)),
                (2, 3, 2, (2, 1, 3, 1), (0, 5)),
                (3, 1, 2, (3, 1), (30, 70)),
                (2, 2, 2, (1, 2, 3), ()),
            )
        ):
            rng = random.Random(f"{name} {seed}")
            sizes = {"R": R, "m": m, "q": q, "weights": weights, "depths": depths}
            found[f"{name} {seed}"] = learner(name, rng, **sizes)
    return found


@cache
def coin_documents() -> dict[str, Document]:
    """Return claims of failure with a probability, on training sets and single instances."""
    rng = random.Random("coins")
    single = {f"single {name}": document for name, document in true_documents().items()}
    return {name: with_coins(document, rng) for name, document in (learners() | single).items()}


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
