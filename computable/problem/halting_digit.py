"""The digit of an inverse problem's answer that says whether a machine halts (Theorem E).

Of the minimisers of a :class:`~computable.problem.halting.HaltingInstance` with two columns take
the one of least norm. If the machine halts it is ``t_j e_j``, and the coordinate of the other
column is 0; if it never halts, it is the centroid, where that coordinate is ``10**-K``. So the K-th
decimal of this coordinate is 0 or 1, and whoever can compute it can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from computable.errors import DomainError
from computable.exact import Vector
from computable.machine import Halts, NeverHalts, TuringMachine, Undecided, decide
from computable.problem.halting import HaltingInstance

__all__ = ["HaltingDigit", "halting_digit"]

LONGEST = 4_000_000
"""Bits of numbers that are written out."""


@dataclass(frozen=True, kw_only=True)
class HaltingDigit:
    """What is known of the digit.

    Attributes
    ----------
    instance : HaltingInstance
    found : Halts, NeverHalts or Undecided
        Of the machine.
    coordinate : int
        Of the minimiser of least norm: the column that a halt does not raise.
    place : int
        K, the decimal place.
    digit : int or None
        0 if the machine halts, 1 if it never halts; ``None`` if neither is proved.
    depth : int or None
        The data are known within ``2**-depth``; ``None``: exactly.
    """

    instance: HaltingInstance
    found: Halts | NeverHalts | Undecided
    coordinate: int
    place: int
    digit: int | None
    depth: int | None

    @property
    def minimiser(self) -> Vector | None:
        """The minimiser of least norm, exactly, if it is known.

        Raises
        ------
        DomainError
            If its numbers have more than four million bits.
        """
        family, j = self.instance.family, self.instance.column
        match self.found:
            case Halts(steps=steps):
                if steps > LONGEST:
                    raise DomainError(f"minimiser: its numbers have more than {LONGEST} bits")
                return family.minimiser(j, self.instance.gap(steps))
            case NeverHalts():
                return family.centroid()
        return None


def halting_digit(
    instance: HaltingInstance, *, steps: int | None = None, work: int = 400_000
) -> HaltingDigit:
    """Find the digit out, if the machine can be decided.

    Parameters
    ----------
    instance : HaltingInstance
        With two columns of equal weight.
    steps : int, optional
        How far the machine is run: by default 10**4000 for a Turing machine (which is decided
        with all means, and with so much ``work``), 10**6 for another one.

    Examples
    --------
    >>> from computable.problem import BasisPursuit, instance_of
    >>> champion = TuringMachine.parse("1RB1LB_1LA1RZ")
    >>> digit = halting_digit(instance_of(champion, BasisPursuit(), 2))
    >>> digit.digit, digit.coordinate, [str(v) for v in digit.minimiser]
    (0, 1, ['128/6425', '0'])
    >>> endless = TuringMachine.parse("1RA1RA")
    >>> digit = halting_digit(instance_of(endless, BasisPursuit(), 2))
    >>> digit.digit, [str(v) for v in digit.minimiser]
    (1, ['1/100', '1/100'])
    """
    family, j = instance.family, instance.column
    if family.columns != 2 or len(set(family.gauge)) > 1:
        raise DomainError(f"columns: got {family.columns}, need 2 of equal weight for the digit")
    far = 10**4000 if isinstance(instance.machine, TuringMachine) else 10**6
    found = decide(instance.machine, steps=far if steps is None else steps, work=work)
    if family.centroid()[1 - j] != Fraction(1, 10**family.digits):
        raise DomainError("family: the amplitude is not 2 * 10**-K; use TieFamily.rational")
    digit = {Halts: 0, NeverHalts: 1}.get(type(found))
    depth = instance.depth_for(found.steps) if isinstance(found, Undecided) else None
    return HaltingDigit(
        instance=instance,
        found=found,
        coordinate=1 - j,
        place=family.digits,
        digit=digit,
        depth=depth,
    )
