"""Exact reals: what is beyond the budget stops, what is long or deep or shared is computed."""

from fractions import Fraction

import pytest
from random_expressions import within

from computable.ball import Effort, current_effort, using_effort
from computable.errors import DomainError, UndecidedError
from computable.real import Real, e, exp, pi, root, sin, sqrt

ZERO = sqrt(2) ** 2 - 2  # zero, but nobody knows


BEYOND = {
    "a billion digits": lambda: pi.digits(10**9),
    "10^5000 digits": lambda: pi.digits(10**5000),
    "depth 10^5000": lambda: pi.query(10**5000),
    "exp(exp(exp(10)))": lambda: exp(exp(exp(Real(10)))).digits(5),
    "2^(10^12)": lambda: (Real(2) ** (10**12)).digits(5),
    "2^(10^30)": lambda: (Real(2) ** (10**30)).digits(5),
    "pi^(2^300)": lambda: repeated(lambda x: x * x, pi, 300).digits(5),
    "sin of 2^(2^60)": lambda: sin(repeated(lambda x: x * x, pi, 60)).digits(5),
    "root of zero": lambda: root(ZERO, 10**6 + 1).digits(10),
    "float(10^400)": lambda: float(Real(10) ** 400),
}


def repeated(step, x, times):
    for _ in range(times):
        x = step(x)
    return x


@pytest.mark.parametrize("case", BEYOND)
def test_requests_beyond_the_budget_stop_quickly(case):
    with within(5), pytest.raises((UndecidedError, OverflowError)):
        BEYOND[case]()


@pytest.mark.parametrize(
    "x",
    [
        lambda: sin(Real(10) ** 300000 * pi),
        lambda: root(ZERO, 10**4 + 1),
        lambda: repeated(lambda t: sqrt(abs(t)), ZERO, 16),
        lambda: repeated(lambda t: sqrt(t * t), ZERO, 3000),
    ],
)
def test_slowly_converging_expressions_take_few_rounds(x):
    with within(5):
        assert abs(x().query(10)) <= Fraction(1, 2**10)


def test_the_effort_is_what_the_block_says():
    before = current_effort()
    with using_effort(bits=200):
        assert current_effort() == Effort(bits=200)
        with pytest.raises(UndecidedError, match="200"):
            pi.digits(100)
    assert current_effort() is before
    assert len(pi.digits(100)) == 102
    with pytest.raises(DomainError):
        Effort(bits=True)


def test_deep_chains_do_not_recurse():
    with within(20):
        x = repeated(lambda t: (t + 1) * Fraction(1, 2), Real(3), 10**5)
        assert 1 in x.enclosure(10)
        assert repeated(lambda t: -t, pi, 2 * 10**5).digits(5) == "3.14159"
        assert isinstance(repeated(sin, pi / 3, 2 * 10**4), Real)


def test_shared_parts_are_computed_once():
    """There are 2^60 paths; (1 + 2^-60)^(2^60) is between 2 and e."""
    with within(2):
        x = repeated(lambda t: t * t, 1 + Real(2) ** -60, 60)
        assert (
            x > 2 and x < e and repeated(lambda t: t + t, pi / 2**60, 60).digits(8) == pi.digits(8)
        )
        assert len(x.inputs) == 0 and x.rational is None
