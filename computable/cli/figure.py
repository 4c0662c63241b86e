"""The figure of the demo: the set of minimisers jumps as the gap changes its sign."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from computable.algorithm import Budget, Deadline, Halted, Task
from computable.algorithm.isolated import Isolated
from computable.files import write_atomically
from computable.problem import BasisPursuit, TieFamily
from computable.solvers import NamedSolver

__all__ = ["draw_solution_set"]

DEPTHS = range(4, 53, 2)
"""The gaps 2**-k that are drawn, on both sides."""


def draw_solution_set(path: Path, *, solvers: Sequence[str], budget: Budget) -> Path:
    """Draw x_0 of the minimisers of basis pursuit with A = (1 + g, 1) or (1, 1 + |g|), y = 1/4.

    The horizontal axis is the gap g, on a scale of powers of two on both sides of zero. The
    exact minimisers are lines (at g = 0 a whole segment), the answers of the named solvers
    are points. Returns ``path``.
    """
    # A backend without a screen, for this figure only.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    family = TieFamily.dyadic(BasisPursuit(), digits=1)
    far, near = DEPTHS[0], DEPTHS[-1]
    figure = Figure(figsize=(8, 4.2), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    top = float(family.amplitude(0))
    for column, height in ((0, [_first(family, 0, k) for k in DEPTHS]), (1, [0.0] * len(DEPTHS))):
        places = [_place(column, k) for k in DEPTHS]
        axes.plot(places, height, color="black", label="the minimiser" if column else None)
    axes.plot([0, 0], [0, top], color="black", linewidth=3, label="all minimisers at gap 0")
    for name, marker in zip(solvers, "ox", strict=False):
        places, heights = _answers(name, family, budget)
        axes.plot(places, heights, marker, markersize=5, linestyle="", label=name)
    ticks = [k for k in DEPTHS if (k - far) % 16 == 0] + [near]
    axes.set_xticks(
        [_place(1, k) for k in ticks] + [0] + [_place(0, k) for k in reversed(ticks)],
        [f"$-2^{{-{k}}}$" for k in ticks] + ["0"] + [f"$2^{{-{k}}}$" for k in reversed(ticks)],
    )
    axes.set_xlabel("gap between the two columns")
    axes.set_ylabel("$x_0$")
    axes.set_title("min $\\|x\\|_1$, $Ax=1/4$: the solution jumps, float solvers do not see where")
    figure.legend(loc="outside lower center", ncols=4, fontsize=8)
    drawn = BytesIO()
    figure.savefig(drawn, dpi=150, format="png")
    return write_atomically(path, drawn.getvalue())


def _place(column: int, depth: int) -> int:
    """Return the horizontal place of gap 2**-depth: nearer to zero for smaller gaps."""
    distance = DEPTHS[-1] + 8 - depth
    return distance if column == 0 else -distance


def _first(family: TieFamily, column: int, depth: int) -> float:
    return float(family.minimiser(column, Fraction(1, 1 << depth))[0])


def _answers(name: str, family: TieFamily, budget: Budget) -> tuple[list[int], list[float]]:
    """Return where the solver answered, and x_0 of its answers."""
    places, heights = [], []
    deadline = Deadline(budget.seconds)
    with Isolated(NamedSolver(name), budget) as runner:
        for depth in DEPTHS:
            for column in (0, 1):
                instance = family.raised(column, Fraction(1, 1 << depth))
                task = Task(problem=family.problem, shape=family.shape, ask=instance.oracle())
                run = runner.run(task, deadline)
                if isinstance(run, Halted):
                    places.append(_place(column, depth))
                    heights.append(float(run.report.values[0]))
    return places, heights
