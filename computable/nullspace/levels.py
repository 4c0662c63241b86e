"""Sparsity in levels: which supports a sparse vector may have, and how its l1 norm is weighted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, combinations, pairwise, product
from math import comb, prod

from computable.errors import DomainError
from computable.exact import Vector, as_vector, number_text
from computable.inputs.reading import LARGEST
from computable.nullspace.shown import shown

__all__ = ["Levels"]


@dataclass(frozen=True, init=False)
class Levels:
    """(s, M)-sparsity in levels, with one weight a level (Colbrook et al., SI Def. 1.6).

    The N coordinates are cut into consecutive levels; a vector is (s, M)-sparse if at most s_l of
    its entries in level l are not zero, for every l.

    Parameters
    ----------
    sizes : iterable of int
        How many coordinates each level has; N is their sum, at most 2**24.
    sparsities : iterable of int
        s_l, from 0 to the size of level l, not all zero.
    weights : iterable of rationals, optional
        The positive weight w_(l) of the entries of level l in ``||.||_1,w``; 1 by default.

    Raises
    ------
    DomainError
        If the numbers do not fit.

    Examples
    --------
    >>> levels = Levels(sizes=[4, 12], sparsities=[2, 1], weights=[1, "3/2"])
    >>> levels, levels.xi, levels.zeta, levels.kappa, levels.count
    (Levels(4 + 12 coordinates, sparsities 2 + 1, weights 1, 3/2), Fraction(17, 4), \
Fraction(2, 1), Fraction(17, 8), 72)
    >>> Levels(sizes=[4], sparsities=[5])
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: sparsities[0]: got 5, need an integer from 0 to the size 4 of \
its level
    """

    sizes: tuple[int, ...]
    sparsities: tuple[int, ...]
    weights: Vector

    def __init__(
        self,
        *,
        sizes: Iterable[int],
        sparsities: Iterable[int],
        weights: Iterable[object] | None = None,
    ) -> None:
        for name, value in (("sizes", sizes), ("sparsities", sparsities)):
            if not isinstance(value, Iterable):
                raise DomainError(f"{name}: got {shown(value)}, need a list of integers")
        sizes, sparsities = tuple(sizes), tuple(sparsities)
        for l, n in enumerate(sizes):
            if type(n) is not int or n < 1:
                raise DomainError(f"sizes[{l}]: got {shown(n)}, need an integer >= 1")
        if sum(sizes) > LARGEST:
            raise DomainError(f"sizes: got {shown(sum(sizes))} coordinates, need at most 2^24")
        if not sizes or len(sparsities) != len(sizes):
            raise DomainError(
                f"sparsities: got {len(sparsities)} for {len(sizes)} levels, need one for each of "
                "at least one level"
            )
        for l, (s, n) in enumerate(zip(sparsities, sizes, strict=True)):
            if type(s) is not int or not 0 <= s <= n:
                raise DomainError(
                    f"sparsities[{l}]: got {shown(s)}, need an integer from 0 to the size {n} of "
                    "its level"
                )
        if not any(sparsities):
            raise DomainError("sparsities: got only zeros, need one that is not")
        given = (1,) * len(sizes) if weights is None else weights
        chosen = as_vector(given, name="weights", length=len(sizes))
        for l, w in enumerate(chosen):
            if w <= 0:
                raise DomainError(f"weights[{l}]: got {number_text(w)}, need > 0")
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "sparsities", sparsities)
        object.__setattr__(self, "weights", chosen)

    @classmethod
    def single(cls, size: int, sparsity: int) -> Levels:
        """Return one level with weight 1: the vectors with at most ``sparsity`` entries."""
        return cls(sizes=[size], sparsities=[sparsity])

    @property
    def size(self) -> int:
        """N."""
        return sum(self.sizes)

    @property
    def sparsity(self) -> int:
        """The sum of all s_l: the most entries of a sparse vector."""
        return sum(self.sparsities)

    @property
    def count(self) -> int:
        """How many supports have exactly s_l entries in every level."""
        return prod(map(comb, self.sizes, self.sparsities))

    @property
    def xi(self) -> Fraction:
        """The sum of ``w_(l)**2 s_l``: the largest squared weight of a support."""
        return sum((w * w * s for w, s in zip(self.weights, self.sparsities)), Fraction(0))

    @property
    def zeta(self) -> Fraction:
        """The least ``w_(l)**2 s_l``, zero if an s_l is."""
        return min(w * w * s for w, s in zip(self.weights, self.sparsities, strict=True))

    @property
    def kappa(self) -> Fraction | None:
        """``xi / zeta``; ``None`` if an s_l is zero."""
        return self.xi / self.zeta if self.zeta else None

    @property
    def least_weight(self) -> Fraction:
        """The least weight of a coordinate."""
        return min(self.weights)

    @cached_property
    def weight_vector(self) -> Vector:
        """The weight of each coordinate, shape (N,)."""
        return tuple(w for w, n in zip(self.weights, self.sizes, strict=True) for _ in range(n))

    @cached_property
    def ranges(self) -> tuple[range, ...]:
        """The coordinates of each level."""
        ends = pairwise(accumulate(self.sizes, initial=0))
        return tuple(range(start, stop) for start, stop in ends)

    def supports(self) -> Iterator[tuple[int, ...]]:
        """Yield every support with exactly s_l entries in every level, sorted."""
        choices = (tuple(combinations(r, s)) for r, s in zip(self.ranges, self.sparsities))
        for parts in product(*choices):
            yield tuple(j for part in parts for j in part)

    def l1_norm(self, x: Iterable[object]) -> Fraction:
        """Return ``||x||_1,w`` of a rational vector of shape (N,), exactly."""
        vector = as_vector(x, name="x", length=self.size)
        return sum((w * abs(v) for w, v in zip(self.weight_vector, vector)), Fraction(0))

    def distance(self, x: Iterable[object]) -> Fraction:
        """Return sigma(x): the distance of x from the sparse vectors in ``||.||_1,w``, exactly.

        Examples
        --------
        >>> Levels(sizes=[2, 2], sparsities=[1, 1], weights=[1, 3]).distance([5, "1/2", -2, 4])
        Fraction(13, 2)
        """
        vector = as_vector(x, name="x", length=self.size)
        total = Fraction(0)
        for coordinates, s, w in zip(self.ranges, self.sparsities, self.weights, strict=True):
            sizes = sorted(abs(vector[j]) for j in coordinates)
            total += w * sum(sizes[: len(sizes) - s], Fraction(0))
        return total

    def with_weights(self, weights: Iterable[object]) -> Levels:
        """Return the same levels with other weights."""
        return Levels(sizes=self.sizes, sparsities=self.sparsities, weights=weights)

    def __repr__(self) -> str:
        def joined(values: Iterable[object], sign: str) -> str:
            return sign.join(map(str, values))

        plain = all(w == 1 for w in self.weights)
        weights = "" if plain else f", weights {joined(map(number_text, self.weights), ', ')}"
        return (
            f"Levels({joined(self.sizes, ' + ')} coordinates, sparsities "
            f"{joined(self.sparsities, ' + ')}{weights})"
        )
