"""Steps of primal-dual for square-root LASSO, unrolled as a network of the class N.

``min_x lam ||x||_1 + ||A x - y||`` by ``x+ = soft(x - tau A'u, tau lam)``,
``u+ = P(u + sigma (A (2 x+ - x) - y))`` with P the projection to the unit ball. Three layers a
step, with the running sum X of the iterates (PAPERS: FIRENET, unrolling):

1. ``(x - tau A'u, X, u - sigma A x - sigma y)``, soft threshold at the first N units;
2. ``(x+, X + x+, v, v)`` with ``v = u - sigma A x - sigma y + 2 sigma A x+``, squares at the copy;
3. ``(sum of squares, v, x+, X)``, gate ``min(1, x_0^(-1/2))`` on v.
"""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import DomainError, Real
from computable.network import (
    AffineMap,
    Gate,
    Network,
    Pointwise,
    ReciprocalRoot,
    SoftThreshold,
    Square,
    from_json,
    operator_norm,
    to_json,
)
from computable.real import maximum, sqrt, total
from computable.testing import rationals

ONE, ZERO = Fraction(1), Fraction(0)


def blocks(*rows):
    """Return a dense matrix from blocks, each a matrix."""
    return [[v for part in parts for v in part] for row in rows for parts in zip(*row)]


def scaled(matrix, c):
    return [[c * v for v in row] for row in matrix]


def identity(n, c=ONE):
    return [[c if i == j else ZERO for j in range(n)] for i in range(n)]


def zeros(m, n):
    return [[ZERO] * n for _ in range(m)]


def unrolled(A, *, lam, tau, sigma, steps):
    m, N = len(A), len(A[0])
    At = [list(column) for column in zip(*A)]
    skip = blocks([zeros(2 * N, m)], [identity(m, -sigma)])
    # the state after layer 3 is (0, u, x, X); at the beginning all of it is zero
    start = AffineMap.from_dense(zeros(2 * N + m, m), skip=skip)
    step = AffineMap.from_dense(
        blocks(
            [zeros(N, 1), scaled(At, -tau), identity(N), zeros(N, N)],
            [zeros(N, 1 + m + N), identity(N)],
            [zeros(m, 1), identity(m), scaled(A, -sigma), zeros(m, N)],
        ),
        skip=skip,
    )
    primal = blocks(
        [identity(N), zeros(N, N + m)],
        [identity(N), identity(N), zeros(N, m)],
        *[[scaled(A, 2 * sigma), zeros(m, N), identity(m)]] * 2,
    )
    dual = blocks(
        [zeros(1, 2 * N + m), [[ONE] * m]],
        [zeros(m, 2 * N), identity(m), zeros(m, m)],
        [identity(2 * N), zeros(2 * N, 2 * m)],
    )
    primal, dual = AffineMap.from_dense(primal), AffineMap.from_dense(dual)
    average = AffineMap.from_dense(blocks([zeros(N, 1 + m + N), identity(N, Fraction(1, steps))]))
    three = (
        Pointwise(SoftThreshold(tau * lam), range(N)),
        Pointwise(Square(), range(2 * N + m, 2 * N + 2 * m)),
        Gate(ReciprocalRoot(), 0, range(1, 1 + m)),
    )
    maps = (start, primal, dual, *(step, primal, dual) * (steps - 1), average)
    return Network(maps=maps, activations=three * steps)


def direct(A, y, *, lam, tau, sigma, steps):
    """Return the average iterate, as the formulas say it."""
    m, N = len(A), len(A[0])
    x, u, X = [Real(0)] * N, [Real(0)] * m, [Real(0)] * N
    for _ in range(steps):
        moved = [x[j] - tau * total(A[i][j] * u[i] for i in range(m)) for j in range(N)]
        new = [maximum(v - tau * lam, 0) - maximum(-v - tau * lam, 0) for v in moved]
        ahead = [2 * a - b for a, b in zip(new, x)]
        v = [u[i] + sigma * (total(A[i][j] * ahead[j] for j in range(N)) - y[i]) for i in range(m)]
        norm = sqrt(total(c * c for c in v))
        u, x = [c / maximum(1, norm) for c in v], new
        X = [a + b for a, b in zip(X, x)]
    return [v / steps for v in X]


@st.composite
def instances(draw):
    m, N = draw(st.integers(1, 2)), draw(st.integers(2, 4))
    row = st.lists(rationals(size=3), min_size=N, max_size=N)
    A = draw(st.lists(row, min_size=m, max_size=m))
    norm = operator_norm(AffineMap.from_dense(A).weights) or ONE
    tau = draw(rationals(least=Fraction(1, 9), most=2, size=9))
    return A, {
        "lam": draw(rationals(least=Fraction(1, 50), most=1, size=50)),
        "tau": tau,
        "sigma": 1 / (tau * norm**2),
        "steps": draw(st.integers(1, 4)),
    }


@given(instances(), st.data())
@settings(deadline=None, max_examples=40)
def test_the_network_computes_the_iteration(instance, data):
    A, parameters = instance
    m, N = len(A), len(A[0])
    norm = operator_norm(AffineMap.from_dense(A).weights)
    assert parameters["tau"] * parameters["sigma"] * norm**2 <= 1
    network = unrolled(A, **parameters)
    y = data.draw(st.lists(rationals(size=5), min_size=m, max_size=m))
    assert network.depth == 3 * parameters["steps"] + 1 and network.lipschitz is None
    three = (2 * N + m, 2 * (N + m), 2 * N + m + 1)
    assert network.widths == (m, *three * parameters["steps"], N)
    expected = direct(A, [Real(v) for v in y], **parameters)
    for value, truth in zip(network.on_reals(y), expected, strict=True):
        assert 0 in (value - truth).enclosure(120)
        for interval in (value.enclosure(120), truth.enclosure(120)):
            assert interval.width <= Fraction(2, 2**120)


def test_digit_by_digit_at_an_irrational_measurement():
    A = [[ONE, Fraction(1, 2), ZERO], [ZERO, Fraction(1, 3), ONE]]
    parameters = {"lam": Fraction(1, 10), "tau": ONE, "sigma": Fraction(1, 2), "steps": 25}
    network = from_json(to_json(unrolled(A, **parameters)))
    y = [sqrt(2), sqrt(3) / 2]
    for value, truth in zip(network.on_reals(y), direct(A, y, **parameters), strict=True):
        assert value.digits(60) == truth.digits(60)
    with pytest.raises(DomainError, match="layer 3, unit 0: reciprocal-root is irrational"):
        network([3, 1])
