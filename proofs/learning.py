"""Certificates about learners and about coins (format: FORMAT.md).

Judges: ``checker_training.py``, ``checker_probability.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from computable.exact import Vector
from computable.oracle import Query
from proofs import writing
from proofs.proof_file import ProofFile
from proofs.setting import Setting, ShownData

__all__ = ["FailedBranch", "FailureProbability", "TrainingRefutation", "reads_of"]


@dataclass(frozen=True, kw_only=True, repr=False)
class TrainingRefutation(ProofFile):
    """The statement that a trained network does not have ``digits`` digits at certain samples.

    *On this training set the network's values at the claimed samples are farther than
    ``10**-digits`` (l2) from every minimiser, and everything that the learner read is
    legitimate.*

    Attributes
    ----------
    digits : int
    setting : Setting
    transcript : tuple of Query
    outputs : tuple of Vector, shape (N,) each
        The network's value at every sample.
    about : mapping
        Strings for readers; no checker reads them.
    """

    digits: int
    setting: Setting
    transcript: tuple[Query, ...]
    outputs: tuple[Vector, ...]
    about: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        claimed, count = len(self.setting.claimed), len(self.outputs)
        return f"TrainingRefutation(not {self.digits} digits at {claimed} of {count} samples)"

    def document(self) -> dict[str, Any]:
        """Return the file's content as JSON values."""
        claim = {"kind": "refutation", "digits": self.digits, **self.setting.claim()}
        return {
            **_head(claim, self.setting),
            "transcript": writing.transcript(self.transcript),
            "output": self.setting.outputs(self.outputs),
            **self.setting.label_field(),
            "argument": self.setting.argument(),
            "about": dict(self.about),
        }


class FailedBranch(NamedTuple):
    """A run that fails: its coins, and its outputs, or what it read if that is too much.

    ``reads`` holds (k, d) if y or x of sample k was read at depth d, and (R, d) if A was.
    """

    coins: str
    outputs: tuple[Vector, ...] | None
    reads: tuple[tuple[int, int], ...] = ()

    def samples_read(self, samples: int) -> int:
        """Return how many samples were read, of a training set with so many."""
        depths = {d for k, d in self.reads if k < samples}
        return sum(k < samples or d not in depths for k, d in self.reads)


def reads_of(queries: Iterable[Query], samples: int) -> tuple[tuple[int, int], ...]:
    """Return what was read of a training set with so many samples, as a branch records it.

    Examples
    --------
    >>> rows = [(("y", 0, 0), 4), (("x", 0, 1), 4), (("A", 0, 0), 9)]
    >>> reads_of((Query(entry, n, Fraction(0)) for entry, n in rows), 1)
    ((0, 4), (1, 9))
    """
    pairs = {(samples if q.entry[0] == "A" else q.entry[1], q.depth) for q in queries}
    return tuple(sorted(pairs))


@dataclass(frozen=True, kw_only=True, repr=False)
class FailureProbability(ProofFile):
    """The statement that an algorithm fails with at least a certain probability.

    *If all that is asked to depth ``shown.depth`` or less is answered as shown, which is
    legitimate, the listed coins have probability at least ``probability``, and with each of
    them the output is farther than ``10**-digits`` (l2) from every minimiser (at one or more
    claimed samples), or more than ``limit`` samples are read.*

    Attributes
    ----------
    digits : int
    probability : Fraction
    setting : Setting
    shown : ShownData
    branches : tuple of FailedBranch
    limit : int or None
    about : mapping
    """

    digits: int
    probability: Fraction
    setting: Setting
    shown: ShownData
    branches: tuple[FailedBranch, ...]
    limit: int | None = None
    about: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"FailureProbability(>= {self.probability}, {len(self.branches)} branches)"

    def document(self) -> dict[str, Any]:
        """Return the file's content as JSON values."""
        claim = {
            "kind": "failure-probability",
            "digits": self.digits,
            "probability": writing.rational(self.probability),
            **self.setting.claim(),
        }
        if self.limit is not None:
            claim["limit"] = self.limit
        branches: list[dict[str, Any]] = []
        for coins, outputs, reads in self.branches:
            if outputs is None:
                branches.append({"coins": coins, "reads": [list(pair) for pair in reads]})
            else:
                branches.append({"coins": coins, "output": self.setting.outputs(outputs)})
        return {
            **_head(claim, self.setting),
            "shown": self.shown.document(learner=self.setting.learner),
            "branches": branches,
            "argument": self.setting.argument(),
            "about": dict(self.about),
        }


def _head(claim: dict[str, Any], setting: Setting) -> dict[str, Any]:
    return {
        "format": "computable-certificate",
        "version": 1,
        "claim": claim,
        "problem": writing.problem(setting.problem, len(setting.instances[0].columns)),
        "instance": setting.instance(),
    }
