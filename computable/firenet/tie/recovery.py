r"""A FIRENET that reads oracles: K proved digits where columns do not tie, no answer where they do.

It computes the minimiser of the square-root LASSO on the class of
:class:`computable.problem.TieFamily`: A has the rows of ``(a_1, ..., a_q) (+) diag(b)`` with
positive entries, and zeros that are known. At depth n an entry is known within ``u = 2**-n``.

1. *The winner.* The property of ``{j}`` (and of the rows with ``|y_l| > u``) is proved of A', which
   is what was read, and then by ``perturbed(e)``, ``e = sqrt(q) u``, of A, if rho stays below 1. So
   ``a_j`` is larger than every other ``a_i``, and the minimiser is
   ``x = (y_0 / a_j) e_j (+) y_l / b_l``: ``p = lam (+-1 / a_j, +-1 / b_l)``, zero where
   ``y_l = 0``, has norm below 1 on the class (of the rows seen to be non-zero this is checked), and
   ``|A^T p|_i < lam`` off the support.
2. *What is known of x.* ``sigma(x) <= s``, the sum of ``(|y'_l| + u) / (b'_l - u)`` over the other
   rows. By the property of A, ``||x|| <= r = gamma' (||y'|| + sqrt(m) u) + 2 s`` (as
   ``rho' / sqrt(xi) < 1``), and ``||A' x - y'|| <= sqrt(m) u + e r``.
3. *The network* of A' with these numbers as distance, radius and noise. Its bound rests on the
   property of A' alone. If noise and distance take more than 1/32 of ``10**-K``, more is read.
4. Its bound and that of the rounding errors are added: the answer has K digits if the sum is at
   most ``10**-K``.

It halts wherever one column is larger than all others: what is read tends to A and y, rho' to the
rho of A, noise and distance to zero. At a tie no ``a_j`` is, so that step 1, being right, never
succeeds: it reads for ever. It has to: an answer there would, by Theorem A, be wrong for a member
of the class whose gap lies deeper than it has read.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log

from computable.algorithm import Answer
from computable.errors import DomainError, UndecidedError
from computable.exact import Vector
from computable.firenet.firenet import Firenet
from computable.firenet.run import Run
from computable.firenet.tie.null_space import tie_null_space
from computable.firenet.tie.reading import TieReading, plain_lam, tie_reading
from computable.network.norm import root_above
from computable.nullspace import NullSpaceProperty, Proved, RecoveryConstants
from computable.nullspace.shown import shown
from computable.oracle import ProblemData
from computable.recovery.outward import l2_above

__all__ = ["Recovered", "TieFirenet", "TooManySteps", "fewest_steps", "proved_winner"]

THETA = Fraction(15, 16)
FIRST = 8
MOST_STEPS = 5_000_000
"""Half of what a schedule may have, as the count below is rounded."""


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """The minimiser, with a proved bound of the error.

    Attributes
    ----------
    column : int
        That wins.
    depth : int
        To how many bits A and y were read.
    null_space : NullSpaceProperty[Proved]
        Of every matrix that may have been read, its columns in the order of the network.
    run : Run[Proved]
        Of the network, whose first columns are those of the pattern.
    order : tuple of int
        The column of A that each of the network's outputs belongs to.
    """

    column: int
    depth: int
    null_space: NullSpaceProperty[Proved]
    run: Run[Proved]
    order: tuple[int, ...]

    @property
    def answer(self) -> Vector:
        """The computed minimiser, shape (N,)."""
        values = dict(zip(self.order, self.run.point, strict=True))
        return tuple(values[j] for j in range(len(self.order)))

    @property
    def bound(self) -> Fraction:
        """At least its l2 distance from the minimiser."""
        return self.run.bound


@dataclass(frozen=True, kw_only=True)
class TooManySteps:
    """The winner is proved, but the network is too deep to be run.

    Attributes
    ----------
    column, depth : int
        As in :class:`Recovered`.
    steps, most : int
        About how many are needed, and how many are granted.
    """

    column: int
    depth: int
    steps: int
    most: int

    def __str__(self) -> str:
        return (
            f"column {self.column} wins, proved at depth {self.depth}, but a FIRENET needs about "
            f"{self.steps} steps, more than {self.most}"
        )


@dataclass(frozen=True, kw_only=True)
class TieFirenet:
    """The algorithm of this module, to be refuted by whoever can.

    Attributes
    ----------
    digits : int
        K, from 1 to 100.
    steps : int
        The most primal-dual steps, up to 5 * 10**6; beyond, it says that it did not succeed. At a
        gap eta of two columns about ``14 / eta`` are needed.

    Raises
    ------
    DomainError
        If a number is out of range, and from a call if the problem is no square-root LASSO with
        weights 1.

    Examples
    --------
    >>> from computable.problem import SquareRootLasso, TieFamily
    >>> family = TieFamily.rational(SquareRootLasso("1/2"), digits=3)
    >>> member = family.raised(1, Fraction(1, 64))
    >>> data = ProblemData(shape=(1, 2), problem=family.problem, ask=member.oracle())
    >>> found = TieFirenet(digits=3).recover(data)
    >>> found.column, found.depth, found.run
    (1, 32, Run(error <= 0.000874, proved by columns that tie, exactly))
    >>> print(TieFirenet(digits=3, steps=500).recover(data))
    column 1 wins, proved at depth 32, but a FIRENET needs about 875 steps, more than 500
    """

    digits: int
    steps: int = 10**6

    def __post_init__(self) -> None:
        for name, most in (("digits", 100), ("steps", MOST_STEPS)):
            value = getattr(self, name)
            if type(value) is not int or not 1 <= value <= most:
                raise DomainError(f"{name}: got {shown(value)}, need an integer from 1 to {most}")

    def __call__(self, data: ProblemData) -> Answer:
        """Answer with K proved digits, or without success; never at a tie."""
        found = self.recover(data)
        if isinstance(found, TooManySteps):
            return Answer(values=[0] * data.shape[1], status=str(found), success=False)
        claim = f"l2 error at most {float(found.bound):.4g}"
        return Answer(values=found.answer, status="proved", claim=claim, flag=True)

    def recover(self, data: ProblemData) -> Recovered | TooManySteps:
        """Read at depths 8, 16, 32, ... until the digits are proved; at a tie for ever."""
        lam, depth = plain_lam(data.problem), FIRST
        while (found := self.attempt(tie_reading(data, depth), lam)) is None:
            depth *= 2
        return found

    def attempt(self, read: TieReading, lam: Fraction) -> Recovered | TooManySteps | None:
        """Return what is proved from one reading; ``None``: nothing, read deeper."""
        proved = proved_winner(read, lam)
        if proved is None:
            return None
        own, near = proved
        u, m, in_use = read.unit, len(read.y), read.rows_in_use
        rest = [l for l in range(1, m) if l not in in_use]
        tail = sum(((abs(read.y[l]) + u) / (read.diagonal[l - 1] - u) for l in rest), Fraction(0))
        moved = root_above(Fraction(m)) * u
        radius = near.gamma * (l2_above(read.y) + moved) + 2 * tail
        noise = moved + read.error * radius
        sharpness, goal = (
            RecoveryConstants(null_space=own).sharpness(),
            Fraction(1, 10**self.digits),
        )
        if 32 * sharpness.offset(distance=tail, noise=noise) > goal:
            return None
        matrix = own.provenance.matrix
        radius = max(radius, goal)  # a network has a block
        blocks, rate = fewest_steps(Fraction(7, 8) * goal / radius)
        steps = blocks * ceil((1 + THETA) * sharpness.B * matrix.norm / (THETA * rate))
        if steps > self.steps:
            return TooManySteps(column=read.largest, depth=read.depth, steps=steps, most=self.steps)
        net = Firenet.plan(
            matrix,
            sharpness,
            radius=radius,
            accuracy=Fraction(15, 16) * goal,
            distance=tail,
            noise=noise,
            theta=THETA,
            rate=rate,
        )
        run = net.run(list(read.y))
        if run.bound > goal:
            raise UndecidedError(f"digits: float64 numbers do not suffice for {self.digits}")
        return Recovered(
            column=read.largest, depth=read.depth, null_space=near, run=run, order=read.order()
        )


def proved_winner(
    read: TieReading, lam: Fraction
) -> tuple[NullSpaceProperty[Proved], NullSpaceProperty[Proved]] | None:
    """Return the property of what was read, and of all that may have been; ``None``: not proved."""
    u, j, matrix = read.unit, read.largest, read.matrix()
    others = [a for i, a in enumerate(read.row) if i != j]
    if read.row[j] <= max(*map(abs, others), u) or min(read.diagonal, default=2 * u) <= u:
        return None
    used = [read.row[j], *(read.diagonal[l - 1] for l in read.rows_in_use)]
    if sum((lam / (entry - u)) ** 2 for entry in used) >= 1:
        return None
    own = tie_null_space(matrix, block=len(used) - 1)
    try:
        return own, own.perturbed(read.error)
    except DomainError:
        return None


def fewest_steps(part: Fraction) -> tuple[int, Fraction]:
    """Return n and a rate of at most 1/2 with ``rate**n <= part``, such that n / rate is least.

    Examples
    --------
    >>> fewest_steps(Fraction(7, 16)), fewest_steps(Fraction(1, 10**6))[0]
    ((1, Fraction(7, 16)), 14)
    """
    # a float is a choice here, no claim: the plan's bounds are computed from it exactly
    near = min(float(part), 0.5)
    options = [(n, min(near ** (1 / n), 0.5)) for n in range(1, 2 + ceil(-log(near)))]
    blocks, rate = min(options, key=lambda option: option[0] / option[1])
    return blocks, Fraction(int(rate * 2**20), 2**20)
