"""Turing machines that people know, with what is known of them."""

from __future__ import annotations

from typing import NamedTuple

from computable.machine.turing import TuringMachine

__all__ = ["CATALOGUE", "Known"]


class Known(NamedTuple):
    """A machine with its name.

    Attributes
    ----------
    text : str
    steps : int or None
        When it halts; ``None`` if that is not known.
    nonzero : int or None
        Cells that are not 0 then.
    about : str
    """

    text: str
    steps: int | None
    nonzero: int | None
    about: str

    @property
    def machine(self) -> TuringMachine:
        """The machine itself."""
        return TuringMachine.parse(self.text)


CATALOGUE = {
    "BB(2)": Known("1RB1LB_1LA1RZ", 6, 4, "the longest run of 2 states (Rado 1962)"),
    "BB(3)": Known("1RB1RZ_1LB0RC_1LC1LA", 21, 5, "the longest run of 3 states (Lin, Rado 1965)"),
    "BB(4)": Known(
        "1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 107, 13, "the longest run of 4 states (Brady 1983)"
    ),
    "BB(5)": Known(
        "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA",
        47_176_870,
        4098,
        "the longest run of 5 states (Marxen, Buntrock 1989)",
    ),
    "BB(2, 4)": Known(
        "1RB2LA1RA1RA_1LB1LA3RB1RZ", 3_932_964, 2050, "the longest run of 2 states, 4 symbols"
    ),
    "antihydra": Known(
        "1RB1RA_0LC1LE_1LD1LC_1LA0LB_1LF1RE_---0RA",
        None,
        None,
        "an open problem, like Collatz' (2024)",
    ),
}
"""Whose steps are None has not been seen to halt."""
