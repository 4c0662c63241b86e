"""The robust null space property of a matrix: proved or assumed, and what it says of errors."""

from computable.nullspace.constants import RecoveryConstants, Sharpness
from computable.nullspace.levels import Levels
from computable.nullspace.matrix import Matrix
from computable.nullspace.property import NullSpaceProperty, assume
from computable.nullspace.provenance import Assumed, Proved

__all__ = [
    "Assumed",
    "Levels",
    "Matrix",
    "NullSpaceProperty",
    "Proved",
    "RecoveryConstants",
    "Sharpness",
    "assume",
]
