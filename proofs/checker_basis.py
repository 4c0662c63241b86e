"""Checks 'computable-certificate' files, version 1: an answer's digits on a box of instances.

    python checker_basis.py FILE...    exit 0: all accepted, 1: one rejected, 2: one malformed

Standard library only: copy it to another machine, read it in one sitting. It trusts nobody.
"""

import json
import re
import sys
from collections import namedtuple
from functools import partial
from math import isqrt
from operator import mul
from typing import Any

FILE_BYTES, NESTING, DEPTH, DIGITS, BITS = 64 << 20, 16, 4_000_000, 100_000, 4_000_000
CONTAINERS, WORK, EXIT_CODES = 2_000_000, 2e10, {"accepted": 0, "rejected": 1}  # all else: 2
RATIONAL = re.compile(r"(-?)(0x[0-9a-f]+|[0-9]{1,4000})(?:/(0x[0-9a-f]+|[0-9]{1,4000}))?")
SPENT = [0.0]  # steps of half a nanosecond; what would take too long is not begun
NAMES, FINEST = ["format", "version", "claim", "problem", "instance", "output", "argument"], 10**6
Rational = namedtuple("Rational", "p q", defaults=(0, 1))  # p / q with q > 0, not reduced
Balls = namedtuple("Balls", "c r")  # a vector of intervals: lists of midpoints and of radii
ZERO = Rational()


class No(Exception):
    """The file is not accepted: ('malformed' | 'rejected' | 'unsupported', reason)."""


def need(condition: bool, reason: str, otherwise: str = "malformed") -> bool:
    if not condition:
        raise No(otherwise, reason)
    return True


def charge(steps: float) -> None:
    SPENT[0] += steps
    need(SPENT[0] <= WORK, f"file: more than {WORK:g} steps of work", "unsupported")


class Checker(namedtuple("Checker", "m N R")):  # of a file with an m x N matrix
    def parse(self, data: bytes) -> Any:
        need(len(data) <= FILE_BYTES, f"file: more than {FILE_BYTES} bytes")
        need(data.count(b"[") + data.count(b"{") <= CONTAINERS, "too many lists", "unsupported")
        try:
            value = json.loads(
                data.decode(),
                object_pairs_hook=lambda o: need(len(dict(o)) == len(o), "key twice") and dict(o),
                parse_constant=lambda name: need(False, f"file: {name} is no JSON"),
                parse_float=lambda _: None,  # which no field admits
                parse_int=lambda digits: int(digits) if len(digits.lstrip("-")) <= 18 else None,
            )
        except (ValueError, RecursionError) as error:
            raise No("malformed", f"file: not UTF-8 JSON: {error}") from None
        level, depth = [value], 0
        while level := [v for v in level if isinstance(v, (list, dict))]:
            need((depth := depth + 1) <= NESTING, f"file: nested deeper than {NESTING}")
            level = [v for c in level for v in (c.values() if isinstance(c, dict) else c)]
        return value

    def read(self, value: Any, where: str, kind: Any) -> Any:
        """Read numbers below an integer, lists and objects of kinds, or what a function reads."""
        charge(3000)
        if isinstance(kind, int):
            fits = type(value) is int and 0 <= value < kind
            return need(fits, f"{where}: need an integer from 0 to {kind - 1}") and value
        if isinstance(kind, dict):
            need(isinstance(value, dict), f"{where}: need an object")
            kinds: Any = {k.rstrip("?"): v for k, v in kind.items()}  # 'name?' may be absent
            wrong = {*value} - {*kinds} | {k for k in kind if k[-1] != "?"} - {*value}
            need(not wrong, f"{where}: field {min(wrong, default='')[:40]!r} missing or unknown")
            return {k: self.read(value[k], f"{where}.{k}", kinds[k]) for k in value}
        if not isinstance(kind, (list, tuple)):
            return kind(value, where) if kind else value
        need(isinstance(value, list), f"{where}: need a list")
        kinds = kind * len(value) if isinstance(kind, list) else kind  # [kind]: of any length
        need(len(value) == len(kinds), f"{where}: need a list of length {len(kinds)}")
        return [self.read(v, f"{where}[{i}]", k) for i, (v, k) in enumerate(zip(value, kinds))]

    def rational(self, value: Any, where: str) -> Rational:
        charge(8000)
        match: Any = RATIONAL.fullmatch(value) if isinstance(value, str) else None
        need(match is not None, f"{where}: need a rational like '-1/3' (decimals: <= 4000 digits)")
        p, q = [int(t, 16 if t[:2] == "0x" else 10) for t in match.groups("1")[1:]]
        fits = max(p.bit_length(), q.bit_length()) <= BITS  # (all together: 4 bits a byte < 10^9)
        need(fits and q > 0, f"{where}: zero denominator, or more than {BITS} bits")
        return Rational(-p if match[1] else p, q)

    def rationals(self, value: Any, where: str, size: int) -> Any:
        numbers = (self.rational,) * size
        if isinstance(value, list):
            return self.read(value, where, numbers)
        found = self.read(value, where, {"den": self.rational, "num": numbers})
        whole = found["den"].p > 0 and "/" not in "".join([value["den"], *value["num"]])
        need(whole, f"{where}: need integers, den > 0")
        return [Rational(p, found["den"].p) for p, _ in found["num"]]

    def matrix(self, value: Any, where: str) -> dict[Any, Rational]:
        rows = self.read(value, where, [(self.m, self.N, self.rational)])
        A = {("A", i, j): v for i, j, v in rows}
        need(len(A) == len(rows), f"{where}: an entry occurs twice")
        return A

    def radius(self, value: Any, where: str, entries: Any) -> tuple[dict[Any, Rational], Rational]:
        """Return the radii of the listed entries, and that of all the others."""
        every = self.rational(value, where) if isinstance(value, str) else ZERO
        each = {} if isinstance(value, str) else entries(value, where)
        need(min([every.p, *(v.p for v in each.values())]) >= 0, f"{where}: negative")
        return each, every

    def problem(self, value: Any, where: str) -> Any:
        """Return name, epsilon, factor and weights: factor * weights are the dual bounds."""
        number, column = self.rational, partial(self.rationals, size=self.N)
        lasso: dict[str, Any] = {"lambda": number, "weights?": column}
        kinds = {"lasso": lasso, "square-root-lasso": lasso, "linear-program": {"cost": column}}
        kinds["basis-pursuit"] = {"epsilon?": number, "weights?": column}
        name: Any = value.get("name") if isinstance(value, dict) else None
        need(name in [*kinds], f"{where}.name: unknown")
        found = self.read(value, where, {"name": None} | kinds[name])
        epsilon, factor = found.get("epsilon", Rational()), found.get("lambda", Rational(1))
        weights = found.get("weights", [Rational(1)] * self.N)
        good = epsilon.p >= 0 and factor.p > 0 and min(weights).p > 0
        need(good, f"{where}: need epsilon >= 0, lambda > 0 and weights > 0")
        return name, epsilon, factor, found.get("cost", weights)


def vector(pairs: Any) -> Balls:
    c, r = [*zip(*pairs)] or ((), ())
    return Balls([*c], [*r])


def transposed(rows: list[Balls], length: int) -> list[Balls]:
    return [vector((w.c[k], w.r[k]) for w in rows) for k in range(length)]


reject = partial(need, otherwise="rejected")


class Arithmetic(namedtuple("Arithmetic", "bits")):  # of intervals in units of 2^-bits, outward
    def ball(self, value: Rational, radius: Rational = ZERO) -> tuple[int, int]:
        c, e = self.quotient(value.p, value.q), -self.quotient(-radius.p, radius.q)
        return c, e + (c * value.q < value.p << self.bits)

    def balls(self, values: Any) -> Balls:
        return vector(map(self.ball, values))

    def quotient(self, p: int, q: int) -> int:  # rounded down
        p <<= self.bits
        charge(2500 + max(30, p.bit_length() - q.bit_length()) * (q.bit_length() / 200 + 6))
        return p // q

    def root(self, square: int) -> int:  # rounded down
        charge(3000 + (square.bit_length() + self.bits) ** 2 / 2000)
        return isqrt(square << self.bits)

    def up(self, a: int, b: int) -> int:  # a product, rounded up
        return -self.dot(Balls([-a], [0]), Balls([b], [0]))[0]

    def dot(self, u: Balls, v: Balls) -> tuple[int, int]:
        s, t = sorted(max(map(int.bit_length, w.c + w.r), default=0) / 30 + 1 for w in (u, v))
        each = 300 + 12 * t * s**0.6 * (1 + any(v.r) + 2 * any(u.r))
        charge(4000 + 200 * (s + t) + len(u.c) * each)
        c, r = sum(map(mul, u.c, v.c)), sum(map(mul, map(abs, u.c), v.r)) if any(v.r) else 0
        if any(u.r):
            r += sum(map(mul, u.r, map(abs, v.c))) + sum(map(mul, u.r, v.r))
        return c >> self.bits, (r >> self.bits) + 2

    def apply(self, rows: list[Balls], v: Balls) -> Balls:
        return vector(self.dot(row, v) for row in rows)

    def grown(self, M: list[Balls], R: list[Balls]) -> int:
        """Return kappa / (1 - kappa), kappa >= ||I - R M||: so M is invertible if it is small."""
        norm, one, columns = 0, 1 << self.bits, transposed(M, len(R))
        for i, row in enumerate(R):
            c, r = self.apply(columns, row)
            c[i] -= one
            norm = max(norm, sum(map(abs, c)) + sum(r))
        reject(norm < one, "argument: the inverse is none: ||I - R M|| >= 1")
        return -self.quotient(-norm, one - norm)

    def solution(self, z: Balls, step: Balls, grown: int) -> Balls:
        """Enclose z* = z + step + K (I - K)^-1 step: M z* = h, step = R (h - M z), K = I - R M."""
        e = self.up(grown, max((abs(c) + r for c, r in zip(*step)), default=0))
        return vector((a + c, t + r + e) for a, t, c, r in zip(*z, *step))

    def off(self, h: Balls, M: list[Balls], z: Balls) -> Balls:  # h - M z
        return vector((a - b, r + s) for a, r, b, s in zip(*h, *self.apply(M, z)))


def basis(do: Arithmetic, problem: Any, columns: list[Balls], y: Balls, given: Any) -> Any:
    """Return an enclosure of x on its support, and a bound of the l1 norm of the rest."""
    (name, epsilon, factor, weights), B, m = problem, given["basis"], len(y.c)
    free, one_sided, dual = {*given.get("free", [])}, name == "linear-program", given["dual"]
    loose = free if name == "square-root-lasso" else set[int]()
    reject(name != "lasso" and not (epsilon.p or (free and one_sided)), "argument: wrong problem")
    R, chosen = [do.balls(row) for row in given["inverse"]], [columns[j] for j in B]
    rows, (u, p, g) = transposed(chosen, m), map(do.balls, (given["point"], given["witness"], dual))
    u = do.solution(u, do.apply(R, do.off(y, rows, u)), grown := do.grown(rows, R))
    every = vector((0, sum(do.ball(weights[j]))) if j in free else v for j, v in zip(B, zip(*g)))
    back, theta, kappa, most, S = do.grown(chosen, T := transposed(R, m)), {}, 0, 0, []
    q, p = (do.solution(p, do.apply(T, do.off(v, chosen, p)), back) for v in (g, every))
    for k, (j, value) in enumerate(zip(B, dual)):
        size, gamma = Rational(value.p if one_sided else abs(value.p), value.q), weights[j]
        (c, e), (w, f) = do.ball(size), do.ball(gamma)
        charge(sum(v.bit_length() for v in (*size, *gamma)) ** 1.6 / 20)
        if j in free or size.p * gamma.q == gamma.p * size.q:
            S.append(k)
        if j in loose or k not in S:
            kappa += do.up(abs(u.c[k]) + u.r[k], w + f + c + e)
            theta[j] = -one_sided or w - f - c - e
    for j in {*range(len(columns))} - {*B}:
        (c, e), (w, f), column = do.dot(columns[j], p), do.ball(weights[j]), columns[j]
        theta[j] = w - f - (c if one_sided else abs(c)) - e
        most = max(most, -do.quotient(-1 - do.root(sum(do.dot(column, column))), max(1, theta[j])))
    reject(min(theta.values(), default=1) > 0, "argument: a dual condition is not certain")
    if name == "square-root-lasso":
        reject(not loose or len(S) == m, "argument: columns neither free nor with a sign")
        nu = do.quotient(1 << do.bits, sum(do.ball(factor))) - do.root(sum(do.dot(q, q))) - 1
        reject(nu > 0, "argument: ||p|| < 1 is not certain")
        most = max(0 if loose else most, -do.quotient(-1 << do.bits, nu))
    norms, off = [do.root(sum(do.dot(row, row))) + 1 for row in R], do.up(kappa, most)
    x = {B[k]: (u.c[k], u.r[k] + do.up(off, norms[k] + do.up(grown, max(norms)))) for k in S}
    for k, j in ((k, B[k]) for k in S if B[k] not in free):
        side = u.c[k] if one_sided or dual[k].p > 0 else -u.c[k]
        sure = side > (x[j][1] if loose else u.r[k])
        reject(sure, f"argument: the sign at column {j} is not certain")
    return x, 0 if loose else kappa and -do.quotient(-kappa, min(theta.values()))


def check_distance(do: Arithmetic, output: Balls, x: Any, rest: int, K: int, near: bool) -> None:
    """All points whose coordinates are in x, and outside in norm at most rest, are near or far."""
    sign, sums = (1 if near else -1), [0, 0]  # of squares: outside, and in x
    for j, (c, e) in enumerate(zip(*output)):
        middle, radius = x.get(j, (0, 0))
        gap = max(0, abs(c - middle) + sign * (e + radius))
        charge(2000 + gap.bit_length() ** 1.6 / 20)
        sums[j in x] += gap * gap
    charge((sum(map(int.bit_length, (*sums, rest))) + 7.0 * K) ** 2 / 2000)
    square = sums[1] + max(0, isqrt(sums[0]) + near + sign * rest) ** 2
    proved = (square * 100**K <= 1 << 2 * do.bits) == near
    need(proved, f"output: not proved to be {'near' if near else 'far'}", "rejected")


def check(data: bytes) -> str:
    """Verify a certificate and return what it proves, or raise No."""
    SPENT[0], to = 0.0, Checker(1, 1, 1)
    file = to.read(to.parse(data), "file", dict.fromkeys([*NAMES, "about?", "transcript?"]))
    good = file["format"] == "computable-certificate" and to.read(file["version"], "version", 2)
    need(good == 1, "format, version: need 'computable-certificate', 1")
    claim, given, argument = file["claim"], file["instance"], file["argument"]
    need({type(v) for v in (claim, given, argument)} == {dict}, "claim, ...: need objects")
    known = claim.get("kind") in ("digits", "refutation") and argument.get("kind") == "basis"
    need(known, "claim: another kind (see checker.py)", "unsupported")
    m, N = to.read(given.get("shape"), "instance.shape", (FILE_BYTES // 4,) * 2)
    need(min(m, N) > 0, "instance: need m, N >= 1")
    to = Checker(m, N, 0)
    some = partial(to.rationals, size=m)
    form: Any = dict.fromkeys(NAMES) | {"about?": None, "problem": to.problem}
    reads: Any = {"A": to.matrix, "y": lambda v, at: dict(enumerate(to.rationals(v, at, m)))}
    radii = {k: partial(to.radius, entries=entries) for k, entries in reads.items()}
    form["instance"] = {"shape": None, "radius?": radii} | reads
    form |= {"claim": {"kind": None, "digits": DIGITS + 1}, "output": partial(some, size=N)}
    form["argument"] = {"kind": None, "bits": FINEST + 1, "free?": [N], "inverse": (some,) * m}
    form["argument"] |= dict.fromkeys(("dual", "point", "witness"), some) | {"basis": (N,) * m}
    file = to.read(file, "file", form)
    argument, given, K = file["argument"], file["instance"], file["claim"]["digits"]
    B = {*argument["basis"]}
    good = argument["bits"] > 0 and len(B) == m and B.issuperset(argument.get("free", []))
    need(good, "argument: need bits > 0, distinct columns, and free ones among them")
    do, near = Arithmetic(argument["bits"]), given.get("radius", dict.fromkeys("Ay", ({}, ZERO)))

    def ball(part: str, key: Any) -> tuple[int, int]:
        return do.ball(given[part].get(key, ZERO), near[part][0].get(key, near[part][1]))

    columns = [vector(ball("A", ("A", i, j)) for i in range(m)) for j in range(N)]
    y, output = vector(ball("y", i) for i in range(m)), do.balls(file["output"])
    x, rest = basis(do, file["problem"], columns, y, argument)
    check_distance(do, output, x, rest, K, claim["kind"] == "digits")
    how = "within 10^-{} of a" if claim["kind"] == "digits" else "farther than 10^-{} from every"
    return f"{m} x {N}{', the box' * ('radius' in given)}: {how.format(K)} minimiser"


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
