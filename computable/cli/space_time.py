"""Space-time diagrams of Turing machines, drawn."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from computable.files import write_atomically
from computable.machine.turing.space_time import SpaceTime, space_time
from computable.machine.turing.table import Table, state_name, table_text

__all__ = ["draw_space_time"]

SYMBOLS = ("#f4efe4", "#1d3557", "#8fb4d6", "#c9a66b", "#7a9e7e", "#8d6a9f", "#b0b7bf", "#5b2e3d")
"""Colours of the symbols 0, 1, ...; of more symbols shades from the first to the second."""
STATES = ("#e63946", "#f4a11d", "#2a9d8f", "#d63aa8", "#7b61d1", "#38b6ff", "#8ac926", "#a5672f")
"""Colours of the states A, B, ...; of more states all have the first."""
INK, PALE = "#22262b", "#70757c"
DOTS = 200
"""Pixels an inch."""
BIG = 1600
"""Pixels that a side of the diagram has about, if it is long."""
CELL = 48
"""Pixels of a cell that there is plenty of room for."""
SMALL = 6
"""Of smaller cells that with the head has its colour; in others it is a disc."""
LETTERS = 24
"""Into a disc of so many pixels the state is written."""
LEFT, RIGHT, TOP, BOTTOM = 1.05, 1.15, 1.05, 0.8
"""Room around the diagram, in inches."""
LINE = 0.165
"""A line of the legend, in inches."""


def draw_space_time(path: Path, table: Table, *, steps: int, name: str = "") -> Path:
    """Draw the run from a tape of zeros, one row a step (or evenly spaced ones), one column a cell.

    Parameters
    ----------
    path : Path
        Ends in .png, .svg or .pdf.
    table : Table
    steps : int
        How many at most.
    name : str
        For the title.

    Returns
    -------
    Path
        The file.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.colors import to_rgb
    from matplotlib.figure import Figure

    symbols = len(table[0])
    shown = space_time(table, steps, [to_rgb(colour) for colour in _palette(symbols)])
    rows, columns = shown.colours.shape[:2]
    tall = max(1, min(CELL, BIG // rows))
    wide = max(1, min(CELL, BIG // columns), 560 // columns if rows > 60 else 1)
    across, down = columns * wide / DOTS, rows * tall / DOTS
    listed = min(symbols, len(SYMBOLS)) + min(len(table), len(STATES))
    width = LEFT + max(across, 3.4) + RIGHT
    height = TOP + max(down, (listed + 4) * LINE) + BOTTOM
    figure = Figure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(figure)
    low = (height - TOP - down) / height
    axes = figure.add_axes((LEFT / width, low, across / width, down / height))
    states = list(shown.states)
    if shown.halted and shown.steps % shown.stride == 0:
        states[-1] = len(table)
    colours = shown.colours.copy()
    if min(tall, wide) < SMALL:
        for row, (column, state) in enumerate(zip(shown.columns(), states, strict=True)):
            colours[row, column] = to_rgb(_state_colour(state, len(table)))
    left, right = shown.first - 0.5, shown.first + shown.share * columns - 0.5
    extent = (left, right, shown.stride * (rows - 0.5), -0.5 * shown.stride)
    axes.imshow(colours, extent=extent, aspect="auto", interpolation="nearest")
    if min(tall, wide) >= SMALL:
        # The head moves each step, so a disc may be taller than a row and still be by itself.
        _mark_heads(axes, shown, states, len(table), size=min(1.5 * tall, 0.8 * wide))
    if min(tall, wide) >= 10:
        axes.set_xticks([left + k for k in range(1, columns)], minor=True)
        axes.set_yticks([k - 0.5 for k in range(1, rows)], minor=True)
        axes.grid(which="minor", color="white", linewidth=0.5, alpha=0.45)
    _label(axes)
    beside = across + 0.12 if down > 1 else max(across + 0.12, 2)  # the label is 2 inches long
    _legend(axes, len(table), symbols, max(states), right=beside / across, line=LINE / down)
    _title(figure, shown, table, name)
    drawn = BytesIO()
    figure.savefig(drawn, dpi=DOTS, format=path.suffix[1:])
    return write_atomically(path, drawn.getvalue())


def _palette(symbols: int) -> list[Any]:
    from matplotlib.colors import LinearSegmentedColormap

    if symbols <= len(SYMBOLS):
        return list(SYMBOLS[:symbols])
    shades = LinearSegmentedColormap.from_list("symbols", [SYMBOLS[0], SYMBOLS[2], SYMBOLS[1]])
    return [shades(k / (symbols - 1)) for k in range(symbols)]


def _state_colour(state: int, states: int) -> str:
    """Return the colour of a state; that in which a machine has halted is dark."""
    if state >= states:
        return INK
    return STATES[state] if states <= len(STATES) else STATES[0]


def _mark_heads(axes: Any, shown: SpaceTime, at: list[int], states: int, *, size: float) -> None:
    """Put a disc of so many pixels with the colour of the state where the head is."""
    from matplotlib.collections import EllipseCollection

    letters = size >= LETTERS
    steps = range(0, shown.stride * len(at), shown.stride)
    discs = EllipseCollection(
        widths=[size / DOTS],
        heights=[size / DOTS],
        angles=[0],
        units="inches",
        offsets=list(zip(shown.heads, steps, strict=True)),
        offset_transform=axes.transData,
        facecolors=[_state_colour(state, states) for state in at],
        edgecolors="white",
        linewidths=0.5 if letters else 0.3,
        clip_on=False,
        zorder=3,
    )
    axes.add_collection(discs)
    if letters:
        for head, step, state in zip(shown.heads, steps, at, strict=True):
            letter = state_name(state) if state < states else ""
            axes.text(
                head, step, letter, size=6.5, color="white", weight="bold",
                ha="center", va="center_baseline", zorder=4,
            )  # fmt: skip


def _label(axes: Any) -> None:
    """Number steps and cells."""
    from matplotlib.ticker import MaxNLocator

    for axis, most in ((axes.xaxis, 9), (axes.yaxis, 12)):
        axis.set_major_locator(MaxNLocator(nbins=most, integer=True, min_n_ticks=1))
        axis.set_major_formatter(lambda value, _: _spaced(round(value)))
    axes.tick_params(which="both", length=0, labelsize=8, colors=PALE, pad=4)
    axes.set_xlabel("cell (the machine starts at 0)", size=9, color=INK, loc="left")
    axes.set_ylabel("step", size=9, color=INK, loc="top")
    axes.spines[:].set_visible(False)


def _legend(
    axes: Any, states: int, symbols: int, highest: int, *, right: float, line: float
) -> None:
    """Say what the colours mean, to the right of the diagram; a line is so much of its height."""
    from matplotlib.lines import Line2D

    def entry(label: str, colour: Any, marker: str) -> Line2D:
        return Line2D(
            [], [], linestyle="", marker=marker, markersize=7, markerfacecolor=colour,
            markeredgecolor="#c9c4b8", markeredgewidth=0.5, label=label,
        )  # fmt: skip

    palette = _palette(symbols)
    listed = range(symbols) if symbols <= len(SYMBOLS) else (0, symbols // 2, symbols - 1)
    tape = [entry(str(k), palette[k], "s") for k in listed]
    heads = [entry("any", STATES[0], "o")]
    if states <= len(STATES):
        heads = [entry(state_name(k), STATES[k], "o") for k in range(states)]
    if highest >= states:
        heads.append(entry("halt", INK, "o"))
    above = 1.0
    for title, entries in (("symbol", tape), ("head in state", heads)):
        drawn = axes.legend(
            handles=entries, title=title, alignment="left", loc="upper left", fontsize=8,
            bbox_to_anchor=(right, above), borderaxespad=0, borderpad=0, frameon=False,
            handlelength=1, handletextpad=0.4, labelcolor=INK,
        )  # fmt: skip
        drawn.get_title().set(size=8, color=PALE)
        axes.add_artist(drawn)
        above -= (len(entries) + 2) * line


def _title(figure: Any, shown: SpaceTime, table: Table, name: str) -> None:
    """Write above the diagram which machine it is, and below it what has been left out."""
    width, height = figure.get_size_inches()
    text, most = table_text(table), int((width - LEFT - 0.1) * 14.5)
    text = text if len(text) <= most else f"{text[: most - 3]}..."
    end = "halts after" if shown.halted else "the first"
    steps = f"{_spaced(shown.steps)} step{'s' * (shown.steps != 1)}"
    cells = f"{_spaced(shown.nonzero)} {'cell is' if shown.nonzero == 1 else 'cells are'}"
    notes = []
    if shown.stride > 1:
        notes.append(f"one row every {_spaced(shown.stride)} steps")
    if shown.share > 1:
        notes.append(f"one column every {_spaced(shown.share)} cells, in their mean colour")
    for words, above, style in (
        (name or "Turing machine", height - 0.36, {"size": 13, "weight": "bold"}),
        (text, height - 0.60, {"size": 8, "family": "monospace"}),
        (f"{end} {steps}: then {cells} not 0", height - 0.82, {"size": 8.5, "color": PALE}),
        ("; ".join(notes), 0.12, {"size": 7.5, "color": PALE, "style": "italic"}),
    ):
        figure.text(LEFT / width, above / height, words, **{"color": INK, **style})


def _spaced(number: int) -> str:
    """Write a number in groups of three figures."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace("-", "\N{MINUS SIGN}")
