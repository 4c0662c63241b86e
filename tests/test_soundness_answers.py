"""Checkers of given answers accept nothing false, as far as mutation can tell.

Small instances at random, many of them degenerate, with what is proved of an answer: then any
value of the file is changed. Whatever a checker accepts, an oracle must confirm that knows all
minimisers and reads no argument; of a box, at its centre, at corners and inside.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

import brute_force
import brute_force_answers
import pytest
from brute_force_answers import Minimisers, dot, instances, is_true, minimisers, nearest_squared
from mutations import mutate
from true_certificates import Document

from computable.errors import DomainError, Rejected
from computable.problem import BasisPursuit, Lasso, LinearProgram, Problem, SquareRootLasso
from computable.recovery.box import Box
from computable.recovery.minimisers import Minimisers as Found
from computable.recovery.solve_exact import solve_exact
from proofs import checker_basis, checker_digits, checker_path
from proofs.arguments import Minimiser, Separation
from proofs.certify import certify
from proofs.given_answer import GivenAnswer
from proofs.outcome import Certified, Refuted

CHECKERS = {
    "minimiser": checker_digits,
    "separation": checker_digits,
    "path": checker_path,
    "basis": checker_basis,
}
SMALL = (-2, -1, -1, 0, 1, 1, 2)


# -- true files -------------------------------------------------------------------------------


def true_documents(rng: random.Random, count: int) -> Iterator[Document]:
    """Yield what can be proved of answers to small random instances."""
    made = 0
    while made < count:
        m, N = rng.randint(1, 3), rng.randint(1, 4)
        scale = rng.choice((1, 1, 1, 3))
        A = [[Fraction(rng.choice(SMALL), scale) for _ in range(N)] for _ in range(m)]
        y = [Fraction(rng.choice((*SMALL, 3)), rng.choice((1, 1, 2))) for _ in range(m)]
        problem = random_problem(rng, N)
        try:
            exact = solve_exact(problem, A, y)
        except DomainError:  # epsilon is exactly the least misfit
            continue
        if not isinstance(exact, Found):
            continue
        size = rng.choice((0, Fraction(1, 10), Fraction(1, 1000), Fraction(1, 10**5)))
        at = [Fraction(float(v)).limit_denominator(10**8) for v in exact.x]
        output = [v + size * rng.choice((-1, 0, 0, 1)) for v in at]
        proof = exactly if exact.rational and rng.random() < 0.3 else enclosed
        document = proof(rng, problem, A, y, output, exact)
        if document is not None:
            made += 1
            yield json.loads(json.dumps(document | {"about": {}}))


def random_problem(rng: random.Random, N: int) -> Problem:
    factor = rng.choice([Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(2)])
    weights = rng.choice((None, [Fraction(rng.randint(1, 4), 2) for _ in range(N)]))
    costs = [Fraction(rng.choice((-1, 0, 1, 1, 2, 3))) for _ in range(N)]
    makers = [
        lambda: BasisPursuit(weights=weights),
        lambda: BasisPursuit(factor, weights=weights),
        lambda: Lasso(factor, weights=weights),
        lambda: SquareRootLasso(factor, weights=weights),
        lambda: LinearProgram(costs),
    ]
    return rng.choice(makers)()


def enclosed(
    rng: random.Random, problem: Problem, A: Any, y: Any, output: Any, _: Found
) -> Document | None:
    radii = (0, 0, Fraction(1, 10**6), Fraction(1, 1000), Fraction(1, 50))
    A_error, y_error = rng.choice(radii), rng.choice(radii)
    digits = rng.choice((None, 1, 2, 3, 5))
    outcome = certify(problem, A, y, output, digits=digits, A_error=A_error, y_error=y_error)
    if not isinstance(outcome, (Certified, Refuted)):
        return None
    try:
        document: Document = outcome.certificate.document()
    except Rejected:  # float64 proves a bit more than the checkers' intervals
        return None
    argument = document["argument"]
    if argument["kind"] == "basis" and rng.random() < 0.5:
        columns = argument["basis"]
        free = argument | {"free": rng.sample(columns, rng.randint(1, len(columns)))}
        loose = document | {"argument": free}
        return loose if verdict(loose) == "accepted" else document
    return document


def exactly(
    rng: random.Random, problem: Problem, A: Any, y: Any, output: Any, exact: Found
) -> Document:
    """Return the exact proof of a claim that is as strong as possible, or a bit weaker."""
    near = exact.nearest(output)
    h = tuple(a - b for a, b in zip(output, near.point, strict=True))
    digits = 0
    while digits < 9 and dot(h, h) <= Fraction(1, 100 ** (digits + 1)):
        digits += 1
    right = rng.random() < 0.5 and dot(h, h) <= 1
    x, p = near.point, exact.face.witness
    apart = Separation(x=x, witness=p, direction=h, multipliers=near.multipliers)
    return GivenAnswer(
        right=right or not any(h),
        digits=max(0, digits - rng.choice((0, 0, 1))) if right or not any(h) else digits + 1,
        problem=problem,
        box=Box.around(A, y),
        output=tuple(output),
        argument=Minimiser(x=x, witness=p) if right or not any(h) else apart,
    ).document()


# -- changes ----------------------------------------------------------------------------------


def twist(rng: random.Random, document: Document, other: Document) -> Document:
    """Change what these claims have and others have not, with some chance of staying true."""
    changed = deepcopy(document)
    claim, argument, given = (changed[key] for key in ("claim", "argument", "instance"))
    columns = argument.get("support", argument.get("basis", []))
    match rng.randrange(12):
        case 0:
            claim["digits"] = max(0, claim["digits"] + rng.choice((-1, 1, 1, 2, 5)))
        case 1:
            claim["kind"] = {"digits": "refutation", "refutation": "digits"}[claim["kind"]]
        case 2:
            grown = rng.choice(("0", "1/100000", "1/1000", "1/100", "1/10", "1/3", "2"))
            given["radius"] = given.get("radius", {"A": "0", "y": "0"})
            given["radius"][rng.choice("Ay")] = grown
        case 3:
            m, N = given["shape"]
            entry = [rng.randrange(m), rng.randrange(N), rng.choice(("1/1000", "1/10", "1"))]
            given["radius"] = {"A": [entry], "y": ["0"] * (m - 1) + ["1/1000"]}
        case 4:
            argument["bits"] = rng.choice((1, 2, 4, 8, 12, 16, 24, 32, 64, 500))
        case 5 if columns:
            columns[rng.randrange(len(columns))] = rng.randrange(given["shape"][1])
        case 6 if columns:
            k = rng.randrange(len(columns))
            if "signs" in argument:
                signs = argument["signs"]
                argument["signs"] = signs[:k] + "+-"[signs[k] == "+"] + signs[k + 1 :]
            else:
                argument["dual"][k] = rng.choice(("0", "1", "-1", "1/2", argument["dual"][-1]))
        case 7 if "basis" in argument:
            argument["free"] = rng.sample(columns, rng.randint(0, len(columns)))
        case 8:
            changed["argument"] = deepcopy(other["argument"])
        case 9:
            changed["problem"] = deepcopy(other["problem"])
        case 10 if isinstance(changed["output"], list):
            power = min(30, claim["digits"] + rng.choice((0, 0, 1)))
            k, off = rng.randrange(given["shape"][1]), Fraction(rng.choice((1, -1)), 10**power)
            changed["output"][k] = str(brute_force.rational(changed["output"][k]) + off)
        case _:
            names = ["lasso", "square-root-lasso"]
            if changed["problem"]["name"] in names:
                changed["problem"]["name"] = rng.choice(names)
    return changed


# -- judgement --------------------------------------------------------------------------------


def verdict(document: Document) -> str:
    """Return the verdict of the checker of this kind of argument."""
    argument = document.get("argument")
    kind = argument.get("kind") if isinstance(argument, dict) else None
    checker = next((v for name, v in CHECKERS.items() if name == kind), checker_path)
    try:
        checker.check(json.dumps(document).encode())
    except checker.No as no:
        assert no.args[1].isprintable()
        return str(no.args[0])
    return "accepted"


def judge(document: Document, note: str) -> str:
    """Return the verdict on a document, having compared checker and oracle."""
    try:
        found = verdict(document)
    except Exception as error:  # anything but a verdict is a bug of the checker
        pytest.fail(f"{note}: {error!r} on {json.dumps(document)}")
    confirmed = is_true(document) if found == "accepted" else None
    if found == "accepted" and (confirmed is False or not all(shown(document))):
        pytest.fail(f"{note}: accepted, but not true: {json.dumps(document)}")
    return "undecided" if found == "accepted" and confirmed is None else found


def shown(document: Document) -> Iterator[bool]:
    """Tell whether what the argument is said to show is so: more than the claim needs."""
    statement, argument = brute_force_answers.read(document), document["argument"]
    N = len(statement.output)
    for A, y in instances(statement):
        M = minimisers(statement.problem, A, y)
        assert M is not None
        if argument["kind"] == "minimiser":
            x = brute_force_answers.vector(argument["x"], N)
            yield nearest_squared(x, M) <= M.slack**2
        elif argument["kind"] == "separation":
            h = brute_force_answers.vector(argument["direction"], N)
            inner = max(dot(h, z) for z in M.points)
            yield inner < dot(h, statement.output) or M.slack > 0
            yield all(dot(h, ray) <= 0 for ray in M.rays)
        elif argument["kind"] == "path":
            yield only_minimiser_has_signs(M, argument["support"], argument["signs"])


def only_minimiser_has_signs(M: Minimisers, support: list[int], signs: str) -> bool:
    (x,), given = M.points, dict(zip(support, signs, strict=True))
    if not support:
        return not any(x)
    found = {j: "+" if v > 0 else "-" for j, v in enumerate(x) if abs(v) > M.slack}
    return found == given


def run(seed: int, count: int) -> Counter[str]:
    """Judge ``count`` changed files, and the true ones that they come from."""
    rng, tally = random.Random(f"answers {seed}"), Counter[str]()
    bases = list(true_documents(rng, max(40, count // 16)))
    for k, base in enumerate(bases):
        tally[f"{base['argument']['kind']} {base['claim']['kind']}"] += 1
        assert judge(base, f"seed {seed}, true {k}") == "accepted", base
    for k in range(count):
        base, other = rng.choice(bases), rng.choice(bases)
        changed = twist(rng, base, other) if rng.random() < 0.5 else mutate(rng, base)
        tally[judge(changed, f"seed {seed}, change {k}")] += 1
    print(dict(tally))
    return tally


def assert_telling(tally: Counter[str], count: int) -> None:
    assert tally["undecided"] <= count / 1000
    assert tally["unsupported"] <= count / 10
    assert min(tally["accepted"], tally["rejected"], tally["malformed"]) >= count / 10
    for kind in CHECKERS:
        assert tally[f"{kind} digits"] + tally[f"{kind} refutation"] >= count / 400


@pytest.mark.parametrize("seed", range(4))
def test_what_is_accepted_is_true(seed: int) -> None:
    assert_telling(run(seed, 2_500), 2_500)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(100, 140))
def test_campaign(seed: int) -> None:
    assert_telling(run(seed, 25_000), 25_000)
