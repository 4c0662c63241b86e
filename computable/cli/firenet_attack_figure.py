"""Figure of attacks: what perturbations do to networks, and what they can do to a FIRENET."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

from computable.errors import DomainError
from computable.files import write_atomically
from computable.firenet.firenet import Firenet
from computable.firenet.stability.attack import Attack
from computable.firenet.stability.change import change_bound
from computable.firenet.stability.error_bounds import error_bounds
from computable.firenet.stability.found import Between, Found

__all__ = ["draw_attack"]

STYLES = (("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"), ("#E69F00", "v"))
"""Of the other networks: colours of Okabe and Ito, which differ for the colour-blind, and marks."""
OWN = ("#0072B2", "o")
POINTS = 60


def draw_attack(
    path: Path, attacks: Mapping[str, Attack[Any]], firenet: Firenet[Any], *, title: str = ""
) -> Path:
    """Draw the changes and the errors that attacks have found, below the bounds of a FIRENET.

    Both axes are logarithmic. Vertical bars are proved intervals, mostly shorter than the marks;
    that there are no worse perturbations than these is not proved, except by the bounds.

    Parameters
    ----------
    path : Path
    attacks : mapping of str to Attack
        With names: those of the FIRENET, and of other networks at the same y.
    firenet : Firenet
        Whose bounds are drawn. Its theorem must be about y: see
        :func:`computable.firenet.stability.change.check_truth`.
    title : str, optional

    Returns
    -------
    Path
        The file, in the format of its suffix.

    Raises
    ------
    DomainError
        If there is no attack, or more than four on other networks.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    others = [name for name, one in attacks.items() if not isinstance(one.network, Firenet)]
    if not attacks or len(others) > len(STYLES):
        raise DomainError(
            f"attacks: got {len(attacks)}, {len(others)} of them on other networks, need at least "
            f"one and at most {len(STYLES)} of these"
        )
    styles = {name: STYLES[others.index(name)] if name in others else OWN for name in attacks}
    with_errors = all(one.error is not None for a in attacks.values() for one in a.found)
    sizes = _sizes([one for a in attacks.values() for one in a.found])
    figure = Figure(figsize=(9.6 if with_errors else 5.6, 5.0), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(1, 2 if with_errors else 1, squeeze=False)[0]
    change, noise = [], []
    for size in sizes:
        change.append(float(change_bound(firenet, size).last))
        noise.append(float(error_bounds(firenet, noise=firenet.noise + size).last))
    for axes, bounds in zip(panels, (change, noise), strict=False):
        label = f"FIRENET: no change can be larger ({_known(firenet)})"
        if axes is not panels[0]:
            label = f"FIRENET: no error can be larger ({_known(firenet)})"
        axes.plot(list(map(float, sizes)), bounds, color=OWN[0], linewidth=1.8, label=label)
        for name, found in attacks.items():
            values = [one.change if axes is panels[0] else one.error for one in found.found]
            _draw(axes, found.found, values, name, *styles[name])
        axes.set(xscale="log", yscale="log")
        axes.set_xlabel("size of the perturbation of y ($\\ell^2$ norm)")
        axes.grid(which="major", alpha=0.3)
        # above the axes, where it hides no point
        axes.legend(fontsize=8, loc="lower left", bbox_to_anchor=(0, 1), frameon=False)
    panels[0].set_ylabel("change of the output ($\\ell^2$ norm), found")
    if with_errors:
        panels[1].set_ylabel("error of the output ($\\ell^2$ norm)")
    figure.suptitle(title or "Perturbations that were searched for, and proved bounds")
    drawn = BytesIO()
    figure.savefig(drawn, dpi=150, format=path.suffix[1:])
    return write_atomically(path, drawn.getvalue())


def _draw(
    axes: Any,
    found: Sequence[Found],
    values: Sequence[Between | None],
    name: str,
    colour: str,
    mark: str,
) -> None:
    """Draw what is surely positive: a logarithmic axis has no zero."""
    pairs = [(one, v) for one, v in zip(found, values, strict=True) if v and v.least and one.moved]
    middle = [float(v.least + v.most) / 2 for _, v in pairs]
    half = [float(v.most - v.least) / 2 for _, v in pairs]
    axes.errorbar(
        [float(one.moved) for one, _ in pairs],
        middle,
        yerr=half,
        fmt=mark,
        color=colour,
        markersize=5,
        capsize=2,
        label=name,
    )


def _sizes(found: Sequence[Found]) -> list[Fraction]:
    """Return sizes of perturbations, evenly spread on a logarithmic scale."""
    moved = [float(one.moved) for one in found if one.moved]
    if not moved:
        raise DomainError("attacks: got no perturbation of y that is not zero")
    least, most = min(moved) / 2, max(moved) * 2
    steps = [least * (most / least) ** (k / (POINTS - 1)) for k in range(POINTS)]
    return list(map(Fraction, steps))


def _known(firenet: Firenet[Any]) -> str:
    return str(firenet.provenance).split(" ", 1)[0].rstrip(":")
