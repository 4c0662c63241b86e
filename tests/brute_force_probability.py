"""An oracle for claims about coins: it enumerates all coin sequences, and needs no witness.

It shares no code with the checkers.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from brute_force import LARGEST_LENGTH, a_list, expect, plain, rational, vector
from brute_force_training import Question, dense, is_minimiser, read_question

__all__ = ["is_true_probability"]

MOST_COINS = 12
"""Longer coin sequences are not enumerated: then there is no answer."""


def is_true_probability(document: Any) -> bool | None:
    """Tell whether the algorithm with coins fails so often; ``None`` if too large."""
    try:
        return holds(document)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False


def holds(document: Any) -> bool | None:
    claim, many = document["claim"], "samples" in document["instance"]
    expect(claim["kind"] == "failure-probability")
    needed = {"kind", "digits", "probability"} | ({"samples"} if many else set())
    expect(set(claim) - ({"limit"} if many else set()) == needed)
    limit = plain(claim["limit"]) if "limit" in claim else None
    question = read_question(document, {"shown", "branches"}, many)
    solved = read_shown(document["shown"], question, many)
    deepest, p = document["shown"]["depth"], rational(claim["probability"])
    coins = [failing(b, question, limit, deepest, many) for b in a_list(document["branches"])]
    expect(0 < p <= 1 and coins != [])
    if max(map(len, coins)) > MOST_COINS:
        return None
    expect(probability(coins) >= p)
    return solved and question.solved() if len(question.A[0]) <= LARGEST_LENGTH else None


def read_shown(shown: Any, question: Question, many: bool) -> bool:
    """Tell whether every x, if there are some, is a minimiser; A and y must be near."""
    problem, A, ys, *_ = question
    m, N, n = len(A), len(A[0]), plain(shown["depth"], below=4_000_001)
    expect(set(shown) == {"depth", "A", "samples" if many else "y"})
    samples = a_list(shown["samples"]) if many else [{"y": shown["y"]}]
    expect(all(set(s) == ({"y", "x", "witness"} if many else {"y"}) for s in samples))
    B, seen = dense(shown["A"], m, N), [vector(s["y"], m) for s in samples]
    pairs = list(zip(itertools.chain(*B, *seen), itertools.chain(*A, *ys), strict=True))
    expect(len(seen) == len(ys) and all(abs(u - v) <= Fraction(1, 1 << n) for u, v in pairs))
    xs = [vector(s["x"], N) for s in samples] if many else []
    if N > LARGEST_LENGTH:
        return True  # which nobody will ask
    return all(is_minimiser(problem, B, y, x) for y, x in zip(seen, xs))


def failing(branch: Any, question: Question, limit: int | None, deepest: int, many: bool) -> str:
    """Return the coins of a branch; an exception means that it does not fail."""
    coins = branch["coins"]
    expect(isinstance(coins, str) and set(coins) <= {"0", "1"} and len(coins) <= 4000)
    if "output" in branch:
        output = branch["output"] if many else [branch["output"]]
        expect(set(branch) == {"coins", "output"} and any(question.misses(output)))
        return str(coins)
    expect(set(branch) == {"coins", "reads"} and limit is not None)
    R, by_depth = len(question.ys), dict[int, set[int]]()
    for k, d in a_list(branch["reads"]):
        by_depth.setdefault(plain(d, below=deepest + 1), set()).add(plain(k, below=R + 1))
    count = sum(len(ks - {R}) or 1 for ks in by_depth.values())
    expect(limit is not None and count > limit)
    return str(coins)


def probability(coins: list[str]) -> Fraction:
    """Return the probability that a sequence begins with one of these; none may begin another."""
    length, hits = max(map(len, coins)), 0
    for sequence in itertools.product("01", repeat=length):
        begun = [c for c in coins if "".join(sequence).startswith(c)]
        expect(len(begun) <= 1)
        hits += len(begun)
    return Fraction(hits, 1 << length)
