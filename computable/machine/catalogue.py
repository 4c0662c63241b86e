"""Machines that people know, with what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from computable.machine.antihydra import ANTIHYDRA
from computable.machine.open_problems import OPEN_PROBLEMS
from computable.machine.programs.registers import RegisterProgram
from computable.machine.turing.machine import TuringMachine

__all__ = ["CATALOGUE", "MACHINES", "PROGRAMS", "Halting", "Known", "known"]

M_co = TypeVar("M_co", bound=TuringMachine | RegisterProgram, covariant=True)
Halting = Literal["halts", "never halts", "open"]
"""``open``: we know of no proof of either."""


@dataclass(frozen=True, kw_only=True)
class Known(Generic[M_co]):
    """A machine that has a name.

    Attributes
    ----------
    machine : TuringMachine or RegisterProgram
    halting : Halting
    about : str
    steps : int or None
        When it halts; ``None`` if it never does, that is not known, or ``size`` says it.
    nonzero : int or None
        Cells that are not 0 then.
    size : str
        The number of steps, where it is too long to be written out.
    """

    machine: M_co
    halting: Halting
    about: str
    steps: int | None = None
    nonzero: int | None = None
    size: str = ""

    @property
    def text(self) -> str:
        """The machine in its language."""
        return self.machine.text

    def __str__(self) -> str:
        if self.halting == "open":
            return "an open problem"
        size = self.size or (str(self.steps) if self.steps is not None else "")
        return f"halts after {size} steps" if size else self.halting


def _halts(text: str, steps: int, nonzero: int, about: str) -> Known[TuringMachine]:
    machine = TuringMachine.parse(text)
    return Known(machine=machine, halting="halts", about=about, steps=steps, nonzero=nonzero)


def _known(text: str, halting: Halting, about: str, size: str = "") -> Known[TuringMachine]:
    return Known(machine=TuringMachine.parse(text), halting=halting, about=about, size=size)


CATALOGUE = {
    "BB(2)": _halts("1RB1LB_1LA1RZ", 6, 4, "the longest run of 2 states (Rado 1962)"),
    "BB(3)": _halts("1RB1RZ_1LB0RC_1LC1LA", 21, 5, "the longest run of 3 states (Lin, Rado 1965)"),
    "BB(4)": _halts(
        "1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 107, 13, "the longest run of 4 states (Brady 1983)"
    ),
    "BB(5)": _halts(
        "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA",
        47_176_870,
        4098,
        "the longest run of 5 states (Marxen, Buntrock 1989; proved in 2024)",
    ),
    "BB(2, 3)": _halts(
        "1RB2LB1RZ_2LA2RB1LB",
        38,
        9,
        "the longest run of 2 states, 3 symbols (Lafitte, Papazian 2007)",
    ),
    "BB(2, 4)": _halts(
        "1RB2LA1RA1RA_1LB1LA3RB1RZ", 3_932_964, 2050, "the longest run of 2 states, 4 symbols"
    ),
    "Ligocki(6)": _known(
        "1RB0LE_1LC0RA_1LD0RC_1LE0LF_1LA1LC_1LE1RZ",
        "halts",
        "for years the longest known run of 6 states (T. and S. Ligocki 2007)",
        "2.58e2879",
    ),
    "Ligocki(2, 5)": _known(
        "1RB2LA1RA2LB2LA_0LA2RB3RB4RA1RZ",
        "halts",
        "for years the longest known run of 2 states, 5 symbols (T. and S. Ligocki 2007)",
        "1.90e704",
    ),
    "runaway": _known("1RB0LB_1RA1RZ", "never halts", "walks to the right for ever"),
    "bouncer": _known("1LB1RA_1RA1LB", "never halts", "goes to and fro, each time a cell farther"),
    "binary-counter": _known(
        "2RB2RB1LA_0LA1RB2RB",
        "never halts",
        "counts in binary, with 1 and 2 for the digits 0 and 1",
    ),
    "skelet-1": _known(
        "1RB1RD_1LC0RC_1RA1LD_0RE0LB_---1RC",
        "never halts",
        "walks away in a cycle of 8 468 569 863 steps, after more than 10^51 (proved in 2023)",
    ),
    "skelet-17": _known(
        "1RB---_0LC1RE_0LD1LC_1RA1LB_0RB0RA",
        "never halts",
        "counts in a Gray code (proved in 2024)",
    ),
    "antihydra": Known(
        machine=ANTIHYDRA,
        halting="open",
        about="6 states that iterate n -> floor(3n / 2), a map like Collatz' (2024)",
    ),
    "hydra": _known(
        "1RB3RB---3LA1RA_2LA3RA4LB0LB0LA",
        "open",
        "2 states, 5 symbols that iterate n -> floor(3n / 2) (2024)",
    ),
    "bigfoot": _known(
        "1RB2RA1LC_2LC1RB2RB_---2LA1LA",
        "open",
        "3 states, 3 symbols that iterate a map like Collatz' modulo 6 (2023)",
    ),
}
"""Turing machines."""

PROGRAMS = {
    name: Known(
        machine=RegisterProgram(problem.program),
        halting="open",
        about=f"halts if and only if this is false: {problem.conjecture} ({problem.source})",
    )
    for name, problem in OPEN_PROBLEMS.items()
}
"""Register programs."""

MACHINES: dict[str, Known[TuringMachine | RegisterProgram]] = {**CATALOGUE, **PROGRAMS}
"""All of them."""


def known(name: str) -> Known[TuringMachine | RegisterProgram] | None:
    """Return the machine of that name, by its letters and digits; ``None`` if there is none.

    Examples
    --------
    >>> print(known("bb24"), known("Goldbach"), known("BB(7)"), sep="; ")
    halts after 3932964 steps; an open problem; None
    """
    by_name = {_folded(key): value for key, value in MACHINES.items()}
    return by_name.get(_folded(name))


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
