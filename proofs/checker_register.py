"""Checks 'computable-certificate' files, version 1: halting of register programs, and deciders.

    python checker_register.py FILE...  exit 0: all accepted, 1: one rejected, 2: one malformed

Standard library only: copy it to another machine, read it in one sitting. It trusts nobody.
"""

import ast
import json
import sys
import warnings
from typing import Any

FILE_BYTES, NESTING, DEPTH, TEXT, REGISTER = 64 << 20, 16, 4_000_000, 10_000_000, 1 << 22
CONTAINERS, WORK, EXIT_CODES = 2_000_000, 2e10, {"accepted": 0, "rejected": 1}  # all else: 2
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


def integer(value: Any, where: str, least: int, most: int) -> Any:
    fits = type(value) is int and least <= value <= most
    need(fits, f"{where}: need an integer from {least} to {most}")
    return value


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


class Register:
    """A register program; `place` and the registers say what it does next.

    The text has the syntax of Python. A step is an assignment, a test, or halt(); each knows where
    it leads, (target or None, value, next, next if the value of a test is 0); -1 halts.
    """

    def __init__(self, text: str, **registers: int) -> None:
        self.steps, self.loops = list[Any](), list[Any]()
        try:
            with warnings.catch_warnings(action="ignore"):
                self.place = self.block(ast.parse(text).body, -1)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            deep = isinstance(error, (RecursionError, MemoryError)) or "too many" in str(error)
            reason = "program: nested too deep" if deep else "program: not in Python's syntax"
            raise No("unsupported" if deep else "malformed", reason) from None
        need(self.place >= 0, "program: need at least one step")
        self.registers, self.halted = {k: short(v) for k, v in registers.items()}, False

    def block(self, statements: Any, then: int) -> int:
        for node in reversed(statements):
            then = self.statement(node, then)
        return then

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
        charge(cost)
        found = value(self.registers)
        if target:
            charge(1.2 * found.bit_length())  # memory
            self.registers[target] = found
        self.place = then if target or found else otherwise
        self.halted = self.place < 0

    def there(self) -> Any:
        return self.place, {k: v for k, v in self.registers.items() if v}


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
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = expression(operand, depth + 1)
            return lambda registers: int(not inner(registers))
        case _:
            raise No("malformed", f"program: line {node.lineno}: no expression of the language")
    left, right = (expression(v, depth + 1) for v in (a, b))
    apply = OPERATIONS[type(op)]
    product = isinstance(op, (ast.Mult, ast.FloorDiv, ast.Mod))
    return lambda registers: limited(apply, product, left(registers), right(registers))


def limited(apply: Any, product: bool, a: int, b: int) -> int:
    sizes = a.bit_length(), b.bit_length()
    charge(200 + sum(sizes) / 8 + product * sizes[0] * sizes[1] / 400)
    return short(int(apply(a, b)))


def short(value: int) -> int:
    need(value.bit_length() <= REGISTER, f"program: more than {REGISTER} bits", "unsupported")
    return value


OPERATIONS: Any = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: max(0, a - b),
    ast.Mult: lambda a, b: a * b,
    ast.FloorDiv: lambda a, b: a // b if b else 0,
    ast.Mod: lambda a, b: a % b if b else a,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}


def advance(machine: Any, steps: int) -> int:
    """Take so many steps, less if it halts; return how many."""
    for taken in range(steps):
        if machine.halted:
            return taken
        machine.step()
    return steps


def read_run(file: Any, ends: bool) -> tuple[int, int]:
    """Return 0 and the steps to the halt, or after how many steps it comes back in how many."""
    if ends:
        return 0, integer(file["claim"]["steps"], "claim.steps", 1, DEPTH)
    need(isinstance(witness := file["argument"], dict), "argument: need an object")
    need(witness.get("kind") == "cycle", "argument: another kind", "unsupported")
    fields(witness, "argument", "kind start period")
    start = integer(witness["start"], "argument.start", 0, DEPTH)
    return start, integer(witness["period"], "argument.period", 1, DEPTH - start)


def check_run(machine: Any, ends: bool, start: int, steps: int) -> str:
    """It halts in exactly so many steps, or after the start all is as it is so many steps later."""
    advance(machine, start)
    before, taken = machine.there(), advance(machine, steps)
    came_back = not machine.halted and machine.there() == before
    good = (taken == steps and machine.halted) if ends else came_back
    need(good, "machine: does not do what is claimed", "rejected")
    return f"halts after exactly {steps} steps" if ends else "never halts (cycle)"


def check_decider(decider: Any, says: str) -> str:
    advance(decider, DEPTH)
    said = "halts" if decider.registers.get("halts", 0) else "never halts"
    need(decider.halted and said == says, "decider: says something else, or nothing", "rejected")
    return f"the decider says {said!r} of "


def check(data: bytes) -> str:
    """Verify a certificate and return what it proves, or raise No."""
    SPENT[0] = 0.0
    file, claim = read_claim(parse(data))
    kind, decides = claim.get("kind"), claim.get("kind") == "decider"
    known = kind in ("halting", "non-halting", "decider")
    need(known, "claim: another kind (see checker.py)", "unsupported")
    ends = kind == "halting" or (decides and claim.get("says") == "never halts")
    fields(claim, "claim", "kind" + " says" * decides + " steps" * ends)
    need(not decides or claim["says"] in ("halts", "never halts"), "claim.says: need an answer")
    names = "format version claim machine" + " decider" * decides + " argument" * (not ends)
    fields(file, "file", names, "about")
    text = machine_text(file["machine"], "machine", "register")
    machine, run, said = Register(text), read_run(file, ends), ""
    if decides:
        decider = machine_text(file["decider"], "decider", "register")
        number = int.from_bytes(text.encode(), "big")
        said = check_decider(Register(decider, machine=number), claim["says"])
    size = f"a program of {len(machine.steps)} instructions: "
    return said + size + check_run(machine, ends, *run)


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
