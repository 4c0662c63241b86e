"""Expressions and tests of register programs as operations on the tracks of a tape."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import NamedTuple

from computable.machine.compiler.arithmetic import Code, product, quotient, rest
from computable.machine.compiler.division import Divide
from computable.machine.compiler.forms import Form, IsPositive, Sign
from computable.machine.programs.registers import COMPARISONS

__all__ = ["Expressions"]

LIGHT = 16
"""Sums and multiples of at most this weight, and divisors up to it, take one sweep."""

Before = tuple[tuple[ast.expr, int], ...]
"""Expressions, and the tracks on which they must be beforehand."""


class _Pending(NamedTuple):
    """A form, what it needs beforehand, and the first track that is free then."""

    form: Form
    before: Before
    free: int


class Expressions:
    """Makes operations for expressions.

    What is computed on the way is put on tracks from ``free`` on. No other track changes but the
    one that is to be set, and that one only after everything has been read.

    Attributes
    ----------
    code : Code
    tracks : dict of str to int
        Those of the registers.
    """

    def __init__(self, tracks: dict[str, int]) -> None:
        self.code, self.tracks = Code(max(1, len(tracks))), tracks

    def store(self, node: ast.expr, register: str, following: int) -> int:
        """Set a register to the value of an expression."""
        return self._store(node, self.tracks[register], following, len(self.tracks))

    def branch(self, node: ast.expr, yes: int, no: int) -> int:
        """Go on with ``yes`` if the value of an expression is not 0, else with ``no``."""
        return self._branch(node, yes, no, len(self.tracks))

    def _store(self, node: ast.expr, track: int, following: int, free: int) -> int:
        match node:
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp():
                one = self.code.put(track, Form({}, 1), following)
                zero = self.code.put(track, Form({}, 0), following)
                return self._branch(node, one, zero, free)
            case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
                if divisor := _small_divisor(right):
                    return self._divide(left, track, [following] * divisor, free)
                return self._loop(quotient, left, right, track, following, free)
            case ast.BinOp(left=left, op=ast.Mod(), right=right):
                if divisor := _small_divisor(right):
                    ways = [self.code.put(track, Form({}, r), following) for r in range(divisor)]
                    return self._divide(left, -1, ways, free)
                return self._loop(rest, left, right, track, following, free)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                if (found := self._multiple(left, right, free)) is None:
                    return self._loop(product, left, right, track, following, free)
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                found = self._difference(left, right, free)
            case _:
                found = self._form(node, free)
        begin = self.code.put(track, found.form, following)
        return self._after(found.before, begin, found.free)

    def _branch(self, node: ast.expr, yes: int, no: int, free: int) -> int:
        match node:
            case ast.UnaryOp(operand=operand):
                return self._branch(operand, no, yes, free)
            case ast.BoolOp(op=op, values=values):
                conjunction = isinstance(op, ast.And)
                begin = yes if conjunction else no
                for value in reversed(values):
                    ends = (begin, no) if conjunction else (yes, begin)
                    begin = self._branch(value, *ends, free)
                return begin
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compare(left, op, right, yes, no, free)
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return self._compare(left, ast.Gt(), right, yes, no, free)
            case ast.BinOp(op=ast.Mod()):
                return self._compare(node, ast.NotEq(), ast.Constant(0), yes, no, free)
        found = self._form(node, free)
        return self._after(found.before, self._sign(found.form, True, no, yes), found.free)

    def _compare(
        self, left: ast.expr, op: ast.cmpop, right: ast.expr, yes: int, no: int, free: int
    ) -> int:
        match left, right:
            case ast.BinOp(left=divided, op=ast.Mod(), right=by), ast.Constant(value=int(number)):
                if divisor := _small_divisor(by):
                    holds = [COMPARISONS[type(op)](r, number) for r in range(divisor)]
                    return self._divide(divided, -1, [yes if v else no for v in holds], free)
        if isinstance(op, ast.NotEq | ast.LtE | ast.GtE):
            yes, no = no, yes
        if isinstance(op, ast.Gt | ast.LtE):
            left, right = right, left
        found = self._difference(left, right, free)
        begin = self._sign(found.form, isinstance(op, ast.Eq | ast.NotEq), yes, no)
        return self._after(found.before, begin, found.free)

    def _sign(self, form: Form, zero: bool, yes: int, no: int) -> int:
        """Test whether a form is 0, or whether it is negative, with as little as possible."""
        factors, constant = list(form.multiples.values()), form.constant
        if not factors:
            return yes if (constant == 0 if zero else constant < 0) else no
        if min(*factors, constant) >= 0 and (constant > 0 or not zero):
            return no
        if len(factors) == 1 and constant == 0:
            (track,) = form.multiples
            if zero:
                yes, no = no, yes
            return self.code.add(IsPositive(track=track, yes=yes, no=no))
        return self.code.add(Sign(form=form, zero=zero, yes=yes, no=no))

    def _after(self, before: Before, begin: int, free: int) -> int:
        """Compute what is needed, then begin."""
        for node, track in reversed(before):
            begin = self._store(node, track, begin, free)
        return begin

    def _form(self, node: ast.expr, free: int) -> _Pending:
        match node:
            case ast.Constant(value=int(number)):
                return _Pending(Form({}, int(number)), (), free)
            case ast.Name(id=name):
                return _Pending(Form({self.tracks[name]: 1}, 0), (), free)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                a = self._form(left, free)
                b = self._form(right, a.free)
                if a.form.weight + b.form.weight > LIGHT:
                    a = self._computed(left, free)
                    b = self._computed(right, a.free)
                return _Pending(a.form.plus(b.form), a.before + b.before, b.free)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                if (found := self._multiple(left, right, free)) is not None:
                    return found
        return self._computed(node, free)

    def _computed(self, node: ast.expr, free: int) -> _Pending:
        return _Pending(Form({free: 1}, 0), ((node, free),), free + 1)

    def _multiple(self, left: ast.expr, right: ast.expr, free: int) -> _Pending | None:
        """Return a product as a form if it is a small multiple."""
        a, b = self._form(left, free), self._form(right, free)
        if b.form.multiples:
            a, b = b, a
        if b.form.multiples or a.form.weight * b.form.constant > LIGHT:
            return None
        return a._replace(form=a.form.times(b.form.constant))

    def _difference(self, left: ast.expr, right: ast.expr, free: int) -> _Pending:
        a = self._form(left, free)
        b = self._form(right, a.free)
        return _Pending(a.form.plus(b.form, -1), a.before + b.before, b.free)

    def _operand(self, node: ast.expr, free: int) -> tuple[int, Before, int]:
        """Return the track of an operand, what it needs, and the first track that is free."""
        if isinstance(node, ast.Name):
            return self.tracks[node.id], (), free
        return free, ((node, free),), free + 1

    def _divide(self, node: ast.expr, result: int, ways: list[int], free: int) -> int:
        track, before, free = self._operand(node, free)
        begin = self.code.add(Divide(track=track, quotient=result, ways=tuple(ways)))
        return self._after(before, begin, free)

    def _loop(
        self,
        make: Callable[..., int],
        left: ast.expr,
        right: ast.expr,
        track: int,
        following: int,
        free: int,
    ) -> int:
        a, first, free = self._operand(left, free)
        b, then, free = self._operand(right, free)
        begin = make(self.code, a, b, result=track, free=free, following=following)
        return self._after(first + then, begin, free)


def _small_divisor(node: ast.expr) -> int:
    """Return a constant that :class:`Divide` can divide by, else 0."""
    match node:
        case ast.Constant(value=int(number)) if number <= LIGHT:
            return int(number)
    return 0
