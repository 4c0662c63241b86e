"""Learners: they read a training set and return a network."""

from computable.learning.centroid import CentroidLearner
from computable.learning.examples import (
    flip_coins,
    ignore_matrix,
    memorise_labels,
    read_deep,
    train_perceptron,
)
from computable.learning.tie_network import (
    centroid_network,
    exact_network,
    tie_network,
    vertex_network,
)
from computable.learning.winner import WinnerLearner

__all__ = [
    "CentroidLearner",
    "WinnerLearner",
    "centroid_network",
    "exact_network",
    "flip_coins",
    "ignore_matrix",
    "memorise_labels",
    "read_deep",
    "tie_network",
    "train_perceptron",
    "vertex_network",
]
