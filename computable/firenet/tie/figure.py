"""The figure of what recovery costs near a tie: layers, bits and bounds against the gap."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

from computable.errors import DomainError
from computable.files import write_atomically
from computable.firenet.tie.degeneration import Degeneration, degeneration

__all__ = ["draw_degeneration"]

EXPONENTS = range(1, 41)
"""The gaps 2**-k that are drawn."""
DEPTHS = (16, 32, 48)
BAND = 5
"""The width of the tie, which is infinitely far to the right."""
COLOURS = ("tab:blue", "tab:orange", "tab:green", "tab:red", "tab:purple")


def draw_degeneration(path: Path, *, digits: Sequence[int] = (2, 4, 8)) -> Path:
    """Draw what recovery with proved bounds costs for the matrix (1 + g, 1), for several K.

    To the left the layers of a FIRENET for K digits of an x of norm at most 1, in the middle the
    bits to which A and y are read for them, and what no algorithm can do without; to the right the
    bound of the error that a reading to n bits leaves, whatever the number of layers (of a reading
    that happens to be exact): no digit where it is above 1, and no bound where its line ends. All
    come from the rationals and integers of :func:`degeneration`.

    Parameters
    ----------
    path : Path
        Ends in .png, .pdf or .svg.
    digits : sequence of int
        Up to five values of K.

    Raises
    ------
    DomainError
        If the path has another ending, or there are no or more than five values.
    """
    # A backend without a screen, for this figure only.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if path.suffix not in (".png", ".pdf", ".svg"):
        raise DomainError(f"path: got {path.name}, need a name that ends in .png, .pdf or .svg")
    if not 1 <= len(digits) <= len(COLOURS):
        raise DomainError(f"digits: got {len(digits)} values, need 1 to {len(COLOURS)}")
    gaps = [Fraction(1, 1 << k) for k in EXPONENTS]
    found = {K: degeneration(gaps, digits=K) for K in digits}
    figure = Figure(figsize=(13, 4.6), layout="constrained")
    FigureCanvasAgg(figure)
    layers, depths, bounds = figure.subplots(1, 3)
    for (K, rows), colour in zip(found.items(), COLOURS):
        label = f"K = {K}"
        layers.semilogy(EXPONENTS, [row.layers for row in rows], color=colour, label=label, base=10)
        depths.plot(EXPONENTS, [row.depth for row in rows], color=colour, label=label)
        bounds.axhline(10.0**-K, color=colour, linestyle=":", linewidth=1)
        bounds.text(27, 1.3 * 10.0**-K, f"$10^{{-{K}}}$", color=colour, fontsize=8, ha="center")
    rows = next(iter(found.values()))
    depths.plot(
        EXPONENTS, [row.proof_depth for row in rows], "--", color="gray", label="the column, proved"
    )
    depths.plot(
        EXPONENTS,
        [row.least_depth for row in rows],
        color="black",
        label="least to tell the column",
    )
    for n, style in zip(DEPTHS, ("-", "--", "-.")):
        shown = [(k, _left(row, n)) for k, row in zip(EXPONENTS, rows) if n >= row.proof_depth]
        bounds.semilogy(*zip(*shown), style, color="black", label=f"n = {n} bits", base=10)
    bounds.axhspan(1, 1e3, color="tab:red", alpha=0.12)
    bounds.text(EXPONENTS[-1] / 2, 30, "no digit of x is left", fontsize=8, ha="center")
    bounds.set_ylim(1e-16, 1e3)
    _finish(layers, "Layers for K digits", "layers (affine maps)")
    _finish(depths, "Bits of A and y for K digits", "bits")
    _finish(
        bounds, "Error bound, A and y read to n bits", "bound of the $\\ell^2$ error", "lower left"
    )
    drawn = BytesIO()
    figure.savefig(drawn, dpi=150, format=path.suffix[1:])
    return write_atomically(path, drawn.getvalue())


def _left(row: Degeneration, depth: int) -> float:
    """Return what errors of ``sqrt(2) 2**-n`` in A and ``2**-n`` in y add to the bound."""
    return float(row.noise) * (2**0.5 + 1) * 2.0**-depth


def _finish(axes: Any, title: str, label: str, place: str = "upper left") -> None:
    """Set the horizontal axis: powers of two, and the tie behind the last of them."""
    last = EXPONENTS[-1]
    axes.set_xlim(0, last + BAND)
    axes.axvspan(last + 1, last + BAND, color="black", alpha=0.75)
    axes.text(
        last + 1 + (BAND - 1) / 2, 0.5, "tie: no finite number is enough", rotation=90,
        color="white", ha="center", va="center", transform=axes.get_xaxis_transform(), fontsize=8,
    )  # fmt: skip
    ticks = [k for k in EXPONENTS if k % 10 == 0]
    axes.set_xticks(
        [1, *ticks, last + 1 + (BAND - 1) / 2], ["$2^{-1}$", *(f"$2^{{-{k}}}$" for k in ticks), "0"]
    )
    axes.set_xlabel("gap g of A = (1 + g, 1)")
    axes.set_ylabel(label)
    axes.set_title(title, fontsize=10)
    axes.legend(fontsize=8, loc=place)
