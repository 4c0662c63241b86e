"""Pickling: an expression is stored as the list of its operations, however deep it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from computable.ball import Constant, Rational, operation, postorder
from computable.ball.rules import RULES, function_named
from computable.errors import DomainError

if TYPE_CHECKING:
    from computable.real.number import Real

__all__ = ["restored", "stored"]

Line = tuple[Any, ...]


def stored(x: Real) -> tuple[Any, tuple[list[Line]]]:
    """Return what ``pickle`` needs; what an input needs is up to its oracle.

    Examples
    --------
    >>> import pickle
    >>> from computable import Real
    >>> pickle.loads(pickle.dumps(Real(2).sqrt() + 1)).digits(10)
    '2.4142135624'
    """
    index: dict[int, int] = {}
    lines: list[Line] = []
    for node in postorder(x):
        index[id(node)] = len(lines)
        if node._operation is not None:
            arguments = (a for a in (node._first, node._second) if a is not None)
            lines.append((RULES[node._operation].name, *(index[id(a)] for a in arguments)))
        elif isinstance(node._first, Rational):
            lines.append(("rational", node._first.value))
        elif isinstance(node._first, Constant):
            lines.append(("constant", node._first.name))
        else:
            lines.append(("source", node._first))
    return restored, (lines,)


def restored(lines: list[Line]) -> Real:
    """Return the number that :func:`stored` described.

    Raises
    ------
    DomainError
        If the lines describe none.
    """
    from computable.real.number import Real, leaf

    nodes: list[Real] = []
    for kind, *rest in lines:
        if kind == "rational":
            nodes.append(leaf(Rational(rest[0])))
        elif kind == "constant":
            nodes.append(leaf(Constant(rest[0])))
        elif kind == "source":
            nodes.append(leaf(rest[0]))
        else:
            nodes.append(operation(Real, function_named(kind), *(nodes[i] for i in rest)))
    if not nodes:
        raise DomainError("stored expression: it has no operations")
    return nodes[-1]
