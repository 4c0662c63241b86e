"""The robust null space property of a matrix: proved or assumed, and what it says of errors."""

from computable.nullspace.by_isometry import prove_by_isometry
from computable.nullspace.coherence import prove_by_coherence
from computable.nullspace.constants import RecoveryConstants, Sharpness
from computable.nullspace.direct import prove_directly
from computable.nullspace.isometry import Isometry, isometry_by_coherence, restricted_isometry
from computable.nullspace.levels import Levels
from computable.nullspace.matrix import Matrix
from computable.nullspace.property import NullSpaceProperty, assume
from computable.nullspace.prove import prove_null_space
from computable.nullspace.provenance import Assumed, Proved
from computable.nullspace.samples import gaussian_sample, hadamard_sample
from computable.nullspace.sampling_theorem import (
    assume_sampling_theorem,
    fourier_sparsity,
    sampling_weights,
    walsh_sparsity,
)

__all__ = [
    "Assumed",
    "Isometry",
    "Levels",
    "Matrix",
    "NullSpaceProperty",
    "Proved",
    "RecoveryConstants",
    "Sharpness",
    "assume",
    "assume_sampling_theorem",
    "fourier_sparsity",
    "gaussian_sample",
    "hadamard_sample",
    "isometry_by_coherence",
    "prove_by_coherence",
    "prove_by_isometry",
    "prove_directly",
    "prove_null_space",
    "restricted_isometry",
    "sampling_weights",
    "walsh_sparsity",
]
