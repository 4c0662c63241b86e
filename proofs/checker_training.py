# ruff: noqa: D101, D102, D103
"""Checks 'computable-certificate' files, version 1: training sets, and algorithms with coins.

    python checker_training.py FILE...    exit 0: all accepted, 1: one rejected, 2: one malformed

Claims: 'refutation' of an instance with samples, 'failure-probability' with samples or without.
Standard library only: copy it to another machine, read it in one sitting. It trusts nobody.
"""

import json
import re
import sys
from collections import defaultdict, namedtuple
from collections.abc import Iterator
from itertools import pairwise
from math import gcd, lcm
from typing import Any

FILE_BYTES, NESTING, DEPTH, DIGITS, BITS = 64 << 20, 16, 4_000_000, 100_000, 4_000_000
CONTAINERS, WORK, EXIT_CODES = 2_000_000, 2e10, {"accepted": 0, "rejected": 1}  # all else: 2
RATIONAL = re.compile(r"(-?)(0x[0-9a-f]+|[0-9]{1,4000})(?:/(0x[0-9a-f]+|[0-9]{1,4000}))?")
COINS, ZERO = 4000, (0, 1)
Rational = tuple[int, int]  # numerator, denominator > 0, not reduced
Vector = tuple[list[int], int]  # numerators, common denominator, not reduced
Problem = namedtuple("Problem", "name epsilon factor weights")  # factor * weights: dual bounds
Instance = namedtuple("Instance", "columns y entries")  # columns: (rows, values) of A, entries: raw
Label = namedtuple("Label", "where sample depth shown x witness")  # shown: A, y and the label


class No(Exception):
    """The file is not accepted: ('malformed' | 'rejected' | 'unsupported', reason)."""


def need(condition: bool, reason: str, otherwise: str = "malformed") -> bool:
    if not condition:
        raise No(otherwise, reason)
    return True


def parse(data: bytes) -> Any:
    need(len(data) <= FILE_BYTES, f"file: more than {FILE_BYTES} bytes")
    need(data.count(b"[") + data.count(b"{") <= CONTAINERS, "file: too many lists", "unsupported")
    # Numbers that no field admits (floats, long integers) become None, which no field admits.
    options: dict[str, Any] = {
        "object_pairs_hook": lambda o: need(len(dict(o)) == len(o), "file: key twice") and dict(o),
        "parse_constant": lambda name: need(False, f"file: {name} is no JSON"),
        "parse_float": lambda _: None,
        "parse_int": lambda digits: int(digits) if len(digits.lstrip("-")) <= 18 else None,
    }
    try:
        value = json.loads(data.decode(), **options)
    except (ValueError, RecursionError) as error:
        raise No("malformed", f"file: not UTF-8 JSON: {error}") from None
    level, depth = [value], 0
    while level := [v for v in level if isinstance(v, (list, dict))]:
        need((depth := depth + 1) <= NESTING, f"file: nested deeper than {NESTING}")
        level = [v for c in level for v in (c.values() if isinstance(c, dict) else c)]
    return value


def fields(value: Any, where: str, names: str, optional: str = "") -> Any:
    need(isinstance(value, dict), f"{where}: need an object")
    missing = [name for name in names.split() if name not in value]
    unknown = [name for name in value if name not in f"{names} {optional}".split()]
    need(not missing, f"{where}: the field {''.join(missing[:1])} is missing")
    need(not unknown, f"{where}: unknown field {''.join(unknown[:1])[:40]!r}")
    return value


def items(value: Any, where: str, length: int | None = None) -> Any:
    fits = isinstance(value, list) and length in (None, len(value))
    need(fits, f"{where}: need a list" + ("" if length is None else f" of length {length}"))
    return value


def integer(value: Any, where: str, least: int, most: int) -> Any:
    fits = type(value) is int and least <= value <= most
    need(fits, f"{where}: need an integer from {least} to {most}")
    return value


def rational(value: Any, where: str) -> Rational:
    match: Any = RATIONAL.fullmatch(value) if isinstance(value, str) else None
    need(match is not None, f"{where}: need a rational such as '-1/3' (decimals: <= 4000 digits)")
    p, q = [int(t, 16 if t[:2] == "0x" else 10) for t in match.groups("1")[1:]]
    fits = max(p.bit_length(), q.bit_length()) <= BITS  # (all together: 4 bits a byte < 10^9)
    need(fits, f"{where}: an integer of more than {BITS} bits")
    need(q > 0, f"{where}: zero denominator")
    return (-p if match[1] else p), q


def rationals(value: Any, where: str, length: int) -> list[Rational]:
    if isinstance(value, list):
        return [rational(v, f"{where}[{i}]") for i, v in enumerate(items(value, where, length))]
    shared = fields(value, where, "den num")
    texts = [shared["den"], *items(shared["num"], where + ".num", length)]
    (den, _), *nums = [rational(v, where) for v in texts]
    need(den > 0 and not any("/" in v for v in texts), f"{where}: need integers, den > 0")
    return [(p, den) for p, _ in nums]


def read_problem(value: Any, N: int) -> Problem:
    name = value.get("name") if isinstance(value, dict) else None
    if name == "linear-program":
        cost = fields(value, "problem", "name cost")["cost"]
        return Problem(name, (0, 1), (1, 1), rationals(cost, "problem.cost", N))
    plain = name == "basis-pursuit"
    need(plain or name in ("lasso", "square-root-lasso"), "problem.name: unknown")
    fields(value, "problem", "name" if plain else "name lambda", "weights" + " epsilon" * plain)
    epsilon = rational(value.get("epsilon", "0"), "problem.epsilon")
    factor = rational(value.get("lambda", "1"), "problem.lambda")
    weights = rationals(value.get("weights", ["1"] * N), "problem.weights", N)
    signs = min(epsilon[0], factor[0] - 1, min(weights)[0] - 1) >= 0
    need(signs, "problem: need epsilon >= 0, lambda > 0 and weights > 0")
    return Problem(str(name), epsilon, factor, weights)


def read_data(A: Any, where: str, right: list[Any], m: int, N: int, work: "Work") -> list[Instance]:
    """Every (A, y), y in ``right``."""
    entries, columns = dict[tuple[Any, ...], Rational](), defaultdict[int, list[int]](list)
    for k, item in enumerate(items(A, where)):
        i, j, entry = items(item, place := f"{where}[{k}]", 3)
        key = "A", integer(i, place, 0, m - 1), integer(j, place, 0, N - 1)
        need(key not in entries, f"{place}: entry ({i}, {j}) occurs twice")
        entries[key] = rational(entry, place)
        columns[j].append(i)
    filled = {j: (I, work.common([entries["A", i, j] for i in I])) for j, I in columns.items()}
    pairs = [filled.get(j, ((), ((), 1))) for j in range(N)]
    work.charge(4000.0 * len(right) * (len(entries) + m))  # memory
    return [
        Instance(pairs, work.common(y), entries | {("y", i): v for i, v in enumerate(y)})
        for y in right
    ]


class Work:  # arithmetic that does not begin what would take too long; a step is half a nanosecond
    spent = 0.0

    def charge(self, cost: float) -> None:
        self.spent += cost
        need(self.spent <= WORK, f"file: checking it takes more than {WORK:g} steps", "unsupported")

    def mul(self, a: int, b: int) -> int:
        bits = a.bit_length(), b.bit_length()
        if sum(bits) > 2000:  # Karatsuba; shorter products are as many as the file has numbers
            self.charge((max(bits) / 3) * (min(bits) / 30 + 1) ** 0.6)
        return b if a == 1 else a if b == 1 else a * b

    def squares(self, nums: list[int]) -> int:
        return sum(self.mul(v, v) for v in nums if v)

    def common(self, values: list[Rational]) -> Vector:
        shared = {id(q): q for p, q in values if p}
        twos = {i: (q & -q).bit_length() - 1 for i, q in shared.items()}  # q = odd << twos
        keys = {i: hex(q >> twos[i]) for i, q in shared.items()}  # as hashes of integers collide
        odd = {key: shared[i] >> twos[i] for i, key in keys.items()}
        sizes, most = [q.bit_length() / 30 for q in odd.values()], max(twos.values(), default=0)
        pairs, s = sum(sizes) ** 2 - sum(v * v for v in sizes), sum(sizes) + most / 30
        self.charge(3.5 * pairs + (3000 + 100.0 * s) * len(values))
        den = lcm(*odd.values())
        parts = {key: den // q for key, q in odd.items()}
        factors = {i: parts[key] << most - twos[i] for i, key in keys.items()}
        return [self.mul(p, factors[id(q)]) if p else 0 for p, q in values], den << most


def agree(told: Any, truth: Any, keys: Any, n: int | None, work: Work) -> bool:
    """|told - truth| = e / u is at most 2^-n, or 0 if n is None, at all keys; the absent are 0."""
    work.charge(1500.0 * len(keys))
    for key in keys:
        (p, q), (a, b) = told.get(key, ZERO), truth.get(key, ZERO)
        if (p, q) != (a, b) and (e := abs(work.mul(p, b) - work.mul(a, q))):
            u = work.mul(q, b)
            if n is None or e.bit_length() + n > u.bit_length() + 1 or e << n > u:
                return False
    return True


def read_transcript(rows: Any, sizes: dict[str, tuple[int, int]], work: Work) -> Any:
    """Return answers[g, n], told at depth n of A (g = -1) or sample g, and every row's (g, n)."""
    answers, places = defaultdict[Any, dict[Any, Rational]](dict), []
    work.charge(12_000.0 * len(items(rows, "transcript")))
    for t, row in enumerate(rows):
        kind, *rest = items(row, where := f"transcript[{t}]") or [None]
        if kind == "y" and "x" not in sizes:
            rest = [0, *rest]  # an instance without samples is a single sample here
        known = isinstance(kind, str) and kind in sizes and len(rest) == 4
        need(known, f"{where}: neither an A nor a y row (nor, with samples, an x row)")
        i, j = (integer(v, where, 0, size - 1) for v, size in zip(rest, sizes[kind]))
        group, key = (-1, ("A", i, j)) if kind == "A" else (i, (kind, j))
        places.append(place := (group, integer(rest[2], where, 0, DEPTH)))
        p, q = rational(rest[3], where)
        a, b = answers[place].setdefault(key, (p, q))
        need((a, b) == (p, q) or work.mul(a, q) == work.mul(p, b), f"{where}: two answers")
    return answers, places


def read_labels(value: Any, R: int, m: int, N: int, work: Work) -> list[Label]:
    labels, seen = [], set[tuple[int, int]]()
    for t, item in enumerate(items(value, "labels")):
        fields(item, where := f"labels[{t}]", "sample depth A y label x witness")
        work.charge(80_000 + 6000.0 * (m + N))
        k = integer(item["sample"], where + ".sample", 0, R - 1)
        n = integer(item["depth"], where + ".depth", 0, DEPTH)
        need((k, n) not in seen, f"{where}: sample {k} has two labels at depth {n}")
        seen.add((k, n))
        y = rationals(item["y"], where + ".y", m)
        (shown,) = read_data(item["A"], where + ".A", [y], m, N, work)
        label = rationals(item["label"], where + ".label", N)
        shown.entries.update({("x", j): v for j, v in enumerate(label)})
        x = work.common(rationals(item["x"], where + ".x", N))
        p = work.common(rationals(item["witness"], where + ".witness", m))
        labels.append(Label(where, k, n, shown, x, p))
    return labels


def check_labels(
    labels: list[Label], problem: Problem, samples: Any, told: Any, work: Work
) -> None:
    """The answers are legitimate: x_n is near a minimiser of (A_n, y_n), and these near A and y.

    At depth n a single A_n is shown, since the labels have the same one. It and y_n are within
    2^-n of the instance and agree with the answers; the witness makes x a minimiser of (A_n, y_n);
    the label x_n is within 2^-n of x and agrees with the answers. Where a sample has no label at
    a depth none of x_n was told: LASSO problems have minimisers, of the others nothing was read.
    """
    first, labelled = dict[int, Any](), defaultdict[int, set[int]](set)
    for where, k, n, (_, _, shown), x, _ in labels:
        truth, common = samples[k].entries, first.setdefault(n, shown)
        keys = [key for key in {**shown, **truth} if key[0] != "x"]
        near = agree(shown, truth, keys, n, work)
        need(near, f"{where}: A or y is farther than 2^-{n} from the instance", "rejected")
        keys = [key for key in {**shown, **common} if key[0] == "A"]
        same = agree(shown, common, keys, None, work)
        need(same, f"{where}: another label has another A at depth {n}", "rejected")
        for answers in (told.get((-1, n), {}), told.get((k, n), {})):
            same = agree(answers, shown, answers, None, work)
            need(same, f"{where}: a recorded answer is another one", "rejected")
        label = work.common([shown["x", j] for j in range(len(x[0]))])
        e, u = distance_squared(label, x, work)
        near = not e or (e.bit_length() + 2 * n <= u.bit_length() + 1 and e << 2 * n <= u)
        need(near, f"{where}: the label is farther than 2^-{n} from x", "rejected")
        labelled[n].add(k)
    for where, _, _, shown, x, p in labels:
        check_dual(problem, shown, (where, x, p), False, work)
    feasible = problem.name in ("lasso", "square-root-lasso")
    for (group, n), answers in told.items():
        if not feasible or any(kind == "x" for kind, *_ in answers):
            enough = group in labelled[n] or (group < 0 and len(labelled[n]) == len(samples))
            need(enough, f"labels: none for what was read at depth {n}", "rejected")


def check_dual(problem: Problem, data: Instance, point: Any, strict: bool, work: Work) -> Any:
    """(where, x, p): p makes x a minimiser; the only one if strict and [returned] is injective.

    With c = A^T p, r = y - A x, support S of x, dual bounds b, objective f: every admissible z has
    sum b_i |z_i| >= <c, z> = <p, y> - <p, y - A z> since |c_i| <= b_i (linear program: z >= 0,
    c_i <= b_i), and <p, y - A z> is 0 if A z = y, <= ||p|| epsilon if ||A z - y|| <= epsilon,
    <= ||y - A z|| if ||p|| <= 1, <= ||p||^2 / 4 + ||y - A z||^2 always. So f(z) is bounded below;
    the equalities say that f(x) attains the bound. If f(z) does too, z = 0 off S by strictness and
    y - A z = r, or if ||p|| = 1 and r != 0: t r, A_S (z - t x) = (1 - t) y; injectivity: z = x.
    """
    (where, (X, x_den), (P, p_den)), (u, v), mul = point, problem.factor, work.mul
    one_sided = problem.name == "linear-program"
    for j, ((rows, (nums, den)), (w, d)) in enumerate(zip(data.columns, problem.weights)):
        c = mul(sum(mul(a, P[i]) for i, a in zip(rows, nums)), mul(v, d))
        bound = mul(mul(mul(w, u), den), p_den)
        equal = c == bound if X[j] > 0 else c == -bound and not one_sided
        good = equal if X[j] else (c if one_sided else abs(c)) < bound + (not strict)
        need(good, f"{where}: the dual condition fails at column {j}", "rejected")
    R, r_den = residual(data, (X, x_den), work)
    fits, root, (e, f) = not any(R), problem.name == "square-root-lasso", problem.epsilon
    if problem.name == "lasso":
        fits = all(mul(a, r_den) == 2 * mul(b, p_den) for a, b in zip(P, R))
    elif root or e:
        rr, pp, pr = work.squares(R), work.squares(P), sum(mul(a, b) for a, b in zip(P, R))
        along, one = pr > 0 and mul(pr, pr) == mul(pp, rr), mul(p_den, p_den)  # p = s r, s > 0
        misfit, most = mul(rr, mul(f, f)), work.squares([mul(r_den, e)])
        if root:
            fits = (pp == one and along) if rr else pp < one + (not strict)
        else:
            fits = (misfit == most and along) if pp else misfit <= most
    need(fits, f"{where}: residual and witness do not fit together", "rejected")
    also_y = any(X) and any(R) and root
    return [("A", j) for j, value in enumerate(X) if value] + [("y", 0)] * bool(also_y)


def residual(instance: Instance, x: Vector, work: Work) -> Vector:
    (Y, y_den), (X, x_den), terms = instance.y, x, []
    for value, (rows, (nums, den)) in zip(X, instance.columns):
        work.charge(100.0 * len(rows) * (value.bit_length() // 30))  # memory
        terms += [(i, (work.mul(a, value), den)) for i, a in zip(rows, nums) if value]
    (image, den), total = work.common([term for _, term in terms]), [0] * len(Y)
    for (i, _), value in zip(terms, image):
        total[i] += value
    den = work.mul(den, x_den)
    work.charge(100.0 * len(Y) * (den.bit_length() // 30))  # memory
    return [work.mul(b, den) - work.mul(a, y_den) for a, b in zip(total, Y)], work.mul(den, y_den)


def check_injective(chosen: Any, entries: Any, m: int, M: int, work: Work) -> None:
    """The chosen columns are independent over Q: a minor of theirs is a unit modulo M, so not 0."""
    work.charge(60.0 * m * len(chosen) ** 2)
    rows: list[list[int]] = []
    for i in range(m):
        row = [entries.get(("A", i, j) if kind == "A" else ("y", i), (0, 1)) for kind, j in chosen]
        if any(gcd(q, M) > 1 for _, q in row):  # else reducing would change the row by a unit only
            work.charge(4.0 * (sum(p.bit_length() + q.bit_length() for p, q in row) / 30) ** 2)
            row = [(p // g, q // g) for p, q in row for g in [gcd(p, q)]]
            scale = lcm(*(q for _, q in row))
            row = [(p * (scale // q % M), 1) for p, q in row]
        rows.append([p % M * pow(q % M, -1, M) % M for p, q in row])
    for k, (kind, j) in enumerate(chosen):
        pivot: Any = next((row for row in rows if gcd(row[k], M) == 1), None)
        need(pivot is not None, f"argument: column {kind}[{j}] has no pivot modulo {M}", "rejected")
        rows.remove(pivot)
        scaled = [v * pow(pivot[k], -1, M) % M for v in pivot]
        for row in rows:
            row[k:] = [(a - row[k] * b) % M for a, b in zip(row[k:], scaled[k:])]


def distance_squared(output: Vector, x: Vector, work: Work) -> Rational:
    (O, do), (X, dx) = output, x
    off = work.squares([a for a, b in zip(O, X) if not b])  # off the support of x: a / do
    on = work.squares([work.mul(a, dx) - work.mul(b, do) for a, b in zip(O, X) if b])
    return work.mul(off, work.mul(dx, dx)) + on, work.squares([work.mul(do, dx)])


def samples_read(value: Any, where: str, places: Any, work: Work) -> int:
    """Count the pairs (sample, depth) of these rows, and the depths at which only A was read."""
    work.charge(800.0 * len(items(value, where)))
    rows = {integer(t, where, 0, len(places) - 1) for t in value}
    need(len(rows) == len(value), f"{where}: a row twice")
    read = {places[t] for t in rows}
    depths = {n for group, n in read if group >= 0}
    return sum(group >= 0 or n not in depths for group, n in read)


def check_branches(value: Any, claim: Any, far: Any, places: Any, work: Work) -> None:
    """The branches fail, and have at least the claimed probability together.

    A beginning c of fair, independent coins has probability 2^-|c|. If none begins another, no
    sequence of coins begins with two: the events are disjoint, and their probabilities add up.
    (In the order of strings the next one after c begins with c if any one does.)
    """
    p, q = rational(claim["probability"], "claim.probability")
    need(0 < p <= q, "claim.probability: need a number above 0, at most 1")
    limit = integer(claim["limit"], "claim.limit", 0, 10**18) if "limit" in claim else None
    coins, fault = list[str](), ""
    work.charge(12_000.0 * len(items(value, "branches")))
    for t, branch in enumerate(value):
        asks = limit is not None and isinstance(branch, dict) and "queries" in branch
        fields(branch, where := f"branches[{t}]", "coins queries" if asks else "coins output")
        coins.append(c := branch["coins"])
        good = isinstance(c, str) and len(c) <= COINS and not c.strip("01")
        need(good, f"{where}.coins: need at most {COINS} characters 0 and 1")
        if asks:
            fails = samples_read(branch["queries"], where + ".queries", places, work) > (limit or 0)
        else:
            fails = any(far(branch["output"], where + ".output"))
        fault = fault or ("" if fails else f"{where}: this run does not fail")
    need(bool(coins), "branches: need at least one")
    need(not fault, fault, "rejected")
    coins.sort()
    free = not any(d.startswith(c) for c, d in pairwise(coins))
    need(free, "branches: the coins of one begin those of another", "rejected")
    total = sum(1 << COINS - len(c) for c in coins)
    enough = work.mul(total, q) >= work.mul(1 << COINS, p)
    need(enough, "branches: together less probable than claimed", "rejected")


def read_kind(file: Any) -> tuple[bool, bool]:
    """Tell whether the claim is about coins, and whether the instance has samples."""
    names = "format version claim problem instance transcript argument"
    fields(file, "file", names, "output branches labels about")
    need(file["format"] == "computable-certificate", "format: need 'computable-certificate'")
    integer(file["version"], "version", 1, 1)
    claim, given, argument = file["claim"], file["instance"], file["argument"]
    need({type(v) for v in (claim, given, argument)} == {dict}, "claim, ...: need objects")
    kind, many = claim.get("kind"), "samples" in given
    coins, one = kind == "failure-probability", kind == "refutation" and "y" in given and not many
    other = "checker_flag.py" if kind == "flag" else "checker.py" if one else ""
    need(not other, f"claim: use {other}", "unsupported")
    known = (coins or kind == "refutation") and argument.get("kind") == "unique-minimiser"
    need(known, "claim: another kind", "unsupported")
    fields(file, "file", names + (" branches" if coins else " output"), "about" + " labels" * many)
    extra = " probability" * coins + " samples" * many
    fields(claim, "claim", "kind digits" + extra, "limit" * (coins and many))
    fields(given, "instance", "shape A " + ("samples" if many else "y"))
    if many:
        fields(argument, "argument", "kind points")
    else:  # from here on it is a single sample
        given["samples"], claim["samples"] = [given["y"]], [0]
        argument["points"] = [{key: v for key, v in argument.items() if key != "kind"}]
    return coins, many


def read_points(claim: Any, argument: Any, R: int, m: int, N: int, power: int, work: Work) -> Any:
    """Return (k, x, the leading bits of x, witness, modulus) of every claimed sample k."""
    points, chosen = [], items(claim["samples"], where := "claim.samples")
    distinct = {integer(k, where, 0, R - 1) for k in chosen}
    need(0 < len(distinct) == len(chosen), f"{where}: need at least one, none twice")
    for k, point in zip(chosen, items(argument["points"], "argument.points", len(chosen))):
        fields(point, where := f"argument of sample {k}", "x witness", "modulus")
        x = work.common(rationals(point["x"], where + ": x", N))
        p = work.common(rationals(point["witness"], where + ": witness", m))
        M = integer(point.get("modulus", None if any(x[0]) else 2), where, 2, 10**18 - 1)
        points.append((k, x, leading(x, power.bit_length() // 2 + 64, work), p, M))
    return points


def leading(x: Vector, B: int, work: Work) -> list[int]:
    """Round 2^B x down: outputs are many, and x may be long."""
    nums, den = x
    digits = (max(v.bit_length() + B - den.bit_length(), 0) / 30 + 1 for v in nums if v)
    work.charge((2.2 * den.bit_length() / 30 + 150) * sum(digits))  # division, memory
    return [(v << B) // den for v in nums]


def is_far(output: Vector, x: Vector, low: list[int], power: int, work: Work) -> bool:
    """||output - x||^2 > 1 / power. Lower bounds may do: low <= 2^B x < low + 1."""
    (O, do), B = output, power.bit_length() // 2 + 64
    gaps = [max(0, abs((a << B) - work.mul(b, do)) - do) for a, b in zip(O, low)]
    if work.mul(work.squares(gaps), power) > work.squares([do << B]):
        return True
    e, u = distance_squared(output, x, work)
    return work.mul(e, power) > u


def misses(
    output: Any, where: str, points: Any, R: int, N: int, power: int, work: Work
) -> Iterator[bool]:
    """Tell of every point whether the output of its sample is far from it."""
    vectors = []
    for k, vector in enumerate(items(output, where, R)):
        work.charge(3000.0 * N)
        vectors.append(rationals(vector, f"{where}[{k}]", N))
    return (is_far(work.common(vectors[k]), x, low, power, work) for k, x, low, *_ in points)


def check(data: bytes) -> str:
    """Verify a certificate and return what it proves, or raise No."""
    work, (coins, many) = Work(), read_kind(file := parse(data))
    claim, given = file["claim"], file["instance"]
    shape = items(given["shape"], "instance.shape", 2)
    m, N = (integer(v, "instance.shape", 1, FILE_BYTES) for v in shape)
    work.charge(8000.0 * (m + N))
    problem, R = read_problem(file["problem"], N), len(items(given["samples"], "instance.samples"))
    work.charge(3000.0 * m * R)
    ys = [rationals(y, f"instance: y of sample {k}", m) for k, y in enumerate(given["samples"])]
    samples = read_data(given["A"], "instance.A", ys, m, N, work)
    sizes = {"A": (m, N), "y": (R, m)} | ({"x": (R, N)} if many else {})
    told, places = read_transcript(file["transcript"], sizes, work)
    labels = read_labels(file.get("labels", []), R, m, N, work)
    need(bool(labels) or "labels" not in file, "labels: need at least one, or no field")
    power = 10 ** (2 * integer(claim["digits"], "claim.digits", 0, DIGITS))
    points = read_points(claim, file["argument"], R, m, N, power, work)

    def far(output: Any, where: str) -> Iterator[bool]:
        return misses(output if many else [output], where, points, R, N, power, work)

    if coins:
        check_branches(file["branches"], claim, far, places, work)
    else:
        need(all(far(file["output"], "output")), "output: has the digits", "rejected")
    for (group, n), answers in told.items():  # every instance has A, samples[-1] too
        keys = [key for key in answers if key[0] != "x"]
        near = agree(answers, samples[group].entries, keys, n, work)
        need(near, f"transcript: an answer is farther than 2^-{n} from the entry", "rejected")
    if many:
        check_labels(labels, problem, samples, told, work)
    for k, x, _, p, M in points:
        values = samples[k].entries.values()
        work.charge(sum(4000.0 + a.bit_length() + b.bit_length() for a, b in values))
        chosen = check_dual(problem, samples[k], (f"argument of sample {k}", x, p), True, work)
        work.charge(3000.0 * m * len(chosen))
        check_injective(chosen, samples[k].entries, m, M, work)
    run = f"{m} x {N}, {len(points)} of {R} samples, {len(places)} answers, {len(labels)} labels"
    if not coins:
        return f"{run}: farther than 10^-{claim['digits']} from the only minimiser"
    p = claim["probability"] if len(claim["probability"]) < 40 else "claim.probability"
    return f"{run}, {len(file['branches'])} branches: fails with probability {p} or more"


def judge(path: str) -> tuple[str, str]:
    """Return 'accepted', 'rejected', 'malformed', 'unsupported' or 'unreadable', and why."""
    try:
        with open(path, "rb") as file:
            return "accepted", check(file.read(FILE_BYTES + 1))
    except No as no:
        return no.args[0], no.args[1]
    except (OSError, ValueError, MemoryError) as error:
        return "unreadable", getattr(error, "strerror", None) or repr(error)


def main(paths: list[str]) -> int:
    verdicts = [(path, *judge(path)) for path in paths]
    print("\n".join(map(": ".join, verdicts)).encode("ascii", "backslashreplace").decode())
    return max((EXIT_CODES.get(verdict, 2) for _, verdict, _ in verdicts), default=2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
