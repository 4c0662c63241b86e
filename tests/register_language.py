"""The language of register programs, from the format's text: a parser and an interpreter.

Nothing is shared with the checkers, which let Python parse and compile to jumps: here the grammar
is written out, and a program is run by walking through it.
"""

from __future__ import annotations

import io
import keyword
import operator
import re
import tokenize
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

__all__ = ["Program", "TooLarge"]

LONGEST = 1 << 22
LITERAL = re.compile("0[xX](_?[0-9a-fA-F])+|0[oO](_?[0-7])+|0[bB](_?[01])+|[1-9](_?[0-9])*|0(_?0)*")
OPERATORS: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": lambda a, b: a - b if a > b else 0,
    "*": operator.mul,
    "//": lambda a, b: a // b if b else 0,
    "%": lambda a, b: a % b if b else a,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
SUM, PRODUCT, COMPARISON = {"+", "-"}, {"*", "//", "%"}, {"==", "!=", "<", "<=", ">", ">="}
SET = {f"{op}=" for op in SUM | PRODUCT}
NUMBER, NAME, LINE = tokenize.NUMBER, tokenize.NAME, tokenize.NEWLINE
Value = Callable[[dict[str, int]], int]
Statement = tuple[Any, ...]


class TooLarge(Exception):
    """A value has more than 2^22 bits."""


def natural(text: str) -> int:
    """Return the value of a literal."""
    digits, base = text.replace("_", ""), {"x": 16, "o": 8, "b": 2}.get(text[1:2].lower())
    if not LITERAL.fullmatch(text) or (base is None and len(digits) > 4300):
        raise ValueError(text)
    return short(int(digits[2:], base) if base else int(digits))


def short(value: int) -> int:
    if value.bit_length() > LONGEST:
        raise TooLarge
    return value


class Program:
    """A program; a ValueError means that it is none.

    Statements are (place, kind, ...); a place is a number that no other step has.
    """

    def __init__(self, text: str) -> None:
        kinds = (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING)
        try:
            lines = io.StringIO(text, newline=None).readline
            self.tokens = [t for t in tokenize.generate_tokens(lines) if t.type not in kinds]
        except (tokenize.TokenError, SyntaxError) as error:
            raise ValueError(str(error)) from None
        self.at, self.places = 0, count()
        self.body = self.statements(tokenize.ENDMARKER, loop=False)
        if not has_step(self.body):
            raise ValueError("no step")

    # -- grammar ------------------------------------------------------------------------------

    def take(self, *texts: str) -> str | None:
        """Take the next token if it is one of these."""
        token = self.tokens[self.at]
        if token.string in texts and token.type in (tokenize.OP, NAME):
            self.at += 1
            return token.string
        return None

    def need(self, *texts: str) -> str:
        found = self.take(*texts)
        if found is None:
            raise ValueError(f"{self.tokens[self.at]}: need {texts}")
        return found

    def kind(self, kind: int) -> str | None:
        """Take the next token if it is of this kind (a name that is no keyword)."""
        token = self.tokens[self.at]
        if token.type != kind or (kind == NAME and keyword.iskeyword(token.string)):
            return None
        self.at += 1
        return token.string

    def statements(self, end: int, loop: bool) -> list[Statement]:
        found: list[Statement] = []
        while self.kind(end) is None:
            if self.take("if"):
                found.append(self.conditional(loop))
            elif self.take("while"):
                place, test = next(self.places), self.expression()
                found.append((place, "while", test, self.suite(loop=True)))
            else:
                found += self.line(loop)
        return found

    def conditional(self, loop: bool) -> Statement:
        place, test = next(self.places), self.expression()
        body, other = self.suite(loop), list[Statement]()
        if self.take("elif"):
            other = [self.conditional(loop)]
        elif self.take("else"):
            other = self.suite(loop)
        return place, "if", test, body, other

    def suite(self, loop: bool) -> list[Statement]:
        self.need(":")
        if self.kind(LINE) is None:
            return self.line(loop)
        if self.kind(tokenize.INDENT) is None:
            raise ValueError("need an indented block")
        return self.statements(tokenize.DEDENT, loop)

    def line(self, loop: bool) -> list[Statement]:
        found = [self.simple(loop)]
        while self.kind(LINE) is None:
            self.need(";")
            if self.kind(LINE) is not None:
                break
            found.append(self.simple(loop))
        return found

    def simple(self, loop: bool) -> Statement:
        for word in ("break", "continue", "pass"):
            if self.take(word):
                if word != "pass" and not loop:
                    raise ValueError(f"{word} outside a loop")
                return next(self.places), word
        name, called = self.target()
        if called and name == "halt":
            return next(self.places), "halt"
        how = self.need("=", *SET) if not called else self.need("halt")
        value = self.expression()
        if how != "=":
            value = binary(how[:-1], lambda registers: registers.get(name, 0), value)
        return next(self.places), "set", name, value

    def target(self) -> tuple[str, bool]:
        """Return a name, in brackets perhaps, and whether it is called."""
        called = False
        if self.take("("):
            name, called = self.target()
            self.need(")")
        elif (name := self.kind(NAME) or "") == "":
            raise ValueError(f"{self.tokens[self.at]}: need a statement")
        if not called and self.take("("):
            self.need(")")
            called = True
        return name, called

    def expression(self) -> Value:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else lambda v: int(any(part(v) for part in parts))

    def conjunction(self) -> Value:
        parts = [self.negation()]
        while self.take("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else lambda v: int(all(part(v) for part in parts))

    def negation(self) -> Value:
        if self.take("not"):
            inner = self.negation()
            return lambda v: int(inner(v) == 0)
        left = self.chain(SUM)
        if op := self.take(*COMPARISON):
            left = binary(op, left, self.chain(SUM))
        return left

    def chain(self, operators: set[str]) -> Value:
        inner = self.atom if operators is PRODUCT else lambda: self.chain(PRODUCT)
        left = inner()
        while op := self.take(*operators):
            left = binary(op, left, inner())
        return left

    def atom(self) -> Value:
        if self.take("("):
            value = self.expression()
            self.need(")")
            return value
        if word := self.take("True", "False"):
            return lambda _: int(word == "True")
        if (name := self.kind(NAME)) is not None:
            return lambda registers: registers.get(name, 0)
        if (digits := self.kind(NUMBER)) is not None:
            number = natural(digits)
            return lambda _: number
        raise ValueError(f"{self.tokens[self.at]}: need a value")

    # -- running ------------------------------------------------------------------------------

    def run(self, registers: dict[str, int]) -> Iterator[int]:
        """Yield the place of every step before it is taken; it ends when the program halts."""
        yield from walk(self.body, registers)


def binary(op: str, left: Value, right: Value) -> Value:
    apply = OPERATORS[op]
    return lambda registers: short(int(apply(left(registers), right(registers))))


def has_step(statements: list[Statement]) -> bool:
    return any(kind in ("set", "if", "while", "halt") for _, kind, *_ in statements)


def walk(statements: list[Statement], registers: dict[str, int]) -> Iterator[int]:
    """Yield the places; return 'halt', 'break' or 'continue' if the rest is not to be done."""
    for place, kind, *parts in statements:
        if kind in ("break", "continue"):
            return kind
        if kind == "pass":
            continue
        yield place
        if kind == "halt":
            return kind
        if kind == "set":
            name, value = parts
            registers[name] = value(registers)
        elif kind == "if":
            test, body, other = parts
            left = yield from walk(body if test(registers) else other, registers)
            if left:
                return left
        else:
            test, body = parts
            while test(registers):
                left = yield from walk(body, registers)
                if left == "halt":
                    return left
                if left == "break":
                    break
                yield place
