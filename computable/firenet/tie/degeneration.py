r"""What a FIRENET costs where columns nearly tie: everything grows like one over the gap.

The matrix is ``c (1 + eta, 1, ..., 1) (+) c I`` and the pattern 'support {0}': with
``a_1 = c (1 + eta)``, ``a_2 = c`` and the gap ``d = a_1 - a_2 = c eta``,
:mod:`computable.firenet.tie.null_space` has ``rho = a_2 / a_1``, ``gamma = 1 / a_1``, ``xi = 1``.
With the constants f and g of (2) in :mod:`computable.nullspace.constants`, which do not depend on
the gap, (3) there is

    ``C1 = (f a_2 + g a_1) / d``,  ``C2 = (f + g) / d``,  ``a_2 <= C1 / C2 <= a_1``.      (1)

*Proof*: ``1 - rho = d / a_1``, and ``C2 = (C1 + f) / a_1`` with ``f a_2 + g a_1 + f d =
(f + g) a_1``. So C2 doubles when the gap is halved. Up to roundings ``B = C2`` for the largest lam
(which is C1 / C2), and ``B = C1 / lam`` for any other. A block has
``p = (1 + theta) B ||A|| / (theta rate)`` steps, rounded up: with the largest lam a constant times
``||A|| / d``. The number of blocks for K digits depends on the rate alone. Noise is multiplied by
at most ``2 B / (1 - rate)``.

*No other proof does better* than 1 / d: for ``x = x_0 e_0`` and v with ``-a_2 s`` in column 0 and
``a_1 s`` in another one, ``0 <= a_2 s <= x_0``, ``A v = 0`` and ``F(x + v) - F(x) = lam d s``, so
that ``||v|| <= B (F(x + v) - F(x))`` needs

    ``B >= sqrt(a_1**2 + a_2**2) / (lam d)``.                                             (2)

*How deep A must be read.* At depth n entries are known within ``2**-n``, so A in the operator norm
within ``e = sqrt(q) 2**-n`` (its zeros are known). Let a_1, a_2, d' be what was read, and the gap
that was read. ``perturbed(e)`` has

    ``rho' = (a_2 + e) / (a_1 - e)``, which is below 1 if and only if ``2 e < d'``,           (3)

and ``d' >= d - 2 * 2**-n``. So the property of the true A is proved, whatever the oracle answers,
as soon as ``(2 + 2 sqrt(q)) 2**-n < d``. On the other hand, if ``2 * 2**-n >= d``, then
``c + d / 2`` is a valid answer for all columns, whichever is raised: nothing that is read no deeper
tells which. At the tie no depth will do, and there are no constants.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from computable.errors import DomainError
from computable.exact import as_fraction, ceil_log2
from computable.firenet.tie.null_space import tie_matrix, tie_null_space
from computable.network.norm import root_above
from computable.nullspace import RecoveryConstants, Sharpness
from computable.nullspace.provenance import Proved
from computable.nullspace.shown import shown

__all__ = ["Degeneration", "degeneration", "proof_depth"]


@dataclass(frozen=True, kw_only=True)
class Degeneration:
    """One gap, and what recovery costs there.

    Attributes
    ----------
    gap : Fraction
        eta: the first column is ``1 + eta`` times each other of the tie.
    rho, C1, C2, B : Fraction
        Of the proved null space property and of its sharpness.
    noise : Fraction
        Noise of l2 norm s moves the bound by at most ``noise * s``.
    block_steps : int
        p.
    blocks : int
        So many bring the bound from the radius to ``10**-K``, without noise.
    least_depth : int
        The least n with ``2 * 2**-n < c eta``: what is read to fewer bits does not tell which
        column is raised.
    proof_depth : int
        From this depth on the property of A is proved, whatever the oracle answers.
    depth : int
        At this depth, at least proof_depth, the noise of the reading moves the bound by at most
        ``10**-K / 2``, whatever the oracle answers.
    """

    gap: Fraction
    rho: Fraction
    C1: Fraction
    C2: Fraction
    B: Fraction
    noise: Fraction
    block_steps: int
    blocks: int
    least_depth: int
    proof_depth: int
    depth: int

    @property
    def steps(self) -> int:
        """The number of primal-dual steps."""
        return self.block_steps * self.blocks

    @property
    def layers(self) -> int:
        """The number of affine maps of the network."""
        return 3 * self.steps + 1


def degeneration(
    gaps: Iterable[object],
    *,
    digits: int = 3,
    columns: int = 2,
    rows: int = 1,
    entry: object = 1,
    lam: object = None,
    radius: object = 1,
    theta: object = "1/2",
    rate: object = "3/8",
) -> list[Degeneration]:
    """Return what K digits of a one-sparse x cost, gap by gap.

    Parameters
    ----------
    gaps : iterable of rationals
        eta > 0.
    digits : int
        K >= 0, of an x with ``||x|| <= radius``.
    columns, rows : int
        q >= 2 and m >= 1.
    entry : rational
        c > 0.
    lam : rational, optional
        Of the square-root LASSO that the network solves; the largest admitted by default.
    radius, theta, rate : rational
        As in :meth:`computable.firenet.Firenet.plan`.

    Raises
    ------
    DomainError
        If a number is out of range. At a gap of zero there is nothing to return.

    Examples
    --------
    >>> for row in degeneration(["1/4", "1/8", "1/16"]):
    ...     print(row.rho, row.block_steps, row.blocks, row.layers, row.proof_depth, row.depth)
    4/5 106 8 2545 5 17
    8/9 199 8 4777 6 18
    16/17 385 8 9241 7 19
    """
    c, R, t, v = (
        as_fraction(value, name=name)
        for name, value in (("entry", entry), ("radius", radius), ("theta", theta), ("rate", rate))
    )
    for name, count, least in (("digits", digits, 0), ("columns", columns, 2), ("rows", rows, 1)):
        if type(count) is not int or count < least:
            raise DomainError(f"{name}: got {shown(count)}, need an integer >= {least}")
    if c <= 0 or R <= 0 or not 0 < t < 1 or not 0 < v < 1:
        raise DomainError("entry, radius: need > 0; theta, rate: need > 0 and < 1")
    goal, blocks = Fraction(1, 10**digits), 1
    while R * v**blocks > goal:
        blocks += 1
    found: list[Degeneration] = []
    for given in gaps:
        gap = as_fraction(given, name="gap")
        if gap <= 0:
            raise DomainError(f"gap: got {gap}, need > 0: at a tie there are no constants")
        row, diagonal = (c * (1 + gap),) + (c,) * (columns - 1), (c,) * (rows - 1)
        matrix = tie_matrix(row, diagonal)
        sharpness = RecoveryConstants(null_space=tie_null_space(matrix)).sharpness(lam)
        p = ceil((1 + t) * sharpness.B * matrix.norm / (t * v) * (1 + Fraction(1, 1 << 20)))
        first = n = proof_depth(c * gap, columns=columns)
        while 4 * _worst(row, diagonal, n, lam) * _noise(R, columns, rows, n) > goal * (1 - v):
            n += 1
        constants = sharpness.constants
        found.append(
            Degeneration(
                gap=gap,
                rho=constants.null_space.rho,
                C1=constants.C1,
                C2=constants.C2,
                B=sharpness.B,
                noise=2 * sharpness.B / (1 - v),
                block_steps=p,
                blocks=blocks,
                least_depth=max(0, 1 + _floor_log2(2 / (c * gap))),
                proof_depth=first,
                depth=n,
            )
        )
    return found


def proof_depth(gap: Fraction, *, columns: int) -> int:
    """Return the least n >= 0 with ``(2 + 2 sqrt(q)) 2**-n < a_1 - a_2``, sqrt(q) rounded up.

    Examples
    --------
    >>> [proof_depth(Fraction(1, 2**k), columns=2) for k in (1, 10, 100)]
    [4, 13, 103]
    """
    return max(0, 1 + _floor_log2((2 + 2 * root_above(Fraction(columns))) / gap))


def _floor_log2(value: Fraction) -> int:
    return -ceil_log2(1 / value)


def _worst(
    row: tuple[Fraction, ...], diagonal: tuple[Fraction, ...], depth: int, lam: object
) -> Fraction:
    """Return the largest B of a matrix that may have been read at this depth.

    C1 and C2 grow with a_2 and fall with a_1, and so does B, whichever lam.
    """
    error = Fraction(1, 1 << depth)
    read = (row[0] - error, *(a + error for a in row[1:]))
    found: Sharpness[Proved] = RecoveryConstants(
        null_space=tie_null_space(tie_matrix(read, diagonal))
    ).sharpness(lam)
    return found.B


def _noise(radius: Fraction, columns: int, rows: int, depth: int) -> Fraction:
    """Return a bound of ``||A' x - y'||`` for what was read: sqrt(q) of A, sqrt(m) of y."""
    units = root_above(Fraction(columns)) * radius + root_above(Fraction(rows))
    return units / (1 << depth)
