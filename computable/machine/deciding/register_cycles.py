"""Register programs that come back to where they were."""

from __future__ import annotations

from computable.errors import DomainError
from computable.machine.deciding.witness import Cycle
from computable.machine.programs.registers import RegisterProgram, RegisterRun

__all__ = ["find_register_cycle"]


def find_register_cycle(program: RegisterProgram, limit: int) -> Cycle | None:
    """Return a cycle that shows within ``limit`` steps, if there is one (Brent's method).

    Place and registers say all that the program does next; they are compared with those after 1,
    3, 7, 15, ... steps.

    Examples
    --------
    >>> find_register_cycle(RegisterProgram("x = 4\\nwhile x:\\n    pass\\n"), 100)
    Cycle(start=1, period=1)
    >>> find_register_cycle(RegisterProgram("while 1:\\n    x += 1\\n"), 100) is None
    True
    """
    run = program.start()
    anchor, at, following = _there(run), 0, 1
    for step in range(1, limit + 1):
        try:
            run.advance(step)
        except DomainError:  # a register is too long to go on
            return None
        if run.halted:
            return None
        if run.place == anchor[0] and _there(run) == anchor:
            return Cycle(start=at, period=step - at)
        if step == following:
            anchor, at, following = _there(run), step, 2 * step + 1
    return None


def _there(run: RegisterRun) -> tuple[int, dict[str, int]]:
    return run.place, {name: value for name, value in run.registers.items() if value}
