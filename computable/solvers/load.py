"""From a name or a plain function to an algorithm."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from computable.algorithm import Algorithm
from computable.algorithm.vouched import Vouched
from computable.errors import DomainError
from computable.oracle import ProblemData, TrainingData
from computable.solvers.adapters import adapter
from computable.solvers.float_solver import FloatSolver
from computable.solvers.tie import split_evenly

__all__ = ["Learner", "NamedSolver", "as_algorithm", "split_file_name"]


@dataclass(frozen=True)
class Learner:
    """A function that reads a training set and returns a network (any callable y -> x)."""

    train: Callable[[TrainingData], object]
    learner: ClassVar[bool] = True

    def __call__(self, data: TrainingData) -> object:
        """Train."""
        return self.train(data)


def split_file_name(name: str) -> tuple[Path, str] | None:
    """Return path and function of ``path/file.py:function``, or ``None``."""
    path, colon, function = name.rpartition(":")
    return (Path(path), function) if colon and path.endswith(".py") and function else None


@dataclass
class NamedSolver:
    """The algorithm ``path/file.py:function``, or the adapter of that name, loaded when used.

    Nothing is imported before :meth:`prepare`, so that an isolated run imports it in the
    child only.

    Raises
    ------
    DomainError
        From :meth:`prepare`: there is no such file, function or adapter.
    """

    name: str
    _algorithm: Algorithm | None = field(default=None, repr=False)

    def prepare(self) -> Algorithm:
        """Import the solver."""
        if self._algorithm is None:
            parts = split_file_name(self.name)
            self._algorithm = adapter(self.name) if parts is None else _from_file(*parts)
        return self._algorithm

    @property
    def floating_point(self) -> bool:
        """Whether it reads float64 values."""
        return bool(getattr(self.prepare(), "floating_point", False))

    @property
    def learner(self) -> bool:
        """Whether it reads training sets and returns networks."""
        return bool(getattr(self.prepare(), "learner", False))

    @property
    def vouches(self) -> bool:
        """Whether it is an exit flag."""
        return bool(getattr(self.prepare(), "vouches", False))

    def __call__(self, data: ProblemData) -> object:
        """Run the solver, importing it if need be."""
        return self.prepare()(data)


def _from_file(path: Path, function: str) -> Algorithm:
    if not path.is_file():
        raise DomainError(f"SOLVER: there is no file {path}")
    name = f"solver_file_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise DomainError(f"SOLVER: {path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, str(path.parent.resolve()))
    spec.loader.exec_module(module)
    found = getattr(module, function, None)
    if not callable(found):
        raise DomainError(f"SOLVER: {path} defines no function {function!r}")
    return as_algorithm(found)


def as_algorithm(function: Callable[..., Any]) -> Algorithm:
    """Return ``function`` as an algorithm: it is one, or a floating-point ``f(A, y)``.

    A function with two required positional parameters (not counting one named ``problem``) is
    adapted by ``FloatSolver``, unless the second is called ``answer``: then it vouches for the
    answers of :func:`~computable.solvers.tie.split_evenly`. One with a single parameter receives
    the oracles: those of a training set, if it is called ``training``, else of one instance.

    Raises
    ------
    DomainError
        If it has neither one nor two required positional parameters.
    """
    if not callable(function):
        raise DomainError(f"algorithm: got {type(function).__name__}, need a callable")
    try:
        parameters = inspect.signature(function).parameters.values()
    except (ValueError, TypeError):
        return function  # built in, without a signature: trust the caller
    positional = [
        p
        for p in parameters
        if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.name != "problem"
    ]
    required = [p for p in positional if p.default is p.empty]
    variadic = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    count = len(required) or min(len(positional), 2) or (1 if variadic else 0)
    if count not in (1, 2):
        raise DomainError(
            f"algorithm: {getattr(function, '__name__', function)} takes {count} arguments, "
            "need f(data) on oracles, or f(A, y) or f(A, y, problem=...) on NumPy arrays"
        )
    if count == 2 and positional[1:2] and positional[1].name == "answer":
        return Vouched(split_evenly, function)
    if count == 2:
        return FloatSolver(function)
    first = next(iter(required or positional), None)
    if first is not None and first.name == "training" and not getattr(function, "learner", False):
        return Learner(function)
    return function
