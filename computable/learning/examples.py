"""Learners as people write them: each of them is refuted at K digits, however deep it reads.

They know the structure of the data (a tie row and a diagonal block), nothing else. At
``D_j(eta)`` with a gap wider than they read some of them have every digit.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from computable.learning.tie_network import tie_network
from computable.network import Network, interpolant
from computable.oracle import Sample, TrainingData
from computable.problem import winner

__all__ = ["flip_coins", "ignore_matrix", "memorise_labels", "read_deep", "train_perceptron"]


def memorise_labels(training: TrainingData, *, depth: int = 40) -> Network:
    """Return the piecewise linear interpolant of all samples and labels at one depth."""
    seen: dict[tuple[Fraction, ...], tuple[Fraction, ...]] = {}
    for k in range(training.samples):
        sample = training.read(k, depth)
        seen.setdefault(tuple(sample.y), tuple(sample.x))
    return interpolant(list(seen), list(seen.values()))


def ignore_matrix(training: TrainingData, *, depth: int = 40) -> Network:
    """Fit the scales of the tie and of the block to the first label, and never look at A."""
    m, N = training.shape
    q = N - m + 1
    y = [training.y.query(0, i, depth) for i in range(m)]
    x = [training.x.query(0, i, depth) for i in range(N)]
    slope = sum(x[:q], Fraction(0)) / (q * y[0]) if y[0] else Fraction(0)
    ratios = [b / a for a, b in zip(x[q:], y[1:], strict=True) if a and b]
    entries = [abs(ratios[0]) if ratios else Fraction(1)] * (m - 1)
    return tie_network(
        training.problem,  # type: ignore[arg-type]
        [slope] * q,
        residual=Fraction(0),
        block_entries=entries,
    )


def read_deep(training: TrainingData, *, depth: int = 200) -> Network:
    """Read to 200 bits and take the column that looks largest."""
    return _vertex(training, training.read(0, depth), lambda heights: heights.index(max(heights)))


def flip_coins(training: TrainingData, *, depth: int = 40) -> Network:
    """Take a column at random, each with the same probability."""
    sample = training.read(0, depth)
    return _vertex(training, sample, lambda heights: training.coins.below(len(heights)))


def train_perceptron(training: TrainingData, *, depth: int = 50) -> Network:
    """Train scikit-learn's multilayer perceptron on samples and labels, in floating point.

    Raises
    ------
    DomainError
        If scikit-learn is not installed.
    """
    from computable.network import from_mlp

    try:
        from sklearn.neural_network import MLPRegressor
    except ImportError:
        from computable.errors import DomainError

        raise DomainError("perceptron: it needs scikit-learn (extra 'solvers')") from None
    samples = [training.read(k, depth) for k in range(training.samples)]
    model = MLPRegressor(hidden_layer_sizes=(16, 16), max_iter=300, random_state=0, solver="lbfgs")
    model.fit([list(map(float, s.y)) for s in samples], [list(map(float, s.x)) for s in samples])
    return from_mlp(model)


def _vertex(
    training: TrainingData, sample: Sample, choose: Callable[[list[Fraction]], int]
) -> Network:
    (m, N), problem = training.shape, training.problem
    q = N - m + 1
    gauge = winner.gauge(problem, N)  # type: ignore[arg-type]
    heights = [a / g for a, g in zip(sample.A[0][:q], gauge[:q], strict=True)]
    j = choose(heights)
    coefficients = [Fraction(0)] * q
    coefficients[j] = 1 / (heights[j] * gauge[j])
    return tie_network(
        problem,  # type: ignore[arg-type]
        coefficients,
        residual=winner.residual(problem, heights[j]),  # type: ignore[arg-type]
        block_entries=[sample.A[l][q + l - 1] for l in range(1, m)],
    )
