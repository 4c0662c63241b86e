"""Numbers a + b sqrt(d) form an ordered field, and their floats are right."""

import math
import pickle
from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from computable.errors import DomainError
from computable.exact.quadratic import Quadratic
from computable.testing import rationals

RADICANDS = [Fraction(2), Fraction(5), Fraction(1, 3), Fraction(10**12 + 1), Fraction(9, 4)]
parts = rationals(size=50) | st.integers(-3, 3).map(Fraction)
numbers = st.builds(Quadratic, parts, parts, st.sampled_from(RADICANDS))


@st.composite
def of_one_field(draw, count):
    d = draw(st.sampled_from(RADICANDS))
    return [Quadratic(draw(parts), draw(parts), d) for _ in range(count)]


def real(x):
    """Return x to 200 digits, by other means than the class itself."""
    a, b, d = (mpmath.mpf(q.numerator) / q.denominator for q in (x.a, x.b, x.d))
    return a + b * mpmath.sqrt(d)


@given(of_one_field(3))
def test_the_axioms_of_a_field(xyz):
    x, y, z = xyz
    assert (x + y) + z == x + (y + z) and (x * y) * z == x * (y * z)
    assert x + y == y + x and x * y == y * x and x * (y + z) == x * y + x * z
    assert x + 0 == x == x * 1 == +x and not x - x and x - y == -(y - x)
    if x:
        assert x * (1 / x) == 1 and y / x * x == y and x**-2 * x**3 == x
    else:
        with pytest.raises(ZeroDivisionError):
            y / x


@given(of_one_field(2), parts)
def test_rationals_are_embedded(xy, q):
    x, y = xy
    for left, right in ((x, q), (q, x)):
        for f in (lambda u, v: u + v, lambda u, v: u - v, lambda u, v: u * v):
            lifted = [v if isinstance(v, Quadratic) else Quadratic(v, 0, 7) for v in (left, right)]
            assert f(left, right) == f(*lifted)
    assert Quadratic(q, 0, 2) == q == Quadratic(q, 5, 0)
    assert hash(Quadratic(q, 0, 2)) == hash(q)
    assert Quadratic(q, 2, Fraction(9, 4)) == q + 3 and Quadratic(1, 0, 2) == 1
    assert (x * y).is_rational == (x * y == (x * y).a)


@given(of_one_field(2), parts)
def test_comparisons_agree_with_two_hundred_digits(xy, q):
    """If u != v, the product of ``u - v`` and its conjugate is a fraction of short integers:

    its denominator is below 1e20 and the conjugate below 1e10, so ``|u - v| > 1e-100``.
    """
    x, y = xy
    with mpmath.workdps(200):
        for u, v in ((x, y), (x, q), (q, y)):
            left, right = (real(Quadratic(0, 0, 0) + w) for w in (u, v))
            same = abs(left - right) < mpmath.mpf(10) ** -100
            assert (u == v) == same and (u != v) != same
            assert (u < v) == (not same and left < right) == (v > u)
            assert (u <= v) == (same or left < right) == (v >= u)
        assert abs(real(abs(x)) - abs(real(x))) < mpmath.mpf(10) ** -190
        assert bool(x) == (x != 0) == (x.sign() != 0)


@given(numbers, numbers)
def test_equality_is_of_values_and_hashes_agree(x, y):
    with mpmath.workdps(200):
        assert (x == y) == (abs(real(x) - real(y)) < mpmath.mpf(10) ** -60)
    conjugate = Quadratic(x.a, -x.b, x.d)
    assert (conjugate == x) == x.is_rational
    longer = Quadratic(x.a, x.b / 3, x.d * 9)
    assert longer == x and hash(longer) == hash(x)
    assert pickle.loads(pickle.dumps(x)) == x and len({x, longer}) == 1


@given(numbers, st.integers(-2, 300))
def test_near_is_near(x, bits):
    with mpmath.workdps(200):
        value = x.near(bits)
        gap = abs(mpmath.mpf(value.numerator) / value.denominator - real(x))
        assert gap <= mpmath.mpf(2) ** -bits + mpmath.mpf(10) ** -180


@given(numbers)
def test_floats_are_right_even_if_almost_everything_cancels(x):
    """The documented relative error is 2^-52; mpmath's, to 200 digits, does not count."""
    assume(x)
    tiny = (Quadratic(1, -1, 2) ** 40) * (x if x.d in (0, 2) else Fraction(1))
    for number in (x, tiny):
        with mpmath.workdps(200):
            assert abs(mpmath.mpf(float(number)) / real(number) - 1) < mpmath.mpf(2) ** -52
    assert float(Quadratic(0, 0, 2)) == 0 and float(Quadratic("1/3", 0, 2)) == 1 / 3


def test_two_square_roots_do_not_mix():
    x, y = Quadratic(0, 1, 2), Quadratic(0, 1, 3)
    for operation in (lambda: x + y, lambda: x * y, lambda: x / y, lambda: x < y):
        with pytest.raises(DomainError, match="2 and 3"):
            operation()
    assert x != y and Quadratic(0, 1, 2) == Quadratic(0, Fraction(1, 2), 8)
    assert x + Quadratic(1, 0, 3) == Quadratic(1, 1, 2)


@pytest.mark.parametrize("other", [0.5, "1", None, 1j])
def test_other_kinds_of_numbers_are_refused(other):
    x = Quadratic(0, 1, 2)
    for operation in (lambda: x + other, lambda: other * x, lambda: x < other, lambda: x / other):
        with pytest.raises(TypeError):
            operation()
    assert x != other
    with pytest.raises(TypeError):
        x**0.5


def test_bad_parts_are_refused_and_numbers_do_not_change():
    with pytest.raises(DomainError, match="d: got -2, need a rational >= 0"):
        Quadratic(0, 1, -2)
    with pytest.raises(DomainError, match="b: got the float"):
        Quadratic(0, 0.5, 2)
    with pytest.raises(AttributeError):
        Quadratic(0, 1, 2).a = Fraction(1)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Quadratic(Fraction(1, 2), 3, 2), "1/2 + 3*sqrt(2)"),
        (Quadratic(Fraction(3, 2), Fraction(-1, 2), 5), "(3 - sqrt(5))/2"),
        (Quadratic(0, -1, Fraction(5, 4)), "-sqrt(5/4)"),
        (Quadratic(0, Fraction(2, 3), 7), "2/3*sqrt(7)"),
        (Quadratic(Fraction(7, 2), 1, 4), "11/2"),
        (Quadratic(10**30, -1, 10**60 + 1), "~ -5.0e-31"),
        (Quadratic(3**5000, 1, 2), "~ 4.039e+2385"),
    ],
)
def test_numbers_are_readable(number, text):
    assert str(number) == repr(number) == text


@given(of_one_field(4))
def test_sorting_is_exact(numbers):
    with mpmath.workdps(200):
        ordered = [real(x) for x in sorted(numbers)]
        assert all(u <= v + mpmath.mpf(10) ** -100 for u, v in pairwise(ordered))
    assert math.isclose(float(max(numbers)), max(map(float, numbers)), rel_tol=2**-50)
