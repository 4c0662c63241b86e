"""All Turing machines with two symbols, one after the other."""

from __future__ import annotations

from computable.errors import DomainError
from computable.machine.turing.machine import TuringMachine
from computable.machine.turing.table import Instruction

__all__ = ["turing_machine"]


def turing_machine(k: int) -> TuringMachine:
    """Return machine number k: each table of two symbols comes exactly once, smaller ones first.

    A machine of S states has 2 S instructions out of ``4 (S + 1)``: what to write, where to move,
    and one of S states or the halt. (One that is undefined does what ``0LZ`` does, but for the
    tape, and does not occur.)

    Raises
    ------
    DomainError
        If k is not an integer >= 0.

    Examples
    --------
    >>> [turing_machine(k).text for k in (0, 1, 63, 64)]
    ['0LA0LA', '0LA0LZ', '1RZ1RZ', '0LA0LA_0LA0LA']
    """
    if not isinstance(k, int) or isinstance(k, bool) or k < 0:
        raise DomainError(f"machine number: got {k!r}, need an integer >= 0")
    states = 1
    while k >= (count := (4 * (states + 1)) ** (2 * states)):
        k, states = k - count, states + 1
    cells = []
    for _ in range(2 * states):
        k, choice = divmod(k, 4 * (states + 1))
        kind, state = divmod(choice, states + 1)
        cells.append(Instruction(kind // 2, 1 if kind % 2 else -1, state))
    rows = cells[::-1]
    return TuringMachine(tuple((rows[2 * q], rows[2 * q + 1]) for q in range(states)))
