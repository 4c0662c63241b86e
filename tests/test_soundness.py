"""The checker accepts no false certificate, as far as mutation and an independent oracle can tell.

Whatever the checker accepts here, ``brute_force`` must confirm without its witness.
"""

from __future__ import annotations

import copy
import itertools
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from computable.oracle import ProblemData, Query, alternating, exact, nearest_dyadic, scattered
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
    TieFamily,
    is_minimiser,
)
from proofs import checker
from proofs.adversary import refute
from proofs.certificate import Certificate
from proofs.outcome import Refuted
from tests import brute_force

PROBLEMS: dict[str, Callable[[Sequence[int] | None], Problem]] = {
    "bp": lambda w: BasisPursuit(weights=w),
    "qcbp": lambda w: BasisPursuit("1/4", weights=w),
    "lasso": lambda w: Lasso("1/2", weights=w),
    "sr-lasso": lambda w: SquareRootLasso("1/2", weights=w),
    "lp": LinearProgram,
}
Document = dict[str, Any]
HALF = Fraction(1, 2)
OFFSETS = (Fraction(1, 64), Fraction(1, 64), Fraction(1, 100))


# -- true certificates --------------------------------------------------------------------------


def constant(data: ProblemData) -> list[int]:
    return [0] * data.shape[1]


def reader(depth: int) -> Callable[[ProblemData], list[Fraction]]:
    """Return an algorithm that reads everything and splits the answer among equal columns."""

    def reads(data: ProblemData) -> list[Fraction]:
        m, N = data.shape
        A = [[data.A.query(i, j, depth) for j in range(N)] for i in range(m)]
        y = [data.y.query(i, depth // 2) for i in range(m)]
        return [y[0] * A[0][j] / sum(v * v for v in A[0]) for j in range(N)]

    return reads


def tied() -> dict[str, Document]:
    """Return what the adversary finds, for all problems, shapes and ways of answering."""
    found = {}
    ways = itertools.cycle(
        zip(
            (constant, reader(6), reader(40), reader(13), reader(300)),
            (exact, scattered(1), alternating, nearest_dyadic, exact),
        )
    )
    shapes = itertools.product((None, (1, 3, 2, 1)), ((1, 2), (2, 2), (1, 3), (2, 3)))
    for (weights, (m, q)), name in itertools.product(shapes, PROBLEMS):
        algorithm, answers = next(ways)
        problem = PROBLEMS[name](weights and weights[: m + q - 1])
        size = {"digits": 1 + m, "columns": q, "rows": m}
        outcome = refute(algorithm, problem=problem, answers=answers, **size)
        assert isinstance(outcome, Refuted)
        found[f"{name} {m}x{q} {'weighted' if weights else ''}"] = outcome.certificate.document()
    for name in ("bp", "lasso", "sr-lasso", "lp"):  # the tie and a block: two or three non-zeros
        block = {"block_right": ("1/3", "2"), "block_entry": 2, "centre_entry": 2}
        problem = PROBLEMS[name](None)
        family = TieFamily(problem=problem, digits=1, columns=2, right=2, **block)
        gap = Fraction(1, 64)
        given = family.raised(1, gap), family.minimiser(1, gap), family.witness(1, gap)
        found[f"{name} block"] = certificate(problem, *given).document()
    return found


def planted() -> dict[str, Document]:
    """Return certificates of instances without a tie, r = y - A x given by the witness p."""
    third, half = Fraction(1, 3), HALF
    unit = (third, 2 * third, 2 * third)  # A^T p = (1, 1, 1/3, 2/3) in the wide matrix
    wide = [[1, 1, 1, 0], [1, 0, -1, "1/2"], [0, 1, 1, "1/2"]]
    flat = (Fraction(3, 5), Fraction(4, 5))  # (1, 1, 1, 7/10) in the next
    pair = [["5/3", 1, -1, "1/2"], [0, "1/2", 2, "1/2"]]
    down = [[-1, 0, 1, 0], [0, 1, 1, 1]]
    short = tuple(v / 2 for v in flat)
    cases: list[tuple[Any, Any, list[Any], Sequence[Any], Any]] = [
        (lambda w: SquareRootLasso(1), wide, [2, 3, 0, 0], unit, 3),
        (lambda w: SquareRootLasso(1, weights=w), wide, [2, 0, 0, 0], unit, half),
        (lambda w: SquareRootLasso(1, weights=w), pair, [0, half, 0, 0], flat, 5),
        (lambda w: SquareRootLasso(2), pair, [0, 0, 0, 0], flat, 5),
        (lambda w: SquareRootLasso(half, weights=w), pair, [0, half, 3, 0], short, 0),
        (lambda w: BasisPursuit(half, weights=w), pair, [3, 0, 1, 0], flat, half),
        (lambda w: BasisPursuit(3), wide, [half, 1, 0, 0], unit, 3),
        (lambda w: BasisPursuit(5, weights=w), pair, [0, 0, 0, 0], flat, 5),
        (lambda w: BasisPursuit(6), pair, [0, 0, 0, 0], flat, 5),
        (lambda w: BasisPursuit(weights=w), pair, [1, 0, 1, 0], flat, 0),
        (lambda w: BasisPursuit(), wide, [1, third, 0, 0], unit, 0),
        (lambda w: Lasso(1), wide, [1, third, 0, 0], unit, half),
        (lambda w: Lasso(1, weights=w), pair, [0, 1, 2, 0], flat, half),
        (lambda w: Lasso(2), pair, [0, 0, 0, 0], flat, half),
        (LinearProgram, pair, [1, 0, 2, 0], flat, 0),
        (lambda w: LinearProgram((1, 2, third, -half)), wide, [0, 0, 0, 0], (0, 0, -2), 0),
        (lambda w: LinearProgram((-1, 1, 1, 1)), down, [2, 0, 0, 0], (1, -1), 0),
    ]
    found = {}
    for k, (make, A, x, p, rho) in enumerate(cases):
        problem: Problem = make([1 if v else 2 for v in x])
        image = [sum(Fraction(a) * b for a, b in zip(row, x)) for row in A]
        instance = Instance.from_dense(A, [a + rho * b for a, b in zip(image, p)])
        given = p if is_minimiser(problem, instance, x, p) else (0,) * len(p)
        found[f"planted {k} {problem.name}"] = certificate(problem, instance, x, given).document()
    return found


def certificate(
    problem: Problem, instance: Instance, x: Any, p: Any, off: Fraction = OFFSETS[0]
) -> Certificate:
    """Return the certificate of a slightly wrong output after a few arbitrary answers."""
    x, ask = tuple(map(Fraction, x)), instance.oracle(scattered(7, bits=4))
    m, N = instance.shape
    queries = [("A", 0, 0, 3), ("y", m - 1, 9), ("A", m - 1, N - 1, 0)]
    return Certificate(
        digits=2,
        problem=problem,
        instance=instance,
        transcript=tuple(Query(e, n, ask(e, n)) for *e, n in queries),
        output=(x[0] - off, *x[1:]),
        x=x,
        witness=tuple(map(Fraction, p)),
    )


@cache
def true_documents() -> dict[str, Document]:
    documents = tied() | planted()
    return {name: {**document, "about": {}} for name, document in documents.items()}


# -- mutation -----------------------------------------------------------------------------------

JUNK = [None, True, False, 1.5, [], {}, [["1"]], {"den": "3", "num": ["1"]}, "", "1e3", "-", "1/0"]
JUNK += ["9" * 4001, "0x" + "f" * 9000, 10**18, "A", "y", "lasso", "square-root-lasso", "+1", " 1"]


def mutate(rng: random.Random, document: Document) -> Document:
    """Return a copy in which one value is another, or occurs once more, elsewhere or no more."""
    changed = copy.deepcopy(document)
    places = list(walk(changed))
    numbers = [(c, k) for c, k in places if isinstance(c[k], str) and c[k].strip("-")[0].isdigit()]
    container, key = rng.choice(numbers if rng.random() < 0.6 else places)
    value, fate = container[key], rng.random()
    if (container, key) in numbers and fate < 0.97:
        container[key] = another_rational(rng, value, [c[k] for c, k in numbers])
    elif isinstance(value, int) and fate < 0.8:
        container[key] = rng.choice([value + 1, value - 1, -value, 0, 2 * value, rng.randint(2, 9)])
    elif isinstance(value, list) and value and fate < 0.9:
        another_list(rng, container, key)
    elif isinstance(container, dict) and fate < 0.95:
        moved = container.pop(key)
        container |= rng.choice([{}, {"extra": moved}, {key: moved, "extra": moved}])
    else:
        container[key] = rng.choice(JUNK)
    return changed if changed != document else mutate(rng, document)


def walk(value: Any) -> Any:
    """Yield every (container, key) within a JSON value."""
    for key in value if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from walk(value[key])


def another_rational(rng: random.Random, text: str, others: list[str]) -> str:
    value, tiny = brute_force.rational(text), Fraction(rng.choice((1, -1)), 1 << 40)
    p, q = value.numerator, value.denominator
    near = [Fraction(p + 1, q), Fraction(p - 1, q), Fraction(p, q + 1), Fraction(p, max(q - 1, 1))]
    far = [-value, 2 * value, value / 2, value * 1000, 1 / (value or Fraction(1)), Fraction(0)]
    new = rng.choice([*near, *far, value + tiny, value, brute_force.rational(rng.choice(others))])
    form = rng.choice(["{s}{p}/{q}", "{s}{p}/{q}", "{s}{p:#x}/{q:#x}", "{s}0{twice}/{double}"])
    p, q, s = abs(new.numerator), new.denominator, "-" if new < 0 else ""
    return form.format(s=s, p=p, q=q, twice=2 * p, double=2 * q)


def another_list(rng: random.Random, container: Any, key: Any) -> None:
    values = container[key]
    i, j = rng.randrange(len(values)), rng.randrange(len(values))
    match rng.randrange(6 if all(isinstance(v, str) for v in values) else 5):
        case 0:
            del values[i]
        case 1:
            values.insert(j, copy.deepcopy(values[i]))
        case 2:
            values[i], values[j] = values[j], values[i]
        case 3:
            rng.shuffle(values)
        case 4:
            values.reverse()
        case 5:
            numerators = [v.partition("/")[0] for v in values]
            container[key] = {"den": rng.choice(("1", "0x2", "-3", "1/2", "0")), "num": numerators}


# -- near misses --------------------------------------------------------------------------------


def near_miss(rng: random.Random) -> Document:
    """Return a small instance made from a witness, with all inequalities close to equality.

    Weights (costs) are such that the dual condition holds on the support; elsewhere it is
    strict, tight or violated. A_S, of small integers, is often singular. Now and then a sign,
    the residual or the modulus is wrong; the output is often exactly 1/100 off.
    """
    m, N = rng.randint(1, 3), rng.randint(1, 4)
    A = [[Fraction(rng.choice((-2, -1, -1, 0, 1, 1, 2))) for _ in range(N)] for _ in range(m)]
    units = [
        (1, 1),
        (1, 2),
        (3, 4, 5),
        (0, 1, 1),
        (3, 4, 9),
        (1, 2, 2, 3),
        (2, 3, 6, 7),
        (1, 1, 0, 2),
    ]
    *parts, length = rng.choice([u for u in units if len(u) == m + 1])
    p = [Fraction(v * rng.choice((1, -1)), length) for v in parts]
    c = [sum(row[j] * v for row, v in zip(A, p)) for j in range(N)]
    name, lam = rng.choice(list(PROBLEMS)), rng.choice((Fraction(1, 2), Fraction(1), Fraction(2)))
    one_sided = name == "lp" and rng.random() < 0.9
    x = [rng.choice((0, 0, 1, 2)) * (1 if one_sided or v > 0 else -1) for v in c]
    x = [-v for v in x] if rng.random() < 0.05 else x
    slacks = [0 if v else rng.choice((0, 0, 1, 1, Fraction(1, 8), Fraction(-1, 8))) for v in x]
    weights = [(v if one_sided else abs(v)) + slack for v, slack in zip(c, slacks)]
    if name != "lp":
        weights = [w if w > 0 else Fraction(1) for w in weights]
    divided = [w / lam for w in weights]
    problem, scale = {
        "bp": lambda: (BasisPursuit(weights=weights), 0),
        "qcbp": lambda: (BasisPursuit(lam, weights=weights), lam * rng.choice((1, 1, HALF))),
        "lasso": lambda: (Lasso(lam, weights=divided), rng.choice((1, HALF, HALF))),
        "sr-lasso": lambda: (SquareRootLasso(lam, weights=divided), rng.choice((0, 1))),
        "lp": lambda: (LinearProgram(weights), 0),
    }[name]()
    r = [scale * v for v in p]
    if rng.random() < 0.2:
        r = rng.choice(([-v for v in r], [-r[0], *r[1:]], r[::-1]))
    image = [sum(a * v for a, v in zip(row, x)) for row in A]
    instance = Instance.from_dense(A, [a + b for a, b in zip(image, r)])
    document = certificate(problem, instance, x, p, off=rng.choice(OFFSETS)).document()
    if rng.random() < 0.5:
        document["argument"]["modulus"] = rng.randint(2, 12)
    return document


# -- the tests ----------------------------------------------------------------------------------


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
