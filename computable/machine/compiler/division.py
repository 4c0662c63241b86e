"""Division of the number on a track by a small number, in one sweep."""

from __future__ import annotations

from dataclasses import dataclass

from computable.machine.compiler.sweeps import Go, Info, Leave

__all__ = ["Divide"]


@dataclass(frozen=True, kw_only=True)
class Divide:
    """Divide the number on a track by as many as there are ways, and take that of the remainder.

    It goes to the top and divides on the way back, as by hand: from the remainder r so far and the
    next bit b come the next bit floor((2r + b) / divisor) of the quotient and the remainder of
    2r + b. The track of the quotient, if there is one, is cleared above.

    Attributes
    ----------
    track : int
    quotient : int
        A track, perhaps the same, or -1 if the quotient is not wanted.
    ways : tuple of int
        For each remainder where it goes on.
    """

    track: int
    quotient: int
    ways: tuple[int, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """The tracks as they are visited in a group on the way back, the quotient's at last."""
        return (self.track, self.quotient)[: 1 + (self.quotient not in (-1, self.track))]

    def begin(self) -> tuple[int, Info]:
        """Start to look for the top."""
        return min(self.order), (0, 0, 0, 0)

    def act(self, info: Info, symbol: int, width: int) -> Go | Leave:
        """Go up with (0, place, 0, 0), back with (stage, place, rest, the quotient has begun).

        When the last place is reached, ``rest`` is 2r + b in stage 1; in stage 2 there is no bit.
        """
        stage, place, rest, begun = info
        order = self.order
        if not stage:
            upwards = sorted(order)
            if symbol:
                return Go(symbol, upwards[0] + width - upwards[place], (0, 0, 0, 0))
            if place < len(order) - 1:
                return Go(0, upwards[1] - upwards[0], (0, 1, 0, 0))
            return Go(0, order[0] - width - upwards[-1], (1, 0, 0, 0))
        if place == 0:
            stage, rest = (1, 2 * rest + symbol - 1) if symbol else (2, rest)
            if len(order) > 1:
                return Go(symbol, order[1] - order[0], (stage, 1, rest, begun))
        next_group = order[0] - width - order[-1]
        if stage == 2:
            return (
                Go(0, next_group, (1, 0, rest, 0)) if symbol else Leave(0, order[-1] - width, rest)
            )
        bit, rest = divmod(rest, len(self.ways))
        begun |= bit
        return Go(symbol if self.quotient < 0 else begun + bit, next_group, (1, 0, rest, begun))
