"""The child's side of an isolated run.

It holds no oracle and no transcript: every query is a message to the parent, so
whatever the algorithm does to this process, the record stays with the parent.
"""

from __future__ import annotations

import base64
import ctypes
import os
import signal
import sys
import threading
import time
from fractions import Fraction
from typing import Any, BinaryIO

from computable.algorithm import wire
from computable.algorithm.answer import as_report, as_trained
from computable.algorithm.budget import BudgetExceeded
from computable.algorithm.run import Algorithm, described
from computable.errors import DomainError
from computable.oracle import Entry, ProblemData, TrainingData

__all__ = ["main"]


def main() -> None:
    """Unpack the algorithm in the first message, then run it for every further one."""
    reading, writing = _private_pipes()
    setup = wire.decode(reading.readline())
    _die_with(setup["parent"])
    _limit(setup["megabytes"], setup["cpu_seconds"])
    try:
        algorithm = _algorithm(setup)
    except MemoryError:
        _say(writing, {"kind": "memory"})
        return
    except DomainError as error:
        _say(writing, {"kind": "misuse", "reason": str(error)})
        return
    except (Exception, SystemExit) as error:
        _say(writing, {"kind": "broken", "reason": described(error)})
        return
    names = ("floating_point", "learner", "vouches")
    traits = {name: bool(getattr(algorithm, name, False)) for name in names}
    _say(writing, {"kind": "ready", **traits})
    ours = set(threading.enumerate())
    while line := reading.readline():
        task = wire.decode(line)
        ended = _one_run(algorithm, task, reading, writing)
        # a thread that goes on could read the next task: then this process is of no more use
        stragglers = bool(set(threading.enumerate()) - ours)
        _say(writing, {"run": task["run"], "stragglers": stragglers, **ended})


def _one_run(
    algorithm: Algorithm, task: dict[str, Any], reading: BinaryIO, writing: BinaryIO
) -> dict[str, Any]:
    run, owner, asking = task["run"], os.getpid(), threading.Lock()

    def question(**message: Any) -> dict[str, Any]:
        if os.getpid() != owner:  # a process that the algorithm forked has no say here
            os._exit(1)
        with asking:  # of several threads each gets the answer to its own question
            _say(writing, {"run": run, **message})
            return wire.decode(reading.readline())

    def ask(entry: Entry, depth: int) -> Fraction:
        return wire.rational(question(kind="query", entry=entry, depth=depth)["answer"])

    def ask_all(entries: list[Entry], depth: int) -> list[Fraction]:
        # one instance is read entirely; of a training set one sample, the last entry's
        sample = entries[-1][1] if task["samples"] else None
        read = question(kind="read", depth=depth, sample=sample)
        return [wire.rational(v) for v in read["answers"]]

    def flip() -> int:
        coin = question(kind="flip")["coin"]
        if coin is None:
            raise BudgetExceeded("there are no more coins")
        return int(coin)

    rows, columns = task["shape"]
    given: dict[str, Any] = {
        "shape": (rows, columns),
        "problem": wire.problem_from(task["problem"]),
        "ask": ask,
        "ask_all": ask_all,
        "flip": flip,
    }
    try:
        if task["samples"]:
            returned = algorithm(TrainingData(**given, samples=task["samples"]))
        else:
            returned = algorithm(ProblemData(**given))
        if os.getpid() != owner:
            os._exit(0)
        if task["samples"]:  # only now it is told where it will be judged
            points = question(kind="trained")["points"]
            report = as_trained(returned, [tuple(map(wire.rational, p)) for p in points], columns)
        else:
            report = as_report(returned, columns)
    except MemoryError:
        return {"kind": "memory"}
    except BaseException as error:
        if os.getpid() != owner:
            os._exit(1)
        return {"kind": "broken", "reason": described(error)}
    return wire.report_to(report)


def _algorithm(setup: dict[str, Any]) -> Algorithm:
    import cloudpickle

    sys.path[:] = setup["path"]
    sys.dont_write_bytecode = True  # leave nothing beside other people's files
    algorithm: Algorithm = cloudpickle.loads(base64.b64decode(setup["pickle"]))
    prepare = getattr(algorithm, "prepare", None)
    if callable(prepare):
        prepare()
    return algorithm


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for the messages; prints of the algorithm go nowhere."""
    reading, writing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return reading, writing


def _die_with(parent: int) -> None:
    """End this process when the parent ends, however that happens.

    Linux sends a signal, which ends even a loop in C. Elsewhere a thread looks every second.
    """
    if sys.platform == "linux":
        # prctl(PR_SET_PDEATHSIG, SIGKILL)
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _limit(megabytes: int | None, cpu_seconds: int | None) -> None:
    """Limit address space and processor time, for whatever this process starts, too."""
    try:
        import resource
    except ImportError:  # not on this platform
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if megabytes is not None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    if cpu_seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))


def _say(writing: BinaryIO, message: dict[str, Any]) -> None:
    writing.write(wire.encode(message))
    writing.flush()
