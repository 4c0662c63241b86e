"""What an isolated run may ask for: messages become entries of its task, or are refused."""

from __future__ import annotations

from typing import Any

from computable.algorithm.run import Task
from computable.errors import DomainError
from computable.oracle import Entry, checked_depth
from computable.oracle.data import all_entries, checked_index
from computable.oracle.training import sample_entries

__all__ = ["entries", "query"]


def query(message: dict[str, Any], task: Task) -> tuple[Entry, int]:
    """Return entry and depth of a query.

    Raises
    ------
    DomainError
        If there is no such entry in the task.
    """
    depth, (m, N) = checked_depth(message.get("depth")), task.shape
    match message.get("entry"):
        case ["A", i, j]:
            return ("A", checked_index(i, m, "row"), checked_index(j, N, "column")), depth
        case ["y", i] if task.points is None:
            return ("y", checked_index(i, m, "row")), depth
        case ["y" | "x" as kind, k, i] if task.points is not None:
            length = m if kind == "y" else N
            k = checked_index(k, len(task.points), "sample")
            return (kind, k, checked_index(i, length, "entry")), depth
    raise DomainError("entry: need A, i, j or y, i (of a training set: y, k, i or x, k, i)")


def entries(message: dict[str, Any], task: Task) -> list[Entry]:
    """Return the entries that are read in one message: of the instance, or of one sample."""
    if task.points is None:
        return all_entries(task.shape)
    return sample_entries(
        task.shape, checked_index(message.get("sample"), len(task.points), "sample")
    )
