"""An inverse problem whose answer knows whether a machine halts (Theorem E).

Boche, Fono, Kutyniok, *Limitations of deep learning for inverse problems on digital hardware*. One
entry of a tie is raised by ``2**-(s + n0)`` if the machine halts in exactly s steps, and not at all
if it never halts. Both are computable with the same program: to answer within ``2**-n``, run the
machine for about n steps. If it halts, the minimiser is unique and all of it is in that column; if
not, every column is as good.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from computable.errors import DomainError
from computable.exact import ceil_log2
from computable.machine.machine import Computation, Machine
from computable.oracle import Ask, Entry, ProblemData
from computable.problem.instance import Instance
from computable.problem.problems import Problem
from computable.problem.tie import TieFamily

__all__ = ["HaltingInstance", "instance_of"]


@dataclass(frozen=True, kw_only=True)
class HaltingInstance:
    """The instance of a tie that a machine makes, as an oracle.

    Attributes
    ----------
    machine : Machine
    family : TieFamily
    column : int
        j, the column that a halt raises.
    """

    machine: Machine
    family: TieFamily
    column: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.machine, Machine):
            raise DomainError(
                f"machine: got {type(self.machine).__name__}, need one with a text, and start(): "
                "TuringMachine.parse(text), say"
            )
        if not 0 <= self.column < self.family.columns:
            raise DomainError(f"column: got {self.column}, need 0 to {self.family.columns - 1}")

    @property
    def offset(self) -> int:
        """n0, with ``2**-n0`` the largest gap of the family."""
        return -ceil_log2(self.family.largest_gap)

    def gap(self, steps: int) -> Fraction:
        """Return the gap that a halt in exactly so many steps makes: ``2**-(steps + n0)``."""
        return Fraction(1, 1 << (steps + self.offset))

    def steps_for(self, depth: int) -> int:
        """Return how many steps tell the entry within ``2**-depth``.

        A halt after t steps or more moves the entry c g_j by at most ``c g_j 2**-(t + 1 + n0)``.
        """
        size = self.family.centre_entry * self.family.gauge[self.column]
        return max(0, depth + ceil_log2(size) - self.offset - 1)

    def depth_for(self, steps: int) -> int:
        """Return n: without a halt in so many steps the entry is known within ``2**-n``.

        Negative if the entry is large and the steps are few.
        """
        size = self.family.centre_entry * self.family.gauge[self.column]
        return steps + self.offset + 1 - ceil_log2(size)

    def instance(self, steps: int | None) -> Instance:
        """Return the exact instance, if the machine halts in so many steps; ``None``: never."""
        if steps is None:
            return self.family.centre
        return self.family.raised(self.column, self.gap(steps))

    def ask(self) -> Ask:
        """Return an oracle of the instance, its canonical name.

        Every answer is exact: that of the centre until the machine is seen to halt, then that of
        the raised instance. As long as no halt is seen, all machines look the same.
        """
        run: Computation = self.machine.start()
        centre = self.family.centre.oracle()

        def ask(entry: Entry, n: int) -> Fraction:
            if entry != ("A", 0, self.column):
                return centre(entry, n)
            seen = self.steps_for(n)
            run.advance(seen)  # it may have been run farther, for another query
            if not run.halted or run.steps > seen:
                return centre(entry, n)
            return self.instance(run.steps).columns[self.column][0][1]

        return ask

    def data(self) -> ProblemData:
        """Return the input of an algorithm, with the canonical name."""
        return ProblemData(shape=self.family.shape, problem=self.family.problem, ask=self.ask())


def instance_of(
    machine: Machine, problem: Problem, digits: int, *, column: int = 0
) -> HaltingInstance:
    """Return the 1 x 2 inverse problem whose answer knows whether the machine halts.

    Parameters
    ----------
    machine : Machine
    problem : Problem
    digits : int
        K: no answer has K digits for both a halt and none.
    column : int
        0 or 1, the one that a halt raises.

    Examples
    --------
    >>> from computable.machine import TuringMachine
    >>> from computable.problem import BasisPursuit
    >>> champion = TuringMachine.parse("1RB1LB_1LA0LC_1RZ1LD_1RD0RA")  # halts after 107 steps
    >>> data = instance_of(champion, BasisPursuit(), 3).data()
    >>> data.A.query(0, 0, 100), data.A.query(0, 0, 200) == 1 + Fraction(1, 1 << 109)
    (Fraction(1, 1), True)
    """
    family = TieFamily.rational(problem, digits=digits)
    return HaltingInstance(machine=machine, family=family, column=column)
