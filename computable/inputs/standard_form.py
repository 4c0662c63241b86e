"""Linear programs with bounds and rows of all kinds, and their standard form.

The standard form of ``opt c . x + d`` subject to ``a <= M x <= b`` and ``l <= x <= u`` has

- for a variable with l < u: ``x = l + x'``; without l: ``x = u - x'``; without both:
  ``x = x' - x''``; with l = u none: the constant goes to the right-hand side;
- for a row with a < b a slack ``s >= 0``: ``M x - s = a``, or without a ``M x + s = b``;
- for a variable or a slack with two ends a row more, ``x' + t = u - l`` and ``s + t = b - a``.

Where a variable is free, minimisers of the standard form are never unique: x' and x'' may grow
together. Those of the program may be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from computable.errors import DomainError
from computable.exact import Vector, number_text
from computable.inputs.arrays import as_point
from computable.inputs.results import solution_of
from computable.problem import Column, Instance, LinearProgram, dot

__all__ = ["GeneralProgram", "Interval", "StandardForm", "standard_form"]

Interval = tuple[Fraction | None, Fraction | None]
"""The least and the largest value; ``None`` is no bound."""


@dataclass(frozen=True, kw_only=True)
class GeneralProgram:
    """Minimise ``cost . x + offset`` subject to bounds of the rows ``M x`` and of x.

    Attributes
    ----------
    cost : Vector, shape (n,)
    columns : tuple of Column, length n
        Those of M, shape (r, n).
    bounds : tuple of Interval, length n
    rows : tuple of Interval, length r
    names, row_names : tuples of str, lengths n and r
    offset : Fraction
    maximise : bool
        Maximise instead.

    Raises
    ------
    DomainError
        If the lengths do not fit, or a lower bound exceeds the upper one.
    """

    cost: Vector
    columns: tuple[Column, ...]
    bounds: tuple[Interval, ...]
    rows: tuple[Interval, ...]
    names: tuple[str, ...]
    row_names: tuple[str, ...]
    offset: Fraction = Fraction(0)
    maximise: bool = False

    def __post_init__(self) -> None:
        n, r = len(self.cost), len(self.rows)
        if {len(self.columns), len(self.bounds), len(self.names)} != {n}:
            raise DomainError(f"program: got lists of other lengths, need {n}, as of costs")
        if len(self.row_names) != r or any(not 0 <= i < r for c in self.columns for i, _ in c):
            raise DomainError(f"program: got other rows than {r}")
        for label, (lower, upper) in zip(
            (*self.names, *self.row_names), (*self.bounds, *self.rows), strict=True
        ):
            if lower is not None and upper is not None and lower > upper:
                got = f"{number_text(lower)} above {number_text(upper)}"
                raise DomainError(f"{label}: got the lower bound {got}, so no point is feasible")

    def objective(self, x: Vector) -> Fraction:
        """Return ``cost . x + offset``."""
        return dot(self.cost, x) + self.offset


class Part(NamedTuple):
    """A variable of the program: ``shift + sum of sign * x_k``, none, one or two (k, sign)."""

    shift: Fraction
    terms: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class StandardForm:
    """A program as ``min cost . x`` subject to ``A x = y``, ``x >= 0``, and the way back.

    Attributes
    ----------
    program : GeneralProgram
    instance : Instance
    problem : LinearProgram
    names : tuple of str, length N
    parts : tuple of Part, length n
    slacks : tuple of (k, sign) or None, length m
        The column that makes up for what is missing in a row, if it is no equation. It is in no
        row above.
    """

    program: GeneralProgram
    instance: Instance
    problem: LinearProgram
    names: tuple[str, ...]
    parts: tuple[Part, ...]
    slacks: tuple[tuple[int, int] | None, ...]

    def recover(self, x: object) -> Vector:
        """Return the variables of the program at a point x, shape (N,), exactly.

        Feasible points become feasible points, minimisers optimal ones.
        """
        point = as_point(solution_of(x), len(self.names))[1]
        return tuple(
            sum((point[k] * sign for k, sign in part.terms), part.shift) for part in self.parts
        )

    def embed(self, solution: object) -> Vector:
        """Return a point x, shape (N,), which :meth:`recover` takes back to the solution.

        Rows that are no equations hold exactly; x is >= 0 if the solution is feasible. A free
        variable has one part that is zero.

        Raises
        ------
        DomainError
            If the solution has not n numbers, or a variable with l = u another value.
        """
        values = as_point(solution_of(solution), len(self.parts))[1]
        x = [Fraction(0)] * len(self.names)
        for label, value, (shift, terms) in zip(
            self.program.names, values, self.parts, strict=True
        ):
            if not terms and value != shift:
                got, need = number_text(value), number_text(shift)
                raise DomainError(f"{label}: got {got}, need {need}, its lower and upper bound")
            for k, sign in terms:
                part = (value - shift) * sign
                x[k] = part if len(terms) == 1 else max(part, Fraction(0))
        image = list(self.instance.apply(x))
        for i, slack in enumerate(self.slacks):
            if slack is not None:
                k, sign = slack
                x[k] = (self.instance.y[i] - image[i]) * sign
                for row, a in self.instance.columns[k]:
                    image[row] += a * x[k]
        return tuple(x)


def standard_form(program: GeneralProgram) -> StandardForm:
    """Return the standard form of a program, exactly.

    Raises
    ------
    DomainError
        If it would have no row or no variable.

    Examples
    --------
    Maximise u subject to ``u <= 3`` (a row) and ``u >= 1``:

    >>> one = Fraction(1)
    >>> form = standard_form(GeneralProgram(
    ...     cost=(one,), columns=(((0, one),),), bounds=((one, None),), rows=((None, 3 * one),),
    ...     names=("u",), row_names=("r",), maximise=True))
    >>> form.names, form.instance.y, form.problem.cost
    (('u', 'slack of r'), (Fraction(2, 1),), (Fraction(-1, 1), Fraction(0, 1)))
    >>> form.embed([3]), form.recover([2, 0])
    ((Fraction(2, 1), Fraction(0, 1)), (Fraction(3, 1),))
    """
    kept = [i for i, ends in enumerate(program.rows) if ends != (None, None)]
    place = {i: k for k, i in enumerate(kept)}
    columns: list[Column] = []
    cost: list[Fraction] = []
    names: list[str] = []
    parts: list[Part] = []
    base = [Fraction(0)] * len(program.rows)  # M times the shifts
    for j, (lower, upper) in enumerate(program.bounds):
        shift, signs = _shift_and_signs(lower, upper)
        parts.append(Part(shift, tuple((len(columns) + k, s) for k, s in enumerate(signs))))
        for i, a in program.columns[j]:
            base[i] += a * shift
        for sign in signs:
            entries = ((place[i], a * sign) for i, a in program.columns[j] if i in place)
            columns.append(tuple(entries))
            cost.append(program.cost[j] * (-sign if program.maximise else sign))
            label = "" if sign > 0 else "minus " if lower is upper else "room of "
            names.append(label + program.names[j])
    right: list[Fraction] = []
    slacks: list[tuple[int, int] | None] = []
    second: list[tuple[int, Fraction, str]] = []  # columns that have an upper bound as well

    def add(entries: Iterable[tuple[int, int]], name: str) -> int:
        columns.append(tuple((row, Fraction(a)) for row, a in entries))
        cost.append(Fraction(0))
        names.append(name)
        return len(columns) - 1

    for i in kept:
        (lower, upper), name = program.rows[i], program.row_names[i]
        end, sign = (upper, 1) if lower is None else (lower, -1)
        right.append((end or Fraction(0)) - base[i])
        if lower == upper:
            slacks.append(None)
            continue
        slacks.append((add([(place[i], sign)], f"slack of {name}"), sign))
        if lower is not None and upper is not None:
            second.append((len(columns) - 1, upper - lower, name))
    for (lower, upper), part, name in zip(program.bounds, parts, program.names, strict=True):
        if lower is not None and upper is not None and part.terms:
            second.append((part.terms[0][0], upper - lower, name))
    for k, room, name in second:
        columns[k] = (*columns[k], (len(right), Fraction(1)))
        slacks.append((add([(len(right), 1)], f"room of {name}"), 1))
        right.append(room)
    if not right or not columns:
        raise DomainError("program: need a row, or two bounds, and a variable that is not fixed")
    return StandardForm(
        program=program,
        instance=Instance(columns=tuple(columns), y=tuple(right)),
        problem=LinearProgram(tuple(cost)),
        names=tuple(names),
        parts=tuple(parts),
        slacks=tuple(slacks),
    )


def _shift_and_signs(
    lower: Fraction | None, upper: Fraction | None
) -> tuple[Fraction, tuple[int, ...]]:
    if lower is None:
        return (Fraction(0), (1, -1)) if upper is None else (upper, (-1,))
    return lower, () if lower == upper else (1,)
