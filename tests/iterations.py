"""Iterations at random, and their values written from the formulas, on exact reals."""

from fractions import Fraction

from hypothesis import strategies as st

from computable import Real
from computable.firenet import Block, Iteration
from computable.nullspace import Matrix
from computable.real import maximum, sqrt, total
from computable.testing import rationals


@st.composite
def iterations(draw, *, most_steps=3, most_blocks=3):
    """Iterations with tau sigma L^2 < 1, of small rational matrices, zero thresholds included."""
    m, N = draw(st.integers(1, 2)), draw(st.integers(2, 4))
    row = st.lists(rationals(size=3), min_size=N, max_size=N)
    A = Matrix(draw(st.lists(row, min_size=m, max_size=m)))
    thresholds = draw(st.lists(rationals(least=0, most=1, size=9), min_size=N, max_size=N))
    blocks = []
    for _ in range(draw(st.integers(1, most_blocks))):
        tau = Fraction(draw(st.integers(1, 32)), 16)
        part = Fraction(draw(st.integers(1, 15)), 16)
        sigma = Fraction(float(part / (tau * max(A.norm, Fraction(1, 8)) ** 2)))
        blocks.append(Block(steps=draw(st.integers(1, most_steps)), tau=tau, sigma=sigma))
    start = [Fraction(v, 4) for v in draw(st.lists(st.integers(-4, 4), min_size=N, max_size=N))]
    return Iteration(
        matrix=A,
        thresholds=thresholds,
        blocks=blocks,
        keeps_dual=draw(st.booleans()),
        start=draw(st.sampled_from([(), start])),
    )


def direct(iteration, y):
    """Return the average of each block, as the formulas say it, on exact reals."""
    A, t = iteration.matrix.rows, iteration.thresholds
    m, N = iteration.matrix.shape
    x, u, averages = [Real(v) for v in iteration.start], [Real(0)] * m, []
    for block in iteration.blocks:
        tau, sigma, X = block.tau, block.sigma, [Real(0)] * N
        if not iteration.keeps_dual:
            u = [Real(0)] * m
        for _ in range(block.steps):
            d = [x[j] - tau * total(A[i][j] * u[i] for i in range(m)) for j in range(N)]
            new = [maximum(v - tau * c, 0) - maximum(-v - tau * c, 0) for v, c in zip(d, t)]
            ahead = [2 * a - b for a, b in zip(new, x)]
            h = [
                u[i] + sigma * (total(A[i][j] * ahead[j] for j in range(N)) - y[i])
                for i in range(m)
            ]
            norm = sqrt(total(c * c for c in h))
            u, x = [c / maximum(1, norm) for c in h], new
            X = [a + b for a, b in zip(X, x)]
        x = [v / block.steps for v in X]
        averages.append(x)
    return averages
