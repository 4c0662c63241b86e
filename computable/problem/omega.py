r"""The class Omega(K, L, q, m): K digits are impossible, K - 1 cost data at will, K - 2 little.

Omega is the union of two parts with the same matrices, told apart by the amplitude:

=======  =====================  =========================================================
part     amplitude at the tie   instances
=======  =====================  =========================================================
strict   ``t = 2 * 10**-K``     the centre and all ``D_j(2**-n)``, n >= n_0
loose    ``10 t``               all ``D_j(2**-n)``, n >= n_0, *without* the centre
=======  =====================  =========================================================

On the strict part no algorithm has K digits, but every point of the simplex of the centre has
K - 1. On the loose part reading until a column wins gives K - 1 digits, after an amount of
data that nothing bounds; every point of its simplex has K - 2.

Samples of one member share y_0 and differ in the block: sparse vectors for basis pursuit,
LASSO, square-root LASSO and linear programs; zero for epsilon > 0.

Source: Colbrook, Antun, Hansen (PNAS 2022), Theorem 2, which has K > 2; here K >= 1 (K - 2 = -1
digits is an error of at most 10), every q >= 2 and four problems, with weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isqrt
from typing import Literal

from computable.errors import DomainError
from computable.exact import as_fraction, as_vector, ceil_log2, power_of_two, power_text
from computable.oracle import Answers, exact
from computable.problem import winner
from computable.problem.problems import Lasso, LinearProgram, Problem, SquareRootLasso
from computable.problem.tie import TieFamily
from computable.problem.training import TrainingSet

__all__ = ["Omega", "Part"]

Part = Literal["strict", "loose"]


@dataclass(frozen=True, kw_only=True)
class Omega:
    """The class of training sets on which the three accuracies part.

    Parameters
    ----------
    problem : Problem
    digits : int >= 1
        K.
    columns : int >= 2
        q, the columns that tie.
    rows : int >= 1
        m; the matrices have shape (m, q + m - 1).
    samples : int >= 1
        L, the samples with which K - 2 digits are to be had.

    Raises
    ------
    DomainError
        If a parameter is out of range, or the weights of the tie are too different for the
        accuracies claimed.

    Examples
    --------
    >>> from computable.problem import BasisPursuit
    >>> omega = Omega(problem=BasisPursuit(), digits=3)
    >>> omega.strict.amplitude(0), omega.loose.amplitude(0), omega.first_gap
    (Fraction(1, 500), Fraction(1, 50), Fraction(1, 4))
    >>> omega.member("loose", 1, gap=Fraction(1, 8)).minimisers()
    ((Fraction(0, 1), Fraction(4, 225)),)
    """

    problem: Problem
    digits: int
    columns: int = 2
    rows: int = 1
    samples: int = 1

    def __post_init__(self) -> None:
        given: object = self.problem
        if not isinstance(given, Problem):
            name = type(given).__name__
            raise DomainError(f"problem: got {name}, need a problem such as BasisPursuit()")
        for name, least in (("digits", 1), ("samples", 1)):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < least:
                raise DomainError(f"{name}: got {value!r}, need an integer >= {least}")
        gauge = self.strict.gauge[: self.columns]
        if 2 * max(gauge) > 5 * min(gauge):
            raise DomainError("weights: on the tie they may differ by a factor of 5/2 at most")
        self.loose  # noqa: B018  (its hypotheses)

    def __str__(self) -> str:
        """Describe the class in a sentence.

        Examples
        --------
        >>> from computable.problem import BasisPursuit
        >>> print(Omega(problem=BasisPursuit(), digits=3, columns=4))
        Omega(K=3, L=1, q=4, m=1) of basis-pursuit: 1 x 4, of which 4 columns tie, gaps <= 2^-2
        """
        m, N = self.strict.shape
        return (
            f"Omega(K={self.digits}, L={self.samples}, q={self.columns}, m={self.rows}) of "
            f"{self.problem.name}: {m} x {N}, of which {self.columns} columns tie, "
            f"gaps <= {power_text(self.first_gap)}"
        )

    @cached_property
    def strict(self) -> TieFamily:
        """The part where K digits are impossible."""
        return self._family(self.digits)

    @cached_property
    def loose(self) -> TieFamily:
        """The part where K - 1 digits need data without bound."""
        return self._family(self.digits - 1)

    @cached_property
    def first_gap(self) -> Fraction:
        """``2**-n_0``: the largest gap of a member."""
        return min(self.strict.largest_gap, self.loose.largest_gap)

    @property
    def entry(self) -> Fraction:
        """The centre's entry c, times the weight of its column; the block's entry b is the same."""
        return self.strict.centre_entry

    @property
    def residual(self) -> Fraction:
        """The residual rho of row 0 at the centre: the amplitude is ``(y_0 - rho) / c``."""
        return winner.residual(self.problem, self.entry)

    @property
    def largest_block(self) -> Fraction:
        """A bound of ``|y_l|`` in the block, l >= 1, for all members."""
        return Fraction(0 if self._epsilon else 4)

    def part(self, name: Part) -> TieFamily:
        """Return the family of one part."""
        if name not in ("strict", "loose"):
            raise DomainError(f"part: got {name!r}, need 'strict' or 'loose'")
        return self.strict if name == "strict" else self.loose

    def centre(
        self, part: Part = "strict", *, blocks: Sequence[Sequence[object]] | None = None
    ) -> TrainingSet:
        """Return the training set of a part's centre, answered exactly.

        Of the loose part it is no member, only the limit of members.
        """
        return TrainingSet(family=self.part(part), blocks=self.zero_blocks(blocks))

    def member(
        self,
        part: Part,
        column: int,
        *,
        gap: Fraction | str | int,
        blocks: Sequence[Sequence[object]] | None = None,
        answers: Answers = exact,
    ) -> TrainingSet:
        """Return the training set of ``D_column(gap)``.

        Parameters
        ----------
        blocks : sequences of m - 1 rationals, optional
            y_1, ..., y_{m-1} of each sample, :meth:`sparse_blocks` for instance; without them
            there is one sample, whose block is zero (L is no number of samples to be had).

        Raises
        ------
        DomainError
            If the gap is no power of two, larger than :attr:`first_gap`, or a block is too large.
        """
        gap = as_fraction(gap, name="gap")
        if not 0 < gap <= self.first_gap or power_of_two(gap) != gap:
            raise DomainError(f"gap: got {gap}, need a power of two at most {self.first_gap}")
        return TrainingSet(
            family=self.part(part),
            blocks=self.zero_blocks(blocks),
            column=column,
            gap=gap,
            answers=answers,
        )

    def zero_blocks(
        self, blocks: Sequence[Sequence[object]] | None = None
    ) -> Sequence[Sequence[object]]:
        """Return one sample with a zero block, or check the given blocks."""
        if blocks is None:
            return ((Fraction(0),) * (self.rows - 1),)
        vectors = [as_vector(block, name=f"blocks[{k}]") for k, block in enumerate(blocks)]
        for k, block in enumerate(vectors):
            if any(abs(value) > self.largest_block for value in block):
                raise DomainError(f"blocks[{k}]: need entries of at most {self.largest_block}")
        return vectors

    def sparse_blocks(self, count: int) -> list[list[Fraction]]:
        """Return blocks of ``count`` samples: one- to three-sparse vectors, all different.

        Supports, sizes and signs vary; zero if epsilon > 0, positive for linear programs, and
        above the threshold for LASSO, so that they are in the minimiser, too.
        """
        size = self.rows - 1
        made = [[Fraction(0)] * size for _ in range(count)]
        if not size or self._epsilon:
            return made
        threshold = Fraction(0)
        if isinstance(self.problem, Lasso):
            threshold = max(self.strict.bounds[self.columns :]) / (2 * self.entry)
        room = self.largest_block - threshold
        signed = not isinstance(self.problem, LinearProgram)
        for k, block in enumerate(made):
            for r in range(min(size, 1 + k % 3)):
                share = Fraction(k + 1, (count + 1) * (r + 1))
                sign = -1 if signed and (k + r) % 2 else 1
                block[(k + r) % size] = sign * (threshold + room * share)
        return made

    @property
    def _epsilon(self) -> Fraction:
        return getattr(self.problem, "epsilon", Fraction(0))

    def _family(self, digits: int) -> TieFamily:
        family = TieFamily.rational(
            self.problem, digits=digits, columns=self.columns, rows=self.rows
        )
        c = self._least_entry(family)
        t = family.amplitude(0) * family.gauge[0]
        return TieFamily(
            problem=self.problem,
            digits=digits,
            columns=self.columns,
            right=c * t + winner.residual(self.problem, c),
            block_right=(Fraction(0),) * (self.rows - 1),
            centre_entry=c,
            block_entry=c,
        )

    def _least_entry(self, family: TieFamily) -> Fraction:
        """Return c = b >= 1 with ``lam**2 (1 + sum of g_l**2) <= c**2 / 4``, for full blocks."""
        if isinstance(self.problem, SquareRootLasso):
            weight = 1 + sum(g * g for g in family.gauge[self.columns :])
            root = isqrt(int(weight) + 1) + 1
            return max(Fraction(1), power_of_two(2 * self.problem.lam * root))
        if isinstance(self.problem, Lasso):  # so that the threshold leaves room in the block
            heaviest = max(family.gauge)
            return max(Fraction(1), Fraction(1 << max(0, ceil_log2(self.problem.lam * heaviest))))
        return family.centre_entry
