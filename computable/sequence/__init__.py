"""Computable sequences of numbers, instances and answers, and maps between them."""

from computable.sequence.answers import AnswerSequence
from computable.sequence.banach_mazur import BanachMazur, Lifted, OnSequences, lift
from computable.sequence.instances import InstanceSequence
from computable.sequence.reals import RealSequence
from computable.sequence.specker import Specker

__all__ = [
    "AnswerSequence",
    "BanachMazur",
    "InstanceSequence",
    "Lifted",
    "OnSequences",
    "RealSequence",
    "Specker",
    "lift",
]
