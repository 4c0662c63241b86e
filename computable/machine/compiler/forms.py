"""Sums of multiples of numbers on tracks: set a track to one, or test its sign, in one sweep.

In group i the form's bits of worth 2^i are added to what is carried. Of the sum s the bit s mod 2
is the result's, and floor(s / 2) is carried. So the result's bits up to here plus 2^(i+1) times
what is carried are the form's value on the bits up to here; factors may be negative, and then what
is carried may be, too. Where all tracks are blank, what is left is 2^i times what is carried.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from computable.machine.compiler.sweeps import Go, Info, Leave

__all__ = ["Form", "IsPositive", "Set", "Sign"]


class Form(NamedTuple):
    """An integer plus multiples, not by 0, of the numbers on tracks."""

    multiples: dict[int, int]
    constant: int

    def plus(self, other: Form, sign: int = 1) -> Form:
        """Return the sum, or with ``sign=-1`` the difference.

        Examples
        --------
        >>> Form({0: 3, 1: 1}, 5).plus(Form({1: 1}, 7), -1)
        Form(multiples={0: 3}, constant=-2)
        """
        total = dict(self.multiples)
        for track, factor in other.multiples.items():
            total[track] = total.get(track, 0) + sign * factor
        constant = self.constant + sign * other.constant
        return Form({track: factor for track, factor in total.items() if factor}, constant)

    def times(self, factor: int) -> Form:
        """Return a multiple."""
        total = {track: factor * own for track, own in self.multiples.items() if factor}
        return Form(total, factor * self.constant)

    @property
    def weight(self) -> int:
        """The sum of the absolute values of the factors, on which the number of states depends."""
        return sum(map(abs, self.multiples.values()))


@dataclass(frozen=True, kw_only=True)
class Set:
    """Set a track to the value of a form, or to 0 if that is negative.

    It goes on until all tracks, also the one that is set, are blank and 0 or -1 is carried; after
    -1 the value is negative. On the way back zeros at the top are removed, or everything.
    """

    track: int
    form: Form
    following: int

    @property
    def ways(self) -> tuple[int, ...]:
        """Where it goes on."""
        return (self.following,)

    @property
    def order(self) -> tuple[int, ...]:
        """The tracks as they are visited in a group, the one that is set at last."""
        return (*sorted(self.form.multiples.keys() - {self.track}), self.track)

    def begin(self) -> tuple[int, Info]:
        """Start with the constant carried."""
        return self.order[0], (0, self.form.constant, 0)

    def act(self, info: Info, symbol: int, width: int) -> Go | Leave:
        """Sweep with (place in the order, sum, not all blank), go back with (-1, mode, 0).

        Mode -1 removes everything, 0 removes zeros, 1 removes nothing more.
        """
        place, total, seen = info
        order = self.order
        if place < 0:
            if not symbol:
                return Leave(0, self.track - width, 0)
            mode = 1 if total == 0 and symbol == 2 else total
            return Go(symbol if mode > 0 else 0, -width, (-1, mode, 0))
        total += self.form.multiples.get(order[place], 0) * (symbol == 2)
        seen |= symbol > 0
        if place < len(order) - 1:
            return Go(symbol, order[place + 1] - order[place], (place + 1, total, seen))
        if not seen and total in (0, -1):
            return Go(0, -width, (-1, total, 0))
        return Go(1 + total % 2, order[0] + width - self.track, (0, total // 2, 0))


@dataclass(frozen=True, kw_only=True)
class Sign:
    """Test whether the value of a form, not a constant, is negative, or whether it is 0.

    It goes on until all tracks are blank: the value has the sign of what is carried, and is 0 if
    that is and no bit of the result was 1. Such a bit ends the test for 0 at once. In all groups
    that were visited before some track is not blank.

    Attributes
    ----------
    form : Form
    zero : bool
        Which of the two tests it is.
    yes, no : int
        Where it goes on.
    """

    form: Form
    zero: bool
    yes: int
    no: int

    @property
    def ways(self) -> tuple[int, ...]:
        """Where it goes on if the answer is no, and if it is yes."""
        return self.no, self.yes

    @property
    def order(self) -> tuple[int, ...]:
        """The tracks as they are visited in a group, on the way back from the last on."""
        return tuple(sorted(self.form.multiples))

    def begin(self) -> tuple[int, Info]:
        """Start with the constant carried."""
        return self.order[0], (0, self.form.constant, 0)

    def act(self, info: Info, symbol: int, width: int) -> Go | Leave:
        """Sweep as in :class:`Set`, go back with (-1 - place in the order, answer, 0)."""
        place, total, seen = info
        order = self.order
        back = -len(order)
        if place < 0:
            here = order[-1 - place]
            if symbol:
                return Go(symbol, order[-1] - width - here, (back, total, 0))
            if place < -1:
                return Go(0, order[-2 - place] - here, (place + 1, total, 0))
            return Leave(0, here - width, total)
        total += self.form.multiples[order[place]] * (symbol == 2)
        seen |= symbol > 0
        if place < len(order) - 1:
            return Go(symbol, order[place + 1] - order[place], (place + 1, total, seen))
        if seen and not (self.zero and total % 2):
            return Go(symbol, order[0] + width - order[-1], (0, total // 2, 0))
        answer = total == 0 if self.zero else total < 0  # an odd number is not 0
        return Go(symbol, -width, (back, int(answer), 0))


@dataclass(frozen=True, kw_only=True)
class IsPositive:
    """Test whether the number on a track is not 0: no sweep is needed."""

    track: int
    yes: int
    no: int

    @property
    def ways(self) -> tuple[int, ...]:
        """Where it goes on if the answer is no, and if it is yes."""
        return self.no, self.yes

    def begin(self) -> tuple[int, Info]:
        """There is one state."""
        return self.track, ()

    def act(self, info: Info, symbol: int, width: int) -> Go | Leave:
        """Look at the cell in group 0."""
        return Leave(symbol, self.track, int(symbol > 0))
