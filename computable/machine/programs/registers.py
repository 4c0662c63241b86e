"""Register programs: a tiny language with natural numbers, assignments, ``if`` and ``while``.

The syntax is Python's, with ``halt()``. A step is an assignment, the test of an ``if`` or a
``while`` (or ``elif``), or ``halt()``; the program halts with its last step. Registers are 0 at
first. ``a - b`` is 0 where b is larger, ``a // 0`` is 0 and ``a % 0`` is a; ``True`` is 1.
"""

from __future__ import annotations

import ast
import operator
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, NoReturn

from computable.errors import DomainError

__all__ = ["RegisterProgram", "RegisterRun"]

Registers = dict[str, int]
Value = Callable[[Registers], int]
LONGEST = 1 << 22
"""Bits of a register."""


class Instruction(NamedTuple):
    """Set the register ``target``; a test has none, and goes to ``otherwise`` if its value is 0.

    The next instruction is ``following``; -1 halts.
    """

    target: str
    value: Value
    following: int
    otherwise: int


def _less(a: int, b: int) -> int:
    return max(0, a - b)


def _quotient(a: int, b: int) -> int:
    return a // b if b else 0


def _rest(a: int, b: int) -> int:
    return a % b if b else a


OPERATIONS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: _less,
    ast.Mult: operator.mul,
    ast.FloorDiv: _quotient,
    ast.Mod: _rest,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[int, int], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True)
class RegisterProgram:
    """A machine whose text is a register program.

    Attributes
    ----------
    text : str

    Raises
    ------
    DomainError
        With the line at which something else was expected.

    Examples
    --------
    >>> run = RegisterProgram("n = 10\\nwhile n > 0:\\n    n = n - 3\\n").start()
    >>> run.advance(100)
    >>> run.halted, run.steps, run.registers
    (True, 10, {'n': 0})
    """

    text: str

    def __post_init__(self) -> None:
        if self.compiled[1] < 0:
            raise DomainError("program: line 1: need at least one step")

    @cached_property
    def compiled(self) -> tuple[tuple[Instruction, ...], int]:
        """The program with all jumps resolved, and the number of its first instruction."""
        if not isinstance(self.text, str):
            raise DomainError(f"program: got {type(self.text).__name__}, need a text")
        if not self.text.isascii():
            at = next(k for k, c in enumerate(self.text) if not c.isascii())
            line = self.text.count("\n", 0, at) + 1
            raise DomainError(f"program: line {line}: got {self.text[at]!r}, need ASCII")
        try:
            with warnings.catch_warnings(action="ignore"):  # of 1or 2, which is readable
                tree = ast.parse(self.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line, reason = getattr(error, "lineno", None) or 1, getattr(error, "msg", None)
            raise DomainError(f"program: line {line}: {reason or 'cannot be read'}") from None
        compiler = _Compiler()
        try:
            first = compiler.block(tree.body, -1)
        except RecursionError:
            raise DomainError("program: an expression or a block is nested too deep") from None
        return tuple(compiler.made), first

    @property
    def number(self) -> int:
        """Its text as an integer: the characters are the digits in base 256, the first leading."""
        return int.from_bytes(self.text.encode("ascii"), "big")

    def start(self, **registers: int) -> RegisterRun:
        """Return a new computation: all registers are 0 but those that are given."""
        run = RegisterRun(*self.compiled)
        run.registers.update(registers)
        return run

    def __str__(self) -> str:
        return self.text


class RegisterRun:
    """A computation of a register program.

    Attributes
    ----------
    steps : int
    halted : bool
    registers : dict of str to int
        Those that have been set.
    """

    def __init__(self, instructions: tuple[Instruction, ...], first: int) -> None:
        self.steps, self.halted, self.registers = 0, False, Registers()
        self._instructions, self._at = instructions, first

    @property
    def place(self) -> int:
        """The instruction that comes next; -1 if there is none."""
        return self._at

    def advance(self, limit: int) -> None:
        """Run until it halts or ``limit`` steps have been taken.

        Raises
        ------
        DomainError
            If a register gets more than 2^22 bits.
        """
        registers, at, steps = self.registers, self._at, self.steps
        while steps < limit and not self.halted:
            target, value, following, otherwise = self._instructions[at]
            try:
                found = value(registers)
            except RecursionError:
                raise DomainError("program: an expression is nested too deep") from None
            if target:
                registers[target] = found
            at = following if target or found else otherwise
            steps += 1
            self.halted = at < 0
            self._at, self.steps = at, steps


class _Compiler:
    """Makes instructions from the end to the start, since each needs to know what follows."""

    def __init__(self) -> None:
        self.made: list[Instruction] = []
        self._loops: list[tuple[int, int]] = []  # where continue and break go

    def block(self, statements: list[ast.stmt], following: int) -> int:
        """Return the first instruction of a block that goes on with ``following``."""
        for statement in reversed(statements):
            following = self._statement(statement, following)
        return following

    def _add(self, target: str, value: Value, following: int, otherwise: int = -1) -> int:
        self.made.append(Instruction(target, value, following, otherwise))
        return len(self.made) - 1

    def _statement(self, node: ast.stmt, following: int) -> int:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                return self._add(name, _value(value), following)
            case ast.AugAssign(target=ast.Name(id=name) as register, op=op, value=value):
                changed = ast.BinOp(left=register, op=op, right=value, lineno=node.lineno)
                return self._add(name, _value(changed), following)
            case ast.If(test=test, body=body, orelse=orelse):
                then, otherwise = self.block(body, following), self.block(orelse, following)
                return self._add("", _value(test), then, otherwise)
            case ast.While(test=test, body=body, orelse=[]):
                place = self._add("", _zero, -1)
                self._loops.append((place, following))
                first = self.block(body, place)
                self._loops.pop()
                self.made[place] = Instruction("", _value(test), first, following)
                return place
            case ast.Expr(value=ast.Call(func=ast.Name(id="halt"), args=[], keywords=[])):
                return self._add("", _zero, -1)
            case ast.Pass():
                return following
            case ast.Break() | ast.Continue() if self._loops:
                return self._loops[-1][isinstance(node, ast.Break)]
        _refuse(node, "need an assignment, if, while, break, continue, pass or halt()")


def _zero(_: Registers) -> int:
    return 0


def _value(node: ast.expr) -> Value:
    """Return what computes an expression."""
    match node:
        case ast.Constant(value=int(number)):
            return lambda _: int(number)
        case ast.Name(id=name):
            return lambda registers: registers.get(name, 0)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            a, b, apply = _value(left), _value(right), OPERATIONS[type(op)]
            return lambda registers: _short(apply(a(registers), b(registers)))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
            a, b, holds = _value(left), _value(right), COMPARISONS[type(op)]
            return lambda registers: int(holds(a(registers), b(registers)))
        case ast.BoolOp(op=op, values=values):
            parts, some = [_value(v) for v in values], any if isinstance(op, ast.Or) else all
            return lambda registers: int(some(part(registers) for part in parts))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _value(operand)
            return lambda registers: int(not inner(registers))
    _refuse(node, "need natural numbers, registers, + - * // %, a comparison, and, or, not")


def _short(value: int) -> int:
    if value.bit_length() > LONGEST:
        raise DomainError("program: a register got more than 2^22 bits")
    return value


def _refuse(node: ast.stmt | ast.expr, need: str) -> NoReturn:
    try:
        got = ast.unparse(node).splitlines()[0][:40]
    except (ValueError, RecursionError):  # of a literal with too many digits, or too deep
        got = type(node).__name__
    raise DomainError(f"program: line {node.lineno}: got {got!r}, {need}")
