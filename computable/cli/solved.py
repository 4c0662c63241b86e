"""Solutions on the terminal: what is proved of them, their entries, and why there may be none."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import click

from computable.cli.data import Data
from computable.cli.tables import busy, decimal_text, exact_text, places, print_table
from computable.exact import Vector, rank
from computable.problem import Lasso, SquareRootLasso, dot
from computable.recovery import Infeasible, InfeasibleBall, Minimisers, Unbounded, lasso_path
from computable.recovery.columns import kernel

__all__ = ["Solved", "show_none", "show_path"]

MOST_KNOTS = 40


@dataclass(frozen=True, kw_only=True)
class Solved:
    """A solution in the variables of the file.

    Attributes
    ----------
    data : Data
    values : Vector, shape (n,)
    minimum : Fraction or Quadratic
    dimension : int
        Of the set of all solutions.
    """

    data: Data
    values: Vector
    minimum: Any
    dimension: int

    @classmethod
    def of(cls, found: Minimisers, data: Data) -> Solved:
        """Go back from the standard form, if there is one."""
        form = data.loaded.form
        if form is None:
            return cls(
                data=data, values=found.x, minimum=_minimum(found), dimension=found.face.dimension
            )
        values = form.recover(found.x)
        moves = []  # of the file's variables, along the face in standard form
        support = found.face.support
        place = {k: i for i, k in enumerate(support)}
        if found.face.dimension:
            columns = [found.instance.columns[k] for k in support]
            for u in kernel(columns, found.instance.shape[0]):
                parts = ([(place[k], s) for k, s in p.terms if k in place] for p in form.parts)
                moves.append([sum((s * u[i] for i, s in terms), Fraction(0)) for terms in parts])
        return cls(
            data=data, values=values, minimum=form.program.objective(values), dimension=rank(moves)
        )

    def show(self, digits: int) -> None:
        """Print what was found."""
        data, program = self.data, self.data.loaded.form
        label = "maximum" if program is not None and program.program.maximise else "minimum"
        names = zip(data.variables, self.values, strict=True)
        support = [(name, v) for name, v in names if v]
        tiny = sum(abs(v) * 10**digits < 1 for _, v in support)
        count = f"{len(support)} of {len(self.values)} entries are non-zero"
        count += f", {tiny} of them below 10^-{digits}" * bool(tiny)
        many = f"one of many (a face of dimension {self.dimension})"
        _title("solved", "exactly", data)
        click.echo(f"  {label:<9}  {_both(self.minimum, digits)}")
        click.echo(f"  solution   {many if self.dimension else 'the only one'}")
        click.echo(f"  support    {count}")
        if support:
            click.echo()
            rows = [(name, exact_text(v), decimal_text(v, digits)) for name, v in support]
            print_table(("entry", "exact", "decimal"), rows, more="more; --out FILE.csv has all")

    def table(self, digits: int) -> str:
        """Return all entries as a table: exact if all are rationals that can be read again."""
        readable = all(_is_readable(v) for v in self.values)
        decimals = places(digits, len(self.values))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["variable", *["exact"] * readable, "decimal"])
        for name, v in zip(self.data.variables, self.values, strict=True):
            writer.writerow([name, *[str(v)] * readable, decimal_text(v, decimals)])
        return text.getvalue()


def _title(verdict: str, how: str, data: Data) -> None:
    click.echo(f"{verdict}: {data.file} ({data.short}), {how}")
    click.echo(f"  problem    {data.statement}")
    for remark in data.loaded.remarks:
        click.echo(f"  remark     {' '.join(remark.split())}")


def _is_readable(value: Any) -> bool:
    return isinstance(value, Fraction) and max(
        value.numerator.bit_length(), value.denominator.bit_length()
    ) <= 13_000  # fmt: skip


def _minimum(found: Minimisers) -> Any:
    """Return the minimum, a number of Q(sqrt d); for square-root LASSO by duality."""
    problem = found.problem
    if isinstance(problem, SquareRootLasso):
        return dot(found.witness, found.instance.y)
    return problem.objective(found.instance, found.x).rational


def _both(value: Any, digits: int) -> str:
    exact, decimal = exact_text(value), decimal_text(value, digits)
    if "..." in exact or exact == "irrational":
        return f"{decimal} (rounded)"
    return exact if exact == decimal.rstrip("0").rstrip(".") else f"{decimal} (exactly: {exact})"


def show_none(found: Infeasible | InfeasibleBall | Unbounded, data: Data, digits: int) -> None:
    """Print why there is no minimiser."""
    kind = "unbounded" if isinstance(found, Unbounded) else "infeasible"
    _title(kind, "proved exactly", data)
    if isinstance(found, Unbounded):
        recover = data.loaded.recover
        ends = recover(tuple(map(sum, zip(found.point, found.ray, strict=True))))
        start = recover(found.point)
        click.echo(
            "  proof      point + t * ray is feasible for every t >= 0, and the objective has"
        )
        click.echo("             no bound there; entries where one of the two is not 0:\n")
        rows = [
            (name, exact_text(a), exact_text(b - a))
            for name, a, b in zip(data.variables, start, ends, strict=True)
            if a or b
        ]
        print_table(("entry", "point", "ray"), rows)
        return
    q, y = found.farkas, data.loaded.given.instance().y
    fact = "A^T q <= 0 < q.y" if data.short == "lp" else "A^T q = 0 < q.y"
    if isinstance(found, InfeasibleBall) and getattr(data.problem, "epsilon", None):
        fact = "A^T q = 0 and q.y > epsilon ||q||"
    where = " (of the standard form)" if data.loaded.form is not None else ""
    click.echo(f"  proof      q with {fact}; here q.y = {exact_text(dot(q, y))}")
    click.echo(f"             (entries that are not 0, by the rows of A{where}):\n")
    rows = [(str(i), exact_text(v), decimal_text(v, digits)) for i, v in enumerate(q) if v]
    print_table(("row", "exact", "decimal"), rows)


def show_path(data: Data, least: Fraction | None, digits: int) -> None:
    """Print the knots of the path of LASSO: where entries become non-zero or zero."""
    weights = data.problem.weights if isinstance(data.problem, Lasso) else None
    instance = data.loaded.given.instance()
    with busy("following the path"):
        end = least or Fraction(0)
        path = lasso_path(instance, weights=weights, least=end, most_knots=MOST_KNOTS + 1)
    click.echo(f"path: {data.file} (lasso), exactly, down to lambda = {exact_text(end)}")
    click.echo("  At a knot entries enter or leave; between knots x is affine in lambda, and")
    click.echo("  above the first it is 0. (count: of non-zero entries below the knot)\n")
    rows, segments = [], path.segments
    for segment, below in zip(segments, (*segments[1:], None), strict=True):
        before, after = set(segment.support), set(below.support if below else segment.support)
        names = (
            " ".join(data.variables[j] for j in sorted(js))
            for js in (after - before, before - after)
        )
        knot = segment.lower
        rows.append((exact_text(knot), decimal_text(knot, digits), str(len(after)), *names))
    if len(path) > MOST_KNOTS:
        rows = rows[:MOST_KNOTS]
    print_table(("knot", "decimal", "count", "enter", "leave"), rows)
    if len(path) > MOST_KNOTS:
        click.echo(f"  ... and so on; these are the first {MOST_KNOTS} knots")
    click.echo()
