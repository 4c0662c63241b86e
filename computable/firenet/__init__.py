"""FIRENET: networks that can be computed, evaluated with proved error bounds."""

from computable.firenet.evaluation.componentwise import componentwise_balls
from computable.firenet.evaluation.float_ball import float_norm_balls
from computable.firenet.evaluation.precise_ball import precise_norm_balls
from computable.firenet.firenet import Firenet
from computable.firenet.iteration import Block, Iteration
from computable.firenet.layers import layers_for
from computable.firenet.published import published_iteration
from computable.firenet.recover import first_radius, recover
from computable.firenet.run import Run
from computable.firenet.schedule import Schedule
from computable.firenet.stability.attack import Attack, attack, attack_penalised
from computable.firenet.stability.change import ChangeBound, change_bound, matrix_change_bound
from computable.firenet.stability.error_bounds import error_bounds
from computable.firenet.stability.found import Found
from computable.firenet.stability.inexact import plan_inexact
from computable.firenet.stability.lipschitz import change_bounds, lipschitz_bound
from computable.firenet.stability.trained import Trained, sparse_vectors, train
from computable.firenet.tie.assumed import AssumingFirenet
from computable.firenet.tie.degeneration import degeneration
from computable.firenet.tie.figure import draw_degeneration
from computable.firenet.tie.null_space import tie_null_space
from computable.firenet.tie.recovery import TieFirenet
from computable.firenet.warpd.analysis_operator import SparseOperator, differences, differences_2d
from computable.firenet.warpd.analysis_sharpness import analysis_sharpness, in_basis
from computable.firenet.warpd.run import WarpdRun
from computable.firenet.warpd.sharpness import ApproximateSharpness, assume_sharpness, sharpness_of
from computable.firenet.warpd.warpd import Warpd

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
