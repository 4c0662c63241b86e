"""Fair coins: a randomised algorithm reads them as it reads its data."""

from __future__ import annotations

import random
from collections.abc import Callable

from computable.errors import DomainError

__all__ = ["CoinSequence", "Coins", "listed", "no_coins", "pseudo_random"]

CoinSequence = Callable[[int], int | None]
"""k -> the k-th coin (0 or 1), ``None`` if the sequence is over."""


def no_coins(k: int) -> None:
    """Have no coin at all: a deterministic algorithm needs none."""


def listed(coins: str) -> CoinSequence:
    """Return the sequence written as a string of 0 and 1, over after its last character.

    Examples
    --------
    >>> [listed("01")(k) for k in range(3)]
    [0, 1, None]
    """
    return lambda k: int(coins[k]) if k < len(coins) else None


def pseudo_random(seed: int | str) -> CoinSequence:
    """Return an endless reproducible sequence; fair as far as the generator can be trusted."""
    generator, tossed = random.Random(seed), list[int]()

    def coin(k: int) -> int:
        while len(tossed) <= k:
            tossed.append(generator.getrandbits(1))
        return tossed[k]

    return coin


class Coins:
    """The coins as an algorithm sees them: one after the other."""

    def __init__(self, flip: Callable[[], int] | None = None) -> None:
        self._flip = flip

    def flip(self) -> int:
        """Return 0 or 1, each with probability one half, independent of everything before.

        Raises
        ------
        DomainError
            If this input comes without coins.
        """
        if self._flip is None:
            raise DomainError("coins: this input comes without any")
        return self._flip()

    def below(self, n: int) -> int:
        """Return 0, ..., n - 1 with equal probabilities, flipping until that is decided.

        What a rejected draw has left of randomness is used in the next one, so that after
        k flips fewer than n of the ``2**k`` coin sequences are undecided. J. Lumbroso, Optimal
        discrete uniform generation from coin flips (2013).

        Examples
        --------
        >>> tosses = iter([1, 1, 1, 0])
        >>> Coins(lambda: next(tosses)).below(3)
        2
        """
        if n < 1:
            raise DomainError(f"coins: got n = {n}, need n >= 1")
        equally_likely, drawn = 1, 0  # drawn is uniform on range(equally_likely)
        while equally_likely < n:
            equally_likely, drawn = 2 * equally_likely, 2 * drawn + self.flip()
            if equally_likely >= n and drawn >= n:
                equally_likely, drawn = equally_likely - n, drawn - n
            elif equally_likely >= n:
                break
        return drawn
