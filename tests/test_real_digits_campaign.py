"""200 000 random expressions, digit by digit, against mpmath at much higher precision."""

from collections import Counter
from fractions import Fraction

import pytest
from random_expressions import Expression, distance_to_tie, random_expression, rounded

from computable.errors import ComputableError, DomainError
from computable.real import Real
from computable.truth import Truth

BATCHES, BATCH = 200, 1000
PLACES = (0, 1, 3, 10, 25)
NEAR = Fraction(1, 10**10)
"""Of one unit in the last place: mpmath is trusted to that, and cannot tell a tie within it."""


def trusted_value(expression: Expression, places: int) -> tuple[Fraction | None, bool, bool]:
    """Return mpmath's value, two precisions agreeing to ``NEAR`` units, or why there is none.

    The precision is raised until they agree, or both find an argument outside its domain or
    at its edge. Rounding errors at the two precisions are unrelated.
    """
    tolerance = NEAR / 100 / 10**places
    for bits in (320, 1280, 5120):
        low, high = expression.by_mpmath(bits), expression.by_mpmath(2 * bits)
        if low.value is None or high.value is None:
            if low.outside and high.outside:
                return None, True, high.edge
            continue
        a, b = (Fraction(*map(int, _ratio(v.value))) for v in (low, high))
        if abs(a - b) <= tolerance:
            return b, False, high.edge
    return None, False, True


def _ratio(value):
    sign, mantissa, exponent, _ = value._mpf_
    number = Fraction(2) ** exponent * (-mantissa if sign else mantissa)
    return number.numerator, number.denominator


def judged(expression: Expression, places: int) -> str:
    """Compare one expression, and say what kind of case it was."""
    value, outside, edge = trusted_value(expression, places)
    try:
        digits = expression.real().digits(places)
    except ComputableError as error:
        assert outside or edge, f"mpmath finds {value}, but {error!r}"
        assert edge or isinstance(error, DomainError), f"outside a domain, but {error!r}"
        return "outside" if outside else "edge"
    assert value is not None, f"outside: {outside}, edge: {edge}, but {digits!r}"
    if distance_to_tie(value, places) > NEAR:
        assert str(digits) == rounded(value, places) and digits.tie is Truth.NO
        return "right"
    error = abs(Fraction(digits) - value) * 10**places
    if digits.tie is Truth.NO:
        assert error <= Fraction(1, 2) + NEAR
        return "nearly a tie"
    assert error <= NEAR and digits.endswith("5")
    return "tie"


def judged_float(expression: Expression) -> None:
    """Compare the nearest float, if all numbers that mpmath cannot tell apart have the same."""
    value, _, _ = trusted_value(expression, max(PLACES))
    error = NEAR / 10 ** max(PLACES)
    if value is not None and float(value - error) == float(value + error):
        x: Real = expression.real()
        assert float(x) == float(value)


@pytest.mark.campaign
@pytest.mark.parametrize("batch", range(BATCHES))
def test_digits_of_random_expressions_are_those_of_mpmath(batch):
    cases: Counter[str] = Counter()
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        expression = random_expression(seed, size=14)
        try:
            case = judged(expression, PLACES[seed % len(PLACES)])
            cases[case] += 1
            if seed % 10 == 0 and case == "right":
                judged_float(expression)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {expression}: {error}") from error
    # every other case was proved above to be a tie, or to meet the edge of a domain
    assert cases.total() == BATCH
    assert cases["right"] >= 0.85 * BATCH, cases
