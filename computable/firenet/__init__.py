"""FIRENET: networks that can be computed, evaluated with proved error bounds."""

from computable.firenet.firenet import Firenet, Run
from computable.firenet.iteration import Block, Iteration
from computable.firenet.published import published_iteration
from computable.firenet.recover import first_radius, recover
from computable.firenet.schedule import Schedule

__all__ = [
    "Block",
    "Firenet",
    "Iteration",
    "Run",
    "Schedule",
    "first_radius",
    "published_iteration",
    "recover",
]
