"""Bits needed against the distance to ill-posedness: a table and a picture.

At depth n the honest solver knows a box of radius ``2**-n``. An argument that proves one
minimiser for the whole box needs a box without ill-posed instances: ``2**-n`` below the distance,
that is more than ``log2(1 / distance)`` bits. This is the line of the picture. How far above it
the points lie is the price of the intervals, and of the digits that are owed: a few bits, however
near the tie. (The argument ``basis`` with kappa > 0 proves digits without proving that there is one
minimiser, so it may do with less.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from io import BytesIO
from math import log2
from pathlib import Path
from typing import NamedTuple

from computable.algorithm import Budget
from computable.errors import DomainError
from computable.exact import ceil_log2
from computable.files import write_atomically
from computable.problem import Instance, Problem
from proofs.honest import solve
from proofs.ill_posedness import ill_posedness
from proofs.outcome import Certified

__all__ = ["Row", "bits_against_distance", "draw"]

SPARE = 128
"""Bits beyond twice those of the distance at which the solver gives up."""


class Row(NamedTuple):
    """What was found for one instance.

    Attributes
    ----------
    lower : Fraction
    upper : Fraction or None
        Of the distance to ill-posedness; ``None`` if no ill-posed instance was found.
    depth : int or None
        How deep the honest solver read; ``None`` if it did not succeed.
    """

    lower: Fraction
    upper: Fraction | None
    depth: int | None


def bits_against_distance(
    problem: Problem, instances: Iterable[Instance], *, digits: int, budget: Budget | None = None
) -> list[Row]:
    """Return the distance of every instance, and how many bits the honest solver reads.

    Parameters
    ----------
    instances : iterable of Instance
    digits : int >= 1
        That the solver has to prove.
    budget : Budget, optional
        Of the solver. By default it may read twice the bits of the distance, and 128 more.

    Examples
    --------
    >>> from computable import BasisPursuit
    >>> near = [Instance.from_dense([[1, 1 + Fraction(1, 1 << n)]], [1]) for n in (5, 10, 20)]
    >>> rows = bits_against_distance(BasisPursuit(), near, digits=1)
    >>> [(ceil_log2(1 / row.upper), row.depth) for row in rows]
    [(6, 8), (11, 14), (21, 23)]
    """
    rows = []
    for instance in instances:
        found = ill_posedness(problem, instance)
        depth = None
        if found.upper != 0:
            distance = min(found.lower or found.upper or Fraction(1), Fraction(1))
            limit = budget or Budget(depth=2 * ceil_log2(1 / distance) + SPARE)
            solved = solve(problem, instance, digits=digits, budget=limit)
            depth = solved.depth if isinstance(solved, Certified) else None
        rows.append(Row(lower=found.lower, upper=found.upper, depth=depth))
    return rows


def draw(rows: Sequence[Row], path: Path) -> Path:
    """Draw the rows with ``0 < lower`` that have a depth, and return the path (png, pdf or svg).

    Horizontally ``log2(1 / distance)``, with a bar from the lower to the upper bound.

    Raises
    ------
    DomainError
        If there is no such row, or the name has another ending.
    """
    # A backend without a screen, for this figure only.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if path.suffix not in (".png", ".pdf", ".svg"):
        raise DomainError(f"path: got {path.name}, need a name that ends in .png, .pdf or .svg")
    shown = [
        (_bits(row.lower), _bits(row.lower if row.upper is None else row.upper), row.depth)
        for row in rows
        if row.lower and row.depth is not None
    ]
    if not shown:
        raise DomainError("rows: got none with a positive distance and a depth, need one")
    most, least, depths = zip(*shown, strict=True)
    figure = Figure(figsize=(6, 4.5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    ends = [min(least), max(most)]
    axes.plot(ends, ends, color="black", linewidth=1, label="depth = $\\log_2(1/$distance$)$")
    axes.hlines(depths, least, most, color="tab:blue", linewidth=2, label="bounds of the distance")
    axes.plot(most, depths, "o", color="tab:blue", markersize=4, label="bits that were read")
    axes.set_xlabel("$\\log_2(1/$distance to ill-posedness$)$")
    axes.set_ylabel("depth in bits")
    axes.set_title("What the honest solver has to read")
    axes.legend(fontsize=8)
    drawn = BytesIO()
    figure.savefig(drawn, dpi=150, format=path.suffix[1:])
    return write_atomically(path, drawn.getvalue())


def _bits(distance: Fraction) -> float:
    """Return ``log2(1 / distance)``, whatever the exponent."""
    exponent = ceil_log2(distance)
    return -exponent - log2(distance / Fraction(2) ** exponent)
