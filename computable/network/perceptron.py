"""Trained perceptrons of scikit-learn as exact networks."""

from __future__ import annotations

from typing import Any

from computable.errors import DomainError
from computable.exact import exact_binary
from computable.network.activation import Relu
from computable.network.affine_map import AffineMap
from computable.network.network import Network
from computable.network.nonlinear import Pointwise

__all__ = ["from_mlp"]


def from_mlp(estimator: Any) -> Network:
    """Return the network that a fitted ``MLPRegressor`` stands for, in exact arithmetic.

    Parameters
    ----------
    estimator : sklearn.neural_network.MLPRegressor
        Fitted, with the activation 'relu' or 'identity'. Every parameter enters with its exact
        binary value; the estimator itself rounds in each operation.

    Raises
    ------
    DomainError
        If it is not fitted, of another kind, or has a parameter that is not finite.

    Examples
    --------
    >>> from sklearn.neural_network import MLPRegressor
    >>> model = MLPRegressor(hidden_layer_sizes=(3,), random_state=0, solver="lbfgs")
    >>> network = from_mlp(model.fit([[0.0], [1.0]], [0.0, 2.0]))
    >>> network.widths, network.is_relu
    ((1, 3, 1), True)
    """
    kind = type(estimator).__name__
    matrices, shifts = (getattr(estimator, name, None) for name in ("coefs_", "intercepts_"))
    if matrices is None or shifts is None:
        raise DomainError(f"estimator: got {kind}, need a fitted MLPRegressor")
    final = getattr(estimator, "out_activation_", None)
    if estimator.activation not in ("relu", "identity") or final != "identity":
        raise DomainError(
            f"estimator: got the activations {estimator.activation!r} and {final!r} (output), "
            "need 'relu' or 'identity', and 'identity'"
        )
    maps = [_layer(W, c, j) for j, (W, c) in enumerate(zip(matrices, shifts, strict=True))]
    relu = estimator.activation == "relu"
    activations = [Pointwise(Relu(), range(layer.rows if relu else 0)) for layer in maps[:-1]]
    return Network(maps=tuple(maps), activations=tuple(activations))


def _layer(coefficients: Any, intercepts: Any, j: int) -> AffineMap:
    """Return one layer; scikit-learn stores the transpose of W."""
    return AffineMap.from_dense(
        [[exact_binary(w, name=f"coefs_[{j}]") for w in row] for row in coefficients.T.tolist()],
        [exact_binary(c, name=f"intercepts_[{j}]") for c in intercepts.tolist()],
    )
