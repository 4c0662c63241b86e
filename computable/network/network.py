"""Networks of the class N: affine maps with skips from the input, and nonlinear maps between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from computable.errors import DomainError, UndecidedError
from computable.exact import Vector, as_vector
from computable.network.activation import Relu
from computable.network.affine_map import AffineMap
from computable.network.nonlinear import Gate, Pointwise
from computable.network.ratios import Ratios

if TYPE_CHECKING:
    from rich.table import Table

    from computable.real.linear import RealArray

__all__ = ["Network"]

LONGEST = 1 << 21
"""Bits of the longest denominator that an exact evaluation may meet: a gcd takes seconds."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Network:
    """The function ``V_T o rho_{T-1} o V_{T-1} o ... o rho_1 o V_1`` of an input y.

    Here ``V_j(x) = W_j x + R_j y + c_j`` with rational matrices, and rho_j is a scalar function at
    some of the units or a gate (Colbrook, Antun, Hansen, PNAS 2022, SI 1.2.1).

    Attributes
    ----------
    maps : tuple of AffineMap
        V_1, ..., V_T with T >= 1.
    activations : tuple of Pointwise or Gate
        rho_1, ..., rho_{T-1}.

    Raises
    ------
    DomainError
        If sizes do not fit.

    Examples
    --------
    >>> from computable.real import sqrt
    >>> absolute = AffineMap.from_dense([[1, 0, 1]])
    >>> hinge = AffineMap.from_dense([[1], [0], [-1]])
    >>> network = Network(maps=(hinge, absolute), activations=(Pointwise(Relu(), range(3)),))
    >>> network, network(["-1/3"]), network.on_reals([sqrt(2)])[0].digits(5)
    (Network(1 -> 3 relu -> 1, 4 parameters), (Fraction(1, 3),), '1.41421')
    """

    maps: tuple[AffineMap, ...]
    activations: tuple[Pointwise | Gate, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "maps", tuple(self.maps))
        object.__setattr__(self, "activations", tuple(self.activations))
        if len(self.maps) != len(self.activations) + 1:
            raise DomainError(
                f"network: got {len(self.maps)} affine maps and {len(self.activations)} "
                "nonlinear ones, need one more affine map, at least one"
            )
        for j, layer in enumerate(self.maps):
            if j and layer.columns != self.maps[j - 1].rows:
                raise DomainError(
                    f"maps[{j}]: got {layer.columns} columns, but maps[{j - 1}] has "
                    f"{self.maps[j - 1].rows} rows"
                )
            if layer.skip and layer.inputs != self.input_size:
                raise DomainError(
                    f"maps[{j}]: its skip takes {layer.inputs} inputs, but the network "
                    f"{self.input_size}"
                )
        for j, nonlinear in enumerate(self.activations):
            if nonlinear.last >= self.maps[j].rows:
                raise DomainError(
                    f"activations[{j}]: got the unit {nonlinear.last}, but maps[{j}] has "
                    f"{self.maps[j].rows} rows"
                )

    @property
    def input_size(self) -> int:
        """The size of y."""
        return self.maps[0].columns

    @property
    def output_size(self) -> int:
        """The size of the value."""
        return self.maps[-1].rows

    @property
    def depth(self) -> int:
        """The number T of affine maps."""
        return len(self.maps)

    @property
    def widths(self) -> tuple[int, ...]:
        """The sizes of the input and of all T layers."""
        return (self.input_size, *(layer.rows for layer in self.maps))

    @property
    def parameters(self) -> int:
        """The number of entries of all W_j, R_j, c_j that are not zero."""
        return sum(layer.parameters for layer in self.maps)

    @property
    def is_relu(self) -> bool:
        """Whether it has no skips, and each rho is ReLU at all units or at none."""
        return not any(layer.skip for layer in self.maps) and all(
            isinstance(rho, Pointwise)
            and (not rho.units or isinstance(rho.function, Relu))
            and len(rho.units) in (0, layer.rows)
            for rho, layer in zip(self.activations, self.maps)
        )

    @cached_property
    def lipschitz(self) -> Fraction | None:
        """A rational upper bound of the l2 Lipschitz constant; ``None`` if a layer has none.

        The derivation is in :mod:`computable.network.lipschitz`.
        """
        from computable.network.lipschitz import lipschitz_bound

        return lipschitz_bound(self)

    def __call__(self, y: Iterable[object]) -> Vector:
        """Return the exact value at a rational point.

        Parameters
        ----------
        y : rationals, shape (input_size,)
            As in :func:`computable.exact.as_fraction`, so no floats.

        Returns
        -------
        Vector, shape (output_size,)

        Raises
        ------
        DomainError
            If y does not fit, or an activation has an irrational value (see :meth:`on_reals`);
            the message names the layer and the unit.
        UndecidedError
            If the numbers on the way become longer than 2^21 bits.
        """
        start = Ratios.of(as_vector(y, name="y", length=self.input_size))
        x, looked = start, start.bits
        for j, layer in enumerate(self.maps):
            x = layer.on_ratios(x, start)
            if j < len(self.activations):
                try:
                    x = self.activations[j].on_ratios(x)
                except DomainError as error:
                    raise DomainError(f"layer {j + 1}, {error}") from None
            if x.bits > 2 * looked + 1024:  # rarely, because it takes long
                x = x.reduced()
                looked = x.bits
            if x.bits > LONGEST:
                raise UndecidedError(f"layer {j + 1}: stopped at denominators of {x.bits} bits")
        return x.fractions()

    def on_reals(self, y: Any) -> RealArray:
        """Return the value at a point with exact real entries, to any precision.

        Parameters
        ----------
        y : array_like of Real or rationals, or an oracle such as ``data.y``, shape (input_size,)

        Returns
        -------
        RealArray, shape (output_size,)
            Nothing is evaluated until digits are asked for.

        Raises
        ------
        DomainError
            If y does not fit or holds floats.
        """
        from computable.network.on_reals import evaluated

        return evaluated(self, y)

    @property
    def summary(self) -> str:
        """Sizes, functions and the number of parameters in one line."""
        from computable.network.table import summary

        return summary(self)

    def __repr__(self) -> str:
        return f"Network({self.summary})"

    def __str__(self) -> str:
        from computable.network.table import text

        return text(self)

    def table(self) -> Table:
        """Return a table of the layers: width, function, parameters that are not zero."""
        from computable.network.table import layer_table

        return layer_table(self)
