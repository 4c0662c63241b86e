"""Which outputs are wrong for which column: on short numbers with an error bound, then exactly.

Entries of outputs and amplitudes may have millions of bits, and there are q columns and R samples
to compare. Nearly always 100 bits more than K digits decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from computable.exact import Vector, ceil_log2, rounded_down
from computable.problem import TieFamily, norm_squared

__all__ = ["wrong_samples"]


def wrong_samples(
    family: TieFamily,
    blocks: Sequence[Vector],
    gaps: Sequence[Fraction],
    outputs: Sequence[Vector],
) -> list[tuple[int, ...]]:
    """Return for every column j the samples whose output does not have K digits.

    That is, at which it is farther than ``10**-K`` (l2) from the minimiser of ``D_j(gaps[j])``:
    the block of the sample, and the amplitude t in coordinate j.

    Parameters
    ----------
    blocks : R vectors, shape (N,)
        The minimisers with zeros in the tie.
    gaps : q rationals
    outputs : R vectors, shape (N,)
    """
    bound = Fraction(1, 100**family.digits)
    bits = 100 + 2 * -ceil_log2(bound)
    amplitudes = [family.amplitude(j, gap) for j, gap in enumerate(gaps)]
    short = [rounded_down(t, bits) for t in amplitudes]
    found: list[list[int]] = [[] for _ in gaps]
    for k, (output, block) in enumerate(zip(outputs, blocks, strict=True)):
        z = [rounded_down(v, bits) for v in output]
        # ||z - t e_j||^2 = ||z||^2 + t (t - 2 z_j), with the block taken off z. Errors below
        # e = 2^-bits in each z_i and t, |z_i - block_i|, t <= M: N (2M + 1) e + (6M + 3) e
        size = max(Fraction(1), *short, *(abs(a - b) for a, b in zip(z, block, strict=True))) + 1
        error = (len(z) + 3) * (2 * size + 1) * Fraction(1, 1 << bits)
        square = norm_squared([a - b for a, b in zip(z, block, strict=True)])
        exact: Fraction | None = None
        for j, t in enumerate(short):
            excess = square + t * (t - 2 * z[j]) - bound
            if abs(excess) <= error:
                if exact is None:
                    exact = norm_squared([a - b for a, b in zip(output, block, strict=True)])
                excess = exact + amplitudes[j] * (amplitudes[j] - 2 * output[j]) - bound
            if excess > 0:
                found[j].append(k)
    return [tuple(samples) for samples in found]
