"""Programs in Python whose yields are steps, identified by their source."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Any

from computable.errors import DomainError

__all__ = ["Program", "ProgramRun"]


@dataclass(frozen=True)
class Program:
    """A machine that is a generator: each yield is a step, and it halts where it returns.

    The return counts as the halting step: after k yields it is step k + 1. What the generator does
    must depend on nothing but its source (no clocks, no coins): this is assumed, not checked.

    Attributes
    ----------
    text : str
        Its source.

    Examples
    --------
    >>> program = Program("def three():\\n    for _ in range(3):\\n        yield\\n")
    >>> run = program.start()
    >>> run.advance(100)
    >>> run.halted, run.steps
    (True, 4)
    """

    text: str
    generator: Callable[[], Iterator[Any]] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, generator: Callable[[], Iterator[Any]]) -> Program:
        """Take a generator function as it is, with the source that Python has of it.

        Raises
        ------
        DomainError
            If it is no generator function, or there is no source.
        """
        if not inspect.isgeneratorfunction(generator):
            name = getattr(generator, "__name__", type(generator).__name__)
            raise DomainError(f"program: {name} is no function that yields")
        try:
            return cls(dedent(inspect.getsource(generator)), generator)
        except (OSError, TypeError):
            raise DomainError("program: there is no source, which is a program's text") from None

    def start(self) -> ProgramRun:
        """Return a new computation."""
        return ProgramRun(self.generator or _defined(self.text))


class ProgramRun:
    """A computation of a program.

    Attributes
    ----------
    steps : int
    halted : bool
    """

    def __init__(self, generator: Callable[[], Iterator[Any]]) -> None:
        self.steps, self.halted = 0, False
        try:
            self._iterator = generator()
        except TypeError as error:  # it takes arguments
            raise DomainError(f"program: {error}") from None

    @property
    def line(self) -> int | None:
        """The line of its text, from 1, at whose ``yield`` it is; ``None`` before and after."""
        frame = getattr(self._iterator, "gi_frame", None)
        started = frame is not None and self.steps > 0 and not self.halted
        return frame.f_lineno if frame is not None and started else None

    def value(self, name: str) -> object:
        """Return a local variable of the program at its last yield; ``None`` if there is none."""
        frame = getattr(self._iterator, "gi_frame", None)
        return None if frame is None else frame.f_locals.get(name)

    def advance(self, limit: int) -> None:
        """Run until it halts or ``limit`` steps have been taken.

        Raises
        ------
        DomainError
            If a step raises anything (but for Ctrl-C), or exits.
        """
        while self.steps < limit and not self.halted:
            try:
                self.halted = next(self._iterator, self) is self
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # an exit is no halt
                told = f"{type(error).__name__}: {error}".strip(": ")
                raise DomainError(f"program: step {self.steps + 1}: {told}") from None
            self.steps += 1


def _defined(text: str) -> Callable[[], Iterator[Any]]:
    """Run a source and return the one generator function that it defines last."""
    names: dict[str, Any] = {}
    try:
        exec(compile(text, "<program>", "exec"), names)
    except SyntaxError as error:
        raise DomainError(f"program: line {error.lineno}: {error.msg}") from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        told = f"{type(error).__name__}: {error}".strip(": ")
        raise DomainError(f"program: its source cannot be run: {told}") from None
    found: list[Callable[[], Iterator[Any]]]
    found = [v for v in names.values() if inspect.isgeneratorfunction(v)]
    if not found:
        raise DomainError("program: defines no function that yields")
    return found[-1]
