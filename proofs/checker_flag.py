"""Checks 'computable-certificate' files, version 1: claim 'flag'.

    python checker_flag.py FILE...   exit 0: all accepted, 1: one rejected, 2: one malformed

Standard library only: copy it to another machine, read it in one sitting. It trusts nobody.
"""

import json
import re
import sys
from collections import namedtuple
from math import gcd, lcm
from typing import Any

FILE_BYTES, NESTING, DEPTH, DIGITS, BITS = 64 << 20, 16, 4_000_000, 100_000, 4_000_000
CONTAINERS, WORK, EXIT_CODES = 2_000_000, 2e10, {"accepted": 0, "rejected": 1}  # all else: 2
RATIONAL = re.compile(r"(-?)(0x[0-9a-f]+|[0-9]{1,4000})(?:/(0x[0-9a-f]+|[0-9]{1,4000}))?")
Rational = tuple[int, int]  # numerator, denominator > 0, not reduced
Vector = tuple[list[int], int]  # numerators, common denominator, not reduced
Problem = namedtuple("Problem", "name epsilon factor weights")  # factor * weights: dual bounds
Instance = namedtuple("Instance", "columns y entries")  # columns: (rows, values) of A, entries: raw


class No(Exception):
    """The file is not accepted: ('malformed' | 'rejected' | 'unsupported', reason)."""


def need(condition: bool, reason: str, otherwise: str = "malformed") -> bool:
    if not condition:
        raise No(otherwise, reason)
    return True


def parse(data: bytes) -> Any:
    need(len(data) <= FILE_BYTES, f"file: more than {FILE_BYTES} bytes")
    need(data.count(b"[") + data.count(b"{") <= CONTAINERS, "file: too many lists", "unsupported")
    options: dict[str, Any] = {
        "object_pairs_hook": lambda o: need(len(dict(o)) == len(o), "file: key twice") and dict(o),
        "parse_constant": lambda name: need(False, f"file: {name} is no JSON"),
        "parse_float": lambda _: None,  # which no field admits, as for long integers
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


def read_instance(value: Any, m: int, N: int, work: "Work") -> Instance:
    y = rationals(value["y"], "instance.y", m)
    entries: dict[tuple[Any, ...], Rational] = {("y", i): v for i, v in enumerate(y)}
    columns: list[list[int]] = [[] for _ in range(N)]
    for k, item in enumerate(items(value["A"], "instance.A")):
        i, j, entry = items(item, where := f"instance.A[{k}]", 3)
        key = "A", integer(i, where, 0, m - 1), integer(j, where, 0, N - 1)
        need(key not in entries, f"{where}: entry ({i}, {j}) occurs twice")
        entries[key] = rational(entry, where)
        columns[j].append(i)
    vectors = [work.common([entries["A", i, j] for i in rows]) for j, rows in enumerate(columns)]
    return Instance(list(zip(columns, vectors, strict=True)), work.common(y), entries)


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


def check_transcript(rows: Any, instance: Instance, m: int, N: int, work: Work) -> None:
    """Every answer is within 2^-n of its entry, e / u <= 2^-n (shifting only if that is open)."""
    seen, far, mul = dict[tuple[Any, ...], Rational](), "", work.mul
    for k, row in enumerate(items(rows, "transcript")):
        kind, *rest = items(row, where := f"transcript[{k}]") or [None]
        need((kind, len(rest)) in (("A", 4), ("y", 3)), f"{where}: neither an A nor a y row")
        *indices, n, answer = rest
        entry = kind, *(integer(v, where, 0, t - 1) for v, t in zip(indices, (m, N)))
        n, (p, q) = integer(n, where, 0, DEPTH), rational(answer, where)
        a, b = seen.setdefault((*entry, n), (p, q))
        need((a, b) == (p, q) or mul(a, q) == mul(p, b), f"{where}: two answers")
        a, b = instance.entries.get(entry, (0, 1))
        e, u = not far and (p, q) != (a, b) and abs(mul(p, b) - mul(a, q)), mul(q, b)
        near = not e or (e.bit_length() + n <= u.bit_length() + 1 and e << n <= u)
        far = far or ("" if near else f"{where}: the answer is farther than 2^-{n} from the entry")
    need(not far, far, "rejected")  # only now: a later row might have been malformed


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


def check(data: bytes) -> str:
    """Verify a certificate and return what it proves, or raise No."""
    work, names = Work(), "format version claim problem instance argument"
    file = fields(parse(data), "file", names, "transcript output branches labels shown about")
    need(file["format"] == "computable-certificate", "format: need 'computable-certificate'")
    integer(file["version"], "version", 1, 1)
    claim, given, argument = file["claim"], file["instance"], file["argument"]
    need({type(v) for v in (claim, given, argument)} == {dict}, "claim, ...: need objects")
    need(claim.get("kind") == "flag", "claim: another kind, ask checker.py", "unsupported")
    fields(file, "file", names + " transcript output", "about")
    flag = fields(claim, "claim", "kind digits flag")["flag"]
    need(flag in ("correct", "wrong"), "claim.flag: need 'correct' or 'wrong'")
    sole, kind = (flag == "correct"), argument.get("kind")
    need(kind == "unique-" * sole + "minimiser", "argument: another kind", "unsupported")
    digits = integer(claim["digits"], "claim.digits", 0, DIGITS)
    shape = items(fields(given, "instance", "shape A y")["shape"], "instance.shape", 2)
    m, N = (integer(v, "instance.shape", 1, FILE_BYTES) for v in shape)
    work.charge(8000.0 * (m + N))
    fields(argument, "argument", "kind x witness", "modulus" * sole)
    x, p = (work.common(rationals(argument[k], k, n)) for k, n in (("x", N), ("witness", m)))
    output = work.common(rationals(file["output"], "output", N))
    problem, instance = read_problem(file["problem"], N), read_instance(given, m, N, work)
    M = integer(argument.get("modulus", None if sole and any(x[0]) else 2), "modulus", 2, 10**18)
    check_transcript(file["transcript"], instance, m, N, work)
    chosen = check_dual(problem, instance, ("argument", x, p), sole, work)
    check_injective(chosen if sole else [], instance.entries, m, M, work)
    e, u = distance_squared(output, x, work)
    need((work.mul(e, 10 ** (2 * digits)) > u) == sole, f"output: {flag!r} is right", "rejected")
    return f"{m} x {N}, {len(file['transcript'])} answers: {flag!r} is false for 10^-{digits}"


def main(paths: list[str]) -> int:
    worst = 0 if paths else 2
    for path in paths:
        try:
            with open(path, "rb") as file:
                verdict, reason = "accepted", check(file.read(FILE_BYTES + 1))
        except No as no:
            verdict, reason = no.args
        except (OSError, ValueError, MemoryError) as error:
            verdict, reason = "unreadable", getattr(error, "strerror", None) or repr(error)
        print(f"{path}: {verdict}: {reason}".encode("ascii", "backslashreplace").decode())
        worst = max(worst, EXIT_CODES.get(verdict, 2))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
