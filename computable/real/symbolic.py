"""Sympy expressions, translated operation by operation; nothing is simplified or evaluated."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

from computable.ball import Constant, Rational
from computable.errors import DomainError
from computable.exact import as_fraction
from computable.oracle import from_function
from computable.real import elementary as f
from computable.real.entrances import from_oracle
from computable.real.number import Real, leaf

__all__ = ["from_sympy"]

_CONSTANTS: dict[str, Callable[[], Real]] = {
    "Pi": lambda: f.pi,
    "Exp1": lambda: f.e,
    "EulerGamma": lambda: f.euler_gamma,
    "Catalan": lambda: leaf(Constant("catalan")),
    "GoldenRatio": lambda: (1 + f.sqrt(5)) / 2,
}

_FUNCTIONS: dict[str, Callable[..., Real]] = {
    "exp": f.exp,
    "log": f.log,
    "sin": f.sin,
    "cos": f.cos,
    "tan": f.tan,
    "cot": lambda x: f.cos(x) / f.sin(x),
    "sec": lambda x: 1 / f.cos(x),
    "csc": lambda x: 1 / f.sin(x),
    "atan": f.atan,
    "sinh": lambda x: (f.exp(x) - f.exp(-x)) / 2,
    "cosh": lambda x: (f.exp(x) + f.exp(-x)) / 2,
    "tanh": lambda x: 1 - 2 / (f.exp(2 * x) + 1),
    "Abs": abs,
    "gamma": f.gamma,
    "zeta": f.zeta,
    "Add": lambda *terms: reduce(lambda a, b: a + b, terms),
    "Mul": lambda *factors: reduce(lambda a, b: a * b, factors),
    "Max": lambda *values: reduce(f.maximum, values),
    "Min": lambda *values: reduce(f.minimum, values),
}


def from_sympy(expression: Any) -> Real:
    """Return the real number that a sympy expression without free symbols denotes.

    Powers have sympy's meaning: a fractional power of a negative number is not real and is
    refused (``computable.real.root`` gives real odd roots).

    Raises
    ------
    DomainError
        For free symbols, for what is not real, and for functions that are not known here.

    Examples
    --------
    >>> import sympy
    >>> from_sympy(sympy.cos(sympy.pi / 5) * 4).digits(12)
    '3.236067977500'
    """
    if expression.free_symbols:
        names = ", ".join(sorted(map(str, expression.free_symbols)))
        raise DomainError(f"sympy expression: it has the free symbols {names}")
    known: dict[Any, Real] = {}
    waiting = [expression]
    while waiting:
        part = waiting[-1]
        arguments = () if type(part).__name__ == "ComplexRootOf" else part.args
        missing = [a for a in arguments if a not in known]
        if missing:
            waiting.extend(missing)
        else:
            known[part] = _translated(part, [known[a] for a in arguments])
            waiting.pop()
    return known[expression]


def _translated(part: Any, arguments: list[Real]) -> Real:
    name = type(part).__name__
    if part.is_Rational or part.is_Float:
        return leaf(Rational(as_fraction(part)))
    if name in _CONSTANTS:
        return _CONSTANTS[name]()
    if name in ("Pow", "exp") and len(part.args) == 2:
        return _power(arguments[0], arguments[1])
    if name == "ComplexRootOf":
        return _algebraic(part)
    function = _FUNCTIONS.get(name) if str(type(part).__module__).startswith("sympy.") else None
    if function is None or not arguments or len(arguments) != len(part.args):
        raise DomainError(f"sympy expression: {str(part)[:60]} ({name}) is not known here as real")
    try:
        return function(*arguments)
    except TypeError:
        raise DomainError(f"sympy expression: {str(part)[:60]} has too many arguments") from None


def _power(base: Real, exponent: Real) -> Real:
    value = exponent.rational
    if value is not None and value.denominator % 2 and value.denominator > 1:
        # the principal branch, real only for base >= 0, as the even root enforces
        return f.power(f.root(base, 2 * value.denominator), 2 * value.numerator)
    return f.power(base, exponent)


def _algebraic(root: Any) -> Real:
    if not root.is_real:
        raise DomainError(f"sympy expression: {str(root)[:60]} is not real")

    from sympy import Rational as SympyRational

    def within(n: int) -> Fraction:
        return as_fraction(root.eval_rational(SympyRational(1, 1 << n)))

    return from_oracle(from_function(within))
