"""Certificates about learners and about coins (format: FORMAT.md; judge: checker_training.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from computable.exact import Vector
from computable.oracle import Query
from proofs import writing
from proofs.proof_file import ProofFile
from proofs.setting import Setting

__all__ = ["FailedBranch", "FailureProbability", "TrainingRefutation"]


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
        tail = {"output": self.setting.outputs(self.outputs)}
        return _document(claim, self.setting, self.transcript, tail, self.about)


class FailedBranch(NamedTuple):
    """A run that fails: its coins, and its outputs, or the queries if they are too many samples."""

    coins: str
    outputs: tuple[Vector, ...] | None
    queries: tuple[Query, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class FailureProbability(ProofFile):
    """The statement that an algorithm fails with at least a certain probability.

    *On this instance or training set the listed coins have probability at least
    ``probability``, and with each of them the output is farther than ``10**-digits`` (l2) from
    every minimiser (at one or more claimed samples), or more than ``limit`` samples are read.*

    Attributes
    ----------
    digits : int
    probability : Fraction
    setting : Setting
    transcript : tuple of Query
        All that was read in these branches.
    branches : tuple of FailedBranch
    limit : int or None
    about : mapping
    """

    digits: int
    probability: Fraction
    setting: Setting
    transcript: tuple[Query, ...]
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
        row = {(query.entry, query.depth): i for i, query in enumerate(self.transcript)}
        branches = []
        for coins, outputs, queries in self.branches:
            if outputs is None:
                rows = sorted({row[query.entry, query.depth] for query in queries})
                branches.append({"coins": coins, "queries": rows})
            else:
                branches.append({"coins": coins, "output": self.setting.outputs(outputs)})
        tail = {"branches": branches}
        return _document(claim, self.setting, self.transcript, tail, self.about)


def _document(
    claim: dict[str, Any],
    setting: Setting,
    transcript: tuple[Query, ...],
    tail: dict[str, Any],
    about: Mapping[str, str],
) -> dict[str, Any]:
    return {
        "format": "computable-certificate",
        "version": 1,
        "claim": claim,
        "problem": writing.problem(setting.problem, len(setting.instances[0].columns)),
        "instance": setting.instance(),
        "transcript": writing.transcript(transcript),
        **tail,
        **setting.label_field(),
        "argument": setting.argument(),
        "about": dict(about),
    }
