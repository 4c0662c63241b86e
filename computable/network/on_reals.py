"""Networks evaluated on exact reals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from computable.errors import DomainError
from computable.real import Real
from computable.real.linear import RealArray, vector
from computable.real.operand import exactly

if TYPE_CHECKING:
    from computable.network.network import Network

__all__ = ["evaluated"]


def evaluated(network: Network, y: Any) -> RealArray:
    """Return the values of a network, see :meth:`Network.on_reals`."""
    if hasattr(y, "query") and hasattr(y, "shape"):
        start = list(vector(y))
    else:
        start = [exactly(Real, value) for value in y]
    if len(start) != network.input_size:
        raise DomainError(f"y: got {len(start)} entries, need {network.input_size}")
    numbers: dict[Fraction, Real] = {}

    def number(value: Fraction) -> Real:
        """Return one leaf for each rational: its ball is then computed once."""
        return numbers.setdefault(value, Real(value))

    x = start
    for j, layer in enumerate(network.maps):
        x = layer.on_reals(x, start, number)
        if j < len(network.activations):
            x = network.activations[j].on_reals(x)
    values: RealArray = np.empty(len(x), dtype=object)
    values[:] = x
    return values
