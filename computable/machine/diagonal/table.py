"""For every register program that claims to decide halting, a Turing machine about which it errs.

A *decider* finds the number of a Turing table (:mod:`computable.machine.turing.numbering`) in the
register ``machine``, all others 0, and halts with ``halts`` 0 to say that the table's machine never
halts on a blank tape, else to say that it halts. For each decider there is a machine that puts its
own number on its tape, does with it what the decider does, and then the opposite of what that says.

*Why the number is its own.* The table is a row of writers with a gap g, followed by a rest B. The
bits written are the digits of R, the number that describes g and B; so the number of the table has
the digits of P = R and of R in turn: it is R with every digit doubled. (The writers are read as
they are meant: another follows the first, so its gap is g; the last digit, the highest of R, is 1;
and B begins with a state that moves to the left, which is no writer.) After its writers have run,
the tape has the digits of R in the cells 0, g, 2g, ..., and B begins: on its way to the left it
copies each of them to the cell g/2 to the left. So the cells -g/2, 0, g/2, g, ... have the digits
of the number. If g is twice the width of a group on the tape of the compiled decider, they are the
track of ``machine``, the first of the groups, which begin at -g/2; all else is blank. Now the
compiled decider runs. B depends on the decider alone, so there is no circle: first B and g, then R,
then the writers. No search is needed, nor is a copy carried over the tape: before the decider
begins the machine takes 2g steps for each digit of R and g steps more. This is the recursion
theorem of Kleene (1938) with a fixed point that is cheap to run.

*Why the decider errs.* If it says "never", the machine halts. If it says "halts", the machine moves
to and fro for ever: after two steps it is where it was. If it says nothing, since it does not halt,
the machine does not halt either.
"""

from __future__ import annotations

from dataclasses import dataclass

from computable.errors import DomainError
from computable.machine.compiler.code import flow_of
from computable.machine.compiler.states import assemble
from computable.machine.compiler.sweeps import SYMBOLS, Go, Info, Leave
from computable.machine.deciding.witness import Cycle
from computable.machine.programs.registers import RegisterProgram
from computable.machine.turing.machine import TuringMachine
from computable.machine.turing.numbering import description, writer
from computable.machine.turing.plain import Configuration, Plain
from computable.machine.turing.table import Table

__all__ = ["idle_cycle", "turing_diagonal"]

MOST = 500_000
"""States of a table."""


def turing_diagonal(decider: RegisterProgram) -> TuringMachine:
    """Return a machine that halts on a blank tape if and only if the decider says it does not.

    Raises
    ------
    DomainError
        If the decider has expressions or blocks that are nested too deep.

    Examples
    --------
    A decider that says of every machine that it never halts, and one of which it is not true:

    >>> machine = turing_diagonal(RegisterProgram("halts = 0"))
    >>> run = machine.start_plain()
    >>> run.advance(10**6)
    >>> machine.states, run.halted, run.steps
    (1019, True, 2012)

    One that says of every machine that it halts:

    >>> machine = turing_diagonal(RegisterProgram("halts = 1"))
    >>> idle_cycle(machine, 10**6)
    Cycle(start=2191, period=2)
    """
    flow = flow_of(decider, given=("machine", "halts"), unless="halts")
    operations = (*flow.operations, _Double(following=flow.first))
    gap = 2 * flow.width  # from where the writers leave the head to the highest digit
    rest = assemble(operations, len(flow.operations), width=flow.width, head=gap)
    return TuringMachine(_described(rest, gap))


def _described(rest: Table, gap: int) -> Table:
    """Return a table that begins by writing the description of its rest."""
    number = description(rest, symbols=SYMBOLS, gap=gap)
    digits = [int(digit) for digit in reversed(f"{number:b}")]
    if gap * len(digits) > MOST:
        raise DomainError(
            f"decider: its table would have {gap * len(digits)} states, need at most {MOST}: "
            "fewer registers, shorter literals"
        )
    shift = gap * len(digits)
    writers = (
        state
        for i, digit in enumerate(digits)
        for state in writer(digit, gap=gap, first=gap * i, symbols=SYMBOLS)
    )
    moved = (tuple(v and v._replace(state=v.state + shift) for v in row) for row in rest)
    return (*writers, *moved)


@dataclass(frozen=True, kw_only=True)
class _Double:
    """Copy each digit of the track 0 from a group to the group on its left.

    It begins at the highest digit and meets the groups of the digits and the others in turn; left
    of the lowest digit and its copy comes a blank.
    """

    following: int

    @property
    def ways(self) -> tuple[int, ...]:
        """Where it goes on."""
        return (self.following,)

    def begin(self) -> tuple[int, Info]:
        """Begin at a digit."""
        return 0, ()

    def act(self, info: Info, symbol: int, width: int) -> Go | Leave:
        """Read a digit with (), write it with (digit,)."""
        if info:
            return Go(info[0], -width, ())
        return Go(symbol, -width, (symbol,)) if symbol else Leave(0, -width, 0)


def idle_cycle(machine: TuringMachine, limit: int) -> Cycle | None:
    """Return the cycle of two steps in which a machine ends, with the earliest start.

    Parameters
    ----------
    machine : TuringMachine
    limit : int
        Steps.

    Returns
    -------
    Cycle or None
        None if the machine halts, or no such cycle is seen within that many steps.
    """
    run = machine.start_plain()
    early, there = 0, run.configuration()
    while not _idles(machine.table, run.configuration()):
        early, there = run.steps, run.configuration()
        run.advance(min(limit, early + early // 4 + 1000))
        if run.halted or run.steps == early:
            return None
    late = run.steps
    while late - early > 1:  # once in the cycle it stays there
        middle = (early + late) // 2
        run = Plain(machine.table, there)
        run.advance(middle - early)
        if _idles(machine.table, run.configuration()):
            late = middle
        else:
            early, there = middle, run.configuration()
    return Cycle(start=late, period=2)


def _idles(table: Table, there: Configuration) -> bool:
    """Whether two steps change nothing: each must write what it reads, in two different cells."""
    state, head = there.state, there.head
    for _ in range(2):
        read = there.cells(head, head + 1)[0]
        instruction = table[state][read]
        if instruction is None or instruction.write != read or instruction.state >= len(table):
            return False
        state, head = instruction.state, head + instruction.move
    return (state, head) == (there.state, there.head)
