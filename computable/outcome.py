"""How an attempt to judge an algorithm can end. Outcomes are values; only misuse raises."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from computable.algorithm import Report
from computable.oracle import Transcript

__all__ = ["Certified", "Evidence", "Failed", "Outcome", "Refuted", "Unknown"]


class Evidence(Protocol):
    """A certificate: a finite statement that an independent checker can verify."""

    @property
    def error_squared(self) -> Fraction:
        """The exact square of the l2 distance between output and minimiser."""
        ...

    def text(self) -> str:
        """Return the certificate file's text."""
        ...

    def save(self, path: str | Path) -> Path:
        """Write the file atomically and return its path."""
        ...


@dataclass(frozen=True, kw_only=True)
class Refuted:
    """*Proved:* on a concrete instance this run's answer does not have ``digits`` digits.

    Attributes
    ----------
    certificate : Evidence
        Accepted by the checker before this value was made.
    digits : int
        The answer is farther than ``10**-digits`` (l2) from every minimiser.
    attack : str
        'in precision': the data are float64 numbers, so an exact method would have been right;
        'below precision': the gap lies deeper than the algorithm read.
    gap : Fraction
        eta: one column is ``1 + eta`` times its competitors.
    report : Report
        The refuted answer and what the solver said about it.
    """

    certificate: Evidence
    digits: int
    attack: str
    gap: Fraction
    report: Report


@dataclass(frozen=True, kw_only=True)
class Certified:
    """*Proved:* the answer is within ``10**-digits`` (l2) of a minimiser."""

    certificate: Evidence
    digits: int


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Nothing is proved: a budget is spent, or the algorithm survived and may be right."""

    reason: str
    transcript: Transcript | None = None


@dataclass(frozen=True, kw_only=True)
class Failed:
    """The algorithm gave no answer: an exception, a crash, a wrong shape, a NaN."""

    reason: str
    transcript: Transcript


Outcome = Refuted | Certified | Unknown | Failed
