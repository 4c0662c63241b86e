"""The other side of an operator: what joins an exact expression, and what must not."""

from __future__ import annotations

import math
from numbers import Rational as RationalNumber
from typing import TYPE_CHECKING, Any

from computable.ball import Node, Rational, operation
from computable.errors import DomainError

if TYPE_CHECKING:
    from computable.real.number import Real

__all__ = ["exactly", "integer", "is_zero", "negative", "nonzero", "operand"]


def operand(kind: type[Real], value: object) -> Any:
    """Return the other side of an operator as a Real; ``NotImplemented`` if it is no number.

    Raises
    ------
    DomainError
        For floats and truth values, which must not enter an exact expression silently.
    """
    if value.__class__ is int:
        return integer(kind, value)
    if isinstance(value, kind):
        return value
    if isinstance(value, bool | float | complex) or hasattr(value, "__array__"):
        return _refused(kind, value)
    if isinstance(value, RationalNumber) or _is_symbolic(value):
        return kind(value)
    return NotImplemented


def exactly(kind: type[Real], value: object) -> Real:
    """Return an argument of a function as a Real.

    Raises
    ------
    DomainError
        For floats, as in :func:`operand`, and for what is no number.
    """
    number = operand(kind, value)
    return kind(value) if number is NotImplemented else number


def negative(x: Node) -> bool:
    """Tell whether x is a rational leaf below zero."""
    return x._operation is None and isinstance(x._first, Rational) and x._first.value < 0


def is_zero(x: Node) -> bool:
    """Tell whether x is the rational leaf zero."""
    return x._operation is None and isinstance(x._first, Rational) and not x._first.value


def nonzero(x: object) -> None:
    """Refuse the rational leaf zero as a divisor."""
    if is_zero(x) if isinstance(x, Node) else x.__class__ is int and not x:
        raise DomainError("division: the divisor is zero")


_SMALL: dict[int, Real] = {}


def integer(kind: type[Real], value: int) -> Real:
    """Return an integer, small ones always as the same leaf."""
    if not -1024 <= value <= 1024:
        return operation(kind, None, Rational(value))  # type: ignore[no-any-return]
    known = _SMALL.get(value)
    if known is None:
        known = _SMALL[value] = operation(kind, None, Rational(value))
    return known


def _refused(kind: type[Real], value: object) -> Any:
    if isinstance(value, float) and math.isfinite(value):
        raise DomainError(
            f"operand: got the float {value!r}; write Real({value!r}) for its exact binary "
            f"value, or Real('{value!r}') for the decimal (a quotient of ints is a float, too: "
            "use Fraction)"
        )
    if hasattr(value, "__array__") and getattr(value, "shape", ()) != ():
        return NotImplemented
    item = getattr(value, "item", None)
    if item is not None and not isinstance(item(), bool | float | complex):
        return operand(kind, item())
    raise DomainError(f"operand: got {value!r}, need an exact real number")


def _is_symbolic(value: object) -> bool:
    return type(value).__module__.partition(".")[0] in ("sympy", "mpmath", "flint", "gmpy2")
