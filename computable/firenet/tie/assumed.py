"""The same FIRENET made reckless: one reading, constants that are assumed, always an answer.

It takes the column that looks largest for the winner and assumes a null space property of its
support. Where that is true, for one column at gaps of at least ``1 / rho - 1``, the bound that it
states is true, up to what its reading is off by; at finer gaps nothing vouches for the bound.

At the exact centre the q columns are equal, and so is all that the iteration does with their
coordinates, from the start at zero on. So these q coordinates of the output are equal, which is at
least ``t sqrt((q - 1) / q) > 10**-K`` away from every vertex ``t e_j``: the breakdown radius of the
class. No answer to the centre is nearer to all of them, and the only one as near is the centroid.
The adversary raises a column below the depth of the reading, and the stated bound is false there.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from computable.algorithm import Answer
from computable.errors import DomainError
from computable.exact import Vector, as_fraction
from computable.firenet.firenet import Firenet
from computable.firenet.run import Run
from computable.firenet.tie.reading import TieReading, plain_lam, tie_reading
from computable.nullspace import Assumed, Levels, RecoveryConstants, assume
from computable.nullspace.shown import shown
from computable.oracle import ProblemData, checked_depth
from computable.recovery.outward import l2_above

__all__ = ["AssumingFirenet"]


@dataclass(frozen=True, kw_only=True)
class AssumingFirenet:
    """A FIRENET for columns that tie, whose constants nobody has proved.

    Attributes
    ----------
    digits : int
        K, from 1 to 100: what its bound says that it has.
    depth : int
        Every entry is read once, within ``2**-depth``, and taken as it is.
    rho : rational
        Of the assumed property; gamma is one over the least entry of the pattern.

    Raises
    ------
    DomainError
        If a number is out of range, and from a call if the problem is no square-root LASSO with
        weights 1.

    Examples
    --------
    >>> from computable.problem import SquareRootLasso, TieFamily
    >>> family = TieFamily.rational(SquareRootLasso("1/2"), digits=3)
    >>> reckless = AssumingFirenet(digits=3, depth=40)
    >>> near = family.raised(1, Fraction(1, 2**50))
    >>> answer = reckless(ProblemData(shape=(1, 2), problem=family.problem, ask=near.oracle()))
    >>> answer.status
    'assumed: rho = 9/10, from one reading to 40 bits'
    >>> answer.claim, [round(1000 * float(v), 2) for v in answer.values]
    ('l2 error at most 0.0007482', [0.95, 0.95])
    """

    digits: int
    depth: int = 64
    rho: Fraction = Fraction(9, 10)

    def __post_init__(self) -> None:
        if type(self.digits) is not int or not 1 <= self.digits <= 100:
            raise DomainError(f"digits: got {shown(self.digits)}, need an integer from 1 to 100")
        object.__setattr__(self, "depth", checked_depth(self.depth))
        object.__setattr__(self, "rho", as_fraction(self.rho, name="rho"))
        if not 0 <= self.rho < 1:
            raise DomainError(f"rho: got {self.rho}, need >= 0 and < 1")

    def __call__(self, data: ProblemData) -> Answer:
        """Answer, whatever was read."""
        plain_lam(data.problem)
        read = tie_reading(data, self.depth)
        run = self.run(read)
        values = dict(zip(read.order(), run.point, strict=True))
        return Answer(
            values=[values[j] for j in range(len(values))],
            status=str(run.provenance),
            claim=f"l2 error at most {float(run.bound):.4g}",
        )

    def run(self, read: TieReading) -> Run[Assumed]:
        """Return the run of the network, its outputs in the order of the reading."""
        goal, rate = Fraction(15, 16) / 10**self.digits, Fraction(3, 8)
        net = Firenet.plan(
            read.matrix(),
            self.constants(read).sharpness(),
            radius=max(self._gamma(read) * l2_above(read.y), goal),
            accuracy=goal,
            theta=Fraction(15, 16),
            rate=rate,
        )
        return net.run(list(read.y))

    def constants(self, read: TieReading) -> RecoveryConstants[Assumed]:
        """Return the constants of what is assumed."""
        k, N = len(read.rows_in_use), len(read.row) + len(read.diagonal)
        levels = Levels(sizes=[1 + k, N - 1 - k], sparsities=[1 + k, 0])
        source = f"rho = {self.rho}, from one reading to {self.depth} bits"
        found = assume(levels, rho=self.rho, gamma=self._gamma(read), source=source)
        return RecoveryConstants(null_space=found)

    def _gamma(self, read: TieReading) -> Fraction:
        used: Vector = (read.row[read.largest],)
        used += tuple(read.diagonal[l - 1] for l in read.rows_in_use)
        if min(used) <= 0:
            raise DomainError(f"depth: got {self.depth}, need more bits to see an entry at all")
        return 1 / min(used)
