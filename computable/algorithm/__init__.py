"""Algorithms that read oracles: their answers, budgets, and runs (in-process or isolated)."""

from computable.algorithm.answer import Answer, Report, as_report, as_trained
from computable.algorithm.budget import Budget, Deadline
from computable.algorithm.run import (
    Algorithm,
    Broken,
    Halted,
    InProcess,
    Run,
    Runner,
    Stopped,
    Task,
)
from computable.algorithm.training import Trained, train

__all__ = [
    "Algorithm",
    "Answer",
    "Broken",
    "Budget",
    "Deadline",
    "Halted",
    "InProcess",
    "Report",
    "Run",
    "Runner",
    "Stopped",
    "Task",
    "Trained",
    "as_report",
    "as_trained",
    "train",
]
