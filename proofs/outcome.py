"""How an attempt to judge an algorithm can end. Outcomes are values; only misuse raises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.exact import (
    Vector,
    accuracy_text,
    counted,
    distance_text,
    power_text,
    probability_text,
)
from computable.machine import Machine
from computable.oracle import Transcript
from proofs.distance import Distance
from proofs.given_answer import GivenAnswer
from proofs.learning import FailureProbability, TrainingRefutation

__all__ = [
    "Certified",
    "Failed",
    "Measured",
    "Outcome",
    "ProvedFailure",
    "Refuted",
    "SampledFailure",
    "Unknown",
    "WrongDecider",
]


@dataclass(frozen=True, kw_only=True, repr=False)
class Refuted:
    """*Proved:* on a concrete instance this run's answer does not have ``digits`` digits.

    Attributes
    ----------
    certificate : Certificate, or TrainingRefutation for a learner, GivenAnswer for an answer
        Accepted by the checker before this value was made (but for an answer that somebody has:
        then it is written when it is saved or checked).
    digits : int
        The answer is farther than ``10**-digits`` (l2) from every minimiser.
    attack : str
        'in precision': the data are float64 numbers, so an exact method would have been right;
        'below precision': the gap lies deeper than the algorithm read.
    gap : Fraction
        eta: one column is ``1 + eta`` times its competitors. Below precision this is the widest
        gap that the answers hide; the same output may well be wrong at wider ones.
    report : Report, or None
        The refuted answer and what the solver said about it.
    distance : Distance, optional
        For an answer that somebody has: what was proved of the distance. Then there is no
        ``attack``, ``gap`` or ``report``.
    """

    certificate: Any
    digits: int
    attack: str = ""
    gap: Fraction = Fraction(0)
    report: Any = None
    distance: Distance | None = None

    def __repr__(self) -> str:  # short: the numbers behind it may have millions of digits
        digits = accuracy_text(self.digits)
        if self.distance is not None:
            return f"Refuted: not {digits}, {_error(self.distance)}"
        if isinstance(self.certificate, TrainingRefutation):
            claimed, count = self.certificate.setting.claimed, len(self.certificate.outputs)
            where = f"at {len(claimed)} of {count} samples"
            if "defeated" in self.certificate.about:
                where += f" ({self.certificate.about['defeated']} are defeated)"
            return f"Refuted: not {digits} {where}; {self.attack}, gap {power_text(self.gap)}"
        error = distance_text(self.certificate.output, self.certificate.x)
        if self.certificate.flag is not None:
            says = "correct" if self.certificate.flag else "wrong"
            where = f"gap {power_text(self.gap)}" if self.gap else "at the centre"
            return f"Refuted: flagged as {says} ({digits}), but the error is {error}; {where}"
        return f"Refuted: not {digits}; {self.attack}, gap {power_text(self.gap)}, error {error}"


@dataclass(frozen=True, kw_only=True, repr=False)
class ProvedFailure:
    """*Proved:* on a concrete instance the algorithm fails with at least this probability.

    *Assumed:* that the coins are fair and that the algorithm does the same whenever data and
    coins are the same. The runs that are claimed were repeated, with the same result; a generator
    of its own that seldom differs could pass that.

    Attributes
    ----------
    certificate : FailureProbability
        Accepted by the checker before this value was made.
    digits : int
        A failure is an answer without ``digits`` digits, or (Theorem B) too many samples read.
    probability : Fraction
        Of the failures that were explored.
    gap : Fraction
    halting : Fraction
        The probability of the explored runs at the centre that gave an answer.
    unexplored : Fraction
        The probability of the coins that were not explored.
    reason : str
        Why the exploration ended early, if it did.
    """

    certificate: FailureProbability
    digits: int
    probability: Fraction
    gap: Fraction
    halting: Fraction
    unexplored: Fraction
    reason: str = ""

    def __repr__(self) -> str:
        branches, ways = self.certificate.branches, []
        wrong = _mass(b.coins for b in branches if b.outputs is not None)
        many = _mass(b.coins for b in branches if b.outputs is None)
        if wrong:
            digits = accuracy_text(self.digits)
            ways.append(f"not {digits} with probability {_at_least(wrong)}")
        if many:
            limit = counted(self.certificate.limit or 0, "sample")
            ways.append(f"more than {limit} read with probability {_at_least(many)}")
        cut = f" ({self.reason}; {probability_text(self.unexplored)} is unexplored)"
        tossed = any(b.coins for b in branches)
        assumed = "nothing but fair coins varies" if tossed else "it does the same again"
        return f"ProvedFailure: {' and '.join(ways)}, if {assumed}{cut if self.reason else ''}"


def _at_least(probability: Fraction) -> str:
    return "1" if probability == 1 else f">= {probability_text(probability)}"


def _mass(coins: Iterable[str]) -> Fraction:
    return sum((Fraction(1, 1 << len(c)) for c in coins), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Measured:
    """*Exact:* the success probability at one instance lies between these bounds.

    Attributes
    ----------
    lower, upper : Fraction
        They differ by the probability of the runs that were not explored or did not end.
    digits : int
    """

    lower: Fraction
    upper: Fraction
    digits: int


@dataclass(frozen=True, kw_only=True)
class SampledFailure:
    """*Evidence, no proof:* how often pseudo-random runs succeeded on a concrete instance.

    Attributes
    ----------
    successes, runs : int
    confidence : Fraction
        Were the coins fair and the success probability larger than ``most``, as few successes
        would have had a probability of at most ``1 - confidence``.
    most : Fraction
        The Clopper-Pearson upper bound of the success probability.
    gap : Fraction
    digits : int
    """

    successes: int
    runs: int
    confidence: Fraction
    most: Fraction
    gap: Fraction
    digits: int


@dataclass(frozen=True, kw_only=True, repr=False)
class WrongDecider:
    """*Proved:* what a halting decider says of this machine is false.

    Without a certificate *assumed:* that the decider, a Python program, does the same again.

    Attributes
    ----------
    machine : Machine
    said : bool
        Whether it is said to halt.
    steps : int or None
        In how many it halts; ``None``: never.
    certificate : Reduction, MachineProof or None
        Accepted by its checker before this value was made. ``None``: for the program, or for the
        length of its run, there is none; ``reason`` says how it is known.
    reason : str
    """

    machine: Machine
    said: bool
    steps: int | None
    certificate: Any = None
    reason: str = ""

    def __repr__(self) -> str:
        said = "halts" if self.said else "never halts"
        truth = (
            "never halts" if self.steps is None else f"halts after {counted(self.steps, 'step')}"
        )
        how = f" ({self.reason})" if self.reason else ""
        return f"WrongDecider: says {said!r} of a machine that {truth}{how}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Certified:
    """*Proved:* the answer is within ``10**-digits`` (l2) of a minimiser.

    Attributes
    ----------
    certificate : GivenAnswer
        Written when it is saved or checked.
    digits : int
    distance : Distance
        What was proved of the distance.
    depth : int, optional
        For an answer that was computed from oracles: how deep they were read.
    """

    certificate: GivenAnswer
    digits: int
    distance: Distance
    depth: int | None = None

    @property
    def answer(self) -> Vector:
        """The answer, shape (N,)."""
        return self.certificate.output

    def __repr__(self) -> str:
        if not self.distance.upper:
            return "Certified: every digit, an exact minimiser"
        return f"Certified: {accuracy_text(self.digits)}, {_error(self.distance)}"


def _error(distance: Distance) -> str:
    return f"error between {distance}"


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Nothing is proved: a budget is spent, or the algorithm survived and may be right."""

    reason: str
    transcript: Transcript | None = None
    limit: str = ""
    """Which limit ended it: 'coins' if it asked for a coin in a game without any."""
    distance: Distance | None = None
    """What was proved of the distance of an answer that somebody has."""

    def __str__(self) -> str:
        return f"Unknown: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class Failed:
    """The algorithm gave no answer: an exception, a crash, a wrong shape, a NaN, or so it says."""

    reason: str
    transcript: Transcript

    def __str__(self) -> str:
        return f"Failed: {self.reason}"


Outcome = (
    Refuted
    | ProvedFailure
    | SampledFailure
    | Measured
    | WrongDecider
    | Certified
    | Unknown
    | Failed
)
