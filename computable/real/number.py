"""``Real``: an exact real number, known to any finite precision and never entirely."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from computable.ball import (
    Node,
    Rational,
    approximate,
    midpoint,
    operation,
    rational_value,
    trimmed,
)
from computable.ball import arithmetic as op
from computable.errors import DomainError
from computable.exact import number_text
from computable.oracle import Transcript, checked_depth
from computable.real import comparison, exits, printing
from computable.real.operand import integer, is_zero, negative, nonzero, operand
from computable.real.source import Input
from computable.truth import Truth

if TYPE_CHECKING:
    from computable.real.exits import Enclosure
    from computable.real.printing import Digits

__all__ = ["Real"]

_new = object.__new__


def _operators(function: Any) -> tuple[Callable[[Real, object], Real], ...]:
    """Return a binary operator and its reflection (in one frame each: they are called often)."""

    def binary(self: Real, other: Any) -> Any:
        if other.__class__ is not Real and (other := operand(Real, other)) is NotImplemented:
            return NotImplemented
        node = _new(Real)
        node._operation = function
        node._first = self
        node._second = other
        node._bits = 0
        return node

    def reflected(self: Real, other: object) -> Any:
        left = integer(Real, other) if other.__class__ is int else operand(Real, other)
        return left if left is NotImplemented else binary(left, self)

    return binary, reflected


class Real(Node):
    """An exact real number: an expression in rationals, constants and oracles.

    Nothing is computed until a precision is asked for; then the whole expression is
    evaluated on balls, its inputs read to a common depth, that of the most sensitive one.
    Two Reals may be equal without anybody knowing, so ``x == x`` is UNKNOWN unless x is known to
    be rational, and there is no hash.

    Parameters
    ----------
    value : Real, int, Fraction, Decimal, str, float, sympy expression, mpmath number, oracle
        A string such as '0.1' or '1/3' is that rational; a float is its exact binary value;
        an oracle has ``query(n)``, a callable n -> rational is one. See
        :mod:`computable.real.entrances`.

    Examples
    --------
    >>> (Real(2).sqrt() + 1).digits(30)
    '2.414213562373095048801688724210'
    >>> Real("0.1") + Real("0.2") == Real("0.3"), Real(0.1) == Real("0.1")
    (Truth.YES, Truth.NO)
    """

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __new__(cls, value: object = 0) -> Real:
        """Return ``value`` as an exact real number, itself if it is one."""
        if value.__class__ is int:
            return integer(Real, value)
        if value.__class__ is Fraction:
            return leaf(Rational(value))
        from computable.real.entrances import as_real

        return as_real(value)

    # The exact number leaves: to any precision, or rounded correctly.

    def query(self, n: int) -> Fraction:
        """Return a rational within ``2**-n`` of the number.

        Raises
        ------
        DomainError
            If the expression leaves the domain of one of its operations.
        UndecidedError
            If the effort is spent before that is known, or before the precision is reached.
        """
        checked_depth(n)
        if self._operation is None:
            if isinstance(self._first, Rational):
                return self._first.fraction()
            if isinstance(self._first, Input):
                return self._first.read(n)
        return midpoint(trimmed(approximate(self, n), n))

    def enclosure(self, n: int) -> Enclosure:
        """Return an interval of width at most ``2**(1 - n)`` that contains the number."""
        return exits.enclosure(self, checked_depth(n))

    def digits(self, n: int, *, significant: bool = False) -> Digits:
        """Return the number rounded to ``n`` decimals (or to ``n`` significant digits)."""
        return printing.digits(self, n, significant=significant)

    @property
    def rational(self) -> Fraction | None:
        """The value, if it is known to be a rational (by field operations on rationals)."""
        return rational_value(self)

    @property
    def inputs(self) -> list[Input]:
        """The oracles that the number depends on, each with its transcript."""
        return exits.inputs(self)

    @property
    def transcript(self) -> Transcript:
        """What the inputs were asked so far, input k as entry ``('x', k)``."""
        return exits.joint_transcript(self)

    def __float__(self) -> float:
        return exits.nearest_float(self)

    def __int__(self) -> int:
        return exits.truncated(self)

    __trunc__ = __int__

    def __floor__(self) -> int:
        return exits.floor(self)

    def __ceil__(self) -> int:
        return -exits.floor(-self)

    def __repr__(self) -> str:
        return f"Real({printing.short(self)})"

    def __str__(self) -> str:
        return printing.short(self)

    def __format__(self, specification: str) -> str:
        return printing.formatted(self, specification)

    def _sympy_(self) -> None:
        from sympy import SympifyError

        raise SympifyError("an exact real is no sympy expression")  # sympy would take its float

    def _repr_latex_(self) -> str:
        return f"${printing.latex(self)}$"

    def _repr_html_(self) -> str:
        return printing.html(self)

    def __reduce__(self) -> tuple[Any, ...]:
        from computable.real.storing import stored

        return stored(self)

    def __copy__(self) -> Real:
        return self

    def __deepcopy__(self, memo: object) -> Real:
        return self

    __add__, __radd__ = _operators(op.add)
    __sub__, __rsub__ = _operators(op.subtract)
    __mul__, __rmul__ = _operators(op.multiply)
    _divided, _dividing = _operators(op.divide)

    def __truediv__(self, other: object) -> Real:
        if other.__class__ is not int or not other:
            nonzero(other)
        return self._divided(other)

    def __rtruediv__(self, other: object) -> Real:
        if self._operation is None:
            nonzero(self)
        return self._dividing(other)

    def __pow__(self, exponent: object) -> Real:
        from computable.real.elementary import power

        other = operand(Real, exponent)
        return other if other is NotImplemented else power(self, other)

    def __rpow__(self, base: object) -> Real:
        other = operand(Real, base)
        return other if other is NotImplemented else other**self

    def __neg__(self) -> Real:
        return _unary(op.negate, self)

    __pos__ = __copy__

    def __abs__(self) -> Real:
        return _unary(op.absolute, self)

    # Comparisons: YES and NO are proved, UNKNOWN after the effort's separation.

    def __lt__(self, other: object) -> Truth:
        return comparison.less(self, other)

    def __gt__(self, other: object) -> Truth:
        return comparison.greater(self, other)

    def __le__(self, other: object) -> Truth:
        return comparison.inverted(comparison.greater(self, other))

    def __ge__(self, other: object) -> Truth:
        return comparison.inverted(comparison.less(self, other))

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]
        return comparison.equal(self, other)

    def __ne__(self, other: object) -> Truth:  # type: ignore[override]
        return comparison.inverted(comparison.equal(self, other))

    def __bool__(self) -> bool:
        return bool(self != 0)

    # Elementary functions, as methods so that NumPy's ufuncs find them in arrays of objects.

    def sqrt(self) -> Real:
        """Return the square root of a number >= 0."""
        if negative(self):
            raise DomainError(f"sqrt: the argument is {number_text(self._first.value)}, need >= 0")
        return _unary(op.square_root, self)

    def root(self, k: int) -> Real:
        """Return the real k-th root, k >= 1: of any number for odd k, of one >= 0 for even k."""
        from computable.real.elementary import root

        return root(self, k)

    def exp(self) -> Real:
        """Return e**x."""
        return _unary(op.exponential, self)

    def log(self) -> Real:
        """Return the natural logarithm of a number > 0."""
        if negative(self) or is_zero(self):
            raise DomainError(f"log: the argument is {number_text(self._first.value)}, need > 0")
        return _unary(op.logarithm, self)

    def sin(self) -> Real:
        """Return the sine of an angle in radians."""
        return _unary(op.sine, self)

    def cos(self) -> Real:
        """Return the cosine of an angle in radians."""
        return _unary(op.cosine, self)

    def tan(self) -> Real:
        """Return the tangent of an angle in radians."""
        return _unary(op.tangent, self)

    def atan(self) -> Real:
        """Return the inverse tangent, in (-pi/2, pi/2)."""
        return _unary(op.arctangent, self)

    arctan = atan

    def gamma(self) -> Real:
        """Return Euler's Gamma, away from 0, -1, -2, ..."""
        return _unary(op.gamma, self)

    def zeta(self) -> Real:
        """Return Riemann's zeta at a real number other than 1."""
        return _unary(op.zeta, self)


def leaf(source: object) -> Real:
    """Return the Real that takes its balls from ``source``."""
    number: Real = operation(Real, None, source)
    return number


def _unary(function: Any, x: Real) -> Real:
    number: Real = operation(Real, function, x)
    return number
