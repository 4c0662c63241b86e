r"""Training sets of tie instances: samples, matrix and labels, answered as badly as is allowed.

All samples share the matrix of a :class:`TieFamily` (its centre, or one column raised) and
y_0; they differ in the block ``y_1, ..., y_{m-1}``. At depth n a learner is shown
``(A_n, y_{k,n}, x_{k,n})``, the label being within ``2**-n`` of a minimiser of the problem
shown, not of the true one: that is why labels do not give the raised column away.

The problem shown is again a tie row (+) a diagonal block, whose minimiser is known: with
``a_j`` the entries of row 0, ``c = max a_j / g_j`` and the columns j that attain it, the formulas
of ``winner.py`` hold with this c and with each row's own b. Whether they do is verified
(:func:`is_minimiser`) at every depth; where a large error of a small depth breaks a
hypothesis, the true data are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, partial
from itertools import count
from typing import Any, NamedTuple

from computable.errors import DomainError
from computable.exact import Vector, as_fraction, as_vector, ceil_log2
from computable.oracle import Answers, Entry, TrainingData, exact, pseudo_random
from computable.problem import winner
from computable.problem.instance import Instance
from computable.problem.optimality import is_minimiser
from computable.problem.problems import Lasso, Problem, SquareRootLasso, norm_squared
from computable.problem.simplex import nearest_minimiser
from computable.problem.tie import TieFamily

__all__ = ["Shown", "TrainingSet"]

ZERO = Fraction(0)


class Shown(NamedTuple):
    """One sample at one depth: the approximate problem, a minimiser with witness, the label."""

    instance: Instance
    x: Vector
    witness: Vector
    label: Vector


@dataclass(frozen=True, kw_only=True)
class TrainingSet:
    """R samples of one tie instance with all their approximations.

    Parameters
    ----------
    family : TieFamily
        Its own ``block_right`` is not used.
    blocks : R sequences of m - 1 rationals
        y_{k,1}, ..., y_{k,m-1} for every sample.
    column, gap : int or None, rational
        The raised column and eta; ``None``: the centre.
    answers : Answers
        How entries and labels are approximated. Zeros of A are shown exactly.

    Raises
    ------
    DomainError
        If there is no sample, or a hypothesis of the family fails for a block.

    Examples
    --------
    >>> from computable.problem import BasisPursuit
    >>> family = TieFamily.rational(BasisPursuit(), digits=1)
    >>> centre = TrainingSet(family=family, blocks=[()])
    >>> [centre.ask(("x", 0, j), 5) for j in range(2)]
    [Fraction(1, 10), Fraction(1, 10)]
    >>> raised = replace(centre, column=1, gap=Fraction(1, 4))
    >>> [raised.ask(("x", 0, j), 5) for j in range(2)]
    [Fraction(0, 1), Fraction(4, 25)]
    """

    family: TieFamily
    blocks: Sequence[Sequence[Any]]
    column: int | None = None
    gap: Fraction = ZERO
    answers: Answers = exact
    _cache: dict[int, tuple[Shown, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "gap", as_fraction(self.gap, name="gap"))
        for k, block in enumerate(self.blocks):
            if not isinstance(block, Iterable) or isinstance(block, str):
                raise DomainError(f"blocks[{k}]: got {type(block).__name__}, need a vector")
        blocks = tuple(as_vector(b, name=f"blocks[{k}]") for k, b in enumerate(self.blocks))
        object.__setattr__(self, "blocks", blocks)
        object.__setattr__(self, "_cache", {})
        if not blocks:
            raise DomainError("blocks: need at least one sample")
        rows = self.family.shape[0]
        for k, block in enumerate(blocks):
            if len(block) != rows - 1:
                raise DomainError(f"blocks[{k}]: got {len(block)} entries, need {rows - 1}")
        self.instances  # noqa: B018  (checks the hypotheses)

    @property
    def problem(self) -> Problem:
        """The problem, with its exact parameters."""
        return self.family.problem

    @property
    def shape(self) -> tuple[int, int]:
        """(m, N)."""
        return self.family.shape

    @cached_property
    def families(self) -> tuple[TieFamily, ...]:
        """The family of each sample: they differ in ``block_right``."""
        return tuple(replace(self.family, block_right=tuple(b)) for b in self.blocks)

    @cached_property
    def instances(self) -> tuple[Instance, ...]:
        """The true instance (A, y_k) of each sample."""
        if self.column is None:
            return tuple(family.centre for family in self.families)
        return tuple(family.raised(self.column, self.gap) for family in self.families)

    @cached_property
    def points(self) -> tuple[Vector, ...]:
        """The samples y_k, where a trained network is judged."""
        return tuple(instance.y for instance in self.instances)

    def minimisers(self) -> tuple[Vector, ...]:
        """Return the unique minimiser of each sample (of the centre: the centroid)."""
        if self.column is None:
            return tuple(family.centroid() for family in self.families)
        return tuple(family.minimiser(self.column, self.gap) for family in self.families)

    def error_squared(self, k: int, output: Sequence[Any]) -> Fraction:
        """Return the squared l2 distance of an output from the minimisers at sample k, exactly."""
        family, answer = self.families[k], as_vector(output, name="output", length=self.shape[1])
        if self.column is None:
            nearest = nearest_minimiser(family, answer)
        else:
            nearest = family.minimiser(self.column, self.gap)
        return norm_squared([a - b for a, b in zip(answer, nearest, strict=True)])

    def data(self, *, seed: int | str | None = None) -> TrainingData:
        """Return what a learner is given: ``learner(member.data())`` trains a network.

        Parameters
        ----------
        seed : int or str, optional
            Of pseudo-random coins; without it there are none.

        Examples
        --------
        >>> from computable.learning import CentroidLearner
        >>> from computable.problem import BasisPursuit, Omega
        >>> omega = Omega(problem=BasisPursuit(), digits=2, samples=1)
        >>> member = omega.centre("strict")
        >>> CentroidLearner(omega)(member.data())(member.points[0])
        (Fraction(1, 100), Fraction(1, 100))
        """
        flip = None if seed is None else partial(next, map(pseudo_random(seed), count()))
        return TrainingData(
            shape=self.shape,
            samples=len(self.blocks),
            problem=self.problem,
            ask=self.ask,
            flip=flip,
        )

    def ask(self, entry: Entry, n: int) -> Fraction:
        """Return what is shown of an entry at depth n."""
        if entry[0] == "A":
            return self.shown(n)[0].instance.value(entry)
        kind, k, i = entry  # type: ignore[misc]
        sample = self.shown(n)[k]
        return sample.label[i] if kind == "x" else sample.instance.y[i]

    def shown(self, n: int) -> tuple[Shown, ...]:
        """Return all samples at depth n."""
        key = -1 if self.answers is exact else n
        if key not in self._cache:
            self._cache[key] = self._shown(n)
        return self._cache[key]

    def _shown(self, n: int) -> tuple[Shown, ...]:
        if self.answers is not exact:
            tried = [self._approximate(k, n) for k in range(len(self.blocks))]
            found = tuple(sample for sample in tried if sample is not None)
            if len(found) == len(tried):  # A_n is common to all samples: all or none
                return found
        return tuple(self._solved(instance, k, n) for k, instance in enumerate(self.instances))

    def _approximate(self, k: int, n: int) -> Shown | None:
        """Show sample k with errors, unless the minimiser of what is shown is not known."""
        true = self.instances[k]
        columns = tuple(
            tuple((i, self.answers(("A", i, j), v, n)) for i, v in column)
            for j, column in enumerate(true.columns)
        )
        if any(v <= 0 for column in columns for _, v in column):
            return None
        y = tuple(self.answers(("y", k, i), v, n) for i, v in enumerate(true.y))
        shown = self._solved(Instance(columns=columns, y=y), k, n)
        good = is_minimiser(self.problem, shown.instance, shown.x, shown.witness)
        return shown if good else None

    def _solved(self, instance: Instance, k: int, n: int) -> Shown:
        """Solve a tie row (+) a diagonal block by the formulas of ``winner.py``."""
        q, gauge, bounds = self.family.columns, self.family.gauge, self.families[k].bounds
        entries = [column[0][1] for column in instance.columns]
        heights = [a / g for a, g in zip(entries[:q], gauge[:q], strict=True)]
        c = max(heights)
        winners = [j for j in range(q) if heights[j] == c]
        amplitude = (instance.y[0] - winner.residual(self.problem, c)) / c
        scale = self.problem.lam if isinstance(self.problem, (Lasso, SquareRootLasso)) else 1
        x = [ZERO] * q
        for j in winners:
            x[j] = amplitude / (gauge[j] * len(winners))
        p = [scale / c]
        for b, v, bound in zip(entries[q:], instance.y[1:], bounds[q:], strict=True):
            x += winner.block_solution(self.problem, b, (v,), (bound,))
            p += winner.block_witness(self.problem, b, (v,), (bound,))
        depth = n + (ceil_log2(Fraction(len(x))) + 1) // 2  # N entries within 2**-n in l2
        label = tuple(self.answers(("x", k, i), v, depth) for i, v in enumerate(x))
        return Shown(instance, tuple(x), tuple(p), label)
