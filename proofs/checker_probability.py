"""Checks 'computable-certificate' files, version 1: claim 'failure-probability' with fair coins.

    python checker_probability.py FILE...    exit 0: all accepted, 1: one rejected, 2: one malformed

Standard library only: copy it to another machine, read it in one sitting. It trusts nobody.
"""

import json
import re
import sys
from collections import namedtuple
from functools import partial
from itertools import pairwise
from math import gcd, inf, lcm
from typing import Any

FILE_BYTES, NESTING, DEPTH, DIGITS, BITS = 64 << 20, 16, 4_000_000, 100_000, 4_000_000
CONTAINERS, WORK, COINS, EXIT_CODES = 2_000_000, 2e10, 4000, {"accepted": 0, "rejected": 1}
RATIONAL = re.compile(r"(-?)(0x[0-9a-f]+|[0-9]{1,4000})(?:/(0x[0-9a-f]+|[0-9]{1,4000}))?")
SPENT = [0.0]  # steps of half a nanosecond; what would take too long is not begun
NAMES = ["format", "version", "claim", "problem", "instance", "argument"]


class No(Exception):
    """The file is not accepted: ('malformed' | 'rejected' | 'unsupported', reason)."""


def need(condition: bool, reason: str, otherwise: str = "malformed") -> bool:
    if not condition:
        raise No(otherwise, reason)
    return True


class Rational(namedtuple("Rational", "p q", defaults=(0, 1))):  # p / q with q > 0, not reduced
    def __mul__(self, other: Any) -> "Rational":
        return Rational(self.times(self.p, other.p), self.times(self.q, other.q))

    def __sub__(self, other: Any) -> "Rational":
        charge(2000 + (self.p.bit_length() + self.q.bit_length()) / 5)
        if self.q == other.q:
            return Rational(self.p - other.p, self.q)
        shift = ((self.q | other.q) & -(self.q | other.q)).bit_length() - 1  # a common factor
        a, b = self.q >> shift, other.q >> shift
        return Rational(self.times(self.p, b) - self.times(other.p, a), self.times(self.q, b))

    def small(self, n: float) -> bool:  # at most 2^-n in absolute value; n = inf: zero
        near = self.p.bit_length() + n <= self.q.bit_length() + 1
        return not self.p or (near and abs(self.p) << int(n) <= self.q)

    def times(self, a: int, b: int) -> int:
        bits = a.bit_length(), b.bit_length()
        charge(1000 + (max(bits) / 3) * (min(bits) / 30 + 1) ** 0.6)  # Karatsuba
        return a * b


def charge(steps: float) -> None:
    SPENT[0] += steps
    need(SPENT[0] <= WORK, f"file: more than {WORK:g} steps of work", "unsupported")


class Checker(namedtuple("Checker", "m N R")):  # of a file with R samples and an m x N matrix
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

    def coins(self, value: Any, where: str) -> str:
        good = isinstance(value, str) and len(value) <= COINS and not value.strip("01")
        need(good, f"{where}: need at most {COINS} characters 0 and 1")
        return str(value)

    def check_shown(self, shown: Any, given: Any, problem: Any) -> None:
        """A and y are as near the instance as the depth says; labels x solve the problem shown."""
        n, (A, near), keys = shown["depth"], (shown["A"], given["A"]), {**shown["A"], **given["A"]}
        pairs = [(A.get(key, Rational()), near.get(key, Rational())) for key in keys]
        for k, sample in enumerate(shown["samples"]):
            pairs += zip(sample["y"], given["samples"][k])
            if "x" in sample:
                self.check_minimiser(f"shown.samples[{k}]", problem, {"A": A, **sample}, False)
        need(all((u - v).small(n) for u, v in pairs), "shown: far from the instance", "rejected")

    def check_branches(self, branches: Any, claim: Any, points: Any, depth: int) -> None:
        """They fail, and have at least the claimed probability together.

        A beginning c of fair, independent coins has probability 2^-|c|. If none begins another (in
        order, the next one), no sequence begins with two: disjoint events, probabilities add up.
        """
        power = Rational(100 ** claim["digits"])
        for t, branch in enumerate(branches):
            reads = {(k, n) for k, n in branch.get("reads", [])}
            depths = {n for k, n in reads if k < self.R}
            fails = sum(k < self.R or n not in depths for k, n in reads) > claim.get("limit", 0)
            for k, point in zip(claim["samples"], points) if "output" in branch else ():
                gaps = (a - b for a, b in zip(branch["output"][k], point["x"]))
                fails |= (self.dot((d, d) for d in gaps) * power - Rational(1)).p > 0
            good = fails and all(n <= depth for _, n in reads)
            need(good, f"branches[{t}]: does not fail, or reads deeper than shown", "rejected")
        (p, q), coins = claim["probability"], sorted(branch["coins"] for branch in branches)
        free = not any(d.startswith(c) for c, d in pairwise(coins))
        need(free, "branches: the coins of one begin those of another", "rejected")
        enough = sum(1 << COINS - len(c) for c in coins) * q >= p << COINS
        need(enough, "branches: together less probable than claimed", "rejected")

    def dot(self, pairs: Any) -> Rational:
        total = Rational()
        for u, v in pairs:
            charge(1500)
            total = total - Rational(-u.p, u.q) * v if u.p and v.p else total
        return total

    def check_minimiser(self, where: str, problem: Any, point: Any, strict: bool) -> list[Any]:
        """p proves x optimal; unique if strict and [returned] is injective (why: checker.py)."""
        A, y, x, p = (point[name] for name in ("A", "y", "x", "witness"))
        name, epsilon, factor, weights = problem
        columns, r = [dict[int, Rational]() for _ in x], [*y]  # r = y - A x
        for (_, i, j), entry in A.items():
            columns[j][i] = entry
        for j, (column, weight, value) in enumerate(zip(columns, weights, x)):
            c = self.dot((entry, p[i]) for i, entry in column.items())
            aligned, size = (value.p > 0) == (c.p > 0), Rational(abs(c.p), c.q)
            if name == "linear-program":
                aligned, size = value.p > 0, c
            slack = (factor * weight - size).p
            good = not slack and aligned if value.p else slack >= strict
            need(good, f"{where}: the dual condition fails at column {j}", "rejected")
            for i, entry in column.items() if value.p else ():
                charge(3.0 * (value.p.bit_length() + value.q.bit_length()))  # memory
                r[i] = r[i] - entry * value
        fits, root = not any(v.p for v in r), name == "square-root-lasso"
        chosen = [column for column, value in zip(columns, x) if value.p]
        chosen += [dict(enumerate(y))] * bool(chosen and root and not fits)
        if name == "lasso":
            fits = all((u - v - v).small(inf) for u, v in zip(p, r))
        elif root or epsilon.p:
            rr, pp, pr = (self.dot(zip(u, v)) for u, v in ((r, r), (p, p), (p, r)))
            along = pr.p > 0 and (pr * pr - pp * rr).small(inf)  # p = s r, s > 0
            slack, other = (Rational(1) - pp, rr) if root else (epsilon * epsilon - rr, pp)
            fits = not slack.p and along if other.p else slack.p >= (strict and root)
        need(fits, f"{where}: residual and witness do not fit together", "rejected")
        return chosen

    def check_injective(self, where: str, columns: list[dict[int, Rational]], M: int) -> None:
        """The columns are independent over Q: a minor of theirs is a unit modulo M, so not 0."""
        charge(self.m * len(columns) * (60.0 * len(columns) + 4000))
        rows: list[list[int]] = []
        for i in range(self.m):
            row = [column.get(i, Rational()) for column in columns]
            if any(gcd(q, M) > 1 for _, q in row):  # else reducing means a unit more or less
                charge(4.0 * (sum(p.bit_length() + q.bit_length() for p, q in row) / 30) ** 2)
                scale = lcm(*(q // gcd(p, q) for p, q in row))
                row = [Rational(scale * p // q) for p, q in row]
            rows.append([p % M * pow(q % M, -1, M) % M for p, q in row])
        for k in range(len(columns)):
            pivot: Any = next((row for row in rows if gcd(row[k], M) == 1), None)
            need(pivot is not None, f"{where}: no pivot modulo {M} in column {k} of x", "rejected")
            rows.remove(pivot)
            rows = [[(a * pivot[k] - row[k] * b) % M for a, b in zip(row, pivot)] for row in rows]


def check(data: bytes) -> str:
    """Verify a certificate and return what it proves, or raise No."""
    SPENT[0], to = 0.0, Checker(1, 1, 1)
    optional = "transcript? output? labels? about? branches? shown?"
    file = to.read(to.parse(data), "file", dict.fromkeys([*NAMES, *optional.split()]))
    good = file["format"] == "computable-certificate" and to.read(file["version"], "version", 2)
    need(good == 1, "format, version: need 'computable-certificate', 1")
    claim, given, argument = file["claim"], file["instance"], file["argument"]
    need({type(v) for v in (claim, given, argument)} == {dict}, "claim, ...: need objects")
    many, kinds = "samples" in given, [claim.get("kind"), argument.get("kind")]
    known = kinds == ["failure-probability", "unique-minimiser"]
    need(known, "claim: another kind (see checker.py)", "unsupported")
    m, N = to.read(given.get("shape"), "instance.shape", (FILE_BYTES // 4,) * 2)
    R = len(to.read(given["samples"], "instance.samples", [None])) if many else 1
    need(min(m, N, R) > 0, "instance: need m, N >= 1 and a sample")
    to = Checker(m, N, R)
    row, column = partial(to.rationals, size=m), partial(to.rationals, size=N)
    point, form = {"x": column, "witness": row}, dict[str, Any](dict.fromkeys(NAMES))
    form["claim"] = {"kind": None, "digits": DIGITS + 1, "probability": to.rational}
    form["instance"] = {"shape": None, "A": to.matrix}
    form["shown"] = {"depth": DEPTH + 1, "A": to.matrix}
    if many:
        form["claim"] |= {"samples": [R], "limit?": 10**18}
        form["instance"]["samples"], form["shown"]["samples"] = [row], ({"y": row} | point,) * R
        form["argument"] = {"kind": None, "points": [point | {"modulus?": 10**18}]}
    else:
        form["instance"]["y"] = form["shown"]["y"] = row
        form["argument"] = {"kind": None, "modulus?": 10**18} | point
    raw = to.read(file.get("branches"), "branches", [None])
    ends = {"output": (column,) * R if many else column}, {"reads": [(R + 1, DEPTH + 1)]}
    limited = ["limit" in claim and isinstance(b, dict) and "reads" in b for b in raw]
    form["branches"] = tuple({"coins": to.coins} | ends[asks] for asks in limited)
    file = to.read(file, "file", form | {"problem": to.problem, "about?": None})
    claim, given, shown, argument = (file[k] for k in ("claim", "instance", "shown", "argument"))
    if not many:  # from here on it is a single sample
        claim["samples"], argument["points"] = [0], [argument]
        given["samples"], shown["samples"] = [given["y"]], [{"y": shown["y"]}]
        file["branches"] = [{**b, "output": [b["output"]]} for b in file["branches"]]
    chosen, points = claim["samples"], argument["points"]
    need(0 < len({*chosen}) == len(chosen) == len(points), "samples: none, twice, or no point")
    moduli = [v.get("modulus", 0 if any(u.p for u in v["x"]) else 2) for v in points]
    need(min(moduli) > 1, "argument.points: a modulus is missing, or below 2")
    p, q = claim["probability"]
    need(0 < p <= q and raw != [], "probability, branches: need 0 < probability <= 1, a branch")
    to.check_shown(shown, given, file["problem"])
    for k, point, M in zip(chosen, points, moduli):
        where, at = f"argument of sample {k}", {"A": given["A"], "y": given["samples"][k]}
        to.check_injective(where, to.check_minimiser(where, file["problem"], point | at, True), M)
    to.check_branches(file["branches"], claim, points, shown["depth"])
    return f"{m} x {N}, {len(raw)} branch(es): fails with the claimed probability, ~ {p / q:.4g}"


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
