"""Networks with exact rational parameters, evaluated exactly or on exact reals.

The class N of Colbrook, Antun, Hansen (PNAS 2022), SI 1.2.1: affine maps with skips from the
input, scalar functions, and gates. What an algorithm of that paper returns is one of these.
"""

from computable.network.activation import (
    Activation,
    ReciprocalRoot,
    Relu,
    SoftThreshold,
    Square,
)
from computable.network.affine_map import AffineMap
from computable.network.building import affine, linear, soft_thresholded
from computable.network.interpolation import interpolant
from computable.network.network import Network
from computable.network.nonlinear import Gate, Pointwise
from computable.network.norm import operator_norm
from computable.network.onnx import from_onnx, to_onnx
from computable.network.perceptron import from_mlp
from computable.network.storing import from_json, load, save, to_json

__all__ = [
    "Activation",
    "AffineMap",
    "Gate",
    "Network",
    "Pointwise",
    "ReciprocalRoot",
    "Relu",
    "SoftThreshold",
    "Square",
    "affine",
    "from_json",
    "from_mlp",
    "from_onnx",
    "interpolant",
    "linear",
    "load",
    "operator_norm",
    "save",
    "soft_thresholded",
    "to_json",
    "to_onnx",
]
