"""Exercises of the notebooks that check themselves by computing."""

from computable.teaching.check import check, given
from computable.teaching.exercise import Checked

__all__ = ["Checked", "check", "given"]
