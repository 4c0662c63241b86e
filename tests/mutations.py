"""Ways of changing a certificate: one value anywhere, or a near miss of its argument."""

from __future__ import annotations

import copy
import random
from fractions import Fraction
from typing import Any

import brute_force
from true_certificates import HALF, OFFSETS, PROBLEMS, Document, certificate

from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    SquareRootLasso,
)

JUNK = [None, True, False, 1.5, [], {}, [["1"]], {"den": "3", "num": ["1"]}, "", "1e3", "-", "1/0"]
JUNK += ["9" * 4001, "0x" + "f" * 9000, 10**18, "A", "y", "lasso", "square-root-lasso", "+1", " 1"]


def mutate(rng: random.Random, document: Document) -> Document:
    """Return a copy in which one value is another, or occurs once more, elsewhere or no more."""
    changed = copy.deepcopy(document)
    places = list(walk(changed))
    numbers = [(c, k) for c, k in places if isinstance(c[k], str) and c[k].strip("-")[:1].isdigit()]
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
