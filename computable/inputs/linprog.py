"""Linear programs with the arguments of SciPy's ``linprog``, exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from computable.errors import DomainError
from computable.exact import exact_value
from computable.inputs.arrays import as_given, as_point
from computable.inputs.standard_form import GeneralProgram, Interval, StandardForm, standard_form
from computable.problem import Column

__all__ = ["linprog_form"]


def linprog_form(
    c: Any,
    A_ub: Any = None,
    b_ub: Any = None,
    A_eq: Any = None,
    b_eq: Any = None,
    bounds: Any = (0, None),
) -> StandardForm:
    """Return ``min c . x`` with ``A_ub x <= b_ub``, ``A_eq x = b_eq`` and bounds in standard form.

    ``certify(form.problem, form.instance, None, form.embed(result.x))`` judges an answer, slacks
    included; ``form.recover`` is the way back from what ``solve_exact`` returns.

    Parameters
    ----------
    c : shape (n,)
    A_ub, A_eq : shapes (p, n) and (q, n), optional
        In any form that :func:`computable.inputs.as_given` takes, with b_ub and b_eq.
    bounds : (least, largest), or n such pairs, or SciPy's ``Bounds``
        ``None`` or an infinity is no bound.

    Raises
    ------
    DomainError
        If shapes do not fit, a number is NaN, a bound is above the other, or there are no rows.

    Examples
    --------
    >>> form = linprog_form([-1, -2], A_ub=[[1, 1]], b_ub=[4], bounds=[(0, 3), (0, None)])
    >>> form.names
    ('x0', 'x1', 'slack of A_ub[0]', 'room of x0')
    >>> [int(v) for v in form.embed([0, 4])], [int(v) for v in form.recover([3, 1, 0, 0])]
    ([0, 4, 0, 3], [3, 1])
    """
    cost = as_point(c)[1]
    n = len(cost)
    names = tuple(f"x{j}" for j in range(n))
    columns: list[Column] = [()] * n
    rows: list[Interval] = []
    row_names: list[str] = []
    for name, A, b in (("ub", A_ub, b_ub), ("eq", A_eq, b_eq)):
        if (A is None) != (b is None):
            raise DomainError(f"A_{name}, b_{name}: got one of them, need both or none")
        if A is None:
            continue
        instance = as_given(A, b).instance()
        if len(instance.columns) != n:
            raise DomainError(f"A_{name}: got {len(instance.columns)} columns, need {n}")
        first = len(rows)
        columns = [
            (*above, *((first + i, v) for i, v in below))
            for above, below in zip(columns, instance.columns, strict=True)
        ]
        rows += [(v if name == "eq" else None, v) for v in instance.y]
        row_names += [f"A_{name}[{i}]" for i in range(len(instance.y))]
    program = GeneralProgram(
        cost=cost,
        columns=tuple(columns),
        bounds=_bounds(bounds, names),
        rows=tuple(rows),
        names=names,
        row_names=tuple(row_names),
    )
    return standard_form(program)


def _bounds(bounds: Any, names: tuple[str, ...]) -> tuple[Interval, ...]:
    """Return an interval for each variable."""
    if hasattr(bounds, "lb") and hasattr(bounds, "ub"):  # SciPy's Bounds
        lower, upper = (np.broadcast_to(v, len(names)).tolist() for v in (bounds.lb, bounds.ub))
        bounds = list(zip(lower, upper, strict=True))
    pairs = [None, None] if bounds is None else _listed(bounds)
    if len(pairs) == 2 and not any(map(_is_pair, pairs)):
        pairs = [pairs]
    if not all(map(_is_pair, pairs)) or len(pairs) not in (1, len(names)):
        raise DomainError(f"bounds: need one pair (least, largest), or {len(names)} of them")
    pairs = pairs * len(names) if len(pairs) == 1 else pairs
    return tuple((_end(a, -1, v), _end(b, 1, v)) for (a, b), v in zip(pairs, names, strict=True))


def _listed(values: Any) -> list[Any]:
    values = values.tolist() if isinstance(values, np.ndarray) else values
    if isinstance(values, (str, bytes, Mapping)) or not hasattr(values, "__len__"):
        return [values]
    return list(values)


def _is_pair(value: Any) -> bool:
    return len(_listed(value)) == 2


def _end(value: Any, side: int, name: str) -> Fraction | None:
    """Return an end of an interval; ``None`` for none, which only its own infinity means too."""
    if value is None or (hasattr(value, "__float__") and float(value) == side * math.inf):
        return None
    return exact_value(value, name=f"bounds of {name}")
