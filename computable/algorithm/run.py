"""One run of an algorithm on oracles, in this process: what was asked, how it ended."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, Protocol

from computable.algorithm.answer import Report, as_report, as_trained
from computable.algorithm.budget import Budget, BudgetExceeded, Deadline
from computable.errors import DomainError
from computable.exact import Vector, counted
from computable.oracle import (
    Ask,
    CoinSequence,
    Entry,
    ProblemData,
    SampleCount,
    TrainingData,
    Transcript,
    no_coins,
)
from computable.problem import Problem

__all__ = ["Algorithm", "Broken", "Halted", "InProcess", "Run", "Runner", "Stopped", "Task"]

Algorithm = Callable[[Any], object]
"""Reads ``data.A.query(i, j, n)`` and ``data.y.query(i, n)``; returns N numbers or an Answer.

A learner reads :class:`~computable.oracle.TrainingData` and returns a network."""


@dataclass(frozen=True, kw_only=True)
class Halted:
    """The algorithm returned an answer within its budget."""

    transcript: Transcript
    report: Report


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """The budget ended the run: nothing is known about the algorithm.

    Attributes
    ----------
    limit : str
        Which limit it was; 'coins' if it asked for a coin after the last one,
        'samples' if it read more samples than it was given.
    """

    transcript: Transcript
    reason: str
    limit: str = ""


@dataclass(frozen=True, kw_only=True)
class Broken:
    """The run ended in an exception, a crash, or an answer that is none."""

    transcript: Transcript
    reason: str


Run = Halted | Stopped | Broken


@dataclass(frozen=True, kw_only=True)
class Task:
    """What one run is given: the problem, the shape, and who answers the queries.

    Attributes
    ----------
    coins : CoinSequence
        For a randomised algorithm; a run that asks for more is stopped.
    points : tuple of Vector, shape (m,) each, or None
        The exact samples of a training set: the network that is returned is judged there.
        ``None``: one instance, for which the answer is N numbers.
    samples : int or None
        A learner that reads more samples than that is stopped.
    """

    problem: Problem
    shape: tuple[int, int]
    ask: Ask
    coins: CoinSequence = no_coins
    points: tuple[Vector, ...] | None = None
    samples: int | None = None


def described(error: BaseException) -> str:
    """Say what was raised, and where in the algorithm's own source."""
    if isinstance(error, DomainError) and str(error).startswith("output"):
        return str(error)
    package = Path(__file__).parents[1]
    ours = (package, package.with_name("proofs"))
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [
        frame
        for frame in frames
        if "<frozen" not in frame.filename
        and not any(Path(frame.filename).is_relative_to(folder) for folder in ours)
    ]
    lines = [frame.lineno for frame in theirs if frame.filename == theirs[0].filename]
    place = f" ({Path(theirs[0].filename).name}, line {lines[-1]})" if theirs else ""
    try:
        words = str(error)
    except Exception:
        words = "(its message cannot be shown)"
    kind = "" if isinstance(error, DomainError) else f"{type(error).__name__}: "
    return f"{kind}{words}{place}"


class Runner(Protocol):
    """Something that can run one fixed algorithm on many tasks."""

    def floating_point(self, deadline: Deadline) -> bool:
        """Tell whether the algorithm reads float64 values, so that gaps can be exact."""
        ...

    def learner(self, deadline: Deadline) -> bool:
        """Tell whether the algorithm reads training sets and returns networks."""
        ...

    def vouches(self, deadline: Deadline) -> bool:
        """Tell whether the algorithm is an exit flag with a solver."""
        ...

    def run(self, task: Task, deadline: Deadline) -> Run:
        """Run the algorithm once."""
        ...

    def close(self) -> None:
        """Release what the runner holds."""
        ...


class Meter:
    """Answers queries within a budget and keeps the transcript.

    Once the budget is spent every further query is refused, and :attr:`spent` says why.
    """

    def __init__(self, task: Task, budget: Budget, deadline: Deadline) -> None:
        self.transcript = Transcript()
        self.spent: str | None = None
        self.limit = ""
        self._closed = False
        self._task, self._budget, self._deadline = task, budget, deadline
        self._samples, self._lock = SampleCount(), threading.Lock()

    @property
    def closed(self) -> bool:
        """Whether the run is over."""
        return self._closed

    def close(self) -> Transcript:
        """End the run and return its transcript; a thread that still asks gets no answer."""
        self._closed = True
        return self.transcript.copy()

    def answer(self, entry: Entry, depth: int) -> Fraction:
        """Answer one query, the same query always in the same way; threads take turns."""
        with self._lock:
            return self._answer(entry, depth)

    def _answer(self, entry: Entry, depth: int) -> Fraction:
        budget, transcript = self._budget, self.transcript
        if self._closed:
            raise BudgetExceeded("the run is over, nothing more is answered")
        if depth > budget.depth:
            self.spent = f"asked for more than {budget.depth} bits"
        elif transcript.asked >= budget.queries:
            self.spent = f"asked more than {budget.queries} queries"
        elif self._deadline.passed():
            self.spent = f"ran longer than {self._deadline.seconds:.3g} seconds"
        if self.spent is not None:
            raise BudgetExceeded(self.spent)
        transcript.asked += 1
        known = transcript.recorded(entry, depth)
        if known is None:
            known = self._task.ask(entry, depth)
            transcript.record(entry, depth, known)
            most = self._task.samples
            if most is not None and self._samples.with_query(entry, depth) > most:
                self._spend(f"read more than {counted(most, 'sample')}", "samples")
        return known

    def flip(self) -> int:
        """Return the next coin."""
        with self._lock:
            return self._flip()

    def _flip(self) -> int:
        if self._closed:
            raise BudgetExceeded("the run is over, nothing more is answered")
        tossed = self.transcript.coins
        coin = self._task.coins(len(tossed))
        if coin is None:
            after = f"after {counted(len(tossed), 'coin')}" if tossed else "in a run without any"
            self._spend(f"asked for a coin {after}", "coins")
        self.transcript.coins = f"{tossed}{coin}"
        return coin

    def _spend(self, reason: str, limit: str) -> NoReturn:
        self.spent, self.limit = reason, limit
        raise BudgetExceeded(reason)


@dataclass(frozen=True)
class InProcess:
    """Runs an algorithm by calling it."""

    algorithm: Algorithm
    budget: Budget = field(default_factory=Budget)

    def floating_point(self, deadline: Deadline) -> bool:
        """Tell whether the algorithm reads float64 values (it says so itself)."""
        return self._says("floating_point")

    def learner(self, deadline: Deadline) -> bool:
        """Tell whether the algorithm is a learner (it says so itself)."""
        return self._says("learner")

    def vouches(self, deadline: Deadline) -> bool:
        """Tell whether the algorithm is an exit flag with a solver (it says so itself)."""
        return self._says("vouches")

    def _says(self, trait: str) -> bool:
        try:
            return bool(getattr(self.algorithm, trait, False))
        except DomainError:
            raise
        except (Exception, SystemExit):
            return False  # it cannot be loaded: run() will meet the same and report it

    def run(self, task: Task, deadline: Deadline) -> Run:
        """Run the algorithm once; whatever it raises becomes :class:`Broken`, but for Ctrl-C."""
        meter = Meter(task, self.budget, deadline)
        given: dict[str, Any] = {"shape": task.shape, "problem": task.problem}
        given |= {"ask": meter.answer, "flip": meter.flip}
        ended: Run
        try:
            if task.points is None:
                report = as_report(self.algorithm(ProblemData(**given)), task.shape[1])
            else:
                data = TrainingData(**given, samples=len(task.points))
                network = self.algorithm(data)
                meter.close()  # a network may not ask
                report = as_trained(network, task.points, task.shape[1])
            ended = Halted(transcript=meter.close(), report=report)
        except KeyboardInterrupt:
            raise
        except MemoryError:
            ended = Stopped(transcript=meter.close(), reason="ran out of memory")
        except BaseException as error:
            ended = Broken(transcript=meter.close(), reason=described(error))
        if meter.spent is not None:  # whatever the algorithm made of that
            return Stopped(transcript=ended.transcript, reason=meter.spent, limit=meter.limit)
        return ended

    def close(self) -> None:
        """Do nothing: there is nothing to release."""
