"""Checks 'computable-certificate' files, version 1: halting of register programs, and deciders.

    python checker_register.py FILE...  exit 0: all accepted, 1: one rejected, 2: one malformed

Standard library only: copy it to another machine, read it in one sitting. It trusts nobody.
"""

import ast
import json
import sys
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
    text = fields(value, where, "kind text")["text"]
    need(value["kind"] == kind, f"{where}: another kind", "unsupported")
    fits = isinstance(text, str) and text.isascii() and len(text) <= TEXT
    need(fits, f"{where}.text: need ASCII, at most {TEXT} characters")
    return str(text)


class Register:
    """A register program; `place` and the registers say what it does next.

    The text has the syntax of Python. A step is an assignment, a test, or halt(); each knows where
    it leads, (target or None, value, next, next if the value of a test is 0); -1 halts.
    """

    def __init__(self, text: str, **registers: int) -> None:
        self.steps, self.loops = list[Any](), list[Any]()
        try:
            self.place = self.block(ast.parse(text).body, -1)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise No("malformed", "program: not in Python's syntax, or nested too deep") from None
        need(self.place >= 0, "program: need at least one step")
        self.registers, self.halted = {**registers}, False

    def block(self, statements: Any, then: int) -> int:
        for node in reversed(statements):
            then = self.statement(node, then)
        return then

    def step(self, target: str | None, value: Any, then: int, otherwise: int) -> int:
        self.steps.append((target, value, then, otherwise))
        return len(self.steps) - 1

    def statement(self, node: Any, then: int) -> int:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                return self.step(name, expression(value), then, then)
            case ast.AugAssign(target=ast.Name(id=name) as old, op=op, value=value):
                changed = ast.BinOp(left=old, op=op, right=value, lineno=node.lineno)
                return self.step(name, expression(changed), then, then)
            case ast.If(test=test, body=body, orelse=orelse):
                yes, no = self.block(body, then), self.block(orelse, then)
                return self.step(None, expression(test), yes, no)
            case ast.While(test=test, body=body, orelse=[]):
                place = self.step(None, None, -1, then)
                self.loops.append((place, then))
                first = self.block(body, place)
                self.loops.pop()
                self.steps[place] = None, expression(test), first, then
                return place
            case ast.Expr(value=ast.Call(func=ast.Name(id="halt"), args=[], keywords=[])):
                return self.step(None, lambda _: 0, -1, -1)
            case ast.Pass():
                return then
            case ast.Break() | ast.Continue() if self.loops:
                return int(self.loops[-1][isinstance(node, ast.Break)])
        raise No("malformed", f"program: line {node.lineno}: no statement of the language")

    def advance(self, steps: int) -> int:
        for taken in range(steps):
            if self.place < 0:
                return taken
            charge(2000)
            target, value, then, otherwise = self.steps[self.place]
            found = value(self.registers)
            if target:
                self.registers[target] = found
            self.place = then if target or found else otherwise
            self.halted = self.place < 0
        return steps


def expression(node: Any) -> Any:
    match node:
        case ast.Constant(value=int(value)):
            return lambda _: int(value)
        case ast.Name(id=name):
            return lambda registers: registers.get(name, 0)
        case ast.BinOp(left=a, op=op, right=b) if type(op) in OPERATIONS:
            pass
        case ast.Compare(left=a, ops=[op], comparators=[b]) if type(op) in OPERATIONS:
            pass
        case ast.BoolOp(op=op, values=values):
            parts, some = [expression(v) for v in values], any if type(op) is ast.Or else all
            return lambda registers: int(some(part(registers) for part in parts))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = expression(operand)
            return lambda registers: int(not inner(registers))
        case _:
            raise No("malformed", f"program: line {node.lineno}: no expression of the language")
    left, right, apply = expression(a), expression(b), OPERATIONS[type(op)]
    product = isinstance(op, (ast.Mult, ast.FloorDiv, ast.Mod))
    return lambda registers: limited(apply, product, left(registers), right(registers))


def limited(apply: Any, product: bool, a: int, b: int) -> int:
    sizes = a.bit_length(), b.bit_length()
    need(max(sizes) <= REGISTER, f"program: more than {REGISTER} bits", "unsupported")
    charge(200 + (sizes[0] * sizes[1] / 400 if product else sum(sizes) / 8))
    return int(apply(a, b))


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


def check_cycle(program: Register, witness: Any) -> None:
    """After `start` and after `start + period` steps place and registers are the same."""
    fields(witness, "argument", "kind start period")
    start = integer(witness["start"], "argument.start", 0, DEPTH)
    period = integer(witness["period"], "argument.period", 1, DEPTH - start)
    program.advance(start)
    before = program.place, {k: v for k, v in program.registers.items() if v}
    program.advance(period)
    after = program.place, {k: v for k, v in program.registers.items() if v}
    same = before == after and not program.halted
    need(same, "argument: it does not come back to where it was", "rejected")


def check_halting(file: Any, program: Register, ends: bool) -> str:
    if ends:
        steps = integer(file["claim"]["steps"], "claim.steps", 1, DEPTH)
        exactly = program.advance(steps) == steps and program.halted
        need(exactly, f"machine: does not halt in exactly {steps} steps", "rejected")
        return f"a program of {len(program.steps)} instructions: halts after exactly {steps} steps"
    need(isinstance(witness := file["argument"], dict), "argument: need an object")
    need(witness.get("kind") == "cycle", "argument: another kind", "unsupported")
    check_cycle(program, witness)
    return f"a program of {len(program.steps)} instructions: never halts (cycle)"


def check_decider(file: Any, number: int) -> str:
    """Given the number of the machine, the decider halts; it says what the claim says."""
    text, says = machine_text(file["decider"], "decider", "register"), file["claim"]["says"]
    decider = Register(text, machine=number)
    decider.advance(DEPTH)
    need(decider.halted, f"decider: has not halted within {DEPTH} steps", "rejected")
    said = "halts" if decider.registers.get("halts", 0) else "never halts"
    need(said == says, f"decider: says {said!r}", "rejected")
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
    need(not decides or ends or claim["says"] == "halts", "claim.says: 'halts' or 'never halts'")
    names = "format version claim machine" + " decider" * decides + " argument" * (not ends)
    fields(file, "file", names, "about")
    text = machine_text(file["machine"], "machine", "register")
    number = int.from_bytes(text.encode(), "big")
    said = check_decider(file, number) if decides else ""
    return said + check_halting(file, Register(text), ends)


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
