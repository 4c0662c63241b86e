"""What a theorem is here: a statement with its source, and a demonstration that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from computable.algorithm import Budget
from computable.exact import accuracy_text, counted, power_text, probability_text
from computable.problem import BasisPursuit, Omega, Problem
from proofs.adversary.banach_mazur import Inaccurate
from proofs.outcome import (
    Certified,
    Failed,
    Measured,
    Outcome,
    ProvedFailure,
    Refuted,
    SampledFailure,
)

__all__ = ["Demonstrate", "Kept", "NotKept", "Ran", "Setup", "Theorem"]


@dataclass(frozen=True, kw_only=True)
class Setup:
    """The sizes of a demonstration and how algorithms are run in it.

    Attributes
    ----------
    problem : Problem
    digits, columns, rows : int
        K, q and m.
    samples : int
        R, the samples of a training set; for Theorems B and C also M and L.
    budget : Budget
        Of each game: what a run may read, and seconds for all its runs.
    isolate : bool
        Run handed-in algorithms in a process of their own.
    halting : bool
        Assume that a handed-in randomised algorithm halts with probability 1 (Theorem A').
    seed : int
        Of whatever is drawn at random.
    """

    problem: Problem = field(default_factory=BasisPursuit)
    digits: int = 3
    columns: int = 3
    rows: int = 2
    samples: int = 4
    budget: Budget = field(default_factory=lambda: Budget(depth=1 << 20, seconds=60))
    isolate: bool = False
    halting: bool = False
    seed: int = 0

    @property
    def omega(self) -> Omega:
        """The class of these sizes."""
        return Omega(
            problem=self.problem,
            digits=self.digits,
            columns=self.columns,
            rows=self.rows,
            samples=self.samples,
        )


@dataclass(frozen=True, kw_only=True)
class Kept:
    """*Checked exactly on finitely many inputs:* an algorithm kept its promise on all of them.

    That it keeps it on the others is the theorem's business, not shown by this.

    Attributes
    ----------
    inputs : int
    digits : int
        All answers were within ``10**-digits`` (l2).
    worst_squared : Fraction
        The largest squared error; a close upper bound of it if answers have very many bits.
    most_samples : int
        The largest number of samples read; 0 if samples do not count here.
    """

    inputs: int
    digits: int
    worst_squared: Fraction
    most_samples: int = 0


@dataclass(frozen=True, kw_only=True)
class NotKept:
    """*Exact:* on one input the algorithm broke a promise; it is none of the theorem's."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Ran:
    """One line of a demonstration: what was run, what was to be shown, and how it ended."""

    algorithm: str
    claim: str
    outcome: Outcome | Inaccurate | Kept | NotKept
    as_stated: bool
    """Whether this is what the theorem says."""

    @property
    def verdict(self) -> str:
        """'as stated', or what came instead."""
        if self.as_stated:
            return "as stated"
        match self.outcome:
            case NotKept():
                return "not kept"
            case SampledFailure():
                return "evidence"
            case Failed():
                return "no answer"
        return "undecided"

    def sentence(self) -> str:
        """Say the outcome in one line."""
        match self.outcome:
            case Kept():
                if not self.outcome.worst_squared and self.outcome.inputs == 1:
                    return "every digit (exactly)"
                if not self.outcome.worst_squared:
                    return f"every digit on all of {self.outcome.inputs} random inputs (exactly)"
                kept, digits = self.outcome, accuracy_text(self.outcome.digits)
                reading = f", at most {counted(kept.most_samples, 'sample')} read"
                return (
                    f"{digits} on all of {kept.inputs} random inputs"
                    f"{reading if kept.most_samples else ''} (checked exactly)"
                )
            case Refuted() | ProvedFailure():
                return repr(self.outcome)
            case SampledFailure():
                most = probability_text(self.outcome.most)
                return (
                    f"evidence: {self.outcome.successes} of {self.outcome.runs} runs succeeded, so "
                    f"<= {most} at confidence {self.outcome.confidence}; gap "
                    f"{power_text(self.outcome.gap)}"
                )
            case NotKept():
                return self.outcome.reason
            case Certified(depth=int()):
                depth = self.outcome.depth
                return f"{accuracy_text(self.outcome.digits)} proved, read to {depth} bits"
            case Measured():
                low, high = map(probability_text, (self.outcome.lower, self.outcome.upper))
                return f"succeeds there with a probability from {low} to {high}, exactly"
        return str(self.outcome)


class Demonstrate(Protocol):
    """Runs a theorem: on the algorithm handed in, or on built-in ones."""

    def __call__(self, algorithm: Callable[..., Any] | str | None, setup: Setup) -> Iterator[Ran]:
        """Yield what was run, as it ends."""
        ...


@dataclass(frozen=True, kw_only=True)
class Theorem:
    """A theorem with its executable demonstration.

    Attributes
    ----------
    name : str
        For the command line: 'A', 'A-prime', ...
    title : str
    source : str
        The paper and its number there.
    statement : str
        In words.
    latex : str
    hypotheses : tuple of str
    differs : str
        What is stronger or different here than in the paper.
    algorithms : tuple of str
        The built-in algorithms of the demonstration.
    evidence : str
        What the outcome proves, and who checks it.
    demonstrate : Demonstrate
    """

    name: str
    title: str
    source: str
    statement: str
    latex: str
    hypotheses: tuple[str, ...]
    differs: str
    algorithms: tuple[str, ...]
    evidence: str
    demonstrate: Demonstrate
