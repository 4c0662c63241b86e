"""FIRENET: networks that can be computed, evaluated with proved error bounds."""

from computable.firenet.analysis_operator import SparseOperator, differences, differences_2d
from computable.firenet.analysis_sharpness import analysis_sharpness
from computable.firenet.firenet import Firenet, Run
from computable.firenet.float_ball import float_norm_balls
from computable.firenet.iteration import Block, Iteration
from computable.firenet.layers import layers_for
from computable.firenet.published import published_iteration
from computable.firenet.recover import first_radius, recover
from computable.firenet.schedule import Schedule
from computable.firenet.tie_assumed import AssumingFirenet
from computable.firenet.tie_degeneration import degeneration
from computable.firenet.tie_figure import draw_degeneration
from computable.firenet.tie_null_space import tie_null_space
from computable.firenet.tie_recovery import TieFirenet
from computable.firenet.warpd import Warpd, WarpdRun
from computable.firenet.warpd_sharpness import ApproximateSharpness, assume_sharpness, sharpness_of

__all__ = [
    "ApproximateSharpness",
    "AssumingFirenet",
    "Block",
    "Firenet",
    "Iteration",
    "Run",
    "Schedule",
    "SparseOperator",
    "TieFirenet",
    "Warpd",
    "WarpdRun",
    "analysis_sharpness",
    "assume_sharpness",
    "degeneration",
    "differences",
    "differences_2d",
    "draw_degeneration",
    "first_radius",
    "float_norm_balls",
    "layers_for",
    "published_iteration",
    "recover",
    "sharpness_of",
    "tie_null_space",
]
