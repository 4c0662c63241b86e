"""A network in words: one line, or a table of its layers."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from computable.exact import number_text
from computable.network.activation import SoftThreshold
from computable.network.nonlinear import Gate, Pointwise

if TYPE_CHECKING:
    from rich.table import Table

    from computable.network.network import Network

__all__ = ["layer_table", "summary", "text"]

SHOWN = 24
"""A table has at most so many layers; the rest is left out in the middle."""
NAMED = 5
"""One line has at most so many layers."""


def function_text(nonlinear: Pointwise | Gate, width: int) -> str:
    """Say which function a layer applies, and to how many units if not to all.

    Examples
    --------
    >>> from computable.network.activation import ReciprocalRoot
    >>> function_text(Gate(ReciprocalRoot(), 0, range(1, 5)), 9)
    'gate reciprocal-root at 0 on 4'
    """
    function = nonlinear.function
    name = function.name
    if isinstance(function, SoftThreshold):
        name = f"{name}({number_text(function.step)})"
    count = len(nonlinear.units)
    if isinstance(nonlinear, Gate):
        return f"gate {name} at {nonlinear.control} on {count}"
    if not count:
        return "identity"
    return name if count == width else f"{name} on {count}"


def summary(network: Network) -> str:
    """Describe a network in one line."""
    layers = [
        f"{layer.rows} {function_text(rho, layer.rows)}"
        for layer, rho in zip(network.maps, network.activations)
    ]
    if len(layers) > NAMED:
        layers = [*layers[:2], f"({len(layers) - 3} layers)", layers[-1]]
    sizes = " -> ".join([str(network.input_size), *layers, str(network.output_size)])
    return f"{sizes}, {network.parameters} parameters"


def layer_table(network: Network) -> Table:
    """Return a table of the layers."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, title=f"Network {network.input_size} -> {network.output_size}")
    table.add_column("layer", justify="right")
    table.add_column("width", justify="right")
    table.add_column("function", overflow="ellipsis", no_wrap=True, max_width=40)
    table.add_column("non-zero parameters", justify="right")
    depth = network.depth
    for j, layer in enumerate(network.maps):
        if depth > SHOWN and SHOWN - 4 <= j < depth - 3:
            if j == SHOWN - 4:
                table.add_row("...", "", f"{depth - SHOWN + 1} layers more", "")
            continue
        rho = network.activations[j] if j + 1 < depth else None
        name = "affine" if rho is None else function_text(rho, layer.rows)
        name += " + skip" * bool(layer.skip)
        table.add_row(str(j + 1), str(layer.rows), name, str(layer.parameters))
    table.add_section()
    table.add_row("", "", "together", str(network.parameters))
    return table


def text(network: Network) -> str:
    """Return the table as plain text of at most 80 columns."""
    from rich.console import Console

    written = StringIO()
    console = Console(
        file=written, width=80, color_system=None, legacy_windows=False, force_jupyter=False
    )
    console.print(layer_table(network))
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()).strip("\n")
