"""Bounds on the terminal, and what the commands of FIRENETs say of the constants they rest on."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from textwrap import fill
from typing import Any

import click

from computable.cli.firenet_given import Measured
from computable.exact import counted, number_text
from computable.firenet import Firenet
from computable.nullspace import Proved

__all__ = [
    "above_text",
    "below_text",
    "known",
    "plain_text",
    "say",
    "show_constants",
    "show_meant",
    "show_property",
]

SHORT = 10
"""Characters of a number that is written exactly."""


def above_text(value: Fraction, digits: int = 4) -> str:
    """Write a number in so many significant digits, rounded up.

    Examples
    --------
    >>> above_text(Fraction(1, 3)), above_text(Fraction(10**9 + 1, 10**12)), above_text(Fraction(5))
    ('0.3334', '0.001001', '5')
    >>> above_text(Fraction(1, 3 * 10**300), 2), above_text(Fraction(0))
    ('3.4e-301', '0')
    """
    return _text(value, digits, ROUND_CEILING)


def below_text(value: Fraction, digits: int = 4) -> str:
    """Write a number in so many significant digits, rounded down.

    Examples
    --------
    >>> below_text(Fraction(2, 3)), below_text(Fraction(123456))
    ('0.6666', '1.234e+5')
    """
    return _text(value, digits, ROUND_FLOOR)


def _text(value: Fraction, digits: int, rounding: str) -> str:
    context = Context(prec=digits, rounding=rounding, Emin=MIN_EMIN, Emax=MAX_EMAX)
    found = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{found:g}" if not found or -4 < found.adjusted() < 6 else f"{found:.{digits - 1}e}"


def known(measured: Measured) -> str:
    """Return 'proved' or 'assumed'."""
    return "proved" if isinstance(measured.null_space.provenance, Proved) else "assumed"


def say(label: str, text: str) -> None:
    """Print a label and what is said of it, in lines of at most 80 columns."""
    start = f"  {label:<9}  "
    click.echo(fill(text, 80, initial_indent=start, subsequent_indent=" " * len(start)))


def show_property(measured: Measured) -> None:
    """Print the levels, rho and gamma, and how they are known."""
    levels, held = measured.levels, measured.null_space
    sizes, sparsities, weights = (
        ", ".join(map(str, values)) for values in (levels.sizes, levels.sparsities, levels.weights)
    )
    count = counted(len(levels.sizes), "level")
    say("levels", f"{count} of {sizes} coordinates; sparsity {sparsities}; weight {weights}")
    say("property", f"rho = {_constant(held.rho)}, gamma = {_constant(held.gamma)}")
    say("", str(held.provenance))


def show_meant(measured: Measured, radius: Fraction | None) -> None:
    """Print for which x the bounds hold."""
    noise, distance = plain_text(measured.noise), plain_text(measured.distance)
    near = f", up to {distance} in the weighted l1 norm," if measured.distance else ""
    fits = f"||Ax - y|| <= {noise}" if measured.noise else "Ax = y"
    small = "" if radius is None else f" and ||x|| <= {plain_text(radius)}"
    say("for all", f"x that are sparse in levels{near} with {fits}{small}")


def plain_text(value: Fraction) -> str:
    """Write a number that somebody has chosen, mostly a decimal.

    Examples
    --------
    >>> plain_text(Fraction(1, 10**9)), plain_text(Fraction(3, 2))
    ('10^-9', '3/2')
    """
    k = len(str(value.denominator)) - 1
    return f"10^-{k}" if k and value == Fraction(1, 10**k) else number_text(value)


def _constant(value: Fraction) -> str:
    """Write rho or gamma exactly, if that is short, or rounded up: the property holds with both."""
    exact = number_text(value)
    return exact if len(exact) <= SHORT and "~" not in exact else above_text(value)


def show_constants(net: Firenet[Any], radius: Fraction | None) -> None:
    """Print the constants of a network, where it starts, and how large it is."""
    sharpness, blocks = net.sharpness, net.schedule.blocks
    L = above_text(net.iteration.matrix.norm)
    numbers = f"lam = {below_text(sharpness.lam)}, B = {above_text(sharpness.B)}, L = {L}"
    say("constants", f"{sharpness.constants.version}: {numbers}")
    origin = "from y: B ||y|| + offset, rounded up" if radius is None else "as given"
    say("start", f"at 0, and ||x|| <= {above_text(net.bounds[0])} ({origin})")
    size = f"{counted(len(blocks), 'block')} of {counted(blocks[0].steps, 'step')}"
    schedule = "warm" if net.schedule.keeps_dual else "reset"
    say("network", f"{size} ({schedule}), {net.depth} layers")
