"""Iterations: the n-th iterate of a map, with as many bits in each step as it needs."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import Any

from computable.ball import Ball, sources
from computable.ball.approximate import GUARD
from computable.ball.orbit import general_orbit, quadratic_orbit
from computable.ball.program import Program, Variable, vertex_form
from computable.errors import DomainError
from computable.real.number import Real, leaf
from computable.real.operand import exactly

__all__ = ["iterate"]


def iterate(step: Callable[..., Any], start: Any, steps: int) -> Any:
    """Return ``step(step(...step(start)))``, to be computed when digits are asked for.

    Parameters
    ----------
    step : callable
        A formula: from a Real to a Real, or from d of them (as d arguments) to d. It is called
        once, with placeholders, and must not compare them.
    start : Real (or what a Real is made of), or a sequence of d of them
    steps : int
        n >= 0.

    Returns
    -------
    Real, or tuple of d Reals
        How many bits each step loses is estimated by a pilot run and proved in the run that
        counts; a chaotic map needs about its Lyapunov exponent in bits a step.

    Raises
    ------
    DomainError
        If the step compares or does not return d numbers.

    Examples
    --------
    >>> x = iterate(lambda x: Real("3.75") * x * (1 - x), "1/2", 1000)
    >>> x.digits(20)
    '0.79174674092244363769'
    >>> henon = iterate(lambda x, y: (1 - Real("1.4") * x**2 + y, Real("0.3") * x), (0, 0), 100)
    >>> [coordinate.digits(10) for coordinate in henon]
    ['0.6046022583', '0.1782265208']
    """
    try:
        count = operator.index(steps)
    except TypeError:
        raise DomainError(f"steps: got {steps!r}, need an integer >= 0") from None
    if isinstance(steps, bool) or count < 0:
        raise DomainError(f"steps: got {steps!r}, need an integer >= 0")
    single = isinstance(start, str | Real) or not isinstance(start, Iterable)
    initial = [exactly(Real, x) for x in ([start] if single else start)]
    variables = [leaf(Variable()) for _ in initial]
    returned = step(*variables)
    if not single and not isinstance(returned, Iterable):
        raise DomainError(f"step: returned {type(returned).__name__}, need {len(initial)} numbers")
    images = [exactly(Real, x) for x in ([returned] if single else returned)]
    if len(images) != len(initial):
        raise DomainError(f"step: returned {len(images)} numbers for {len(initial)}")
    if not count:
        return initial[0] if single else tuple(initial)
    orbit = _Orbit(variables, images, initial, count)
    last = tuple(leaf(_Coordinate(orbit, i)) for i in range(len(initial)))
    return last[0] if single else last


class _Orbit:
    """The last iterate, with the best balls so far."""

    def __init__(
        self, variables: list[Real], images: list[Real], start: list[Real], steps: int
    ) -> None:
        self._program = Program(variables, images)
        self._vertex = vertex_form(variables[0], images[0]) if len(images) == 1 else None
        self._start = start
        self._steps = steps
        self._depth: int | None = None
        self._balls: list[Ball] = []
        self.parts = [*start, *self._program.constants]
        self.has_inputs = any(source.reads for part in self.parts for source in sources(part))

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_depth": None, "_balls": []}

    def within(self, depth: int) -> list[Ball]:
        """Return balls of radius at most ``2**-depth``."""
        if self._depth is None or self._depth < depth:
            self._balls = self._computed(depth)
            self._depth = depth
        return self._balls

    def _computed(self, depth: int) -> list[Ball]:
        if self._vertex is not None:
            ball = quadratic_orbit(self._vertex, self._start[0], self._steps, depth)
            if ball is not None:
                return [ball]
        return general_orbit(self._program, self._start, self._steps, depth)


class _Coordinate:
    """One coordinate of the last iterate, as the source of a leaf."""

    reads = False

    def __init__(self, orbit: _Orbit, index: int) -> None:
        self._orbit = orbit
        self._index = index
        self.parts = orbit.parts

    def ball(self, bits: int, depth: int) -> Ball:
        """Return a ball of radius ``2**-depth``, or what the precision is meant for."""
        return self._orbit.within(depth if self._orbit.has_inputs else bits - GUARD)[self._index]
