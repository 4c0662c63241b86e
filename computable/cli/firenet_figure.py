"""Layers against accuracy, drawn: what is proved, and what was measured."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from computable.cli.firenet_report import Report
from computable.files import write_atomically
from computable.firenet.layers import LayerCount

__all__ = ["draw_layers"]


def draw_layers(path: Path, count: LayerCount, report: Report | None, *, title: str) -> Path:
    """Draw the bound after each block, the line of the slope, and the true errors of a sample.

    The line ends where the bounds do. Its slope is ``count.slope`` layers for a decimal digit;
    where noise leaves an error, it bends towards that.

    Returns
    -------
    Path
        The file, in the format of its suffix.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.8), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    bounds = [float(b) for b in (report.run.bounds if report else count.schedule.bounds)]
    layers = [3 * k * count.steps + 1 for k in range(len(bounds))]
    what = "of what was computed" if report else "of the exact network"
    axes.plot(layers, bounds, "o", markersize=3, color="tab:blue", label=f"bound {what}")
    planned = count.schedule.bounds
    line = [count.predicted(b) for b in planned if b > count.floor]
    label = f"{count.slope:.1f} layers for a decimal digit"
    axes.plot(line, [float(b) for b in planned[: len(line)]], color="tab:blue", label=label)
    if report is not None and report.errors:
        errors = [float(e) for e in report.errors]
        axes.plot(layers, errors, ".", markersize=4, color="tab:green", label="true error")
    axes.set_yscale("log")
    axes.set(xlabel="layers", ylabel="l2 error", title=title)
    axes.grid(alpha=0.3)
    axes.legend()
    drawn = BytesIO()
    figure.savefig(drawn, dpi=150, format=path.suffix[1:])
    return write_atomically(path, drawn.getvalue())
