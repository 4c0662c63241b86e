r"""The accuracy that no Banach-Mazur algorithm has: the game of Theorem E on sequences.

*Theorem E, accuracy bound* (Boche, Fono, Kutyniok, arXiv 2202.13490, who bound the accuracy from
below, too; the constant is this project's). Every Banach-Mazur computable map G of the instances of
a tie has an error of at least ``rho = t sqrt((q - 1) / q)`` on the class, t being the amplitude.

*Proof.* Were its error e < rho, let j be a vertex farthest from G(centre), at least rho away. For
s >= s0 the amplitude at ``D_j(2**-s)`` differs from t by (rho - e)/2 at most, so G moves by at
least (rho - e)/2 if machine k halts after s0 steps or more. G of the sequence that the machines
make is computable: one approximation of term k decides whether machine k halts.

*The game.* A map that is handed in is asked for one answer about the sequence whose terms are all
the centre. It has read finitely many entries of each term, when it answers z. Then term 0 gets a
machine that halts later than these depths can see: the sequence that the new machines make gives
the same answers, so z comes again, and its minimiser is farther than e from z.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from computable.errors import DomainError, Malformed, Rejected
from computable.exact import Vector, as_fraction, ceil_log2, counted, number_text
from computable.machine import Machine, TuringMachine
from computable.machine.turing.countdown import halting_after
from computable.oracle import Ask, Entry, Query, Transcript
from computable.problem import HaltingInstance, Problem, TieFamily, norm_squared
from computable.sequence import BanachMazur, InstanceSequence
from proofs.adversary.below_precision import largest_hidden_gap
from proofs.adversary.halting import farthest_column
from proofs.adversary.refute import problem_named
from proofs.certificate import Certificate
from proofs.machine_proof import LONGEST_RUN
from proofs.outcome import Unknown
from proofs.reduction import Reduction, digits_refuted

__all__ = ["Inaccurate", "accuracy_bound", "refute_map"]

ENDLESS = TuringMachine.parse("1RA1RA")


@dataclass(frozen=True, kw_only=True, repr=False)
class Inaccurate:
    """*Proved:* at a term of a computable sequence the map's error is larger than ``error``.

    *Assumed:* that what it calls an approximation within ``2**-n`` is one, and that the map does
    the same again (it did, when it was asked about the sequence itself).

    Attributes
    ----------
    certificate : Reduction
        For term 0, with the answer that the map gave within ``2**-depth`` entry by entry.
    sequence : InstanceSequence
        What the machines make: machine 0 halts, the others never do.
    machine : TuringMachine
        Machine 0.
    error : Fraction
    depth : int
    """

    certificate: Reduction
    sequence: InstanceSequence
    machine: TuringMachine
    error: Fraction
    depth: int

    def __repr__(self) -> str:
        error = number_text(self.error).removeprefix("~ ")
        steps = counted(self.certificate.steps, "step")
        return f"Inaccurate: error > {error} at term 0, whose machine halts after {steps}"


def accuracy_bound(family: TieFamily) -> Fraction:
    """Return a rational just below ``rho = t sqrt((q - 1)/q)``, at most ``2**-64 rho`` away.

    Examples
    --------
    >>> from computable.problem import BasisPursuit
    >>> float(accuracy_bound(TieFamily.rational(BasisPursuit(), digits=1)))
    0.1414213562373095
    """
    square = family.breakdown_radius_squared()
    p, q = square.numerator, square.denominator
    scale = 1 << (70 + max(0, q.bit_length() - p.bit_length()))
    return Fraction(isqrt(p * q * scale * scale), q * scale)


def refute_map(
    method: BanachMazur,
    *,
    problem: Problem | str = "bp",
    digits: int = 1,
    columns: int = 2,
    error: Fraction | None = None,
) -> Inaccurate | Unknown:
    """Show that a Banach-Mazur algorithm is not accurate.

    Parameters
    ----------
    method : BanachMazur
        ``lift(algorithm)``, ``OnSequences(function)``, or any map of sequences.
    problem, digits, columns
        The tie: its amplitude is about ``2 * 10**-digits``.
    error : Fraction, optional
        An l2 error below the bound; 0.99 of the bound by default.

    Raises
    ------
    DomainError
        If there is no such tie, the error is not below the bound, or the map misbehaves.

    Examples
    --------
    >>> from computable.sequence import OnSequences
    >>> def split(instances, k, n):  # half of y to either column: the best that anybody can do
    ...     y = instances.query(k, ("y", 0), n + 1)
    ...     return [y / 2, y / 2]
    >>> refute_map(OnSequences(split), digits=1)
    Inaccurate: error > 0.140007 at term 0, whose machine halts after 5 steps
    """
    chosen = problem_named(problem) if isinstance(problem, str) else problem
    if not isinstance(method, BanachMazur):
        raise DomainError(
            f"method: got {type(method).__name__}, need a map of sequences: OnSequences(f) of a "
            "function f(instances, k, n), or lift(algorithm)"
        )
    family = TieFamily.rational(chosen, digits=digits, columns=columns)
    bound = accuracy_bound(family)
    least = bound * Fraction(99, 100) if error is None else as_fraction(error, name="error")
    if not 0 <= least < bound:
        raise DomainError(
            f"error: got {number_text(least)}, need 0 <= error < {number_text(bound)}"
        )
    size = family.shape[1]
    depth = max(1, 4 - ceil_log2((bound - least) / size))
    claimed = least + Fraction(size, 1 << depth)  # what the map's approximation may be off by
    told = _Told(InstanceSequence.constant(family))
    z = method(told.sequence).query(0, depth)
    if len(z) != size:
        raise DomainError(f"method: its answers have {len(z)} numbers, need {size}")
    j = farthest_column(family, z)
    gap = largest_hidden_gap(family, j, told.transcript)
    offset = HaltingInstance(machine=ENDLESS, family=family, column=j).offset
    steps = 1 if gap is None else max(1, -ceil_log2(gap) - offset)
    while norm_squared(_difference(z, family, j, steps, offset)) <= claimed**2:
        steps += 1 + steps // 8  # the amplitude is not yet near enough to t
        if steps > LONGEST_RUN:
            return Unknown(reason="the answer is too close to the bound")
    return _presented(method, family, (j, steps, depth), z, (least, claimed))


def _presented(
    method: BanachMazur,
    family: TieFamily,
    chosen: tuple[int, int, int],
    z: Vector,
    errors: tuple[Fraction, Fraction],
) -> Inaccurate | Unknown:
    """Ask the map about the sequence of the machines, and write down what it does."""
    (j, steps, depth), (least, claimed) = chosen, errors
    late = halting_after(steps)
    machine = {0: late}
    made = InstanceSequence.of_machines(lambda k: _of(machine, k), family, column=j)
    told = _Told(made)
    if method(told.sequence).query(0, depth) != z:
        return Unknown(reason="the map was told the same again, and gave another answer")
    first = HaltingInstance(machine=late, family=family, column=j)
    gap = first.gap(steps)
    try:
        certificate = Reduction(
            refutation=Certificate(
                digits=digits_refuted(claimed),
                problem=family.problem,
                instance=first.instance(steps),
                transcript=tuple(told.transcript),
                output=z,
                x=family.minimiser(j, gap),
                witness=family.witness(j, gap),
            ),
            machine=late,
            error=claimed,
            steps=steps,
            column=j,
            offset=first.offset,
            centre=family.centre_entry * family.gauge[j],
            about={"game": "Banach-Mazur", "depth": str(depth)},
        )
        certificate.check()
    except (DomainError, Malformed, Rejected) as error:
        return Unknown(reason=f"inaccurate, but no certificate can hold it: {error}")
    return Inaccurate(
        certificate=certificate, sequence=made, machine=late, error=least, depth=depth
    )


def _of(machines: dict[int, TuringMachine], k: int) -> Machine:
    return machines.get(k, ENDLESS)


def _difference(z: Vector, family: TieFamily, j: int, steps: int, offset: int) -> Vector:
    x = family.minimiser(j, Fraction(1, 1 << (steps + offset)))
    return tuple(a - b for a, b in zip(z, x, strict=True))


class _Told:
    """A sequence that keeps what is asked of term 0."""

    def __init__(self, true: InstanceSequence) -> None:
        self._transcript, self._true = Transcript(), true
        self.sequence = InstanceSequence(
            problem=true.problem, shape=true.shape, program=self._program
        )

    @property
    def transcript(self) -> list[Query]:
        return list(self._transcript)

    def _program(self, k: int) -> Ask:
        oracle = self._true.program(k)

        def ask(entry: Entry, n: int) -> Fraction:
            if k:
                return oracle(entry, n)
            known = self._transcript.recorded(entry, n)
            if known is None:
                known = oracle(entry, n)
                self._transcript.record(entry, n, known)
            return known

        return ask
