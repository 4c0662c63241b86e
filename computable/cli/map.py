"""``computable map``: what can be computed in which model, as a table and as a picture."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from computable.errors import DomainError
from computable.files import write_atomically
from proofs.theorems.computability_map import ACCURACIES, MODELS, PROBLEMS, Cell, cell

__all__ = ["draw_map", "map_command"]

COLOURS = {"no": "red", "partly": "yellow", "yes": "green"}
SHADES = {"no": "#d98880", "partly": "#f7dc6f", "yes": "#82c99d"}


@click.command("map")
@click.option("--problem", type=click.Choice([*PROBLEMS, "qcbp"]), help="Default: all of them.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw it into this file (png, pdf or svg).",
)
def map_command(problem: str | None, out: Path | None) -> int:
    """Show the computability map: problem x model x accuracy, with the theorem of every cell.

    A letter names a theorem that runs here.

    \b
    Examples:
      computable map
      computable map --problem lasso
      computable map --out map.png
    """
    if out is not None and out.suffix not in (".png", ".pdf", ".svg"):
        raise DomainError(f"--out: got {out.name}, need a name that ends in .png, .pdf or .svg")
    console = Console()
    for name in PROBLEMS if problem is None else ("bp" if problem == "qcbp" else problem,):
        console.print(_table(name))
    click.echo("A letter is a theorem that runs: computable theorem run A --problem lasso.")
    click.echo("E: Banach-Mazur. F: real RAM, exact input.")
    click.echo("K, K-1 and K-2 digits are meant on one and the same class Omega: theorem show ABC.")
    click.echo("Turing machine: it reads its input to any finite precision. Banach-Mazur: only")
    click.echo("computable sequences of inputs have to be mapped to such. Real RAM (Blum, Shub,")
    click.echo("Smale): it compares real numbers and computes with them exactly.")
    if out is not None:
        click.echo(f"drawn in {draw_map(out)}")
    return 0


def _table(problem: str) -> Table:
    table = Table(
        title=f"{PROBLEMS[problem]} ({problem})",
        box=box.SIMPLE_HEAD,
        padding=0,
        title_justify="left",
    )
    table.add_column("model", overflow="fold")
    for accuracy in ACCURACIES:
        table.add_column(f"{accuracy} digits", overflow="fold")
    for model, words in MODELS.items():
        found = [cell(problem, model, accuracy) for accuracy in ACCURACIES]
        table.add_row(words, *(f"[{COLOURS[c.verdict]}]{_text(c)}[/]" for c in found))
    return table


def _text(found: Cell) -> str:
    return f"{found.words} {found.theorem}"


def draw_map(path: Path) -> Path:
    """Draw the whole map, one panel a problem.

    Returns
    -------
    Path
        The file, in the format of its suffix.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    figure = Figure(figsize=(13, 8), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(2, 2).flat
    for axes, (problem, title) in zip(panels, PROBLEMS.items(), strict=True):
        for row, model in enumerate(MODELS):
            for column, accuracy in enumerate(ACCURACIES):
                found = cell(problem, model, accuracy)
                square = Rectangle(
                    (column, row),
                    1,
                    1,
                    facecolor=SHADES[found.verdict],
                    edgecolor="white",
                )
                axes.add_patch(square)
                words = found.words.replace(", ", ",\n").replace(" (", "\n(")
                note = f"Theorem {found.theorem}"
                axes.text(
                    column + 0.5, row + 0.5, f"{words}\n{note}", ha="center", va="center", size=7
                )
        axes.set(xlim=(0, 3), ylim=(len(MODELS), 0), title=title)
        axes.set_xticks([0.5, 1.5, 2.5], [f"{a} digits" for a in ACCURACIES])
        axes.set_yticks([i + 0.5 for i in range(len(MODELS))], list(MODELS.values()), size=8)
        axes.tick_params(length=0)
    drawn = BytesIO()
    figure.savefig(drawn, dpi=150, format=path.suffix[1:] or "png")
    return write_atomically(path, drawn.getvalue())
