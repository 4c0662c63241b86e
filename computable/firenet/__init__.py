"""FIRENET: networks that can be computed, evaluated with proved error bounds."""

from computable.firenet.firenet import Firenet, Run
from computable.firenet.iteration import Block, Iteration
from computable.firenet.schedule import Schedule

__all__ = ["Block", "Firenet", "Iteration", "Run", "Schedule"]
