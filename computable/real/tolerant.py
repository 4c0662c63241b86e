"""The computable relatives of sign, equality, integer part and argmax.

Each always answers, and is right up to a tolerance; between two answers that are both nearly
right, the choice depends on how the inputs are given (it must: a function would be
continuous, hence constant).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from computable.errors import DomainError
from computable.exact import as_fraction, ceil_log2, number_text
from computable.real.number import Real
from computable.real.operand import exactly

__all__ = ["approx_argmax", "approx_equal", "approx_less", "approx_sign", "integer_near"]


def approx_less(x: object, y: object, eps: object) -> bool:
    """Compare up to a tolerance.

    Parameters
    ----------
    x, y : Real or what a Real is made of
    eps : rational
        Positive.

    Returns
    -------
    bool
        True proves ``x < y + eps``, False proves ``x > y - eps``.

    Examples
    --------
    >>> root = Real(2).sqrt()
    >>> approx_less(root, "1.4", "0.01"), approx_less(root, "1.5", "0.01")
    (False, True)
    """
    return _difference(y, x, eps) > 0


def approx_equal(x: object, y: object, eps: object) -> bool:
    """Tell that two numbers are close, or that they differ.

    Returns
    -------
    bool
        True proves ``|x - y| < eps``, False proves ``x != y``.

    Examples
    --------
    >>> approx_equal(Real(2).sqrt() ** 2, 2, "2^-100"), approx_equal(1, 2, "1/2")
    (True, False)
    """
    return abs(_difference(x, y, eps)) < _tolerance(eps) / 2


def approx_sign(x: object, eps: object) -> int:
    """Return the sign of a number, or 0 if it is small.

    Returns
    -------
    int
        1 proves ``x > 0``, -1 proves ``x < 0``, 0 proves ``|x| < eps``.

    Examples
    --------
    >>> approx_sign(Real(2).sqrt() - 1, "0.01"), approx_sign(Real(2).sqrt() ** 2 - 2, "0.01")
    (1, 0)
    """
    value = _difference(x, 0, eps)
    return 0 if abs(value) < _tolerance(eps) / 2 else 1 if value > 0 else -1


def integer_near(x: object) -> int:
    """Return an integer k with ``|x - k| < 1``: the integer part or the next one.

    Examples
    --------
    >>> integer_near("2.9"), integer_near(Real(2).sqrt() ** 2)
    (3, 2)
    """
    return round(exactly(Real, x).query(2))


def approx_argmax(numbers: Sequence[object], eps: object) -> int:
    """Return an index j with ``numbers[j] > max(numbers) - eps``.

    Raises
    ------
    DomainError
        If there are no numbers.

    Examples
    --------
    >>> approx_argmax([1, Real(2).sqrt(), "1.4"], "0.001")
    1
    """
    depth = _depth(eps)
    values = [exactly(Real, x).query(depth) for x in numbers]
    if not values:
        raise DomainError("numbers: got none, need at least one")
    return values.index(max(values))


def _difference(x: object, y: object, eps: object) -> Fraction:
    """Return x - y with an error of at most eps / 4."""
    return (exactly(Real, x) - exactly(Real, y)).query(_depth(eps))


def _depth(eps: object) -> int:
    return max(0, 2 - ceil_log2(_tolerance(eps) / 2) + 1)


def _tolerance(eps: object) -> Fraction:
    tolerance = as_fraction(eps, name="eps")
    if tolerance <= 0:
        raise DomainError(f"eps: got {number_text(tolerance)}, need > 0")
    return tolerance
