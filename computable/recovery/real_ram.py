"""A real RAM: registers hold real numbers, compared exactly (Blum, Shub, Smale).

The machine adds, multiplies, divides and compares real numbers in one step each, and takes square
roots if it may. Its registers hold elements of one field Q(sqrt d), in which all of that can be
carried out: so an algorithm for the machine *runs*, and its steps are counted. No oracle could
answer ``x < y``: that is the whole difference.

Source: Blum, Shub, Smale (Bull. AMS 1989); on these problems Boche, Fono, Kutyniok (arXiv
2204.02066).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.errors import DomainError
from computable.exact import Quadratic, counted, number_text

__all__ = ["RealRAM", "Register"]


@dataclass(kw_only=True)
class RealRAM:
    """The machine, and how many steps of each kind it has taken.

    Attributes
    ----------
    roots_allowed : bool
        Whether it has an instruction for square roots.

    Examples
    --------
    >>> machine = RealRAM()
    >>> x, y = machine.load(Fraction(1, 3)), machine.load(2)
    >>> machine.sqrt(y) < x + 1, machine.comparisons, machine.roots
    (False, 1, 1)
    """

    roots_allowed: bool = True
    arithmetic: int = 0
    comparisons: int = 0
    roots: int = 0

    def load(self, value: Any) -> Register:
        """Put an exact number into a register."""
        if isinstance(value, Register):
            return value
        number = value if isinstance(value, Quadratic) else Fraction(value)
        return Register(self, number)

    def sqrt(self, x: Register) -> Register:
        """Take the square root of a number >= 0.

        Raises
        ------
        DomainError
            If the machine has no such instruction, for a negative number, and for the root of an
            irrational number (whose field is not simulated).
        """
        value = Fraction(x.value.a) if isinstance(x.value, Quadratic) and not x.value.b else x.value
        if not self.roots_allowed:
            raise DomainError("sqrt: this machine has no square roots")
        if isinstance(value, Quadratic):
            raise DomainError(f"sqrt: got {value}, need a rational: one root is simulated")
        if value < 0:
            raise DomainError(f"sqrt: got {number_text(value)}, need a number >= 0")
        self.roots += 1
        root = Quadratic(Fraction(0), Fraction(1), value)
        return Register(self, root if root.b else root.a)

    def __str__(self) -> str:
        counts = (
            (self.arithmetic, "operation"),
            (self.comparisons, "comparison"),
            (self.roots, "root"),
        )
        return ", ".join(counted(count, name) for count, name in counts)


class Register:
    """A register of a machine; its operators are the machine's instructions."""

    __slots__ = ("machine", "value")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, machine: RealRAM, value: Fraction | Quadratic) -> None:
        self.machine = machine
        self.value = value

    def _with(self, other: Any, operation: str, *, swapped: bool = False) -> Register:
        right = other.value if isinstance(other, Register) else other
        self.machine.arithmetic += 1
        one, two = (right, self.value) if swapped else (self.value, right)
        try:
            value: Any = {
                "+": lambda: one + two,
                "-": lambda: one - two,
                "*": lambda: one * two,
                "/": lambda: one / two,
            }[operation]()
        except ZeroDivisionError:
            raise DomainError("division: the divisor is zero") from None
        return Register(self.machine, value if isinstance(value, Quadratic) else Fraction(value))

    def __add__(self, other: Any) -> Register:
        return self._with(other, "+")

    def __sub__(self, other: Any) -> Register:
        return self._with(other, "-")

    def __mul__(self, other: Any) -> Register:
        return self._with(other, "*")

    def __truediv__(self, other: Any) -> Register:
        return self._with(other, "/")

    def __radd__(self, other: Any) -> Register:
        return self._with(other, "+", swapped=True)

    def __rsub__(self, other: Any) -> Register:
        return self._with(other, "-", swapped=True)

    def __rmul__(self, other: Any) -> Register:
        return self._with(other, "*", swapped=True)

    def __rtruediv__(self, other: Any) -> Register:
        return self._with(other, "/", swapped=True)

    def __neg__(self) -> Register:
        return 0 - self

    def __abs__(self) -> Register:
        return -self if self < 0 else self

    def _compared(self, other: Any) -> tuple[Any, Any]:
        self.machine.comparisons += 1
        return self.value, other.value if isinstance(other, Register) else other

    def __eq__(self, other: object) -> bool:
        one, two = self._compared(other)
        return bool(one == two)

    def __lt__(self, other: Any) -> bool:
        one, two = self._compared(other)
        return bool(one < two)

    def __le__(self, other: Any) -> bool:
        one, two = self._compared(other)
        return bool(one <= two)

    def __gt__(self, other: Any) -> bool:
        one, two = self._compared(other)
        return bool(one > two)

    def __ge__(self, other: Any) -> bool:
        one, two = self._compared(other)
        return bool(one >= two)

    def __bool__(self) -> bool:
        return self != 0

    def __repr__(self) -> str:
        return f"Register({self.value})"
