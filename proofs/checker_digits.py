"""Checks 'computable-certificate' files, version 1: the digits of a given answer.

    python checker_digits.py FILE...    exit 0: all accepted, 1: one rejected, 2: one malformed

Standard library only: copy it to another machine, read it in one sitting. It trusts nobody.
"""

import json
import re
import sys
from collections import namedtuple
from functools import partial
from math import gcd, inf
from typing import Any

FILE_BYTES, NESTING, DEPTH, DIGITS, BITS = 64 << 20, 16, 4_000_000, 100_000, 4_000_000
CONTAINERS, WORK, EXIT_CODES = 2_000_000, 2e10, {"accepted": 0, "rejected": 1}  # all else: 2
RATIONAL = re.compile(r"(-?)(0x[0-9a-f]+|[0-9]{1,4000})(?:/(0x[0-9a-f]+|[0-9]{1,4000}))?")
SPENT = [0.0]  # steps of half a nanosecond; what would take too long is not begun
NAMES = ["format", "version", "claim", "problem", "instance", "output", "argument"]


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
        if 1 < min(a, b) < 1 << 5000:  # decimals in lowest terms: 10^6 has 49 divisors
            charge(2000 + a.bit_length() * b.bit_length() / 500)
            a, b = a // (common := gcd(a, b)), b // common
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

    def separated(self, problem: Any, data: Any, output: list[Rational], K: int) -> None:
        """<h, z> <= <mu, f> for every minimiser z, and <h, output> is larger by 10^-K ||h||.

        By duality every minimiser z vanishes where |c_j| < bound_j, has the sign of c_j elsewhere,
        and A z = f = A x; square-root LASSO: f = y, A z + rho p = y with rho >= 0, 0 if ||p|| < 1.
        """
        name, _, factor, weights = problem
        A, p, h, mu = (data[key] for key in ("A", "witness", "direction", "multipliers"))
        columns, f = [dict[int, Rational]() for _ in h], [Rational()] * self.m
        for (_, i, j), entry in A.items():
            columns[j][i] = entry
            f[i] = f[i] - Rational(-entry.p, entry.q) * data["x"][j]
        for j, (column, weight) in enumerate(zip(columns, weights)):
            c = self.dot((entry, p[i]) for i, entry in column.items())
            size = c if name == "linear-program" else Rational(abs(c.p), c.q)
            d = h[j] - self.dot((entry, mu[i]) for i, entry in column.items())
            good = (factor * weight - size).p > 0 or (d.p <= 0 if size.p == c.p else d.p >= 0)
            need(good, f"argument: the direction fails at column {j}", "rejected")
        if name == "square-root-lasso":
            f, pp = data["y"], self.dot(zip(p, p))
            along = (pp - Rational(1)).p < 0 or self.dot(zip(mu, p)).p >= 0
            need(along, "argument: the direction fails along the witness", "rejected")
        s = self.dot(zip(h, output)) - self.dot(zip(mu, f))
        off = s * s * Rational(100**K) - self.dot(zip(h, h))
        need(s.p > 0 < off.p, f"output: not proved to be farther than 10^-{K}", "rejected")


def check(data: bytes) -> str:
    """Verify a certificate and return what it proves, or raise No."""
    SPENT[0], to = 0.0, Checker(1, 1, 1)
    file = to.read(to.parse(data), "file", dict.fromkeys([*NAMES, "about?", "transcript?"]))
    good = file["format"] == "computable-certificate" and to.read(file["version"], "version", 2)
    need(good == 1, "format, version: need 'computable-certificate', 1")
    claim, given, argument = file["claim"], file["instance"], file["argument"]
    need({type(v) for v in (claim, given, argument)} == {dict}, "claim, ...: need objects")
    kinds = claim.get("kind"), argument.get("kind")
    known = kinds in (("digits", "minimiser"), ("refutation", "separation"))
    need(known, "claim: another kind (see checker.py)", "unsupported")
    m, N = to.read(given.get("shape"), "instance.shape", (FILE_BYTES // 4,) * 2)
    need(min(m, N) > 0, "instance: need m, N >= 1")
    to = Checker(m, N, 0)
    row, column = partial(to.rationals, size=m), partial(to.rationals, size=N)
    form: Any = dict.fromkeys(NAMES) | {"about?": None, "problem": to.problem, "output": column}
    form["argument"] = {"kind": None, "x": column, "witness": row}
    if kinds[1] == "separation":
        form["argument"] |= {"direction": column, "multipliers": row}
    form["claim"] = {"kind": None, "digits": DIGITS + 1}
    form["instance"] = {"shape": None, "A": to.matrix, "y": row}
    file = to.read(file, "file", form)
    K, output = file["claim"]["digits"], file["output"]
    point = file["argument"] | {"A": file["instance"]["A"], "y": file["instance"]["y"]}
    to.check_minimiser("argument", file["problem"], point, False)
    if kinds[1] == "separation":
        to.separated(file["problem"], point, output, K)
        return f"{m} x {N}: farther than 10^-{K} from every minimiser"
    off = to.dot((d, d) for d in (a - b for a, b in zip(output, point["x"])))
    need((off * Rational(100**K) - Rational(1)).p <= 0, "output: is farther", "rejected")
    return f"{m} x {N}: within 10^-{K} of a minimiser"


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
