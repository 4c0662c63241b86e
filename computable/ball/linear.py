"""Linear systems with real entries, enclosed by balls; exact ones are in computable.exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flint

from computable.ball.arithmetic import Ball, NotSeparated, working_precision
from computable.ball.expression import Node, evaluate

__all__ = ["LinearSystem", "Solution"]


class LinearSystem:
    """``A X = B`` with real entries, solved once for each precision.

    A matrix that is singular as far as is known is treated like a divisor around zero.
    """

    def __init__(self, rows: Sequence[Sequence[Node]], right: Sequence[Sequence[Node]]) -> None:
        self._rows = rows
        self._right = right
        self._key: tuple[int, int] | None = None
        self._solution: Any = None

    @property
    def parts(self) -> list[Node]:
        """The expressions that the system is made of."""
        return [x for row in (*self._rows, *self._right) for x in row]

    def solution(self, bits: int, depth: int) -> Any:
        """Return an enclosure of X at this precision."""
        if self._key is None or self._key[0] < bits or self._key[1] < depth:
            bits, depth = max(bits, (self._key or (0, 0))[0]), max(depth, (self._key or (0, 0))[1])
            self._solution = self._solved(bits, depth)
            self._key = (bits, depth)
        return self._solution

    def _solved(self, bits: int, depth: int) -> Any:
        A, B = (
            [[evaluate(x, bits, depth) for x in row] for row in rows]
            for rows in (self._rows, self._right)
        )
        with working_precision(bits):
            matrix = flint.arb_mat(A)
            try:
                return matrix.solve(flint.arb_mat(B))
            except ZeroDivisionError:
                determinant = matrix.det()
                rule = "matrix: its determinant cannot be told from zero"
                raise NotSeparated(rule, determinant, mendable=False) from None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_key": None, "_solution": None}


class Solution:
    """One entry of the solution of a linear system, as the source of a leaf."""

    reads = False

    def __init__(self, system: LinearSystem, row: int, column: int) -> None:
        self._system = system
        self._row = row
        self._column = column
        self.parts = system.parts

    def ball(self, bits: int, depth: int) -> Ball:
        """Return the entry at this precision."""
        return self._system.solution(bits, depth)[self._row, self._column]
