"""Why a Turing machine never halts: small witnesses that other code can check again."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Backward", "Context", "Cycle", "NGrams", "TranslatedCycle", "Witness"]


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """The configurations after ``start`` and after ``start + period`` steps are the same."""

    start: int
    period: int
    kind = "cycle"


@dataclass(frozen=True, kw_only=True)
class TranslatedCycle:
    """After ``start`` and ``start + period`` steps all that matters is the same, but shifted.

    Matters: the state, and the tape relative to the head, from the cell farthest against the shift
    that the head visits in between, onwards without end. The head moves by ``shift != 0``.
    """

    start: int
    period: int
    shift: int
    kind = "translated-cycle"


@dataclass(frozen=True, kw_only=True)
class Backward:
    """No configuration at all halts after ``depth`` steps or more; the machine's first do not."""

    depth: int
    kind = "backward"


Context = tuple[bytes, int, int, bytes]
"""The cells left of the head (from left to right), the state, the symbol read, the cells right."""


@dataclass(frozen=True, kw_only=True)
class NGrams:
    """A set of contexts with the start and closed under steps, none of which halts.

    Attributes
    ----------
    n : int
        Cells on each side of the head in a context.
    contexts : frozenset of Context
    left, right : frozenset of bytes
        What n neighbouring cells beyond may be: those that a context can lose on that side. They
        contain zeros. A step to the right loses ``l`` on the left (then in ``left``), and brings
        in whatever cell x makes ``r[1:] + x`` an element of ``right``; and conversely.
    """

    n: int
    contexts: frozenset[Context]
    left: frozenset[bytes]
    right: frozenset[bytes]
    kind = "n-grams"


Witness = Cycle | TranslatedCycle | Backward | NGrams
