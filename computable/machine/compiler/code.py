"""Register programs as operations on the tracks of a tape."""

from __future__ import annotations

from dataclasses import dataclass

from computable.errors import DomainError
from computable.machine.compiler.expressions import Expressions
from computable.machine.compiler.forms import IsPositive
from computable.machine.compiler.steps import Step, names_of, symbolic_steps
from computable.machine.compiler.sweeps import Operation
from computable.machine.programs.registers import RegisterProgram

__all__ = ["Flow", "flow_of"]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A program as operations on tracks.

    Attributes
    ----------
    operations : tuple of Operation
    first : int
        The operation that comes first; -1 if it halts at once.
    tracks : dict of str to int
        For each register its track.
    width : int
        How many tracks there are, with those of intermediate results.
    """

    operations: tuple[Operation, ...]
    first: int
    tracks: dict[str, int]
    width: int


def flow_of(program: RegisterProgram, *, given: tuple[str, ...] = (), unless: str = "") -> Flow:
    """Return a program as operations on tracks.

    Parameters
    ----------
    program : RegisterProgram
    given : tuple of str
        Registers that get the first tracks, whether or not they occur.
    unless : str
        One of them: where the program halts, the operations go on for ever if it is not 0.

    Raises
    ------
    DomainError
        If expressions or blocks are nested too deep.

    Examples
    --------
    >>> flow = flow_of(RegisterProgram("a = b + 2 * c"))
    >>> flow.tracks, flow.width, len(flow.operations)
    ({'a': 0, 'b': 1, 'c': 2}, 3, 1)
    """
    try:
        steps, first = symbolic_steps(program)
        names = dict.fromkeys((*given, *names_of(steps)))
        expressions = Expressions({name: track for track, name in enumerate(names)})
        entries = _entries(steps, _end(expressions, unless), expressions)
    except RecursionError:
        raise DomainError("program: an expression or a block is nested too deep") from None
    code = expressions.code
    return Flow(
        operations=tuple(code.made),
        first=entries[first],
        tracks=expressions.tracks,
        width=code.width,
    )


def _end(expressions: Expressions, unless: str) -> int:
    """Return where the program halts: a test that goes to itself, if it may go on for ever."""
    if not unless:
        return -1
    code = expressions.code
    end = code.reserve()
    code.fill(end, code.add(IsPositive(track=expressions.tracks[unless], yes=end, no=-1)))
    return end


def _entries(steps: tuple[Step, ...], end: int, expressions: Expressions) -> list[int]:
    """Make the operations of all steps; return with which one each begins, and at last ``end``.

    What follows a step has a lower number and is made before it, except for the body of a loop.
    """
    code = expressions.code
    loops = [i for i, step in enumerate(steps) if step.following >= i]
    entries = [-1] * len(steps) + [end]
    for i in loops:
        entries[i] = code.reserve()
    for i, step in enumerate(steps):
        following, otherwise = entries[step.following], entries[step.otherwise]
        if step.target:
            entries[i] = expressions.store(step.value, step.target, following)
        elif step.following < i:
            entries[i] = expressions.branch(step.value, following, otherwise)
    for i in loops:
        made = len(code.made)
        following, otherwise = entries[steps[i].following], entries[steps[i].otherwise]
        test = expressions.branch(steps[i].value, following, otherwise)
        if test < made:  # nothing was made, since the answer is known
            test = code.add(IsPositive(track=0, yes=test, no=test))
        code.fill(entries[i], test)
    return entries
