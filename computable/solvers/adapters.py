"""The ready-made adapters by name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from computable.errors import DomainError
from computable.solvers.float_solver import FloatSolver

__all__ = ["ADAPTERS", "Adapter", "adapter"]


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """Where a ready-made solver is, what it needs and which problems (short names) it solves."""

    module: str
    function: str
    needs: str
    package: str
    problems: tuple[str, ...]

    @property
    def installed(self) -> bool:
        """Whether the library that it needs can be imported."""
        return find_spec(self.needs) is not None


_HERE = "computable.solvers."
ADAPTERS = {
    "scipy:highs-ds": Adapter(
        module=_HERE + "scipy_highs",
        function="dual_simplex",
        needs="scipy",
        package="scipy",
        problems=("bp", "lp"),
    ),
    "scipy:highs-ipm": Adapter(
        module=_HERE + "scipy_highs",
        function="interior_point",
        needs="scipy",
        package="scipy",
        problems=("bp", "lp"),
    ),
    "sklearn:lasso": Adapter(
        module=_HERE + "sklearn_lasso",
        function="coordinate_descent",
        needs="sklearn",
        package="scikit-learn",
        problems=("lasso",),
    ),
    "cvxpy:clarabel": Adapter(
        module=_HERE + "cvxpy_clarabel",
        function="clarabel",
        needs="cvxpy",
        package="cvxpy and clarabel",
        problems=("bp", "qcbp", "lasso", "sr-lasso", "lp"),
    ),
}


def adapter(name: str) -> FloatSolver:
    """Return the ready-made solver of this name.

    Raises
    ------
    DomainError
        If there is none, or the library that it needs is not installed.
    """
    entry = ADAPTERS.get(name)
    if entry is None:
        known = ", ".join(ADAPTERS)
        raise DomainError(
            f"SOLVER: got {name[:60]!r}, need path/file.py:function or one of {known}"
        )
    if not entry.installed:
        raise DomainError(
            f"SOLVER: {name} needs {entry.package}, which is not installed (extra: solvers)"
        )
    return FloatSolver(getattr(import_module(entry.module), entry.function))
