"""For every number of steps a Turing machine that halts in exactly so many.

Few steps are a chain of states. Many are counted down: L states write a number n in binary (1 for
the bit 0, 2 for the bit 1), the last bit rightmost; one state takes 1 from it, going left until a
bit is 1; one returns to the right end. With k bits 0 at the end that takes 2 k + 2 steps. The
numbers 1, ..., n have n - s(n) bits 0 at their ends, s(n) being the number of bits 1 of n, and from
0 the head goes off on the left in L + 1 steps. With L steps for writing and one for turning that is

    4 n - 2 s(n) + 2 L + 2.

What is missing to the number of steps, a few dozen at most, is a chain on the blank tape there.
"""

from __future__ import annotations

from computable.errors import DomainError
from computable.machine.turing.machine import TuringMachine
from computable.machine.turing.table import Instruction, Table

__all__ = ["halting_after"]

CHAIN = 40
"""So many steps and fewer are a chain."""


def halting_after(steps: int) -> TuringMachine:
    """Return a Turing machine that halts in exactly ``steps`` steps, with O(log steps) states.

    Raises
    ------
    DomainError
        If ``steps`` is not a positive integer.

    Examples
    --------
    >>> halting_after(2).text
    '1RB---_1RZ---'
    >>> run = halting_after(10**6).start_plain()
    >>> run.advance(10**9)
    >>> run.steps, halting_after(10**6).states
    (1000000, 20)
    """
    if not isinstance(steps, int) or isinstance(steps, bool) or steps < 1:
        raise DomainError(f"steps: got {steps!r}, need a positive integer")
    if steps <= CHAIN:
        return TuringMachine(tuple((Instruction(1, 1, k + 1), None) for k in range(steps)))
    n = steps // 4
    while _counting(n) > steps:
        n -= 1
    return TuringMachine(_table(n, steps - _counting(n)))


def _counting(n: int) -> int:
    """Return how many steps writing and counting down take."""
    return 4 * n - 2 * n.bit_count() + 2 * n.bit_length() + 2


def _table(n: int, more: int) -> Table:
    length = n.bit_length()
    down, back, off = length, length + 1, length + 2
    bits = (n >> k & 1 for k in reversed(range(length)))
    writing = [
        (Instruction(1 + bit, 1, k + 1 if k + 1 < length else back), None, None)
        for k, bit in enumerate(bits)
    ]
    counting = [
        (Instruction(0, -1, off), Instruction(2, -1, down), Instruction(1, 1, back)),
        (Instruction(0, -1, down), Instruction(1, 1, back), Instruction(2, 1, back)),
    ]
    chain = [(Instruction(1, -1, off + k + 1), None, None) for k in range(more)]
    return (*writing, *counting, *chain)
