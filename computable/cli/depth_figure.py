"""The entry of a machine's instance as a function of the depth to which it is read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from computable.files import write_atomically
from computable.machine import Halts, NeverHalts, Undecided
from computable.problem import HaltingDigit

__all__ = ["draw_depth"]

AHEAD = 40
"""Bits that are drawn at least."""
SCALE = 10**12
"""Depths beyond are drawn in units of a power of two."""


def draw_depth(path: Path, found: HaltingDigit, name: str) -> Path:
    """Draw what reading to n bits leaves open of the entry, against n.

    The entry is c (1 + g). Reading to n bits tells that c g is 0 or at most about ``2**-n``, until
    the machine has been seen to halt: from then on g is known. Both axes are in bits, so that
    "not known yet" is the diagonal.

    Returns
    -------
    Path
        The file, in the format of its suffix.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    offset = found.instance.offset
    seen, title = _seen(found, name)
    unit = 1 if seen < SCALE else 1 << (seen.bit_length() - 7)
    last, top = float(max(AHEAD, 3 * seen // 2) // unit), float(seen // unit)
    figure = Figure(figsize=(8, 4.6), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    match found.found:
        case Halts():
            axes.plot([0, top], [0, top], color="tab:blue", label="g is 0 or smaller than this")
            axes.plot([top, last], [top, top], color="tab:red", linewidth=2, label="the gap g")
            axes.fill_between([0, top], [0, top], last, color="tab:blue", alpha=0.12)
            axes.annotate(
                f"halts: $g = 2^{{-{_number(seen)}}}$", (top, top), (0.7, 0.65),
                textcoords="axes fraction", arrowprops={"arrowstyle": "->"},
            )  # fmt: skip
        case NeverHalts():
            axes.plot([0, last], [0, last], color="tab:blue", label="g is 0 or smaller than this")
            axes.fill_between([0, last], [0, last], last, color="tab:blue", alpha=0.12)
            axes.text(0.6, 0.7, "proved: $g = 0$", transform=axes.transAxes, va="top")
        case Undecided():
            axes.plot([0, top], [0, top], color="tab:blue", label="g is 0 or smaller than this")
            axes.plot([top, last], [top, last], ":", color="tab:gray", label="not read")
            axes.fill_between([0, top], [0, top], last, color="tab:blue", alpha=0.12)
            axes.plot([top], [top], "o", color="tab:blue")
            axes.annotate(
                "no halt up to here", (top, top), (0.7, 0.65),
                textcoords="axes fraction", arrowprops={"arrowstyle": "->"},
            )  # fmt: skip
    axes.set(xlim=(0, last), ylim=(last, 0), title=title)
    axes.set_xlabel("bits to which the entry is read" + _in_units(unit))
    axes.set_ylabel(r"$-\log_2$ of the gap" + _in_units(unit))
    axes.legend(loc="lower left", fontsize=8)
    note = f"$A_{{0,{found.instance.column}}} = 1+g$, $g = 2^{{-(s+{offset})}}$ if it halts"
    note += " after s steps, else 0"
    axes.text(0.98, 0.97, note, transform=axes.transAxes, ha="right", va="top", fontsize=8)
    drawn = BytesIO()
    figure.savefig(drawn, dpi=150, format=path.suffix[1:])
    return write_atomically(path, drawn.getvalue())


def _seen(found: HaltingDigit, name: str) -> tuple[int, str]:
    """Return the depth to which something is known, and a title."""
    title = f"{name}: the entry of the matrix, as deep as it has been read"
    match found.found:
        case Halts(steps=steps):
            return steps + found.instance.offset, title
        case NeverHalts():
            return AHEAD // 2, f"{name}: the entry of the matrix"
        case Undecided():
            return found.depth or 0, title


def _number(value: int) -> str:
    return str(value) if value < 10**15 else rf"\mathrm{{about}}\,2^{{{value.bit_length() - 1}}}"


def _in_units(unit: int) -> str:
    return "" if unit == 1 else f" (in $2^{{{unit.bit_length() - 1}}}$)"
