"""Checks 'computable-certificate' files, version 1: an answer's digits on a box of instances.

    python checker_path.py FILE...    exit 0: all accepted, 1: one rejected, 2: one malformed

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

    def times(self, *factors: tuple[int, int]) -> tuple[int, int]:
        return self.dot(*(vector([v]) for v in factors))

    def apply(self, rows: list[Balls], v: Balls) -> Balls:
        return vector(self.dot(row, v) for row in rows)

    def combine(self, u: Balls, factor: tuple[int, int], v: Balls) -> Balls:  # u + factor v
        products = (self.dot(vector([factor]), vector([w])) for w in zip(*v))
        return vector((a + b, r + s) for a, r, (b, s) in zip(*u, products))

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


def path(do: Arithmetic, problem: Any, columns: list[Balls], y: Balls, given: Any) -> Any:
    """Return x on its support, and 0 as the bound of the rest (FORMAT.md has the proofs)."""
    (name, epsilon, factor, weights), one = problem, 1 << do.bits
    S, signs, root = given["support"], given["signs"], name == "square-root-lasso"
    reject(name == "lasso" or root or epsilon.p > 0, "argument: wrong problem")
    chosen, R = [columns[j] for j in S], [do.balls(row) for row in given["inverse"]]
    rows, G = transposed(chosen, len(y.c)), [do.apply(chosen, column) for column in chosen]
    v = do.balls(Rational(int(s + "1") * weights[j].p, weights[j].q) for s, j in zip(signs, S))
    P, k = [do.apply(rows, row) for row in R], do.grown(G, R)  # P = R A_S^T
    a = do.solution(a := do.balls(given["base"]), do.apply(P, do.off(y, rows, a)), k)
    b = do.solution(b := do.balls(given["slope"]), do.off(do.apply(R, v), P, do.apply(rows, b)), k)
    r, image, t = do.off(y, rows, a), do.apply(rows, b), do.ball(Rational(factor.p, 2 * factor.q))
    if name != "lasso":
        (square, e), rho, q = do.times(*[do.ball(epsilon)] * 2), do.dot(r, r), do.dot(v, b)
        if not S and epsilon.p and square - e >= sum(rho):
            return {}, 0
        (p, e), (d, f) = (square - rho[0], e + rho[1]), q
        if root:
            lam = do.times(*[do.ball(factor)] * 2)
            (p, e), (d, f) = do.times(lam, rho), do.times(lam, (-q[0], q[1]))
            d += one
        reject(p > e and d > f, "argument: t^2 > 0 is not certain")
        low, high = do.root(do.quotient(p - e, d + f)), do.root(-do.quotient(-p - e, d - f)) + 1
        t = (low + high) // 2, (high - low) // 2 + 1
    x, r = do.combine(a, (-t[0], t[1]), b), do.combine(r, t, image)
    reject(all(int(s + "1") * c > e for s, c, e in zip(signs, *x)), "argument: uncertain sign")
    for j in {*range(len(columns))} - {*S}:
        (c, e), (w, f) = do.dot(columns[j], r), do.times(t, do.ball(weights[j]))
        reject(abs(c) + e < w - f, f"argument: the dual condition fails at column {j}")
    return dict(zip(S, zip(*x))), 0


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
    known = claim.get("kind") in ("digits", "refutation") and argument.get("kind") == "path"
    need(known, "claim: another kind (see checker.py)", "unsupported")
    m, N = to.read(given.get("shape"), "instance.shape", (FILE_BYTES // 4,) * 2)
    need(min(m, N) > 0, "instance: need m, N >= 1")
    to, chosen = Checker(m, N, 0), argument.get("support")
    size = len(to.read(chosen, "argument.support", [N]))
    some = partial(to.rationals, size=size)
    form: Any = dict.fromkeys(NAMES) | {"about?": None, "problem": to.problem}
    reads: Any = {"A": to.matrix, "y": lambda v, at: dict(enumerate(to.rationals(v, at, m)))}
    radii = {k: partial(to.radius, entries=entries) for k, entries in reads.items()}
    form["instance"] = {"shape": None, "radius?": radii} | reads
    form |= {"claim": {"kind": None, "digits": DIGITS + 1}, "output": partial(some, size=N)}
    form["argument"] = {"kind": None, "bits": FINEST + 1, "inverse": (some,) * size}
    form["argument"] |= {"base": some, "slope": some, "support": None, "signs": None}
    file = to.read(file, "file", form)
    argument, given, K = file["argument"], file["instance"], file["claim"]["digits"]
    signs = re.fullmatch(r"[+-]*", str(argument["signs"])) and len(argument["signs"])
    good = argument["bits"] > 0 and len({*chosen}) == size == signs
    need(good, "argument: need bits > 0, distinct columns, and a + or - for each")
    do, near = Arithmetic(argument["bits"]), given.get("radius", dict.fromkeys("Ay", ({}, ZERO)))

    def ball(part: str, key: Any) -> tuple[int, int]:
        return do.ball(given[part].get(key, ZERO), near[part][0].get(key, near[part][1]))

    columns = [vector(ball("A", ("A", i, j)) for i in range(m)) for j in range(N)]
    y, output = vector(ball("y", i) for i in range(m)), do.balls(file["output"])
    x, rest = path(do, file["problem"], columns, y, argument)
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
