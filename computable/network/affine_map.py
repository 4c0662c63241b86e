"""Affine maps ``(x, y) -> W x + R y + c`` with sparse rational matrices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from computable.errors import DomainError
from computable.exact import Vector, as_vector
from computable.network.norm import operator_norm
from computable.network.ratios import Ratios
from computable.network.sparse import IntegerMatrix, Row, added, check_rows, product, sparse

if TYPE_CHECKING:
    from computable.real import Real

__all__ = ["AffineMap"]


@dataclass(frozen=True, kw_only=True, repr=False)
class AffineMap:
    """The map ``x -> W x + R y + c``, where y is the input of the whole network.

    Attributes
    ----------
    columns : int
        The size of x.
    weights : tuple of Row
        The rows of W, at least one: ``(column, value)`` for each entry that is not zero.
    shift : Vector, optional
        c; zero if it is not given.
    skip : tuple of Row, optional
        The rows of R; none if R is zero.
    inputs : int, optional
        The size of y; 0 if R is zero.

    Examples
    --------
    >>> V = AffineMap.from_dense([[1, 2], [0, "1/3"]], shift=[0, 1])
    >>> V, V([3, 6]), V.weights[1]
    (AffineMap(2 -> 2, 4 parameters), (Fraction(15, 1), Fraction(3, 1)), ((1, Fraction(1, 3)),))
    """

    columns: int
    weights: tuple[Row, ...]
    shift: Vector = ()
    skip: tuple[Row, ...] = ()
    inputs: int = 0

    def __post_init__(self) -> None:
        for name, least in (("columns", 1), ("inputs", 0)):
            value = getattr(self, name)
            if type(value) is not int or value < least:
                raise DomainError(f"{name}: got {value!r}, need an integer >= {least}")
        if not self.weights:
            raise DomainError("weights: got no rows, need at least one")
        check_rows(self.weights, self.columns, name="weights")
        for name in ("shift", "skip"):
            value = getattr(self, name)
            if value and len(value) != self.rows:
                raise DomainError(f"{name}: got {len(value)} rows, need {self.rows}")
        for i, c in enumerate(self.shift):
            if type(c) is not Fraction:
                raise DomainError(f"shift[{i}]: got {c!r}, need a Fraction")
        check_rows(self.skip, self.inputs, name="skip")
        # One way of writing each map, so that equality is that of maps.
        if not self.shift:
            object.__setattr__(self, "shift", (Fraction(0),) * self.rows)
        if not any(self.skip):
            object.__setattr__(self, "skip", ())
            object.__setattr__(self, "inputs", 0)

    @classmethod
    def from_dense(
        cls,
        weights: Iterable[Iterable[object]],
        shift: Iterable[object] | None = None,
        *,
        skip: Iterable[Iterable[object]] = (),
    ) -> AffineMap:
        """Build an affine map from rows of rationals.

        Raises
        ------
        DomainError
            If the rows differ in length, the shapes do not fit, or an entry is no rational.
        """
        rows, columns = sparse(weights, name="weights")
        skip_rows, inputs = sparse(skip, name="skip")
        return cls(
            columns=columns,
            weights=rows,
            shift=() if shift is None else as_vector(shift, name="shift", length=len(rows)),
            skip=skip_rows,
            inputs=inputs,
        )

    @property
    def rows(self) -> int:
        """The size of the image."""
        return len(self.weights)

    @property
    def parameters(self) -> int:
        """The number of entries of W, R and c that are not zero."""
        matrices = sum(map(len, self.weights)) + sum(map(len, self.skip))
        return matrices + sum(map(bool, self.shift))

    @cached_property
    def norm(self) -> Fraction:
        """An upper bound of the l2 operator norm of W, by :func:`operator_norm`."""
        return operator_norm(self.weights)

    def __repr__(self) -> str:
        skip = ", with a skip" * bool(self.skip)
        return f"AffineMap({self.columns} -> {self.rows}, {self.parameters} parameters{skip})"

    def __call__(self, x: Iterable[object], y: Iterable[object] | None = None) -> Vector:
        """Return ``W x + R y + c`` exactly, for rational x and y.

        Raises
        ------
        DomainError
            If x or y has another size, or an entry is no rational.
        """
        start = as_vector(() if y is None else y, name="y", length=self.inputs)
        point = as_vector(x, name="x", length=self.columns)
        return self.on_ratios(Ratios.of(point), Ratios.of(start)).fractions()

    def on_ratios(self, x: Ratios, y: Ratios) -> Ratios:
        """Return the image of quotients of integers."""
        return self._integers.times((x.joined(y) if self.skip else x).joined(Ratios([1], 1)))

    def on_reals(
        self, x: Sequence[Real], y: Sequence[Real], number: Callable[[Fraction], Real]
    ) -> list[Real]:
        """Return the image of exact reals; ``number`` turns a rational into a Real."""
        image = []
        for i, row in enumerate(self.weights):
            terms = [(v, x[k]) for k, v in row]
            if self.skip:
                terms += [(v, y[k]) for k, v in self.skip[i]]
            image.append(_combination(terms, self.shift[i], number))
        return image

    def after(self, inner: AffineMap) -> AffineMap:
        """Return the composition ``x -> self(inner(x, y), y)``, exactly.

        Raises
        ------
        DomainError
            If the sizes do not fit.

        Examples
        --------
        >>> V = AffineMap.from_dense([[2]], shift=[1])
        >>> V.after(V)([5])
        (Fraction(23, 1),)
        """
        if inner.rows != self.columns:
            raise DomainError(f"composition: got {inner.rows} rows, need {self.columns}")
        if self.skip and inner.skip and self.inputs != inner.inputs:
            raise DomainError(f"composition: inputs {self.inputs} and {inner.inputs} differ")
        skip = product(self.weights, inner.skip) if inner.skip else ((),) * self.rows
        shift = (
            sum((v * inner.shift[k] for k, v in row), c)
            for row, c in zip(self.weights, self.shift, strict=True)
        )
        return AffineMap(
            columns=inner.columns,
            weights=product(self.weights, inner.weights),
            shift=tuple(shift),
            skip=tuple(map(added, skip, self.skip)) if self.skip else skip,
            inputs=max(self.inputs, inner.inputs),
        )

    @cached_property
    def _integers(self) -> IntegerMatrix:
        """The matrix [W R c]; column -1 is the last one."""
        rows: list[Row] = list(self.weights)
        if self.skip:
            n = self.columns
            rows = [r + tuple((n + k, v) for k, v in s) for r, s in zip(rows, self.skip)]
        return IntegerMatrix(
            row + (((-1, c),) if c else ()) for row, c in zip(rows, self.shift, strict=True)
        )


def _combination(
    terms: Iterable[tuple[Fraction, Real]], shift: Fraction, number: Callable[[Fraction], Real]
) -> Real:
    """Return the sum of the products, with no operation that is not needed."""
    total: Real | None = number(shift) if shift else None
    for v, x in terms:
        if total is None:
            total = x if v == 1 else -x if v == -1 else number(v) * x
        elif abs(v) == 1:
            total = total + x if v == 1 else total - x
        else:
            total = total + number(v) * x
    return number(shift) if total is None else total
