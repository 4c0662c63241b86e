r"""Primal-dual iteration with restarts: what a FIRENET computes, with all its parameters.

For ``min_x max_{||u|| <= 1} ||x||_1,t + <u, A x - y>``, where ``t = lam w``, one step is

    ``x+ = soft(x - tau A^T u, tau t)``,  ``u+ = P(u + sigma (A (2 x+ - x) - y))``,        (1)

P the projection to the unit ball (Chambolle & Pock, 2011). A block is p steps with the same
tau and sigma; its value is the average of its p points x+, from which the next block starts. Its
dual starts at zero, or from the last u of the block before.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from computable.errors import DomainError
from computable.exact import Vector, as_fraction, as_vector, is_float64, number_text
from computable.inputs.arrays import as_point
from computable.nullspace import Matrix
from computable.nullspace.shown import shown

if TYPE_CHECKING:
    from computable.network import Network

__all__ = ["Block", "Iteration", "block_tuple", "is_given", "start_point"]


@dataclass(frozen=True, kw_only=True)
class Block:
    """Steps (1) with the same sizes.

    Attributes
    ----------
    steps : int
        p >= 1.
    tau, sigma : Fraction
        Positive float64 numbers.

    Raises
    ------
    DomainError
        If one of them is not.

    Examples
    --------
    >>> Block(steps=0, tau=1, sigma=1)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: steps: got 0, need an integer >= 1
    """

    steps: int
    tau: Fraction
    sigma: Fraction

    def __post_init__(self) -> None:
        if type(self.steps) is not int or self.steps < 1:
            raise DomainError(f"steps: got {shown(self.steps)}, need an integer >= 1")
        for name in ("tau", "sigma"):
            value = as_fraction(getattr(self, name), name=name)
            if value <= 0 or not is_float64(value):
                raise DomainError(
                    f"{name}: got {number_text(value)}, need a positive float64 number"
                )
            object.__setattr__(self, name, value)


@dataclass(frozen=True, kw_only=True, repr=False)
class Iteration:
    """Blocks of steps (1) for one matrix, as an exact function of y.

    Attributes
    ----------
    matrix : Matrix, shape (m, N)
    thresholds : Vector, shape (N,)
        ``t = lam w``, at least zero.
    blocks : tuple of Block
        At least one.
    keeps_dual : bool
        Whether a block starts from the last u of the one before, instead of zero.
    start : Vector, shape (N,), optional
        Where the first block starts, float64 numbers; zero by default.

    Raises
    ------
    DomainError
        If shapes or kinds do not fit.

    Examples
    --------
    >>> step = Block(steps=2, tau=1, sigma="1/2")
    >>> toy = Iteration(matrix=Matrix([[1, 0.5]]), thresholds=["1/8", "1/8"], blocks=[step, step])
    >>> toy, toy.depth, toy.network().widths[:4]
    (Iteration(1 x 2, 2 blocks, 4 steps), 13, (1, 5, 6, 6))
    """

    matrix: Matrix
    thresholds: Vector
    blocks: tuple[Block, ...]
    keeps_dual: bool = False
    start: Vector = ()

    def __post_init__(self) -> None:
        N = self.matrix.shape[1]
        thresholds = as_vector(self.thresholds, name="thresholds", length=N)
        if min(thresholds) < 0:
            raise DomainError(f"thresholds: got {number_text(min(thresholds))}, need >= 0")
        object.__setattr__(self, "thresholds", thresholds)
        object.__setattr__(self, "start", start_point(self.start, N))
        object.__setattr__(self, "blocks", block_tuple(self.blocks))

    @property
    def steps(self) -> int:
        """The number of steps of all blocks."""
        return sum(block.steps for block in self.blocks)

    @property
    def depth(self) -> int:
        """The number of affine maps of the network: three a step, and the last average."""
        return 3 * self.steps + 1

    def contraction(self) -> Fraction:
        """Return the greatest ``tau sigma L**2`` of the blocks, L the proved bound of ``||A||``.

        The theorems need it to be at most ``theta**2 < 1``.
        """
        square = self.matrix.norm**2
        return max(block.tau * block.sigma for block in self.blocks) * square

    def network(self) -> Network:
        """Return the same function of y as a network of the class N."""
        from computable.firenet.unrolled import unrolled

        return unrolled(self)

    def __repr__(self) -> str:
        m, N = self.matrix.shape
        return f"Iteration({m} x {N}, {len(self.blocks)} blocks, {self.steps} steps)"


def is_given(start: Any) -> bool:
    """Tell whether a start was given: anything but an empty sequence."""
    return not (hasattr(start, "__len__") and len(start) == 0)


def start_point(start: Any, size: int) -> Vector:
    """Return where an iteration starts, exactly; zero if no start was given.

    Raises
    ------
    DomainError
        If it does not have ``size`` float64 numbers.

    Examples
    --------
    >>> start_point([0.5, 2], 2), start_point((), 1)
    ((Fraction(1, 2), Fraction(2, 1)), (Fraction(0, 1),))
    """
    if not is_given(start):
        return (Fraction(0),) * size
    floats, exact = as_point(start, size, name="start")
    if floats is None:
        raise DomainError("start: got a number that is no float64 number, need these")
    return exact


def block_tuple(blocks: Any) -> tuple[Block, ...]:
    """Return the blocks of an iteration as a tuple.

    Raises
    ------
    DomainError
        If they are no blocks, or there is none.
    """
    found = tuple(blocks) if hasattr(blocks, "__iter__") else (blocks,)
    for k, block in enumerate(found):
        if not isinstance(block, Block):
            raise DomainError(f"blocks[{k}]: got {type(block).__name__}, need a Block")
    if not found:
        raise DomainError("blocks: got none, need at least one")
    return found
