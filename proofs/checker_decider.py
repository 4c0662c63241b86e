"""Checks 'computable-certificate' files, version 1: claim 'decider', about a Turing machine.

    python checker_decider.py FILE...   exit 0: all accepted, 1: one rejected, 2: one malformed

Standard library only: copy it to another machine, read it in one sitting. It trusts nobody.
"""

import ast
import json
import re
import sys
import warnings
from functools import reduce
from itertools import zip_longest
from operator import add, eq, ge, gt, le, lt, mul, ne
from typing import Any

FILE_BYTES, NESTING, DEPTH, TEXT, REGISTER = 64 << 20, 16, 4_000_000, 10_000_000, 1 << 22
CONTAINERS, WORK, EXIT_CODES = 2_000_000, 2e10, {"accepted": 0, "rejected": 1}  # all else: 2
INSTRUCTION = re.compile(r"(---|(0|[1-9][0-9]{0,2})([LR])([A-Z]+))")
NAMES = "format version claim machine decider"
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
    wrong = {*names.split()} - {*value} | {*value} - {*f"{names} {optional}".split()}
    need(not wrong, f"{where}: field {min(wrong, default='')[:40]!r} missing or unknown")
    return value


def integer(value: Any, where: str, least: int, most: int) -> Any:
    fits = type(value) is int and least <= value <= most
    need(fits, f"{where}: need an integer from {least} to {most}")
    return value


def machine_text(value: Any, where: str, kind: str) -> str:
    text, most = fields(value, where, "kind text")["text"], TEXT // (1 + 9 * (kind != "turing"))
    need(value["kind"] == kind, f"{where}: another kind", "unsupported")
    fits = isinstance(text, str) and text.isascii() and len(text) <= most
    need(fits, f"{where}.text: need ASCII, at most {most} characters")
    return str(text)


class Register:
    """Steps are (target, None for a test; value; next step; next if a test is 0); -1 halts."""

    def __init__(self, text: str, **registers: int) -> None:
        self.steps, self.loops = list[Any](), list[Any]()
        try:
            with warnings.catch_warnings(action="ignore"):
                self.place = self.block(ast.parse(text).body, -1)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            deep = isinstance(error, (RecursionError, MemoryError)) or "too many" in str(error)
            raise No("unsupported" if deep else "malformed", "program: cannot be read") from None
        need(self.place >= 0, "program: need at least one step")
        self.registers, self.halted = {k: short(v) for k, v in registers.items()}, False

    def block(self, statements: Any, then: int) -> int:
        return int(reduce(lambda t, node: self.statement(node, t), reversed(statements), then))

    def add(self, target: str | None, node: Any, then: int, otherwise: int) -> int:
        cost = 2000.0 + 1000 * sum(1 for _ in ast.walk(node))
        self.steps.append((target, expression(node), then, otherwise, cost))
        return len(self.steps) - 1

    def statement(self, node: Any, then: int) -> int:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                return self.add(name, value, then, then)
            case ast.AugAssign(target=ast.Name(id=name) as old, op=op, value=value):
                changed = ast.BinOp(left=old, op=op, right=value, lineno=node.lineno)
                return self.add(name, changed, then, then)
            case ast.If(test=test, body=body, orelse=orelse):
                yes, no = self.block(body, then), self.block(orelse, then)
                return self.add(None, test, yes, no)
            case ast.While(test=test, body=body, orelse=[]):
                place = self.add(None, test, -1, then)
                self.loops.append((place, then))
                first = self.block(body, place)
                self.loops.pop()
                self.steps[place] = *self.steps[place][:2], first, *self.steps[place][3:]
                return place
            case ast.Expr(value=ast.Call(func=ast.Name(id="halt"), args=[], keywords=[])):
                return self.add(None, ast.Constant(value=0), -1, -1)
            case ast.Pass():
                return then
            case ast.Break() | ast.Continue() if self.loops:
                return int(self.loops[-1][isinstance(node, ast.Break)])
        raise No("malformed", f"program: line {node.lineno}: no statement of the language")

    def step(self) -> None:
        target, value, then, otherwise, cost = self.steps[self.place]
        found = value(self.registers)
        charge(cost + 1.2 * found.bit_length())  # and memory
        if target:
            self.registers[target] = found
        self.place = then if target or found else otherwise
        self.halted = self.place < 0


def expression(node: Any, depth: int = 0) -> Any:
    need(depth <= 100, "program: an expression is nested too deep", "unsupported")
    match node:
        case ast.Constant(value=int(value)):
            number = short(int(value))
            return lambda _: number
        case ast.Name(id=name):
            return lambda registers: registers.get(name, 0)
        case ast.BinOp(left=a, op=op, right=b) if type(op) in OPERATIONS:
            pass
        case ast.Compare(left=a, ops=[op], comparators=[b]) if type(op) in OPERATIONS:
            pass
        case ast.BoolOp(op=op, values=values):
            parts, some = (
                [expression(v, depth + 1) for v in values],
                any if type(op) is ast.Or else all,
            )
            return lambda registers: int(some(part(registers) for part in parts))
        case ast.UnaryOp(op=ast.Not(), operand=a):
            op, b = ast.Eq(), ast.Constant(value=0)
        case _:
            raise No("malformed", f"program: line {node.lineno}: no expression of the language")
    left, right = (expression(v, depth + 1) for v in (a, b))
    apply, product = OPERATIONS[type(op)], isinstance(op, (ast.Mult, ast.FloorDiv, ast.Mod))
    return lambda registers: limited(apply, product, left(registers), right(registers))


def limited(apply: Any, product: bool, a: int, b: int) -> int:
    sizes = a.bit_length(), b.bit_length()
    charge(200 + sum(sizes) / 8 + product * sizes[0] * sizes[1] / 400)
    return short(int(apply(a, b)))


def short(value: int) -> int:
    need(value.bit_length() <= REGISTER, f"program: more than {REGISTER} bits", "unsupported")
    return value


OPERATIONS: Any = {ast.Eq: eq, ast.NotEq: ne, ast.Lt: lt, ast.LtE: le, ast.Gt: gt, ast.GtE: ge}
OPERATIONS |= {ast.Add: add, ast.Mult: mul, ast.Sub: lambda a, b: max(0, a - b)}
OPERATIONS |= {ast.FloorDiv: lambda a, b: a // (b or a + 1), ast.Mod: lambda a, b: a % (b or a + 1)}


class Turing:
    """`rules[state, symbol]`: what to write, move, next state; None, or state `end` on: halt."""

    def __init__(self, text: str) -> None:
        texts = text.split("_")
        rows = [INSTRUCTION.findall(row) for row in texts]
        self.end, self.symbols, self.rules = len(rows), len(rows[0]), dict[Any, Any]()
        need(2 <= self.symbols <= 256, "machine: need 2 to 256 instructions for a state")
        for q, (row, parts) in enumerate(zip(texts, rows)):
            good = "".join(v[0] for v in parts) == row and len(parts) == self.symbols
            need(good, f"machine: state {q}: need {self.symbols} instructions like 1RB or ---")
            for s, (part, write, move, name) in enumerate(parts):
                short_name = len(name) < (7 if self.end > 25 else 2)
                fits = not write or (int(write) < self.symbols and short_name)
                need(fits, f"machine: state {q}: no such symbol or state in {part[:12]}")
                state = sum(26**k * (ord(c) - 64) for k, c in enumerate(name[::-1])) - 1
                rule = int(write or 0), 1 if move == "R" else -1, min(state, self.end)
                self.rules[q, s] = rule if write else None
        self.state, self.head, self.tape, self.halted = 0, 0, dict[int, int](), False

    def step(self) -> None:
        charge(2000)
        rule = self.rules[self.state, self.tape.get(self.head, 0)]
        if rule is not None:
            self.tape[self.head], move, self.state = rule
            self.head += move
        self.halted = rule is None or self.state >= self.end

    def there(self) -> Any:
        return self.state, self.head, {c: v for c, v in self.tape.items() if v}


def advance(machine: Any, steps: int) -> int:
    for taken in range(steps):
        if machine.halted:
            return taken
        machine.step()
    return steps


def table_number(machine: Turing) -> int:
    """Return the number of a table, as the format says: the digits of P and of R take turns."""

    def gamma(value: int) -> str:
        return f"{value:b}".zfill(2 * value.bit_length() - 1)

    charge(5000.0 * len(machine.rules))
    symbols, end, written, digits = machine.symbols, machine.end, list[int](), ""
    for q in range(end):  # what a state of a writer writes, or -1
        row = [machine.rules[q, s] for s in range(symbols)]
        moves = symbols > 2 and row[0] and row[0][1:] == (1, q + 1) and not any(row[1:])
        written.append(row[0][0] if moves else -1)
    gap = next((k for k in range(1, end) if written[k]), end)
    for i in range(0, end - gap + 1, gap):
        if written[i] not in (1, 2) or any(written[i + 1 : i + gap]):
            break
        digits += str(written[i] - 1)
    digits = digits.rstrip("0")
    first, before, parts = gap * len(digits), "0", [gamma(symbols), gamma(gap * bool(digits) + 1)]
    for q in range(first, end):
        for s in range(symbols):
            write, move, state = machine.rules[q, s] or (0, 0, 0)
            jump = gamma(2 * (state - q) - 1 if state > q else 2 - 2 * (state - q))
            code = f"1{gamma((write - s) % symbols + 1)}{int(move > 0)}{jump}" if move else "0"
            parts.append("1" if code == before else "0" + code)
            before = code
    pairs = zip_longest(digits, "".join(parts) + "1", fillvalue="0")
    return int("".join(p + r for p, r in pairs)[::-1], 2)


def check(data: bytes) -> str:
    """Verify a certificate and return what it proves, or raise No."""
    SPENT[0], file = 0.0, parse(data)
    whole = isinstance(file, dict) and {"format", "version", "claim"} <= file.keys()
    need(whole and isinstance(file["claim"], dict), "file: need format, version and a claim")
    need(file["format"] == "computable-certificate", "format: need 'computable-certificate'")
    integer(file["version"], "version", 1, 1)
    claim = file["claim"]
    need(claim.get("kind") == "decider", "claim: another kind, ask checker.py", "unsupported")
    ends = claim.get("says") == "never halts"
    fields(claim, "claim", "kind says" + " steps" * ends)
    need(claim["says"] in ("halts", "never halts"), "claim.says: need an answer")
    fields(file, "file", NAMES + " argument" * (not ends), "about")
    machine = Turing(machine_text(file["machine"], "machine", "turing"))
    text, start = machine_text(file["decider"], "decider", "register"), 0
    steps = integer(claim["steps"], "claim.steps", 1, DEPTH) if ends else 0
    if not ends:
        need(isinstance(witness := file["argument"], dict), "argument: need an object")
        need(witness.get("kind") == "cycle", "argument: another kind", "unsupported")
        fields(witness, "argument", "kind start period")
        start = integer(witness["start"], "argument.start", 0, DEPTH)
        steps = integer(witness["period"], "argument.period", 1, DEPTH - start)
    advance(decider := Register(text, machine=table_number(machine)), DEPTH)
    said = "halts" if decider.registers.get("halts", 0) else "never halts"
    need(decider.halted and said == claim["says"], "decider: says otherwise", "rejected")
    advance(machine, start)
    before, taken = machine.there(), advance(machine, steps)
    good = machine.halted == ends and (taken == steps if ends else machine.there() == before)
    need(good, "machine: does not do what is claimed", "rejected")
    truth = f"halts after exactly {steps} steps" if ends else "never halts (cycle)"
    return f"the decider says {said!r} of a machine of {machine.end} states: {truth}"


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
