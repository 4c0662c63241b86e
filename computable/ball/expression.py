"""Expressions: acyclic graphs of operations, evaluated on balls at one working precision.

A node is a leaf, whose ``first`` is a source of balls, or an operation on one or two nodes.
Evaluation keeps in every node the ball that was found last and the precision that it was
found with, so what several expressions share is computed once, and an interrupted
evaluation loses nothing. No recursion: an expression may be a million operations deep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import repeat
from typing import Any, ClassVar, Protocol

import flint

from computable.ball.arithmetic import (
    Ball,
    NotSeparated,
    working_precision,
)
from computable.ball.conversion import ball_of, size_exponent, upper_exponent
from computable.errors import UndecidedError

__all__ = [
    "Constant",
    "Node",
    "Rational",
    "Source",
    "evaluate",
    "operation",
    "postorder",
    "sources",
]


class Source(Protocol):
    """Where a leaf takes its balls from."""

    reads: bool
    """Whether to look deeper costs something: an input, not a number that we know."""
    parts: Sequence[Node]
    """The expressions that it is made of, if it is no input and no number either."""

    def ball(self, bits: int, depth: int) -> Ball:
        """Return a ball with radius about ``2**-depth``, at ``bits`` of working precision."""
        ...


class Rational:
    """A known rational number (an int stays one: there are many of them)."""

    __slots__ = ("value",)
    reads = False
    parts: Sequence[Node] = ()

    def __init__(self, value: Fraction | int) -> None:
        self.value = value

    def fraction(self) -> Fraction:
        """Return the value as a Fraction."""
        return self.value if isinstance(self.value, Fraction) else Fraction(self.value)

    def ball(self, bits: int, depth: int) -> Ball:
        """Return the number: an int exactly (exponents must be), a fraction as it fits."""
        return flint.arb(self.value) if self.value.__class__ is int else ball_of(self.value)


class Constant:
    """A constant that flint knows: 'pi', 'e', 'euler', 'catalan', 'log2', 'log10', ..."""

    __slots__ = ("_function", "name")
    reads = False
    parts: Sequence[Node] = ()
    FUNCTIONS: ClassVar[dict[str, Callable[[], Ball]]] = {
        "pi": flint.arb.pi,
        "e": flint.arb.const_e,
        "euler": flint.arb.const_euler,
        "catalan": flint.arb.const_catalan,
        "khinchin": flint.arb.const_khinchin,
        "glaisher": flint.arb.const_glaisher,
        "log2": flint.arb.const_log2,
        "log10": flint.arb.const_log10,
    }

    def __init__(self, name: str) -> None:
        self.name = name
        self._function = self.FUNCTIONS[name]

    def ball(self, bits: int, depth: int) -> Ball:
        """Return the constant to the working precision."""
        return self._function()


class Node:
    """One leaf or operation, with the last ball and the bits that it was computed with."""

    __slots__ = ("_ball", "_bits", "_first", "_operation", "_second")
    _operation: Callable[..., Ball] | None
    _first: Any
    _second: Any
    _ball: Ball
    _bits: int


def operation(kind: type[Node], function: Any, first: Any, second: Any = None) -> Any:
    """Return a new node of the given class that has not been evaluated."""
    node = object.__new__(kind)
    node._operation = function
    node._first = first
    node._second = second
    node._bits = 0
    return node


def evaluate(root: Node, bits: int, depth: int) -> Ball:
    """Return a ball of ``root``: at ``bits`` of precision, inputs read to about ``2**-depth``.

    Raises
    ------
    NotSeparated
        If an argument meets the edge of a domain at this precision.
    DomainError
        If one certainly lies outside.
    """
    if root._bits < bits:
        with working_precision(bits):
            if root._operation is None:
                root._ball = root._first.ball(bits, depth)
                root._bits = bits
            else:
                _fill(root, bits, depth)
    return root._ball


CHUNK = 1 << 14
LARGEST_EXPONENT = 1 << 4096


def _fill(root: Node, bits: int, depth: int) -> None:
    """Give every node below ``root``, and it, a ball."""
    waiting: list[Node] = []
    node: Any = root
    try:
        while True:
            for _ in repeat(None, CHUNK):
                first = node._first
                if first._bits < bits:
                    if first._operation is not None:
                        waiting.append(node)
                        node = first
                        continue
                    first._ball = first._first.ball(bits, depth)
                    first._bits = bits
                second = node._second
                if second is None:
                    node._ball = node._operation(first._ball)
                else:
                    if second._bits < bits:
                        if second._operation is not None:
                            waiting.append(node)
                            node = second
                            continue
                        second._ball = second._first.ball(bits, depth)
                        second._bits = bits
                    node._ball = node._operation(first._ball, second._ball)
                node._bits = bits
                if not waiting:
                    return
                node = waiting.pop()
            _check_exponent(node)
    except NotSeparated as obstacle:
        if obstacle.node is None:  # else it comes from an expression inside a source
            obstacle.node = node
        raise


def _check_exponent(node: Node) -> None:
    """Stop before the exponents themselves fill the memory, as they do in repeated squaring."""
    first = node._first
    if not first._bits or upper_exponent(first._ball) <= LARGEST_EXPONENT:
        return
    if size_exponent(first._ball) is None:  # only the error has exploded
        raise NotSeparated("the errors outgrow the precision", first._ball, mendable=False)
    raise UndecidedError("stopped at the budget: a number on the way exceeds 2^(2^4096)")


def postorder(root: Node) -> list[Node]:
    """Return the nodes that ``root`` is made of, each once, arguments before operations."""
    order: list[Node] = []
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting[-1]
        if id(node) in seen:
            waiting.pop()
            continue
        arguments = () if node._operation is None else (node._first, node._second)
        missing = [a for a in arguments if a is not None and id(a) not in seen]
        if missing:
            waiting.extend(reversed(missing))
        else:
            seen.add(id(node))
            order.append(waiting.pop())
    return order


def sources(root: Node) -> list[Source]:
    """Return the sources of all leaves, also of the expressions inside sources, each once."""
    found: dict[int, Source] = {}
    waiting = [root]
    while waiting:
        for node in postorder(waiting.pop()):
            if node._operation is None and id(node._first) not in found:
                found[id(node._first)] = node._first
                waiting.extend(node._first.parts)
    return list(found.values())
