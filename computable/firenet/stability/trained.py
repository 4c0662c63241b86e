r"""An ordinary network, trained on pairs (A x, x) with random sparse x: what FIRENETs compete with.

It is trained as well as a few seconds allow, by Adam with a falling rate. Its measurements are
standardised, as is usual: each is divided by its standard deviation over the training pairs (the
first layer does it). How well it does is measured, on data without noise, on its training pairs and
on pairs that it has not seen.

Without noise in training, and with standardised measurements, nothing tells the network that faint
measurements are not to be trusted: they count like strong ones, and small changes of them are
amplified. Noise that is as strong for faint measurements as for strong ones tells it: with a little
of it the network is stable, too. This is so in the sampled sense: searches find no large change,
and nothing is proved of it, whereas a FIRENET's bound is proved in advance. (Noise in proportion to
each measurement's own spread tells it nothing, as standardised measurements then look alike.)
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from computable.errors import DomainError
from computable.network import Network, from_mlp
from computable.nullspace import Levels, Matrix
from computable.nullspace.shown import shown
from computable.recovery.rounding import Array

__all__ = ["Measured", "Trained", "sparse_vectors", "train"]

RATES = (2e-3, 5e-4, 1e-4)
BATCH = 200
TESTED = 2000


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Relative l2 errors ``||phi(A x) - x|| / ||x||`` over a sample, in float64.

    Attributes
    ----------
    mean, worst : float
    pairs : int
    """

    mean: float
    worst: float
    pairs: int


@dataclass(frozen=True, kw_only=True, repr=False)
class Trained:
    """A trained network, with its measured errors. Made by :func:`train`.

    Attributes
    ----------
    network : Network
        Exactly what was trained.
    training, test : Measured
        On pairs that it was trained on, and on others, drawn in the same way.
    """

    network: Network
    training: Measured
    test: Measured

    def __repr__(self) -> str:
        return (
            f"Trained({self.network.summary}, relative error on {self.test.pairs} new pairs: "
            f"mean {self.test.mean:.2g}, worst {self.test.worst:.2g})"
        )


def train(
    matrix: Matrix,
    levels: Levels,
    *,
    hidden: tuple[int, ...] | None = None,
    pairs: int = 20000,
    epochs: int = 20,
    largest: float = 1.0,
    noise: float = 0.0,
    seed: int = 0,
) -> Trained:
    """Train a perceptron with ReLU to recover sparse vectors from their measurements.

    Parameters
    ----------
    matrix : Matrix, shape (m, N)
    levels : Levels
        The vectors have s_l entries in each level, see :func:`sparse_vectors`.
    hidden : tuple of int, optional
        The sizes of the hidden layers; one of size 4 N by default.
    pairs, epochs : int
        Of each of three rates. The defaults take 7 seconds for 56 x 64.
    largest : float
        The norms of the vectors are at most that, and at least half of it.
    noise : float
        The standard deviation of the Gaussian noise on each measurement of a training pair, the
        same for all, relative to the largest spread (standard deviation over the pairs) of one.
        It is drawn once a pair.
    seed : int

    Raises
    ------
    DomainError
        If the sizes do not fit, ``noise`` is not from 0 to 1, or scikit-learn is not installed.

    Examples
    --------
    >>> from computable.nullspace import gaussian_sample
    >>> small = train(gaussian_sample(6, 8), Levels.single(8, 1), pairs=2000, epochs=50)
    >>> small.network.widths, small.test.mean < 0.4
    ((6, 32, 8), True)
    """
    try:
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.neural_network import MLPRegressor
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
    except ImportError:
        raise DomainError(
            "training: scikit-learn is not installed; it comes with the extra 'solvers'"
        ) from None
    N = matrix.shape[1]
    if levels.size != N:
        raise DomainError(f"levels: got {levels.size} coordinates, but A has {N} columns")
    for name, value in (("pairs", pairs), ("epochs", epochs)):
        if type(value) is not int or value < 1:
            raise DomainError(f"{name}: got {shown(value)}, need an integer >= 1")
    if type(seed) is not int or not 0 <= seed < 1 << 32:
        raise DomainError(f"seed: got {shown(seed)}, need an integer from 0 to 2^32 - 1")
    if type(noise) not in (int, float) or not 0 <= noise <= 1:
        raise DomainError(f"noise: got {shown(noise)}, need a number from 0 to 1")
    rng = np.random.default_rng(seed)
    learned = sparse_vectors(levels, pairs, rng, largest=largest)
    unseen = sparse_vectors(levels, TESTED, rng, largest=largest)
    measured = learned @ matrix.array.T
    if noise:  # before standardising: the same for faint measurements
        size = noise * measured.std(axis=0).max()
        measured = measured + size * rng.standard_normal(measured.shape)
    centre, scale = measured.mean(axis=0), measured.std(axis=0)
    scale[scale == 0] = 1.0
    estimator = MLPRegressor(
        hidden_layer_sizes=(4 * N,) if hidden is None else hidden,
        batch_size=min(BATCH, pairs),
        alpha=0.0,
        max_iter=epochs,
        tol=0.0,
        n_iter_no_change=epochs,
        warm_start=True,
        random_state=seed,
    )
    # sums in one order, whatever the number of processors
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the epochs are what is wanted
        for rate in RATES:
            estimator.set_params(learning_rate_init=rate)
            estimator.fit((measured - centre) / scale, learned)
    first = estimator.coefs_[0] / scale[:, None]
    estimator.coefs_[0] = first
    estimator.intercepts_[0] = estimator.intercepts_[0] - centre @ first
    return Trained(
        network=from_mlp(estimator),
        training=_measured(estimator, matrix, learned),
        test=_measured(estimator, matrix, unseen),
    )


def sparse_vectors(
    levels: Levels, count: int, rng: np.random.Generator, *, largest: float = 1.0
) -> Array:
    """Return random sparse vectors, one a row.

    Each has exactly s_l entries in level l, at places drawn uniformly, with normal values, scaled
    together to a norm that is uniform between ``largest / 2`` and ``largest``.

    Parameters
    ----------
    levels : Levels
    count : int
    rng : numpy.random.Generator
    largest : float
        Positive and finite.

    Returns
    -------
    ndarray, shape (count, N)
        The norms are at most ``largest``, up to roundings.

    Raises
    ------
    DomainError
        If ``largest`` is outside its range.

    Examples
    --------
    >>> rows = sparse_vectors(Levels(sizes=[2, 4], sparsities=[1, 2]), 3, np.random.default_rng(0))
    >>> (rows[:, :2] != 0).sum(axis=1).tolist(), (rows[:, 2:] != 0).sum(axis=1).tolist()
    ([1, 1, 1], [2, 2, 2])
    """
    if not 0 < largest < 1e75:
        raise DomainError(f"largest: got {largest}, need > 0 and < 1e75")
    found = np.zeros((count, levels.size))
    for coordinates, s in zip(levels.ranges, levels.sparsities, strict=True):
        keys = rng.random((count, len(coordinates)))
        places = np.argsort(keys, axis=1)[:, :s] + coordinates.start
        np.put_along_axis(found, places, rng.standard_normal((count, s)), axis=1)
    sizes = np.sqrt(np.einsum("ij,ij->i", found, found))[:, None]
    return np.asarray(found / sizes * rng.uniform(largest / 2, largest, (count, 1)))


def _measured(estimator: Any, matrix: Matrix, vectors: Array) -> Measured:
    off = estimator.predict(vectors @ matrix.array.T) - vectors
    errors = np.sqrt(np.einsum("ij,ij->i", off, off) / np.einsum("ij,ij->i", vectors, vectors))
    return Measured(mean=float(errors.mean()), worst=float(errors.max()), pairs=len(vectors))
