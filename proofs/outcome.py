"""How an attempt to judge an algorithm can end. Outcomes are values; only misuse raises."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from computable.algorithm import Report
from computable.exact import distance_text, power_text
from computable.oracle import Transcript
from proofs.certificate import Certificate

__all__ = ["Certified", "Failed", "Outcome", "Refuted", "Unknown"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Refuted:
    """*Proved:* on a concrete instance this run's answer does not have ``digits`` digits.

    Attributes
    ----------
    certificate : Certificate
        Accepted by the checker before this value was made.
    digits : int
        The answer is farther than ``10**-digits`` (l2) from every minimiser.
    attack : str
        'in precision': the data are float64 numbers, so an exact method would have been right;
        'below precision': the gap lies deeper than the algorithm read.
    gap : Fraction
        eta: one column is ``1 + eta`` times its competitors. Below precision this is the widest
        gap that the answers hide; the same output may well be wrong at wider ones.
    report : Report
        The refuted answer and what the solver said about it.
    """

    certificate: Certificate
    digits: int
    attack: str
    gap: Fraction
    report: Report

    def __repr__(self) -> str:  # short: the numbers behind it may have millions of digits
        error = distance_text(self.certificate.output, self.certificate.x)
        digits = f"{self.digits} digit{'s' * (self.digits != 1)}"
        return f"Refuted: not {digits}; {self.attack}, gap {power_text(self.gap)}, error {error}"


@dataclass(frozen=True, kw_only=True)
class Certified:
    """*Proved:* the answer is within ``10**-digits`` (l2) of a minimiser."""

    certificate: Certificate
    digits: int


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Nothing is proved: a budget is spent, or the algorithm survived and may be right."""

    reason: str
    transcript: Transcript | None = None

    def __str__(self) -> str:
        return f"Unknown: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class Failed:
    """The algorithm gave no answer: an exception, a crash, a wrong shape, a NaN, or so it says."""

    reason: str
    transcript: Transcript

    def __str__(self) -> str:
        return f"Failed: {self.reason}"


Outcome = Refuted | Certified | Unknown | Failed
