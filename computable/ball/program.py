"""A step of an iteration, compiled: values, derivatives, and its vertex form if it is quadratic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import flint

from computable.ball import arithmetic as op
from computable.ball.arithmetic import Ball
from computable.ball.expression import Node, Rational, evaluate, postorder
from computable.ball.known import clamp_roots
from computable.ball.rules import RULES
from computable.errors import DomainError

__all__ = ["Program", "Variable", "Vertex", "vertex_form"]


class Variable:
    """The source of an argument: it has no value, so a step that asks for one is refused."""

    reads = False
    parts: Sequence[Node] = ()

    def ball(self, bits: int, depth: int) -> Ball:
        """Refuse to be looked at."""
        raise DomainError(
            "step: it asks for digits or the sign of its argument; need one formula without "
            "case distinctions and without functions of the module math"
        )


class Line(NamedTuple):
    """One operation on earlier values, by their numbers."""

    function: Any
    first: int
    second: int | None


class Program:
    """Expressions in d variables as straight-line code on balls.

    What does not depend on a variable is a constant: it is evaluated once for each precision.
    """

    def __init__(self, variables: Sequence[Node], outputs: Sequence[Node]) -> None:
        self.size = len(variables)
        for output in outputs:
            clamp_roots(output)
        index = {id(node): i for i, node in enumerate(variables)}
        order = [node for output in outputs for node in postorder(output)]
        depends = set(index)
        for node in order:
            if node._operation is not None and (
                id(node._first) in depends or id(node._second) in depends
            ):
                depends.add(id(node))
        inside = {
            id(a): a
            for node in order
            if id(node) in depends and node._operation is not None
            for a in (node._first, node._second)
            if a is not None and id(a) not in depends
        }
        inside |= {id(o): o for o in outputs if id(o) not in depends}
        self.constants = list(inside.values())
        for key in inside:
            index[key] = len(index)
        self.lines: list[Line] = []
        for node in order:
            if id(node) in depends and id(node) not in index:
                second = None if node._second is None else index[id(node._second)]
                index[id(node)] = len(index)
                self.lines.append(Line(node._operation, index[id(node._first)], second))
        self.outputs = [index[id(output)] for output in outputs]

    @property
    def differentiable(self) -> bool:
        """Whether the derivatives of all operations are known."""
        return all(RULES[line.function].partials is not None for line in self.lines)

    def constants_at(self, bits: int) -> list[Ball]:
        """Return the balls of the constants at this precision."""
        return [evaluate(node, bits, bits) for node in self.constants]

    def values(self, arguments: Sequence[Ball], constants: Sequence[Ball]) -> list[Ball]:
        """Return all intermediate values at the working precision that is set."""
        values = [*arguments, *constants]
        for function, first, second in self.lines:
            values.append(
                function(values[first])
                if second is None
                else function(values[first], values[second])
            )
        return values

    def results(self, arguments: Sequence[Ball], constants: Sequence[Ball]) -> list[Ball]:
        """Return the outputs."""
        values = self.values(arguments, constants)
        return [values[i] for i in self.outputs]

    def jacobian(self, arguments: Sequence[Ball], constants: Sequence[Ball]) -> list[list[Ball]]:
        """Enclose the partial derivatives of the outputs over a box, shape (outputs, d).

        Maxima and absolute values count with the hull of their one-sided derivatives, for
        which the mean value theorem holds as well.
        """
        values = self.values(arguments, constants)
        zero, one = flint.arb(0), flint.arb(1)
        d = self.size
        rows = [[one if i == k else zero for k in range(d)] for i in range(d)]
        rows += [[zero] * d for _ in self.constants]
        for number, (function, first, second) in enumerate(self.lines, len(rows)):
            other = None if second is None else values[second]
            partials = RULES[function].partials(values[number], values[first], other)  # type: ignore[misc]
            row = [partials[0] * slope for slope in rows[first]]
            if second is not None:
                row = [s + partials[1] * t for s, t in zip(row, rows[second], strict=True)]
            rows.append(row)
        return [rows[i] for i in self.outputs]


class Vertex(NamedTuple):
    """The quadratic ``scale * (x - centre)**2 + value``."""

    scale: Fraction
    centre: Fraction
    value: Fraction


def vertex_form(variable: Node, output: Node) -> Vertex | None:
    """Return the vertex form of a quadratic polynomial with rational coefficients.

    ``None`` for anything else.
    """
    known: dict[int, Any] = {}
    for node in postorder(output):
        if node is variable:
            known[id(node)] = flint.fmpq_poly([0, 1])
        elif node._operation is None:
            if not isinstance(node._first, Rational):
                return None
            q = node._first.value
            known[id(node)] = flint.fmpq_poly([flint.fmpq(q.numerator, q.denominator)])
        else:
            polynomial = _combined(node, known)
            if polynomial is None or polynomial.degree() > 2:
                return None
            known[id(node)] = polynomial
    polynomial = known[id(output)]
    if polynomial.degree() != 2:
        return None
    c, b, a = (Fraction(int(v.p), int(v.q)) for v in polynomial.coeffs())
    centre = -b / (2 * a)
    return Vertex(a, centre, c - a * centre**2)


def _combined(node: Node, known: dict[int, Any]) -> Any:
    function: Any = node._operation
    first = known[id(node._first)]
    if function is op.negate:
        return -first
    if function is op.power and node._second._first.value in (0, 1, 2):
        return first ** int(node._second._first.value)
    second: Any = known.get(id(node._second))
    if function in (op.add, op.subtract, op.multiply):
        return function(first, second)
    if function is op.divide and second.degree() == 0:
        return first / second[0]
    return None
