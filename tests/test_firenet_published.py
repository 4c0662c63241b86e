"""Agreement with the published iteration, on its own parameters, and where these break the theorem.

The reference is tests/published_firenet.py, in float64 as it is published, and in mpmath.
"""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from published_firenet import published

from computable import DomainError
from computable.firenet import published_iteration
from computable.firenet.evaluation.componentwise import componentwise_balls
from computable.firenet.evaluation.float_ball import float_norm_balls
from computable.nullspace import Matrix, hadamard_sample


def inexact_input_example(K):
    """Return A (21 x 22) and y of the published table: two columns tie, then a DCT of all rows."""
    delta = 1 / 6
    a = math.sqrt(2) * (1 - delta) * 10**K / 3 / (1 - delta)
    A = np.zeros((21, 22))
    A[0, :2] = a
    A[1:, 2:] = math.hypot(a, a) * np.eye(20)
    k = np.arange(21)
    Q = np.sqrt(2 / 21) * np.cos(np.pi * (2 * k[None, :] + 1) * k[:, None] / 42)
    Q[0] /= math.sqrt(2)
    return Q @ A, Q[:, 0]


def both(A, y, *, lam, tau, sigma, L, delta, p, n, w=None, evaluate=componentwise_balls):
    """Return the published blocks in float64, and those of the iteration here, with radii."""
    weights = [1] * A.shape[1] if w is None else w
    expected = published(
        A.tolist(), y.tolist(), lam=lam, w=[float(v) for v in weights], tau=tau, sigma=sigma, L=L,
        delta=delta, p=p, n=n, root=math.sqrt, e=math.e,
    )  # fmt: skip
    iteration = published_iteration(
        Matrix(A), y, lam=Fraction(lam), tau=tau, sigma=sigma, norm=L, delta=delta, steps=p,
        restarts=n, weights=weights,
    )  # fmt: skip
    return iteration, expected, list(evaluate(iteration, y))


def largest_distance(expected, balls):
    return max(
        math.dist(values, [float(v) for v in ball.centre]) + float(ball.radius)
        for values, ball in zip(expected, balls, strict=True)
    )


@pytest.mark.parametrize("K", [1, 3, 6])
def test_the_inexact_input_example_with_steps_that_fit(K):
    """tau = sigma = 1 / ||A||: 30 restarts of 50 steps; half the separation is left as error."""
    A, y = inexact_input_example(K)
    L = float(np.linalg.norm(A, 2)) * (1 + 1e-9)
    iteration, expected, balls = both(
        A, y, lam=1.0, tau=0.9 / L, sigma=0.9 / L, L=L, delta=1e-6, p=50, n=30,
        evaluate=float_norm_balls,
    )  # fmt: skip
    assert iteration.contraction() < Fraction(82, 100)
    assert max(math.dist(a, b.centre) for a, b in zip(expected, balls, strict=True)) < 1e-12
    # x* is a vertex: 3 / (sqrt(2) 10^K) in one of the two columns; the answer is in the middle
    separation = 3 / 10**K
    x = np.array(expected[-1])
    vertex = np.eye(22)[0] * 3 / (math.sqrt(2) * 10**K)
    assert abs(np.linalg.norm(x - vertex) / separation - 0.5) < 0.001


@pytest.mark.parametrize(("K", "product"), [(3, 663), (6, 562244)])
def test_the_published_steps_break_the_theorem_but_can_be_followed(K, product):
    A, y = inexact_input_example(K)
    L = float(np.linalg.norm(A, 2))
    step = math.sqrt(1 / L) - 1e-4
    iteration, expected, balls = both(
        A, y, lam=1.0, tau=step, sigma=step, L=L, delta=1e-6, p=50, n=30
    )
    assert math.floor(iteration.contraction()) == product
    assert largest_distance(expected, balls) < 1e-12
    with pytest.raises(DomainError, match=r"tau \* sigma \* L\*\*2 = .* need < 1"):
        next(iter(float_norm_balls(iteration, y)))


def test_with_the_published_steps_for_one_digit_nobody_agrees_with_anybody():
    """K = 1: an error in the last bit of the step sizes changes the iterates by more than 1e-5.

    So float64 cannot follow it, the published code included: two ways to write down the same
    formula differ. In enough digits, and with the same step sizes, it is the same function.
    """
    A, y = inexact_input_example(1)
    L = float(np.linalg.norm(A, 2))
    step = math.sqrt(1 / L) - 1e-4
    iteration, expected, balls = both(
        A, y, lam=1.0, tau=step, sigma=step, L=L, delta=1e-6, p=50, n=10
    )
    assert 6.6 < iteration.contraction() < 6.7
    assert max(float(ball.radius) for ball in balls) < 1e-15
    assert largest_distance(expected, balls) > 1e-6
    with mpmath.workdps(700):
        exact = blocks_in_mpmath(iteration, y)
    for values, ball in zip(exact, balls, strict=True):
        assert math.dist([float(v) for v in values], [float(v) for v in ball.centre]) < 1e-12


def blocks_in_mpmath(iteration, y):
    """Return the blocks as the inner iteration makes them from tau, sigma of each block."""
    from published_firenet import inner

    A = [[mpmath.mpf(v) for v in row] for row in iteration.matrix.array.tolist()]
    y = [mpmath.mpf(v) for v in y.tolist()]
    psi, values = [mpmath.mpf(0)] * len(A[0]), []
    for block in iteration.blocks:
        tau, sigma = (mpmath.mpf(float(v)) for v in (block.tau, block.sigma))
        psi = inner(
            A, y, psi, lam=mpmath.mpf(1), w=[mpmath.mpf(1)] * len(psi), tau=tau, sigma=sigma,
            p=block.steps, root=mpmath.sqrt,
        )  # fmt: skip
        values.append(psi)
    return values


FIGURES = {
    "convergence": {"lam": 2.5e-4, "tau": 1.0, "sigma": 1.0, "delta": 1e-9, "p": 5, "n": 16},
    "comparison": {"lam": 2.5e-4, "tau": 1.0, "sigma": 1.0, "delta": 1e-9, "p": 10, "n": 5},
    "stability": {"lam": 1e-3, "tau": 0.6, "sigma": 0.6, "delta": 1e-6, "p": 5, "n": 5},
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("weighted", [False, True])
def test_the_parameters_of_the_published_figures(name, weighted):
    """The matrices there have orthonormal rows, L = 1; here a Walsh-Hadamard sample does."""
    A = hadamard_sample(32, 20, seed=3).array * math.sqrt(20 / 32)
    rng = np.random.default_rng(4)
    x = np.where(rng.random(32) < 0.1, rng.standard_normal(32), 0)
    w = [Fraction(3, 2) if j < 8 else Fraction(1) for j in range(32)] if weighted else None
    y = A @ x + 1e-3 * rng.standard_normal(20)
    iteration, expected, balls = both(A, y, L=1.0, w=w, **FIGURES[name])
    assert largest_distance(expected, balls) < 1e-12
    tau = FIGURES[name]["tau"]
    assert abs(float(iteration.contraction()) - tau**2) < 1e-8  # 1 is the limit of the theorem


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tau": 0.0}, "tau: got 0.0, need a positive float"),
        ({"sigma": math.inf}, "sigma: got inf"),
        ({"norm": 1}, "norm: got 1, need a positive float"),
        ({"delta": math.nan}, "delta: got nan"),
        ({"y": [0, 0]}, "y: got zero"),
        ({"steps": 0}, "steps: got 0"),
        ({"restarts": 0}, "blocks: got none"),
        ({"weights": [1]}, "weights: got 1 entries, need 2"),
    ],
)
def test_bad_parameters(change, message):
    fields = {
        "y": [1, 0], "lam": 1, "tau": 1.0, "sigma": 1.0, "norm": 1.0, "delta": 0.1, "steps": 2,
        "restarts": 2,
    }  # fmt: skip
    given = fields | change
    with pytest.raises(DomainError) as caught:
        published_iteration(Matrix([[1, 0], [0, 1]]), given.pop("y"), **given)
    assert message in str(caught.value)
