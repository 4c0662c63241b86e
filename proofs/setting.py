"""Where runs happened: one instance or a training set, what was shown of it, its minimisers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from computable.exact import Vector
from computable.oracle import Entry, Query
from computable.problem import BasisPursuit, Instance, LinearProgram, Problem, TrainingSet
from computable.problem.training import Shown
from proofs import writing

__all__ = ["Label", "Setting", "ShownData", "labels_shown"]


class Label(NamedTuple):
    """Sample k as it was shown at depth n: the approximate problem, its minimiser, the label."""

    sample: int
    depth: int
    shown: Shown


@dataclass(frozen=True, kw_only=True)
class ShownData:
    """Exact data that are answered at every depth up to one.

    Attributes
    ----------
    depth : int
    samples : tuple of Shown
        Of a training set every sample with its label, which solves the problem shown; of one
        instance the instance, without a label.
    """

    depth: int
    samples: tuple[Shown, ...]

    def __call__(self, entry: Entry) -> Fraction:
        """Return what is answered."""
        kind, *place = entry
        if kind == "A":
            return self.samples[0].instance.value(entry)
        sample = self.samples[place[0] if len(place) > 1 else 0]
        return sample.label[place[-1]] if kind == "x" else sample.instance.y[place[-1]]

    def document(self, *, learner: bool) -> dict[str, Any]:
        """Return the field ``shown``."""
        first, *_ = self.samples
        shown = {"depth": self.depth, "A": writing.matrix(first.instance)}
        if not learner:
            return {**shown, "y": writing.rationals(first.instance.y)}
        points = [
            {
                "y": writing.rationals(sample.instance.y),
                "x": writing.rationals(sample.x),
                "witness": writing.rationals(sample.witness),
            }
            for sample in self.samples
        ]
        return {**shown, "samples": points}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The part of a certificate that does not depend on what the algorithm did.

    Attributes
    ----------
    problem : Problem
    instances : tuple of Instance
        (A, y_k) for every sample; one if there are no samples.
    learner : bool
        Whether this is a training set.
    claimed : tuple of int
        The samples for which something is claimed.
    minimisers : tuple of (x, witness)
        For every claimed sample.
    labels : tuple of Label
    """

    problem: Problem
    instances: tuple[Instance, ...]
    learner: bool
    claimed: tuple[int, ...]
    minimisers: tuple[tuple[Vector, Vector], ...]
    labels: tuple[Label, ...] = ()

    def claim(self) -> dict[str, Any]:
        """Return the field ``samples`` of the claim."""
        return {"samples": list(self.claimed)} if self.learner else {}

    def instance(self) -> dict[str, Any]:
        """Return the field ``instance``."""
        first = self.instances[0]
        points = [writing.rationals(instance.y) for instance in self.instances]
        return {
            "shape": list(first.shape),
            "A": writing.matrix(first),
            **({"samples": points} if self.learner else {"y": points[0]}),
        }

    def outputs(self, outputs: Sequence[Vector]) -> Any:
        """Return an output: one vector, or one per sample."""
        written = [writing.rationals(output) for output in outputs]
        return written if self.learner else written[0]

    def argument(self) -> dict[str, Any]:
        """Return the field ``argument``."""
        points = [
            writing.minimiser(self.problem, self.instances[k], *point)
            for k, point in zip(self.claimed, self.minimisers, strict=True)
        ]
        kind = {"kind": "unique-minimiser"}
        return {**kind, "points": points} if self.learner else {**kind, **points[0]}

    def label_field(self) -> dict[str, Any]:
        """Return the field ``labels``, if there are any."""
        if not self.labels:
            return {}
        written = [
            {
                "sample": k,
                "depth": n,
                "A": writing.matrix(shown.instance),
                "y": writing.rationals(shown.instance.y),
                "label": writing.rationals(shown.label),
                "x": writing.rationals(shown.x),
                "witness": writing.rationals(shown.witness),
            }
            for k, n, shown in self.labels
        ]
        return {"labels": written}


def labels_shown(training: TrainingSet, queries: Iterable[Query]) -> tuple[Label, ...]:
    """Return the labels that the format asks for, given what was read of a training set.

    One for every (k, n) of which the label was read; for basis pursuit and linear programs,
    whose approximate problems might be infeasible, of which anything was read.
    """
    might_be_infeasible = isinstance(training.problem, (BasisPursuit, LinearProgram))
    needed: set[tuple[int, int]] = set()
    for entry, depth, _ in queries:
        if entry[0] == "x" or (might_be_infeasible and entry[0] == "y"):
            needed.add((entry[1], depth))
        elif might_be_infeasible:
            needed |= {(k, depth) for k in range(len(training.blocks))}
    return tuple(Label(k, n, training.shown(n)[k]) for k, n in sorted(needed))
