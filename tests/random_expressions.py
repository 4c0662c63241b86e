"""Random expressions with three meanings: as a Real, by mpmath, and (if rational) as a Fraction.

An expression is straight-line code, so that results are shared as in a graph. The meaning by
mpmath also tells how each operation stands to the edge of its domain.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from signal import ITIMER_REAL, SIGALRM, setitimer, signal
from typing import Any, NamedTuple

import mpmath

from computable import real as r
from computable.oracle import alternating, exact, from_rational, highest, lowest, scattered
from computable.real import Real, from_oracle

ZETA_SHARE = 0.02
HUGE = 1e6  # numbers beyond are not drawn, so that a fixed precision of mpmath is enough


def _switching(entry, value, n):
    """Too low while it is shallow, too high from depth 40 on, and never nested."""
    return (highest if n > 40 or n % 3 == 0 else lowest)(entry, value, n)


def _almost_out(entry, value, n):
    """As far away as the bound admits, less than a billionth of it, with an ugly denominator."""
    return value + Fraction((-1) ** (n // 2) * (10**9 - 1), 10**9 << n)


STYLES = (exact, lowest, highest, alternating, scattered(1), _switching, _almost_out)


class Third:
    """An oracle of 1/3 that can be stored."""

    def query(self, n):
        return Fraction((1 << n) // 3, 1 << n)


class Line(NamedTuple):
    name: str
    arguments: tuple[int, ...] = ()
    value: Any = None


class Operation(NamedTuple):
    """Margin: the distance to the edge of the domain, negative outside it, ``None`` if total."""

    real: Callable[..., Any]
    by_mpmath: Callable[..., Any]
    margin: Callable[..., Any] | None = None
    exactly: Callable[..., Fraction] | None = None


def _odd_root(x, k):
    return mpmath.sign(x) * mpmath.root(abs(x), k)


def _distance_to_pole(x):
    return mpmath.mpf(1) if x > 0.5 else abs(x - mpmath.nint(x))


def _zeta(x):
    """Riemann's zeta, where mpmath's takes a tiny x for the reflected pole its tangent at 0."""
    if abs(x) < mpmath.ldexp(1, -mpmath.mp.prec // 2):
        return -(1 + x * mpmath.log(2 * mpmath.pi)) / 2
    return mpmath.zeta(x)


OPERATIONS: dict[str, Operation] = {
    "add": Operation(*[lambda x, y: x + y] * 2, None, lambda x, y: x + y),
    "subtract": Operation(*[lambda x, y: x - y] * 2, None, lambda x, y: x - y),
    "multiply": Operation(*[lambda x, y: x * y] * 2, None, lambda x, y: x * y),
    "divide": Operation(*[lambda x, y: x / y] * 2, lambda x, y: abs(y), lambda x, y: x / y),
    "negate": Operation(*[lambda x: -x] * 2, None, lambda x: -x),
    "absolute": Operation(abs, abs, None, abs),
    "maximum": Operation(r.maximum, max, None, max),
    "minimum": Operation(r.minimum, min, None, min),
    "square": Operation(*[lambda x: x**2] * 2, None, lambda x: x**2),
    "inverse cube": Operation(*[lambda x: x**-3] * 2, abs, lambda x: x**-3),
    "sqrt": Operation(r.sqrt, lambda x: mpmath.sqrt(max(x, 0)), lambda x: x),
    "cube root": Operation(lambda x: r.root(x, 3), lambda x: _odd_root(x, 3)),
    "fourth root": Operation(
        lambda x: r.root(x, 4), lambda x: mpmath.root(max(x, 0), 4), lambda x: x
    ),
    "power 5/3": Operation(lambda x: r.power(x, "5/3"), lambda x: _odd_root(x, 3) ** 5),
    "real power": Operation(
        lambda x, y: r.power(x, r.sin(y)),
        lambda x, y: mpmath.power(x, mpmath.sin(y)),
        lambda x, y: x,
    ),
    "exp": Operation(r.exp, mpmath.exp),
    "log": Operation(r.log, mpmath.log, lambda x: x),
    "sin": Operation(r.sin, mpmath.sin),
    "cos": Operation(r.cos, mpmath.cos),
    "tan": Operation(r.tan, mpmath.tan, lambda x: abs(mpmath.cos(x))),
    "atan": Operation(r.atan, mpmath.atan),
    "gamma": Operation(r.gamma, mpmath.gamma, _distance_to_pole),
    "zeta": Operation(r.zeta, _zeta, lambda x: abs(x - 1)),
}
RATIONAL = tuple(name for name, operation in OPERATIONS.items() if operation.exactly)
BINARY = ("add", "subtract", "multiply", "divide", "maximum", "minimum", "real power")
CONSTANTS = {"pi": r.pi, "e": r.e, "euler": r.euler_gamma}


@dataclass(frozen=True)
class Expression:
    """Lines whose arguments are earlier lines; the last one is the result, and uses all others."""

    lines: tuple[Line, ...]

    def real(self) -> Real:
        """Return the exact real, its oracles answering as they were drawn."""
        values: list[Real] = []
        for name, arguments, value in self.lines:
            if name == "rational":
                values.append(Real(value))
            elif name == "oracle":
                values.append(from_oracle(from_rational(value[0], answers=STYLES[value[1]])))
            elif name == "constant":
                values.append(CONSTANTS[value])
            else:
                values.append(OPERATIONS[name].real(*(values[i] for i in arguments)))
        return values[-1]

    def with_exact_inputs(self) -> Expression:
        """Return the same with rationals instead of oracles."""
        swap = {"oracle": lambda line: Line("rational", (), line.value[0])}
        return Expression(tuple(swap.get(x.name, lambda line: line)(x) for x in self.lines))

    def fraction(self) -> Fraction:
        """Return the value of an expression of field operations; may divide by zero."""
        values: list[Fraction] = []
        for name, arguments, value in self.lines:
            if name in ("rational", "oracle"):
                values.append(value if name == "rational" else value[0])
            else:
                values.append(OPERATIONS[name].exactly(*(values[i] for i in arguments)))
        return values[-1]

    def by_mpmath(self, bits: int) -> Judged:
        """Evaluate at this precision; arguments within 2**-(bits / 32) of an edge are on it."""
        outside = edge = False
        values: list[Any] = []
        with mpmath.workprec(bits):
            tiny = mpmath.ldexp(1, -bits // 32)  # after three cube roots of a rounding error
            for name, arguments, value in self.lines:
                if name in ("rational", "oracle"):
                    q = value if name == "rational" else value[0]
                    values.append(mpmath.mpf(q.numerator) / q.denominator)
                    continue
                if name == "constant":
                    values.append(+getattr(mpmath, value))
                    continue
                operation, numbers = OPERATIONS[name], [values[i] for i in arguments]
                if None in numbers:
                    values.append(None)
                    continue
                margin = 1 if operation.margin is None else operation.margin(*numbers)
                outside |= margin < -tiny
                edge |= abs(margin) <= tiny
                defined = margin > tiny or (margin >= -tiny and name in ("sqrt", "fourth root"))
                values.append(operation.by_mpmath(*numbers) if defined else None)
        return Judged(values[-1], bool(outside), bool(edge))


class Judged(NamedTuple):
    """What mpmath finds: a value, or ``None`` with an argument outside or at the edge."""

    value: Any
    outside: bool
    edge: bool


def random_expression(seed: object, *, size: int = 8, rational: bool = False) -> Expression:
    """Draw an expression of about ``size`` operations, reproducibly."""
    chance = random.Random(repr(seed))
    lines: list[Line] = []
    values: list[Any] = []  # floats that keep the numbers small, wherever they are defined

    def add(line: Line, value: float) -> None:
        lines.append(line)
        values.append(value)

    for _ in range(chance.randint(1, 4)):
        q = Fraction(chance.randint(-60, 60), chance.choice([1, 2, 3, 7, 10, 64, 125, 997]))
        kind = chance.choice(["rational", "oracle"] if rational else ["rational", "oracle", "c"])
        if kind == "c":
            name = chance.choice([*CONSTANTS])
            add(Line("constant", (), name), float(getattr(mpmath, name)))
        else:
            style = chance.randrange(len(STYLES))
            add(Line(kind, (), q if kind == "rational" else (q, style)), float(q))
    for _ in range(chance.randint(1, size)):
        name = chance.choice(RATIONAL if rational else [*OPERATIONS])
        if name == "zeta" and chance.random() > ZETA_SHARE * len(OPERATIONS):
            name = "sin"
        arity = 2 if name in BINARY else 1
        late = max(0, len(lines) - 3)
        arguments = tuple(chance.randrange(late if k == 0 else 0, len(lines)) for k in range(arity))
        value = _estimate(name, [values[i] for i in arguments])
        if value is HUGE or (value is None and chance.random() < 0.98):
            continue
        add(Line(name, arguments, None), value)
    return Expression(_used(lines))


def _estimate(name: str, numbers: list[Any]) -> Any:
    """Return a rough value, ``None`` outside the domain, ``HUGE`` if it does not fit."""
    if None in numbers:
        return None
    operation = OPERATIONS[name]
    if operation.margin is not None and operation.margin(*numbers) <= 0:
        return None
    if max(map(abs, numbers)) > 1000 and name in ("exp", "gamma", "zeta", "real power"):
        return HUGE
    value = operation.by_mpmath(*numbers)
    # tiny numbers are not drawn either, but for zeros with a rounding error
    fits = value == 0 or 1e-19 < abs(value) < 1e-13 or 1 / HUGE < abs(value) < HUGE
    return value if fits else HUGE


def _used(lines: list[Line]) -> tuple[Line, ...]:
    """Keep what the last line depends on."""
    used = {len(lines) - 1}
    for i in reversed(range(len(lines))):
        if i in used:
            used.update(lines[i].arguments)
    index = {old: new for new, old in enumerate(sorted(used))}
    return tuple(
        lines[i]._replace(arguments=tuple(index[a] for a in lines[i].arguments)) for i in index
    )


def rounded(value: Fraction, places: int) -> str:
    """Round half up (a tie is for the caller to see), by nothing but integers."""
    count = (value * Fraction(10) ** places + Fraction(1, 2)).__floor__()
    ciphers = str(abs(count)).rjust(places + 1, "0")
    text = f"{ciphers[:-places]}.{ciphers[-places:]}" if places else ciphers
    return f"-{text}" if count < 0 else text


def distance_to_tie(value: Fraction, places: int) -> Fraction:
    """Return how far the value is from the middle between two decimals, in units of the last."""
    scaled = value * Fraction(10) ** places
    return abs(scaled - scaled.__floor__() - Fraction(1, 2))


@contextmanager
def within(seconds: float):
    """Fail, instead of waiting for ever, if the block takes longer."""

    def stop(*_):
        raise AssertionError(f"not done after {seconds} s")

    before = signal(SIGALRM, stop)
    setitimer(ITIMER_REAL, seconds)
    try:
        yield
    finally:
        setitimer(ITIMER_REAL, 0)
        signal(SIGALRM, before)
