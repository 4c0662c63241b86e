r"""Specker's sequence: computable, increasing, bounded, and without a computable limit.

*Specker* (Nicht konstruktiv beweisbare Saetze der Analysis, J. Symb. Logic 14, 1949). For machines
M_0, M_1, ... let

    s_n = sum of 2^-(k+1) over the k < n for which M_k halts within n steps.

The terms are rationals, one program computes them all, and their limit is the sum over all k for
which M_k halts: its binary digits answer the halting problem, if the machines are all machines. So
there is no *modulus*: no computable mu with ``limit - s_mu(n) <= 2^-n``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from computable.errors import DomainError
from computable.machine import Halts, Machine, NeverHalts, TuringMachine, decide
from computable.machine.turing.countdown import halting_after
from computable.machine.turing.enumeration import turing_machine
from computable.sequence.reals import RealSequence, checked_index

__all__ = ["LimitKnown", "Specker", "without_modulus"]

ENDLESS = TuringMachine.parse("1RA1RA")
PROGRAM_STEPS = 100_000
"""So far a program is run to decide about it."""


@dataclass(frozen=True, kw_only=True)
class LimitKnown:
    """*Proved:* the limit of a Specker sequence is in ``[lower, upper]``.

    Attributes
    ----------
    lower, upper : Fraction
    halting, endless, undecided : tuple of int
        The machines of which it is proved that they halt, or never do, and the others.
    """

    lower: Fraction
    upper: Fraction
    halting: tuple[int, ...]
    endless: tuple[int, ...]
    undecided: tuple[int, ...]


@dataclass(frozen=True)
class Specker:
    """The sequence that machines make; by default all Turing machines with two symbols.

    Attributes
    ----------
    machines : callable
        k to machine k.

    Examples
    --------
    >>> specker = Specker()
    >>> [str(specker.term(n)) for n in (0, 8, 9, 10)]
    ['0', '0', '1/512', '3/1024']
    >>> known = specker.known(64)  # all machines of one state
    >>> known.undecided, known.upper - known.lower == Fraction(1, 2**64)
    ((), True)
    """

    machines: Callable[[int], Machine] = turing_machine

    def term(self, n: int) -> Fraction:
        """Return ``s_n``, exactly: n machines are run for n steps."""
        total = 0
        for k in range(checked_index(n)):
            run = self.machines(k).start()
            run.advance(n)
            total = 2 * total + run.halted
        return Fraction(total, 1 << n)

    def sequence(self) -> RealSequence:
        """Return the terms as a computable sequence (of rationals, so depth is no matter)."""
        return RealSequence(lambda k, _: self.term(k))

    def known(self, count: int) -> LimitKnown:
        """Enclose the limit by deciding as many of the first machines as possible."""
        found: dict[type, list[int]] = {Halts: [], NeverHalts: []}
        undecided: list[int] = []
        for k in range(checked_index(count)):
            machine = self.machines(k)
            steps = 10**9 if isinstance(machine, TuringMachine) else PROGRAM_STEPS
            found.get(type(decide(machine, steps=steps)), undecided).append(k)
        lower = sum((Fraction(1, 2 << k) for k in found[Halts]), Fraction(0))
        open_ones = sum((Fraction(1, 2 << k) for k in undecided), Fraction(0))
        return LimitKnown(
            lower=lower,
            upper=lower + open_ones + Fraction(1, 1 << count),
            halting=tuple(found[Halts]),
            endless=tuple(found[NeverHalts]),
            undecided=tuple(undecided),
        )


def without_modulus(modulus: Callable[[int], int]) -> Specker:
    """Return a Specker sequence whose limit is approached more slowly than a modulus says.

    The modulus claims ``limit - s_N <= 2**-n`` for ``N = modulus(n)``. In the sequence that is
    returned machine 0 halts after ``N = modulus(2)`` steps, and no other does, so that ``s_N`` is 0
    and the limit 1/2.

    Examples
    --------
    >>> slow = without_modulus(lambda n: 100 * 2**n)
    >>> slow.term(400), slow.term(401)
    (Fraction(0, 1), Fraction(1, 2))
    """
    steps = modulus(2)
    if not isinstance(steps, int) or isinstance(steps, bool) or steps < 0:
        raise DomainError(f"modulus: got {steps!r} for n = 2, need an integer >= 0")
    late = halting_after(steps + 1)
    return Specker(lambda k: ENDLESS if k else late)
