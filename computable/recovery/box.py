"""All instances that the data may mean: A and y with error bars, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from computable.errors import DomainError
from computable.exact import as_fraction, exact_value, number_text
from computable.inputs import Given, as_given
from computable.oracle import MatrixOracle, ProblemData, VectorOracle
from computable.problem import Instance
from computable.recovery.rounding import UP, Array, above

__all__ = ["Box", "Radii"]

Radii = Fraction | Mapping[Any, Fraction]
"""One radius for all entries, or those of the listed entries: (i, j) of A, i of y."""

ZERO = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Box:
    """All real instances within a radius of the given one, entry by entry.

    Attributes
    ----------
    given : Given
        The centre.
    A_radius, y_radius : Radii
        Zero for data that are meant exactly.

    Examples
    --------
    >>> box = Box.around([[1, 2]], [1], y_error="1/100")
    >>> box.exact, box.y_radius
    (False, Fraction(1, 100))
    """

    given: Given
    A_radius: Radii = ZERO
    y_radius: Radii = ZERO

    @classmethod
    def around(cls, A: Any, y: Any, *, A_error: Any = 0, y_error: Any = 0) -> Box:
        """Build a box from data in any form that :func:`~computable.inputs.as_given` takes.

        Parameters
        ----------
        A, y : shapes (m, N) and (m,)
        A_error, y_error : number >= 0, or an array of them of the same shape
            How far an entry may be from the given one. A string such as '1e-9' is exact.

        Raises
        ------
        DomainError
            As ``as_given``; for a negative or non-finite error.
        """
        given = as_given(A, y)
        return cls(
            given=given,
            A_radius=_radii(A_error, given.shape, "A_error"),
            y_radius=_radii(y_error, given.shape[:1], "y_error"),
        )

    @classmethod
    def read(cls, data: ProblemData, depth: int) -> Box:
        """Read every entry of an oracle within ``2**-depth``: all that it may still be."""
        rows, right = data.read(depth)
        radius = Fraction(1, 1 << depth)
        instance = Instance.from_dense(rows, right)
        return cls(given=as_given(instance), A_radius=radius, y_radius=radius)

    @classmethod
    def of_oracles(
        cls, A: MatrixOracle, y: VectorOracle, depth: int, *, A_error: Any = 0, y_error: Any = 0
    ) -> Box:
        """Read every entry of the two oracles within ``2**-depth``, and add one error to all."""
        m, N = A.shape
        rows = [[A.query(i, j, depth) for j in range(N)] for i in range(m)]
        radius = Fraction(1, 1 << depth)
        instance = Instance.from_dense(rows, [y.query(i, depth) for i in range(m)])
        return cls(
            given=as_given(instance),
            A_radius=radius + _nonnegative(A_error, "A_error"),
            y_radius=radius + _nonnegative(y_error, "y_error"),
        )

    @property
    def exact(self) -> bool:
        """Whether the box is one instance."""
        return not self.A_radius and not self.y_radius

    @property
    def largest(self) -> Fraction:
        """The largest radius of any entry."""
        return max(_largest(self.A_radius), _largest(self.y_radius))

    @property
    def shape(self) -> tuple[int, int]:
        """(m, N)."""
        return self.given.shape

    @property
    def instance(self) -> Instance:
        """The centre, exactly."""
        return self.given.instance()

    def radius(self, entry: tuple[Any, ...]) -> Fraction:
        """Return the radius of an entry ``("A", i, j)`` or ``("y", i)``."""
        radii = self.A_radius if entry[0] == "A" else self.y_radius
        if isinstance(radii, Fraction):
            return radii
        return radii.get(entry[1:] if entry[0] == "A" else entry[1], ZERO)

    @cached_property
    def floats(self) -> tuple[Array, Array, tuple[float, float]] | None:
        """Float64 arrays A, y and radii such that the box lies within these of the arrays.

        Data that are not float64 numbers are rounded and the radii grow; ``None`` if an entry is
        too large.
        """
        try:
            A, lost_A = self._rounded("A")
            y, lost_y = self._rounded("y")
            radii = [above(_largest(r)) for r in (self.A_radius, self.y_radius)]
        except OverflowError:
            return None
        return A, y, ((radii[0] + lost_A) * UP, (radii[1] + lost_y) * UP)

    def _rounded(self, name: str) -> tuple[Array, float]:
        known = self.given.A if name == "A" else self.given.y
        if known is not None:
            return known, 0.0
        m, N = self.shape
        rounded, lost = np.zeros((m, N) if name == "A" else m), ZERO
        entries: dict[Any, Fraction] = dict(enumerate(self.instance.y))
        if name == "A":
            columns = enumerate(self.instance.columns)
            entries = {(i, j): v for j, column in columns for i, v in column}
        for place, value in entries.items():
            rounded[place] = float(value)
            lost = max(lost, abs(value - Fraction(float(value))))
        return rounded, above(lost)


def _largest(radii: Radii) -> Fraction:
    return radii if isinstance(radii, Fraction) else max(radii.values(), default=ZERO)


def _radii(error: Any, shape: tuple[int, ...], name: str) -> Radii:
    """Read one error or an array of errors, exactly."""
    if isinstance(error, str) or not hasattr(error, "__len__"):
        return _nonnegative(error, name)
    array = _array(error, name)
    if not array.ndim:
        return _nonnegative(error, name)
    if array.shape != shape:
        raise DomainError(f"{name}: got shape {array.shape}, need one number or shape {shape}")
    found = {}
    for place in np.ndindex(*shape):
        value = _nonnegative(array[place], f"{name}[{','.join(map(str, place))}]")
        if value:
            found[place if len(shape) == 2 else place[0]] = value
    return found or ZERO


def _array(error: Any, name: str) -> Any:
    try:
        return np.asarray(error)
    except ValueError:
        raise DomainError(f"{name}: got rows of different lengths, need an array") from None


def _nonnegative(value: Any, name: str) -> Fraction:
    number = (as_fraction if isinstance(value, str) else exact_value)(value, name=name)
    if number < 0:
        raise DomainError(f"{name}: got {number_text(number)}, need a number >= 0")
    return number
