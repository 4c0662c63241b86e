"""What an adversary once broke: poisoned streams, threads, poles at large numbers, odd answers."""

import threading
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy
from random_expressions import within

from computable import BasisPursuit, DomainError, Real, Truth, UndecidedError, defeat, iterate
from computable.oracle import from_rational
from computable.real import (
    approx_less,
    exp,
    from_digits,
    from_oracle,
    gamma,
    limit,
    pi,
    root,
    sin,
    sqrt,
    total,
    zero_between,
    zeta,
)
from computable.real.linear import matrix, problem_data, solve
from proofs.adversary import Defeated

ZERO = sqrt(2) ** 2 - 2


def third():
    return from_oracle(from_rational("1/3"))


@pytest.mark.parametrize(
    "written",
    [
        sympy.parse_expr("(-8)**(1/3)", evaluate=False),
        sympy.Pow(-8, sympy.Pow(3, -1, evaluate=False), evaluate=False),
        sympy.sqrt(2) + sympy.Function("gamma")(3),
        sympy.Function("gamma")(2),
    ],
)
def test_sympy_keeps_its_meaning(written):
    with pytest.raises(DomainError):
        Real(written).digits(3)


def test_a_stream_that_has_failed_has_failed_for_ever():
    def torn():
        yield 1
        raise OSError("the disk is gone")

    for digits in (iter([3, 3, 12] + [3] * 99), iter([1, float("nan")] + [2] * 99), iter([1, 2])):
        stream = from_digits(digits)
        for _ in range(2):
            with pytest.raises(DomainError, match="digit"):
                stream.digits(5)
    stream = from_digits(torn())
    with pytest.raises(OSError, match="disk"):
        stream.digits(5)
    with pytest.raises(DomainError, match="disk"):
        stream.digits(5)


def test_threads_share_inputs():
    period = [1, 4, 2, 8, 5, 7]
    stream = from_digits(period[k % 6] for k in range(10**6))
    bracket = zero_between(lambda x: sin(30 * x), "1/20", "3/20")
    wrong = []

    def ask(n):
        for k in range(20, 200, 7):
            if abs(stream.query(k + n) - Fraction(1, 7)) > Fraction(1, 2 ** (k + n)):
                wrong.append(("stream", k + n))
            place = bracket.query(k)
            distance = abs(place - (pi / 30).query(300))
            if distance > Fraction(2, 2**k):
                wrong.append(("zero", k))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_gamma_and_zeta_far_away():
    with within(10):
        for exponent in (33, 40, 2**33, 2**62):
            with pytest.raises((DomainError, UndecidedError)):
                gamma(-(Real(2) ** exponent)).digits(5)
        with pytest.raises(UndecidedError):
            zeta(-(Real(2) ** 2**33)).digits(5)
        assert zeta(-10002).digits(5) == "0.00000"
        assert gamma(10**10).digits(5, significant=True) == "2.3258e+95657055176"
    for function, reference, x in (
        (gamma, mpmath.gamma, "20000.5"),
        (gamma, mpmath.gamma, "-20000.5"),
        (gamma, mpmath.gamma, "9999.25"),
        (zeta, mpmath.zeta, "-10000.5"),
        (zeta, mpmath.zeta, "-9999.5"),
    ):
        with mpmath.workdps(40):
            expected = mpmath.nstr(reference(mpmath.mpf(x)), 12, strip_zeros=False)
        assert function(Real(x)).digits(12, significant=True) == expected


def test_an_undecidable_divisor_stops_at_the_separation():
    oracle = from_oracle(from_rational("0"))
    with pytest.raises(UndecidedError, match="separation"):
        (1 / oracle).digits(3)
    assert oracle.transcript.depth < 3 * 4096
    with within(5), pytest.raises(UndecidedError, match="separation"):
        (1 / (gamma(sqrt(2)) - gamma(sqrt(2)))).digits(3)


def test_large_exponents_and_values():
    assert (Real("1.0000000000000001") ** -(2**60 + 1)).digits(3) == "0.000"
    assert (sqrt(2) ** -(2**40 + 1)) < 1
    assert Real(3) ** (2**70) > 0 and -(sqrt(2) ** (2**70)) < 0
    assert iterate(lambda t: t ** (2**70 + 1), "1/2", 3).digits(5) == "0.00000"
    assert exp(-(Real(10) ** 13)).digits(5, significant=True) == "3.0320e-4342944819033"
    with within(5):
        assert (ZERO ** (10**100000)).digits(5) == "0.00000"
    assert str(float(Real("-1e-400"))) == "0.0"


def test_cancellation_of_large_numbers():
    large = exp(Real(10) ** 9)
    assert large * (1 + Real(2) ** -100) > large
    shifted = large * (1 + Real(2) ** -100) - large
    assert shifted.digits(5, significant=True) == "6.3132e+434294451"
    with within(30):
        assert (large < exp(Real(10) ** 9)) is Truth.UNKNOWN
        with pytest.raises(UndecidedError):
            (large - large).digits(5, significant=True)


def test_obstacles_inside_a_linear_system_are_found_where_they_are():
    inside = solve([[1 + sqrt(-ZERO * ZERO + ZERO**2 + abs(ZERO)), 0], [0, 1]], [1, 2])[0]
    with pytest.raises(UndecidedError, match="sqrt"):
        (inside + 1).digits(10)
    mended = solve([[1 + sqrt(abs(ZERO) * abs(ZERO)), 0], [0, 1]], [1, 2])[0]
    assert (mended + 1).digits(10) == "2." + "0" * 10


@pytest.mark.parametrize("step", [sqrt, lambda t: root(t, 3), lambda t: sqrt(abs(t))])
def test_infinite_derivatives_at_the_start(step):
    assert iterate(step, 0, 1).digits(3) == "0.000"


@pytest.mark.parametrize("step, read", [(lambda x: x + sin(exp(exp(Real(10)))), 30)])
def test_a_sine_of_a_large_number_makes_no_input_read(step, read):
    x = third()
    step(x).digits(5)
    assert x.transcript.depth <= read


def test_data_do_not_change_afterwards():
    A = matrix([[1, 2]])
    data = problem_data(A, [1], BasisPursuit())
    A[0, 0] = Real(7)
    assert data.A.query(0, 0, 5) == 1


def test_answers_of_any_kind_are_defeated():
    outcomes = [
        defeat(lambda x, y: np.isclose(float(x.query(50)), float(y.query(50))), "equality"),
        defeat(lambda x: np.sign(float(x)), "sign"),
        defeat(lambda x: Fraction(1), "integer part"),
        defeat(lambda x: 10**5000, "integer part"),
        defeat(lambda x, y: Truth.NO, "equality"),
    ]
    assert all(isinstance(outcome, Defeated) and repr(outcome) for outcome in outcomes)


@pytest.mark.parametrize(
    "call",
    [
        lambda: sqrt(0.5),
        lambda: exp(np.float64(0.5)),
        lambda: root(0.5, 3),
        lambda: limit(lambda k: 0.5).query(3),
        lambda: iterate(lambda x: x / 2, 0.5, 3),
        lambda: iterate(lambda x: 0.5, 1, 3),
        lambda: total([1, 0.5]),
        lambda: approx_less(0.5, 1, 1),
    ],
)
def test_floats_enter_by_name_only(call):
    with pytest.raises(DomainError, match="float"):
        call()
    assert Real(0.5).rational == Fraction(1, 2)


def test_long_loops_agree_with_iterations():
    x = sqrt(2) / 2
    for _ in range(7000):  # at first precisions the errors explode, not the numbers
        x = Real("3.75") * x * (1 - x)
    step = lambda x: Real("3.75") * x * (1 - x)  # noqa: E731
    assert x.digits(20) == iterate(step, sqrt(2) / 2, 7000).digits(20)


def test_repeated_squaring_stops():
    x = sqrt(2)
    for _ in range(50_000):
        x = x * x
    with within(20):
        assert (x > 0) is Truth.UNKNOWN
        with pytest.raises(UndecidedError):
            x.digits(5)
