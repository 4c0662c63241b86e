"""FIRENET: networks that can be computed, evaluated with proved error bounds."""

from computable.firenet.analysis_operator import SparseOperator, differences, differences_2d
from computable.firenet.analysis_sharpness import analysis_sharpness, in_basis
from computable.firenet.attack import Attack, attack, attack_penalised
from computable.firenet.change import ChangeBound, change_bound, matrix_change_bound
from computable.firenet.componentwise import componentwise_balls
from computable.firenet.error_bounds import error_bounds
from computable.firenet.firenet import Firenet
from computable.firenet.float_ball import float_norm_balls
from computable.firenet.found import Found
from computable.firenet.inexact import plan_inexact
from computable.firenet.iteration import Block, Iteration
from computable.firenet.layers import layers_for
from computable.firenet.precise_ball import precise_norm_balls
from computable.firenet.published import published_iteration
from computable.firenet.recover import first_radius, recover
from computable.firenet.run import Run
from computable.firenet.schedule import Schedule
from computable.firenet.stability import change_bounds, lipschitz_bound
from computable.firenet.tie_assumed import AssumingFirenet
from computable.firenet.tie_degeneration import degeneration
from computable.firenet.tie_figure import draw_degeneration
from computable.firenet.tie_null_space import tie_null_space
from computable.firenet.tie_recovery import TieFirenet
from computable.firenet.trained import Trained, sparse_vectors, train
from computable.firenet.warpd import Warpd, WarpdRun
from computable.firenet.warpd_sharpness import ApproximateSharpness, assume_sharpness, sharpness_of

__all__ = [
    "ApproximateSharpness",
    "AssumingFirenet",
    "Attack",
    "Block",
    "ChangeBound",
    "Firenet",
    "Found",
    "Iteration",
    "Run",
    "Schedule",
    "SparseOperator",
    "TieFirenet",
    "Trained",
    "Warpd",
    "WarpdRun",
    "analysis_sharpness",
    "assume_sharpness",
    "attack",
    "attack_penalised",
    "change_bound",
    "change_bounds",
    "componentwise_balls",
    "degeneration",
    "differences",
    "differences_2d",
    "draw_degeneration",
    "error_bounds",
    "first_radius",
    "float_norm_balls",
    "in_basis",
    "layers_for",
    "lipschitz_bound",
    "matrix_change_bound",
    "plan_inexact",
    "precise_norm_balls",
    "published_iteration",
    "recover",
    "sharpness_of",
    "sparse_vectors",
    "tie_null_space",
    "train",
]
