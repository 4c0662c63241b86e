"""Runs in a child process with limits: nothing it does can reach this one.

The child asks, this process answers and keeps the record. An endless loop, a memory
hog, a crash, ``sys.exit``, output on stdout or garbage on the pipe end the child at most.
"""

from __future__ import annotations

import base64
import math
import os
import selectors
import signal
import subprocess
import sys
from types import TracebackType
from typing import Any

import cloudpickle

from computable.algorithm import requests, wire
from computable.algorithm.budget import Budget, BudgetExceeded, Deadline
from computable.algorithm.run import Algorithm, Broken, Halted, Meter, Run, Stopped, Task
from computable.errors import DomainError
from computable.oracle import Transcript, checked_depth

__all__ = ["Isolated"]

LONGEST_LINE = 1 << 28
LONGEST_WAIT = 1000.0
_START = "import sys; sys.path[:0] = {path!r}; from computable.algorithm.worker import main; main()"


class _Ended(Exception):
    """The child can say no more; the message says why."""


class _TimedOut(Exception):
    """The deadline passed while the child was silent."""


class Isolated:
    """Runs an algorithm in a child process, which is kept from run to run and replaced if lost.

    Parameters
    ----------
    algorithm : Algorithm
        Sent by value (cloudpickle), so functions defined in a notebook will do.
    budget : Budget
        ``megabytes`` limits the child's address space (where the platform can).

    Raises
    ------
    DomainError
        If the algorithm cannot be sent, or :meth:`run` finds that it is misused.
    """

    def __init__(self, algorithm: Algorithm, budget: Budget) -> None:
        try:
            pickled = cloudpickle.dumps(algorithm)
        except Exception as error:
            raise DomainError(f"algorithm: cannot be sent to a process: {error}") from None
        self._setup = {
            "pickle": base64.b64encode(pickled).decode(),
            "path": sys.path,
            "parent": os.getpid(),
            "megabytes": budget.megabytes,
            # A bound that outlives this process; the deadline itself is watched from here.
            "cpu_seconds": None
            if budget.seconds is None
            else math.ceil(budget.seconds) * (os.cpu_count() or 1) + 10,
        }
        self._budget = budget
        self._child: _Child | None = None

    def __enter__(self) -> Isolated:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def floating_point(self, deadline: Deadline) -> bool:
        """Tell whether the algorithm reads float64 values (it says so itself)."""
        return self._says("floating_point", deadline)

    def learner(self, deadline: Deadline) -> bool:
        """Tell whether the algorithm is a learner (it says so itself)."""
        return self._says("learner", deadline)

    def vouches(self, deadline: Deadline) -> bool:
        """Tell whether the algorithm is an exit flag with a solver (it says so itself)."""
        return self._says("vouches", deadline)

    def _says(self, trait: str, deadline: Deadline) -> bool:
        try:
            return self._ready(deadline).traits.get(trait) is True
        except (_Ended, _TimedOut, MemoryError):
            self.close()
            return False  # run() will meet the same end and report it

    def run(self, task: Task, deadline: Deadline) -> Run:
        """Run the algorithm once; whatever happens to the child becomes a :class:`Run`."""
        meter = Meter(task, self._budget, deadline)
        try:
            child = self._ready(deadline)
            child.run += 1
            given = {"shape": task.shape, "problem": wire.problem_to(task.problem)}
            samples = None if task.points is None else len(task.points)
            child.say({"run": child.run, **given, "samples": samples}, deadline)
            ended = _converse(child, task, meter, deadline)
            if child.stragglers:
                self.close()
            return ended
        except _TimedOut:
            reason = f"ran longer than {deadline.seconds:.3g} seconds"
            stopped: Run = Stopped(transcript=meter.transcript, reason=reason)
        except BudgetExceeded as error:
            stopped = Stopped(transcript=meter.transcript, reason=str(error), limit=meter.limit)
        except MemoryError:
            limit = self._budget.megabytes
            reason = "ran out of memory" + (f" ({limit} MB)" if limit else "")
            stopped = Stopped(transcript=meter.transcript, reason=reason)
        except _Ended as error:
            stopped = Broken(transcript=meter.transcript, reason=str(error))
        except BaseException:
            self.close()
            raise
        self.close()
        return stopped

    def close(self) -> None:
        """End the child process and everything that it started."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _ready(self, deadline: Deadline) -> _Child:
        if self._child is None:
            self._child = _Child()
            self._child.say(self._setup, deadline)
            message = self._child.hear(deadline)
            if message.get("kind") == "memory":
                raise MemoryError
            if message.get("kind") == "misuse":
                self.close()
                raise DomainError(wire.plain(message.get("reason")))
            if message.get("kind") != "ready":
                raise _Ended(wire.plain(message.get("reason")) or "sent a message out of turn")
            self._child.traits = message
        return self._child


def _converse(child: _Child, task: Task, meter: Meter, deadline: Deadline) -> Run:
    """Answer the child's queries until it says how its run ended."""
    transcript: Transcript = meter.transcript
    while True:
        message = child.hear(deadline)
        if message.get("run") != child.run:
            raise _Ended("sent a message that belongs to no run of this process")
        child.stragglers = bool(message.get("stragglers"))
        try:
            match message.get("kind"):
                case "query" | "read" | "flip" if meter.closed:
                    raise _Ended("its network asks the oracle, after the training")
                case "query":
                    entry, depth = requests.query(message, task)
                    child.say({"answer": wire.text(meter.answer(entry, depth))}, deadline)
                case "read":
                    depth = checked_depth(message.get("depth"))
                    entries = requests.entries(message, task)
                    texts = [wire.text(meter.answer(entry, depth)) for entry in entries]
                    child.say({"answers": texts}, deadline)
                case "flip":
                    try:
                        child.say({"coin": meter.flip()}, deadline)
                    except BudgetExceeded as spent:  # common in coin trees: keep the child
                        child.say({"coin": None}, deadline)
                        if child.hear(deadline).get("kind") not in ("broken", "answer"):
                            raise
                        return Stopped(transcript=transcript, reason=str(spent), limit=meter.limit)
                case "trained" if task.points is not None:
                    points = [[wire.text(v) for v in point] for point in task.points]
                    child.say({"points": points}, deadline)
                    meter.close()
                case "answer":
                    count = 1 if task.points is None else len(task.points)
                    report = wire.report_from(message, count, task.shape[1])
                    # (a thread that goes on may ask, which nobody answers: the child is closed)
                    if child.has_more_to_say() and not child.stragglers:
                        raise _Ended("wrote to its message pipe by itself")
                    return Halted(transcript=transcript, report=report)
                case "memory":
                    raise MemoryError
                case "broken":
                    reason = wire.plain(message.get("reason")) or "failed"
                    return Broken(transcript=transcript, reason=reason)
                case _:
                    raise _Ended("sent a message out of turn")
        except DomainError as error:
            raise _Ended(f"sent garbage: {error}") from None


class _Child:
    """The child process and the two pipes to it."""

    def __init__(self) -> None:
        self.traits: dict[str, Any] = {}
        self.run = 0
        """The number of the present run: a straggler of an earlier one is recognised by it."""
        self.stragglers = False
        """Whether threads of the last run went on after its end."""
        self._buffer = bytearray()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START.format(path=[p for p in sys.path if p] or ["."])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            bufsize=0,
        )
        self._pipes = [p for p in (self._process.stdin, self._process.stdout) if p is not None]
        self._stdin, self._stdout = (pipe.fileno() for pipe in self._pipes)
        os.set_blocking(self._stdin, False)

    def say(self, message: dict[str, Any], deadline: Deadline) -> None:
        """Send one message; a child that does not read it in time has timed out."""
        data = memoryview(wire.encode(message))
        with selectors.DefaultSelector() as selector:
            selector.register(self._stdin, selectors.EVENT_WRITE)
            while data:
                self._wait(selector, deadline)
                try:
                    data = data[os.write(self._stdin, data) :]
                except BlockingIOError:
                    continue
                except OSError:
                    raise _Ended(self._epitaph()) from None

    def hear(self, deadline: Deadline) -> dict[str, Any]:
        """Return the child's next message, waiting until the deadline at most."""
        searched = 0
        with selectors.DefaultSelector() as selector:
            selector.register(self._stdout, selectors.EVENT_READ)
            while (end := self._buffer.find(b"\n", searched)) < 0:
                searched = len(self._buffer)
                if searched > LONGEST_LINE:
                    raise _Ended("sent a message that is too long")
                self._wait(selector, deadline)
                block = os.read(self._stdout, 1 << 20)
                if not block:
                    raise _Ended(self._epitaph())
                self._buffer += block
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        try:
            return wire.decode(line)
        except DomainError as error:
            raise _Ended(f"sent garbage: {error}") from None

    @staticmethod
    def _wait(selector: selectors.BaseSelector, deadline: Deadline) -> None:
        """Wait for the pipe, in pieces that the system call admits."""
        while not deadline.passed():
            left = deadline.remaining()
            if selector.select(LONGEST_WAIT if left is None else min(left, LONGEST_WAIT)):
                return
        raise _TimedOut

    def has_more_to_say(self) -> bool:
        """Tell whether something has come after the last message."""
        return bool(self._buffer)

    def kill(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()
        self._process.wait()
        for pipe in self._pipes:
            pipe.close()

    def _epitaph(self) -> str:
        """Say how the process ended."""
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "closed its pipe without an answer"
        if code < 0:
            names = {number.value: number.name for number in signal.Signals}
            return f"crashed: {names.get(-code, f'signal {-code}')}"
        return f"its process ended without an answer (exit code {code})"
