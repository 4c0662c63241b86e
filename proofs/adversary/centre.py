"""The centre of a tie as a game: what is asked there, what can be presented afterwards.

Everything is answered exactly as it is at the centre (labels: the centroid). If nothing
deeper than n was read, ``D_j(eta)`` with ``c g_j eta <= 2**-n`` has given the same answers, so the
same runs happen there. The adversary chooses j afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from computable.algorithm import Task
from computable.exact import Vector, ceil_log2
from computable.oracle import Ask, CoinSequence, Query, no_coins
from computable.problem import Omega, TieFamily, TrainingSet
from computable.problem.omega import Part
from computable.problem.training import Shown
from proofs.adversary.below_precision import largest_hidden_gap
from proofs.adversary.verdicts import wrong_samples
from proofs.setting import Setting, ShownData, labels_shown

__all__ = ["Centre"]


@dataclass(frozen=True, kw_only=True)
class Centre:
    """The centre, as one instance or as a training set.

    Attributes
    ----------
    training : TrainingSet
        Of the centre, answered exactly. Of one instance: with its one sample.
    learner : bool
        Whether the algorithm reads a training set and returns a network.
    largest_gap : Fraction
        A power of two: no wider gap is presented.
    """

    training: TrainingSet
    learner: bool
    largest_gap: Fraction

    @classmethod
    def of_instance(cls, family: TieFamily) -> Centre:
        """Return the centre of a family as one instance."""
        training = TrainingSet(family=family, blocks=(family.block_right,))
        return cls(training=training, learner=False, largest_gap=family.largest_gap)

    @classmethod
    def of_training(cls, omega: Omega, samples: int = 1, *, part: Part = "strict") -> Centre:
        """Return the centre of a part of Omega as a training set with so many sparse samples."""
        training = omega.centre(part, blocks=omega.sparse_blocks(samples))
        return cls(training=training, learner=True, largest_gap=omega.first_gap)

    def raised(self, j: int, gap: Fraction) -> Centre:
        """Return ``D_j(gap)`` in place of the centre."""
        return replace(self, training=replace(self.training, column=j, gap=gap))

    def concealing(self, j: int, gap: Fraction, depth: int) -> Ask:
        """Return an oracle of ``D_j(gap)`` that answers as the centre does up to this depth.

        Legitimate if the gap is at most ``gap_below(j, depth)``.
        """
        shallow, deep = self.task().ask, self.raised(j, gap).task().ask
        return lambda entry, n: (shallow if n <= depth else deep)(entry, n)

    @property
    def family(self) -> TieFamily:
        """The family; its members differ in the raised column."""
        return self.training.family

    def task(self, *, coins: CoinSequence = no_coins, samples: int | None = None) -> Task:
        """Return the task of running an algorithm here."""
        training = self.training
        return Task(
            problem=training.problem,
            shape=training.shape,
            ask=training.ask if self.learner else training.instances[0].oracle(),
            coins=coins,
            points=training.points if self.learner else None,
            samples=samples,
        )

    def hidden_gap(self, j: int, queries: Iterable[Query]) -> Fraction:
        """Return a power of two eta for which ``D_j(eta)`` has given the same answers.

        Of one instance it is the largest one. A label shows the whole matrix of its depth,
        so that for a training set the deepest depth counts, whatever was read there.
        """
        if not self.learner:
            gap = largest_hidden_gap(self.family, j, queries)
            if gap is not None:  # it is, for exact answers
                return min(gap, self.largest_gap)
        return self.gap_below(j, max((query.depth for query in queries), default=0))

    def gap_below(self, j: int, depth: int) -> Fraction:
        """Return a power of two eta for which ``D_j(eta)`` is within ``2**-depth``, all of it."""
        entry = self.family.centre_entry * self.family.gauge[j]
        return min(self.largest_gap, Fraction(1, 1 << max(0, depth + ceil_log2(entry))))

    def shown(self, depth: int) -> ShownData:
        """Return what is answered at every depth up to this one."""
        samples = self.training.shown(depth)
        if not self.learner:
            samples = (Shown(samples[0].instance, (), (), ()),)
        return ShownData(depth=depth, samples=samples)

    def wrong(self, gaps: Sequence[Fraction], outputs: Sequence[Vector]) -> list[tuple[int, ...]]:
        """Return for every column j the samples whose output does not have K digits."""
        return wrong_samples(self.family, self._blocks, gaps, outputs)

    @cached_property
    def _blocks(self) -> tuple[Vector, ...]:
        """The minimisers with zero in the tie: what they have in common."""
        zero = (Fraction(0),) * self.family.columns
        return tuple(zero + x[self.family.columns :] for x in self.training.minimisers())

    def setting(
        self, j: int, gap: Fraction, claimed: Iterable[int], *, queries: Iterable[Query] = ()
    ) -> Setting:
        """Return ``D_j(gap)`` with its minimisers, and the labels that these queries were shown."""
        raised = replace(self.training, column=j, gap=gap)
        chosen = tuple(claimed)
        families = raised.families
        return Setting(
            problem=raised.problem,
            instances=raised.instances,
            learner=self.learner,
            claimed=chosen,
            minimisers=tuple(
                (families[k].minimiser(j, gap), families[k].witness(j, gap)) for k in chosen
            ),
            labels=labels_shown(self.training, queries) if self.learner else (),
        )
