"""Checks 'computable-certificate' files, version 1: claim 'reduction'.

    python checker_reduction.py FILE...   exit 0: all accepted, 1: one rejected, 2: one malformed

Standard library only: copy it to another machine, read it in one sitting. It trusts nobody.
"""

import json
import re
import sys
from collections import namedtuple
from math import inf
from typing import Any

FILE_BYTES, NESTING, DEPTH, BITS, TEXT = 64 << 20, 16, 4_000_000, 4_000_000, 10_000_000
CONTAINERS, WORK, EXIT_CODES = 2_000_000, 2e10, {"accepted": 0, "rejected": 1}  # all else: 2
RATIONAL = re.compile(r"(-?)(0x[0-9a-f]+|[0-9]{1,4000})(?:/(0x[0-9a-f]+|[0-9]{1,4000}))?")
INSTRUCTION = re.compile(r"(---|(0|[1-9][0-9]{0,2})([LR])([A-Z]+))")
SPENT = [0.0]  # steps of half a nanosecond; what would take too long is not begun


class No(Exception):
    """The file is not accepted: ('malformed' | 'rejected' | 'unsupported', reason)."""


def need(condition: bool, reason: str, otherwise: str = "malformed") -> bool:
    if not condition:
        raise No(otherwise, reason)
    return True


def charge(steps: float) -> None:
    SPENT[0] += steps
    need(SPENT[0] <= WORK, f"file: more than {WORK:g} steps of work", "unsupported")


def parse(data: bytes) -> Any:
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


def rational(value: Any, where: str) -> Rational:
    charge(8000)
    match: Any = RATIONAL.fullmatch(value) if isinstance(value, str) else None
    need(match is not None, f"{where}: need a rational like '-1/3' (decimals: <= 4000 digits)")
    p, q = [int(t, 16 if t[:2] == "0x" else 10) for t in match.groups("1")[1:]]
    fits = max(p.bit_length(), q.bit_length()) <= BITS  # (all together: 4 bits a byte < 10^9)
    need(fits and q > 0, f"{where}: zero denominator, or more than {BITS} bits")
    return Rational(-p if match[1] else p, q)


def rationals(value: Any, where: str, length: int) -> list[Rational]:
    if isinstance(value, list):
        return [rational(v, f"{where}[{i}]") for i, v in enumerate(items(value, where, length))]
    shared = fields(value, where, "den num")
    texts = [shared["den"], *items(shared["num"], where + ".num", length)]
    den, *nums = [rational(v, where) for v in texts]
    need(den.p > 0 and not any("/" in v for v in texts), f"{where}: need integers, den > 0")
    return [Rational(v.p, den.p) for v in nums]


def read_problem(value: Any, N: int) -> Any:
    """Return name, epsilon, and factor and weights: their products are the dual bounds."""
    name = value.get("name") if isinstance(value, dict) else None
    if name == "linear-program":
        cost = fields(value, "problem", "name cost")["cost"]
        return name, Rational(), Rational(1), rationals(cost, "problem.cost", N)
    plain = name == "basis-pursuit"
    need(plain or name in ("lasso", "square-root-lasso"), "problem.name: unknown")
    fields(value, "problem", "name" if plain else "name lambda", "weights" + " epsilon" * plain)
    epsilon = rational(value.get("epsilon", "0"), "problem.epsilon")
    factor = rational(value.get("lambda", "1"), "problem.lambda")
    weights = rationals(value.get("weights", ["1"] * N), "problem.weights", N)
    signs = min(epsilon.p, factor.p - 1, min(weights).p - 1) >= 0
    need(signs, "problem: need epsilon >= 0, lambda > 0 and weights > 0")
    return name, epsilon, factor, weights


def read_row(value: Any, N: int) -> list[Rational]:
    """Return the only row of A."""
    entries = [items(v, f"instance.A[{k}]", 3) for k, v in enumerate(items(value, "instance.A"))]
    at = [integer(j, "instance.A", integer(i, "instance.A", 0, 0), N - 1) for i, j, _ in entries]
    row = {j: rational(v, f"instance.A[0, {j}]") for j, (_, _, v) in zip(at, entries)}
    need(len(row) == len(entries), "instance.A: an entry occurs twice")
    return [row.get(j, Rational()) for j in range(N)]


def read_claim(file: Any) -> Any:
    """Return the file and its claim."""
    whole = isinstance(file, dict) and {"format", "version", "claim"} <= file.keys()
    need(whole and isinstance(file["claim"], dict), "file: need format, version and a claim")
    need(file["format"] == "computable-certificate", "format: need 'computable-certificate'")
    integer(file["version"], "version", 1, 1)
    return file, file["claim"]


def machine_text(value: Any, where: str, kind: str) -> str:
    text, most = fields(value, where, "kind text")["text"], TEXT // (1 + 9 * (kind != "turing"))
    need(value["kind"] == kind, f"{where}: another kind", "unsupported")
    fits = isinstance(text, str) and text.isascii() and len(text) <= most
    need(fits, f"{where}.text: need ASCII, at most {most} characters")
    return str(text)


def state_number(name: str) -> int:  # A, ..., Z, AA, AB, ... are 0, ..., 25, 26, 27, ...
    return int(sum(26**k * (ord(letter) - 64) for k, letter in enumerate(name[::-1]))) - 1


class Turing:
    """A Turing machine that starts in state 0 on a tape of zeros; all its states are below `end`.

    `rules[state, symbol]` is what to write, the move and the next state, or None: it halts.
    """

    def __init__(self, text: str) -> None:
        texts = text.split("_")
        rows = [INSTRUCTION.findall(row) for row in texts]
        self.end, self.symbols, self.rules = len(rows), len(rows[0]), dict[Any, Any]()
        need(2 <= self.symbols <= 256, "machine: need 2 to 256 instructions for a state")
        for q, (row, parts) in enumerate(zip(texts, rows)):
            good = "".join(v[0] for v in parts) == row and len(parts) == self.symbols
            need(good, f"machine: state {q}: need {self.symbols} instructions like 1RB or ---")
            for s, (part, write, move, name) in enumerate(parts):
                one_letter = len(name) < 2 or (self.end > 25 and len(name) < 7)
                fits = not write or (int(write) < self.symbols and one_letter)
                need(fits, f"machine: state {q}: no such symbol or state in {part[:12]}")
                rule = int(write or 0), 1 if move == "R" else -1, state_number(name)
                self.rules[q, s] = rule if write else None
        self.state, self.head, self.tape, self.halted = 0, 0, dict[int, int](), False

    def advance(self, steps: int) -> int:
        """Take so many steps, less if it halts; return how many, note where the head read."""
        rules, tape, state, head, end = self.rules, self.tape, self.state, self.head, self.end
        charge(800.0 * steps)
        low, high, taken = head, head, 0
        while taken < steps and not self.halted:
            taken += 1
            low, high = (head if head < low else low), (head if head > high else high)
            rule = rules[state, tape.get(head, 0)]
            if rule is None:
                self.halted = True
                break
            tape[head], move, state = rule
            head += move
            self.halted = state >= end
        self.state, self.head, self.low, self.high = state, head, low, high
        return taken


def check_answers(rows: Any, true: list[Rational], never: list[Rational]) -> None:
    """Every answer is within 2^-n of its entry, and of that if the machine never halts (y last)."""
    seen, far, N = dict[tuple[int, int], Rational](), "", len(true) - 1
    for k, row in enumerate(items(rows, "transcript")):
        kind, *rest = items(row, where := f"transcript[{k}]") or [None]
        need((kind, len(rest)) in (("A", 4), ("y", 3)), f"{where}: neither an A nor a y row")
        i, *j, n, answer = rest
        integer(i, where, 0, 0)
        entry = integer(j[0], where, 0, N - 1) if kind == "A" else N
        n, answer = integer(n, where, 0, DEPTH), rational(answer, where)
        again = seen.setdefault((entry, n), answer)
        need((again - answer).small(inf), f"{where}: two answers")
        near = all((answer - values[entry]).small(n) for values in (true, never))
        far = far or ("" if near else f"{where}: farther than 2^-{n} from one of the two entries")
    need(not far, far, "rejected")  # only now: a later row might have been malformed


def check_minimiser(problem: Any, a: list[Rational], y: Rational, x: Any, p: Rational) -> None:
    """p proves that only x is minimal (why: checker.py); of one row, two columns are dependent."""
    (name, epsilon, factor, weights), r = problem, y
    for j, (entry, weight, value) in enumerate(zip(a, weights, x)):
        c, one_sided = entry * p, name == "linear-program"
        size = c if one_sided else Rational(abs(c.p), c.q)
        aligned, slack = (value.p > 0) == (c.p > 0 or one_sided), (factor * weight - size).p
        good = (aligned and not slack) if value.p else slack > 0
        need(good, f"argument: the dual condition fails at column {j}", "rejected")
        r = r - entry * value if value.p else r
    along, fits, used = (p * r).p > 0, not r.p, [j for j, v in enumerate(x) if v.p]
    if name == "lasso":
        fits = (p - r - r).small(inf)
    elif name == "square-root-lasso":
        room = (Rational(1) - p * p).p
        fits = (along and not room and not used) if r.p else room > 0
    elif epsilon.p:
        room = (epsilon * epsilon - r * r).p
        fits = (along and not room) if p.p else room >= 0
    need(fits, "argument: residual and witness do not fit together", "rejected")
    need(len(used) < 2 and all(a[j].p for j in used), "argument: dependent columns", "rejected")


def check(data: bytes) -> str:
    """Verify a certificate and return what it proves, or raise No."""
    SPENT[0] = 0.0
    file, claim = read_claim(parse(data))
    need(claim.get("kind") == "reduction", "claim: another kind (see checker.py)", "unsupported")
    names = "format version claim machine problem instance transcript output argument"
    given, argument = (fields(file, "file", names, "about")[k] for k in ("instance", "argument"))
    shape = items(fields(given, "instance", "shape A y")["shape"], "instance.shape", 2)
    _, N = (integer(v, "instance.shape", 1, k) for v, k in zip(shape, (1, FILE_BYTES)))
    charge(20000.0 * N)
    fields(claim, "claim", "kind error steps column offset centre")
    steps, offset = (integer(claim[k], f"claim.{k}", 0, DEPTH) for k in ("steps", "offset"))
    need(0 < steps <= DEPTH - offset, f"claim: need 1 <= steps <= {DEPTH} - offset")
    error, centre = (rational(claim[k], f"claim.{k}") for k in ("error", "centre"))
    need(error.p >= 0 < centre.p, "claim: need error >= 0, centre > 0")
    j = integer(claim["column"], "claim.column", 0, N - 1)
    kind = fields(argument, "argument", "kind x witness", "modulus")["kind"]
    need(kind == "unique-minimiser", "argument: another kind", "unsupported")
    integer(argument.get("modulus", 2), "modulus", 2, 10**18 - 1)
    problem, a = read_problem(file["problem"], N), read_row(given["A"], N)
    (y,), x = rationals(given["y"], "instance.y", 1), rationals(argument["x"], "argument.x", N)
    (p,) = rationals(argument["witness"], "argument.witness", 1)
    output = rationals(file["output"], "output", N)
    machine = Turing(machine_text(file["machine"], "machine", "turing"))
    check_answers(file["transcript"], [*a, y], [*a[:j], centre, *a[j + 1 :], y])
    raised = Rational((centre.p << steps + offset) + centre.p, centre.q << steps + offset)
    need((a[j] - raised).small(inf), "instance: not the one that the machine makes", "rejected")
    check_minimiser(problem, a, y, x, p)
    left = error * error
    for d in (u - v for u, v in zip(output, x)):
        left = left - d * d
    need(left.p < 0, "output: is not farther than the error from the minimiser", "rejected")
    need(machine.advance(steps) == steps and machine.halted, "machine: other steps", "rejected")
    return f"1 x {N}: the machine halts after {steps} steps, and the output does not know it"


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
