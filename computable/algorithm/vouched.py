"""An algorithm and somebody who vouches for its answers, reading the same oracle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from computable.algorithm.answer import Answer, as_report
from computable.algorithm.run import Algorithm
from computable.exact import Vector
from computable.oracle import ProblemData
from computable.truth import Truth

__all__ = ["Vouched"]

Flag = Callable[[ProblemData, Vector], bool | Truth | None]
"""(data, answer) -> whether the answer is correct; ``None`` or UNKNOWN: it cannot tell."""


@dataclass(frozen=True)
class Vouched:
    """A solver together with an exit flag.

    Attributes
    ----------
    solver : Algorithm
    flag : callable
        (data, answer) -> True (it has K digits), False (it has not), None or UNKNOWN (cannot
        tell).

    Examples
    --------
    >>> from computable.problem import BasisPursuit, Instance
    >>> instance = Instance.from_dense([[1]], [1])
    >>> data = ProblemData(shape=(1, 1), problem=BasisPursuit(), ask=instance.oracle())
    >>> Vouched(lambda data: [1], lambda data, x: data.A.query(0, 0, 9) == x[0])(data).flag
    True
    """

    solver: Algorithm
    flag: Flag
    vouches: ClassVar[bool] = True

    @property
    def floating_point(self) -> bool:
        """Whether the solver reads float64 values."""
        return bool(getattr(self.solver, "floating_point", False))

    def __call__(self, data: ProblemData) -> Answer:
        """Run the solver, then the flag."""
        report = as_report(self.solver(data), data.shape[1])
        verdict = self.flag(data, report.values)
        return Answer(
            values=report.values,
            status=report.status,
            claim=report.claim,
            success=report.success,
            flag=Truth.UNKNOWN if verdict is None else verdict,
        )
