"""The coin tree: every run of a randomised algorithm on one input, with exact probabilities.

Given its data and its coins an algorithm is deterministic. So its runs on one input form a
binary tree: a node is a beginning of the coin sequence, a leaf a beginning with which the run
ends without another coin. A leaf with k coins has probability ``2**-k``. The tree is explored
from the root, most probable nodes first; what is left over is known exactly.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from computable.algorithm.budget import Deadline
from computable.algorithm.run import Broken, Halted, Run, Runner, Stopped, Task
from computable.oracle import listed

__all__ = ["Branch", "CoinTree", "explore"]


class Branch(NamedTuple):
    """One leaf: the coins that lead there, and how the run ended."""

    coins: str
    run: Run

    @property
    def probability(self) -> Fraction:
        """``2**-k`` for k coins."""
        return Fraction(1, 1 << len(self.coins))


@dataclass(frozen=True, kw_only=True)
class CoinTree:
    """The explored leaves.

    Attributes
    ----------
    branches : tuple of Branch
        Their coins are prefix-free.
    unexplored : Fraction
        The exact probability of all other coin sequences.
    reason : str
        Why the exploration ended before all was explored ('' if it did not).
    """

    branches: tuple[Branch, ...]
    unexplored: Fraction
    reason: str = ""

    def probability(self, condition: Callable[[Run], bool]) -> Fraction:
        """Return the probability of the explored runs for which the condition holds."""
        return sum((b.probability for b in self.branches if condition(b.run)), Fraction(0))

    @property
    def halting(self) -> Fraction:
        """The probability of the explored runs that gave an answer: a lower bound."""
        return self.probability(lambda run: isinstance(run, Halted))


def explore(
    runner: Runner,
    task: Task,
    deadline: Deadline,
    *,
    unexplored: Fraction = Fraction(1, 1 << 10),
    runs: int = 20_000,
) -> CoinTree:
    """Explore the coin tree of one task until at most ``unexplored`` is left.

    Parameters
    ----------
    unexplored : Fraction
        The probability that may be left.
    runs : int
        The number of runs at most; every node is one run from the start.

    Returns
    -------
    CoinTree
        With a reason, if the runs or the time did not suffice, or if the algorithm behaves
        differently on the same data and coins (then nothing of it can be trusted).
    """
    waiting, branches, left = deque([""]), list[Branch](), Fraction(1)
    reason = ""
    while waiting and left > unexplored and not reason:
        if deadline.passed():
            reason = f"ran longer than {deadline.seconds:.3g} seconds"
        elif runs == 0:
            reason = "too many branches"
        else:
            runs -= 1
            coins = waiting.popleft()
            run = runner.run(replace(task, coins=listed(coins)), deadline)
            if isinstance(run, Stopped) and deadline.passed():
                reason = run.reason
            elif run.transcript.coins != coins or (
                not coins and not _repeats(runner, task, run, deadline)
            ):
                reason = "it does not do the same again on the same data and coins"
            elif isinstance(run, Stopped) and run.limit == "coins":
                waiting += (f"{coins}0", f"{coins}1")
            else:
                branch = Branch(coins, run)
                branches.append(branch)
                left -= branch.probability
                if isinstance(run, Broken) and not coins:
                    reason = run.reason
    return CoinTree(branches=tuple(branches), unexplored=left, reason=reason)


def _repeats(runner: Runner, task: Task, first: Run, deadline: Deadline) -> bool:
    """Run without coins once more: tell whether the same happens, as far as that was observed."""
    if not isinstance(first, Halted):
        return True  # the branches will tell
    again = runner.run(replace(task, coins=listed("")), deadline)
    if deadline.passed():
        return True  # the exploration ends with that reason
    return isinstance(again, Halted) and again.report == first.report
