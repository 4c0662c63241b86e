"""From what people hand in (a function, a name) to something that can be run and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from computable.algorithm import Budget, Deadline, InProcess, Runner
from computable.errors import DomainError
from computable.solvers import NamedSolver, as_algorithm

__all__ = ["Running", "algorithm_name", "need_solver", "running"]


class Running(NamedTuple):
    """A runner, the deadline of all its runs together, and words for a certificate."""

    runner: Runner
    deadline: Deadline
    about: dict[str, str]


@contextmanager
def running(
    algorithm: Callable[..., Any] | str, budget: Budget | None, *, isolate: bool
) -> Iterator[Running]:
    """Run an algorithm in this process or (``isolate``) in a child, which ends with the block.

    Raises
    ------
    DomainError
        If the algorithm or the budget is misused.
    """
    limits = Budget() if budget is None else budget
    if not isinstance(limits, Budget):
        raise DomainError(f"budget: got {type(budget).__name__}, need a Budget")
    runnable = NamedSolver(algorithm) if isinstance(algorithm, str) else as_algorithm(algorithm)
    runner: Runner
    if isolate:
        from computable.algorithm.isolated import Isolated

        runner = Isolated(runnable, limits)
    else:
        runner = InProcess(runnable, limits)
    try:
        yield Running(runner, Deadline(limits.seconds), {"algorithm": algorithm_name(algorithm)})
    finally:
        runner.close()


def need_solver(runner: Runner, deadline: Deadline) -> None:
    """Refuse an exit flag where answers are to be judged.

    Raises
    ------
    DomainError
        If the algorithm is one.
    """
    if runner.vouches(deadline):
        raise DomainError(
            "algorithm: this one vouches for the answers of another; run Theorem D against it"
        )


def algorithm_name(algorithm: Callable[..., Any] | str) -> str:
    """Return the name of an algorithm as certificates have it."""
    if isinstance(algorithm, str):
        return algorithm
    return str(getattr(algorithm, "__qualname__", type(algorithm).__name__))
